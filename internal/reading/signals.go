package reading

import (
	"strings"

	"otklik/internal/text"
)

// signals are the cues of a text: how strongly each of weights.txt is present, and the text's groups.
type signals struct {
	*scan
	hits    []hit
	degrees []hit     // those of the sections that no model knows
	value   []float64 // by cue
	count   []float64 // by section of the lexicon
	groups  []float64 // by group
}

// cut is where the strength of a lexicon's cue ends to grow with the number of its hits.
const cut = 3

// read finds all signals of a text.
func (r *Reader) read(said string) *signals {
	s := &signals{
		scan: scanText(said), value: make([]float64, len(r.cues)),
		count: make([]float64, len(r.words.names)), groups: make([]float64, len(r.groups)),
	}
	r.words.mark(s.tokens)
	for _, h := range r.words.find(s.tokens) {
		if h.section < r.sensed {
			s.hits = append(s.hits, h)
		} else {
			s.degrees = append(s.degrees, h)
			s.count[h.section]++
		}
	}
	matters := 0.0
	last := -1 // the last token counted as a matter: "детская площадка" is one, not two
	for _, h := range s.hits {
		s.count[h.section]++
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

	if i, ok := r.cue["matter"]; ok {
		s.value[i] = saturate(matters)
	}
	f := facts{signals: s, reader: r, matter: matters > 0}
	for _, sight := range sights {
		if sight.seen(&f) {
			if i, ok := r.cue[sight.cue]; ok {
				s.value[i] = 1
			}
		}
	}
	return s
}

// facts are what sights are seen in.
type facts struct {
	*signals
	reader *Reader
	matter bool // it names a thing that complaints are about
}

func (f *facts) any(sections ...string) bool { return f.has(f.reader, sections...) }

// sights are the cues that no section of the lexicon is.
var sights = []struct {
	cue  string
	seen func(f *facts) bool
}{
	{"no matter", func(f *facts) bool { return !f.matter }},
	{"address", func(f *facts) bool { return f.any("official") || f.patronymic() }},
	{"question mark", func(f *facts) bool { return f.questions > 0 }},
	{"matter and fault", func(f *facts) bool { return f.matter && f.any("defect", "absent", "failing") }},
	{"matter and request", func(f *facts) bool { return f.matter && f.any("ask") }},
	{"matter and question", func(f *facts) bool { return f.matter && f.questions > 0 }},
	{"place and matter", func(f *facts) bool { return f.matter && f.any("place") }},
	{"place and fault", func(f *facts) bool { return f.any("place") && f.any("defect", "absent", "failing") }},
	{"house number", func(f *facts) bool { return f.houseNumber(f.reader) }},
	{"to a citizen", func(f *facts) bool { return f.toCitizen() }},
	{"very short", func(f *facts) bool { return f.words <= 3 }},
	{"short", func(f *facts) bool { return f.words > 3 && f.words <= 8 }},
	{"long", func(f *facts) bool { return f.words > 25 }},
	{"very long", func(f *facts) bool { return f.words > 60 }},
	{"laughs", func(f *facts) bool { return f.laughs > 0 }},
	{"emoji only", func(f *facts) bool { return f.words == 0 }},
	{"links", func(f *facts) bool { return f.links > 0 }},
	{"mostly latin", func(f *facts) bool { return f.mostlyLatin() }},
	{"imperative", func(f *facts) bool { return f.imperative() }},
	{"thanks and fixed", func(f *facts) bool { return f.any("thanks", "praise") && f.any("fixed") }},
	{"thanks and fault", func(f *facts) bool { return f.any("thanks", "praise") && f.any("absent", "failing") }},
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
	for i := 1; i < len(s.tokens); i++ {
		t, name := &s.tokens[i], &s.tokens[i-1]
		if t.kind == word && name.kind == word && (t.capital || name.capital) && text.Patronymic(t.norm) {
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
	for _, mark := range [...]string{"official", "gubern", "adm", "gov", "mayor", "mer_", "glava", "club",
		"public", "min"} {
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
		case "здравствуйте", "давайте", "приезжайте", "здраствуйте", "читайте", "почитайте", "знайте", "учитывайте",
			"держайте", "продолжайте", "почитайтека":
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
