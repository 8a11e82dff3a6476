package config

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Fault is one thing that is wrong with a configuration file.
type Fault struct {
	Line     int    // 0 where it has no place in the file
	Key      string // "officials[0].channels[1].bot_token"; empty for a fault of the YAML itself
	Sentence string
}

// Faults is the error of Load: everything that is wrong, in the order of the file.
type Faults struct {
	Path string
	List []Fault
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
		f.add(one.Mark.Line, "", "the YAML is broken near here: %s", one.Message)
		return
	default:
		f.add(0, "", "%s", strings.TrimPrefix(err.Error(), "yaml: "))
		return
	}
	for _, one := range many.Errors {
		text := one.Message
		switch {
		case strings.HasPrefix(text, "field ") && strings.Contains(text, " not found in type"):
			name, _, _ := strings.Cut(strings.TrimPrefix(text, "field "), " not found")
			f.add(one.Mark.Line, "", "unknown key %q%s", name, suggest(name))
		case strings.Contains(text, "expected single document"):
			f.add(one.Mark.Line, "", "the file holds a second document (a line of three dashes begins it); only one is read, so remove the other")
		case strings.Contains(text, "no documents"):
			f.add(0, "", "the file is empty; copy config.example.yaml and fill it in")
		case strings.Contains(text, "cannot construct"):
			f.add(one.Mark.Line, "", "%s", plainKind(text))
		default:
			f.add(one.Mark.Line, "", "%s", text)
		}
	}
}

// hintAtQuotes names what breaks the YAML most often: ${NAME} without quotes in a list or map between brackets.
func (f *Faults) hintAtQuotes(text string) {
	lines := strings.Split(text, "\n")
	for i, fault := range f.List {
		if fault.Line < 1 || fault.Line > len(lines) {
			continue
		}
		before, _, found := strings.Cut(lines[fault.Line-1], "${")
		if found && strings.ContainsAny(before, "{[") && !strings.HasSuffix(before, `"`) {
			f.List[i].Sentence += `; between { } or [ ] write "${NAME}" with the quotes`
		}
	}
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
