package privacy

import "strings"

// What the words before and behind a number say of papers.
const (
	ownPapers  = cuepassport | cuesnils | cueinn | cuepolicy | cueledger
	saidPapers = ownPapers | cuephone | cuecard
	afterwards = ownPapers | cuepaper | meter
)

// papers finds the numbers of documents, cards and accounts.
func (f *finder) papers(r *run, c cue) bool {
	if n, digits := r.whole(); c.facts&saidPapers == 0 && digits >= leastPaper && r.joints(n, dash) &&
		!f.postcode(r.groups[0].from) {
		facts := f.behind(r.groups[n-1].to)
		c.facts |= facts & ownPapers
		if facts&(cuepaper|meter) != 0 && !anyOf(noPapers, clubbed{f, r, c, n, digits}) {
			f.claimRun(r, n, document)
			return true
		}
	}
	for _, kind := range paperKinds {
		if kind(f, r, c) {
			return true
		}
	}
	return false
}

// paperKinds are tried in this order.
var paperKinds = [...]func(*finder, *run, cue) bool{(*finder).bankAccount, (*finder).bankCard, (*finder).pension,
	(*finder).taxpayer, (*finder).passportNumber}

// noPapers are numbers that the name of a document behind them does not tell.
var noPapers = []rule[clubbed]{
	{"заявка 123456 (диплом)", func(x clubbed) bool { return x.facts&numbered != 0 || x.digits > longestPaper }},
	{"5.06.2024 (диплом), 123 456 (диплом)", func(x clubbed) bool { return x.f.dated(x.run) || x.thousands(x.whole) }},
}

// postcode reports «индекс» before token i.
func (f *finder) postcode(i int) bool { return strings.HasPrefix(f.before(i).low, "индекс") }

// colons reports a cadastral number whose parts are short: 74:1:1001:12.
func (r *run) colons(f *finder) bool {
	for k := 1; k < 4; k++ {
		if k >= r.n || f.at(r.groups[k].from-1).sign != ':' {
			return false
		}
	}
	return true
}

// whole is the number of groups of a run before words interrupt it.
func (r *run) whole() (n, digits int) {
	for n < r.n && (n == 0 || r.groups[n].before < comma) {
		n++
	}
	return n, r.length(n)
}

// accountWidth is how many digits an account has (Bank of Russia, 809-П); leastLedger is how many the number of a bill
// or a contract has at least: sums and sections are shorter.
const (
	accountWidth = 20
	leastLedger  = 7
)

// bankAccount reads the number of an account, a ledger, a bill or a contract.
func (f *finder) bankAccount(r *run, c cue) bool {
	n := r.upTo(accountWidth)
	if n == 0 || !r.joints(n, dot) || n > 1 && !r.accountHead(n) {
		whole, digits := r.whole()
		if n = whole; !c.account(digits) && (!c.billed(digits) || f.dated(r)) {
			return false
		}
		if _, to := r.tokens(n); f.counted(to) {
			return false
		}
	}
	f.claimRun(r, n, bank)
	return true
}

// account reports a ledger before so many digits.
func (c cue) account(digits int) bool {
	return c.facts&cueledger != 0 && digits >= leastPaper && digits <= accountWidth
}

// billed reports a bill or a contract before so many digits.
func (c cue) billed(digits int) bool {
	return digits >= leastLedger && digits <= accountWidth &&
		(c.facts&bill != 0 && c.facts&unit == 0 || c.facts&contract != 0)
}

// accountHead reports the beginning of an account in n groups: a balance account of the chart that banks keep, whose
// five digits stand together, or the treasury's.
func (r *run) accountHead(n int) bool {
	d := r.groups[0].digits
	chart := len(d) >= 3 && (d[0] >= '2' && d[0] <= '6' || d[0] == '0')
	return chart && (len(d) != 4 || r.sizes(n) == "4 4 4 4 4")
}

// behind are the facts of what is named right behind token k: «(лицевой)», «— мой паспорт», «это номер счётчика».
func (f *finder) behind(k int) fact {
	for _, t := range f.onward(k, 4) {
		switch {
		case t.among("(-"):
		case t.kind != word || t.any(numbered) && t.none(meter):
			return 0
		case t.any(afterwards):
			return t.facts
		case t.low != "это" && t.none(possessive|split):
			return 0
		}
	}
	return 0
}

// dated reports that the run begins with a date.
func (f *finder) dated(r *run) bool { return f.date(r.groups[0].from) > 0 && r.n > 1 }

const (
	// mostCard is how many groups the number of a card is written in at most, where nothing tells it to be one.
	mostCard = 5
	// leastCard is how many digits the card of a shop, a bus or a clinic has at least, and shortCard and longCard bound
	// those of a bank.
	leastCard = 8
	shortCard = 13
	longCard  = 19
	cardWidth = 16
)

// Groups in which the numbers of cards are written: those that nothing else has, and those whose sum or cue tells.
var (
	cardSizes   = words{"4 4 4 4", "4 4 4 4 2", "4 4 4 4 3"}
	summedSizes = words{"4 6 5", "8 8", "6 10", "4 4 4 6"}
)

func (f *finder) bankCard(r *run, c cue) bool {
	for want := longCard; want >= shortCard; want-- {
		n := r.upTo(want)
		if n == 0 || n > mostCard && c.facts&cuecard == 0 || !r.joints(n, dot) || f.validUntil(r, n) {
			continue
		}
		if f.cardShape(r, c, n, want) {
			f.claimRun(r, n, c.policyOr(card))
			return true
		}
	}
	return f.clubCard(r, c)
}

// validUntil reports … 0004 12/27.
func (f *finder) validUntil(r *run, n int) bool {
	return r.n > n && r.sizes(n) == "4 4 4 4 2" && f.at(r.groups[n].from-1).sign == '/'
}

// cardShape reports that the first n groups, of want digits, are a card's.
func (f *finder) cardShape(r *run, c cue, n, want int) bool {
	return decide(cardShapes, clubbed{f, r, c, n, want})
}

// cardShapes are the ways in which the number of a card is written.
var cardShapes = []decision[clubbed]{
	{"4000 1234 1234 1234", func(x clubbed) bool { return cardSizes.has(x.sizes(x.whole)) }, always[clubbed]},
	{"договор 4000123412341234", func(x clubbed) bool { return x.nearby&numbered != 0 }, never[clubbed]},
	// a card or a policy: nothing else has sixteen
	{"4000123412341234", func(x clubbed) bool {
		return x.whole == 1 && x.digits == cardWidth && !x.f.path(&x.groups[0])
	}, always[clubbed]},
	{"4000 123412 12341", func(x clubbed) bool {
		return x.whole == 1 || x.facts&cuecard != 0 && x.digits == cardWidth || summedSizes.has(x.sizes(x.whole))
	}, func(x clubbed) bool { return x.facts&(cuecard|cuepolicy) != 0 || luhn(x.run.digits(x.whole)) }},
}

// clubCard reads «социальная карта 123456789» and the sixteen digits of a card one by one.
func (f *finder) clubCard(r *run, c cue) bool {
	n, digits := r.whole()
	if c.facts&cuecard == 0 || digits < leastCard || digits > longCard ||
		anyOf(noClubCards, clubbed{f, r, c, n, digits}) {
		return false
	}
	f.claimRun(r, n, c.policyOr(card))
	return true
}

// clubbed is n groups of digits behind a word for a card.
type clubbed struct {
	f *finder
	*run
	cue
	whole, digits int
}

var noClubCards = []rule[clubbed]{
	{"карта, тел. 2000001", func(x clubbed) bool { return x.facts&cuephone != 0 || x.nearby&numbered != 0 }},
	{"карта 20000001 рублей",
		func(x clubbed) bool { return x.f.counted(x.groups[x.whole-1].to) || x.thousands(x.whole) }},
	{"карта 5.06.2024", func(x clubbed) bool { return x.f.dated(x.run) }},
	{"карта 1 2 3 4 5",
		func(x clubbed) bool { return x.whole > 4 && x.digits != cardWidth || !x.joints(x.whole, dash) }},
}

// thousands reports a sum: 1 to 3 digits and then threes with blanks between.
func (r *run) thousands(n int) bool {
	for k := 1; k < n; k++ {
		if len(r.groups[k].digits) != 3 || r.groups[k].before != blank {
			return false
		}
	}
	return n > 1 && len(r.groups[0].digits) <= 3 && r.groups[0].digits[0] != '0'
}

// path reports a number that a stroke touches: a part of an address or of a file's name.
func (f *finder) path(g *group) bool {
	b := f.before(g.from)
	return b.kind != outside && !f.at(g.from).space && (b.kind != mark || b.signed("/_="))
}

func (c cue) policyOr(kind secret) secret {
	if c.facts&cuepolicy != 0 {
		return document
	}
	return kind
}

// pensionWidth and taxWidth are how many digits such numbers have; a policy has from 9 to 16.
const (
	pensionWidth = 11
	taxWidth     = 12
	leastPolicy  = 9
	pensionSizes = "3 3 3 2"
)

func (f *finder) pension(r *run, c cue) bool {
	n := r.upTo(pensionWidth)
	if n == 0 || !r.pensionShape(n, c) {
		return false
	}
	f.claimRun(r, n, snils)
	return true
}

// pensionShape reports that the first n groups are written as an insurance number, or have its sum.
func (r *run) pensionShape(n int, c cue) bool { return decide(pensionShapes, counted{r, c, n}) }

// counted is the first groups of a run, and what is said before them.
type counted struct {
	*run
	cue
	first int
}

var pensionShapes = []decision[counted]{
	{"снилс 112 233 445 95", func(x counted) bool { return x.facts&cuesnils != 0 && x.joints(x.first, comma) },
		always[counted]},
	{"11223344595", func(x counted) bool { return x.first == 1 }, func(x counted) bool {
		d := x.groups[0].digits
		return d[0] < '7' && x.nearby&numbered == 0 && snilsSum(d)
	}},
	{"112 233", func(x counted) bool { return x.sizes(x.first) != pensionSizes }, never[counted]},
	{"112-233-445 95", func(x counted) bool { return x.groups[1].before == dash && x.groups[2].before == dash },
		always[counted]},
	{"112 233 445 95", always[counted], func(x counted) bool {
		return x.joints(x.first, dot) && snilsSum(x.run.digits(x.first))
	}},
}

func (f *finder) taxpayer(r *run, c cue) bool {
	n, digits := r.whole()
	if tax := r.upTo(taxWidth); tax > 0 && r.taxNumber(tax, c) {
		n = tax
	} else if c.facts&cuepolicy == 0 || digits < leastPolicy || digits > cardWidth {
		return false
	}
	f.claimRun(r, n, document)
	return true
}

// taxNumber reports that the first n groups are a taxpayer's, by a word or by their sum.
func (r *run) taxNumber(n int, c cue) bool {
	if c.facts&cueinn != 0 && r.joints(n, dot) {
		return true
	}
	return n == 1 && c.nearby&numbered == 0 && innSum(r.groups[0].digits)
}

// passportCue is what is said of a passport around a number.
type passportCue struct {
	f *finder
	r *run
	cue
	said, series bool // a passport; its series
}

// passportNumber finds series and number in either order, together or apart.
func (f *finder) passportNumber(r *run, c cue) bool {
	x := passportCue{f: f, r: r, cue: c}
	x.series = c.nearby&cueseries != 0 || c.nearby&cuepassport != 0 && c.facts&cueseries != 0
	x.said = c.facts&cuepassport != 0 || x.claimedBefore() || f.issuedBehind(r)
	n := read(passports, &x)
	if n == 0 {
		return false
	}
	f.claimRun(r, n, passport)
	return true
}

// claimedBefore reports the word for a series right before the number, and a passport before it.
func (x *passportCue) claimedBefore() bool {
	from := x.r.groups[0].from
	b := x.f.before(from)
	return x.series && b.kind == word && b.any(cueseries) && x.f.passportClaimed(from)
}

// Groups in which passports are written.
var (
	numberFirst   = words{"6 4", "6 2 2"}
	passportSizes = words{"4 6", "2 2 6", "4 3 3", "2 2 3 3"}
	ownSizes      = words{"4 6", "2 2 6"}
	veteranSizes  = words{"1 6", "2 6"}
)

const (
	foreignSizes   = "2 7"
	seriesSizes    = "2 2"
	passportWidth  = 10
	foreignWidth   = 9
	passportDigits = 6 // without its series
	passportSeries = 4
)

// passports are the ways in which they are written.
var passports = []reading[*passportCue]{
	{"номер 000001, серия 74 00", func(x *passportCue) bool {
		n := x.ten()
		return n > 0 && numberFirst.has(x.r.sizes(n)) && x.f.is(x.r.groups[1].from-1, cueseries)
	}, (*passportCue).ten},
	{"паспорт 7400 000001", (*passportCue).whole, (*passportCue).ten},
	{"74 № 0000001", func(x *passportCue) bool { // for other countries
		n := x.r.upTo(foreignWidth)
		return n == 2 && x.r.sizes(n) == foreignSizes && x.signed() && x.nearby&numbered == 0
	}, just[*passportCue](2)},
	{"7400-000001, 6 № 000001", func(x *passportCue) bool {
		r := x.r
		if r.n != 2 || x.facts&numbered != 0 || x.f.year(r.groups[0].digits) {
			return false
		}
		sizes := r.sizes(2)
		return sizes == "4 6" && r.groups[1].before == dash && !x.f.at(r.groups[1].from).space ||
			veteranSizes.has(sizes) && x.signed() // of veterans and families
	}, just[*passportCue](2)},
	{"паспорт 74 0000001", func(x *passportCue) bool {
		n := x.r.upTo(foreignWidth)
		return x.said && n > 0 && (n == 1 || x.r.sizes(n) == foreignSizes)
	}, func(x *passportCue) int { return x.r.upTo(foreignWidth) }},
	{"паспорт, номер 000001", func(x *passportCue) bool {
		g := &x.r.groups[0]
		return x.said && len(g.digits) == passportDigits && !x.f.counted(g.to)
	}, just[*passportCue](1)},
	{"паспорт, серия 74 00", func(x *passportCue) bool {
		n := x.r.upTo(passportSeries)
		return x.said && x.series && n > 0 && (n == 1 || x.r.sizes(n) == seriesSizes)
	}, func(x *passportCue) int { return x.r.upTo(passportSeries) }},
}

// signed reports № before the second group.
func (x *passportCue) signed() bool { return x.f.at(x.r.groups[1].from-1).sign == '№' }

// ten counts the groups of ten digits, 0 if they are torn.
func (x *passportCue) ten() int {
	if n := x.r.upTo(passportWidth); n <= mostCard {
		return n
	}
	return 0
}

// whole reports series and number together, told by a word or by their form.
func (x *passportCue) whole() bool { return x.ten() > 0 && decide(passportForms, x) }

// passportForms are the ways in which ten digits are a passport.
var passportForms = []decision[*passportCue]{
	{"паспорт 7400 000001", func(x *passportCue) bool { return x.said },
		func(x *passportCue) bool { return x.ten() == 1 || passportSizes.has(x.sizes()) }},
	{"7400 000001 рублей",
		func(x *passportCue) bool { return x.f.counted(x.r.groups[x.ten()-1].to) }, never[*passportCue]},
	{"серия 7400 000001", func(x *passportCue) bool { return x.series && passportSizes.has(x.sizes()) },
		always[*passportCue]},
	{"тел. 7400 000001", func(x *passportCue) bool {
		return !ownSizes.has(x.sizes()) || x.nearby&(numbered|cueinn) != 0 || x.facts&cuephone != 0
	}, never[*passportCue]},
	{"7400 000001", always[*passportCue], func(x *passportCue) bool {
		last := x.r.groups[x.ten()-1].before
		return (last == blank || last == phrase) && x.r.groups[1].before != dash && !x.f.year(x.r.groups[0].digits)
	}},
}

func (x *passportCue) sizes() string { return x.r.sizes(x.ten()) }

// issuedBehind reports «выдан» behind a run.
func (f *finder) issuedBehind(r *run) bool {
	_, to := r.tokens(r.n)
	if f.after(to).among(",") {
		to++
	}
	n := f.after(to)
	return n.kind == word && strings.HasPrefix(n.low, "выдан")
}

// year keeps «2024 123456» from being read as a passport.
func (f *finder) year(d string) bool { return len(d) == 4 && (d[:2] == "19" || d[:2] == "20") }

// passportClaimed reports that a number before token i was found to be of a passport: what follows «серия» is its
// other half.
func (f *finder) passportClaimed(i int) bool {
	for k := i - 1; k >= max(0, i-farthest); k-- {
		if t := f.at(k); t.kind == taken {
			return f.hides(t, passport)
		}
	}
	return false
}

// luhn checks the sum of a card's number (ISO/IEC 7812-1, annex B).
func luhn(d string) bool {
	sum, zeros := 0, true
	for i := range len(d) {
		n := int(d[len(d)-1-i] - '0')
		zeros = zeros && n == 0
		if i%2 == 1 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return len(d) >= shortCard && sum%10 == 0 && !zeros
}

// snilsSum checks the last two digits of an insurance number (order of the Pension Fund № 1026п of 2018): each of nine
// digits by its place from the right, modulo 101, where 100 counts as 0.
func snilsSum(d string) bool {
	if len(d) != pensionWidth {
		return false
	}
	sum := 0
	for i := range 9 {
		sum += int(d[i]-'0') * (9 - i)
	}
	return sum > 0 && sum%101%100 == atoi(d[9:])
}

// innSum checks the last two digits of a person's taxpayer number (order ММВ-7-6/435@): two weighted sums modulo 11.
func innSum(d string) bool {
	if len(d) != taxWidth {
		return false
	}
	weights := [...]int{3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8}
	sum := func(weights []int) int {
		s := 0
		for i, w := range weights {
			s += w * int(d[i]-'0')
		}
		return s % 11 % 10
	}
	return atoi(d[:10]) > 0 && sum(weights[1:]) == int(d[10]-'0') && sum(weights[:]) == int(d[11]-'0')
}
