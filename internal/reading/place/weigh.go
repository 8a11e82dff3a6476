package place

import (
	"strings"

	"otklik/internal/text/wordlist"
)

// sight is a name that stands in a text, with what its meaning depends on.
type sight struct {
	r *reading
	form
	i, n   int // its first word and how many it has
	w      *word
	prev   *word // the word before it
	next   *word // the word behind it
	before *word // the word before it in its sentence; nothing where it begins one

	cue      bool // a word like «город» or «микрорайон» stands beside it
	place    bool // a preposition of place stands before it
	personal bool // the writer says that it is their own
	head     bool // it opens a sentence
}

// refusals are what makes a name no place, whatever else speaks for it.
var refusals = []struct {
	name string
	of   func(s *sight) bool
}{
	{"«чё» is no town", func(s *sight) bool { return s.w.orig == "Чё" }},
	{"a nickname in small letters", func(s *sight) bool { return s.e.capital && !s.w.cap && !s.cue }},
	{"the adjective of a district", func(s *sight) bool { // «Октябрьский район» is no neighbourhood of that name
		return s.e.kind != kindOwn && s.n == 1 && s.next.is(districtWord) && s.next.gap == ' ' && adjectiveLike(s.w.low)
	}},
	{"the instrumental, which no town has behind «в»", func(s *sight) bool { // «в ленинском» is no Ленинск
		return s.e.kind == kindTown && s.w.gap == ' ' && where(s.prev.low) && s.w.low == s.e.low+"ом"
	}},
	{"a river or a lake", func(s *sight) bool { return s.w.gap == ' ' && water(s.before) }},
	{"the adjective of a street", (*sight).ofStreet},
	{"a part of a person's name", (*sight).ofPerson},
	{"a part of a region's name", (*sight).ofRegion},
	{"a namesake of a street", (*sight).ofNamesake},
	{"a shop", (*sight).ofShop},
	{"what one compares with", (*sight).compared},
	{"an address with a street's name", (*sight).ofAddress},
}

// meanings are what a name may be, in their order, and how surely it is that where its rule says so.
var meanings = []struct {
	name  string
	of    func(s *sight) bool
	holds func(s *sight) bool
	score float64
}{
	{"a part of a town", func(s *sight) bool { return s.e.kind == kindPart }, (*sight).isPart, 2},
	{"a line of the region's own file", func(s *sight) bool { return s.e.kind == kindOwn }, always, 2.5},
	{"the centre of a district", func(s *sight) bool { return s.e.kind == kindCentre }, (*sight).isCentre, 2},
	{"a town of another region", func(s *sight) bool { return !s.e.home }, (*sight).isFarTown, 1.5},
	{"a town whose name means more", func(s *sight) bool { return s.e.needsCue }, (*sight).isDoubtful, 2},
	{"a town", always, (*sight).isTown, 2},
}

// supports make a name surer or, below zero, less sure.
var supports = []struct {
	name  string
	of    func(s *sight) bool
	score float64
}{
	{"a word like «город»", func(s *sight) bool { return s.cue }, 1},
	{"where one says where", func(s *sight) bool { return s.place || s.head && s.e.home }, 0.5},
	{"the writer's own", func(s *sight) bool { return s.personal }, 1},
	{"compared with, left or visited", func(s *sight) bool { return s.r.elsewhere(s.i) }, -1.5},
}

// leastScore is what a place has that much speaks against, but no refusal.
const leastScore = 0.25

func always(*sight) bool { return true }

// weigh says how surely the name of n words at word i is meant as a place; 0: it is not.
func (r *reading) weigh(x form, i, n int) float64 {
	s := &r.sight
	*s = sight{r: r, form: x, i: i, n: n, w: &r.words[i], prev: r.words.at(i - 1), next: r.words.at(i + n)}
	if s.before = s.prev; s.w.gap == '.' && !(s.prev.point && length(s.prev.low) <= longestShort) {
		s.before = &nothing
	}
	s.cue = s.cued()
	for k := range refusals {
		if refusals[k].of(s) {
			return 0
		}
	}

	s.place, s.personal, s.head = s.before.is(preposition), r.personal(i), r.head(x, i, n)
	for k := range meanings {
		m := &meanings[k]
		if !m.of(s) {
			continue
		}
		if !m.holds(s) {
			return 0
		}
		score := m.score
		for k := range supports {
			if supports[k].of(s) {
				score += supports[k].score
			}
		}
		return max(score, leastScore)
	}
	return 0
}

// longestShort is how many letters a short form before a name has at most: «гор. Миасс».
const longestShort = 3

func (s *sight) cued() bool {
	local := s.e.kind == kindPart || s.e.kind == kindOwn
	switch {
	case s.before.is(townWord) && !initial(s.r.words, s.i-1):
		return true
	case s.e.kind == kindTown && s.opens() && s.next.low == "г" && s.next.gap == ' ' && !s.next.cap:
		return true // «Лысьва г, ул. Мира», as forms have it
	case local && (s.before.is(partWord) || s.next.is(partWord) && s.next.gap != '.'):
		return true
	}
	return s.e.kind == kindTown && s.e.home && (s.n > 1 && (s.w.cap || !s.e.needsCue) || strings.Contains(s.w.low, "-"))
}

// opens: the name stands at the beginning of the text or of a sentence.
func (s *sight) opens() bool {
	return s.w.cap && (s.i == 0 || s.w.gap == '.') && s.w.low == firstWord(s.e.low)
}

// ofStreet: «Волжский проезд» is no town; kinds of streets in two letters are left out.
func (s *sight) ofStreet() bool {
	return s.e.kind != kindPart && s.next.gap == ' ' && s.next.is(streetWord) && length(s.next.low) > 2 &&
		!s.r.beforeStreet(s.form, s.i, s.n)
}

// ofPerson: «Владимир Иванович», «Иван Иванович Орлов».
func (s *sight) ofPerson() bool {
	return s.e.needsCue && !s.cue && (s.next.gap == ' ' && s.next.cap && patronymic(s.next.low) ||
		s.w.gap == ' ' && s.prev.cap && patronymic(s.prev.low))
}

// ofRegion: «Владимир обл.», «Клин районом».
func (s *sight) ofRegion() bool {
	return s.e.kind == kindTown && (s.next.gap == ' ' || s.r.words[s.i+s.n-1].point) &&
		(strings.HasPrefix(s.next.low, "обл") || s.next.low == "районом")
}

// ofNamesake: «парк им. Кирова», and where no region says that the town may be meant, «Пушкина, 12» or what opens a
// sentence like it: the genitive of a surname.
func (s *sight) ofNamesake() bool {
	switch {
	case s.e.kind != kindTown || s.cue:
		return false
	case s.w.gap != ',' && (s.prev.low == "им" || s.prev.low == "имени"):
		return true
	case s.r.f.region || s.n > 1:
		return false
	case surnamed(s.e.name, s.w.low):
		return true
	}
	return possessive.End(s.e.low) && s.w.low == s.e.low+"а" &&
		(s.before == &nothing || s.next.digit && s.next.gap != '.')
}

// ofShop: «ТЦ Питер», «магазин "Магнитка"».
func (s *sight) ofShop() bool {
	return s.e.kind != kindOwn && s.before.is(shopWord) && s.w.gap != ',' && !s.cue
}

// compared: «сделайте как в Москве», «не хуже чем в Туле», where no region says that the town may be meant.
func (s *sight) compared() bool {
	if s.r.f.region || s.e.kind != kindTown || !where(s.before.low) || s.before.gap != ' ' || s.r.personal(s.i) {
		return false
	}
	than := s.r.words.at(s.i - 2).low
	return than == "как" || than == "чем"
}

// ofAddress: «на Коминтерна, 12» is a street of many a town where no region says which has a neighbourhood of the name.
func (s *sight) ofAddress() bool {
	return s.e.kind == kindPart && !s.r.f.region && !s.cue && s.next.digit && s.next.gap != '.'
}

// shortPart is from how many letters on a part of a town is known in small letters without a cue.
const shortPart = 6

func (s *sight) isPart() bool {
	region := s.r.f.region
	if !s.e.home {
		return false
	}
	on := s.w.gap == ' ' && s.prev.low == "на" // as one lives in a neighbourhood
	if !s.cue {
		small := !s.w.cap && length(s.w.low) < shortPart && !((region || on) && s.e.name == strings.ToUpper(s.e.name))
		if small || s.e.needsCue || !s.place && surnamed(s.e.name, s.w.low) {
			return false
		}
	}
	// In the whole country there is a Солнечный in many a town: such a name tells none, however it is announced.
	return region || !s.e.needsCue && !s.e.shared && (s.cue || s.place || on || s.w.cap && (s.personal || s.beside()))
}

// beside: one comes from there or goes past it, «с Колупаевки», «мимо Уралмаша».
func (s *sight) beside() bool {
	return s.w.gap == ' ' && s.prev.is(besideWord) && located(s.prev.low, s.form, s.w.low)
}

// isCentre: unlike towns, most centres have names that need a place in the sentence which tells.
func (s *sight) isCentre() bool {
	adjective := s.n == 1 && (adjectiveLike(s.w.low) || strings.HasSuffix(s.w.low, "ое"))
	plain := !adjective && !s.e.needsCue
	switch {
	case s.cue:
		return true
	case s.r.elsewhere(s.i) && !s.personal: // «отдыхали в Варне»
		return false
	case s.head && !s.e.needsCue:
		return true
	case s.w.gap == ' ' && s.prev.is(preposition) && located(s.prev.low, s.form, s.r.words[s.i+s.n-1].low):
		return (s.w.cap || plain && s.n == 1) && !(adjective && s.r.nounBehind(s.i+1, s.prev.low))
	}
	return s.w.cap && plain && (s.personal || s.r.streetBehind(s.i+s.n))
}

func (s *sight) isFarTown() bool { return s.w.cap && (s.cue || s.place && s.personal) }

func (s *sight) isDoubtful() bool {
	region := s.r.f.region
	switch {
	case s.cue:
		return true
	case s.place && (s.w.cap || region && s.e.doubt == namesake) && located(s.before.low, s.form, s.w.low):
		return true
	case s.w.cap && s.r.streetBehind(s.i+s.n):
		return true
	}
	return s.head && region && s.e.doubt != everyday
}

// bigTown is from how many people on a town is known in small letters in the whole country.
const bigTown = 100_000

func (s *sight) isTown() bool {
	return s.w.cap || s.cue || s.place || s.r.f.region || s.e.population >= bigTown
}

// surnamed: the form of a name in -ово or -ино that is a surname in the genitive, as streets have it: «Бажова».
func surnamed(name, low string) bool {
	return strings.HasSuffix(low, "а") && wordlist.Endings{"ово", "ево", "ино", "ёво"}.End(name)
}
