package reading

import "testing"

func TestEchoesAreReadAsWhatTheyRepeat(t *testing.T) {
	r := newReader(t)
	const rubbish = "Второй месяц не вывозят мусор со двора на Полевой, контейнеры переполнены"
	for _, c := range []struct {
		text, above string
		want        bool
	}{
		{"у нас тоже", rubbish, true},
		{"и на Кирова так же", rubbish, true},
		{"В Заречном та же история", rubbish, true},
		{"У нас на Мира аналогично!", rubbish, true},
		{"у нас тоже", "", false},
		{"у нас тоже", "Праздник удался, салют был прекрасный!", false},
		{"Я тоже так думаю", rubbish, false},
		{"спасибо, у нас тоже вывезли", rubbish, false},
		{"у нас тоже 😂😂", rubbish, false},
	} {
		a := r.Read(Text{Text: c.text, Above: c.above})
		if a.NeedsAnswer != c.want {
			t.Errorf("%q under %q: needs an answer %v (%.3f), want %v: %v", c.text, c.above, a.NeedsAnswer, a.Score, c.want,
				a.Reasons)
		}
		if c.want && a.Group != "Обращение с отходами" {
			t.Errorf("%q under %q: group %s", c.text, c.above, a.Group)
		}
	}
}
