package problem

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"otklik/internal/reading/place"
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
			if ok, reason := Duplicates(item(a), item(b)); ok {
				t.Errorf("joined (%s):\n\t%s\n\t%s", reason, a, b)
			}
		}
	}
	for _, same := range [][2]string{
		{"Клуб в деревне Дальние Ключики закрыли, молодёжи податься некуда", "когда откроют клуб в Дальних Ключиках? " +
			"закрыт с весны, деревня Дальние Ключики"},
		{"В деревне Дальние Ключики нет ни одного фонаря", "Деревня Дальние Ключики, темнота на улицах, фонари когда " +
			"поставите"},
	} {
		if ok, reason := Duplicates(item(same[0]), item(same[1])); !ok {
			t.Errorf("not joined (%s): %q", reason, same)
		}
	}
}

// TestAStreetStandsInEveryVillage: its name joins messages of one settlement, not of several, nor those that name one
// with those that do not.
func TestAStreetStandsInEveryVillage(t *testing.T) {
	for _, region := range []string{"", "Рязанская область"} {
		f, err := place.New(place.Options{Region: region})
		if err != nil {
			t.Fatal(err)
		}
		for _, home := range []string{"", "Рыбновский район"} {
			item := func(text string) Item { return Item{Text: text, Place: f.Find(text, home)} }
			apart := []string{
				"В селе Ивашково на улице Садовая нет света второй день",
				"В деревне Берёзки на улице Садовая света нет вторые сутки",
				"Посёлок Лугинский, улица Садовая: с утра нет света",
				"На улице Садовой нет света",
				"Нет света, ул. Садовая, Кременкино",
				"Трубный, ул. Садовая, света нет",
				"в Сакулове на Садовой нет света",
				"СНТ Ветеран, улица Садовая, нет света",
				"Садовая 5, Дубки, нет света",
				"Дер. Малые Харлуши, Садовая 5 — нет света",
				"хутор Верхний, Садовая 5, света нет",
				"станица Ольгинская, Садовая 5 нет света",
			}
			for i, a := range apart {
				for _, b := range apart[:i] {
					if ok, reason := Duplicates(item(a), item(b)); ok {
						t.Errorf("region %q, home %q: joined (%s):\n\t%s %+v\n\t%s %+v", region, home, reason, a,
							item(a).Place, b, item(b).Place)
					}
				}
			}
			for _, together := range [][2]string{
				{"На улице Садовой нет света", "Садовая улица, третий час света нет"},
				{"В селе Ивашково на улице Садовая нет света второй день", "Ивашково, ул. Садовая, света нет"},
				{"в Сакулове на Садовой нет света", "Сакулово, улица Садовая, опять нет света"},
				{"Не вывозят мусор, Садовая 5", "На Садовой 5 мусор не вывозят неделю"},
				{"Дер. Малые Харлуши, Садовая 5 — нет света", "В деревне Малые Харлуши на Садовой 5 нет света"},
				{"На улице Садовой нет света", "Нет света на Садовой. Андрей Петрович, помогите!"},
			} {
				if ok, reason := Duplicates(item(together[0]), item(together[1])); !ok {
					t.Errorf("region %q, home %q: not joined (%s): %q %+v %+v", region, home, reason, together,
						item(together[0]).Place, item(together[1]).Place)
				}
			}
		}
	}
}

// TestAProblemDoesNotGrowFromVillageToVillage: messages that name no settlement do not tie those together that do.
func TestAProblemDoesNotGrowFromVillageToVillage(t *testing.T) {
	f, err := place.New(place.Options{})
	if err != nil {
		t.Fatal(err)
	}
	g := New(Options{})
	for i, text := range []string{"На улице Садовой нет воды", "В селе Ивашково на улице Садовой нет воды",
		"Садовая улица, воды нет", "В деревне Берёзки на улице Садовой нет воды",
		"посёлок Лугинский, ул. Садовая, воды нет", "село Ивашково, улица Садовая без воды, нет воды"} {
		g.Add(fmt.Sprint(i), text, "ЖКХ", f.Find(text, ""), fmt.Sprint("u", i), start.Add(time.Duration(i)*time.Minute))
	}
	var sizes []string
	for _, p := range g.Problems() {
		sizes = append(sizes, strings.Join(p.Members, "+"))
	}
	slices.Sort(sizes)
	if got := strings.Join(sizes, " "); got != "0+2 1+5 3 4" {
		t.Errorf("problems %s", got)
	}
}
