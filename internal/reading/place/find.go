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
	away   bool // a town that somebody came from, went to or compares with
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
	r := pool.Get().(*reading)
	defer pool.Put(r)
	*r = reading{
		f: f, words: inFigures(scan(text, r.words[:0])), fallback: fallback,
		candidates: r.candidates[:0], villages: r.villages[:0], parts: r.parts[:0],
	}
	var p Place
	streets := f.streetsOf(r.words)
	if len(streets) > 0 {
		p.Street, p.House = streets[0].name, streets[0].house
		p.Reasons = append(p.Reasons, "улица: "+p.Street)
	}
	r.read()
	r.streets = streets
	r.choose(&p)
	if p.Assumed || !r.anyVillage(p.Municipality) {
		p.Today = f.today(&p)
	}
	if p.House == "" && p.Street == "" {
		p.House = loneHouse(r.words)
	}
	return p
}

// pool keeps the memory of readings that are over.
var pool = sync.Pool{New: func() any { return &reading{words: make(words, 0, 128)} }}

// reading is what one text names.
type reading struct {
	f          *Finder
	words      words
	fallback   string
	candidates []candidate
	villages   []village
	streets    []street
	parts      []string // parts of no known town
	sight      sight    // the name that is being weighed
}

func (r *reading) read() {
	for i := 0; i < len(r.words); i++ {
		w := &r.words[i]
		if w.used || w.name || w.digit {
			continue
		}
		if w.is(districtWord) {
			r.district(i)
			continue
		}
		if villageWord(r.words, i) && r.village(i) || w.tag && r.hashtag(i) {
			continue
		}
		switch w.low {
		case "центр", "центре", "центра", "столица", "столице", "столицы":
			r.chiefTown(i)
		case "метро":
			r.metro(i)
		}
		if n := r.names(i); n > 0 {
			i += n - 1
		} else if !r.adjective(i) && !r.citizens(i) && !r.hamlet(i) {
			r.council(i)
		}
	}
}

// names tries the names that begin at word i and returns how many words the best takes: the longest, then the surest,
// then the biggest.
func (r *reading) names(i int) int {
	var best form
	bestScore, bestLen := 0.0, 0
	for _, x := range r.f.forms[r.words[i].low] {
		n := r.length(x, i)
		if n == 0 || n < bestLen {
			continue
		}
		score := r.weigh(x, i, n)
		if score <= 0 {
			continue
		}
		if n > bestLen || score > bestScore || score == bestScore && x.e.population > best.e.population {
			best, bestScore, bestLen = x, score, n
		}
	}
	if bestLen > 0 {
		c := best.e.candidate(bestScore, i)
		c.away = r.elsewhere(i) && !r.personal(i)
		r.claim(c)
	}
	return bestLen
}

// candidate is what is claimed where an entry is named.
func (e *entry) candidate(score float64, i int) candidate {
	c := candidate{name: e.name, kind: e.kind, score: score, at: int32(i)}
	switch e.kind {
	case kindPart:
		c.name, c.part, c.common = e.town.name, e.name, e.needsCue
		c.reason = "«" + e.name + "» — часть города " + e.town.name
	case kindOwn:
		c.name, c.score = e.whole, score+1
		if e.whole != e.name {
			c.part = e.name
		}
		c.reason = "«" + e.name + "» в своём списке мест"
	case kindCentre:
		c.whole = e.whole
		c.reason = "«" + e.name + "» — центр: " + e.whole
	default:
		c.reason = "назван город " + e.name
	}
	return c
}

// length is how many words a form takes that begins at word i; 0: it does not stand there.
func (r *reading) length(x form, i int) int {
	n := 1
	for rest := x.rest; rest != ""; n++ {
		var part string
		part, rest, _ = strings.Cut(rest, " ")
		w := r.words.at(i + n)
		if w.low != part || w.used || w.gap == '.' && !r.words[i+n-1].point {
			return 0
		}
	}
	return n
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
