package place_test

import (
	"testing"

	"otklik/reading/place"
)

// Without a region a neighbourhood's common name is no town's, least of all where another town is named.
func TestCommonNeighbourhoodsTellNoTown(t *testing.T) {
	f, err := place.New(place.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"микрорайон Юбилейный без воды, Самара":     "Самара",
		"Микрорайон Солнечный, Тольятти, нет света": "Тольятти",
		"Энск, микрорайон Солнечный, ямы":           "",
	} {
		if got := f.Find(text, "").Municipality; got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func TestVillageNamesAreNotDamaged(t *testing.T) {
	f, err := place.New(place.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"посёлок Лесозаводской без света":                "Лесозаводской",
		"В посёлке Торфяной Мыс нет воды":                "Торфяной Мыс",
		"в станице Приречной дорогу не чистят":           "Приречная",
		"село Красный Яр, когда починят мост?":           "Красный Яр",
		"Стоим у станции. Между рельсами ямы":            "",
		"пос. Верхнелиманный, третий день нет отопления": "Верхнелиманный",
	} {
		p := f.Find(text, "")
		if got := p.Settlement; got != want && p.Municipality != want {
			t.Errorf("%s: %q, %q; want %q", text, got, p.Municipality, want)
		}
	}
}
