package privacy

import "strings"

// papers finds the numbers of documents, cards and accounts.
func (f *finder) papers(r *run, c cue) bool {
	n, digits := r.whole()
	said := c.facts & (cuephone | cuepassport | cuesnils | cueinn | cuepolicy | cueledger | cuecard)
	if b := f.beforeX(r.groups[0].from); said == 0 && digits >= leastPaper && r.joints(n, dash) &&
		!(b != nil && strings.HasPrefix(b.low, "индекс")) {
		_, to := r.tokens(n)
		facts := f.behind(to)
		c.facts |= facts & (cuepassport | cuesnils | cueinn | cuepolicy | cueledger)
		if facts&(cuepaper|meter) != 0 && c.facts&numbered == 0 && digits <= 25 && !f.dated(r) && !r.thousands(n) {
			f.claimRun(r, n, document)
			return true
		}
	}
	return f.bankAccount(r, c) || f.bankCard(r, c) || f.pension(r, c) || f.taxpayer(r, c) || f.passportNumber(r, c)
}

// colons counts the groups of a cadastral number whose parts are short: 74:1:1001:12.
func (r *run) colons(f *finder) int {
	if r.n < 4 {
		return 0
	}
	for k := 1; k < 4; k++ {
		if f.tokens[r.groups[k].from-1].sign != ':' {
			return 0
		}
	}
	return 4
}

// whole is the number of groups of a run before words interrupt it.
func (r *run) whole() (n, digits int) {
	for n < r.n && (n == 0 || r.groups[n].before < comma) {
		digits += len(r.groups[n].digits)
		n++
	}
	return n, digits
}

func (f *finder) bankAccount(r *run, c cue) bool {
	// Twenty digits (Bank of Russia, 809-П): the first five are the balance account and stand together.
	if n := r.upTo(20); n > 0 && r.joints(n, dot) && (n == 1 || ledger(r.groups[0].digits) && (len(r.groups[0].digits) != 4 ||
		r.sizes(n) == "4 4 4 4 4")) {
		f.claimRun(r, n, bank)
		return true
	}
	if n, digits := r.whole(); c.facts&cueledger != 0 && digits >= 6 && digits <= 20 {
		if _, to := r.tokens(n); !f.counted(to) {
			f.claimRun(r, n, bank)
			return true
		}
	}
	if n, digits := r.whole(); digits >= leastLedger && digits <= 20 && (c.facts&bill != 0 && c.facts&unit == 0 ||
		c.facts&contract != 0) {
		if _, to := r.tokens(n); !f.counted(to) && !f.dated(r) {
			f.claimRun(r, n, bank)
			return true
		}
	}
	return false
}

// behind are the facts of what is named right behind token k: «(лицевой)», «— мой паспорт», «это номер счётчика».
func (f *finder) behind(k int) (facts fact) {
	for n := k + 1; n < len(f.tokens) && n <= k+4 && !f.tokens[n].line; n++ {
		switch t := &f.tokens[n]; {
		case t.kind == mark && strings.ContainsRune("(-", t.sign):
		case t.kind != word || t.facts&numbered != 0 && t.facts&meter == 0:
			return facts
		case t.facts&(cuepassport|cuesnils|cueinn|cuepolicy|cueledger|cuepaper|meter) != 0:
			return facts | t.facts
		case t.low != "это" && t.facts&(possessive|split) == 0:
			return facts
		}
	}
	return facts
}

// ledger reports the beginning of an account's number: a balance account of the chart that banks keep, or the treasury's.
func ledger(d string) bool { return len(d) >= 3 && (d[0] >= '2' && d[0] <= '6' || d[0] == '0') }

// leastLedger is how many digits the number of a bill or a contract has at least: sums and sections are shorter.
const leastLedger = 7

// dated reports that the run begins with a date.
func (f *finder) dated(r *run) bool { return f.date(r.groups[0].from) > 0 && r.n > 1 }

// mostCard is how many groups the number of a card is written in at most, where nothing tells it to be one.
const mostCard = 5

func (f *finder) bankCard(r *run, c cue) bool {
	for want := 19; want >= 13; want-- {
		n := r.upTo(want)
		if n == 0 || n > mostCard && c.facts&cuecard == 0 || !r.joints(n, dot) {
			continue
		}
		sizes := r.sizes(n)
		if sizes == "4 4 4 4 2" && r.n > n && f.tokens[r.groups[n].from-1].sign == '/' { // … 0004 12/27
			continue
		}
		switch {
		case sizes == "4 4 4 4", sizes == "4 4 4 4 2", sizes == "4 4 4 4 3":
			f.claimRun(r, n, c.policyOr(card))
			return true
		case c.nearby&numbered != 0:
		case n == 1 && want == 16 && !f.path(&r.groups[0]): // a card or a policy: nothing else has sixteen
			f.claimRun(r, n, c.policyOr(card))
			return true
		case (n == 1 || c.facts&cuecard != 0 && want == 16 || sizes == "4 6 5" || sizes == "8 8" ||
			sizes == "6 10" || sizes == "4 4 4 6") && (luhn(r.digits(n)) || c.facts&(cuecard|cuepolicy) != 0):
			f.claimRun(r, n, c.policyOr(card))
			return true
		}
	}
	return f.clubCard(r, c)
}

// leastCard is how many digits the card of a shop, a bus or a clinic has at least.
const leastCard = 8

// clubCard reads «социальная карта 123456789» and the sixteen digits of a card one by one.
func (f *finder) clubCard(r *run, c cue) bool {
	if c.facts&cuecard == 0 {
		return false
	}
	n, digits := r.whole()
	if c.facts&cuephone != 0 || c.nearby&numbered != 0 || digits < leastCard || digits > 19 {
		return false
	}
	if _, to := r.tokens(n); f.counted(to) || f.dated(r) || n > 4 && digits != 16 || r.thousands(n) ||
		!r.joints(n, dash) {
		return false
	}
	f.claimRun(r, n, c.policyOr(card))
	return true
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
	b := f.beforeX(g.from)
	return b != nil && !f.tokens[g.from].space && (b.kind != mark || b.sign == '/' || b.sign == '_' || b.sign == '=')
}

func (c cue) policyOr(kind secret) secret {
	if c.facts&cuepolicy != 0 {
		return document
	}
	return kind
}

func (f *finder) pension(r *run, c cue) bool {
	n := r.upTo(11)
	if n == 0 {
		return false
	}
	said := c.facts&cuesnils != 0
	switch sizes := r.sizes(n); {
	case said && r.joints(n, comma):
	case sizes == "3 3 3 2" && r.groups[1].before == dash && r.groups[2].before == dash:
	case sizes == "3 3 3 2" && r.joints(n, dot) && snilsSum(r.digits(n)):
	case n == 1 && snilsSum(r.groups[0].digits) && r.groups[0].digits[0] < '7' && c.nearby&numbered == 0:
	default:
		return false
	}
	f.claimRun(r, n, snils)
	return true
}

func (f *finder) taxpayer(r *run, c cue) bool {
	if n := r.upTo(12); n > 0 && (c.facts&cueinn != 0 && r.joints(n, dot) || n == 1 && c.nearby&numbered == 0 &&
		innSum(r.groups[0].digits)) {
		f.claimRun(r, n, document)
		return true
	}
	if n, digits := r.whole(); c.facts&cuepolicy != 0 && digits >= 9 && digits <= 16 {
		f.claimRun(r, n, document)
		return true
	}
	return false
}

// passportNumber finds series and number in either order, together or apart.
func (f *finder) passportNumber(r *run, c cue) bool {
	said, series := c.facts&cuepassport != 0 || f.issuedBehind(r), c.nearby&cueseries != 0 || c.nearby&cuepassport != 0 && c.facts&cueseries != 0
	from := r.groups[0].from
	if b := f.beforeX(from); series && b != nil && b.kind == word && b.facts&cueseries != 0 {
		said = said || f.passportClaimed(from)
	}
	if n := r.upTo(10); n > 0 && n <= mostCard {
		sizes := r.sizes(n)
		if (sizes == "6 4" || sizes == "6 2 2") && f.is(r.groups[1].from-1, cueseries) { // номер 000001, серия 74 00
			f.claimRun(r, n, passport)
			return true
		}
		shaped := sizes == "4 6" || sizes == "2 2 6" || sizes == "4 3 3" || sizes == "2 2 3 3"
		_, to := r.tokens(n)
		switch {
		case f.counted(to) && !said:
		case said && (shaped || n == 1), series && shaped,
			(sizes == "4 6" || sizes == "2 2 6") && c.nearby&(numbered|cueinn) == 0 && c.facts&cuephone == 0 &&
				(r.groups[n-1].before == blank || r.groups[n-1].before == phrase) && r.groups[1].before != dash &&
				!f.year(r.groups[0].digits):
			f.claimRun(r, n, passport)
			return true
		}
	}
	if n := r.upTo(9); n == 2 && r.sizes(n) == "2 7" && f.tokens[r.groups[1].from-1].sign == '№' &&
		c.nearby&numbered == 0 { // 74 № 0000001, for other countries
		f.claimRun(r, n, passport)
		return true
	}
	if sizes := r.sizes(min(r.n, 2)); r.n == 2 && c.facts&numbered == 0 && !f.year(r.groups[0].digits) &&
		(sizes == "4 6" && r.groups[1].before == dash && !f.tokens[r.groups[1].from].space || f.signedSix(r, sizes)) {
		f.claimRun(r, 2, passport)
		return true
	}
	if !said {
		return false
	}
	if n := r.upTo(9); n > 0 && (n == 1 || r.sizes(n) == "2 7") {
		f.claimRun(r, n, passport)
		return true
	}
	if len(r.groups[0].digits) == 6 && !f.counted(r.groups[0].to) {
		f.claimRun(r, 1, passport)
		return true
	}
	if n := r.upTo(4); n > 0 && series && (n == 1 || r.sizes(n) == "2 2") {
		f.claimRun(r, n, passport)
		return true
	}
	return false
}

// signedSix reports «6 № 000001», the certificates of veterans and families.
func (f *finder) signedSix(r *run, sizes string) bool {
	return (sizes == "1 6" || sizes == "2 6") && f.tokens[r.groups[1].from-1].sign == '№'
}

// issuedBehind reports «выдан» behind a run.
func (f *finder) issuedBehind(r *run) bool {
	_, to := r.tokens(r.n)
	if n := f.afterX(to); n != nil && n.kind == mark && n.sign == ',' {
		to++
	}
	n := f.afterX(to)
	return n != nil && n.kind == word && strings.HasPrefix(n.low, "выдан")
}

// year keeps «2024 123456» from being read as a passport.
func (f *finder) year(d string) bool { return len(d) == 4 && (d[:2] == "19" || d[:2] == "20") }

// passportClaimed reports that a number before token i was found to be of a passport: what follows «серия» is its
// other half.
func (f *finder) passportClaimed(i int) bool {
	for k := i - 1; k >= 0 && k >= i-farthest; k-- {
		if f.tokens[k].kind == taken {
			text := f.text[f.tokens[k].start:f.tokens[k].end]
			if text == russian[passport] || text == english[passport] {
				return true
			}
			for n := len(f.found) - 1; n >= 0 && n >= len(f.found)-2; n-- {
				if s := f.found[n]; s.kind == passport && s.end == f.tokens[k].end {
					return true
				}
			}
			return false
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
	return len(d) >= 13 && sum%10 == 0 && !zeros
}

// snilsSum checks the last two digits of an insurance number (order of the Pension Fund № 1026п of 2018): each of nine
// digits by its place from the right, modulo 101, where 100 counts as 0.
func snilsSum(d string) bool {
	if len(d) != 11 {
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
	if len(d) != 12 {
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
