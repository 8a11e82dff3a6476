package reply

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"otklik/internal/text"
)

//go:embed draft.txt
var draftFile string

// The sections of draft.txt, in their order.
const (
	draftBody = iota
	draftVague
	draftSelf
	draftHere
	draftSomeday
	draftStep
	draftOffice
	draftTerm
	draftAlways
	draftLater
	draftWeigh
)

func readDraft() (*lexicon, error) {
	l, err := readLexicon(draftFile)
	if err != nil {
		return nil, fmt.Errorf("read the built-in words of drafts: %w", err)
	}
	var names []string
	for _, s := range l.sections {
		names = append(names, s.name)
	}
	const want = "body vague self here someday step office term always later weigh"
	if got := strings.Join(names, " "); got != want {
		return nil, fmt.Errorf("read the built-in words of drafts: want the sections %s, not %s", want, got)
	}
	return l, nil
}

// Shown is what a reply shows by its words alone, whatever it answers.
type Shown struct {
	// Deed is true where something was done, Promise where it is to be done, Refusal where it will not be, Step where
	// something goes on there before the matter itself is settled, Passed where it was handed on or is looked into.
	Deed, Promise, Refusal, Step, Passed bool
	// Fact is true where figures or a plain yes or no are told, Plain where it begins with that.
	Fact, Plain bool
	// Term is true where a date or a term is named that is more than «в ближайшее время».
	Term bool
	// Someday is true where a time is named that is none: «в ближайшее время».
	Someday bool
	// Named is true where somebody responsible is named, or who writes takes it on himself.
	Named bool
	// Here is true where the place asked about is spoken of without its name: «во вашем дворе».
	Here bool
	// HandedOn is true where it says that the message was handed to somebody.
	HandedOn bool
	// Weighs is true where a measure is only to be thought about: «рассмотрим возможность».
	Weighs bool
	// Away is true where somebody is sent to another door, whose address is no place of the matter.
	Away bool
}

// Shown reads a reply, of which only the first 16 KiB count.
func (j *Evaluator) Shown(said string) Shown {
	s := cut(said)
	own, known, g := j.draft.bySection(s), j.lexicon.bySection(s), &j.groups
	notDenied := func(h hit) bool { return !negated(s, h.from) }

	found := Shown{
		Deed:     slices.ContainsFunc(known[g.done], notDenied),
		Refusal:  len(known[g.refusal]) > 0,
		Step:     len(own[draftStep]) > 0,
		Plain:    slices.ContainsFunc(known[g.yes], func(h hit) bool { return h.from == 0 }),
		Someday:  len(own[draftSomeday]) > 0,
		Here:     len(own[draftHere]) > 0,
		HandedOn: len(known[g.passed]) > 0,
		Weighs:   len(own[draftWeigh]) > 0,
		Away:     len(own[draftOffice])+len(known[g.redirect]) > 0,
	}
	found.Fact = found.Plain || s.numbers > 0

	later := slices.Concat(own[draftLater], known[g.later]) // they promise no more than a reply
	found.Passed = len(later)+len(known[g.passed])+len(known[g.taken])+len(known[g.finding]) > 0
	found.Promise = slices.ContainsFunc(known[g.promise],
		func(h hit) bool { return notDenied(h) && !h.within(later) })

	nobody := own[draftVague] // whoever is named so
	found.Named = len(own[draftSelf]) > 0 ||
		slices.ContainsFunc(own[draftBody], func(h hit) bool { return !h.within(nobody) })
	never := slices.Concat(own[draftSomeday], own[draftAlways])
	found.Term = slices.ContainsFunc(s.tokens, isDate) ||
		slices.ContainsFunc(slices.Concat(own[draftTerm], known[g.term]), func(h hit) bool { return !h.within(never) })
	return found
}

// bySection are the phrases of a text by their sections.
func (l *lexicon) bySection(s *scan) [][]hit {
	found := make([][]hit, len(l.sections))
	l.find(s, func(h hit) { found[h.section] = append(found[h.section], h) })
	return found
}

// within reports whether a phrase shares words with one of others.
func (h hit) within(others []hit) bool {
	return slices.ContainsFunc(others, func(o hit) bool { return o.from <= h.to && h.from <= o.to })
}

// isDate reports whether a number is a date or a time of day: 20.05, 18:00.
func isDate(t token) bool {
	return t.kind == number && strings.ContainsAny(strings.Trim(t.norm, ".:"), ":.")
}

// Speaks reports whether a text has the words of a name in any case; short words of it that are no name («ул», «д»)
// count for nothing. A name without any word that counts is spoken of nowhere.
func Speaks(said, name string) bool {
	spoken := map[string]bool{}
	for _, stem := range nameKeys(said) {
		spoken[stem] = true
	}
	keys := nameKeys(name)
	for _, key := range keys {
		if !spoken[key] {
			return false
		}
	}
	return len(keys) > 0
}

// placeKinds are words of a place's kind: they stand beside its name or do not.
var placeKinds = lists.Set("place kind")

// nameKeys are the keys of the words of names.
func nameKeys(said string) (keys []string) {
	var stemmer text.Stemmer
	for _, t := range cut(said).tokens {
		if t.kind != word || utf8.RuneCountInString(t.norm) < 3 || placeKinds[t.norm] {
			continue
		}
		keys = append(keys, matterKey(stemmer.Stem(t.norm)))
	}
	return keys
}

// Shares reports whether a reply has a word of matter of a citizen's message, the words of without aside. few is true
// where either has too few such words to tell.
func (j *Evaluator) Shares(citizen, said string, without []string) (shared, few bool) {
	named, asked := keysOf(without), map[string]bool{}
	for _, stem := range stems(cut(citizen)) {
		if key := matterKey(stem); !named[key] {
			asked[key] = true
		}
	}
	own := 0
	for _, stem := range stems(cut(said)) {
		key := matterKey(stem)
		switch {
		case asked[key]:
			return true, false
		case !named[key]:
			own++
		}
	}
	return false, len(asked) < 1 || own < 3
}

// Matters counts the words of matter of a text, the words of without aside.
func (j *Evaluator) Matters(said string, without []string) (n int) {
	named := keysOf(without)
	for _, stem := range stems(cut(said)) {
		if !named[matterKey(stem)] {
			n++
		}
	}
	return n
}

// keysOf are the keys of the words of names.
func keysOf(names []string) map[string]bool {
	keys := map[string]bool{}
	for _, name := range names {
		for _, key := range nameKeys(name) {
			keys[key] = true
		}
	}
	return keys
}
