package reply

import "hash/fnv"

// Fingerprint is the same number for texts that differ by a greeting, a name, a mention or punctuation only; 0 for
// texts of fewer than least words. Figures and dates count: an answer that names another day is another answer.
func Fingerprint(text string, least int) uint64 {
	words := plainWords(cut(text))
	if len(words) < least {
		return 0
	}
	h := fnv.New64a()
	for _, w := range words {
		h.Write([]byte(w))
		h.Write([]byte{0})
	}
	return max(h.Sum64(), 1)
}

// matterStems is how many stems of a complaint matter: what a person wants stands early, and lists are compared in
// pairs.
const matterStems = 48

// Subject is what a complaint is about: the hashed stems of its first words of substance. Empty where there are none.
func Subject(text string) []uint32 {
	all := hashes(stems(cut(text)))
	return all[:min(len(all), matterStems)]
}

// CountDistinct is how many of the complaints are about different matters: less than a third of the shorter one's stems
// stand in the other. Ten people without water who get one honest answer are one complaint. Empty matters do not count.
func CountDistinct(matters [][]uint32) int {
	var kept [][]uint32
next:
	for _, m := range matters {
		if len(m) == 0 {
			continue
		}
		for _, k := range kept {
			if sameMatter(k, m) {
				continue next
			}
		}
		kept = append(kept, m)
	}
	return len(kept)
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
