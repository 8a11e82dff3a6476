package privacy

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// shape is what a token is.
type shape uint8

const (
	word   shape = iota
	number       // a run of digits
	mark         // any other single sign
	taken        // personal data already found, or a label that stands for it
)

// token is a word, a run of digits or a sign of the text.
type token struct {
	start, end int
	low        string // a word in lower case with е for ё; the digits of a number in ASCII
	sign       rune   // of a mark
	kind       shape
	facts      fact
	letters    int  // of a word
	space      bool // blanks stand before it
	line       bool // a new line stands before it
	capital    bool
	upper      bool // two letters or more, all capitals
	inner      bool // a capital stands behind a small letter
	capitals   int  // how many letters are capitals
	latin      bool // it was read from Latin letters
	turkic     bool // it has letters that Russian has not
	person     bool // what was found is a name
	pet        bool // a first name with an ending of endearment that no list has
}

// take makes a token a wall for every later rule.
func (t *token) take(kind secret) { t.kind, t.person = taken, kind == name }

// labels of both languages, as they may stand in a text that was masked before.
var labelSet = func() map[string]bool {
	set := map[string]bool{}
	for _, names := range [...]map[secret]string{russian, english} {
		for _, label := range names {
			set[label] = true
		}
	}
	return set
}()

// longestLabel bounds the search for the bracket that ends a label.
const longestLabel = 40

// scan cuts the text into tokens.
func (f *finder) scan() {
	f.fold()
	f.tokens = make([]token, 0, len(f.text)/5+8)
	space, line := false, false
	for i := 0; i < len(f.text); {
		r, size := utf8.DecodeRuneInString(f.text[i:])
		if r == ' ' || unicode.IsSpace(r) {
			space, line = true, line || r == '\n'
			i += size
			continue
		}
		if invisible(r) {
			i += size
			continue
		}
		t := token{start: i, space: space, line: line}
		space, line = false, false
		switch {
		case r == '[' && f.label(i) > 0:
			t.kind, t.end = taken, i+f.label(i)
			label := f.text[i:t.end]
			t.person = label == russian[name] || label == english[name]
		case unicode.IsLetter(r):
			f.word(&t)
		case unicode.IsDigit(r) || ornate(r) >= 0 && f.ornateRow(i, size):
			f.digits(&t)
		default:
			t.kind, t.sign, t.end = mark, plain(r), i+size
		}
		f.tokens = append(f.tokens, t)
		i = t.end
	}
	f.respell()
	f.besideLatin()
}

// label measures the label that begins at byte i, 0 if none does.
func (f *finder) label(i int) int {
	n := strings.IndexByte(f.text[i:min(len(f.text), i+longestLabel)], ']')
	if n < 0 || !labelSet[f.text[i:i+n+1]] {
		return 0
	}
	return n + 1
}

// fold writes low.
func (f *finder) fold() {
	b := make([]byte, 0, len(f.text))
	for i := 0; i < len(f.text); {
		c := f.text[i]
		if c < utf8.RuneSelf {
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
			}
			b = append(b, c)
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(f.text[i:])
		if to := lower(r); utf8.RuneLen(to) == size {
			b = utf8.AppendRune(b, to)
		} else {
			b = append(b, f.text[i:i+size]...)
		}
		i += size
	}
	f.low = string(b)
}

func lower(r rune) rune {
	switch {
	case 'А' <= r && r <= 'Я':
		return r + 32
	case 'а' <= r && r <= 'я':
		return r
	case r == 'ё' || r == 'Ё':
		return 'е'
	}
	return unicode.ToLower(r)
}

// plain gives the common form of a sign: full-width signs and the many dashes.
func plain(r rune) rune {
	switch {
	case '！' <= r && r <= '～':
		return r - '！' + '!'
	case r == '﹫':
		return '@'
	case '‐' <= r && r <= '―', r == '−', r == '➖', r == '⁃', r == '﹣', r == '˗', r == 'ー':
		return '-'
	}
	return r
}

// invisible runes are put into words and numbers by phones and by people who hide from filters.
func invisible(r rune) bool {
	switch r {
	case '\u00ad', '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\ufe0f', '\u20e3':
		return true
	}
	return false
}

// word reads letters with single hyphens between them.
func (f *finder) word(t *token) {
	capitals, latin, cyrillic, odd, strange := 0, false, false, false, false
	i := t.start
	for i < len(f.text) {
		r, size := utf8.DecodeRuneInString(f.text[i:])
		switch {
		case unicode.IsLetter(r):
			if t.letters++; unicode.IsUpper(r) {
				t.inner = t.inner || capitals < t.letters-1
				capitals++
				t.capital = t.capital || t.letters == 1
			}
			latin = latin || r < 0x250 || greek(r)
			cyrillic = cyrillic || 'Ѐ' <= r && r <= 'ӿ'
			strange = strange || r > 'ё' || 'Ѐ' <= r && r < 'А' && r != 'Ё'
		case unicode.Is(unicode.Mn, r) || invisible(r):
			odd = true
		case r == '-':
			next, _ := utf8.DecodeRuneInString(f.text[i+1:])
			if !unicode.IsLetter(next) || t.letters < 13 && spokenValue(f.low[t.start:i]) >= 0 { // восемь-девять-один
				size = 0
			}
		default:
			size = 0
		}
		if size == 0 {
			break
		}
		i += size
	}
	t.end, t.upper, t.capitals = i, t.letters > 1 && capitals == t.letters, capitals
	t.low = f.low[t.start:t.end]
	switch {
	case odd || latin && cyrillic:
		t.low = clean(t.low)
	case strange:
		t.low = strings.Map(neighbour, t.low)
	}
	t.facts = known(t.low)
	t.turkic = strange
	if cyrillic && strings.ContainsAny(f.text[t.start:t.end], "ёЁ") { // «Тёма» is a name, «тема» is none
		if spelt := known(strings.ToLower(f.text[t.start:t.end])); spelt != 0 {
			t.facts = spelt
		}
	}
	if t.facts == 0 && strings.Contains(t.low, "э") { // Рустэм is Рустем
		t.facts = known(strings.ReplaceAll(t.low, "э", "е")) & (first | nominative | male | female)
	}
	if t.facts == 0 && t.capital && !t.upper && !latin && eastFirst(t) {
		t.facts = first | nominative | male | female
	}
	if t.facts == 0 && t.capital && t.capitals == 1 && t.letters > 4 {
		t.facts = petName(t.low)
		t.pet = t.facts != 0
	}
	if latin && !cyrillic && t.facts == 0 {
		f.transliterated(t)
	}
}

// eastFirst reports the ends of which first names of Turkic and Persian use are put together: Нургали, Азизбек,
// Хайрулла.
func eastFirst(t *token) bool {
	return t.letters > 5 && endsWith(t.low, eastEnds)
}

var eastEnds = strings.Fields("гали бек улла уллох ддин мурат мурод гуль джан жан жон хан нур нисо темир булат бай")

// neighbours are the Russian letters in which names of other alphabets are written in Russian papers.
var neighbours = map[rune]rune{'ә': 'а', 'ө': 'о', 'ү': 'у', 'җ': 'ж', 'ң': 'н', 'һ': 'х', 'қ': 'к', 'ғ': 'г', 'ұ': 'у',
	'і': 'и', 'ї': 'и', 'є': 'е', 'ґ': 'г', 'ў': 'у', 'ҳ': 'х', 'ҷ': 'ч', 'ӣ': 'и', 'ӯ': 'у', 'ҡ': 'к', 'ҙ': 'з',
	'ҫ': 'с',
	'ӑ': 'а', 'ӗ': 'е', 'ӳ': 'у', 'ӓ': 'а', 'ӧ': 'о', 'ӱ': 'у', 'ј': 'й', 'ҥ': 'н', 'ҕ': 'г'}

func neighbour(r rune) rune {
	if to := neighbours[r]; to != 0 {
		return to
	}
	return r
}

// lookAlike gives the Cyrillic letter that a Latin one is mistaken for.
var lookAlike = map[rune]rune{'a': 'а', 'b': 'в', 'c': 'с', 'e': 'е', 'h': 'н', 'k': 'к', 'm': 'м', 'o': 'о',
	'p': 'р', 't': 'т', 'x': 'х', 'y': 'у', 'u': 'и', 'n': 'п', 'r': 'г', 'i': 'и',
	'ο': 'о', 'α': 'а', 'ρ': 'р', 'ε': 'е', 'υ': 'у', 'χ': 'х', 'κ': 'к', 'τ': 'т', 'μ': 'м', 'ν': 'у'}

// greek letters look like Cyrillic ones.
func greek(r rune) bool { return 'Ͱ' <= r && r <= 'Ͽ' }

// clean writes a word of mixed letters in Cyrillic and drops what does not show.
func clean(low string) string {
	low = strings.ReplaceAll(low, "и\u0306", "й")
	var b strings.Builder
	for _, r := range low {
		switch to := lookAlike[r]; {
		case to != 0:
			b.WriteRune(to)
		case unicode.Is(unicode.Mn, r) || invisible(r):
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// latinPairs are letters that stand together for one, the longest first.
var latinPairs = strings.NewReplacer("iya", "ия", "shch", "щ", "sch", "щ", "zh", "ж", "kh", "х", "ts", "ц", "ch",
	"ч", "sh", "ш",
	"yu", "ю", "ju", "ю",
	"ya", "я", "ja", "я", "iu", "ю", "ia", "ия", "yo", "е", "jo", "е", "ye", "е", "iy", "ий", "ij", "ий", "yy", "ый",
	"ey", "ей", "ei", "ей", "ay", "ай", "oy", "ой",
	"a", "а", "b", "б", "c", "к", "d", "д", "e", "е", "f", "ф", "g", "г", "h", "х", "i", "и", "j", "й", "k", "к",
	"l", "л", "m", "м",
	"n", "н", "o", "о", "p", "п", "q", "к", "r", "р", "s", "с", "t", "т", "u", "у", "v", "в", "w", "в", "x", "кс",
	"y", "ы", "z", "з", "'", "ь")

// transliterated reads a Russian word in Latin letters where it tells something about names, flats or telephones.
func (f *finder) transliterated(t *token) {
	if t.letters < 2 || t.letters > 20 {
		return
	}
	if spokenValue(t.low) >= 0 { // «nine» is no «Нине»
		return
	}
	low, facts := russianIn(t.low)
	if facts&(first|called|who|cueflat|cuephone|relative) != 0 || spokenValue(low) >= 0 || low == "имя" ||
		t.letters > 6 && patronymicEnding(low) ||
		t.capital && t.letters > 4 && (facts&familySure != 0 || onSurname(low)) {
		t.low, t.facts, t.latin = low, facts, true
	}
}
