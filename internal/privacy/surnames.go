package privacy

import (
	"strings"
	"unicode/utf8"

	"otklik/internal/text"
)

// patronymic reports a patronymic in any case, also as it is spoken: Иваныч, Андреич.
func patronymic(t *token) bool {
	return t.letters >= 5 && t.letters <= 22 && t.none(common|nopatronymic) && text.SpokenPatronymic(t.low)
}

// withEnding reports that a word is a base with one of the endings.
func withEnding(low string, endings words, isBase func(string) bool) bool {
	for _, e := range endings {
		if base, ok := cutEnd(low, e); ok && isBase(base) {
			return true
		}
	}
	return false
}

// cutEnd is strings.CutSuffix, which looks at the last byte first: most words end with another letter.
func cutEnd(low, end string) (string, bool) {
	n := len(low) - len(end)
	if end == "" || n < 0 {
		return low, n >= 0
	}
	if low[len(low)-1] != end[len(end)-1] || low[n:] != end {
		return low, false
	}
	return low[:n], true
}

var (
	familiarCases = words{"", "а", "у", "ем", "е"}
	familiarSons  = listOf(`иваныч михалыч палыч саныч степаныч петрович романыч семеныч борисыч кузьмич лукич николаич
		сергеич андреич василич федорыч егорыч захарыч макарыч`)
)

// familiar reports a patronymic that is used alone as a name: Иваныч.
func familiar(t *token) bool { return withEnding(t.low, familiarCases, familiarSons.has) }

// notSurnames are the facts of words that are no surname whatever their ending.
const notSurnames = common | unit | month | street | place | placename | relative | kin | intro

// surnameLike reports whether a word ends as surnames do, in any case, and is no common word.
func surnameLike(t *token) bool {
	return t.any(familySure) || t.letters >= 4 && t.letters <= 24 && t.none(notSurnames) && surnameEnding(t.low)
}

// longSurnameEnds are those of surnames that are not on -ов, -ев, -ин.
var longSurnameEnds = listOf(`ский ского скому ским ском ская ской скую цкий цкого цкому цким цкая цкой цкую енко ук юк
	ко
	ых их ян яна яну яном швили дзе нец вич вича вичу ман берг ец ак як ез`)

// surnameEnding looks at the last two to six letters; of a double name, at those of its first half.
func surnameEnding(low string) bool {
	if cased(low, familyCases) || longSurnameEnds.end(low) {
		return true
	}
	head, tail, double := strings.Cut(low, "-")
	return double && surnameEnding(head) && utf8.RuneCountInString(tail) > 2
}

// onBase reports the ends of most surnames in the nominative.
func onBase(low string) bool {
	const two = len("ов")
	if len(low) < two {
		return false
	}
	switch low[len(low)-two:] {
	case "ов", "ев", "ин", "ын":
		return true
	}
	return false
}

// cased reports a surname on -ов, -ев, -ин, -ын in one of the cases.
func cased(low string, cases words) bool {
	for _, e := range cases {
		if base, ok := cutEnd(low, e); ok && onBase(base) {
			return true
		}
	}
	return false
}

// nominatives are the cases in which a man and a woman are named.
var nominatives = words{"", "а"}

// ownCase reports «Лыков», «Лыкова».
func ownCase(low string) bool { return cased(low, nominatives) }

var southernEnds = listOf("дзе швили осян есян")

// southern are endings that only surnames have.
func southern(t *token) bool { return t.letters > 5 && southernEnds.end(t.low) }

var (
	mansCase    = words{"ым"}
	womansCase  = words{"ой"}
	womansNames = listOf("ва на")
)

// agree reports whether a surname on -ов, -ев, -ин stands in the gender of the first name: people do not write «анна
// петров».
func agree(given, family *token) bool {
	switch {
	case onBase(family.low), mansCase.end(family.low):
		return given.any(male)
	case womansCase.end(family.low), given.any(nominative) && womansNames.end(family.low):
		return given.any(female)
	}
	return true
}

// adjectives are the ends of surnames like adjectives: in the nominative of a man and of a woman, and of many.
var (
	menSki      = listOf("ский цкий")
	peopleSki   = listOf("ский цкий ская цкая")
	manySki     = listOf("ские цкие")
	genitiveSki = listOf("ского цкого")
)

// genitiveSure reports a surname in the genitive of an adjective, which says nothing.
func genitiveSure(low string) bool { return genitiveSki.end(low) }
