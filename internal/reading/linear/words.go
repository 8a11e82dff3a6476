package linear

import (
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/russian"
)

// words cuts a text into words and gives their n-grams to a Features. Words are lower case, ё is е, accents are dropped,
// a letter repeated more than twice stands twice, Latin look-alikes inside a Cyrillic word are Cyrillic; every number is
// one of a few shapes, because house numbers say nothing about other houses.
type words struct {
	edged    []rune       // the word between two blanks, its edges
	before   [2]uint64    // hashes of the two words before
	stems    [][2]stemmed // memory of stems, two for each place
	env      *snowballstem.Env
	bytes    []byte
	cyrillic bool
	latin    bool
}

// stemmed remembers the stem's hash of a word's hash.
type stemmed struct{ word, stem uint64 }

const (
	stemMemory = 1 << 13
	maxLetters = 40 // what is longer is no word; the rest of it is left out
)

func (w *words) read(text string, f *Features) {
	w.before = [2]uint64{}
	for i := 0; i < len(text); {
		if text[i] == ' ' {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case r >= 'А' && r <= 'я': // most are: no link begins so
			i += w.word(text[i:], f)
		case r == utf8.RuneError:
			i += size
		case '0' <= r && r <= '9':
			n := 0
			for i < len(text) && '0' <= text[i] && text[i] <= '9' {
				i++
				n++
			}
			w.token(mark(fnvOffset, '0'+rune(min(n, 5))), f)
		case isLetter(r):
			if end := link(text[i:]); end > 0 {
				i += end
				if f.spec.Marks {
					w.token(mark(fnvOffset, 'L'), f)
				}
				continue
			}
			i += w.word(text[i:], f)
		case r == '@' || r == '[':
			end := mention(text[i:])
			if end == 0 {
				i += size
				continue
			}
			i += end
			if f.spec.Marks {
				w.token(mark(fnvOffset, '@'), f)
			}
		default:
			if f.spec.Marks && (r == '?' || r == '!' || r >= 0x2600 && r <= 0x27BF || r >= 0x1F300 && r <= 0x1FAFF || r == ')' || r == '(') {
				w.token(mark(fnvOffset, r), f)
			}
			i += size
		}
	}
}

// word reads a word at the beginning of text and returns its length in bytes.
func (w *words) word(text string, f *Features) int {
	w.edged, w.cyrillic, w.latin = append(w.edged[:0], ' '), false, false
	var last rune
	run, end := 0, 0
	for end < len(text) {
		r, size := utf8.DecodeRuneInString(text[end:])
		switch {
		case r >= 'а' && r <= 'я':
		case r >= 'А' && r <= 'Я':
			r += 'а' - 'А'
		default:
			if !isLetter(r) && !(r >= 0x300 && unicode.Is(unicode.Mn, r)) {
				size = 0
			}
			r = lower(r)
		}
		if size == 0 {
			break
		}
		end += size
		if r >= 0x300 && r < 0x370 {
			continue // an accent
		}
		if r == last {
			run++
		} else {
			last, run = r, 1
		}
		if run > 2 || len(w.edged) > maxLetters {
			continue
		}
		if r < 0x80 {
			w.latin = true
		} else {
			w.cyrillic = true
		}
		w.edged = append(w.edged, r)
	}
	letters := w.edged[1:]
	if w.latin && w.cyrillic {
		for i, r := range letters {
			if c, ok := lookalike(r); ok {
				letters[i] = c
			}
		}
	}
	w.edged = append(w.edged, ' ')
	if f.spec.CharMax > 0 {
		w.chars(f)
	}
	h := uint64(fnvOffset)
	for _, r := range letters {
		h = mark(h, r)
	}
	if f.spec.Stem && w.cyrillic && len(letters) > 3 {
		h = w.stem(h, letters)
	}
	w.token(h, f)
	return end
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

// stem is the hash of the stem of a word with the hash h. Most words of a text have been met before: their stem is remembered.
func (w *words) stem(h uint64, letters []rune) uint64 {
	if w.stems == nil {
		w.stems = make([][2]stemmed, stemMemory)
		w.env = snowballstem.NewEnv("")
	}
	place := &w.stems[mix(h)%stemMemory]
	if place[0].word == h {
		return place[0].stem
	}
	if place[1].word == h {
		place[0], place[1] = place[1], place[0]
		return place[0].stem
	}
	w.bytes = w.bytes[:0]
	for _, r := range letters {
		w.bytes = utf8.AppendRune(w.bytes, r)
	}
	w.env.SetCurrent(string(w.bytes))
	russian.Stem(w.env)
	s := uint64(fnvOffset)
	for _, r := range w.env.Current() {
		s = mark(s, r)
	}
	place[0], place[1] = stemmed{h, s}, place[0]
	return s
}

func mark(h uint64, r rune) uint64 { return (h ^ uint64(r)) * fnvPrime }

func isLetter(r rune) bool {
	switch {
	case r >= 'а' && r <= 'я' || r >= 'А' && r <= 'Я' || r == 'ё' || r == 'Ё' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z':
		return true
	case r < 0x80 || r == utf8.RuneError:
		return false
	}
	return unicode.IsLetter(r)
}

func lower(r rune) rune {
	switch {
	case r >= 'а' && r <= 'я' || r >= 'a' && r <= 'z':
		return r
	case r >= 'А' && r <= 'Я' || r >= 'A' && r <= 'Z':
		return r + 32
	case r == 'ё' || r == 'Ё':
		return 'е'
	}
	return unicode.ToLower(r)
}

// lookalike is the Cyrillic letter that a Latin one is typed for.
func lookalike(r rune) (rune, bool) {
	switch r {
	case 'a':
		return 'а', true
	case 'e':
		return 'е', true
	case 'o':
		return 'о', true
	case 'p':
		return 'р', true
	case 'c':
		return 'с', true
	case 'x':
		return 'х', true
	case 'y':
		return 'у', true
	case 'k':
		return 'к', true
	case 'm':
		return 'м', true
	case 't':
		return 'т', true
	case 'h':
		return 'н', true
	case 'b':
		return 'в', true
	}
	return 0, false
}

// link measures an address on the web at the beginning of text; 0: there is none.
func link(text string) int {
	for _, p := range [...]string{"http://", "https://", "www.", "vk.com/", "vk.cc/", "t.me/"} {
		if len(text) >= len(p) && text[:len(p)] == p {
			end := len(p)
			for end < len(text) && text[end] > ' ' && text[end] != ')' {
				end++
			}
			return end
		}
	}
	return 0
}

// mention measures @name or [id1|Name]; 0: there is none.
func mention(text string) int {
	if text[0] == '[' {
		bar := -1
		for i := 1; i < len(text) && i < 160; i++ {
			switch {
			case text[i] == '|':
				bar = i
			case text[i] == ']' && bar > 0:
				return i + 1
			case text[i] == '\n':
				return 0
			}
		}
		return 0
	}
	end := 1
	for end < len(text) && end < 64 {
		c := text[end]
		if c != '_' && !('a' <= c && c <= 'z') && !('A' <= c && c <= 'Z') && !('0' <= c && c <= '9') {
			break
		}
		end++
	}
	if end == 1 {
		return 0
	}
	return end
}
