package place

import "strings"

// caseForms are the forms of a name in every case, the name itself first. They are made by rule: for names of the own
// lists; towns come with their forms from the register. A form too many does no harm, because names are rare words.
func caseForms(name string) []string {
	parts := strings.Fields(name)
	if len(parts) == 0 {
		return nil
	}
	if len(parts) == 1 {
		return oneWord(parts[0])
	}
	forms := make([][6]string, len(parts)) // by case
	for i, p := range parts {
		forms[i] = byCase(p, parts[len(parts)-1])
	}
	out := []string{name}
	for c := range 6 {
		var joined []string
		for i := range parts {
			joined = append(joined, forms[i][c])
		}
		if s := strings.Join(joined, " "); s != name {
			out = append(out, s)
		}
	}
	tail := byCase(parts[len(parts)-1], parts[len(parts)-1]) // «Кошелев Проекта»: only the last word is declined
	for _, form := range tail[1:] {
		out = append(out, strings.Join(append(parts[:len(parts)-1:len(parts)-1], form), " "))
	}
	return out
}

func oneWord(name string) []string {
	out := []string{name}
	for _, form := range byCase(name, name) {
		if form != name {
			out = append(out, form)
		}
	}
	return out
}

// byCase gives nominative, genitive, dative, accusative, instrumental and prepositional. head is the noun that an
// adjective agrees with.
func byCase(name, head string) [6]string {
	cut := func(ending string, g, d, a, i, p string) [6]string {
		stem := strings.TrimSuffix(name, ending)
		return [6]string{name, stem + g, stem + d, stem + a, stem + i, stem + p}
	}
	low := lower(name)
	hard := strings.HasSuffix(low, "кий") || strings.HasSuffix(low, "гий") || strings.HasSuffix(low, "хий")
	switch {
	case name == strings.ToUpper(name):
		return [6]string{name, name, name, name, name, name}
	case strings.HasSuffix(low, "ый") || hard:
		ending := name[len(name)-len("ый"):]
		instrumental := "ым"
		if hard {
			instrumental = "им"
		}
		return cut(ending, "ого", "ому", ending, instrumental, "ом")
	case strings.HasSuffix(low, "ой") && len(low) > 8 && !strings.HasSuffix(low, "строй"):
		return cut("ой", "ого", "ому", "ой", "ым", "ом")
	case strings.HasSuffix(low, "ий") && len(low) > 8:
		return cut("ий", "его", "ему", "ий", "им", "ем")
	case strings.HasSuffix(low, "ая"):
		return cut("ая", "ой", "ой", "ую", "ой", "ой")
	case strings.HasSuffix(low, "яя"):
		return cut("яя", "ей", "ей", "юю", "ей", "ей")
	case strings.HasSuffix(low, "ское") || strings.HasSuffix(low, "ное") || strings.HasSuffix(low, "вое"):
		return cut("ое", "ого", "ому", "ое", "ым", "ом")
	case strings.HasSuffix(low, "ые"):
		return cut("ые", "ых", "ым", "ые", "ыми", "ых")
	case strings.HasSuffix(low, "ие") && (head != name || strings.HasSuffix(low, "ские")):
		return cut("ие", "их", "им", "ие", "ими", "их")
	case strings.HasSuffix(low, "ье") || strings.HasSuffix(low, "ие"):
		return cut("е", "я", "ю", "е", "ем", "е")
	case strings.HasSuffix(low, "ия"):
		return cut("я", "и", "и", "ю", "ей", "и")
	case strings.HasSuffix(low, "ка") || strings.HasSuffix(low, "га") || strings.HasSuffix(low, "ха") || strings.HasSuffix(low, "ша") || strings.HasSuffix(low, "ча"):
		return cut("а", "и", "е", "у", "ой", "е")
	case strings.HasSuffix(low, "а"):
		return cut("а", "ы", "е", "у", "ой", "е")
	case strings.HasSuffix(low, "я"):
		return cut("я", "и", "е", "ю", "ей", "е")
	case strings.HasSuffix(low, "о"):
		return cut("о", "а", "у", "о", "ом", "е")
	case strings.HasSuffix(low, "ки") || strings.HasSuffix(low, "ги"):
		return cut("и", "ов", "ам", "и", "ами", "ах")
	case strings.HasSuffix(low, "ы"):
		return cut("ы", "ов", "ам", "ы", "ами", "ах")
	case strings.HasSuffix(low, "ь"):
		return cut("ь", "и", "и", "ь", "ью", "и")
	case strings.HasSuffix(low, "й"):
		return cut("й", "я", "ю", "й", "ем", "е")
	case strings.HasSuffix(low, "и") || strings.HasSuffix(low, "е") || strings.HasSuffix(low, "у") || strings.HasSuffix(low, "э") || strings.HasSuffix(low, "ю"):
		return [6]string{name, name, name, name, name, name}
	case low[len(low)-1] < 0x80: // digits, Latin letters
		return [6]string{name, name, name, name, name, name}
	}
	return cut("", "а", "у", "", "ом", "е")
}

// adjectiveStem cuts the ending of an adjective: сосновского → сосновск.
func adjectiveStem(low string) (string, bool) {
	if len(low) < 10 {
		return low, false
	}
	switch low[len(low)-2:] {
	case "о", "у", "и", "й", "м", "я", "ю", "е", "х":
	default:
		return low, false
	}
	for _, ending := range [...]string{"ого", "его", "ому", "ему", "ыми", "ими", "ий", "ый", "ой", "им", "ым", "ом", "ем", "ая", "ую", "ое", "ее", "ие", "ые", "их", "ых", "ей", "яя", "юю"} {
		if s, ok := strings.CutSuffix(low, ending); ok && len(s) >= 6 {
			return s, true
		}
	}
	return low, false
}

// nominative turns an adjective into the form of a masculine (or neuter, feminine) name as a sign would have it.
func nominative(name string, neuter bool) string {
	low := lower(name)
	for _, ending := range [...]string{"ого", "ому", "ым", "ом"} {
		stem, ok := strings.CutSuffix(low, ending)
		if !ok || len(stem) < 6 || !adjectival(stem) {
			continue
		}
		stem = name[:len(name)-len(ending)]
		switch {
		case neuter:
			return stem + "ое"
		case strings.HasSuffix(stem, "к") || strings.HasSuffix(stem, "г") || strings.HasSuffix(stem, "х"):
			return stem + "ий"
		}
		return stem + "ый"
	}
	for _, ending := range [...]string{"ской", "цкой", "ную", "скую", "ной"} {
		if stem, ok := strings.CutSuffix(low, ending); ok && len(stem) >= 4 {
			return name[:len(name)-4] + "ая"
		}
	}
	return name
}

// adjectival reports whether a stem is one that adjectives have, so that «посёлке Беловом» is but «Ивановом» is not cut.
func adjectival(stem string) bool {
	for _, ending := range [...]string{"ск", "цк", "н", "ов", "ев", "ист", "чит", "ат", "ь", "л", "к", "р"} {
		if strings.HasSuffix(stem, ending) {
			return true
		}
	}
	return false
}

// bases are what a settlement's name and its council's adjective have in common: Муслюмово and Муслюмовское → муслюмов.
func bases(low string) []string {
	low = strings.TrimSpace(low)
	for _, ending := range [...]string{"ское", "ский", "ская", "цкое"} {
		if s, ok := strings.CutSuffix(low, ending); ok && len(s) >= 6 {
			return []string{s, low}
		}
	}
	if s, ok := adjectiveStem(low); ok {
		return []string{s, low}
	}
	out := []string{low}
	trimmed := strings.TrimRight(low, "аеиоуыяюьй")
	if trimmed != low && len(trimmed) >= 6 {
		out = append(out, trimmed)
	}
	if s, ok := strings.CutSuffix(trimmed, "к"); ok && len(s) >= 6 && trimmed != low {
		out = append(out, s)
	}
	return out
}
