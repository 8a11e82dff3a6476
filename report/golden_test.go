package report

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"

	"otklik/internal/inbox"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestGolden(t *testing.T) {
	english := town(t)
	english.Language, english.Title = English, "Morning digest"
	english.Officials[0].Name = "The governor of Ensk"
	press := broken(t)
	press.Audience = Press
	analyst := town(t)
	analyst.Audience, analyst.Masker = Analyst, nil
	calm := town(t)
	calm.Records, calm.Problems = nil, nil
	unread := calm
	unread.Channels = []ChannelInput{town(t).Channels[0], town(t).Channels[1]}
	for i := range unread.Channels {
		unread.Channels[i].LastComplete, unread.Channels[i].Stored, unread.Channels[i].Fresh = time.Time{}, 0, false
		unread.Channels[i].Reconciliation = inbox.Reconciliation{}
	}
	unreadEnglish := unread
	unreadEnglish.Language = English
	uncounted := town(t)
	uncounted.Audience = Press
	uncounted.Channels[0].Reconciliation = inbox.Reconciliation{Parts: 31, Counted: 2143, Stored: 2140, Mismatches: []inbox.Count{
		{Part: "wall-1001_7", Counted: 52, Stored: 50, Since: morning(t).Add(-3 * time.Hour)},
		{Part: "wall-1001_3", Counted: 9, Stored: 8, Since: morning(t).AddDate(0, 0, -4)}}}
	week := busy(t, 60)
	week.Audience, week.Length, week.From = Analyst, OneWeek, OneWeek.Begin(morning(t))
	weekEnglish := week
	weekEnglish.Language, weekEnglish.Title = English, "Weekly digest"
	all := TextFormats()
	for _, c := range []struct {
		name    string
		in      Input
		formats []Format
	}{
		{"governor-ru", town(t), all},
		{"governor-en", english, all},
		{"press-incomplete-ru", press, all},
		{"press-not-all-shown-ru", uncounted, []Format{Text, JSON}},
		{"analyst-unmasked-ru", analyst, []Format{Text, Markdown, HTML}},
		{"nothing-unanswered-ru", calm, all},
		{"never-read-ru", unread, []Format{Text, Markdown, HTML, JSON}},
		{"never-read-en", unreadEnglish, []Format{Text}},
		{"hostile-ru", hostile(t), all},
		{"busy-analyst-week-ru", week, all},
		{"busy-analyst-week-en", weekEnglish, []Format{Text}},
		{"worst-governor-ru", worst(t), []Format{Text, Markdown, HTML}},
		{"crowd-governor-ru", crowd(t, 40), []Format{Text}},
	} {
		d := Build(c.in, morning(t))
		for _, f := range c.formats {
			t.Run(c.name+"/"+string(f), func(t *testing.T) {
				got, err := Render(d, f)
				if err != nil {
					t.Fatal(err)
				}
				extension := string(f)
				if f == Text {
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
					t.Errorf("%s differs from what is rendered now:\n%s\n(write it anew with -update and read the difference)", file, got)
				}
			})
		}
	}
}
