package place

import (
	"strings"

	"otklik/internal/text/wordlist"
)

// Endings of names in the cases that prepositions ask for.
var (
	whereEndings = wordlist.Endings{"е", "и", "ом", "ах", "у", "ой"}

	// Of nouns behind an adjective: «в Первомайском парке», «из Динской школы».
	nounsWhere  = wordlist.Endings{"е", "у", "ю", "ии", "сти", "ади", "ной", "кой", "ном", "ком"}
	nounsWhence = wordlist.Endings{"а", "я", "ы", "и", "сти", "ади", "ной", "кой", "ного", "кого"}
	noNouns     = wordlist.Endings{"ое", "ие", "ые", "ее"} // of adjectives, though they look like nounsWhere
)

// located: a name that is also a word or surname counts after a preposition only in the case the preposition asks for;
// an instrumental or dative would be a person's.
func located(preposition string, x form, low string) bool {
	if where(preposition) {
		return low == x.e.low || whereEndings.End(low)
	}
	return low != x.e.low || strings.HasSuffix(low, "о")
}

func where(preposition string) bool { return preposition == "в" || preposition == "во" }

// personal: the writer says that the place is their own.
func (r *reading) personal(i int) bool { return r.said(i, personal) || r.saidBehind(i, lived) }

// elsewhere: the place is compared with, left, or visited by somebody.
func (r *reading) elsewhere(i int) bool { return r.said(i, elsewhere) || r.saidBehind(i, visited) }

// said: a word of the class stands before word i, in its sentence and four words away at most.
func (r *reading) said(i int, what class) bool {
	for k := i - 1; k >= 0 && k >= i-4; k-- {
		if r.words[k].is(what) {
			return true
		}
		if r.words[k+1].gap == '.' {
			break
		}
	}
	return false
}

// saidBehind: a word of the class stands behind word i, in its sentence and three words away at most.
func (r *reading) saidBehind(i int, what class) bool {
	for k := i + 1; k < len(r.words) && k <= i+3 && (r.words[k].gap == ' ' || r.words[k].gap == '-'); k++ {
		if r.words[k].is(what) {
			return true
		}
	}
	return false
}

var patronymics = wordlist.Endings{
	"вич", "вича", "вичу", "вичем", "виче", "вна", "вны", "вне", "вну", "вной", "ична", "ичны",
}

func patronymic(low string) bool { return patronymics.End(low) && length(low) > 6 }

// head: the name stands alone at the beginning of a sentence, as one says where before saying what: «Клин, света нет»,
// «Руза. Ямы», «Московская область, Руза: ямы»; or a street goes on from it: «Миасс улица Ленина».
func (r *reading) head(x form, i, n int) bool {
	w, next := &r.words[i], r.words.at(i+n)
	opens := i == 0 || w.gap == '.' || w.gap == ',' && regionWord(r.words[i-1].low)
	if !w.cap || !opens || w.low != firstWord(x.e.low) {
		return false
	}
	switch next.gap {
	case '.':
		return true
	case ',', '-':
		return !next.digit && !next.is(vocative)
	}
	return r.streetBehind(i + n)
}

func firstWord(low string) string {
	low, _, _ = strings.Cut(low, " ")
	return low
}

func regionWord(low string) bool {
	switch low {
	case "обл", "край", "республика", "россия", "татарстан":
		return true
	}
	return strings.HasPrefix(low, "област")
}

// streetBehind: the words from i on are a street, or a comma or the word for a street goes before it.
func (r *reading) streetBehind(i int) bool {
	w := r.words.at(i)
	return w.used && (w.gap == ',' || (w.gap == ' ' || w.gap == '-') && streetKind(r.words, i) != "")
}

// beforeStreet: a town goes before the word for a street, not an adjective of its name: «Миасс улица Кирова», not
// «Волжский проезд».
func (r *reading) beforeStreet(x form, i, n int) bool {
	w, next := &r.words[i], &r.words[i+n]
	switch {
	case r.streetBehind(i + n):
		return true
	case x.e.needsCue, adjectiveLike(w.low) && agrees(w.low, streetKinds[next.low]):
		return false
	}
	return w.low == firstWord(x.e.low) || x.loc && r.words.at(i-1).is(preposition)
}

// water: a river or lake of the name that follows.
func water(w *word) bool {
	return w.is(waterWord) || strings.HasPrefix(w.low, "русл") || strings.HasPrefix(w.low, "берег")
}

// nounBehind: a noun that the adjective before it could belong to, in the case that the preposition asks for: «в
// Первомайском парке», «из Динской школы»; not «в Динской вода», «в Динской не чистят».
func (r *reading) nounBehind(i int, preposition string) bool {
	next := r.words.at(i)
	switch {
	case next.gap != ' ' || next.digit:
		return false
	case next.cap:
		return true
	case length(next.low) <= 3 || next.is(adverb):
		return false
	case where(preposition):
		return nounsWhere.End(next.low) && !noNouns.End(next.low)
	}
	return nounsWhence.End(next.low)
}
