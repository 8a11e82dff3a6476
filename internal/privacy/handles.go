package privacy

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// handles finds mail, links to people and names of accounts.
func (f *finder) handles() {
	for i := range f.tokens {
		t := &f.tokens[i]
		switch t.kind {
		case mark:
			switch t.sign {
			case '@':
				f.aroundAt(i)
			case '[':
				f.mention(i)
			case '*':
				f.starred(i)
			case '🐶', '🐕': // the sign @ is called a dog
				f.spokenMail(i)
			}
		case word:
			switch {
			case t.facts&mailhost != 0 && f.hostMail(i), mailWords[t.low] && f.mailName(i),
				identity[t.low] && f.identityBehind(i), passwordWords[t.low] && f.passwordBehind(i):
			case strongSigns[t.low] || weakSigns[t.low]:
				f.spokenMail(i)
			case t.low == "id" && i+1 < len(f.tokens) && f.tokens[i+1].kind == number && !f.tokens[i+1].space &&
				len(f.tokens[i+1].low) >= 5 && !f.glued(i):
				f.claimTokens(i, i+1, account)
			}
			if f.tokens[i].kind == word && t.facts&host != 0 {
				f.link(i)
			}
			if f.tokens[i].kind == word && t.facts&cuehandle != 0 {
				f.handleBehind(i)
			}
		}
	}
	for i := range f.tokens {
		if f.tokens[i].kind == word {
			f.underscored(i)
		}
	}
}

// glued reports that a letter, a digit or a sign of an address touches token i from the left.
func (f *finder) glued(i int) bool {
	return i > 0 && !f.tokens[i].space && (f.tokens[i-1].kind != mark ||
		strings.ContainsRune("/._@", f.tokens[i-1].sign))
}

func localPart(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '.' || r == '_' || r == '%' || r == '+' || r == '-'
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

// inBrackets includes the name that VK writes behind an account: @id1 (Анна).
func (f *finder) inBrackets(end int) int {
	rest := strings.TrimPrefix(f.text[end:], " ")
	if !strings.HasPrefix(rest, "(") {
		return end
	}
	head := rest[:min(len(rest), 120)]
	n := strings.IndexByte(head, ')')
	if n < 0 || strings.ContainsAny(head[:n], "0123456789\n[]") {
		return end
	}
	return end + len(f.text[end:]) - len(rest) + n + 1
}

// mention reads [id1|Анна]. A community's mention stays.
func (f *finder) mention(i int) {
	rest := f.low[f.tokens[i].start:]
	if !strings.HasPrefix(rest, "[id") {
		return
	}
	head := rest[:min(len(rest), 250)]
	n := strings.IndexByte(head, ']')
	bar := strings.IndexByte(head, '|')
	if n < 0 || bar < 4 || bar > n || strings.Trim(head[3:bar], "0123456789") != "" ||
		strings.Contains(head[1:n], "[") {
		return
	}
	f.claim(f.tokens[i].start, f.tokens[i].start+n+1, name)
}

// starred reads *id1 (Анна), which VK's phones write.
func (f *finder) starred(i int) {
	if i+2 < len(f.tokens) && f.tokens[i+1].low == "id" && !f.tokens[i+1].space && f.tokens[i+2].kind == number &&
		!f.tokens[i+2].space {
		f.claim(f.tokens[i].start, f.inBrackets(f.tokens[i+2].end), account)
	}
}

// hosts are sites on which a path names an account, in the order they are tried.
var hosts = [...]string{"vk.com/", "vk.ru/", "vk.me/", "vkontakte.ru/", "t.me/", "telegram.me/", "telegram.dog/",
	"ok.ru/", "odnoklassniki.ru/", "instagram.com/",
	"facebook.com/", "wa.me/", "max.ru/", "tiktok.com/", "viber.click/", "tg://", "viber://", "whatsapp.com/",
	"twitter.com/", "x.com/", "threads.net/", "api.whatsapp.com/", "my.mail.ru/", "youtube.com/@", "dzen.ru/id", "вк.ком/", "вк.com/", "ок.ру/", "т.ме/"}

// link reads a link to an account that begins with the word i.
func (f *finder) link(i int) {
	p := f.tokens[i].start
	if p < f.linkEnd { // inside a page that stays
		return
	}
	if i > 0 && !f.tokens[i].space {
		if b := f.tokens[i-1]; b.kind != mark || b.sign == '.' || b.sign == '@' {
			return
		}
	}
	rest := strings.TrimPrefix(strings.TrimPrefix(f.low[p:], "https://"), "http://")
	rest = strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(rest, "www."), "m."), "web.")
	for _, h := range hosts {
		if !strings.HasPrefix(rest, h) {
			continue
		}
		path := len(f.low) - len(rest) + len(h)
		end := path
		for end < len(f.text) {
			r, size := utf8.DecodeRuneInString(f.text[end:])
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("_.@/?=&%#+-~:", r) {
				break
			}
			end += size
		}
		for end > path && strings.IndexByte(".?:", f.text[end-1]) >= 0 {
			end--
		}
		f.linkEnd = end
		if end > path && !publicPage(h, f.low[path:end]) && !f.channelBefore(i) {
			f.claim(p, end, link)
		}
		return
	}
}

// channelBefore reports a word for a community or a channel before a link, with nothing but signs or «в» between.
func (f *finder) channelBefore(i int) bool {
	for k := i - 1; k >= 0 && k >= i-3; k-- {
		t := &f.tokens[k]
		switch {
		case f.tokens[k+1].line:
			return false
		case t.kind == mark, t.low == "в" || t.low == "вк" || t.low == "телеграм" || t.low == "тг":
		case t.kind == word:
			for _, head := range [...]string{"канал", "сообществ", "групп", "паблик", "телеграм-канал", "тг-канал",
				"чат"} {
				if strings.HasPrefix(t.low, head) {
					return k == 0 || f.tokens[k-1].kind != word || f.tokens[k-1].facts&possessive == 0
				}
			}
			return false
		default:
			return false
		}
	}
	return false
}

// publicPage keeps links to posts and communities, which belong to no person.
func publicPage(host, path string) bool {
	for _, p := range [...]string{"wall-", "club", "public", "event", "photo-", "video-", "album-", "topic-",
		"group/", "group5", "p/", "reel/", "clip-", "feed", "market-", "app"} {
		if strings.HasPrefix(path, p) {
			return true
		}
	}
	if host == "t.me/" { // a post of a channel or a group
		_, post, ok := strings.Cut(strings.TrimPrefix(path, "s/"), "/")
		post, _, _ = strings.Cut(post, "?")
		return ok && post != "" && strings.Trim(post, "0123456789/") == ""
	}
	return false
}

// handleBehind reads «тг masha_74», «инста: anna.primer»: a Latin name behind a platform's.
func (f *finder) handleBehind(i int) {
	k := i + 1
	said := false
	for k < len(f.tokens) && k <= i+3 && f.tokens[k].kind != taken && !f.tokens[k].line {
		t := &f.tokens[k]
		if t.kind == mark && (t.sign == ':' || t.sign == '-' || t.sign == '=') {
			said = true
		} else if t.kind != word || t.facts&cuehandle == 0 && t.facts&besidehandle == 0 {
			break
		} else {
			said = said || t.low == "ник" || t.low == "ником" || t.low == "логин" || t.low == "мой" ||
				t.low == "моя" || strongSigns[t.low]
		}
		k++
	}
	if k >= len(f.tokens) || f.tokens[k].kind != word && f.tokens[k].kind != number || f.tokens[k].line ||
		!f.tokens[k].space && !said || f.tokens[k].facts&(host|cuehandle) != 0 {
		return
	}
	switch f.tokens[i].low {
	case "ник", "ником", "логин", "аккаунт", "акк", "юзернейм", "никнейм", "nickname", "nick", "login", "username":
		said = true
	}
	if b := f.beforeX(i); b != nil && b.kind == word && (b.facts&possessive != 0 || b.low == "ник" || b.low == "ником") {
		said = true
	}
	p := f.tokens[k].start
	end, letters, odd := p, 0, false
	for end < len(f.text) {
		c := f.low[end]
		if 'a' <= c && c <= 'z' {
			letters++
		} else if '0' <= c && c <= '9' || c == '_' || c == '.' || c == '#' && end > p || (c == '-' || c == ':') &&
			end > p && end+1 < len(f.text) && 'a' <= f.low[end+1] && f.low[end+1] <= 'z' {
			odd = true
		} else {
			break
		}
		end++
	}
	for end > p && f.text[end-1] == '.' {
		end--
	}
	said = said || letters > 4 && f.text[p:end] == f.low[p:end] // in a Russian text a Latin word behind «тг» is a name
	if letters >= 3 && (odd && strings.ContainsAny(f.text[p:end], "0123456789_.#") || said) && end-p >= 4 &&
		p >= f.floor() {
		f.claim(p, end, account)
	}
}
