package problem

import (
	"slices"
	"strings"
	"unicode"

	"otklik/internal/reading/place"
	"otklik/internal/text"
	"otklik/internal/text/wordlist"
)

// profile is what of a message is compared, as numbers: it is derived from the Item alone and never stored.
type profile struct {
	terms []uint32         // the lists below, one after another
	ends  [listings]uint16 // where each of them ends
	// row has the words in their order, without numbers and places; nil where they are too few for a wording.
	row []uint16

	municipality, district, part, settlement uint32 // 0 = none

	matters uint64
	sides   uint64 // of the faults of its matters
	words   uint16 // all words
	mine    bool
	assumed bool // of the municipality
	borough bool // the part is an administrative district
}

// The lists of a profile. All but streets and houses are sorted.
const (
	content  = iota // stems that carry meaning, without those of the place
	shingles        // three stems in a row
	names           // stems of proper names that are no person's and not the place's
	spots           // what stands after «возле», «напротив», «на»
	things          // those of them that are things of a town: перекрёсток, двор, остановка
	objects         // those that go by a number
	villages        // stems of the settlements it names, known to the registers or not
	towns           // stems of the municipality it names
	streets         // two at a crossing
	houses
	listings
)

func (p *profile) list(n int) []uint32 {
	from := uint16(0)
	if n > 0 {
		from = p.ends[n-1]
	}
	return p.terms[from:p.ends[n]]
}

// hash is FNV-1a of some words, never 0. What is compared by it are sets of a few dozen members, so that 32 bits do.
func hash(parts ...string) uint32 {
	h := uint32(2166136261)
	for _, part := range parts {
		for i := range len(part) {
			h = (h ^ uint32(part[i])) * 16777619
		}
		h *= 16777619
	}
	return max(h, 1)
}

// nameHash is 0 for what has no name.
func nameHash(name string) uint32 {
	if name == "" {
		return 0
	}
	return hash(name)
}

// profiling is a profile that is being made.
type profiling struct {
	*profile
	all   []token
	local []string // stems of the words of the place
	lists [listings][]uint32
	stems text.Stemmer

	last    [2]string // stems before the next
	run     int       // how many there have been
	spot    int       // so many words from here on stand behind «возле» or the like
	vehicle bool      // an object is something that drives

	row           [wordingRead]uint16
	long, meaning int // of the row: words, and those that carry meaning
}

// spotWords is how many words behind «возле» say where.
const spotWords = 2

func newProfile(it Item) *profile {
	where := &it.Place
	r := profiling{profile: &profile{
		municipality: nameHash(where.Municipality), district: nameHash(where.District), part: nameHash(where.Part),
		settlement: nameHash(where.Settlement),
		assumed:    where.Assumed, borough: strings.HasSuffix(where.Part, "район"),
	}, all: tokens(it.Text)}
	r.address(where)
	r.lists[villages], r.lists[towns] = localities(it, r.all)
	r.lists[objects] = objectsOf(r.all,
		func(number string) bool { return slices.Contains(r.lists[houses], hash(number)) },
		func(low string) bool { return r.ofPlace(r.stems.Stem(low)) })
	r.words = uint16(len(r.all))
	for i := range r.all {
		r.token(i)
	}
	if r.vehicle { // with a route, unlike a school, the thing itself is what fails
		r.matters |= transport
	}
	if len(r.lists[objects]) > 0 {
		r.matters &^= school // its classes and pupils belong to the place too
	}
	return r.done()
}

// address takes in the place of the message.
func (r *profiling) address(where *place.Place) {
	for _, s := range [...]string{where.Municipality, where.District, where.Part, where.Settlement, where.Street} {
		for w := range strings.FieldsFuncSeq(s, func(c rune) bool {
			return !unicode.IsLetter(c) && !unicode.IsDigit(c) && c != '-'
		}) {
			r.local = append(r.local, r.stems.Stem(text.Fold(w)))
		}
	}
	for s := range strings.SplitSeq(where.Street, " / ") {
		if key := place.StreetKey(s); key != "" {
			r.add(streets, hash(key))
		}
	}
	for h := range strings.SplitSeq(where.House, ", ") {
		if h != "" {
			r.add(houses, hash(h))
		}
	}
}

func (r *profiling) add(list int, h uint32) { r.lists[list] = append(r.lists[list], h) }

func (r *profiling) ofPlace(stem string) bool { return slices.Contains(r.local, stem) }

// token takes in a word or number of the text.
func (r *profiling) token(i int) {
	t := &r.all[i]
	r.mine = r.mine || ownWords[t.low]
	if t.digit {
		r.number(i)
		return
	}
	if locating[t.low] {
		r.spot = spotWords
	}
	if common[t.low] && t.low != "улице" && t.low != "улица" {
		r.word(t.low, false)
		return
	}
	stem := r.stems.Stem(t.low)
	if stem == "улиц" {
		if len(r.lists[streets]) == 0 {
			r.add(things, hash(stem))
		}
		return
	}
	if r.run >= len(r.last) {
		r.add(shingles, hash(r.last[0], r.last[1], stem))
	}
	r.last[0], r.last[1] = r.last[1], stem
	r.run++
	if r.ofPlace(stem) {
		r.spot = 0
		return
	}
	r.word(stem, true)
	if t.object || t.spent { // a place, which says nothing of what is wrong there
		r.vehicle = r.vehicle || t.object && matterOf(t.low)&transport != 0
		r.spot = 0
		return
	}
	r.meaningful(i, stem)
}

// number takes in a number, which may be a house's.
func (r *profiling) number(i int) {
	house := i > 0 && len(r.lists[houses]) == 0 && strings.HasPrefix(r.all[i-1].low, "дом")
	if t := &r.all[i]; !t.spent && (house || r.spot > 0) {
		r.add(spots, hash("дом "+t.low))
	}
	r.spot = 0
}

// word takes a word into the row of those that make a wording.
func (r *profiling) word(s string, carries bool) {
	if r.long == wordingRead {
		return
	}
	h := hash(s)
	r.row[r.long] = uint16(h ^ h>>16)
	r.long++
	if carries {
		r.meaning++
	}
}

// shortestProper is how many letters a proper name has at least.
const shortestProper = 3

// meaningful takes in a word that says what the message is about or where.
func (r *profiling) meaningful(i int, stem string) {
	t := &r.all[i]
	near := r.spot > 0 && !locating[t.low]
	matter, side := factsOf(r.all, i)
	if near { // «сливают у моста» is not about the bridge
		matter &^= landmarks
	}
	r.matters |= matter
	r.sides |= side
	h := hash(stem)
	r.add(content, h)
	switch {
	case t.proper() && matter == 0 && !standards[t.low] && !person(r.all, i):
		r.add(names, h)
	case spotNouns[stem]:
		r.add(things, h)
	case near:
		r.add(spots, h)
	}
	r.spot = max(0, r.spot-1)
}

// proper reports a word that is written as a proper name.
func (t *token) proper() bool {
	return t.cap && (!t.first || t.quoted) && letters(t.low) >= shortestProper
}

// done puts the lists together.
func (r *profiling) done() *profile {
	total := 0
	for n := range r.lists {
		if n < streets {
			slices.Sort(r.lists[n])
			r.lists[n] = slices.Compact(r.lists[n])
		}
		total += len(r.lists[n])
	}
	p := r.profile
	p.terms = make([]uint32, 0, total)
	for n := range r.lists {
		p.terms = append(p.terms, r.lists[n]...)
		p.ends[n] = uint16(len(p.terms))
	}
	if r.long >= wordingWords && r.meaning >= wordingMeaning {
		p.row = slices.Clone(r.row[:r.long])
	}
	return p
}

// sameSpot: the two say exactly the same of where.
func sameSpot(a, b *profile) bool {
	return a.municipality == b.municipality && a.district == b.district && a.part == b.part &&
		a.settlement == b.settlement && a.assumed == b.assumed &&
		slices.Equal(a.list(streets), b.list(streets)) && slices.Equal(a.list(houses), b.list(houses))
}

var patronymics = wordlist.Endings{"вич", "вна", "вича", "вичу", "вне"}

// person: the word belongs to a name with a patronymic.
func person(all []token, i int) bool {
	for k := max(0, i-2); k <= i+2 && k < len(all); k++ {
		if all[k].cap && patronymics.End(all[k].low) {
			return true
		}
	}
	return false
}
