// Package reporttest is a small made-up town, for the tests of all that builds and draws digests.
package reporttest

import (
	"fmt"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"otklik/internal/inbox"
	"otklik/internal/worktime"
	"otklik/report/build"
)

// PlatformNames are those of the program.
var PlatformNames = build.PlatformNames{
	"vk":       {build.Russian: "ВКонтакте", build.English: "VKontakte"},
	"telegram": {build.Russian: "Telegram", build.English: "Telegram"},
}

// A small made-up town whose digest is built on Monday 23 November 2026 at 08:00 in Moscow.

func Moscow(t testing.TB) *time.Location {
	t.Helper()
	location, err := time.LoadLocation("Europe/Moscow")
	if err != nil {
		t.Fatal(err)
	}
	return location
}

func Morning(t testing.TB) time.Time {
	return time.Date(2026, time.November, 23, 8, 0, 0, 0, Moscow(t))
}

func Norm(t testing.TB) worktime.Norm {
	t.Helper()
	c, err := worktime.Parse(Moscow(t), []string{"09:00-13:00", "14:00-18:00"},
		[]string{"mon", "tue", "wed", "thu", "fri"}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return worktime.Norm{AnswerWithin: 8 * time.Hour, Clock: worktime.ClockWorking, Calendar: c, InterimDays: 7}
}

// Written is a comment that waits since it was sent.
func Written(id int, sent time.Time, group, place, text string) inbox.Record {
	m := inbox.Message{
		Channel: "governor/vk", Platform: "vk", Kind: inbox.Comment, ID: fmt.Sprint(id), Thread: "-1001_7",
		Author: inbox.Author{ID: fmt.Sprint(9000 + id), Name: "Пётр Выдуманов"}, Text: text,
		URL:  fmt.Sprintf("https://vk.com/wall-1001_7?reply=%d", id),
		Sent: sent, FirstSeen: sent.Add(time.Minute), LastSeen: sent.Add(time.Hour),
	}
	return inbox.Record{Message: m, Status: &inbox.MessageStatus{
		Ref: m.Ref(),
		Assessment: inbox.Assessment{Category: inbox.Complaint, NeedsAnswer: true, Score: 0.9, Group: group,
			Municipality: place,
			Reasons:      []inbox.Reason{{Words: "сообщает о неисправности"}}},
		History: []inbox.Change{{At: sent, State: inbox.Open, Reason: inbox.Reason{Words: "ответа нет"}}},
	}}
}

func Then(r inbox.Record, at time.Time, s inbox.State) inbox.Record {
	r.Status.History = append(r.Status.History, inbox.Change{At: at, State: s, By: "1",
		Reason: inbox.Reason{Words: "ответила страница"}})
	return r
}

type Stars struct{}

var starring = strings.NewReplacer("Пётр Выдуманов", "П. В.", "Выдуманов", "***", "+7 900 000-00-00", "[телефон]",
	"79000000000", "[телефон]")

func (Stars) Text(s string) string { return starring.Replace(s) }
func (Stars) Name(s string) string { return starring.Replace(s) }

func Town(t testing.TB) build.Input {
	at := Morning(t)
	day := func(days, hour, minute int) time.Time {
		return time.Date(2026, time.November, 23-days, hour, minute, 0, 0, at.Location())
	}
	urgent := Written(1, day(1, 22, 10), "Энергетика", "Энск",
		"Выдуманов моя фамилия. На улице Садовой оборван провод, искрит прямо у детской площадки! Телефон +7 900 "+
			"000-00-00")
	urgent.Status.Urgency = inbox.Life
	formal := Then(Written(3, day(5, 10, 0), "ЖКХ", "Энск", "Третью неделю еле тёплые батареи, дома плюс пятнадцать."),
		day(4, 12, 0), inbox.Formal)
	interim := Then(Written(4, day(4, 9, 30), "Дороги", "Заречный", "Когда заделают яму на Мостовой?"), day(4, 11, 0),
		inbox.Interim)
	voice := Written(5, day(3, 16, 30), "Прочее", "", "")
	voice.Message.Kind, voice.Message.Thread, voice.Message.URL = inbox.Direct, "9005", ""
	voice.Message.Channel, voice.Message.Platform = "governor/telegram", "telegram"
	voice.Message.Media = []inbox.Media{{Type: inbox.MediaVoice, Duration: 34 * time.Second}}
	voice.Status.Ref = voice.Message.Ref()
	reopened := Written(6, day(2, 12, 0), "Дороги", "Энск", "Отчитались, что снег убран, а тротуар как был, так и "+
		"стоит.")
	reopened.Status.History[0].State = inbox.Reopened
	gone := Written(7, day(3, 9, 0), "Благоустройство", "Энск", "Фонари во дворе не горят.")
	gone.Message.Deleted, gone.Message.LastSeen = day(1, 15, 0), day(1, 14, 10)
	thanks := Written(8, day(1, 11, 0), "", "", "Спасибо за каток!")
	thanks.Status.NeedsAnswer, thanks.Status.History[0].State = false, inbox.None
	return build.Input{
		ID: "morning", Title: "Утренняя сводка", Location: at.Location(), From: at.AddDate(0, 0, -1), Masker: Stars{},
		Norm:      Norm(t),
		Platforms: PlatformNames,
		Officials: []build.Official{{ID: "governor", Name: "Губернатор Энской области"}},
		Channels: []build.ChannelInput{
			{Coverage: inbox.Coverage{Channel: "governor/vk", LastComplete: at.Add(-3 * time.Minute), Stored: 1234,
				Reconciliation: inbox.Reconciliation{Parts: 31, Counted: 143, Stored: 143}}, Platform: "vk",
				Fresh: true},
			{Coverage: inbox.Coverage{Channel: "governor/telegram", LastComplete: at.Add(-4 * time.Minute), Stored: 21},
				Platform: "telegram", Fresh: true},
		},
		Records: []inbox.Record{
			voice, reopened, interim, formal, urgent, gone, thanks,
			Written(2, day(6, 15, 0), "ЖКХ", "Заречный", "В подъезде течёт крыша. Писали в управляющую компанию "+
				"дважды, приходят, смотрят и уходят. "+
				"Вода идёт по стене с пятого этажа на первый, проводка мокрая, дети ходят мимо щитка. Когда это "+
				"кончится и кто за это ответит?"),
			Then(Written(9, day(3, 10, 0), "Дороги", "Энск", "Светофор не работает."), day(3, 15, 30), inbox.Answered),
			Then(Written(10, day(1, 9, 0), "Дороги", "Энск", "Почистите дорогу."), day(1, 19, 0), inbox.Answered),
		},
		Bodies: []build.Body{{Name: "Министерство транспорта и дорожного хозяйства",
			Groups: []string{"Дороги", "Общественный транспорт"}},
			{Name: "Госжилинспекция", Groups: []string{"ЖКХ"}}},
		Above: map[inbox.Ref]string{reopened.Message.Ref(): "Пётр Выдуманов, снег убран,\nприходите на каток!"},
		Problems: []build.Problem{{ID: "p1", Title: "Холодные батареи на Садовой", Messages: 3, People: 3, Group: "ЖКХ",
			Municipality: "Энск",
			First:        day(6, 8, 0), Last: day(1, 8, 0), Refs: []inbox.Ref{formal.Message.Ref()}}},
	}
}

// Broken is the town with one channel that could not be read.
func Broken(t testing.TB) build.Input {
	in := Town(t)
	at := Morning(t)
	in.Channels[1].Fresh = false
	in.Channels[1].LastComplete = at.Add(-17*time.Hour - 55*time.Minute)
	in.Channels[1].Failure = inbox.FailureNetwork
	in.Channels[0].Gaps = []inbox.Gap{{Channel: "governor/vk", From: at.AddDate(0, 0, -9), To: at.AddDate(0, 0, -8),
		Failure: inbox.FailureExpired, FoundAt: at.Add(-time.Hour)}}
	return in
}

// Hostile texts try to break the page.
func Hostile(t testing.TB) build.Input {
	in := Town(t)
	at := Morning(t)
	texts := []string{
		`<script>alert(1)</script><img src=x onerror=alert(2)> </li></ol><h1>Всё хорошо</h1>`,
		"# Заголовок\n\n| a | b |\n|---|---|\n* [нажми](https://evil.example) `код` https://evil.example " +
			"www.evil.example ![x](y)",
		"=HYPERLINK(\"https://evil.example\";\"тык\")",
		"\t=1+1", "-2+3", "@SUM(A1)",
		"\u202eтокат тевирп\u202c ноль\u200bширины \x1b[31mкрасный\x07 \u2066изоляция\u2069",
		"مرحبا شارع بوشكين مغلق منذ أسبوع ולא עונים לנו כבר שבוע",
		strings.Repeat("😡🚧👨‍👩‍👧", 120),
		strings.Repeat("оченьдлинноесловобезпробелов", 180),
		strings.Repeat("Яма на дороге и снова яма. ", 190),
		"з\u0300\u0301\u0302\u0303\u0304\u0305\u0306а\u0300\u0301\u0302\u0303л\u0300\u0301\u0302го",
		"строка\u2028другая\u2029третья\r\nчетвёртая", "битые \xff\xfe байты",
		"7900\u200b0000\u200b000 — мой номер",
	}
	in.Records = nil
	for n, text := range texts {
		r := Written(100+n, at.Add(-time.Duration(n+1)*7*time.Hour), "<b>Группа</b>|", "Энск\u202e*", text)
		r.Message.Author.Name = "=Зло <i>\u202e"
		in.Records = append(in.Records, r)
	}
	in.Records[0].Message.URL = `javascript:alert(1)`
	in.Records[1].Message.URL = `https://vk.com/wall-1_2?a=)"><script>`
	in.Problems = nil
	return in
}

// Crowd is a town with n complaints on all topics.
func Crowd(t testing.TB, n int) build.Input {
	in := Town(t)
	at := Morning(t)
	groups := []string{"Дороги", "ЖКХ", "Благоустройство", "Общественный транспорт", "Здравоохранение", "Образование",
		"Экология"}
	places := []string{"Энск", "Заречный", "Верхний Посад", "Нижние Ключи", ""}
	texts := []string{"Автобус не пришёл ни в семь, ни в половине восьмого.", "Во дворе не вывозят мусор.",
		"К терапевту запись только через месяц, что делать пожилым людям?",
		"На Мостовой провалился асфальт у остановки, объезжают по тротуару."}
	in.Records, in.Problems = nil, nil
	for i := range n {
		r := Written(1000+i, at.Add(-time.Duration(i+1)*97*time.Minute), groups[i%len(groups)], places[i%len(places)],
			texts[i%len(texts)])
		if i%97 == 5 {
			r.Status.Urgency = inbox.Outage
		}
		in.Records = append(in.Records, r)
	}
	return in
}

// Busy is a town that many write to, with answers, deletions, edits, hot places and several officials.
func Busy(t testing.TB, n int) build.Input {
	in := Crowd(t, n)
	at := Morning(t)
	in.Officials = append(in.Officials, build.Official{ID: "mayor", Name: "Глава Заречного", Municipality: "Заречный"})
	in.Channels = append(in.Channels, build.ChannelInput{Coverage: inbox.Coverage{Channel: "mayor/vk",
		LastComplete: at.Add(-5 * time.Minute), Stored: 300},
		Platform: "vk", Fresh: true})
	in.Bodies = append(in.Bodies, build.Body{Name: "Министерство здравоохранения", Groups: []string{"Здравоохранение"}})
	in.Above = map[inbox.Ref]string{}
	for i := range in.Records {
		r := &in.Records[i]
		if i%5 == 4 {
			r.Message.Channel = "mayor/vk"
			r.Status.Ref = r.Message.Ref()
		}
		v := r.Status
		if i%4 == 0 {
			v.Street, v.House = "улица Садовая", fmt.Sprint(1+i%3)
		}
		in.Above[r.Message.Ref()] = "Дорожные работы: что сделано за неделю и что ещё впереди"
		sent := r.Message.Sent
		switch {
		case i%3 == 0:
			*r = Then(*r, sent.Add(time.Duration(i%40+1)*time.Hour), inbox.Answered)
			if i%9 == 0 {
				r.Message.Edited = sent.Add(time.Duration(i%40+3) * time.Hour)
			}
		case i%11 == 1:
			*r = Then(*r, sent.Add(2*time.Hour), inbox.Formal)
		case i%11 == 2:
			*r = Then(*r, sent.Add(2*time.Hour), inbox.Interim)
		case i%13 == 5:
			v.History[0].State = inbox.Reopened
		case i%17 == 4:
			r.Message.Deleted = sent.Add(20 * time.Hour)
		}
	}
	for n := range min(len(in.Records)/10, 7) {
		r := in.Records[n*3+1]
		in.Problems = append(in.Problems, build.Problem{ID: fmt.Sprint("b", n),
			Title:    fmt.Sprintf("Провал асфальта у остановки № %d на Мостовой", n+1),
			Messages: 5 - n/2, People: 4 - n/2, Group: "Дороги", Municipality: "Энск", First: at.AddDate(0, 0, -3),
			Last: at.Add(-time.Hour),
			Refs: []inbox.Ref{r.Message.Ref()}})
	}
	return in
}

// Worst has the longest names and texts, many urgent messages, and channels that could not be read.
func Worst(t testing.TB) build.Input {
	in := Busy(t, 400)
	long := []string{"Верхнеуслонский муниципальный район Республики", "Новокуйбышевский городской округ область",
		"Межмуниципальное образование Северное Нагорье", "Александрово-Гайский муниципальный район"}
	for i := range in.Records {
		r := &in.Records[i]
		r.Status.Municipality = long[i%4]
		r.Status.Urgency = [...]inbox.Urgency{inbox.NotUrgent, inbox.Outage, inbox.NotUrgent}[i%3]
		r.Message.Text = fmt.Sprintf("Прошу обратить внимание на состояние дорожного полотна возле школьной "+
			"остановки номер %d, где каждый день проходят дети и пожилые люди из соседних домов, а тротуара нет "+
			"совсем. Ответа ждём третий месяц, никто не приехал и ничего не сделал, хотя обещали ещё весной.", i)
	}
	in.Bodies = nil
	for _, g := range []string{"Дороги", "ЖКХ", "Благоустройство", "Общественный транспорт", "Здравоохранение",
		"Образование", "Экология"} {
		in.Bodies = append(in.Bodies, build.Body{Name: "Министерство жилищно-коммунального и дорожного хозяйства, " +
			"строительства и архитектуры области: " + g, Groups: []string{g}})
	}
	for i := range in.Problems {
		in.Problems[i].Title += " у дома культуры в центре посёлка, где перекрыто движение автобусов второй месяц"
		in.Problems[i].Municipality = long[i%4]
	}
	for i := range in.Channels {
		in.Channels[i].Fresh = false
		in.Channels[i].LastComplete = Morning(t).Add(-30 * time.Hour)
		in.Channels[i].Inaccessible = []inbox.Inaccessible{{Part: "wall"}}
		in.Channels[i].Title = "Очень длинное название канала губернатора и правительства области во ВКонтакте"
	}
	return in
}

func Words(text string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(text, "\u00a0", " ")), " ")
}
