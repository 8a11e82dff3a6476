package privacy

// kindred is a word that may be a street or a town, and the one before it.
type kindred struct {
	spot
	b         *token
	adjective bool
}

var adjectiveForms = listOf("ый ые ых яя ий ого ому им ом ая ой ую ие их ими")

// noKin are the facts of words that are a person or a thing by themselves.
const noKin = role | relative | kin | org | month | first

// besideKin reports «у бабушки Кировой, 12», «сверху Чапаева, 44 кв.», «г. Донской, ветеран»: what may be a street or a
// town and stands beside a relative, a neighbour or a person's part is a person, for a place lost does less harm than a
// name shown.
func (f *finder) besideKin(i int) bool {
	t := f.at(i)
	if t.letters < 4 || !f.numberedBeside(i+1) || !t.written() {
		return false
	}
	return decide(besideKinForms, kindred{f.spot(i), f.at(i - 1), adjectiveForms.end(t.low)})
}

// noKindred reports a word that is a person or a thing by itself, or one of a place.
func (x kindred) noKindred() bool {
	return x.t.any(noKin) && x.t.none(familySure) || x.t.any(common) && !x.adjective || x.is(1, street) || x.ofPlace()
}

// besideKinForms say what is a person there.
var besideKinForms = []decision[kindred]{
	{"улица Садовая, 5", kindred.noKindred, never[kindred]},
	{"Чеховы, 12", kindred.manyPeople, always[kindred]}, // no street is called so
	{"Садовая, 77 лет", kindred.oldPerson, func(x kindred) bool { return x.adjective || x.t.family() }},
	{"ул. Ленина Садовая", func(x kindred) bool {
		return !x.f.near(x.i) || x.b.capital && (!x.f.opens(x.i-1) || x.f.is(x.i-2, street) || x.f.is(x.i-3, street))
	}, never[kindred]},
	{"сверху Чапаева", func(x kindred) bool { return noStreetBehind.has(x.b.low) }, always[kindred]},
	{"напротив Чеховы", func(x kindred) bool { return streetBehind.has(x.b.low) },
		func(x kindred) bool { return pluralNominative.end(x.t.low) }},
	{"у Чкаловой", func(x kindred) bool { return x.b.low == "у" },
		func(x kindred) bool { return x.ofPerson(atPersons) }},
	{"с Кировым", func(x kindred) bool { return withWords.has(x.b.low) },
		func(x kindred) bool { return x.ofPerson(withPersons) }},
	{"звонила Крупская", func(x kindred) bool { // streets do not
		return x.b.any(intro) && sheDid.end(x.b.low) && sheIs.end(x.t.low)
	}, always[kindred]},
	{"соседка Садовая", func(x kindred) bool { return x.f.personsPart(x.i-1) && fitsPart(x.b.low, x.t.low) },
		func(x kindred) bool { return x.adjective || x.t.any(famous|placename|noun|town) || x.t.family() }},
}

var (
	manyCase         = words{"ы"}
	pluralNominative = listOf("ы ые ие")
	// words that say where neighbours live: no street stands behind the first, one may stand behind the second
	noStreetBehind = listOf(`сверху снизу стеной стенкой стену окнами нами мной живут проживают выше ниже соседству`)
	streetBehind   = listOf("справа слева напротив рядом через")
	sheDid         = listOf("ла лась")
	sheIs          = listOf("ая ова ева ина")
	atPersons      = listOf("ой ых")
	withPersons    = listOf("ым ыми ой")
)

// manyPeople reports «Чеховы».
func (x kindred) manyPeople() bool {
	t, f := x.t, x.f
	return !t.upper && cased(t.low, manyCase) &&
		(t.none(town|placename) || f.near(x.i) && !f.is(x.i-1, preposition|toward|town))
}

// oldPerson reports an age behind a comma.
func (x kindred) oldPerson() bool {
	f := x.f
	return f.at(x.i+1).sign == ',' && f.aged(x.i+2) && f.pauses(x.i+4) && !f.is(x.i-1, preposition|toward)
}

// ofPerson reports a form that streets do not have: «у Чкаловой», «у Лермонтовых», «с Кировым».
func (x kindred) ofPerson(cases words) bool {
	return cased(x.t.low, cases) && (x.t.none(famous) || !cased(x.t.low, womansCase))
}

// longestHouse is how many digits the number of a house or a flat has at most.
const longestHouse = 3

// numberedBeside reports a number from token k on, with a comma before it or nothing: a house or a flat, and no age.
func (f *finder) numberedBeside(k int) bool {
	if f.at(k).sign == ',' {
		k++
	}
	n := f.width(k)
	return n > 0 && n <= longestHouse && !f.at(k).line
}

// personsPart reports a relative, a neighbour or a part of one person at token k; those whose place is named behind
// them are none.
func (f *finder) personsPart(k int) bool {
	t := f.at(k)
	if t.kind != word || t.any(cityhead) || t.upper || placesParts.begin(t.low) {
		return false
	}
	return t.any(relative|kin|role) || kinHeads.begin(t.low)
}

var (
	// placesParts begin the words for people that a place is named behind.
	placesParts = listOf(`жител дети детей детям собственник жильц старш гражд начальн директор руковод
		дачник застройщик подрядчик оператор ип представител`)
	kinHeads = listOf(`подруг знаком коллег тетк теть свекр тещ зят сват кум крестн мачех отчим мам пап матер
		мать отец отц бабул дедул жен муж невест золовк шурин девер прабаб прадед старуш избирательниц`)
	softWomen   = listOf("мать дочь свекровь")
	menOnVowels = listOf("дедушка дядя папа мужчина судья староста")
)

// fitsPart keeps «дворник Садовая» from being one person.
func fitsPart(part, low string) bool {
	man := manEnds.end(part) && !softWomen.has(part)
	switch {
	case herSurname.end(low):
		return !man && !manyEnds.end(part)
	case adjectiveOne.end(low):
		return man || menOnVowels.end(part)
	}
	return true
}

var (
	adjectiveNames = listOf("ой ий ый ая")
	livedIn        = listOf("подъезд лет год класс кв")
	signings       = listOf("уважени подпис почтени")
)

// writer reports «Г. Донской, ветеран», «С. Заречная, мать двоих»: an initial, a word like an adjective, and behind a
// comma what somebody is. The initial stands at token i and the word at token k.
func (f *finder) writer(i, k int) bool {
	t := f.at(k)
	return t.titled() && adjectiveNames.end(t.low) && decide(signedAs, lettered{f, i, k, 1, f.at(i), t})
}

var signedAs = []decision[lettered]{
	{"с уважением, Г. Донской", func(x lettered) bool { return x.p.capital && x.f.pauses(x.k+1) && x.f.signedOff(x.i) },
		always[lettered]},
	{"улица Г. Донской, ветеран", func(x lettered) bool {
		return !x.f.is(x.i-1, intro|role) && !(x.p.capital && x.f.opens(x.i))
	}, never[lettered]},
	{"Г. Донской, Садовая", func(x lettered) bool {
		what := x.f.at(x.k + 2)
		return x.f.at(x.k+1).sign != ',' || what.line || what.capital
	}, never[lettered]},
	{"Д. Полевая, 4 подъезд", func(x lettered) bool { return x.f.width(x.k+2) > 0 },
		func(x lettered) bool { return livedIn.begin(x.f.at(x.k + 3).low) }},
	{"Г. Донской, ветеран", always[lettered], func(x lettered) bool { return writers.begin(x.f.at(x.k + 2).low) }},
}

// signedOff reports «с уважением» or «подпись» right before token i.
func (f *finder) signedOff(i int) bool {
	for k := i - 1; k >= max(0, i-3); k-- {
		if f.at(k).kind == word {
			return signings.begin(f.at(k).low)
		}
	}
	return false
}

// writers begin what people say of themselves behind their name.
var writers = listOf(`ветеран инвалид пенсионер жительниц мать мама отец папа бабушк дедушк вдов
	труженик труженица учительниц студент сирот многодетн избирател заявител собственни участни
	блокадн чернобыл одинок пожил колясочник ваш слесар токар водител фермер дачни домохоз безработн беремен сосед`)
