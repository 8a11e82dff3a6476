package render_test

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/rivo/uniseg"

	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/report/page"
	"otklik/report/render"
	"otklik/report/render/html"
	"otklik/report/reporttest"
)

// Sentences of three different facts never look alike.
func TestNothingIsNotUnknown(t *testing.T) {
	none := reporttest.Crowd(t, 0)
	unknown := none
	unknown.Channels = []build.ChannelInput{{Coverage: inbox.Coverage{Channel: "governor/vk"}, Platform: "vk"}}
	partly := none
	partly.Channels = reporttest.Broken(t).Channels
	for _, f := range []render.Format{render.Text, render.Markdown, render.HTML} {
		for n, c := range []struct{ in build.Input }{{none}, {unknown}, {partly}} {
			out, err := render.Render(build.New(c.in, reporttest.Morning(t)), f)
			if err != nil {
				t.Fatal(err)
			}
			text := strings.ToLower(string(out))
			for k, sentence := range []string{"нет жалоб без ответа", "нет данных</strong><br>|нет данных:",
				"данные неполны"} {
				found := false
				for _, form := range strings.Split(sentence, "|") {
					found = found || strings.Contains(strings.ReplaceAll(text, "**", ""), form)
				}
				if found != (n == k) {
					t.Errorf("%s, case %d: %q found %t", f, n, sentence, found)
				}
			}
			if n > 0 && strings.Contains(text, "0"+page.Nbsp+"жалоб") {
				t.Errorf("%s, case %d: shows zero for what was not read", f, n)
			}
		}
	}
}

func TestAudiences(t *testing.T) {
	in := reporttest.Crowd(t, 60)
	for _, c := range []struct {
		audience build.Audience
		links    int
		names    bool
	}{{build.Governor, 1, false}, {build.Press, 60, true}, {build.Analyst, 60, true}} {
		in.Audience = c.audience
		out, err := render.Render(build.New(in, reporttest.Morning(t)), render.HTML)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Count(string(out), ">Открыть сообщение<"); got != c.links {
			t.Errorf("%s: %d links, want %d", c.audience, got, c.links)
		}
		if strings.Contains(string(out), "П. В.") != c.names {
			t.Errorf("%s: names shown %t", c.audience, !c.names)
		}
		if strings.Contains(string(out), "Не показано: 59"+page.Nbsp+"жалоб") != (c.audience == build.Governor) {
			t.Errorf("%s: says how many are not shown: wrong", c.audience)
		}
		if !strings.Contains(string(out), "<svg") {
			t.Errorf("%s: no picture", c.audience)
		}
	}
}

// The headings of each audience are what it is for, in their order.
func TestHeadings(t *testing.T) {
	for audience, want := range map[build.Audience]string{
		build.Governor: "Что горит|Кого спросить|Темы",
		build.Press: "Новое с прошлого списка — 66|Срочное и то, чему срок сегодня или уже истёк — 46|Остальное: время ещё есть — 3|" +
			"Кто отвечает|Кому писали|Формальные и устаревшие промежуточные ответы (формальных: 11, промежуточных " +
			"с истёкшим сроком: 1)|Написали снова после ответа|Отвечено за период|" +
			"Изменены после ответа|Удалены до ответа|Что вызвало обращения|Каналы",
		build.Analyst: "Срочно|Что вызвало обращения|Показатели и прошлая неделя|Что изменилось|Темы|О чём пишут многие|Адреса, о которых " +
			"пишут несколько человек|По муниципалитетам|" +
			"По ответственным|По темам|По должностным лицам|По дням недели|По часам|Ждут ответа|Формальные и устаревшие промежуточные ответы " +
			"(формальных: 11, промежуточных с истёкшим сроком: 1)|" +
			"Написали снова после ответа|Изменены после ответа|Удалены до ответа|Отвечено за период|Каналы",
	} {
		in := reporttest.Busy(t, 180)
		in.Audience, in.Length, in.From = audience, build.OneWeek, build.OneWeek.Begin(reporttest.Morning(t))
		var heads []string
		for _, s := range page.New(build.New(in, reporttest.Morning(t))).Sections {
			heads = append(heads, s.Head)
		}
		if got := strings.Join(heads, "|"); got != want {
			t.Errorf("%s: %s", audience, got)
		}
	}
}

// The governor's page stays one page whatever happens, names nobody, and counts what it leaves out.
func TestGovernorsPage(t *testing.T) {
	for name, in := range map[string]build.Input{"none": reporttest.Busy(t, 0), "one": reporttest.Busy(t, 1),
		"five": reporttest.Busy(t, 5), "400": reporttest.Busy(t, 400), "worst": reporttest.Worst(t),
		"hostile": reporttest.Hostile(t), "broken": reporttest.Broken(t), "urgent": reporttest.Worst(t)} {
		if name == "urgent" {
			for i := range in.Records {
				in.Records[i].Status.Urgency = inbox.Life
			}
		}
		for _, language := range []build.Language{build.Russian, build.English} {
			in.Language = language
			d := build.New(in, reporttest.Morning(t))
			p := page.New(d)
			if n := p.Prose(); n > page.GovernorProse {
				t.Errorf("%s, %s: %d characters of prose", name, language, n)
			}
			if !p.OneSheet {
				t.Errorf("%s: not meant for one sheet", name)
			}
			if n := p.Spoken(); n > page.GovernorWords {
				t.Errorf("%s, %s: %d words to be read aloud", name, language, n)
			}
			shown := 0
			for _, s := range p.Sections {
				for _, b := range d.WorstBurning(len(s.Entries)) {
					shown += b.Messages
				}
				for _, e := range s.Entries {
					if !e.Urgent || e.Author != "" {
						t.Errorf("%s: listed %+v", name, e)
					}
				}
				if s.Table != nil && len(s.Table.Rows) > 5 {
					t.Errorf("%s: %d topics", name, len(s.Table.Rows))
				}
			}
			hidden := fmt.Sprintf(map[build.Language]string{build.Russian: "Не показано: %d",
				build.English: "Not shown: %d"}[language]+page.Nbsp,
				len(d.Complaints)-shown)
			counted := func(note string) bool { return strings.HasPrefix(note, hidden) }
			if len(d.Complaints) > shown && !slices.ContainsFunc(p.Notes, counted) {
				t.Errorf("%s: %d of %d shown, and the rest is not counted: %q", name, shown, len(d.Complaints), p.Notes)
			}
			for _, f := range []render.Format{render.Text, render.Markdown, render.HTML} {
				out, err := render.Render(d, f)
				if err != nil {
					t.Fatal(err)
				}
				for _, bad := range []string{"П. В.", "Выдуманов", "900 000", "79000000000"} {
					if bytes.Contains(out, []byte(bad)) {
						t.Errorf("%s, %s: names %q", name, f, bad)
					}
				}
			}
		}
	}
}

func TestPictureOfWhatIsKnown(t *testing.T) {
	calm := page.New(build.New(reporttest.Crowd(t, 0), reporttest.Morning(t)))
	never := reporttest.Crowd(t, 30)
	for i := range never.Channels {
		never.Channels[i].Fresh, never.Channels[i].LastComplete = false, time.Time{}
	}
	if calm.Picture != nil || page.New(build.New(never, reporttest.Morning(t))).Picture != nil {
		t.Error("a picture of nothing was drawn")
	}
	in := reporttest.Broken(t)
	in.Title = "<b>Сводка"
	p := page.New(build.New(in, reporttest.Morning(t)))
	if p.Picture == nil || p.Picture.Days[4].Known || !p.Picture.Days[6].Known ||
		p.Picture.Days[6].Label != "16"+page.Nbsp+"ноября" {
		t.Fatalf("%+v", p.Picture)
	}
	p.Picture.Title, p.Picture.Days[0].Label = `</title><script>`, `"><script>`
	drawn := string(html.SVG(*p.Picture))
	if strings.Contains(drawn, "<script") || strings.Count(drawn, `fill="url(#picture-hatch)"`) != 5 {
		t.Errorf("four unknown days and their legend are hatched, words are escaped:\n%s", drawn)
	}
	for _, days := range [][]page.PictureDay{nil, {{Label: "1", Received: 1 << 40, Known: true}}, {{Label: "1"}},
		p.Picture.Days} {
		p.Picture.Days = days
		decoder := xml.NewDecoder(strings.NewReader(string(html.SVG(*p.Picture))))
		for {
			if _, err := decoder.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("not XML: %v", err)
			}
		}
		if s := string(html.SVG(*p.Picture)); strings.Contains(s, "NaN") || strings.Contains(s, "Inf") {
			t.Errorf("no numbers: %s", s)
		}
	}
	mail, err := html.Render(p, func(page.Picture) template.HTML { return `<img src="cid:picture" alt="">` })
	if err != nil || !bytes.Contains(mail, []byte(`<img src="cid:picture"`)) || bytes.Contains(mail, []byte("<svg")) {
		t.Errorf("a mail has its own picture: %v", err)
	}
	if bare, err := html.Render(p, nil); err != nil || bytes.Contains(bare, []byte("<svg")) {
		t.Errorf("without a picture: %v", err)
	}
}

func TestHostile(t *testing.T) {
	for _, audience := range []build.Audience{build.Governor, build.Press, build.Analyst} {
		in := reporttest.Hostile(t)
		in.Audience = audience
		unharmed(t, build.New(in, reporttest.Morning(t)))
	}
}

func unharmed(t *testing.T, d build.Digest) {
	for _, f := range []render.Format{render.Text, render.Markdown, render.HTML, render.CSV} {
		out, err := render.Render(d, f)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.TrimPrefix(string(out), "\ufeff")
		for _, r := range text {
			if r != '\n' && !(f == render.CSV && r == '\r') &&
				(unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r)) {
				t.Errorf("%s holds %U", f, r)
			}
		}
		switch f {
		case render.HTML:
			for _, bad := range []string{"<script", "<img", "javascript:", "<b>", "</ol><h1>"} {
				if strings.Contains(text, bad) {
					t.Errorf("HTML holds %s", bad)
				}
			}
		case render.Markdown:
			for _, line := range strings.Split(text, "\n") {
				if strings.HasPrefix(strings.TrimSpace(line), "# Заг") || strings.Contains(line, "](https://evil") ||
					strings.Contains(line, " https://evil") {
					t.Errorf("Markdown lets a citizen's markup through: %s", line)
				}
			}
		case render.Text:
			for _, line := range strings.Split(text, "\n") {
				if uniseg.StringWidth(line) > 80 && !strings.Contains(line, "://") {
					t.Errorf("a line of %d columns: %s", uniseg.StringWidth(line), line)
				}
			}
		}
	}
}

func TestCSV(t *testing.T) {
	d := build.New(reporttest.Hostile(t), reporttest.Morning(t))
	out, err := render.Render(d, render.CSV)
	if err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(out, []byte("\ufeff"))))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != len(d.Complaints)+1 || len(rows[0]) != len(rows[1]) {
		t.Errorf("%d rows of %d and %d cells for %d complaints", len(rows), len(rows[0]), len(rows[1]),
			len(d.Complaints))
	}
	for _, row := range rows {
		for _, c := range row {
			if c != "" && strings.ContainsRune("=+-@\t\r", rune(c[0])) {
				t.Errorf("a spreadsheet would run %q", c)
			}
		}
	}
}
