package reading

import "slices"

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
		return h.section == r.words.sections["in danger"] ||
			h.section == r.words.sections["in danger alone"] && !r.tied(s.scan, h)
	})
	return danger, s.has(r, "threat")
}

// threatens reports whether an entry of a section stands in the text that is no part of a manner of speaking.
func (s *signals) threatens(r *Reader, section string) bool {
	return s.outsideOf(r, section, "manner of speaking")
}

// outsideOf reports whether an entry of a section stands in the text that shares no word with one of another section.
func (s *signals) outsideOf(r *Reader, section, other string) bool {
	n, without := r.words.sections[section], r.words.sections[other]
	if s.count[without] == 0 {
		return s.count[n] > 0
	}
	meant := func(h hit) bool {
		return h.section == n && !slices.ContainsFunc(s.degrees, func(m hit) bool {
			return m.section == without && m.from <= h.to && h.from <= m.to
		})
	}
	return slices.ContainsFunc(s.hits, meant) || slices.ContainsFunc(s.degrees, meant)
}
