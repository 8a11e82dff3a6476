package main

import (
	"fmt"
	"strings"

	"otklik/internal/app"
	"otklik/internal/reading/table"
)

// pick reads the named columns of a table, the first two of which no row may lack; what the reader of tables noticed is told
// on the side.
func (a *cli) pick(data, sheet string, columns ...string) (table.Picked, error) {
	t, err := table.Open(data, table.Wanted{Columns: columns, Sheet: sheet})
	if err != nil {
		return table.Picked{}, fmt.Errorf("read the table %s: %w", data, err)
	}
	for _, note := range t.Notes {
		a.remark(data, "%s", note)
	}
	p, err := t.Pick(2, columns...)
	if err != nil {
		return p, fmt.Errorf("read the table %s: %w", data, err)
	}
	for _, o := range p.LeftOut {
		switch o.Reason {
		case table.Wide:
			a.remark(data, "more cells than the header, so left out: %s; put texts that hold the separator into quotes, or save the table as .xlsx",
				table.Numbered("row", o.Numbers))
		case table.Short:
			a.remark(data, "fewer cells than the header, so left out: %s; texts of several lines stand in quotes", table.Numbered("row", o.Numbers))
		}
	}
	return p, nil
}

// remark tells beside the result what a person should know of a table.
func (a *cli) remark(data, format string, args ...any) {
	if !a.quiet {
		fmt.Fprintf(a.err, "otklik: %s: %s\n", data, fmt.Sprintf(format, args...))
	}
}

// join makes spellings of one name in a column one, and says which.
func (a *cli) join(data string, rows [][]string, column int, known []string, toKnown bool) {
	for _, j := range table.Join(rows, column, known, toKnown) {
		var from []string
		for _, s := range j.From {
			from = append(from, fmt.Sprintf("«%s» (%s)", s.Name, app.Counted(s.Rows, "row")))
		}
		a.remark(data, "taken for «%s», which is spelt differently: %s", j.Into, strings.Join(from, ", "))
	}
}

// leftOut says how many of a table's rows are not used, which and why; empty: all are. what names the needed cells.
func leftOut(all int, out []table.LeftOut, what string) string {
	reasons := map[table.Reason]string{table.Empty: "empty", table.Repeated: "with the header once more",
		table.Wide: "with more cells than the header", table.Short: "with fewer cells than the header", table.Lacking: "without " + what}
	var parts []string
	for _, o := range out {
		reason, ok := reasons[o.Reason]
		if !ok {
			reason = string(o.Reason)
		}
		parts = append(parts, fmt.Sprintf("%d %s (%s)", len(o.Numbers), reason, table.Numbered("row", o.Numbers)))
	}
	if len(parts) == 0 {
		return ""
	}
	return fmt.Sprintf("left out of the table's %s: %s", app.Counted(all, "row"), strings.Join(parts, ", "))
}
