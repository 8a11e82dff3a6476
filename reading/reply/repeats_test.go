package reply

import "testing"

func TestRepeats(t *testing.T) {
	const stock = "Ваше сообщение направлено в администрацию района для рассмотрения и принятия мер в пределах компетенции"
	type noted struct {
		reply, complaint string
		want             int
	}
	for name, steps := range map[string][]noted{
		"one text under many complaints": {
			{stock, "Яма на Садовой", 1}, {stock, "Нет горячей воды в доме", 2}, {stock, "Собаки кусают детей", FormalRepeats},
		},
		"a greeting, a name and punctuation do not matter": {
			{stock, "Яма на Садовой", 1}, {"Здравствуйте, Анна Петровна! " + stock + ".", "Нет горячей воды в доме", 2},
			{"[id7|Пётр], " + stock + "!", "Собаки кусают детей", 3}, {"Добрый день! " + stock, "Автобус опоздал", 4},
			{"Ольга, " + stock, "Врач ушёл", 5},
		},
		"the same pair again": {
			{stock, "Яма на Садовой", 1}, {stock, "Яма на Садовой!", 1}, {stock, "Нет горячей воды", 2}, {stock, "Яма на Садовой", 2},
		},
		"one honest answer to ten people about one thing": {
			{"Воду на Лесной включат сегодня к 18 часам", "Нет воды на Лесной!", 1},
			{"Воду на Лесной включат сегодня к 18 часам", "Где вода? Лесная 5", 1},
			{"Воду на Лесной включат сегодня к 18 часам", "когда дадут воду", 1},
		},
		"another date is another text": {
			{"Яму на Садовой засыпали 5 мая", "Яма на Садовой", 1}, {"Лифт в доме запустили 7 мая утром", "Лифт стоит", 1},
		},
		"short texts are no form letters": {
			{"Да", "Музей открыт?", 0}, {"Да", "Автобус пойдёт?", 0}, {"Сделаем завтра", "Яма", 0},
		},
		"a complaint without a matter": {{stock, "", 0}, {stock, "👍", 0}},
	} {
		t.Run(name, func(t *testing.T) {
			r := NewRepeats()
			for i, s := range steps {
				if got := r.Add(s.reply, s.complaint); got != s.want {
					t.Errorf("step %d, under %q: %d, want %d", i+1, s.complaint, got, s.want)
				}
			}
		})
	}
}

// TestRepeatsOrder: the count does not depend on other texts noted between.
func TestRepeatsOrder(t *testing.T) {
	r := NewRepeats()
	pairs := readPairs(t, "pairs.tsv")
	const stock = "Благодарим вас за обращение, ваше мнение будет учтено в нашей дальнейшей работе"
	count := 0
	for i, p := range pairs {
		r.Add(p.reply, p.citizen)
		switch i {
		case 10, 200, 400:
			complaint := map[int]string{10: "Яма на Садовой", 200: "Нет горячей воды", 400: "Собаки кусают детей"}[i]
			count++
			if got := r.Add(stock, complaint); got != count {
				t.Errorf("after %d others: %d, want %d", i, got, count)
			}
		}
	}
}
