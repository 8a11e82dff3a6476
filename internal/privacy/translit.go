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
	if facts := known(low); facts != 0 {
		return low, facts
	}
	for _, spelling := range latinSpellings {
		if word, facts := spelling(low); facts != 0 {
			return word, facts
		}
	}
	return low, 0
}

// latinSpellings put back what Latin letters leave out.
var latinSpellings = [...]func(low string) (string, fact){
	func(low string) (string, fact) { return low + "ь", known(low + "ь") }, // «doch»
	func(low string) (string, fact) { // «Gulnaz»
		for at := 0; at+2 < len(low); at += 2 {
			if low[at:at+2] != "л" {
				continue
			}
			soft := low[:at+2] + "ь" + low[at+2:]
			if facts := known(soft); facts&first != 0 {
				return soft, facts
			}
		}
		return low, 0
	},
	func(low string) (string, fact) { // «Tatyana»
		at := strings.LastIndex(low, "я")
		if at <= 0 {
			return low, 0
		}
		soft := low[:at] + "ь" + low[at:]
		return soft, known(soft)
	},
	func(low string) (string, fact) { // «Dmitry»
		base, ok := strings.CutSuffix(low, "ы")
		if !ok {
			return low, 0
		}
		return base + "ий", known(base + "ий")
	},
}
