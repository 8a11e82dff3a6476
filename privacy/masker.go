// Package privacy hides what points at a person in texts that leave the office: telephones, mail, accounts, documents,
// cards, flats, car plates and names. It works by rules alone, in this process, and keeps streets, houses, routes, sums
// and dates, without which a complaint cannot be worked on. It imports nothing of this project.
//
// Short official numbers (112, 103) and free hotlines (8-800) are left standing: they belong to nobody.
package privacy

import (
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
	name
)

var russian = map[secret]string{phone: "[телефон]", mail: "[почта]", account: "[аккаунт]", link: "[ссылка]", passport: "[паспорт]",
	snils: "[СНИЛС]", document: "[документ]", card: "[карта]", bank: "[счёт]", flat: "[квартира]", plate: "[госномер]", name: "[имя]"}

var english = map[secret]string{phone: "[phone]", mail: "[email]", account: "[account]", link: "[link]", passport: "[passport]",
	snils: "[SNILS]", document: "[document]", card: "[card]", bank: "[bank account]", flat: "[flat]", plate: "[car plate]", name: "[name]"}

// New makes a masker.
func New(o Options) *Masker {
	m := &Masker{labels: russian}
	if o.English {
		m.labels = english
	}
	return m
}

// rounds bounds the repetitions of Text. Masking may join what stood apart, so it is repeated until nothing is found.
const rounds = 5

// Text masks a text: each piece of personal data is replaced by its label in square brackets. Text(Text(s)) is Text(s).
// Invalid UTF-8 is replaced by the replacement character.
func (m *Masker) Text(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	for range rounds {
		next := m.names(m.marks(s))
		if next == s {
			break
		}
		s = next
	}
	return s
}

// Name shortens a person's name to its initials: "Анна Ковалёва" becomes "А. К.". What has no letter becomes "".
func (m *Masker) Name(s string) string {
	var initials []string
	for field := range strings.FieldsFuncSeq(s, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' && r != '\'' }) {
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
