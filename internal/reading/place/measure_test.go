package place

import (
	"strings"
	"testing"
)

func newFinder(t testing.TB, region string) *Finder {
	t.Helper()
	f, err := New(Options{Region: region})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestGovernorPage prints how often the municipality is the one that readers named, with the page's region and without.
func TestGovernorPage(t *testing.T) {
	rows := table(t, "governor-page-dev.tsv")
	t.Run("region", func(t *testing.T) { measurePage(t, newFinder(t, "Челябинская область"), rows) })
	t.Run("country", func(t *testing.T) { measurePage(t, newFinder(t, ""), rows) })
}

func measurePage(t *testing.T, f *Finder, rows [][]string) {
	labelled, right, claimed, unlabelled, wrong, assumed, talk := 0, 0, 0, 0, 0, 0, 0
	for _, row := range rows {
		want := row[7]
		p := f.Find(row[9], "")
		switch {
		case want == "?":
		case want == "-" && row[5] == "1":
			unlabelled++
			if p.Municipality != "" {
				wrong++
				if p.Assumed {
					assumed++
				}
				show(t, "claimed", row, p)
			}
		case want == "-":
			if p.Municipality != "" {
				talk++
			}
		default:
			labelled++
			if p.Municipality != "" {
				claimed++
			}
			if p.Municipality == want {
				right++
			} else {
				show(t, "missed", row, p)
			}
		}
	}
	recall := float64(right) / float64(labelled)
	t.Logf("municipality right in %d of %d labelled = %.3f; of %d claimed there = %.3f; claimed in %d of %d "+
		"complaints without a label (%d of them the assumed chief town); named in %d comments that need no answer",
		right, labelled, recall, claimed, float64(right)/float64(claimed), wrong, unlabelled, assumed, talk)
	if recall < 0.75 {
		t.Error("the municipality is right too rarely")
	}
}

// show names a row by its id; its text is printed only for whoever asks with -v and -args -texts.
func show(t testing.TB, what string, row []string, p Place) {
	t.Logf("%s %s: want %s, got %s", what, row[0], row[7], p.Municipality)
	if *texts {
		text := row[9]
		t.Logf("%s %s: want %s, got %s (%s)\n    %s", what, row[0], row[7], p.Municipality,
			strings.Join(p.Reasons, "; "), text[:min(len(text), 500)])
	}
}

// TestTalkWithoutPlaces counts what is claimed in texts that are about no place of the region, with it and without.
func TestTalkWithoutPlaces(t *testing.T) {
	rows := table(t, "noise-dev.tsv")
	t.Run("region", func(t *testing.T) { measureTalk(t, newFinder(t, "Челябинская область"), rows) })
	t.Run("country", func(t *testing.T) { measureTalk(t, newFinder(t, ""), rows) })
}

func measureTalk(t *testing.T, f *Finder, rows [][]string) {
	claimed, streets := 0, 0
	for _, row := range rows {
		p := f.Find(row[2], "")
		if p.Municipality != "" && !p.Assumed {
			claimed++
			if *texts {
				t.Logf("%s: %s (%s) %s", row[0], p.Municipality, strings.Join(p.Reasons, "; "),
					row[2][:min(len(row[2]), 200)])
			}
		}
		if p.Street != "" {
			streets++
			if *texts {
				t.Logf("%s: STREET %s %s: %s", row[0], p.Street, p.House, row[2][:min(len(row[2]), 300)])
			}
		}
	}
	t.Logf("of %d texts %d claimed a municipality, %d a street", len(rows), claimed, streets)
	if claimed > len(rows)/20 {
		t.Error("too many places are seen where none are")
	}
}
