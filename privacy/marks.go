package privacy

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// pattern finds one form of a kind of data. The first group, where there is one, is what is replaced.
type pattern struct {
	kind secret
	re   *regexp.Regexp
	// keep, where set, reports that a match is something else. before and after are the text around it.
	keep func(match, before, after string) bool
}

// s is what people put between the digits of a number.
const s = `[ \t\x{a0}\x{2009}\x{202f}.()/\-‐‑–—]{0,4}`

const plateLetters = `[АВЕКМНОРСТУХавекмнорстухABEKMHOPCTYXabekmhopctyx]`

// patterns are tried in this order: what could be taken for a part of another thing comes later. RE2 is linear in the text.
var patterns = []pattern{
	{mail, regexp.MustCompile(`[\p{L}\p{N}._%+\-]+@[\p{L}\p{N}\-]+(?:\.[\p{L}\p{N}\-]+)+`), nil},
	{name, regexp.MustCompile(`\[(?:id|club|public)\d+\|[^\[\]\n]{1,100}\]`), func(m, _, _ string) bool { return !strings.HasPrefix(m, "[id") }},
	{link, regexp.MustCompile(`(?i)(?:https?://)?(?:www\.|m\.)?(?:vk\.com|vk\.ru|vkontakte\.ru|t\.me|telegram\.me|ok\.ru|instagram\.com|facebook\.com|wa\.me|max\.ru|tiktok\.com|viber\.click)/[\p{L}\p{N}_.@/?=&%#+\-]+`), publicPage},
	{account, regexp.MustCompile(`@[A-Za-z0-9_](?:[A-Za-z0-9_.]*[A-Za-z0-9_])?`), nil},
	{snils, regexp.MustCompile(`\d{3}[- ]\d{3}[- ]\d{3}[- ]\d{2}`), inNumber},
	{snils, regexp.MustCompile(`(?i)снилс[а-яё]*[^\d\n]{0,12}(\d{11})`), inNumber},
	{passport, regexp.MustCompile(`(?i)паспорт[а-яё]*[^\d\n]{0,20}(\d{2} ?\d{2}[^\d\n]{0,10}\d{6})`), inNumber},
	{passport, regexp.MustCompile(`(?i)сери[яиейю]{1,2}[^\d\n]{0,5}(\d{2} ?\d{2}[^\d\n]{0,10}\d{6})`), inNumber},
	{passport, regexp.MustCompile(`\d{2} \d{2} (?:№ ?)?\d{6}|\d{4} (?:№ ?)?\d{6}`), inNumber},
	{document, regexp.MustCompile(`(?i)(?:инн|полис[а-яё]*|омс)[^\d\n]{0,12}(\d(?:[ \-]?\d){9,15})`), inNumber},
	{bank, regexp.MustCompile(`\d{5} ?\d{3} ?\d ?\d{4} ?\d{7}`), inNumber},
	{card, regexp.MustCompile(`\d{4}[ \-]\d{4}[ \-]\d{4}[ \-]\d{4}(?:[ \-]?\d{2,3})?`), inNumber},
	{card, regexp.MustCompile(`\d(?:[ \-]?\d){12,18}`), func(m, b, a string) bool { return inNumber(m, b, a) || !luhn(m) }},
	{phone, regexp.MustCompile(`(?:\+ ?7|[78])` + s + `\d{3}(?:` + s + `\d){7}`), notPhone},
	{phone, regexp.MustCompile(`\+\d(?:` + s + `\d){9,13}`), inNumber},
	{phone, regexp.MustCompile(`\(?9\d{2}\)?` + s + `\d{3}` + s + `\d{2}` + s + `\d{2}`), notPhone},
	{phone, regexp.MustCompile(`\(\d{3,5}\)[ \-]{0,3}\d(?:[ \-–]?\d){4,6}`), notPhone},
	{phone, regexp.MustCompile(`\d{3}[-–]\d{3}[-–]\d{2}[-–]\d{2}`), notPhone},
	{phone, regexp.MustCompile(`(?i)(?:тел|телефон[а-яё]*|звон[а-яё]*|позвон[а-яё]*|моб[а-яё]*|сотов[а-яё]*|ватсап[а-яё]*|вотсап[а-яё]*|вацап[а-яё]*|whats ?app|viber|вайбер[а-яё]*|сбп)[.:,№ \-]{0,4}(?:номер[а-яё]*|по номеру|мне|по)?[.:,№ \-]{0,4}(\d(?:[ \-–()]{0,3}\d){4,10})`), notPhone},
	{phone, regexp.MustCompile(`\d{2,3}[-–]\d{2}[-–]\d{2}`), dateOrNumber},
	{flat, regexp.MustCompile(`(?i)(?:квартир[а-яё]{1,3}|кв)\.? ?№? ?\d{1,4}[а-яА-Я]?`), notFlat},
	// «Ленина 5-17»: house and flat behind the name of a street.
	{flat, regexp.MustCompile(`(?i)(?:ул(?:\.|ица|ице|ицы|ицу)?|просп(?:\.|екта?|екте)|пр(?:\.|-т)|пер(?:\.|еулок|еулке|еулка)|б-р|бульвар[ае]?|шоссе|проезд[ае]?) ?[А-ЯЁа-яё][А-Яа-яЁё.\- ]{2,40}?,? (?:д(?:\.|ом)? ?)?\d{1,3}[а-яё]?-(\d{1,3})`), dateBehind},
	{plate, regexp.MustCompile(plateLetters + ` ?\d{3} ?` + plateLetters + `{2} ?\d{2,3}`), wordAround},
}

// marks replaces everything that is recognised by its form.
func (m *Masker) marks(text string) string {
	if !strings.ContainsAny(text, "0123456789@/|") {
		return text
	}
	for _, p := range patterns {
		text = m.replace(text, p)
	}
	return text
}

func (m *Masker) replace(text string, p pattern) string {
	var b strings.Builder
	done, from := 0, 0
	for from < len(text) {
		at := p.re.FindStringSubmatchIndex(text[from:])
		if at == nil {
			break
		}
		start, end := from+at[0], from+at[1]
		if len(at) > 2 && at[2] >= 0 {
			start, end = from+at[2], from+at[3]
		}
		if p.keep != nil && p.keep(text[start:end], text[:start], text[end:]) {
			// The rest of the match may hold a good one, so go on behind its first rune, or behind its run of digits.
			from = start + skip(text[start:end])
			continue
		}
		b.WriteString(text[done:start])
		b.WriteString(m.labels[p.kind])
		done, from = end, end
	}
	if done == 0 {
		return text
	}
	b.WriteString(text[done:])
	return b.String()
}

// skip measures what a rejected match gives up: its leading digits, or one rune.
func skip(match string) int {
	n := 0
	for n < len(match) && '0' <= match[n] && match[n] <= '9' {
		n++
	}
	if n == 0 {
		_, n = utf8.DecodeRuneInString(match)
	}
	return max(n, 1)
}

// inNumber reports that the digits go on on either side, so that the match is a part of a longer number.
func inNumber(_, before, after string) bool {
	l, _ := utf8.DecodeLastRuneInString(before)
	r, _ := utf8.DecodeRuneInString(after)
	return unicode.IsDigit(l) || unicode.IsDigit(r)
}

func notPhone(match, before, after string) bool {
	return inNumber(match, before, after) || freeHotline(before, match) || money(after)
}

// freeHotline reports that the match is, or ends, a number 8-800-xxx-xx-xx.
func freeHotline(before, match string) bool {
	d := digitsOf(before[max(0, len(before)-10):] + match)
	at := len(d) - 11
	return at >= 0 && (d[at] == '8' || d[at] == '7') && strings.HasPrefix(d[at+1:], "800")
}

// money reports that a sum was met: what follows the digits is a currency.
func money(after string) bool {
	after = strings.TrimLeft(after, " \u00a0")
	for _, unit := range [...]string{"руб", "р.", "₽", "тыс", "млн", "коп", "кв.м", "кв. м", "м2"} {
		if strings.HasPrefix(after, unit) {
			return true
		}
	}
	return false
}

// dateOrNumber keeps 12-04-19: three groups that read as day, month and year.
func dateOrNumber(match, before, after string) bool {
	if notPhone(match, before, after) || continues(before, after) {
		return true
	}
	d := digitsOf(match)
	if len(d) != 6 {
		return false
	}
	day, month := d[:2], d[2:4]
	return "01" <= day && day <= "31" && "01" <= month && month <= "12"
}

// continues reports that the groups are part of a longer row of numbers, such as 1-12-14-18.
func continues(before, after string) bool {
	ends := func(s string) bool {
		return strings.HasSuffix(s, "-") || strings.HasSuffix(s, "/") || strings.HasSuffix(s, "№")
	}
	return ends(before) || strings.HasPrefix(after, "-") || strings.HasPrefix(after, "/")
}

// notFlat keeps "в квартире 15 градусов" and square metres.
func notFlat(match, before, after string) bool {
	if wordBefore(before) || inNumber(match, before, after) {
		return true
	}
	after = strings.ToLower(strings.TrimLeft(after, " \u00a0"))
	for _, unit := range [...]string{"градус", "°", "кв", "м2", "м²", "человек", "чел", "тыс", "руб", "лет", "год", "дн", "месяц", "недел", "комнат", "гр", "с ", "млн", "%", "раз"} {
		if strings.HasPrefix(after, unit) {
			return true
		}
	}
	return false
}

// dateBehind keeps what goes on with a digit or another dash: a date or a phone.
func dateBehind(_, _, after string) bool {
	r, _ := utf8.DecodeRuneInString(after)
	next := strings.ToLower(strings.TrimLeft(after, " \u00a0"))
	for _, month := range [...]string{"январ", "феврал", "март", "апрел", "мая", "май", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр"} {
		if strings.HasPrefix(next, month) {
			return true
		}
	}
	return unicode.IsDigit(r) || r == '-' || r == '.' && len(after) > 1 && unicode.IsDigit(rune(after[1]))
}

func wordAround(match, before, after string) bool {
	r, _ := utf8.DecodeRuneInString(after)
	return wordBefore(before) || unicode.IsDigit(r) || unicode.IsLetter(r)
}

func wordBefore(before string) bool {
	l, _ := utf8.DecodeLastRuneInString(before)
	return unicode.IsLetter(l) || unicode.IsDigit(l)
}

// publicPage keeps links to posts and communities, which belong to no person.
func publicPage(match, _, _ string) bool {
	_, path, ok := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(strings.ToLower(match), "https://"), "http://"), "/")
	if !ok {
		return false
	}
	for _, p := range [...]string{"wall-", "club", "public", "event", "photo-", "video-", "album-", "topic-", "group/", "p/", "reel/"} {
		if strings.HasPrefix(path, p) {
			return true
		}
	}
	return false
}

func digitsOf(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if '0' <= s[i] && s[i] <= '9' {
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// luhn checks the sum of a card's number (ISO/IEC 7812-1, annex B).
func luhn(s string) bool {
	d := digitsOf(s)
	sum := 0
	for i := range len(d) {
		n := int(d[len(d)-1-i] - '0')
		if i%2 == 1 {
			if n *= 2; n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return len(d) >= 13 && sum%10 == 0 && strings.Trim(d, "0") != ""
}
