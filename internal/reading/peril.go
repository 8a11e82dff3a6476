package reading

import (
	"iter"
	"slices"
)

// despairs reports whether somebody writes of taking his own life, and does not laugh about it. A model has seen too
// few such texts, and none may be missed.
func (r *Reader) despairs(s *signals) bool {
	return (s.has(r, "despair", "other despair") || r.wishesToDie(s)) && s.laughs == 0 && !s.has(r, "joke")
}

// wishesToDie reports a wish to die or not to live that is the whole of it. One that names on what it hangs («в этом
// городе», «от смеха», «без воды») is a complaint or a manner of speaking.
func (r *Reader) wishesToDie(s *signals) bool {
	return slices.ContainsFunc(s.degrees, func(h hit) bool {
		return h.section == r.words.sections["wish to die"] && !r.tied(s.scan, h)
	})
}

// tied reports whether the clause of a hit goes on with a word that ties it to something, or has such words before it.
func (r *Reader) tied(s *scan, h hit) bool {
	last := &s.tokens[h.to]
	if next := h.to + 1; next < len(s.tokens) && s.tokens[next].clause == last.clause && s.tokens[next].has(r.ties) {
		return true
	}
	for i := h.from - 1; i >= 0 && s.tokens[i].clause == last.clause; i-- {
		if s.tokens[i].has(r.tiesBefore) {
			return true
		}
	}
	return false
}

// longestPeril bounds the texts whose words alone show somebody in danger, in words: a longer one is mostly a tale, and
// says enough for the models.
const longestPeril = 25

// peril reports whether words alone show people in danger now, or what threatens them (threat), in a text that neither
// laughs nor tells of what is past or made up: nobody may wait because a model has not seen the like.
func (r *Reader) peril(s *signals) (danger, threat bool) {
	if s.words > longestPeril || s.laughs > 0 || s.links > 0 || s.toCitizen() ||
		s.has(r, "calm", "not now", "thanks", "congrats", "joke", "spam", "politics") {
		return false, false
	}
	danger = slices.ContainsFunc(s.degrees, func(h hit) bool {
		return (h.section == r.words.sections["in danger"] ||
			h.section == r.words.sections["in danger alone"] && !r.tied(s.scan, h)) &&
			!s.played(r, h) && !s.shares(h, r.words.sections["manner of speaking"])
	})
	return danger, s.has(r, "threat")
}

// threatens reports whether an entry of a section stands in the text that is no part of a manner of speaking, and not
// played, sung or dreamt.
func (s *signals) threatens(r *Reader, section string) bool { return s.meant(r, section) > 0 }

// meant counts such entries.
func (s *signals) meant(r *Reader, section string) (n int) {
	for h := range s.outside(r, section, "manner of speaking") {
		if !s.played(r, h) {
			n++
		}
	}
	return n
}

// outsideOf reports whether an entry of a section stands in the text that shares no word with one of another section.
func (s *signals) outsideOf(r *Reader, section, other string) bool {
	for range s.outside(r, section, other) {
		return true
	}
	return false
}

// outside are those entries.
func (s *signals) outside(r *Reader, section, other string) iter.Seq[hit] {
	n, without := r.words.sections[section], r.words.sections[other]
	return func(yield func(hit) bool) {
		if s.count[n] == 0 {
			return
		}
		for _, hits := range [...][]hit{s.hits, s.degrees} {
			for _, h := range hits {
				if h.section == n && (s.count[without] == 0 || !s.shares(h, without)) && !yield(h) {
					return
				}
			}
		}
	}
}

// shares reports whether a hit has a word in common with one of a section that no model knows.
func (s *signals) shares(h hit, section int) bool {
	return slices.ContainsFunc(s.degrees, func(m hit) bool {
		return m.section == section && m.from <= h.to && h.from <= m.to
	})
}

// plays reports whether some word for a danger is.
func (s *signals) plays(r *Reader) bool {
	for _, section := range [...]string{"at risk", "in danger", "in danger alone", "danger", "hazard"} {
		n := r.words.sections[section]
		is := func(h hit) bool { return h.section == n && s.played(r, h) }
		if s.count[n] > 0 && (slices.ContainsFunc(s.hits, is) || slices.ContainsFunc(s.degrees, is)) {
			return true
		}
	}
	return false
}

// played reports whether what a hit says is only played («бьёт в шахматы»), made up («в фильме горит дом», «снится, что
// тонем») or the words of a song or the name of a play.
func (s *signals) played(r *Reader, h hit) bool {
	if !s.has(r, "played", "made up", "told") {
		return false
	}
	at := &s.tokens[h.from]
	return slices.ContainsFunc(s.degrees, func(m hit) bool {
		by := &s.tokens[m.from]
		if m.from > 0 && s.tokens[m.from-1].norm == "не" { // «не шучу»
			return false
		}
		switch m.section {
		case r.words.sections["played"]:
			return by.clause == at.clause
		case r.words.sections["made up"]:
			return by.sentence == at.sentence
		case r.words.sections["told"]:
			return at.quote > 0 && by.quote == 0 && by.sentence == s.opening(at.quote).sentence
		}
		return false
	})
}

// opening is the first token of what is quoted.
func (s *scan) opening(quote int) *token {
	return &s.tokens[slices.IndexFunc(s.tokens, func(t token) bool { return t.quote == quote })]
}
