package privacy

import "strings"

var (
	// ordinals are the beginnings of those that number flats.
	ordinals = listOf(`перв втор трет четверт пят шест седьм восьм девят десят одиннадцат двенадцат тринадцат
		четырнадцат
		пятнадцат шестнадцат семнадцат восемнадцат девятнадцат двадцат тридцат сороков пятидесят шестидесят семидесят
		восьмидесят девяност сот двухсот трехсот`)
	womanOrdinals  = listOf("ой ая ую ья ьей ью ою")
	otherOrdinals  = listOf("ая ую ья ьей ью ою")
	countedTurns   = listOf("перв втор")
	turns          = listOf("втор трет")
	afterTens      = listOf("первая вторая первую вторую")
	beforeNumber   = listOf("за под")
	flatAlone      = listOf("квартира кв комната")
	nothing        = listOf("нет без")
	peopleOrRooms  = listOf("комнат человек")
	numberedBefore = listOf("номер н")
)

// ordinal reports «семнадцатой», «третьей», «сороковая»; «первая» and «вторая» tell turns.
func ordinal(low string) bool {
	return withEnding(low, womanOrdinals, ordinals.end) && !withEnding(low, otherOrdinals, countedTurns.has)
}

// flatsInWords finds «квартира сорок два», «кв. семнадцать» and «в сорок второй квартире».
func (f *finder) flatsInWords() {
	for k := range f.tokens {
		switch t := f.at(k); {
		case t.kind != word:
		case t.none(cueflat | cueroom):
			anyOf(spelledFlats, f.spot(k))
		case !strings.HasPrefix(t.low, "к"), !f.spelledBefore(k):
			f.spelledBehind(k)
		}
	}
}

// spelledFlats are the flats in words that no word for one stands beside.
var spelledFlats = []rule[spot]{
	{"к. сорок два", func(s spot) bool { return s.t.low == "к" && !s.t.capital && s.f.spelledRoom(s.i) }},
	{"залили из сорок шестой", func(s spot) bool {
		k := s.i
		return k > 0 && s.f.near(k+1) && spokenValue(s.t.low) >= leastTens && ordinal(s.f.at(k+1).low) &&
			s.f.elliptic(k-1, k+1) && s.claim(2)
	}},
	{"соседка из двенадцатой", func(s spot) bool {
		return s.i > 0 && s.t.letters > 6 && ordinal(s.t.low) && !turns.begin(s.t.low) && s.f.elliptic(s.i-1, s.i) &&
			s.claim(1)
	}},
}

// claim records n tokens as a flat.
func (s spot) claim(n int) bool {
	s.f.claimTokens(s.i, s.i+n-1, flat)
	return true
}

// spelledRoom claims «к. сорок два»: behind «к» alone a number is in the dative, «к сорока двум».
func (f *finder) spelledRoom(k int) bool {
	i := k + 1
	if f.at(i).sign == '.' {
		i++
	}
	if f.at(i).line || f.at(i).kind != word || spokenValue(f.at(i).low) < leastRoom {
		return false
	}
	_, next := f.spoken(i)
	if f.counted(next-1) || !f.endsAddress(next-1) {
		return false
	}
	f.claimTokens(k, next-1, flat)
	return true
}

// spelledBefore claims «сорок второй квартире» with the flat's word at token k.
func (f *finder) spelledBefore(k int) bool {
	if !f.near(k) || f.at(k-1).kind != word {
		return false
	}
	from := k - 1
	for n := 0; n < 2 && f.near(from) && f.at(from-1).kind == word && spokenValue(f.at(from-1).low) >= leastTens; n++ {
		from--
	}
	if low := f.at(k - 1).low; !ordinal(low) && (from == k-1 || !afterTens.has(low)) {
		return false
	}
	f.claimTokens(from, k, flat)
	return true
}

// spelledStart is where the number in words may begin behind the flat's word at token k; said tells that it is called a
// number.
func (f *finder) spelledStart(k int) (i int, said bool) {
	i = k + 1
	for n := 0; n < 3 && !f.at(i).line; n, i = n+1, i+1 {
		t := f.at(i)
		switch {
		case beforeNumber.has(t.low) && strings.HasPrefix(f.at(i+1).low, "номер"): // «квартира под номером сорок два»
			said, i = true, i+1
		case t.kind == word && numberedBefore.has(t.low), t.among("№"):
			said = true
		case !t.among(".:-"):
			return i, said
		}
	}
	return i, said
}

// spelledBehind claims «квартира номер сорок два» with the flat's word at token k.
func (f *finder) spelledBehind(k int) {
	i, said := f.spelledStart(k)
	if f.at(i).line || f.at(i).kind != word || f.at(k).low == "гараж" && !said {
		return
	}
	g, next := f.spoken(i)
	if next == 0 || len(g.digits) > longestHouse || g.digits == "0" || f.counted(next-1) ||
		f.spelledCount(k, i, next, said) {
		return
	}
	f.claimTokens(k, f.spelledMore(g, next)-1, flat)
}

// spelledMore includes the second number of «квартира четыре восемь» at token next.
func (f *finder) spelledMore(g group, next int) int {
	if !f.near(next) {
		return next
	}
	more, end := f.spoken(next)
	if end > 0 && len(g.digits)+len(more.digits) <= longestHouse && f.pauses(end) {
		return end
	}
	return next
}

// spelledCount keeps «в квартире двое детей» and «пятнадцать градусов», which count, from being flats: the number of a
// flat, in words from token i up to token next, ends its phrase.
func (f *finder) spelledCount(k, i, next int, said bool) bool {
	n, several := f.after(next-1), next-i > 1 // «девяносто один»
	switch {
	case n.kind != word:
		return false
	case said || several, flatAlone.has(f.at(k).low), nothing.has(n.low):
		return (!said || several) && (n.any(relative) || peopleOrRooms.begin(n.low))
	}
	return true
}
