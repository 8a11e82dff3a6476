package privacy

import "strings"

// personal reports a surname in a form that no street, no village and no town has: «Лыков», «с Лыковым», «у Лыковых».
// Behind a preposition «Химиков» is a street and «Садовым» a place.
func (f *finder) personal(i int) bool {
	t := &f.tokens[i]
	if !t.family() || t.letters < 5 || endsWith(t.low, pluralEnds) {
		return false
	}
	toward, led := "", false
	if b := f.before(i); b != nil && b.kind == word {
		toward, led = b.low, b.facts&preposition != 0 || strings.HasPrefix(b.low, "пересеч") ||
			strings.HasPrefix(b.low, "перекр")
	}
	for _, e := range [...]string{"", "ы"} {
		if base, ok := strings.CutSuffix(t.low, e); ok && onBase(base) {
			return !led
		}
	}
	if base, ok := strings.CutSuffix(t.low, "у"); ok && onBase(base) && t.facts&^nameFacts == 0 {
		return !led || toward == "к" // «Рыбакову снова отказали»
	}
	for _, e := range [...]string{"ым", "ых", "ыми"} {
		if base, ok := strings.CutSuffix(t.low, e); ok && onBase(base) {
			return toward == "с" || toward == "со" || toward == "у" || t.facts&familySure != 0 && !led
		}
	}
	if endsWith(t.low, []string{"уком", "юком"}) {
		return toward == "с" || toward == "со"
	}
	return uncased(t) && (f.opens(i) || toward != "" && !led)
}

// uncased reports surnames of other peoples in the nominative, which streets keep as it is: «Гончарук», «Шевченко».
func uncased(t *token) bool {
	return t.letters > 5 && endsWith(t.low, []string{"енко", "чук", "рук", "люк", "дзе", "швили", "ян"})
}

// pluralEnds are those of people by what they do, in the genitive: streets are named after them.
var pluralEnds = strings.Fields("истов унаров навтов астов ников чиков щиков деров неров")

// wordSet is a set of words.
func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}

// mayStandAlone reports a surname that is a capital for no other reason than being a name, or one that a verb follows.
func (f *finder) mayStandAlone(i int) bool {
	t := &f.tokens[i]
	if t.upper || f.ofMany(i) {
		return false
	}
	if !f.opens(i) {
		b := f.before(i)
		return b == nil || b.kind != word || b.facts&(street|org|town) == 0 && !(b.capital && !f.opens(i-1))
	}
	if !f.near(i + 1) {
		return false
	}
	next := &f.tokens[i+1]
	return !next.capital && (onBase(strings.TrimSuffix(t.low, "у")) || uncased(t)) && next.low != "нет" &&
		endsWith(next.low, predicates)
}

// ofMany reports the genitive of many: «Волков развелось», «Кузнецов и плотников».
func (f *finder) ofMany(i int) bool {
	if !f.near(i + 1) {
		return false
	}
	next := &f.tokens[i+1]
	if next.low == "не" && f.near(i+2) {
		next = &f.tokens[i+2]
		return endsWith(next.low, []string{"лось", "ло", "хватает", "хватит", "видно", "надо", "нужно"})
	}
	return endsWith(next.low, []string{"лось", "ло", "травят", "ловят", "стреляют", "кормят", "разводят"}) ||
		next.low == "и" && f.near(i+2) && !f.tokens[i+2].capital &&
			endsWith(f.tokens[i+2].low, []string{"ов", "ей", "ев"})
}

// predicates end or are what may follow a surname at the beginning of a sentence.
var predicates = strings.Fields("ет ит ется ится ал ил ел ул лся болен должен пьян опять снова без")

// hasOwner reports «у Лыкова»: a monument or a street stands in other surroundings.
func (f *finder) hasOwner(i int) bool {
	t := &f.tokens[i]
	b := f.before(i)
	if b == nil || b.kind != word || b.low != "у" || t.facts&(famous|noun) != 0 {
		return false
	}
	for _, e := range [...]string{"а", "ой", "ых"} {
		if base, ok := strings.CutSuffix(t.low, e); ok && onBase(base) {
			return true
		}
	}
	return t.facts&familySure != 0
}

// illBeside reports an illness right beside a word that no list explains, «Дзюба, диабет», «ковид у Дзюбы»: behind it, a
// comma or «с», or before «у».
func (f *finder) illBeside(i int) bool {
	t := &f.tokens[i]
	if f.opens(i) && t.written() && !t.upper && t.facts&(ordinary|common|noun|org) == 0 &&
		onBase(strings.TrimSuffix(t.low, "а")) && f.near(i+1) && f.is(i+1, illness) {
		return true // «Лыкова выкидыш …»
	}
	if !t.unknown() && !(t.written() && !t.upper && t.facts&^nameFacts == 0 && endsWith(t.low, []string{"их", "ых"})) ||
		t.letters < 4 || endsWith(t.low, []string{"ны", "но", "ен", "на", "ье", "ие", "ое"}) && !t.family() ||
		f.near(i) && f.tokens[i-1].capital {
		return false
	}
	if i > 1 && f.tokens[i-1].low == "у" && f.is(i-2, illness) {
		return true
	}
	k := i + 1
	if k < len(f.tokens) && !f.tokens[k].line && (strings.ContainsRune(",-(:", f.tokens[k].sign) && f.tokens[k].kind == mark ||
		f.tokens[k].low == "с" || f.tokens[k].low == "на") {
		k++
	}
	return f.is(k, illness) && !f.tokens[k].line && (!f.tokens[k].capital || f.tokens[k].upper) &&
		(f.opens(i) || f.is(i-1, possessive) ||
			f.tokens[i-1].low == "у")
}

// nearIllness bounds how far from a name an illness is looked for, in tokens.
const nearIllness = 6

// ill reports an illness within the sentence of word i.
func (f *finder) ill(i int) bool {
	for _, step := range [...]int{-1, 1} {
		for n, k := 0, i+step; n < nearIllness && k >= 0 && k < len(f.tokens); n, k = n+1, k+step {
			t := &f.tokens[k]
			if t.kind == mark && (t.sign == '.' || t.sign == '!' || t.sign == '?') {
				break
			}
			if t.kind == word && t.facts&illness != 0 {
				return true
			}
		}
	}
	return false
}
