package report

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"fmt"
	"html/template"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/rivo/uniseg"
	"pgregory.net/rapid"

	"otklik/internal/inbox"
)

// Sentences of three different facts never look alike.
func TestNothingIsNotUnknown(t *testing.T) {
	none := crowd(t, 0)
	unknown := none
	unknown.Channels = []ChannelInput{{Coverage: inbox.Coverage{Channel: "governor/vk"}, Platform: inbox.VK}}
	partly := none
	partly.Channels = broken(t).Channels
	for _, f := range []Format{Text, Markdown, HTML} {
		for n, c := range []struct{ in Input }{{none}, {unknown}, {partly}} {
			out, err := Render(Build(c.in, morning(t)), f)
			if err != nil {
				t.Fatal(err)
			}
			text := strings.ToLower(string(out))
			for k, sentence := range []string{"нет жалоб без ответа", "нет данных</strong><br>|нет данных:", "данные неполны"} {
				found := false
				for _, form := range strings.Split(sentence, "|") {
					found = found || strings.Contains(strings.ReplaceAll(text, "**", ""), form)
				}
				if found != (n == k) {
					t.Errorf("%s, case %d: %q found %t", f, n, sentence, found)
				}
			}
			if n > 0 && strings.Contains(text, "0"+nbsp+"жалоб") {
				t.Errorf("%s, case %d: shows zero for what was not read", f, n)
			}
		}
	}
}

func TestAudiences(t *testing.T) {
	in := crowd(t, 60)
	for _, c := range []struct {
		audience Audience
		links    int
		names    bool
	}{{Governor, 1, false}, {Press, 60, true}, {Analyst, 60, true}} {
		in.Audience = c.audience
		out, err := Render(Build(in, morning(t)), HTML)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Count(string(out), ">Открыть сообщение<"); got != c.links {
			t.Errorf("%s: %d links, want %d", c.audience, got, c.links)
		}
		if strings.Contains(string(out), "П. В.") != c.names {
			t.Errorf("%s: names shown %t", c.audience, !c.names)
		}
		if strings.Contains(string(out), "Не показано: 59"+nbsp+"жалоб") != (c.audience == Governor) {
			t.Errorf("%s: says how many are not shown: wrong", c.audience)
		}
		if !strings.Contains(string(out), "<svg") {
			t.Errorf("%s: no picture", c.audience)
		}
	}
}

// The headings of each audience are what it is for, in their order.
func TestHeadings(t *testing.T) {
	for audience, want := range map[Audience]string{
		Governor: "Срочно|Темы|О чём пишут многие",
		Press: "Срочно|Ждут ответа|Формальные и устаревшие промежуточные ответы (формальных: 11, промежуточных с истёкшим сроком: 1)|Написали снова после ответа|" +
			"Изменены после ответа|Удалены до ответа|Отвечено за период|Каналы",
		Analyst: "Срочно|Показатели и прошлая неделя|Что изменилось|Темы|О чём пишут многие|Адреса, о которых пишут несколько человек|По муниципалитетам|" +
			"По ответственным|По темам|По должностным лицам|Ждут ответа|Формальные и устаревшие промежуточные ответы (формальных: 11, промежуточных с истёкшим сроком: 1)|" +
			"Написали снова после ответа|Изменены после ответа|Удалены до ответа|Отвечено за период|Каналы",
	} {
		in := busy(t, 180)
		in.Audience, in.Length, in.From = audience, OneWeek, OneWeek.Begin(morning(t))
		var heads []string
		for _, s := range NewPage(Build(in, morning(t))).Sections {
			heads = append(heads, s.Head)
		}
		if got := strings.Join(heads, "|"); got != want {
			t.Errorf("%s: %s", audience, got)
		}
	}
}

// The governor's page stays one page whatever happens, names nobody, and counts what it leaves out.
func TestGovernorsPage(t *testing.T) {
	for name, in := range map[string]Input{"none": busy(t, 0), "one": busy(t, 1), "five": busy(t, 5), "400": busy(t, 400), "worst": worst(t),
		"hostile": hostile(t), "broken": broken(t), "urgent": worst(t)} {
		if name == "urgent" {
			for i := range in.Records {
				in.Records[i].Status.Urgent = true
			}
		}
		for _, language := range []Language{Russian, English} {
			in.Language = language
			d := Build(in, morning(t))
			p := NewPage(d)
			if n := p.prose(); n > governorProse {
				t.Errorf("%s, %s: %d characters of prose", name, language, n)
			}
			if !p.OneSheet {
				t.Errorf("%s: not meant for one sheet", name)
			}
			shown := 0
			for _, s := range p.Sections {
				shown += len(s.Entries)
				for _, e := range s.Entries {
					if !e.Urgent || e.Author != "" {
						t.Errorf("%s: listed %+v", name, e)
					}
				}
				if s.Table != nil && len(s.Table.Rows) > governorTopics {
					t.Errorf("%s: %d topics", name, len(s.Table.Rows))
				}
			}
			hidden := fmt.Sprintf(textsOf(language).hidden, textsOf(language).count(len(d.Complaints)-shown, textsOf(language).complaint))
			if len(d.Complaints) > shown && !slices.Contains(p.Notes, hidden) {
				t.Errorf("%s: %d of %d shown, and the rest is not counted: %q", name, shown, len(d.Complaints), p.Notes)
			}
			for _, f := range []Format{Text, Markdown, HTML} {
				out, err := Render(d, f)
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
	calm := NewPage(Build(crowd(t, 0), morning(t)))
	never := crowd(t, 30)
	for i := range never.Channels {
		never.Channels[i].Fresh, never.Channels[i].LastComplete = false, time.Time{}
	}
	if calm.Picture != nil || NewPage(Build(never, morning(t))).Picture != nil {
		t.Error("a picture of nothing was drawn")
	}
	in := broken(t)
	in.Title = "<b>Сводка"
	p := NewPage(Build(in, morning(t)))
	if p.Picture == nil || p.Picture.Days[4].Known || !p.Picture.Days[6].Known || p.Picture.Days[6].Label != "16"+nbsp+"ноября" {
		t.Fatalf("%+v", p.Picture)
	}
	p.Picture.Title, p.Picture.Days[0].Label = `</title><script>`, `"><script>`
	drawn := string(SVG(*p.Picture))
	if strings.Contains(drawn, "<script") || strings.Count(drawn, `fill="url(#picture-hatch)"`) != 5 {
		t.Errorf("four unknown days and their legend are hatched, words are escaped:\n%s", drawn)
	}
	for _, days := range [][]PictureDay{nil, {{Label: "1", Received: 1 << 40, Known: true}}, {{Label: "1"}}, p.Picture.Days} {
		p.Picture.Days = days
		decoder := xml.NewDecoder(strings.NewReader(string(SVG(*p.Picture))))
		for {
			if _, err := decoder.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("not XML: %v", err)
			}
		}
		if s := string(SVG(*p.Picture)); strings.Contains(s, "NaN") || strings.Contains(s, "Inf") {
			t.Errorf("no numbers: %s", s)
		}
	}
	mail, err := RenderHTML(p, func(Picture) template.HTML { return `<img src="cid:picture" alt="">` })
	if err != nil || !bytes.Contains(mail, []byte(`<img src="cid:picture"`)) || bytes.Contains(mail, []byte("<svg")) {
		t.Errorf("a mail has its own picture: %v", err)
	}
	if bare, err := RenderHTML(p, nil); err != nil || bytes.Contains(bare, []byte("<svg")) {
		t.Errorf("without a picture: %v", err)
	}
}

// Numbers stand under their heads, and no line is too wide however long the names are.
func TestTextTables(t *testing.T) {
	number := func(names ...string) []Column {
		columns := []Column{{"Тема", false}}
		for _, n := range names {
			columns = append(columns, Column{n, true})
		}
		return columns
	}
	for _, c := range []struct {
		table Table
		want  string
	}{
		{Table{number("Без ответа", "Новых"), []Row{{[]string{"Дороги", "5", "12"}, "Энск"}}},
			"             Без\n  Тема    ответа  Новых\n  Дороги       5     12\n    Энск\n"},
		{Table{number(strings.Repeat("я", 70)), []Row{{[]string{"Общественный транспорт", "5"}, ""}}},
			"  Тема    " + strings.Repeat("я", 70) + "\n  Общественный транспорт\n" + strings.Repeat(" ", 79) + "5\n"},
		{Table{number(strings.Repeat("я", 60), strings.Repeat("ю", 60)), []Row{{[]string{"Дороги", "5", "6"}, "Энск"}}}, ""},
	} {
		var w textWriter
		w.table(&c.table)
		if got := w.String(); c.want != "" && got != c.want {
			t.Errorf("drawn\n%swant\n%s", got, c.want)
		}
		for _, line := range strings.Split(w.String(), "\n") {
			if uniseg.StringWidth(line) > textWidth {
				t.Errorf("%d columns: %s", uniseg.StringWidth(line), line)
			}
		}
	}
}

func TestHostile(t *testing.T) {
	for _, audience := range []Audience{Governor, Press, Analyst} {
		in := hostile(t)
		in.Audience = audience
		unharmed(t, Build(in, morning(t)))
	}
}

func unharmed(t *testing.T, d Digest) {
	for _, f := range []Format{Text, Markdown, HTML, CSV} {
		out, err := Render(d, f)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.TrimPrefix(string(out), "\ufeff")
		for _, r := range text {
			if r != '\n' && !(f == CSV && r == '\r') && (unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r)) {
				t.Errorf("%s holds %U", f, r)
			}
		}
		switch f {
		case HTML:
			for _, bad := range []string{"<script", "<img", "javascript:", "<b>", "</ol><h1>"} {
				if strings.Contains(text, bad) {
					t.Errorf("HTML holds %s", bad)
				}
			}
		case Markdown:
			for _, line := range strings.Split(text, "\n") {
				if strings.HasPrefix(strings.TrimSpace(line), "# Заг") || strings.Contains(line, "](https://evil") || strings.Contains(line, " https://evil") {
					t.Errorf("Markdown lets a citizen's markup through: %s", line)
				}
			}
		case Text:
			for _, line := range strings.Split(text, "\n") {
				if uniseg.StringWidth(line) > textWidth && !strings.Contains(line, "://") {
					t.Errorf("a line of %d columns: %s", uniseg.StringWidth(line), line)
				}
			}
		}
	}
}

func TestCSV(t *testing.T) {
	d := Build(hostile(t), morning(t))
	out, err := Render(d, CSV)
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
		t.Errorf("%d rows of %d and %d cells for %d complaints", len(rows), len(rows[0]), len(rows[1]), len(d.Complaints))
	}
	for _, row := range rows {
		for _, c := range row {
			if c != "" && strings.ContainsRune("=+-@\t\r", rune(c[0])) {
				t.Errorf("a spreadsheet would run %q", c)
			}
		}
	}
}

func TestQuote(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"  Два\n\nслова ", "Два слова"},
		{"", ""},
		{"\u200b\u202e", ""},
		{strings.Repeat("а", 200), strings.Repeat("а", 200)},
		{strings.Repeat("а", 201), strings.Repeat("а", 199) + "…"},
		{strings.Repeat("а", 150) + " " + strings.Repeat("б", 60), strings.Repeat("а", 150) + "…"},
		{"Да " + strings.Repeat("б", 300), "Да " + strings.Repeat("б", 196) + "…"},
	} {
		if got := quote(c.text); got != c.want {
			t.Errorf("quote(%q) = %q", c.text, got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		q := quote(rapid.String().Draw(t, "text"))
		if n := len([]rune(q)); n > quoteLength || strings.ContainsAny(q, "\n\r\t") || oneLine(q) != q {
			t.Fatalf("%d characters: %q", n, q)
		}
	})
}

func TestPlurals(t *testing.T) {
	for n, want := range map[int]string{
		0: "0 жалоб", 1: "1 жалоба", 2: "2 жалобы", 4: "4 жалобы", 5: "5 жалоб", 11: "11 жалоб", 12: "12 жалоб", 14: "14 жалоб",
		21: "21 жалоба", 22: "22 жалобы", 25: "25 жалоб", 101: "101 жалоба", 111: "111 жалоб", 112: "112 жалоб",
		1001: "1 001 жалоба", 1234567: "1 234 567 жалоб",
	} {
		if got := russian.count(n, russian.complaint); got != strings.ReplaceAll(want, " ", nbsp) {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
	for n, want := range map[int]string{0: "0 complaints", 1: "1 complaint", 2: "2 complaints", 21: "21 complaints", 1001: "1,001 complaints"} {
		if got := english.count(n, english.complaint); got != strings.ReplaceAll(want, " ", nbsp) {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
	for h, want := range map[float64]string{0.4: "меньше рабочего часа", 1: "1 рабочий час", 2: "2 рабочих часа", 2.5: "2,5 рабочего часа", 5: "5 рабочих часов",
		10.5: "11 рабочих часов", 20.6: "21 рабочий час"} {
		if got := russian.hours(h, russian.workingHour); got != strings.ReplaceAll(want, " ", nbsp) && strings.ReplaceAll(got, nbsp, " ") != want {
			t.Errorf("%v hours: %q, want %q", h, got, want)
		}
	}
	for h, want := range map[float64]string{0.4: "не дольше 0,4 рабочего часа", 1: "не дольше 1 рабочего часа", 2: "не дольше 2 рабочих часов",
		2.5: "не дольше 2,5 рабочего часа", 11: "не дольше 11 рабочих часов", 20.8: "не дольше 21 рабочего часа"} {
		if got := russian.within(h, russian.workingHour); strings.ReplaceAll(got, nbsp, " ") != want {
			t.Errorf("within %v hours: %q, want %q", h, got, want)
		}
	}
	if got := russian.within(21, russian.hour) + english.within(1, english.hour); got != "не дольше 21"+nbsp+"часа"+"no longer than 1"+nbsp+"hour" {
		t.Errorf("within hours: %q", got)
	}
	if got := russian.decimals(-1234.56); got != "−1"+nbsp+"234,6" {
		t.Errorf("a decimal number: %q", got)
	}
}

// Every word exists in both languages, and takes the same arguments.
func TestLanguagesAreWhole(t *testing.T) {
	ru, en := reflect.ValueOf(russian), reflect.ValueOf(english)
	verbs := func(s string) int { return strings.Count(strings.ReplaceAll(s, "%%", ""), "%") }
	var same func(name string, a, b reflect.Value)
	same = func(name string, a, b reflect.Value) {
		switch a.Kind() {
		case reflect.String:
			optional := name == "year" || strings.HasSuffix(name, ".few") || strings.HasPrefix(name, "columnsTopic[2]")
			if !optional && (a.String() == "" || b.String() == "") || !strings.HasPrefix(name, "columnsPart") && verbs(a.String()) != verbs(b.String()) {
				t.Errorf("%s: %q and %q", name, a, b)
			}
		case reflect.Struct:
			for i := range a.NumField() {
				same(strings.TrimPrefix(name+"."+a.Type().Field(i).Name, "."), a.Field(i), b.Field(i))
			}
		case reflect.Array, reflect.Slice:
			if a.Len() != b.Len() {
				t.Errorf("%s: %d and %d", name, a.Len(), b.Len())
				return
			}
			for i := range a.Len() {
				same(fmt.Sprintf("%s[%d]", name, i), a.Index(i), b.Index(i))
			}
		case reflect.Map:
			if a.Len() != b.Len() {
				t.Errorf("%s: %d and %d", name, a.Len(), b.Len())
			}
			for _, key := range a.MapKeys() {
				if other := b.MapIndex(key); !other.IsValid() {
					t.Errorf("%s lacks %v", name, key)
				} else {
					same(fmt.Sprintf("%s[%v]", name, key), a.MapIndex(key), other)
				}
			}
		}
	}
	same("", ru, en)
}
