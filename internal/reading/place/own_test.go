package place

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestOwnFileSaysWhatAPlaceIs: a region's own file adds neighbourhoods, settlements and districts, and the name that a
// district of the register bears today.
func TestOwnFileSaysWhatAPlaceIs(t *testing.T) {
	file := filepath.Join(t.TempDir(), "places")
	if err := os.WriteFile(file, []byte("Дачный Берег\tМиасс\tмикрорайон\n"+
		"Верхние Сосны\tСаткинский район\tпосёлок\n"+
		"Саткинский муниципальный округ\tСаткинский район\tокруг\n"+
		"Приозёрный муниципальный округ\tУвельский район\tрайон\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := New(Options{Region: "Челябинская область", File: file})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]Place{
		"Дачный Берег без света": {Municipality: "Миасс", Part: "Дачный Берег"},
		"В Верхних Соснах темно": {Municipality: "Верхние Сосны", Settlement: "Верхние Сосны",
			Today: "Саткинский муниципальный округ"},
		"В Саткинском районе темно":       {Municipality: "Саткинский район", Today: "Саткинский муниципальный округ"},
		"Саткинский округ без света":      {Municipality: "Саткинский район", Today: "Саткинский муниципальный округ"},
		"В Бакале темно":                  {Municipality: "Бакал", Today: "Саткинский муниципальный округ"},
		"В Приозёрном районе темно":       {Municipality: "Увельский район", Today: "Приозёрный муниципальный округ"},
		"Увельский район без света":       {Municipality: "Увельский район", Today: "Приозёрный муниципальный округ"},
		"В Чесменском районе тоже темно":  {Municipality: "Чесменский район", Today: "Чесменский район"},
		"Приозёрный муниципальный округ!": {Municipality: "Увельский район", Today: "Приозёрный муниципальный округ"},
	} {
		p := f.Find(text, "")
		if p.Municipality != want.Municipality || p.Part != want.Part || p.Settlement != want.Settlement ||
			p.Today != want.Today {
			t.Errorf("%s: %+v, want %+v", text, p, want)
		}
	}
}

// TestOkrugsAreOfTheRegisters holds the list of changed districts against the register.
func TestOkrugsAreOfTheRegisters(t *testing.T) {
	data, err := unpack()
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, line := range lines(string(data)) {
		if field := strings.Split(line, "\t"); field[0] == "D" {
			known[field[1]], known[field[1]+" "+field[3]] = true, true
		}
	}
	for region, adjectives := range readOkrugs() {
		if !known[region] {
			t.Errorf("there is no region %s", region)
		}
		for _, a := range adjectives {
			if a = strings.TrimPrefix(a, "-"); a != "*" && !known[region+" "+a] {
				t.Errorf("region %s has no district %s", region, a)
			}
		}
	}
}
