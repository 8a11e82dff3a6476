package place

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// located: a name that is also a word or surname counts after a preposition only in the case the preposition asks for;
// an instrumental or dative would be a person's.
func located(preposition string, x form, low string) bool {
	nominative := lower(x.e.name)
	switch preposition {
	case "в", "во":
		return low == nominative || strings.HasSuffix(low, "е") || strings.HasSuffix(low, "и") || strings.HasSuffix(low, "ом") || strings.HasSuffix(low, "ах") || strings.HasSuffix(low, "у") || strings.HasSuffix(low, "ой")
	case "из", "до", "под", "близ":
		return low != nominative || strings.HasSuffix(low, "о")
	}
	return false
}

func preposition(low string) bool {
	switch low {
	case "в", "во", "из", "до", "под", "близ":
		return true
	}
	return false
}

// personal: the writer says that the place is their own.
func (r *reading) personal(i int) bool {
	for k := i - 1; k >= 0 && k >= i-4; k-- {
		switch r.words[k].low {
		case "живу", "живем", "проживаю", "проживаем", "нас", "наш", "нашем", "нашего", "нашему", "нашей", "наша", "жители", "жителей", "житель", "жительница", "жителям", "пишу", "пишем", "мы":
			return true
		}
		if r.words[k+1].gap == '.' {
			return false
		}
	}
	return false
}

// elsewhere: the place is compared with, left, or visited by somebody.
func (r *reading) elsewhere(i int) bool {
	for k := i - 1; k >= 0 && k >= i-4; k-- {
		switch r.words[k].low {
		case "как", "ехали", "ездили", "ездил", "посетили", "посетил", "побывали", "побывал", "были", "был", "летел", "прилетел", "прилетели", "соседнем", "соседний", "переехал", "переехали", "переехать", "уехать", "уехал", "уехали", "вернулся", "отличие", "чем", "опыт", "километрах", "км", "родом", "гостевой", "отдыхали", "отдыхал", "отдыхала", "отпуск", "отпуске":
			return true
		}
		if r.words[k+1].gap == '.' {
			return false
		}
	}
	return false
}

func patronymic(low string) bool {
	for _, ending := range [...]string{"вич", "вича", "вичу", "вичем", "виче", "вна", "вны", "вне", "вну", "вной", "ична", "ичны"} {
		if strings.HasSuffix(low, ending) && len(low) > 12 {
			return true
		}
	}
	return false
}

// head: the name stands alone at the beginning of a sentence, as one says where before saying what: «Клин, света нет»,
// «Руза. Ямы», «Московская область, Руза: ямы»; or a street goes on from it: «Миасс улица Ленина».
func (r *reading) head(x form, i, n int) bool {
	w, end := &r.words[i], i+n
	if !w.cap || !(i == 0 || w.gap == '.' || w.gap == ',' && regionWord(r.words[i-1].low)) || w.low != first(lower(x.e.name)) {
		return false
	}
	if end >= len(r.words) || r.words[end].gap == '.' {
		return true
	}
	next := &r.words[end]
	switch next.gap {
	case ',', '-':
		return !next.digit && !vocative(next.low)
	}
	return r.streetBehind(end)
}

func first(low string) string {
	low, _, _ = strings.Cut(low, " ")
	return low
}

func regionWord(low string) bool {
	return strings.HasPrefix(low, "област") || slices.Contains([]string{"обл", "край", "республика", "россия", "татарстан"}, low)
}

// vocative: what follows a name with which somebody is spoken to or quoted, not a place.
func vocative(low string) bool {
	return slices.Contains([]string{"вы", "вас", "вам", "ты", "тебя", "тебе", "твой", "твоя", "ваш", "ваша", "спасибо", "как", "который", "он", "его", "ему"}, low)
}

// streetBehind: the words from i on are a street, or a comma or the word for a street goes before it.
func (r *reading) streetBehind(i int) bool {
	if i >= len(r.words) || !r.words[i].used {
		return false
	}
	return r.words[i].gap == ',' || streetKind(r.words, i) != "" && (r.words[i].gap == ' ' || r.words[i].gap == '-')
}

// beforeStreet: a town goes before the word for a street, not an adjective of its name: «Миасс улица Кирова», not «Волжский проезд».
func (r *reading) beforeStreet(x form, i, n int) bool {
	w, next := &r.words[i], &r.words[i+n]
	if r.streetBehind(i + n) {
		return true
	}
	if x.e.needsCue || adjectiveLike(w.low) && agrees(w.low, next.low, streetKinds[next.low]) {
		return false
	}
	return w.low == first(lower(x.e.name)) || preposition(r.prev(i, 1)) && x.loc
}

// water: a river or lake of the name that follows.
func water(low string) bool {
	switch low {
	case "река", "реки", "реке", "реку", "рекой", "речка", "речки", "речке", "речку", "озеро", "озера", "озере", "пруд", "пруда", "водохранилище":
		return true
	}
	return strings.HasPrefix(low, "русл") || strings.HasPrefix(low, "берег")
}

// surnamed: the form of a name in -ово or -ино that is a surname in the genitive, as streets have it: «Бажова».
func surnamed(name, low string) bool {
	if !strings.HasSuffix(low, "а") {
		return false
	}
	for _, ending := range [...]string{"ово", "ево", "ино", "ёво"} {
		if strings.HasSuffix(name, ending) {
			return true
		}
	}
	return false
}

// centre: the centre of a district is meant. Unlike towns, most of these names need a place in the sentence that tells.
func (r *reading) centre(x form, i, n int, cue, head bool) bool {
	w, before := &r.words[i], r.prev(i, 1)
	if cue {
		return true
	}
	if r.elsewhere(i) && !r.personal(i) { // «отдыхали в Варне»
		return false
	}
	adjective := n == 1 && (adjectiveLike(w.low) || strings.HasSuffix(w.low, "ое"))
	if head && !x.e.needsCue {
		return true
	}
	if preposition(before) && w.gap == ' ' && located(before, x, r.words[i+n-1].low) {
		return (w.cap || !adjective && !x.e.needsCue && n == 1) && !(adjective && r.nounBehind(i+1, before))
	}
	return w.cap && !adjective && !x.e.needsCue && (r.personal(i) || r.streetBehind(i+n))
}

// nounBehind: a noun that the adjective before it could belong to, in the case that the preposition asks for: «в
// Первомайском парке», «из Динской школы»; not «в Динской вода», «в Динской не чистят».
func (r *reading) nounBehind(i int, preposition string) bool {
	if i >= len(r.words) || r.words[i].gap != ' ' || r.words[i].digit {
		return false
	}
	next := &r.words[i]
	if next.cap || utf8.RuneCountInString(next.low) <= 3 {
		return next.cap
	}
	switch next.low {
	case "тоже", "даже", "вообще", "очень", "опять", "уже", "нигде", "почему", "больше", "хуже", "снова":
		return false
	}
	endings := [...]string{"е", "у", "ю", "ии", "сти", "ади", "ной", "кой", "ном", "ком"}
	if preposition != "в" && preposition != "во" {
		endings = [...]string{"а", "я", "ы", "и", "сти", "ади", "ной", "кой", "ного", "кого"}
	} else {
		for _, ending := range [...]string{"ое", "ие", "ые", "ее"} {
			if strings.HasSuffix(next.low, ending) {
				return false
			}
		}
	}
	for _, ending := range endings {
		if strings.HasSuffix(next.low, ending) {
			return true
		}
	}
	return false
}
