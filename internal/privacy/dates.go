package privacy

// bareDates are dates that only a cue tells from other numbers, and their last tokens.
var bareDates = []reading[spot]{
	{"14 08 1950", func(s spot) bool { return s.f.spacedDate(s.i) > 0 },
		func(s spot) int { return s.f.spacedDate(s.i) }},
	{"05.06 1951", func(s spot) bool {
		return s.f.at(s.i+1).sign == '.' && s.dayMonth(2) && yearAt(s, 3) && !s.f.at(s.i+3).line
	}, endAt(3)},
	{"5 6 51", func(s spot) bool { return s.dayMonth(1) && s.f.width(s.i+2) == 2 && s.oneLine(2) }, endAt(2)},
	{"др 05.06", func(s spot) bool {
		return s.f.tight(s.i+1, ".") && s.dayMonth(2) && s.oneLine(2) && !s.f.counted(s.i+2) && s.f.birthday(s.i)
	}, endAt(2)},
	{"14081950", func(s spot) bool {
		d := s.t.low
		return len(d) == 8 && dayMonth(d[:2], d[2:4]) && s.f.year(d[4:])
	}, endAt(0)},
}

// yearAt reports a year n tokens on.
func yearAt(s spot, n int) bool { return s.f.at(s.i+n).kind == number && s.f.year(s.f.at(s.i+n).low) }

// endAt is the token n tokens on.
func endAt(n int) func(spot) int { return func(s spot) int { return s.i + n } }

// dayMonth reports a day and a month n tokens on.
func (s spot) dayMonth(n int) bool {
	m := s.f.at(s.i + n)
	return m.kind == number && dayMonth(s.t.low, m.low)
}

// oneLine reports that the n tokens behind stand on the line.
func (s spot) oneLine(n int) bool {
	for k := s.i + 1; k <= s.i+n; k++ {
		if s.f.at(k).line {
			return false
		}
	}
	return true
}

// bareDate measures a date that only a cue tells from other numbers, «14 08 1950» and 14081950; -1 if none begins here.
func (f *finder) bareDate(i int) int {
	s := f.spot(i)
	for _, date := range bareDates {
		if date.fits(s) {
			return date.tokens(s)
		}
	}
	return -1
}

// shortMonths are months as they are shortened.
var shortMonths = listOf("янв фев февр мар апр июн июл авг сен сент окт ноя нояб дек")

// dates are the ways in which a date is written; each gives its last token.
var dates = []reading[spot]{
	{"1961-03-12", func(s spot) bool {
		f, sign := s.f, s.f.at(s.i+1)
		return len(s.t.low) == 4 && sign.signed("-.") && !sign.space && f.width(s.i+2) > 0 &&
			f.at(s.i+3).sign == sign.sign &&
			f.width(s.i+4) > 0 && dayMonth(f.at(s.i+4).low, f.at(s.i+2).low)
	}, endAt(4)},
	{"42", func(s spot) bool { return len(s.t.low) > 2 || atoi(s.t.low) < 1 || atoi(s.t.low) > 31 }, just[spot](0)},
	{"17 дек. 1962", func(s spot) bool { return s.shortYear() > 0 }, spot.shortYear},
	{"5 мая 1948", func(s spot) bool { return s.f.is(s.i+1, month) && !s.f.at(s.i+1).line }, spot.monthYear},
	{"12 III 1961", func(s spot) bool {
		m := s.f.at(s.i + 1)
		return m.kind == word && m.space && m.upper && s.roman(1) && s.f.width(s.i+2) == 4
	}, endAt(2)},
	{"5/VI-51", func(s spot) bool {
		m := s.f.at(s.i + 2)
		return s.separated() && m.kind == word && m.upper == (m.letters > 1) && s.roman(2) && !s.f.at(s.i+4).space &&
			s.yearWidth(4)
	}, endAt(4)},
	{"12.03.1961", func(s spot) bool { return s.separated() && s.dayMonth(2) && s.yearWidth(4) && !s.f.at(s.i+4).line },
		endAt(4)},
}

// date measures 12.03.1961, 1/2/2015, «5 мая 1948»; it returns the last token, 0 if no date begins here.
func (f *finder) date(i int) int { return read(dates, f.spot(i)) }

// shortYear is the token of the year behind a shortened month, 0 if there is none.
func (s spot) shortYear() int {
	f, year := s.f, s.i+2
	if m := f.at(s.i + 1); m.kind != word || m.line || !shortMonths.has(m.low) || f.ends(s.i+3) {
		return 0
	}
	if f.at(year).sign == '.' {
		year++
	}
	if f.width(year) != 4 || f.at(year).line {
		return 0
	}
	return year
}

// monthYear is the last token of a date with its month in words, with a year or without.
func (s spot) monthYear() int { return s.i + read(monthYears, s) }

// monthYears are the ways in which a year stands behind a month.
var monthYears = []reading[spot]{
	{"17 дек. 1962",
		func(s spot) bool { return s.at(2).sign == '.' && s.width(3) == 4 && !s.at(3).line }, just[spot](3)},
	{"5 мая 1948", func(s spot) bool { return s.width(2) == 4 && !s.at(2).line }, just[spot](2)},
	{"5 мая 60 года", func(s spot) bool {
		return s.width(2) == 2 && !s.at(2).line && (s.at(3).low == "г" || yearHeads.begin(s.at(3).low))
	}, just[spot](2)},
	{"5 июня 51-го",
		func(s spot) bool { return s.width(2) == 2 && s.at(3).sign == '-' && s.says(4, ofYear) }, just[spot](4)},
	{"5 мая", always[spot], just[spot](1)},
}

// roman reports a Roman number n tokens on.
func (s spot) roman(n int) bool {
	t := s.f.at(s.i + n)
	return roman(s.f.text[t.start:t.end])
}

// separated reports the signs of a date behind the day and behind the month.
func (s spot) separated() bool { return separates(s.f.at(s.i+1)) && separates(s.f.at(s.i+3)) }

// yearWidth reports a year of two or four digits n tokens on.
func (s spot) yearWidth(n int) bool {
	w := s.f.width(s.i + n)
	return w == 2 || w == 4
}

func separates(t *token) bool { return !t.line && t.among("./-,|") }

// dayMonth reports that two groups read as a day and a month.
func dayMonth(day, month string) bool {
	return len(day) <= 2 && len(month) <= 2 && atoi(day) >= 1 && atoi(day) <= 31 && atoi(month) >= 1 &&
		atoi(month) <= 12
}

func atoi(s string) int {
	n := 0
	for i := range len(s) {
		n = n*10 + int(s[i]-'0')
	}
	return n
}
