package config

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"otklik/internal/plaintext"
	"otklik/internal/redact"
	"otklik/internal/spelling"
)

// Fault is one thing that is wrong with a configuration file.
type Fault struct {
	Line     int    // 0 where it has no place in the file
	column   int    // of a fault that the YAML library found; 0 else
	Key      string // "officials[0].channels[1].bot_token"; empty for a fault of the YAML itself
	Sentence string
}

// Faults is the error of Load: everything that is wrong, in the order of the file.
type Faults struct {
	Path string
	List []Fault
	keys []string // all that a configuration may have
}

// Error lists the faults, one a line.
func (f *Faults) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "the configuration %s has %d fault", f.Path, len(f.List))
	if len(f.List) != 1 {
		b.WriteString("s")
	}
	b.WriteString(":")
	for _, fault := range f.List {
		b.WriteString("\n  ")
		if fault.Line > 0 {
			fmt.Fprintf(&b, "line %d: ", fault.Line)
		}
		if fault.Key != "" {
			fmt.Fprintf(&b, "%s: ", fault.Key)
		}
		b.WriteString(fault.Sentence)
	}
	return b.String()
}

func (f *Faults) add(line int, key, sentence string, args ...any) {
	f.List = append(f.List, Fault{Line: line, Key: key, Sentence: fmt.Sprintf(sentence, args...)})
}

func (f *Faults) addAt(at yaml.Mark, sentence string, args ...any) {
	f.List = append(f.List, Fault{Line: at.Line, column: at.Column, Sentence: fmt.Sprintf(sentence, args...)})
}

// keyPlace is where a key, or a value of a list, stands in the file.
type keyPlace struct {
	line, column int
	key          string
}

// keyPlaces are those of a whole document. The library gives an unknown key's own place: it is a fault of what the key
// stands in.
func keyPlaces(n *yaml.Node, path string) []keyPlace {
	var all []keyPlace
	if path != "" {
		all = append(all, keyPlace{n.Line, n.Column, path})
	}
	switch n.Kind {
	case yaml.DocumentNode:
		for _, child := range n.Content {
			all = append(all, keyPlaces(child, path)...)
		}
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			key := n.Content[i]
			all = append(all, keyPlace{key.Line, key.Column, path})
			all = append(all, keyPlaces(n.Content[i+1], strings.TrimPrefix(path+"."+key.Value, "."))...)
		}
	case yaml.SequenceNode:
		for i, child := range n.Content {
			all = append(all, keyPlaces(child, fmt.Sprintf("%s[%d]", path, i))...)
		}
	}
	return all
}

// nameKeys finds the keys that faults of form stand at.
func (f *Faults) nameKeys(places []keyPlace) {
	for _, p := range places {
		for i := range f.List {
			if at := &f.List[i]; at.Key == "" && at.column > 0 && at.Line == p.line && at.column == p.column {
				at.Key = p.key
			}
		}
	}
}

// ofItems reports whether an item of a list has the wrong form: the list then lacks it, and numbers of items say
// nothing.
func (f *Faults) ofItems() bool {
	return slices.ContainsFunc(f.List, func(one Fault) bool { return strings.HasSuffix(one.Key, "]") })
}

// cover reports whether one of the faults stands at the key, around it or within it: what is found out about the key
// may then be a mere consequence.
func (f *Faults) cover(key string) bool {
	within := func(key, outer string) bool {
		rest, ok := strings.CutPrefix(key, outer)
		return ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
	}
	return slices.ContainsFunc(f.List, func(one Fault) bool { return within(key, one.Key) || within(one.Key, key) })
}

// addOthers takes the faults that are no mere consequence of those found before.
func (f *Faults) addOthers(more *Faults, before ...*Faults) {
	for _, one := range more.List {
		if !slices.ContainsFunc(before, func(b *Faults) bool { return b.cover(one.Key) }) {
			f.List = append(f.List, one)
		}
	}
}

// hide takes secrets out of what is said: a token that was put in the wrong place as well would be quoted there.
func (f *Faults) hide(secrets KnownSecrets) {
	if len(f.List) == 0 {
		return
	}
	r := redact.New(secrets.Reveal()...)
	for i := range f.List {
		f.List[i].Sentence = r.Text(f.List[i].Sentence)
	}
}

// asError is nil where nothing is wrong.
func (f *Faults) asError() error {
	if len(f.List) == 0 {
		return nil
	}
	slices.SortStableFunc(f.List, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Key, b.Key))
	})
	f.List = slices.CompactFunc(f.List, func(a, b Fault) bool { return a == b })
	return f
}

// addYAML takes the faults that the YAML library found. Its words name Go types, which say nothing to an operator.
func (f *Faults) addYAML(err error) {
	var one *yaml.LoadError
	var many *yaml.LoadErrors
	switch {
	case errors.As(err, &many):
	case errors.As(err, &one):
		f.add(one.Mark.Line, "", "the YAML is broken near here: %s", withoutValues(one.Message))
		if strings.Contains(one.Message, "cannot start any token") || strings.Contains(one.Message, "anchor") {
			f.List[len(f.List)-1].Sentence += "; put quotation marks around a value that begins with *, &, @, % or `"
		}
		return
	default:
		f.add(0, "", "%s", withoutValues(strings.TrimPrefix(err.Error(), "yaml: ")))
		return
	}
	for _, one := range many.Errors {
		text := one.Message
		switch {
		case strings.HasPrefix(text, "field ") && strings.Contains(text, " not found in type"):
			name, _, _ := strings.Cut(strings.TrimPrefix(text, "field "), " not found")
			hint := cmp.Or(f.misplaced(name), spelling.Hint(name, lastNames(f.keys)))
			f.addAt(one.Mark, "unknown key %s%s", shownKey(name, hint != ""), hint)
		case strings.Contains(text, "expected single document"):
			f.add(one.Mark.Line, "", "the file holds a second document (a line of three dashes begins it); only one "+
				"is read, so remove the other")
		case strings.Contains(text, "no documents"):
			f.add(0, "", "the file is empty; copy config.example.yaml and fill it in")
		case strings.Contains(text, "cannot construct"):
			f.addAt(one.Mark, "%s", plainKind(text))
		default:
			f.addAt(one.Mark, "%s", withoutValues(text))
		}
	}
}

// keyLike is what somebody may have meant as a key. Behind a comma or a colon that stands in a password without
// quotation marks YAML sees a key, too.
var keyLike = regexp.MustCompile(`^(\p{Lu}?[\p{Ll}_-]{1,30}|[\p{Lu}_-]{1,30})$`)

// shownKey is an unknown key as a sentence may show it; near: it is nearly one that there is.
func shownKey(name string, near bool) string {
	if near || keyLike.MatchString(name) {
		return strconv.Quote(name)
	}
	return "(not shown: it may be part of a secret; put quotation marks around a value that holds commas, colons or " +
		"braces)"
}

var quotedWords = regexp.MustCompile("`[^`]*`|'[^']*'|\"[^\"]*\"")

// withoutValues is a sentence of the YAML library without what it repeats of the file, names of keys and single
// characters excepted.
func withoutValues(sentence string) string {
	return quotedWords.ReplaceAllStringFunc(sentence, func(quoted string) string {
		inside := quoted[1 : len(quoted)-1]
		if utf8.RuneCountInString(inside) < 3 || keyLike.MatchString(inside) && !strings.Contains(sentence, "anchor") {
			return quoted
		}
		return "'…'"
	})
}

// hint names what breaks the YAML most often in a line: ${NAME} without quotes between brackets, and blanks that were
// copied from a page and only look like blanks. Broken YAML is found out a line late.
func (f *Faults) hint(text string) {
	lines := plaintext.Lines(text)
	for i, fault := range f.List {
		if fault.Line < 1 || fault.Line > len(lines) {
			continue
		}
		before, _, found := strings.Cut(lines[fault.Line-1], "${")
		if found && strings.ContainsAny(before, "{[") && !strings.HasSuffix(before, `"`) {
			f.List[i].Sentence += `; between { } or [ ] write "${NAME}" with the quotes`
		}
		for n := fault.Line; n >= max(1, fault.Line-1); n-- {
			if strings.ContainsFunc(lines[n-1], func(r rune) bool {
				return plaintext.Unseen(r) && r != ' ' &&
					r != '\t'
			}) {
				f.List[i].Sentence += fmt.Sprintf("; line %d has a blank in it that is no ordinary one, or a "+
					"character that nobody sees: type that line again", n)
				break
			}
		}
	}
}

// misplaced says what a known key belongs to; empty for an unknown one.
func (f *Faults) misplaced(name string) string {
	var owners []string
	for _, key := range f.keys {
		if owner, ok := strings.CutSuffix(key, "."+name); ok {
			owners = append(owners, owner)
		} else if key == name {
			owners = append(owners, "the top level")
		}
	}
	const most = 3
	if len(owners) == 0 || len(owners) > most {
		return ""
	}
	return "; it belongs to " + strings.Join(owners, " or ")
}

// plainKind rewords "cannot construct !!str `foo` into int". The value is left out: it may be a secret.
func plainKind(text string) string {
	_, kind, _ := strings.Cut(text, " into ")
	switch {
	case strings.HasPrefix(kind, "int"):
		return "a whole number is expected here"
	case strings.HasPrefix(kind, "bool"):
		return "true or false is expected here"
	case strings.HasPrefix(kind, "[]"):
		return "a list is expected here, such as [a, b]"
	case strings.HasPrefix(kind, "string"), strings.HasPrefix(kind, "config.Secret"):
		return "a text is expected here"
	}
	return "this has the wrong form; see config.example.yaml"
}
