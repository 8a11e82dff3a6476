package place

import (
	"strings"
	"unicode/utf8"

	"otklik/internal/text/wordlist"
)

// longestName is how many words a street's name has at most.
const longestName = 4

// name reads a street's name from i on, and where it ends. kind is empty where no word for a street stands before it.
func (f *Finder) name(ws words, i int, kind string) (name string, to int) {
	if !mayBeName(ws, i, kind) {
		return "", 0
	}
	if low := ws[i].low; low == "им" || low == "имени" {
		i++
	}
	if i >= len(ws) {
		return "", 0
	}
	var parts []string
	if ws[i].digit {
		next := ws.at(i + 1)
		switch {
		case next.is(dated):
			return datedName(ws, i, kind)
		case !strings.Contains(ws[i].low, "-") || !next.cap && (kind == "" || i+1 >= len(ws)) || next.digit:
			return "", 0
		}
		parts = append(parts, ws[i].orig) // 1-я Садовая
		i++
	}
	if !ws[i].cap {
		return f.smallLetters(ws, i, kind, parts)
	}
	return f.capitals(ws, i, kind, parts)
}

func mayBeName(ws words, i int, kind string) bool {
	if i >= len(ws) || ws[i].name {
		return false
	}
	before := ws.at(i - 1)
	switch {
	case ws[i].gap != '.':
		return true
	case kind == "":
		return !before.used
	}
	return before.point && length(before.low) <= longestShortKind
}

// longestShortKind is how many letters a short word for a street has at most: «просп.».
const longestShortKind = 5

// datedName reads «8 Марта», «50 лет Октября».
func datedName(ws words, i int, kind string) (name string, to int) {
	name, to = ws[i].orig+" "+ws[i+1].orig, i+2
	if low := ws[i+1].low; low == "лет" || strings.HasPrefix(low, "летия") {
		if to >= len(ws) || !ws[to].cap && kind == "" {
			return "", 0
		}
		name, to = name+" "+ws[to].orig, to+1
	}
	return name, to
}

// smallLetters reads a name that is not written with a capital, behind a word for a street or before a number.
func (f *Finder) smallLetters(ws words, i int, kind string, parts []string) (name string, to int) {
	w, next := &ws[i], ws.at(i+1)
	switch kind {
	case "":
		if !next.digit || next.gap != ' ' {
			return "", 0
		}
		return f.finish([]string{title(w.orig)}, kind), i + 1
	case "площадь", "аллея", "проезд", "тупик": // often a common noun: «площадь дома»
		return "", 0
	}
	if !streetForm(w.low) || !f.streets[streetStem(w.low)] && !f.strong(ws, i) {
		return "", 0
	}
	parts = append(parts, title(w.orig))
	i++
	if next.gap == ' ' && !next.digit && w.is(firstName) {
		parts = append(parts, title(next.orig))
		i++
	}
	return f.finish(parts, kind), i
}

// strong: a full stop before the word at i, as «ул.» has, or a house's number behind it makes a name of it.
func (f *Finder) strong(ws words, i int) bool {
	next := ws.at(i + 1)
	return letters(ws[i].low) >= 4 && (ws[max(0, i-1)].point || next.digit && len(next.low) <= longestHouse)
}

// longestHouse is how many bytes the number of a house has at most where nothing else tells that it is one.
const longestHouse = len("123/45-6")

// capitals reads a name that is written with a capital.
func (f *Finder) capitals(ws words, i int, kind string, parts []string) (name string, to int) {
	if streetKind(ws, i) != "" && length(ws[i].low) > 2 {
		return "", 0
	}
	parts = append(parts, proper(ws[i].orig))
	initial := length(ws[i].low) == 1
	for i++; len(parts) < longestName && goesOn(ws, i, kind, initial); i++ {
		parts = append(parts, proper(ws[i].orig))
		initial = length(ws[i].low) == 1
	}
	if initial && len(parts) == 1 {
		return "", 0
	}
	if len(parts) > 1 && length(parts[0]) == 1 { // К. Маркса
		parts[0] += "."
	}
	return f.finish(parts, kind), i
}

// goesOn reports whether the word at i goes on a name that the word before it began.
func goesOn(ws words, i int, kind string, initial bool) bool {
	w, before := ws.at(i), &ws[i-1]
	linked := w.gap == ' ' || w.gap == '-' || initial && before.point
	if !w.cap || w.digit || w.name || !linked || streetKind(ws, i) != "" {
		return false
	}
	if initial {
		return true
	}
	return length(w.low) > 1 &&
		(before.is(firstName) || kind != "" && adjectiveLike(before.low) && !townish(w.low))
}

// townish: a word that cannot go on a street's name.
func townish(low string) bool {
	return wordlist.Endings{"ск", "ске", "ска"}.End(low) || wordlist.Beginnings{"район", "город"}.Begin(low)
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
		return string(r-('а'-'А')) + s[size:]
	}
	return s
}

// proper turns capitals into a name: ЛЕНИНА → Ленина. Short ones stay: БАМ.
func proper(s string) string {
	if length(s) > 3 && strings.ToUpper(s) == s {
		return title(strings.ToLower(s))
	}
	return s
}

// genders are those of the adjectives that streets have: улица has «Садовая», тракт «Уральский».
var genders = map[string]byte{"улица": 'f', "площадь": 'f', "аллея": 'f', "набережная": 'f', "шоссе": 'n'}

// Endings of adjectives in names of streets.
var (
	feminineObjects = wordlist.Endings{"ой", "ую"} // «на Заречной», «через Заречную»
	feminineStems   = wordlist.Endings{"ск", "цк", "н", "т"}
	feminineEndings = wordlist.Endings{"ая", "ую", "яя"}
	masculineCases  = wordlist.Endings{"ого", "его", "ому", "ему", "ых", "их"}
	adjectiveStems  = wordlist.Endings{"ск", "цк", "н", "ов", "ев", "т", "ш"}
	streetForms     = wordlist.Endings{
		"а", "я", "ой", "ей", "ую", "ого", "его", "их", "ых", "ов", "ев", "ы", "и", "ко",
	}
	manyEndings = wordlist.Endings{
		"цев", "ников", "стов", "телей", "иных", "овых", "нтов", "торов", "логов", "навтов",
	}
)

// feminine turns «Заречной» into «Заречная»; names of persons stay in the genitive.
func feminine(name, kind string) string {
	low := lower(name)
	if kind != "" && genders[kind] != 'f' || kind == "аллея" || surnames[low] {
		return name
	}
	if stem, ok := feminineObjects.Cut(low); ok && letters(stem) >= 3 {
		plain := strings.HasSuffix(low, "ую") || feminineStems.End(stem) && !strings.HasSuffix(stem, "ин")
		if plain || woody[stem] {
			return name[:len(name)-len("ой")] + "ая"
		}
	}
	if stem, ok := strings.CutSuffix(low, "нюю"); ok && letters(stem) >= 2 {
		return name[:len(name)-len("юю")] + "яя"
	}
	return name
}

// agreeing puts an adjective before its street: Комсомольском проспекте → Комсомольский проспект.
func agreeing(orig, kind string) string {
	name := proper(orig)
	if stem, ok := adjectiveStem(lower(orig)); ok {
		name = title(name[:min(len(name), len(stem))]) + agreed(stem, kind)
	}
	return name + " " + kind
}

func agreed(stem, kind string) (ending string) {
	switch genders[kind] {
	case 'f':
		return "ая"
	case 'n':
		return "ое"
	}
	if strings.HasSuffix(stem, "к") || strings.HasSuffix(stem, "г") {
		return "ий"
	}
	return "ый"
}

// agrees: a masculine street has a masculine adjective, a feminine one a feminine.
func agrees(adjective, kind string) bool {
	feminine, oblique := feminineEndings.End(adjective), strings.HasSuffix(adjective, "ой")
	switch kind {
	case "улица", "площадь", "аллея":
		return feminine || oblique
	case "шоссе":
		return !feminine && !oblique
	}
	return !feminine
}

func adjectiveLike(low string) bool {
	stem, ok := adjectiveStem(low)
	return ok && adjectiveStems.End(stem)
}

// masculine: an adjective of a masculine or neuter noun, or of several, in an oblique case.
func masculine(low string) bool { return masculineCases.End(low) && adjectiveLike(low) }

// streetForm reports an ending that names of streets have: the genitive or a feminine adjective.
func streetForm(low string) bool { return streetForms.End(low) }

// ofMany: «Строителей», «Нефтяников», «Молодогвардейцев», «Славиных»: named after many, as streets are.
func ofMany(low string) bool { return manyEndings.End(low) && length(low) > 6 }
