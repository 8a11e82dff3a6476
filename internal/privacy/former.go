package privacy

import "strings"

// maidened is a surname behind what tells of a former one: «до брака Лыкова».
type maidened struct {
	spot
	at       int    // of what tells of it
	cue, led string // that, and the preposition before it
}

var ofAdjectives = words{"ому"}

// former reports «в девичестве», «урождённая», «до брака», «по мужу», «прежняя фамилия», «бывшая» at token at before
// word i.
func (f *finder) former(at, i int) bool {
	x := maidened{f.spot(i), at, f.at(at).low, f.at(at - 1).low}
	if x.t.any(common) || !x.t.capital && x.t.facts != 0 && x.t.none(familySure) && !onSurname(x.t.low) {
		return false
	}
	if f.at(at-1).kind == word && ofAdjectives.end(x.led) && at > 1 {
		x.led = f.at(at - 2).low
	}
	return decide(formerly, x)
}

// cueIs reports that the cue is one of the words, whatever stands before it.
func cueIs(list string) func(maidened) bool {
	cues := listOf(list)
	return func(x maidened) bool { return cues.has(x.cue) }
}

// ledBy reports that the preposition is one of the words.
func ledBy(list string) func(maidened) bool {
	leads := listOf(list)
	return func(x maidened) bool { return leads.has(x.led) }
}

// familyLedBy is ledBy for what must read as a surname alone.
func familyLedBy(list string) func(maidened) bool {
	leads := listOf(list)
	return func(x maidened) bool { return leads.has(x.led) && x.t.family() }
}

// formerly are the words before which a preposition makes a former surname of what is behind.
var formerly = []decision[maidened]{
	{"до замужества", cueIs("замужества брака"), ledBy("до после")},
	{"после развода", cueIs("развода росписи"), familyLedBy("до после")},
	{"до свадьбы", cueIs("свадьбы"), familyLedBy("до")},
	{"по паспорту", cueIs("паспорту свидетельству"), familyLedBy("по")},
	{"фамилия при рождении", cueIs("рождении"), func(x maidened) bool {
		return x.led == "при" && (strings.HasPrefix(x.f.at(x.at-2).low, surnameHead) || x.t.family() && x.ends())
	}},
	{"по диплому", cueIs("диплому документам трудовой аттестату отцу отчиму деду"), func(x maidened) bool {
		return x.led == "по" && x.t.family() && x.ends()
	}},
	{"в прошлом", cueIs("браке прошлом"), func(x maidened) bool { return x.t.family() && x.ends() }},
	{"по мужу", cueIs("мужу"), ledBy("по")},
	{"бывшая", cueIs("бывшая нынешняя прежняя"), func(x maidened) bool {
		own := !genitiveLike(x.t.low) || strings.HasSuffix(x.t.low, "а")
		return x.t.family() && own || x.f.pluralSurname(x.i)
	}},
	{"урождённая", always[maidened], always[maidened]},
}

// surnameHead begins «фамилия» in any case.
const surnameHead = "фамили"

func (x maidened) ends() bool { return x.f.pauses(x.i + 1) }

// maidenNear reports «урождённая», «до брака» among the three tokens before word i.
func (f *finder) maidenNear(i int) bool {
	for _, t := range f.back(i, 3) {
		if t.kind == word && t.any(maiden) {
			return true
		}
	}
	return false
}

var (
	maidenHeads   = listOf("девичь урожд")
	marriageWords = listOf("замужества брака")
	sinceWords    = listOf("до после")
)

// maidenBefore reports «девичья» or «урождённая» just before word i: the surname behind may lack its capital.
func (f *finder) maidenBefore(i int) bool {
	return f.is(i-1, maiden) && maidenHeads.begin(f.at(i-1).low)
}

// formerName reports the name before «, в девичестве», «(урождённая», «, до замужества»: whatever stands there.
func (f *finder) formerName(i int) bool { return f.at(i).written() && decide(formerNames, f.spot(i)) }

var formerNames = []decision[spot]{
	{"Лыкова по мужу", func(s spot) bool {
		return s.near(1) && s.at(1).low == "по" && s.at(2).low == "мужу" && s.t.family()
	}, always[spot]},
	{"Ли", func(s spot) bool {
		return s.t.letters < 3 || s.at(1).line || !s.at(1).signed(",(") || s.f.ends(s.i+3)
	}, never[spot]},
	{"Лыкова, урождённая",
		func(s spot) bool { return strings.HasPrefix(s.at(2).low, "урожд") || s.at(2).low == "бывш" },
		always[spot]},
	{"Лыкова, в девичестве",
		func(s spot) bool { return s.at(2).low == "в" && s.at(3).low == "девичестве" }, always[spot]},
	{"Лыкова, до замужества",
		func(s spot) bool { return s.says(2, sinceWords) && s.says(3, marriageWords) }, always[spot]},
	{"Лыкова, ранее Бубнова", func(s spot) bool { return s.t.family() && !s.is(-1, toward|preposition) },
		func(s spot) bool { return !s.f.streetBefore(s.i) && s.f.tellsFormer(s.i+2) }},
}

// nearSurname bounds how far from a name the word «фамилия» is looked for, in tokens.
const nearSurname = 8

// becomes are words behind which a surname stands that somebody had or took: «была Лыкова, стала Бубнова».
var becomes = listOf("была стала стал был")

// changed reports «с Лыковой на Бубнову».
func (f *finder) changed(i int) bool {
	from, to := f.at(i), f.at(i+2)
	return f.says(i-1, withWords) && f.at(i+1).low == "на" && to.kind == word && strings.HasSuffix(from.low, "ой") &&
		strings.HasSuffix(to.low, "у") && from.family() && to.family()
}

// surnameSaid reports «фамилию» among the tokens before token i.
func (f *finder) surnameSaid(i int) bool {
	for k := i - 1; k >= max(0, i-nearSurname); k-- {
		if strings.HasPrefix(f.at(k).low, surnameHead) {
			return true
		}
	}
	return false
}

var (
	earlier    = listOf("раньше ранее прежде")
	beforehand = listOf("ранее прежде")
	marriage   = listOf("замуж девичестве")
)

// renamed reports a surname in a sentence that tells of surnames, «сменила фамилию», «вышла замуж», or one behind
// «ранее».
func (f *finder) renamed(i int) bool { return decide(renamings, f.spot(i)) }

var renamings = []decision[spot]{
	{"теперь Лыкова, полис на Лыкову",
		func(s spot) bool { return s.t.family() && (s.f.calledNow(s.i) || s.f.accused(s.i)) },
		always[spot]},
	{"сменила фамилию на Лыкову", func(s spot) bool {
		return s.t.family() && s.f.at(s.i-1).low == "на" && s.f.surnameSaid(s.i-1)
	}, always[spot]},
	{"на Лыкова", func(s spot) bool {
		street := s.t.any(famous|noun) && s.t.none(familySure)
		return street || genitiveLike(s.t.low) && s.f.is(s.i-1, toward) || !s.t.family() && !s.t.unknown()
	}, never[spot]},
	{"была Лыкова", func(s spot) bool {
		return s.t.capital && s.f.says(s.i-1, becomes) && !s.f.opens(s.i) &&
			(s.t.family() || s.f.is(s.i-2, maiden) || s.f.says(s.i-2, earlier))
	}, always[spot]},
	{"ранее Лыкова", func(s spot) bool {
		b := s.f.at(s.i - 1)
		return s.i > 1 && (beforehand.has(b.low) || b.sign == '.' && s.f.at(s.i-2).low == "бывш")
	}, func(s spot) bool { return s.t.family() }},
	{"фамилия в девичестве Лыкова", always[spot], func(s spot) bool {
		for _, b := range s.f.back(s.i, nearSurname) {
			if b.among(".!?") {
				return false
			}
			if b.kind == word && (strings.HasPrefix(b.low, surnameHead) || marriage.has(b.low)) {
				return true
			}
		}
		return false
	}},
}

var (
	formerHeads = listOf("бывш ранее прежд раньше девич дев экс теперь ныне")
	formerWords = listOf("ур она в")
	twoWorded   = listOf("она в")
)

// tellsFormer reports at token k what tells of a former surname and a surname behind it: «бывшая Лыкова», «ранее
// Лыкова», «в дев. Лыкова», «она же Лыкова».
func (f *finder) tellsFormer(k int) bool {
	low := f.at(k).low
	if !formerHeads.begin(low) && !formerWords.has(low) {
		return false
	}
	if twoWorded.has(low) && !f.formerSecond(k+1) {
		return false
	}
	for _, t := range f.onward(k, 4) {
		switch {
		case t.kind == word && t.family():
			return strings.HasSuffix(t.low, "а") || onBase(t.low)
		case t.kind == taken:
			return t.person
		case t.kind == word && t.capital, t.kind == number:
			return false
		}
	}
	return false
}

// formerSecond reports what may stand behind «она» and «в».
func (f *finder) formerSecond(k int) bool {
	t := f.at(k)
	return t.kind == taken || t.kind == word && t.family() || t.low == "же" || strings.HasPrefix(t.low, "дев")
}

var (
	// recorded begin what is said of a surname in papers.
	recorded  = listOf("записан известн числ значит значус проход зарегистр")
	bornAs    = listOf("родил числ значус прохожу проходит")
	bornCases = listOf("ой ым")
	nowWords  = listOf("теперь ныне сейчас снова опять вновь давно потом сначала сперва г")
)

// calledNow reports «теперь Лыкова», «снова Лыкова», «записана как Лыкова», «родилась Лыковой» where the sentence tells
// of surnames or marriage.
func (f *finder) calledNow(i int) bool {
	if i == 0 || f.at(i).line || !f.pauses(i+1) && !f.at(i+1).signed("()") {
		return false
	}
	b := i - 1
	if f.at(b).low == "я" && b > 0 {
		b--
	}
	return decide(nowCalled, saidNow{f.spot(b), i})
}

// saidNow is the word before the surname at token name, over «я».
type saidNow struct {
	spot
	name int
}

var nowCalled = []decision[saidNow]{
	{"[имя] (теперь Лыкова)", func(x saidNow) bool {
		return nowWords.has(x.t.low) && x.at(-1).signed("(,") && x.at(-2).person
	}, always[saidNow]},
	{"родилась Лыковой", func(x saidNow) bool { return bornAs.begin(x.t.low) },
		func(x saidNow) bool { return bornCases.end(x.f.at(x.name).low) }},
	{"записана как Лыкова", func(x saidNow) bool { return x.t.low == "как" },
		func(x saidNow) bool { return recorded.begin(x.at(-1).low) }},
	{"сменила фамилию, теперь Лыкова", func(x saidNow) bool {
		return nowWords.has(x.t.low) || x.t.signed("-/") || x.f.opens(x.name)
	}, func(x saidNow) bool { return x.f.ofSurnames(x.name) }},
}

var (
	surnameTalk = listOf("фамили замуж развел развод девич урожд экс перемен")
	bothWays    = [...]int{-1, 1}
)

// ofSurnames reports what tells of surnames or marriage in the sentence of word i.
func (f *finder) ofSurnames(i int) bool {
	for _, step := range bothWays {
		for n, k := 0, i+step; n < nearSurname && !f.ends(k) && k >= 0 && !f.sentenceStop(k); n, k = n+1, k+step {
			t := f.at(k)
			if t.kind == word && (surnameTalk.begin(t.low) || becomes.has(t.low) && f.namedAt(k+1)) {
				return true
			}
		}
	}
	return false
}

// namedAt reports a surname or a name found before at token k.
func (f *finder) namedAt(k int) bool {
	t := f.at(k)
	return t.person || t.kind == word && t.family()
}

// sentenceStop reports a sign that ends a sentence; behind a short word a full stop may not.
func (f *finder) sentenceStop(k int) bool {
	return f.at(k).among("!?") || f.at(k).among(".") && (k == 0 || f.at(k-1).letters >= 4)
}

// surnamesToldOf claims the surnames of a sentence that tells of a change of them, «Лыкова, по мужу Бубнова», «стаж на
// Лыкову, паспорт на Бубнову», but for streets.
func (f *finder) surnamesToldOf() {
	for i := range f.tokens {
		if f.tellsOfSurnames(i) {
			for _, step := range bothWays {
				f.surnamesFrom(i, step)
			}
		}
	}
}

// surnamesFrom claims the surnames from token i to one end of its sentence.
func (f *finder) surnamesFrom(i, step int) {
	for n, k := 0, i+step; n < 2*nearSurname && k >= 0 && k < len(f.tokens); n, k = n+1, k+step {
		t := f.at(k)
		if t.among("!?") || t.among(".") && f.stops(k) || t.line && step > 0 {
			return
		}
		if t.kind == word && f.surnameAmong(k) {
			f.claimTokens(k, k, name)
		}
		if t.line {
			return
		}
	}
}

var (
	maidenWords = listOf("девичестве замужестве")
	formerAlone = listOf("ранее раньше прошлом экс же")
	changeHeads = listOf("смен измен поменя помен двойн нов стар прежн девич бывш верну взял")
)

// tellings are the words that only changes of surnames are told with.
var tellings = []decision[spot]{
	{"урождённая", func(s spot) bool {
		renamed := strings.HasPrefix(s.t.low, "перемен") && s.f.near(s.i+1) &&
			strings.HasPrefix(s.f.at(s.i+1).low, "имен")
		return maidenHeads.begin(s.t.low) || maidenWords.has(s.t.low) || renamed
	}, always[spot]},
	{"по мужу", func(s spot) bool { return s.t.low == "мужу" }, func(s spot) bool {
		return s.f.at(s.i-1).low == "по" || s.f.at(s.i-2).low == "по"
	}},
	{"моя фамилия", func(s spot) bool { return strings.HasPrefix(s.t.low, surnameHead) }, func(s spot) bool {
		return changeHeads.begin(s.f.at(s.i-1).low) || s.f.is(s.i-1, possessive) || changeHeads.begin(s.f.at(s.i+1).low)
	}},
	{"теперь [имя]", func(s spot) bool {
		return becomes.has(s.t.low) || nowWords.has(s.t.low) || formerAlone.has(s.t.low)
	}, func(s spot) bool { return s.f.at(s.i + 1).person }},
}

// tellsOfSurnames reports at token i what only changes of surnames are told with.
func (f *finder) tellsOfSurnames(i int) bool {
	return f.at(i).kind == word && decide(tellings, f.spot(i))
}

var surnameHeads = listOf("фамил смен перемен")

// surnameAmong reports a surname at token k that is no street's.
func (f *finder) surnameAmong(k int) bool { return decide(surnamesAmong, f.spot(k)) }

var surnamesAmong = []decision[spot]{
	{"на Гагарина", func(s spot) bool {
		return !s.t.family() || s.t.upper || s.t.any(famous|noun) && s.t.none(familySure)
	}, never[spot]},
	{"улица Лыкова, Лыкова, 5", func(s spot) bool {
		return s.ofPlace() || s.f.houseBehind(s.i+1) || s.f.adjective(s.i)
	}, never[spot]},
	{"сменила фамилию Лыкова", func(s spot) bool {
		return surnameHeads.begin(s.at(-1).low) || surnameHeads.begin(s.at(-2).low) || surnameHeads.begin(s.at(-3).low)
	}, always[spot]},
	{"стаж на Лыкову", always[spot], func(s spot) bool { return s.f.ledSurname(s.i) }},
}

// ledSurname keeps «на Лыкова», a street, from being a person: «на Лыкову», «с Лыковой» are.
func (f *finder) ledSurname(k int) bool {
	t, b := f.at(k), f.before(k)
	if b.kind != word || b.none(toward|preposition) {
		return true
	}
	return b.low == "на" && strings.HasSuffix(t.low, "у") || outOf.has(b.low) && strings.HasSuffix(t.low, "ой")
}

var (
	outOf   = listOf("с из")
	onHer   = listOf("ову еву ину ыну")
	forHim  = listOf("овым евым иным")
	instead = listOf("овой евой иной")
)

// accused reports «полис на Лыкову», «замужем за Лыковым», «Лыкова/Бубнова»: forms that streets do not have, at the end
// of a phrase.
func (f *finder) accused(i int) bool {
	return i > 0 && !f.at(i).line && (f.pauses(i+1) || f.at(i+1).sign == ']') && decide(accusations, f.spot(i))
}

var accusations = []decision[spot]{
	{"полис на Лыкову", func(s spot) bool { return s.at(-1).low == "на" },
		func(s spot) bool { return onHer.end(s.t.low) }},
	{"замужем за Лыковым", func(s spot) bool { return s.at(-1).low == "за" },
		func(s spot) bool { return forHim.end(s.t.low) }},
	{"вместо Лыковой", func(s spot) bool { return s.at(-1).low == "вместо" },
		func(s spot) bool { return instead.end(s.t.low) }},
	{"у Лыкова", func(s spot) bool { return !s.at(-2).person }, never[spot]},
	{"[имя] - Лыкова, [имя] [Лыкова]", func(s spot) bool {
		b := s.at(-1)
		return b.kind == mark && (b.sign == '-' && b.space || b.sign == '[')
	}, func(s spot) bool { return ownCase(s.t.low) }},
	{"[имя]/Лыкова", func(s spot) bool { return s.at(-1).sign == '/' }, always[spot]},
}
