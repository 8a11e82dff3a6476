package reading

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// foreignLetters stand in the alphabets of Tatar, Bashkir, Chuvash, Yakut, Kalmyk, Buryat, Ossetian and others, and in
// no Russian word.
const foreignLetters = "әөүҗңһӑӗҫӳҡғҙҥҕӧӱӓӹӛӊӈԥқҳҷӣӯўӏӂæӟӥӵӝӀăĕç"

// Words of other languages of Russia. A greeting may open a text that wants something, pleas stand in no thanks.
var (
	foreignWords     = lists.Set("foreign words")
	foreignThanks    = lists.Words("foreign thanks")
	foreignGreetings = lists.Words("foreign greetings")
	foreignPleas     = lists.Set("foreign pleas")
	englishWords     = lists.Set("english")
	englishSelling   = lists.Set("english selling")
)

// foreign reports whether a text is in another language of Russia: letters that Russian lacks, in more than a stray
// word.
func (s *scan) foreign() bool {
	marked, words := 0, 0
	for i := range s.tokens {
		t := &s.tokens[i]
		if t.kind != word || t.norm == "" || t.norm[0] < 0x80 {
			continue
		}
		words++
		if beyondRussian(t.norm) && strings.ContainsAny(t.norm, foreignLetters) || foreignWords[t.norm] {
			marked++
		}
	}
	return marked > 0 && marked*5 >= words
}

// english reports whether a text is a sentence in English that is said to nobody else: five words, two of them such as
// no title lacks. Advertising and jokes are none that a person has to look at.
func (s *scan) english() bool {
	if s.words < 5 || s.links+s.laughs > 0 || s.toCitizen() || !s.mostlyLatin() {
		return false
	}
	known, russian := map[string]bool{}, 0
	for i := range s.tokens {
		n := s.tokens[i].norm
		if s.tokens[i].kind == word && n != "" && n[0] >= utf8.RuneSelf {
			russian++
		}
		switch {
		case englishSelling[n]:
			return false
		case englishWords[n]:
			known[n] = true
		}
	}
	// Who begins with a name speaks to its bearer; a place's name may stand among the rest.
	return len(known) > 1 && russian*4 <= s.words && s.tokens[0].norm[0] < utf8.RuneSelf
}

// ownWords is how many words a text in a language that nobody here reads may have before it speaks of a matter of its
// own.
const ownWords = 3

// beyondRussian reports whether a word in UTF-8 has bytes of other letters than the Russian ones; it is quick.
func beyondRussian(norm string) bool {
	for i := 0; i < len(norm); i++ {
		if c := norm[i]; c >= 0xC3 && c != 0xD0 && c != 0xD1 || c == 0xD1 && i+1 < len(norm) && norm[i+1] > 0x8F {
			return true
		}
	}
	return false
}

// polite reports whether a text in another language does nothing but greet or thank.
func (s *scan) polite(text string) bool {
	if s.words > 9 || s.questions > 0 {
		return false
	}
	for i := range s.tokens {
		if foreignPleas[s.tokens[i].norm] {
			return false
		}
	}
	text = strings.ToLower(text)
	holds := func(words []string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
	}
	return holds(foreignThanks) || s.words <= 4 && holds(foreignGreetings)
}
