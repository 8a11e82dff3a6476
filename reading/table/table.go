// Package table reads an office's own table, as monitoring systems export it: csv, tsv or xlsx, a header row and texts
// with the marks of their origin. It cleans the texts and finds columns by their names. It also compares a labelled
// table with what a reader says of it (Evaluate). It knows nothing of what the texts mean.
package table

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Table is a header and the rows below it; every row has as many cells as the header.
type Table struct {
	Columns []string
	Rows    [][]string
	Notes   []string // what was done to read it that a person should know, a sentence each

	grid [][]string // all rows, for whoever names the columns and so knows the header better
}

// headerWithin is how many rows a report may begin with that tell of it: a title, a period, who made it.
const headerWithin = 10

// maxSize bounds a table in bytes; a year of a whole region's incidents is a tenth of it.
const maxSize = 1 << 30

// Open reads a file by what its name ends with: .csv, .tsv, .txt or .xlsx. All errors say in a sentence what is wrong with the file,
// leave its name to the caller, and are permanent until it is changed.
func Open(path string) (*Table, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, nameless(err)
	}
	if info.IsDir() {
		return nil, errors.New("this is a folder, not a table")
	}
	if info.Size() > maxSize {
		return nil, fmt.Errorf("it has %d MB, more than %d: cut it into parts", info.Size()>>20, maxSize>>20)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, nameless(err)
	}
	return Read(data, filepath.Ext(path))
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
func Read(data []byte, extension string) (*Table, error) {
	var grid [][]string
	var notes []string
	var err error
	switch ext := strings.ToLower(extension); {
	case isZip(data) && ext != ".xlsx":
		return nil, errors.New("this is an Excel or zip file under another name: rename it to .xlsx")
	case ext == ".xlsx":
		grid, notes, err = readXLSX(data)
	case ext == ".xls":
		return nil, errors.New("this is an old Excel file: save it as .xlsx or .csv")
	case ext == ".csv" || ext == ".tsv" || ext == ".txt":
		grid, notes, err = readText(data, ext == ".tsv")
	default:
		return nil, fmt.Errorf("tables end with .csv, .tsv or .xlsx, this one with %q", extension)
	}
	if err != nil {
		return nil, err
	}
	return shape(grid, notes)
}

func isZip(data []byte) bool {
	return strings.HasPrefix(string(data[:min(4, len(data))]), "PK\x03\x04")
}

// shape finds the header: the first row in which at least two cells are filled, or the first with any. Exports begin
// with a title over all columns.
func shape(grid [][]string, notes []string) (*Table, error) {
	header := slices.IndexFunc(grid, func(row []string) bool { return filled(row) >= 2 })
	if header < 0 {
		header = slices.IndexFunc(grid, func(row []string) bool { return filled(row) > 0 })
	}
	if header < 0 {
		return nil, errors.New("the table is empty: it has no header row")
	}
	t := &Table{Notes: notes, grid: grid}
	t.below(header)
	if len(t.Rows) == 0 {
		return nil, errNoRows
	}
	return t, nil
}

var errNoRows = errors.New("the table has a header, but 0 rows below it")

// below takes a row for the header and what is below it for the rows.
func (t *Table) below(header int) {
	t.Columns, t.Rows = columns(t.grid[header]), nil
	for _, row := range t.grid[header+1:] {
		if filled(row) == 0 || slices.Equal(row, t.grid[header]) { // a header merged over two rows comes twice
			continue
		}
		cells := make([]string, len(t.Columns))
		copy(cells, row)
		t.Rows = append(t.Rows, cells)
	}
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

// seek takes the first row that has all the named columns for the header, where the one that was found by its look has not.
func (t *Table) seek(names []string) error {
	has := func(columns []string) bool {
		return !slices.ContainsFunc(names, func(name string) bool {
			return !slices.ContainsFunc(columns, func(c string) bool { return same(c) == same(name) })
		})
	}
	if has(t.Columns) {
		return nil
	}
	for i, row := range t.grid[:min(len(t.grid), headerWithin)] {
		if has(columns(row)) {
			if t.below(i); len(t.Rows) == 0 {
				return errNoRows
			}
			return nil
		}
	}
	return nil
}

// filled counts the different filled cells: a merged title fills all its cells with the same words.
func filled(row []string) int {
	var seen []string
	for _, c := range row {
		if c = strings.TrimSpace(c); c != "" && !slices.Contains(seen, c) {
			seen = append(seen, c)
		}
	}
	return len(seen)
}

// Column finds a column by its name, whatever its case, spaces, ё or е. The error lists the columns there are.
func (t *Table) Column(name string) (int, error) {
	found := -1
	for i, c := range t.Columns {
		if same(c) != same(name) {
			continue
		}
		if found >= 0 {
			return 0, fmt.Errorf("two columns are called %q: rename one of them", name)
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

func same(name string) string {
	return strings.ReplaceAll(strings.ToLower(strings.Join(strings.Fields(name), "")), "ё", "е")
}

// Pick returns the cleaned cells of some columns, row by row in the order of names. With needed = n, rows in which
// one of the first n of them is empty are left out and counted. Columns and Rows become those below the row that has these
// names, if one of the first ten does. An error says that a column is missing or that no row is left.
func (t *Table) Pick(needed int, names ...string) (rows [][]string, skipped int, err error) {
	if err := t.seek(names); err != nil {
		return nil, 0, err
	}
	at := make([]int, len(names))
	for i, name := range names {
		if at[i], err = t.Column(name); err != nil {
			return nil, 0, err
		}
	}
next:
	for _, row := range t.Rows {
		out := make([]string, len(names))
		for i, n := range at {
			out[i] = Clean(row[n])
			if i < needed && out[i] == "" {
				skipped++
				continue next
			}
		}
		rows = append(rows, out)
	}
	if len(rows) == 0 {
		return nil, skipped, fmt.Errorf("none of the %d rows has anything in the columns «%s»", len(t.Rows), strings.Join(names[:needed], "», «"))
	}
	return rows, skipped, nil
}
