package problem

import (
	"slices"
	"strings"
	"unicode/utf8"

	"otklik/internal/text/wordlist"
)

// Lengths of a title, in letters.
const (
	shortestTitle = 18
	longestTitle  = 120
)

// titleOf is the sentence of a text that would do best as a title, and how telling it is: 4 a matter and a place or
// number, 3 a matter, 2 a place or number, 1 some words, 0 nothing. Greetings and forms of address are left out.
func titleOf(text string, p *profile) (string, int) {
	best, bestRank, bestLength := "", -1, 0
	rest := text
	for n := 0; rest != "" && n < 40; n++ {
		var sentence string
		sentence, rest = cutSentence(rest)
		sentence = clean(sentence)
		length := utf8.RuneCountInString(sentence)
		if length == 0 {
			continue
		}
		rank := rankOf(sentence, p)
		if length < shortestTitle || length > longestTitle {
			rank = min(rank, 1)
		}
		if rank > bestRank || rank == bestRank && length < bestLength && length >= shortestTitle {
			best, bestRank, bestLength = sentence, rank, length
		}
	}
	if bestLength > longestTitle {
		best = shorten(best)
	}
	return best, max(bestRank, 0)
}

// cutSentence cuts at the first end of a sentence that is no shortened word's full stop.
func cutSentence(text string) (sentence, rest string) {
	letters := 0
	for i, r := range text {
		switch r {
		case '!', '?', '\n', '…':
			return text[:i], text[i+utf8.RuneLen(r):]
		case '.':
			next := strings.TrimLeft(text[i+1:], " ")
			if letters > 3 || next == "" {
				return text[:i], text[i+1:]
			}
		}
		if r >= 'А' && r <= 'я' || r == 'ё' || r >= 'A' && r <= 'z' {
			letters++
		} else {
			letters = 0
		}
	}
	return text, ""
}

// clean is a sentence without what stands before its matter: marks, mentions, greetings and names with a patronymic.
func clean(sentence string) string {
	s := strings.Join(strings.Fields(sentence), " ")
	for again := true; again; {
		s, again = withoutAddress(strings.TrimLeft(s, " ,.;:-–—)(»*"))
	}
	r, size := utf8.DecodeRuneInString(s)
	return strings.TrimRight(upper(r)+s[size:], " ,;:-–—(«")
}

var mentions = wordlist.Beginnings{"@", "[id", "[club"}

// withoutAddress cuts off one form of address at the beginning; ok is false where there is none.
func withoutAddress(s string) (rest string, ok bool) {
	if mentions.Begin(s) {
		if _, behind, closed := strings.Cut(s, "]"); closed && s[0] == '[' { // names have blanks
			return behind, true
		}
		_, rest, _ = strings.Cut(s, " ")
		return rest, true
	}
	if low := strings.ToLower(s); len(low) == len(s) {
		for _, g := range greetings {
			if strings.HasPrefix(low, g) {
				return s[len(g):], true
			}
		}
	}
	words := strings.SplitN(s, " ", 4)
	for k := 1; k < min(len(words), 3); k++ { // Иван Иванович, …
		name := strings.ToLower(strings.TrimRight(words[k], ",.!:"))
		if strings.HasSuffix(name, "вич") || strings.HasSuffix(name, "вна") {
			return strings.Join(words[k+1:], " "), true
		}
	}
	return s, false
}

func upper(r rune) string {
	if r == utf8.RuneError {
		return ""
	}
	return strings.ToUpper(string(r))
}

func rankOf(sentence string, p *profile) int {
	matter, place, words := false, false, 0
	for _, t := range tokens(sentence) {
		switch {
		case t.digit:
			place = true
		case common[t.low]:
			place = place || t.low == "улице" || t.low == "ул"
		default:
			words++
			matter = matter || matterOf(t.low)&p.matters != 0
			place = place || t.cap && !t.first
		}
	}
	if words < 2 {
		return 0
	}
	rank := 1
	if matter {
		rank += 2
	}
	if place { // «Прошу сохранить роддом в Энске» before «Подпишите, распространите»
		rank++
	}
	return rank
}

func shorten(s string) string {
	runes := []rune(s)
	cut := longestTitle - 1
	for cut > longestTitle/2 && runes[cut] != ' ' {
		cut--
	}
	return strings.TrimRight(string(runes[:cut]), " ,;:-–—") + "…"
}

// offer keeps a title where it is one of the best.
func (x *group) offer(t title) {
	at := len(x.titles)
	for at > 0 && betterTitle(t, x.titles[at-1]) {
		at--
	}
	if at == titlesKept {
		return
	}
	t.text = strings.Clone(t.text) // it must not hold the whole message in memory
	if len(x.titles) == titlesKept {
		x.titles = x.titles[:titlesKept-1]
	}
	x.titles = slices.Insert(x.titles, at, t)
}

// betterTitle: more telling, then shorter, then first in the alphabet, so that the order of adding does not matter.
func betterTitle(a, b title) bool {
	if a.rank != b.rank {
		return a.rank > b.rank
	}
	if len(a.text) != len(b.text) {
		return b.text == "" || a.text != "" && len(a.text) < len(b.text)
	}
	return a.text < b.text
}
