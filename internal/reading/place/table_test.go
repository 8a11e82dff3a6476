package place

import (
	"os"
	"strings"
	"testing"
)

// TestTable reads the sentences of testdata/places.txt.
func TestTable(t *testing.T) {
	data, err := os.ReadFile("testdata/places.txt")
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
		if len(field) != 7 {
			t.Fatalf("line %d has %d fields", n+1, len(field))
		}
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
		for i, got := range []string{p.Municipality, p.Street, p.House, p.Part} {
			want := field[3+i]
			if want == "-" {
				want = ""
			}
			if want != "?" && got != want {
				t.Errorf("line %d %q: %s is %q, want %q (%s)", n+1, field[2],
					[]string{"municipality", "street", "house", "part"}[i], got, want, strings.Join(p.Reasons, "; "))
			}
		}
		if (p.Municipality != "" || p.Street != "") && len(p.Reasons) == 0 {
			t.Errorf("line %d: a place without a reason", n+1)
		}
	}
	if checked < 120 {
		t.Errorf("only %d sentences", checked)
	}
}
