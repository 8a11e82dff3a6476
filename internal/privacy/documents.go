package privacy

import (
	"strings"
	"unicode/utf8"
)

// documents finds numbers that have letters or colons in them, and those that only their word tells from others:
// certificates, diplomas, policies, chassis, land, accounts of utilities.
func (f *finder) documents() {
	for i := 0; i < len(f.tokens); i++ {
		t := &f.tokens[i]
		switch {
		case t.kind == taken:
		case t.kind == number && (f.cadastral(i) || f.dashedCadastral(i) || f.certificate(i) || f.enforcement(i)),
			t.kind == word && t.letters <= 6 && f.certificate(i),
			t.kind == word && (cadastralWord(t) || f.besideStroke(i)) && f.cadastralBehind(i),
			t.kind == word && (t.facts&contract != 0 || shortContract(f, i)) && f.contractBehind(i),
			t.kind != mark && (i == 0 || t.space || f.tokens[i-1].kind == mark) && f.chassis(i),
			t.kind == word && t.facts&cuepassport != 0 && f.foreignPassport(i),
			t.kind == word && t.upper && t.letters == 2 && f.writ(i),
			t.kind == word && (t.facts&cuepaper != 0 || f.paperPair(i)) && f.paperBehind(i),
			t.kind == word && beginsWith(t.low, appeals) && f.appeal(i),
			t.kind == word && t.facts&meter != 0 && f.meterBehind(i),
			t.kind == word && t.facts&cuesecret != 0 && f.secretBehind(i),
			t.kind == word && t.facts&cuecard != 0 && f.cardTail(i),
			t.kind == word && f.patientCard(i),
			t.kind == word && (t.facts&cuecode != 0 || t.low == "п" || t.low == "код") && f.officeCode(i):
		}
	}
}

// foreignPassport reads letters and six to nine digits behind «паспорт»: passports of other countries have them.
func (f *finder) foreignPassport(i int) bool {
	t := f.tokens
	for k := i + 1; k < len(t) && k <= i+4 && !t[k].line && t[k].kind != taken; k++ {
		if t[k].kind == number {
			return false
		}
		if t[k].kind == word && t[k].letters <= 2 && t[k].capitals == t[k].letters && k+1 < len(t) && !t[k+1].line {
			n := k + 1
			if t[n].sign == '№' && n+1 < len(t) {
				n++
			}
			if t[n].kind == number && len(t[n].low) >= 6 && len(t[n].low) <= 9 {
				f.claimTokens(k, n, passport)
				return true
			}
		}
	}
	return false
}

// writ reads ФС № 000000001, the writs of courts.
func (f *finder) writ(i int) bool {
	k := i + 1
	if k < len(f.tokens) && f.tokens[k].sign == '№' {
		k++
	}
	if k+1 < len(f.tokens) && f.tokens[k+1].kind == word && !f.tokens[k+1].space { // of a parcel: RA000000001RU
		return false
	}
	if k >= len(f.tokens) || f.tokens[k].kind != number || len(f.tokens[k].low) != 9 || f.tokens[k].line ||
		f.tokens[i].facts&(unit|org) != 0 || f.counted(k) {
		return false
	}
	f.claimTokens(i, k, document)
	return true
}

// certificate reads IV-ИВ № 123456, the series of registry offices: a Roman or plain number, two letters, six digits.
func (f *finder) certificate(i int) bool {
	t := f.tokens
	k := i
	if t[k].kind == word {
		head, tail, joined := strings.Cut(f.text[t[k].start:t[k].end], "-")
		if n := len(strings.TrimLeft(head, "IVXLivxl")); !joined && n == 4 && n < len(head) { // IIАК
			return f.sixBehind(i, k)
		}
		small := strings.Trim(head, "ivxl") == ""
		if !small && (!roman(head) || t[k].capitals < t[k].letters) || joined && utf8.RuneCountInString(tail) != 2 {
			return false
		}
		if joined {
			return f.sixBehind(i, k)
		}
	} else if len(t[k].low) > 2 {
		return false
	}
	k++
	if k < len(t) && t[k].kind == mark && t[k].sign == '-' && !t[k].line {
		k++
	}
	if k >= len(t) || t[k].kind != word || t[k].letters != 2 || !t[k].upper || t[k].line {
		return false
	}
	if k == i+1 && t[i].kind == number { // 74АА000001 and, of a car, 74 АА 000001
		return len(t[i].low) == 2 && t[k].facts&unit == 0 && !measure(t[k].low) && f.sixBehind(i, k)
	}
	return f.sixBehind(i, k)
}

// sixBehind claims the tokens from i to six digits behind token k, with № or «номер» between.
func (f *finder) sixBehind(i, k int) bool {
	t := f.tokens
	k++
	for n := 0; n < 3 && k < len(t) && !t[k].line && (t[k].kind == mark && strings.ContainsRune("№-.", t[k].sign) ||
		t[k].kind == word && t[k].facts&split != 0); n++ {
		k++
	}
	if k >= len(t) || t[k].kind != number || t[k].line || len(t[k].low) != 6 || f.counted(k) {
		return false
	}
	if k+2 < len(t) && t[k+1].sign == '-' && !t[k+1].space && t[k+2].kind == number && len(t[k+2].low) == 2 {
		k += 2 // 74АА000001-01
	}
	f.claimTokens(i, k, document)
	return true
}

// roman reports a Roman number in either alphabet.
func roman(s string) bool {
	return s != "" && utf8.RuneCountInString(s) <= 5 && strings.Trim(s, "IVXLІУХЛ") == ""
}

// chassis reads the seventeen signs of a vehicle (ISO 3779) and international account numbers (ISO 13616), which stand
// together: letters and digits with nothing between.
func (f *finder) chassis(i int) bool {
	letters, digits, k, small := 0, 0, i, false
	for ; k < len(f.tokens) && k < i+17; k++ {
		t := &f.tokens[k]
		if k > i && (t.space || t.line) || t.kind != word && t.kind != number {
			break
		}
		if t.kind == word {
			if f.text[t.start] >= utf8.RuneSelf {
				return false
			}
			small = small || t.capitals < t.letters && t.letters > 1
			letters += t.letters
		} else {
			digits += len(t.low)
		}
	}
	if letters == 0 || small && letters+digits != 17 || digits < 5 || letters+digits < 15 || letters+digits > 34 {
		return false
	}
	kind := document
	if letters+digits != 17 {
		kind = bank
	}
	f.claimTokens(i, k-1, kind)
	return true
}

// farthestPaper bounds how many tokens stand between a document's word and its number.
const farthestPaper = 8

// How many digits a document's number has at least, and behind № as well.
const (
	leastPaper  = 6
	leastSigned = 4
)

// paperPairs are documents that are written with a stroke: б/л, в/б, в/у.
var paperPairs = wordSet("бл вб ву")

// paperPair reports «б/л» with its second letter at token i.
func (f *finder) paperPair(i int) bool {
	t := f.tokens
	return t[i].letters == 1 && i >= 2 && t[i-1].sign == '/' && t[i-2].kind == word && t[i-2].letters == 1 &&
		!t[i].space && !t[i-1].space && paperPairs[t[i-2].low+t[i].low]
}

// paperBehind reads the number behind the word for a document: digits in groups, with up to three capitals or a Roman
// number.
func (f *finder) paperBehind(i int) bool {
	t := f.tokens
	least := leastPaper
	if b := f.beforeX(i); b != nil && b.kind == word && strings.HasPrefix(b.low, "номер") {
		least = leastSigned
	}
	for k := i + 1; k < len(t) && k <= i+farthestPaper; k++ {
		switch {
		case t[k].line && k > i+1, t[k].kind == taken, t[k].kind == mark && strings.ContainsRune("!?;", t[k].sign):
			return false
		case t[k].kind == mark && t[k].sign == '№', t[k].kind == word && strings.HasPrefix(t[k].low, "номер"):
			least = leastSigned
		case t[k].kind == number || f.seriesLetters(k):
			return f.paperAt(k, least)
		}
	}
	return false
}

// seriesLetters reports one to three capitals before a number, as series have.
func (f *finder) seriesLetters(k int) bool {
	t := &f.tokens[k]
	if t.kind != word || t.letters > 3 && !(t.letters <= 7 && strings.Contains(t.low, "-")) ||
		t.capitals != t.letters || t.facts&(org|unit) != 0 {
		return false
	}
	for n := k + 1; n < len(f.tokens) && n <= k+3 && !f.tokens[n].line; n++ {
		switch {
		case f.tokens[n].kind == number:
			return true
		case f.tokens[n].kind == word && f.tokens[n].letters <= 2 && f.tokens[n].capitals == f.tokens[n].letters:
		case f.tokens[n].kind != mark && f.tokens[n].facts&split == 0:
			return false
		}
	}
	return false
}

// paperAt claims the number that begins with token k, if it has digits enough and is no date, sum or quantity.
func (f *finder) paperAt(k, least int) bool {
	t := f.tokens
	digits, last, signs, widest, dots := 0, k, 0, 0, 0
	for n := k; n < len(t) && n < k+12; n++ {
		switch {
		case n > k && t[n].line || t[n].kind == taken:
		case t[n].kind == number:
			digits, last, signs, widest = digits+len(t[n].low), n, 0, max(widest, len(t[n].low))
			continue
		case t[n].kind == word && (t[n].letters <= 7 && t[n].capitals == t[n].letters && t[n].facts&unit == 0 ||
			t[n].facts&split != 0 && signs < 3):
			if t[n].facts&split == 0 && !t[n].space && n > k && (t[n-1].kind == number || n > k+1 && !t[n-1].space &&
				t[n-1].sign != '№' && t[n-2].kind == number) { // 77-П
				last = n
			}
			signs++
			continue
		case t[n].kind == mark && strings.ContainsRune("-№/:", t[n].sign) && signs < 3:
			if t[n].sign == '№' { // a series stands before it
				least = min(least, leastSigned)
			}
			signs++
			continue
		case t[n].kind == mark && t[n].sign == '.' && n > k && !t[n].space && n+1 < len(t) && !t[n+1].space &&
			t[n-1].kind == number && t[n+1].kind == number:
			dots++
			continue
		}
		break
	}
	// «больничный с 24-27.01»
	if digits < least || digits > 25 || f.counted(last) || t[k].kind == number && f.date(k) > 0 ||
		dots > 0 && widest < 3 {
		return false
	}
	f.claimTokens(k, last, document)
	return true
}

// officeCode reads 740-001, the code of the office that gave a passport, behind «код подразделения», «к/п» or «код»
// of a passport that was found before.
func (f *finder) officeCode(i int) bool {
	t := f.tokens
	k := i + 1
	for k < len(t) && k < i+4 && !t[k].line && t[k].kind == mark && strings.ContainsRune(":-№.", t[k].sign) {
		k++
	}
	if k+2 >= len(t) || t[k].kind != number || len(t[k].low) != 3 || t[k+1].sign != '-' && !t[k+1].space || t[k].line {
		return false
	}
	end := k + 1
	if t[end].kind == mark {
		end++
	}
	if t[end].kind != number || len(t[end].low) != 3 || t[end].line {
		return false
	}
	switch {
	case t[i].facts&cuecode != 0, t[i].low == "п" && i >= 2 && (t[i-1].sign == '/' || t[i-1].sign == '.') &&
		t[i-2].low == "к":
	case t[i].low == "код" && f.passportNear(i):
	default:
		return false
	}
	f.claimTokens(k, end, document)
	return true
}

// passportNear reports the word «паспорт» or its number among the tokens before i.
func (f *finder) passportNear(i int) bool {
	for k := i - 1; k >= 0 && k >= i-16; k-- {
		if f.tokens[k].kind == word && f.tokens[k].facts&cuepassport != 0 || f.tokens[k].kind == taken &&
			f.text[f.tokens[k].start:f.tokens[k].end] == russian[passport] {
			return true
		}
	}
	return false
}

// appeals begin the words for what a person writes to an office.
var appeals = strings.Fields("обращени жалоб заявлени")

// appeal reads «обращение № ОГ-123456», the code under which an office keeps a person's letter. Numbers without letters
// may be those of anything.
func (f *finder) appeal(i int) bool {
	t := f.tokens
	k, signed := i+1, false
	for k < len(t) && k < i+4 && !t[k].line && (t[k].kind == mark && strings.ContainsRune("№:.", t[k].sign) ||
		t[k].kind == word && t[k].facts&split != 0) {
		signed = signed || t[k].sign != '.'
		k++
	}
	if k+2 >= len(t) || !f.seriesLetters(k) {
		return false
	}
	last := k + 1
	if t[last].kind == mark {
		last++
	} else if !signed {
		return false // «Жалоба. В 2018 году»
	}
	if t[last].kind != number || t[last].line || len(t[last].low) < 4 && (last+1 >= len(t) || t[last+1].sign != '-') {
		return false
	}
	for last+2 < len(t) && (t[last+1].sign == '-' || t[last+1].sign == '/') && t[last+2].kind == number && !t[last+1].space {
		last += 2
	}
	f.claimTokens(k, last, document)
	return true
}
