package reading

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// turns are words by which a text that began with thanks or wishes comes to what is wrong.
var turns = lists.Set("turns")

// longestTurn bounds the texts that are looked through, in words: a longer one says enough for the models.
const longestTurn = 60

// turn is the part of a text behind thanks, praise or wishes that speaks of a fault or asks: «Спасибо за дорогу, но
// фонари так и не горят». The model weighs a text as a whole, where the thanks outweigh that. Praise counts only
// before a word that turns: «верно» opens many a quarrel. Empty: there is none.
func (r *Reader) turn(s *signals, text string) string {
	if s.words > longestTurn || s.laughs > 0 || s.toCitizen() ||
		!r.kindly(s) || !r.wants(s) && !s.has(r, "defect") {
		return ""
	}
	for _, b := range breaks(text) {
		if r.thanksFirst(r.read(text[:b.at]), b.turns) && r.wantsThen(r.read(text[b.at:]), b.turns) {
			return text[b.at:]
		}
	}
	return ""
}

// thanksFirst reports thanks or wishes that name no fault; praise too, where a word turns behind it.
func (r *Reader) thanksFirst(head *signals, turns bool) bool {
	return r.kindly(head) && (turns || head.has(r, "thanks", "congrats")) && !head.has(r, "failing", "absent")
}

// wantsThen reports a need without thanks or jokes; a defect alone is one where a word turns before it.
func (r *Reader) wantsThen(rest *signals, turns bool) bool {
	if rest.words < 3 || r.kindly(rest) || rest.has(r, "joke", "invite", "fixed") {
		return false
	}
	return r.wants(rest) || turns && rest.has(r, "defect")
}

// wants reports a fault, or a request or question about a matter.
func (r *Reader) wants(s *signals) bool {
	return s.has(r, "failing", "absent", "concrete") ||
		s.value[r.cue["matter"]] > 0 && (s.questions > 0 || s.has(r, "defect", "ask", "when"))
}

// kindly reports thanks, praise or wishes.
func (r *Reader) kindly(s *signals) bool { return s.has(r, "thanks", "praise", "congrats") }

// pause is a place where a text may turn.
type pause struct {
	at    int  // in bytes
	turns bool // one of the words above follows
}

// breaks are the beginnings of a text's sentences and of the words that turn it; no more than a few.
func breaks(text string) (all []pause) {
	for i := 0; i < len(text) && len(all) < 12; {
		c, size := utf8.DecodeRuneInString(text[i:])
		i += size
		ends := strings.ContainsRune(".!?…\n)", c)
		if !ends && c != ',' && c != '-' && c != '—' && c != '–' && !unicode.IsSpace(c) {
			continue
		}
		rest := strings.TrimLeft(text[i:], " ")
		end := strings.IndexFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) })
		turns := end > 0 && turns[strings.ToLower(rest[:end])]
		if ends || turns {
			all = append(all, pause{i, turns})
		}
	}
	return all
}
