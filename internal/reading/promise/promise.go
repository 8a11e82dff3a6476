// Package promise finds in an answer what was promised and until when. It reads one text and knows nothing of messages,
// states or stores; the moment of the answer is a parameter, because «завтра» and «до 20 мая» say no year.
package promise

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Promise is one sentence of an answer that promises something by a time.
type Promise struct {
	// Sentence is the sentence as it was written.
	Sentence string
	// Due is the last day of the time promised, at its first moment, in the zone of the answer's moment. A promise «до
	// конца месяца» is due on the month's last day.
	Due time.Time
	// Words are those that name the time: «до 20 мая».
	Words string
	// Month is true where no day was named, only a month: «в мае».
	Month bool
	// Begins is true where something begins at that time, as a bus does «с 26 ноября»: nothing is late once it is over.
	Begins bool
}

// Find gives the promises of an answer written at the moment at, in the order of the text. A sentence that tells of what
// was done, or names a time without promising anything for it, is none. Of several times in a sentence a deadline («до
// 20 мая») goes before others, and the latest of its kind counts.
func Find(answer string, at time.Time) []Promise {
	var found []Promise
	today := day(at)
	for _, sentence := range sentences(answer) {
		words := split(sentence)
		if conditional(words) {
			continue
		}
		spoken := promises(words)
		best := Promise{Sentence: strings.TrimSpace(sentence)}
		byDeadline := false
		for i := 0; i < len(words); i++ {
			due, n := when(words[i:], at)
			if n == 0 || i+2 < len(words) && words[i+1].low == "этого" && words[i+2].low == "дня" {
				continue // «до этого дня» speaks of a time named before
			}
			deadline := byThen(words[i:])
			clause := clauseOf(words, i)
			switch {
			case refused(clause) && !promises(clause):
				continue
			case deadline && promises(clause):
			case deadline && !due.Before(today) && !refused(words) && !lasting(clause):
			case deadline || !spoken || due.Before(today) || (past(clause) || due.Equal(today)) && !promises(clause):
				continue // «приказ подписан 16 ноября» tells, on that day, what is done
			}
			if later := due.After(best.Due); best.Due.IsZero() || deadline && !byDeadline || later && deadline == byDeadline {
				best.Due, best.Words, best.Month = due, phrase(words[i:i+n]), onlyMonth(words[i:i+n])
				best.Begins = !deadline && begins(words, i)
				byDeadline = deadline
			}
			i += n - 1
		}
		if !best.Due.IsZero() {
			found = append(found, best)
		}
	}
	return found
}

// word is a word or number with its spelling in small letters and the clause it stands in.
type word struct {
	raw, low string
	clause   int
}

// mostWords bounds a sentence: a promise that needs more is no sentence, and a hostile text must not cost more.
const mostWords = 120

func split(sentence string) []word {
	var words []word
	clause, begin := 0, 0
	put := func(end int) {
		if f := strings.Trim(sentence[begin:end], ".-–—"); f != "" && len(words) < mostWords {
			words = append(words, word{f, strings.ReplaceAll(strings.ToLower(f), "ё", "е"), clause})
		}
	}
	for i, r := range sentence {
		mark := strings.ContainsRune(`,;:!?()"…`, r)
		if mark || unicode.IsSpace(r) || r == '«' || r == '»' {
			put(i)
			begin = i + utf8.RuneLen(r)
			if r == utf8.RuneError {
				begin = i + 1
			}
		}
		if mark {
			clause++
		}
	}
	put(len(sentence))
	return words
}

// clauseOf are the words of the clause that word i stands in.
func clauseOf(words []word, i int) []word {
	from, to := i, i+1
	for from > 0 && words[from-1].clause == words[i].clause {
		from--
	}
	for to < len(words) && words[to].clause == words[i].clause {
		to++
	}
	return words[from:to]
}

func phrase(words []word) string {
	var raw []string
	for _, w := range words {
		raw = append(raw, w.raw)
	}
	return strings.Join(raw, " ")
}

// sentences splits at full stops that end a sentence: not inside 20.05.2026 and not after «ул.», «д.», «г.».
func sentences(text string) []string {
	var out []string
	begin := 0
	runes := []rune(text)
	for i, r := range runes {
		end := r == '\n' || r == '!' || r == '?' || r == '…'
		if r == '.' {
			next := i + 1
			for next < len(runes) && runes[next] == ' ' {
				next++
			}
			end = next > i+1 && next < len(runes) && (unicode.IsUpper(runes[next]) || unicode.IsDigit(runes[next])) && !abbreviated(runes[begin:i])
		}
		if end {
			out = append(out, string(runes[begin:i+1]))
			begin = i + 1
		}
	}
	return append(out, string(runes[begin:]))
}

func abbreviated(before []rune) bool {
	i := len(before)
	for i > 0 && unicode.IsLetter(before[i-1]) {
		i--
	}
	return slices.Contains(abbreviations, strings.ToLower(string(before[i:])))
}

var abbreviations = []string{"ул", "д", "г", "гг", "пр", "просп", "пер", "им", "т", "п", "р", "кв", "стр", "тыс", "руб", "мкр", "пос", "с"}
