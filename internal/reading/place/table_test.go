package place

import (
	"os"
	"strings"
	"testing"
)

// sentences reads a table of testdata: a region, a fallback, a text and what is to be read in it, between bars.
func sentences(t *testing.T, name string, least int, got func(Place) []string) {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	finders := map[string]*Finder{}
	checked := 0
	for n, line := range strings.Split(string(data), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		field := strings.Split(line, "|")
		for i := range field {
			field[i] = strings.TrimSpace(field[i])
		}
		f := finders[field[0]]
		if f == nil {
			f = newFinder(t, field[0])
			finders[field[0]] = f
		}
		checked++
		p := f.Find(field[2], field[1])
		all := got(p)
		if len(field) != 3+len(all) {
			t.Fatalf("line %d has %d fields", n+1, len(field))
		}
		for i, got := range all {
			want := field[3+i]
			if want == "-" {
				want = ""
			}
			if want != "?" && got != want {
				t.Errorf("line %d %q: field %d is %q, want %q (%s)", n+1, field[2], 3+i, got, want,
					strings.Join(p.Reasons, "; "))
			}
		}
		if (p.Municipality != "" || p.Street != "") && len(p.Reasons) == 0 {
			t.Errorf("line %d: a place without a reason", n+1)
		}
	}
	if checked < least {
		t.Errorf("only %d sentences", checked)
	}
}

// TestTable reads municipalities, streets, houses and parts.
func TestTable(t *testing.T) {
	sentences(t, "places.txt", 120, func(p Place) []string {
		return []string{p.Municipality, p.Street, p.House, p.Part}
	})
}

// TestDistricts reads settlements and the districts that they lie in, by the names of today.
func TestDistricts(t *testing.T) {
	sentences(t, "districts.txt", 30, func(p Place) []string {
		return []string{p.Municipality, p.Settlement, p.Today}
	})
}

// TestMeant reads what stands for a municipality: hashtags, adjectives, neighbourhoods, streets.
func TestMeant(t *testing.T) {
	sentences(t, "meant.txt", 35, func(p Place) []string { return []string{p.Municipality, p.Settlement, p.Part} })
}
