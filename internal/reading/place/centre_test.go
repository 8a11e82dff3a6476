package place

import (
	"strings"
	"testing"
)

// TestCentresAreOfTheRegisters holds the list of centres against the registers: each district is one of its region's,
// and no centre is a town, which would be known from there.
func TestCentresAreOfTheRegisters(t *testing.T) {
	data, err := unpack()
	if err != nil {
		t.Fatal(err)
	}
	districts, towns := map[string]bool{}, map[string]bool{}
	for line := range strings.SplitSeq(string(data), "\n") {
		field := strings.Split(line, "\t")
		switch field[0] {
		case "D", "O":
			districts[field[1]+" "+lower(field[3])] = true
		case "T":
			towns[field[1]+" "+lower(field[3])] = true
		}
	}
	pairs, led := 0, map[string]bool{}
	for _, line := range lines(centresList) {
		code, rest, ok := strings.Cut(line, ": ")
		if !ok {
			t.Fatalf("a line without a region: %.40s", line)
		}
		for pair := range strings.SplitSeq(rest, ", ") {
			adjective, name, _ := strings.Cut(pair, " ")
			name = strings.TrimSuffix(name, "?")
			key := code + " " + lower(adjective)
			if pairs++; !districts[key] || led[key] {
				t.Errorf("%s: %s is no district of the region, or stands twice", code, adjective)
			}
			if led[key] = true; name == "" || towns[code+" "+lower(name)] {
				t.Errorf("%s: the centre %q is a town, or missing", code, name)
			}
		}
	}
	if pairs < 1000 {
		t.Errorf("only %d centres", pairs)
	}
}

// The municipality is the settlement that is named; the district that it leads or lies in stands beside it.
func TestCentreTellsItsDistrict(t *testing.T) {
	for _, c := range []struct{ region, text, municipality, settlement, district string }{
		{"Томская область", "Мельниково, дорогу размыло", "Мельниково", "Мельниково", "Шегарский район"},
		{"Томская область", "в селе Парабели нет аптеки", "Парабель", "Парабель", "Парабельский район"},
		{"Челябинская область", "Чесма. Нет аптеки", "Чесма", "Чесма", "Чесменский район"},
		{"Челябинская область", "пос. Рощино Сосновский район, нет аптеки", "Рощино", "Рощино", "Сосновский район"},
		{"Республика Татарстан", "с. Габишево Лаишевский район, нет аптеки", "Габишево", "Габишево",
			"Лаишевский район"},
		{"Московская область", "д. Головково Наро-Фоминского района, нет аптеки", "Головково", "Головково",
			"Наро-Фоминский район"},
		{"Краснодарский край", "в станице Каневской нет аптеки", "Каневская", "Каневская", "Каневской район"},
		{"Краснодарский край", "ст. Елизаветинская Краснодар, нет аптеки", "Краснодар", "Елизаветинская", ""},
		{"Челябинская область", "Миасс, нет аптеки", "Миасс", "", ""},
	} {
		p := newFinder(t, c.region).Find(c.text, "")
		if p.Municipality != c.municipality || p.Settlement != c.settlement || p.District != c.district {
			t.Errorf("%s: %q, %q, %q", c.text, p.Municipality, p.Settlement, p.District)
		}
	}
}

func TestInNominative(t *testing.T) {
	for _, c := range [][4]string{
		{"Кунашаке", "кунашак", "в", "Кунашак"}, {"Муслюмове", "муслюмов", "в", "Муслюмово"},
		{"Тимофеевке", "тимофеев", "в", "Тимофеевка"},
		{"Наровчатке", "наровчат", "в", "Наровчатка"}, {"Бакчара", "бакчар", "из", "Бакчар"},
		{"Халитова", "халитов", "из", "Халитово"},
		{"Бродокалмак", "бродокалмак", "в", "Бродокалмак"}, {"Агаповка", "агапов", "из", "Агаповка"},
	} {
		if got := inNominative(c[0], c[1], c[2]); got != c[3] {
			t.Errorf("%s %s: %s, want %s", c[2], c[0], got, c[3])
		}
	}
}

// The lists' levels are read: a section that is misspelt would make every name everyday.
func TestLevelsOfDoubt(t *testing.T) {
	f := newFinder(t, "")
	for name, want := range map[string]doubt{"Победа": everyday, "Клин": wordlike, "Дубна": namesake} {
		if e := f.townByName(name); e == nil && name != "Победа" || e != nil && (!e.needsCue || e.doubt != want) {
			t.Errorf("%s: %+v", name, e)
		}
	}
}

// One of the country's many Сосновкаs is a town: without a region a text that does not call it one names no district.
func TestATownNamedLikeVillagesHasNoDistrictByChance(t *testing.T) {
	f := newFinder(t, "")
	for text, want := range map[string]string{
		"В Сосновке не чистят дороги":        "",
		"В Каменке нет света":                "",
		"В городе Сосновка не чистят дороги": "Вятскополянский район",
		"В Лебедяни нет воды":                "Лебедянский район",
	} {
		if p := f.Find(text, ""); p.Municipality == "" || p.Today != want {
			t.Errorf("%s: %q of %q, want %q", text, p.Municipality, p.Today, want)
		}
	}
}
