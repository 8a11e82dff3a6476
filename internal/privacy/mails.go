package privacy

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// aroundAt reads what stands round the sign @: mail, also with blanks, or the name of an account.
func (f *finder) aroundAt(i int) {
	t := &f.tokens[i]
	start, right := t.start, t.end
	if !t.space {
		start = f.leftOf(t.start, localPart)
	}
	if start == t.start {
		start = f.quotedLeft(t.start)
	}
	if start < t.start {
		if end := f.behindAt(i); end > 0 && start >= f.floor() {
			f.claim(f.moreLocal(start), end, mail)
			return
		}
	}
	// name @ example.ru
	left := strings.TrimRight(f.text[:t.start], " ")
	from := f.leftOf(len(left), func(r rune) bool { return r < utf8.RuneSelf && localPart(r) })
	to := right
	for to < len(f.text) && f.text[to] == ' ' {
		to++
	}
	if from < len(left) && t.start-len(left) < 3 && to-right < 3 && from >= f.floor() && i+1 < len(f.tokens) &&
		!f.tokens[i+1].line {
		if end, provider := f.looseDomain(i + 1); end > 0 && (provider || f.text[to] < utf8.RuneSelf) {
			f.claim(f.moreLocal(from), end, mail)
			return
		}
	}
	// @ anna_primer: only with a sign that plain words do not have
	if to == right+1 && i+1 < len(f.tokens) && !f.tokens[i+1].line && f.tokens[i+1].kind == word &&
		strings.HasPrefix(f.text[f.tokens[i+1].end:], "_") {
		right = to
	}
	end := right
	for end < len(f.text) && (f.text[end] == '_' || f.text[end] == '.' || '0' <= f.text[end] && f.text[end] <= '9' ||
		'a' <= f.low[end] && f.low[end] <= 'z') {
		end++
	}
	for end > right && f.text[end-1] == '.' {
		end--
	}
	if name := f.low[right:end]; name != "" && !communityName(name) && (f.is(i-1, possessive) || i > 1 && (f.tokens[i-2].low == "ютуб" || f.tokens[i-2].low == "youtube") || !f.channelBefore(i)) {
		f.claim(t.start, f.inBrackets(end), account)
	}
}

// communityName reports club1 and public1, by which VK names pages of communities, and names of bots, which Telegram
// makes end with «bot».
func communityName(name string) bool {
	if strings.HasSuffix(name, "bot") {
		return true
	}
	number, found := strings.CutPrefix(name, "club")
	if !found {
		number, found = strings.CutPrefix(name, "public")
	}
	return found && number != "" && strings.Trim(number, "0123456789") == ""
}

// behindAt measures what stands right behind the sign @ at token i: a domain, or one label where its end was forgotten.
func (f *finder) behindAt(i int) int {
	twice := false
	if i+1 < len(f.tokens) && f.tokens[i+1].sign == '@' && !f.tokens[i+1].space { // inna@@example.ru
		i, twice = i+1, true
	}
	if i+1 >= len(f.tokens) || f.tokens[i+1].line {
		return 0
	}
	end, _ := f.looseDomain(i + 1)
	if end == 0 && !twice && f.tokens[i+1].kind == word && !f.tokens[i+1].space && f.tokens[i+1].letters > 1 &&
		f.tokens[i].start > 0 && f.text[f.tokens[i].start-1] < utf8.RuneSelf {
		end = f.atLabel(f.tokens[i+1].start)
	}
	return end
}

// atLabel measures letters, digits and signs of an address from byte p on.
func (f *finder) atLabel(p int) int {
	for p < len(f.text) {
		r, size := utf8.DecodeRuneInString(f.text[p:])
		if !localPart(r) || r == '.' {
			break
		}
		p += size
	}
	return p
}

// longestDomain is that of names of hosts in bytes (RFC 1035, section 2.3.4).
const longestDomain = 255

// domain measures the domain at byte p: labels with a full stop between; 0 if it is none.
func (f *finder) domain(p int) int {
	end, dots := p, 0
	for end < len(f.text) && end-p < longestDomain {
		r, size := utf8.DecodeRuneInString(f.text[end:])
		if (r == '.' || r == '．') && end > p {
			next, _ := utf8.DecodeRuneInString(f.text[end+size:])
			if !unicode.IsLetter(next) && !unicode.IsDigit(next) {
				break
			}
			dots++
		} else if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '-' {
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

// spokenMail reads «masha собака example точка ru» and masha[at]example.ru around the word i.
func (f *finder) spokenMail(i int) {
	l, r := i-1, i+1
	bracket, loose := false, false
	for l >= 0 && f.tokens[l].kind == mark && strings.ContainsRune("([{<-*\"«“,", f.tokens[l].sign) && l >= i-2 {
		bracket = bracket || strings.ContainsRune("([{<-*", f.tokens[l].sign)
		loose = loose || !bracket
		l--
	}
	for r < len(f.tokens) && f.tokens[r].kind == mark && strings.ContainsRune(")]}>-*\"»”,", f.tokens[r].sign) && r <= i+2 {
		r++
	}
	if l < 0 || r >= len(f.tokens) || f.tokens[r].kind == taken || f.tokens[l].kind == taken ||
		f.tokens[i].letters == 1 && !bracket {
		return
	}
	end, provider := f.looseDomain(r)
	if end == 0 || f.tokens[l].kind == mark || loose && (!strongSigns[f.tokens[i].low] || end <= f.tokens[r].end) {
		return
	}
	from := f.leftOf(f.tokens[l].end, localPart)
	if from == f.tokens[l].end || from < f.floor() || f.text[from] >= utf8.RuneSelf && !provider && !bracket ||
		weakSigns[f.tokens[i].low] && !bracket && !provider {
		return
	}
	f.claim(f.moreLocal(from), end, mail)
}

// saidSigns are words said for the signs of an address.
var saidSigns = wordSet("точка точку dot дот дефис тире минус подчеркивание подчерк нижнее андерскор андерлайн underscore")

// moreLocal extends the name of a mailbox that begins at byte p over signs that are said, «inna точка stupak», and over
// Latin words that blanks part.
func (f *finder) moreLocal(p int) int {
	at, _ := slices.BinarySearchFunc(f.tokens, p, func(t token, p int) int { return t.end - p - 1 })
	for k := at - 1; k >= 0 && at-k < 12 && !f.tokens[k+1].line && f.tokens[k].end > f.floor(); k-- {
		t := &f.tokens[k]
		said := t.kind == word && saidSigns[t.low]
		latin := t.kind == word && t.letters > 1 && f.text[t.start] < utf8.RuneSelf && f.text[p] < utf8.RuneSelf &&
			!mailWords[t.low]
		behind := k+1 < len(f.tokens) && f.tokens[k+1].kind == word && saidSigns[f.tokens[k+1].low]
		switch {
		case said && k > 0 && !t.line && (f.tokens[k-1].kind == word || f.tokens[k-1].kind == number):
		case latin, behind && (t.kind == word || t.kind == number):
			p = f.leftOf(t.end, localPart)
		default:
			return p
		}
	}
	return p
}

// longestQuoted bounds the name of a mailbox in quotation marks.
const longestQuoted = 64

// quotedLeft finds the beginning of "inna stupak" or «inna» that ends right before byte p; p if there is none.
func (f *finder) quotedLeft(p int) int {
	for _, q := range [...][2]string{{"\"", "\""}, {"«", "»"}, {"“", "”"}, {"'", "'"}} {
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
var mailWords = wordSet("почта почту почте почты почтой мыло мыла мылу мыльник email e-mail имейл емейл емайл мейл мэйл mail электронка электронке электронку ящик ящика")

// introducesMail reports a word for mail at token k or before it, with signs and «моя» between.
func (f *finder) introducesMail(k int) bool {
	for n := 0; n < 4 && k >= 0; n, k = n+1, k-1 {
		t := &f.tokens[k]
		switch {
		case t.kind == word && mailWords[t.low]:
			return true
		case t.kind == mark && strings.ContainsRune(":-(.=", t.sign), t.kind == word && t.facts&(possessive|linking) != 0:
		default:
			return false
		}
	}
	return false
}

// hostMail reads an address whose @ became something else before the host at token i: inna*mail.ru, inna%40mail.ru,
// «почта inna на mail.ru», «почта inna.mail.ru».
func (f *finder) hostMail(i int) bool {
	t := f.tokens
	end, provider := f.looseDomain(i)
	if !provider || end <= t[i].end || i < 1 || t[i].line {
		return false
	}
	from := -1
	head := f.text[:t[i].start]
	for _, sign := range [...]string{"%40", "&#64;", "&commat;"} {
		if rest, ok := strings.CutSuffix(head, sign); ok {
			from = f.leftOf(len(rest), localPart)
		}
	}
	b := &t[i-1]
	switch {
	case from >= 0:
	case b.kind == mark && !t[i].space && !b.space && i > 1 && t[i-2].kind != mark && t[i-2].kind != taken &&
		!strings.ContainsRune("./:,-@(=&?\"«'", b.sign):
		from = f.leftOf(b.start, localPart)
	case !t[i].space && b.kind == mark && b.sign == '.':
		if from = f.leftOf(t[i].start, localPart); !f.mailBefore(from) {
			return false
		}
	case t[i].space:
		l, on := i-1, false
		if t[l].kind == word && t[l].low == "на" && l > 0 {
			l, on = l-1, true
		}
		from = f.leftOf(t[l].end, localPart)
		signs := "0123456789_"
		if on {
			signs += "."
		}
		name := f.text[from:t[l].end] // inna1 на mail.ru
		odd := t[l].kind != mark && strings.ContainsAny(name, signs) && len(strings.Trim(name, "0123456789_.-")) > 1
		if t[l].kind == taken || !odd && !f.mailBefore(from) {
			return false
		}
	}
	if from < 0 || from >= t[i].start || from < f.floor() || f.text[from] >= utf8.RuneSelf || t[i].start-from < 3 {
		return false
	}
	f.claim(from, end, mail)
	return true
}

// mailBefore reports a word for mail before byte p.
func (f *finder) mailBefore(p int) bool {
	at, _ := slices.BinarySearchFunc(f.tokens, p, func(t token, p int) int { return t.end - p - 1 })
	return at < len(f.tokens) && !f.tokens[at].line && f.introducesMail(at-1)
}

// mailName reads «почта inna2001»: the name of a mailbox without its host.
func (f *finder) mailName(i int) bool {
	t := f.tokens
	k := i + 1
	for k < len(t) && k < i+4 && !t[k].line && (t[k].kind == mark && strings.ContainsRune(":-=", t[k].sign) ||
		t[k].kind == word && (t[k].facts&possessive != 0 || t[k].low == "на" || strings.HasPrefix(t[k].low, "яндекс"))) {
		k++
	}
	if k >= len(t) || t[k].line || t[k].kind != word && t[k].kind != number || t[k].start < f.floor() {
		return false
	}
	end := f.atLabel(t[k].start)
	name := f.low[t[k].start:end]
	if len(name) < 5 || !strings.ContainsAny(name, "0123456789_") || strings.Trim(name, "0123456789-") == "" ||
		strings.IndexFunc(name, func(r rune) bool { return r >= utf8.RuneSelf }) >= 0 || end+1 < len(f.text) && f.text[end] == '.' && f.text[end+1] != ' ' {
		return false
	}
	for n := k; n < len(t) && n < k+8; n++ { // its host follows
		if t[n].start >= end {
			if t[n].sign == '@' || t[n].kind == word && (strongSigns[t[n].low] || weakSigns[t[n].low] || t[n].facts&mailhost != 0) {
				return false
			}
		}
	}
	f.claim(t[k].start, end, mail)
	return true
}

// looseDomain measures a domain whose full stops may be said, put in brackets, parted by blanks or mistaken for
// commas. It begins with token r; end is 0 if there is none. provider tells a well-known host of mail.
func (f *finder) looseDomain(r int) (end int, provider bool) {
	t := f.tokens
	if t[r].kind == mark || t[r].kind == taken {
		return 0, false
	}
	end = f.domain(t[r].start)
	provider = t[r].facts&mailhost != 0
	k := r
	for k+1 < len(t) && t[k+1].start < end {
		k++
	}
	for k+1 < len(t) && k < r+12 && !t[k+1].line {
		n := k + 1
		if t[k].facts&mailhost != 0 && t[n].kind == word && t[n].facts&mailend != 0 && utf8.RuneCountInString(t[n].low) <= 3 {
			return t[n].end, true // «мейл ру»
		}
		bracket := t[n].kind == mark && strings.ContainsRune("([{", t[n].sign)
		if bracket {
			n++
		}
		if n+2 < len(t) && t[n].sign == ',' && saidSigns[t[n+1].low] { // «mail, точка, ru»
			n++
			if t[n+1].sign == ',' && n+2 < len(t) && t[n+2].kind == word && t[n+2].facts&mailend != 0 && !t[n+2].line {
				return t[n+2].end, provider
			}
		}
		if n+1 >= len(t) || !(t[n].low == "точка" || t[n].low == "dot" || t[n].low == "дот" || t[n].kind == mark &&
			(t[n].sign == '.' || t[n].sign == ',')) {
			break
		}
		if n++; bracket {
			n++
		}
		if n >= len(t) || t[n].line || t[n].kind != word && t[n].kind != number {
			break
		}
		said := t[n-1].kind == word || bracket
		if t[n].facts&mailend == 0 && !said {
			break
		}
		k, end = n, t[n].end
		if t[n].facts&mailend != 0 {
			break
		}
	}
	if end == 0 && provider {
		end = t[r].end
	}
	return end, provider
}
