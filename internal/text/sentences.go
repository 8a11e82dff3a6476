package text

import (
	_ "embed"
	"iter"
	"strings"
	"unicode/utf8"

	"otklik/internal/text/wordlist"
)

// Break says what a sign ends.
type Break uint8

// What a sign may end. A full stop ends a sentence unless it belongs to an Abbreviation.
const (
	NoBreak Break = iota
	ClauseBreak
	SentenceBreak
)

// BreakOf says what a sign ends.
func BreakOf(sign rune) Break {
	switch sign {
	case '.', '!', '?', '…', '\n', ';':
		return SentenceBreak
	case ',', ':', '(', ')', '—', '–':
		return ClauseBreak
	}
	return NoBreak
}

//go:embed lists/abbreviations.txt
var abbreviationList string

var abbreviations = wordlist.Parse(abbreviationList).Set("")

// Abbreviation reports a folded word behind which a full stop ends no sentence: «ул.», «тыс.», any single letter.
func Abbreviation(norm string) bool {
	return abbreviations[norm] || utf8.RuneCountInString(norm) == 1
}

// Sentences cuts a text behind line ends, and behind each of . ! ? … where ends says so of what stands in the sentence
// before the mark and in the text behind it. The pieces, blank ones too, make up the text when they are joined.
func Sentences(text string, ends func(before string, mark rune, behind string) bool) iter.Seq[string] {
	return func(yield func(string) bool) {
		rest := text
		for from := 0; ; {
			at := strings.IndexAny(rest[from:], "\n.!?…")
			if at < 0 {
				yield(rest)
				return
			}
			at += from
			mark, size := utf8.DecodeRuneInString(rest[at:])
			from = at + size
			if mark != '\n' && !ends(rest[:at], mark, rest[from:]) {
				continue
			}
			if !yield(rest[:from]) {
				return
			}
			rest, from = rest[from:], 0
		}
	}
}

// LastWord are the letters at the end of a text, folded: what a full stop behind it may belong to.
func LastWord(text string) string {
	from := len(text)
	for from > 0 {
		r, size := utf8.DecodeLastRuneInString(text[:from])
		if !IsLetter(r) {
			break
		}
		from -= size
	}
	return Fold(text[from:])
}
