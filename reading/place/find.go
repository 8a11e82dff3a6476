package place

import (
	"strings"
	"sync"
)

// candidate is a municipality that a text seems to name.
type candidate struct {
	name   string // the municipality
	kind   kind
	score  float64
	at     int
	times  int
	part   string
	reason string
}

// village is a settlement found by the word before it.
type village struct {
	name, noun, reason string
	at                 int
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
		r.claim(candidate{name: e.town.name, kind: kindPart, score: bestScore, at: i, part: e.name, reason: "«" + e.name + "» — часть города " + e.town.name})
	case kindOwn:
		part := ""
		if e.whole != e.name {
			part = e.name
		}
		r.claim(candidate{name: e.whole, kind: kindOwn, score: bestScore + 1, at: i, part: part, reason: "«" + e.name + "» в своём списке мест"})
	default:
		r.claim(candidate{name: e.name, kind: e.kind, score: bestScore, at: i, reason: "назван город " + e.name})
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
	cue := townWords[before] || (e.kind == kindPart || e.kind == kindOwn) && partWords[before]
	if n > 1 || strings.Contains(w.low, "-") {
		cue = cue || e.kind == kindTown && e.home
	}
	if i+n < len(r.words) {
		next := &r.words[i+n]
		if next.gap == ' ' && (streetKinds[next.low] != "" && len(next.low) > 4 && e.kind != kindPart) {
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
	score := 0.0
	switch {
	case e.capital && !w.cap && !cue:
		return 0
	case e.kind == kindPart:
		if e.needsCue && !cue || !w.cap && !cue && len(w.low) < 12 && !(e.name == strings.ToUpper(e.name) && r.f.region) {
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
	case !e.home:
		if !(cue && w.cap || place && personal && w.cap) {
			return 0
		}
		score = 1.5
	case e.needsCue:
		if !cue && !(place && w.cap && located(before, x, w.low)) && !(w.cap && i+1 < len(r.words) && r.words[i+1].used && r.words[i+1].gap == ',') {
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
	if place {
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

// located: a name that is also a word or surname counts after a preposition only in the case the preposition asks for;
// an instrumental or dative would be a person's.
func located(preposition string, x form, low string) bool {
	nominative := lower(x.e.name)
	switch preposition {
	case "в", "во":
		return low == nominative || strings.HasSuffix(low, "е") || strings.HasSuffix(low, "и") || strings.HasSuffix(low, "ом") || strings.HasSuffix(low, "ах") || strings.HasSuffix(low, "у") || strings.HasSuffix(low, "ой")
	case "из", "до", "под", "близ":
		return low != nominative || strings.HasSuffix(low, "о")
	}
	return false
}

func preposition(low string) bool {
	switch low {
	case "в", "во", "из", "до", "под", "близ":
		return true
	}
	return false
}

// personal: the writer says that the place is their own.
func (r *reading) personal(i int) bool {
	for k := i - 1; k >= 0 && k >= i-4; k-- {
		switch r.words[k].low {
		case "живу", "живем", "проживаю", "проживаем", "нас", "наш", "нашем", "нашего", "нашему", "нашей", "наша", "жители", "жителей", "житель", "жительница", "жителям", "пишу", "пишем", "мы":
			return true
		}
		if r.words[k+1].gap == '.' {
			return false
		}
	}
	return false
}

// elsewhere: the place is compared with, left, or visited by somebody.
func (r *reading) elsewhere(i int) bool {
	for k := i - 1; k >= 0 && k >= i-4; k-- {
		switch r.words[k].low {
		case "как", "ехали", "ездили", "ездил", "посетили", "посетил", "побывали", "побывал", "были", "был", "летел", "прилетел", "прилетели", "соседнем", "соседний", "переехал", "переехали", "переехать", "уехать", "уехал", "уехали", "вернулся", "отличие", "чем", "опыт", "километрах", "км", "родом", "гостевой":
			return true
		}
		if r.words[k+1].gap == '.' {
			return false
		}
	}
	return false
}

func patronymic(low string) bool {
	for _, ending := range [...]string{"вич", "вича", "вичу", "вичем", "виче", "вна", "вны", "вне", "вну", "вной", "ична", "ичны"} {
		if strings.HasSuffix(low, ending) && len(low) > 12 {
			return true
		}
	}
	return false
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
