package place_test

import (
	"testing"

	"otklik/reading/place"
)

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
