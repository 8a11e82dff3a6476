package place

import (
	"slices"
	"strings"

	"otklik/internal/text"
	"otklik/internal/text/wordlist"
)

// street is a street found in a text.
type street struct {
	name, house string
}

// streetKind is the kind that the word names; empty where it is none. Short forms need a full stop or a capital after
// them.
func streetKind(ws words, i int) string {
	w := ws.at(i)
	if !w.is(streetWord) {
		return ""
	}
	kind := streetKinds[w.low]
	if w.point || length(w.low) > longestShort {
		return kind
	}
	next := ws.at(i + 1)
	if w.low == "ш" || w.low != "ул" && !next.cap && !next.digit {
		return ""
	}
	return kind
}

func streetStem(low string) string {
	parts := strings.Fields(low)
	for i, p := range parts {
		parts[i] = text.Stem(p)
		if cut, ok := strings.CutSuffix(parts[i], "ов"); ok && letters(cut) >= 3 { // Садовой and Садовая
			parts[i] = cut
		}
	}
	return strings.Join(parts, " ")
}

// StreetKey is equal for the forms of one street's name: «улица Садовая», «Садовой», «ул. Садовая». Empty for "".
func StreetKey(name string) string {
	var keep []string
	for _, w := range strings.Fields(lower(name)) {
		if streetKinds[w] == "" && w != "/" {
			keep = append(keep, streetStem(w))
		}
	}
	if strings.Contains(name, crossingSign) {
		slices.Sort(keep)
	}
	return strings.Join(keep, " ")
}

// crossingSign parts the two streets of a crossing, which stand in the order of the alphabet.
const crossingSign = " / "

func crossingOf(one, other string) string {
	both := []string{one, other}
	slices.Sort(both)
	return strings.Join(both, crossingSign)
}

// streetsOf finds every street of a text and marks its words as used. The first with a house comes first.
func (f *Finder) streetsOf(ws words) []street {
	var out []street
	number := 0 // the next number
	for i := 0; i < len(ws); i++ {
		if ws[i].used || ws[i].name {
			continue
		}
		for number < len(ws) && (number <= i || !ws[number].digit) {
			number++
		}
		name, to := f.streetAt(ws, i)
		if name == "" && number <= i+3 && small(ws, i, number) {
			name, to = f.smallName(ws, i)
		}
		if name == "" {
			continue
		}
		name, to = f.crossed(ws, i, name, to)

		house, end := houseAfter(ws, to)
		if house == "" {
			house = houseBefore(ws, i)
		}
		out = append(out, street{name, house})
		end = max(to, end)
		ws.use(i, end)
		i = end - 1
	}
	if first := slices.IndexFunc(out, func(s street) bool { return s.house != "" }); first > 0 {
		out[0], out[first] = out[first], out[0]
	}
	return out
}

// crossed goes on from a street's name to the other streets of a crossing: «угол Мира и Ленина».
func (f *Finder) crossed(ws words, from int, name string, to int) (string, int) {
	for ws.at(to).low == "и" && to+1 < len(ws) && crossing(ws, from) {
		next := to + 1
		if streetKind(ws, next) != "" && next+1 < len(ws) {
			next++
		}
		second, end := f.name(ws, next, "")
		if second == "" {
			break
		}
		name, to = crossingOf(plainName(name), second), end
	}
	return name, to
}

func plainName(name string) string {
	first, rest, ok := strings.Cut(name, " ")
	if ok && streetKinds[first] != "" {
		return rest
	}
	return name
}

var (
	crossings = wordlist.Beginnings{"перекр", "пересеч"}
	between   = wordlist.Beginnings{"перекр", "пересеч", "между"}
)

func crossing(ws words, from int) bool {
	for k := max(0, from-3); k <= from; k++ {
		switch low := ws[k].low; low {
		case "угол", "углу", "улиц", "проспектов":
			return true
		default:
			if between.Begin(low) {
				return true
			}
		}
	}
	return false
}

// streetAt finds a street whose words begin at i, and where they end.
func (f *Finder) streetAt(ws words, i int) (name string, to int) {
	w := &ws[i]
	if kind := streetKind(ws, i); kind != "" {
		return f.afterKind(ws, i, kind)
	}
	if w.digit {
		return f.afterDate(ws, i)
	}
	if adjectiveLike(w.low) {
		if name, to := f.beforeKind(ws, i); name != "" {
			return name, to
		}
	}
	if !w.cap && !f.usual(ws, i) || !tells(ws, i) {
		return "", 0
	}
	name, to = f.name(ws, i, "")
	if name == "" {
		return "", 0
	}
	l := &lone{f: f, ws: ws, i: i, end: to, last: ws[to-1].low, name: name}
	for k := range loneRules {
		if loneRules[k].of(l) {
			return l.name, l.end
		}
	}
	return "", 0
}

// afterKind reads the name behind the word for a street at i.
func (f *Finder) afterKind(ws words, i int, kind string) (name string, to int) {
	w, next, behind := &ws[i], ws.at(i+1), ws.at(i+2)
	if ws.at(i-1).low == "метро" && w.gap != '.' {
		return "", 0 // a station, «метро Площадь Ленина»
	}
	if next.gap == '.' && length(w.low) >= length(kind)-1 {
		return "", 0 // «ждём на улице. Сделайте что-нибудь»: a kind written out ends its sentence, «ул.» does not
	}
	if kind == "улица" && next.cap && next.gap == ' ' && behind.gap == ' ' && adjectiveLike(next.low) {
		own := streetKind(ws, i+2) // улицу Батумское шоссе
		if own != "" && own != kind && agrees(next.low, own) {
			return agreeing(next.orig, own), i + 3
		}
	}
	if name, to = f.name(ws, i+1, kind); name == "" {
		return "", 0
	}
	return kind + " " + name, to
}

// afterDate reads a name that begins with a number, where a house follows: «8 Марта 5», «50 лет Октября 7».
func (f *Finder) afterDate(ws words, i int) (name string, to int) {
	next, behind := ws.at(i+1), ws.at(i+2)
	if !(next.cap && next.is(streetMonth) || behind.cap && next.low == "лет") || yearBehind(ws, i) {
		return "", 0
	}
	name, to = f.name(ws, i, "")
	if name == "" || ws.at(to).gap == '.' {
		return "", 0
	}
	if house, _ := houseAfter(ws, to); house == "" {
		return "", 0
	}
	return name, to
}

// yearBehind: «8 Марта 2020» is a date.
func yearBehind(ws words, i int) bool {
	w := ws.at(i + 2)
	return w.digit && len(w.low) == len("2020") && !strings.ContainsAny(w.low, "/-")
}

// beforeKind reads an adjective and the word for a street behind it: «на Комсомольском проспекте».
func (f *Finder) beforeKind(ws words, i int) (name string, to int) {
	w, next := &ws[i], ws.at(i+1)
	if next.gap == '.' || next.gap == ',' {
		return "", 0
	}
	kind := streetKind(ws, i+1)
	if kind == "" || !w.cap && kind != "тракт" && kind != "шоссе" || !agrees(w.low, kind) || f.settles(ws, i) {
		return "", 0
	}
	if house, _ := houseAfter(ws, i+2); kind == "проезд" && house == "" && fares.Begin(w.low) {
		return "", 0
	}
	return agreeing(w.orig, kind), i + 2
}

// fares begin what is said of a ride rather than of a street: «Льготный проезд отменили».
var fares = wordlist.Beginnings(vocabulary.Words("fares"))

// tells is a cheap look before a name's dear reading: something that makes a lone name a street's stands near it, a
// number or a second street within reach of the longest name, a preposition or a crossing before it.
func tells(ws words, i int) bool {
	for k := i + 1; k < len(ws) && k <= i+5; k++ {
		if ws[k].digit || ws[k].low == "и" {
			return true
		}
	}
	if i == 0 {
		return false
	}
	low := ws[i-1].low
	return low == "угол" || low == "углу" || strings.HasPrefix(low, "пере") || len(low) <= len("на")
}

// lone is a name without a word for a street beside it.
type lone struct {
	f      *Finder
	ws     words
	i, end int
	last   string // its last word
	name   string // empty: it is no street's
}

// loneRules say, the first that holds, whether a lone name is a street's.
var loneRules = []struct {
	name string
	of   func(l *lone) bool
}{
	{"a house stands behind it", (*lone).housed},
	{"it crosses another", (*lone).crosses},
	{"it is the adjective of the noun behind it", (*lone).adjective},
	{"«на» or the like stands before it", (*lone).located},
}

func (l *lone) housed() bool {
	switch l.ws.at(l.end).gap {
	case '.', 'N', '#':
		return false
	}
	if house, _ := houseAfter(l.ws, l.end); house == "" {
		return false
	}
	return l.f.streets[streetStem(l.last)] || streetForm(l.last) && !notStreet(l.ws, l.i, l.end)
}

// crosses: «Строителей и Мира пересечение».
func (l *lone) crosses() bool {
	if l.ws.at(l.end).low != "и" || !l.ws.at(l.end+1).cap || l.end != l.i+1 || !ofMany(l.last) ||
		!crossing(l.ws, l.i) && !crossings.Begin(l.ws.at(l.end+2).low) {
		return false
	}
	second, behind := l.f.name(l.ws, l.end+1, "")
	if second == "" {
		return false
	}
	l.name, l.end = crossingOf(l.name, second), behind
	return true
}

// adjective: «с Зелёного Лога» names no street.
func (l *lone) adjective() bool {
	next := l.ws.at(l.end)
	if !next.cap || next.gap != ' ' || !masculine(l.last) || streetKind(l.ws, l.end) != "" {
		return false
	}
	l.name, l.end = "", 0
	return true
}

func (l *lone) located() bool {
	if l.i == 0 || !l.ws[l.i-1].is(streetAfter) || l.ws.at(l.end).is(noStreet) {
		return false
	}
	return l.ws[l.i].gap == ' ' && ofMany(l.last) || streetForm(l.last) && l.f.streets[streetStem(l.last)]
}

// settles: the adjective at i is a settlement's name, not the street's: the word for one stands before it, or it is
// known as one and a street with a name of its own follows: «ст. Динская ул. Красная», «Динская ул. Красная».
func (f *Finder) settles(ws words, i int) bool {
	w, before := &ws[i], ws.at(i-1)
	if w.cap && before.is(villageNoun) {
		short := length(before.low) <= longestShort
		if short && before.point || !short && w.gap == ' ' {
			return true
		}
	}
	name := ws.at(i + 2)
	if !f.region || !name.cap || name.gap != ' ' && !ws.at(i+1).point {
		return false
	}
	for _, x := range f.forms[w.low] {
		if x.rest == "" && x.e.home && (x.e.kind == kindCentre || x.e.kind == kindTown) && adjectiveLike(x.e.low) {
			name, _ := f.name(ws, i+2, streetKind(ws, i+1))
			return name != ""
		}
	}
	return false
}

// usual: after на or по stands a street that most towns have, written small: «на гагарина».
func (f *Finder) usual(ws words, i int) bool {
	before := ws.at(i - 1).low
	return (before == "на" || before == "по") && streetForm(ws[i].low) && f.streets[streetStem(ws[i].low)]
}
