package build

import (
	"cmp"
	_ "embed"
	"strings"
	"unicode/utf8"

	"otklik/internal/text"
	"otklik/internal/text/wordlist"
	"otklik/report/clean"
)

// In characters: a quoted sentence, and one that is short enough to be a headline.
const (
	burningQuote = 120
	// HeadQuote is the longest quotation that stands as a headline.
	HeadQuote = 80
)

//go:embed topicwords.txt
var topicWordFile string

// topicWords are by which words people say what a topic is about; dangers by which they say that somebody is in danger.
var (
	topicWords = wordlist.Parse(topicWordFile)
	dangers    = lists.Words("dangers")
)

// doubtful reports whether less than half of the texts have a word of their topic. Topics without words are not known
// to be.
func doubtful(topic string, texts []string) bool {
	words, said := topicWords[topic], 0
	for _, t := range texts {
		if text.Says(text.Fold(t), words) {
			said++
		}
	}
	return len(words) > 0 && 2*said < len(texts)
}

// saying is what people say of a danger: a sentence that says what is wrong, or else the first that is short enough, or
// the beginning.
func saying(texts []string) string {
	says := tellingWithin(texts, burningQuote)
	if matters(says) {
		return says
	}
	for _, wrong := range []bool{true, false} {
		for _, sentence := range sentences(texts[0]) {
			if fits(sentence, burningQuote) && (matters(sentence) || !wrong && says == "") {
				return sentence
			}
		}
	}
	return cmp.Or(says, clean.Shorten(texts[0], burningQuote))
}

// fits reports whether a piece of a text is long enough to say something and no longer than that.
func fits(piece string, longest int) bool {
	n := utf8.RuneCountInString(piece)
	return n >= saysShortest && n <= longest
}

// endangered is by which words somebody says that people are in danger: a sentence short enough for a headline, or
// else a clause of a longer one, of the first message that has any; otherwise what people say of any danger.
func endangered(texts []string) string {
	for _, t := range texts {
		for _, sentence := range sentences(t) {
			if !text.Says(text.Fold(sentence), dangers) {
				continue
			}
			if fits(sentence, HeadQuote) {
				return sentence
			}
			if clause := endangeredClause(sentence); clause != "" {
				return clause
			}
		}
	}
	says := saying(texts)
	if first := sentences(texts[0]); strings.HasSuffix(says, "?") && len(first) > 1 && first[0] != says {
		says = first[0] // who asks has said before what is the matter
	}
	if fits(says, HeadQuote) {
		return says
	}
	return cmp.Or(firstClauses(says), says)
}

// firstClauses are as few clauses from the beginning of a sentence as make a headline; empty where none do.
func firstClauses(sentence string) string {
	said := ""
	for _, clause := range clausesOf(sentence) {
		longer := strings.TrimSpace(said + " " + strings.TrimSpace(clause))
		if utf8.RuneCountInString(longer) > HeadQuote || fits(said, HeadQuote) {
			break
		}
		said = longer
	}
	if said = strings.TrimRight(said, " ,;:—–-"); fits(said, HeadQuote) {
		return said
	}
	return ""
}

// endangeredClause is the clause of a long sentence that tells of the danger, with those behind it that fit; empty
// where none is short enough.
func endangeredClause(sentence string) string {
	clauses := clausesOf(sentence)
	for n, clause := range clauses {
		said := strings.TrimSpace(clause)
		if !text.Says(text.Fold(said), dangers) {
			continue
		}
		if rest := strings.TrimSpace(strings.Join(clauses[n:], "")); fits(rest, HeadQuote) {
			return rest
		}
		for _, next := range clauses[n+1:] {
			if longer := said + " " + strings.TrimSpace(next); !fits(said, HeadQuote) &&
				utf8.RuneCountInString(longer) <= HeadQuote {
				said = longer
				continue
			}
			break // what follows may be torn from what follows that
		}
		if said = strings.TrimRight(said, " ,;:—–-"); fits(said, HeadQuote) {
			return said
		}
	}
	return ""
}

// clausesOf splits a sentence behind the signs that part its clauses.
func clausesOf(sentence string) (clauses []string) {
	begin := 0
	for n, r := range sentence {
		if strings.ContainsRune(",;:—", r) {
			clauses = append(clauses, sentence[begin:n+utf8.RuneLen(r)])
			begin = n + utf8.RuneLen(r)
		}
	}
	return append(clauses, sentence[begin:])
}
