package place

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// villageNouns stand before the name of a settlement; short forms need a full stop or, as «ст», a capital after them.
var villageNouns = map[string]bool{"с": true, "село": true, "селе": true, "села": true, "селу": true, "дер": true, "деревня": true, "деревне": true, "деревни": true, "деревню": true, "деревней": true, "деревнях": true,
	"д": true, "п": true, "пос": true, "поселок": true, "поселке": true, "поселка": true, "поселку": true, "поселком": true, "пгт": true, "рп": true, "ст": true, "ст-ца": true, "станица": true, "станице": true, "станицы": true,
	"станция": true, "станции": true, "станцию": true, "аул": true, "ауле": true, "аула": true, "хутор": true, "хуторе": true, "хутора": true, "х": true, "кишлак": true, "разъезд": true, "селение": true, "селении": true, "сельцо": true, "выселок": true}

func urbanNoun(noun string) bool {
	return strings.HasPrefix(noun, "п") || noun == "рп" || strings.HasPrefix(noun, "ст") || strings.HasPrefix(noun, "раз")
}

func villageWord(words []word, i int) bool {
	if !villageNouns[words[i].low] || i+1 >= len(words) {
		return false
	}
	next := &words[i+1]
	if !next.cap || next.name || next.digit || next.gap == '.' && !words[i].point || next.gap == ',' {
		return false
	}
	if next.gap == '.' && utf8.RuneCountInString(words[i].low) > 3 && words[i].low != "ст-ца" {
		return false // the full stop of a sentence, not of a short form
	}
	if initial(words, i) {
		return false
	}
	if utf8.RuneCountInString(words[i].low) == 1 && !words[i].point {
		return words[i].low == "п" && next.gap == ' '
	}
	return true
}

// initial reports that the word at i is no «п.», «с.», «д.», «г.» or «х.» but a person's initial, «Н. П. Лыков»: a capital
// within a sentence, beside another initial, or before a surname in a form that settlements do not have.
func initial(words []word, i int) bool {
	w := &words[i]
	if !w.cap || utf8.RuneCountInString(w.low) != 1 {
		return false
	}
	lone := func(k int) bool {
		return k >= 0 && k < len(words) && words[k].cap && !words[k].digit && utf8.RuneCountInString(words[k].low) == 1
	}
	if lone(i-1) && words[i-1].point || lone(i+1) && w.point || lone(i+2) && words[i+2].gap == ' ' {
		return true
	}
	if i > 0 && w.gap != '.' && !(i+1 < len(words) && words[i+1].caps) {
		return true
	}
	if i+1 >= len(words) {
		return false
	}
	if strings.HasSuffix(words[i+1].low, "кий") && (w.low == "д" || w.low == "с") {
		return true // a village is «Троицкая» or «Троицкое»
	}
	for _, ending := range [...]string{"ов", "ев", "ин", "ын", "ова", "ева", "ина", "ына", "енко", "швили", "дзе", "ян"} {
		if strings.HasSuffix(words[i+1].low, ending) {
			return true
		}
	}
	return false
}

// village reads the settlement after the word at i. A name of a town or a neighbourhood is left to them.
func (r *reading) village(i int) bool {
	w := &r.words[i+1]
	if w.used || patronymic(w.low) || len(w.low) < 4 || streetKinds[w.low] != "" {
		return false
	}
	if begins[w.low] || i > 0 && r.words[i-1].low == "т" {
		return false
	}
	if w.low == "района" || villageNouns[w.low] && !w.cap {
		return false
	}
	for _, x := range r.f.forms[w.low] {
		ok := x.rest == "" || r.matches(x.rest, i+2) > 0
		if ok && x.e.home && (x.e.kind == kindOwn || x.e.kind == kindPart || x.e.kind == kindTown && r.f.region) {
			if x.e.kind == kindTown && !urbanNoun(r.words[i].low) {
				continue
			}
			return false
		}
	}
	if r.words[i].low == "п" && i+2 < len(r.words) && r.words[i+2].cap && (patronymic(r.words[i+2].low) || utf8.RuneCountInString(r.words[i+2].low) == 1) {
		return false
	}
	if utf8.RuneCountInString(r.words[i].low) == 1 && utf8.RuneCountInString(w.low) == 1 {
		return false
	}
	centre, taken := r.centreNamed(i + 1)
	if centre != nil {
		for k := i; k <= i+taken; k++ {
			r.words[k].used = true
		}
		r.villages = append(r.villages, village{name: centre.name, noun: r.words[i].low, whole: centre.whole, reason: "назван населённый пункт " + centre.name})
		return true
	}
	name, count := properVillage(w.orig, strings.HasPrefix(r.words[i].low, "с")), 1
	if !feminineNoun(r.words[i].low) && endsAsFeminine(w.low) {
		name = title(w.orig) // «посёлок Заводской», «в посёлке Торфяной Мыс» are no «Заводская», no «Торфяная»
	}
	if i+2 < len(r.words) {
		next := &r.words[i+2]
		adjective := adjectiveLike(w.low) || strings.HasSuffix(w.low, "ое") || strings.HasSuffix(w.low, "ая")
		if next.gap == ' ' && !next.digit && !districtWord(next.low) && !next.used && len(next.low) >= 4 && !strings.HasPrefix(next.low, "област") && !strings.HasPrefix(next.low, "сельск") && !strings.HasPrefix(next.low, "городск") && !strings.HasPrefix(next.low, "поселен") {
			_, isDistrict := r.districtAhead(i + 2)
			agreeing := adjective && (next.cap && !r.f.isTown(next.low) || slices.Contains([]string{"поле", "поля", "бор", "лог", "ключ", "ключи", "гора", "село", "поселок", "слобода", "яр", "луг", "дол", "городок"}, next.low))
			second := strings.HasSuffix(next.low, "ского") || strings.HasSuffix(next.low, "ская") && !adjective
			if !isDistrict && next.cap && !second && (agreeing || nounPair(w.low, next.low)) || agreeing && !next.cap {
				name += " " + title(next.orig)
				count = 2
			} else if !isDistrict && next.cap && strings.HasSuffix(next.low, "ский") && !adjective {
				name += " " + next.orig
				count = 2
			}
		}
	}
	for k := i; k <= i+count; k++ {
		r.words[k].used = true
	}
	r.villages = append(r.villages, village{name: name, noun: r.words[i].low, reason: "назван населённый пункт " + name})
	return true
}

// feminineNoun reports whether a noun before a settlement's name, or what it is short for, is feminine.
func feminineNoun(noun string) bool {
	return strings.HasPrefix(noun, "д") || strings.HasPrefix(noun, "ст")
}

// endsAsFeminine reports whether an adjective may be an oblique feminine, or a masculine as it stands on a sign.
func endsAsFeminine(low string) bool {
	return strings.HasSuffix(low, "ской") || strings.HasSuffix(low, "цкой") || strings.HasSuffix(low, "ной")
}

// districtAhead: the word at i is the adjective of a district that follows.
func (r *reading) districtAhead(i int) (string, bool) {
	for k := i + 1; k < len(r.words) && k <= i+3; k++ {
		if districtWord(r.words[k].low) || strings.HasPrefix(r.words[k].low, "р-") || r.words[k].low == "р" && r.words[k].point {
			return r.words[k].low, true
		}
	}
	return "", false
}

// begins are words that begin a sentence after «и т. д.» or an initial, and are no names.
var begins = map[string]bool{"мы": true, "может": true, "можно": true, "нет": true, "все": true, "это": true, "как": true, "что": true, "когда": true, "где": true, "почему": true, "прошу": true, "просим": true, "очень": true, "люди": true, "даже": true, "если": true, "вот": true, "там": true, "тут": true, "они": true, "она": true, "его": true, "здравствуйте": true, "добрый": true, "спасибо": true, "пожалуйста": true, "уважаемый": true, "уважаемая": true, "для": true, "или": true, "также": true, "теперь": true, "сейчас": true, "дороги": true, "жители": true, "на": true, "в": true, "но": true, "по": true, "у": true, "не": true, "и": true, "а": true}

// council understands a settlement without a word before it, by its council's name: «в Муслюмово», «Аргаяш», «в Красном Поле».
func (r *reading) council(i int) {
	w := &r.words[i]
	if !r.f.region || !w.cap || len(w.low) < 10 || w.used {
		return
	}
	if _, district := r.districtAhead(i); district && adjectiveLike(w.low) {
		return
	}
	place := preposition(r.prev(i, 1)) && w.gap == ' '
	if place && i+1 < len(r.words) && r.words[i+1].gap == ' ' && !r.words[i+1].digit { // Красном Поле → краснопольское
		if s, ok := adjectiveStem(w.low); ok {
			base := s + "о" + strings.TrimRight(r.words[i+1].low, "аеиоуыяюьй")
			d := r.f.councils[base]
			if d == "" {
				d = r.f.councils[base+"ь"]
			}
			if d != "" {
				neuter := strings.HasSuffix(r.words[i+1].low, "е")
				r.villages = append(r.villages, village{name: nominative(proper(w.orig), neuter) + " " + title(r.words[i+1].orig), reason: "назван населённый пункт (" + d + " район)"})
				r.words[i+1].used = true
				return
			}
		}
	}
	if adjectiveLike(w.low) && !(place && r.alone(i)) || r.f.adjectives[w.low+"ск"] != nil {
		return
	}
	for _, base := range bases(w.low) {
		d := r.f.councils[base]
		if d == "" || len(base) < 8 {
			continue
		}
		seat := lower(d) == base+"ский" && !strings.HasSuffix(base, "ь") && base == w.low
		if place || seat && !(i > 0 && r.words[i-1].cap && w.gap == ' ') && !(i+1 < len(r.words) && r.words[i+1].cap && r.words[i+1].gap == ' ') {
			name := proper(w.orig)
			if place {
				name = properVillage(w.orig, strings.HasSuffix(w.low, "ом"))
				if name == title(w.orig) || strings.HasSuffix(w.low, "е") {
					name = inNominative(proper(w.orig), base, r.prev(i, 1))
				}
			}
			r.villages = append(r.villages, village{name: name, noun: "", reason: "назван населённый пункт " + name + " (" + d + " район)"})
			return
		}
	}
}

// inNominative undoes the case of a settlement that a council's name has told: «в Бакчаре» → «Бакчар», «в Муслюмове» →
// «Муслюмово», «в Тимофеевке» → «Тимофеевка», «из Кунашака» → «Кунашак». base is what it has in common with the council.
func inNominative(name, base, preposition string) string {
	ending := "е"
	if preposition != "в" && preposition != "во" {
		ending = "а"
	}
	stem, ok := strings.CutSuffix(name, ending)
	if !ok {
		return name
	}
	low := lower(stem)
	for _, possessive := range [...]string{"ов", "ев", "ин", "ын"} {
		if strings.HasSuffix(low, possessive) {
			return stem + "о"
		}
	}
	if ending == "е" && strings.HasSuffix(low, "к") && !endsInVowel(strings.TrimSuffix(low, "к")) || ending == "е" && low != base {
		return stem + "а"
	}
	if low != base {
		return name
	}
	return stem
}

func endsInVowel(low string) bool {
	last, _ := utf8.DecodeLastRuneInString(low)
	return strings.ContainsRune("аеиоуыэюя", last)
}

// centreNamed is the district's centre whose name stands at i, in any case, and how many words it takes.
func (r *reading) centreNamed(i int) (*entry, int) {
	for _, x := range r.f.forms[r.words[i].low] {
		if x.e.kind != kindCentre {
			continue
		}
		if x.rest == "" {
			return x.e, 1
		}
		if n := r.matches(x.rest, i+1); n > 0 {
			return x.e, 1 + n
		}
	}
	return nil, 0
}

// isTown: the word is the name of a town, whatever the case.
func (f *Finder) isTown(low string) bool {
	for _, x := range f.forms[low] {
		if x.rest == "" && x.e.kind == kindTown && !x.e.needsCue {
			return true
		}
	}
	return false
}

// nounPair: «Путь Октября», «Заветы Ильича» are one name.
func nounPair(first, second string) bool {
	for _, f := range [...]string{"путь", "пути", "заветы", "победа", "красный", "заря", "октябрь", "память", "имени", "знамя", "свет", "хутор"} {
		if first == f {
			return true
		}
	}
	return second == "октября" || second == "ильича" || second == "маркса" || second == "лог" || second == "яр"
}

// properVillage is the name as a sign has it, as far as an ending tells.
func properVillage(orig string, neuter bool) string {
	name := proper(orig)
	if nom := nominative(name, neuter); nom != name {
		return nom
	}
	low := lower(name)
	if strings.HasSuffix(low, "ке") && len(low) > 8 { // деревне Дубровке
		return name[:len(name)-len("е")] + "а"
	}
	if strings.HasSuffix(low, "ки") && len(low) > 8 && strings.HasSuffix(low, "овки") {
		return name[:len(name)-len("и")] + "а"
	}
	if strings.HasSuffix(low, "ку") && len(low) > 8 {
		return name[:len(name)-len("у")] + "а"
	}
	return name
}
