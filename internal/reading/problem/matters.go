package problem

import (
	"math/bits"
	"strings"

	"otklik/internal/text/wordlist"
)

// matters are what complaints are about; a set of them is a number with a bit for each.
var matters = wordlist.Ordered(mattersFile)

// saying is what a beginning of words says: a matter, or a side of one.
type saying struct {
	matter, side uint64
	most         int  // letters behind it at most; 0: any
	whole        bool // written with a full stop: the word itself
	denied       bool // the side is meant only after «не», otherwise only without it
}

// What can be wrong with one and the same thing: no water is not rusty water, felled trees are not a tree that has to
// be felled. Two messages that say different sides of a matter, and none in common, are not about one problem for
// sharing the matter. A message that says no side, or several, goes with each of them.

// fault is what sides of a matter exclude each other.
type fault struct{ matter, sides uint64 }

// faults are those of each matter that has some, lackSides the sides that «нет» beside a word of the matter says, and
// sayings what the beginnings of words say.
var (
	faults, lackSides = readFaults()
	sayings           = readSayings()
)

const lackWord = "нет"

func readFaults() (all []fault, lack [64]uint64) {
	number := map[string]int{}
	for i, side := range wordlist.Ordered(faultsFile) {
		group, _, _ := strings.Cut(side.Name, ":")
		n, ok := number[group]
		if !ok {
			name, _, _ := strings.Cut(group, ",")
			n = len(all)
			number[group] = n
			all = append(all, fault{matter: matterBit(name)})
		}
		all[n].sides |= 1 << i
		for _, word := range side.Words {
			if word == lackWord {
				lack[bits.TrailingZeros64(all[n].matter)] |= 1 << i
			}
		}
	}
	return all, lack
}

func readSayings() byHead[saying] {
	h := byHead[saying]{}
	put := func(text string, s saying) {
		text, s.whole = strings.CutSuffix(text, ".")
		s.most = mostBehind[letters(text)]
		h.put(text, s)
	}
	for i, x := range matters {
		for _, b := range x.Words {
			put(b, saying{matter: 1 << i})
		}
	}
	for i, side := range wordlist.Ordered(faultsFile) {
		for _, b := range side.Words {
			if text, denied := strings.CutPrefix(b, "-"); b != lackWord {
				put(text, saying{side: 1 << i, denied: denied})
			}
		}
	}
	return h
}

// mostBehind is how many letters a word may have behind a beginning of so many: «ям» is no «ямайка».
var mostBehind = map[int]int{2: 3, 3: 4}

// begins reports whether a word with the beginning says it.
func begins(b beginning[saying], low string) bool {
	rest, ok := strings.CutPrefix(low, b.text)
	switch {
	case !ok || rest != "" && b.means.whole:
		return false
	case b.means.most == 0:
		return true
	}
	return letters(rest) <= b.means.most
}

// matterOf is the set of matters that a word belongs to.
func matterOf(low string) (set uint64) {
	for _, b := range sayings.of(low) {
		if b.means.matter != 0 && begins(b, low) {
			set |= b.means.matter
		}
	}
	return set
}

// matterBit is the set of the one matter of a name.
func matterBit(name string) uint64 {
	for i, x := range matters {
		if x.Name == name {
			return 1 << i
		}
	}
	panic("no matter " + name) // a slip in the lists of this package, found by whatever test comes first
}

// What is said of numbered things needs these by name.
var transport, school, opening = matterBit("транспорт"), matterBit("школа"), matterBit("открытие")

// landmarks are matters whose things also say where something else is.
var landmarks = matterBit("мост") | matterBit("школа") | matterBit("площадка") | matterBit("транспорт") |
	matterBit("врач") | matterBit("кладбище") | matterBit("светофор") | matterBit("лекарства")

// factsOf are the matters of the i-th word and the sides it says.
func factsOf(all []token, i int) (matter, side uint64) {
	low := all[i].low
	denied := i > 0 && all[i-1].low == "не"
	for _, b := range sayings.of(low) {
		if !begins(b, low) {
			continue
		}
		matter |= b.means.matter
		if b.means.denied == denied {
			side |= b.means.side
		}
	}
	for rest := matter; rest != 0; rest &= rest - 1 {
		if lack := lackSides[bits.TrailingZeros64(rest)]; lack != 0 && lacking(all, i) {
			side |= lack
		}
	}
	return matter, side
}

// lacking: «нет» or «без» stands beside the i-th word, an adjective between them at most: «нет горячей воды», «воды
// нет».
func lacking(all []token, i int) bool {
	for k := max(0, i-2); k <= i+1 && k < len(all); k++ {
		switch all[k].low {
		case "нет", "нету":
			return true
		case "без":
			return k < i
		}
	}
	return false
}

// otherFaults are those of some shared matters of which two messages say different sides.
func otherFaults(shared, a, b uint64) (parted uint64) {
	for _, f := range faults {
		if shared&f.matter != 0 && a&f.sides != 0 && b&f.sides != 0 && a&b&f.sides == 0 {
			parted |= f.matter
		}
	}
	return parted
}
