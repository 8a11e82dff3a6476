package main

import (
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"pgregory.net/rapid"

	"otklik/internal/config/schedule"
	"otklik/report/render"
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
	const daily, weekly, hourly = "0 8 * * *", "0 8 * * 1", "0 9-18 * * *"
	for _, c := range []struct{ zone, schedule, now, at, want string }{
		{"Europe/Moscow", daily, "2026-11-30T12:00:00+03:00", "2026-11-22T08:00:00+05:00", "2026-11-22T06:00:00+03:00"},
		{"Europe/Moscow", daily, "2026-11-30T12:00:00+03:00", "2026-11-22 08:30", "2026-11-22T08:30:00+03:00"},
		{"Europe/Moscow", daily, "2026-11-30T12:00:00+03:00", "2026-11-22T08:30:15", "2026-11-22T08:30:15+03:00"},
		{"Europe/Moscow", daily, "2026-11-30T12:00:00+03:00", "Вчера 8:05", "2026-11-29T08:05:00+03:00"},
		{"Asia/Kamchatka", daily, "2026-11-29T20:30:00Z", "yesterday 08:05", "2026-11-29T08:05:00+12:00"}, // it is the 30th there
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
		{"America/New_York", daily, "2026-11-30T02:00:00Z", "yesterday", "2026-11-28T08:00:00-05:00"}, // it is still the 29th there
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
		{"Africa/Cairo", "0 0 * * *", "2027-05-02T12:00:00+03:00", "2027-04-30", "2027-04-30T01:00:00+03:00"}, // has no midnight
		{"Africa/Cairo", "", "2027-11-02T12:00:00+02:00", "2027-10-28", "2027-10-28T23:59:59+02:00"},          // has an hour twice
		{"America/Havana", "", "2026-11-05T12:00:00-05:00", "2026-10-31", "2026-10-31T23:59:59-04:00"},        // midnight comes twice behind it
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
		at, err := parseMoment(c.at, now, zone, scheduled)
		if got := at.In(zone).Format(time.RFC3339); err != nil || got != c.want {
			t.Errorf("%s at %s, %q: %q is %s, want %s (%v)", c.zone, c.now, c.schedule, c.at, got, c.want, err)
		}
	}
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	if at, err := parseMoment("", now, time.UTC, nil); err != nil || !at.Equal(now) {
		t.Errorf("nothing is %v, %v", at, err)
	}
	for _, bad := range []string{"29.11.2026", "2026-02-30", "24:00", "8", "08:60", "вчера утром", "2026-11-29 08:00 MSK", "tomorrow", "завтра", " ", "2026-11-29T", "11-29", "x"} {
		at, err := parseMoment(bad, now, time.UTC, nil)
		if exitCode(t.Context(), err) != exitUsage || !strings.Contains(err.Error(), `"2026-11-29 08:00"`) || !strings.Contains(err.Error(), "вчера") ||
			!strings.Contains(err.Error(), "such as 08:00") {
			t.Errorf("%q is %v, %v", bad, at, err)
		}
	}
	if _, err := parseMoment("2026-12-01", now, time.UTC, nil); exitCode(t.Context(), err) != exitUsage || !strings.Contains(err.Error(), "still to come") {
		t.Errorf("tomorrow: %v", err)
	}
}

// A date lies on its day, and never in the future, whatever clocks do.
func TestADateStaysOnItsDay(t *testing.T) {
	zones := []string{"Europe/Moscow", "Europe/Berlin", "Africa/Cairo", "America/Havana", "America/St_Johns", "Australia/Lord_Howe", "Asia/Beirut", "Asia/Kamchatka", "UTC"}
	rapid.Check(t, func(t *rapid.T) {
		zone := location(t, rapid.SampledFrom(zones).Draw(t, "zone"))
		s, err := schedule.Parse(rapid.SampledFrom([]string{"0 8 * * *", "0 0 * * *", "30 2 * * *", "59 23 * * *", "0 8 * * 1", "*/20 * * * *"}).Draw(t, "schedule"), zone)
		if err != nil {
			t.Fatal(err)
		}
		now := time.Unix(rapid.Int64Range(1.7e9, 1.9e9).Draw(t, "now"), 0)
		text := now.In(zone).AddDate(0, 0, -rapid.IntRange(0, 400).Draw(t, "days")).Format(time.DateOnly)
		at, err := parseMoment(text, now, zone, s.Previous)
		if err != nil || at.After(now) || at.In(zone).Format(time.DateOnly) != text {
			t.Fatalf("%s at %v is %v, %v", text, now.In(zone), at.In(zone), err)
		}
	})
}

// The commands know all forms, in the configured time zone.
func TestAtOnTheCommandLine(t *testing.T) {
	b := newBench(t, smallTown())
	b.must("collect")
	for _, at := range []string{"yesterday", "вчера", "00:00", "2026-01-05", "2026-01-05 08:00", "today"} {
		if d := b.digest("--at", at); d.Digest != "morning" {
			t.Errorf("--at %s: %+v", at, d)
		}
		b.must("brief", "--municipality", "Заречный", "--at", at)
	}
	for _, args := range [][]string{{"digest", "morning", "--at", "08.00"}, {"brief", "--municipality", "Заречный", "--at", "soon"}, {"digests", "morning", "soon"}} {
		if r := b.otklik(args...); r.code != exitUsage || !strings.Contains(r.err, "вчера") || !strings.Contains(r.err, "2026-11-29T08:00:00+03:00") {
			t.Errorf("%v: exit %d %s", args, r.code, r.err)
		}
	}
}

// The ending of the output's name is the format, unless one is named.
func TestOutputsTakeTheirFormatFromTheName(t *testing.T) {
	b := newBench(t, smallTown())
	b.configure("deliver: []", "deliver: [{file: {path: out, format: html}}]")
	b.must("collect")
	begins := map[render.Format]string{render.HTML: "<!doctype html", render.JSON: "{", render.CSV: "", render.XLSX: "PK", render.DOCX: "PK", render.PDF: "%PDF", render.Markdown: "# ", render.PNG: "\x89PNG"}
	for ending, format := range map[string]render.Format{"html": render.HTML, "HTM": render.HTML, "json": render.JSON, "csv": render.CSV, "xlsx": render.XLSX, "Docx": render.DOCX, "pdf": render.PDF, "md": render.Markdown} {
		b.must("digest", "morning", "-o", b.path("a."+ending))
		if text := b.read("a." + ending); !strings.HasPrefix(strings.ToLower(text), strings.ToLower(begins[format])) {
			t.Errorf("%s: %.40q", ending, text)
		}
	}
	plain := b.must("digest", "morning", "--at", "00:00").out
	for _, name := range []string{"a.txt", "plain", "a.text"} {
		b.must("digest", "morning", "--at", "00:00", "--output", b.path(name))
		if b.read(name) != plain {
			t.Errorf("%s is no text", name)
		}
	}
	b.must("digest", "morning", "--format", "json", "-o", b.path("named.docx"))
	if !strings.HasPrefix(b.read("named.docx"), "{") {
		t.Error("--format is not obeyed")
	}
	b.must("brief", "--municipality", "Заречный", "-o", b.path("b.docx"))
	b.must("export", "-o", b.path("e.csv"))
	b.must("export", "-o", b.path("e.jsonl"))
	b.must("digest", "morning", "--send")
	b.must("digests", "morning", strings.Fields(b.must("digests").out)[1], "-o", b.path("d.html"))
	for name, prefix := range map[string]string{"b.docx": "PK", "e.csv": "channel,", "e.jsonl": "{", "d.html": "<!doctype html"} {
		if !strings.HasPrefix(strings.ToLower(b.read(name)), strings.ToLower(prefix)) {
			t.Errorf("%s: %.40q", name, b.read(name))
		}
	}
	before := b.listing()
	for _, args := range [][]string{{"digest", "morning", "-o", b.path("a.doc")}, {"digest", "morning", "-o", b.path("a.2026")}, {"brief", "--municipality", "Заречный", "-o", b.path("a.xlsx")},
		{"export", "-o", b.path("a.xlsx")}, {"export", "-o", b.path("a.json")}, {"digests", "morning", "today", "-o", b.path("a.doc")}, {"preview", "-o", b.path("a.docx")}} {
		if r := b.otklik(args...); r.code != exitUsage || r.out != "" || !strings.Contains(r.err, "a.") || !strings.Contains(r.err, "name a f") {
			t.Errorf("%v: exit %d %s", args, r.code, r.err)
		}
	}
	if len(b.listing()) != len(before) {
		t.Error("something was written")
	}
}
