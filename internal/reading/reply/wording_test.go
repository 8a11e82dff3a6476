package reply

import "testing"

func TestWording(t *testing.T) {
	const stock = "Ваше сообщение направлено в администрацию района для рассмотрения и принятия мер в пределах " +
		"компетенции"
	for _, same := range []string{
		stock + ".", "Здравствуйте, Анна Петровна! " + stock + ".", "[id7|Пётр], " + stock + "!",
		"Добрый день! " + stock, "Ольга, " + stock,
	} {
		if Fingerprint(same, 4) != Fingerprint(stock, 4) {
			t.Errorf("taken for another text: %q", same)
		}
	}
	for a, b := range map[string]string{
		"Яму на Садовой засыпали 5 мая":  "Яму на Садовой засыпали 7 мая",
		"Нет воды на Лесной второй день": "Нет воды на Садовой второй день",
	} {
		if Fingerprint(a, 4) == Fingerprint(b, 4) {
			t.Errorf("taken for one text: %q, %q", a, b)
		}
	}
	for _, short := range []string{"", "👍", "Да", "Сделаем завтра", "Здравствуйте, Анна Петровна! Сделаем завтра"} {
		if Fingerprint(short, 4) != 0 {
			t.Errorf("too short to be a copy: %q", short)
		}
	}
}

func TestDifferent(t *testing.T) {
	for name, c := range map[string]struct {
		complaints []string
		want       int
	}{
		"many matters": {[]string{"Яма на Садовой", "Нет горячей воды в доме", "Собаки кусают детей"}, 3},
		"the same one again": {[]string{"Яма на Садовой", "Яма на Садовой!", "Нет горячей воды", "Яма на Садовой"},
			2},
		"ten people, one thing": {[]string{"Нет воды на Лесной!", "Где вода? Лесная 5", "когда дадут воду"}, 1},
		"without a matter":      {[]string{"", "👍"}, 0},
		"none":                  {nil, 0},
	} {
		var matters [][]uint32
		for _, text := range c.complaints {
			matters = append(matters, Subject(text))
		}
		if got := CountDistinct(matters); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}
