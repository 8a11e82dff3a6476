package build

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"otklik/internal/text"
	"otklik/internal/text/wordlist"
	"otklik/report/clean"
)

// A telling sentence is neither a cry nor a story.
const (
	saysShortest = 15
	saysBest     = 90
	SaysLongest  = 160
	saysWords    = 3   // of substance, at least
	saysRead     = 300 // texts that are looked at per topic: more of them say nothing new
	faultWeight  = 1.3 // of a sentence that says what is wrong or asked for
)

// telling chooses the sentence that says best what these masked texts are about: one of theirs, whole, whose words
// stand in the others too. Empty where none is fit to stand alone. The same texts in the same order give the same
// sentence.
func telling(texts []string) string { return tellingWithin(texts, SaysLongest) }

// tellingWithin is telling with sentences of at most longest characters.
func tellingWithin(texts []string, longest int) string {
	if len(texts) > saysRead {
		texts = texts[:saysRead]
	}
	type candidate struct {
		text  string
		words []string
	}
	var candidates []candidate
	shared := make(map[string]int) // in how many texts a word stands
	for _, text := range texts {
		inText := make(map[string]bool)
		for _, s := range sentences(text) {
			words := substance(s)
			for _, w := range words {
				inText[w] = true
			}
			if fit(s, words, longest) {
				candidates = append(candidates, candidate{s, words})
			}
		}
		for w := range inText {
			shared[w]++
		}
	}
	best, most := "", 0.0
	for _, c := range candidates {
		score := 0.0
		for _, w := range c.words {
			score += 1 + float64(min(shared[w]-1, 20))/4
		}
		// Long sentences do not win by their length alone, short ones say little.
		score /= float64(3 + len(c.words))
		length := utf8.RuneCountInString(c.text)
		if length > saysBest {
			score *= float64(saysBest) / float64(length)
		} else if length < saysBest/3 {
			score *= 0.7
		}
		if strings.HasSuffix(c.text, "?") {
			score *= 0.9 // a statement says what is wrong
		}
		if strings.ContainsAny(c.text, "*[") {
			score *= 0.5 // something in it is masked
		}
		if score*faultWeight <= most {
			continue // words are looked up only where they can decide
		}
		switch {
		case thankful(c.text):
			score *= 0.2 // pure thanks, or bitter ones
		case faulty(c.text):
			score *= faultWeight
		}
		if score > most {
			best, most = c.text, score
		}
	}
	return best
}

// fit reports whether a sentence can stand alone before a governor.
func fit(s string, words []string, longest int) bool {
	n := utf8.RuneCountInString(s)
	if n < saysShortest || n > longest || len(words) < saysWords || strings.Contains(s, "://") ||
		strings.Contains(s, "www.") {
		return false
	}
	letters, upper, signs, marks := 0, 0, 0, 0
	for _, r := range s {
		switch {
		case unicode.IsLetter(r):
			letters++
			if unicode.IsUpper(r) {
				upper++
			}
		case unicode.IsSpace(r) || unicode.IsDigit(r) || strings.ContainsRune(".,:;-–—()«»\"'№%/", r):
		case r == '!' || r == '?':
			marks++
		default:
			signs++
		}
	}
	// Shouting, rows of exclamation marks, emoji and markup are no sentences for this place.
	return upper*3 <= letters && marks <= 2 && signs <= 2 && letters*3 >= 2*utf8.RuneCountInString(s)
}

// sentences splits a text at its stops and line breaks.
func sentences(said string) []string {
	var list []string
	for piece := range text.Sentences(clean.Visible(said), endsSentence) {
		if piece = clean.OneLine(piece); piece != "" {
			list = append(list, piece)
		}
	}
	return list
}

// endsSentence reports whether a mark ends a sentence: with a blank behind it, and not that of a shortened word.
func endsSentence(before string, mark rune, behind string) bool {
	if next, _ := utf8.DecodeRuneInString(behind); behind != "" && !unicode.IsSpace(next) {
		return false
	}
	last := text.LastWord(before)
	return mark != '.' || utf8.RuneCountInString(last) != 1 && !abbreviations[last]
}

// substance are the beginnings of the words that carry a meaning: long enough, and not those that every complaint has.
func substance(s string) []string {
	var list []string
	apart := func(r rune) bool { return !unicode.IsLetter(r) && r != '-' }
	for word := range strings.FieldsFuncSeq(text.Fold(s), apart) {
		runes := []rune(word)
		if len(runes) < 4 || emptyWords[word] {
			continue
		}
		stem := string(runes[:min(max(len(runes)-2, 4), 6)]) // without most endings
		if !slices.Contains(list, stem) {
			list = append(list, stem)
		}
	}
	return list
}

//go:embed words.txt
var wordFile string

// Words by which sentences are chosen.
var (
	lists         = wordlist.Parse(wordFile)
	abbreviations = lists.Set("abbreviations")
	emptyWords    = lists.Set("empty")
	questionWords = lists.Set("questions")
)
