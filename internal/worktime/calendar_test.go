package worktime

import (
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"pgregory.net/rapid"
)

var week = []string{"mon", "tue", "wed", "thu", "fri"}

func office(t testing.TB, zone string, hours, days []string) *Calendar {
	t.Helper()
	location, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	c, err := Parse(location, hours, days, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func moscow(t testing.TB) *Calendar {
	return office(t, "Europe/Moscow", []string{"14:00-18:00", "09:00-13:00"}, week)
}

func at(t testing.TB, c *Calendar, text string) time.Time {
	t.Helper()
	v, err := time.ParseInLocation("2006-01-02 15:04", text, c.Location())
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestAdd(t *testing.T) {
	c := moscow(t)
	for _, tt := range []struct {
		name, start, want string
		d                 time.Duration
	}{
		{"ends with the day", "2026-11-16 09:00", "2026-11-16 18:00", 8 * time.Hour},
		{"over lunch", "2026-11-16 12:30", "2026-11-16 14:30", time.Hour},
		{"ends before lunch, not after", "2026-11-16 12:00", "2026-11-16 13:00", time.Hour},
		{"over a weekend", "2026-11-20 17:00", "2026-11-23 18:00", 9 * time.Hour},
		{"from Sunday", "2026-11-22 03:00", "2026-11-23 10:00", time.Hour},
		{"over a holiday", "2026-11-03 17:00", "2026-11-05 10:00", 2 * time.Hour},
		{"over the New Year", "2025-12-30 17:00", "2026-01-12 10:00", 2 * time.Hour},
		{"over a moved day off", "2026-03-06 17:00", "2026-03-10 10:00", 2 * time.Hour},
		{"a worked Saturday", "2025-10-31 17:00", "2025-11-01 10:00", 2 * time.Hour},
		{"nothing", "2026-11-22 03:00", "2026-11-22 03:00", 0},
		{"less than nothing", "2026-11-22 03:00", "2026-11-22 03:00", -time.Hour},
	} {
		if got := c.Add(at(t, c, tt.start), tt.d); !got.Equal(at(t, c, tt.want)) {
			t.Errorf("%s: %s + %s = %s, want %s", tt.name, tt.start, tt.d, got, tt.want)
		}
	}
}

func TestAddDays(t *testing.T) {
	c := moscow(t)
	for _, tt := range []struct {
		start, want string
		n           int
	}{
		{"2026-11-16 10:00", "2026-11-17 18:00", 1},
		{"2026-11-16 10:00", "2026-11-25 18:00", 7},
		{"2026-11-20 23:59", "2026-11-23 18:00", 1},
		{"2026-11-21 10:00", "2026-11-23 18:00", 1},
		{"2025-12-30 10:00", "2026-01-12 18:00", 1},
		{"2026-11-16 10:00", "2026-11-16 10:00", 0},
	} {
		if got := c.AddDays(at(t, c, tt.start), tt.n); !got.Equal(at(t, c, tt.want)) {
			t.Errorf("%s + %d working days = %s, want %s", tt.start, tt.n, got, tt.want)
		}
	}
}

// Where clocks change, the hours that were really lived count.
func TestChangeOfClocks(t *testing.T) {
	c := office(t, "Europe/Berlin", []string{"00:00-24:00"}, append([]string{"sat", "sun"}, week...))
	day := func(date string) time.Duration {
		from := at(t, c, date+" 00:00")
		return c.Between(from, from.AddDate(0, 0, 1))
	}
	if got := day("2026-03-29"); got != 23*time.Hour {
		t.Errorf("the day on which clocks go forward has %s", got)
	}
	if got := day("2026-10-25"); got != 25*time.Hour {
		t.Errorf("the day on which clocks go back has %s", got)
	}
	night := office(t, "Europe/Berlin", []string{"02:00-03:00"}, []string{"sun"})
	from := at(t, night, "2026-03-28 12:00")
	if got := night.Between(from, from.AddDate(0, 0, 2)); got != 0 {
		t.Errorf("the hour that does not exist was worked for %s", got)
	}
	from = at(t, night, "2026-10-24 12:00")
	if got := night.Between(from, from.AddDate(0, 0, 2)); got != 2*time.Hour {
		t.Errorf("the hour that exists twice was worked for %s", got)
	}
	// Samoa had no 30 December 2011, a Friday.
	apia := office(t, "Pacific/Apia", []string{"09:00-18:00"}, week)
	from = at(t, apia, "2011-12-29 00:00")
	if got := apia.Between(from, at(t, apia, "2011-12-31 00:00")); got != 9*time.Hour {
		t.Errorf("a Thursday without the Friday after it has %s of work", got)
	}
}

func TestFaults(t *testing.T) {
	hours := []string{"09:00-18:00"}
	for _, tt := range []struct {
		name                   string
		hours, days, off, more []string
		want                   string
	}{
		{"no hours", nil, week, nil, nil, "no working hours"},
		{"no days", hours, nil, nil, []string{"2026-11-21"}, "no working days"},
		{"reversed", []string{"18:00-09:00"}, week, nil, nil, "end before they begin"},
		{"empty", []string{"09:00-09:00"}, week, nil, nil, "end before they begin"},
		{"overlap", []string{"09:00-13:00", "12:00-18:00"}, week, nil, nil, "overlap"},
		{"not hours", []string{"9-18"}, week, nil, nil, `"9-18" is not a period`},
		{"too late", []string{"09:00-24:01"}, week, nil, nil, "is not a period"},
		{"day", hours, []string{"monday"}, nil, nil, `"monday" is not a day`},
		{"holiday", hours, week, []string{"2026-02-30"}, nil, `holidays: "2026-02-30" is not a date`},
		{"extra", hours, week, nil, []string{"21.11.2026"}, "extra_working_days"},
	} {
		_, err := Parse(time.UTC, tt.hours, tt.days, tt.off, tt.more)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want an error with %q", tt.name, err, tt.want)
		}
	}
	_, err := Parse(time.UTC, []string{"x"}, []string{"y"}, []string{"z"}, nil)
	if err == nil || strings.Count(err.Error(), "\n") != 2 {
		t.Errorf("not every fault is named: %v", err)
	}
	if _, err := ParseClock("lunar"); err == nil {
		t.Error("a clock that is none was accepted")
	}
	if (Norm{}).Check() == nil {
		t.Error("an empty norm was accepted")
	}
}

func TestConfiguredDaysWin(t *testing.T) {
	c, err := Parse(time.UTC, []string{"09:00-18:00"}, week, []string{"2026-11-20", "2025-11-01"},
		[]string{"2026-11-21", "2026-01-09", "2026-01-01"})
	if err != nil {
		t.Fatal(err)
	}
	for date, want := range map[Date]bool{
		{2026, time.November, 20}: false, {2026, time.November, 21}: true, {2026, time.November, 22}: false,
		{2026, time.January, 9}: true, {2026, time.January, 1}: true, {2025, time.November, 1}: false,
	} {
		if c.Working(date) != want {
			t.Errorf("%s is a working day: %t", date, !want)
		}
	}
}

func TestNorm(t *testing.T) {
	c := moscow(t)
	received, now := at(t, c, "2026-11-20 17:00"), at(t, c, "2026-11-23 10:00")
	n := Norm{AnswerWithin: 8 * time.Hour, Clock: ClockWorking, Calendar: c, InterimDays: 7}
	if err := n.Check(); err != nil {
		t.Fatal(err)
	}
	if got := n.Due(received); !got.Equal(at(t, c, "2026-11-23 17:00")) {
		t.Errorf("due by working hours: %s", got)
	}
	if got := n.Age(received, now); got != 2*time.Hour {
		t.Errorf("age in working hours: %s", got)
	}
	if got := n.DueAfterInterim(received); !got.Equal(at(t, c, "2026-12-01 18:00")) {
		t.Errorf("due after an interim reply: %s", got)
	}
	n.Clock = ClockCalendar
	if got := n.Due(received); !got.Equal(at(t, c, "2026-11-21 01:00")) {
		t.Errorf("due by all hours: %s", got)
	}
	if got := n.Age(received, now); got != 65*time.Hour {
		t.Errorf("age in all hours: %s", got)
	}
	if got := n.Age(now, received); got != 0 {
		t.Errorf("age of what lies ahead: %s", got)
	}
}

var zones = []string{"UTC", "Europe/Moscow", "Asia/Kamchatka", "Europe/Berlin", "America/St_Johns",
	"Australia/Lord_Howe",
	"Pacific/Apia", "Africa/Cairo", "America/Havana", "Asia/Kathmandu"}

var schedules = [][]string{{"09:00-13:00", "14:00-18:00"}, {"00:00-24:00"}, {"01:30-02:45"},
	{"00:00-00:30", "23:30-24:00"}}

func TestArithmetic(t *testing.T) {
	var calendars []*Calendar
	for _, zone := range zones {
		for _, hours := range schedules {
			calendars = append(calendars, office(t, zone, hours, week), office(t, zone, hours, []string{"sun"}))
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		c := rapid.SampledFrom(calendars).Draw(t, "calendar")
		moment := rapid.Int64Range(1_200_000_000_000, 2_000_000_000_000)
		start := time.UnixMilli(moment.Draw(t, "start"))
		d := time.Duration(rapid.Int64Range(0, int64(60*time.Hour)).Draw(t, "d"))
		more := time.Duration(rapid.Int64Range(0, int64(30*time.Hour)).Draw(t, "more"))
		end := c.Add(start, d)
		if got := c.Between(start, end); got != d {
			t.Fatalf("Between(%s, Add(…, %s) = %s) = %s", start, d, end, got)
		}
		if d > 0 && c.Between(start, end.Add(-1)) != d-1 {
			t.Fatalf("Add(%s, %s) = %s is not the earliest moment", start, d, end)
		}
		if later := c.Add(start, d+more); later.Before(end) {
			t.Fatalf("more work ends earlier: %s before %s", later, end)
		}
		if again := c.Add(end, more); more > 0 && d > 0 && !again.Equal(c.Add(start, d+more)) {
			t.Fatalf("adding in two steps gives %s, in one %s", again, c.Add(start, d+more))
		}
		middle := time.UnixMilli(moment.Draw(t, "middle"))
		if middle.After(start) {
			n := rapid.IntRange(0, 40).Draw(t, "days")
			if c.AddDays(middle, n).Before(c.AddDays(start, n)) {
				t.Fatal("days from a later moment end earlier")
			}
			far := middle.Add(more)
			if got, want := c.Between(start, middle)+c.Between(middle, far), c.Between(start, far); got != want {
				t.Fatalf("the parts sum up to %s, the whole is %s", got, want)
			}
		}
	})
}

func TestBounds(t *testing.T) {
	c := moscow(t)
	now := at(t, c, "2026-11-22 08:00")
	if got := c.Between(time.Time{}, now); got <= 0 {
		t.Errorf("two thousand years hold %s of work", got)
	}
	if got := c.Add(now, 1<<63-1); got.Before(now.AddDate(399, 0, 0)) {
		t.Errorf("an endless term ends at %s", got)
	}
	if got := c.Between(now, now.Add(-time.Hour)); got != 0 {
		t.Errorf("work done backwards: %s", got)
	}
}

func BenchmarkBetweenMonth(b *testing.B) {
	c := moscow(b)
	from := at(b, c, "2026-10-20 10:00")
	to := from.AddDate(0, 1, 0)
	for b.Loop() {
		c.Between(from, to)
	}
}
