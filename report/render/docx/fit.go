package docx

import (
	"cmp"
	"math"
	"strings"
	"unicode"
	"unicode/utf8"

	"otklik/report/page"
	"otklik/report/render/document"
)

// sizesFor are the largest letters with which a page fits one sheet, or the usual ones where none does. A document of
// Word has no pages before Word opens it, so the height is reckoned, about a twentieth too high.
func sizesFor(p page.Page, chart *document.Picture) sizes {
	const sheet = float64(pageHeight-marginTop-marginFoot) / twips
	for _, s := range density {
		if heightOf(p, chart, s) <= sheet {
			return s
		}
	}
	return density[0]
}

// heightOf is about how high a page is, in points.
func heightOf(p page.Page, chart *document.Picture, s sizes) float64 {
	const points = float64(textWidth) / twips
	lines := func(text string, halfPoints int, width float64) float64 {
		size := float64(halfPoints) / 2
		fit := math.Max(1, width/(size*0.53))
		return math.Max(1, math.Ceil(float64(utf8.RuneCountInString(text))/fit)) * size * 1.18
	}
	high := lines(p.Title, s.title, points) + lines(p.AsOf+p.Period, s.small, points) + 6
	if p.Officials != "" {
		high += lines(p.Officials, s.text, points) + 2
	}
	high += lines(p.Word, s.word, points) + lines(p.Reason, s.text, points) + 6
	for i := 0; i < len(p.Figures); i += 3 {
		most := 0.0
		for _, f := range p.Figures[i:min(i+3, len(p.Figures))] {
			most = math.Max(most, lines(f.Label, s.small, points/3-8)+lines(f.Value, s.word, points/3-8)+
				lines(f.Change, s.small, points/3-8))
		}
		high += most + 9
	}
	for _, l := range p.Lines {
		high += lines(l, s.text, points) + 2
	}
	if p.Picture != nil && chart != nil {
		_, h := chart.Fit(points, s.picture)
		high += h + 8
	}
	for _, section := range p.Sections {
		high += lines(section.Head, s.head, points) + 12
		for _, l := range section.Lines {
			high += lines(l, s.text, points) + 2
		}
		for _, e := range section.Entries {
			high += lines(cmp.Or(e.Head, e.Age+e.Due), s.text, points)
			high += lines(document.Facts(e.Facts...)+e.Author+e.Open, s.small, points)
			high += lines(e.Quote, s.text, points-9) + 8
			for _, extra := range []string{e.Above, e.Reasons} {
				if extra != "" {
					high += lines(extra, s.small, points) + 1
				}
			}
		}
		if section.Table != nil {
			columns := columnsOf(section.Table, s)
			cells := func(texts []string) (most float64) {
				for i, text := range texts[:min(len(texts), len(columns))] {
					most = math.Max(most, lines(text, s.small+1, columns[i]/twips-8))
				}
				return most + 4
			}
			high += 8 + lines("", s.small+1, points)
			for _, r := range section.Table.Rows {
				high += cells(r.Cells)
				if r.Detail != "" && len(columns) > 0 {
					high += lines(r.Detail, s.small, columns[0]/twips-8) + 1
				}
			}
			high += lines("", s.small+1, points)
		}
		for _, i := range section.Items {
			high += lines(i.Strong+i.Text, s.text, points-12) + 2
			for _, b := range i.Below {
				high += lines(b, s.small, points-12) + 1
			}
		}
		if section.More != "" {
			high += lines(section.More, s.small, points) + 1
		}
	}
	for _, n := range p.Notes {
		high += lines(n, s.small, points) + 1
	}
	return high + 10
}

// columnsOf are the widths of a table's columns in twentieths of a point.
func columnsOf(t *page.Table, s sizes) []float64 {
	size := float64(s.small+1) / 2 * twips
	return document.Columns(t, textWidth, 2*cellSide+20, func(text string, bold bool) float64 {
		sum := 0.0
		for _, r := range text {
			sum += letterWidth(r)
		}
		if bold {
			sum *= 1.2
		}
		return sum * size
	})
}

// letterWidth is about how wide a letter is, in parts of its size: Word measures for itself, this only divides columns.
func letterWidth(r rune) float64 {
	switch {
	case strings.ContainsRune("жмфшщыюЖМФШЩЫЮмmwMW@%—…", r):
		return 0.88
	case strings.ContainsRune(" \u00a0.,:;|!'()[]iljtfrI·/-", r):
		return 0.33
	case unicode.IsUpper(r):
		return 0.72
	case r >= 0x2E80:
		return 1
	}
	return 0.57
}
