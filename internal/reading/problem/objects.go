package problem

import "strings"

// Objects are things of a town that go by a number: a route, a school, a clinic. Such a number is to them what a house's
// is to a street: other numbers are other problems, the same number is the same place. An object is one uint32, so that
// it is compared as the rest of a profile is: its kind, its variant (0 = not said) and a hash of its number.
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
	// vehicle: an ordinal in words counts them too («третий автобус мимо»), and a time stands before it («в 7 автобус»).
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
var objectNouns = func() map[string][]objectNoun {
	m := map[string][]objectNoun{}
	add := func(k objectKind) {
		for b := range strings.FieldsSeq(k.begins) {
			key := b[:min(len(b), 4)]
			m[key] = append(m[key], objectNoun{b, k})
		}
	}
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
		add(k)
	}
	for i, b := range strings.Fields("магазин аптек остановк мост котельн подстанц скважин отделени библиотек общежити колледж техникум училищ бассейн площадк кладбищ рын склад павильон поселени лагер корт пост") {
		add(objectKind{kind: kindOther + uint32(i), begins: b, signed: true})
	}
	return m
}()

// objectStarts are the second bytes of the nouns' first two letters: every word of every message is asked, and few begin so.
var objectStarts = func() (starts [64][64]bool) {
	for two := range objectNouns {
		starts[two[1]&63][two[3]&63] = true
	}
	return starts
}()

type objectNoun struct {
	begins string
	objectKind
}

// objectVariants are adjectives that say which of several rows of numbers is meant, by kind.
var objectVariants = []struct {
	kind, variant uint32
	begins        string
}{
	{kindSchool, 3, "музык"}, {kindSchool, 4, "спорт"}, {kindSchool, 5, "худож"}, {kindSchool, 6, "вечер"}, {kindSchool, 7, "корре"},
	{kindPolyclinic, 1, "детск"}, {kindPolyclinic, 2, "взрос"}, {kindPolyclinic, 3, "стома"},
	{kindHospital, 1, "детск"}, {kindHospital, 3, "инфек"}, {kindHospital, 4, "психи"},
}

// betweens may stand between a number and its noun: «вторая городская больница», «маршрут под номером 5».
var betweens = set("номер номера номером под городская городской городскую детская детской детскую детский детском детского средняя средней среднюю общеобразовательная общеобразовательной " +
	"областная областной взрослая взрослой взрослую клиническая клинической центральная центральной автобусный автобусного")

// counted follow a number that counts or dates: «школа 3 года без крыши», «автобуса 40 минут нет».
var counted = set("год года году лет месяц месяца месяцев неделя недели неделю недель день дня дней сутки суток час часа часов минута минуты минут мин раз раза руб рубль рубля рублей тысяч тыс км м метр метра метров процентов " +
	"человек человека чел детей ребенок ребенка учеников мест места класс класса классе классов классы классах этаж этажа этаже этажей группа группе группы группу утра вечера ночи соток штук " +
	"января февраля марта апреля мая июня июля августа сентября октября ноября декабря")

// clock stand before a time, after which a vehicle in its first form is what comes then: «в 7 автобус», but «в 7 автобусе»;
// housed stand before the number of a house.
var (
	clock  = set("в к до с после")
	housed = set("дом доме дома дому д ул кв квартира квартире корпус")
)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// objectOf is the kind of object that a word may name.
func objectOf(low string) (objectKind, bool) {
	if len(low) < 4 || !objectStarts[low[1]&63][low[3]&63] {
		return objectKind{}, false
	}
	for _, n := range objectNouns[low[:4]] {
		if strings.HasPrefix(low, n.begins) && len(low) <= len(n.begins)+4 {
			return n.objectKind, true
		}
	}
	return objectKind{}, false
}

// objectsOf finds the objects a text names, and marks in its tokens which belong to one: the noun as the place it is, the
// number as spent. house reports the numbers that are known to be a house's, local the words of the place.
func objectsOf(all []token, house func(number string) bool, local func(low string) bool) (found []uint32) {
	for i := range all {
		k, ok := objectOf(all[i].low)
		if !ok {
			continue
		}
		variant := k.variant
		for _, v := range objectVariants {
			if v.kind == k.kind && (i > 0 && strings.HasPrefix(all[i-1].low, v.begins) || i > 1 && strings.HasPrefix(all[i-2].low, v.begins)) {
				variant = v.variant
			}
		}
		before := len(found)
		add := func(number string) {
			if len(found) < objectsRead {
				found = append(found, k.kind<<objectKindShift|variant<<objectVariantShift|hash(number)&objectNumber)
			}
		}
		if !k.signed {
			ahead(all, i, k, house, local, add)
		}
		if len(found) == before {
			behind(all, i, k, add)
		}
		all[i].object = len(found) > before
	}
	return found
}

// ahead reads the numbers before a noun: «25 автобус», «двадцать пятый маршрут», «5 и 7 школы».
func ahead(all []token, i int, k objectKind, house func(string) bool, local func(string) bool, add func(string)) {
	j := i - 1
	if all[i].first {
		return
	}
	for j > 0 && betweens[all[j].low] && !all[j].first {
		j--
	}
	if j < 0 || all[j].spent {
		return
	}
	if !all[j].digit {
		n, from := ordinal(all, j)
		if n == "" || k.vehicle && len(n) < 2 {
			return
		}
		for ; from <= j; from++ {
			all[from].spent = true
		}
		add(n)
		return
	}
	number, counts := numberOf(all[j].low)
	if number == "" || counts && !all[j].signed && counting(all, j, all[i].low) {
		return
	}
	if j > 0 && !all[j].first && !all[j].signed {
		last := all[j-1]
		timed := k.vehicle && clock[last.low] && (strings.HasSuffix(all[i].low, "с") || strings.HasSuffix(all[i].low, "й"))
		if last.digit || timed || counts && (house(number) || local(last.low) || housed[last.low]) {
			return
		}
	}
	for {
		all[j].spent = true
		add(number)
		if j < 2 || all[j].first || all[j-1].low != "и" || !all[j-2].digit || all[j-2].spent {
			return
		}
		if number, _ = numberOf(all[j-2].low); number == "" {
			return
		}
		j -= 2
	}
}

// behind reads the numbers after a noun: «школа № 5», «автобусы 25 и 31».
func behind(all []token, i int, k objectKind, add func(string)) {
	j, signed := i+1, false
	for j < len(all) && j < i+3 && betweens[all[j].low] && !all[j].first {
		signed = signed || strings.HasPrefix(all[j].low, "номер")
		j++
	}
	for first := true; j < len(all); first = false {
		t := &all[j]
		signed = signed || t.signed
		if !t.digit || t.first || t.spent || k.signed && !signed {
			return
		}
		number, _ := numberOf(t.low)
		if number == "" || !signed && j+1 < len(all) && !all[j+1].first && counted[all[j+1].low] {
			return
		}
		if !first && j+1 < len(all) && !all[j+1].first && !t.signed { // «школа 5, 25 автобус»: the next noun's
			if _, other := objectOf(all[j+1].low); other {
				return
			}
		}
		t.spent = true
		add(number)
		if j++; j < len(all) && all[j].low == "и" {
			j++
		}
	}
}

// numberOf is a number in its plain form: «25-й» and «025» are «25», «25а» is itself; "" is none. counts is false for an
// ordinal, which counts nothing.
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
	switch rest {
	case "й", "я", "е", "м", "х", "ю", "го", "му", "ый", "ой", "ая", "ое", "ом", "ую", "ей", "ий", "ого", "ому":
		return digits, false
	}
	if len(rest) == 2 { // one Russian letter
		return digits + rest, true
	}
	return "", false
}

// Forms in which a noun follows a number that counts: «5 школ», and «3 школы» unless a word before asks for this case.
var (
	ofMany = set("школ больниц поликлиник гимназий лицеев садов садиков детсадов автобусов троллейбусов трамваев маршрутов маршруток")
	ofFew  = set("школы больницы поликлиники гимназии лицея сада садика детсада автобуса троллейбуса трамвая маршрута маршрутки")
	asking = set("у возле около из от до для напротив без вокруг директор территория двор")
)

// counting: the number before a noun says how many there are, not which.
func counting(all []token, j int, noun string) bool {
	if ofMany[noun] {
		return true
	}
	number := all[j].low
	return (number == "2" || number == "3" || number == "4") && ofFew[noun] && (j == 0 || !asking[all[j-1].low])
}

var ordinals = map[string]int{"перв": 1, "втор": 2, "трет": 3, "треть": 3, "четверт": 4, "пят": 5, "шест": 6, "седьм": 7, "восьм": 8, "девят": 9, "десят": 10, "одиннадцат": 11, "двенадцат": 12,
	"тринадцат": 13, "четырнадцат": 14, "пятнадцат": 15, "шестнадцат": 16, "семнадцат": 17, "восемнадцат": 18, "девятнадцат": 19, "двадцат": 20, "тридцат": 30, "сороков": 40,
	"пятидесят": 50, "шестидесят": 60, "семидесят": 70, "восьмидесят": 80, "девяност": 90, "сот": 100}

var tens = map[string]int{"двадцать": 20, "тридцать": 30, "сорок": 40, "пятьдесят": 50, "шестьдесят": 60, "семьдесят": 70, "восемьдесят": 80, "девяносто": 90, "сто": 100, "двести": 200}

var ordinalEndings = set("ый ой ий ая я ое ого его ому ему ую ю ом ем ым им ей")

// ordinal is the number that words up to the j-th say, and where they begin: «сто двадцать пятой» is «125».
func ordinal(all []token, j int) (number string, from int) {
	low, n := all[j].low, 0
	for letters := 1; letters <= 3 && 2*letters < len(low); letters++ {
		cut := len(low) - 2*letters
		if v := ordinals[low[:cut]]; v > 0 && ordinalEndings[low[cut:]] {
			n = v
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
