package topic

import (
	_ "embed"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"otklik/internal/spelling"
	"otklik/internal/text"
)

//go:embed topics.tsv
var builtIn string

// Table is a classifier as data: groups and their topics, each with keys, examples and former names.
//
// The file is UTF-8, its columns parted by tabs: group, topic, keys, examples, old; the first line that is no comment
// names them. A row without a topic describes the group itself. Keys are parted by commas: a word is met by its stem,
// word* by its beginning, =word exactly as it is; several words must stand near each other, in any order; ^2 is a
// weight other than 1. A ! before the weight marks the name of an institution or thing that the text is then about,
// whatever else stands in it (дом культуры!^3: its roof leaks), unless a preposition makes a mere place of it (у дома
// культуры). Examples and former names are parted by |. Lines that begin with # are comments, save "# version: …" and
// "# replace", which says that a region's file takes the place of the built-in table instead of adding to it.
// docs/configuration.md tells offices the same.
type Table struct {
	Version string
	Replace bool
	Rows    []Entry
	current map[string]string // former name of a group → its name
}

// Entry is one row of a Table.
type Entry struct {
	Line         int // of the file, from 1
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
	breaks := strings.NewReplacer("\ufeff", "", "\r\n", "\n", "\r", "\n")
	for n, line := range strings.Split(breaks.Replace(text), "\n") {
		if strings.TrimSpace(line) == "" || t.comment(line) {
			continue
		}
		fields := strings.Split(line, "\t")
		var err error
		if columns == nil {
			if columns, err = header(fields); err != nil {
				return nil, fmt.Errorf("line %d: %w", n+1, err)
			}
			continue
		}
		e, err := entry(columns, fields)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", n+1, err)
		}
		e.Line = n + 1
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

// comment reports whether a line is a comment, and obeys the two that say something.
func (t *Table) comment(line string) bool {
	text, ok := strings.CutPrefix(strings.TrimLeft(line, " "), "#")
	if !ok {
		return false
	}
	text = strings.TrimSpace(text)
	if v, ok := strings.CutPrefix(text, "version:"); ok {
		t.Version = strings.TrimSpace(v)
	}
	t.Replace = t.Replace || strings.EqualFold(text, "replace")
	return true
}

const wantColumns = "want group, topic, keys, examples, old, parted by tabs"

// header reads the names of the columns.
func header(fields []string) (columns []string, err error) {
	for _, f := range fields {
		name := strings.ToLower(strings.TrimSpace(f))
		switch {
		case !slices.Contains([]string{"group", "topic", "keys", "examples", "old"}, name):
			return nil, fmt.Errorf("this line names the columns, and there is no column %q: %s", name, wantColumns)
		case slices.Contains(columns, name):
			return nil, fmt.Errorf("two columns are called %s: %s", name, wantColumns)
		}
		columns = append(columns, name)
	}
	if !slices.Contains(columns, "group") {
		return nil, fmt.Errorf("the column group is missing: %s", wantColumns)
	}
	return columns, nil
}

// entry reads a row. Signs that other tables part columns and lists with are faults where they would make one name or
// one key of many.
func entry(columns, fields []string) (Entry, error) {
	var e Entry
	if len(fields) > len(columns) {
		return e, fmt.Errorf("%d fields, but %d columns", len(fields), len(columns))
	}
	if len(fields) == 1 && len(columns) > 1 && (strings.ContainsAny(fields[0], ";|") ||
		strings.Contains(strings.TrimSpace(fields[0]), "  ")) {
		return e, fmt.Errorf("%q has no tab in it: the columns are parted by tabs, not by other signs or blanks",
			fields[0])
	}
	for i, f := range fields {
		f = strings.TrimSpace(f)
		var err error
		switch columns[i] {
		case "group":
			e.Group = f
		case "topic":
			e.Topic = f
		case "keys":
			if e.Keys, err = parseKeys(f); err != nil {
				return e, err
			}
		case "examples":
			e.Examples = list(f)
		case "old":
			e.Old = list(f)
		}
	}
	if e.Group == "" {
		return e, errors.New("the group is empty")
	}
	return e, nil
}

func (t *Table) mapOld() {
	for _, e := range t.Rows {
		t.current[text.FoldName(e.Group)] = e.Group
	}
	for _, e := range t.Rows {
		if e.Topic != "" {
			continue
		}
		for _, old := range e.Old {
			if _, taken := t.current[text.FoldName(old)]; !taken {
				t.current[text.FoldName(old)] = e.Group
			}
		}
	}
}

func parseKeys(text string) ([]Key, error) {
	var keys []Key
	strange := func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(", -/*=!^.", r)
	}
	if at := strings.IndexFunc(text, strange); at >= 0 {
		r, _ := utf8.DecodeRuneInString(text[at:])
		return nil, fmt.Errorf("the sign %q stands among the keys %q: keys are words, parted by commas", r, text)
	}
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
		if err := k.check(part); err != nil {
			return nil, err
		}
		keys = append(keys, k)
	}
	return keys, nil
}

// check finds what would never be met in a text. part is the key as it stands in the file.
func (k Key) check(part string) error {
	if strings.Trim(k.Text, "*= ") == "" {
		return fmt.Errorf("the key %q has no word", part)
	}
	if strings.Trim(k.Text, "0123456789.") == "" {
		return fmt.Errorf("the key %q is a mere number: the weight behind a ^ has a point, as in вода^2.5; a number "+
			"that texts hold is written =%s", part, k.Text)
	}
	for word := range strings.FieldsSeq(k.Text) {
		plain, exact := strings.CutPrefix(word, "=")
		plain, beginning := strings.CutSuffix(plain, "*")
		if plain == "" || exact && beginning || strings.ContainsAny(plain, "=*!") {
			return fmt.Errorf("the key %q: of its signs, = stands before a word, * behind it, and ! behind the whole "+
				"key", part)
		}
	}
	return nil
}

func list(text string) []string {
	var out []string
	for part := range strings.SplitSeq(text, "|") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
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
		if name, ok := t.current[text.FoldName(e.Group)]; ok {
			e.Group = name
		}
		topic := text.FoldName(e.Topic)
		i := slices.IndexFunc(out.Rows, func(x Entry) bool {
			return x.Group == e.Group && text.FoldName(x.Topic) == topic
		})
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

// misspelt finds a row whose group is nearly one of this table's, and so the mistyped name of it rather than a new
// group.
func (t *Table) misspelt(region *Table) error {
	known := slices.Sorted(maps.Keys(t.current))
	for _, e := range region.Rows {
		if _, ok := t.current[text.FoldName(e.Group)]; ok {
			continue
		}
		for _, near := range spelling.Near(e.Group, known) {
			return fmt.Errorf("line %d: there is no group %q; did you mean %q?", e.Line, e.Group,
				t.current[text.FoldName(near)])
		}
	}
	return nil
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
func (t *Table) Current(name string) string { return t.current[text.FoldName(name)] }
