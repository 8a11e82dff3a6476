package xlsx

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"otklik/report/build"
)

// summary is the first sheet: the verdict, the totals with those before them, and what could not be read.
type summary struct{ book }

func (b book) summary() sheet { return summary{b} }

func (b summary) title() string { return b.say("Сводка", "Summary") }

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
	l.text(w.label, b.page.Period)
	l.row++
	verdict := w.caption[strong]
	if b.unsure() {
		verdict = w.caption[alert]
	}
	l.put(18, excelize.Cell{StyleID: verdict, Value: line(b.page.Word)})
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
		return b.say("нет данных", "no data")
	case b.unsure():
		return b.say("не меньше: прочитано не всё", "at least: not everything was read")
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
	switch {
	case b.d.Compare.DayBefore != nil:
		then(b.say("Сутки назад", "A day ago"), *b.d.Compare.DayBefore)
	case b.d.Before != nil && b.d.Length == build.OneWeek:
		then(b.say("Неделю назад", "A week ago"), *b.d.Before)
	case b.d.Before != nil && b.d.Length == build.OneMonth:
		then(b.say("Месяц назад", "A month ago"), *b.d.Before)
	case b.d.Before != nil:
		then(b.say("Период раньше", "Period before"), *b.d.Before)
	}
	if week := b.d.Compare.WeekMean; week != nil {
		list = append(list, comparison{b.say("В среднем за 7 дней", "7-day mean"),
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
	titles := []string{b.say("Показатель", "Figure"), b.say("Сейчас", "Now")}
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
		{b.say("Без ответа", "Unanswered"), func(t build.Totals) int { return t.Unanswered },
			func(m build.Means) float64 { return m.Unanswered }},
		{b.say("Просрочено", "Overdue"), func(t build.Totals) int { return t.Overdue },
			func(m build.Means) float64 { return m.Overdue }},
		{b.say("Новых за период", "New in the period"), func(t build.Totals) int { return t.New },
			func(m build.Means) float64 { return m.New }},
		{b.say("Отвечено за период", "Answered in the period"), func(t build.Totals) int { return t.Answered }, nil},
		{b.say("Формальных ответов", "Formal replies"), func(t build.Totals) int { return t.Formal }, nil},
		{b.say("Промежуточных ответов", "Interim replies"), func(t build.Totals) int { return t.Interim }, nil},
		{b.say("Написали снова после ответа", "Wrote again after an answer"),
			func(t build.Totals) int { return t.Reopened }, nil},
		{b.say("Удалено до ответа", "Deleted before an answer"),
			func(t build.Totals) int { return t.DeletedUnanswered }, nil},
	} {
		now := row.pick(b.d.Totals)
		figures := []any{b.count(now)}
		for _, c := range comparisons {
			figures = append(figures, c.of(row.pick, row.mean))
		}
		l.figures(row.label, mixed, b.remark(now), figures...)
	}
	if median := b.d.Speed.MedianHours; median != nil {
		l.figures(b.say("Медиана времени до ответа, часов", "Median time to the answer, hours"), tenths, "", *median)
	}
	if usual := b.d.Usual; usual != nil && !b.unsure() {
		label := b.say("Обычно новых в этот день недели", "Usually new on this weekday")
		if b.d.Length == build.OneWeek {
			label = b.say("Обычно новых за неделю", "Usually new in a week")
		}
		l.figures(label, tenths, "", *usual)
	}
}

func (b summary) ages(l *lines) {
	if b.d.Ages == (build.Ages{}) {
		return
	}
	l.head(b.say("Сколько ждут", "How long they wait"), b.say("Сообщений", "Messages"))
	for _, a := range []struct {
		label string
		n     int
	}{
		{b.say("до 4 часов", "under 4 hours"), b.d.Ages.Under4},
		{b.say("4–8 часов", "4–8 hours"), b.d.Ages.From4},
		{b.say("8–24 часа", "8–24 hours"), b.d.Ages.From8},
		{b.say("больше 24 часов", "over 24 hours"), b.d.Ages.Above24},
	} {
		l.figures(a.label, whole, b.remark(a.n), b.count(a.n))
	}
}

// backlog leads from what waited to what waits, so that received and answered are not read without it.
func (b summary) backlog(l *lines) {
	k := b.d.Backlog
	if k == (build.Backlog{}) {
		return
	}
	l.head(b.say("Как изменилось число ждущих", "How the number of those that wait changed"),
		b.say("Сообщений", "Messages"))
	for _, step := range []struct {
		label string
		n     int
	}{
		{b.say("ждали в начале периода", "waited at the beginning of the period"), k.Start},
		{b.say("+ получено", "+ received"), k.Received},
		{b.say("+ снова ждут", "+ wait again"), k.Reopened},
		{b.say("− отвечено", "− answered"), k.Answered},
		{b.say("− закрыто сотрудником", "− closed by the office"), k.Dismissed},
		{b.say("− удалено", "− deleted"), k.Deleted},
		{b.say("= ждут в конце периода", "= wait at the end of the period"), k.End},
	} {
		l.figures(step.label, whole, b.remark(step.n), b.count(step.n))
	}
}

func (b summary) changes(l *lines) {
	if len(b.d.Changes) == 0 {
		return
	}
	l.head(b.say("Заметно изменилось", "What changed"), b.say("Получено", "Received"), b.say("Было", "Before"))
	for _, c := range b.d.Changes {
		what := b.say("группа тем", "topic group")
		if c.What == "municipality" {
			what = b.say("муниципалитет", "municipality")
		}
		l.figures(b.named(c.Name), whole, what, b.count(c.Now), c.Before)
	}
}

// notRead says of every channel what was not read, and where everything was, that it was.
func (b summary) notRead(l *lines) {
	l.head(b.say("Что не удалось прочитать", "What could not be read"))
	all := true
	for _, c := range b.d.Channels {
		for _, text := range b.unread(c) {
			all = false
			l.sentence(b.channelOf(c.Channel), text, alert)
		}
	}
	switch {
	case len(b.d.Channels) == 0:
		l.sentence(b.say("В сводке нет ни одного канала.", "The digest has no channel."), "", plain)
	case all:
		l.sentence(b.say("Все каналы прочитаны до конца, пропусков нет.", "Every channel was read to its end, "+
			"without gaps."), "", plain)
	}
}
