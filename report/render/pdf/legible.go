package pdf

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
	"golang.org/x/text/unicode/norm"
)

// legible writes a text with nothing but characters that the fonts have, on one line. What the fonts cannot draw is
// said in brackets instead of vanishing: an emoji by its name, fancy letters as plain ones, a few foreign characters by
// their codes, a longer piece in another script by the script's name and its length. What cannot be seen is left out.
type legible struct {
	faces   *faces
	english bool
}

func (l legible) text(s string) string {
	if l.plain(s) {
		return s
	}
	s = norm.NFC.String(strings.ToValidUTF8(s, "\uFFFD"))
	w := legibleWriter{legible: l}
	clusters := uniseg.NewGraphemes(s)
	for clusters.Next() {
		w.cluster(clusters.Str(), clusters.Runes())
	}
	w.flush()
	w.endRow()
	return shapeArabic(w.b.String(), l.faces.has)
}

// plain is whether the text can be drawn as it stands, which nearly every text can.
func (l legible) plain(s string) bool {
	for _, r := range s {
		switch {
		case r < ' ', r == utf8.RuneError, r >= 0x0300 && r < 0x0370, r >= 0x0590 && r < 0x0900,
			r >= 0x2000 && !l.seen(r), !l.faces.has(r):
			return false
		}
	}
	return true
}

// seen is whether the character of the upper planes of symbols is an ordinary sign of a text.
func (l legible) seen(r rune) bool {
	return r >= 0x2010 && r < 0x2028 || r == 0x202F || r >= 0x2030 && r < 0x2060 && r != 0x203C && r != 0x2049 ||
		r == '№' || r == '−' || r == '₽' || r == '€'
}

// mostCodes is up to how many foreign characters in a row are shown by their codes.
const mostCodes = 4

// mostNames is how many different emoji in a row are named; whoever sends two hundred says no more.
const mostNames = 8

// legibleWriter gathers repeated signs and pieces of one foreign script before writing them.
type legibleWriter struct {
	legible
	b strings.Builder

	sign    string // the emoji that was read last, with how often in a row
	times   int
	row     int    // how many names stand in a row without a word between them
	skipped int    // the emoji after mostNames
	spaced  bool   // a space came after them
	script  string // the foreign script that is being read
	foreign []rune
	gap     bool // a space came after it
}

func (w *legibleWriter) cluster(text string, runes []rune) {
	if name := w.emoji(runes); name != "" {
		if name != w.sign || len(w.foreign) > 0 {
			w.flush()
			w.sign = name
		}
		w.times++
		return
	}
	drawn := w.drawn(runes)
	if drawn != "" || len(w.missing(runes)) == 0 {
		switch {
		case drawn == "":
		case drawn == " " && len(w.foreign) > 0:
			w.gap = true
		case drawn == " ":
			w.flush()
			if w.spaced = w.skipped > 0; !w.spaced {
				w.b.WriteByte(' ')
			}
		default:
			w.flush()
			w.endRow()
			w.b.WriteString(drawn)
		}
		return
	}
	missing := w.missing(runes)
	script := scriptOf(missing[0])
	if script != w.script || w.times > 0 {
		w.flush()
		w.script = script
	}
	w.foreign, w.gap = append(w.foreign, missing...), false
}

// drawn is the cluster as the fonts can draw it, or nothing if they cannot.
func (w *legibleWriter) drawn(runes []rune) string {
	var b strings.Builder
	for _, r := range runes {
		switch {
		case r == '\n' || r == '\t' || r == '\u0085' || r == '\u2028' || r == '\u2029':
			b.WriteByte(' ')
		case unseen(r):
		case w.faces.has(r):
			b.WriteRune(r)
		default:
			// Letters in fancy clothes: bold mathematical ones, circled, of full width.
			simple := norm.NFKC.String(string(r))
			if simple == string(r) {
				return ""
			}
			for _, s := range simple {
				if !w.faces.has(s) {
					return ""
				}
			}
			b.WriteString(simple)
		}
	}
	return b.String()
}

// missing are the characters of a cluster that would be seen if the fonts had them.
func (w *legibleWriter) missing(runes []rune) []rune {
	var missing []rune
	for _, r := range runes {
		if !unseen(r) && r != '\n' && r != '\t' {
			missing = append(missing, r)
		}
	}
	return missing
}

// emoji is the name of an emoji with everything that belongs to it, or nothing.
func (w *legibleWriter) emoji(runes []rune) string {
	var names []string
	for i := 0; i < len(runes); i++ {
		r := runes[i]
		switch {
		case unseen(r) || r >= 0x1F3FB && r <= 0x1F3FF || r == '♀' || r == '♂':
		case isRegional(r):
			country := ""
			for ; i < len(runes) && isRegional(runes[i]); i++ {
				country += string(runes[i] - 0x1F1E6 + 'A')
			}
			i--
			names = append(names, w.pick("флаг ", "flag ")+country)
		case len(runes) > 1 && runes[len(runes)-1] == 0x20E3:
			return "" // a digit on a key: the digit is drawn
		default:
			word, known := emojiWords[r]
			if !known {
				if r < 0x1F000 || r > 0x1FAFF && r < 0xE0000 || r > 0xE0FFF && r < 0x110000 || w.faces.has(r) {
					return ""
				}
				names = append(names, code(r))
				continue
			}
			names = append(names, w.pick(word.russian, word.english))
		}
	}
	return strings.Join(names, " + ")
}

func (w *legibleWriter) pick(russian, english string) string {
	if w.english {
		return english
	}
	return russian
}

// flush writes what was gathered.
func (w *legibleWriter) flush() {
	if w.times > 0 {
		switch {
		case w.row == mostNames:
			w.skipped += w.times
		case strings.Trim(w.sign, "!?") == "":
			w.b.WriteString(strings.Repeat(w.sign, min(w.times, 3)))
		default:
			w.put("[" + w.sign + times(w.times) + "]")
			w.row++
		}
		w.sign, w.times = "", 0
	}
	switch n := len(w.foreign); {
	case n == 0:
	case n <= mostCodes:
		w.endRow()
		codes := make([]string, n)
		for i, r := range w.foreign {
			codes[i] = code(r)
		}
		w.put("[" + strings.Join(codes, " ") + "]")
	default:
		w.endRow()
		w.put(fmt.Sprintf(w.pick("[письмо %s, знаков: %d]", "[%s script, characters: %d]"), w.script, n))
	}
	if w.gap {
		w.b.WriteByte(' ')
	}
	w.script, w.foreign, w.gap = "", nil, false
}

// endRow says how many emoji of a row were not named.
func (w *legibleWriter) endRow() {
	if w.skipped > 0 {
		w.b.WriteString(w.pick(" [ещё эмодзи: ", " [more emoji: ") + strconv.Itoa(w.skipped) + "]")
	}
	if w.spaced {
		w.b.WriteByte(' ')
	}
	w.row, w.skipped, w.spaced = 0, 0, false
}

// put keeps a bracket apart from the word before it.
func (w *legibleWriter) put(bracket string) {
	if before := w.b.String(); before != "" {
		last, _ := utf8.DecodeLastRuneInString(before)
		if unicode.IsLetter(last) || unicode.IsDigit(last) || last == ']' || unicode.IsPunct(last) &&
			strings.ContainsRune(".,!?;:…", last) {
			w.b.WriteByte(' ')
		}
	}
	w.b.WriteString(bracket)
}

func times(n int) string {
	if n == 1 {
		return ""
	}
	return fmt.Sprintf(" ×%d", n)
}

func code(r rune) string { return fmt.Sprintf("U+%04X", r) }

func isRegional(r rune) bool { return r >= 0x1F1E6 && r <= 0x1F1FF }

// unseen is whether a character has no look of its own: control, formatting, private, variation selectors, keys'
// frames, what is no character.
func unseen(r rune) bool {
	return unicode.Is(unicode.Cc, r) && r != '\n' && r != '\t' && r != '\u0085' || unicode.Is(unicode.Cf, r) ||
		unicode.Is(unicode.Co, r) ||
		r >= 0xFE00 && r <= 0xFE0F || r >= 0xE0100 && r <= 0xE01EF || r == 0x20E3 ||
		r&0xFFFE == 0xFFFE || r >= 0xFDD0 && r <= 0xFDEF
}

// scriptOf is Unicode's name of a character's script.
func scriptOf(r rune) string {
	for _, name := range scripts {
		if unicode.Is(unicode.Scripts[name], r) {
			return name
		}
	}
	return "Unicode"
}

// scripts are the scripts that are looked through, in a fixed order.
var scripts = []string{"Han", "Hiragana", "Katakana", "Hangul", "Devanagari", "Bengali", "Tamil", "Telugu", "Gujarati",
	"Gurmukhi",
	"Kannada", "Malayalam", "Sinhala", "Thai", "Lao", "Khmer", "Myanmar", "Tibetan", "Mongolian", "Ethiopic",
	"Cherokee", "Syriac",
	"Thaana", "Arabic", "Hebrew", "Armenian", "Georgian", "Cyrillic", "Greek", "Latin", "Old_Permic", "Gothic"}
