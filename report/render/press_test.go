package render_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/report/page"
	"otklik/report/render"
	"otklik/report/reporttest"
)

// pressed is a press digest of n complaints of several days, most of them overdue, in long words, with the bodies of the
// town.
func pressed(t testing.TB, n int) build.Input {
	in := piled(t, n)
	in.Audience = build.Press
	for k := range in.Records {
		r := &in.Records[k]
		sent := reporttest.Morning(t).Add(-time.Duration(k+1) * 47 * time.Minute)
		r.Message.Sent, r.Status.History[0].At = sent, sent
		r.Message.Text += " " + strings.Repeat("Который год одно и то же, и никому нет дела. ", 4)
	}
	return in
}

// However many wait, the list is at most ten pages of paper, and says how many it leaves out.
func TestPressFitsTenPages(t *testing.T) {
	pages := regexp.MustCompile(`/Type /Page\b`)
	for _, n := range []int{0, 1, 5, 400, 2500} {
		drawn, err := render.Render(build.New(pressed(t, n), reporttest.Morning(t)), render.PDF)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(pages.FindAll(drawn, -1)); got < 1 || got > 10 {
			t.Errorf("%d waiting make %d pages", n, got)
		}
	}
}

// The worst of every list is printed, however much is new: a danger to life never gives way to a bench.
func TestPressPrintsTheWorst(t *testing.T) {
	in := pressed(t, 400)
	dangers := 0
	for k := range in.Records {
		r := &in.Records[k]
		sent := reporttest.Morning(t).Add(-time.Duration(k+1) * 20 * time.Minute)
		r.Message.Sent, r.Status.History[0].At, r.Status.Urgency = sent, sent, inbox.NotUrgent
		if k%23 == 22 {
			r.Status.Urgency, dangers = inbox.Life, dangers+1
		}
	}
	d := build.New(in, reporttest.Morning(t))
	printed := map[string]int{}
	for _, s := range page.New(d).Sections {
		for _, e := range s.Entries {
			if !e.OffPaper {
				printed[s.ID]++
			}
			if e.Urgent && !e.OffPaper {
				dangers--
			}
		}
	}
	if printed["new"] < 15 || printed["due"] < 15 || dangers != 0 {
		t.Errorf("printed %v; %d dangers are not", printed, dangers)
	}
}

// Whatever leads to a place of the page finds it, in every format that has such places.
func TestJumpsLeadSomewhere(t *testing.T) {
	d := build.New(pressed(t, 400), reporttest.Morning(t))
	html, err := render.Render(d, render.HTML)
	if err != nil {
		t.Fatal(err)
	}
	found(t, "html", string(html), ` href="#([^"]+)"`, ` id="([^"]+)"`)
	docx, err := render.Render(d, render.DOCX)
	if err != nil {
		t.Fatal(err)
	}
	unpacked, err := zip.NewReader(bytes.NewReader(docx), int64(len(docx)))
	if err != nil {
		t.Fatal(err)
	}
	file, err := unpacked.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	document, err := io.ReadAll(file)
	if err != nil {
		t.Fatal(err)
	}
	found(t, "docx", string(document), `<w:hyperlink w:anchor="([^"]+)"`, `<w:bookmarkStart [^>]*w:name="([^"]+)"`)
}

func found(t *testing.T, format, drawn, from, to string) {
	t.Helper()
	list := func(pattern string) (all []string) {
		for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(drawn, -1) {
			all = append(all, m[1])
		}
		return all
	}
	jumps, places := list(from), list(to)
	if len(jumps) < 5 {
		t.Errorf("%s has %d jumps", format, len(jumps))
	}
	for _, jump := range jumps {
		if !slices.Contains(places, jump) {
			t.Errorf("%s: nothing is at %s", format, jump)
		}
	}
	slices.Sort(places)
	if len(slices.Compact(slices.Clone(places))) != len(places) {
		t.Errorf("%s has two places of one name", format)
	}
}

// An item has what its answer needs: the number that commands take, what was answered and when, and where to answer.
func TestPressItem(t *testing.T) {
	in, at := reporttest.Town(t), reporttest.Morning(t)
	in.Audience = build.Press
	bot := reporttest.Written(600, at.Add(-2*time.Hour), "ЖКХ", "Энск", "Отписались и забыли, лифт стоит")
	bot.Message.Kind, bot.Message.URL = inbox.Direct, "tg://user?id=77"
	bot.Status.Ref = bot.Message.Ref()
	bot = reporttest.Then(bot, at.Add(-time.Hour), inbox.Formal)
	in.Records = append(in.Records, bot)
	in.Answers = map[inbox.Ref][]build.Answer{bot.Message.Ref(): {{At: at.Add(-time.Hour), State: inbox.Formal,
		Text: "Пётр Выдуманов, ваше мнение важно для нас"}}}
	number := bot.Message.Ref().Number()
	for _, c := range []struct {
		language build.Language
		replies  bool
		want     []string
	}{
		{build.Russian, false, []string{"№ " + number + " · ", "отвечали 23 ноября, 07:00 (формальный ответ): «П. В., ваше " +
			"мнение важно для нас»", "написано боту: ответ может отправить только бот, номер для администратора " +
			"программы — " + number, "Новое с прошлого списка — 2", "автор: П. В."}},
		{build.Russian, true, []string{"ответить: otklik reply " + number + " --text «…»"}},
		{build.English, true, []string{"to answer: otklik reply " + number, "answered 23 November, 07:00", "New since the " +
			"last list — 2"}},
	} {
		in.Language, in.Replies = c.language, c.replies
		drawn, err := render.Render(build.New(in, at), render.Text)
		if err != nil {
			t.Fatal(err)
		}
		words := reporttest.Words(string(drawn))
		for _, want := range c.want {
			if !strings.Contains(strings.ToLower(words), strings.ToLower(want)) {
				t.Errorf("%s: %q is not in\n%s", fmt.Sprint(c.language), want, words)
			}
		}
		if strings.Contains(words, "Выдуманов") {
			t.Error("a name shows")
		}
	}
}
