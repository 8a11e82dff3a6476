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
		{"тоже самое", rubbish, true},
		{"То же самое!", rubbish, true},
		{"аналогично", rubbish, true},
		{"и у нас", rubbish, true},
		{"Присоединяюсь", rubbish, true},
		{"+1", rubbish, true},
		{"и в Берёзовке", rubbish, true},
		{"И на Новой Слободе!", rubbish, true},
		{"и в чём дело", rubbish, false},
		{"+1", "Праздник удался, салют был прекрасный!", false},
		{"и в Берёзовке", "Праздник удался, салют был прекрасный!", false},
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
	if a := r.Read(Text{Text: "у нас тоже", Post: rubbish}); !a.NeedsAnswer || a.Group != "Обращение с отходами" {
		t.Errorf("an echo of the post: %+v", a)
	}
	if a := r.Read(Text{Text: "у нас тоже", Post: "Открыли новый парк, приходите гулять"}); a.NeedsAnswer {
		t.Errorf("an echo of good news: %+v", a)
	}
}
