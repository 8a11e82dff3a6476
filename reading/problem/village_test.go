package problem

import (
	"testing"

	"otklik/reading/place"
)

// A village has many problems: its name and that it is a village join nothing.
func TestAVillageHasManyProblems(t *testing.T) {
	f, err := place.New(place.Options{})
	if err != nil {
		t.Fatal(err)
	}
	item := func(text string) Item { return Item{Text: text, Place: f.Find(text, "")} }
	texts := []string{
		"Почта в деревне Дальние Ключики открыта два часа в неделю, пенсию ждём на морозе",
		"Пожарный водоём в деревне Дальние Ключики зарос, а если загоримся?",
		"Клуб в деревне Дальние Ключики закрыли, молодёжи податься некуда",
		"Магазин в деревне Дальние Ключики закрылся, за хлебом ездим в район",
		"Библиотеку в деревне Дальние Ключики закрыли и не спросили никого",
		"В деревне Дальние Ключики нет ни одного фонаря",
		"Связи в деревне Дальние Ключики никакой, на крышу лезем позвонить",
		"Дрова в деревню Дальние Ключики привозят втридорога",
	}
	for i, a := range texts {
		for _, b := range texts[:i] {
			if ok, reason := Same(item(a), item(b)); ok {
				t.Errorf("joined (%s):\n\t%s\n\t%s", reason, a, b)
			}
		}
	}
	for _, same := range [][2]string{
		{"Клуб в деревне Дальние Ключики закрыли, молодёжи податься некуда", "когда откроют клуб в Дальних Ключиках? закрыт с весны, деревня Дальние Ключики"},
		{"В деревне Дальние Ключики нет ни одного фонаря", "Деревня Дальние Ключики, темнота на улицах, фонари когда поставите"},
	} {
		if ok, reason := Same(item(same[0]), item(same[1])); !ok {
			t.Errorf("not joined (%s): %q", reason, same)
		}
	}
}
