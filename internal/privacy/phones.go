package privacy

import (
	"slices"
	"strings"
)

// phoneNumber finds telephones: of the country's plan with or without its prefix, of other countries behind a plus, and
// numbers of a town that have a cue or the form of one.
func (f *finder) phoneNumber(r *run, c cue) bool {
	from := r.groups[0].from
	b := f.beforeX(from)
	if b != nil && b.kind == mark && b.sign == '(' {
		if bb := f.beforeX(from - 1); bb != nil && bb.sign == '+' {
			b = bb
		}
	}
	plus := b != nil && b.kind == mark && b.sign == '+'
	n := 0
	d := r.groups[0].digits
	if d[0] == '7' || d[0] == '8' {
		n = f.national(r, plus, c)
	}
	if plus && d[0] != '7' {
		for want := 14; want >= 10 && n == 0; want-- {
			if k := r.upTo(want); k > 0 && r.joints(k, dot) {
				n = k
			}
		}
	}
	if n == 0 && r.groups[0].digits[0] == '9' {
		n = f.mobile(r, c)
	}
	if n == 0 {
		n = f.abroad(r, c)
	}
	if n == 0 {
		n = f.withCode(r, c)
	}
	if n == 0 {
		n = f.town(r, c)
	}
	if n == 0 || freeOfCharge(f, r, n) {
		return false
	}
	_, to := r.tokens(n)
	f.claimRun(r, n, phone)
	f.extension(to + 1)
	return true
}

// extension reads «доб. 12» behind a telephone.
func (f *finder) extension(k int) {
	t := f.tokens
	if k+1 < len(t) && t[k].sign == '/' && !t[k].space && t[k+1].kind == number && !t[k+1].space && len(t[k+1].low) == 2 {
		f.claimTokens(k+1, k+1, phone) // 200-00-01/02
		return
	}
	said := false
	for n := 0; n < 4 && k < len(t) && !t[k].line; n, k = n+1, k+1 {
		switch {
		case t[k].kind == number && said && len(t[k].low) <= 5:
			f.claimTokens(k, k, phone)
			return
		case t[k].kind == word && (strings.HasPrefix(t[k].low, "доб") || t[k].low == "внутр" || t[k].low == "вн" ||
			t[k].low == "внутренний" || t[k].low == "ext"):
			said = true
		case t[k].kind != mark || !strings.ContainsRune("().,:№#", t[k].sign):
			return
		case t[k].sign == '#':
			said = true
		}
	}
}

// countries are the prefixes of the neighbours' numbers (ITU-T E.164), each with nine or eight digits behind.
var countries = [...]string{"375", "380", "370", "371", "372", "373", "374", "992", "993", "994", "995", "996", "998"}

// abroad measures numbers of other countries without a plus, which need a cue: 375 29 …, 00 375 29 ….
func (f *finder) abroad(r *run, c cue) int {
	if c.nearby&numbered != 0 {
		return 0
	}
	for want := 14; want >= 11; want-- {
		n := r.upTo(want)
		if n == 0 || !r.joints(n, dot) {
			continue
		}
		d := strings.TrimPrefix(strings.TrimPrefix(r.digits(n), "00"), "810")
		_, to := r.tokens(n)
		if len(d) >= 11 && len(d) <= 12 && slices.Contains(countries[:], d[:3]) && !f.counted(to) &&
			(c.facts&cuephone != 0 || f.phoneBehind(to)) {
			return n
		}
	}
	return 0
}

// withCode measures ten digits with a town's code in front: 495 123-45-67, and without signs where a cue tells.
func (f *finder) withCode(r *run, c cue) int {
	n := r.upTo(10)
	if n == 0 || !r.joints(n, dot) || c.nearby&numbered != 0 || !strings.ContainsRune("348", rune(r.groups[0].digits[0])) {
		return 0
	}
	_, to := r.tokens(n)
	if f.counted(to) {
		return 0
	}
	switch sizes := r.sizes(n); {
	case sizes == "3 3 2 2" && r.groups[2].before == dash && r.groups[3].before == dash,
		sizes == "4 2 2 2" && r.groups[2].before == dash && r.groups[3].before == dash,
		sizes == "5 1 2 2" && r.groups[2].before == dash && r.groups[3].before == dash,
		(n == 1 || len(r.groups[0].digits) >= 3 && n <= 4) && f.phoneBehind(to):
		return n
	}
	return 0
}

// national measures a number of eleven digits with 7 or 8 in front, in groups; 0 if the run is none.
func (f *finder) national(r *run, plus bool, c cue) int {
	n := r.upTo(11)
	if n == 0 {
		return 0
	}
	d := r.digits(n)
	if _, to := r.tokens(n); f.counted(to) && !plus || c.nearby&numbered != 0 && !plus {
		return 0
	}
	if n == 1 {
		if d[1] == '0' {
			return 0
		}
		return 1
	}
	if n == 11 && d[1] == '9' { // digit by digit
		if r.n > 11 && r.groups[11].before == r.groups[10].before && len(r.groups[11].digits) < 3 {
			return 0
		}
		return n
	}
	// The code stands together, alone or with the prefix: 8 900, 8900, 8 35131. A mobile one may be torn apart.
	code := len(r.groups[0].digits)
	if code == 1 {
		code = 1 + len(r.groups[1].digits)
	}
	spoken := r.groups[0].spoken || n > 1 && r.groups[1].spoken
	switch {
	case plus, d[1] == '9' && (c.facts&cuephone != 0 || spoken):
		return n
	case d[1] == '9':
		// in pairs, nothing else behind: 8 90 00 00 00 01
		if code >= 3 && n == r.n && n >= 5 && r.joints(n, blank) {
			return n
		}
		if n == r.n && n >= 6 && r.joints(n, blank) && r.noughtFirst(n) { // 8 9 0 0 550 1 0 1 0
			return n
		}
		if n == r.n && n < 6 && r.joints(n, dash) && r.dashes(n) { // 8-90-000-000-01
			return n
		}
		if n == r.n && f.symbols(r) { // 89🔥00🔥00🔥00🔥00🔥1
			return n
		}
		// A row of houses or dates is not torn like this: only the last digits may stand one by one.
		if code >= 4 || code >= 2 && len(r.groups[0].digits) > 1 && r.joints(n, dash) {
			return n
		}
	case code >= 4 && d[1] >= '3' && (r.joints(n, dot) || c.facts&cuephone != 0):
		return n
	}
	return 0
}

// dashes reports that dashes alone stand between the groups, and that one of them is longer than a house's number is
// in a row.
func (r *run) dashes(n int) bool {
	long := false
	for k := 1; k < n; k++ {
		if r.groups[k].before != dash {
			return false
		}
		long = long || len(r.groups[k].digits) > 2
	}
	return long
}

// symbols reports an emoji or an ornament between all groups of a run.
func (f *finder) symbols(r *run) bool {
	for k := 1; k < r.n; k++ {
		if f.tokens[r.groups[k].from-1].sign < firstSymbol {
			return false
		}
	}
	return true
}

// words reports that two or more of the groups are in words.
func (r *run) words(n int) bool {
	spoken := 0
	for k := range n {
		if r.groups[k].spoken {
			spoken++
		}
	}
	return spoken > 1
}

// noughtFirst reports a group with a nought in front, which no house, age or sum has.
func (r *run) noughtFirst(n int) bool {
	for k := range n {
		if r.groups[k].digits[0] == '0' {
			return true
		}
	}
	return false
}

// mobile measures ten digits that begin with 9.
func (f *finder) mobile(r *run, c cue) int {
	n := r.upTo(10)
	if n == 0 {
		return 0
	}
	if n == 10 && r.n == 10 && r.joints(n, dash) { // digit by digit
		return n
	}
	if n >= 4 && len(r.groups[0].digits) == 3 && r.joints(n, dash) && r.words(n) { // 900-пять-пять-ноль-10-10
		return n
	}
	b, widest := f.beforeX(r.groups[0].from), dot
	if c.facts&cuephone != 0 || b != nil && b.low == "код" {
		widest = phrase
	}
	if !r.joints(n, widest) || len(r.groups[0].digits) != 3 && n > 1 && c.facts&cuephone == 0 {
		return 0
	}
	if _, to := r.tokens(n); f.counted(to) || c.nearby&numbered != 0 {
		return 0
	}
	if n == 1 || widest == phrase {
		return n
	}
	switch r.sizes(n) {
	case "3 3 2 2", "3 3 4", "3 7", "3 3 1 3", "3 2 2 3", "3 2 3 2", "3 4 3":
		return n
	}
	return 0
}

// town measures numbers without the country's prefix.
func (f *finder) town(r *run, c cue) int {
	from := r.groups[0].from
	b := f.beforeX(from)
	if b != nil && b.kind == mark && (b.sign == '№' || b.sign == '/' && !b.space) || c.nearby&numbered != 0 {
		return 0
	}
	// (351) 200-00-01: a code in brackets
	if b != nil && b.sign == '(' && r.n > 1 && f.tokens[r.groups[0].to+1].sign == ')' &&
		len(r.groups[0].digits) >= 3 && len(r.groups[0].digits) <= 5 {
		for want := 11; want >= 8; want-- {
			if k := r.upTo(want); k > 1 && k <= 5 && r.joints(k, dot) && !f.counted(r.groups[k-1].to) {
				return k
			}
		}
	}
	n := 0
	// the groups that dashes and blanks hold together
	for n < r.n && n < 6 && (n == 0 || r.groups[n].before == dash || r.groups[n].before == blank &&
		(c.nearby|c.aside)&cuephone != 0 && !(n > 2 && r.groups[1].before == dash)) { // «2-00-01 8 раз»
		n++
	}
	dashed := n > 1
	for k := 1; k < n; k++ {
		dashed = dashed && r.groups[k].before == dash
	}
	if n < r.n && r.groups[n].before == dot && f.tokens[r.groups[n].from-1].sign == '/' {
		return 0
	}
	if f.counted(r.groups[n-1].to) {
		return 0
	}
	if dashed && n < most {
		// the groups before may belong to the same row: 1-12-14-18
		if b != nil && b.kind == mark && b.sign == '-' && !f.tokens[from].space {
			return 0
		}
		switch sizes := r.sizes(n); {
		case sizes == "3 3 2 2", sizes == "3 2 2", sizes == "2 2 2" &&
			!dayMonth(r.groups[0].digits, r.groups[1].digits) && (c.facts&cuephone != 0 || !r.inARow()),
			sizes == "1 2 2" && (c.facts&cuephone != 0 || f.phoneBehind(r.groups[n-1].to)):
			return n
		}
	}
	if len(r.groups[0].digits) == 22 && n == 1 && f.twins(r.groups[0].digits) {
		return 1
	}
	if c.aside&cuephone != 0 && c.nearby&cuephone == 0 { // «телефон мамы 2000001»
		if sizes := r.sizes(n); sizes == "7" || sizes == "3 2 2" || sizes == "3 4" {
			return n
		}
		return 0
	}
	if c.another && n == 1 && len(r.groups[0].digits) == 7 {
		return n
	}
	if c.nearby&cuephone == 0 {
		return 0
	}
	if c.noun && n == 1 && len(r.groups[0].digits) < 4 {
		if k := r.dotted(); k > 0 && f.date(from) == 0 { // тел. 2.22.10
			return k
		}
	}
	d := r.digits(n)
	switch len(d) {
	case 5, 6, 7, 10, 11:
	default:
		return 0
	}
	if n > 1 {
		switch sizes := r.sizes(n); {
		case sizes == "2 2 2" &&
			dayMonth(r.groups[0].digits, r.groups[1].digits), sizes == "2 3" && !(c.noun && r.groups[1].before == dash),
			sizes == "1 3 3", sizes == "1 1 4",
			sizes == "1 2 4", sizes == "2 1 4":
			return 0
		}
	} else if n == 1 && r.n > 1 && (r.groups[1].before == dot || r.groups[1].before == comma) && len(d) == 5 {
		return 0
	}
	return n
}

// twins reports two telephones that nothing parts.
func (f *finder) twins(d string) bool {
	return (d[0] == '8' || d[0] == '7') && d[1] == '9' && (d[11] == '8' || d[11] == '7') && d[12] == '9'
}

// inARow reports three numbers that grow by little: houses of one street.
func (r *run) inARow() bool {
	a, b, c := atoi(r.groups[0].digits), atoi(r.groups[1].digits), atoi(r.groups[2].digits)
	return a < b && b < c && b-a <= farHouses && c-b <= farHouses
}

// dotted counts the groups of five to seven digits in pairs with full stops between, 0 if the run is none.
func (r *run) dotted() int {
	digits := 0
	for k := range r.n {
		if k > 0 && r.groups[k].before != dot || len(r.groups[k].digits) > 3 {
			break
		}
		if digits += len(r.groups[k].digits); k == 2 {
			if digits >= 5 && digits <= 7 && (r.n == 3 || r.groups[3].before != dot) {
				return 3
			}
			break
		}
	}
	return 0
}

// dayMonth reports that two groups read as a day and a month.
func dayMonth(day, month string) bool {
	return len(day) <= 2 && len(month) <= 2 && atoi(day) >= 1 && atoi(day) <= 31 && atoi(month) >= 1 &&
		atoi(month) <= 12
}

func atoi(s string) int {
	n := 0
	for i := range len(s) {
		n = n*10 + int(s[i]-'0')
	}
	return n
}

// freeOfCharge reports a number 8-800 or 8-804: the hotline of a body or a company.
func freeOfCharge(f *finder, r *run, n int) bool {
	d := r.digits(n)
	if len(d) == 11 && (d[0] == '7' || d[0] == '8') {
		return strings.HasPrefix(d[1:], "800") || strings.HasPrefix(d[1:], "804")
	}
	// the rest of such a number, when its beginning was no group of this run
	from := r.groups[0].from
	var tail [8]byte
	k := len(tail)
	for i := from - 1; i >= 0 && i >= from-6 && k > 0; i-- {
		t := &f.tokens[i]
		if t.kind == number {
			for j := len(t.low) - 1; j >= 0 && k > 0; j-- {
				k--
				tail[k] = t.low[j]
			}
		} else if t.kind != mark || t.sign == ',' || t.line {
			break
		}
	}
	all := string(tail[k:]) + d
	at := len(all) - 11
	return at >= 0 && (all[at] == '7' || all[at] == '8') && (strings.HasPrefix(all[at+1:], "800") ||
		strings.HasPrefix(all[at+1:], "804"))
}
