package pdf

import (
	"cmp"
	"fmt"

	"otklik/report/page"
	"otklik/report/render/document"
)

// composer turns a page into blocks. scale makes everything smaller than it is best read, so that what nearly fits one
// sheet does.
type composer struct {
	faces *faces
	scale float64
	// pictureMax is how high the picture may be, in points.
	pictureMax float64
	blocks     []block
}

// Sizes of letters, in points.
const (
	sizeTitle = 17.0
	sizeWord  = 14.0
	sizeHead  = 12.5
	sizeText  = 9.8
	sizeSmall = 8.6
	leading   = 1.28 // a line's height, in sizes
)

func (c *composer) span(text string, size float64) span {
	return span{text: c.faces.legible(text), size: size * c.scale, colour: document.Ink}
}

func (c *composer) small(text string) span {
	s := c.span(text, sizeSmall)
	s.colour = document.Small
	return s
}

func (c *composer) strong(text string, size float64) span {
	s := c.span(text, size)
	s.bold = true
	return s
}

// link is a span that leads to an address, or the plain words where the address is none.
func (c *composer) link(text, address string, size float64) span {
	s := c.span(text, size)
	if s.url = document.Link(address); s.url != "" {
		s.colour = document.Blue
	}
	return s
}

// jump is a span that leads to a place of the document, or plain words where it leads nowhere.
func (c *composer) jump(j page.Jump, size float64) span {
	s := c.span(j.Text, size)
	if s.to = j.To; s.to != "" {
		s.colour = document.Blue
	}
	return s
}

// anchored is a row's place as what jumps lead to.
func anchored(rows []row, id string) []row {
	if id != "" && len(rows) > 0 {
		rows[0].marks = append(rows[0].marks, mark{anchor: id})
	}
	return rows
}

// lines wraps spans into rows that begin at x and end at the text's right edge.
func (c *composer) lines(x float64, spans ...span) []row {
	return c.linesWithin(x, textWidth-x, false, spans...)
}

func (c *composer) linesWithin(x, width float64, toRight bool, spans ...span) []row {
	size := 0.0
	for _, s := range spans {
		size = max(size, s.size)
	}
	var rows []row
	for _, line := range c.faces.wrap(spans, width) {
		r := row{height: size * leading}
		shift := x
		if n := len(line); toRight && n > 0 {
			shift += width - line[n-1].x - line[n-1].width
		}
		for _, p := range line {
			s := p.span
			r.marks = append(r.marks, mark{x: shift + p.x, y: size * 1.0, w: p.width, h: size * leading, text: &s})
		}
		rows = append(rows, r)
	}
	return rows
}

func (c *composer) add(b block) {
	b.space *= c.scale
	c.blocks = append(c.blocks, b)
}

func (c *composer) paragraph(space float64, spans ...span) {
	c.add(block{rows: c.lines(0, spans...), space: space, loose: true})
}

// page composes the whole document; picture may be nil.
func (c *composer) page(p page.Page, picture *document.Picture) {
	c.paragraph(0, c.strong(p.Title, sizeTitle))
	if p.Officials != "" {
		c.paragraph(0, c.span(p.Officials, sizeText))
	}
	if when := document.Facts(p.AsOf, p.Period); when != "" {
		c.paragraph(1, c.small(when))
	}
	c.headline(p)
	c.figures(p.Figures)
	for i, l := range p.Lines {
		space := 2.0
		if i == 0 {
			space = 6
		}
		c.paragraph(space, c.span(l, sizeText))
	}
	if len(p.Contents) > 0 {
		c.add(block{rows: c.lines(0, c.strong(page.WordsIn(p.Lang).Contents(), sizeHead)), space: 9, head: true})
	}
	for _, j := range p.Contents {
		c.add(block{rows: c.lines(10*c.scale, c.jump(j, sizeText)), space: 1})
	}
	if p.Picture != nil && !p.PictureLast {
		c.picture(p.Picture, picture)
	}
	for _, s := range p.Sections {
		c.section(s)
	}
	if p.Picture != nil && p.PictureLast {
		c.picture(p.Picture, picture)
	}
	for i, n := range p.Notes {
		rows := c.lines(0, c.small(n))
		if i == 0 {
			rows = append([]row{rule(5 * c.scale)}, rows...)
		}
		c.add(block{rows: rows, space: map[bool]float64{true: 8, false: 1}[i == 0]})
	}
}

// rule is a thin line across the text, with room below.
func rule(height float64) row {
	return row{height: height, marks: []mark{{w: textWidth, h: 0.7, fill: document.Rule}}}
}

// headline stands on a shade beside a stripe of its colour.
func (c *composer) headline(p page.Page) {
	if p.Word == "" && p.Reason == "" {
		return
	}
	inner := 12 * c.scale
	rows := c.linesWithin(inner, textWidth-2*inner, false, c.strong(p.Word, sizeWord))
	if reason := document.Reason(p); reason != "" {
		rows = append(rows, c.linesWithin(inner, textWidth-2*inner, false, c.span(reason, sizeText))...)
	}
	pad := row{height: 4 * c.scale}
	rows = append(append([]row{pad}, rows...), pad)
	for i := range rows {
		rows[i].marks = append([]mark{
			{w: textWidth, h: rows[i].height + 0.2, fill: document.Shade},
			{w: 4 * c.scale, h: rows[i].height + 0.2, fill: document.Tone(p.Tone)},
		}, rows[i].marks...)
	}
	c.add(block{rows: rows, space: 8})
}

// figures stand beside each other: the label, the number, how it changed.
func (c *composer) figures(figures []page.Figure) {
	const perRow = 3
	for from := 0; from < len(figures); from += perRow {
		some := figures[from:min(from+perRow, len(figures))]
		width := textWidth / float64(len(some))
		columns := make([][]row, len(some))
		for i, f := range some {
			x, w := float64(i)*width, width-10*c.scale
			columns[i] = append(columns[i], c.linesWithin(x, w, false, c.small(f.Label))...)
			columns[i] = append(columns[i], c.linesWithin(x, w, false, c.strong(f.Value, sizeWord))...)
			if f.Change != "" {
				columns[i] = append(columns[i], c.linesWithin(x, w, false, c.small(f.Change))...)
			}
		}
		c.add(block{rows: beside(columns), space: 6})
	}
}

// beside puts columns of rows next to each other.
func beside(columns [][]row) []row {
	var rows []row
	for n := 0; ; n++ {
		var r row
		found := false
		for _, column := range columns {
			if n < len(column) {
				found = true
				r.height = max(r.height, column[n].height)
				r.marks = append(r.marks, column[n].marks...)
			}
		}
		if !found {
			return rows
		}
		rows = append(rows, r)
	}
}

// picture is the chart with its title and legend; without its bytes the same is said in a sentence.
func (c *composer) picture(words *page.Picture, picture *document.Picture) {
	if picture == nil {
		if words.Alt != "" {
			c.paragraph(5, c.span(words.Alt, sizeText))
		}
		return
	}
	w, h := picture.Fit(textWidth, c.pictureMax)
	c.add(block{rows: []row{{height: h, marks: []mark{{w: w, h: h, picture: true}}}}, space: 6})
}

func (c *composer) section(s page.Section) {
	if s.Head != "" {
		c.add(block{rows: anchored(c.lines(0, c.strong(s.Head, sizeHead)), s.ID), space: 9, head: true})
	}
	for _, l := range s.Lines {
		c.paragraph(2, c.span(l, sizeText))
	}
	for _, e := range s.Entries {
		c.entry(e)
	}
	if s.Table != nil && len(s.Table.Columns) > 0 {
		c.table(s.Table)
	}
	for _, i := range s.Items {
		c.item(i)
	}
	if s.More != "" {
		c.paragraph(3, c.small(s.More))
	}
}

func (c *composer) entry(e page.Entry) {
	first := cmp.Or(e.Head, document.Upper(document.Facts(append(append([]string{}, e.Badges...), e.Age)...)))
	state := c.strong(first, sizeText)
	head := []span{c.small(fmt.Sprintf("%d. ", e.Number)), state}
	if e.Due != "" {
		due := c.span(" · "+e.Due, sizeText)
		if e.Overdue {
			due.colour, due.bold = document.Late, true
		}
		head = append(head, due)
	}
	if e.Number == 0 {
		head = head[1:]
	}
	rows := c.lines(0, head...)
	facts := c.small(document.Facts(document.Facts(e.Facts...), e.Author))
	open := c.link(document.Together(e.Open), e.URL, sizeSmall)
	if open.url == "" {
		open.colour = document.Small
	}
	if facts.text != "" && open.text != "" {
		facts.text += " · "
	}
	if e.Head != "" && e.Quote != "" {
		rows = append(rows, c.quote(e.Quote, e.Urgent)...)
	}
	if facts.text+open.text != "" {
		rows = append(rows, c.lines(0, facts, open)...)
	}
	if e.Above != "" {
		rows = append(rows, c.lines(0, c.small(e.Above))...)
	}
	if e.Head == "" && e.Quote != "" {
		rows = append(rows, c.quote(e.Quote, e.Urgent)...)
	}
	for _, reply := range e.Replies {
		rows = append(rows, c.lines(0, c.small(reply))...)
	}
	if e.Reasons != "" {
		rows = append(rows, c.lines(0, c.small(e.Reasons))...)
	}
	c.add(block{rows: anchored(rows, e.ID), space: 5})
}

// quote stands beside a bar, which is red where the matter is urgent.
func (c *composer) quote(text string, urgent bool) []row {
	colour := document.Rule
	if urgent {
		colour = document.Late
	}
	rows := c.lines(9*c.scale, c.span(text, sizeText))
	for i := range rows {
		rows[i].marks = append(rows[i].marks, mark{x: 1, w: 2 * c.scale, h: rows[i].height + 0.2, fill: colour})
	}
	return rows
}

func (c *composer) item(i page.Item) {
	indent := 10 * c.scale
	text := c.link(i.Text, i.URL, sizeText)
	spans := []span{text}
	if i.Strong != "" {
		spans = []span{c.strong(i.Strong+": ", sizeText), text}
	}
	for n, j := range i.Jumps {
		between := ", "
		if n == 0 {
			between = ": "
		}
		spans = append(spans, c.span(between, sizeText), c.jump(j, sizeText))
	}
	rows := c.lines(indent, spans...)
	bullet := span{text: "•", size: sizeText * c.scale, colour: document.Small}
	rows[0].marks = append([]mark{{x: 1, y: sizeText * c.scale, w: 5, h: sizeText, text: &bullet}}, rows[0].marks...)
	anchored(rows, i.ID)
	for _, below := range i.Below {
		warning := c.strong(below, sizeSmall)
		warning.colour = document.Warn
		rows = append(rows, c.lines(indent, warning)...)
	}
	c.add(block{rows: rows, space: 2})
}
