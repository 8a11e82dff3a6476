package privacy

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed names.txt
var namesFile string

//go:embed surnames.txt
var surnamesFile string

//go:embed words.txt
var wordsFile string

// fact is what is known about a word apart from its place; a word may have several.
type fact uint64

const (
	first      fact = 1 << iota // a form of a first name
	nominative                  // that form is the nominative
	male                        // the first name is a man's
	female                      // the first name is a woman's
	familySure                  // a form of a common surname
	cuephone                    // a telephone may follow
	linking                     // stands between such a cue and the number
	split                       // is put between the groups of a number
	cuepassport
	cueseries
	cuesnils
	cueinn
	cuepolicy
	cuecard
	cueledger
	bill
	cuebirth
	cuehandle
	cueflat
	cueroom
	car
	numbered // what has a number that belongs to no person: an appeal, a contract
	unit     // what is counted
	month
	street   // a street, a square, a monument is named after it
	place    // what an adjective that looks like a surname belongs to
	toward   // stands before the name of a street more often than before a person
	cityhead // a head whose town is named after it
	complaint
	role     // a person's part, whose surname may follow
	roletail // stands between a role and the name
	kin      // a familiar address, a first name follows
	called
	who
	thanks
	host
	common    // is no surname, though it may look like one
	placename // a town whose genitive is a surname
	famous    // a surname in the form that streets, temples and books bear
	noun      // a street's name of one word
	everyday  // also a common word, when it is not a capital: вера, роман, слава
)

var factNames = map[string]fact{"cuephone": cuephone, "link": linking, "split": split, "cuepassport": cuepassport, "cueseries": cueseries,
	"cuesnils": cuesnils, "cueinn": cueinn, "cuepolicy": cuepolicy, "cuecard": cuecard, "cueledger": cueledger, "bill": bill, "cuebirth": cuebirth,
	"cuehandle": cuehandle, "cueflat": cueflat, "cueroom": cueroom, "car": car, "numbered": numbered, "unit": unit, "month": month,
	"street": street, "place": place, "toward": toward, "cityhead": cityhead, "complaint": complaint, "role": role, "roletail": roletail,
	"kin": kin, "called": called, "who": who, "thanks": thanks, "host": host, "common": common, "placename": placename,
	"famous": famous, "noun": noun, "everyday": everyday}

// endings are put in place of ~ in the list of words.
var endings = [...]string{"", "а", "я", "у", "ю", "ы", "и", "е", "о", "ом", "ем", "ой", "ей", "ою", "ов", "ев", "ам", "ям", "ами", "ями", "ах", "ях", "ь",
	"ий", "ый", "ая", "ое", "ые", "ого", "его", "ому", "ему", "ым", "им", "ую", "ых", "их", "ия", "ию", "ии", "ка", "ки", "ку", "ке", "кой", "ин", "ями"}

// lexicon is every word known, in lower case with е for ё.
var lexicon = sync.OnceValue(func() map[string]fact {
	words := make(map[string]fact, 1<<14)
	for line := range lexiconLines(wordsFile) {
		label, list, _ := strings.Cut(line, ":")
		f := factNames[label]
		for w := range strings.FieldsSeq(list) {
			stem, open := strings.CutSuffix(fold(w), "~")
			if !open {
				words[stem] |= f
				continue
			}
			for _, e := range endings {
				words[stem+e] |= f
			}
		}
	}
	group := 0
	for line := range lexiconLines(namesFile) {
		sex := [...]fact{male, female, male | female}[min(group, 2)]
		group++
		for base := range strings.FieldsSeq(line) {
			base = fold(base)
			for _, form := range declined(base) {
				words[form] |= first | sex
			}
			words[base] |= first | nominative | sex
		}
	}
	for line := range lexiconLines(surnamesFile) {
		for base := range strings.FieldsSeq(line) {
			for _, form := range surnameForms(fold(base)) {
				words[form] |= familySure
			}
		}
	}
	return words
})

// lexiconLines are the lines of a list without its comments.
func lexiconLines(file string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for line := range strings.Lines(file) {
			if line = strings.TrimSpace(line); line != "" && line[0] != '#' && !yield(line) {
				return
			}
		}
	}
}

// known looks a word up; of a double name each half is looked at.
func known(low string) fact {
	words := lexicon()
	f, ok := words[low]
	if ok {
		return f
	}
	if a, b, double := strings.Cut(low, "-"); double {
		return words[a] & words[b] & (first | nominative | male | female)
	}
	return 0
}

// irregular names lose a vowel in their cases.
var irregular = map[string]string{"павел": "павл", "лев": "льв", "петр": "петр"}

// declined builds the oblique cases of a first name by its ending.
func declined(base string) []string {
	with := func(cutBytes int, endings ...string) []string {
		var out []string
		for _, e := range endings {
			out = append(out, base[:len(base)-cutBytes]+e)
		}
		return out
	}
	if stem, ok := irregular[base]; ok {
		base = stem
	}
	switch {
	case strings.HasSuffix(base, "ия"):
		return with(2, "и", "ю", "ей")
	case strings.HasSuffix(base, "я"):
		return with(2, "и", "е", "ю", "ей")
	case strings.HasSuffix(base, "а"):
		return with(2, "ы", "и", "е", "у", "ой", "ей")
	case strings.HasSuffix(base, "й"):
		return with(2, "я", "ю", "ем", "е", "и")
	case strings.HasSuffix(base, "ь"):
		return with(2, "я", "ю", "ем", "е", "и", "ью")
	case strings.HasSuffix(base, "у"), strings.HasSuffix(base, "и"):
		return nil
	}
	return with(0, "а", "у", "ом", "ем", "е")
}

// surnameForms are all cases of a surname on -ов, -ев, -ин or -ский.
func surnameForms(base string) []string {
	if stem, ok := strings.CutSuffix(base, "ский"); ok {
		return append(suffixed(stem, "ский", "ского", "скому", "ским", "ском", "ская", "ской", "скую", "ские", "ских", "скими"), base)
	}
	return suffixed(base, "", "а", "у", "ым", "е", "ой", "ою", "ы", "ых", "ыми")
}

func suffixed(stem string, ends ...string) []string {
	var out []string
	for _, e := range ends {
		out = append(out, stem+e)
	}
	return out
}

func fold(s string) string { return strings.ReplaceAll(strings.ToLower(s), "ё", "е") }
