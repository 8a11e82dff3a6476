package privacy

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// identity are words before the number of an account.
var identity = wordSet("id айди ид идентификатор")

// leastIdentity is how many digits the number of an account has at least.
const leastIdentity = 6

// identityBehind reads «мой id: 10000001», «айди вк 10000001».
func (f *finder) identityBehind(i int) bool {
	t := f.tokens
	for k := i + 1; k < len(t) && k < i+5 && !t[k].line; k++ {
		switch {
		case t[k].kind == number:
			if k == i+1 && !t[k].space || len(t[k].low) < leastIdentity || f.counted(k) || i > 0 && !t[i].space && t[i-1].sign != '(' {
				return false
			}
			f.claimTokens(k, k, account)
			return true
		case t[k].kind == mark && strings.ContainsRune(":-=№#", t[k].sign),
			t[k].kind == word && t[k].facts&(cuehandle|besidehandle|possessive|split) != 0:
		default:
			return false
		}
	}
	return false
}

var passwordWords = wordSet("пароль пароля паролем паролю password")

// passwordBehind reads «пароль: …», «пароль от госуслуг …»: what has a digit or a sign in it, up to a blank.
func (f *finder) passwordBehind(i int) bool {
	t := f.tokens
	for k := i + 1; k < len(t) && k < i+5 && !t[k].line; k++ {
		if t[k].kind == mark && strings.ContainsRune(":-=(\"«", t[k].sign) {
			continue
		}
		if t[k].kind == taken || t[k].kind == mark {
			return false
		}
		end, digits, letters := f.unbroken(t[k].start)
		if digits > 0 && letters > 0 && end-t[k].start >= 6 || digits >= 4 && letters == 0 && !f.counted(k) ||
			t[k].kind == word && f.text[t[k].start] < utf8.RuneSelf && letters >= 6 {
			f.claim(t[k].start, end, account)
			return true
		}
		if t[k].kind == number {
			return false
		}
	}
	return false
}

// longestPassword bounds a password in bytes.
const longestPassword = 64

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

// underscored reads a Latin name with a low line in it, inna_stupak: no word of any language has one. Names of files,
// pages of communities and tags stay.
func (f *finder) underscored(i int) bool {
	t := f.tokens
	if f.text[t[i].start] >= utf8.RuneSelf || i+2 >= len(t) || t[i+1].sign != '_' || t[i+1].space || t[i+2].space ||
		t[i+2].kind == mark || i > 0 && !t[i].space && (t[i-1].kind != mark || strings.ContainsRune("/#.@_-=%&:'\"", t[i-1].sign)) {
		return false
	}
	end := t[i].start
	for end < len(f.text) && (f.text[end] == '_' || '0' <= f.text[end] && f.text[end] <= '9' ||
		'a' <= f.low[end] && f.low[end] <= 'z') {
		end++
	}
	name := f.low[t[i].start:end]
	if next, _ := utf8.DecodeRuneInString(f.text[end:]); unicode.IsLetter(next) {
		return false
	}
	if len(name) < 6 || strings.IndexByte(name, '_') < 2 || beginsWith(name, fileHeads) || end < len(f.text) && strings.IndexByte("/@=.", f.text[end]) >= 0 &&
		end+1 < len(f.text) && f.text[end+1] != ' ' || f.channelBefore(i) || t[i].start < f.linkEnd {
		return false
	}
	f.claim(t[i].start, end, account)
	return true
}

// fileHeads begin the names that telephones give to files.
var fileHeads = strings.Fields("img video photo image screenshot file doc scan dsc vid audio rec utm temp")
