package privacy

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// identity are words before the number of an account.
var identity = listOf("id айди ид идентификатор")

// leastIdentity is how many digits the number of an account has at least, and farSecretWord bounds the tokens before it
// and before a password.
const (
	leastIdentity = 6
	farSecretWord = 4
)

// identityBehind reads «мой id: 10000001», «айди вк 10000001».
func (f *finder) identityBehind(i int) bool {
	k := f.over(i+1, farSecretWord-1, ":-=№#", cuehandle|besidehandle|possessive|split)
	right := k == i+1 && !f.at(k).space
	if f.width(k) < leastIdentity || f.at(k).line || right || f.counted(k) || f.touched(i) {
		return false
	}
	f.claimTokens(k, k, account)
	return true
}

// touched reports that something but a bracket touches token i from the left.
func (f *finder) touched(i int) bool { return i > 0 && !f.at(i).space && f.at(i-1).sign != '(' }

var passwordWords = listOf("пароль пароля паролем паролю password")

// passwordBehind reads «пароль: …», «пароль от госуслуг …»: what has a digit or a sign in it, up to a blank.
func (f *finder) passwordBehind(i int) bool {
	for k, t := range f.onward(i, farSecretWord) {
		if t.among(":-=(\"«") {
			continue
		}
		if t.kind == taken || t.kind == mark {
			return false
		}
		if end, is := f.password(k); is {
			f.claim(t.start, end, account)
			return true
		}
		if t.kind == number {
			return false
		}
	}
	return false
}

// Bytes that a password has at most and, with letters, at least; and digits that are one alone.
const (
	longestPassword = 64
	leastPassword   = 6
	leastCode       = 4
)

// password measures what stands at token k, and reports whether it may be a password.
func (f *finder) password(k int) (end int, is bool) {
	t := f.at(k)
	end, digits, letters := f.unbroken(t.start)
	mixed := digits > 0 && letters > 0 && end-t.start >= leastPassword
	code := digits >= leastCode && letters == 0 && !f.counted(k)
	latin := t.kind == word && f.text[t.start] < utf8.RuneSelf && letters >= leastPassword
	return end, mixed || code || latin
}

// unbroken measures what stands at byte p up to a blank, without full stops and commas at its end.
func (f *finder) unbroken(p int) (end, digits, letters int) {
	end = p
	for end < len(f.text) && end-p < longestPassword {
		r, size := utf8.DecodeRuneInString(f.text[end:])
		if unicode.IsSpace(r) || r == '[' || r == ']' {
			break
		}
		if unicode.IsDigit(r) {
			digits++
		} else if unicode.IsLetter(r) {
			letters++
		}
		end += size
	}
	return p + len(strings.TrimRight(f.text[p:end], ".,;:)\"»")), digits, letters
}

// leastLogin and leastBefore are how many bytes a Latin name with a low line has at least, and before the line.
const (
	leastLogin  = 6
	leastBefore = 2
	inAddress   = "/#.@_-=%&:'\"" // signs that touch a part of an address
)

// underscored reads a Latin name with a low line in it, inna_stupak: no word of any language has one. Names of files,
// pages of communities and tags stay.
func (f *finder) underscored(i int) {
	t := f.at(i)
	if f.text[t.start] >= utf8.RuneSelf || !f.tight(i+1, "_") || f.at(i+2).kind == mark || t.start < f.linkEnd ||
		f.touchesAddress(i) {
		return
	}
	end := t.start
	for end < len(f.low) && (f.low[end] == '_' || decimal(f.low[end]) || latinLetter(f.low[end])) {
		end++
	}
	name := f.low[t.start:end]
	if loginName(name) && !f.addressGoesOn(end) && !f.channelBefore(i) {
		f.claim(t.start, end, account)
	}
}

// touchesAddress reports a part of an address right before token i.
func (f *finder) touchesAddress(i int) bool {
	b := f.at(i - 1)
	return i > 0 && !f.at(i).space && (b.kind != mark || b.signed(inAddress))
}

// loginName reports a name that is long enough and no file's.
func loginName(name string) bool {
	return len(name) >= leastLogin && strings.IndexByte(name, '_') >= leastBefore && !fileHeads.begin(name)
}

// addressGoesOn reports a letter at byte p, or a sign of an address and something behind it.
func (f *finder) addressGoesOn(p int) bool {
	if p >= len(f.text) {
		return false
	}
	next, _ := utf8.DecodeRuneInString(f.text[p:])
	return unicode.IsLetter(next) || strings.ContainsRune("/@=.", next) && p+1 < len(f.text) && f.text[p+1] != ' '
}

// fileHeads begin the names that telephones give to files.
var fileHeads = listOf("img video photo image screenshot file doc scan dsc vid audio rec utm temp")
