// Package csv writes every complaint of a digest as a table for a spreadsheet.
package csv

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"otklik/report/build"
	"otklik/report/clean"
	"otklik/report/page"
)

// Write writes every complaint for Excel in a Russian locale: a byte order mark, semicolons, a decimal comma.
func Write(out io.Writer, d build.Digest) error {
	if err := d.Whole(); err != nil {
		return err
	}
	return write(out, page.Rows(d))
}

// write writes rows, each cell guarded.
func write(out io.Writer, rows iter.Seq[[]string]) error {
	b := bufio.NewWriter(out)
	b.WriteString("\ufeff")
	w := csv.NewWriter(b)
	w.Comma = ';'
	w.UseCRLF = true
	for row := range rows {
		for i := range row {
			row[i] = cell(row[i])
		}
		w.Write(row) // Error keeps the first error
	}
	w.Flush()
	if err := errors.Join(w.Error(), b.Flush()); err != nil {
		return fmt.Errorf("write the table as CSV: %w", err)
	}
	return nil
}

// cell is one guarded line.
func cell(text string) string {
	guarded := strings.HasPrefix(text, "\t") || strings.HasPrefix(text, "\r")
	text = clean.OneLine(text)
	if guarded {
		return "'" + text
	}
	return clean.Guard(text)
}
