package config

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Platform is how the part of a configuration that one network needs is read: the package of the network brings it, and
// nothing else here knows which networks there are.
type Platform struct {
	// ID is what `platform:` and the keys under `platforms:` say.
	ID string
	// APIURL is where the network is reached unless platforms.ID.api_url says otherwise.
	APIURL string
	// Reads are what `read` may name.
	Reads []string
	// Settings gives a channel's own keys as they are where the file does not set them: a pointer to a struct whose
	// fields have yaml tags.
	Settings func() Settings
	// IDs read the numbers among those keys as people copy them: from links, with a minus of typography.
	IDs map[string]func(text string) (int64, error)
	// Person reads an entry of staff. Where the network alone can name the number, it gives the person's name.
	Person func(text string) (id int64, name string, err error)
}

// Settings are the keys of one channel that only its platform has.
type Settings interface {
	// Secrets are its tokens. They are read from their files and cleaned before Check.
	Secrets() []SecretKey
	// Readable is what the given keys allow to read, for a channel that does not say.
	Readable() []string
	// Check says everything that is wrong with the channel's own keys.
	Check(c *Channel, say Sayer)
}

// SecretKey is a secret among a channel's settings; the key of the file that holds it is Key with _file behind it.
type SecretKey struct {
	Key   string
	Value *Secret
	File  *string
}

// Sayer takes what is wrong with a channel.
type Sayer interface {
	// Fault says what is wrong at a key of the channel; empty: at the channel itself.
	Fault(key, sentence string, args ...any)
	// Refused reports whether something is known to be wrong with the secret at a key, so that it is missing is no
	// other fault.
	Refused(key string) bool
}

// Endpoint is how one platform is reached.
type Endpoint struct {
	APIURL string `yaml:"api_url"`
	Proxy  string `yaml:"proxy"`
	CAFile string `yaml:"ca_file"`
}

// Endpoints are how platforms are reached, by their ids.
type Endpoints map[string]Endpoint

// UnmarshalYAML finds the keys that no platform has: those of platforms were taken before (see takePlatforms).
func (Endpoints) UnmarshalYAML(n *yaml.Node) error {
	return n.Load(&struct{}{}, yaml.WithKnownFields())
}

func platformIDs(known []Platform) []string {
	ids := make([]string, len(known))
	for i, p := range known {
		ids[i] = p.ID
	}
	return ids
}

// keys are the names that the platform's channels have besides those of every channel.
func (p Platform) keys() []string {
	var keys []string
	collect(reflect.TypeOf(p.Settings()), "", &keys)
	return keys
}

// platformParts takes what platforms bring out of a document, because the library decodes into types that are known
// when the program is built. What no platform knows stays and is found there as unknown.
type platformParts struct {
	known []Platform
	// whole are the channels as they stood, by what was left of them: several officials may share them by an alias.
	whole map[*yaml.Node]*yaml.Node
	// channels are the settings of each channel, by official, channel and platform's id.
	channels  map[[2]int]map[string]Settings
	endpoints map[string]*Endpoint
	wrong     []error
}

func takePlatforms(document *yaml.Node, known []Platform) *platformParts {
	t := &platformParts{known: known, whole: map[*yaml.Node]*yaml.Node{}, channels: map[[2]int]map[string]Settings{},
		endpoints: map[string]*Endpoint{}}
	root := document
	if root.Kind == yaml.DocumentNode && len(root.Content) > 0 {
		root = root.Content[0]
	}
	t.reach(root)
	for i, official := range items(member(root, "officials")) {
		channels := items(member(official, "channels"))
		for n := range channels {
			channels[n] = t.channel([2]int{i, n}, channels[n])
		}
	}
	return t
}

// reach takes how platforms are reached.
func (t *platformParts) reach(root *yaml.Node) {
	platforms := member(root, "platforms")
	for _, p := range t.known {
		e := &Endpoint{APIURL: p.APIURL}
		if n := member(platforms, p.ID); n != nil {
			t.load(n, e)
		}
		t.endpoints[p.ID] = e
	}
	if platforms != nil && platforms.Kind == yaml.MappingNode {
		ids := platformIDs(t.known)
		rest := part(platforms, func(key string) bool { return !slices.Contains(ids, key) })
		platforms.Content = rest.Content
	}
}

// channel reads a channel by each platform, so that what stands in the wrong channel is checked and hidden as well, and
// leaves what every channel has.
func (t *platformParts) channel(at [2]int, n *yaml.Node) *yaml.Node {
	if n = follow(n); t.whole[n] != nil {
		n = t.whole[n]
	}
	if n.Kind != yaml.MappingNode {
		return n
	}
	own := map[string]bool{}
	t.channels[at] = map[string]Settings{}
	for _, p := range t.known {
		keys := p.keys()
		for _, key := range keys {
			own[key] = true
		}
		settings := p.Settings()
		t.load(part(n, func(key string) bool { return slices.Contains(keys, key) }), settings)
		t.channels[at][p.ID] = settings
	}
	rest := part(n, func(key string) bool { return !own[key] })
	t.whole[rest] = n
	return rest
}

func (t *platformParts) load(n *yaml.Node, into any) {
	if err := n.Load(into, yaml.WithKnownFields()); err != nil {
		t.wrong = append(t.wrong, err)
	}
}

// part is a mapping with some of its keys, also in what is merged into it (<<).
func part(n *yaml.Node, keep func(key string) bool) *yaml.Node {
	copied := *n
	copied.Content, copied.Anchor = nil, ""
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		switch merged := follow(value); {
		case key.Value == "<<" && merged.Kind == yaml.MappingNode:
			value = part(merged, keep)
		case key.Value == "<<" && merged.Kind == yaml.SequenceNode:
			list := *merged
			list.Content, list.Anchor = nil, ""
			for _, one := range merged.Content {
				if one = follow(one); one.Kind == yaml.MappingNode {
					one = part(one, keep)
				}
				list.Content = append(list.Content, one)
			}
			value = &list
		case !keep(key.Value):
			continue
		}
		copied.Content = append(copied.Content, key, value)
	}
	return &copied
}

// give puts what was taken into the decoded configuration.
func (t *platformParts) give(c *Config) {
	c.Platforms = Endpoints{}
	for id, e := range t.endpoints {
		c.Platforms[id] = *e
	}
	for at, settings := range t.channels {
		if at[0] >= len(c.Officials) || at[1] >= len(c.Officials[at[0]].Channels) {
			continue
		}
		ch := &c.Officials[at[0]].Channels[at[1]]
		if ch.Settings = settings[ch.Platform]; ch.Settings != nil {
			ch.secrets = ch.Settings.Secrets()
		}
		for _, p := range t.known {
			for _, other := range settings[p.ID].Secrets() {
				if !slices.ContainsFunc(ch.secrets, func(s SecretKey) bool { return s.Key == other.Key }) {
					ch.secrets = append(ch.secrets, other)
				}
			}
		}
	}
}

// channelSayer says faults of one channel.
type channelSayer struct {
	*checker
	key string
}

func (s channelSayer) Fault(key, sentence string, args ...any) {
	s.fault(strings.TrimSuffix(s.key+"."+key, "."), sentence, args...)
}

func (s channelSayer) Refused(key string) bool { return s.refused[s.key+"."+key] }

func (k *checker) channel(key string, c *Channel) {
	for _, s := range c.secrets {
		k.secret(key+"."+s.Key, token, s.Value, *s.File)
	}
	ids := platformIDs(k.known)
	at := slices.Index(ids, c.Platform)
	switch {
	case c.Platform == "":
		k.fault(key+".platform", "the platform is missing: %s", strings.Join(ids, " or "))
		return
	case at < 0:
		k.oneOf(key+".platform", c.Platform, ids...)
		return
	}
	for i, read := range c.Read {
		k.oneOf(fmt.Sprintf("%s.read[%d]", key, i), read, k.known[at].Reads...)
	}
	if c.Settings != nil {
		c.Settings.Check(c, channelSayer{k, key})
	}
	k.foreign(key, k.known[at])
}

// foreign refuses keys that only another platform has: they would do nothing.
func (k *checker) foreign(key string, own Platform) {
	keys := own.keys()
	for _, p := range k.known {
		for _, name := range p.keys() {
			if _, there := k.lines[key+"."+name]; there && !slices.Contains(keys, name) {
				k.fault(key+"."+name, "this key belongs to the platform %s", p.ID)
			}
		}
	}
}

func (k *checker) endpoints() {
	for id, e := range k.config.Platforms {
		key := "platforms." + id
		k.apiURL(key+".api_url", e.APIURL)
		k.proxy(key+".proxy", e.Proxy)
		k.certificates(key+".ca_file", e.CAFile)
	}
}
