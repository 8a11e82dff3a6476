package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"otklik/internal/smallfile"
)

// ErrNotFound is the error of Find when there is no configuration file.
var ErrNotFound = errors.New("no configuration file: neither ./config.yaml nor /etc/otklik/config.yaml exists; " +
	"copy config.example.yaml to config.yaml and fill it in, or name a file with --config")

// Find is the path of the configuration: the one given, or ./config.yaml, or /etc/otklik/config.yaml.
func Find(given string) (string, error) {
	if given != "" {
		return given, nil
	}
	for _, path := range []string{"config.yaml", "/etc/otklik/config.yaml"} {
		if _, err := os.Stat(path); err == nil {
			return path, nil
		}
	}
	return "", ErrNotFound
}

// Load reads and checks the configuration at path. known are the platforms that channels may be of. getenv resolves
// ${NAME}: it is os.LookupEnv outside tests. more are checks by others. A file that was read but is wrong gives
// *Faults with everything that is wrong in it.
func Load(
	known []Platform, path string, getenv func(string) (string, bool), more ...Check,
) (*Config, error) {
	f, err := smallfile.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read the configuration: %w", err)
	}
	defer f.Close()
	text, err := smallfile.Content(f, smallfile.Config)
	if err != nil {
		return nil, fmt.Errorf("read the configuration: %w", err)
	}
	from, err := place(f)
	if err != nil {
		return nil, fmt.Errorf("read the configuration: %w", err)
	}
	absolute, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("find the folder of the configuration: %w", err)
	}
	from.path = absolute
	return parse(known, text, absolute, &from, getenv, more...)
}

// Check looks for what this package cannot know, such as names of regions, in a configuration that may have other
// faults.
type Check func(c *Config, fault func(key, sentence string, args ...any))

// Parse checks the text of a configuration that stands at the absolute path.
func Parse(
	known []Platform, text []byte, path string, getenv func(string) (string, bool), more ...Check,
) (*Config, error) {
	return parse(known, text, path, nil, getenv, more...)
}

// parse is Parse of a text that was read from a file; nil: from none.
func parse(
	known []Platform, text []byte, path string, from *placed, getenv func(string) (string, bool), more ...Check,
) (*Config, error) {
	faults := &Faults{Path: path, keys: Keys(known)}
	if faults.addEncoding(text); len(faults.List) > 0 {
		return nil, faults.asError()
	}
	document, err := loadYAML(text)
	if err != nil {
		faults.addYAML(err)
		faults.hint(string(text))
		return nil, faults.asError()
	}
	lines := lineIndex{}
	lines.walk(&document, "")
	variables := expansion{getenv: getenv, faults: faults, keys: faults.keys, empty: map[string]string{},
		used: map[string]bool{}}
	variables.walk(&document, "")
	unset := &Faults{List: slices.Clone(faults.List)}
	ids := readIDs(&document, known, faults, unset)
	places := keyPlaces(&document, "")
	parts := takePlatforms(&document, known)

	c := Default()
	c.Path = path
	wrong := &Faults{keys: faults.keys}
	if err := document.Load(&c, yaml.WithKnownFields()); err != nil {
		parts.wrong = append(parts.wrong, err)
	}
	for _, err := range parts.wrong {
		wrong.addYAML(err)
	}
	if len(parts.wrong) > 0 {
		wrong.nameKeys(places)
		wrong.hint(string(text))
		// What was of the right form was taken and is checked all the same, so that nobody has to mend the file in two
		// rounds.
		for _, f := range wrong.List {
			// An unknown key bears the key of what it stands in, which may hold the variable, too: that is another
			// fault.
			if !slices.ContainsFunc(unset.List, func(u Fault) bool { return u.Key == f.Key }) {
				faults.List = append(faults.List, f)
			}
		}
		if len(wrong.List) == 0 || wrong.List[0].Line == 0 || wrong.ofItems() {
			return nil, faults.asError()
		}
	}
	ids.nameStaff(&c)
	parts.give(&c)
	c.fill(lines)
	c.resolvePaths(filepath.Dir(path))
	check := checker{config: &c, known: known, faults: &Faults{}, lines: lines, variables: variables, unset: unset,
		refused: map[string]bool{}}
	check.all()
	check.ownFile(from)
	for _, names := range more {
		names(&c, check.fault)
	}
	faults.addOthers(check.faults, wrong, unset, ids.faults)
	faults.hide(c.Secrets())
	if err := faults.asError(); err != nil {
		return nil, err
	}
	return &c, nil
}

// loadYAML parses the text and refuses aliases that unfold without end, before anything unfolds them.
func loadYAML(text []byte) (document yaml.Node, err error) {
	if document, err = parseYAML(text); err == nil && unfolded(&document, map[*yaml.Node]int{}) > maxNodes {
		err = errUnfolds
	}
	return document, err
}

// maxNodes is how many values a configuration may have once its aliases stand for what they mean.
const maxNodes = 200_000

var errUnfolds = fmt.Errorf("with its aliases (*name) unfolded it has more than %d values, or an alias contains itself",
	maxNodes)

// unfolded counts the values of a node where each alias stands for what it means, up to a little more than maxNodes.
func unfolded(n *yaml.Node, known map[*yaml.Node]int) int {
	if size, met := known[n]; met {
		return size
	}
	known[n] = maxNodes + 1 // until it is known: what contains itself has no end
	size := 1
	if n.Alias != nil {
		size = unfolded(n.Alias, known)
	}
	for _, child := range n.Content {
		size = min(size+unfolded(child, known), maxNodes+1)
	}
	known[n] = size
	return size
}

// parseYAML also reads @name without quotation marks, as people write it: at the beginning of a value YAML keeps the
// sign for itself and refuses it, so that no other meaning is lost.
func parseYAML(text []byte) (document yaml.Node, err error) {
	if err = yaml.Load(text, &document); err == nil {
		return document, nil
	}
	bare := regexp.MustCompile(`(?m)((?:^|[ \t,\[:-])[ \t]*)(@[A-Za-z0-9_.]+)([ \t]*(?:[,\]}\r\n]|$)|[ \t]+#)`)
	quoted := bare.ReplaceAll(text, []byte(`${1}"${2}"${3}`))
	quoted = bare.ReplaceAll(quoted, []byte(`${1}"${2}"${3}`)) // what stood between two commas
	var second yaml.Node
	if yaml.Load(quoted, &second) == nil {
		return second, nil
	}
	return document, err
}

// lineIndex knows the line of every key.
type lineIndex map[string]int

func (l lineIndex) walk(n *yaml.Node, path string) {
	switch n.Kind {
	case yaml.DocumentNode:
		for _, child := range n.Content {
			l.walk(child, path)
		}
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := strings.TrimPrefix(path+"."+n.Content[i].Value, ".")
			l[key] = n.Content[i].Line
			l.walk(n.Content[i+1], key)
		}
	case yaml.SequenceNode:
		for i, child := range n.Content {
			item := fmt.Sprintf("%s[%d]", path, i)
			l[item] = child.Line
			l.walk(child, item)
		}
	}
}

// line is that of the key or, where the file does not have it, of the nearest thing around it.
func (l lineIndex) line(key string) int {
	for key != "" {
		if n, ok := l[key]; ok {
			return n
		}
		cut := strings.LastIndexAny(key, ".[")
		if cut < 0 {
			break
		}
		key = key[:cut]
	}
	return 0
}

// fill sets what the file left out inside lists, where a prefilled struct cannot.
func (c *Config) fill(lines lineIndex) {
	for i := range c.Officials {
		o := &c.Officials[i]
		if o.Name == "" {
			o.Name = o.ID
		}
		for k := range o.Channels {
			ch := &o.Channels[k]
			if ch.ID == "" {
				ch.ID = ch.Platform
			}
			if len(ch.Read) == 0 && ch.Settings != nil {
				ch.Read = ch.Settings.Readable()
			}
		}
	}
	if _, set := lines["digests"]; !set {
		c.Digests = []Digest{defaultDigest()}
	}
	for i := range c.Digests {
		d := &c.Digests[i]
		if d.Period == "" {
			d.Period = "day"
		}
		standard := defaultDigestOf(d.Period)
		if d.Title == "" {
			d.Title = standard.Title
		}
		if _, set := lines[fmt.Sprintf("digests[%d].schedule", i)]; !set {
			d.Schedule = standard.Schedule
		}
		if d.Audience == "" {
			d.Audience = standard.Audience
		}
		if len(d.Officials) == 0 {
			for _, o := range c.Officials {
				d.Officials = append(d.Officials, o.ID)
			}
		}
	}
	c.fillDeliveries()
}

// resolvePaths makes relative paths relative to the configuration's folder.
func (c *Config) resolvePaths(folder string) {
	resolve := func(paths ...*string) {
		for _, p := range paths {
			if *p != "" && !filepath.IsAbs(*p) {
				*p = filepath.Join(folder, *p)
			}
		}
	}
	resolve(&c.Store.Path, &c.Store.KeyFile, &c.Store.OldKeysFile, &c.Backup.Path, &c.Purge.Acts,
		&c.Backup.RecipientsFile, &c.Reading.Model, &c.Reading.Topics, &c.Reading.Places,
		&c.Reading.Assistant.APIKeyFile)
	for i := range c.Officials {
		for k := range c.Officials[i].Channels {
			for _, s := range c.Officials[i].Channels[k].secrets {
				resolve(s.File)
			}
		}
	}
	for id, e := range c.Platforms {
		resolve(&e.CAFile)
		c.Platforms[id] = e
	}
	resolve(c.deliveryPaths()...)
}
