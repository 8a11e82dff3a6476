package reply

import (
	_ "embed"
	"fmt"
)

//go:embed moods.txt
var moodFile string

// Reaction is what a citizen makes of an answer.
type Reaction string

// The reactions.
const (
	Solved   Reaction = "solved"   // says that the matter is settled
	Unsolved Reaction = "unsolved" // says that it is not
	Thanks   Reaction = "thanks"   // thanks and says neither
	Other    Reaction = "other"    // none of these: details, a new question, chatter
)

// moodSections are the numbers of the sections of moods.txt.
type moodSections struct{ unsolved, solved, doubt, thanks, hope, turn, ask int }

func readMoods() (*lexicon, moodSections, error) {
	var m moodSections
	l, err := readLexicon(moodFile)
	if err != nil {
		return nil, m, fmt.Errorf("read the built-in phrases of reactions: %w", err)
	}
	for _, want := range []struct {
		name string
		at   *int
	}{
		{"unsolved", &m.unsolved}, {"solved", &m.solved}, {"doubt", &m.doubt}, {"thanks", &m.thanks},
		{"hope", &m.hope}, {"turn", &m.turn}, {"ask", &m.ask},
	} {
		n, ok := l.number[want.name]
		if !ok {
			return nil, m, fmt.Errorf("read the built-in phrases of reactions: the section %s is missing", want.name)
		}
		*want.at = n
	}
	return l, m, nil
}

// Reaction reads what a citizen wrote after an answer, and says in Russian why. It is for messages that follow a reply
// of the official's side: by itself «опять нет воды» is a complaint like any other. Where a text both thanks and
// complains, the complaint counts.
func (j *Judge) Reaction(text string) (Reaction, string) {
	s := cut(text)
	m := j.mood
	n := make([]int, len(j.moods.sections))
	lastBad, lastGood := -1, -1
	j.moods.find(s, func(h hit) {
		switch h.section {
		case m.solved:
			if negated(s, h.from) {
				h.section = m.unsolved
			}
		case m.unsolved:
			if calmed(s, h) || negated(s, h.from) { // «не отписались»
				return
			}
		}
		n[h.section]++
		switch h.section {
		case m.unsolved:
			lastBad = max(lastBad, h.to)
		case m.solved:
			lastGood = max(lastGood, h.to)
		}
	})
	bad, good := n[m.unsolved], n[m.solved]
	switch {
	case bad > 0 && (good == 0 || lastBad > lastGood || bad > good || n[m.doubt] > 0):
		return Unsolved, j.moods.sections[m.unsolved].reason
	case good > 0 && s.questions > 0 && n[m.thanks] == 0:
		return Unsolved, "сомневается, что сделано"
	case good > 0 && n[m.doubt] > 0 && n[m.thanks] == 0:
		return Unsolved, "не верит, что сделано"
	case good > 0:
		return Solved, j.moods.sections[m.solved].reason
	case n[m.thanks] > 0 && n[m.turn] > 0 && s.words > 4:
		return Unsolved, "благодарит с оговоркой"
	case n[m.thanks] > 0 && s.questions == 0:
		return Thanks, j.moods.sections[m.thanks].reason
	case s.questions > 0:
		return Other, "новый вопрос"
	case n[m.hope] > 0:
		return Other, "ждёт"
	}
	return Other, "о решении ни слова"
}

// negated reports whether a word of denial stands right before a token or one word ahead of it.
func negated(s *scan, at int) bool {
	for k := at - 1; k >= max(0, at-2); k-- {
		if s.tokens[k].sentence != s.tokens[at].sentence {
			return false
		}
		switch s.tokens[k].norm {
		case "не", "никто", "ничего", "нет":
			return s.tokens[k].clause == s.tokens[at].clause
		}
	}
	return false
}

// calmed reports whether «больше» or «теперь» turns a denial into good news: «больше не течёт».
func calmed(s *scan, h hit) bool {
	for k := max(0, h.from-2); k < h.to; k++ {
		if s.tokens[k].sentence == s.tokens[h.from].sentence && (s.tokens[k].norm == "больше" || s.tokens[k].norm == "теперь") {
			return true
		}
	}
	return h.from >= 2 && s.tokens[h.from-1].norm == "не" && s.tokens[h.from-2].norm == "больше"
}
