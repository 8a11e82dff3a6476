package privacy

import (
	"strings"
	"sync"

	"otklik/internal/text"
)

// historicPeople maps the stems of surnames of people of history, books and tales to those of their first names.
var historicPeople = sync.OnceValue(func() map[string]string {
	people := map[string]string{}
	for line := range list("historic") {
		family, given, _ := strings.Cut(text.Fold(line), " ")
		people[nameStem(family)] = nameStem(given)
	}
	return people
})

// epithets are the stems of what follows the first names of saints and tsars.
var epithets = sync.OnceValue(func() map[string]bool {
	stems := map[string]bool{}
	for w := range list("epithet") {
		stems[nameStem(w)] = true
	}
	return stems
})

// epithet reports what a saint or a tsar is called, with a capital, at token k.
func (f *finder) epithet(k int) bool {
	t := f.at(k)
	return t.kind == word && t.capital && epithets()[nameStem(t.low)]
}

// historic reports that the name of n tokens from i on is nobody's who could complain: «Сергей Есенин», «Ленин» where
// nothing introduces a person, «Николай Чудотворец».
func (f *finder) historic(i, n int) bool {
	if f.saint(i, n) {
		return true
	}
	people := historicPeople()
	for k := i; k < i+n && f.at(k).kind == word; k++ {
		given, known := people[nameStem(f.at(k).low)]
		if known && n == 1 {
			return !historicNot.end(f.at(k).low)
		}
		if known && f.stemAmong(given, i, n, k) {
			return true
		}
	}
	return false
}

// saint reports an epithet behind the name, or as its last word.
func (f *finder) saint(i, n int) bool {
	last := f.at(i + n - 1)
	return last.any(first) && f.near(i+n) && f.epithet(i+n) || n > 1 && last.none(familySure) && f.epithet(i+n-1)
}

// historicNot end the surnames of families, which no person of history stands for.
var historicNot = listOf("ых ы")

// stemAmong reports a word with the stem among the n tokens from i on, but for token k.
func (f *finder) stemAmong(stem string, i, n, k int) bool {
	for m := i; m < i+n; m++ {
		if m != k && nameStem(f.at(m).low) == stem {
			return true
		}
	}
	return false
}
