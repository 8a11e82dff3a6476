package problem

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/russian"

	"otklik/internal/reading/place"
)

// profile is what of a message is compared, as numbers: it is derived from the Item alone and never stored.
type profile struct {
	terms []uint32         // the lists below, one after another
	ends  [listings]uint16 // where each of them ends
	row   []uint16         // the words in their order, without numbers and places; nil where they are too few for a wording

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

// wordLimit bounds what is read of a text: a longer one is the same by its beginning.
const wordLimit = 600

var locating = map[string]bool{"возле": true, "около": true, "напротив": true, "рядом": true, "у": true, "перед": true, "за": true, "между": true, "вдоль": true, "направлению": true, "вблизи": true}

// standards are abbreviations and bodies of law that name no place.
var standards = map[string]bool{"гост": true, "снип": true, "санпин": true, "рф": true, "пдд": true, "коап": true, "фз": true, "жкх": true, "тсж": true, "мкд": true, "тко": true, "тбо": true, "дтп": true, "мчс": true, "мвд": true, "гибдд": true, "россии": true, "россия": true}

type token struct {
	low        string
	first, cap bool // first of its sentence; begins with a capital
	quoted     bool
	apart      bool // begins the text or stands behind a comma, a dash, a bracket or the end of a sentence
	digit      bool
	signed     bool // after «№»
	object     bool // a noun that a number goes with
	spent      bool // such a number
}

func tokens(text string) []token {
	out := make([]token, 0, len(text)/10+1)
	first, quoted, signed, abbreviation, apart := true, false, false, false, true
	var low []byte
	for i := 0; i < len(text) && len(out) < wordLimit; {
		r, size := utf8.DecodeRuneInString(text[i:])
		if r == utf8.RuneError || !letter(r) {
			switch r {
			case '.', '!', '?', '\n', '…':
				first = !(r == '.' && abbreviation)
				apart = apart || first
			case ',', ';', ':', '(', ')', '—', '–', '-':
				apart = true
			case '«', '"', '“', '`', '„':
				quoted = true
			case '№':
				signed = true
			}
			i += size
			continue
		}
		t := token{first: first, apart: apart, cap: unicode.IsUpper(r), quoted: quoted, signed: signed, digit: unicode.IsDigit(r)}
		start, changed := i, false
		low = low[:0]
		for i < len(text) {
			r, size = utf8.DecodeRuneInString(text[i:])
			inner := (r == '-' || r == '/') && i > start
			if r == utf8.RuneError || !letter(r) && !inner {
				break
			}
			was := r
			switch {
			case r >= 'А' && r <= 'Я':
				r += 'а' - 'А'
			case r < 'а' || r > 'я':
				if r = unicode.ToLower(r); r == 'ё' {
					r = 'е'
				}
			}
			changed = changed || r != was
			low = utf8.AppendRune(low, r)
			i += size
		}
		t.low = text[start:i]
		if changed {
			t.low = string(low)
		}
		t.low = strings.TrimRight(t.low, "-/")
		out = append(out, t)
		first, quoted, signed, apart = false, false, false, false
		abbreviation = utf8.RuneCountInString(t.low) <= 3
	}
	return out
}

// letter reports whether a rune is a letter or a digit; Russian ones without a table.
func letter(r rune) bool {
	return r >= 'А' && r <= 'я' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r > ' ' && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

func stem(low string) string {
	if len(low) < 6 || len(low) > 96 {
		return low
	}
	env := snowballstem.NewEnv(low)
	russian.Stem(env)
	return env.Current()
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

func newProfile(it Item) *profile {
	p := &profile{municipality: nameHash(it.Place.Municipality), district: nameHash(it.Place.District), part: nameHash(it.Place.Part),
		settlement: nameHash(it.Place.Settlement), assumed: it.Place.Assumed, borough: strings.HasSuffix(it.Place.Part, "район")}
	var local []string
	for _, s := range []string{it.Place.Municipality, it.Place.District, it.Place.Part, it.Place.Settlement, it.Place.Street} {
		for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' }) {
			local = append(local, stem(strings.ReplaceAll(strings.ToLower(w), "ё", "е")))
		}
	}
	var lists [listings][]uint32
	add := func(n int, h uint32) { lists[n] = append(lists[n], h) }
	for s := range strings.SplitSeq(it.Place.Street, " / ") {
		if key := place.StreetKey(s); key != "" {
			add(streets, hash(key))
		}
	}
	for h := range strings.SplitSeq(it.Place.House, ", ") {
		if h != "" {
			add(houses, hash(h))
		}
	}
	all := tokens(it.Text)
	lists[villages], lists[towns] = localities(it, all)
	lists[objects] = objectsOf(all, func(number string) bool { return slices.Contains(lists[houses], hash(number)) },
		func(low string) bool { return slices.Contains(local, stem(low)) })
	p.words = uint16(len(all))
	var last [2]string
	run, spot, meaning := 0, 0, 0
	vehicle := false
	var row [wordingRead]uint16
	long := 0
	word := func(s string, carries bool) {
		if long == wordingRead {
			return
		}
		h := hash(s)
		row[long] = uint16(h ^ h>>16)
		long++
		if carries {
			meaning++
		}
	}
	for i, t := range all {
		switch t.low {
		case "мой", "моя", "мою", "моей", "моего", "моему", "мои", "моих", "мне":
			p.mine = true
		}
		if t.spent && t.digit {
			spot = 0
			continue
		}
		if t.digit {
			if i > 0 && len(lists[houses]) == 0 && strings.HasPrefix(all[i-1].low, "дом") || spot > 0 {
				add(spots, hash("дом "+t.low))
			}
			spot = 0
			continue
		}
		if locating[t.low] {
			spot = 2
		}
		if common[t.low] && t.low != "улице" && t.low != "улица" {
			word(t.low, false)
			continue
		}
		s := stem(t.low)
		if s == "улиц" {
			if len(lists[streets]) == 0 {
				add(things, hash(s))
			}
			continue
		}
		if run >= 2 {
			add(shingles, hash(last[0], last[1], s))
		}
		last[0], last[1] = last[1], s
		run++
		if slices.Contains(local, s) {
			spot = 0
			continue
		}
		word(s, true)
		if t.object || t.spent { // a place, which says nothing of what is wrong there
			vehicle = vehicle || t.object && matterOf(t.low)&transport != 0
			spot = 0
			continue
		}
		matter, side := factsOf(all, i)
		if spot > 0 && !locating[t.low] { // «сливают у моста» is not about the bridge
			matter &^= landmarks
		}
		p.matters |= matter
		p.sides |= side
		h := hash(s)
		add(content, h)
		named := t.cap && (!t.first || t.quoted) && len(t.low) > 4 && matter == 0 && !standards[t.low] && !person(all, i)
		switch {
		case named:
			add(names, h)
		case spotNouns[s]:
			add(things, h)
		case spot > 0 && !locating[t.low]:
			add(spots, h)
		}
		spot = max(0, spot-1)
	}
	if vehicle { // with a route, unlike a school, the thing itself is what fails
		p.matters |= transport
	}
	if len(lists[objects]) > 0 {
		p.matters &^= school // its classes and pupils belong to the place too
	}
	total := 0
	for n := range lists {
		if n < streets {
			slices.Sort(lists[n])
			lists[n] = slices.Compact(lists[n])
		}
		total += len(lists[n])
	}
	p.terms = make([]uint32, 0, total)
	for n := range lists {
		p.terms = append(p.terms, lists[n]...)
		p.ends[n] = uint16(len(p.terms))
	}
	if long >= wordingWords && meaning >= wordingMeaning {
		p.row = slices.Clone(row[:long])
	}
	return p
}

// sameSpot: the two say exactly the same of where.
func sameSpot(a, b *profile) bool {
	return a.municipality == b.municipality && a.district == b.district && a.part == b.part && a.settlement == b.settlement && a.assumed == b.assumed &&
		slices.Equal(a.list(streets), b.list(streets)) && slices.Equal(a.list(houses), b.list(houses))
}

// person: the word belongs to a name with a patronymic.
func person(all []token, i int) bool {
	for k := max(0, i-2); k <= i+2 && k < len(all); k++ {
		low := all[k].low
		if all[k].cap && (strings.HasSuffix(low, "вич") || strings.HasSuffix(low, "вна") || strings.HasSuffix(low, "вича") || strings.HasSuffix(low, "вичу") || strings.HasSuffix(low, "вне")) {
			return true
		}
	}
	return false
}

// shared counts what two sorted lists have in common.
func shared(a, b []uint32) int {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			n, i, j = n+1, i+1, j+1
		}
	}
	return n
}

// parted: each list has something the other lacks, and they share nothing.
func parted(a, b []uint32) bool { return len(a) > 0 && len(b) > 0 && shared(a, b) == 0 }

// crossed: each list has something the other lacks.
func crossed(a, b []uint32) bool {
	n := shared(a, b)
	return n < len(a) && n < len(b)
}
