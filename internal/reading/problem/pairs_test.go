package problem

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"otklik/internal/reading/place"
)

var texts = flag.Bool("texts", false, "print the pairs of the measuring table that were judged wrongly")

func table(t testing.TB, name string) [][]string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "..", "shared", "data", name))
	if err != nil {
		t.Skipf("the data (../shared/data/%s) is not here", name)
	}
	var rows [][]string
	for i, line := range strings.Split(strings.TrimRight(string(data), "\n"), "\n") {
		if i > 0 {
			rows = append(rows, strings.Split(line, "\t"))
		}
	}
	return rows
}

func finder(t testing.TB, region string) *place.Finder {
	t.Helper()
	f, err := place.New(place.Options{Region: region})
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// TestPortalPairs prints F1 of the decision on pairs that were judged by reading.
func TestPortalPairs(t *testing.T) {
	pairs, rows := table(t, "portal-dev-pairs.tsv"), table(t, "portal-dev.tsv")
	f := finder(t, "Курская область")
	items := map[string]Item{}
	for _, r := range rows {
		items[r[0]] = Item{ID: r[0], Text: r[4], Group: r[1], Place: f.Find(r[4], "")}
	}
	var tp, fp, fn, tn int
	for _, pair := range pairs {
		a, b := items[pair[0]], items[pair[1]]
		got, reason := Duplicates(a, b)
		want := pair[2] == "1"
		switch {
		case got && want:
			tp++
		case got:
			fp++
		case want:
			fn++
		default:
			tn++
		}
		if got != want {
			t.Logf("%s %s: %v (%s), judged %v", pair[0], pair[1], got, reason, want)
			if *texts {
				t.Logf("  %s %+v\n  %s %+v", a.Text, a.Place, b.Text, b.Place)
			}
		}
	}
	f1 := float64(2*tp) / float64(2*tp+fp+fn)
	t.Logf("pairs: tp %d fp %d fn %d tn %d, precision %.3f recall %.3f F1 %.3f", tp, fp, fn, tn,
		float64(tp)/float64(max(1, tp+fp)), float64(tp)/float64(max(1, tp+fn)), f1)
	if f1 < 0.85 {
		t.Error("F1 is below 0.85")
	}
}
