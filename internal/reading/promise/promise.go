// Package promise finds in an answer what was promised and until when. It reads one text and knows nothing of messages,
// states or stores; the moment of the answer is a parameter, because «завтра» and «до 20 мая» say no year.
package promise

import (
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
	// Month is true where no day was named, only a month: «в мае», or one that the month does not have: «30 февраля».
	Month bool
	// Begins is true where something begins at that time, as a bus does «с 26 ноября»: nothing is late once it is over.
	Begins bool
}

// Find gives the promises of an answer written at the moment at, in the order of the text. A sentence that tells of
// what was done, or names a time without promising anything for it, is none. Of several times in a sentence a deadline
// («до 20 мая») goes before others, and the latest of its kind counts.
func Find(answer string, at time.Time) []Promise {
	var found []Promise
	today := day(at)
	for _, sentence := range sentences(answer) {
		words := split(sentence)
		if conditional(words) {
			continue
		}
		if p := inSentence(words, today); !p.Due.IsZero() {
			p.Sentence = strings.TrimSpace(sentence)
			found = append(found, p)
		}
	}
	return found
}

// Times reports whether a text names days, and whether one of them exists and is not over at the moment at.
func Times(said string, at time.Time) (named, open bool) {
	today := day(at)
	for _, sentence := range sentences(said) {
		words := split(sentence)
		for i := 0; i < len(words); i++ {
			due, n := when(words[i:], today)
			if n == 0 {
				continue
			}
			named = true
			open = open || !due.Before(today) && !noSuchDay(words[i:i+n], due)
			i += n - 1
		}
	}
	return named, open
}

// inSentence is what a sentence promises; its Due is zero where it promises nothing.
func inSentence(words []word, today time.Time) (best Promise) {
	spoken, byDeadline := promises(words), false
	for i := 0; i < len(words); i++ {
		due, n := when(words[i:], today)
		if n == 0 || i+2 < len(words) && words[i+1].low == "этого" && words[i+2].low == "дня" {
			continue // «до этого дня» speaks of a time named before
		}
		deadline := byThen(words[i:])
		if !promised(words, i, deadline, spoken, due.Compare(today)) {
			continue
		}
		later := due.After(best.Due)
		if best.Due.IsZero() || deadline && !byDeadline || later && deadline == byDeadline {
			best = Promise{Due: due, Words: phrase(words[i : i+n])}
			best.Month = onlyMonth(words[i:i+n]) || noSuchDay(words[i:i+n], due)
			best.Begins = !deadline && begins(words, i)
			byDeadline = deadline
		}
		i += n - 1
	}
	return best
}

// promised reports whether something is promised for the time at word i. ahead is above 0 where the time is yet to
// come, below 0 where it is over; spoken tells whether the sentence promises anything.
func promised(words []word, i int, deadline, spoken bool, ahead int) bool {
	clause := clauseOf(words, i)
	said := promises(clause)
	switch {
	case refused(clause) && !said, ahead <= 0 && told(clause):
		return false
	case deadline:
		return said || ahead >= 0 && !refused(words) && !lasts(clause)
	case !spoken || ahead < 0:
		return false
	}
	return said || ahead > 0 && !past(clause) // «приказ подписан 16 ноября» tells, on that day, what is done
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
		if endsSentence(r) || r == '.' && fullStop(runes, begin, i) {
			out = append(out, string(runes[begin:i+1]))
			begin = i + 1
		}
	}
	return append(out, string(runes[begin:]))
}

func endsSentence(r rune) bool { return r == '\n' || r == '!' || r == '?' || r == '…' }

// fullStop reports whether the full stop at i ends the sentence: a new one begins behind it, and no short form before
// it.
func fullStop(runes []rune, begin, i int) bool {
	next := i + 1
	for next < len(runes) && runes[next] == ' ' {
		next++
	}
	if next == i+1 || next == len(runes) || !unicode.IsUpper(runes[next]) && !unicode.IsDigit(runes[next]) {
		return false
	}
	word := i
	for word > begin && unicode.IsLetter(runes[word-1]) {
		word--
	}
	return !abbreviations[strings.ToLower(string(runes[word:i]))]
}
