package schedule_test

import (
	"archive/zip"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"pgregory.net/rapid"

	"otklik/internal/config/schedule"
)

func zone(t interface{ Fatal(...any) }, name string) *time.Location {
	l, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// Firings after a moment, as the wall clock shows them there.
func TestFiringsWhereClocksChange(t *testing.T) {
	for _, c := range []struct{ name, zone, expression, after, want string }{
		{"skipped: right after the gap", "Europe/Chisinau", "30 2 * * *", "2027-03-26T12:00:00Z",
			"27 02:30+02 28 03:00+03 29 02:30+03"},
		{"the gap's end is a time of its own", "Europe/Chisinau", "0 2-3 * * *", "2027-03-27T12:00:00Z",
			"28 03:00+03 29 02:00+03"},
		{"the gap's first minute", "Europe/Chisinau", "0 2 * * *", "2027-03-27T12:00:00Z", "28 03:00+03 29 02:00+03"},
		{"beside the gap", "Europe/Chisinau", "30 3 * * *", "2027-03-27T12:00:00Z", "28 03:30+03 29 03:30+03"},
		{"twice: once", "Europe/Chisinau", "30 2 * * *", "2027-10-30T12:00:00Z", "31 02:30+03 01 02:30+02"},
		{"skipped in Berlin", "Europe/Berlin", "30 2 * * *", "2027-03-27T12:00:00Z", "28 03:00+02 29 02:30+02"},
		{"twice in Berlin", "Europe/Berlin", "30 2 * * *", "2027-10-30T12:00:00Z", "31 02:30+02 01 02:30+01"},
		{"asked between the two", "Europe/Berlin", "30 2 * * *", "2027-10-31T00:45:00Z", "01 02:30+01"},
		{"no midnight", "Africa/Cairo", "0 8 * * 5", "2027-04-28T00:00:00Z", "30 08:00+03 07 08:00+03"},
		{"midnight itself", "Africa/Cairo", "0 0 30 4 *", "2027-04-28T00:00:00Z", "30 01:00+03 30 00:00+03"},
		{"monthly", "Asia/Beirut", "0 8 28 3 *", "2027-03-27T00:00:00Z", "28 08:00+03 28 08:00+03"},
		{"midnight of a clock set back", "Africa/Cairo", "0 0 * * *", "2027-10-28T00:00:00Z",
			"29 00:00+02 30 00:00+02"},
		{"eleven at night, twice", "Africa/Cairo", "30 23 * * 4", "2027-10-28T00:00:00Z", "28 23:30+03 04 23:30+02"},
		{"several a day", "Europe/Berlin", "0 */2 * * *", "2027-03-27T23:30:00Z",
			"28 03:00+02 28 04:00+02 28 06:00+02"},
		{"several a day, twice", "Europe/Berlin", "0 */2 * * *", "2027-10-30T22:30:00Z", "31 02:00+02 31 04:00+01"},
		{"the pace over a gap", "Europe/Berlin", "*/20 * * * *", "2027-03-28T00:30:00Z",
			"28 01:40+01 28 03:00+02 28 03:20+02"},
		{"no extra firing", "Europe/Berlin", "7-59/20 * * * *", "2027-03-28T00:30:00Z",
			"28 01:47+01 28 03:07+02 28 03:27+02"},
		{"the pace through both hours", "Europe/Berlin", "*/30 * * * *", "2027-10-30T23:50:00Z",
			"31 02:00+02 31 02:30+02 31 02:00+01 31 02:30+01 31 03:00+01"},
		{"hourly through both hours", "Europe/Berlin", "15 * * * *", "2027-10-30T23:50:00Z",
			"31 02:15+02 31 02:15+01 31 03:15+01"},
		{"a short window that is skipped", "Europe/Berlin", "*/5 2 * * *", "2027-03-27T12:00:00Z",
			"28 03:00+02 29 02:00+02"},
		{"half an hour", "Australia/Lord_Howe", "15 2 * * *", "2027-10-01T20:00:00Z", "03 02:30+11 04 02:15+11"},
		{"a day that an island skips", "Pacific/Apia", "0 8 * * *", "2011-12-29T00:00:00Z",
			"29 08:00-10 31 00:00+14 31 08:00+14"},
		{"the 29th of February around 2100", "UTC", "0 8 29 2 *", "2096-03-01T00:00:00Z", "29 08:00+00 29 08:00+00"},
		{"a schedule that the clock does not concern", "Europe/Berlin", "@every 30m", "2027-03-28T00:40:00Z",
			"28 03:00+02 28 03:30+02"},
	} {
		s, err := schedule.Parse(c.expression, zone(t, c.zone))
		if err != nil {
			t.Fatal(err)
		}
		at, err := time.Parse(time.RFC3339, c.after)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		var last time.Time
		for range strings.Count(c.want, ":") {
			next := s.Next(at)
			if back := s.Previous(next); !back.Equal(next) {
				t.Errorf("%s: %v fires, but the last firing then was %v", c.name, next, back)
			}
			if back := s.Previous(next.Add(-1)); !last.IsZero() && !back.Equal(last) {
				t.Errorf("%s: before %v fired %v, not %v", c.name, next, back, last)
			}
			got = append(got, next.Format("02 15:04-07"))
			at, last = next, next
		}
		if text := strings.Join(got, " "); text != c.want {
			t.Errorf("%s (%s in %s): %s, want %s", c.name, c.expression, c.zone, text, c.want)
		}
	}
}

// someZones have changes of every kind: at midnight, of half an hour, of a whole day, in the other hemisphere, every
// month.
var someZones = []string{
	"Europe/Moscow", "Europe/Chisinau", "Europe/Berlin", "Africa/Cairo", "Asia/Beirut", "America/Sao_Paulo",
	"America/St_Johns", "Australia/Lord_Howe", "Pacific/Apia", "Africa/Casablanca", "Asia/Tehran",
	"America/Havana", "Asia/Gaza", "Antarctica/Troll", "Asia/Pyongyang", "America/Caracas", "Asia/Kathmandu",
	"Europe/Volgograd", "Asia/Almaty", "Africa/Monrovia", "Pacific/Kiritimati", "America/Asuncion", "UTC",
}

// allZones are those of the Go installation where there is one.
func allZones(t *testing.T) []string {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Logf("only %d zones: %v", len(someZones), err)
		return someZones
	}
	archive, err := zip.OpenReader(filepath.Join(strings.TrimSpace(string(root)), "lib", "time", "zoneinfo.zip"))
	if err != nil {
		t.Logf("only %d zones: %v", len(someZones), err)
		return someZones
	}
	defer archive.Close()
	var names []string
	for _, f := range archive.File {
		if !strings.HasSuffix(f.Name, "/") {
			names = append(names, f.Name)
		}
	}
	return names
}

// changes are the moments at which the clocks of a zone change.
func changes(l *time.Location, from, to int) []time.Time {
	var all []time.Time
	for at := time.Date(from, 1, 1, 0, 0, 0, 0, l); ; {
		_, end := at.ZoneBounds()
		if end.IsZero() || end.Year() >= to {
			return all
		}
		_, before := at.Zone()
		if _, after := end.Zone(); before != after {
			all = append(all, end)
		}
		at = end
	}
}

// A daily schedule whose time a clock skips or repeats fires once for every day of the calendar, in every zone and
// year.
func TestADailyDigestIsMadeOnceADayInEveryZone(t *testing.T) {
	for _, name := range allZones(t) {
		l := zone(t, name)
		for _, change := range changes(l, 2000, 2040) {
			_, before := change.Add(-1).Zone()
			_, after := change.Zone()
			// The middle of what is skipped or repeated, on the wall.
			wall := change.UTC().Add(time.Duration(before+after) * time.Second / 2)
			s, err := schedule.Parse(fmt.Sprintf("%d %d * * *", wall.Minute(), wall.Hour()), l)
			if err != nil {
				t.Fatal(err)
			}
			if got := s.Next(change.Add(-1)); after > before && !got.Equal(change) {
				t.Fatalf("%s: %v is skipped and fires at %v, not at %v", name, wall, got, change)
			}
			got := s.Previous(change.Add(13 * time.Hour))
			if want := wall.Truncate(time.Minute).Add(-time.Duration(before) * time.Second); after < before &&
				!got.Equal(want) {
				t.Fatalf("%s: %v is shown twice and fires at %v, not at %v", name, wall, got, want)
			}
		}
	}
}

// model fires by looking at the wall clock of every minute: slow, and written apart from the program.
type model struct {
	minutes, hours, days, weekdays []int
	everyHour, pace                bool
}

func (m model) shows(w time.Time) bool {
	return slices.Contains(m.minutes, w.Minute()) && slices.Contains(m.hours, w.Hour()) &&
		(m.days == nil || slices.Contains(m.days, w.Day())) &&
		(m.weekdays == nil || slices.Contains(m.weekdays, int(w.Weekday())))
}

// onWall is what a wall clock shows, as if it were UTC's.
func onWall(at time.Time) time.Time {
	_, o := at.Zone()
	return at.UTC().Add(time.Duration(o) * time.Second)
}

func (m model) firings(l *time.Location, from, to time.Time) []time.Time {
	var all []time.Time
	seen := map[time.Time]bool{}
	for at := from; at.Before(to); at = at.Add(time.Minute) {
		w := onWall(at.In(l))
		fires := m.shows(w) && (m.pace || !seen[w])
		seen[w] = true
		next := onWall(at.Add(-time.Minute).In(l)).Add(time.Minute) // what the clock would show
		for ; next.Before(w) && !m.everyHour; next = next.Add(time.Minute) {
			fires = fires || m.shows(next)
		}
		if fires {
			all = append(all, at)
		}
	}
	return all
}

func TestFiringsAreThoseOfTheWallClock(t *testing.T) {
	zones := allZones(t)
	rapid.Check(t, func(t *rapid.T) {
		l := zone(t, rapid.SampledFrom(zones).Draw(t, "zone"))
		around := time.Date(2027, 3, 28, 1, 0, 0, 0, time.UTC)
		if all := changes(l, 1980, 2040); len(all) > 0 {
			around = rapid.SampledFrom(all).Draw(t, "change")
		}
		field := func(name string, lowest, highest, most int) ([]int, string) {
			list := rapid.SliceOfNDistinct(rapid.IntRange(lowest, highest), 1, most, rapid.ID[int]).Draw(t, name)
			return list, strings.Trim(strings.ReplaceAll(fmt.Sprint(list), " ", ","), "[]")
		}
		m, text := model{}, [4]string{"*", "*", "*", "*"}
		if step := rapid.SampledFrom([]int{0, 5, 20, 45}).Draw(t, "step"); step > 0 {
			for n := 0; n < 60; n += step {
				m.minutes = append(m.minutes, n)
			}
			text[0], m.pace = fmt.Sprintf("*/%d", step), true
		} else {
			m.minutes, text[0] = field("minutes", 0, 59, 3)
		}
		m.everyHour = rapid.Bool().Draw(t, "every hour")
		if m.pace = m.pace || m.everyHour; m.everyHour {
			for n := range 24 {
				m.hours = append(m.hours, n)
			}
		} else {
			m.hours, text[1] = field("hours", 0, 23, 23)
		}
		switch rapid.IntRange(0, 2).Draw(t, "days") {
		case 1:
			m.days, text[2] = field("days", 1, 31, 20)
		case 2:
			m.weekdays, text[3] = field("weekdays", 0, 6, 5)
		}
		expression := fmt.Sprintf("%s %s %s * %s", text[0], text[1], text[2], text[3])
		s, err := schedule.Parse(expression, l)
		if err != nil {
			t.Fatal(err)
		}
		// The model cannot know what was shown before it began, so it begins a day early.
		from, to := around.Add(-30*time.Hour), around.Add(30*time.Hour)
		want := m.firings(l, from.Add(-26*time.Hour), to)
		want = slices.DeleteFunc(want, func(at time.Time) bool { return at.Before(from) })
		var got []time.Time
		for at := s.Next(from.Add(-1)); !at.IsZero() && at.Before(to); at = s.Next(at) {
			got = append(got, at)
		}
		same := func(x, y time.Time) bool { return x.Equal(y) }
		if !slices.EqualFunc(got, want, same) {
			t.Fatalf("%s in %v around %v:\n%v\n%v", expression, l, around.In(l), got, want)
		}
		var back []time.Time
		for at := s.Previous(to.Add(-1)); !at.IsZero() && !at.Before(from); at = s.Previous(at.Add(-1)) {
			back = append([]time.Time{at}, back...)
		}
		if !slices.EqualFunc(back, want, same) {
			t.Fatalf("%s in %v around %v, backwards:\n%v\n%v", expression, l, around.In(l), back, want)
		}
	})
}
