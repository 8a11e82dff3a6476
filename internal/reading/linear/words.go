package linear

import (
	"unicode/utf8"

	"otklik/internal/text"
)

// words gives the n-grams of a text's words to a Features. Every number is one of a few shapes, because house numbers
// say nothing about other houses.
type words struct {
	norm    []byte       // the word
	edged   []rune       // the word between two blanks, its edges
	before  [2]uint64    // hashes of the two words before
	stems   [][2]stemmed // memory of stems, two for each place
	stemmer text.Stemmer
}

// stemmed remembers the stem's hash of a word's hash.
type stemmed struct{ word, stem uint64 }

const (
	stemMemory = 1 << 13
	maxLetters = 40 // what is longer is no word; the rest of it is left out
)

// rules are how all models have learnt to cut a text. Whoever changes them trains all again.
var rules = &text.Rules{
	Squeeze: true, Mentions: true, AnyBrackets: true, LinksAsWritten: true,
	Links: []string{"http://", "https://", "www.", "vk.com/", "vk.cc/", "t.me/"},
}

func (w *words) read(said string, f *Features) {
	w.before = [2]uint64{}
	for at := text.Scan(said, rules); at.Next(); {
		switch at.Kind {
		case text.Word:
			w.word(at, f)
		case text.Number:
			w.token(mark(fnvOffset, '0'+rune(min(at.To-at.From, 5))), f)
		case text.Link:
			w.mark('L', f)
		case text.Mention:
			w.mark('@', f)
		case text.Sign:
			if tells(at.Sign) {
				w.mark(at.Sign, f)
			}
		}
	}
}

// mark counts what stands for a token that is no word, where the features know such.
func (w *words) mark(r rune, f *Features) {
	if f.spec.Marks {
		w.token(mark(fnvOffset, r), f)
	}
}

// tells reports the signs that say something of a text's voice: marks of questions and feeling, brackets, pictographs.
func tells(r rune) bool {
	switch r {
	case '?', '!', '(', ')':
		return true
	}
	return r >= 0x2600 && r <= 0x27BF || r >= 0x1F300 && r <= 0x1FAFF
}

// word counts the word that is at hand, and its n-grams.
func (w *words) word(at *text.Scanner, f *Features) {
	w.norm, w.edged = at.AppendNorm(w.norm[:0]), append(w.edged[:0], ' ')
	h, cyrillic, i := uint64(fnvOffset), false, 0
	for i < len(w.norm) && len(w.edged) <= maxLetters {
		r, size := rune(w.norm[i]), 1
		switch {
		case r >= 0xE0: // three bytes and more
			r, size = utf8.DecodeRune(w.norm[i:])
		case r >= utf8.RuneSelf: // Russian letters have two; decoded by a call, they would cost most of the time
			r, size = r&0x1F<<6|rune(w.norm[i+1]&0x3F), 2
		}
		i += size
		cyrillic = cyrillic || size > 1
		h = mark(h, r)
		w.edged = append(w.edged, r)
	}
	letters := len(w.edged) - 1
	w.edged = append(w.edged, ' ')
	if f.spec.CharMax > 0 {
		w.chars(f)
	}
	if f.spec.Stem && cyrillic && letters > 3 {
		h = w.stem(h, w.norm[:i])
	}
	w.token(h, f)
}

// token counts a word and the n-grams that end with it.
func (w *words) token(h uint64, f *Features) {
	if f.spec.WordMax == 0 {
		return
	}
	f.ngram(h, wordBlock)
	if f.spec.WordMax > 1 && w.before[0] != 0 {
		pair := w.before[0]*0x9E3779B97F4A7C15 ^ h
		f.ngram(pair, wordBlock)
		if f.spec.WordMax > 2 && w.before[1] != 0 {
			f.ngram((w.before[1]*0x9E3779B97F4A7C15^w.before[0])*0xC2B2AE3D27D4EB4F^h, wordBlock)
		}
	}
	w.before[1], w.before[0] = w.before[0], h
}

// chars counts the character n-grams of the word, its edges marked by blanks.
func (w *words) chars(f *Features) {
	least, most := f.spec.CharMin, f.spec.CharMax
	for i := range w.edged {
		h := uint64(fnvOffset)
		for k, r := range w.edged[i:min(i+most, len(w.edged))] {
			h = mark(h, r)
			if k+1 >= least {
				f.ngram(h, charBlock)
			}
		}
	}
	if len(w.edged) < most { // short words stand whole once more, so that they weigh something
		h := uint64(fnvOffset)
		for _, r := range w.edged {
			h = mark(h, r)
		}
		f.ngram(h^fnvPrime, charBlock)
	}
}

// stem is the hash of the stem of a word with the hash h. Most words of a text have been met before: their stem is
// remembered.
func (w *words) stem(h uint64, norm []byte) uint64 {
	if w.stems == nil {
		w.stems = make([][2]stemmed, stemMemory)
	}
	place := &w.stems[mix(h)%stemMemory]
	if place[0].word == h {
		return place[0].stem
	}
	if place[1].word == h {
		place[0], place[1] = place[1], place[0]
		return place[0].stem
	}
	s := uint64(fnvOffset)
	for _, r := range w.stemmer.Stem(string(norm)) {
		s = mark(s, r)
	}
	place[0], place[1] = stemmed{h, s}, place[0]
	return s
}

func mark(h uint64, r rune) uint64 { return (h ^ uint64(r)) * fnvPrime }
