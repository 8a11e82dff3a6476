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
func (j *Evaluator) Reaction(text string) (Reaction, string) {
	f := j.feelings(text)
	for _, r := range reactions {
		if !r.when(&f) {
			continue
		}
		if r.reason == "" {
			return r.is, j.moods.sections[r.section(&j.mood)].reason
		}
		return r.is, r.reason
	}
	return Other, "reaction_silent"
}

// feelings are the phrases of a reaction, counted.
type feelings struct {
	bad, good, doubt, thanks, hope, turn int
	badLast                              bool // the last phrase of bad stands behind the last of good
	words, questions                     int
}

// reactions are what counts, the first that fits.
var reactions = []struct {
	when    func(f *feelings) bool
	is      Reaction
	reason  string // empty: that of the section
	section func(m *moodSections) int
}{
	{func(f *feelings) bool {
		return f.bad > 0 && (f.good == 0 || f.badLast || f.bad > f.good || f.doubt > 0)
	},
		Unsolved, "", func(m *moodSections) int { return m.unsolved }},
	{func(f *feelings) bool { return f.good > 0 && f.questions > 0 && f.thanks == 0 },
		Unsolved, "reaction_doubts", nil},
	{func(f *feelings) bool { return f.good > 0 && f.doubt > 0 && f.thanks == 0 },
		Unsolved, "reaction_disbelieves", nil},
	{func(f *feelings) bool { return f.good > 0 },
		Solved, "", func(m *moodSections) int { return m.solved }},
	{func(f *feelings) bool { return f.thanks > 0 && f.turn > 0 && f.words > 4 },
		Unsolved, "reaction_thanks_but", nil},
	{func(f *feelings) bool { return f.thanks > 0 && f.questions == 0 },
		Thanks, "", func(m *moodSections) int { return m.thanks }},
	{func(f *feelings) bool { return f.questions > 0 }, Other, "reaction_ask", nil},
	{func(f *feelings) bool { return f.hope > 0 }, Other, "reaction_hope", nil},
}

// feelings finds the phrases of a reaction. A denial turns good news into bad ones, and bad ones into nothing.
func (j *Evaluator) feelings(text string) feelings {
	s, m := cut(text), &j.mood
	n := make([]int, len(j.moods.sections))
	lastBad, lastGood := -1, -1
	j.moods.find(s, func(h hit) {
		denied := (h.section == m.solved || h.section == m.unsolved) && negated(s, h.from)
		switch {
		case h.section == m.unsolved && (denied || calmed(s, h)): // «не отписались»
			return
		case h.section == m.unsolved, denied:
			n[m.unsolved]++
			lastBad = max(lastBad, h.to)
		case h.section == m.solved:
			n[m.solved]++
			lastGood = max(lastGood, h.to)
		default:
			n[h.section]++
		}
	})
	return feelings{
		bad: n[m.unsolved], good: n[m.solved], doubt: n[m.doubt], thanks: n[m.thanks], hope: n[m.hope], turn: n[m.turn],
		badLast: lastBad > lastGood, words: s.words, questions: s.questions,
	}
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
		if s.tokens[k].sentence == s.tokens[h.from].sentence &&
			(s.tokens[k].norm == "больше" || s.tokens[k].norm == "теперь") {
			return true
		}
	}
	return h.from >= 2 && s.tokens[h.from-1].norm == "не" && s.tokens[h.from-2].norm == "больше"
}
