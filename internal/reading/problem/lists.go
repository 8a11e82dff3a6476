package problem

import (
	_ "embed"

	"otklik/internal/text"
	"otklik/internal/text/wordlist"
)

//go:embed lists/matters.txt
var mattersFile string

//go:embed lists/faults.txt
var faultsFile string

//go:embed lists/words.txt
var wordsFile string

var lists = wordlist.Parse(wordsFile)

var (
	common    = lists.Set("common")
	spotNouns = lists.Set("spot nouns")
	locating  = lists.Set("locating")
	standards = lists.Set("standards")
	ownWords  = lists.Set("own")

	villageCues = lists.Set("village cues")
	noVillages  = stemsOf(lists.Words("no villages"))

	betweens       = lists.Set("between")
	counted        = lists.Set("counted")
	clock          = lists.Set("clock")
	housed         = lists.Set("housed")
	ofMany         = lists.Set("of many")
	ofFew          = lists.Set("of few")
	asking         = lists.Set("asking")
	ordinals       = lists.Numbers("ordinals")
	ordinalEndings = lists.Words("ordinal endings")
	tens           = lists.Numbers("tens")

	greetings = lists.Words("greetings")
)

func stemsOf(words []string) map[string]bool {
	set := map[string]bool{}
	for _, w := range words {
		set[text.Stem(w)] = true
	}
	return set
}

// head is the beginning of a word by which the beginnings of words are found: two Russian letters.
const head = len("во")

// byHead are beginnings of words by their own first letters, so that one lookup finds few.
type byHead[T any] map[string][]beginning[T]

type beginning[T any] struct {
	text  string
	means T
}

func (h byHead[T]) put(text string, means T) {
	key := text[:min(len(text), head)]
	h[key] = append(h[key], beginning[T]{text, means})
}

// of are the beginnings that a word may have: those with its first letters.
func (h byHead[T]) of(low string) []beginning[T] {
	if len(low) < head {
		return nil
	}
	return h[low[:head]]
}
