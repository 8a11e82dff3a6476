package place

import (
	_ "embed"

	"otklik/internal/text/wordlist"
)

//go:embed lists/words.txt
var wordsList string

var vocabulary = wordlist.Parse(wordsList)

// class is what a word may be by the lists, a bit for each list that has it.
type class uint64

const (
	preposition class = 1 << iota
	streetWord
	streetAfter
	noStreet
	dated
	streetMonth
	firstName
	houseWord
	countedWord
	plainWord
	noAddressBefore
	talk
	townWord
	partWord
	districtWord
	standsAlone
	adverb
	waterWord
	vocative
	personal
	elsewhere
	villageNoun
	beginning
	land
	firstOfPair
	secondOfPair
	housesWord
	flatWord
	letterWord
	shopWord
	visited
	lived
	besideWord
)

// classes are those of every listed word: one look tells all that the rules ask of a word of a text.
var classes = func() map[string]class {
	words := map[string]class{}
	for class, list := range map[class]string{
		preposition: "prepositions", streetAfter: "street after", noStreet: "no street behind", dated: "dated",
		streetMonth: "months", firstName: "first names", houseWord: "houses", countedWord: "counted words",
		plainWord: "plain words", noAddressBefore: "no address before", talk: "talk behind a letter",
		townWord: "town words", partWord: "part words", districtWord: "districts", standsAlone: "alone",
		adverb: "adverbs", waterWord: "waters", vocative: "vocative", personal: "personal", elsewhere: "elsewhere",
		villageNoun: "village nouns", beginning: "beginnings of sentences", land: "land",
		firstOfPair: "first of a pair", secondOfPair: "second of a pair",
		housesWord: "several houses", flatWord: "flats", letterWord: "letters of houses",
		shopWord: "shops", visited: "visited", lived: "lived", besideWord: "beside",
	} {
		for _, word := range vocabulary.Words(list) {
			words[word] |= class
		}
	}
	for word := range streetKinds {
		words[word] |= streetWord
	}
	return words
}()

var (
	streetKinds    = vocabulary.Pairs("street kinds")
	capitals       = vocabulary.Pairs("capitals of")
	surnames       = vocabulary.Set("surnames")
	woody          = vocabulary.Set("woody")
	commonOva      = vocabulary.Set("common -ова")
	noCitizens     = vocabulary.Set("no citizens")
	broad          = vocabulary.Set("broad")
	ofTown         = wordlist.Beginnings(vocabulary.Words("of a town"))
	counted        = wordlist.Beginnings(vocabulary.Words("counted"))
	countedBriefly = wordlist.Beginnings(vocabulary.Words("counted briefly"))
	plainNouns     = wordlist.Beginnings(vocabulary.Words("plain nouns"))
)

// is reports whether a word may be something by the lists.
func (w *word) is(c class) bool { return w.class&c != 0 }
