package delivery_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"otklik/internal/delivery"
	"otklik/internal/delivery/deliverytest"
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
	again.Again, other.ID = 1, "утро/2"
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

func TestNotices(t *testing.T) {
	p := delivery.Outgoing{Language: "ru", Late: true, LateNotice: page.WordsIn("ru").Late(),
		Warnings: []string{"a <b>\n*c* & [d](https://e)", "  "}}
	for format, c := range map[string]struct{ data, want string }{
		"text": {"сводка\n", "! Сводка опоздала: в её время программа не работала.\n! a <b> *c* & " +
			"[d](https://e)\n\nсводка\n"},
		"md": {"# x\n", "> **Сводка опоздала: в её время программа не работала.**\n\n> **a &lt;b&gt; \\*c\\* &amp; " +
			"\\[d\\](https://e)**\n\n# x\n"},
		"xlsx": {"PK", "PK"},
	} {
		if got := string(p.WithNotices(delivery.Document{Format: format, Data: []byte(c.data)})); got != c.want {
			t.Errorf("%s:\n%q\n%q", format, got, c.want)
		}
	}
	for data, before := range map[string]string{
		"<html><body class=x><p>1</p>":                       "<html><body class=x>",
		"<html><body><main style=\"a\"><p>1</p></main>":      "<html><body><main style=\"a\">",
		"<p>a fragment</p>":                                  "",
		"<html><BODY>\n<p>&lt;main&gt;</p></BODY></html>":    "<html><BODY>",
		"<html><body><header><h1>x</h1></header></body>":     "<html><body>",
		"<!DOCTYPE html><html><head></head><body></body>":    "<!DOCTYPE html><html><head></head><body>",
		"<html><body><maintenance></maintenance><p>1</p></b": "<html><body>",
	} {
		got := string(p.WithNotices(delivery.Document{Format: "html", Data: []byte(data)}))
		if !strings.HasPrefix(got, before+"<p style=") || !strings.HasSuffix(got, strings.TrimPrefix(data, before)) ||
			!strings.Contains(got, "a &lt;b&gt; *c* &amp;") {
			t.Errorf("%s:\n%s", data, got)
		}
	}
	for _, data := range []string{"{}", "{\n}", "{\"schema\": \"otklik/digest/1\"}\n"} {
		got := p.WithNotices(delivery.Document{Format: "json", Data: []byte(data)})
		var read struct {
			Schema   string
			Delivery struct {
				Late     bool
				Warnings []string
			}
		}
		if err := json.Unmarshal(got, &read); err != nil || !read.Delivery.Late ||
			read.Delivery.Warnings[0] != p.Warnings[0] ||
			strings.Contains(data, "schema") != (read.Schema != "") {
			t.Errorf("%s: %s, %v", data, got, err)
		}
	}
	quiet := delivery.Outgoing{Language: "ru"}
	for _, d := range deliverytest.Parcel().Documents {
		if got := quiet.WithNotices(d); string(got) != string(d.Data) {
			t.Errorf("%s changed without a notice", d.Format)
		}
	}
}
