package place

import (
	"slices"
	"strings"
)

// surnames end like adjectives and are none.
var surnames = map[string]bool{"крупской": true, "ковалевской": true, "космодемьянской": true, "островской": true, "вишневской": true, "цветаевой": true, "ахматовой": true, "чайкиной": true, "кошевой": true, "толстой": true, "кривой": true, "шаховской": true}

// woody are the adjectives in -овая, -евая, -иная that streets have; other words in -овой are women's surnames.
var woody = []string{"садов", "полев", "лугов", "кедров", "берегов", "парков", "березов", "дубов", "соснов", "вишнев", "портов", "торгов", "кленов", "ключев", "рябинов", "сиренев", "яблонев", "грушев", "каштанов", "орехов", "елов", "ольхов", "тополин", "боров", "трудов", "нов", "осинов", "черемухов", "рудничн", "бирюзов", "кирпичн", "грунтов", "дачн", "степн", "малинов", "липов"}

// feminine turns «Заречной» into «Заречная»; names of persons stay in the genitive.
func feminine(name, kind string) string {
	if kind != "" && kind != "улица" && kind != "площадь" && kind != "набережная" {
		return name
	}
	low := lower(name)
	if surnames[low] {
		return name
	}
	for _, ending := range [...]string{"ой", "ую"} {
		stem, ok := strings.CutSuffix(low, ending)
		if !ok || len(stem) < 6 && stem != "нов" {
			continue
		}
		plain := strings.HasSuffix(stem, "ск") || strings.HasSuffix(stem, "цк") || strings.HasSuffix(stem, "н") && !strings.HasSuffix(stem, "ин") || strings.HasSuffix(stem, "т") || ending == "ую"
		if plain || slices.Contains(woody, stem) {
			return name[:len(name)-len(ending)] + "ая"
		}
	}
	for _, ending := range [...]string{"ней", "нюю"} {
		if stem, ok := strings.CutSuffix(low, ending); ok && len(stem) >= 4 && ending == "нюю" {
			return name[:len(name)-len("юю")] + "яя"
		}
	}
	return name
}

// agreeing puts an adjective before its street: Комсомольском проспекте → Комсомольский проспект.
func agreeing(orig, kind string) string {
	s, ok := adjectiveStem(lower(orig))
	name := proper(orig)
	if ok {
		name = title(name[:min(len(name), len(s))])
		switch {
		case kind == "улица" || kind == "площадь" || kind == "набережная" || kind == "аллея":
			name += "ая"
		case kind == "шоссе":
			name += "ое"
		case strings.HasSuffix(s, "к") || strings.HasSuffix(s, "г"):
			name += "ий"
		default:
			name += "ый"
		}
	}
	return name + " " + kind
}

// agrees: a masculine street has a masculine adjective, a feminine one a feminine.
func agrees(adjective, noun, kind string) bool {
	feminine := false
	for _, ending := range [...]string{"ая", "ую", "яя"} {
		feminine = feminine || strings.HasSuffix(adjective, ending)
	}
	if kind == "улица" || kind == "площадь" || kind == "аллея" {
		return feminine || strings.HasSuffix(adjective, "ой")
	}
	return !feminine && (kind != "шоссе" || !strings.HasSuffix(adjective, "ой"))
}

func adjectiveLike(low string) bool {
	s, ok := adjectiveStem(low)
	return ok && (strings.HasSuffix(s, "ск") || strings.HasSuffix(s, "цк") || strings.HasSuffix(s, "н") || strings.HasSuffix(s, "ов") || strings.HasSuffix(s, "ев") || strings.HasSuffix(s, "т") || strings.HasSuffix(s, "ш"))
}

// streetForm reports whether a word has an ending that names of streets have: the genitive or a feminine adjective.
func streetForm(low string) bool {
	for _, ending := range [...]string{"а", "я", "ой", "ей", "ую", "ого", "его", "их", "ых", "ов", "ев", "ы", "и", "ко"} {
		if strings.HasSuffix(low, ending) {
			return true
		}
	}
	return false
}

// firstNames are given names that stand before a surname in names of streets, in the genitive.
var firstNames = map[string]bool{"карла": true, "розы": true, "марии": true, "зои": true, "сони": true, "николая": true, "александра": true, "юрия": true, "павлика": true, "лизы": true, "максима": true, "алексея": true, "льва": true, "ивана": true, "петра": true, "василия": true, "сергея": true, "богдана": true, "степана": true, "емельяна": true, "клары": true, "инессы": true, "дмитрия": true, "андрея": true, "михаила": true, "олега": true, "героя": true, "героев": true, "маршала": true, "генерала": true, "академика": true, "адмирала": true, "космонавта": true, "профессора": true, "братьев": true, "мусы": true, "бела": true, "белы": true, "скульптора": true, "художника": true, "композитора": true, "писателя": true, "поэта": true, "архитектора": true, "инженера": true, "конструктора": true, "врача": true, "учителя": true, "хирурга": true, "артиста": true, "рядового": true, "сержанта": true, "лейтенанта": true, "майора": true, "старшины": true, "матроса": true, "танкиста": true, "снайпера": true, "комдива": true, "комиссара": true, "атамана": true, "партизана": true, "митрополита": true, "шота": true, "анри": true, "хади": true, "салавата": true, "князя": true, "доктора": true, "лётчика": true, "летчика": true, "капитана": true, "полковника": true, "евгения": true, "веры": true, "надежды": true, "анны": true, "ольги": true, "татьяны": true, "елены": true, "федора": true, "ильи": true, "якова": true, "габдуллы": true, "мажита": true, "заки": true, "расула": true, "имама": true}
