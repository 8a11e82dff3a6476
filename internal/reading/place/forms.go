package place

import (
	"strings"
	"unicode/utf8"

	"otklik/internal/text/wordlist"
)

// cases are the forms of a word: nominative, genitive, dative, accusative, instrumental and prepositional.
type cases [6]string

// caseForms are the forms of a name in every case, the name itself first. They are made by rule: for names of the own
// lists; towns come with their forms from the register. A form too many does no harm, because names are rare words.
func caseForms(name string) []string {
	parts := strings.Fields(name)
	if len(parts) == 0 {
		return nil
	}
	last := len(parts) - 1
	forms := make([]cases, len(parts))
	for i, p := range parts {
		forms[i] = byCase(p, i < last)
	}
	out := []string{name}
	for c := range len(cases{}) {
		joined := make([]string, len(parts))
		for i := range parts {
			joined[i] = forms[i][c]
		}
		if s := strings.Join(joined, " "); s != name {
			out = append(out, s)
		}
	}
	if last > 0 { // «Кошелев Проекта»: only the last word is declined
		for _, form := range forms[last][1:] {
			out = append(out, strings.Join(append(parts[:last:last], form), " "))
		}
	}
	return out
}

// declension is how words with one of some endings are declined: cut is left out, endings[case] put in its place. Words
// without endings of their cases are not declined.
type declension struct {
	name    string
	ends    wordlist.Endings
	cut     string
	endings cases
	letters int    // the word has at least so many
	except  string // its ending is not this one
	before  bool   // only before a noun
}

// declensions in their order: the first that fits counts.
var declensions = []declension{
	{name: "Новый", ends: wordlist.Endings{"ый"}, cut: "ый", endings: cases{"ый", "ого", "ому", "ый", "ым", "ом"}},
	{name: "Уральский", ends: wordlist.Endings{"кий", "гий", "хий"}, cut: "ий",
		endings: cases{"ий", "ого", "ому", "ий", "им", "ом"}},
	{name: "Заводской", ends: wordlist.Endings{"ой"}, cut: "ой", letters: 5, except: "строй",
		endings: cases{"ой", "ого", "ому", "ой", "ым", "ом"}},
	{name: "Дальний", ends: wordlist.Endings{"ий"}, cut: "ий", letters: 5,
		endings: cases{"ий", "его", "ему", "ий", "им", "ем"}},
	{name: "Новая", ends: wordlist.Endings{"ая"}, cut: "ая", endings: cases{"ая", "ой", "ой", "ую", "ой", "ой"}},
	{name: "Дальняя", ends: wordlist.Endings{"яя"}, cut: "яя", endings: cases{"яя", "ей", "ей", "юю", "ей", "ей"}},
	{name: "Заречное", ends: wordlist.Endings{"ское", "ное", "вое"}, cut: "ое",
		endings: cases{"ое", "ого", "ому", "ое", "ым", "ом"}},
	{name: "Новые", ends: wordlist.Endings{"ые"}, cut: "ые", endings: cases{"ые", "ых", "ым", "ые", "ыми", "ых"}},
	{name: "Каширские", ends: wordlist.Endings{"ские"}, cut: "ие", endings: cases{"ие", "их", "им", "ие", "ими", "их"}},
	{name: "Большие Вязёмы", ends: wordlist.Endings{"ие"}, cut: "ие", before: true,
		endings: cases{"ие", "их", "им", "ие", "ими", "их"}},
	{name: "Залесье", ends: wordlist.Endings{"ье", "ие"}, cut: "е", endings: cases{"е", "я", "ю", "е", "ем", "е"}},
	{name: "Ия", ends: wordlist.Endings{"ия"}, cut: "я", endings: cases{"я", "и", "и", "ю", "ей", "и"}},
	{name: "Вагонка", ends: wordlist.Endings{"ка", "га", "ха", "ша", "ча"}, cut: "а",
		endings: cases{"а", "и", "е", "у", "ой", "е"}},
	{name: "Слобода", ends: wordlist.Endings{"а"}, cut: "а", endings: cases{"а", "ы", "е", "у", "ой", "е"}},
	{name: "Деревня", ends: wordlist.Endings{"я"}, cut: "я", endings: cases{"я", "и", "е", "ю", "ей", "е"}},
	{name: "Чурилово", ends: wordlist.Endings{"о"}, cut: "о", endings: cases{"о", "а", "у", "о", "ом", "е"}},
	{name: "Берёзки", ends: wordlist.Endings{"ки", "ги"}, cut: "и", endings: cases{"и", "ов", "ам", "и", "ами", "ах"}},
	{name: "Выселы", ends: wordlist.Endings{"ы"}, cut: "ы", endings: cases{"ы", "ов", "ам", "ы", "ами", "ах"}},
	{name: "Гавань", ends: wordlist.Endings{"ь"}, cut: "ь", endings: cases{"ь", "и", "и", "ь", "ью", "и"}},
	{name: "Сарай", ends: wordlist.Endings{"й"}, cut: "й", endings: cases{"й", "я", "ю", "й", "ем", "е"}},
	{name: "Сочи", ends: wordlist.Endings{"и", "е", "у", "э", "ю"}},
	{name: "Копейск", ends: wordlist.Endings{""}, endings: cases{"", "а", "у", "", "ом", "е"}},
}

func (d *declension) fits(low string, before bool) bool {
	return d.ends.End(low) && (before || !d.before) &&
		length(low) >= d.letters && (d.except == "" || !strings.HasSuffix(low, d.except))
}

// byCase declines a word; before says that it is an adjective before its noun. Abbreviations, numbers and Latin words
// have one form.
func byCase(name string, before bool) (forms cases) {
	low := lower(name)
	var by declension
	if name != strings.ToUpper(name) && low[len(low)-1] >= utf8.RuneSelf {
		for k := range declensions {
			if declensions[k].fits(low, before) {
				by = declensions[k]
				break
			}
		}
	}
	stem := strings.TrimSuffix(name, by.cut)
	for c := range forms {
		forms[c] = name
		if by.endings != (cases{}) && c > 0 {
			forms[c] = stem + by.endings[c]
		}
	}
	return forms
}

// adjectiveEndings are those of adjectives in all their cases, by the last letter.
var adjectiveEndings = map[rune]wordlist.Endings{
	'о': {"ого", "его"}, 'у': {"ому", "ему"}, 'и': {"ыми", "ими"}, 'й': {"ий", "ый", "ой", "ей"},
	'м': {"им", "ым", "ом", "ем"}, 'я': {"ая", "яя"}, 'ю': {"ую", "юю"}, 'е': {"ое", "ее", "ие", "ые"},
	'х': {"их", "ых"},
}

// What is left of words without their endings has at least so many letters, an adjective that is cut at least five.
const (
	leastStem      = 3
	leastAdjective = 5
)

// adjectiveStem cuts the ending of an adjective: сосновского → сосновск.
func adjectiveStem(low string) (string, bool) {
	last, _ := utf8.DecodeLastRuneInString(low)
	stem, ok := adjectiveEndings[last].Cut(low)
	if !ok || letters(low) < leastAdjective || letters(stem) < leastStem {
		return low, false
	}
	return stem, true
}

// Endings of adjectives in oblique cases, and of the stems that adjectives have.
var (
	obliqueMasculine = wordlist.Endings{"ого", "ому", "ым", "ом"}
	obliqueFeminine  = wordlist.Endings{"ской", "цкой", "ную", "скую", "ной"}
	// adjectival: «посёлке Беловом» is an adjective's, but «Ивановом» is not cut.
	adjectival = wordlist.Endings{"ск", "цк", "н", "ов", "ев", "ист", "чит", "ат", "ь", "л", "к", "р"}
	velar      = wordlist.Endings{"к", "г", "х"}
)

// nominative turns an adjective into the form of a masculine (or neuter, feminine) name as a sign would have it.
func nominative(name string, neuter bool) string {
	low := lower(name)
	if stem, ok := obliqueMasculine.Cut(low); ok && letters(stem) >= leastStem && adjectival.End(stem) {
		stem = name[:len(name)-(len(low)-len(stem))]
		switch {
		case neuter:
			return stem + "ое"
		case velar.End(stem):
			return stem + "ий"
		}
		return stem + "ый"
	}
	if stem, ok := obliqueFeminine.Cut(low); ok && letters(stem) >= 2 {
		return name[:len(name)-len("ой")] + "ая"
	}
	return name
}

// Endings of a council's adjective, and the letters that a settlement's name loses before them.
var councilEndings = wordlist.Endings{"ское", "ский", "ская", "цкое"}

const softLetters = "аеиоуыяюьй"

// bases are what a settlement's name and its council's adjective have in common: Муслюмово and Муслюмовское → муслюмов.
func bases(low string) []string {
	low = strings.TrimSpace(low)
	if stem, ok := councilEndings.Cut(low); ok && letters(stem) >= leastStem {
		return []string{stem, low}
	}
	if stem, ok := adjectiveStem(low); ok {
		return []string{stem, low}
	}
	out := []string{low}
	trimmed := strings.TrimRight(low, softLetters)
	if trimmed == low {
		return out
	}
	if letters(trimmed) >= leastStem {
		out = append(out, trimmed)
	}
	if stem, ok := strings.CutSuffix(trimmed, "к"); ok && letters(stem) >= leastStem {
		out = append(out, stem)
	}
	return out
}
