package reading

import (
	"strconv"
	"strings"
	"testing"

	"otklik/internal/text"
)

// Words that stand as they are in the text are cut without being spelt again; they must come out as the others do.
func TestNorms(t *testing.T) {
	for said, want := range map[string]string{
		"яма во дворе":            "яма во дворе",
		"Яма ВО дворЕ":            "яма во дворе",
		"ещё ооочень длинннно":    "еще оочень длинно",
		"дом5 дом-музей о'коннор": "дом 5 дом-музей о-коннор",
		"за\u0301мок замо\u0301к": "замок замок",
		"дoм кopпyс":              "дом корпус",
		"нет,нет.нет":             "нет нет нет",
		"аааа бб ввв":             "аа бб вв",
		"она\xffбыла":             "она была",
	} {
		var got []string
		for _, k := range scanText(said).tokens {
			got = append(got, k.norm)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %q, want %q", said, got, want)
		}
	}
	long := scanText(strings.Repeat("аб", 1000))
	if len(long.tokens) != 1 || len(long.tokens[0].norm) != text.MaxWord || long.letters != 2000 || long.words != 1 {
		t.Errorf("a long word: %d tokens, %d letters", len(long.tokens), long.letters)
	}
}

// A phrase whose second word stands behind a gap, in another sentence or nowhere.
func TestPhrases(t *testing.T) {
	l := newLexicon()
	for _, entry := range []string{"нет воды", "нет .. света", "яма^2", "ям*"} {
		if err := l.add("section "+entry, "", entry); err != nil {
			t.Fatal(err)
		}
	}
	for text, want := range map[string]string{
		"нет воды":                       "нет воды 0-1",
		"нет у нас воды":                 "",
		"нет. воды":                      "",
		"нет у нас опять света":          "нет .. света 0-4",
		"нет у нас опять совсем света":   "",
		"нет света":                      "нет .. света 0-1",
		"ямами":                          "яма^2 0-0,ям* 0-0",
		"нет воды, нет света":            "нет воды 0-1,нет .. света 0-3,нет .. света 2-3",
		"12 @adm https://ya.ru нет воды": "нет воды 3-4",
	} {
		s := scanText(text)
		l.mark(s.tokens)
		var got []string
		for _, h := range l.find(s.tokens) {
			got = append(got, strings.TrimPrefix(l.names[h.section], "section ")+" "+strconv.Itoa(h.from)+"-"+
				strconv.Itoa(h.to))
		}
		if strings.Join(got, ",") != want {
			t.Errorf("%q: %q, want %q", text, strings.Join(got, ","), want)
		}
	}
}

func TestMemoryIsBounded(t *testing.T) {
	l := newLexicon()
	if err := l.add("matter", "", "яма"); err != nil {
		t.Fatal(err)
	}
	for i := range maxRemembered/100 + 20 {
		var b strings.Builder
		for k := range 100 {
			b.WriteString("ж" + strings.Map(func(r rune) rune { return 'а' + r - '0' }, strconv.Itoa(i*100+k)) + " ")
		}
		s := scanText(b.String() + "яма")
		l.mark(s.tokens)
		if hits := l.find(s.tokens); len(hits) != 1 {
			t.Fatalf("text %d: %d hits", i, len(hits))
		}
	}
	if n := len(l.memory.words); n > maxRemembered {
		t.Errorf("%d words are remembered", n)
	}
}
