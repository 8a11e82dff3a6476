package privacy

// signed counts the words of a sentence that may be nothing but a name.
type signed struct{ tokens, names, families, unknowns int }

// mostSigned bounds the tokens of a signature.
const mostSigned = 4

// signature measures a sentence that is nothing but a name: «… Ковригина М.», «Жду ответа. Аделаида», «Ковригины,
// Садовая 4».
func (f *finder) signature(i int) int {
	if !f.opens(i) {
		return 0
	}
	s, ok := f.signedWords(i)
	if !ok || s.names+s.families == 0 && (s.unknowns < 2 || s.unknowns != s.tokens) || !f.closes(i+s.tokens) {
		return 0
	}
	if anyOf(noSignatures, signing{f, i, s}) {
		return 0
	}
	return s.tokens
}

// signedWords counts the words from i on; ok is false if one is no part of a name.
func (f *finder) signedWords(i int) (s signed, ok bool) {
	for n := 0; n < mostSigned && f.at(i+n).kind == word && (n == 0 || !f.at(i+n).line); n = s.tokens {
		if is, stop := f.initial(i + n); is && n > 0 {
			s.tokens++
			if stop {
				s.tokens++
			}
			continue
		}
		if !f.signedWord(i, n, &s) {
			return s, false
		}
		s.tokens++
	}
	return s, true
}

// signedWord counts word i+n of a signature that begins with word i.
func (f *finder) signedWord(i, n int, s *signed) bool {
	w := f.at(i + n)
	switch {
	case !w.capital, w.any(common|street|role|org|town) && w.none(first|familySure):
		return false
	case w.facts&(first|nominative) == first|nominative, patronymic(w):
		s.names++
	case w.none(famous|noun|placename) && w.family():
		s.families++
	case w.unknown(), w.shouted() && (s.names > 0 || n == 0 && f.is(i+1, nominative)):
		s.unknowns++
	default:
		return false
	}
	return true
}

// signing is a signature from word i on.
type signing struct {
	f *finder
	i int
	signed
}

// noSignatures are sentences of such words that are none.
var noSignatures = []rule[signing]{
	{"Заречная Дубы, 5", func(s signing) bool {
		return (s.unknowns > 0 || s.names == 0) && s.f.houseBehind(s.i+s.tokens)
	}},
	{"Лыкова, a street", func(s signing) bool {
		return s.tokens == 1 && s.families == 1 && genitiveLike(s.f.at(s.i).low) &&
			(!s.f.sentence(s.i) || s.f.phraseOnly(s.i+1)) && !s.f.addressed(s.i+1)
	}},
	{"Вера. И надежда", func(s signing) bool {
		t := s.f.at(s.i)
		return s.tokens == 1 && s.names == 1 && t.any(everyday) && t.any(ordinary|common) && !s.f.ends(s.i+s.tokens)
	}},
	{"two words that no list has", func(s signing) bool {
		return s.names+s.families == 0 && (s.f.at(s.i).upper || s.f.ends(s.i+s.tokens) && s.i == 0)
	}},
}

// addressed reports a comma at token k, a street behind it and its house: «Лыкова, Заречная 5».
func (f *finder) addressed(k int) bool {
	return f.at(k).sign == ',' && f.sentence(k-1) && !f.ends(k+2) && f.at(k+1).kind == word &&
		anyOf(addresses, f.spot(k+1))
}

var addresses = []rule[spot]{
	{"Заречная 5", func(s spot) bool { return s.t.capital && s.f.houseBehind(s.i+1) }},
	{"улица", func(s spot) bool { return s.t.any(street) && s.t.low != "дом" && s.t.letters > 1 }},
}

// phraseOnly reports that a phrase, but no sentence, ends before token k.
func (f *finder) phraseOnly(k int) bool { return !f.at(k).line && f.at(k).signed(",;-)") }

// sentence reports that a sentence or a line begins with word i.
func (f *finder) sentence(i int) bool { return i == 0 || f.at(i).line || f.at(i-1).signed(".!?…") }

// closes reports that a sentence ends before token k, or that an address, an age or a telephone follows behind a comma.
func (f *finder) closes(k int) bool { return decide(closings, f.spot(k)) }

var closings = []decision[spot]{
	{"Лыков.", func(s spot) bool { return s.t.line || s.t.among(".!?…)") }, always[spot]},
	{"Лыков пишет", func(s spot) bool { return !s.t.among(",;-") }, never[spot]},
	{"Лыков, 75", func(s spot) bool {
		n := s.at(1)
		return n.kind == outside || n.kind == number || n.kind == taken
	}, always[spot]},
	{"Лыков, Садовая 5", func(s spot) bool {
		n := s.at(1)
		return n.kind == word && n.capital && n.none(ordinary) && s.f.houseBehind(s.i+2)
	}, always[spot]},
	{"Лыков, пенсионер", always[spot],
		func(s spot) bool { return s.is(1, street|role|relative|cueflat|cuephone|town) }},
}

// ends reports that the text ends at token k.
func (f *finder) ends(k int) bool { return k >= len(f.tokens) }
