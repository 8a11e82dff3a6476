package privacy

import (
	"strings"

	"otklik/internal/text"
)

// besideLatin reads the words in Latin letters that stand beside a name written so: «Larisa Shpak», «grechkin yurij».
func (f *finder) besideLatin() {
	for i := range f.tokens {
		t := &f.tokens[i]
		if !t.latin || t.facts&first == 0 && !patronymic(t) && t.facts&familySure == 0 {
			continue
		}
		for _, k := range [...]int{i - 1, i + 1} {
			if k >= 0 && k < len(f.tokens) && f.near(max(i, k)) {
				f.readLatin(k, t.capital)
			}
		}
	}
}

// readLatin writes word k in Cyrillic: initials and, in a text of small letters, only what ends like a surname.
func (f *finder) readLatin(k int, capital bool) {
	t := f.at(k)
	if t.kind != word || t.latin || cyrillic(t) || t.capital != capital || t.letters > longestLatin {
		return
	}
	low := latinPairs.Replace(t.low)
	if t.letters <= 2 && capital && f.at(k+1).sign == '.' && !f.at(k+1).space {
		t.low, t.letters, t.upper = low[:2], 1, false
		if next := f.at(k + 2); next.kind == word && !next.space {
			f.readLatin(k+2, true)
		}
		return
	}
	if facts := known(low); t.letters > 2 && (capital && facts&(common|ordinary) == 0 || namedLatin(low, facts)) {
		t.low, t.facts, t.latin = low, facts, true
	}
}

// longestLatin bounds the letters of a word that is read so.
const longestLatin = 20

// namedLatin reports what a name is made of, in small letters.
func namedLatin(low string, facts fact) bool {
	return facts&(common|ordinary) == 0 && (facts&first != 0 || text.SpokenPatronymic(low) || onSurname(low))
}

// russianIn reads a word in Latin letters, also where a soft sign was left out: «doch».
func russianIn(low string) (string, fact) {
	low = latinPairs.Replace(low)
	facts := known(low)
	if facts == 0 {
		if soft := known(low + "ь"); soft != 0 {
			return low + "ь", soft
		}
		for at := 0; at+2 < len(low); at += 2 { // «Gulnaz»
			if low[at:at+2] == "л" {
				if soft := known(low[:at+2] + "ь" + low[at+2:]); soft&first != 0 {
					return low[:at+2] + "ь" + low[at+2:], soft
				}
			}
		}
		if at := strings.LastIndex(low, "я"); at > 0 { // «Tatyana»
			if soft := known(low[:at] + "ь" + low[at:]); soft != 0 {
				return low[:at] + "ь" + low[at:], soft
			}
		}
		if strings.HasSuffix(low, "ы") { // «Dmitry»
			if full := known(strings.TrimSuffix(low, "ы") + "ий"); full != 0 {
				return strings.TrimSuffix(low, "ы") + "ий", full
			}
		}
	}
	return low, facts
}
