package privacy

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// aroundAt reads what stands around the sign @: mail, also with blanks, or the name of an account.
func (f *finder) aroundAt(i int) {
	t := f.at(i)
	start := t.start
	if !t.space {
		start = f.leftOf(t.start, localPart)
	}
	if start == t.start {
		start = f.quotedLeft(t.start)
	}
	if start < t.start && start >= f.floor() {
		if end := f.behindAt(i); end > 0 {
			f.claim(f.moreLocal(start), end, mail)
			return
		}
	}
	if !f.spacedMail(i) {
		f.accountAt(i)
	}
}

// mostBlanks is how many blanks may stand on either side of the sign @.
const mostBlanks = 2

// spacedMail claims name @ example.ru.
func (f *finder) spacedMail(i int) bool {
	t := f.at(i)
	left := len(strings.TrimRight(f.text[:t.start], " "))
	from := f.leftOf(left, func(r rune) bool { return r < utf8.RuneSelf && localPart(r) })
	to := len(f.text) - len(strings.TrimLeft(f.text[t.end:], " "))
	if from == left || t.start-left > mostBlanks || to-t.end > mostBlanks || from < f.floor() || f.at(i+1).line {
		return false
	}
	end, provider := f.looseDomain(i + 1)
	if end == 0 || !provider && f.text[to] >= utf8.RuneSelf {
		return false
	}
	f.claim(f.moreLocal(from), end, mail)
	return true
}

var videoWords = listOf("ютуб youtube")

// accountAt claims @anna_primer and, with a sign that plain words do not have, @ anna_primer.
func (f *finder) accountAt(i int) {
	t, n := f.at(i), f.at(i+1)
	from := t.end
	if n.kind == word && !n.line && n.start == t.end+1 && strings.HasPrefix(f.text[n.end:], "_") {
		from = n.start
	}
	end := from
	for end < len(f.low) && (strings.IndexByte("_.", f.low[end]) >= 0 || decimal(f.low[end]) ||
		latinLetter(f.low[end])) {
		end++
	}
	name := strings.TrimRight(f.low[from:end], ".")
	if name != "" && !communityName(name) && f.ownAccount(i) {
		f.claim(t.start, f.inBrackets(from+len(name)), account)
	}
}

// ownAccount reports that no word for a community stands before the sign at token i, or that it is somebody's own.
func (f *finder) ownAccount(i int) bool {
	return f.is(i-1, possessive) || f.says(i-2, videoWords) || !f.channelBefore(i)
}

// communityNames begin the pages of communities, by the number of which VK names them: club1.
var communityNames = listOf("club public")

// communityName reports club1 and public1, and names of bots, which Telegram makes end with «bot».
func communityName(name string) bool {
	if strings.HasSuffix(name, "bot") {
		return true
	}
	return slices.ContainsFunc(communityNames, func(head string) bool {
		number, found := strings.CutPrefix(name, head)
		return found && number != "" && strings.Trim(number, decimals) == ""
	})
}

// behindAt measures what stands right behind the sign @ at token i: a domain, or one label where its end was forgotten.
func (f *finder) behindAt(i int) int {
	if f.at(i+1).sign == '@' && !f.at(i+1).space { // inna@@example.ru
		return f.domainAt(i + 2)
	}
	if end := f.domainAt(i + 1); end > 0 {
		return end
	}
	t, n := f.at(i), f.at(i+1)
	if n.line || n.kind != word || n.space || n.letters < 2 || t.start == 0 || f.text[t.start-1] >= utf8.RuneSelf {
		return 0
	}
	return f.atLabel(n.start)
}

// domainAt measures the domain that begins with token k on the line.
func (f *finder) domainAt(k int) int {
	if f.at(k).line {
		return 0
	}
	end, _ := f.looseDomain(k)
	return end
}

// atLabel measures letters, digits and signs of an address from byte p on.
func (f *finder) atLabel(p int) int {
	n := strings.IndexFunc(f.text[p:], func(r rune) bool { return !localPart(r) || r == '.' })
	if n < 0 {
		return len(f.text)
	}
	return p + n
}

// longestDomain is that of names of hosts in bytes (RFC 1035, section 2.3.4).
const longestDomain = 255

// domain measures the domain at byte p: labels with a full stop between; 0 if it is none.
func (f *finder) domain(p int) int {
	end, dots := p, 0
	for end < len(f.text) && end-p < longestDomain {
		r, size := utf8.DecodeRuneInString(f.text[end:])
		letter := unicode.IsLetter(r) || unicode.IsDigit(r)
		if (r == '.' || r == '．') && end > p {
			next, _ := utf8.DecodeRuneInString(f.text[end+size:])
			if !unicode.IsLetter(next) && !unicode.IsDigit(next) {
				break
			}
			dots++
		} else if !letter && r != '-' {
			break
		}
		end += size
	}
	if dots == 0 {
		return 0
	}
	return end
}

// spokenSigns are words said for @. The strong ones mean nothing else beside an address.
var (
	strongSigns = wordSet("собака собачка собакой собаку собачку пёсик песик собачонка")
	weakSigns   = wordSet("кружок сабака ет at эт ат dog гав а a аt эттт")
)

// Signs that may stand before and behind what is said for @, and those of them that are brackets.
const (
	openSigns    = "([{<-*\"«“,"
	closeSigns   = ")]}>-*\"»”,"
	bracketSigns = "([{<-*"
)

// saidMail is a word said for @, and what stands around it.
type saidMail struct {
	f              *finder
	sign, name     *token
	bracket, loose bool // brackets stand around it; quotation marks or commas do
	provider       bool
}

// spokenMail reads «masha собака example точка ru» and masha[at]example.ru around the word i.
func (f *finder) spokenMail(i int) {
	x, l := saidMail{f: f, sign: f.at(i)}, i-1
	for ; l >= i-2 && f.at(l).among(openSigns); l-- {
		x.bracket = x.bracket || f.at(l).signed(bracketSigns)
		x.loose = x.loose || !x.bracket
	}
	r := i + 1
	for r <= i+2 && f.at(r).among(closeSigns) {
		r++
	}
	if x.name = f.at(l); !mailPart(x.name) || f.at(r).kind == outside || f.at(r).kind == taken {
		return
	}
	end := 0
	if end, x.provider = f.looseDomain(r); end == 0 || !x.meant(end > f.at(r).end) {
		return
	}
	if from := f.leftOf(x.name.end, localPart); x.mailbox(from) {
		f.claim(f.moreLocal(from), end, mail)
	}
}

// meant reports that the word stands for @ before a domain of one label or, whole, of more.
func (x *saidMail) meant(whole bool) bool {
	low := x.sign.low
	switch {
	case x.sign.letters == 1 && !x.bracket, x.loose && !(strongSigns[low] && whole):
		return false
	}
	return !weakSigns[low] || x.bracket || x.provider
}

// mailbox reports that the name of a mailbox begins at byte from.
func (x *saidMail) mailbox(from int) bool {
	return from < x.name.end && from >= x.f.floor() && (x.f.text[from] < utf8.RuneSelf || x.provider || x.bracket)
}

// mailPart reports a word or a number.
func mailPart(t *token) bool { return t.kind == word || t.kind == number }

// saidSigns are words said for the signs of an address, and saidStops those for its full stops.
var (
	saidSigns = wordSet("точка точку dot дот дефис тире минус подчеркивание подчерк нижнее андерскор андерлайн " +
		"underscore")
	saidStops = listOf("точка dot дот")
)

// mostLocal bounds the tokens of the name of a mailbox.
const mostLocal = 12

// moreLocal extends the name of a mailbox that begins at byte p over signs that are said, «inna точка stupak», and over
// Latin words that blanks part.
func (f *finder) moreLocal(p int) int {
	at := f.tokenAt(p)
	for k := at - 1; k > at-mostLocal && !f.at(k+1).line && f.at(k).end > f.floor(); k-- {
		t := f.at(k)
		if f.saidSign(k) && !t.line && mailPart(f.at(k-1)) {
			continue
		}
		latin := t.kind == word && t.letters > 1 && f.text[t.start] < utf8.RuneSelf && f.text[p] < utf8.RuneSelf &&
			!mailWords[t.low]
		if !latin && !(mailPart(t) && f.saidSign(k+1)) {
			return p
		}
		p = f.leftOf(t.end, localPart)
	}
	return p
}

// saidSign reports a word said for a sign of an address.
func (f *finder) saidSign(k int) bool { return f.at(k).kind == word && saidSigns[f.at(k).low] }

// tokenAt is the first token that ends behind byte p.
func (f *finder) tokenAt(p int) int {
	at, _ := slices.BinarySearchFunc(f.tokens, p, func(t token, p int) int { return t.end - p - 1 })
	return at
}

// longestQuoted bounds the name of a mailbox in quotation marks.
const longestQuoted = 64

// quotes are pairs of quotation marks.
var quotes = [...][2]string{{"\"", "\""}, {"«", "»"}, {"“", "”"}, {"'", "'"}}

// quotedLeft finds the beginning of "inna stupak" or «inna» that ends right before byte p; p if there is none.
func (f *finder) quotedLeft(p int) int {
	for _, q := range quotes {
		if head, ok := strings.CutSuffix(f.text[:p], q[1]); ok {
			head = head[max(0, len(head)-longestQuoted):]
			if n := strings.LastIndex(head, q[0]); n >= 0 && !strings.ContainsRune(head[n:], '\n') {
				return p - len(q[1]) - len(head) + n
			}
		}
	}
	return p
}

// mailWords introduce an address.
var mailWords = wordSet(`почта почту почте почты почтой мыло мыла мылу мыльник email e-mail имейл емейл емайл мейл мэйл
	mail
	электронка электронке электронку ящик ящика`)

// introducesMail reports a word for mail at token k or before it, with signs and «моя» between.
func (f *finder) introducesMail(k int) bool {
	for least := k - 3; k >= max(0, least); k-- {
		t := f.at(k)
		if t.kind == word && mailWords[t.low] {
			return true
		}
		if !t.among(":-(.=") && !f.is(k, possessive|linking) {
			return false
		}
	}
	return false
}

// escapes are what pages write for @.
var escapes = listOf("%40 &#64; &commat;")

// noAtSigns are signs before a host that did not stand for @.
const noAtSigns = "./:,-@(=&?\"«'"

// leastMailbox is how many bytes stand between the beginning of a mailbox and its host at least.
const leastMailbox = 3

// hostMail reads an address whose @ became something else before the host at token i: inna*mail.ru, inna%40mail.ru,
// «почта inna на mail.ru», «почта inna.mail.ru».
func (f *finder) hostMail(i int) bool {
	t := f.at(i)
	end, provider := f.looseDomain(i)
	if !provider || end <= t.end || i < 1 || t.line {
		return false
	}
	from := f.mailbox(i)
	if from < f.floor() || f.text[from] >= utf8.RuneSelf || t.start-from < leastMailbox {
		return false
	}
	f.claim(from, end, mail)
	return true
}

// mailbox is where the name of the mailbox before the host at token i begins, -1 if there is none.
func (f *finder) mailbox(i int) int {
	t, b := f.at(i), f.at(i-1)
	for _, sign := range escapes {
		if rest, ok := strings.CutSuffix(f.text[:t.start], sign); ok {
			return f.leftOf(len(rest), localPart)
		}
	}
	switch {
	case t.space:
		return f.mailboxApart(i)
	case b.kind != mark:
		return -1
	case !b.space && mailPart(f.at(i-2)) && !b.signed(noAtSigns):
		return f.leftOf(b.start, localPart)
	case b.sign == '.':
		if from := f.leftOf(t.start, localPart); f.mailBefore(from) {
			return from
		}
	}
	return -1
}

// mailboxApart is mailbox where a blank stands before the host: «inna1 на mail.ru».
func (f *finder) mailboxApart(i int) int {
	l, signs := i-1, decimals+"_"
	if f.at(l).kind == word && f.at(l).low == "на" && l > 0 {
		l, signs = l-1, signs+"."
	}
	t := f.at(l)
	if t.kind == taken {
		return -1
	}
	from := f.leftOf(t.end, localPart)
	name := f.text[from:t.end]
	odd := t.kind != mark && strings.ContainsAny(name, signs) && len(strings.Trim(name, decimals+"_.-")) > 1
	if !odd && !f.mailBefore(from) {
		return -1
	}
	return from
}

// mailBefore reports a word for mail before byte p.
func (f *finder) mailBefore(p int) bool {
	at := f.tokenAt(p)
	return !f.at(at).line && f.introducesMail(at-1)
}

const leastMailName = 5

// mailName reads «почта inna2001»: the name of a mailbox without its host.
func (f *finder) mailName(i int) bool {
	k := i + 1
	for k < i+4 && f.besideMailbox(k) {
		k++
	}
	t := f.at(k)
	if t.line || !mailPart(t) || t.start < f.floor() {
		return false
	}
	end := f.atLabel(t.start)
	stopped := end+1 < len(f.text) && f.text[end] == '.' && f.text[end+1] != ' '
	if stopped || !mailboxName(f.low[t.start:end]) || f.hostFollows(k, end) {
		return false
	}
	f.claim(t.start, end, mail)
	return true
}

// besideMailbox reports what stands between «почта» and the name of a mailbox.
func (f *finder) besideMailbox(k int) bool {
	t := f.at(k)
	return !t.line && (t.among(":-=") || t.kind == word && (t.any(possessive) || t.low == "на" ||
		strings.HasPrefix(t.low, "яндекс")))
}

// mailboxName reports a Latin name with a digit or a low line.
func mailboxName(name string) bool {
	foreign := func(r rune) bool { return r >= utf8.RuneSelf }
	return len(name) >= leastMailName && strings.ContainsAny(name, decimals+"_") &&
		strings.Trim(name, decimals+"-") != "" &&
		strings.IndexFunc(name, foreign) < 0
}

// hostFollows reports a host behind byte end, among the tokens behind token k.
func (f *finder) hostFollows(k, end int) bool {
	for n := k; n < k+8; n++ {
		t := f.at(n)
		if t.start < end {
			continue
		}
		if t.sign == '@' || t.kind == word && (strongSigns[t.low] || weakSigns[t.low] || t.any(mailhost)) {
			return true
		}
	}
	return false
}

// mostDomain bounds the tokens of a domain whose full stops are said.
const mostDomain = 12

// looseDomain measures a domain whose full stops may be said, put in brackets, parted by blanks or mistaken for
// commas. It begins with token r; end is 0 if there is none. provider tells a well-known host of mail.
func (f *finder) looseDomain(r int) (end int, provider bool) {
	t := f.at(r)
	if !mailPart(t) {
		return 0, false
	}
	end, provider = f.domain(t.start), t.any(mailhost)
	k := r
	for k+1 < len(f.tokens) && f.at(k+1).start < end {
		k++
	}
	for k < r+mostDomain && !f.at(k+1).line {
		if f.endOfHost(k) { // «мейл ру»
			return f.at(k + 1).end, true
		}
		n, last := f.nextLabel(k)
		if n == 0 {
			break
		}
		if k, end = n, f.at(n).end; last {
			break
		}
	}
	if end == 0 && provider {
		end = t.end
	}
	return end, provider
}

// endOfHost reports the end of a domain right behind a host of mail at token k.
func (f *finder) endOfHost(k int) bool {
	return f.is(k, mailhost) && f.is(k+1, mailend) && utf8.RuneCountInString(f.at(k+1).low) <= longestEnd
}

// longestEnd is how many letters the end of a domain has at most where nothing tells its full stop.
const longestEnd = 3

// nextLabel is the token of the label behind token k and a full stop, 0 if there is none; last tells that it is the end
// of the domain.
func (f *finder) nextLabel(k int) (n int, last bool) {
	n = k + 1
	bracket := f.at(n).among("([{")
	if bracket {
		n++
	}
	if f.at(n).sign == ',' && saidSigns[f.at(n+1).low] && !f.ends(n+2) { // «mail, точка, ru»
		n++
		if f.at(n+1).sign == ',' && f.is(n+2, mailend) && !f.at(n+2).line {
			return n + 2, true
		}
	}
	stop := f.at(n)
	if !saidStops.has(stop.low) && !stop.among(".,") || f.ends(n+1) {
		return 0, false
	}
	return f.labelBehind(n, bracket)
}

// labelBehind is the label behind the full stop at token n, and a bracket.
func (f *finder) labelBehind(n int, bracket bool) (int, bool) {
	if n++; bracket {
		n++
	}
	t := f.at(n)
	said := f.at(n-1).kind == word || bracket
	if t.line || !mailPart(t) || t.none(mailend) && !said {
		return 0, false
	}
	return n, t.any(mailend)
}
