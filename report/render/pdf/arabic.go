package pdf

import "strings"

// joining says where the joined forms of an Arabic letter stand in Unicode: alone, at the end, then, where four is
// true, at the beginning and in the middle of a word.
type joining struct {
	alone rune
	four  bool
}

// arabicForms are the letters of Arabic, Persian and Urdu that the fonts have forms for (Unicode, Arabic Presentation
// Forms A and B). A PDF draws characters one by one, so the forms have to be chosen here.
var arabicForms = map[rune]joining{
	'ء': {0xFE80, false}, 'آ': {0xFE81, false}, 'أ': {0xFE83, false}, 'ؤ': {0xFE85, false}, 'إ': {0xFE87, false},
	'ئ': {0xFE89, true},
	'ا': {0xFE8D, false}, 'ب': {0xFE8F, true}, 'ة': {0xFE93, false}, 'ت': {0xFE95, true}, 'ث': {0xFE99, true},
	'ج': {0xFE9D, true},
	'ح': {0xFEA1, true}, 'خ': {0xFEA5, true}, 'د': {0xFEA9, false}, 'ذ': {0xFEAB, false}, 'ر': {0xFEAD, false},
	'ز': {0xFEAF, false},
	'س': {0xFEB1, true}, 'ش': {0xFEB5, true}, 'ص': {0xFEB9, true}, 'ض': {0xFEBD, true}, 'ط': {0xFEC1, true},
	'ظ': {0xFEC5, true},
	'ع': {0xFEC9, true}, 'غ': {0xFECD, true}, 'ف': {0xFED1, true}, 'ق': {0xFED5, true}, 'ك': {0xFED9, true},
	'ل': {0xFEDD, true},
	'م': {0xFEE1, true}, 'ن': {0xFEE5, true}, 'ه': {0xFEE9, true}, 'و': {0xFEED, false}, 'ى': {0xFEEF, false},
	'ي': {0xFEF1, true},
	'پ': {0xFB56, true}, 'چ': {0xFB7A, true}, 'ژ': {0xFB8A, false}, 'ک': {0xFB8E, true}, 'گ': {0xFB92, true},
	'ی': {0xFBFC, true},
}

// lamAlef are the ligatures that lam makes with the letter after it.
var lamAlef = map[rune]rune{'آ': 0xFEF5, 'أ': 0xFEF7, 'إ': 0xFEF9, 'ا': 0xFEFB}

// shapeArabic joins Arabic letters, in the order in which they are read. Letters that has says are missing stay as they
// are.
func shapeArabic(text string, has func(rune) bool) string {
	if !strings.ContainsFunc(text, func(r rune) bool { _, ok := arabicForms[r]; return ok }) {
		return text
	}
	runes := []rune(text)
	var b strings.Builder
	joined := false // the letter before reaches out to this one
	for i := 0; i < len(runes); i++ {
		r := runes[i]
		form, ok := arabicForms[r]
		if !ok {
			b.WriteRune(r)
			// Vowel signs stand above letters and do not part them; a tatweel is a stroke that joins.
			if r == 'ـ' {
				joined = true
			} else if !isHaraka(r) {
				joined = false
			}
			continue
		}
		next, at := nextLetter(runes, i)
		if ligature, ok := lamAlef[next]; ok && r == 'ل' && at == i+1 && has(ligature) {
			if joined {
				ligature++
			}
			b.WriteRune(ligature)
			joined, i = false, at
			continue
		}
		_, nextJoins := arabicForms[next]
		reaches := form.four && (nextJoins && next != 'ء' || next == 'ـ')
		shaped := form.alone
		switch {
		case joined && reaches:
			shaped += 3
		case reaches:
			shaped += 2
		case joined && r != 'ء':
			shaped++
		}
		if has(shaped) {
			r = shaped
		}
		b.WriteRune(r)
		joined = reaches
	}
	return b.String()
}

func isHaraka(r rune) bool { return r >= 0x064B && r <= 0x065F || r == 0x0670 }

// nextLetter is the next character that is no vowel sign, and its place.
func nextLetter(runes []rune, i int) (rune, int) {
	for i++; i < len(runes); i++ {
		if !isHaraka(runes[i]) {
			return runes[i], i
		}
	}
	return 0, len(runes)
}
