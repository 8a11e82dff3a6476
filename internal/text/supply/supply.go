// Package supply tells what is cut off where people write of an outage: one cut takes many houses at once, and
// whoever counts them has to know that they write about the same.
package supply

import (
	_ "embed"
	"slices"

	"otklik/internal/text"
	"otklik/internal/text/wordlist"
)

// Supply is what houses are supplied with.
type Supply string

// The supplies. None is what no words tell.
const (
	None  Supply = ""
	Heat  Supply = "heat"
	Water Supply = "water"
	Power Supply = "power"
	Gas   Supply = "gas"
)

//go:embed words.txt
var wordFile string

// words are the beginnings of words for each supply.
var words = wordlist.Ordered(wordFile)

// Of is what a message about an outage lacks: what its words name, and where they name several or none, what its topic
// does; of several that the topic does not name, the first in the order of the list.
func Of(topic, message string) Supply {
	named := namedIn(message)
	if len(named) == 1 {
		return named[0]
	}
	about := namedIn(topic)
	for _, s := range about {
		if len(named) == 0 || slices.Contains(named, s) {
			return s
		}
	}
	if len(named) > 0 {
		return named[0]
	}
	return None
}

// namedIn are the supplies that a text names.
func namedIn(said string) (named []Supply) {
	folded := text.Fold(said)
	for _, list := range words {
		if text.Says(folded, list.Words) {
			named = append(named, Supply(list.Name))
		}
	}
	return named
}
