package delivery_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"otklik/internal/delivery"
	"otklik/report/page"
)

func TestNames(t *testing.T) {
	zone := time.FixedZone("", 12*3600)
	whole, odd := time.Date(2026, 11, 23, 8, 0, 0, 0, zone), time.Date(2026, 11, 23, 8, 0, 7, 0, zone)
	for _, c := range []struct {
		title      string
		at         time.Time
		format     string
		name, file string
	}{
		{"Утренняя сводка", whole, "html", "Утренняя сводка 2026-11-23 08-00.html", "morning-2026-11-23-0800.html"},
		{"Утренняя сводка", odd, "text", "Утренняя сводка 2026-11-23 08-00-07.txt", "morning-2026-11-23-080007.txt"},
		{"a/b\\c:d*e?f\"g<h>i|j\r\nk\x00\u202el", whole, "csv", "a b c d e f g h i j kl 2026-11-23 08-00.csv",
			"morning-2026-11-23-0800.csv"},
		{"../..", whole, "pdf", "morning 2026-11-23 08-00.pdf", "morning-2026-11-23-0800.pdf"},
		{strings.Repeat("щ", 300), whole, "md", strings.Repeat("щ", 60) + " 2026-11-23 08-00.md",
			"morning-2026-11-23-0800.md"},
	} {
		d := delivery.NewDocument("morning", c.title, c.at, c.format, "x/y", nil)
		if d.Name != c.name || d.FileName != c.file {
			t.Errorf("%q: %q, %q", c.title, d.Name, d.FileName)
		}
	}
}

// Half-hourly digests of the hour that a clock shows twice are different files.
func TestNamesWhereClocksAreSetBack(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skip(err)
	}
	at := time.Date(2027, 10, 31, 1, 0, 0, 0, berlin)
	seen := map[string]bool{}
	for range 8 {
		d := delivery.NewDocument("morning", "Сводка", at, "html", "x/y", nil)
		if seen[d.Name] || seen[d.FileName] {
			t.Errorf("%s: %s and %s stood for another digest", at, d.Name, d.FileName)
		}
		seen[d.Name], seen[d.FileName] = true, true
		at = at.Add(30 * time.Minute)
	}
	if !seen["morning-2027-10-31-0230.html"] || !seen["morning-2027-10-31-0230+0100.html"] ||
		!seen["morning-2027-10-31-0300.html"] {
		t.Errorf("%v", seen)
	}
}

func TestKeys(t *testing.T) {
	p := delivery.Outgoing{ID: "утро/1"}
	again, other := p, p
	again.Resent, other.ID = 1, "утро/2"
	keys := map[string]bool{}
	for _, k := range []string{p.Key("a"), p.Key("b"), again.Key("a"), other.Key("a")} {
		if len(k) != 32 || strings.Trim(k, "0123456789abcdef") != "" {
			t.Errorf("key %q", k)
		}
		keys[k] = true
	}
	if len(keys) != 4 {
		t.Errorf("keys %v", keys)
	}
}

// Operators get what was drawn with the notices, all others what was drawn without, whichever of them is asked first.
func TestNotices(t *testing.T) {
	document := func(format, data string) delivery.Document {
		return delivery.Document{Format: format, Data: []byte(data)}
	}
	p := delivery.Outgoing{Language: "ru", Late: true, LateNotice: page.WordsIn("ru").Late(),
		Warnings: []string{"a <b>\n*c* & [d](https://e)", "  "},
		Documents: []delivery.Document{document("json", "{}"), document("letter.html", "letter"),
			document("text", "text"), document("xlsx", "PK")},
		Noticed: []delivery.Document{document("text", "! text"), document("letter.html", "! letter"),
			document("json", "{all}")},
		SaidLate: []delivery.Document{document("json", "{late}")}}
	told := func(p delivery.Outgoing) (all []string) {
		for _, d := range p.Documents {
			all = append(all, string(d.Data))
		}
		return append(all, p.Notices()...)
	}
	first := "Сводка опоздала: в её время программа не работала."
	for range 2 {
		operators, readers := told(p.ForOperators()), told(p.ForReaders())
		if want := []string{"{all}", "! letter", "! text", "PK", first, "a <b> *c* & [d](https://e)"}; !slices.Equal(
			operators, want) {
			t.Errorf("operators are told %q", operators)
		}
		if want := []string{"{late}", "letter", "text", "PK"}; !slices.Equal(readers, want) {
			t.Errorf("readers are told %q", readers)
		}
		if stored, _ := p.Document("json"); string(stored.Data) != "{}" {
			t.Errorf("%s is opened", stored.Data)
		}
	}
	p.ForReaders().Documents[3].Data = nil // of a copy
	quiet := delivery.Outgoing{Documents: p.Documents}
	if got := told(quiet.ForOperators()); !slices.Equal(got, []string{"{}", "letter", "text", "PK"}) {
		t.Errorf("without a notice operators are told %q", got)
	}
}
