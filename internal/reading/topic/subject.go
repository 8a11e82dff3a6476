package topic

import "slices"

// A word strong in one group often stands in a text about another: the roof of a club leaks, wires fell at a
// playground. Two things tell what such a text is about: a key marked as a subject, and a preposition that makes a
// mere place of a key.

// subjectWords is how many words at the beginning of a text may name its subject. Deep in a long letter an institution
// is a circumstance, and at its end an address for the answer.
const subjectWords = 10

// count adds a key that was found to its row: a part of its weight where it only tells the place, the rest when it is
// met again elsewhere.
func (x *index) count(s *scratch, n int32, beside bool) {
	p := &x.phrases[n]
	weight := p.weight
	switch met := s.besides.has(n); {
	case beside && met:
		return
	case beside:
		weight *= besideWeight
	case met:
		weight *= 1 - besideWeight
	}
	if !s.besides.has(n) {
		s.hits = append(s.hits, n)
		s.keyed[p.row/64] |= 1 << (p.row % 64)
	}
	if beside {
		s.besides.put(n)
	}
	s.keys[p.row] += weight
}

// besideWeight is the part of a key that a mere place keeps: in "the wires fell at the playground" the playground says
// where, not what.
const besideWeight = 0.4

// roleAt is the role of the preposition that word i stands after, alone ("у школы") or with one word between ("возле
// первой школы"); "у нас школа" has none.
func (s *scratch) roleAt(i int) role {
	for back := 1; back <= min(2, i); back++ {
		switch r := s.known[s.text[i-back]].role; r {
		case rolePlace, roleWay:
			return r
		case roleOwner:
			return roleNone
		}
	}
	return roleNone
}

// role is what a word does to those after it.
type role uint8

const (
	roleNone  role = iota
	rolePlace      // a preposition that says near what: what follows is where, not what
	// from where, whereto, or what a stop or a square is named after: it may matter but is not the subject
	roleWay
	roleOwner // a pronoun that such a preposition may go with: "у нас"
)

func roleOf(norm string) role {
	switch norm {
	case "у", "около", "возле", "напротив", "вблизи", "мимо", "перед", "рядом", "недалеко", "вокруг", "между":
		return rolePlace
	case "до", "от", "к", "через", "за", "под", "из", "остановка", "остановке", "остановки", "ост", "вход", "входа",
		"площадь", "площади",
		"парк", "парке", "парка", "сквер", "сквере", "районе", "сторону", "территории", "территория", "двор", "дворе":
		return roleWay
	case "нас", "вас", "меня", "него", "нее", "них", "кого", "себя", "нами", "вами":
		return roleOwner
	}
	return roleNone
}

// What a margin gains where the text names what it is about, and loses where another group is named and of this one
// nothing but a place. Together they are little more than the distance from the model's border to a sure text, so that
// one full of another group's words stays that group's. Chosen by cross-validation.
const (
	subjectBonus = 0.7
	placeMalus   = 0.5
)

// subject is what naming does to the margin of a group.
func (c *Classifier) subject(w *working, g int) float32 {
	if len(w.own.subjects) == 0 {
		return 0
	}
	of := func(n int32) bool { return c.own.groupOf[c.own.phrases[n].row] == g }
	if slices.ContainsFunc(w.own.subjects, of) {
		if w.sums[g] <= 0 { // a key takes it back: "электронная почта" is no post office
			return 0
		}
		return subjectBonus
	}
	place := false
	for _, n := range w.own.hits {
		if of(n) {
			if w.own.phrases.has(n) {
				return 0
			}
			place = true
		}
	}
	if place {
		return -placeMalus
	}
	return 0
}
