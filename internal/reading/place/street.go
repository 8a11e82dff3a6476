package place

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/russian"
)

// street is a street found in a text.
type street struct {
	name, house string
}

// streetKinds are the words for a street and their ways of writing.
var streetKinds = map[string]string{
	"ул": "улица", "улица": "улица", "улицы": "улица", "улице": "улица", "улицу": "улица", "улицей": "улица", "улиц": "улица", "улицам": "улица", "улицах": "улица",
	"пр": "проспект", "пр-т": "проспект", "пр-кт": "проспект", "пр-те": "проспект", "пр-ту": "проспект", "просп": "проспект", "проспект": "проспект", "проспекта": "проспект", "проспекту": "проспект", "проспекте": "проспект", "проспектом": "проспект", "проспектов": "проспект",
	"пер": "переулок", "переулок": "переулок", "переулка": "переулок", "переулку": "переулок", "переулке": "переулок",
	"б-р": "бульвар", "бул": "бульвар", "бульвар": "бульвар", "бульвара": "бульвар", "бульвару": "бульвар", "бульваре": "бульвар",
	"наб": "набережная", "ш": "шоссе", "шоссе": "шоссе", "пл": "площадь", "площадь": "площадь", "площади": "площадь",
	"проезд": "проезд", "проезда": "проезд", "проезде": "проезд", "проезду": "проезд", "пр-д": "проезд",
	"тракт": "тракт", "тракта": "тракт", "тракту": "тракт", "тракте": "тракт", "тупик": "тупик", "аллея": "аллея", "аллее": "аллея", "аллеи": "аллея",
}

// longestKind is the length of the longest of streetKinds, in bytes.
const longestKind = len("проспектов")

// streetKind is the kind that the word names; empty where it is none. Short forms need a full stop or a capital after them.
func streetKind(words []word, i int) string {
	w := &words[i]
	if len(w.low) > longestKind {
		return ""
	}
	kind := streetKinds[w.low]
	if kind != "" && len(w.low) <= len("пер") && !w.point {
		next := i+1 < len(words) && (words[i+1].cap || words[i+1].digit)
		if !next && w.low != "ул" || w.low == "ш" {
			return ""
		}
	}
	return kind
}

// stem is a word's stem by the Snowball rules for Russian.
func stem(low string) string {
	if len(low) < 6 || len(low) > 96 {
		return low
	}
	env := snowballstem.NewEnv(low)
	russian.Stem(env)
	return env.Current()
}

func streetStem(low string) string {
	parts := strings.Fields(low)
	for i, p := range parts {
		s := stem(p)
		if cut, ok := strings.CutSuffix(s, "ов"); ok && len(cut) >= 6 { // Садовой and Садовая
			s = cut
		}
		parts[i] = s
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
	if strings.Contains(name, " / ") {
		slices.Sort(keep)
	}
	return strings.Join(keep, " ")
}

// streetsOf finds every street of a text and marks its words as used. The first with a house comes first.
func (f *Finder) streetsOf(words []word) []street {
	var out []street
	number := 0 // the next number
	for i := 0; i < len(words); i++ {
		if words[i].used || words[i].name {
			continue
		}
		for number < len(words) && (number <= i || !words[number].digit) {
			number++
		}
		from, to, name := f.streetAt(words, i)
		if name == "" && number <= i+3 && small(words, i, number) {
			from = i
			name, to = f.smallName(words, i)
		}
		if name == "" {
			continue
		}
		for to < len(words) && words[to].low == "и" && to+1 < len(words) && crossing(words, from) {
			next := to + 1
			if streetKind(words, next) != "" && next+1 < len(words) {
				next++
			}
			second, end := f.name(words, next, "")
			if second == "" {
				break
			}
			both := []string{plainName(name), second}
			slices.Sort(both)
			name, to = strings.Join(both, " / "), end
		}
		s := street{name: name}
		var end int
		s.house, end = houseAfter(words, to)
		if s.house == "" {
			s.house = houseBefore(words, from)
		}
		for k := from; k < max(to, end); k++ {
			words[k].used = true
		}
		out = append(out, s)
		i = max(to, end) - 1
	}
	for i, s := range out {
		if s.house != "" && i > 0 && out[0].house == "" {
			out[0], out[i] = out[i], out[0]
			break
		}
	}
	return out
}

func plainName(name string) string {
	first, rest, ok := strings.Cut(name, " ")
	if ok && streetKinds[first] != "" {
		return rest
	}
	return name
}

func crossing(words []word, from int) bool {
	for k := max(0, from-3); k <= from; k++ {
		low := words[k].low
		if strings.HasPrefix(low, "перекр") || strings.HasPrefix(low, "пересеч") || low == "угол" || low == "углу" || low == "улиц" || low == "проспектов" || strings.HasPrefix(low, "между") {
			return true
		}
	}
	return false
}

// streetAt finds a street whose words begin at i.
func (f *Finder) streetAt(words []word, i int) (from, to int, name string) {
	w := &words[i]
	if kind := streetKind(words, i); kind != "" {
		if i > 0 && words[i-1].low == "метро" && w.gap != '.' {
			return // a station, «метро Площадь Ленина»
		}
		if i+1 < len(words) && words[i+1].gap == '.' && len(w.low) >= len(kind)-len("а") {
			return // «ждём на улице. Сделайте что-нибудь»: a kind written out ends its sentence, «ул.» does not
		}
		if i+2 < len(words) && kind == "улица" && words[i+1].cap && words[i+1].gap == ' ' && adjectiveLike(words[i+1].low) && words[i+2].gap == ' ' { // улицу Батумское шоссе
			if own := streetKind(words, i+2); own != "" && own != kind && agrees(words[i+1].low, words[i+2].low, own) {
				return i, i + 3, agreeing(words[i+1].orig, own)
			}
		}
		if name, to := f.name(words, i+1, kind); name != "" {
			return i, to, kind + " " + name
		}
		return
	}
	if w.digit || !w.cap && !adjectiveLike(w.low) && !f.usual(words, i) {
		if !w.digit || i+2 >= len(words) || !dateStreet(words, i) {
			return
		}
		if n, end := f.name(words, i, ""); n != "" { // 8 Марта 5
			if h, _ := houseAfter(words, end); h != "" && words[end].gap != '.' && !yearsOld(words, i) {
				return i, end, n
			}
		}
		return
	}
	if i+1 < len(words) && words[i+1].gap != '.' && words[i+1].gap != ',' && adjectiveLike(w.low) { // Комсомольском проспекте
		if kind := streetKind(words, i+1); kind != "" && (w.cap || kind == "тракт" || kind == "шоссе") && agrees(w.low, words[i+1].low, kind) && !f.settles(words, i) {
			return i, i + 2, agreeing(w.orig, kind)
		}
	}
	if !w.cap && !f.usual(words, i) {
		return
	}
	ahead := false // a number or a second street within reach of the longest name
	for k := i + 1; k < len(words) && k <= i+5 && !ahead; k++ {
		ahead = words[k].digit || words[k].low == "и"
	}
	if !ahead && !(i > 0 && len(words[i-1].low) <= len("на")) && !(i > 0 && strings.HasPrefix(words[i-1].low, "пере")) && !(i > 0 && (words[i-1].low == "угол" || words[i-1].low == "углу")) {
		return
	}
	name, end := f.name(words, i, "")
	if name == "" {
		return
	}
	last := words[end-1].low
	if h, _ := houseAfter(words, end); h != "" && words[end].gap != '.' && words[end].gap != 'N' && words[end].gap != '#' && (f.streets[streetStem(last)] || streetForm(last) && !notStreet(words, i, end)) {
		return i, end, name
	}
	if end+1 < len(words) && words[end].low == "и" && words[end+1].cap && end == i+1 && genitivePlural(last) &&
		(crossing(words, i) || end+2 < len(words) && (strings.HasPrefix(words[end+2].low, "перекр") || strings.HasPrefix(words[end+2].low, "пересеч"))) {
		second, behind := f.name(words, end+1, "")
		if second != "" {
			both := []string{name, second}
			slices.Sort(both)
			return i, behind, strings.Join(both, " / ")
		}
	}
	if end < len(words) && words[end].cap && words[end].gap == ' ' && masculine(last) && streetKind(words, end) == "" {
		return 0, 0, "" // «с Зелёного Лога»: the adjective goes with the noun behind it
	}
	if i > 0 && (f.streets[streetStem(last)] && streetForm(last) || w.gap == ' ' && genitivePlural(last)) {
		switch words[i-1].low {
		case "на", "по", "с", "со", "угол", "углу", "перекресток", "перекрестке", "перекрестка", "пересечение", "пересечении":
			if !follows(words, end, "области", "районе", "районом", "площади", "заводе", "кладбище", "рынке", "озере", "городке", "город", "поселке", "школе", "больнице", "поликлинике") {
				return i, end, name
			}
		}
	}
	return 0, 0, ""
}

// genitivePlural: «Строителей», «Нефтяников», «Молодогвардейцев», «Славиных»: named after many, as streets are.
func genitivePlural(low string) bool {
	for _, ending := range [...]string{"цев", "ников", "стов", "телей", "иных", "овых", "нтов", "торов", "логов", "навтов"} {
		if strings.HasSuffix(low, ending) && len(low) > 12 {
			return true
		}
	}
	return false
}

// masculine: an adjective of a masculine or neuter noun, or of several, in an oblique case.
func masculine(low string) bool {
	for _, ending := range [...]string{"ого", "его", "ому", "ему", "ых", "их"} {
		if strings.HasSuffix(low, ending) {
			return adjectiveLike(low)
		}
	}
	return false
}

// settles: the adjective at i is a settlement's name, not the street's: the word for one stands before it, or it is known
// as one and a street with a name of its own follows: «ст. Динская ул. Красная», «Динская ул. Красная».
func (f *Finder) settles(words []word, i int) bool {
	if i > 0 && villageNouns[words[i-1].low] && words[i].cap {
		short := utf8.RuneCountInString(words[i-1].low) <= len("ст")/2+1
		if words[i-1].point && short || !short && words[i].gap == ' ' {
			return true
		}
	}
	for _, x := range f.forms[words[i].low] {
		if x.rest == "" && x.e.home && f.region && (x.e.kind == kindCentre || x.e.kind == kindTown) && adjectiveLike(lower(x.e.name)) && i+2 < len(words) && words[i+2].cap && (words[i+2].gap == ' ' || words[i+1].point) {
			name, _ := f.name(words, i+2, streetKind(words, i+1))
			return name != ""
		}
	}
	return false
}

// usual: after на or по stands a street that most towns have, written small: «на гагарина».
func (f *Finder) usual(words []word, i int) bool {
	return i > 0 && (words[i-1].low == "на" || words[i-1].low == "по") && streetForm(words[i].low) && f.streets[streetStem(words[i].low)]
}

func follows(words []word, i int, any ...string) bool {
	return i < len(words) && slices.Contains(any, words[i].low)
}

// yearsOld: «8 Марта 2020» is a date.
func yearsOld(words []word, i int) bool {
	return i+2 < len(words) && len(words[i+2].low) == 4 && words[i+2].digit && !strings.ContainsAny(words[i+2].low, "/-")
}

func dateStreet(words []word, i int) bool {
	next := &words[i+1]
	switch next.low {
	case "марта", "мая", "октября", "января", "июля", "августа", "ноября":
		return next.cap
	case "лет":
		return words[i+2].cap
	}
	return false
}

// name reads a street's name from i on: one to three words. kind is empty where no word for a street stands before it.
func (f *Finder) name(words []word, i int, kind string) (name string, to int) {
	if i >= len(words) || words[i].gap == '.' && kind == "" && i > 0 && words[i-1].used || words[i].name {
		return "", 0
	}
	if kind != "" && words[i].gap == '.' && !(words[i-1].point && len(words[i-1].low) <= len("просп")) {
		return "", 0
	}
	if words[i].low == "им" || words[i].low == "имени" {
		i++
		if i >= len(words) {
			return "", 0
		}
	}
	w := &words[i]
	var parts []string
	if w.digit {
		switch {
		case i+1 < len(words) && dateStreetLoose(words, i):
			parts = append(parts, w.orig, words[i+1].orig)
			i += 2
			if words[i-1].low == "лет" || strings.HasPrefix(words[i-1].low, "летия") {
				if i >= len(words) || !(words[i].cap || kind != "") {
					return "", 0
				}
				parts = append(parts, words[i].orig)
				i++
			}
			return strings.Join(parts, " "), i
		case strings.ContainsAny(w.low, "-") && i+1 < len(words) && (words[i+1].cap || kind != "") && !words[i+1].digit:
			parts = append(parts, w.orig)
			i++
			w = &words[i]
		default:
			return "", 0
		}
	}
	if !w.cap {
		if kind == "" && i+1 < len(words) && words[i+1].digit && words[i+1].gap == ' ' {
			return f.finish([]string{title(w.orig)}, kind), i + 1
		}
		if kind == "" || kind == "площадь" || kind == "аллея" || kind == "проезд" || kind == "тупик" {
			return "", 0
		}
		if !f.streets[streetStem(w.low)] || !streetForm(w.low) {
			strong := words[max(0, i-1)].point || i+1 < len(words) && words[i+1].digit && len(words[i+1].low) <= 8
			if !strong || !streetForm(w.low) || len(w.low) < 8 {
				return "", 0
			}
		}
		parts = append(parts, title(w.orig))
		i++
		if i < len(words) && words[i].gap == ' ' && kind != "" && firstNames[w.low] && !words[i].digit {
			parts = append(parts, title(words[i].orig))
			i++
		}
		return f.finish(parts, kind), i
	}
	if streetKind(words, i) != "" && len(w.low) > 4 {
		return "", 0
	}
	parts = append(parts, proper(w.orig))
	i++
	initial := utf8.RuneCountInString(w.low) == 1
	for i < len(words) && len(parts) < 4 {
		n := &words[i]
		link := n.gap == ' ' || n.gap == '-' || initial && words[i-1].point
		if n.digit || !n.cap || !link || n.name || streetKind(words, i) != "" {
			break
		}
		short := utf8.RuneCountInString(n.low) == 1
		if !(initial || firstNames[words[i-1].low] || adjectiveLike(words[i-1].low) && kind != "" && !townish(n.low)) || short && !initial {
			break
		}
		parts = append(parts, proper(n.orig))
		i++
		initial = short
	}
	if initial && len(parts) == 1 {
		return "", 0
	}
	if len(parts) > 1 && utf8.RuneCountInString(parts[0]) == 1 { // К. Маркса
		parts[0] += "."
	}
	return f.finish(parts, kind), i
}

func dateStreetLoose(words []word, i int) bool {
	switch words[i+1].low {
	case "марта", "мая", "октября", "января", "июля", "августа", "ноября", "лет", "летия", "партсъезда", "съезда", "пятилетки":
		return true
	}
	return false
}

// townish: a word that cannot go on a street's name.
func townish(low string) bool {
	return strings.HasSuffix(low, "ск") || strings.HasSuffix(low, "ске") || strings.HasSuffix(low, "ска") || strings.HasPrefix(low, "район") || strings.HasPrefix(low, "город")
}

func (f *Finder) finish(parts []string, kind string) string {
	last := len(parts) - 1
	if last == 0 || last == 1 && strings.ContainsAny(parts[0], "0123456789") {
		parts[last] = feminine(parts[last], kind)
	}
	return strings.Join(parts, " ")
}

func title(s string) string {
	r, size := utf8.DecodeRuneInString(s)
	if r >= 'а' && r <= 'я' {
		return string(r-32) + s[size:]
	}
	return s
}

// proper turns capitals into a name: ЛЕНИНА → Ленина. Short ones stay: БАМ.
func proper(s string) string {
	if utf8.RuneCountInString(s) > 3 && strings.ToUpper(s) == s {
		return title(strings.ToLower(s))
	}
	return s
}
