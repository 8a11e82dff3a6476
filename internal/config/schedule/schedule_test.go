package schedule_test

import (
	"testing"
	"time"

	"otklik/internal/config/schedule"
)

func moscow(t *testing.T) *time.Location {
	t.Helper()
	l, err := time.LoadLocation("Europe/Moscow")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestParseRefuses(t *testing.T) {
	for _, bad := range []string{"", "  ", "CRON_TZ=Europe/Moscow", "TZ=UTC 0 8 * * *", "0 0 31 2 *", "0 8 * *",
		"0 8 * * 8", "61 * * * *", "x"} {
		if s, err := schedule.Parse(bad, time.UTC); err == nil {
			t.Errorf("%q was taken for %v", bad, s)
		}
	}
}

func TestNextAndPrevious(t *testing.T) {
	m := moscow(t)
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 11, day, hour, minute, 0, 0, m) }
	cases := []struct {
		expression     string
		now            time.Time
		previous, next time.Time
	}{
		{"0 8 * * *", at(22, 7, 59), at(21, 8, 0), at(22, 8, 0)},
		{"0 8 * * *", at(22, 8, 0), at(22, 8, 0), at(23, 8, 0)},
		{"0 8 * * *", at(22, 8, 1).UTC(), at(22, 8, 0), at(23, 8, 0)},
		{"*/5 * * * *", at(22, 8, 3), at(22, 8, 0), at(22, 8, 5)},
		{"0 8 * * 1", at(22, 12, 0), at(16, 8, 0), at(23, 8, 0)},
		{"0 8 * * 7", at(22, 12, 0), at(22, 8, 0), at(29, 8, 0)},
		{"0 8 * * 5-7", at(22, 12, 0), at(22, 8, 0), at(27, 8, 0)},
		{"0 8 1 * *", at(22, 12, 0), at(1, 8, 0), time.Date(2026, 12, 1, 8, 0, 0, 0, m)},
		{"@every 15m", at(22, 12, 7), at(22, 12, 0), at(22, 12, 15)},
	}
	for _, c := range cases {
		s, err := schedule.Parse(c.expression, m)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.Previous(c.now); !got.Equal(c.previous) {
			t.Errorf("%s before %v: %v, want %v", c.expression, c.now, got, c.previous)
		}
		if got := s.Next(c.now); !got.Equal(c.next) {
			t.Errorf("%s after %v: %v, want %v", c.expression, c.now, got, c.next)
		}
	}
}

func TestFreshMeansAtMostTwoPeriods(t *testing.T) {
	s, err := schedule.Parse("*/5 * * * *", time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	read := time.Date(2026, 11, 22, 8, 0, 20, 0, time.UTC)
	for minutes, want := range map[int]bool{0: true, 5: true, 9: true, 10: false, 60: false} {
		if got := s.Fresh(read, read.Add(time.Duration(minutes)*time.Minute)); got != want {
			t.Errorf("%d minutes later: fresh %v, want %v", minutes, got, want)
		}
	}
	// Two periods are two periods, also where two firings lie in between.
	late := time.Date(2026, 11, 22, 8, 3, 20, 0, time.UTC)
	for after, want := range map[time.Duration]bool{7 * time.Minute: true, 10*time.Minute - time.Second: true,
		10 * time.Minute: false} {
		if got := s.Fresh(late, late.Add(after)); got != want {
			t.Errorf("%v later: fresh %v, want %v", after, got, want)
		}
	}
	// A night without firings does not make the evening's reading stale.
	day, err := schedule.Parse("0 9-18 * * *", time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	evening := time.Date(2026, 11, 22, 18, 0, 40, 0, time.UTC)
	for hours, want := range map[int]bool{14: true, 15: true, 17: false} {
		if got := day.Fresh(evening, evening.Add(time.Duration(hours)*time.Hour)); got != want {
			t.Errorf("%d hours after the evening: fresh %v, want %v", hours, got, want)
		}
	}
	if s.Fresh(time.Time{}, read) {
		t.Error("what was never read is fresh")
	}
}
