package otklik_test

import (
	"bytes"
	"flag"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "draw the picture of ARCHITECTURE.md again")

// The picture of the layers is drawn from the imports: a package stands on the lowest floor from which it sees all that
// it imports beneath it. Programs of developers and suites for tests are left out.
func TestThePictureShowsEveryPackage(t *testing.T) {
	const opening, closing = "<!-- drawn by `go test . -update` -->\n```\n", "```\n"
	text, err := os.ReadFile("ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}

	before, rest, found := bytes.Cut(text, []byte(opening))
	drawn, after, closed := bytes.Cut(rest, []byte(closing))
	if !found || !closed {
		t.Fatalf("ARCHITECTURE.md lacks a picture between %q and %q", opening, closing)
	}

	want := picture(packages(t))
	if string(drawn) == want {
		return
	}
	if !*update {
		t.Fatalf("the picture in ARCHITECTURE.md is not that of the imports; draw it with `go test . -update`:\n%s",
			want)
	}
	text = slices.Concat(before, []byte(opening), []byte(want), []byte(closing), after)
	if err := os.WriteFile("ARCHITECTURE.md", text, 0o644); err != nil {
		t.Fatal(err)
	}
}

// packages are the program's packages with those of ours that each imports.
func packages(t *testing.T) map[string]map[string]bool {
	all := map[string]map[string]bool{}
	for file, imports := range goFiles(t) {
		folder := path.Dir(file)
		if folder == "." || strings.HasSuffix(folder, "test") || strings.Contains(folder, "/internal/") ||
			strings.HasPrefix(folder, "internal/licenses/") {
			continue
		}
		if all[folder] == nil {
			all[folder] = map[string]bool{}
		}
		for _, imported := range imports {
			if ours, ok := strings.CutPrefix(imported, "otklik/"); ok {
				all[folder][ours] = true
			}
		}
	}
	return all
}

func picture(packages map[string]map[string]bool) string {
	floors := map[string]int{}
	var floor func(name string) int
	floor = func(name string) int {
		if n, known := floors[name]; known {
			return n
		}
		n := 0
		for below := range packages[name] {
			n = max(n, floor(below)+1)
		}
		floors[name] = n
		return n
	}
	for name := range packages {
		floor(name)
	}

	var out strings.Builder
	for n := slices.Max(slices.Collect(maps.Values(floors))); n >= 0; n-- {
		line := ""
		for _, name := range slices.Sorted(maps.Keys(packages)) {
			if floors[name] != n {
				continue
			}
			if len(line)+len(name)+2 > 110 {
				out.WriteString(line + "\n")
				line = ""
			}
			if line != "" {
				line += "  "
			}
			line += name
		}
		out.WriteString(line + "\n")
		if n > 0 {
			out.WriteString("\n")
		}
	}
	return out.String()
}
