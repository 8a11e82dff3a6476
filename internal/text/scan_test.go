package text

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// Rules as readers of different models use them.
var (
	plain   = &Rules{}
	webPage = []string{"http://", "https://"}
	needs   = &Rules{Inner: "-'’", Squeeze: true, Links: webPage, Mentions: true, DottedNames: true}
	topics  = &Rules{Inner: "-/", Digits: DigitsInside, Longest: 80}
	places  = &Rules{Inner: "-‑", Digits: DigitsAtHyphen}
	ngrams  = &Rules{Squeeze: true, Links: webPage, LinksAsWritten: true, Mentions: true, AnyBrackets: true}
	charged = &Rules{Number: func(text string) int { return NumberLen(text, "/:.,") }}
)

// shown is a line of the tokens: w word, n number, l link, m mention, s sign.
func shown(said string, rules *Rules) string {
	var out []string
	for s := Scan(said, rules); s.Next(); {
		what := s.Norm()
		if s.Kind == Sign {
			what = string(s.Sign)
		}
		out = append(out, string("swnlm"[s.Kind])+what)
	}
	return strings.Join(out, " ")
}

func TestScan(t *testing.T) {
	for _, c := range []struct {
		name, text string
		rules      *Rules
		want       string
	}{
		{"nothing", "  ", plain, ""},
		{"words and signs", "Нет воды, 3 дня!", plain, "wнет wводы s, n3 wдня s!"},
		{"yo is ye, capitals are small", "ЁЛКА Ёжик елка", plain, "wелка wежик wелка"},
		{"an accent is dropped", "доро\u0301га", plain, "wдорога"},
		{"an accent alone is a sign", "\u0301дом", plain, "s\u0301 wдом"},
		{"invalid bytes separate", "во\xffда", plain, "wво s\ufffd wда"},
		{"inner hyphen", "р-н да-", plain, "wр s- wн wда s-"},
		{"inner hyphen joined", "р-н да- -то", needs, "wр-н wда s- s- wто"},
		{"apostrophe becomes a hyphen", "об’явил об'явил", needs, "wоб-явил wоб-явил"},
		{"hyphen without break", "юго‑запад", places, "wюго-запад"},
		{"slash", "ж/д на/2", topics, "wж/д wна s/ w2"},
		{"digits apart", "36а 12/3", plain, "n36 wа n12 s/ n3"},
		{"digits inside", "36а covid19 36-я", topics, "w36а wcovid19 w36-я"},
		{"one digit at a hyphen", "Т-3 Т3", places, "wт-3 wт n3"},
		{"measured numbers", "в 18:00, д.12/3 3,5.", charged, "wв n18:00 s, wд s. n12/3 n3,5 s."},
		{"squeeze", "нееееет НЕЕЕЕТ", needs, "wнеет wнеет"},
		{"no squeeze", "нееееет", plain, "wнееееет"},
		{"lookalikes", "вoдa cafe", needs, "wвода wcafe"}, // the o and the a are Latin
		{"lookalikes stay", "вoдa", plain, "wвoдa"},
		{"link", "см. https://a.ru/b?c) HTTP://A", needs, "wсм s. lhttps://a.ru/b?c s) lHTTP://A"},
		{"link as written", "https://a.ru Https://b", ngrams, "lhttps://a.ru whttps s: s/ s/ wb"},
		{"no links", "https://a", plain, "whttps s: s/ s/ wa"},
		{"mention", "@ivan_1, [id1|Иван] [club2|Дом]", needs, "mivan_1 s, mid1|Иван mclub2|Дом"},
		{"dotted name", "@ivan.petrov", needs, "mivan.petrov"},
		{"undotted name", "@ivan.", ngrams, "mivan s."},
		{"no name", "@ x@", needs, "s@ wx s@"},
		{"foreign brackets", "[А|Б]", needs, "s[ wа s| wб s]"},
		{"any brackets", "[А|Б] [В]", ngrams, "mА|Б s[ wв s]"},
		{"no mentions", "@ivan", plain, "s@ wivan"},
		{"pictographs", "👍да", plain, "s👍 wда"},
		{"other scripts", "Әни ͅСаҡ", plain, "wәни s\u0345 wсаҡ"},
	} {
		if got := shown(c.text, c.rules); got != c.want {
			t.Errorf("%s: %q gives\n\t%s, want\n\t%s", c.name, c.text, got, c.want)
		}
	}
}

func TestScanBounds(t *testing.T) {
	long := strings.Repeat("аб", 200)
	for longest, want := range map[int]int{0: MaxWord, 64: 64, 63: 64} {
		s := Scan(long+" дом", &Rules{Longest: longest})
		if !s.Next() || len(s.Norm()) != want || s.To != len(long) || s.Letters != 400 {
			t.Errorf("longest %d keeps %d bytes of %d, want %d", longest, len(s.Norm()), s.To, want)
		}
		if !s.Next() || s.Norm() != "дом" {
			t.Errorf("behind a long word stands %q", s.Norm())
		}
	}
	if got := shown("@"+strings.Repeat("ab", 50), needs); len(got) != len("m w")+100 {
		t.Errorf("a mention of 100 letters: %s", got)
	}
	if got := shown("[id1|"+strings.Repeat("a", longestBracket)+"]", needs); strings.Contains(got, "m") {
		t.Errorf("a bracket that ends nowhere near is a mention: %s", got)
	}
}

func TestCapitals(t *testing.T) {
	for text, want := range map[string]string{
		"дом": "false 3/0 false", "Дом": "true 3/1 false", "ДОМ": "true 3/3 true", "Я": "true 1/1 false",
		"дОМ": "false 3/2 false", "Ёж": "true 2/1 false", "McA": "true 3/2 false",
	} {
		s := Scan(text, plain)
		s.Next()
		if got := fmt.Sprintf("%v %d/%d %v", s.Capital, s.Letters, s.Capitals, s.Upper()); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

// FuzzScan looks for tokens that overlap, skip what is no blank, or are not in the form that is promised.
func FuzzScan(f *testing.F) {
	f.Add("Нет воды, 3 дня!")
	f.Add("вoдa 36-я @a.b [id1|Иван] https://x")
	f.Add("ААААА-ббб'в ё\u0301İſ \xff\xd0")
	f.Fuzz(func(t *testing.T, said string) {
		for _, rules := range []*Rules{plain, needs, topics, places, ngrams, charged} {
			at := 0
			for s := Scan(said, rules); s.Next(); {
				if s.From < at || s.To <= s.From || strings.Trim(said[at:s.From], " ") != "" {
					t.Fatalf("%q: a token from %d to %d behind %d", said, s.From, s.To, at)
				}
				at = s.To
				if s.Kind != Word {
					continue
				}
				if s.Norm() == "" || len(s.Norm()) > rules.longest()*2+utf8.UTFMax || s.Norm() != Fold(s.Norm()) {
					t.Fatalf("%q: the norm %q", said, s.Norm())
				}
			}
			if strings.Trim(said[at:], " ") != "" {
				t.Fatalf("%q is read to %d only", said, at)
			}
		}
	})
}

// A word that needs no folding is a part of the text, and all the others share a buffer.
func TestScanAllocates(t *testing.T) {
	small, mixed := "нет воды третий день, помогите", "НЕТ Воды Третий День, Помогите"
	for text, most := range map[string]float64{small: 0, mixed: 1} {
		if n := testing.AllocsPerRun(100, func() {
			s := Scanner{text: text, rules: plain}
			for s.Next() {
			}
		}); n > most {
			t.Errorf("%q: %v allocations, want %v", text, n, most)
		}
	}
}

func TestFold(t *testing.T) {
	for _, s := range []string{"", "дом", "Дом", "ЁЖ и ёж", "ABC", "Ünï", "с\xffт", "Ӗҫ", "İ", "36А", "ǅ"} {
		if want := strings.ReplaceAll(strings.ToLower(s), "ё", "е"); Fold(s) != want {
			t.Errorf("Fold(%q) = %q, want %q", s, Fold(s), want)
		}
	}
	if got := FoldName("  Нижний \t Тагил Ё "); got != "нижний тагил е" {
		t.Errorf("FoldName: %q", got)
	}
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if IsLetter(r) != unicode.IsLetter(r) || IsUpper(r) != unicode.IsUpper(r) {
			t.Fatalf("%U: letter %v, capital %v", r, IsLetter(r), IsUpper(r))
		}
	}
}

func TestWords(t *testing.T) {
	if got := strings.Join(slices.Collect(Words("Дом 12а, ул.Ёлочная-3 ①")), "|"); got != "дом|12а|ул|елочная|3" {
		t.Error(got)
	}
}

func TestStem(t *testing.T) {
	long := strings.Repeat("ы", MaxWord)
	for word, want := range map[string]string{
		"дороги": "дорог", "дорогами": "дорог", "дом": "дом", "он": "он", "оно": "он", "water": "water", "": "",
		long: long,
	} {
		if got := Stem(word); got != want {
			t.Errorf("Stem(%q) = %q, want %q", word, got, want)
		}
	}
	var s Stemmer
	for range 2 {
		if s.Stem("ямами") != "ям" || s.Stem("улицы") != "улиц" {
			t.Error("a Stemmer remembers the word before")
		}
	}
}

func BenchmarkScan(b *testing.B) {
	said := "Здравствуйте! На Лесной, дом 12, третий день нет воды. КОГДА починят? https://vk.com/wall-1_2 @uk_dom"
	for name, rules := range map[string]*Rules{"needs": needs, "topics": topics, "ngrams": ngrams} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(said)))
			for b.Loop() {
				for s := Scan(said, rules); s.Next(); {
				}
			}
		})
	}
}

func BenchmarkStem(b *testing.B) {
	var s Stemmer
	b.ReportAllocs()
	for b.Loop() {
		s.Stem("отремонтировали")
	}
}

func BenchmarkFold(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Fold("дорога")
		Fold("Дорога")
	}
}
