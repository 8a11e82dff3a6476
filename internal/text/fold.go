package text

import (
	"iter"
	"strings"
	"unicode"
)

// Lower is a letter's small form, with е for ё. Russian and Latin letters and digits need no table.
func Lower(r rune) rune {
	switch {
	case r >= 'а' && r <= 'я' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
		return r
	case r >= 'А' && r <= 'Я' || r >= 'A' && r <= 'Z':
		return r + ('а' - 'А')
	case r == 'ё' || r == 'Ё':
		return 'е'
	}
	return unicode.ToLower(r)
}

// IsLetter is unicode.IsLetter, quick for Russian and Latin letters.
func IsLetter(r rune) bool {
	switch {
	case r >= 'А' && r <= 'я' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z':
		return true
	case r < 0x80:
		return false
	}
	return unicode.IsLetter(r)
}

// IsUpper is unicode.IsUpper, quick for Russian letters.
func IsUpper(r rune) bool {
	switch {
	case r >= 'А' && r <= 'Я':
		return true
	case r >= 'а' && r <= 'я':
		return false
	}
	return unicode.IsUpper(r)
}

// Fold brings a text into the form in which words are compared: small letters, е for ё. Invalid bytes become U+FFFD. A
// text that has the form already comes back as it is.
func Fold(s string) string {
	if smallLetters(s) == len(s) {
		return s
	}
	return strings.Map(Lower, s)
}

// FoldName is Fold of a name as people type it: blanks at its edges and rows of them do not matter.
func FoldName(name string) string { return Fold(strings.Join(strings.Fields(name), " ")) }

// Words are the words and numbers of a text, folded, for those who need nothing of what stands between them. Everything
// that is neither letter nor digit separates them, accents too.
func Words(s string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return !IsLetter(r) && !unicode.IsDigit(r) }) {
			if !yield(Fold(w)) {
				return
			}
		}
	}
}

// smallLetters measures the small Russian letters, without ё, at the beginning of a text, in bytes. Nearly every word
// is made of them alone, and they need neither decoding nor folding.
func smallLetters(s string) int {
	i := 0
	for i+1 < len(s) && smallLetter(s[i], s[i+1]) {
		i += 2
	}
	return i
}

// smallLetter reports whether two bytes are one of the letters а to я.
func smallLetter(a, b byte) bool {
	both := uint16(a)<<8 | uint16(b) // D0B0 to D0BF, D180 to D18F
	return both-0xD0B0 < 0x10 || both-0xD180 < 0x10
}

// LookAlike is the Cyrillic letter that people type a small Latin one for, some to get past filters; any other letter
// stays.
func LookAlike(r rune) rune {
	switch r {
	case 'a':
		return 'а'
	case 'e':
		return 'е'
	case 'o':
		return 'о'
	case 'p':
		return 'р'
	case 'c':
		return 'с'
	case 'x':
		return 'х'
	case 'y':
		return 'у'
	case 'k':
		return 'к'
	case 'm':
		return 'м'
	case 't':
		return 'т'
	case 'h':
		return 'н'
	case 'b':
		return 'в'
	}
	return r
}
