package place

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestMunicipalities(t *testing.T) {
	file := filepath.Join(t.TempDir(), "places")
	if err := os.WriteFile(file, []byte("Кедровый лог\tПримерный округ\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := New(Options{Region: "Челябинская область", File: file})
	if err != nil {
		t.Fatal(err)
	}
	names := f.Municipalities()
	for _, name := range []string{"Челябинск", "Сосновский район", "Примерный округ", "Казань"} {
		if n := slices.Index(names, name); n < 0 {
			t.Errorf("no %s", name)
		}
	}
	if slices.Index(names, "Миасс") > slices.Index(names, "Казань") {
		t.Error("another region comes first")
	}
	sorted := slices.Clone(names)
	slices.Sort(sorted)
	if len(slices.Compact(sorted)) != len(names) || slices.Contains(names, "") {
		t.Error("a name stands twice, or is empty")
	}
}
