package reading

import (
	"strings"

	"otklik/internal/text"
)

// signals are the cues of a text: how strongly each of weights.txt is present, and the text's groups.
type signals struct {
	*scan
	hits   []hit
	value  []float64 // by cue
	count  []float64 // by section of the lexicon
	groups []float64 // by group
}

// cut is where the strength of a lexicon's cue ends to grow with the number of its hits.
const cut = 3

// read finds all signals of a text.
func (r *Reader) read(said string) *signals {
	s := &signals{scan: scanText(said)}
	r.words.mark(s.tokens)
	s.hits = r.words.find(s.tokens)
	s.value = make([]float64, len(r.cues))
	s.count = make([]float64, len(r.words.names))
	s.groups = make([]float64, len(r.groups))
	matters := 0.0
	last := -1 // the last token counted as a matter: "детская площадка" is one, not two
	for _, h := range s.hits {
		s.count[h.section] += 1
		if g := r.groupOf[h.section]; g >= 0 {
			s.groups[g] += h.weight
			if h.weight >= 1 && h.from > last {
				matters++
				last = h.to
			}
		}
	}
	for i, c := range r.cues {
		if c.section >= 0 {
			s.value[i] = saturate(s.count[c.section])
		}
	}
	set := func(name string, v float64) {
		if i, ok := r.cue[name]; ok {
			s.value[i] = v
		}
	}
	flag := func(name string, on bool) {
		if on {
			set(name, 1)
		}
	}
	patronymic := s.patronymic()
	has := func(section string) bool { return s.count[r.words.sections[section]] > 0 }
	set("matter", saturate(matters))
	flag("no matter", matters == 0)
	flag("address", patronymic || has("official"))
	flag("question mark", s.questions > 0)
	flag("matter and fault", matters > 0 && (has("defect") || has("absent") || has("failing")))
	flag("matter and request", matters > 0 && has("ask"))
	flag("matter and question", matters > 0 && s.questions > 0)
	flag("place and matter", matters > 0 && has("place"))
	flag("place and fault", has("place") && (has("defect") || has("absent") || has("failing")))
	flag("house number", s.houseNumber(r))
	flag("to a citizen", s.toCitizen())
	flag("very short", s.words <= 3)
	flag("short", s.words > 3 && s.words <= 8)
	flag("long", s.words > 25)
	flag("very long", s.words > 60)
	flag("laughs", s.laughs > 0)
	flag("emoji only", s.words == 0)
	flag("links", s.links > 0)
	flag("mostly latin", s.mostlyLatin())
	flag("imperative", s.imperative())
	flag("thanks and fixed", (has("thanks") || has("praise")) && has("fixed"))
	flag("thanks and fault", (has("thanks") || has("praise")) && (has("absent") || has("failing")))
	return s
}

func saturate(n float64) float64 {
	switch {
	case n <= 0:
		return 0
	case n >= cut:
		return 2
	case n >= 2:
		return 1.6
	}
	return 1
}

// patronymic reports whether the text speaks of or to somebody by name and patronymic.
func (s *scan) patronymic() bool {
	for i := range s.tokens {
		t := &s.tokens[i]
		if t.kind == word && i > 0 && s.tokens[i-1].kind == word && (t.capital || s.tokens[i-1].capital) && text.Patronymic(t.norm) {
			return true
		}
	}
	return false
}

// houseNumber reports whether a number follows a street or a house: ул. Мира 12, дом 5.
func (s *scan) houseNumber(r *Reader) bool {
	street := -10
	for i := range s.tokens {
		t := &s.tokens[i]
		switch {
		case t.has(r.streetClass):
			street = i
		case t.kind == number && i-street <= 4 && len(t.norm) <= 7:
			return true
		case t.kind == word && (t.norm == "дом" || t.norm == "д" || t.norm == "дома" || t.norm == "доме"):
			street = max(street, i-2)
		}
	}
	return false
}

// toCitizen reports whether the text opens with a mention of somebody who does not look like an official's account.
func (s *scan) toCitizen() bool {
	if len(s.tokens) == 0 || s.tokens[0].kind != mention {
		return false
	}
	name := s.tokens[0].norm
	for _, mark := range [...]string{"official", "gubern", "adm", "gov", "mayor", "mer_", "glava", "club", "public", "min"} {
		if strings.Contains(name, mark) {
			return false
		}
	}
	return true
}

func (s *scan) mostlyLatin() bool {
	latin := 0
	for i := range s.tokens {
		if s.tokens[i].kind == word && s.tokens[i].norm != "" && s.tokens[i].norm[0] < 0x80 {
			latin++
		}
	}
	return latin >= 3 && latin*2 > s.words
}

// imperative reports whether a verb in the polite imperative asks for something. Greetings and the like are left out.
func (s *scan) imperative() bool {
	for i := range s.tokens {
		t := &s.tokens[i]
		if t.kind != word || !(strings.HasSuffix(t.norm, "йте") || strings.HasSuffix(t.norm, "ьте")) {
			continue
		}
		switch t.norm {
		case "здравствуйте", "давайте", "приезжайте", "здраствуйте", "читайте", "почитайте", "знайте", "учитывайте", "держайте", "продолжайте", "почитайтека":
			continue
		}
		return true
	}
	return false
}

// group names the group with the heaviest words; "Прочее" where none fits.
func (r *Reader) group(s *signals) string {
	best, sum := -1, 0.9
	for g, v := range s.groups {
		if v > sum {
			best, sum = g, v
		}
	}
	if best < 0 {
		return Other
	}
	return r.groups[best]
}
