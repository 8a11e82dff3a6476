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
	{"Лыков, Лыковы", func(x shaped) bool { return cased(x.t.low, ownForms) }, func(x shaped) bool { return !x.toward }},
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
func (f *finder) mayStandAlone(i int) bool {
	t := f.at(i)
	if t.upper || f.ofMany(i) {
		return false
	}
	if !f.opens(i) {
		b := f.before(i)
		return b.kind != word || b.none(street|org|town) && !(b.capital && !f.opens(i-1))
	}
	next := f.at(i + 1)
	return f.near(i+1) && !next.capital && (cased(t.low, toWhom) || uncased(t)) && next.low != "нет" &&
		predicates.end(next.low)
}

var (
	lacking     = listOf("лось ло хватает хватит видно надо нужно")
	manyAre     = listOf("лось ло травят ловят стреляют кормят разводят")
	genitiveAll = listOf("ов ей ев")
	// predicates end or are what may follow a surname at the beginning of a sentence.
	predicates = listOf("ет ит ется ится ал ил ел ул лся болен должен пьян опять снова без")
)

// ofMany reports the genitive of many: «Волков развелось», «Кузнецов и плотников».
func (f *finder) ofMany(i int) bool {
	if !f.near(i + 1) {
		return false
	}
	next, second := f.at(i+1), f.at(i+2)
	if next.low == "не" && f.near(i+2) {
		return lacking.end(second.low)
	}
	return manyAre.end(next.low) || next.low == "и" && f.near(i+2) && !second.capital && genitiveAll.end(second.low)
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

// illBeside reports an illness right beside a word that no list explains, «Дзюба, диабет», «ковид у Дзюбы»: behind it, a
// comma or «с», or before «у».
func (f *finder) illBeside(i int) bool {
	t, b := f.at(i), f.at(i-1)
	if f.near(i+1) && f.is(i+1, illness) && f.opens(i) && t.titled() && t.none(ordinary|common|noun|org) && ownCase(t.low) {
		return true // «Лыкова выкидыш …»
	}
	named := t.unknown() || t.titled() && t.only(nameFacts) && pluralAdjective.end(t.low)
	if !named || t.letters < 4 || neuterEnds.end(t.low) && !t.family() || f.near(i) && b.capital {
		return false
	}
	if b.low == "у" && f.is(i-2, illness) {
		return true
	}
	k := i + 1
	if !f.at(k).line && (f.at(k).among(",-(:") || illBehind.has(f.at(k).low)) {
		k++
	}
	what := f.at(k)
	return f.is(k, illness) && !what.line && (!what.capital || what.upper) &&
		(f.opens(i) || f.is(i-1, possessive) || b.low == "у")
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
