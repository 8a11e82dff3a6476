package reply

import (
	_ "embed"
	"slices"
	"unicode/utf8"

	"otklik/internal/text"
	"otklik/internal/text/wordlist"
)

//go:embed words.txt
var wordFile string

// lists are the words of words.txt.
var lists = wordlist.Parse(wordFile)

// emptyWords carry no matter, and slightWords say nothing new where they are added to a text.
var emptyWords, slightWords = lists.Set("empty"), lists.Set("slight")

// stems are the stems of the words that could be the matter of a text, in its order, each once.
func stems(s *scan) []string {
	out := make([]string, 0, len(s.tokens))
	var stemmer text.Stemmer
	for i := range s.tokens {
		t := &s.tokens[i]
		if t.kind != word || utf8.RuneCountInString(t.norm) < 3 || emptyWords[t.norm] {
			continue
		}
		if stem := stemmer.Stem(t.norm); !slices.Contains(out, stem) {
			out = append(out, stem)
		}
		if len(out) == maxStems {
			break
		}
	}
	return out
}

// maxStems bounds the work that a very long text can cause.
const maxStems = 200

// kinBytes is the length of a common beginning, five letters, from which two stems are taken for kin: the same matter
// is often a noun in the complaint and a verb in the reply («ремонт», «ремонтир»).
const kinBytes = 10

// matterKey is equal for stems that are the same or kin.
func matterKey(stem string) string { return stem[:min(len(stem), kinBytes)] }
