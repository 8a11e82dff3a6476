package reply

import "hash/fnv"

// FormalRepeats is the number of different complaints from which one reply text is a form letter: the wiring calls a
// reply formal where Add reports so many or more and Reply did not find it automatic, interim or worth nothing.
const FormalRepeats = 3

const (
	// leastWords is the length from which a text can be a form letter. «Да», «Сделаем завтра» and «Яму засыпали» are
	// short because the matter is.
	leastWords = 4
	// sketchSize is the number of MinHash values of a text, in bands of bandSize values each.
	sketchSize = 32
	bandSize   = 4
	// alike is how many of the MinHash values of two texts must be equal for them to be one text: about four fifths of
	// their word pairs.
	alike = 26
	// mostComplaints bounds what is kept of the complaints under one text; the count stops there.
	mostComplaints = 12
)

// Repeats counts under how many different complaints the same reply text stands. It remembers hashes, never texts, costs
// by the likeness of texts and not by their number (some 500 bytes for each different text), and is for one goroutine at a
// time.
type Repeats struct {
	texts []repeated
	bands map[uint64][]int // hash of a band → the texts that have it
}

// repeated is one reply text.
type repeated struct {
	sketch     [sketchSize]uint32
	complaints [][]uint32 // the hashed stems of each different complaint
}

// NewRepeats has seen nothing yet.
func NewRepeats() *Repeats { return &Repeats{bands: map[uint64][]int{}} }

// Add notes that a reply stands under a complaint and returns under how many different complaints the same text was
// noted, this one included. Texts are the same where they differ by a greeting, a name, punctuation or a word in twenty.
// Complaints are different where less than a third of the shorter one's stems stand in the other: ten people without
// water who get one honest answer are one complaint. Noting a pair again changes nothing. Texts too short to be a form
// letter, and complaints without words of substance, are not counted; the result is then 0.
func (r *Repeats) Add(reply, complaint string) int {
	words := plainWords(cut(reply))
	matter := hashes(stems(cut(complaint)))
	if len(words) < leastWords || len(matter) == 0 {
		return 0
	}
	t := r.text(sketch(words))
	for _, known := range t.complaints {
		if sameMatter(known, matter) {
			return len(t.complaints)
		}
	}
	if len(t.complaints) < mostComplaints {
		t.complaints = append(t.complaints, matter)
	}
	return len(t.complaints)
}

// text finds the text that a sketch belongs to, or notes it as new.
func (r *Repeats) text(s [sketchSize]uint32) *repeated {
	var bands [sketchSize / bandSize]uint64
	best, most := -1, alike-1
	for b := range bands {
		h := uint64(b + 1)
		for _, x := range s[b*bandSize : (b+1)*bandSize] {
			h = mix(h ^ uint64(x))
		}
		bands[b] = h
		for _, n := range r.bands[h] {
			equal := 0
			for i, x := range r.texts[n].sketch {
				if x == s[i] {
					equal++
				}
			}
			if equal > most {
				best, most = n, equal
			}
		}
	}
	if best < 0 {
		best = len(r.texts)
		r.texts = append(r.texts, repeated{sketch: s})
		for _, h := range bands {
			r.bands[h] = append(r.bands[h], best)
		}
	}
	return &r.texts[best]
}

// plainWords are the words and numbers of a reply without mentions and without a greeting and the name beside it.
func plainWords(s *scan) []string {
	var out []string
	greeting := -1
	for i := range s.tokens {
		t := &s.tokens[i]
		switch t.norm {
		case "здравствуйте", "добрый", "доброе", "доброго", "уважаемый", "уважаемая", "уважаемые":
			greeting = t.sentence
		}
		// A name is written with a capital letter, and stands in the greeting or alone before a comma.
		name := t.kind == word && t.capital && (greeting == t.sentence || t.sentence == 0 && i < 3 && beforeComma(s, i))
		if t.kind == mention || name || t.norm == "день" && greeting == t.sentence || t.norm == "здравствуйте" {
			continue
		}
		if t.kind == link {
			out = append(out, "link")
			continue
		}
		out = append(out, t.norm)
	}
	return out
}

// beforeComma reports whether token i belongs to the capitalised words at the text's beginning that a comma ends.
func beforeComma(s *scan, i int) bool {
	for ; i < len(s.tokens)-1 && i < 3; i++ {
		if !s.tokens[i].capital {
			return false
		}
		if s.tokens[i+1].clause != s.tokens[i].clause {
			return true
		}
	}
	return false
}

// sketch is the MinHash of the text's pairs of neighbouring words.
func sketch(words []string) [sketchSize]uint32 {
	var s [sketchSize]uint32
	for i := range s {
		s[i] = ^uint32(0)
	}
	last := uint64(0)
	for _, w := range words {
		now := uint64(hash(w))
		pair := mix(last<<32 | now)
		last = now
		for i := range s {
			s[i] = min(s[i], uint32(mix(pair+uint64(i)*0x9e3779b97f4a7c15)))
		}
	}
	return s
}

// sameMatter reports whether a third or more of the shorter list's hashes stand in the other.
func sameMatter(a, b []uint32) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	common := 0
	for _, x := range a {
		for _, y := range b {
			if x == y {
				common++
				break
			}
		}
	}
	return 3*common >= len(a)
}

func hashes(words []string) []uint32 {
	out := make([]uint32, len(words))
	for i, w := range words {
		out[i] = hash(w)
	}
	return out
}

func hash(word string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(word))
	return h.Sum32()
}

// mix spreads the bits of x (the finisher of MurmurHash3).
func mix(x uint64) uint64 {
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	x *= 0xc4ceb9fe1a85ec53
	return x ^ x>>33
}
