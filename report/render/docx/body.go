package docx

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"otklik/report/page"
	"otklik/report/render/document"
)

// The page: A4 in twentieths of a point.
const (
	twips      = 20
	pageWidth  = 11906
	pageHeight = 16838
	marginSide = 900
	marginTop  = 720
	marginFoot = 860
	textWidth  = pageWidth - 2*marginSide
)

// writer gathers the document's body and what it refers to.
type writer struct {
	tag    string // the language
	body   []any
	sizes  sizes
	links  []string       // addresses, in the order of their first use
	linkOf map[string]int // their places
	around page.Words
	// bookmarks counts them: each has a number of its own.
	bookmarks int
}

// linkRelation names the relation of the nth address.
func linkRelation(n int) string { return "rLink" + strconv.Itoa(n+1) }

// runsOf are the runs of one text, parted where its direction changes.
func (w *writer) runsOf(s string, props runs, paragraphLeftward bool) []any {
	var out []any
	for _, p := range pieces(clean(s), paragraphLeftward) {
		own := props
		if p.leftward {
			own.RTL, own.Language = &empty{}, &languages{Bidi: languageOf(p.text)}
		}
		r := run{Children: []any{text{Space: "preserve", Text: p.text}}}
		if own != (runs{}) {
			r.Props = &own
		}
		out = append(out, r)
	}
	return out
}

// languageOf tells Word which spelling and font a text from right to left wants.
func languageOf(s string) string {
	for _, r := range s {
		if r >= 0x0590 && r < 0x0600 {
			return "he-IL"
		}
	}
	return "ar-SA"
}

// linkTo are the words that lead to an address, or the plain words where the address is none.
func (w *writer) linkTo(words, address string, props runs) []any {
	target := document.Link(address)
	if target == "" {
		return w.runsOf(words, props, false)
	}
	n, known := w.linkOf[target]
	if !known {
		n = len(w.links)
		w.links, w.linkOf[target] = append(w.links, target), n
	}
	props.Style = &value{styleLink}
	h := hyperlink{ID: linkRelation(n), History: "1"}
	for _, r := range w.runsOf(words, props, false) {
		h.Runs = append(h.Runs, r.(run))
	}
	if len(h.Runs) == 0 {
		return nil
	}
	return []any{h}
}

// jump are words that lead to a bookmark, or plain words where they lead nowhere.
func (w *writer) jump(j page.Jump) []any {
	if j.To == "" {
		return w.runsOf(j.Text, runs{}, false)
	}
	h := hyperlink{Anchor: j.To, History: "1"}
	for _, r := range w.runsOf(j.Text, runs{Style: &value{styleLink}}, false) {
		h.Runs = append(h.Runs, r.(run))
	}
	if len(h.Runs) == 0 {
		return nil
	}
	return []any{h}
}

// bookmarked is a paragraph that jumps lead to.
func (w *writer) bookmarked(p paragraph, id string) paragraph {
	if id == "" {
		return p
	}
	w.bookmarks++
	p.Children = append([]any{bookmarkStart{ID: w.bookmarks, Name: id}, bookmarkEnd{ID: w.bookmarks}}, p.Children...)
	return p
}

func styled(name string, children ...any) paragraph {
	return paragraph{Props: &paragraphs{Style: &value{name}}, Children: children}
}

// foreign is a paragraph of words that are not ours: it runs from the right where they do.
func (w *writer) foreign(style, words string) paragraph {
	left := startsLeftward(clean(words))
	p := styled(style, w.runsOf(words, runs{}, left)...)
	if left {
		p.Props.Bidi = &empty{}
	}
	return p
}

func (w *writer) put(p paragraph) { w.body = append(w.body, p) }

var strong = runs{Bold: &empty{}, BoldCS: &empty{}}

// page writes the whole body; picture may be nil.
func (w *writer) page(p page.Page, picture *document.Picture) {
	w.put(w.foreign(styleTitle, p.Title))
	if p.Officials != "" {
		w.put(w.foreign("Normal", p.Officials))
	}
	if when := document.Facts(p.AsOf, p.Period); when != "" {
		w.put(w.foreign(styleSmall, when))
	}
	w.headline(p)
	w.figures(p.Figures)
	for _, l := range p.Lines {
		w.put(w.foreign("Normal", l))
	}
	if len(p.Contents) > 0 {
		w.put(w.foreign(styleHead1, w.around.Contents()))
	}
	for _, j := range p.Contents {
		w.put(styled("Normal", w.jump(j)...))
	}
	if p.Picture != nil && !p.PictureLast {
		w.picture(p.Picture, picture)
	}
	for _, s := range p.Sections {
		w.section(s)
	}
	if p.Picture != nil && p.PictureLast {
		w.picture(p.Picture, picture)
	}
	for i, n := range p.Notes {
		note := w.foreign(styleSmall, n)
		if i == 0 {
			note.Props.Borders = &borders{Top: &border{"single", 4, 4, document.Rule}}
			note.Props.Spacing = &spacing{Before: 160, After: 20}
		}
		w.put(note)
	}
}

func (w *writer) headline(p page.Page) {
	stripe := &borders{Left: &border{"single", 36, 6, document.Tone(p.Tone)}}
	lines := []string{p.Word, document.Reason(p)}
	for i, line := range lines {
		if line == "" {
			continue
		}
		q := styled(styleHeadline, w.runsOf(line, runs{}, false)...)
		q.Props.Borders = stripe
		if i == 0 {
			for k := range q.Children {
				r := q.Children[k].(run)
				r.Props = lettering(w.sizes.word, true, "")
				q.Children[k] = r
			}
			q.Props.KeepNext = &empty{}
			q.Props.Spacing = &spacing{Before: 120}
		}
		w.put(q)
	}
}

// figures stand beside each other in a table without lines: the label, the number, how it changed.
func (w *writer) figures(figures []page.Figure) {
	const perRow = 3
	for from := 0; from < len(figures); from += perRow {
		some := figures[from:min(from+perRow, len(figures))]
		t := table{}
		t.Props.Style, t.Props.Width, t.Props.Layout = &value{styleFigures}, width{textWidth, "dxa"}, &layout{"fixed"}
		row := tableRow{}
		row.Props.CantSplit = &empty{}
		for _, f := range some {
			wide := textWidth / len(some)
			t.Grid.Columns = append(t.Grid.Columns, gridColumn{wide})
			cell := tableCell{}
			cell.Props.Width = width{wide, "dxa"}
			cell.Paragraphs = []paragraph{w.foreign(styleSmall, f.Label), w.foreign(styleFigure, f.Value)}
			if f.Change != "" {
				cell.Paragraphs = append(cell.Paragraphs, w.foreign(styleSmall, f.Change))
			}
			row.Cells = append(row.Cells, cell)
		}
		t.Rows = []tableRow{row}
		w.gap(100)
		w.body = append(w.body, t)
	}
	if len(figures) > 0 {
		w.gap(100)
	}
}

// gap is an empty line of so many twentieths of a point. Word joins two tables that nothing stands between.
func (w *writer) gap(high int) {
	p := paragraph{Props: &paragraphs{Spacing: &spacing{Line: high, Rule: "exact"}}}
	w.put(p)
}

func (w *writer) picture(words *page.Picture, picture *document.Picture) {
	if picture == nil {
		if words.Alt != "" {
			w.put(w.foreign("Normal", words.Alt))
		}
		return
	}
	w.put(paragraph{Props: &paragraphs{Spacing: &spacing{Before: 80, After: 40}}, Children: []any{
		run{Props: &runs{NoProof: &empty{}}, Children: []any{drawn(picture, pictureRelation, clean(words.Alt),
			w.sizes.picture)}},
	}})
}

func (w *writer) section(s page.Section) {
	if s.Head != "" {
		w.put(w.bookmarked(w.foreign(styleHead1, s.Head), s.ID))
	}
	follows := len(s.Entries) > 0 || s.Table != nil || len(s.Items) > 0
	for _, l := range s.Lines {
		p := w.foreign("Normal", l)
		if follows {
			p.Props.KeepNext = &empty{}
		}
		w.put(p)
	}
	for _, e := range s.Entries {
		w.entry(e)
	}
	if s.Table != nil && len(s.Table.Columns) > 0 {
		w.table(s.Table)
	}
	for _, i := range s.Items {
		w.item(i)
	}
	if s.More != "" {
		w.put(w.foreign(styleSmall, s.More))
	}
}

// entry keeps its paragraphs on one page, as Word keeps what is told to stay with the next.
func (w *writer) entry(e page.Entry) {
	var head []any
	if e.Number > 0 {
		head = w.runsOf(fmt.Sprintf("%d.\u00a0", e.Number), runs{Color: &value{document.Small}}, false)
	}
	first := cmp.Or(e.Head, document.Upper(document.Facts(append(append([]string{}, e.Badges...), e.Age)...)))
	head = append(head, w.runsOf(first, strong, false)...)
	if e.Due != "" {
		due := runs{}
		if e.Overdue {
			due = strong
			due.Color = &value{document.Late}
		}
		head = append(head, w.runsOf(" · "+e.Due, due, false)...)
	}
	facts := document.Facts(document.Facts(e.Facts...), e.Author)
	if facts != "" && e.Open != "" {
		facts += " · "
	}
	paragraphs := []paragraph{w.bookmarked(styled(styleEntry, head...), e.ID)}
	if e.Head == "" || facts+e.Open != "" {
		paragraphs = append(paragraphs, styled(styleSmall, append(w.runsOf(facts, runs{}, false),
			w.linkTo(document.Together(e.Open), e.URL, runs{})...)...))
	}
	if e.Above != "" {
		paragraphs = append(paragraphs, w.foreign(styleSmall, e.Above))
	}
	if e.Quote != "" {
		place := len(paragraphs)
		if e.Head != "" {
			place = 1
		}
		paragraphs = slices.Insert(paragraphs, place, w.quote(e.Quote, e.Urgent))
	}
	for _, reply := range e.Replies {
		paragraphs = append(paragraphs, w.foreign(styleSmall, reply))
	}
	if e.Reasons != "" {
		paragraphs = append(paragraphs, w.foreign(styleSmall, e.Reasons))
	}
	for i, p := range paragraphs {
		p.Props.KeepLines = &empty{}
		if i < len(paragraphs)-1 {
			p.Props.KeepNext = &empty{}
		}
		w.put(p)
	}
}

// quote stands beside a bar, which is red where the matter is urgent.
func (w *writer) quote(words string, urgent bool) paragraph {
	style, colour := styleQuote, document.Rule
	if urgent {
		style, colour = styleUrgent, document.Late
	}
	p := w.foreign(style, words)
	if p.Props.Bidi != nil {
		// Programs differ in which side is the left one of a paragraph from right to left: it has a bar at both.
		bar := &border{"single", 18, 6, colour}
		p.Props.Borders, p.Props.Indent = &borders{Left: bar, Right: bar}, &indent{Left: 170, Right: 170}
	}
	return p
}

func (w *writer) item(i page.Item) {
	var children []any
	if i.Strong != "" {
		children = w.runsOf(i.Strong+": ", strong, false)
	}
	children = append(children, w.linkTo(i.Text, i.URL, runs{})...)
	for n, j := range i.Jumps {
		between := ", "
		if n == 0 {
			between = ": "
		}
		children = append(append(children, w.runsOf(between, runs{}, false)...), w.jump(j)...)
	}
	p := w.bookmarked(styled(styleList, children...), i.ID)
	p.Props.KeepLines = &empty{}
	if len(i.Below) > 0 {
		p.Props.KeepNext = &empty{}
	}
	w.put(p)
	warning := strong
	warning.Color = &value{document.Warn}
	for _, below := range i.Below {
		q := styled(styleSmall, w.runsOf(below, warning, false)...)
		q.Props.Indent = &indent{Left: 227}
		w.put(q)
	}
}

func (w *writer) table(t *page.Table) {
	widths := columnsOf(t, w.sizes)
	out := table{}
	out.Props.Style, out.Props.Width, out.Props.Layout = &value{styleTable}, width{textWidth, "dxa"}, &layout{"fixed"}
	out.Props.Look = &look{Val: "0020", FirstRow: "1", LastRow: "0", FirstColumn: "0", LastColumn: "0", NoHBand: "1",
		NoVBand: "1"}
	for _, wide := range widths {
		out.Grid.Columns = append(out.Grid.Columns, gridColumn{int(wide)})
	}
	head := page.Row{}
	for _, c := range t.Columns {
		head.Cells = append(head.Cells, c.Name)
	}
	first := w.tableRow(t, out.Grid.Columns, head, true)
	first.Props.Head = &empty{}
	out.Rows = append(out.Rows, first)
	for _, r := range t.Rows {
		out.Rows = append(out.Rows, w.tableRow(t, out.Grid.Columns, r, false))
	}
	w.body = append(w.body, out)
	w.gap(80)
}

func (w *writer) tableRow(t *page.Table, columns []gridColumn, r page.Row, head bool) tableRow {
	row := tableRow{}
	row.Props.CantSplit = &empty{}
	for i, column := range t.Columns {
		var words string
		if i < len(r.Cells) {
			words = r.Cells[i]
		}
		cell := tableCell{}
		cell.Props.Width = width{columns[i].W, "dxa"}
		p := w.foreign(styleCell, words)
		switch {
		case head:
			// The head stays with the first row: a head alone at a page's end says nothing.
			p.Props.KeepNext = &empty{}
			cell.Props.Align = &value{"bottom"}
		case i == 0:
			p.Children = w.runsOf(words, strong, p.Props.Bidi != nil)
		}
		if column.Number {
			p.Props.Align = &value{"right"}
			if p.Props.Bidi != nil {
				p.Props.Align = &value{"left"} // the sides change places in a paragraph from right to left
			}
		}
		cell.Paragraphs = []paragraph{p}
		if i == 0 && r.Detail != "" {
			cell.Paragraphs = append(cell.Paragraphs, w.foreign(styleSmall, r.Detail))
		}
		row.Cells = append(row.Cells, cell)
	}
	return row
}
