package place

import "testing"

func TestRegionsAreKnownByTheNamesPeopleWrite(t *testing.T) {
	regions, err := Regions()
	if err != nil || len(regions) < 85 {
		t.Fatal(len(regions), err)
	}
	for _, name := range []string{"Челябинская область", "челябинская  обл.", "Татарстан", "Республика Татарстан",
		"Пермский край", "г. Москва", "Санкт-Петербург",
		"Ханты-Мансийский автономный округ — Югра", "Республика Крым", "Севастополь", "Херсонская область",
		" Тверская область "} {
		if !IsRegion(name, regions) {
			t.Errorf("%q is not known", name)
		}
	}
	for _, name := range []string{"", "область", "Республика", "Энская область", "Челябинск", "Челябинская облость",
		"Тридевятое царство"} {
		if IsRegion(name, regions) {
			t.Errorf("%q is taken for a region", name)
		}
	}
	for _, name := range regions { // each is found by New, or said to have no places
		if _, err := New(Options{Region: name}); (err == nil) != HasPlaces(name) {
			t.Errorf("%s: %v, has places: %t", name, err, HasPlaces(name))
		}
	}
}
