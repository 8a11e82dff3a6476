package report

import (
	"bufio"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// csvText is the column of the text.
const csvText = 8

// writeCSV writes every complaint for Excel in a Russian locale: a byte order mark, semicolons, a decimal comma.
func writeCSV(out io.Writer, d Digest) error {
	t := textsOf(d.Language)
	names := channelNames(d, t)
	b := bufio.NewWriter(out)
	b.WriteString("\ufeff")
	w := csv.NewWriter(b)
	w.Comma = ';'
	w.UseCRLF = true
	put := func(row []string) {
		for i := range row {
			row[i] = cell(row[i])
		}
		w.Write(row) // Error keeps the first error
	}
	put(slices.Clone(t.csv))
	const moment = "02.01.2006 15:04"
	answer := func(yes bool) string {
		if yes {
			return t.yes
		}
		return t.no
	}
	for n, c := range d.Complaints {
		put([]string{strconv.Itoa(n + 1), cmp.Or(names[c.Channel], string(c.Channel)), d.PlatformName(c.Platform),
			t.kinds[c.Kind], c.Number, c.Thread, link(c.URL), c.Author, c.Text, c.ReceivedAt.Format(moment), t.states[c.State],
			strings.Replace(strconv.FormatFloat(c.AgeHours, 'f', 1, 64), ".", t.decimal, 1), c.DueAt.Format(moment),
			answer(c.Overdue), answer(c.Urgent), c.Group, c.Topic, c.Municipality, c.Problem, answer(c.Listen),
			strings.Join(c.Reasons, ", "), address(c.Settlement, c.Street, c.House), c.Body, c.Above, c.ID})
	}
	// A table that could not look everywhere says so in a last line: an empty one must not look like calm.
	if d.Headline.Mood == NoData || d.Headline.Mood == Incomplete {
		p := writer{d: d, t: t, names: names}
		note := make([]string, len(t.csv))
		note[0], note[csvText] = "!", joinFacts([]string{p.word(), p.reason()})
		put(note)
	}
	w.Flush()
	if err := errors.Join(w.Error(), b.Flush()); err != nil {
		return fmt.Errorf("write the digest as CSV: %w", err)
	}
	return nil
}

// cell is one guarded line.
func cell(text string) string {
	guarded := strings.HasPrefix(text, "\t") || strings.HasPrefix(text, "\r")
	text = oneLine(text)
	if guarded {
		return "'" + text
	}
	return Guard(text)
}

// Guard protects a spreadsheet against texts that it would run as a formula: it puts an apostrophe before them. Negative
// numbers, such as the ids of communities, are left as they are; "+1" is not, whose sign a spreadsheet would drop.
func Guard(text string) string {
	if text == "" || !strings.ContainsRune("=+-@＝＋－＠\t\r", []rune(text)[0]) {
		return text
	}
	if _, err := strconv.ParseInt(text, 10, 64); err == nil && text[0] == '-' {
		return text
	}
	return "'" + text
}
