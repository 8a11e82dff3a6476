package render_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/report/render"
	"otklik/report/reporttest"
)

var update = flag.Bool("update", false, "write the golden files again")

func TestGolden(t *testing.T) {
	english := reporttest.Town(t)
	english.Language, english.Title = build.English, "Morning digest"
	english.Officials[0].Name = "The governor of Ensk"
	press := reporttest.Broken(t)
	press.Audience = build.Press
	analyst := reporttest.Town(t)
	analyst.Audience, analyst.Masker = build.Analyst, nil
	calm := reporttest.Town(t)
	calm.Records, calm.Problems = nil, nil
	unread := calm
	unread.Channels = []build.ChannelInput{reporttest.Town(t).Channels[0], reporttest.Town(t).Channels[1]}
	for i := range unread.Channels {
		unread.Channels[i].LastComplete, unread.Channels[i].Stored, unread.Channels[i].Fresh = time.Time{}, 0, false
		unread.Channels[i].Reconciliation = inbox.Reconciliation{}
	}
	unreadEnglish := unread
	unreadEnglish.Language = build.English
	uncounted := reporttest.Town(t)
	uncounted.Audience = build.Press
	uncounted.Channels[0].Reconciliation = inbox.Reconciliation{Parts: 31, Counted: 2143, Stored: 2140,
		Mismatches: []inbox.Count{
			{Part: "wall-1001_7", Counted: 52, Stored: 50, Since: reporttest.Morning(t).Add(-3 * time.Hour)},
			{Part: "wall-1001_3", Counted: 9, Stored: 8, Since: reporttest.Morning(t).AddDate(0, 0, -4)}}}
	week := reporttest.Busy(t, 60)
	week.Audience, week.Length, week.From = build.Analyst, build.OneWeek, build.OneWeek.Begin(reporttest.Morning(t))
	weekEnglish := week
	weekEnglish.Language, weekEnglish.Title = build.English, "Weekly digest"
	all := render.TextFormats()
	for _, c := range []struct {
		name    string
		in      build.Input
		formats []render.Format
	}{
		{"governor-ru", reporttest.Town(t), all},
		{"governor-en", english, all},
		{"press-incomplete-ru", press, all},
		{"press-not-all-shown-ru", uncounted, []render.Format{render.Text, render.JSON}},
		{"analyst-unmasked-ru", analyst, []render.Format{render.Text, render.Markdown, render.HTML}},
		{"nothing-unanswered-ru", calm, all},
		{"never-read-ru", unread, []render.Format{render.Text, render.Markdown, render.HTML, render.JSON}},
		{"never-read-en", unreadEnglish, []render.Format{render.Text}},
		{"hostile-ru", reporttest.Hostile(t), all},
		{"busy-analyst-week-ru", week, all},
		{"busy-analyst-week-en", weekEnglish, []render.Format{render.Text}},
		{"worst-governor-ru", reporttest.Worst(t), []render.Format{render.Text, render.Markdown, render.HTML}},
		{"crowd-governor-ru", reporttest.Crowd(t, 40), []render.Format{render.Text}},
	} {
		d := build.New(c.in, reporttest.Morning(t))
		for _, f := range c.formats {
			t.Run(c.name+"/"+string(f), func(t *testing.T) {
				got, err := render.Render(d, f)
				if err != nil {
					t.Fatal(err)
				}
				extension := string(f)
				if f == render.Text {
					extension = "txt"
				}
				file := filepath.Join("testdata", c.name+"."+extension)
				if *update {
					if err := os.WriteFile(file, got, 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				if !bytes.Equal(got, want) {
					t.Errorf("%s differs from what is rendered now:\n%s\n(write it again with -update and read the "+
						"difference)", file, got)
				}
			})
		}
	}
}
