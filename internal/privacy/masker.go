// Package privacy hides what points at a person in texts that leave the office: telephones, mail, accounts, documents,
// cards, flats, car plates, dates of birth and names. It works by rules, lists of words and a small
// recogniser of names, in this process, and keeps streets, houses, routes, sums, hours and dates, without which a
// complaint cannot be worked on. Of this project it needs package text.
//
// What is decided on purpose:
//
//   - Names of officials are hidden as everybody's are: nothing in a text tells the head of a district from a neighbour
//     of the same name, the law knows no exception for them (152-ФЗ, article 3), and a digest needs the office, which
//     stays: «губернатор [имя]».
//   - Short official numbers (112, 103) and free hotlines (8-800, 8-804) stay: they belong to nobody.
//   - A taxpayer number of ten digits stays: it is an organisation's. One of twelve is a person's.
//   - A first name alone stays, unless something tells whose it is: an introduction («меня зовут», «баба»), a relative,
//     a part («дворник»), an age, a flat, an illness, a verb («Фатима убирает»), a case in which nobody is addressed
//     («спасибо Ольге»), an ending of endearment («Сонечка»), or a sentence of nothing else, which is a signature.
//   - People of history, saints and heroes of tales stay where nothing introduces them: «Ленин», «Николай Чудотворец».
//   - A surname alone stays where it may be a street («на Лыкова»), a village or a town; in the nominative, behind a
//     part or in a signature it goes.
//   - Two numbers behind a street that may be two houses of one side, «Ленина 12-14», stay; «Ленина 12-45» is a flat.
//   - A city's telephone goes where a word tells it to be one; that of a hotline, a desk or a clinic may stay.
//   - The number of a person's contract, account, meter or letter to an office goes; that of a request for repair or of
//     a purchase of the state stays.
//   - A row of nine and more digits that nothing explains is somebody's identifier and goes; hotlines, money, numbers
//     of the state, of firms, of repairs and of appeals stay.
//   - A name with a number behind it goes where a relative, a neighbour or a part stands right before it, «у бабушки
//     Кировой, 12», though it may be a street: a place lost does less harm than a name shown.
//   - A year of birth or an age stays; a date of birth does not. A date right behind a name is taken for one.
//   - Pages of communities, channels and posts stay; any other account goes, for its form does not tell whose it is.
package privacy

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Options say how to mask.
type Options struct {
	// English writes [phone] for [телефон] and so on.
	English bool
}

// Masker hides personal data. It never changes after New and may be used by several goroutines.
type Masker struct {
	labels map[secret]string
}

// secret is a kind of personal data.
type secret int

const (
	phone secret = iota
	mail
	account
	link
	passport
	snils
	document
	card
	bank
	flat
	plate
	birth
	name
)

var russian = map[secret]string{phone: "[телефон]", mail: "[почта]", account: "[аккаунт]", link: "[ссылка]",
	passport: "[паспорт]", snils: "[СНИЛС]", document: "[документ]", card: "[карта]", bank: "[счёт]",
	flat: "[квартира]", plate: "[госномер]", birth: "[дата рождения]", name: "[имя]"}

var english = map[secret]string{phone: "[phone]", mail: "[email]", account: "[account]", link: "[link]",
	passport: "[passport]", snils: "[SNILS]", document: "[document]", card: "[card]", bank: "[bank account]",
	flat: "[flat]", plate: "[car plate]", birth: "[date of birth]", name: "[name]"}

// New makes a masker.
func New(o Options) *Masker {
	m := &Masker{labels: russian}
	if o.English {
		m.labels = english
	}
	return m
}

// rounds bounds the repetitions of Text. A label changes what stands beside its neighbours, so masking is repeated
// until nothing more is found; nearly always the second round finds nothing.
const rounds = 8

// Text masks a text: each piece of personal data is replaced by its label in square brackets. Text(Text(s)) is Text(s).
// Invalid UTF-8 is replaced by the replacement character. The time it takes grows with the length of the text and no
// faster.
func (m *Masker) Text(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	for range rounds {
		found := find(s)
		if len(found) == 0 {
			break
		}
		s = m.replace(s, found)
	}
	return s
}

// Without gives a text without its personal data and without labels: a comma stands where Text puts one. It is what may
// be read for anything that leaves the office beside the text, such as the place of a complaint.
func (m *Masker) Without(s string) string {
	s = m.Text(s)
	f := finder{text: s}
	f.scan()
	var b strings.Builder
	b.Grow(len(s))
	done := 0
	for i := range f.tokens {
		if t := &f.tokens[i]; t.kind == taken {
			b.WriteString(s[done:t.start])
			b.WriteByte(',')
			done = t.end
		}
	}
	if done == 0 {
		return s
	}
	b.WriteString(s[done:])
	return b.String()
}

func (m *Masker) replace(s string, found []span) string {
	var b strings.Builder
	b.Grow(len(s) + 16*len(found))
	done := 0
	for _, f := range found {
		b.WriteString(s[done:f.start])
		b.WriteString(m.labels[f.kind])
		done = f.end
	}
	b.WriteString(s[done:])
	return b.String()
}

// span is a piece of personal data: bytes of the text.
type span struct {
	start, end int
	kind       secret
}

// finder holds one text while it is read.
type finder struct {
	text, low string // low is text in lower case, byte for byte at the same places
	tokens    []token
	found     []span
	linkEnd   int     // how far the last link was read
	sorts     []uint8 // what the recogniser sees of each token
	rules     bool    // the recogniser is left out
	figures   run     // the groups of digits that are read
}

// find returns the personal data of a text in its order, without overlaps.
func find(text string) []span {
	f := finder{text: text}
	return f.all()
}

// all finds every kind of personal data.
func (f *finder) all() []span {
	f.scan()
	f.handles()
	f.documents()
	f.numbers()
	f.persons()
	f.births()
	slices.SortFunc(f.found, func(a, b span) int { return a.start - b.start })
	out, done := f.found[:0], 0
	for _, s := range f.found {
		if s.start >= done {
			out, done = append(out, s), s.end
		}
	}
	return out
}

// claim records bytes as personal; their tokens are a wall for every later rule, as the label will be.
func (f *finder) claim(start, end int, kind secret) {
	f.found = append(f.found, span{start, end, kind})
	at, _ := slices.BinarySearchFunc(f.tokens, start, func(t token, start int) int { return t.end - start - 1 })
	for ; at < len(f.tokens) && f.tokens[at].start < end; at++ {
		f.tokens[at].take(kind)
	}
}

// claimTokens records the tokens from..to, both included.
func (f *finder) claimTokens(from, to int, kind secret) {
	f.found = append(f.found, span{f.tokens[from].start, f.tokens[to].end, kind})
	for k := from; k <= to; k++ {
		f.tokens[k].take(kind)
	}
}

// Name shortens a person's name to its initials: "Анна Ковалёва" becomes "А. К.". What has no letter becomes "".
func (m *Masker) Name(s string) string {
	var initials []string
	for field := range strings.FieldsFuncSeq(s, func(r rune) bool {
		return !unicode.IsLetter(r) && r != '-' &&
			r != '\''
	}) {
		field = strings.TrimLeft(field, "-'")
		if field == "" {
			continue
		}
		r, _ := utf8.DecodeRuneInString(field)
		initials = append(initials, string(unicode.ToUpper(r))+".")
		if len(initials) == 3 {
			break
		}
	}
	return strings.Join(initials, " ")
}
