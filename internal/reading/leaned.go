package reading

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"otklik/internal/inbox"
	"otklik/internal/reading/opinion"
	"otklik/internal/text"
)

var (
	bareWords = lists.Set("bare words")
	denials   = lists.Set("denials")
)

// weighed is a text whose weighing the encoder decided, or a part of it, and what the encoder said of that.
type weighed struct {
	text  string
	in    opinion.Surroundings
	needs float64
}

// decidedByEncoder is what was weighed where cues and n-grams alone would not have listed the text; nil where they
// would. What an echo was read as is another person's text, whose words stay with that text.
func (w *weighing) decidedByEncoder() *weighed {
	if w.opinion == nil || w.in.echoed || probability(w.sum) < Threshold || probability(w.sum-w.moved) >= Threshold {
		return nil
	}
	return &weighed{w.text, w.in.Surroundings, w.opinion.Needs}
}

// How words are looked for, so that few texts have to be encoded for one: of more than mostApart words only the half is
// looked at without which the encoder is the least sure, and of more than mostTogether the other half is not even read.
const (
	mostApart    = 5
	mostTogether = 15
	mostLeaned   = 3
	leastFall    = 0.2 // of the log odds
	besideMost   = 0.4 // the share of the greatest fall that the others have at least
	leastNamed   = 3   // letters
	longestName  = 80  // bytes
)

// span is a part of a text, in bytes.
type span struct{ from, to int }

// explainEncoder adds the words that the encoder leaned on: those without which it would be the least sure that the
// text needs an answer. said is the whole text: words that are somebody's personal data there are not named, nor any
// that is not known to be ordinary.
func (r *Reader) explainEncoder(a *inbox.Assessment, about *weighed, said string) {
	if about == nil || r.ordinary == nil {
		return
	}
	if words := r.leaned(*about, about.nameable(r.enrichers.public(said), r.ordinary)); words != "" {
		a.Reasons = append(a.Reasons, inbox.Reason{Code: "leaned", Words: words})
	}
}

// leaned quotes those words among some of a text.
func (r *Reader) leaned(w weighed, words []span) string {
	for len(words) > mostApart {
		w, words = r.weightierHalf(w, words)
	}
	return w.quote(strongest(words, r.falls(&w, words)))
}

// weightierHalf are the words of the half without which the encoder is the least sure. Of a long text that half alone
// is read on.
func (r *Reader) weightierHalf(w weighed, words []span) (weighed, []span) {
	half := len(words) / 2
	middle := words[half].from
	parts := []span{{0, middle}, {middle, len(w.text)}}
	falls := r.falls(&w, parts)
	part, others, mine := parts[0], falls[1], words[:half]
	if falls[1] > falls[0] {
		part, others, mine = parts[1], falls[0], words[half:]
	}
	if len(words) <= mostTogether {
		return w, mine
	}
	w.text, w.needs = w.text[part.from:part.to], w.needs-others
	for i := range mine {
		mine[i].from -= part.from
		mine[i].to -= part.from
	}
	return w, mine
}

// nameable are the words of the text that may be named, each with the denial before it: those that say something, are
// known to be ordinary, stand where no name stands and in the text without personal data, too.
func (w *weighed) nameable(public string, ordinary func(word string) bool) (spans []span) {
	open := map[string]bool{}
	for at := text.Scan(public, rules); at.Next(); {
		if at.Kind == text.Word {
			open[public[at.From:at.To]] = true
		}
	}
	var tokens []text.Token
	for at := text.Scan(w.text, rules); at.Next(); {
		tokens = append(tokens, at.Token)
	}
	denial := span{-1, -1}
	for i, at := range tokens {
		said := w.text[at.From:at.To]
		switch norm := text.Fold(said); {
		case at.Kind != text.Word:
		case denials[norm]:
			denial = span{at.From, at.To}
		case at.Letters < leastNamed, len(said) > longestName, bareWords[norm], !open[said], !ordinary(said):
		case at.Capital && !at.Upper() && !opensSentence(w.text[:at.From]): // a name
		case w.placed(tokens, i):
		case denial.to >= 0 && blank(w.text[denial.to:at.From]):
			spans = append(spans, span{denial.from, at.To})
		default:
			spans = append(spans, span{at.From, at.To})
		}
	}
	return spans
}

// placed reports that a word stands where names and addresses stand, whatever it means: beside a number, grown together
// with something, or alone between signs, as who is called or signs does.
func (w *weighed) placed(tokens []text.Token, i int) bool {
	at, before, behind := tokens[i], text.Token{Kind: text.Sign}, text.Token{Kind: text.Sign, From: len(w.text)}
	if i > 0 {
		before = tokens[i-1]
	}
	if i+1 < len(tokens) {
		behind = tokens[i+1]
	}
	if before.Kind != text.Word && before.Kind != text.Sign || behind.Kind != text.Word && behind.Kind != text.Sign {
		return true
	}
	if behind.Kind == text.Sign && i+2 < len(tokens) && tokens[i+2].Kind == text.Number { // «Пригожая, 7»
		return true
	}
	grown := behind.Kind == text.Sign && behind.From == at.To && joins(behind.Sign) ||
		before.Kind == text.Sign && i > 0 && before.To == at.From && joins(before.Sign)
	return grown || before.Kind == text.Sign && behind.Kind == text.Sign
}

// joins reports a sign that makes one thing of what stands around it.
func joins(sign rune) bool {
	return !unicode.IsSpace(sign) && !strings.ContainsRune(".,;:!?…()«»\"", sign)
}

// opensSentence reports whether a sentence begins behind a text.
func opensSentence(before string) bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(before, " \t«\"(—-"))
	return !text.IsLetter(last) && !unicode.IsDigit(last) && last != ',' && last != ';' && last != ':'
}

func blank(s string) bool { return strings.TrimSpace(s) == "" }

// falls are by how much the log odds are less without each part of the text.
func (r *Reader) falls(w *weighed, spans []span) []float64 {
	texts := make([]string, len(spans))
	for i, s := range spans {
		texts[i] = w.text[:s.from] + w.text[s.to:]
	}
	falls := r.opinions.NeedsOf(texts, w.in)
	for i, needs := range falls {
		falls[i] = w.needs - needs
	}
	return falls
}

// strongest are the few whose fall is great, in the order of the text.
func strongest(spans []span, falls []float64) (few []span) {
	if len(spans) == 0 {
		return nil
	}
	sorted := slices.Sorted(slices.Values(falls))
	least := max(leastFall, besideMost*sorted[len(sorted)-1], sorted[max(0, len(sorted)-mostLeaned)])
	for i, fall := range falls {
		if fall >= least && len(few) < mostLeaned {
			few = append(few, spans[i])
		}
	}
	return few
}

// quote are the words as they stand in the text, with dots where others were left out.
func (w *weighed) quote(spans []span) string {
	var b strings.Builder
	for i, s := range spans {
		switch {
		case i == 0:
		case blank(w.text[spans[i-1].to:s.from]):
			b.WriteString(" ")
		default:
			b.WriteString(" … ")
		}
		b.WriteString(w.text[s.from:s.to])
	}
	return b.String()
}
