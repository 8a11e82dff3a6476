package promise

import (
	"slices"
	"strings"
	"unicode/utf8"

	"otklik/internal/text/wordlist"
)

// byThen reports whether a time that begins here is one by which something is done: «до 20 мая», «в течение недели».
func byThen(words []word) bool {
	switch words[0].low {
	case "до", "к", "ко", "не", "позднее", "течение":
		return true
	case "в":
		return len(words) > 1 && words[1].low == "течение"
	}
	return false
}

// onlyMonth: «в мае», «в мае 2027».
func onlyMonth(words []word) bool {
	return len(words) > 1 && words[0].low == "в" && month(words[1].low) > 0
}

// begins reports whether something begins at the time that stands at word i: «с 26 ноября», «работы начнутся в мае».
func begins(words []word, i int) bool {
	if low := words[i].low; low == "с" || low == "со" || i > 0 && words[i-1].low == "начиная" {
		return true
	}
	return slices.ContainsFunc(clauseOf(words, i), func(w word) bool { return beginning.Begin(w.low) })
}

// conditional: «если до 12 декабря денег не будет, напишите нам» promises nothing.
func conditional(words []word) bool { return len(words) > 0 && words[0].low == "если" }

// denied reports whether «не» stands before a word.
func denied(words []word, i int) bool { return i > 0 && words[i-1].low == "не" }

// promises reports whether words speak of the future or of a plan.
func promises(words []word) bool {
	for i, w := range words {
		if planWords[w.low] || !denied(words, i) && (planStems.Begin(w.low) || future(w.low)) {
			return true
		}
	}
	return false
}

// refused: «не отремонтируем до 20 мая».
func refused(words []word) bool {
	for i, w := range words {
		if denied(words, i) && (able.Begin(w.low) || future(w.low)) {
			return true
		}
	}
	return false
}

var pastEndings = wordlist.Endings{
	"ли", "лись", "лся", "лась", "лось", "ал", "ел", "ил", "ыл", "ала", "ела", "ила", "ыла", "ало", "ело", "ило", "ыло",
}

// past reports whether words tell of what was done.
func past(words []word) bool {
	return slices.ContainsFunc(words, func(w word) bool {
		return pastEndings.End(w.low) && !notPast[w.low] && !nouns.Begin(w.low) && utf8.RuneCountInString(w.low) > 4
	})
}

// lasts reports whether words tell of what was done by a time, lasts until then, or may be done by people until then:
// no deadline of the office.
func lasts(words []word) bool {
	return past(words) || slices.ContainsFunc(words, func(w word) bool { return lasting.Begin(w.low) })
}

var persons = []string{
	"ем", "им", "ут", "ют", "ат", "ят", "ет", "ит", "у", "ю", "утся", "ются", "ится", "ется", "атся", "ятся",
}

// byLetter are stems by their first letters, so that a word is compared with few.
func byLetter(stems []string) map[rune][]string {
	letters := map[rune][]string{}
	for _, stem := range stems {
		letter, _ := utf8.DecodeRuneInString(stem)
		letters[letter] = append(letters[letter], stem)
	}
	return letters
}

// told reports whether words tell of what was done and of nothing to come: «срок сорвали 18 ноября».
func told(words []word) bool {
	return past(words) && !slices.ContainsFunc(words, func(w word) bool {
		return w.low == "будет" || w.low == "будут" || w.low == "будем" || future(w.low)
	})
}

// future recognises «отремонтируем», «вывезут», «устранится», and not «отремонтировали» or «проверку».
func future(w string) bool {
	if notOfOne.End(w) {
		return false
	}
	letter, _ := utf8.DecodeRuneInString(w)
	for _, stem := range doing[letter] {
		if rest, ok := strings.CutPrefix(w, stem); ok && ofPerson(rest) {
			return true
		}
	}
	return perfective(w)
}

// ofPerson reports whether the rest of a verb is the ending of a person, two letters before it at most.
func ofPerson(rest string) bool {
	for _, person := range persons {
		if end, ok := strings.CutSuffix(rest, person); ok && utf8.RuneCountInString(end) <= 2 {
			return true
		}
	}
	return false
}

var (
	prefixes = wordlist.Beginnings{
		"по", "за", "вы", "при", "от", "до", "раз", "рас", "пере", "про", "об", "вос", "под", "ис", "из", "ус", "уст",
	}
	several = wordlist.Endings{"ут", "ят", "жат", "чат", "шат", "щат"}
)

// perfective recognises the future of verbs that no list has, «переложат», «обновят», by a prefix of completed doing
// and the ending of several people. What such a prefix does not complete («приходят», «работают») is left out by its
// ending.
func perfective(w string) bool {
	w = strings.TrimSuffix(w, "ся")
	return prefixes.Begin(w) && utf8.RuneCountInString(w) >= 7 && several.End(w) && !ongoing.End(w)
}
