package precedent

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"otklik/internal/text"
	"otklik/internal/text/wordlist"
)

// maxWords bounds what counts of a text: what a person wants stands early, and a hostile text must not cost more.
const maxWords = 200

// sign is a hashed stem.
type sign = uint32

// signs are what counts of a text, each list sorted and without duplicates. Order counts for nothing: the same matter
// in other words mostly stands in another order too.
type signs struct {
	all []sign // stems; one that is denied is a sign of its own
	not []sign // the stems that are denied
}

// signsOf finds the signs of a text.
func signsOf(said string) signs {
	var stemmer text.Stemmer
	s := signs{not: []sign{}}
	denied, read := false, 0
	for word := range text.Words(said) {
		if read++; read > maxWords {
			break
		}
		if denies[word] {
			denied = true
			continue
		}
		first, _ := utf8.DecodeRuneInString(word)
		if utf8.RuneCountInString(word) < 3 && !unicode.IsDigit(first) || everywhere[word] {
			continue // alike in all texts, unlike the number of a house or a route
		}
		stem := stemmer.Stem(word)
		if denied {
			s.not = append(s.not, hash(stem))
			stem = "не " + stem
		}
		denied = false
		s.all = append(s.all, hash(stem))
	}
	slices.Sort(s.all)
	slices.Sort(s.not)
	s.all, s.not = slices.Compact(s.all), slices.Compact(s.not)
	return s
}

// opposite reports whether one text denies what the other says: «ходит» and «не ходит».
func opposite(a, b signs) bool { return share(a.not, b.all) || share(b.not, a.all) }

// share reports whether two sorted lists have a sign in common.
func share(a, b []sign) bool {
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] == b[0]:
			return true
		case a[0] < b[0]:
			a = a[1:]
		default:
			b = b[1:]
		}
	}
	return false
}

//go:embed words.txt
var wordFile string

var (
	lists      = wordlist.Parse(wordFile)
	everywhere = lists.Set("everywhere")
	placeWords = lists.Set("before a place")
	denies     = map[string]bool{"не": true, "ни": true, "нет": true, "без": true}
)

// namesOf are the words that may name a place: behind a preposition of place, or written with a capital inside a
// sentence. They are stemmed, so that every case of a name is found.
func namesOf(said string) []sign {
	var stemmer text.Stemmer
	var names []sign
	fields := strings.Fields(said)
	fields = fields[:min(len(fields), maxWords)]
	behind := true // a sentence begins: its capital says nothing
	for i, field := range fields {
		word := strings.TrimFunc(field, func(r rune) bool { return !text.IsLetter(r) && !unicode.IsDigit(r) })
		first, _ := utf8.DecodeRuneInString(word)
		named := i > 0 && placeWords[strings.ToLower(fields[i-1])] || !behind && text.IsUpper(first)
		if named && utf8.RuneCountInString(word) > 2 && !unicode.IsDigit(first) {
			names = append(names, hash(stemmer.Stem(text.Fold(word))))
		}
		behind = strings.HasSuffix(field, ".") || strings.HasSuffix(field, "!") || strings.HasSuffix(field, "?")
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func hash(s string) sign {
	h := uint32(2166136261)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}
