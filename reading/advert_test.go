package reading

import (
	"testing"

	"otklik/inbox"
)

// A complaint that calls away to somebody's channel is advertising where many send it; one with a photograph or a petition is
// not.
func TestAdvertising(t *testing.T) {
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]bool{
		"У нас в доме 5 по улице Лесной нет отопления, дети мёрзнут, примите меры!":                            false,
		"Яма у дома 5 на Лесной, фото по ссылке https://example.org/foto.jpg, когда заделаете?":                false,
		"Верните маршрут 12, до больницы не доехать. Подпишите петицию https://example.org/petition":           false,
		"Верните маршрут 12, до больницы не доехать! Подпишитесь под обращением: https://example.org/letter":   false,
		"Нет отопления в доме? Вступайте в наш канал https://t.me/example_teplo, поможем взыскать деньги!":     true,
		"Когда отремонтируют дорогу на Садовой? Подписывайтесь: https://t.me/example_novosti, там всё узнаете": true,
		"Нет горячей воды третий день. Как я получил компенсацию, пишу в личку, жми https://example.org/x":     true,
	} {
		if a := r.ReadText(text); a.Advert != want || !want && !a.NeedsAnswer {
			t.Errorf("%q: advertises %v, needs an answer %v", text, a.Advert, a.NeedsAnswer)
		}
	}
	if a := r.ReadText("Срочно нужны деньги? Займ без отказа за 5 минут на карту, промокод внутри, https://example.org/zaim"); !a.Advert && a.Category != inbox.Spam {
		t.Errorf("%+v", a)
	}
}
