package supply_test

import (
	"testing"

	"otklik/internal/text/supply"
)

// What is cut off is told by the words of the message; the topic decides where they tell nothing or several.
func TestOf(t *testing.T) {
	const heat, power = "ненадлежащее качество или отключение отопления", "отключение электричества, аварии на подстанциях, лэп"
	for _, c := range []struct {
		topic, text string
		want        supply.Supply
	}{
		{power, "Света нет на Ленина 1", supply.Power},
		{heat, "Второй час нет э/э по всей улице", supply.Power},
		{"жкх прочее", "Батареи ледяные, дети в куртках", supply.Heat},
		{"жкх прочее", "Нет горячей воды третий день", supply.Water},
		{"жкх прочее", "Газа нет с утра", supply.Gas},
		{power, "Ни воды, ни света с утра", supply.Power},
		{heat, "Сидим в куртках и ждём", supply.Heat},
		{"начало или завершение отопительного сезона", "Когда дадут?", supply.Heat},
		{"отсутствие холодной и/или горячей воды", "Опять отключили", supply.Water},
		{"отключение газоснабжения, аварийная ситуация", "Опять отключили", supply.Gas},
		{"газоны и клумбы", "Газон у дома вытоптан, светофор не горит", supply.None},
	} {
		if got := supply.Of(c.topic, c.text); got != c.want {
			t.Errorf("%q, %q: %q, want %q", c.topic, c.text, got, c.want)
		}
	}
}
