package app

import (
	"errors"
	"otklik/internal/config/schedule"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"pgregory.net/rapid"
)

func location(t interface{ Fatal(...any) }, name string) *time.Location {
	l, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// What --at means, at eight in the morning of a schedule and in zones whose clocks change.
func TestMoments(t *testing.T) {
	t.Parallel()
	const daily, weekly, hourly = "0 8 * * *", "0 8 * * 1", "0 9-18 * * *"
	for _, c := range []struct{ zone, schedule, now, at, want string }{
		{"Europe/Moscow", daily, "2026-11-30T12:00:00+03:00", "2026-11-22T08:00:00+05:00", "2026-11-22T06:00:00+03:00"},
		{"Europe/Moscow", daily, "2026-11-30T12:00:00+03:00", "2026-11-22 08:30", "2026-11-22T08:30:00+03:00"},
		{"Europe/Moscow", daily, "2026-11-30T12:00:00+03:00", "2026-11-22T08:30:15", "2026-11-22T08:30:15+03:00"},
		{"Europe/Moscow", daily, "2026-11-30T12:00:00+03:00", "Вчера 8:05", "2026-11-29T08:05:00+03:00"},
		// it is the 30th there
		{"Asia/Kamchatka", daily, "2026-11-29T20:30:00Z", "yesterday 08:05", "2026-11-29T08:05:00+12:00"},
		// a time of day: the last one
		{"Europe/Moscow", daily, "2026-11-30T12:00:00+03:00", "08:00", "2026-11-30T08:00:00+03:00"},
		{"Europe/Moscow", daily, "2026-11-30T07:59:59+03:00", "08:00", "2026-11-29T08:00:00+03:00"},
		{"Europe/Moscow", daily, "2026-11-30T08:00:00+03:00", " 08:00 ", "2026-11-30T08:00:00+03:00"},
		{"Asia/Vladivostok", daily, "2026-11-29T22:00:00Z", "08:00", "2026-11-30T08:00:00+10:00"},
		{"Europe/Berlin", daily, "2027-03-28T12:00:00+02:00", "02:30", "2027-03-28T03:00:00+02:00"}, // skipped
		{"Europe/Berlin", daily, "2027-10-31T12:00:00+01:00", "02:30", "2027-10-31T02:30:00+02:00"}, // the first of two
		{"Europe/Berlin", daily, "2027-10-31T02:40:00+02:00", "02:30", "2027-10-31T02:30:00+02:00"},
		// a date: the last scheduled moment, else the end
		{"Europe/Moscow", daily, "2026-11-30T12:00:00+03:00", "2026-11-29", "2026-11-29T08:00:00+03:00"},
		{"Europe/Moscow", daily, "2026-11-30T12:00:00+03:00", "вчера", "2026-11-29T08:00:00+03:00"},
		{"Europe/Moscow", hourly, "2026-11-30T12:00:00+03:00", "yesterday", "2026-11-29T18:00:00+03:00"},
		{"Europe/Moscow", weekly, "2026-11-30T12:00:00+03:00", "YESTERDAY", "2026-11-29T23:59:59+03:00"},
		{"Europe/Moscow", weekly, "2026-12-01T12:00:00+03:00", "yesterday", "2026-11-30T08:00:00+03:00"},
		{"Europe/Moscow", "", "2026-11-30T12:00:00+03:00", "2026-11-29", "2026-11-29T23:59:59+03:00"},
		// it is still the 29th there
		{"America/New_York", daily, "2026-11-30T02:00:00Z", "yesterday", "2026-11-28T08:00:00-05:00"},
		// today: what has come of it
		{"Europe/Moscow", daily, "2026-11-30T12:00:00+03:00", "2026-11-30", "2026-11-30T08:00:00+03:00"},
		{"Europe/Moscow", hourly, "2026-11-30T12:30:00+03:00", "сегодня", "2026-11-30T12:00:00+03:00"},
		{"Europe/Moscow", daily, "2026-11-30T07:30:00+03:00", "today", "2026-11-30T07:30:00+03:00"},
		{"Europe/Moscow", "", "2026-11-30T07:30:00+03:00", "today", "2026-11-30T07:30:00+03:00"},
		// days on which clocks change
		{"Europe/Berlin", daily, "2027-03-30T12:00:00+02:00", "2027-03-28", "2027-03-28T08:00:00+02:00"},
		{"Europe/Berlin", "", "2027-03-30T12:00:00+02:00", "2027-03-28", "2027-03-28T23:59:59+02:00"},
		{"Europe/Berlin", "30 2 * * *", "2027-11-02T12:00:00+01:00", "2027-10-31", "2027-10-31T02:30:00+02:00"},
		{"Africa/Cairo", "", "2027-05-02T12:00:00+03:00", "2027-04-29", "2027-04-29T23:59:59+02:00"},
		// has no midnight
		{"Africa/Cairo", "0 0 * * *", "2027-05-02T12:00:00+03:00", "2027-04-30", "2027-04-30T01:00:00+03:00"},
		// has an hour twice
		{"Africa/Cairo", "", "2027-11-02T12:00:00+02:00", "2027-10-28", "2027-10-28T23:59:59+02:00"},
		// midnight comes twice behind it
		{"America/Havana", "", "2026-11-05T12:00:00-05:00", "2026-10-31", "2026-10-31T23:59:59-04:00"},
	} {
		zone := location(t, c.zone)
		now, err := time.Parse(time.RFC3339, c.now)
		if err != nil {
			t.Fatal(err)
		}
		var scheduled func(time.Time) time.Time
		if c.schedule != "" {
			s, err := schedule.Parse(c.schedule, zone)
			if err != nil {
				t.Fatal(err)
			}
			scheduled = s.Previous
		}
		at, err := ParseMoment(c.at, now, zone, scheduled)
		if got := at.In(zone).Format(time.RFC3339); err != nil || got != c.want {
			t.Errorf("%s at %s, %q: %q is %s, want %s (%v)", c.zone, c.now, c.schedule, c.at, got, c.want, err)
		}
	}
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	if at, err := ParseMoment("", now, time.UTC, nil); err != nil || !at.Equal(now) {
		t.Errorf("nothing is %v, %v", at, err)
	}
	for _, bad := range []string{"29.11.2026", "2026-02-30", "24:00", "8", "08:60", "вчера утром",
		"2026-11-29 08:00 MSK", "tomorrow", "завтра", " ", "2026-11-29T", "11-29", "x"} {
		at, err := ParseMoment(bad, now, time.UTC, nil)
		if !errors.As(err, new(UsageError)) || !strings.Contains(err.Error(), `"2026-11-29 08:00"`) ||
			!strings.Contains(err.Error(), "вчера") ||
			!strings.Contains(err.Error(), "such as 08:00") {
			t.Errorf("%q is %v, %v", bad, at, err)
		}
	}
	if _, err := ParseMoment("2026-12-01", now, time.UTC, nil); !errors.As(err, new(UsageError)) ||
		!strings.Contains(err.Error(), "still to come") {
		t.Errorf("tomorrow: %v", err)
	}
}

// A date lies on its day, and never in the future, whatever clocks do.
func TestADateStaysOnItsDay(t *testing.T) {
	t.Parallel()
	zones := []string{"Europe/Moscow", "Europe/Berlin", "Africa/Cairo", "America/Havana", "America/St_Johns",
		"Australia/Lord_Howe", "Asia/Beirut", "Asia/Kamchatka", "UTC"}
	rapid.Check(t, func(t *rapid.T) {
		zone := location(t, rapid.SampledFrom(zones).Draw(t, "zone"))
		s, err := schedule.Parse(rapid.SampledFrom([]string{"0 8 * * *", "0 0 * * *", "30 2 * * *", "59 23 * * *",
			"0 8 * * 1", "*/20 * * * *"}).Draw(t, "schedule"), zone)
		if err != nil {
			t.Fatal(err)
		}
		now := time.Unix(rapid.Int64Range(1.7e9, 1.9e9).Draw(t, "now"), 0)
		text := now.In(zone).AddDate(0, 0, -rapid.IntRange(0, 400).Draw(t, "days")).Format(time.DateOnly)
		at, err := ParseMoment(text, now, zone, s.Previous)
		if err != nil || at.After(now) || at.In(zone).Format(time.DateOnly) != text {
			t.Fatalf("%s at %v is %v, %v", text, now.In(zone), at.In(zone), err)
		}
	})
}
