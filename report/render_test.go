package report

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
	"unicode"

	"github.com/rivo/uniseg"
	"pgregory.net/rapid"

	"otklik/inbox"
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
	}{{Governor, governorEntries, false}, {Press, 60, true}, {Analyst, 60, true}} {
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
		if strings.Contains(string(out), "Не показано: 50"+nbsp+"жалоб") != (c.audience == Governor) {
			t.Errorf("%s: says how many are not shown: wrong", c.audience)
		}
	}
}

func TestHostile(t *testing.T) {
	d := Build(hostile(t), morning(t))
	d.Audience = Analyst
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
	if got := russian.decimals(-1234.56); got != "−1"+nbsp+"234,6" {
		t.Errorf("a decimal number: %q", got)
	}
}

// Every word exists in both languages.
func TestLanguagesAreWhole(t *testing.T) {
	for _, l := range []*texts{&russian, &english} {
		if len(l.csv) != len(russian.csv) || len(l.troubles) != len(russian.troubles) || len(l.media) != len(russian.media) ||
			len(l.states) != len(russian.states) || len(l.moods) != len(russian.moods) || len(l.causes) != len(russian.causes) {
			t.Errorf("%s lacks words", l.lang)
		}
	}
}
