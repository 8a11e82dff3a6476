package xlsx

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"

	"otklik/report/build"
	"otklik/report/page"
)

// summary is the first sheet: the headline, the totals with those before them, and what could not be read.
type summary struct{ book }

func (b book) summary() sheet { return summary{b} }

func (b summary) title() string { return b.say.Summary }

// summaryWidths are those of its columns: a label, three figures, a remark.
var summaryWidths = [...]float64{44, 14, 14, 18, 60}

// lines writes the rows of the summary one below the other.
type lines struct {
	w   *excelize.StreamWriter
	s   styles
	row int
	err error
}

func (l *lines) put(height float64, cells ...any) {
	l.row++
	if l.err == nil {
		l.err = l.w.SetRow(fmt.Sprintf("A%d", l.row), cells, excelize.RowOpts{Height: height})
	}
}

func (l *lines) text(style int, text string) {
	if text = line(text); text != "" {
		l.put(0, excelize.Cell{StyleID: style, Value: text})
	}
}

// head begins a part of the summary: the titles of its columns.
func (l *lines) head(titles ...string) {
	l.row++ // an empty row
	cells, tall := make([]any, len(summaryWidths)), 1
	for n := range cells {
		style, title := l.s.header[words], ""
		if n > 0 && n < len(cells)-1 {
			style = l.s.header[whole]
		}
		if n < len(titles) {
			title = titles[n]
			tall = max(tall, height(title, summaryWidths[n]))
		}
		cells[n] = excelize.Cell{StyleID: style, Value: title}
	}
	l.put(float64(tall)*lineHeight+4, cells...)
}

// figures is a row of figures in the form given, with a remark in the last column.
func (l *lines) figures(label string, form form, remark string, figures ...any) {
	row := make([]any, len(summaryWidths))
	row[0] = l.s.cell(fit(label), words, plain)
	for n := 1; n < len(row)-1; n++ {
		var figure any
		if n <= len(figures) {
			figure = figures[n-1]
		}
		row[n] = l.s.cell(figure, form, plain)
	}
	row[len(row)-1] = l.s.cell(fit(remark), words, plain)
	l.put(15, row...)
}

// sentence is a row of words: a label and, beside it, what is said about it.
func (l *lines) sentence(label, text string, m mark) {
	l.row++
	if l.err != nil {
		return
	}
	label, text = fit(label), fit(text)
	last := fmt.Sprintf("E%d", l.row)
	width := 0.0
	for _, w := range summaryWidths[1:] {
		width += w
	}
	if l.err = l.w.MergeCell(fmt.Sprintf("B%d", l.row), last); l.err != nil {
		return
	}
	tall := max(height(text, width), height(label, summaryWidths[0]))
	l.err = l.w.SetRow(fmt.Sprintf("A%d", l.row), []any{l.s.cell(label, words, plain), l.s.cell(text, words, m)},
		excelize.RowOpts{Height: float64(tall)*lineHeight + 1.5})
}

func (b summary) write(w workbook, _ string) error {
	if err := fitToPage(w.File, b.title(), "landscape"); err != nil {
		return err
	}
	stream, err := w.NewStreamWriter(b.title())
	if err != nil {
		return err
	}
	for n, width := range summaryWidths {
		if err := stream.SetColWidth(n+1, n+1, width); err != nil {
			return err
		}
	}
	l := &lines{w: stream, s: w.styles}
	l.put(22, excelize.Cell{StyleID: w.title, Value: line(b.page.Title)})
	l.text(w.label, b.page.Officials)
	l.text(w.label, b.page.AsOf)
	l.text(w.label, b.words.Period(b.d.Period)) // the page of a governor has none
	l.row++
	headline := w.caption[strong]
	if b.unsure() {
		headline = w.caption[alert]
	}
	l.put(18, excelize.Cell{StyleID: headline, Value: line(b.page.Word)})
	l.text(w.caption[plain], b.page.Reason)
	b.totals(l)
	b.notRead(l)
	b.ages(l)
	b.backlog(l)
	b.changes(l)
	if len(b.page.Notes) > 0 {
		l.row++
		for _, note := range b.page.Notes {
			l.text(w.label, note)
		}
	}
	if l.err != nil {
		return l.err
	}
	return stream.Flush()
}

// remark says of a figure that it is none, or that it is only a lower bound.
func (b summary) remark(n int) string {
	switch {
	case b.count(n) == nil:
		return b.say.Unknown
	case b.unsure():
		return line(b.say.AtLeast + ": " + b.say.NotAllRead)
	}
	return ""
}

// comparison is a column of earlier figures; mean is nil for those that have no mean.
type comparison struct {
	title string
	of    func(pick func(build.Totals) int, mean func(build.Means) float64) any
}

// comparisons are the earlier figures that are known. There are none beside figures that may be too small.
func (b summary) comparisons() (list []comparison) {
	if b.unsure() {
		return nil
	}
	then := func(title string, t build.Totals) {
		list = append(list, comparison{title, func(pick func(build.Totals) int,
			_ func(build.Means) float64) any {
			return pick(t)
		}})
	}
	switch day, before := b.d.Compare.DayBefore, b.d.Before; {
	case day != nil:
		then(page.UpperFirst(b.words.Ago(build.OneDay)), *day)
	case before != nil && b.d.Length == build.OneDay: // of several days, after a weekend
		then(b.say.PeriodBefore, *before)
	case before != nil:
		then(cmp.Or(page.UpperFirst(b.words.Ago(b.d.Length)), b.say.PeriodBefore), *before)
	}
	if week := b.d.Compare.WeekMean; week != nil {
		list = append(list, comparison{line(page.UpperFirst(b.say.WeekMean)),
			func(_ func(build.Totals) int, mean func(build.Means) float64) any {
				if mean == nil {
					return nil
				}
				return mean(*week)
			}})
	}
	return list
}

func (b summary) totals(l *lines) {
	titles := []string{b.say.Figure, b.say.Now}
	comparisons := b.comparisons()
	for _, c := range comparisons {
		titles = append(titles, c.title)
	}
	l.head(titles...)
	for _, row := range []struct {
		label string
		pick  func(build.Totals) int
		mean  func(build.Means) float64
	}{
		{b.say.Unanswered, func(t build.Totals) int { return t.Unanswered },
			func(m build.Means) float64 { return m.Unanswered }},
		{b.say.Overdue, func(t build.Totals) int { return t.Overdue },
			func(m build.Means) float64 { return m.Overdue }},
		{line(b.say.NewInPeriod), func(t build.Totals) int { return t.New },
			func(m build.Means) float64 { return m.New }},
		{b.say.AnsweredInPeriod, func(t build.Totals) int { return t.Answered }, nil},
		{b.say.FormalReplies, func(t build.Totals) int { return t.Formal }, nil},
		{b.say.InterimReplies, func(t build.Totals) int { return t.Interim }, nil},
		{b.say.WroteAgain, func(t build.Totals) int { return t.Reopened }, nil},
		{b.say.DeletedBeforeAnswer, func(t build.Totals) int { return t.DeletedUnanswered }, nil},
	} {
		now := row.pick(b.d.Totals)
		figures := []any{b.count(now)}
		for _, c := range comparisons {
			figures = append(figures, c.of(row.pick, row.mean))
		}
		l.figures(row.label, mixed, b.remark(now), figures...)
	}
	if median := b.d.Speed.MedianHours; median != nil {
		l.figures(b.say.MedianToAnswer, tenths, "", *median)
	}
	if p90 := b.d.Speed.P90Hours; p90 != nil {
		l.figures(b.tables.P90ToAnswer, tenths, "", *p90)
	}
	if usual := b.d.Usual; usual != nil && !b.unsure() {
		label := b.say.UsualOnWeekday
		if b.d.Length == build.OneWeek {
			label = b.say.UsualInWeek
		}
		l.figures(label, tenths, "", *usual)
	}
}

func (b summary) ages(l *lines) {
	if b.d.Ages == (build.Ages{}) {
		return
	}
	l.head(b.say.HowLong, b.say.Messages)
	for i, n := range []int{b.d.Ages.Under4, b.d.Ages.From4, b.d.Ages.From8, b.d.Ages.Above24} {
		l.figures(b.say.Ages[i], whole, b.remark(n), b.count(n))
	}
}

// backlog leads from what waited to what waits, so that received and answered are not read without it.
func (b summary) backlog(l *lines) {
	k := b.d.Backlog
	if k == (build.Backlog{}) {
		return
	}
	l.head(b.say.HowItChanged, b.say.Messages)
	for i, n := range []int{k.Start, k.Received, k.Reopened, k.Answered, k.Dismissed, k.Deleted, k.End} {
		if i == 0 && n == 0 && b.d.PartlyKnown() { // what waited before anything was read
			l.figures(b.say.Steps[i], whole, b.say.Unknown, nil)
			continue
		}
		l.figures(b.say.Steps[i], whole, b.remark(n), b.count(n))
	}
}

func (b summary) changes(l *lines) {
	if len(b.d.Changes) == 0 {
		return
	}
	l.head(b.say.WhatChanged, b.say.Received, b.say.Before)
	for _, c := range b.d.Changes {
		what, name := strings.ToLower(b.say.TopicGroup), b.topic(c.Name)
		if c.What == "municipality" {
			what, name = strings.ToLower(b.say.Municipality), c.Name
		}
		l.figures(b.named(name), whole, what, b.count(c.Now), c.Before)
	}
}

// notRead says of every channel what was not read, and where everything was, that it was.
func (b summary) notRead(l *lines) {
	l.head(b.say.CouldNotRead)
	all := true
	for _, c := range b.d.Channels {
		for _, text := range b.unread(c) {
			all = false
			l.sentence(b.channelOf(c.Channel), text, alert)
		}
	}
	switch {
	case len(b.d.Channels) == 0:
		l.sentence(b.noChannels(), "", plain)
	case all:
		l.sentence(b.say.AllRead, "", plain)
	}
}
