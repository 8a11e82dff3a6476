package privacy

import "strings"

// patronymic reports a patronymic in any case, also as it is spoken: Иваныч, Андреич.
func patronymic(t *token) bool {
	return t.letters >= 5 && t.letters <= 22 && t.facts&(common|nopatronymic) == 0 && patronymicEnding(t.low)
}

var (
	sonCases = [...]string{"", "а", "у", "ем", "ом", "е", "и"}
	sonEnds  = [...]string{"ович", "евич", "ильич", "кузьмич", "лукич", "фомич", "никитич", "саввич", "иваныч",
		"михалыч", "палыч", "саныч",
		"степаныч", "романыч", "семеныч", "борисыч", "сергеич", "андреич", "алексеич", "николаич", "василич", "антоныч",
		"захарыч", "федорыч", "егорыч", "макарыч", "денисыч", "тимофеич", "матвеич", "григорьич", "юрьич", "игнатьич",
		"ефимыч", "максимыч", "петрович"}
	daughterCases = [...]string{"а", "ы", "е", "у", "ой", "ою"}
	daughterEnds  = [...]string{"овн", "евн", "ичн", "инишн", "иванн", "михалн", "палн", "санн", "ишн"}
)

func patronymicEnding(low string) bool {
	for _, e := range sonCases {
		base, ok := strings.CutSuffix(low, e)
		if ok && (strings.HasSuffix(base, "ич") || strings.HasSuffix(base, "ыч")) && endsWith(base, sonEnds[:]) {
			return true
		}
	}
	for _, e := range daughterCases {
		if base, ok := strings.CutSuffix(low, e); ok && endsWith(base, daughterEnds[:]) {
			return true
		}
	}
	return false
}

func endsWith(low string, ends []string) bool {
	for _, e := range ends {
		if strings.HasSuffix(low, e) {
			return true
		}
	}
	return false
}

// familiar reports a patronymic that is used alone as a name: Иваныч.
func familiar(t *token) bool {
	for _, e := range [...]string{"", "а", "у", "ем", "е"} {
		switch base, _ := strings.CutSuffix(t.low, e); base {
		case "иваныч", "михалыч", "палыч", "саныч", "степаныч", "петрович", "романыч", "семеныч", "борисыч",
			"кузьмич", "лукич", "николаич", "сергеич", "андреич", "василич", "федорыч", "егорыч", "захарыч", "макарыч":
			return true
		}
	}
	return false
}

// surnameLike reports whether a word ends as surnames do, in any case, and is no common word.
func surnameLike(t *token) bool {
	if t.facts&familySure != 0 {
		return true
	}
	if t.letters < 4 || t.letters > 24 || t.facts&(common|unit|month|street|place|placename|relative|kin|intro) != 0 {
		return false
	}
	return surnameEnding(t.low)
}

// surnameEnding looks at the last two to six letters.
func surnameEnding(low string) bool {
	for _, e := range [...]string{"", "а", "у", "ым", "е", "ой", "ых", "ы", "ыми"} {
		if base, ok := strings.CutSuffix(low, e); ok && onBase(base) {
			return true
		}
	}
	for _, e := range [...]string{"ский", "ского", "скому", "ским", "ском", "ская", "ской", "скую", "цкий", "цкого",
		"цкому", "цким", "цкая", "цкой", "цкую", "енко", "ук", "юк", "ко", "ых", "их", "ян", "яна",
		"яну", "яном", "швили", "дзе", "нец", "вич", "вича", "вичу", "ман", "берг", "ец", "ак", "як", "ез"} {
		if strings.HasSuffix(low, e) {
			return true
		}
	}
	if first, second, double := strings.Cut(low, "-"); double {
		return surnameEnding(first) && len(second) > 4
	}
	return false
}

func onBase(base string) bool {
	return strings.HasSuffix(base, "ов") || strings.HasSuffix(base, "ев") || strings.HasSuffix(base, "ин") ||
		strings.HasSuffix(base, "ын")
}

// southern are endings that only surnames have.
func southern(t *token) bool {
	return t.letters > 5 && (strings.HasSuffix(t.low, "дзе") || strings.HasSuffix(t.low, "швили") ||
		strings.HasSuffix(t.low, "осян") || strings.HasSuffix(t.low, "есян"))
}

// agree reports whether a surname on -ов, -ев, -ин stands in the gender of the first name: people do not write «анна
// петров».
func agree(given, family *token) bool {
	man := onBase(family.low) || strings.HasSuffix(family.low, "ым")
	woman := strings.HasSuffix(family.low, "ой") || strings.HasSuffix(family.low, "ва") &&
		given.facts&nominative != 0 || strings.HasSuffix(family.low, "на") && given.facts&nominative != 0
	switch {
	case man:
		return given.facts&male != 0
	case woman:
		return given.facts&female != 0
	}
	return true
}
