package place

import (
	"slices"
	"strconv"
)

// Houses whose numbers are written in words: «дом одиннадцать», «дом двадцать пять», «в пятом доме по Садовой».
var (
	cardinals = vocabulary.Numbers("numbers")
	ordinals  = vocabulary.Numbers("ordinals")
)

// inFigures puts figures in the place of such numbers, where no other meaning is left: a number of houses or of days
// stays in words.
func inFigures(ws words) words {
	for i := 0; i < len(ws); i++ {
		switch ws[i].low {
		case "дом", "доме", "дома", "дому", "домом":
		default:
			continue
		}
		if n, end := cardinal(ws, i+1); n > 0 && ws[i].low != "дома" && addressed(ws, i, end) {
			ws[i+1] = figure(n, ws[i+1])
			ws = slices.Delete(ws, i+2, end)
		} else if n, from := ordinal(ws, i); n > 0 && alongStreet(ws, i+1) {
			house, number := ws[i], ws[from]
			house.gap = number.gap
			ws[from], ws[from+1] = house, figure(n, ws[i])
			ws = slices.Delete(ws, from+2, i+1)
			i = from + 1
		}
	}
	return ws
}

// alongStreet reports «по Садовой», «по улице Садовой» at word i.
func alongStreet(ws words, i int) bool {
	name := ws.at(i + 1)
	return ws.at(i).low == "по" && (name.cap || name.is(streetWord))
}

// figure is a word as a number in its place.
func figure(n int, in word) word {
	low := strconv.Itoa(n)
	return word{low: low, orig: low, digit: true, gap: in.gap}
}

// cardinal is the number that begins at word i, 0: none; end is behind it.
func cardinal(ws words, i int) (n, end int) {
	for least := 1000; ; i++ {
		part := cardinals[ws.at(i).low]
		if part == 0 || part >= least || n > 0 && ws[i].gap != ' ' || n%100 > 0 && n%100 < 20 {
			return n, i
		}
		n, least = n+part, below(part)
	}
}

// below is what the next part of a number has to be less than: behind twenty stand units alone.
func below(part int) int {
	if part >= 100 {
		return 100
	}
	return 10
}

// addressed reports whether the words i..end are a house and its number: nothing that is counted follows, or a street
// stands before them.
func addressed(ws words, i, end int) bool {
	behind, before := ws.at(end), ws.at(i-1)
	ends := behind.gap == '.' || behind.gap == ',' || behind.low == "по"
	if ends || behind.is(flatWord) || blocks[behind.low] != "" {
		return cardinals[ws[i+1].low] > 2 || before.cap
	}
	return before.cap && ws[i].gap != '.' && !counts(behind)
}

// leastOrdinal is the least number of a house that is told by an ordinal: the first and the second house of a street
// are mostly those where it begins.
const leastOrdinal = 3

// ordinal is the number that ends before word i, 0: none; from is where it begins.
func ordinal(ws words, i int) (n, from int) {
	last, tens := ordinals[ws.at(i-1).low], cardinals[ws.at(i-2).low]
	switch {
	case last < leastOrdinal && tens < 20 || last == 0 || ws.at(i).gap != ' ':
		return 0, i
	case last < 10 && tens >= 20 && tens < 100 && ws[i-1].gap == ' ':
		return tens + last, i - 2
	}
	return last, i - 1
}
