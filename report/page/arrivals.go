package page

import (
	"fmt"
	"math"

	"otklik/report/build"
)

// TableWords are those of an analyst's tables that pages and workbooks share.
type TableWords struct {
	// Arrivals are when people write, ByWeekday and ByHour head its tables; ArrivalsOver says over how many days, from
	// when to when.
	Arrivals, ByWeekday, ByHour, ArrivalsOver string
	Weekday, Days, MeanOfDay, Hours           string
	Every                                     string // in place of a weekday: all of them
	Weekdays                                  [7]string
	Within, Whole                             string // a place within a district; the district itself
	P90ToAnswer                               string
}

var tableWords = map[build.Language]TableWords{
	build.Russian: {
		Arrivals:     "Когда пишут",
		ArrivalsOver: "Сообщения, на которые нужен ответ. Учтены прочитанные полностью дни с %[2]s по %[3]s, их %[1]s.",
		ByWeekday:    "По дням недели", ByHour: "По часам",
		Weekday: "День недели", Days: "Дней", MeanOfDay: "В день", Hours: "Часы", Every: "все дни",
		Weekdays: [7]string{"понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"},
		Within:   "Место в районе", Whole: "всего",
		P90ToAnswer: "90 % ответов даны за, часов",
	},
	build.English: {
		Arrivals:     "When people write",
		ArrivalsOver: "Messages that need an answer, of the %[1]s days from %[2]s to %[3]s that were read in full.",
		ByWeekday:    "By weekday", ByHour: "By hour",
		Weekday: "Weekday", Days: "Days", MeanOfDay: "A day", Hours: "Hours", Every: "all days",
		Weekdays: [7]string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"},
		Within:   "Place within it", Whole: "in all",
		P90ToAnswer: "90 % of the answers within, hours",
	},
}

// Tables are the words of an analyst's tables.
func (w Words) Tables() TableWords { return tableWords[w.language()] }

// hoursTogether is how many hours a row of the page's table joins: its reader looks for the shape of the day.
const hoursTogether = 3

// arrivals tell when people write, by the day of the week and by the hour.
func (w writer) arrivals() []Section {
	a, t, say := w.d.Arrivals, w.t, Words{w.t}.Tables()
	if a == nil {
		return nil
	}
	share := func(n int) string {
		if a.Received == 0 {
			return t.none
		}
		return fmt.Sprintf("%d%s%%", int(math.Round(100*float64(n)/float64(a.Received))), Nbsp)
	}
	days := Section{Head: say.ByWeekday, Lines: []string{fmt.Sprintf(say.ArrivalsOver, t.number(a.Days),
		t.dayOnly(a.From, w.d.At), t.dayOnly(a.To.AddDate(0, 0, -1), w.d.At))}}
	days.Table = &Table{Columns: []Column{{say.Weekday, false}, {say.Days, true}, {t.columnCame, true},
		{say.MeanOfDay, true}}}
	for _, d := range a.Weekdays {
		mean := t.none
		if d.Days > 0 {
			mean = t.decimals(d.Mean())
		}
		days.Table.Rows = append(days.Table.Rows, Row{Cells: []string{say.Weekdays[d.Weekday-1], t.number(d.Days),
			t.number(d.Received), mean}})
	}
	hours := Section{Head: say.ByHour}
	hours.Table = &Table{Columns: []Column{{say.Hours, false}, {t.columnCame, true}, {"%", true}}}
	counts := a.Hours()
	for from := 0; from < len(counts); from += hoursTogether {
		n := 0
		for _, count := range counts[from : from+hoursTogether] {
			n += count
		}
		hours.Table.Rows = append(hours.Table.Rows, Row{Cells: []string{fmt.Sprintf("%02d:00–%02d:59", from,
			from+hoursTogether-1), t.number(n), share(n)}})
	}
	return []Section{days, hours}
}
