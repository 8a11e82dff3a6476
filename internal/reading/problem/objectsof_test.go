package problem

import (
	"slices"
	"strings"
	"testing"
)

// TestObjectsOf: which numbers name something, and which only count, date or address.
func TestObjectsOf(t *testing.T) {
	of := func(text string) []uint32 {
		list := objectsOf(tokens(text), func(number string) bool { return number == "117" },
			func(low string) bool { return low == "гагарина" })
		slices.Sort(list)
		return list
	}
	for text, same := range map[string]string{
		"Школа 2":                       "у второй школы",
		"школа № 125":                   "сто двадцать пятая школа",
		"СОШ №5":                        "5-я школа",
		"МБОУ СОШ № 8":                  "школа номер 8",
		"лицей 4":                       "школа 4",
		"25-й автобус":                  "маршрут № 25",
		"маршрутка 40":                  "сороковой маршрут",
		"автобус 46к":                   "автобус № 46К",
		"детский сад № 12":              "12 садик",
		"д/с 12":                        "двенадцатый детский сад",
		"МБДОУ № 12":                    "детсад 12",
		"2 городская больница":          "ГКБ № 2",
		"у 3 школы собаки":              "школа №3",
		"Маршрут 25 не ходит, школа 10": "в 10 школу не доехать, где 25 автобус",
		"школа 10 на Гагарина 117":      "Гагарина 117 школа 10",
		"автобус 25 утром и автобус 25 ночью": "автобус 25",
	} {
		a, b := of(text), of(same)
		if len(a) == 0 || !sameObject(a, b) || otherObjects(a, b) {
			t.Errorf("%q and %q are not the same: %x %x", text, same, a, b)
		}
	}
	for text, other := range map[string]string{
		"автобус 5":                "трамвай 5",
		"лицей 1":                  "гимназия 1",
		"музыкальная школа 4":      "школа 4",
		"детская поликлиника 2":    "взрослая поликлиника 2",
		"автобус 46":               "автобус 46к",
		"школы 5 и 7":              "школы 6 и 8",
		"магазин № 8":              "магазин № 18",
		"двадцать второй трамвай":  "двадцать третий трамвай",
		"вторая школа":             "двенадцатая школа",
		"автобус под номером 7":    "автобус под номером 17",
		"первый и второй садик №1": "садик №3",
	} {
		if a, b := of(text), of(other); !otherObjects(a, b) || !otherObjects(b, a) || sameObject(a, b) {
			t.Errorf("%q and %q are not parted: %x %x", text, other, a, b)
		}
	}
	for _, text := range strings.Split(`школа 3 года без крыши
автобуса нет 40 минут
ждём автобус 40 минут
третий автобус мимо
в 7 автобус не пришёл
в 8:30 автобус не пришёл
5 школ закрыли
3 автобуса в день
Гагарина 117 школа без света
дом 5 школа напротив
нужна школа. 25 человек в классе
школа 1 сентября не открылась
лицевой счёт 1234
магазин 24 часа
магазин 5
школьник 10 лет
садик 2 группа
лицензия № 5
мост 5 метров
`, "\n") {
		if got := of(text); len(got) > 0 {
			t.Errorf("%q names %x", text, got)
		}
	}
	if a, b := of("школа 3, автобус 25"), of("школа 3, автобус 52"); !sameObject(a, b) || !otherObjects(a, b) {
		t.Error("one school does not make one of two routes")
	}
	if got := of(strings.Repeat("школа 1 школа 2 ", 40)); len(got) > objectsRead {
		t.Errorf("%d objects", len(got))
	}
}
