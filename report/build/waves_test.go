package build_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/report/reporttest"
)

// wrote is a message that waits.
func wrote(n int, at time.Time, thread, group, topic, place, text string) inbox.Record {
	m := inbox.Message{Channel: "governor/vk", Platform: "vk", Kind: inbox.Comment, ID: fmt.Sprint(n), Thread: thread,
		Author: inbox.Author{ID: fmt.Sprint("person ", n)}, Text: text, Sent: at,
		URL: fmt.Sprintf("https://example.org/%s?reply=%d", thread, n)}
	return inbox.Record{Message: m, Status: &inbox.MessageStatus{Ref: m.Ref(), Assessment: inbox.Assessment{
		NeedsAnswer: true, Group: group, Topic: topic, Municipality: place},
		History: []inbox.Change{{At: at, State: inbox.Open}}}}
}

// of is an input of these records alone.
func of(t *testing.T, audience build.Audience, length build.Length, records ...inbox.Record) build.Input {
	in := reporttest.Town(t)
	in.Audience, in.Length, in.Records, in.Problems, in.Same = audience, length, records, nil, nil
	in.From, in.Known = time.Time{}, time.Time{}
	return in
}

// A post that brings far more than posts usually do is named, with its first words where they are known.
func TestWaves(t *testing.T) {
	now := reporttest.Morning(t)
	var records []inbox.Record
	for n := range 12 { // two messages under each of six posts before
		records = append(records, wrote(n, now.AddDate(0, 0, -2-n), fmt.Sprint("old", n/2), "ЖКХ", "", "Энск", "Нет тепла?"))
	}
	for n := range 7 {
		records = append(records, wrote(100+n, now.Add(-time.Duration(n+1)*time.Hour), "loud", "Дороги", "", "Энск",
			"Когда отремонтируют мост через реку?"))
	}
	for n := range 5 { // five are no three times two
		records = append(records, wrote(200+n, now.Add(-time.Duration(n+1)*time.Hour), "usual", "ЖКХ", "", "Энск",
			"Нет тепла?"))
	}
	in := of(t, build.Press, build.OneDay, records...)
	loud := inbox.ThreadRef{Channel: "governor/vk", Kind: inbox.Comment, ID: "loud"}
	if got := build.WavesAmong(records, now.AddDate(0, 0, -1), now); len(got) != 2 || !slices.Contains(got, loud) {
		t.Errorf("posts to look up: %v", got)
	}
	in.Posts = map[inbox.ThreadRef]build.Post{loud: {Text: "Мост закрыт на ремонт", URL: "https://example.org/loud"}}
	d := build.New(in, now)
	if len(d.Waves) != 1 {
		t.Fatalf("%+v", d.Waves)
	}
	w := d.Waves[0]
	if w.Thread != "loud" || w.Messages != 7 || w.People != 7 || w.Usual == nil || *w.Usual != 2 || w.Group != "Дороги" ||
		w.Post != "Мост закрыт на ремонт" || w.URL != "https://example.org/loud" || w.Says == "" {
		t.Errorf("%+v", w)
	}
	in.Posts = nil // a platform that does not give posts
	if w := build.New(in, now).Waves[0]; w.Post != "" || !strings.HasPrefix(w.URL, "https://example.org/loud?reply=") {
		t.Errorf("without the post: %+v", w)
	}
	in.Audience = build.Governor
	if d := build.New(in, now); d.Waves != nil || d.NewThemes != nil {
		t.Errorf("the governor's page has %v, %v", d.Waves, d.NewThemes)
	}
}

// What several people write about in words of their own and no topic fits is named by these words; neither what one
// text says many times nor what people wrote about before is.
func TestNewThemes(t *testing.T) {
	now := reporttest.Morning(t)
	recent := func(n int) time.Time { return now.Add(-time.Duration(n+1) * time.Hour) }
	var records []inbox.Record
	for n, text := range []string{"На набережной шумит майнинговая ферма, не уснуть", "Уберите майнинговую ферму с набережной!",
		"Соседи держат майнинговую ферму, гудит весь дом", "Опять эта ферма, майнинговая, кто её разрешил?"} {
		records = append(records, wrote(n, recent(n), "p", "Прочее", "", "", text))
	}
	for n := range 4 {
		records = append(records, wrote(20+n, recent(n), "p", "Прочее", "", "", "Верните зоопарку старого слона"))
	}
	for n := range 40 { // of a topic, and of earlier weeks
		records = append(records, wrote(100+n, now.AddDate(0, 0, -10-n), "q", "Прочее", "", "", "Проверьте билет лотереи"))
	}
	for n, text := range []string{"Проверьте мой билет лотереи", "Где билет лотереи?", "Лотереи, билет: не выплатили"} {
		records = append(records, wrote(200+n, recent(n), "p", "Прочее", "", "", text))
	}
	for n, text := range []string{"Светофор на площади сломан", "Сломан светофор, площадь стоит", "Светофор сломан!"} {
		records = append(records, wrote(300+n, recent(n), "p", "Дороги", "светофоры", "", text))
	}
	d := build.New(of(t, build.Analyst, build.OneDay, records...), now)
	if len(d.NewThemes) != 1 {
		t.Fatalf("%+v", d.NewThemes)
	}
	theme := d.NewThemes[0]
	if theme.People != 4 || theme.Messages != 4 || len(theme.Numbers) != 4 || len(theme.Words) < 2 ||
		!strings.HasPrefix(strings.Join(theme.Words, " "), "майнингов") && !slices.Contains(theme.Words, "ферму") {
		t.Errorf("%+v", theme)
	}
}

// Once a month one matter that many places write about for months is named; what is on the mend or stays at one place is
// none.
func TestRootCause(t *testing.T) {
	now := reporttest.Morning(t)
	n := 0
	month := func(topic string, places int, counts ...int) (records []inbox.Record) {
		for m, count := range counts {
			for k := range count {
				n++
				at := now.AddDate(0, m-len(counts), 1+k)
				records = append(records, wrote(n, at, "p", "ЖКХ", topic, fmt.Sprint("Село ", k%places),
					"Нет горячей воды, сделайте"))
			}
		}
		return records
	}
	cause := func(records ...inbox.Record) *build.RootCause {
		return build.New(of(t, build.Governor, build.OneMonth, records...), now).RootCause
	}
	got := cause(slices.Concat(month("вода", 4, 4, 5, 5), month("крыша", 3, 9, 8, 2), month("лифт", 1, 9, 9, 9))...)
	if got == nil || got.Topic != "вода" || len(got.Places) != 4 || !slices.Equal(got.Months, []int{4, 5, 5}) ||
		got.People != 14 || got.Messages != 14 || got.Says == "" {
		t.Fatalf("%+v", got)
	}
	for name, records := range map[string][]inbox.Record{"on the mend": month("a", 4, 9, 8, 3),
		"at two places": month("b", 2, 5, 5, 5), "of two months": month("c", 4, 0, 8, 8), "of few": month("d", 3, 2, 2, 2),
		"nothing": nil} {
		if got := cause(records...); got != nil {
			t.Errorf("%s: %+v", name, got)
		}
	}
	in := of(t, build.Governor, build.OneMonth, month("вода", 4, 4, 5, 5)...)
	in.Known = now.AddDate(0, -2, 0)
	if got := build.New(in, now).RootCause; got != nil {
		t.Errorf("of months that are not known: %+v", got)
	}
	in.Length, in.Known = build.OneWeek, time.Time{}
	if got := build.New(in, now).RootCause; got != nil {
		t.Errorf("in a digest of a week: %+v", got)
	}
}
