package reading

import (
	"cmp"
	"strings"
	"testing"

	"otklik/internal/inbox"
)

// TestDegrees reads sentences of all degrees: nobody in danger is taken for calm, and nothing calm for urgent.
func TestDegrees(t *testing.T) {
	r := newReader(t)
	right, n := map[string]int{}, map[string]int{}
	for _, row := range table(t, "urgency.txt") {
		want, text, _ := strings.Cut(row, " | ")
		n[want]++
		got := cmp.Or(string(r.ReadText(text).Urgency), "none")
		if got == want {
			right[want]++
			continue
		}
		t.Logf("%s, want %s: %s", got, want, text)
		if got == "none" && want == "life" || want == "none" && got != "hazard" {
			t.Errorf("%s for %s: %s", got, want, text)
		}
	}
	for _, degree := range []string{"life", "outage", "hazard", "none"} {
		if n[degree] < 10 || right[degree]*100 < 85*n[degree] {
			t.Errorf("%d of %d are read as %s, want 85 %%", right[degree], n[degree], degree)
		}
	}
}

// What people may die of outranks what annoys them.
func TestWhatEndangersOutranksWhatAnnoys(t *testing.T) {
	r := newReader(t)
	worse := []string{
		"Рыбаки и дети ходят по тонкому льду у дамбы", "В третьем подъезде запах газа, сделайте что-нибудь",
		"Собаки искусали женщину у магазина, отловите стаю", "Люди падают в обморок в душной очереди в МФЦ",
	}
	milder := []string{
		"В частном секторе жгут листья, запретите", "Сделайте лежачих полицейских на нашей улице",
		"Лежачий полицейский у школы стёрся, обновите",
	}
	for _, w := range worse {
		a := r.ReadText(w)
		if !a.NeedsAnswer || a.Urgency != inbox.Life {
			t.Errorf("%q, needs an answer: %t: %s", a.Urgency, a.NeedsAnswer, w)
		}
		for _, m := range milder {
			if b := r.ReadText(m); a.Urgency.Compare(b.Urgency) <= 0 {
				t.Errorf("%q is no worse than %q: %s", w, m, b.Urgency)
			}
		}
	}
}

// Who is in danger beyond doubt may wake somebody alone; what only sounds dangerous waits for another to say it, too.
func TestCertainty(t *testing.T) {
	r := newReader(t)
	for _, text := range []string{
		"Запах газа в подъезде, помогите", "Я больше не хочу жить", "Рыбаки и дети ходят по тонкому льду у дамбы",
	} {
		if a := r.ReadText(text); a.Urgency != inbox.Life || !a.Certain {
			t.Errorf("%q, certain: %t: %s", a.Urgency, a.Certain, text)
		}
	}
	for _, row := range table(t, "urgency.txt") {
		want, text, _ := strings.Cut(row, " | ")
		if a := r.ReadText(text); a.Certain && a.Urgency == inbox.Life && want != string(inbox.Life) {
			t.Errorf("certain of danger where it is %s: %s", want, text)
		}
		if a := r.ReadText(text); a.Certain && a.Urgency == inbox.NotUrgent {
			t.Errorf("certain of no danger: %s", text)
		}
	}
}

// An outage that is announced, feared or asked for is none yet.
func TestAnnouncedOutagesAreNotOutages(t *testing.T) {
	r := newReader(t)
	for text, want := range map[string]bool{
		"Обещают отключить воду в июле":                    false,
		"С 1 июня отключат воду":                           false,
		"Завтра отключат свет на весь день":                false,
		"Планируется отключение электроэнергии 12 мая":     false,
		"Свет отключают с пятого июля, пишут в подъезде":   false,
		"Когда уже отключат отопление, в квартирах жара":   false,
		"Отключение воды в субботу будет или нет":          false,
		"Будут ли отключения газа на праздники?":           false,
		"Где висит график отключений света?":               false,
		"Когда в деревню привезут газ в баллонах?":         false,
		"Почему не предупреждаете об отключении воды?":     false,
		"Перекрёсток без света, идти страшно":              false,
		"Не предупредили об отключении, сидим без воды":    true,
		"Нет света с утра, дадут сегодня или нет?":         true,
		"Воду отключили, обещают включить к вечеру":        true,
		"Света нет, говорили, отключат на час, а уже пять": true,
		"Сидим без воды, обещали отключить на час":         true,
	} {
		if a := r.ReadText(text); (a.Urgency == inbox.Outage) != want {
			t.Errorf("%q: %s", a.Urgency, text)
		}
	}
}

// What hangs above people has hurt nobody yet, however sure the encoder is that it may.
func TestWhatHangsIsAHazard(t *testing.T) {
	r := newReader(t)
	for _, text := range []string{
		"Сосульки над входом в Лесную 7 с человеческий рост, сбивать никто не хочет",
		"Столб у дома 3 держится на проводах. Упадёт на машину или на прохожего",
	} {
		if a := r.ReadText(text); !a.NeedsAnswer || a.Urgency != inbox.Hazard {
			t.Errorf("%q, needs an answer: %t: %s", a.Urgency, a.NeedsAnswer, text)
		}
	}
}

// Dogs without a lead that attack nobody are a danger that stands, whatever a model makes of them.
func TestWhatThreatensNobodyYetIsAHazard(t *testing.T) {
	r := newReader(t)
	if r.opinions == nil {
		t.Skip("built without the encoder")
	}
	for _, text := range []string{
		"Соседка держит двух алабаев без привязи", "Сосед выгуливает ротвейлера без намордника",
		"Овчарка гуляет без поводка у школы",
	} {
		if a := r.ReadText(text); !a.NeedsAnswer || a.Urgency != inbox.Hazard || a.Group != "Безопасность и правопорядок" {
			t.Errorf("%q, group %s, needs an answer: %t: %s", a.Urgency, a.Group, a.NeedsAnswer, text)
		}
	}
}
