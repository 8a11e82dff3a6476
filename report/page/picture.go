package page

import (
	"fmt"
	"strings"

	"otklik/report/build"
)

// picture draws received and unanswered by day; nil where nothing is known or nothing happened.
func (w writer) picture() *Picture {
	d, t := w.d, w.t
	p := Picture{Title: t.picture, Received: t.pictureReceived, Unanswered: strings.ToLower(t.UnansweredAtEnd),
		Unknown: t.pictureUnknown}
	if len(d.Days) == 0 {
		return nil
	}
	last := d.Days[len(d.Days)-1]
	if clock := d.At.Format("15:04"); !d.At.Equal(last.Date.AddDate(0, 0, 1)) {
		p.Title = fmt.Sprintf(t.pictureSoFar, clock)
	}
	known, unknown, most, received := 0, 0, 0, 0
	var first *build.Day
	for n, day := range d.Days {
		p.Days = append(p.Days, PictureDay{Label: t.dayLabel(day.Date), Received: day.Received,
			Unanswered: day.Unanswered, Known: day.Known})
		if !day.Known {
			unknown++
			continue
		}
		known++
		if first == nil {
			first = &d.Days[n]
		}
		received += day.Received
		most = max(most, day.Received, day.Unanswered)
	}
	if most == 0 {
		return nil
	}
	p.Alt = fmt.Sprintf(t.pictureAlt, t.number(len(d.Days)), t.number(received), t.dayLabel(first.Date),
		t.number(first.Unanswered))
	if last.Known {
		p.Alt += fmt.Sprintf(t.pictureNow, t.number(last.Unanswered))
	}
	p.Alt += "."
	if unknown > 0 {
		p.Alt += " " + fmt.Sprintf(t.pictureLost, t.number(unknown))
	}
	return &p
}

// PictureTable has the figures of the picture, for formats that cannot draw.
func PictureTable(p Page) *Table {
	t := &Table{Columns: []Column{{textsOf(build.Language(p.Lang)).Day, false},
		{UpperFirst(p.Picture.Received), true}, {UpperFirst(p.Picture.Unanswered), true}}}
	for _, d := range p.Picture.Days {
		row := Row{Cells: []string{d.Label, fmt.Sprint(d.Received), fmt.Sprint(d.Unanswered)}}
		if !d.Known {
			row = Row{Cells: []string{d.Label, "—", "—"}, Detail: p.Picture.Unknown}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
