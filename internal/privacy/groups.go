package privacy

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// joint is what stands between two groups of digits.
type joint uint8

const (
	fused  joint = iota // nothing
	blank               // blanks
	dash                // a dash
	dot                 // . ( ) / _ * and the like
	comma               // a comma
	phrase              // a word such as «код» or «номер», or №
)

// group is digits that people read together.
type group struct {
	from, to int // tokens
	before   joint
	digits   string
	spoken   bool // written in words
}

// most bounds the groups of one run: a telephone given digit by digit has eleven, an account twenty.
const most = 24

// run is groups of digits one after another.
type run struct {
	groups [most]group
	n      int
}

// longestGroup bounds the digits of a group that are looked at; no document has more.
const longestGroup = 30

// run reads the groups of digits that begin with token i, which is a number or a word for one. They are good until the
// next call.
func (f *finder) run(i int) *run {
	r, sep := &f.figures, fused
	r.n = 0
	for r.n < most {
		g, next := f.group(i, r.n > 0)
		if next == 0 {
			return r
		}
		g.before = sep
		if r.n > 0 && sep == fused && !g.spoken {
			last := &r.groups[r.n-1]
			last.digits, last.to = last.digits+g.digits, g.to
		} else if r.n > 0 && sep == blank && !g.spoken && added(&r.groups[r.n-1], g.digits) {
			last := &r.groups[r.n-1]
			last.digits, last.to = last.digits[:len(last.digits)-len(g.digits)]+g.digits, g.to
		} else {
			r.groups[r.n] = g
			r.n++
		}
		if len(r.groups[r.n-1].digits) > longestGroup {
			return r
		}
		i, sep = f.joint(next)
		if i == 0 {
			return r
		}
	}
	return r
}

// added reports «пятьсот 50»: digits that fill the zeros of a number in words.
func added(g *group, digits string) bool {
	zeros := len(g.digits) - len(strings.TrimRight(g.digits, "0"))
	return g.spoken && zeros >= len(digits) && zeros < len(g.digits) && digits[0] != '0'
}

// group reads digits, words for a number, or letters О for zeros within a run.
func (f *finder) group(i int, inside bool) (group, int) {
	t := f.at(i)
	switch t.kind {
	case number:
		return group{from: i, to: i, digits: t.low}, i + 1
	case word:
		if !inside {
			return f.spoken(i)
		}
		if digits := f.lettersForDigits(i); digits != "" {
			return group{from: i, to: i, digits: digits}, i + 1
		}
		return f.spoken(i)
	}
	return group{}, 0
}

// mostLetters bounds the letters О that stand together in a number.
const mostLetters = 10

// zeros reports letters О written for zeros, as in 9ОО-ООО.
func zeros(t *token) bool { return t.letters <= mostLetters && strings.Trim(t.low, "оo-") == "" }

// digitLetters are letters that look like digits, and loudLetters those that do only as capitals.
var digitLetters = map[rune]byte{'о': '0', 'o': '0', 'з': '3', 'l': '1', 'i': '1', 'б': '6', 'ч': '4', 's': '5',
	'z': '2', 't': '7', 'b': '8', 'g': '9'}

const loudLetters = "ztbg"

// lettersForDigits reads letters that look like digits: О for a zero and, where nothing parts them from digits or they
// are capitals, З for a three, l and I for a one, б for a six, Ч for a four, S for a five. "" if there are others.
func (f *finder) lettersForDigits(i int) string {
	t := f.at(i)
	preposition := t.letters == 1 && t.space && !t.capital && (f.ends(i+1) || f.at(i+1).space)
	switch {
	case t.letters > mostLetters, preposition:
		return ""
	case zeros(t):
		return "0000000000"[:t.letters]
	case t.letters > 4, t.space && t.capitals < t.letters && !f.digitBehind(i):
		return ""
	}
	return t.alikeDigits()
}

// alikeDigits are the digits that the letters of a word look like, "" if one looks like none.
func (t *token) alikeDigits() string {
	var b strings.Builder
	for _, r := range t.low {
		if r == '-' { // «l-O»
			continue
		}
		to := digitLetters[r]
		if to == 0 || t.capitals < t.letters && strings.ContainsRune(loudLetters, r) {
			return ""
		}
		b.WriteByte(to)
	}
	return b.String()
}

// digitBehind reports a digit that touches a Latin letter at token i from behind, as in «l0».
func (f *finder) digitBehind(i int) bool {
	return f.text[f.at(i).start] < utf8.RuneSelf && f.width(i+1) > 0 && !f.at(i+1).space
}

// firstSymbol begins the arrows, ornaments and emoji of Unicode, which people put between digits.
const firstSymbol = 0x2190

// mostJoint bounds the tokens between two groups.
const mostJoint = 4

// joint reads what stands between groups, from token i on, and returns where the next group begins, 0 if none does.
func (f *finder) joint(i int) (int, joint) {
	sep := joint(0)
	for range mostJoint + 1 {
		t := f.at(i)
		if t.line || t.kind == taken {
			return 0, 0
		}
		if t.space {
			sep = max(sep, blank)
		}
		if t.kind == number {
			return i, sep
		}
		between, last := f.between(i)
		if last == 0 {
			if t.kind == word && f.digitWord(i) {
				return i, sep
			}
			return 0, 0
		}
		i, sep = last+1, max(sep, between)
	}
	return 0, 0
}

// digitWord reports a word that stands for digits.
func (f *finder) digitWord(i int) bool {
	return spokenValue(f.at(i).low) >= 0 || f.lettersForDigits(i) != ""
}

var (
	splitWords  = listOf("тел н")
	beforeSplit = listOf("а за")
)

// between reads one sign or word, or words in brackets, and gives the last token of it, 0 where nothing joins.
func (f *finder) between(i int) (joint, int) {
	if f.at(i).kind == mark {
		return f.signJoint(i)
	}
	if f.at(i-1).sign == '(' { // «8 900 (мой) 000-00-00»
		if end := f.aside(i - 1); end > 0 {
			return phrase, end
		}
	}
	if f.splitWord(i) {
		return phrase, i
	}
	return 0, 0
}

// splitWord reports a word between two groups: «код», «тел», «а за код».
func (f *finder) splitWord(i int) bool {
	t := f.at(i)
	return t.any(split) || splitWords.has(t.low) || beforeSplit.has(t.low) && f.is(i+1, split)
}

// signJoints are the signs that join groups whatever stands around them.
var signJoints = func() map[rune]joint {
	signs := map[rune]joint{'-': dash, ',': comma, '№': phrase}
	for _, r := range `.()/_*~|="'…·•‧[]{}<>\^` + "`«»" {
		signs[r] = dot
	}
	return signs
}()

// signJoint reads a sign.
func (f *finder) signJoint(i int) (joint, int) {
	t, next := f.at(i), f.at(i+1)
	sep, ok := signJoints[t.sign]
	touches := !f.ends(i+1) && !next.space
	switch {
	case ok:
		return sep, i
	case t.sign == ':' && touches: // a time, or it hides a telephone
		return comma, i
	case t.sign == ':': // «номер: 123»
		return phrase, i
	case t.sign >= firstSymbol, !t.space && f.joinsTightly(t.sign, next):
		return dot, i
	}
	return 0, 0
}

// joinsTightly reports signs that join only what they touch: 8+900+000, 8!900!000; with a blank another number begins
// or a sentence ends.
func (f *finder) joinsTightly(sign rune, next *token) bool {
	if sign == '+' {
		return !next.space
	}
	return strings.ContainsRune("!?;", sign) && (next.kind == outside || !next.space && next.kind == number)
}

// mostAside is how many words in brackets may stand between the groups of a number.
const mostAside = 3

// aside gives the closing bracket behind up to three words that are no digits, from the opening one at token i on.
func (f *finder) aside(i int) int {
	for k, t := range f.onward(i, mostAside+1) {
		if t.sign == ')' && k > i+1 {
			return k
		}
		if t.kind != word || spokenValue(t.low) >= 0 || zeros(t) {
			return 0
		}
	}
	return 0
}

// sizes writes the lengths of the first groups, with a blank between: "4 6".
func (r *run) sizes(n int) string {
	var b [4 * most]byte
	out := b[:0]
	for k := range n {
		if k > 0 {
			out = append(out, ' ')
		}
		out = strconv.AppendInt(out, int64(len(r.groups[k].digits)), 10)
	}
	return string(out)
}

// upTo counts the groups whose digits are want together, 0 if no group ends there.
func (r *run) upTo(want int) int {
	sum := 0
	for k := range r.n {
		if sum += len(r.groups[k].digits); sum >= want {
			if sum == want {
				return k + 1
			}
			return 0
		}
	}
	return 0
}

// length counts the digits of the first n groups.
func (r *run) length(n int) int {
	sum := 0
	for k := range n {
		sum += len(r.groups[k].digits)
	}
	return sum
}

func (r *run) digits(n int) string {
	if n == 1 {
		return r.groups[0].digits
	}
	var b strings.Builder
	for k := range n {
		b.WriteString(r.groups[k].digits)
	}
	return b.String()
}

// joints reports whether the first n groups are joined by nothing beyond most.
func (r *run) joints(n int, beyond joint) bool {
	for k := 1; k < n; k++ {
		if r.groups[k].before > beyond {
			return false
		}
	}
	return true
}

// tokens of the first n groups, both included.
func (r *run) tokens(n int) (from, to int) { return r.groups[0].from, r.groups[n-1].to }

// spokenNumbers are words for numbers, as people also misspell them.
var spokenNumbers = func() map[string]int {
	words := map[string]int{}
	for line := range list("spokennumber") {
		value, spellings, _ := strings.Cut(line, " ")
		for w := range strings.FieldsSeq(spellings) {
			words[w] = atoi(value)
			words[strings.ReplaceAll(w, "ь", "")] = atoi(value) // «пятдесят», «семсот», «восем»
		}
	}
	return words
}()

// spokenValue is the number that a word stands for, -1 if none.
func spokenValue(low string) int {
	if n := utf8.RuneCountInString(low); n < 3 || n > 12 {
		return -1
	}
	if v, ok := spokenNumbers[low]; ok {
		return v
	}
	return -1
}

// spokenStep finds the next word of a number in words behind token k, over a dash that nothing parts from either.
func (f *finder) spokenStep(k int) int {
	if f.at(k+1).kind == mark && f.tight(k+1, "-") && f.at(k+2).kind == word {
		return k + 2
	}
	return k + 1
}

// spoken reads one number in words, «девятьсот двенадцать», as its digits.
func (f *finder) spoken(i int) (group, int) {
	total, least, last := 0, 1000, -1
	for k := i; f.at(k).kind == word && !(k > i && f.at(k).line); k = f.spokenStep(k) {
		v := spokenValue(f.at(k).low)
		if v < 0 || v >= least || v == 0 && k > i {
			break
		}
		total, last, least = total+v, k, 0
		if v >= 100 {
			least = 100
		} else if v >= 20 {
			least = 10
		}
	}
	if last < 0 {
		return group{}, 0
	}
	g := group{from: i, to: last, spoken: true, digits: strconv.Itoa(total)}
	if digit := namedDigits[f.after(last).low]; digit != "" && total >= 2 && total <= 7 { // «три пятёрки»
		g.to, g.digits = last+1, strings.Repeat(digit, total)
	}
	return g, g.to + 1
}

// namedDigits are the words of which there are several: «три пятёрки», «два нуля».
var namedDigits = func() map[string]string {
	words := map[string]string{}
	for line := range list("nameddigit") {
		digit, spellings, _ := strings.Cut(line, " ")
		for w := range strings.FieldsSeq(spellings) {
			words[w] = digit
		}
	}
	return words
}()
