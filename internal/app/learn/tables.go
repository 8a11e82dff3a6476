package learn

import (
	"fmt"
	"strings"

	"otklik/internal/reading/table"
)

// Tell is told what a person should know of a table beside the result, a sentence each.
type Tell func(sentence string)

// pick reads the named columns of a table, the first two of which no row may lack.
func pick(file, sheet string, tell Tell, columns ...string) (table.Picked, error) {
	t, err := table.Open(file, table.Wanted{Columns: columns, Sheet: sheet})
	if err != nil {
		return table.Picked{}, fmt.Errorf("read the table %s: %w", file, err)
	}
	for _, note := range t.Notes {
		tell(note)
	}
	p, err := t.Pick(2, columns...)
	if err != nil {
		return p, fmt.Errorf("read the table %s: %w", file, err)
	}
	for _, o := range p.LeftOut {
		rows := table.Numbered("row", o.Numbers)
		switch o.Reason {
		case table.Wide:
			tell("more cells than the header, so left out: " + rows +
				"; put texts that hold the separator into quotes, or save the table as .xlsx")
		case table.Short:
			tell("fewer cells than the header, so left out: " + rows + "; texts of several lines stand in quotes")
		}
	}
	return p, nil
}

// join makes spellings of one name in a column one, and tells which.
func join(rows [][]string, column int, known []string, toKnown bool, tell Tell) {
	for _, j := range table.Join(rows, column, known, toKnown) {
		var from []string
		for _, s := range j.From {
			from = append(from, fmt.Sprintf("«%s» (%s)", s.Name, counted(s.Rows, "row")))
		}
		tell(fmt.Sprintf("taken for «%s», which is spelt differently: %s", j.Into, strings.Join(from, ", ")))
	}
}

// counted is a number of things in words that agree with it.
func counted(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %ss", n, one)
}
