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

// run reads the groups of digits that begin with token i, which is a number or a word for one.
func (f *finder) run(i int) (r run) {
	sep := fused
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

// added reports «пятьсот 50»: digits that fill the noughts of a number in words.
func added(g *group, digits string) bool {
	noughts := len(g.digits) - len(strings.TrimRight(g.digits, "0"))
	return g.spoken && noughts >= len(digits) && noughts < len(g.digits) && digits[0] != '0'
}

// group reads digits, words for a number, or letters О for noughts within a run.
func (f *finder) group(i int, inside bool) (group, int) {
	if i >= len(f.tokens) {
		return group{}, 0
	}
	t := &f.tokens[i]
	switch t.kind {
	case number:
		return group{from: i, to: i, digits: t.low}, i + 1
	case word:
		if inside && t.letters <= mostLetters {
			if digits := f.lettersForDigits(i); digits != "" {
				return group{from: i, to: i, digits: digits}, i + 1
			}
		}
		return f.spoken(i)
	}
	return group{}, 0
}

// mostLetters bounds the letters О that stand together in a number.
const mostLetters = 10

// noughts reports letters О written for noughts, as in 9ОО-ООО.
func noughts(t *token) bool { return t.letters <= mostLetters && strings.Trim(t.low, "оo-") == "" }

// digitLetters are letters that look like digits.
var digitLetters = map[rune]byte{'о': '0', 'o': '0', 'з': '3', 'l': '1', 'i': '1', 'б': '6', 'ч': '4', 's': '5',
	'z': '2', 't': '7', 'b': '8', 'g': '9'}

// lettersForDigits reads letters that look like digits: О for a nought and, where nothing parts them from digits or
// they are capitals, З for a three, l and I for a one, б for a six, Ч for a four, S for a five. "" if there are others.
func (f *finder) lettersForDigits(i int) string {
	t := &f.tokens[i]
	if t.letters == 1 && t.space && !t.capital && (i+1 == len(f.tokens) || f.tokens[i+1].space) {
		return "" // a preposition
	}
	if noughts(t) {
		return "0000000000"[:t.letters]
	}
	if t.space && t.capitals < t.letters && !digitBehind(f, i) || t.letters > 4 {
		return ""
	}
	var b strings.Builder
	for _, r := range t.low {
		if r == '-' { // «l-O»
			continue
		}
		to := digitLetters[r]
		if to == 0 || strings.ContainsRune("ztbg", r) && t.capitals < t.letters {
			return ""
		}
		b.WriteByte(to)
	}
	return b.String()
}

// digitBehind reports a digit that touches a Latin letter at token i from behind, as in «l0».
func digitBehind(f *finder, i int) bool {
	return f.text[f.tokens[i].start] < utf8.RuneSelf && i+1 < len(f.tokens) && f.tokens[i+1].kind == number &&
		!f.tokens[i+1].space
}

// firstSymbol begins the arrows, ornaments and emoji of Unicode, which people put between digits.
const firstSymbol = 0x2190

// joint reads what stands between groups, from token i on, and returns where the next group begins, 0 if none does.
func (f *finder) joint(i int) (int, joint) {
	if i >= len(f.tokens) || f.tokens[i].line {
		return 0, 0
	}
	sep := fused
	for signs := 0; i < len(f.tokens); i++ {
		t := &f.tokens[i]
		if t.line || t.kind == taken {
			return 0, 0
		}
		if t.space {
			sep = max(sep, blank)
		}
		switch {
		case t.kind == number:
			return i, sep
		case t.kind == word && i > 0 && f.tokens[i-1].sign == '(' && f.aside(i-1) > 0: // «8 900 (мой) 000-00-00»
			i, sep = f.aside(i-1), phrase
		case t.kind == word && (t.facts&split != 0 || t.low == "тел" || t.low == "н" || (t.low == "а" || t.low == "за") && f.is(i+1, split)):
			sep = phrase
		case t.kind == word:
			if spokenValue(t.low) >= 0 || t.letters <= mostLetters && f.lettersForDigits(i) != "" {
				return i, sep
			}
			return 0, 0
		default:
			switch t.sign {
			case '-':
				sep = max(sep, dash)
			case '.', '(', ')', '/', '_', '*', '~':
				sep = max(sep, dot)
			case ',':
				sep = max(sep, comma)
			case '№':
				sep = phrase
			case ':': // «номер: 123»; without a blank it is a time, or hides a telephone
				if i+1 < len(f.tokens) && !f.tokens[i+1].space {
					sep = max(sep, comma)
				} else {
					sep = phrase
				}
			case '+': // 8+900+000; with a blank another number begins
				if t.space || i+1 < len(f.tokens) && f.tokens[i+1].space {
					return 0, 0
				}
				sep = max(sep, dot)
			case '|', '=', '"', '\'', '…', '·', '•', '‧', '[', ']', '{', '}', '<', '>', '\\', '^', '`', '«', '»':
				sep = max(sep, dot)
			case '!', '?', ';': // 8!900!000; with a blank a sentence ends
				if t.space || i+1 < len(f.tokens) && (f.tokens[i+1].space || f.tokens[i+1].kind != number) {
					return 0, 0
				}
				sep = max(sep, dot)
			default:
				if t.sign < firstSymbol {
					return 0, 0
				}
				sep = max(sep, dot)
			}
		}
		if signs++; signs > 4 {
			return 0, 0
		}
	}
	return 0, 0
}

// mostAside is how many words in brackets may stand between the groups of a number.
const mostAside = 3

// aside gives the closing bracket behind up to three words that are no digits, from the opening one at token i on.
func (f *finder) aside(i int) int {
	for k := i + 1; k < len(f.tokens) && k <= i+mostAside+1 && !f.tokens[k].line; k++ {
		switch t := &f.tokens[k]; {
		case t.sign == ')' && k > i+1:
			return k
		case t.kind != word || spokenValue(t.low) >= 0 || noughts(t):
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

// spokenNumbers are words for numbers.
var spokenNumbers = func() map[string]int {
	words := map[string]int{}
	for k, w := range strings.Fields("ноль один два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать шестнадцать семнадцать восемнадцать девятнадцать") {
		words[w] = k
	}
	for k, w := range strings.Fields("двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто") {
		words[w] = 10 * (k + 2)
	}
	for k, w := range strings.Fields("сто двести триста четыреста пятьсот шестьсот семьсот восемьсот девятьсот") {
		words[w] = 100 * (k + 1)
	}
	for w, v := range map[string]int{"нуль": 0, "две": 2, "одинадцать": 11, "дватцать": 20, "тритцать": 30, "писят": 50,
		"пиисят": 50, "шисят": 60, "шейсят": 60, "двесте": 200, "тристо": 300, "шессот": 600, "девяцот": 900,
		"zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
		"ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
		"sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90} {
		words[w] = v
	}
	for w, v := range words { // «пятдесят», «семсот», «восем»
		words[strings.ReplaceAll(w, "ь", "")] = v
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
	if k+2 < len(f.tokens) && f.tokens[k+1].sign == '-' && f.tokens[k+1].kind == mark && !f.tokens[k+1].space &&
		!f.tokens[k+2].space && f.tokens[k+2].kind == word {
		return k + 2
	}
	return k + 1
}

// spoken reads one number in words, «девятьсот двенадцать», as its digits.
func (f *finder) spoken(i int) (group, int) {
	g := group{from: i, spoken: true}
	total, least, last := 0, 1000, -1
	for k := i; k < len(f.tokens) && f.tokens[k].kind == word && !(k > i && f.tokens[k].line); k = f.spokenStep(k) {
		v := spokenValue(f.tokens[k].low)
		if v < 0 || v >= least || v == 0 && k > i {
			break
		}
		total, last = total+v, k
		switch {
		case v >= 100:
			least = 100
		case v >= 20:
			least = 10
		default:
			least = 0
		}
	}
	if last < 0 {
		return group{}, 0
	}
	g.to, g.digits = last, strconv.Itoa(total)
	if total >= 2 && total <= 7 && last+1 < len(f.tokens) && !f.tokens[last+1].line { // «три пятёрки»
		if digit := namedDigits[f.tokens[last+1].low]; digit != "" {
			g.to, g.digits = last+1, strings.Repeat(digit, total)
		}
	}
	return g, g.to + 1
}

// namedDigits are the words of which there are several: «три пятёрки», «два нуля».
var namedDigits = func() map[string]string {
	words := map[string]string{"нуля": "0", "нулей": "0", "ноля": "0", "единицы": "1", "единиц": "1"}
	for n, stem := range strings.Fields("двой трой четвер пятер шестер семер восьмер девят") {
		digit := strconv.Itoa(n + 2)
		words[stem+"ки"], words[stem+"ок"] = digit, digit
	}
	words["двоек"], words["троек"], words["пятёрок"] = "2", "3", "5"
	return words
}()
