package render_test

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"

	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/report/page"
	"otklik/report/render"
	"otklik/report/reporttest"
)

// imported is the town of which only a file is known: nothing was collected.
func imported(t *testing.T) build.Input {
	in := reporttest.Town(t)
	at := reporttest.Morning(t)
	in.Channels = in.Channels[:1]
	in.Channels[0].LastComplete, in.Channels[0].Fresh, in.Channels[0].Imported = time.Time{}, false, at.Add(-time.Hour)
	in.Known = at
	var old = in.Records[:0]
	for _, r := range in.Records {
		if len(r.Status.History) == 1 && r.Message.Sent.Before(in.From) && r.Message.Deleted.IsZero() {
			old = append(old, r)
		}
	}
	in.Records = old
	return in
}

// What was not read is never shown as zero, in no table of no format.
func TestNoZeroForWhatWasNotRead(t *testing.T) {
	zeros := map[render.Format]*regexp.Regexp{
		render.Text:     regexp.MustCompile(`(?m)(^| )0( |$)`),
		render.Markdown: regexp.MustCompile(`[| *]0[| *]`),
		render.HTML:     regexp.MustCompile(`>0<`),
	}
	for _, audience := range []build.Audience{build.Governor, build.Press, build.Analyst} {
		in := imported(t)
		in.Audience = audience
		d := build.New(in, reporttest.Morning(t))
		if d.Totals.New != 0 || d.Totals.Unanswered == 0 || d.Headline.Mood != build.Incomplete {
			t.Fatalf("%+v %+v", d.Totals, d.Headline)
		}
		for f, zero := range zeros {
			p := page.New(d)
			p.Picture = nil // has a word for days that were not read
			for n, l := range p.Lines {
				p.Lines[n] = strings.ReplaceAll(l, "закрыто сотрудником 0", "") // what the office does is known
			}
			out, err := render.RenderPage(p, f)
			if err != nil {
				t.Fatal(err)
			}
			if found := zero.FindIndex(out); found != nil {
				t.Errorf("%s, %s: %s", audience, f, out[max(0, found[0]-200):found[1]+40])
			}
		}
		out, err := render.Render(d, render.JSON)
		if err != nil {
			t.Fatal(err)
		}
		var read struct {
			Complete bool
			Totals   map[string]*int
			Topics   []map[string]any
		}
		if err := json.Unmarshal(out, &read); err != nil {
			t.Fatal(err)
		}
		if n, there := read.Totals["new"]; !there || n != nil || read.Complete ||
			*read.Totals["unanswered"] != d.Totals.Unanswered {
			t.Errorf("%+v", read.Totals)
		}
		for _, topic := range read.Topics {
			if n, there := topic["new"]; !there || n != nil || topic["unanswered"] == nil {
				t.Errorf("%v", topic)
			}
		}
	}
	// Where everything was read, a zero is a figure.
	in := reporttest.Town(t)
	in.Records = nil
	out, err := render.Render(build.New(in, reporttest.Morning(t)), render.JSON)
	if err != nil || !bytes.Contains(out, []byte(`"new": 0`)) {
		t.Errorf("%v %s", err, out)
	}
}

// The headline and the figures below it agree on whether there is something to compare with.
func TestTheVerdictAgreesWithTheFigures(t *testing.T) {
	at := reporttest.Morning(t)
	for known, want := range map[time.Time]string{
		at.AddDate(0, 0, -3):     "Обычный уровень пока неизвестен",
		at.Add(-30 * time.Hour):  "Сравнить пока не с чем",
		at.AddDate(0, 0, -1000):  "",
		at.Add(-100 * time.Hour): "Обычный уровень пока неизвестен",
	} {
		for _, urgent := range []bool{true, false} {
			in := reporttest.Town(t)
			in.Known = known
			for n := range in.Records {
				if !urgent {
					in.Records[n].Status.Urgency = inbox.NotUrgent
				}
			}
			d := build.New(in, at)
			p := page.New(d)
			if want != "" && (d.Headline.Mood != build.First || p.Word != want) {
				t.Errorf("known since %v: %q, %+v", known, p.Word, d.Headline)
			}
			if strings.HasPrefix(p.Word, "Сравнить") && p.Figures[0].Change != "" {
				t.Errorf("known since %v: %q above %q", known, p.Word, p.Figures[0].Change)
			}
		}
	}
}

// "In time" means one thing on a page: of the answers given. The share of the tables has a name and an explanation of
// its own.
func TestTermsKeptAreExplained(t *testing.T) {
	for _, language := range []build.Language{build.Russian, build.English} {
		in := reporttest.Town(t)
		in.Audience, in.Language = build.Analyst, language
		out, err := render.Render(build.New(in, reporttest.Morning(t)), render.Markdown)
		if err != nil {
			t.Fatal(err)
		}
		share, note, answers := "| В норме |", "«В норме» — какая доля сроков", "Ответов в срок: 1 из 1"
		if language == build.English {
			share, note, answers = "| Terms kept |", "“Terms kept” is the share", "Answers given in time: 1 of 1"
		}
		for _, want := range []string{share, note, answers} {
			if !strings.Contains(reporttest.Words(string(out)), want) {
				t.Errorf("%s lacks %q:\n%s", language, want, out)
			}
		}
		if strings.Contains(string(out), "| В срок |") || strings.Contains(string(out), "| In time |") {
			t.Errorf("%s: two meanings of one name", language)
		}
	}
}

// A narrow screen draws no columns: every value carries the name of its column. Tables of many columns get a wider
// page.
func TestTablesOnNarrowScreens(t *testing.T) {
	for audience, wide := range map[build.Audience]bool{build.Governor: false, build.Analyst: true} {
		in := reporttest.Town(t)
		in.Audience = audience
		d := build.New(in, reporttest.Morning(t))
		out, err := render.Render(d, render.HTML)
		if err != nil {
			t.Fatal(err)
		}
		cells := 0
		for _, s := range page.New(d).Sections {
			if s.Table != nil {
				cells += len(s.Table.Rows) * (len(s.Table.Columns) - 1)
			}
		}
		if named := bytes.Count(out, []byte(`<td data-label="`)); named != cells || cells == 0 {
			t.Errorf("%s: %d of %d cells name their column", audience, named, cells)
		}
		if bytes.Contains(out, []byte(`<main class="wide" style="max-width:1160px`)) != wide {
			t.Errorf("%s: the page is of another width", audience)
		}
	}
}
