package privacy

// pluralEnds are those of people by what they do, in the genitive: streets are named after them.
var pluralEnds = listOf("истов унаров навтов астов ников чиков щиков деров неров")

// shaped is a surname and the preposition before it.
type shaped struct {
	spot
	b      string // the word before
	toward bool   // it is a preposition of place, or tells of a crossing of streets
}

var (
	crossings = listOf("пересеч перекр")
	ownForms  = words{"", "ы"}
	dative    = words{"у"}
	manyForms = listOf("ым ых ыми")
	ownerAt   = listOf("с со у")
	mansEnds  = listOf("уком юком")
)

// ownShapes are the forms of surnames that no street, no village and no town has.
var ownShapes = []decision[shaped]{
	{"Лыков, Лыковы", func(x shaped) bool { return cased(x.t.low, ownForms) },
		func(x shaped) bool { return !x.toward }},
	{"Рыбакову снова отказали", func(x shaped) bool { return cased(x.t.low, dative) && x.t.only(nameFacts) },
		func(x shaped) bool { return !x.toward || x.b == "к" }},
	{"у Лыковых", func(x shaped) bool { return cased(x.t.low, manyForms) }, func(x shaped) bool {
		return ownerAt.has(x.b) || x.t.any(familySure) && !x.toward
	}},
	{"с Гончаруком", func(x shaped) bool { return mansEnds.end(x.t.low) },
		func(x shaped) bool { return withWords.has(x.b) }},
	{"Гончарук", func(x shaped) bool { return uncased(x.t) },
		func(x shaped) bool { return x.f.opens(x.i) || x.b != "" && !x.toward }},
}

// personal reports a surname in a form that no street, no village and no town has: «Лыков», «с Лыковым», «у Лыковых».
// Behind a preposition «Химиков» is a street and «Садовым» a place.
func (f *finder) personal(i int) bool {
	x := shaped{spot: f.spot(i)}
	if !x.t.family() || x.t.letters < 5 || pluralEnds.end(x.t.low) {
		return false
	}
	if b := f.before(i); b.kind == word {
		x.b, x.toward = b.low, b.any(preposition) || crossings.begin(b.low)
	}
	return decide(ownShapes, x)
}

var uncasedEnds = listOf("енко чук рук люк дзе швили ян")

// uncased reports surnames of other peoples in the nominative, which streets keep as it is: «Гончарук», «Шевченко».
func uncased(t *token) bool { return t.letters > 5 && uncasedEnds.end(t.low) }

var toWhom = words{"", "у"}

// mayStandAlone reports a surname that is a capital for no other reason than being a name, or one that a verb follows.
func (f *finder) mayStandAlone(i int) bool { return decide(standings, f.spot(i)) }

var standings = []decision[spot]{
	{"ЛЫКОВ, Волков развелось", func(s spot) bool { return s.t.upper || s.f.ofMany(s.i) }, never[spot]},
	{"улица Лыков", func(s spot) bool { return !s.f.opens(s.i) }, func(s spot) bool {
		b := s.f.before(s.i)
		return b.kind != word || b.none(street|org|town) && !(b.capital && !s.f.opens(s.i-1))
	}},
	{"Лыков опять", func(s spot) bool {
		return s.near(1) && !s.at(1).capital && s.at(1).low != "нет" && (cased(s.t.low, toWhom) || uncased(s.t))
	}, func(s spot) bool { return predicates.end(s.at(1).low) }},
}

var (
	lacking     = listOf("лось ло хватает хватит видно надо нужно")
	manyAre     = listOf("лось ло травят ловят стреляют кормят разводят")
	genitiveAll = listOf("ов ей ев")
	// predicates end or are what may follow a surname at the beginning of a sentence.
	predicates = listOf("ет ит ется ится ал ил ел ул лся болен должен пьян опять снова без")
)

// ofMany reports the genitive of many: «Волков развелось», «Кузнецов и плотников».
func (f *finder) ofMany(i int) bool { return f.near(i+1) && decide(ofAll, f.spot(i)) }

var ofAll = []decision[spot]{
	{"Волков не хватает", func(s spot) bool { return s.at(1).low == "не" && s.near(2) },
		func(s spot) bool { return lacking.end(s.at(2).low) }},
	{"Волков развелось", func(s spot) bool { return manyAre.end(s.at(1).low) }, always[spot]},
	{"Кузнецов и плотников", func(s spot) bool { return s.at(1).low == "и" && s.near(2) && !s.at(2).capital },
		func(s spot) bool { return genitiveAll.end(s.at(2).low) }},
}

var ownerCases = listOf("а ой ых")

// hasOwner reports «у Лыкова»: a monument or a street stands in other surroundings.
func (f *finder) hasOwner(i int) bool {
	t, b := f.at(i), f.before(i)
	return b.kind == word && b.low == "у" && t.none(famous|noun) && (t.any(familySure) || cased(t.low, ownerCases))
}

var (
	neuterEnds = listOf("ны но ен на ье ие ое")
	illBehind  = listOf("с на")
)

// illBeside reports an illness right beside a word that no list explains, «Дзюба, диабет», «ковид у Дзюбы»: behind it,
// a comma or «с», or before «у».
func (f *finder) illBeside(i int) bool { return decide(illnesses, f.spot(i)) }

var illnesses = []decision[spot]{
	{"Лыкова выкидыш", func(s spot) bool {
		return s.near(1) && s.is(1, illness) && s.f.opens(s.i) && s.t.titled() &&
			s.t.none(ordinary|common|noun|org) && ownCase(s.t.low)
	}, always[spot]},
	{"болен диабет", func(s spot) bool { return !s.t.mayBeIll() || s.near(0) && s.at(-1).capital }, never[spot]},
	{"диабет у Дзюбы", func(s spot) bool { return s.at(-1).low == "у" && s.is(-2, illness) }, always[spot]},
	{"у Дзюбы диабет", func(s spot) bool {
		return s.at(-1).low == "у" || s.f.opens(s.i) || s.is(-1, possessive)
	}, spot.illBehind},
}

// mayBeIll reports a word that no list explains and that may be a name.
func (t *token) mayBeIll() bool {
	named := t.unknown() || t.titled() && t.only(nameFacts) && pluralAdjective.end(t.low)
	return named && t.letters > 3 && (!neuterEnds.end(t.low) || t.family())
}

// illBehind reports an illness behind the word, a sign or «с».
func (s spot) illBehind() bool {
	k := 1
	if n := s.at(k); !n.line && (n.among(",-(:") || illBehind.has(n.low)) {
		k++
	}
	what := s.at(k)
	return s.is(k, illness) && !what.line && (!what.capital || what.upper)
}

// nearIllness bounds how far from a name an illness is looked for, in tokens.
const nearIllness = 6

// ill reports an illness within the sentence of word i.
func (f *finder) ill(i int) bool {
	for _, step := range bothWays {
		for n, k := 0, i+step; n < nearIllness && !f.at(k).among(".!?"); n, k = n+1, k+step {
			if f.is(k, illness) {
				return true
			}
		}
	}
	return false
}
