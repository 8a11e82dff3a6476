package problem

import (
	"hash/fnv"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/russian"

	"otklik/reading/place"
)

// profile is what of a message is compared. It is derived from the Item alone and never stored.
type profile struct {
	content  []uint32 // stems that carry meaning, without those of the place; sorted
	shingles []uint32 // three stems in a row; sorted
	names    []uint32 // stems of proper names that are no person's and not the place's; sorted
	spots    []uint32 // what stands after «возле», «напротив», «на»; sorted
	things   []uint32 // those of them that are things of a town: перекрёсток, двор, остановка; sorted
	houses   []string
	streets  []string // keys; two at a crossing
	matters  uint64
	words    int // all words
	mine     bool
	where    place.Place
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
	digit      bool
}

func tokens(text string) []token {
	out := make([]token, 0, len(text)/10+1)
	first, quoted, abbreviation := true, false, false
	var b strings.Builder
	for i := 0; i < len(text) && len(out) < wordLimit; {
		r, size := utf8.DecodeRuneInString(text[i:])
		if r == utf8.RuneError || !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			switch r {
			case '.', '!', '?', '\n', '…':
				first = !(r == '.' && abbreviation)
			case '«', '"', '“', '`', '„':
				quoted = true
			}
			i += size
			continue
		}
		t := token{first: first, cap: unicode.IsUpper(r), quoted: quoted, digit: unicode.IsDigit(r)}
		b.Reset()
		for i < len(text) {
			r, size = utf8.DecodeRuneInString(text[i:])
			inner := (r == '-' || r == '/') && b.Len() > 0
			if r == utf8.RuneError || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !inner {
				break
			}
			if r = unicode.ToLower(r); r == 'ё' {
				r = 'е'
			}
			b.WriteRune(r)
			i += size
		}
		t.low = strings.TrimRight(b.String(), "-/")
		out = append(out, t)
		first, quoted = false, false
		abbreviation = utf8.RuneCountInString(t.low) <= 3
	}
	return out
}

func stem(low string) string {
	if len(low) < 6 || len(low) > 96 {
		return low
	}
	env := snowballstem.NewEnv(low)
	russian.Stem(env)
	return env.Current()
}

func hash(parts ...string) uint32 {
	h := fnv.New32a()
	for _, p := range parts {
		_, _ = h.Write([]byte(p)) // a hash takes every byte
		_, _ = h.Write([]byte{0})
	}
	return h.Sum32()
}

func newProfile(it Item) *profile {
	p := &profile{where: it.Place}
	local := map[string]bool{}
	for _, s := range []string{it.Place.Municipality, it.Place.District, it.Place.Part, it.Place.Settlement, it.Place.Street} {
		for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' }) {
			local[stem(strings.ReplaceAll(strings.ToLower(w), "ё", "е"))] = true
		}
	}
	for s := range strings.SplitSeq(it.Place.Street, " / ") {
		if key := place.StreetKey(s); key != "" {
			p.streets = append(p.streets, key)
		}
	}
	for h := range strings.SplitSeq(it.Place.House, ", ") {
		if h != "" {
			p.houses = append(p.houses, h)
		}
	}
	all := tokens(it.Text)
	var last [2]string
	row := 0
	spot := 0
	for i, t := range all {
		p.words++
		switch t.low {
		case "мой", "моя", "мою", "моей", "моего", "моему", "мои", "моих", "мне":
			p.mine = true
		}
		if t.digit {
			if i > 0 && len(p.houses) == 0 && strings.HasPrefix(all[i-1].low, "дом") || spot > 0 {
				p.spots = append(p.spots, hash("дом "+t.low))
			}
			spot = 0
			continue
		}
		if locating[t.low] {
			spot = 2
		}
		if common[t.low] && t.low != "улице" && t.low != "улица" {
			continue
		}
		s := stem(t.low)
		if s == "улиц" {
			if len(p.streets) == 0 {
				p.things = append(p.things, hash(s))
			}
			continue
		}
		if t.low != "с" && t.low != "не" {
			if row >= 2 {
				p.shingles = append(p.shingles, hash(last[0], last[1], s))
			}
			last[0], last[1] = last[1], s
			row++
		}
		if local[s] {
			spot = 0
			continue
		}
		p.matters |= matterOf(t.low)
		p.content = append(p.content, hash(s))
		named := t.cap && (!t.first || t.quoted) && len(t.low) > 4 && !person(all, i) && matterOf(t.low) == 0 && !standards[t.low]
		switch {
		case named:
			p.names = append(p.names, hash(s))
		case spotNouns[s]:
			p.things = append(p.things, hash(s))
		case spot > 0 && !locating[t.low]:
			p.spots = append(p.spots, hash(s))
		}
		spot = max(0, spot-1)
	}
	for _, list := range []*[]uint32{&p.content, &p.shingles, &p.names, &p.spots, &p.things} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	return p
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
