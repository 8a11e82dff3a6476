package place

import (
	"strings"
	"unicode/utf8"

	"otklik/internal/text"
	"otklik/internal/text/wordlist"
)

// Bounds of the number of a house: 123, 123/4/5, 12-3.
const (
	houseDigits  = 3
	houseSlashes = 2
	houseHyphens = 1
	houseBytes   = 12
	houseLetters = "абвгдежзиклмнрст"
	loneLetters  = "абгдеж" // written apart from the number they are a house's, unlike «в»: «12 а»
)

// noHouses are numbers that are no house's, though they might be by their form.
var noHouses = []struct {
	name string
	of   func(w, next *word) bool
}{
	{"an amount", func(_, next *word) bool {
		return next.gap != '.' && next.gap != ',' && !next.digit && counts(next)
	}},
	{"a flat, 12 кв", func(w, next *word) bool { return next.is(flatWord) && !w.point && next.gap == ' ' }},
	{"an age, 18+", func(_, next *word) bool { return next.gap == '+' }},
	{"a telephone, 8 351 200 30 40", func(w, next *word) bool {
		return next.digit && next.gap == ' ' && w.gap != 'N' &&
			digits(w.low) == 1 && len(next.low) >= 2 && next.low[0] != '0'
	}},
}

// houseNumber reports whether the word may be a house's number: 5, 12а, 12/3, 36-а, 12к1; no phone, sum, date or time.
func houseNumber(ws words, i int) bool {
	w := ws.at(i)
	if !w.digit || w.gap == '+' || strings.ContainsAny(w.low, ".:") || !houseForm(w.low) {
		return false
	}
	if _, rest, ok := strings.Cut(w.low, "-"); ok && !isDigit(rest[0]) { // 12-3 is a house with a flat; 5-й is neither
		return isLone(rest, houseLetters) || blocks[rest[:min(len(rest), len("к"))]] != "" && isBlock(rest[len("к"):])
	}
	if flat := ws.at(i + 1); flat.is(flatWord) && ws.at(i+2).digit && ws[i+2].gap != ',' {
		return true // «5 кв. 12»: the flat's number stands behind
	}
	for k := range noHouses {
		if noHouses[k].of(w, ws.at(i+1)) {
			return false
		}
	}
	return true
}

func houseForm(low string) bool {
	return len(low) <= houseBytes && digits(low) <= houseDigits &&
		strings.Count(low, "-") <= houseHyphens && strings.Count(low, "/") <= houseSlashes
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// digits is how many digits a number begins with.
func digits(low string) (n int) {
	for n < len(low) && isDigit(low[n]) {
		n++
	}
	return n
}

// counts: the word stands after an amount, not after a house.
func counts(w *word) bool {
	return w.is(countedWord) || counted.Begin(w.low) || countedBriefly.Begin(w.low) && length(w.low) <= 2+4
}

// isLone reports a word that is one of some letters.
func isLone(low, letters string) bool {
	_, size := utf8.DecodeRuneInString(low)
	return low != "" && size == len(low) && strings.Contains(letters, low)
}

// loneHouse is a house named without a street: «дом 17».
func loneHouse(ws words) (house string) {
	for i := range ws {
		switch ws[i].low {
		case "дом", "дома", "доме", "дому", "домом":
		default:
			continue
		}
		if next := ws.at(i + 1); next.gap != '.' && next.gap != ',' && houseNumber(ws, i+1) {
			house, _ = oneHouse(ws, i+1)
			return house
		}
		if ws[i].gap == ' ' && ws[i].low != "дома" && houseNumber(ws, i-1) && len(ws[i-1].low) <= len("12а") {
			house, _ = oneHouse(ws, i-1)
			return house
		}
	}
	return ""
}

// Endings of surnames and adjectives after which streets are named; other nouns may begin any sentence.
var namesakes = wordlist.Endings{"ов", "ев", "ина", "ова", "ева", "цев", "ого", "ских", "енко"}

// notStreet: the words i..end and the number after them are no address.
func notStreet(ws words, i, end int) bool {
	w := &ws[i]
	switch {
	case length(ws[end-1].low) < 4, w.is(plainWord), plainNouns.Begin(w.low):
		return true
	case end == i+1 && w.gap == '.' && !adjectiveLike(w.low) && !compound(w.orig): // any noun may begin a sentence
		return letters(w.low) < 5 || !namesakes.End(w.low)
	}
	return ws.at(i - 1).is(noAddressBefore)
}

// compound: two capitalised halves, as no common noun has: Стара-Загора.
func compound(orig string) bool {
	first, second, ok := strings.Cut(orig, "-")
	r, _ := utf8.DecodeRuneInString(second)
	return ok && length(first) > 2 && text.IsUpper(r)
}
