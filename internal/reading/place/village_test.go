package place_test

import (
	"testing"

	"otklik/internal/reading/place"
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

// A kind of street that is written out and ends its sentence names no street by the next one.
func TestStreetsEndWithTheirSentence(t *testing.T) {
	f, err := place.New(place.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"Очередь стоит прямо на улице. Откройте второе окно": "",
		"Дети гуляют на улице! Садик закрыт":                 "",
		"Не чистят ни дворы, ни проспект. Техника стоит":     "",
		"Яма на ул. Садовой у дома 5":                        "улица Садовая",
		"Яма на улице Садовой. Заделайте":                    "улица Садовая",
		"Темно на просп. Мира, дом 4":                        "проспект Мира",
		"Ждём на улице, Садовая 5, замёрзли":                 "улица Садовая",
	} {
		if got := f.Find(text, "").Street; got != want &&
			!(want != "" && place.StreetKey(got) == place.StreetKey(want)) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
