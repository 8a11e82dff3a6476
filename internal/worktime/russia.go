package worktime

import "time"

// Why an own table and not github.com/rickar/cal/v2/ru: version 2.1.13 of it knows neither the holidays of 2–6 and
// 8 January nor the days off that the government moves each year, and it moves the January holidays, which art. 112
// does not. For 2026 it takes 5, 6, 8 and 9 January and 31 December for working days.

// russianHolidays are the public holidays of art. 112 of the Labour Code as in force since 2013.
var russianHolidays = []struct {
	month time.Month
	day   int
}{
	{time.January, 1}, {time.January, 2}, {time.January, 3}, {time.January, 4}, {time.January, 5},
	{time.January, 6}, {time.January, 7}, {time.January, 8},
	{time.February, 23}, {time.March, 8}, {time.May, 1}, {time.May, 9}, {time.June, 12}, {time.November, 4},
}

// Transfers of days off by the government: a day off is taken from a weekend and given to another day. Sources:
// decrees 1314 of 10.08.2023 (for 2024), 1335 of 04.10.2024 (for 2025), 1466 of 24.09.2025 (for 2026). Where a year
// is missing here, art. 112 alone is applied and the configuration's holidays and extra_working_days add the rest.
var russianTransfers = []struct{ from, to Date }{
	{Date{2024, time.January, 6}, Date{2024, time.May, 10}},
	{Date{2024, time.January, 7}, Date{2024, time.December, 31}},
	{Date{2024, time.April, 27}, Date{2024, time.April, 29}},
	{Date{2024, time.November, 2}, Date{2024, time.April, 30}},
	{Date{2024, time.December, 28}, Date{2024, time.December, 30}},
	{Date{2025, time.January, 4}, Date{2025, time.May, 2}},
	{Date{2025, time.February, 23}, Date{2025, time.May, 8}},
	{Date{2025, time.March, 8}, Date{2025, time.June, 13}},
	{Date{2025, time.November, 1}, Date{2025, time.November, 3}},
	{Date{2025, time.January, 5}, Date{2025, time.December, 31}},
	{Date{2026, time.January, 3}, Date{2026, time.January, 9}},
	{Date{2026, time.January, 4}, Date{2026, time.December, 31}},
}

// The years whose holidays are built in.
const firstHolidayYear, lastHolidayYear = 2013, 2100

// russianDaysOff are the public holidays and the days off moved because of them, for an office that works on the given
// days of the week. The hour by which the day before a holiday is shorter (art. 95) is not taken off: the norms of
// answering do not know it.
func russianDaysOff(works [7]bool) map[int64]bool {
	off := make(map[int64]bool)
	moved := make(map[int64]bool) // weekend days that a decree has moved elsewhere
	for _, t := range russianTransfers {
		if from := t.from.number(); !works[weekday(from)] {
			off[t.to.number()] = true
			moved[from] = true
		}
	}
	for year := firstHolidayYear; year <= lastHolidayYear; year++ {
		for _, h := range russianHolidays {
			off[Date{year, h.month, h.day}.number()] = true
		}
	}
	if works == [7]bool{} {
		return off
	}
	// Art. 112, part two: a day off that coincides with a holiday moves to the next working day after it, except in
	// the January holidays.
	for year := firstHolidayYear; year <= lastHolidayYear; year++ {
		for _, h := range russianHolidays {
			day := Date{year, h.month, h.day}.number()
			if h.month == time.January || works[weekday(day)] || moved[day] {
				continue
			}
			for day++; !works[weekday(day)] || off[day]; day++ {
			}
			off[day] = true
		}
	}
	return off
}

// russianWorkingWeekends are the weekend days that a decree has turned into working days.
func russianWorkingWeekends(works [7]bool) []Date {
	var days []Date
	for _, t := range russianTransfers {
		if !works[weekday(t.from.number())] && !t.from.holiday() {
			days = append(days, t.from)
		}
	}
	return days
}

func (d Date) holiday() bool {
	for _, h := range russianHolidays {
		if d.Month == h.month && d.Day == h.day {
			return true
		}
	}
	return false
}
