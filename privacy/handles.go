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
				f.at(i)
			case '[':
				f.mention(i)
			case '*':
				f.starred(i)
			}
		case word:
			switch {
			case t.low == "собака" || t.low == "собачка" || t.low == "at":
				f.spokenMail(i)
			case t.low == "id" && i+1 < len(f.tokens) && f.tokens[i+1].kind == number && !f.tokens[i+1].space && len(f.tokens[i+1].low) >= 5 && !f.glued(i):
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
}

// glued reports that a letter, a digit or a sign of an address touches token i from the left.
func (f *finder) glued(i int) bool {
	return i > 0 && !f.tokens[i].space && (f.tokens[i-1].kind != mark || strings.ContainsRune("/._@", f.tokens[i-1].sign))
}

func localPart(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '.' || r == '_' || r == '%' || r == '+' || r == '-'
}

// leftOf measures back from byte p while ok.
func (f *finder) leftOf(p int, ok func(rune) bool) int {
	for p > 0 {
		r, size := utf8.DecodeLastRuneInString(f.text[:p])
		if !ok(r) {
			break
		}
		p -= size
	}
	return p
}

// domain measures the domain at byte p: labels with a full stop between; 0 if it is none.
func (f *finder) domain(p int) int {
	end, dots := p, 0
	for end < len(f.text) {
		r, size := utf8.DecodeRuneInString(f.text[end:])
		if r == '.' && end > p {
			next, _ := utf8.DecodeRuneInString(f.text[end+1:])
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

// floor is the end of what was found last: nothing is claimed twice.
func (f *finder) floor() int {
	if len(f.found) == 0 {
		return 0
	}
	return f.found[len(f.found)-1].end
}

// at reads what stands round the sign @: mail, also with blanks, or the name of an account.
func (f *finder) at(i int) {
	t := &f.tokens[i]
	start, right := t.start, t.end
	if !t.space {
		start = f.leftOf(t.start, localPart)
	}
	if start < t.start {
		if end := f.domain(right); end > 0 && start >= f.floor() {
			f.claim(start, end, mail)
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
	if from < len(left) && t.start-len(left) < 3 && to-right < 3 && from >= f.floor() {
		if end := f.domain(to); end > 0 && f.text[to] < utf8.RuneSelf {
			f.claim(from, end, mail)
			return
		}
	}
	// @ anna_primer: only with a sign that plain words do not have
	if to == right+1 && i+1 < len(f.tokens) && !f.tokens[i+1].line && f.tokens[i+1].kind == word && strings.HasPrefix(f.text[f.tokens[i+1].end:], "_") {
		right = to
	}
	end := right
	for end < len(f.text) && (f.text[end] == '_' || f.text[end] == '.' || '0' <= f.text[end] && f.text[end] <= '9' || 'a' <= f.low[end] && f.low[end] <= 'z') {
		end++
	}
	for end > right && f.text[end-1] == '.' {
		end--
	}
	if end > right {
		f.claim(t.start, f.inBrackets(end), account)
	}
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
	if n < 0 || bar < 4 || bar > n || strings.Trim(head[3:bar], "0123456789") != "" || strings.Contains(head[1:n], "[") {
		return
	}
	f.claim(f.tokens[i].start, f.tokens[i].start+n+1, name)
}

// starred reads *id1 (Анна), which VK's phones write.
func (f *finder) starred(i int) {
	if i+2 < len(f.tokens) && f.tokens[i+1].low == "id" && !f.tokens[i+1].space && f.tokens[i+2].kind == number && !f.tokens[i+2].space {
		f.claim(f.tokens[i].start, f.inBrackets(f.tokens[i+2].end), account)
	}
}

// spokenMail reads «masha собака example точка ru» and masha[at]example.ru around the word i.
func (f *finder) spokenMail(i int) {
	l, r := i-1, i+1
	bracket := false
	for l >= 0 && f.tokens[l].kind == mark && strings.ContainsRune("([{<-", f.tokens[l].sign) && l >= i-2 {
		l--
		bracket = true
	}
	for r < len(f.tokens) && f.tokens[r].kind == mark && strings.ContainsRune(")]}>-", f.tokens[r].sign) && r <= i+2 {
		r++
	}
	if l < 0 || r >= len(f.tokens) || f.tokens[i].low == "at" && !bracket || f.tokens[r].kind == taken {
		return
	}
	ascii := func(r rune) bool { return r < utf8.RuneSelf && localPart(r) }
	from := f.leftOf(f.tokens[l].end, ascii)
	if from == f.tokens[l].end || from < f.floor() {
		return
	}
	if end := f.domain(f.tokens[r].start); end > 0 {
		f.claim(from, end, mail)
		return
	}
	// example точка ru
	k := r
	for k+2 < len(f.tokens) && k < r+8 && f.tokens[k].kind != taken && (f.tokens[k+1].low == "точка" || f.tokens[k+1].low == "dot") && f.tokens[k+2].kind == word {
		k += 2
	}
	if k > r {
		f.claim(from, f.tokens[k].end, mail)
	}
}

// hosts are sites on which a path names an account, in the order they are tried.
var hosts = [...]string{"vk.com/", "vk.ru/", "vk.me/", "vkontakte.ru/", "t.me/", "telegram.me/", "telegram.dog/", "ok.ru/", "odnoklassniki.ru/", "instagram.com/",
	"facebook.com/", "wa.me/", "max.ru/", "tiktok.com/", "viber.click/", "tg://", "viber://", "whatsapp.com/"}

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
		if end > path && !publicPage(h, f.low[path:end]) {
			f.claim(p, end, link)
		}
		return
	}
}

// publicPage keeps links to posts and communities, which belong to no person.
func publicPage(host, path string) bool {
	for _, p := range [...]string{"wall-", "club", "public", "event", "photo-", "video-", "album-", "topic-", "group/", "group5", "p/", "reel/", "clip-", "feed", "market-"} {
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
		} else if t.kind != word || t.facts&cuehandle == 0 && t.low != "в" && t.low != "мой" && t.low != "моя" && t.low != "ник" {
			break
		}
		k++
	}
	if k >= len(f.tokens) || f.tokens[k].kind != word || f.tokens[k].line || !f.tokens[k].space && !said || f.tokens[k].facts&host != 0 {
		return
	}
	p := f.tokens[k].start
	end, letters, odd := p, 0, false
	for end < len(f.text) {
		c := f.low[end]
		if 'a' <= c && c <= 'z' {
			letters++
		} else if '0' <= c && c <= '9' || c == '_' || c == '.' {
			odd = true
		} else {
			break
		}
		end++
	}
	for end > p && f.text[end-1] == '.' {
		end--
	}
	if letters >= 3 && (odd && strings.ContainsAny(f.text[p:end], "0123456789_.") || said) && end-p >= 4 && p >= f.floor() {
		f.claim(p, end, account)
	}
}
