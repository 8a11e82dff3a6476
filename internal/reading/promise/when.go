package promise

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// when reads a time at the beginning of words: its last day, and how many words name it; 0 where none begins here.
func when(words []word, at time.Time) (due time.Time, n int) {
	today := day(at)
	low := func(i int) string {
		if i < len(words) {
			return words[i].low
		}
		return ""
	}
	skip := 0
	if slices.Contains([]string{"до", "к", "ко", "в", "во", "на", "не", "позднее", "с"}, low(0)) {
		skip = 1
		if low(0) == "не" && low(1) == "позднее" {
			skip = 2
		}
	}
	count := func(n int) int { return skip + n }
	first, second, third := low(skip), low(skip+1), low(skip+2)

	if d, ok := numeric(first, today); ok {
		return d, count(1)
	}
	if number, err := strconv.Atoi(first); err == nil && number >= 1 && number <= 31 {
		if m := month(second); m > 0 {
			if year, ok := yearOf(third); ok {
				return dated(year, m, number, today.Location()), count(3)
			}
			return coming(m, number, today), count(2)
		}
	}
	if low(0) == "в" && (second == "дней" || second == "дня" || second == "день" || second == "недель" || second == "недели") {
		if k := number(first); k > 0 {
			return after(today, k, second), count(2)
		}
	}
	if first == "течение" || low(0) == "течение" {
		return within(words[skip:], today, skip)
	}
	if q := quarters[strings.TrimSuffix(first, "-м")]; q > 0 && strings.HasPrefix(second, "квартал") {
		last := time.Month(3 * q)
		if year, ok := yearOf(third); ok {
			return endOfMonth(dated(year, last, 1, today.Location())), count(3)
		}
		return endOfMonth(coming(last, 1, today.AddDate(0, -1, 1))), count(2)
	}
	if year, ok := yearOf(first); ok && low(0) == "в" && strings.HasPrefix(second, "год") {
		return dated(year, time.December, 31, today.Location()), count(2)
	}
	if low(0) == "к" && first == "новому" && second == "году" {
		return dated(today.Year(), time.December, 31, today.Location()), count(2)
	}
	if low(0) == "через" {
		k, unit := number(low(1)), 2
		if k == 0 {
			k, unit = 1, 1
		}
		if d := after(today, k, low(unit)); !d.IsZero() {
			return d, unit + 1
		}
	}
	if first == "конца" || first == "концу" || first == "конце" {
		if d, ok := endOf(second, third, today); ok {
			return d, count(2)
		}
	}
	if skip > 0 {
		if weekday, ok := weekdays[first]; ok {
			days := (int(weekday) - int(today.Weekday()) + 7) % 7
			if days == 0 {
				days = 7
			}
			return today.AddDate(0, 0, days), count(1)
		}
		if m := month(first); m > 0 && (low(0) == "в" || low(0) == "до" || low(0) == "к") {
			end := endOfMonth(coming(m, 1, today.AddDate(0, -1, 1)))
			if low(0) != "в" {
				end = coming(m, 1, today) // «до мая» ends where May begins
			}
			if year, ok := yearOf(second); ok {
				return endOfMonth(dated(year, m, 1, today.Location())), count(2)
			}
			return end, count(1)
		}
		if strings.HasPrefix(first, "следующ") || strings.HasPrefix(first, "ближайш") || strings.HasPrefix(first, "эт") {
			if d, ok := endOf(second, "", shifted(first, second, today)); ok {
				return d, count(2)
			}
		}
	}
	if last := seasons[low(0)]; last > 0 {
		if year, ok := yearOf(low(1)); ok {
			return endOfMonth(dated(year, last, 1, today.Location())), 2
		}
		return endOfMonth(coming(last, 1, today.AddDate(0, -1, 1))), 1
	}
	switch low(0) {
	case "сегодня":
		return today, 1
	case "завтра":
		return today.AddDate(0, 0, 1), 1
	case "послезавтра":
		return today.AddDate(0, 0, 2), 1
	}
	return time.Time{}, 0
}

// within reads «в течение недели», «в течение трёх дней», «в течение 10 рабочих дней».
func within(words []word, today time.Time, skip int) (time.Time, int) {
	for i, w := range words {
		if w.low != "течение" || i+1 >= len(words) {
			continue
		}
		k, at := number(words[i+1].low), i+1
		if k > 0 {
			at++
		} else {
			k = 1
		}
		if at < len(words) && strings.HasPrefix(words[at].low, "рабоч") {
			if at+1 < len(words) && strings.HasPrefix(words[at+1].low, "дн") {
				return workdays(today, k), skip + at + 2
			}
		}
		if at < len(words) && (strings.HasPrefix(words[at].low, "следующ") || strings.HasPrefix(words[at].low, "эт")) {
			at++
		}
		if at < len(words) {
			if d := after(today, k, words[at].low); !d.IsZero() {
				return d, skip + at + 1
			}
		}
		return time.Time{}, 0
	}
	return time.Time{}, 0
}

// after is k units later.
func after(today time.Time, k int, unit string) time.Time {
	switch {
	case hasPrefix(unit, []string{"дн", "день", "дня", "суток", "сутки"}):
		return today.AddDate(0, 0, k)
	case strings.HasPrefix(unit, "недел"):
		return today.AddDate(0, 0, 7*k)
	case strings.HasPrefix(unit, "месяц"):
		return today.AddDate(0, k, 0)
	case strings.HasPrefix(unit, "год"), strings.HasPrefix(unit, "лет"):
		return today.AddDate(k, 0, 0)
	case strings.HasPrefix(unit, "час"):
		return today
	}
	return time.Time{}
}

// workdays counts Monday to Friday: holidays of a future year are not known yet.
func workdays(today time.Time, k int) time.Time {
	k = min(k, 1000)
	for k > 0 {
		today = today.AddDate(0, 0, 1)
		if d := today.Weekday(); d != time.Saturday && d != time.Sunday {
			k--
		}
	}
	return today
}

// endOf is the last day of a week, month, quarter or year, or of a named month.
func endOf(unit, year string, today time.Time) (time.Time, bool) {
	switch {
	case strings.HasPrefix(unit, "недел"):
		return today.AddDate(0, 0, (7-int(today.Weekday()))%7), true
	case strings.HasPrefix(unit, "месяц"):
		return endOfMonth(today), true
	case strings.HasPrefix(unit, "квартал"):
		q := (int(today.Month()) - 1) / 3
		return endOfMonth(dated(today.Year(), time.Month(3*q+3), 1, today.Location())), true
	case strings.HasPrefix(unit, "год"):
		return dated(today.Year(), time.December, 31, today.Location()), true
	case strings.HasPrefix(unit, "дн"):
		return today, true
	}
	if m := month(unit); m > 0 {
		if y, ok := yearOf(year); ok {
			return endOfMonth(dated(y, m, 1, today.Location())), true
		}
		return endOfMonth(coming(m, 1, today.AddDate(0, 0, -31))), true
	}
	return time.Time{}, false
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

// numeric reads 20.05 and 20.05.2026.
func numeric(w string, today time.Time) (time.Time, bool) {
	parts := strings.Split(w, ".")
	if len(parts) < 2 || len(parts) > 3 {
		return time.Time{}, false
	}
	d, err1 := strconv.Atoi(parts[0])
	m, err2 := strconv.Atoi(parts[1])
	if err1 != nil || err2 != nil || d < 1 || d > 31 || m < 1 || m > 12 || len(parts[1]) != 2 {
		return time.Time{}, false
	}
	if len(parts) == 2 {
		return coming(time.Month(m), d, today), true
	}
	y, ok := yearOf(parts[2])
	if !ok {
		if short, err := strconv.Atoi(parts[2]); err == nil && len(parts[2]) == 2 {
			y, ok = 2000+short, true
		}
	}
	return dated(y, time.Month(m), d, today.Location()), ok
}

// coming is the next day with this month and date, today included. A promise that seems to lie some days back is taken
// as made for this year: it was late when it was written, or the answer was dated wrongly. One that lies further back is for
// the next year: nobody promises what is over.
func coming(m time.Month, d int, today time.Time) time.Time {
	t := dated(today.Year(), m, d, today.Location())
	if t.Before(today.AddDate(0, 0, -10)) {
		t = dated(today.Year()+1, m, d, today.Location())
	}
	return t
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
	y, err := strconv.Atoi(strings.TrimSuffix(w, "г"))
	return y, err == nil && y >= 2000 && y < 2100
}

func month(w string) time.Month {
	for i, stem := range [...]string{"январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр"} {
		rest, ok := strings.CutPrefix(w, stem)
		if !ok {
			continue
		}
		if stem == "ма" {
			if rest == "я" || rest == "е" || rest == "й" || rest == "ю" {
				return time.May
			}
			continue
		}
		if len([]rune(rest)) <= 2 {
			return time.Month(i + 1)
		}
	}
	return 0
}

func number(w string) int {
	if n, err := strconv.Atoi(w); err == nil && n > 0 && n < 1000 {
		return n
	}
	return numbers[w]
}

// quarters are the quarters of a year as they are named: «в I квартале», «во втором квартале».
var quarters = map[string]int{"1": 1, "2": 2, "3": 3, "4": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4, "первом": 1, "втором": 2, "третьем": 3, "четвертом": 4}

// seasons are the last months of seasons. A winter ends in the year that it is named by only where it is February that is
// meant; the later end accuses nobody.
var seasons = map[string]time.Month{"весной": time.May, "летом": time.August, "осенью": time.November, "зимой": time.February}

var numbers = map[string]int{"один": 1, "одну": 1, "два": 2, "две": 2, "три": 3, "четыре": 4, "пять": 5, "шесть": 6, "семь": 7, "десять": 10, "пару": 2,
	"одного": 1, "двух": 2, "трех": 3, "четырех": 4, "пяти": 5, "шести": 6, "семи": 7, "восьми": 8,
	"девяти": 9, "десяти": 10, "двенадцати": 12, "пятнадцати": 15, "двадцати": 20, "тридцати": 30, "полутора": 2}

var weekdays = map[string]time.Weekday{"понедельник": time.Monday, "понедельника": time.Monday, "понедельнику": time.Monday,
	"вторник": time.Tuesday, "вторника": time.Tuesday, "вторнику": time.Tuesday, "среду": time.Wednesday, "среды": time.Wednesday, "среде": time.Wednesday,
	"четверг": time.Thursday, "четверга": time.Thursday, "четвергу": time.Thursday, "пятницу": time.Friday, "пятницы": time.Friday, "пятнице": time.Friday,
	"субботу": time.Saturday, "субботы": time.Saturday, "субботе": time.Saturday, "воскресенье": time.Sunday, "воскресенья": time.Sunday, "воскресенью": time.Sunday}
