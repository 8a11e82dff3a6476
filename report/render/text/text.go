// Package text draws a page as plain text of eighty columns.
package text

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/rivo/uniseg"

	"otklik/report/page"
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

// Render draws a page. Its notices are not wrapped: one is one line.
func Render(p page.Page) []byte {
	var w textWriter
	for _, n := range p.Notices {
		w.WriteString("! " + n + "\n")
	}
	if len(p.Notices) > 0 {
		w.WriteByte('\n')
	}
	w.put("", "", p.Title)
	if p.Officials != "" {
		w.put("", "", p.Officials)
	}
	w.put("", "", p.AsOf)
	if p.Period != "" {
		w.put("", "", p.Period)
	}
	w.WriteByte('\n')
	w.put("", "", sentence(p.Word, p.Reason))
	w.WriteByte('\n')
	for _, f := range p.Figures {
		w.put("  ", "    ", page.JoinDash(f.Label+": "+f.Value, f.Change))
	}
	w.paragraphs(p.Lines)
	if len(p.Contents) > 0 {
		w.head(page.WordsIn(p.Lang).Contents())
		for _, j := range p.Contents {
			w.put("  ", "    ", j.Text)
		}
	}
	if p.Picture != nil && !p.PictureLast {
		w.picture(p.Picture)
	}
	for _, s := range p.Sections {
		w.section(s)
	}
	if p.Picture != nil && p.PictureLast {
		w.picture(p.Picture)
	}
	w.paragraphs(p.Notes)
	return w.Bytes()
}

// paragraphs are sentences after an empty line.
func (w *textWriter) paragraphs(lines []string) {
	if len(lines) > 0 {
		w.WriteByte('\n')
	}
	for _, line := range lines {
		w.put("", "", line)
	}
}

func (w *textWriter) section(s page.Section) {
	if s.Head != "" {
		w.head(s.Head)
		for _, line := range s.Lines {
			w.put("  ", "  ", line)
		}
	} else {
		w.paragraphs(s.Lines)
	}
	for _, e := range s.Entries {
		w.WriteByte('\n')
		w.entry(e)
	}
	if s.Table != nil {
		w.table(s.Table)
	}
	for _, i := range s.Items {
		text := i.Words()
		if i.Strong != "" {
			text = i.Strong + ": " + text
		}
		w.put("  ", "    ", text)
		if i.URL != "" {
			w.put("    ", "    ", i.URL)
		}
		for _, below := range i.Below {
			w.put("    ! ", "      ", below)
		}
	}
	if s.More != "" {
		w.put("  ", "    ", s.More)
	}
}

func (w *textWriter) entry(e page.Entry) {
	first := strconv.Itoa(e.Number) + ". "
	rest := strings.Repeat(" ", len(first))
	w.put(first, rest, e.First())
	lines := slices.Concat([]string{page.JoinFacts(e.Facts), e.Quote, e.Above}, e.Replies,
		[]string{e.Author, e.Reasons, cmp.Or(e.URL, e.Open)})
	if e.Head != "" {
		lines[0], lines[1] = lines[1], lines[0]
	}
	for _, line := range lines {
		if line != "" {
			w.put(rest, rest, line)
		}
	}
}

// rowWords is a row of a table as a phrase: "Дороги: без ответа 5, за сутки +2; Энск 3".
func rowWords(t *page.Table, row page.Row) string {
	var words []string
	for n, cell := range row.Cells[1:] {
		if cell != "" {
			words = append(words, strings.ToLower(t.Columns[n+1].Name)+page.Nbsp+cell)
		}
	}
	text := row.Cells[0] + ": " + strings.Join(words, ", ")
	if row.Detail != "" {
		text += "; " + row.Detail
	}
	return text
}

// sentence joins the headline's word with its reason.
func sentence(word, reason string) string {
	if reason == "" {
		return word + "."
	}
	return word + ": " + page.Stopped(reason)
}
