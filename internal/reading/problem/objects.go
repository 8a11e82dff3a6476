package problem

import (
	"strings"

	"otklik/internal/text/wordlist"
)

// Objects are things of a town that go by a number: a route, a school, a clinic. Such a number is to them what a
// house's is to a street: other numbers are other problems, the same number is the same place. An object is one uint32,
// so that it is compared as the rest of a profile is: its kind, its variant (0 = not said) and a hash of its number.
const (
	objectKindShift    = 27
	objectVariantShift = 24
	objectNumber       = 1<<objectVariantShift - 1
	ownRow             = 3 // from this variant on, who means it says so: a school of music is no «школа»
	objectsRead        = 8 // a message that lists more is about routes at large
)

// objectKind is a kind of objects with the words it goes by.
type objectKind struct {
	kind, variant uint32
	begins        string // of its nouns, which have endings of at most two letters
	// signed: only after «№» or «номер», as with things that are rather counted than numbered.
	signed bool
	// vehicle: an ordinal in words counts them too («третий автобус мимо»), and a time stands before it («в 7
	// автобус»).
	vehicle bool
}

const (
	kindRoute = iota + 1
	kindSchool
	kindNursery
	kindPolyclinic
	kindHospital
	kindOther // and beyond: the signed ones, each its own
)

// objectNouns: a bus is no tram, a lyceum no gymnasium, but a «маршрут» may be either, as may a «школа».
var objectNouns = func() byHead[objectKind] {
	h := byHead[objectKind]{}
	for _, k := range []objectKind{
		{kind: kindRoute, begins: "маршрут"},
		{kind: kindRoute, begins: "маршрутк", vehicle: true},
		{kind: kindRoute, variant: 1, begins: "автобус", vehicle: true},
		{kind: kindRoute, variant: 2, begins: "троллейбус", vehicle: true},
		{kind: kindRoute, variant: 3, begins: "трамва", vehicle: true},
		{kind: kindSchool, begins: "школ сош мбоу маоу школа-интернат"},
		{kind: kindSchool, variant: 1, begins: "лицей лицея лицею лицее"},
		{kind: kindSchool, variant: 2, begins: "гимнази"},
		{kind: kindNursery, begins: "сад садик детсад доу мдоу мбдоу мадоу д/с"},
		{kind: kindPolyclinic, begins: "поликлиник"},
		{kind: kindHospital, begins: "больниц горбольниц гкб стационар медсанчаст роддом"},
	} {
		for b := range strings.FieldsSeq(k.begins) {
			h.put(b, k)
		}
	}
	for i, b := range lists.Words("signed objects") {
		h.put(b, objectKind{kind: kindOther + uint32(i), signed: true})
	}
	return h
}()

// objectVariants are adjectives that say which of several rows of numbers is meant, by kind.
var objectVariants = []struct {
	kind, variant uint32
	begins        string
}{
	{kindSchool, 3, "музык"}, {kindSchool, 4, "спорт"}, {kindSchool, 5, "худож"},
	{kindSchool, 6, "вечер"}, {kindSchool, 7, "корре"},
	{kindPolyclinic, 1, "детск"}, {kindPolyclinic, 2, "взрос"}, {kindPolyclinic, 3, "стома"},
	{kindHospital, 1, "детск"}, {kindHospital, 3, "инфек"}, {kindHospital, 4, "психи"},
}

// endingLetters is how many letters the ending of an object's noun has at most.
const endingLetters = 2

// objectOf is the kind of object that a word may name.
func objectOf(low string) (objectKind, bool) {
	for _, b := range objectNouns.of(low) {
		if rest, ok := strings.CutPrefix(low, b.text); ok && letters(rest) <= endingLetters {
			return b.means, true
		}
	}
	return objectKind{}, false
}

// at is the i-th token, none where the text has none. It is only read.
func at(all []token, i int) *token {
	if i < 0 || i >= len(all) {
		return &noToken
	}
	return &all[i]
}

// noToken stands before and behind a text, parted from it like a sentence from the next.
var noToken = token{first: true, apart: true}

// objectsOf finds the objects a text names, and marks in its tokens which belong to one: the noun as the place it is,
// the number as spent. house reports the numbers that are known to be a house's, local the words of the place.
func objectsOf(all []token, house func(number string) bool, local func(low string) bool) []uint32 {
	r := objectReader{all: all, house: house, local: local}
	for i := range all {
		k, ok := objectOf(all[i].low)
		if !ok {
			continue
		}
		r.i, r.objectKind = i, k
		for _, v := range objectVariants {
			if v.kind == k.kind &&
				(strings.HasPrefix(at(all, i-1).low, v.begins) || strings.HasPrefix(at(all, i-2).low, v.begins)) {
				r.variant = v.variant
			}
		}
		before := len(r.found)
		if !k.signed && !all[i].first {
			r.ahead()
		}
		if len(r.found) == before {
			r.behind()
		}
		all[i].object = len(r.found) > before
	}
	return r.found
}

// objectReader reads the numbers of the noun at i.
type objectReader struct {
	all   []token
	house func(number string) bool
	local func(low string) bool
	found []uint32

	i int
	objectKind
}

func (r *objectReader) add(number string) {
	if len(r.found) < objectsRead {
		r.found = append(r.found, r.kind<<objectKindShift|r.variant<<objectVariantShift|hash(number)&objectNumber)
	}
}

// ahead reads the numbers before a noun: «25 автобус», «двадцать пятый маршрут», «5 и 7 школы».
func (r *objectReader) ahead() {
	j := r.i - 1
	for j > 0 && betweens[r.all[j].low] && !r.all[j].first {
		j--
	}
	switch {
	case j < 0 || r.all[j].spent:
	case r.all[j].digit:
		r.digitsAhead(j)
	default:
		r.ordinalAhead(j)
	}
}

func (r *objectReader) ordinalAhead(j int) {
	number, from := ordinal(r.all, j)
	if number == "" || r.vehicle && len(number) < 2 {
		return
	}
	for ; from <= j; from++ {
		r.all[from].spent = true
	}
	r.add(number)
}

// digitsAhead reads the number at j, which goes with the noun, and those that «и» joins to it.
func (r *objectReader) digitsAhead(j int) {
	number, counts := numberOf(r.all[j].low)
	counted := counts && counting(r.all, j, r.all[r.i].low)
	if number == "" || !r.all[j].signed && (counted || r.taken(j, number, counts)) {
		return
	}
	for {
		r.all[j].spent = true
		r.add(number)
		next := at(r.all, j-2)
		if r.all[j].first || at(r.all, j-1).low != "и" || !next.digit || next.spent {
			return
		}
		if number, _ = numberOf(next.low); number == "" {
			return
		}
		j -= 2
	}
}

// taken: the number at j belongs to what stands before it, a time or a house.
func (r *objectReader) taken(j int, number string, counts bool) bool {
	before := at(r.all, j-1)
	if j == 0 || r.all[j].first {
		return false
	}
	timed := r.vehicle && clock[before.low] && firstForm.End(r.all[r.i].low)
	return before.digit || timed || counts && (housed[before.low] || r.house(number) || r.local(before.low))
}

// firstForm are endings of vehicles in the nominative: «в 7 автобус», «в 7 трамвай».
var firstForm = wordlist.Endings{"с", "й"}

// behind reads the numbers after a noun: «школа № 5», «автобусы 25 и 31».
func (r *objectReader) behind() {
	j, signed := r.i+1, false
	for j < r.i+3 && betweens[at(r.all, j).low] && !r.all[j].first {
		signed = signed || strings.HasPrefix(r.all[j].low, "номер")
		j++
	}
	for first := true; j < len(r.all); first = false {
		t, next := &r.all[j], at(r.all, j+1)
		signed = signed || t.signed
		if !t.digit || t.first || t.spent || r.signed && !signed {
			return
		}
		number, _ := numberOf(t.low)
		if number == "" || !signed && !next.first && counted[next.low] {
			return
		}
		if !first && !next.first && !t.signed { // «школа 5, 25 автобус»: the next noun's
			if _, other := objectOf(next.low); other {
				return
			}
		}
		t.spent = true
		r.add(number)
		if j++; at(r.all, j).low == "и" {
			j++
		}
	}
}

// numberOf is a number in its plain form: «25-й» and «025» are «25», «25а» is itself; "" is none. counts is false for
// an ordinal, which counts nothing.
func numberOf(low string) (number string, counts bool) {
	n := 0
	for n < len(low) && low[n] >= '0' && low[n] <= '9' {
		n++
	}
	digits, rest := strings.TrimLeft(low[:n], "0"), strings.TrimPrefix(low[n:], "-")
	switch {
	case digits == "" || len(digits) > 4:
		return "", false
	case rest == "":
		return digits, true
	}
	if numeralEndings[rest] {
		return digits, false
	}
	if len(rest) == len("а") { // one Russian letter, or what parts a number: «25/3»
		return digits + rest, true
	}
	return "", false
}

// numeralEndings stand behind the digits of an ordinal: «25-й».
var numeralEndings = map[string]bool{
	"й": true, "я": true, "е": true, "м": true, "х": true, "ю": true, "го": true, "му": true, "ый": true, "ой": true,
	"ая": true, "ое": true, "ом": true, "ую": true, "ей": true, "ий": true, "ого": true, "ому": true,
}

// counting: the number before a noun says how many there are, not which.
func counting(all []token, j int, noun string) bool {
	if ofMany[noun] {
		return true
	}
	number := all[j].low
	return (number == "2" || number == "3" || number == "4") && ofFew[noun] && (j == 0 || !asking[all[j-1].low])
}

// ordinal is the number that words up to the j-th say, and where they begin: «сто двадцать пятой» is «125».
func ordinal(all []token, j int) (number string, from int) {
	low, n := all[j].low, 0
	for _, ending := range ordinalEndings {
		if stem, ok := strings.CutSuffix(low, ending); ok && ordinals[stem] > 0 {
			n = ordinals[stem]
			break
		}
	}
	if n == 0 {
		return "", j
	}
	for least := 10; j > 0 && !all[j].first && tens[all[j-1].low] >= least && n < tens[all[j-1].low]; least = 100 {
		j--
		n += tens[all[j].low]
	}
	digits := [3]byte{byte('0' + n/100), byte('0' + n/10%10), byte('0' + n%10)}
	return strings.TrimLeft(string(digits[:]), "0"), j
}

// sameObject: the two name one object.
func sameObject(a, b []uint32) bool {
	for _, x := range a {
		for _, y := range b {
			if oneObject(x, y) {
				return true
			}
		}
	}
	return false
}

// otherObjects: of some kind both name objects, and none is the same.
func otherObjects(a, b []uint32) bool {
	for _, x := range a {
		if kin := ofKind(b, x); len(kin) > 0 && !sameObject(ofKind(a, x), kin) {
			return true
		}
	}
	return false
}

// ofKind are those of a sorted list that are of one's kind.
func ofKind(list []uint32, one uint32) []uint32 {
	from := 0
	for from < len(list) && list[from]>>objectKindShift != one>>objectKindShift {
		from++
	}
	to := from
	for to < len(list) && list[to]>>objectKindShift == one>>objectKindShift {
		to++
	}
	return list[from:to]
}

func oneObject(x, y uint32) bool {
	const variants = 1<<(objectKindShift-objectVariantShift) - 1
	v, w := x>>objectVariantShift&variants, y>>objectVariantShift&variants
	return (x^y)&^(variants<<objectVariantShift) == 0 && (v == w || min(v, w) == 0 && max(v, w) < ownRow)
}
