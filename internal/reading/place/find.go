package place

import (
	"strings"
	"sync"
)

// candidate is a municipality that a text seems to name.
type candidate struct {
	name   string // the municipality
	part   string
	whole  string // district of a centre
	reason string
	score  float64
	at     int32
	times  int16
	kind   kind
	common bool // a part whose name many towns have
}

// village is a settlement found by the word before it.
type village struct {
	name, noun, reason string
	whole              string // the district that it leads
}

// Find says where the text is about. fallback is the channel's own municipality, used where the text names none; a
// fallback that is a town takes streets, districts and settlements of the text as its own. The text is read once, in
// time that grows with its length.
func (f *Finder) Find(text string, fallback string) Place {
	held := pool.Get().(*[]word)
	defer pool.Put(held)
	words := scan(text, (*held)[:0])
	*held = words[:0]
	var p Place
	streets := f.streetsOf(words)
	if len(streets) > 0 {
		p.Street, p.House = streets[0].name, streets[0].house
		p.Reasons = append(p.Reasons, "улица: "+p.Street)
	}
	r := &reading{f: f, words: words, fallback: fallback}
	r.read()
	r.settle(&p)
	if p.House == "" && p.Street == "" {
		p.House = loneHouse(words)
	}
	return p
}

var pool = sync.Pool{New: func() any { w := make([]word, 0, 128); return &w }}

// loneHouse is a house named without a street: «дом 17».
func loneHouse(words []word) string {
	for i := range words {
		switch words[i].low {
		case "дом", "дома", "доме", "дому", "домом":
			if i+1 < len(words) && words[i+1].gap != '.' && words[i+1].gap != ',' && houseNumber(words, i+1) {
				house, _ := oneHouse(words, i+1)
				return house
			}
			if i > 0 && houseNumber(words, i-1) && words[i].gap == ' ' && len(words[i-1].low) <= 4 && words[i].low != "дома" {
				house, _ := oneHouse(words, i-1)
				return house
			}
		}
	}
	return ""
}

// reading is what one text names.
type reading struct {
	f          *Finder
	words      []word
	fallback   string
	candidates []candidate
	villages   []village
	parts      []string // parts of no known town
}

func (r *reading) read() {
	for i := 0; i < len(r.words); i++ {
		w := &r.words[i]
		if w.used || w.name || w.digit {
			continue
		}
		switch {
		case districtWord(w.low):
			r.district(i)
			continue
		case villageWord(r.words, i) && r.village(i):
			continue
		case w.low == "центр" || w.low == "центре" || w.low == "центра" || w.low == "столица" || w.low == "столице" || w.low == "столицы":
			r.chiefTown(i)
		case w.low == "метро":
			r.metro(i)
		}
		if n := r.names(i); n > 0 {
			i += n - 1
			continue
		}
		if !r.adjective(i) {
			r.council(i)
		}
	}
}

func (r *reading) prev(i, back int) string {
	if i-back < 0 {
		return ""
	}
	return r.words[i-back].low
}

// names tries the names that begin at word i and returns how many words the best takes.
func (r *reading) names(i int) int {
	first := r.words[i].low
	if tail := strings.IndexByte(first, '-'); tail > 0 && len(r.f.forms[first]) == 0 {
		return 0
	}
	var best form
	bestScore, bestLen := 0.0, 0
	for _, x := range r.f.forms[first] {
		n := 1
		if x.rest != "" {
			if n = r.matches(x.rest, i+1); n == 0 {
				continue
			}
			n++
		}
		score := r.weigh(x, i, n)
		if score <= 0 {
			continue
		}
		if n > bestLen || n == bestLen && (score > bestScore || score == bestScore && x.e.population > best.e.population) {
			best, bestScore, bestLen = x, score, n
		}
	}
	if bestLen == 0 {
		return 0
	}
	e := best.e
	switch e.kind {
	case kindPart:
		r.claim(candidate{name: e.town.name, kind: kindPart, score: bestScore, at: int32(i), part: e.name, common: e.needsCue, reason: "«" + e.name + "» — часть города " + e.town.name})
	case kindOwn:
		part := ""
		if e.whole != e.name {
			part = e.name
		}
		r.claim(candidate{name: e.whole, kind: kindOwn, score: bestScore + 1, at: int32(i), part: part, reason: "«" + e.name + "» в своём списке мест"})
	case kindCentre:
		r.claim(candidate{name: e.name, kind: kindCentre, score: bestScore, at: int32(i), whole: e.whole, reason: "«" + e.name + "» — центр: " + e.whole})
	default:
		r.claim(candidate{name: e.name, kind: e.kind, score: bestScore, at: int32(i), reason: "назван город " + e.name})
	}
	return bestLen
}

// matches reports how many words the rest of a name takes from word i on; 0: it does not stand there.
func (r *reading) matches(rest string, i int) int {
	n := 0
	for rest != "" {
		var part string
		part, rest, _ = strings.Cut(rest, " ")
		if i >= len(r.words) || r.words[i].low != part || r.words[i].gap == '.' && !r.words[i-1].point || r.words[i].used {
			return 0
		}
		i++
		n++
	}
	return n
}

var townWords = map[string]bool{"г": true, "гор": true, "город": true, "города": true, "городе": true, "городу": true, "городом": true, "градоначальник": true, "гг": true}

var partWords = map[string]bool{"микрорайон": true, "микрорайоне": true, "микрорайона": true, "мкр": true, "мкрн": true, "мкр-н": true, "м-н": true, "мк-н": true, "мк": true, "район": true, "районе": true, "района": true, "р-н": true, "р-не": true, "р-на": true, "жк": true, "поселок": true, "поселке": true, "поселка": true, "пос": true, "п": true, "квартал": true, "квартале": true}

// weigh says how surely the name at word i is meant as a place; 0: it is not.
func (r *reading) weigh(x form, i, n int) float64 {
	e, w := x.e, &r.words[i]
	before := r.prev(i, 1)
	if w.gap == '.' && !(i > 0 && r.words[i-1].point && len(before) <= len("гор")) {
		before = ""
	}
	if w.orig == "Чё" || e.kind == kindPart && i+n < len(r.words) && districtWord(r.words[i+n].low) && adjectiveLike(w.low) {
		return 0 // «Октябрьский район» is no neighbourhood of that name
	}
	if water(before) && w.gap == ' ' {
		return 0 // «река Миасс»
	}
	cue := townWords[before] && !(i > 0 && initial(r.words, i-1)) || (e.kind == kindPart || e.kind == kindOwn) && partWords[before]
	if n > 1 || strings.Contains(w.low, "-") {
		cue = cue || e.kind == kindTown && e.home
	}
	if i+n < len(r.words) {
		next := &r.words[i+n]
		if next.gap == ' ' && e.kind != kindPart && len(next.low) > 4 && streetKinds[next.low] != "" && !r.beforeStreet(x, i, n) {
			return 0
		}
		if !cue && next.gap == ' ' && next.cap && e.needsCue && patronymic(next.low) { // a person
			return 0
		}
		if (e.kind == kindPart || e.kind == kindOwn) && partWords[next.low] && next.gap != '.' {
			cue = true
		}
		if e.kind == kindTown && (next.gap == ' ' || r.words[i+n-1].point) && (strings.HasPrefix(next.low, "обл") || next.low == "районом") {
			return 0
		}
	}
	if i > 0 && !cue && e.needsCue && r.words[i-1].cap && w.gap == ' ' && patronymic(r.words[i-1].low) { // Иван Иванович Орлов
		return 0
	}
	place := preposition(before)
	personal := r.personal(i)
	head := r.head(x, i, n)
	score := 0.0
	switch {
	case e.capital && !w.cap && !cue:
		return 0
	case e.kind == kindPart:
		if e.needsCue && !cue || !cue && !place && surnamed(e.name, w.low) || !w.cap && !cue && len(w.low) < 12 && !(e.name == strings.ToUpper(e.name) && r.f.region) {
			return 0
		}
		if !e.home {
			return 0
		}
		// In the whole country there is a Солнечный in many a town: such a name tells none, however it is announced.
		if !r.f.region && (e.needsCue || !cue && !place) {
			return 0
		}
		score = 2
	case e.kind == kindOwn:
		score = 2.5
	case e.kind == kindCentre:
		if !r.centre(x, i, n, cue, head) {
			return 0
		}
		score = 2
	case !e.home:
		if !(cue && w.cap || place && personal && w.cap) {
			return 0
		}
		score = 1.5
	case e.needsCue:
		sure := cue || place && (w.cap || e.doubt == namesake && r.f.region) && located(before, x, w.low)
		if !sure && !(w.cap && r.streetBehind(i+n)) && !(head && r.f.region && e.doubt != everyday) {
			return 0
		}
		score = 2
	case !r.f.region && !cue && !place && e.population < 100000 && !w.cap:
		return 0
	default:
		score = 2
	}
	if cue {
		score++
	}
	if place || head && e.home {
		score += 0.5
	}
	if personal {
		score++
	}
	if r.elsewhere(i) {
		score -= 1.5
	}
	return max(score, 0.25)
}

func (r *reading) claim(c candidate) {
	for i := range r.candidates {
		old := &r.candidates[i]
		if old.name == c.name && (old.kind == c.kind || old.kind != kindDistrict && c.kind != kindDistrict) {
			old.times++
			if c.score > old.score {
				old.score, old.reason = c.score, c.reason
			}
			if old.part == "" {
				old.part = c.part
			}
			return
		}
	}
	c.times = 1
	r.candidates = append(r.candidates, c)
}
