package privacy

import (
	"slices"
	"strings"
)

// call is a number that may be a telephone.
type call struct {
	f *finder
	*run
	cue
	b    *token // what stands before it
	plus bool
}

// phoneNumber finds telephones: of the country's plan with or without its prefix, of other countries behind a plus, and
// numbers of a town that have a cue or the form of one.
func (f *finder) phoneNumber(r *run, c cue) bool {
	from := r.groups[0].from
	x := call{f: f, run: r, cue: c, b: f.before(from)}
	x.plus = x.b.among("+") || x.b.among("(") && f.before(from-1).among("+")
	n := 0
	for _, plan := range [...]func(call) int{call.national, call.international, call.mobile, call.abroad, call.withCode,
		call.town} {
		if n = plan(x); n > 0 {
			break
		}
	}
	if n == 0 || freeOfCharge(f, r, n) {
		return false
	}
	_, to := r.tokens(n)
	f.claimRun(r, n, phone)
	f.extension(to + 1)
	return true
}

// first is the first digit.
func (x call) first() byte { return x.groups[0].digits[0] }

// second is the second digit of a number whose first may stand alone.
func (x call) second() byte {
	if x.group(0) > 1 {
		return x.groups[0].digits[1]
	}
	return x.groups[1].digits[0]
}

// group is how many digits group k has.
func (x call) group(k int) int { return len(x.groups[k].digits) }

// last is the last token of the first n groups.
func (x call) last(n int) int { return x.groups[n-1].to }

// toldOther reports a word for another number close before it.
func (x call) toldOther() bool { return x.nearby&numbered != 0 }

// said reports a word for a telephone before it.
func (x call) said() bool { return x.facts&cuephone != 0 }

// How many digits telephones have (ITU-T E.164).
const (
	leastForeign    = 10
	longestForeign  = 14
	shortestAbroad  = 11
	longestAbroad   = 12
	nationalWidth   = 11
	mobileWidth     = 10
	localWidth      = 7
	longestInternal = 5
)

// international measures a number of another country behind a plus.
func (x call) international() int {
	if !x.plus || x.first() == '7' {
		return 0
	}
	for want := longestForeign; want >= leastForeign; want-- {
		if k := x.upTo(want); k > 0 && x.joints(k, dot) {
			return k
		}
	}
	return 0
}

var (
	internalHeads = words{"доб"}
	internalWords = listOf("внутр вн внутренний ext")
)

// extension reads «доб. 12» behind a telephone.
func (f *finder) extension(k int) {
	if f.tight(k, "/") && f.width(k+1) == 2 { // 200-00-01/02
		f.claimTokens(k+1, k+1, phone)
		return
	}
	said := false
	for n, t := range f.onward(k-1, 4) {
		switch {
		case said && t.kind == number && len(t.low) <= longestInternal:
			f.claimTokens(n, n, phone)
			return
		case t.kind == word && (internalHeads.begin(t.low) || internalWords.has(t.low)), t.among("#"):
			said = true
		case !t.among("().,:№"):
			return
		}
	}
}

// countries are the prefixes of the neighbours' numbers, each with nine or eight digits behind.
var countries = listOf("375 380 370 371 372 373 374 992 993 994 995 996 998")

// abroad measures numbers of other countries without a plus, which need a cue: 375 29 …, 00 375 29 ….
func (x call) abroad() int {
	if x.toldOther() {
		return 0
	}
	for want := longestForeign; want >= shortestAbroad; want-- {
		n := x.upTo(want)
		if n == 0 || !x.joints(n, dot) {
			continue
		}
		d := strings.TrimPrefix(strings.TrimPrefix(x.digits(n), "00"), "810")
		if len(d) >= shortestAbroad && len(d) <= longestAbroad && countries.has(d[:3]) && !x.f.counted(x.last(n)) &&
			(x.said() || x.f.phoneBehind(x.last(n))) {
			return n
		}
	}
	return 0
}

// codeSizes are the groups of a town's code and a number.
var codeSizes = words{"3 3 2 2", "4 2 2 2", "5 1 2 2"}

// withCode measures ten digits with a town's code in front: 495 123-45-67, and without signs where a cue tells.
func (x call) withCode() int {
	n := x.upTo(mobileWidth)
	if n == 0 || !x.joints(n, dot) || x.toldOther() || !strings.ContainsRune("348", rune(x.first())) ||
		x.f.counted(x.last(n)) || !x.dashedCode(n) && !x.toldCode(n) {
		return 0
	}
	return n
}

// dashedCode reports a code and dashes behind it.
func (x call) dashedCode(n int) bool {
	return codeSizes.has(x.sizes(n)) && x.groups[2].before == dash && x.groups[3].before == dash
}

// toldCode reports a code, or digits that nothing parts, with a word for a telephone behind.
func (x call) toldCode(n int) bool {
	return (n == 1 || x.group(0) >= 3 && n <= 4) && x.f.phoneBehind(x.last(n))
}

// national measures a number of eleven digits with 7 or 8 in front, in groups; 0 if the run is none.
func (x call) national() int {
	n := x.upTo(nationalWidth)
	if n == 0 || x.first() != '7' && x.first() != '8' || !x.plus && (x.f.counted(x.last(n)) || x.toldOther()) ||
		!x.plan(n, x.second()) {
		return 0
	}
	return n
}

// plan reports that n groups, with a second digit, are a number of the country's plan.
func (x call) plan(n int, second byte) bool {
	switch {
	case n == 1:
		return second != '0'
	case n == nationalWidth && second == '9':
		return !x.rowGoesOn()
	case x.plus:
		return true
	case second == '9':
		return x.nineFits(n)
	}
	return x.codeFits(n, second)
}

// rowGoesOn reports that digits given one by one go on behind the eleventh.
func (x call) rowGoesOn() bool {
	return x.n > nationalWidth && x.groups[nationalWidth].before == x.groups[nationalWidth-1].before &&
		x.group(nationalWidth) < 3
}

// code is how many digits stand together in front, with the prefix: 8 900, 8900, 8 35131.
func (x call) code() int {
	if x.group(0) == 1 {
		return 1 + x.group(1)
	}
	return x.group(0)
}

// codeFits reports a town's code that stands together.
func (x call) codeFits(n int, second byte) bool {
	return x.code() >= 4 && second >= '3' && (x.joints(n, dot) || x.said())
}

// nineFits reports that n groups are a mobile number, whose code may be torn apart.
func (x call) nineFits(n int) bool { return anyOf(nines, local{x, n}) }

var nines = []rule[local]{
	{"тел. 8 9 0 0", func(x local) bool { return x.said() }},
	{"восемь девятьсот", func(x local) bool { return x.groups[0].spoken || x.groups[1].spoken }},
	{"8 90 00 00 00 01", func(x local) bool { return x.groupsHeld == x.n && x.wholeRun(x.groupsHeld) }},
	// a row of houses or dates is not torn like this: only the last digits may stand one by one
	{"8 900 0 000001", func(x local) bool { return x.code() >= 4 }},
	{"89 000-00", func(x local) bool { return x.code() >= 2 && x.group(0) > 1 && x.joints(x.groupsHeld, dash) }},
}

// wholeRun reports a form that only a telephone has where nothing else stands behind.
func (x call) wholeRun(n int) bool { return anyOf(wholeRuns, local{x, n}) }

var wholeRuns = []rule[local]{
	{"8 90 00 00 00 01",
		func(x local) bool { return x.groupsHeld >= 5 && x.code() >= 3 && x.joints(x.groupsHeld, blank) }},
	{"8 9 0 0 550 1 0 1 0", func(x local) bool {
		return x.groupsHeld >= 6 && x.joints(x.groupsHeld, blank) && x.zeroFirst(x.groupsHeld)
	}},
	{"8-90-000-000-01", func(x local) bool {
		return x.groupsHeld < 6 && x.joints(x.groupsHeld, dash) && x.dashes(x.groupsHeld)
	}},
	{"89🔥00🔥00🔥00🔥00🔥1", func(x local) bool { return x.f.symbols(x.run) }},
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
		if f.at(r.groups[k].from-1).sign < firstSymbol {
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

// zeroFirst reports a group with a zero in front, which no house, age or sum has.
func (r *run) zeroFirst(n int) bool {
	return slices.ContainsFunc(r.groups[:n], func(g group) bool { return g.digits[0] == '0' })
}

// mobileSizes are the groups of a mobile number.
var mobileSizes = words{"3 3 2 2", "3 3 4", "3 7", "3 3 1 3", "3 2 2 3", "3 2 3 2", "3 4 3"}

// mobile measures ten digits that begin with 9.
func (x call) mobile() int {
	n := x.upTo(mobileWidth)
	if n == 0 || x.first() != '9' || !x.tornMobile(n) && !x.mobileGroups(n) {
		return 0
	}
	return n
}

// tornMobile reports digits one by one, and 900-пять-пять-ноль-10-10.
func (x call) tornMobile(n int) bool {
	return x.joints(n, dash) && (n == mobileWidth && x.n == mobileWidth || n >= 4 && x.group(0) == 3 && x.words(n))
}

// mobileGroups reports the groups of a mobile number, any behind a word for a telephone or «код».
func (x call) mobileGroups(n int) bool {
	if x.f.counted(x.last(n)) || x.toldOther() || x.group(0) != 3 && n > 1 && !x.said() {
		return false
	}
	if x.said() || x.b.low == "код" {
		return x.joints(n, phrase)
	}
	return x.joints(n, dot) && (n == 1 || mobileSizes.has(x.sizes(n)))
}

// Groups of numbers of a town: those of seven digits, and those that are dates, houses or sums instead.
var (
	localSizes  = words{"7", "3 2 2", "3 4"}
	otherSizes  = words{"1 3 3", "1 1 4", "1 2 4", "2 1 4"}
	localWidths = []int{5, 6, 7, 10, 11}
)

// town measures numbers without the country's prefix.
func (x call) town() int {
	if x.b.among("№") || x.b.among("/") && !x.b.space || x.toldOther() {
		return 0
	}
	if n := x.bracketed(); n > 0 {
		return n
	}
	return read(townNumbers, local{x, x.held()})
}

// local is a number of n groups, perhaps of a town.
type local struct {
	call
	groupsHeld int
}

// townNumbers are the ways in which such numbers are written.
var townNumbers = []reading[local]{
	{"2-00-01/5, 22 часа", func(x local) bool {
		n := x.groupsHeld
		stroke := n < x.n && x.groups[n].before == dot && x.f.at(x.groups[n].from-1).sign == '/'
		return stroke || x.f.counted(x.last(n))
	}, just[local](0)},
	{"1-12-14-18", func(x local) bool { // the groups before belong to the same row
		return x.dashed(x.groupsHeld) && x.b.among("-") && !x.f.at(x.groups[0].from).space
	}, just[local](0)},
	{"200-00-01", func(x local) bool { return x.dashed(x.groupsHeld) && x.dashedShape(x.groupsHeld) }, local.held},
	{"8900000000189000000002", func(x local) bool { return x.groupsHeld == 1 && x.twins() }, just[local](1)},
	{"телефон мамы 2000001", func(x local) bool { return x.aside&cuephone != 0 && x.nearby&cuephone == 0 },
		func(x local) int {
			if localSizes.has(x.sizes(x.groupsHeld)) {
				return x.groupsHeld
			}
			return 0
		}},
	{"2000001, 2000002", func(x local) bool {
		return x.another && x.groupsHeld == 1 && x.group(0) == localWidth
	}, local.held},
	{"тел. 22-210", func(x local) bool { return x.nearby&cuephone != 0 },
		func(x local) int { return x.told(x.groupsHeld) }},
}

func (x local) held() int { return x.groupsHeld }

// told measures what stands close behind a word for a telephone.
func (x call) told(n int) int {
	if x.noun && n == 1 && x.group(0) < 4 {
		if k := x.dotted(); k > 0 && x.f.date(x.groups[0].from) == 0 { // тел. 2.22.10
			return k
		}
	}
	if !slices.Contains(localWidths, x.length(n)) || x.otherNumber(n) {
		return 0
	}
	return n
}

// otherNumber reports groups that are a date, houses or a sum.
func (x call) otherNumber(n int) bool { return anyOf(otherNumbers, local{x, n}) }

var otherNumbers = []rule[local]{
	{"22210.5", func(x local) bool {
		return x.groupsHeld == 1 && x.n > 1 && x.group(0) == 5 && (x.groups[1].before == dot ||
			x.groups[1].before == comma)
	}},
	{"05 06 51", func(x local) bool {
		return x.sizes(x.groupsHeld) == "2 2 2" && dayMonth(x.groups[0].digits, x.groups[1].digits)
	}},
	{"22 210", func(x local) bool {
		return x.sizes(x.groupsHeld) == "2 3" && !(x.noun && x.groups[1].before == dash)
	}},
	{"1 200 000", func(x local) bool { return otherSizes.has(x.sizes(x.groupsHeld)) }},
}

// bracketed measures (351) 200-00-01: a code in brackets.
func (x call) bracketed() int {
	if x.b.sign != '(' || x.n < 2 || x.f.at(x.groups[0].to+1).sign != ')' || x.group(0) < 3 || x.group(0) > 5 {
		return 0
	}
	for want := 11; want >= 8; want-- {
		if k := x.upTo(want); k > 1 && k <= 5 && x.joints(k, dot) && !x.f.counted(x.last(k)) {
			return k
		}
	}
	return 0
}

// mostHeld bounds the groups of a town's number.
const mostHeld = 6

// held counts the groups that dashes and, behind a word for a telephone, blanks hold together.
func (x call) held() int {
	n := 1
	for n < min(x.n, mostHeld) {
		before := x.groups[n].before
		mixed := n > 2 && x.groups[1].before == dash // «2-00-01 8 раз»
		if before != dash && (before != blank || (x.nearby|x.aside)&cuephone == 0 || mixed) {
			break
		}
		n++
	}
	return n
}

// dashed reports that dashes alone stand between the first n groups.
func (x call) dashed(n int) bool {
	for k := 1; k < n; k++ {
		if x.groups[k].before != dash {
			return false
		}
	}
	return n > 1
}

// dashedShape reports groups with dashes that are a telephone's.
func (x call) dashedShape(n int) bool {
	switch x.sizes(n) {
	case "3 3 2 2", "3 2 2":
		return true
	case "2 2 2":
		return !dayMonth(x.groups[0].digits, x.groups[1].digits) && (x.said() || !x.inARow())
	case "1 2 2":
		return x.said() || x.f.phoneBehind(x.last(n))
	}
	return false
}

// twins reports two telephones that nothing parts.
func (x call) twins() bool {
	d := x.groups[0].digits
	mobile := func(d string) bool { return (d[0] == '8' || d[0] == '7') && d[1] == '9' }
	return len(d) == 2*nationalWidth && mobile(d) && mobile(d[nationalWidth:])
}

// inARow reports three numbers that grow by little: houses of one street.
func (r *run) inARow() bool {
	a, b, c := atoi(r.groups[0].digits), atoi(r.groups[1].digits), atoi(r.groups[2].digits)
	return a < b && b < c && b-a <= farHouses && c-b <= farHouses
}

// dotted counts the groups of five to seven digits in three with full stops between, 0 if the run is none.
func (r *run) dotted() int {
	if r.n < 3 || r.n > 3 && r.groups[3].before == dot || r.length(3) < 5 || r.length(3) > 7 {
		return 0
	}
	for k := range 3 {
		if k > 0 && r.groups[k].before != dot || len(r.groups[k].digits) > 3 {
			return 0
		}
	}
	return 3
}

// free reports the eleven digits of a hotline, 8-800 or 8-804.
func free(d string) bool {
	return (d[0] == '7' || d[0] == '8') && (strings.HasPrefix(d[1:], "800") || strings.HasPrefix(d[1:], "804"))
}

// freeOfCharge reports a number 8-800 or 8-804: the hotline of a body or a company.
func freeOfCharge(f *finder, r *run, n int) bool {
	d := r.digits(n)
	if len(d) == nationalWidth && (d[0] == '7' || d[0] == '8') {
		return free(d)
	}
	// the rest of such a number, when its beginning was no group of this run
	all := f.digitsBefore(r.groups[0].from) + d
	at := len(all) - nationalWidth
	return at >= 0 && free(all[at:])
}

// mostDigitsBefore bounds the digits of a hotline that may stand before a run.
const mostDigitsBefore = 8

// digitsBefore gives the last digits before token from, over signs.
func (f *finder) digitsBefore(from int) string {
	digits := ""
	for i := from - 1; i >= max(0, from-6) && len(digits) < mostDigitsBefore; i-- {
		t := f.at(i)
		if t.kind != number && (t.kind != mark || t.sign == ',' || t.line) {
			break
		}
		if t.kind == number {
			digits = t.low + digits
		}
	}
	return digits[max(0, len(digits)-mostDigitsBefore):]
}
