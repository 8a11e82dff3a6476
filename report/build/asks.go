package build

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"

	"otklik/internal/text"
	"otklik/report/clean"
)

// Asked is the sentence that asks best what masked texts ask: one of theirs, whole, with a capital. Empty where none of
// them asks, or only what nobody understands alone.
func Asked(texts []string) string {
	var questions []string
	shortest := ""
	for _, said := range texts {
		for _, s := range sentences(clean.PlainMentions(said, nil)) {
			if !asks(s) || utf8.RuneCountInString(s) > SaysLongest || len(substance(s)) < askedWords {
				continue
			}
			questions = append(questions, s)
			if shortest == "" || len(s) < len(shortest) {
				shortest = s
			}
		}
	}
	best := cmp.Or(telling(questions), shortest)
	first, size := utf8.DecodeRuneInString(best)
	if best == "" || first == utf8.RuneError {
		return best
	}
	return string(unicode.ToUpper(first)) + best[size:]
}

// askedWords are how many words of substance a question has at least that is understood alone.
const askedWords = 2

// asks reports whether a sentence is a question: by its mark or, as people write who leave that out, by its words.
func asks(sentence string) bool {
	if strings.HasSuffix(strings.TrimRight(sentence, "!)( "), "?") {
		return true
	}
	words := strings.Fields(text.Fold(sentence))
	if len(words) > 1 && questionWords[strings.Trim(words[0], ",:")] {
		return true
	}
	for _, w := range words {
		if w == "ли" {
			return true
		}
	}
	return false
}

// Whole is as much of a text as stands in whole sentences within so many characters; the first one that says anything
// is there however long it is.
func Whole(said string, most int) string {
	var kept []string
	length, says := 0, false
	for _, s := range sentences(said) {
		n := utf8.RuneCountInString(s) + 1
		if says && length+n > most {
			break
		}
		kept = append(kept, s)
		length += n
		says = says || len(substance(s)) > 0
	}
	return strings.Join(kept, " ")
}

// WholeTitle is the sentence of one of the texts that a title was cut from; the title itself where it was not cut, or
// none of them has it.
func WholeTitle(title string, texts []string) string {
	head, cut := strings.CutSuffix(title, "…")
	_, first := utf8.DecodeRuneInString(head) // titles begin with a capital
	if !cut || len(head) <= first {
		return title
	}
	for _, said := range texts {
		for _, s := range sentences(clean.OneLine(said)) {
			if at := strings.Index(s, head[first:]); at >= 0 {
				return strings.TrimRight(head[:first]+s[at:], ".! ")
			}
		}
	}
	return title
}
