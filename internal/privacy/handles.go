package privacy

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// handles finds mail, links to people and names of accounts.
func (f *finder) handles() {
	for i := range f.tokens {
		switch f.at(i).kind {
		case mark:
			f.handleSign(i)
		case word:
			f.handleWord(i)
		}
	}
	for i := range f.tokens {
		if f.at(i).kind == word {
			f.underscored(i)
		}
	}
}

// handleSign reads what stands around a sign.
func (f *finder) handleSign(i int) {
	switch f.at(i).sign {
	case '@':
		f.aroundAt(i)
	case '[':
		f.mention(i)
	case '*':
		f.starred(i)
	case '🐶', '🐕': // the sign @ is called a dog
		f.spokenMail(i)
	}
}

// handleWord reads what stands around a word.
func (f *finder) handleWord(i int) {
	t := f.at(i)
	if !anyOf(accountWords, f.spot(i)) && (strongSigns[t.low] || weakSigns[t.low]) {
		f.spokenMail(i)
	}
	if f.is(i, host) {
		f.link(i)
	}
	if f.is(i, cuehandle) {
		f.handleBehind(i)
	}
}

// leastID is how many digits the number of an account has that stands right behind «id».
const leastID = 5

// accountWords are the words beside which an account or a mail is found.
var accountWords = []rule[spot]{
	{"inna*mail.ru", func(s spot) bool { return s.t.any(mailhost) && s.f.hostMail(s.i) }},
	{"почта inna2001", func(s spot) bool { return mailWords[s.t.low] && s.f.mailName(s.i) }},
	{"мой id: 10000001", func(s spot) bool { return identity.has(s.t.low) && s.f.identityBehind(s.i) }},
	{"пароль: qwerty1", func(s spot) bool { return passwordWords.has(s.t.low) && s.f.passwordBehind(s.i) }},
	{"id10000001", func(s spot) bool {
		f := s.f
		if s.t.low != "id" || f.width(s.i+1) < leastID || f.at(s.i+1).space || f.glued(s.i) {
			return false
		}
		f.claimTokens(s.i, s.i+1, account)
		return true
	}},
}

// glued reports that a letter, a digit or a sign of an address touches token i from the left.
func (f *finder) glued(i int) bool {
	b := f.at(i - 1)
	return i > 0 && !f.at(i).space && (b.kind != mark || b.signed("/._@"))
}

func localPart(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("._%+-", r)
}

// leftOf measures back from byte p while ok, as far as a name of a host may be long.
func (f *finder) leftOf(p int, ok func(rune) bool) int {
	for least := p - longestDomain; p > max(0, least); {
		r, size := utf8.DecodeLastRuneInString(f.text[:p])
		if !ok(r) {
			break
		}
		p -= size
	}
	return p
}

// floor is the end of what was found last: nothing is claimed twice.
func (f *finder) floor() int {
	if len(f.found) == 0 {
		return 0
	}
	return f.found[len(f.found)-1].end
}

// Bytes within which the end of a bracket or of a mention is looked for.
const (
	longestBracket = 120
	longestMention = 250
)

// inBrackets includes the name that VK writes behind an account: @id1 (Анна).
func (f *finder) inBrackets(end int) int {
	rest := strings.TrimPrefix(f.text[end:], " ")
	if !strings.HasPrefix(rest, "(") {
		return end
	}
	head := rest[:min(len(rest), longestBracket)]
	n := strings.IndexByte(head, ')')
	if n < 0 || strings.ContainsAny(head[:n], "0123456789\n[]") {
		return end
	}
	return end + len(f.text[end:]) - len(rest) + n + 1
}

const decimals = "0123456789"

// mention reads [id1|Анна]. A community's mention stays.
func (f *finder) mention(i int) {
	start := f.at(i).start
	rest, found := strings.CutPrefix(f.low[start:], "[id")
	if !found {
		return
	}
	head, _, closed := strings.Cut(rest[:min(len(rest), longestMention-len("[id"))], "]")
	id, _, named := strings.Cut(head, "|")
	if !closed || !named || id == "" || strings.Trim(id, decimals) != "" || strings.Contains(head, "[") {
		return
	}
	f.claim(start, start+len("[id")+len(head)+len("]"), name)
}

// starred reads *id1 (Анна), which VK's phones write.
func (f *finder) starred(i int) {
	if f.at(i+1).low == "id" && !f.at(i+1).space && f.width(i+2) > 0 && !f.at(i+2).space {
		f.claim(f.at(i).start, f.inBrackets(f.at(i+2).end), account)
	}
}

// hosts are sites on which a path names an account, in the order they are tried.
var hosts = listOf(`vk.com/ vk.ru/ vk.me/ vkontakte.ru/ t.me/ telegram.me/ telegram.dog/ ok.ru/ odnoklassniki.ru/
	instagram.com/ facebook.com/ wa.me/ max.ru/ tiktok.com/ viber.click/ tg:// viber:// whatsapp.com/ twitter.com/
	x.com/
	threads.net/ api.whatsapp.com/ my.mail.ru/ youtube.com/@ dzen.ru/id вк.ком/ вк.com/ ок.ру/ т.ме/`)

// linkStarts may stand before a host, in this order.
var linkStarts = listOf("https:// http:// www. m. web.")

// link reads a link to an account that begins with the word i.
func (f *finder) link(i int) {
	p := f.at(i).start
	if p < f.linkEnd || f.besideAddress(i) { // inside a page that stays
		return
	}
	rest := f.low[p:]
	for _, start := range linkStarts {
		rest = strings.TrimPrefix(rest, start)
	}
	for _, h := range hosts {
		if path, found := strings.CutPrefix(rest, h); found {
			f.account(i, h, len(f.low)-len(path))
			return
		}
	}
}

// besideAddress reports that token i goes on what is no sign, or a full stop or @.
func (f *finder) besideAddress(i int) bool {
	b := f.at(i - 1)
	return i > 0 && !f.at(i).space && (b.kind != mark || b.signed(".@"))
}

// account claims the link that begins with the word i and whose path, behind the host, begins at byte path.
func (f *finder) account(i int, host string, path int) {
	f.linkEnd = f.pathEnd(path)
	if f.linkEnd > path && !publicPage(host, f.low[path:f.linkEnd]) && !f.channelBefore(i) {
		f.claim(f.at(i).start, f.linkEnd, link)
	}
}

// pathEnd measures a path from byte p on, without the signs that end a sentence.
func (f *finder) pathEnd(p int) int {
	end := p
	for end < len(f.text) {
		r, size := utf8.DecodeRuneInString(f.text[end:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("_.@/?=&%#+-~:", r) {
			break
		}
		end += size
	}
	return p + len(strings.TrimRight(f.text[p:end], ".?:"))
}

var (
	platformWords = listOf("в вк телеграм тг")
	channelHeads  = listOf("канал сообществ групп паблик телеграм-канал тг-канал чат")
)

// channelBefore reports a word for a community or a channel before a link, with nothing but signs or «в» between.
func (f *finder) channelBefore(i int) bool {
	for k, t := range f.back(i, 3) {
		switch {
		case t.kind == mark, platformWords.has(t.low):
		case t.kind == word && channelHeads.begin(t.low):
			return !f.is(k-1, possessive)
		default:
			return false
		}
	}
	return false
}

// publicPaths begin the pages of posts and communities.
var publicPaths = listOf(`wall- club public event photo- video- album- topic- group/ group5 p/ reel/ clip- feed
	market- app`)

// publicPage keeps links to posts and communities, which belong to no person.
func publicPage(host, path string) bool {
	if publicPaths.begin(path) {
		return true
	}
	if host != "t.me/" {
		return false
	}
	_, post, _ := strings.Cut(strings.TrimPrefix(path, "s/"), "/")
	post, _, _ = strings.Cut(post, "?")
	return post != "" && strings.Trim(post, decimals+"/") == "" // a post of a channel or a group
}

var (
	nickWords = listOf("ник ником логин мой моя")
	loginCues = listOf("ник ником логин аккаунт акк юзернейм никнейм nickname nick login username")
	nicks     = listOf("ник ником")
)

// Letters and bytes that the name of an account has at least, and letters that are one without a sign or a digit.
const (
	leastHandleLetters = 3
	leastHandle        = 4
	plainHandle        = 5
)

// handleStart passes from the name of a platform at token i on to what may be an account; said tells that it is one.
func (f *finder) handleStart(i int) (k int, said bool) {
	k = i + 1
	for ; k <= i+3 && f.at(k).kind != taken && !f.at(k).line; k++ {
		t := f.at(k)
		switch {
		case t.among(":-="):
			said = true
		case t.kind != word || t.none(cuehandle|besidehandle):
			return k, said
		default:
			said = said || nickWords.has(t.low) || strongSigns[t.low]
		}
	}
	return k, said
}

// handleBehind reads «тг masha_74», «инста: anna.primer»: a Latin name behind a platform's.
func (f *finder) handleBehind(i int) {
	k, said := f.handleStart(i)
	t := f.at(k)
	if !mailPart(t) || t.line || !t.space && !said || t.any(host|cuehandle) || t.start < f.floor() {
		return
	}
	name, letters := f.handle(t.start)
	if letters >= leastHandleLetters && len(name) >= leastHandle && (said || f.ownHandle(i) ||
		f.oddHandle(t, name, letters)) {
		f.claim(t.start, t.start+len(name), account)
	}
}

// oddHandle reports a name with a digit or a sign in it; in a Russian text a Latin word behind «тг» is one, too.
func (f *finder) oddHandle(t *token, name string, letters int) bool {
	return strings.ContainsAny(name, decimals+"_.#") ||
		letters >= plainHandle && name == f.low[t.start:t.start+len(name)]
}

// ownHandle reports a word that any name behind it is that of an account: «логин», «мой тг», «ник в тг».
func (f *finder) ownHandle(i int) bool {
	b := f.before(i)
	return loginCues.has(f.at(i).low) || b.kind == word && (b.any(possessive) || nicks.has(b.low))
}

// handle reads the Latin name at byte p, and counts its letters.
func (f *finder) handle(p int) (name string, letters int) {
	end := p
	for end < len(f.low) {
		c := f.low[end]
		if latinLetter(c) {
			letters++
		} else if !f.handleByte(p, end, c) {
			break
		}
		end++
	}
	return strings.TrimRight(f.text[p:end], "."), letters
}

// handleByte reports a digit or a sign that may stand in the name of an account that begins with byte p.
func (f *finder) handleByte(p, at int, c byte) bool {
	switch c {
	case '#':
		return at > p
	case '-', ':':
		return at > p && at+1 < len(f.low) && latinLetter(f.low[at+1])
	}
	return decimal(c) || c == '_' || c == '.'
}

func latinLetter(c byte) bool { return 'a' <= c && c <= 'z' }

func decimal(c byte) bool { return '0' <= c && c <= '9' }
