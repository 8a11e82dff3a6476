package place

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestHouses reads streets and houses.
func TestHouses(t *testing.T) {
	sentences(t, "houses.txt", 70, func(p Place) []string { return []string{p.Street, p.House} })
}

// TestNoFlatIsKept: however people write a flat behind a house, its number is in no field.
func TestNoFlatIsKept(t *testing.T) {
	f := newFinder(t, "Самарская область")
	draw := func(t *rapid.T, label string, of ...string) string { return rapid.SampledFrom(of).Draw(t, label) }
	rapid.Check(t, func(t *rapid.T) {
		flat := fmt.Sprint(rapid.IntRange(700, 799).Draw(t, "flat"))
		house := fmt.Sprint(rapid.IntRange(1, 199).Draw(t, "house")) +
			draw(t, "block", "", "а", " А", "-Б", "/2", "к3", " к3", " корп. 3", ", корпус 3", " стр. 2", " литера А")
		inside := draw(t, "inside", "-%s", " - %s", " кв %s", " кв. %s", ",кв.%s", "кв%s", "кв.%s", ", квартира %s",
			", %s", ", %s квартира", " (кв. %s)", ", кв. №%s", ", подъезд 2, кв. %s", " квартира номер %s", ", п. 2 кв %s")
		address := draw(t, "word", "", "д.", "д. ", "дом ", "№", "дом № ") + house + strings.Replace(inside, "%s", flat, 1)
		text := draw(t, "street", "ул. Гагарина, ", "улица Гагарина ", "на Гагарина, ", "Самара, проспект Мира, ") + address
		if rapid.Bool().Draw(t, "before") {
			text = "дом " + house + strings.Replace(inside, "%s", flat, 1) + " по улице Гагарина"
		}
		p := f.Find(text+draw(t, "end", "", ", течёт крыша", " нет воды", "."), "")
		if all := p.Municipality + p.Settlement + p.Part + p.Street + p.House; strings.Contains(all, flat) {
			t.Fatalf("%s: %+v", text, p)
		}
	})
}
