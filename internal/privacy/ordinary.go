package privacy

import (
	"sync"

	"otklik/internal/text"
)

// namingFacts are those of words that are names, too, or parts of addresses.
const namingFacts = first | familySure | cityhead | eastern | clan | town | placename | famous | noun | everyday

// femaleAdjective is how the name of a street ends that is an adjective.
var femaleAdjective = listOf("ая яя ую юю ой")

// Ordinary reports whether a word, in whatever letters, is known as one that people write in small letters and that is
// no name: no first name, no surname or what ends as those do, no town and no street. What is unknown is not ordinary.
// It is pure and may be called from several goroutines.
func Ordinary(word string) bool {
	low := text.Fold(word)
	f := lexicon()[low]
	t := token{low: low, facts: f}
	return t.any(ordinary) && t.none(namingFacts) && namesakes()[low] == 0 && !femaleAdjective.end(low) &&
		(t.any(common) || !surnameEnding(low)) && petName(low) == 0
}

// namesakes are ordinary words that are names of people or streets as well.
var namesakes = sync.OnceValue(func() vocabulary {
	words := vocabulary{}
	words.readFact("namesake", ordinary)
	return words
})
