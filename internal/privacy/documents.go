package privacy

import (
	"strings"
	"unicode/utf8"
)

// documents finds numbers that have letters or colons in them, and those that only their word tells from others:
// certificates, diplomas, policies, chassis, land, accounts of utilities.
func (f *finder) documents() {
	for i := range f.tokens {
		switch f.at(i).kind {
		case number:
			anyOf(numberedDocuments, f.spot(i))
		case word:
			anyOf(namedDocuments, f.spot(i))
		}
	}
}

// numberedDocuments are those that begin with digits.
var numberedDocuments = []rule[spot]{
	{"74:00:0000000:123", func(s spot) bool { return s.f.cadastral(s.i) }},
	{"74-00-0000000-123", func(s spot) bool { return s.f.dashedCadastral(s.i) }},
	{"74АА000001", func(s spot) bool { return s.f.certificate(s.i) }},
	{"12345/23/16001-ИП", func(s spot) bool { return s.f.enforcement(s.i) }},
	{"1HGBH41JXMN109186", spot.chassis},
}

// namedDocuments are those that begin with letters or stand behind a word.
var namedDocuments = []rule[spot]{
	{"IV-ИВ 123456", func(s spot) bool { return s.t.letters <= 6 && s.f.certificate(s.i) }},
	{"кадастровый 74 00 0000000 123", func(s spot) bool {
		return (cadastralWord(s.t) || s.f.besideStroke(s.i)) && s.f.cadastralBehind(s.i)
	}},
	{"договор 1234567", func(s spot) bool { return contractWord(s.t) && s.f.contractBehind(s.i) }},
	{"XTA210990Y2766389", spot.chassis},
	{"паспорт АА 123456", func(s spot) bool { return s.t.any(cuepassport) && s.f.foreignPassport(s.i) }},
	{"ФС 000000001", func(s spot) bool { return s.t.upper && s.t.letters == 2 && s.f.writ(s.i) }},
	{"диплом 123456", func(s spot) bool { return (s.t.any(cuepaper) || s.f.paperPair(s.i)) && s.f.paperBehind(s.i) }},
	{"обращение ОГ-123", func(s spot) bool { return appeals.begin(s.t.low) && s.f.appeal(s.i) }},
	{"счётчик 01234567", func(s spot) bool { return s.t.any(meter) && s.f.meterBehind(s.i) }},
	{"cvv 123", func(s spot) bool { return s.t.any(cuesecret) && s.f.secretBehind(s.i) }},
	{"карта * 0004", func(s spot) bool { return s.t.any(cuecard) && s.f.cardTail(s.i) }},
	{"карта пациента 123", func(s spot) bool { return s.f.patientCard(s.i) }},
	{"код подразделения 740-001", func(s spot) bool {
		return (s.t.any(cuecode) || codeWords.has(s.t.low)) && s.f.officeCode(s.i)
	}},
}

var codeWords = listOf("п код")

// foreignPassport reads letters and six to nine digits behind «паспорт»: passports of other countries have them.
func (f *finder) foreignPassport(i int) bool {
	for k, t := range f.onward(i, 4) {
		if t.kind == taken || t.kind == number {
			return false
		}
		if last := f.foreignNumber(k); last > 0 {
			f.claimTokens(k, last, passport)
			return true
		}
	}
	return false
}

// foreignNumber is the last token of the letters at token k and the digits behind them, 0 if there are none.
func (f *finder) foreignNumber(k int) int {
	t, n := f.at(k), k+1
	if t.kind != word || t.letters > 2 || t.capitals < t.letters || f.at(n).line {
		return 0
	}
	if f.at(n).sign == '№' {
		n++
	}
	if width := f.width(n); width < 6 || width > 9 {
		return 0
	}
	return n
}

// writWidth is how many digits the number of a writ has.
const writWidth = 9

// writ reads ФС № 000000001, the writs of courts. Parcels have letters behind it: RA000000001RU.
func (f *finder) writ(i int) bool {
	k := i + 1
	if f.at(k).sign == '№' {
		k++
	}
	if f.width(k) != writWidth || f.at(k).line || f.at(i).any(unit|org) || f.lettersBehind(k) || f.counted(k) {
		return false
	}
	f.claimTokens(i, k, document)
	return true
}

// lettersBehind reports letters that touch token k from behind.
func (f *finder) lettersBehind(k int) bool { return f.at(k+1).kind == word && !f.at(k+1).space }

// certificate reads IV-ИВ № 123456, the series of registry offices: a Roman or plain number, two letters, six digits.
func (f *finder) certificate(i int) bool {
	t, k := f.at(i), i+1
	if t.kind == word {
		if series := f.romanSeries(t); series != halfSeries {
			return series == wholeSeries && f.sixBehind(i, i)
		}
	} else if len(t.low) > 2 {
		return false
	}
	if f.at(k).among("-") && !f.at(k).line {
		k++
	}
	letters := f.at(k)
	if letters.kind != word || letters.letters != 2 || !letters.upper || letters.line {
		return false
	}
	plain := k == i+1 && t.kind == number // 74АА000001 and, of a car, 74 АА 000001
	return (!plain || len(t.low) == 2 && letters.none(unit) && !measures.has(letters.low)) && f.sixBehind(i, k)
}

// How much of a series a word is.
const (
	noSeries = iota
	halfSeries
	wholeSeries
)

const (
	romanDigits = "IVXL"
	smallRoman  = "ivxl"
	longestIIAK = 4 // bytes: two letters behind a Roman number
)

// romanSeries reads «IIАК», «IV-ИВ» and «IV».
func (f *finder) romanSeries(t *token) int {
	head, tail, joined := strings.Cut(f.text[t.start:t.end], "-")
	n := len(strings.TrimLeft(head, romanDigits+smallRoman))
	small := strings.Trim(head, smallRoman) == ""
	switch {
	case !joined && n == longestIIAK && n < len(head): // IIАК
		return wholeSeries
	case !small && (!roman(head) || t.capitals < t.letters), joined && utf8.RuneCountInString(tail) != 2:
		return noSeries
	case joined:
		return wholeSeries
	}
	return halfSeries
}

// seriesWidth is how many digits stand behind a series.
const seriesWidth = 6

// sixBehind claims the tokens from i to six digits behind token k, with № or «номер» between.
func (f *finder) sixBehind(i, k int) bool {
	k = f.over(k+1, 3, "№-.", split)
	if f.width(k) != seriesWidth || f.at(k).line || f.counted(k) {
		return false
	}
	if f.at(k+1).sign == '-' && !f.at(k+1).space && f.width(k+2) == 2 { // 74АА000001-01
		k += 2
	}
	f.claimTokens(i, k, document)
	return true
}

// roman reports a Roman number in either alphabet.
func roman(s string) bool {
	return s != "" && utf8.RuneCountInString(s) <= 5 && strings.Trim(s, romanDigits+"ІУХЛ") == ""
}

// How many signs the number of a vehicle has (ISO 3779), and an international account number (ISO 13616).
const (
	vehicle     = 17
	leastIBAN   = 15
	longestIBAN = 34
	leastDigits = 5
)

// chassis reads the seventeen signs of a vehicle and international account numbers, which stand together: letters and
// digits with nothing between.
func (s spot) chassis() bool {
	if !s.t.space && s.i > 0 && s.at(-1).kind != mark {
		return false
	}
	var c signs
	k := s.i
	for k < s.i+vehicle && (k == s.i || !s.f.at(k).space && !s.f.at(k).line) && c.count(s.f, s.f.at(k)) {
		k++
	}
	all, kind := c.letters+c.digits, bank
	if all == vehicle {
		kind = document
	}
	if c.cyrillic || c.small && kind == bank || c.letters == 0 || c.digits < leastDigits || all < leastIBAN ||
		all > longestIBAN {
		return false
	}
	s.f.claimTokens(s.i, k-1, kind)
	return true
}

// signs counts the letters and digits that stand together.
type signs struct {
	letters, digits int
	small, cyrillic bool // letters
}

// count adds a token, and reports whether it is one of letters or digits.
func (c *signs) count(f *finder, t *token) bool {
	switch t.kind {
	case number:
		c.digits += len(t.low)
		return true
	case word:
		c.cyrillic = c.cyrillic || f.text[t.start] >= utf8.RuneSelf
		c.small = c.small || t.capitals < t.letters && t.letters > 1
		c.letters += t.letters
		return !c.cyrillic
	}
	return false
}

// farthestPaper bounds how many tokens stand between a document's word and its number.
const farthestPaper = 8

// How many digits a document's number has at least, and behind № as well.
const (
	leastPaper   = 6
	leastSigned  = 4
	longestPaper = 25
)

// paperPairs are documents that are written with a stroke: б/л, в/б, в/у.
var paperPairs = listOf("бл вб ву")

// paperPair reports «б/л» with its second letter at token i.
func (f *finder) paperPair(i int) bool {
	t, b := f.at(i), f.at(i-2)
	return t.letters == 1 && f.at(i-1).sign == '/' && b.kind == word && b.letters == 1 && !t.space &&
		!f.at(i-1).space &&
		paperPairs.has(b.low+t.low)
}

// paperBehind reads the number behind the word for a document: digits in groups, with up to three capitals or a Roman
// number.
func (f *finder) paperBehind(i int) bool {
	least := leastPaper
	if numberWord(f.before(i)) {
		least = leastSigned
	}
	for k := i + 1; k <= i+farthestPaper && (k == i+1 || !f.at(k).line); k++ {
		switch t := f.at(k); {
		case t.kind == taken, t.among("!?;"):
			return false
		case t.among("№"), numberWord(t):
			least = leastSigned
		case t.kind == number, f.seriesLetters(k):
			return f.paperAt(k, least)
		}
	}
	return false
}

// seriesLetters reports one to three capitals before a number, as series have.
func (f *finder) seriesLetters(k int) bool {
	if t := f.at(k); t.kind != word || t.capitals != t.letters || t.any(org|unit) ||
		t.letters > 3 && (t.letters > 7 || !strings.Contains(t.low, "-")) {
		return false
	}
	for _, n := range f.onward(k, 3) {
		if n.kind == number {
			return true
		}
		if n.kind != mark && !n.inSeries() {
			return false
		}
	}
	return false
}

// inSeries reports what may stand between the letters of a series and its number.
func (t *token) inSeries() bool {
	return t.any(split) || t.kind == word && t.letters <= 2 && t.capitals == t.letters
}

// paper is the number of a document while it is read.
type paper struct {
	f                    *finder
	from, last           int
	digits, widest, dots int
	signs                int // behind the last digits
	least                int
}

// mostPaper bounds the tokens of a document's number, and mostSigns the signs between its groups.
const (
	mostPaper = 12
	mostSigns = 3
)

// paperAt claims the number that begins with token k, if it has digits enough and is no date, sum or quantity.
func (f *finder) paperAt(k, least int) bool {
	p := &paper{f: f, from: k, last: k, least: least}
	for n := k; n < k+mostPaper && p.token(n); n++ {
	}
	if anyOf(noNumbers, p) {
		return false
	}
	f.claimTokens(k, p.last, document)
	return true
}

var noNumbers = []rule[*paper]{
	{"паспорт 12", func(p *paper) bool { return p.digits < p.least || p.digits > longestPaper }},
	{"справка на 5000 рублей", func(p *paper) bool { return p.f.counted(p.last) }},
	{"справка 5.06.2024", func(p *paper) bool { return p.f.at(p.from).kind == number && p.f.date(p.from) > 0 }},
	{"больничный с 24-27.01", func(p *paper) bool { return p.dots > 0 && p.widest < 3 }},
}

// token reads token n, and reports whether it belongs to the number.
func (p *paper) token(n int) bool {
	t := p.f.at(n)
	switch {
	case n > p.from && t.line:
		return false
	case t.kind == number:
		p.digits, p.last, p.signs, p.widest = p.digits+len(t.low), n, 0, max(p.widest, len(t.low))
	case t.kind == word && p.letters(n), t.among("-№/:") && p.signs < mostSigns:
		if t.sign == '№' { // a series stands before it
			p.least = min(p.least, leastSigned)
		}
		p.signs++
	case n > p.from && t.among(".") && p.f.tight(n, ".") && p.f.width(n-1) > 0 && p.f.width(n+1) > 0:
		p.dots++
	default:
		return false
	}
	return true
}

// letters reads capitals, and «номер».
func (p *paper) letters(n int) bool {
	t := p.f.at(n)
	loud := t.letters <= 7 && t.capitals == t.letters && t.none(unit)
	if t.any(split) {
		return loud || p.signs < mostSigns
	}
	if loud && !t.space && n > p.from && p.joinedTo(n) { // 77-П
		p.last = n
	}
	return loud
}

// joinedTo reports digits that token n touches, or a sign and digits.
func (p *paper) joinedTo(n int) bool {
	b := p.f.at(n - 1)
	return b.kind == number || n > p.from+1 && !b.space && b.sign != '№' && p.f.width(n-2) > 0
}

// officeCode reads 740-001, the code of the office that gave a passport, behind «код подразделения», «к/п» or «код»
// of a passport that was found before.
func (f *finder) officeCode(i int) bool {
	k := f.over(i+1, 3, ":-№.", 0)
	if f.width(k) != 3 || f.at(k).line || f.at(k+1).sign != '-' && !f.at(k+1).space || f.ends(k+2) {
		return false
	}
	end := k + 1
	if f.at(end).kind == mark {
		end++
	}
	if f.width(end) != 3 || f.at(end).line || !f.codeWord(i) {
		return false
	}
	f.claimTokens(k, end, document)
	return true
}

// codeWord reports a word for the code at token i, «к/п», or «код» near a passport.
func (f *finder) codeWord(i int) bool {
	t := f.at(i)
	return t.any(cuecode) || t.low == "п" && f.at(i-1).signed("/.") && f.at(i-2).low == "к" ||
		t.low == "код" && f.passportNear(i)
}

// farPassport bounds how many tokens before what belongs to a passport it is looked for.
const farPassport = 16

// passportNear reports the word «паспорт» or its number among the tokens before i.
func (f *finder) passportNear(i int) bool {
	for k := i - 1; k >= max(0, i-farPassport); k-- {
		if t := f.at(k); f.is(k, cuepassport) || t.kind == taken && f.text[t.start:t.end] == russian[passport] {
			return true
		}
	}
	return false
}

// appeals begin the words for what a person writes to an office.
var appeals = listOf("обращени жалоб заявлени")

// appeal reads «обращение № ОГ-123456», the code under which an office keeps a person's letter. Numbers without letters
// may be those of anything.
func (f *finder) appeal(i int) bool {
	k := f.over(i+1, 3, "№:.", split)
	if !f.seriesLetters(k) {
		return false
	}
	last := k + 1
	if f.at(last).kind == mark {
		last++
	} else if !f.signedWithin(i+1, k) {
		return false // «Жалоба. В 2018 году»
	}
	if f.ends(k+2) || !f.appealNumber(last) {
		return false
	}
	for f.at(last+1).signed("-/") && !f.at(last+1).space && f.width(last+2) > 0 {
		last += 2
	}
	f.claimTokens(k, last, document)
	return true
}

// appealNumber reports the number of a letter, a short one before a dash.
func (f *finder) appealNumber(k int) bool {
	return f.width(k) > 0 && !f.at(k).line && (f.width(k) >= leastSigned || f.at(k+1).sign == '-')
}

// signedWithin reports anything but full stops among the tokens from k up to token to.
func (f *finder) signedWithin(k, to int) bool {
	for ; k < to; k++ {
		if f.at(k).sign != '.' {
			return true
		}
	}
	return false
}
