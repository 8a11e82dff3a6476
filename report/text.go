package report

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/rivo/uniseg"
)

// textWidth is the width of the plain text in columns: it fits a terminal and a mail.
const textWidth = 80

// textWriter writes wrapped lines.
type textWriter struct{ bytes.Buffer }

// put writes a paragraph: the first line behind first, the others behind rest.
func (w *textWriter) put(first, rest, paragraph string) {
	width := uniseg.StringWidth(first)
	w.WriteString(first)
	empty := true
	for _, word := range strings.Split(paragraph, " ") {
		if word == "" {
			continue
		}
		length := uniseg.StringWidth(word)
		if !empty && width+1+length > textWidth {
			w.WriteString("\n" + rest)
			width, empty = uniseg.StringWidth(rest), true
		}
		if !empty {
			w.WriteByte(' ')
			width++
		}
		// A word longer than a line is broken, except an address, which a break would spoil.
		for width+length > textWidth && !strings.Contains(word, "://") {
			head := fitting(word, textWidth-width)
			if head == "" {
				break
			}
			w.WriteString(head + "\n" + rest)
			word = word[len(head):]
			width, length = uniseg.StringWidth(rest), uniseg.StringWidth(word)
		}
		w.WriteString(word)
		width, empty = width+length, false
	}
	w.WriteByte('\n')
}

// fitting is the longest beginning of a word that fits a number of columns.
func fitting(word string, columns int) string {
	end := 0
	for clusters := uniseg.NewGraphemes(word); clusters.Next(); {
		if columns -= clusters.Width(); columns < 0 {
			break
		}
		_, end = clusters.Positions()
	}
	return word[:end]
}

func (w *textWriter) head(title string) {
	w.WriteByte('\n')
	w.put("", "", strings.ToUpper(title))
}

func renderText(p page) []byte {
	var w textWriter
	w.put("", "", p.Title)
	if p.Officials != "" {
		w.put("", "", p.Officials)
	}
	w.put("", "", p.AsOf)
	w.put("", "", p.Period)
	w.WriteByte('\n')
	w.put("", "", sentence(p.Word, p.Reason))
	w.WriteByte('\n')
	for _, f := range p.Figures {
		w.put("  ", "    ", joinDash(f.Label+": "+f.Value, f.Change))
	}
	if len(p.Lines) > 0 {
		w.WriteByte('\n')
	}
	for _, line := range p.Lines {
		w.put("", "", line)
	}
	for _, l := range p.Lists {
		w.head(l.Head)
		for _, e := range l.Entries {
			w.WriteByte('\n')
			w.entry(e)
		}
	}
	if t := p.Topics; t != nil {
		w.head(t.Head)
		for _, row := range t.Rows {
			w.put("  ", "    ", row[0]+": "+topicWords(t, row))
		}
		if t.More != "" {
			w.put("  ", "    ", t.More)
		}
	}
	if len(p.Problems) > 0 {
		w.head(p.ProblemsHead)
		for _, problem := range p.Problems {
			w.put("  ", "    ", problem)
		}
	}
	for _, r := range p.Refs {
		w.head(r.Head)
		for _, i := range r.Items {
			w.put("  ", "    ", i.Text)
			if i.URL != "" {
				w.put("    ", "    ", i.URL)
			}
		}
	}
	if p.Speed != "" {
		w.WriteByte('\n')
		w.put("", "", p.Speed)
	}
	if len(p.Channels) > 0 {
		w.head(p.ChannelsHead)
		for _, c := range p.Channels {
			w.put("  ", "    ", c.Name+": "+strings.Join(c.Facts, "; "))
			for _, g := range c.Gaps {
				w.put("    ! ", "      ", g)
			}
		}
	}
	if len(p.Notes) > 0 {
		w.WriteByte('\n')
	}
	for _, n := range p.Notes {
		w.put("", "", n)
	}
	return w.Bytes()
}

func (w *textWriter) entry(e entry) {
	first := strconv.Itoa(e.Number) + ". "
	rest := strings.Repeat(" ", len(first))
	w.put(first, rest, upperFirst(joinFacts(append(append([]string{}, e.Badges...), e.Age, e.Due))))
	w.put(rest, rest, joinFacts(e.Facts))
	w.put(rest, rest, e.Quote)
	if e.Author != "" {
		w.put(rest, rest, e.Author)
	}
	if e.Reasons != "" {
		w.put(rest, rest, e.Reasons)
	}
	if e.URL != "" {
		w.put(rest, rest, e.URL)
	} else {
		w.put(rest, rest, e.Open)
	}
}

// topicWords is a row of the table of topics as a phrase.
func topicWords(t *table, row [5]string) string {
	words := strings.ToLower(t.Columns[1]) + nbsp + row[1] + " (" + strings.ToLower(t.Columns[2]) + nbsp + row[2] + "), " +
		strings.ToLower(t.Columns[3]) + nbsp + row[3]
	if row[4] != "" {
		words += "; " + row[4]
	}
	return words
}

// sentence joins the verdict's word with its reason.
func sentence(word, reason string) string {
	if reason == "" {
		return word + "."
	}
	return word + ": " + strings.TrimSuffix(reason, ".") + "."
}

func joinDash(a, b string) string {
	if b == "" {
		return a
	}
	return a + " — " + b
}
