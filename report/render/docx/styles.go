package docx

import (
	"strconv"

	"otklik/report/render/document"
)

// The names by which paragraphs call their styles. Title, headings, quote, list and table are Word's own, so that an
// office's template can restyle them.
const (
	styleTitle    = "Title"
	styleHead1    = "Heading1"
	styleHead2    = "Heading2"
	styleQuote    = "Quote"
	styleUrgent   = "QuoteUrgent"
	styleList     = "ListBullet"
	styleSmall    = "SmallPrint"
	styleEntry    = "EntryHead"
	styleHeadline = "Verdict"
	styleFooter   = "Footer"
	styleLink     = "Hyperlink"
	styleTable    = "DigestTable"
	styleFigures  = "FigureTable"
	styleCell     = "TableText"
	styleFigure   = "FigureValue"
	listNumbering = "1"
)

// cellSide is the room at both sides of a table's cell, in twentieths of a point.
const cellSide = 60

// typeface is on every office computer with Word; LibreOffice takes Liberation Sans or Carlito of the same widths for
// it.
const typeface = "Arial"

// sizes are the letters of a document in half points.
type sizes struct {
	title, word, head, text, small int
	picture                        float64 // how high the picture may be, in points
}

// density are the sizes that are chosen from: the usual ones, and tighter ones for what then fits one sheet.
var density = []sizes{{36, 30, 25, 20, 17, 185}, {36, 30, 25, 20, 17, 150}, {34, 28, 23, 19, 16, 130},
	{32, 26, 22, 18, 15, 110}, {30, 25, 21, 17, 14, 95}}

func halfPoints(n int) *value { return &value{strconv.Itoa(n)} }

func lettering(size int, bold bool, colour string) *runs {
	r := &runs{Size: halfPoints(size), SizeCS: halfPoints(size)}
	if bold {
		r.Bold, r.BoldCS = &empty{}, &empty{}
	}
	if colour != "" {
		r.Color = &value{colour}
	}
	return r
}

// stylesOf are the document's styles in its language.
func stylesOf(tag string, s sizes) styles {
	out := styles{W: spaceW}
	out.Defaults.Run.Props = runs{
		Fonts: &fonts{ASCII: typeface, HAnsi: typeface, East: typeface, CS: typeface},
		Color: &value{document.Ink}, Size: halfPoints(s.text), SizeCS: halfPoints(s.text),
		Language: &languages{Val: tag, East: tag, Bidi: "ar-SA"},
	}
	out.Defaults.Para.Props = paragraphs{Spacing: &spacing{After: 40, Line: 240, Rule: "auto"}}
	yes, quick := &empty{}, &empty{}
	normal := &value{"Normal"}
	para := func(id, name string, rank int, p *paragraphs, r *runs) {
		out.Styles = append(out.Styles, style{Type: "paragraph", ID: id, Name: value{name}, Based: normal, Next: normal,
			Rank: &value{strconv.Itoa(rank)}, Quick: quick, Para: p, Run: r})
	}
	out.Styles = append(out.Styles, style{Type: "paragraph", Default: "1", ID: "Normal", Name: value{"Normal"},
		Quick: quick})
	para(styleTitle, "Title", 10, &paragraphs{KeepNext: yes, Spacing: &spacing{After: 40}},
		lettering(s.title, true, ""))
	para(styleHead1, "heading 1", 9, &paragraphs{KeepNext: yes, KeepLines: yes,
		Spacing: &spacing{Before: 160, After: 50}, Outline: &value{"0"}}, lettering(s.head, true, ""))
	para(styleHead2, "heading 2", 9, &paragraphs{KeepNext: yes, KeepLines: yes,
		Spacing: &spacing{Before: 120, After: 40}, Outline: &value{"1"}}, lettering(s.text+2, true, ""))
	bar := func(colour string) *paragraphs {
		return &paragraphs{KeepLines: yes, Borders: &borders{Left: &border{"single", 18, 6, colour}},
			Spacing: &spacing{After: 20}, Indent: &indent{Left: 170}}
	}
	para(styleQuote, "Quote", 29, bar(document.Rule), nil)
	para(styleUrgent, "Quote Urgent", 29, bar(document.Late), nil)
	para(styleList, "List Bullet", 20, &paragraphs{Numbering: &numbering{Level: value{"0"}, ID: value{listNumbering}},
		Spacing: &spacing{After: 30}, Indent: &indent{Left: 227, Hanging: 227}}, nil)
	para(styleSmall, "Small Print", 30, &paragraphs{Spacing: &spacing{After: 20}},
		lettering(s.small, false, document.Small))
	para(styleEntry, "Entry Head", 30, &paragraphs{KeepNext: yes, KeepLines: yes,
		Spacing: &spacing{Before: 100, After: 0}}, nil)
	para(styleHeadline, "Verdict", 11, &paragraphs{KeepLines: yes, Shade: &shade{"clear", "auto", document.Shade},
		Spacing: &spacing{}, Indent: &indent{Left: 140}}, nil)
	para(styleCell, "Table Text", 30, &paragraphs{Spacing: &spacing{}}, lettering(s.small+1, false, ""))
	para(styleFigure, "Figure Value", 30, &paragraphs{KeepNext: yes, Spacing: &spacing{}}, lettering(s.word, true, ""))
	para(styleFooter, "footer", 99, &paragraphs{Tabs: &tabs{[]tab{{"right", textWidth}}}, Spacing: &spacing{}},
		lettering(16, false, document.Small))
	out.Styles = append(out.Styles,
		style{Type: "character", Default: "1", ID: "DefaultParagraphFont", Name: value{"Default Paragraph Font"},
			Rank: &value{"1"}},
		style{Type: "character", ID: styleLink, Name: value{"Hyperlink"}, Based: &value{"DefaultParagraphFont"},
			Rank: &value{"99"},
			Run:  &runs{Color: &value{document.Blue}, Line: &value{"single"}}},
	)
	out.Styles = append(out.Styles, tableStyles()...)
	return out
}

func tableStyles() []style {
	base := style{Type: "table", Default: "1", ID: "TableNormal", Name: value{"Normal Table"}, Rank: &value{"99"},
		Table: cellMargins(0, 0)}
	lined := style{Type: "table", ID: styleTable, Name: value{"Digest Table"}, Based: &value{"TableNormal"},
		Rank: &value{"59"}, Table: cellMargins(30, cellSide)}
	lined.Table.Borders = &tableBorders{Bottom: &border{"single", 4, 0, document.Rule},
		InsideH: &border{"single", 4, 0, document.Rule}}
	first := stylePart{Type: "firstRow", Run: &runs{Bold: &empty{}, BoldCS: &empty{}}}
	first.Cell = &struct {
		Borders borders `xml:"w:tcBorders"`
	}{borders{Bottom: &border{"single", 10, 0, document.Rule}}}
	lined.Parts = []stylePart{first}
	plain := style{Type: "table", ID: styleFigures, Name: value{"Figure Table"}, Based: &value{"TableNormal"},
		Rank: &value{"59"}, Table: cellMargins(0, 0)}
	plain.Table.Margins.Right.W = 160
	return []style{base, lined, plain}
}

func cellMargins(high, wide int) *tableStyle {
	t := &tableStyle{Indent: &width{0, "dxa"}}
	t.Margins.Top, t.Margins.Bottom = width{high, "dxa"}, width{high, "dxa"}
	t.Margins.Left, t.Margins.Right = width{wide, "dxa"}, width{wide, "dxa"}
	return t
}
