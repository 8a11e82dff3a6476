package promise

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"otklik/internal/text/wordlist"
)

var (
	days       = wordlist.Beginnings{"дн", "день", "дня", "суток", "сутки"}
	years      = wordlist.Beginnings{"год", "лет"}
	nextOrThis = wordlist.Beginnings{"следующ", "эт"}
)

// after is k units later; zero where the word is no unit of time. Hours end today.
func after(today time.Time, k int, unit string) time.Time {
	switch {
	case days.Begin(unit):
		return today.AddDate(0, 0, k)
	case strings.HasPrefix(unit, "недел"):
		return today.AddDate(0, 0, 7*k)
	case strings.HasPrefix(unit, "месяц"):
		return today.AddDate(0, k, 0)
	case years.Begin(unit):
		return today.AddDate(k, 0, 0)
	case strings.HasPrefix(unit, "час"):
		return today
	}
	return time.Time{}
}

// workdays counts Monday to Friday: holidays of a future year are not known yet.
func workdays(today time.Time, k int) time.Time {
	for k > 0 {
		today = today.AddDate(0, 0, 1)
		if d := today.Weekday(); d != time.Saturday && d != time.Sunday {
			k--
		}
	}
	return today
}

// shifted is a day in the next week, month or year for «следующей неделе».
func shifted(which, unit string, today time.Time) time.Time {
	if !strings.HasPrefix(which, "следующ") {
		return today
	}
	switch {
	case strings.HasPrefix(unit, "недел"):
		return today.AddDate(0, 0, 7)
	case strings.HasPrefix(unit, "месяц"):
		return endOfMonth(today).AddDate(0, 0, 1)
	case strings.HasPrefix(unit, "год"):
		return today.AddDate(1, 0, 0)
	}
	return today
}

// coming is the next day with this month and date, today included. A promise that seems to lie some days back is taken
// as made for this year: it was late when it was written, or the answer was dated wrongly. One that lies further back
// is for the next year: nobody promises what is over.
func coming(m time.Month, d int, today time.Time) time.Time {
	t := dated(today.Year(), m, d, today.Location())
	if t.Before(today.AddDate(0, 0, -10)) {
		t = dated(today.Year()+1, m, d, today.Location())
	}
	return t
}

// noSuchDay reports whether the words of a time name a day of a month that does not have it: «30 февраля» is due when
// the month is over, and which day was meant nobody knows.
func noSuchDay(words []word, due time.Time) bool {
	const shortest = 28 // days that every month has
	for i, w := range words {
		first, _, dotted := strings.Cut(w.low, ".")
		d := dayNumber(first)
		if d > shortest && d != due.Day() && (dotted || i+1 < len(words) && month(words[i+1].low) > 0) {
			return true
		}
	}
	return false
}

// dated is a date whose day exists: 31 April is 30 April.
func dated(year int, m time.Month, d int, zone *time.Location) time.Time {
	t := time.Date(year, m, d, 0, 0, 0, 0, zone)
	if t.Month() != m {
		return endOfMonth(time.Date(year, m, 1, 0, 0, 0, 0, zone))
	}
	return t
}

func day(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, t.Location())
}

func endOfMonth(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month()+1, 0, 0, 0, 0, 0, t.Location())
}

func yearOf(w string) (int, bool) {
	y := between(strings.TrimSuffix(w, "г"), 2000, 2099)
	return y, y > 0
}

// dayNumber is a day of a month; 0 where the word is none.
func dayNumber(w string) int { return between(w, 1, 31) }

// between is a number of some bounds; 0 where the word is none.
func between(w string, least, most int) int {
	if w == "" || w[0] > '9' { // most words: no error has to be made for them
		return 0
	}
	if n, err := strconv.Atoi(w); err == nil && least <= n && n <= most {
		return n
	}
	return 0
}

// month is the month that a word names in any case; 0 where it names none.
func month(w string) time.Month {
	for i, stem := range months {
		rest, ok := strings.CutPrefix(w, stem)
		switch {
		case !ok:
		case stem != "ма" && utf8.RuneCountInString(rest) <= 2:
			return time.Month(i + 1)
		case stem == "ма" && (rest == "й" || rest == "я" || rest == "ю" || rest == "е"):
			return time.May
		}
	}
	return 0
}

// number is an amount in digits or words; 0 where the word is none.
func number(w string) int {
	if n := between(w, 1, 999); n > 0 {
		return n
	}
	return numbers[w]
}
