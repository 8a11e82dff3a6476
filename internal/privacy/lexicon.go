package privacy

import (
	"embed"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"otklik/internal/text"
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

// factFiles are the lists of the facts from cuephone on, in their order.
var factFiles = listOf(`cuephone link split cuepassport cueseries cuesnils cueinn cuepolicy cuecard cueledger bill
	contract
	meter cuebirth cuepaper cuecode cuesecret cuehandle cueflat cueroom car numbered unit month street place toward
	cityhead complaint role roletail kin relative possessive intro maiden illness honorific clan eastern org town
	ordinary
	called who thanks host common placename famous noun everyday nopatronymic mailhost mailend besidehandle passed
	preposition abbreviation`)

// endings are put in place of ~ in the lists.
var endings = strings.Fields(`а я у ю ы и е о ом ем ой ей ою ов ев ам ям ами ями ах ях ь ий ый ая ое ые ого его ому ему
	ым им ую ых их ия ию ии ка ки ку ке кой ин`)

// lexicon is every word known, in lower case with е for ё.
var lexicon = sync.OnceValue(func() map[string]fact {
	words := make(vocabulary, 1<<16)
	for n, file := range factFiles {
		words.readFact(file, cuephone<<n)
	}
	words.readNames(text.Men(), male)
	words.readNames(text.Women(), female)
	words.readNames(text.Familiar(), male|female)
	for base := range list("surnames") {
		words.add(familySure, surnameForms(text.Fold(base))...)
	}
	for w := range list("noname") { // look like forms of first names and are none
		words[text.Fold(w)] &^= anyName
	}
	return words
})

// vocabulary is the lexicon while it is read.
type vocabulary map[string]fact

func (v vocabulary) add(f fact, forms ...string) {
	for _, form := range forms {
		v[form] |= f
	}
}

// readFact reads the words of a fact.
func (v vocabulary) readFact(file string, f fact) {
	for w := range list(file) {
		stem, open := strings.CutSuffix(text.Fold(w), "~")
		v.add(f, stem)
		if open {
			v.add(f, suffixed(stem, endings...)...)
		}
	}
}

// readNames reads first names, those with ё also as they are spelt.
func (v vocabulary) readNames(names []string, sex fact) {
	for _, w := range names {
		base, spelt := text.Fold(w), strings.ToLower(w)
		v.add(first|sex, text.NameCases(base)...)
		v.add(first|nominative|sex, base)
		if strings.Contains(spelt, "ё") {
			v.add(first|sex, text.NameCases(spelt)...)
			v.add(first|nominative|sex, spelt)
		}
	}
}

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

// petName tells that a word is a first name with an ending of endearment: Сонечка, Егорка, Давидик.
func petName(low string) fact {
	for _, pet := range petForms {
		rest, ok := cutEnd(low, pet.ending)
		if !ok || utf8.RuneCountInString(rest) < pet.least {
			continue
		}
		words, stem := lexicon(), strings.TrimSuffix(rest, "й")
		for _, e := range petStems {
			if words[stem+e]&(first|nominative) == first|nominative {
				return anyName
			}
		}
	}
	return 0
}

var (
	petStems = words{"", "а", "я", "ь", "й", "ий", "ия", "ья", "ан", "ен"}
	petWoman = listOf("а и е у ой ою")
	petSoft  = listOf("я и е ю ей")
	petMan   = words{"", "а", "у", "ом", "е"}
)

// petForm is an ending of endearment, and how many letters of the name it needs before it.
type petForm struct {
	ending string
	least  int
}

var petForms = slices.Concat(petEndings(petWoman, "ечк2 очк3 ушк3 юшк3 оньк2 еньк2 уш3 ош3 аш4 юш3"),
	petEndings(petSoft, "ул3 юл3 ун3 юн3 ус3"), petEndings(petMan, "чик4 ик4"), petEndings(petWoman, "йк3 шк4 ашк4"),
	petEndings(petMan, "ос4 ян4"), petEndings(petWoman, "ух3 юх3"))

// petEndings writes endings, each with its least letters, in all their cases.
func petEndings(cases words, list string) (forms []petForm) {
	for pet := range strings.FieldsSeq(list) {
		for _, e := range cases {
			suffix, least := pet[:len(pet)-1], atoi(pet[len(pet)-1:])
			forms = append(forms, petForm{suffix + e, least})
		}
	}
	return forms
}
