package xlsx

import (
	"strings"

	"github.com/xuri/excelize/v2"
)

// form is how the values of a column look.
type form int

const (
	words  form = iota // text
	typed              // text that people type: it stays what they typed, whatever a program could take it for
	whole              // a whole number
	tenths             // hours with one decimal
	share              // 0 to 1 as per cent
	mixed              // a number with a decimal only where it has one
	moment             // a date with its time
	date               // a date
	link               // an address that can be opened
	forms
)

// mark sets a cell apart.
type mark int

const (
	plain mark = iota
	alert      // red: urgent, overdue, not read
	strong
	faint // not to be compared
	marks
)

// styles are the ids of the workbook's styles.
type styles struct {
	cells   [forms][marks]int
	empty   [forms][marks]any // cells without a value, made once: a register has more of them than of others
	guarded [marks]int        // text that begins like a formula
	title   int
	header  [forms]int
	// invitation is the header of a column that people fill in.
	invitation int
	caption    [marks]int
	label      int
}

const (
	red     = "B3261E"
	paleRed = "FBE9E7"
	blue    = "0B57B0"
	grey    = "5A6472"
	thin    = "DDE1E7"
	rule    = "9AA4B2"
	fill    = "E8ECF2"
	pale    = "FFF4CC" // to be filled in
)

func newStyles(f *excelize.File, momentFormat string) (s styles, err error) {
	add := func(style excelize.Style) int {
		style.Font.Family = "Calibri"
		id, failed := f.NewStyle(&style)
		if err == nil {
			err = failed
		}
		return id
	}
	dateFormat, _, _ := strings.Cut(momentFormat, " ")
	wholeFormat, tenthsFormat, shareFormat, typedFormat := "#,##0", "#,##0.0", "0%", "@"
	formats := [forms]*string{typed: &typedFormat, whole: &wholeFormat, tenths: &tenthsFormat, share: &shareFormat,
		moment: &momentFormat,
		date:   &dateFormat}
	border := []excelize.Border{{Type: "bottom", Color: thin, Style: 1}}
	cell := func(form form, mark mark) excelize.Style {
		style := excelize.Style{CustomNumFmt: formats[form], Border: border, Font: &excelize.Font{Size: 10},
			Alignment: &excelize.Alignment{Vertical: "top", WrapText: form == words || form == typed,
				Horizontal: sideOf(form),
				Indent:     indentOf(form)}}
		if form == link {
			style.Font.Color, style.Font.Underline = blue, "single"
		}
		switch mark {
		case alert:
			style.Font.Color, style.Font.Bold = red, true
			style.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{paleRed}}
		case strong:
			style.Font.Bold = true
		case faint:
			style.Font.Color = grey
		}
		return style
	}
	for form := range forms {
		for mark := range marks {
			s.cells[form][mark] = add(cell(form, mark))
			s.empty[form][mark] = excelize.Cell{StyleID: s.cells[form][mark]}
		}
	}
	for mark := range marks {
		// The quote prefix is Excel's apostrophe: even a person who edits such a cell gets no formula. The library
		// knows no such setting and joins equal styles, so the reading order makes this one differ from the plain
		// style.
		style := cell(words, mark)
		style.Alignment.ReadingOrder = 1
		s.guarded[mark] = add(style)
	}
	if err == nil {
		yes := true
		for _, id := range s.guarded {
			f.Styles.CellXfs.Xf[id].QuotePrefix = &yes
		}
	}
	s.title = add(excelize.Style{Font: &excelize.Font{Size: 16, Bold: true}})
	s.label = add(excelize.Style{Font: &excelize.Font{Size: 10, Color: grey}})
	header := func(form form) excelize.Style {
		return excelize.Style{Font: &excelize.Font{Size: 10, Bold: true},
			Fill:   excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{fill}},
			Border: []excelize.Border{{Type: "bottom", Color: rule, Style: 2}},
			Alignment: &excelize.Alignment{Vertical: "center", WrapText: true, Horizontal: sideOf(form),
				Indent: indentOf(form)}}
	}
	for form := range forms {
		s.header[form] = add(header(form))
	}
	invitation := header(words)
	invitation.Fill.Color = []string{pale}
	s.invitation = add(invitation)
	s.caption[plain] = add(excelize.Style{Font: &excelize.Font{Size: 10, Color: grey}})
	s.caption[alert] = add(excelize.Style{Font: &excelize.Font{Size: 11, Bold: true, Color: red}})
	s.caption[strong] = add(excelize.Style{Font: &excelize.Font{Size: 13, Bold: true}})
	s.caption[faint] = s.caption[plain]
	return s, err
}

// sideOf is where the values of a form stand in their column.
func sideOf(f form) string {
	switch f {
	case words, typed, link:
		return "left"
	case moment, date:
		return "center"
	}
	return "right"
}

// indentOf keeps words away from the figures of the column before.
func indentOf(f form) int {
	if sideOf(f) == "left" {
		return 1
	}
	return 0
}
