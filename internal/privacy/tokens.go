package privacy

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"otklik/internal/text"
)

// shape is what a token is.
type shape uint8

const (
	word    shape = iota
	number        // a run of digits
	mark          // any other single sign
	taken         // personal data already found, or a label that stands for it
	outside       // no token: what is asked for before the text or behind it
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

// any reports that a token has one of the facts.
func (t *token) any(facts fact) bool { return t.facts&facts != 0 }

// none reports that a token has none of the facts.
func (t *token) none(facts fact) bool { return t.facts&facts == 0 }

// only reports that a token has no facts but these.
func (t *token) only(facts fact) bool { return t.facts&^facts == 0 }

// among reports one of the signs.
func (t *token) among(signs string) bool {
	return t.kind == mark && strings.ContainsRune(signs, t.sign)
}

// signed is among for tokens that may have been taken since.
func (t *token) signed(signs string) bool { return strings.ContainsRune(signs, t.sign) }

// nowhere is what stands beyond the text: nothing is true of it, but that the line ends before it.
var nowhere = token{kind: outside, line: true}

// at is token k.
func (f *finder) at(k int) *token {
	if k < 0 || k >= len(f.tokens) {
		return &nowhere
	}
	return &f.tokens[k]
}

// after is the token behind i on its line.
func (f *finder) after(i int) *token {
	if n := f.at(i + 1); !n.line {
		return n
	}
	return &nowhere
}

// before is the token before i on its line.
func (f *finder) before(i int) *token {
	if f.at(i).line {
		return &nowhere
	}
	return f.at(i - 1)
}

// near reports whether token i is a word that follows the token before with nothing but blanks between.
func (f *finder) near(i int) bool {
	t := f.at(i)
	return i > 0 && t.kind == word && t.space && !t.line
}

// is reports that token k is a word with one of the facts.
func (f *finder) is(k int, facts fact) bool {
	t := f.at(k)
	return t.kind == word && t.any(facts)
}

// says reports that token k is one of the words; taken tokens say what they said.
func (f *finder) says(k int, list words) bool { return list.has(f.at(k).low) }

// width is how many digits the number at token k has, 0 if it is none.
func (f *finder) width(k int) int {
	if t := f.at(k); t.kind == number {
		return len(t.low)
	}
	return 0
}

// over passes from token k on over up to n signs and words with the facts, on one line.
func (f *finder) over(k, n int, signs string, facts fact) int {
	for ; n > 0 && !f.at(k).line && (f.at(k).among(signs) || f.is(k, facts)); n-- {
		k++
	}
	return k
}

// tight reports one of the signs at token k with nothing but the sign between its neighbours.
func (f *finder) tight(k int, signs string) bool {
	return f.at(k).signed(signs) && !f.at(k).space && k+1 < len(f.tokens) && !f.at(k+1).space
}

// back goes over up to n tokens before token i, the nearest first, and stops behind the beginning of a line.
func (f *finder) back(i, n int) func(func(int, *token) bool) {
	return func(yield func(int, *token) bool) {
		for k := i - 1; k >= max(0, i-n) && !f.tokens[k+1].line; k-- {
			if !yield(k, &f.tokens[k]) {
				return
			}
		}
	}
}

// onward goes over up to n tokens behind token i, the nearest first, and stops at the end of the line.
func (f *finder) onward(i, n int) func(func(int, *token) bool) {
	return func(yield func(int, *token) bool) {
		for k := i + 1; k < min(len(f.tokens), i+n+1) && !f.tokens[k].line; k++ {
			if !yield(k, &f.tokens[k]) {
				return
			}
		}
	}
}

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
		case text.IsLetter(r):
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
		if to := text.Lower(r); utf8.RuneLen(to) == size {
			b = utf8.AppendRune(b, to)
		} else {
			b = append(b, f.text[i:i+size]...)
		}
		i += size
	}
	f.low = string(b)
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

// makeup is what the letters of a word are.
type makeup struct {
	latin, cyrillic bool
	odd             bool // with signs that do not show
	strange         bool // of another alphabet than the Russian one
	yo              bool // ё is written with its dots
}

// longestSpoken is from how many letters on a word before a hyphen is no number.
const longestSpoken = 13

// word reads letters with single hyphens between them.
func (f *finder) word(t *token) {
	var m makeup
	i := t.start
	for i < len(f.text) {
		r, size := utf8.DecodeRuneInString(f.text[i:])
		if !f.inWord(t, &m, r, i) {
			break
		}
		i += size
	}
	t.end, t.upper, t.turkic = i, t.letters > 1 && t.capitals == t.letters, m.strange
	t.low = f.low[t.start:t.end]
	switch {
	case m.odd || m.latin && m.cyrillic:
		t.low = clean(t.low)
	case m.strange:
		t.low = strings.Map(neighbour, t.low)
	}
	spelt := t.low
	if m.cyrillic && m.yo {
		spelt = strings.ToLower(f.text[t.start:t.end])
	}
	if t.facts = spelling(t, spelt, m); t.facts == 0 && m.latin && !m.cyrillic {
		f.transliterated(t)
	}
}

// inWord counts the letter r at byte i, and reports whether the word goes on with it.
func (f *finder) inWord(t *token, m *makeup, r rune, i int) bool {
	switch {
	case text.IsLetter(r):
		t.letters++
		m.see(r)
		if text.IsUpper(r) {
			t.inner = t.inner || t.capitals < t.letters-1
			t.capitals++
			t.capital = t.capital || t.letters == 1
		}
		return true
	case r >= utf8.RuneSelf && (unicode.Is(unicode.Mn, r) || invisible(r)):
		m.odd = true
		return true
	case r != '-':
		return false
	}
	next, _ := utf8.DecodeRuneInString(f.text[i+1:])
	spoken := t.letters < longestSpoken && spokenValue(f.low[t.start:i]) >= 0 // восемь-девять-один
	return text.IsLetter(next) && !spoken
}

func (m *makeup) see(r rune) {
	m.latin = m.latin || r < 0x250 || greek(r)
	m.cyrillic = m.cyrillic || 'Ѐ' <= r && r <= 'ӿ'
	m.strange = m.strange || r > 'ё' || 'Ѐ' <= r && r < 'А' && r != 'Ё'
	m.yo = m.yo || r == 'ё' || r == 'Ё'
}

// anyName is what is known of a first name that no list has.
const anyName = first | nominative | male | female

// spelling is what a list knows of a word, also in other spellings: the first that finds something decides.
func spelling(t *token, spelt string, m makeup) fact {
	if m.yo { // «Тёма» is a name, «тема» is none
		if facts := known(spelt); facts != 0 {
			return facts
		}
	}
	if facts := known(t.low); facts != 0 {
		return facts
	}
	if strings.Contains(t.low, "э") { // Рустэм is Рустем
		if facts := known(strings.ReplaceAll(t.low, "э", "е")) & anyName; facts != 0 {
			return facts
		}
	}
	if !t.capital {
		return 0
	}
	if !t.upper && !m.latin && t.letters > 5 && eastEnds.end(t.low) {
		return anyName // Нургали, Азизбек, Хайрулла: two parts of Turkic and Persian use
	}
	if t.capitals > 1 || t.letters <= 4 {
		return 0
	}
	facts := petName(t.low)
	t.pet = facts != 0
	return facts
}

var eastEnds = listOf("гали бек улла уллох ддин мурат мурод гуль джан жан жон хан нур нисо темир булат бай")

// neighbours are the Russian letters in which names of other alphabets are written in Russian papers.
var neighbours = runes("әаөоүуҗжңнһхқкғгұуіиїиєеґгўуҳхҷчӣиӯуҡкҙзҫсӑаӗеӳуӓаӧоӱујйҥнҕг")

// runes maps each letter at an odd place to the one behind it.
func runes(pairs string) map[rune]rune {
	to, from := map[rune]rune{}, rune(0)
	for _, r := range pairs {
		if from == 0 {
			from = r
			continue
		}
		to[from], from = r, 0
	}
	return to
}

func neighbour(r rune) rune {
	if to := neighbours[r]; to != 0 {
		return to
	}
	return r
}

// lookAlike gives the Cyrillic letter that a Latin one is mistaken for.
var lookAlike = runes("aаbвcсeеhнkкmмoоpрtтxхyуuиnпrгiиοоαаρрεеυуχхκкτтμмνу")

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
var latinPairs = strings.NewReplacer(strings.Fields(`iya ия shch щ sch щ zh ж kh х ts ц ch ч sh ш yu ю ju ю ya я ja я
	iu ю ia ия yo е jo е ye е iy ий ij ий yy ый ey ей ei ей ay ай oy ой a а b б c к d д e е f ф g г h х i и j й k к
	l л m м n н o о p п q к r р s с t т u у v в w в x кс y ы z з ' ь`)...)

// aboutPeople is what a word in Latin letters must tell to be read as a Russian one.
const aboutPeople = first | called | who | cueflat | cuephone | relative

// transliterated reads a Russian word in Latin letters where it tells something about names, flats or telephones.
func (f *finder) transliterated(t *token) {
	if t.letters < 2 || t.letters > 20 || spokenValue(t.low) >= 0 { // «nine» is no «Нине»
		return
	}
	low, facts := russianIn(t.low)
	told := facts&aboutPeople != 0 || spokenValue(low) >= 0 || low == "имя"
	named := t.letters > 6 && text.SpokenPatronymic(low) ||
		t.capital && t.letters > 4 && (facts&familySure != 0 || onSurname(low))
	if told || named {
		t.low, t.facts, t.latin = low, facts, true
	}
}
