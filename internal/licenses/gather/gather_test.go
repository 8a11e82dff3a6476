package gather_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"otklik/internal/licenses"
	"otklik/internal/licenses/gather"
)

const root = "../../.."

// Every module that the program is linked from, on every system, and everything else that is in it, comes with the
// text of its licence, as it is in the module cache. After a change of go.mod: go generate ./internal/licenses
func TestWhatIsLinkedComesWithItsLicence(t *testing.T) {
	want, err := gather.Components(root)
	if errors.Is(err, gather.ErrUnavailable) {
		t.Skipf("what the program is linked from cannot be looked at here: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	have, err := licenses.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range want {
		i := slices.IndexFunc(have, func(c licenses.Component) bool { return c.Name == w.Name })
		switch {
		case i < 0:
			t.Errorf("%s %s is linked and its licence does not come with the program", w.Name, w.Version)
		case w.Version != have[i].Version && w.Name != licenses.Go:
			t.Errorf("%s is linked as %s and listed as %s", w.Name, w.Version, have[i].Version)
		// another version of Go may be tested with than built with
		case w.Text != have[i].Text && w.Name != licenses.Go:
			t.Errorf("%s %s: the licence that comes with the program is another", w.Name, w.Version)
		}
	}
	if len(have) != len(want) {
		t.Errorf("%d components are listed, %d are in the program", len(have), len(want))
	}
	if t.Failed() {
		t.Log("run: go generate ./internal/licenses")
	}
}

// A font of somebody else's has its licence beside it, and that comes with the program.
func TestFontsComeWithTheirLicences(t *testing.T) {
	packages, err := gather.Packages(root, "linux")
	if err != nil {
		t.Skipf("what the program is linked from cannot be looked at here: %v", err)
	}
	have, err := licenses.All()
	if err != nil {
		t.Fatal(err)
	}
	fonts := 0
	for _, p := range packages {
		for _, f := range p.EmbedFiles {
			if !slices.Contains([]string{".ttf", ".otf", ".woff", ".woff2"}, strings.ToLower(filepath.Ext(f))) {
				continue
			}
			fonts++
			text, err := os.ReadFile(filepath.Join(p.Dir, filepath.Dir(f), "LICENSE"))
			if err != nil || !slices.ContainsFunc(have, func(c licenses.Component) bool {
				return strings.TrimSpace(c.Text) == strings.TrimSpace(string(text))
			}) {
				t.Errorf("%s of %s comes without a licence: %v", f, p.ImportPath, err)
			}
		}
	}
	if fonts == 0 {
		t.Error("no font was found")
	}
}

func TestLicencesAreWhole(t *testing.T) {
	have, err := licenses.All()
	if err != nil {
		t.Fatal(err)
	}
	for name, words := range map[string]string{"Otklik": "MIT License", licenses.Go: "The Go Authors",
		"DejaVu fonts":       "Bitstream Vera",
		"golang.org/x/image": "Bigelow & Holmes", "Unicode Character Database": "Unicode, Inc.",
		"IANA time zone database": "public domain",
		"go.yaml.in/yaml/v4":      "Apache License", "github.com/wneessen/go-mail": "BSD-3-Clause.txt"} {
		i := slices.IndexFunc(have, func(c licenses.Component) bool { return c.Name == name })
		if i < 0 || !strings.Contains(have[i].Text, words) || name == licenses.Go && have[i].Version == "" {
			t.Errorf("%s is not listed with %q", name, words)
		}
	}
	for _, c := range have {
		if len(c.Text) < 100 || strings.Contains(c.Name, "/") && c.Version == "" {
			t.Errorf("%s %s: %q", c.Name, c.Version, c.Text)
		}
	}
}
