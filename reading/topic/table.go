package topic

import (
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

//go:embed topics.tsv
var builtIn string

// Table is a classifier as data: groups and their topics, each with keys, examples and former names.
//
// The file is UTF-8, its columns parted by tabs: group, topic, keys, examples, old; the first line that is no comment names
// them. A row without a topic describes the group itself. Keys are parted by commas: a word is met by its stem, word* by
// its beginning, =word exactly as it is; several words must stand near each other, in any order; ^2 is a weight other
// than 1. A ! before the weight marks the name of an institution or thing that the text is then about, whatever else
// stands in it (дом культуры!^3: its roof leaks), unless a preposition makes a mere place of it (у дома культуры).
// Examples and former names are parted by " | ". Lines that begin with # are comments, save "# version: …" and
// "# replace", which says that a region's file takes the place of the built-in table instead of adding to it.
type Table struct {
	Version string
	Replace bool
	Rows    []Entry
	current map[string]string // former name of a group → its name
}

// Entry is one row of a Table.
type Entry struct {
	Group, Topic string
	Keys         []Key
	Examples     []string
	Old          []string
}

// Key is what speaks for a topic.
type Key struct {
	Text    string // as it stands in the file, without the weight
	Weight  float32
	Subject bool // what has it is about the key's group
}

// ParseTable reads a Table. The error names the line and what is wrong with it; it is permanent.
func ParseTable(text string) (*Table, error) {
	if !utf8.ValidString(text) {
		return nil, errors.New("the file is not UTF-8: save it again in that encoding")
	}
	t := &Table{current: map[string]string{}}
	var columns []string
	seen := map[[2]string]int{}
	for n, line := range strings.Split(strings.TrimPrefix(text, "\ufeff"), "\n") {
		line = strings.TrimRight(line, "\r")
		if comment, ok := strings.CutPrefix(line, "#"); ok {
			comment = strings.TrimSpace(comment)
			if v, ok := strings.CutPrefix(comment, "version:"); ok {
				t.Version = strings.TrimSpace(v)
			}
			t.Replace = t.Replace || comment == "replace"
			continue
		}
		if strings.TrimSpace(line) == "" {
			continue
		}
		fields := strings.Split(line, "\t")
		if columns == nil {
			columns = fields
			for i := range columns {
				columns[i] = strings.ToLower(strings.TrimSpace(columns[i]))
				if !slices.Contains([]string{"group", "topic", "keys", "examples", "old"}, columns[i]) {
					return nil, fmt.Errorf("line %d: there is no column %q: want group, topic, keys, examples, old, parted by tabs", n+1, columns[i])
				}
			}
			if !slices.Contains(columns, "group") {
				return nil, fmt.Errorf("line %d: the column group is missing", n+1)
			}
			continue
		}
		if len(fields) > len(columns) {
			return nil, fmt.Errorf("line %d: %d fields, but %d columns", n+1, len(fields), len(columns))
		}
		var e Entry
		for i, f := range fields {
			f = strings.TrimSpace(f)
			switch columns[i] {
			case "group":
				e.Group = f
			case "topic":
				e.Topic = f
			case "keys":
				keys, err := parseKeys(f)
				if err != nil {
					return nil, fmt.Errorf("line %d: %w", n+1, err)
				}
				e.Keys = keys
			case "examples":
				e.Examples = list(f)
			case "old":
				e.Old = list(f)
			}
		}
		if e.Group == "" {
			return nil, fmt.Errorf("line %d: the group is empty", n+1)
		}
		if before, double := seen[[2]string{e.Group, e.Topic}]; double {
			return nil, fmt.Errorf("line %d: the same group and topic stand in line %d", n+1, before)
		}
		seen[[2]string{e.Group, e.Topic}] = n + 1
		t.Rows = append(t.Rows, e)
	}
	if len(t.Rows) == 0 {
		return nil, errors.New("the file has no rows")
	}
	t.mapOld()
	return t, nil
}

func (t *Table) mapOld() {
	for _, e := range t.Rows {
		t.current[fold(e.Group)] = e.Group
	}
	for _, e := range t.Rows {
		if e.Topic != "" {
			continue
		}
		for _, old := range e.Old {
			if _, taken := t.current[fold(old)]; !taken {
				t.current[fold(old)] = e.Group
			}
		}
	}
}

func parseKeys(text string) ([]Key, error) {
	var keys []Key
	for part := range strings.SplitSeq(text, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		k := Key{Text: part, Weight: 1}
		if word, weight, ok := strings.Cut(part, "^"); ok {
			w, err := strconv.ParseFloat(weight, 32)
			if err != nil || !(w >= -100 && w <= 100) {
				return nil, fmt.Errorf("the key %q: its weight is not a number from -100 to 100", part)
			}
			k = Key{Text: strings.TrimSpace(word), Weight: float32(w)}
		}
		k.Text, k.Subject = strings.CutSuffix(k.Text, "!")
		if strings.Trim(k.Text, "*= ") == "" {
			return nil, fmt.Errorf("the key %q has no word", part)
		}
		keys = append(keys, k)
	}
	return keys, nil
}

func list(text string) []string {
	var out []string
	for part := range strings.SplitSeq(text, " | ") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// fold makes names comparable: case, ё and spaces at the edges do not matter.
func fold(name string) string {
	return strings.ReplaceAll(strings.ToLower(strings.Join(strings.Fields(name), " ")), "ё", "е")
}

// BuiltIn is the federal classifier with this program's own keys and examples. It panics where the embedded file is
// broken, which the tests rule out.
func BuiltIn() *Table {
	t, err := ParseTable(builtIn)
	if err != nil {
		panic("the built-in topics: " + err.Error())
	}
	return t
}

// With is the table with a region's: added to this one, or in its place where the region's file says "# replace".
// Rows of the same group and topic are joined.
func (t *Table) With(region *Table) *Table {
	if region.Replace {
		return region
	}
	out := &Table{Version: t.Version + "+" + region.Version, Rows: slices.Clone(t.Rows), current: map[string]string{}}
	for _, e := range region.Rows {
		if name, ok := t.current[fold(e.Group)]; ok {
			e.Group = name
		}
		i := slices.IndexFunc(out.Rows, func(x Entry) bool { return x.Group == e.Group && fold(x.Topic) == fold(e.Topic) })
		if i < 0 {
			out.Rows = append(out.Rows, e)
			continue
		}
		x := out.Rows[i]
		x.Keys = slices.Concat(x.Keys, e.Keys)
		x.Examples = slices.Concat(x.Examples, e.Examples)
		x.Old = slices.Concat(x.Old, e.Old)
		out.Rows[i] = x
	}
	out.mapOld()
	return out
}

// Groups are the groups in the order of the file.
func (t *Table) Groups() []string {
	var out []string
	for _, e := range t.Rows {
		if !slices.Contains(out, e.Group) {
			out = append(out, e.Group)
		}
	}
	return out
}

// Current is today's name of a group that may be given by a former name; "" where the name is not known.
func (t *Table) Current(name string) string { return t.current[fold(name)] }
