// Package table reads an office's own table, as monitoring systems export it: csv, tsv or xlsx, a header row and texts
// with the marks of their origin. It cleans the texts and finds columns by their names, and it accounts for every row.
// It also compares a labelled table with what a reader says of it (Evaluate). It knows nothing of what the texts mean.
package table

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"otklik/internal/smallfile"
)

// Wanted says what is looked for in a file.
type Wanted struct {
	// Columns are names that the header has. By them the header, the sign between columns and the sheet are found;
	// where nothing has them all, what looks likeliest is read, and Pick says which one is missing.
	Columns []string
	// Sheet is the sheet of a workbook; empty: the first visible one that has the columns.
	Sheet string
	// Formulas asks for NoValue where a formula has no value; else such a cell is empty.
	Formulas bool
}

// NoValue stands for a formula that the file has no value of, as programs save it that do not calculate, or whose value
// is an error.
const NoValue = "=…"

// Table is a header and the rows below it; every row has as many cells as the header.
type Table struct {
	Columns []string
	Rows    [][]string
	Numbers []int     // of each row, as spreadsheet programs count: from 1, with all that stands above
	LeftOut []LeftOut // rows below the header that are not in Rows
	Notes   []string  // what was done to read it that a person should know, a sentence each

	width int         // cells of the header
	short map[int]int // number of a row with fewer cells → how many it has
}

// headerWithin is how many filled rows a report may begin with that tell of it: a title, a period, who made it.
const headerWithin = 10

// Open reads a file by what its name ends with: .csv, .tsv, .txt or .xlsx. All errors say in a sentence what is wrong
// with the file, leave its name to the caller, and are permanent until it is changed.
func Open(path string, w Wanted) (*Table, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, nameless(err)
	}
	if info.IsDir() {
		return nil, errors.New("this is a folder, not a table")
	}
	if info.Size() > maxFile {
		return nil, fmt.Errorf("it has %d MB, more than %d: cut it into parts", info.Size()>>20, maxFile>>20)
	}
	data, err := smallfile.Read(path, maxFile)
	if err != nil {
		return nil, nameless(err)
	}
	return Read(data, filepath.Ext(path), w)
}

// nameless takes the path out of an error of the file system.
func nameless(err error) error {
	var of *fs.PathError
	if errors.As(err, &of) {
		return fmt.Errorf("%s: %w", of.Op, of.Err)
	}
	return err
}

// Read reads a table from memory; extension says of what kind it is, with its dot.
func Read(data []byte, extension string, w Wanted) (*Table, error) {
	var grid [][]string
	var notes []string
	var err error
	ext := strings.ToLower(extension)
	switch {
	case isZip(data) && ext != ".xlsx":
		return nil, errors.New("this is an Excel or zip file under another name: rename it to .xlsx")
	case ext == ".xlsx":
		grid, notes, err = readXLSX(data, w)
	case ext == ".xls":
		return nil, errors.New("this is an old Excel file: save it as .xlsx or .csv")
	case ext != ".csv" && ext != ".tsv" && ext != ".txt":
		return nil, fmt.Errorf("tables end with .csv, .tsv or .xlsx, this one with %q", extension)
	case w.Sheet != "":
		return nil, fmt.Errorf("a %s file has no sheets: leave out the sheet «%s»", ext, w.Sheet)
	default:
		grid, notes, err = readText(data, ext == ".tsv", w.Columns)
	}
	if err != nil {
		return nil, err
	}
	return shape(grid, w.Columns, ext != ".xlsx", notes)
}

func isZip(data []byte) bool {
	return strings.HasPrefix(string(data[:min(4, len(data))]), "PK\x03\x04")
}

// shape takes the header and what is below it. parted tells a table whose cells are parted by signs: a row with more
// cells than its header is then one with such a sign in a text, and no cell of it stands where it should.
func shape(grid [][]string, wanted []string, parted bool, notes []string) (*Table, error) {
	header := headerOf(grid, wanted)
	if header < 0 {
		header = looksLikeHeader(grid)
	}
	if header < 0 {
		return nil, errors.New("the table is empty: it has no header row")
	}
	t := &Table{Columns: columns(grid[header]), Notes: notes, width: len(grid[header]), short: map[int]int{}}
	out := map[Reason][]int{}
	all := 0
	last := len(grid)
	for last > 0 && filled(grid[last-1]) == 0 { // the empty rows at the end are nobody's
		last--
	}
	for i, row := range grid[header+1 : max(last, header+1)] {
		number := header + 2 + i
		switch {
		case filled(row) == 0:
			out[Empty] = append(out[Empty], number)
		case slices.EqualFunc(row, grid[header], sameName):
			if i > 0 { // else it is a header merged over two rows
				out[Repeated] = append(out[Repeated], number)
			}
		case parted && len(row) > t.width && filled(row[t.width:]) > 0:
			out[Wide] = append(out[Wide], number)
		default:
			if all += len(t.Columns); all > maxCells {
				return nil, errManyCells
			}
			t.add(number, row, parted)
		}
	}
	t.LeftOut = leftOut(out)
	if len(t.Rows) == 0 && len(out[Wide]) == 0 {
		return nil, errNoRows
	}
	return t, nil
}

// add takes a row, with as many cells as there are columns.
func (t *Table) add(number int, row []string, parted bool) {
	if parted && len(row) < t.width {
		t.short[number] = len(row)
	}
	cells := row[:min(len(row), len(t.Columns))]
	if len(cells) < len(t.Columns) {
		cells = make([]string, len(t.Columns))
		copy(cells, row)
	}
	t.Rows, t.Numbers = append(t.Rows, cells), append(t.Numbers, number)
}

var errNoRows = errors.New("the table has a header, but 0 rows below it")

// headerOf is the first row that has all the wanted columns, among the first ones that are filled; negative: none has.
func headerOf(grid [][]string, wanted []string) int {
	if len(wanted) == 0 {
		return looksLikeHeader(grid)
	}
	seen := 0
	for i, row := range grid {
		if seen >= headerWithin {
			break
		}
		if filled(row) == 0 {
			continue
		}
		seen++
		names := columns(row)
		if !slices.ContainsFunc(wanted, func(name string) bool {
			return !slices.ContainsFunc(names, func(c string) bool { return same(c) == same(name) })
		}) {
			return i
		}
	}
	return -1
}

// sameName is same for a cell that is rarely a name: texts are too long for one.
func sameName(cell, name string) bool { return len(cell) <= 2*len(name)+8 && same(cell) == same(name) }

// looksLikeHeader is the first row in which at least two cells are filled, or the first with any: exports begin with a
// title over all columns. Negative: there is none.
func looksLikeHeader(grid [][]string) int {
	header := slices.IndexFunc(grid, func(row []string) bool { return filled(row) >= 2 })
	if header < 0 {
		header = slices.IndexFunc(grid, func(row []string) bool { return filled(row) > 0 })
	}
	return header
}

// columns are the names in a header, without the empty ones at its end.
func columns(header []string) []string {
	var names []string
	for _, name := range header {
		names = append(names, strings.Join(strings.Fields(Clean(name)), " "))
	}
	for len(names) > 0 && names[len(names)-1] == "" {
		names = names[:len(names)-1]
	}
	return names
}

// filled counts the different filled cells, up to two: a merged title fills all its cells with the same words.
func filled(row []string) int {
	first := ""
	for _, c := range row {
		switch c = strings.TrimSpace(c); {
		case c == "" || c == first:
		case first != "":
			return 2
		default:
			first = c
		}
	}
	if first == "" {
		return 0
	}
	return 1
}

// TwiceError says that several columns have the name.
type TwiceError struct{ Name string }

func (e TwiceError) Error() string {
	return fmt.Sprintf("two columns are called %q: rename one of them", e.Name)
}

// Column finds a column by its name, whatever its case, spaces, ё or е. The error lists the columns there are.
func (t *Table) Column(name string) (int, error) {
	found := -1
	for i, c := range t.Columns {
		if same(c) != same(name) {
			continue
		}
		if found >= 0 {
			return 0, TwiceError{name}
		}
		found = i
	}
	if found >= 0 {
		return found, nil
	}
	var names []string
	for _, c := range t.Columns {
		if c != "" {
			names = append(names, "«"+c+"»")
		}
	}
	return 0, fmt.Errorf("the table has no column «%s»; its columns are: %s", name, strings.Join(names, ", "))
}

// Picked are the cleaned cells of some columns.
type Picked struct {
	Rows    [][]string
	Numbers []int     // of each row, as in Table
	LeftOut []LeftOut // every other row below the header
}

// All is how many rows the table has below its header, left out or not.
func (p Picked) All() int {
	n := len(p.Rows)
	for _, out := range p.LeftOut {
		n += len(out.Numbers)
	}
	return n
}

// Pick takes some columns, in the order of names. With needed = n, rows in which one of the first n of them is empty
// are left out. An error says that a column is missing or that no row is left.
func (t *Table) Pick(needed int, names ...string) (Picked, error) {
	at := make([]int, len(names))
	for i, name := range names {
		var err error
		if at[i], err = t.Column(name); err != nil {
			return Picked{}, err
		}
	}
	var p Picked
	out := map[Reason][]int{}
	rest := 0 // up to this row stands what a line break without quotes has cut off
next:
	for n, row := range t.Rows {
		number := t.Numbers[n]
		if number <= rest {
			out[Short] = append(out[Short], number)
			continue
		}
		cells := make([]string, len(names))
		for i, k := range at {
			if cells[i] = Clean(row[k]); i >= needed || cells[i] != "" {
				continue
			}
			why := Lacking
			if _, cut := t.short[number]; cut {
				why, rest = Short, t.restOf(number)
			}
			out[why] = append(out[why], number)
			continue next
		}
		p.Rows, p.Numbers = append(p.Rows, cells), append(p.Numbers, number)
	}
	p.LeftOut = append(slices.Clone(t.LeftOut), leftOut(out)...)
	switch {
	case len(p.Rows) > 0:
		return p, nil
	case len(t.Rows) == 0:
		return p, fmt.Errorf("all of the %d rows have more cells than the header: put texts that hold the separator "+
			"into quotes, or save the table as .xlsx", p.All())
	}
	return p, fmt.Errorf("none of the %d rows has anything in the columns «%s»", len(t.Rows),
		strings.Join(names[:needed], "», «"))
}

// restOf is the last of the rows that a row was cut into by line breaks in a text without quotes: each has too few
// cells, together they have the header's. It is the row itself where those below are whole.
func (t *Table) restOf(number int) int {
	cells := t.short[number]
	for last := number + 1; cells < t.width; last++ {
		more, cut := t.short[last]
		if cells += more - 1; !cut || cells > t.width {
			return number
		}
		if cells == t.width {
			return last
		}
	}
	return number
}
