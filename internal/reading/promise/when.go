package promise

import (
	"strconv"
	"strings"
	"time"
)

// span is where a time may begin in a sentence: the words from there on, and how many of them lead to it: «до», «не
// позднее».
type span struct {
	words []word
	led   int
	today time.Time
}

// word is the i-th word behind those that lead; empty where the sentence has ended.
func (s span) word(i int) string {
	if i += s.led; i < len(s.words) {
		return s.words[i].low
	}
	return ""
}

// leads reports whether the span begins with one of some words.
func (s span) leads(any ...string) bool {
	for _, low := range any {
		if s.words[0].low == low {
			return true
		}
	}
	return false
}

// timeRule reads one way of naming a time; words is how many name it behind those that lead, 0 = it is not named so.
type timeRule struct {
	name string
	read func(s span) (due time.Time, words int)
}

// timeRules in their order: the first that reads a time is right.
var timeRules = []timeRule{
	{"20.05.2026", span.numeric},
	{"20 мая 2026", span.dayOfMonth},
	{"в три дня", span.inDays},
	{"в течение недели", span.within},
	{"в первом квартале", span.quarter},
	{"в 2027 году", span.year},
	{"к Новому году", span.newYear},
	{"через неделю", span.later},
	{"до конца месяца", span.end},
	{"до пятницы", span.weekday},
	{"в мае", span.month},
	{"на следующей неделе", span.next},
	{"весной", span.season},
	{"завтра", span.near},
}

// when reads a time at the beginning of words: its last day, and how many words name it; 0 where none begins here.
func when(words []word, today time.Time) (due time.Time, n int) {
	s := span{words: words, today: today}
	switch {
	case s.leads("не") && len(words) > 1 && words[1].low == "позднее":
		s.led = 2
	case s.leads("до", "к", "ко", "в", "во", "на", "не", "позднее", "с"):
		s.led = 1
	}
	for _, rule := range timeRules {
		if due, n := rule.read(s); n > 0 {
			return due, s.led + n
		}
	}
	return time.Time{}, 0
}

// numeric reads 20.05 and 20.05.2026.
func (s span) numeric() (due time.Time, words int) {
	dayPart, rest, dotted := strings.Cut(s.word(0), ".")
	if !dotted {
		return due, 0
	}
	monthPart, yearPart, whole := strings.Cut(rest, ".")
	d, m := dayNumber(dayPart), 0
	if len(monthPart) == len("05") {
		m = between(monthPart, 1, 12)
	}
	if d == 0 || m == 0 {
		return due, 0
	}
	if !whole {
		return coming(time.Month(m), d, s.today), 1
	}
	y, ok := yearOf(yearPart)
	if short, err := strconv.Atoi(yearPart); !ok && err == nil && len(yearPart) == len("26") {
		y, ok = 2000+short, true
	}
	if !ok {
		return due, 0
	}
	return s.dated(y, time.Month(m), d), 1
}

func (s span) dayOfMonth() (due time.Time, words int) {
	d := dayNumber(s.word(0))
	if d == 0 {
		return due, 0
	}
	m := month(s.word(1))
	if m == 0 {
		return due, 0
	}
	if year, ok := yearOf(s.word(2)); ok {
		return s.dated(year, m, d), 3
	}
	return coming(m, d, s.today), 2
}

func (s span) inDays() (due time.Time, words int) {
	k := number(s.word(0))
	if k == 0 || !s.leads("в") {
		return due, 0
	}
	switch unit := s.word(1); unit {
	case "дней", "дня", "день", "недель", "недели":
		return after(s.today, k, unit), 2
	}
	return due, 0
}

// within reads «в течение недели», «в течение трёх дней», «в течение 10 рабочих дней».
func (s span) within() (due time.Time, words int) {
	if s.word(0) != "течение" {
		return due, 0
	}
	k, at := number(s.word(1)), 2
	if k == 0 {
		k, at = 1, 1
	}
	if strings.HasPrefix(s.word(at), "рабоч") && strings.HasPrefix(s.word(at+1), "дн") {
		return workdays(s.today, k), at + 2
	}
	if nextOrThis.Begin(s.word(at)) {
		at++
	}
	if due = after(s.today, k, s.word(at)); due.IsZero() {
		return due, 0
	}
	return due, at + 1
}

func (s span) quarter() (due time.Time, words int) {
	q := quarters[strings.TrimSuffix(s.word(0), "-м")]
	if q == 0 || !strings.HasPrefix(s.word(1), "квартал") {
		return due, 0
	}
	due, named := s.monthEnd(time.Month(3*q), s.word(2))
	return due, 2 + named
}

func (s span) year() (due time.Time, words int) {
	year, ok := yearOf(s.word(0))
	if !ok || !s.leads("в") || !strings.HasPrefix(s.word(1), "год") {
		return due, 0
	}
	return s.dated(year, time.December, 31), 2
}

func (s span) newYear() (due time.Time, words int) {
	if !s.leads("к") || s.word(0) != "новому" || s.word(1) != "году" {
		return due, 0
	}
	return s.dated(s.today.Year(), time.December, 31), 2
}

func (s span) later() (due time.Time, words int) {
	if !s.leads("через") {
		return due, 0
	}
	k, unit := number(s.word(1)), 2
	if k == 0 {
		k, unit = 1, 1
	}
	if due = after(s.today, k, s.word(unit)); due.IsZero() {
		return due, 0
	}
	return due, unit + 1
}

func (s span) end() (due time.Time, words int) {
	switch s.word(0) {
	case "конца", "концу", "конце":
		return s.endOf(s.word(1), s.word(2))
	}
	return due, 0
}

func (s span) weekday() (due time.Time, words int) {
	weekday, ok := weekdays[s.word(0)]
	if !ok || s.led == 0 {
		return due, 0
	}
	days := (weekday - int(s.today.Weekday()) + 7) % 7
	if days == 0 {
		days = 7
	}
	return s.today.AddDate(0, 0, days), 1
}

func (s span) month() (due time.Time, words int) {
	m := month(s.word(0))
	if m == 0 || !s.leads("в", "до", "к") {
		return due, 0
	}
	due, named := s.monthEnd(m, s.word(1))
	if named == 0 && !s.leads("в") {
		due = coming(m, 1, s.today) // «до мая» ends where May begins
	}
	return due, 1 + named
}

func (s span) next() (due time.Time, words int) {
	which := s.word(0)
	if s.led == 0 || !nextOrThis.Begin(which) && !strings.HasPrefix(which, "ближайш") {
		return due, 0
	}
	s.today = shifted(which, s.word(1), s.today)
	return s.endOf(s.word(1), "")
}

func (s span) season() (due time.Time, words int) {
	last := seasons[s.word(0)]
	if last == 0 || s.led > 0 {
		return due, 0
	}
	due, named := s.monthEnd(time.Month(last), s.word(1))
	return due, 1 + named
}

func (s span) near() (due time.Time, words int) {
	for days, low := range [...]string{"сегодня", "завтра", "послезавтра"} {
		if s.leads(low) {
			return s.today.AddDate(0, 0, days), 1
		}
	}
	return due, 0
}

// endOf is the last day of a week, month, quarter or year, or of a named month, behind the one word that says which.
func (s span) endOf(unit, year string) (due time.Time, words int) {
	switch {
	case strings.HasPrefix(unit, "недел"):
		return s.today.AddDate(0, 0, (7-int(s.today.Weekday()))%7), 2
	case strings.HasPrefix(unit, "месяц"):
		return endOfMonth(s.today), 2
	case strings.HasPrefix(unit, "квартал"):
		q := (int(s.today.Month()) - 1) / 3
		return endOfMonth(s.dated(s.today.Year(), time.Month(3*q+3), 1)), 2
	case strings.HasPrefix(unit, "год"):
		return s.dated(s.today.Year(), time.December, 31), 2
	case strings.HasPrefix(unit, "дн"):
		return s.today, 2
	}
	m := month(unit)
	if m == 0 {
		return due, 0
	}
	if y, ok := yearOf(year); ok {
		return endOfMonth(s.dated(y, m, 1)), 2
	}
	return endOfMonth(coming(m, 1, s.today.AddDate(0, 0, -31))), 2
}

// monthEnd is the end of a month, of the year where the word behind it names one, which is a word more.
func (s span) monthEnd(m time.Month, year string) (due time.Time, named int) {
	if y, ok := yearOf(year); ok {
		return endOfMonth(s.dated(y, m, 1)), 1
	}
	return endOfMonth(coming(m, 1, s.today.AddDate(0, -1, 1))), 0
}

func (s span) dated(year int, m time.Month, d int) time.Time {
	return dated(year, m, d, s.today.Location())
}
