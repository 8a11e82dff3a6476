package xlsx

import (
	"fmt"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"otklik/internal/inbox"
	"otklik/report/build"
)

func zone(t testing.TB) *time.Location {
	t.Helper()
	location, err := time.LoadLocation("Asia/Yekaterinburg")
	if err != nil {
		t.Fatal(err)
	}
	return location
}

func morning(t testing.TB) time.Time {
	return time.Date(2026, time.November, 23, 8, 0, 0, 0, zone(t))
}

func ptr[T any](v T) *T { return &v }

// platformNames are those of the program.
var platformNames = build.PlatformNames{
	"vk":       {build.Russian: "ВКонтакте", build.English: "VKontakte"},
	"telegram": {build.Russian: "Telegram", build.English: "Telegram"},
}

// town is the digest of a made-up town with n complaints.
func town(t testing.TB, n int) build.Digest {
	at := morning(t)
	d := build.Digest{
		Schema: build.Schema, ID: "morning", Title: "Утренняя сводка Энска", Audience: build.Analyst,
		Language:  build.Russian,
		Platforms: platformNames,
		At:        at, Period: build.Period{From: at.AddDate(0, 0, -1), To: at}, Complete: true,
		Headline: build.Headline{Mood: build.Tenser, Cause: build.CauseUrgent},
		Channels: []build.Channel{
			{Channel: "mayor/vk", Platform: "vk", LastRead: at.Add(-3 * time.Minute), Complete: true, Stored: 1234,
				DeletedUnanswered: 1, Gaps: []build.Gap{}},
			{Channel: "mayor/telegram", Platform: "telegram", Title: "Приёмная", LastRead: at.Add(-4 * time.Minute),
				Complete: true, Stored: 21, Gaps: []build.Gap{}},
		},
		Totals: build.Totals{Unanswered: n, Overdue: n / 2, New: 2, Answered: 1, Formal: 1, Interim: 1,
			DeletedUnanswered: 1},
		Compare: build.Compare{DayBefore: &build.Totals{Unanswered: 4, Overdue: 1, New: 3},
			WeekMean: &build.Means{Unanswered: 3.4, Overdue: 1, New: 2.1}},
		Speed:   build.Speed{Answered: 1, MedianHours: ptr(5.5), P90Hours: ptr(9.0)},
		Before:  &build.Totals{Unanswered: 6, Overdue: 2, New: 4},
		Usual:   ptr(2.5),
		Ages:    build.Ages{Under4: 1, From4: 1, From8: 1, Above24: n},
		Backlog: build.Backlog{Start: 4, Received: 3, Answered: 1, Deleted: 1, End: 5},
		Problems: []build.Group{{ID: "p1", Title: "Холодные батареи на Садовой", Messages: 3, People: 3, Group: "ЖКХ",
			Municipality: "Энск",
			FirstAt:      at.AddDate(0, 0, -6), LastAt: at.AddDate(0, 0, -1)}},
		Topics: []build.Topic{
			{Group: "ЖКХ", Unanswered: 3, New: 1, Change: 2, Says: "Третью неделю еле тёплые батареи.",
				Body: "Министерство ЖКХ",
				Places: []build.Place{{Municipality: "Энск", Unanswered: 2},
					{Municipality: "Заречный", Unanswered: 1}}},
			{Group: "Дороги", Unanswered: 2, New: 1, Change: -1, Places: []build.Place{}},
		},
		Breakdown: build.Breakdown{
			Municipalities: []build.Part{
				{Name: "Энск", Received: 3, Answered: 1, Unanswered: 4, Overdue: 2, Formal: 1, Reopened: 1,
					MedianHours: ptr(5.5), P90Hours: ptr(11.2),
					InNorm: ptr(0.75), Ranked: true, ReceivedBefore: ptr(5), AnsweredBefore: ptr(2)},
				{Name: "", Received: 1, Unanswered: 1, MedianHours: ptr(2.0), InNorm: ptr(1.0)},
			},
			Groups: []build.Part{
				{Name: "ЖКХ", Received: 2, Answered: 1, Unanswered: 3, Ranked: true, InNorm: ptr(0.5)},
				{Name: "Дороги", Received: 1, Unanswered: 2},
			},
			Officials: []build.Part{{Name: "Мэр Энска", Received: 3, Answered: 1, Unanswered: 5, Ranked: true}},
		},
		Changes: []build.Changed{{What: "group", Name: "ЖКХ", Now: 8, Before: 4}},
		HotPlaces: []build.HotPlace{{Municipality: "Энск", Street: "Садовая", House: "12А", Messages: 3, People: 2,
			Groups: []string{"ЖКХ", "Дороги"}}},
		Answered: []build.Reference{{Channel: "mayor/vk", Kind: inbox.Comment, ID: "90",
			URL: "https://vk.com/wall-1001_7?reply=90", Text: "Почистите дорогу.",
			Group: "Дороги", Municipality: "Энск", ReceivedAt: at.Add(-23 * time.Hour), At: at.Add(-13 * time.Hour),
			Hours: 8.5}},
		Edited: []build.Reference{{Channel: "mayor/telegram", Kind: inbox.Direct, ID: "91", Text: "Теперь другое.",
			ReceivedAt: at.Add(-30 * time.Hour), At: at.Add(-2 * time.Hour)}},
		Deleted: []build.Reference{{Channel: "mayor/vk", Kind: inbox.Comment, ID: "92",
			URL: "https://vk.com/wall-1001_7?reply=92", Text: "Фонари во дворе не горят.",
			ReceivedAt: at.Add(-70 * time.Hour), At: at.Add(-17 * time.Hour)}},
		Closed: []build.Reference{{Channel: "mayor/vk", Kind: inbox.Comment, ID: "93", Text: "Лифт стоит.",
			By: "=Смирнова", Decision: inbox.Elsewhere, Reason: "позвонили", ReceivedAt: at.Add(-50 * time.Hour),
			At: at.Add(-3 * time.Hour)}},
	}
	d.Breakdown.Districts = []build.Part{{Name: "Лесной район", Received: 3, Unanswered: 3, Ranked: true},
		{Name: "Энск", Received: 1, Unanswered: 1}}
	d.Breakdown.Within = map[string][]build.Part{"Лесной район": {{Name: "=Сосновка", Received: 2, Ranked: true}}}
	d.Arrivals = &build.Arrivals{From: at.AddDate(0, 0, -28), To: at, Days: 28, Received: 9}
	for n := range 7 {
		day := build.Weekday{Weekday: n + 1, Days: 4, Received: n}
		day.Hours[n+8] = n
		d.Arrivals.Weekdays = append(d.Arrivals.Weekdays, day)
	}
	for i := range 14 {
		day := time.Date(2026, time.November, 10+i, 0, 0, 0, 0, at.Location())
		d.Days = append(d.Days, build.Day{Date: day, Received: i % 5, Answered: i % 3, Unanswered: 3 + i%4,
			Known: i != 6})
	}
	groups := []string{"ЖКХ", "Дороги", "Общественный транспорт"}
	texts := []string{"На Мостовой провалился асфальт у остановки, объезжают по тротуару.",
		"Автобус не пришёл ни в семь, ни в половине восьмого.",
		"К терапевту запись только через месяц.\nЧто делать пожилым людям?"}
	states := []inbox.State{inbox.Open, inbox.Formal, inbox.Interim, inbox.Reopened}
	d.Complaints = []build.Complaint{}
	for i := range n {
		received := at.Add(-time.Duration(i+1) * 97 * time.Minute)
		c := build.Complaint{
			Channel: "mayor/vk", Platform: "vk", Kind: inbox.Comment, ID: fmt.Sprint(1000 + i), Thread: "-1001_7",
			URL: fmt.Sprintf("https://vk.com/wall-1001_7?reply=%d&thread=%d", 1000+i, i/2), Author: "П. В.",
			Text: texts[i%len(texts)], ReceivedAt: received, State: states[i%len(states)],
			AgeHours: float64(i) + 0.4, DueAt: received.Add(8 * time.Hour), Overdue: i%2 == 0, Urgent: i%97 == 0,
			Urgency: map[bool]inbox.Urgency{true: inbox.Life}[i%97 == 0],
			Group:   groups[i%len(groups)],
			Topic:   "Ямы", Municipality: "Энск", Reasons: []string{"сообщает о неисправности", "ответа нет"},
		}
		switch i {
		case 0:
			c.Problem, c.Body, c.Above, c.Copies, c.Settlement, c.Street, c.House = "p1", "Министерство ЖКХ",
				"Как у вас с отоплением?", 2, "Ключи", "Садовая", "12А"
		case 1:
			c.Channel, c.Platform, c.Kind, c.URL, c.Text, c.Listen = "mayor/telegram", "telegram", inbox.Direct,
				"", "", true
		}
		d.Complaints = append(d.Complaints, c)
	}
	return d
}

// unread is a digest of channels that were never read.
func unread(t testing.TB) build.Digest {
	d := town(t, 0)
	at := d.At
	return build.Digest{
		Schema: build.Schema, ID: d.ID, Title: d.Title, Audience: build.Press, Language: d.Language, At: at,
		Period:    d.Period,
		Platforms: platformNames,
		Headline:  build.Headline{Mood: build.NoData, Cause: build.CauseUnread},
		Channels: []build.Channel{{Channel: "mayor/vk", Platform: "vk", Shortfalls: []inbox.Shortfall{inbox.Stale},
			Gaps: []build.Gap{{To: at, Reason: "ключ доступа не принят"}}},
			{Channel: "mayor/vk2", Platform: "vk", Shortfalls: []inbox.Shortfall{inbox.Stale},
				Gaps: []build.Gap{{To: at, Reason: "ключ доступа не принят"}}}},
		Backlog:   build.Backlog{},
		Breakdown: build.Breakdown{Officials: []build.Part{{Name: "Мэр Энска"}}},
		Days:      []build.Day{{Date: at.AddDate(0, 0, -1)}, {Date: at}},
	}
}

// incomplete is a digest of which one channel was not read to its end.
func incomplete(t testing.TB) build.Digest {
	d := town(t, 5)
	d.Complete = false
	d.Headline = build.Headline{Mood: build.Incomplete, Cause: build.CauseUnread}
	d.Totals.New = 0
	d.Channels[1].Complete, d.Channels[1].LastRead, d.Channels[1].Stored = false, d.At.Add(-17*time.Hour), 0
	d.Channels[1].Shortfalls = []inbox.Shortfall{inbox.Stale}
	d.Channels[1].Gaps = []build.Gap{{From: d.At.Add(-17 * time.Hour), To: d.At, Reason: "нет связи с площадкой"}}
	d.Channels[0].Undecoded, d.Channels[0].Inaccessible = 2, []string{"wall-1_5", "wall-1_6"}
	return d
}

// hostile texts try to break the workbook.
func hostile(t testing.TB) build.Digest {
	d := town(t, 0)
	for n, text := range []string{
		"=HYPERLINK(\"https://evil.example\";\"тык\")", "+7 900 ждёт", "-2+3", "@SUM(A1)", "\t=1+1", "=1+1",
		`<script>alert(1)</script></t></is></c>&amp;]]>`, "_x0041_ и _x000D_",
		"Энск\u202eтокат\u202c ноль\u200bширины \x1b[31mкрасный\x07\x00",
		"مرحبا شارع بوشكين مغلق منذ أسبوع", strings.Repeat("😡🚧👨‍👩‍👧", 120),
		strings.Repeat("оченьдлинноесловобезпробелов", 180),
		strings.Repeat("😀", 20_000), strings.Repeat("я", maxCell), strings.Repeat("я", maxCell+1),
		"битые \xff\xfe байты \ufffe", "первая\r\nвторая\u2028третья",
	} {
		d.Complaints = append(d.Complaints, build.Complaint{Channel: "mayor/vk", Platform: "vk", Kind: inbox.Comment,
			ID: fmt.Sprint(n), URL: "https://vk.com/wall1_1?reply=1&a=\"<>",
			Text: text, Author: "=Зло <i>\u202e", ReceivedAt: d.At.Add(-time.Hour), DueAt: d.At, State: inbox.Open,
			Group: "<b>Группа</b>", Municipality: "=A1", Reasons: []string{"@x"}})
	}
	d.Complaints[0].URL = "javascript:alert(1)"
	d.Complaints[1].URL = "https://example.org/" + strings.Repeat("a", 3000)
	d.Complaints[2].URL = "https://example.org/путь с пробелом?q=я#x'\""
	d.Complaints[3].ReceivedAt = time.Date(1850, 1, 1, 0, 0, 0, 0, time.UTC)
	d.Complaints[4].DueAt = time.Time{}
	d.Title = "=Заголовок\u202e" + strings.Repeat(" и ещё", 300)
	d.Channels[0].Title = "'!:*?[]/\\"
	d.Breakdown.Municipalities[0].Name = "=cmd|' /C calc'!A0"
	return d
}
