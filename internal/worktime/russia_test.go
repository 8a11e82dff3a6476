package worktime

import (
	"testing"
	"time"
)

// The days off that fall on Monday to Friday, and the worked weekend days, as the production calendars print them. For
// 2027 only art. 112 is applied.
var productionCalendars = []struct {
	year    int
	off     []string
	worked  []string
	workday int
}{
	{2024, []string{"01-01", "01-02", "01-03", "01-04", "01-05", "01-08", "02-23", "03-08", "04-29", "04-30", "05-01",
		"05-09", "05-10", "06-12", "11-04", "12-30", "12-31"}, []string{"04-27", "11-02", "12-28"}, 248},
	{2025, []string{"01-01", "01-02", "01-03", "01-06", "01-07", "01-08", "05-01", "05-02", "05-08", "05-09", "06-12",
		"06-13", "11-03", "11-04", "12-31"}, []string{"11-01"}, 247},
	{2026, []string{"01-01", "01-02", "01-05", "01-06", "01-07", "01-08", "01-09", "02-23", "03-09", "05-01", "05-11",
		"06-12", "11-04", "12-31"}, nil, 247},
	{2027, []string{"01-01", "01-04", "01-05", "01-06", "01-07", "01-08", "02-23", "03-08", "05-03", "05-10", "06-14",
		"11-04"}, nil, 249},
}

func TestProductionCalendars(t *testing.T) {
	c := moscow(t)
	for _, want := range productionCalendars {
		special := map[string]bool{}
		for _, d := range want.off {
			special[d] = true
		}
		for _, d := range want.worked {
			special[d] = true
		}
		count := 0
		for day := time.Date(want.year, 1, 1, 0, 0, 0, 0,
			time.UTC); day.Year() == want.year; day = day.AddDate(0, 0, 1) {
			plain := day.Weekday() != time.Saturday && day.Weekday() != time.Sunday
			works := c.Working(dateOf(day))
			if works {
				count++
			}
			if expected := plain != special[day.Format("01-02")]; works != expected {
				t.Errorf("%s %s: working %t", day.Format(time.DateOnly), day.Weekday(), works)
			}
		}
		if count != want.workday {
			t.Errorf("%d has %d working days, want %d", want.year, count, want.workday)
		}
	}
}

// A decree moves days off; an office that works on that weekday has none to move.
func TestSixDayWeek(t *testing.T) {
	c := office(t, "Europe/Moscow", []string{"09:00-18:00"}, append([]string{"sat"}, week...))
	for date, want := range map[Date]bool{
		{2025, time.November, 1}: true,  // a Saturday as any other
		{2025, time.November, 3}: true,  // no Saturday off was moved here
		{2026, time.May, 11}:     true,  // 9 May was a working Saturday: nothing moves
		{2026, time.March, 9}:    false, // 8 March was a Sunday
	} {
		if c.Working(date) != want {
			t.Errorf("%s is a working day: %t", date, !want)
		}
	}
}
