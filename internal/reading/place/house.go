package place

import (
	"slices"
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
	firstLetters = "абвгд"  // between the last house and the street: «дома 12 а по улице»
)

// noHouses are numbers that are no house's, though they might be by their form.
var noHouses = []struct {
	name string
	of   func(w, next *word) bool
}{
	{"an amount", func(_, next *word) bool {
		return next.gap != '.' && next.gap != ',' && !next.digit && counts(next)
	}},
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
		return isLone(rest, houseLetters)
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

// houseAfter reads the house after a street: «, д. 12», «45», «12 корпус 1», «3, 7, 9 и 13». end is behind it.
func houseAfter(ws words, i int) (house string, end int) {
	named := false
	for k := 0; k < 2 && ws.at(i).is(houseWord); k++ {
		if ws[i].gap == '.' && !ws[max(0, i-1)].point {
			return "", i
		}
		named = true
		i++
	}
	w := ws.at(i)
	switch {
	case !houseNumber(ws, i), w.gap == '.' && !(named && ws[i-1].point), w.gap == ',' && !named && w.low[0] == '0':
		return "", i
	}
	var houses []string
	for more := true; more && houseNumber(ws, i); {
		house, i = oneHouse(ws, i)
		houses = append(houses, house)
		if ws.at(i).low == "и" && ws.at(i+1).digit {
			i++
		} else {
			more = ws.at(i).gap == ',' && ws.at(i).digit
		}
	}
	return strings.Join(houses, ", "), i
}

// blocks are the words between a house and the number of its block, and what stands for them in a house's number.
var blocks = map[string]string{
	"к": "к", "корп": "к", "корпус": "к", "корпуса": "к", "корпусе": "к", "стр": "с", "строение": "с",
}

// inside are the words before what lies inside a house.
var inside = map[string]bool{
	"кв": true, "квартира": true, "квартире": true, "квартиры": true, "подъезд": true, "подъезде": true, "п": true,
}

// oneHouse reads the house at i, its letter and its block; what lies inside it does not belong to the place.
func oneHouse(ws words, i int) (house string, next int) {
	house = strings.ReplaceAll(ws[i].low, "-", "")
	if before, flat, ok := strings.Cut(ws[i].low, "-"); ok && flat[0] <= '9' {
		house = before
	}
	i++
	w, behind := ws.at(i), ws.at(i+1)
	if w.gap == ' ' && !w.point && isLone(w.low, loneLetters) && !(behind.gap == ' ' && behind.is(talk)) {
		house += w.low
		i++
	}
	if block := blocks[ws.at(i).low]; block != "" && ws.at(i+1).digit {
		house += block + ws[i+1].low
		i += 2
	}
	if inside[ws.at(i).low] && ws.at(i+1).digit {
		i += 2
	}
	return house, i
}

// isLone reports a word that is one of some letters.
func isLone(low, letters string) bool {
	_, size := utf8.DecodeRuneInString(low)
	return low != "" && size == len(low) && strings.Contains(letters, low)
}

// behindHouses is how many words before a street are looked at for houses.
const behindHouses = 10

// houseBefore reads the houses before a street: «дом 17 по улице Чичерина», «домов №7 и №10 по проспекту Мира».
func houseBefore(ws words, i int) string {
	i--
	switch ws.at(i).low {
	case "по", "на", "с", "ул":
		i--
	}
	var houses []string
	named := false
	for least := i - behindHouses; i >= 0 && i > least; i-- {
		w := &ws[i]
		switch {
		case w.digit && houseNumber(ws, i):
			house, _ := oneHouse(ws, i)
			houses = append(houses, house)
		case w.is(houseWord):
			named = true
		case len(houses) > 0 && joinsHouses(w.low):
		case len(houses) == 0 && isLone(w.low, firstLetters):
		default:
			least = i
		}
		if w.gap == '.' {
			break
		}
	}
	if !named {
		return ""
	}
	slices.Reverse(houses)
	return strings.Join(houses, ", ")
}

func joinsHouses(low string) bool {
	return low == "до" || low == "от" || low == "и" || low == "между"
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
