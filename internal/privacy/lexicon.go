package privacy

import (
	"embed"
	"strings"
	"sync"
	"unicode/utf8"
)

// lists hold one word a line: a file is named after the fact that it tells. In some, stem~ stands for the stem with
// every common ending.
//
//go:embed lists/*.txt
var lists embed.FS

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
	contract // its number tells a client
	meter    // its number tells a flat
	cuebirth
	cuepaper  // a document whose number may have letters
	cuecode   // the code of the office that gave a passport
	cuesecret // the three digits on the back of a card
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
	role       // a person's part, whose surname may follow
	roletail   // stands between a role and the name
	kin        // a familiar address, a first name follows
	relative   // a member of a family, whose first name may follow
	possessive // мой, наш
	intro      // who writes is named behind it: «пишет», «беспокоит»
	maiden     // a former surname is named behind it
	illness
	honorific // stands behind a first name in Turkic and Persian use: апа, ака
	clan      // stands behind a father's name in such use: оглы, кызы
	eastern   // a surname of China, Korea or Vietnam, behind which one or two given names stand
	org       // what is named after people without being one: a shop, a school
	town      // a town, a region, a country
	ordinary  // a word that people write in small letters
	called
	who
	thanks
	host
	common    // is no surname, though it may look like one
	placename // a town whose genitive is a surname
	famous    // a surname in the form that streets, temples and books bear
	noun      // a street's name of one word
	everyday  // also a common word, when it is not a capital: вера, роман, слава
	nopatronymic
	mailhost     // a host of mail as it is written or said
	mailend      // the end of a domain, likewise
	besidehandle // stands between the name of a platform and that of an account
	passed       // stands between what introduces a name and the name
	preposition  // behind it the nominative of a surname is none
	abbreviation // its full stop ends no sentence
)

var factNames = map[string]fact{"cuephone": cuephone, "link": linking, "split": split, "cuepassport": cuepassport,
	"cueseries": cueseries, "cuesnils": cuesnils, "cueinn": cueinn, "cuepolicy": cuepolicy, "cuecard": cuecard,
	"cueledger": cueledger, "bill": bill, "contract": contract, "meter": meter, "cuebirth": cuebirth,
	"cuepaper": cuepaper, "cuecode": cuecode,
	"cuesecret": cuesecret, "cuehandle": cuehandle, "cueflat": cueflat,
	"cueroom": cueroom, "car": car, "numbered": numbered, "unit": unit, "month": month, "street": street,
	"place":  place,
	"toward": toward, "cityhead": cityhead, "complaint": complaint, "role": role, "roletail": roletail, "kin": kin,
	"relative": relative, "possessive": possessive, "intro": intro, "maiden": maiden, "illness": illness,
	"honorific": honorific, "clan": clan, "eastern": eastern, "org": org, "town": town, "ordinary": ordinary,
	"called": called, "who": who,
	"thanks": thanks, "host": host, "common": common, "placename": placename, "famous": famous, "noun": noun,
	"everyday": everyday, "nopatronymic": nopatronymic,
	"mailhost": mailhost, "mailend": mailend, "besidehandle": besidehandle, "passed": passed,
	"preposition": preposition, "abbreviation": abbreviation}

// endings are put in place of ~ in the lists.
var endings = strings.Fields(`а я у ю ы и е о ом ем ой ей ою ов ев ам ям ами ями ах ях ь ий ый ая ое ые ого его ому ему
	ым им ую ых их ия ию ии ка ки ку ке кой ин`)

// lexicon is every word known, in lower case with е for ё.
var lexicon = sync.OnceValue(func() map[string]fact {
	words := make(map[string]fact, 1<<16)
	for file, f := range factNames {
		for w := range list(file) {
			w = fold(w)
			stem, open := strings.CutSuffix(w, "~")
			words[stem] |= f
			if open {
				for _, e := range endings {
					words[stem+e] |= f
				}
			}
		}
	}
	for file, sex := range map[string]fact{"men": male, "women": female, "familiar": male | female} {
		for base := range list(file) {
			base = fold(base)
			for _, form := range declined(base) {
				words[form] |= first | sex
			}
			words[base] |= first | nominative | sex
		}
		for spelt := range list(file) {
			if low := strings.ToLower(spelt); strings.Contains(low, "ё") {
				for _, form := range append(declined(low), low) {
					words[form] |= first | sex
				}
				words[low] |= nominative
			}
		}
	}
	for base := range list("surnames") {
		for _, form := range surnameForms(fold(base)) {
			words[form] |= familySure
		}
	}
	for w := range list("noname") { // look like forms of first names and are none
		words[fold(w)] &^= first | nominative | male | female
	}
	return words
})

// list gives the words of an embedded file.
func list(name string) func(func(string) bool) {
	data, err := lists.ReadFile("lists/" + name + ".txt")
	if err != nil {
		panic("privacy: a fact without its list: " + name) // a fault of the build, which every test finds
	}
	return func(yield func(string) bool) {
		for line := range strings.Lines(string(data)) {
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
		return words[a]&words[b]&(first|nominative|male|female) | (words[a]|words[b])&(relative|role)
	}
	return 0
}

// irregular names lose a vowel in their cases.
var irregular = map[string]string{"павел": "павл", "лев": "льв"}

// declined builds the oblique cases of a first name by its ending.
func declined(base string) []string {
	if stem, ok := irregular[base]; ok {
		base = stem
	}
	cut := func(suffix string, ends ...string) []string {
		return suffixed(strings.TrimSuffix(base, suffix), ends...)
	}
	switch {
	case strings.HasSuffix(base, "ия"):
		return cut("я", "и", "ю", "ей")
	case strings.HasSuffix(base, "я"):
		return cut("я", "и", "е", "ю", "ей")
	case strings.HasSuffix(base, "а"):
		return cut("а", "ы", "и", "е", "у", "ой", "ей")
	case strings.HasSuffix(base, "й"):
		return cut("й", "я", "ю", "ем", "е", "и")
	case strings.HasSuffix(base, "ь"):
		return cut("ь", "я", "ю", "ем", "е", "и", "ью")
	case strings.HasSuffix(base, "у"), strings.HasSuffix(base, "и"), strings.HasSuffix(base, "о"),
		strings.HasSuffix(base, "е"):
		return nil
	case strings.HasSuffix(base, "ек"): // Витек: Витька
		return append(cut("ек", "ька", "ьку", "ьком", "ьке"), suffixed(base, "а", "у", "ом", "е")...)
	case strings.HasSuffix(base, "ок"):
		return cut("ок", "ка", "ку", "ком", "ке")
	}
	return suffixed(base, "а", "у", "ом", "ем", "е")
}

// surnameForms are all cases of a surname on -ов, -ев, -ин or -ский.
func surnameForms(base string) []string {
	if stem, ok := strings.CutSuffix(base, "ский"); ok {
		return suffixed(stem, "ский", "ского", "скому", "ским", "ском", "ская", "ской", "скую", "ские", "ских", "скими")
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

// petName tells that a word is a first name with an ending of endearment: Сонечка, Егорка, Давидик.
func petName(low string) fact {
	for _, pet := range petForms {
		rest, ok := low, false
		for _, e := range pet.cases {
			if rest, ok = strings.CutSuffix(low, pet.suffix+e); ok {
				break
			}
		}
		if !ok || utf8.RuneCountInString(rest) < pet.least {
			continue
		}
		words := lexicon()
		stem := strings.TrimSuffix(rest, "й")
		for _, e := range [...]string{"", "а", "я", "ь", "й", "ий", "ия", "ья", "ан", "ен"} {
			if words[stem+e]&(first|nominative) == first|nominative {
				return first | male | female | nominative
			}
		}
	}
	return 0
}

var (
	petWoman = []string{"а", "и", "е", "у", "ой", "ою"}
	petSoft  = []string{"я", "и", "е", "ю", "ей"}
	petMan   = []string{"", "а", "у", "ом", "е"}
	// petForms are the endings of endearment, and how many letters of the name they need before them.
	petForms = []struct {
		suffix string
		cases  []string
		least  int
	}{{"ечк", petWoman, 2}, {"очк", petWoman, 3}, {"ушк", petWoman, 3}, {"юшк", petWoman, 3}, {"оньк", petWoman, 2},
		{"еньк", petWoman, 2}, {"уш", petWoman, 3}, {"ош", petWoman, 3}, {"аш", petWoman, 4}, {"юш", petWoman, 3},
		{"ул", petSoft, 3}, {"юл", petSoft, 3},
		{"ун", petSoft, 3}, {"юн", petSoft, 3}, {"ус", petSoft, 3}, {"чик", petMan, 4}, {"ик", petMan, 4},
		{"йк", petWoman, 3}, {"шк", petWoman, 4}, {"ашк", petWoman, 4}, {"ос", petMan, 4}, {"ян", petMan, 4}, {"ух",
			petWoman, 3}, {"юх", petWoman, 3}}
)
