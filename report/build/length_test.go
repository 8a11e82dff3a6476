package build

import (
	"testing"
	"time"
	_ "time/tzdata"
)

// In Santiago the clocks skip midnight: the day begins at one.
func TestDayWithoutMidnight(t *testing.T) {
	santiago, err := time.LoadLocation("America/Santiago")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2025, time.September, 7, 15, 0, 0, 0, santiago)
	if start := startOfDay(at); start.Format(time.DateTime) != "2025-09-07 01:00:00" {
		t.Errorf("the day begins at %s", start)
	}
}

func TestLengths(t *testing.T) {
	at := time.Date(2026, time.March, 31, 8, 0, 0, 0, time.FixedZone("", 3*3600))
	for length, want := range map[Length]string{"": "2026-03-30", OneDay: "2026-03-30", OneWeek: "2026-03-24",
		OneMonth: "2026-02-28"} {
		if got := length.Begin(at).Format(time.DateOnly); got != want {
			t.Errorf("%q begins %s, want %s", length, got, want)
		}
	}
	p := Period{OneMonth.Begin(at), at}
	if past := p.previous(OneMonth); past.From.Format(time.DateOnly) != "2026-01-28" || !past.To.Equal(p.From) {
		t.Errorf("the month before: %v", past)
	}
	p = Period{OneWeek.Begin(at), at}
	if past := p.previous(OneWeek); past.From.Format(time.DateOnly) != "2026-03-17" || !past.To.Equal(p.From) {
		t.Errorf("the week before: %v", past)
	}
	for _, l := range []Length{OneDay, OneWeek, OneMonth} {
		from := l.Begin(at)
		since := Since(from, at)
		past := Period{from, at}.previous(l)
		days := startOfDay(at.AddDate(0, 0, 1-drawnDays))
		if since.After(past.From) || since.After(days) || l != OneMonth &&
			since.After(Period{from, at}.before(7*usualWeeks).From) {
			t.Errorf("%s: %s is not far enough back", l, since)
		}
	}
}
