package main

import (
	"fmt"
	"strings"

	"otklik/internal/app"
	"otklik/internal/reading/table"
)

// remarks tell beside the result what a person should know of a table.
func (a *cli) remarks(data string) func(sentence string) {
	return func(sentence string) {
		if !a.quiet {
			fmt.Fprintf(a.err, "otklik: %s: %s\n", data, sentence)
		}
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
