package reading

import (
	"testing"

	"otklik/internal/inbox"
)

// A complaint that calls away to somebody's channel is advertising where many send it, and so is an offer to buy; one
// with a photograph or a petition is not, nor is one that speaks of prices, discounts and calls.
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

		"Нет горячей воды? Сантехник на дом недорого, звоните круглосуточно, выезд за полчаса":                           true,
		"В квартире холодно, из окон дует? Новые окна по цене завода, рассрочка, вызов замерщика бесплатно":              true,
		"Течёт крыша? Ремонт кровли любой сложности, договор, гарантия 5 лет, звоните прямо сейчас":                      true,
		"Отключили свет за долги? Юрист поможет списать долги, бесплатная консультация, пишите в лс":                     true,
		"Не работает холодильник? Починим за час, пенсионерам скидка, обращайтесь":                                       true,
		"Отменили скидку на проезд пенсионерам, звоните хоть куда, никто не отвечает, верните льготу!":                   false,
		"Аптека больше не работает круглосуточно, в больницу звоните не звоните, трубку не берут. Когда откроют ночную?": false,
		"Гарантия на ремонт дороги два года, а ямы через месяц. Управляющая говорит: пишите куда хотите. Примите меры!":  false,
	} {
		if a := r.ReadText(text); a.Advert != want || !want && !a.NeedsAnswer {
			t.Errorf("%q: advertises %v, needs an answer %v", text, a.Advert, a.NeedsAnswer)
		}
	}
	if a := r.ReadText("Срочно нужны деньги? Займ без отказа за 5 минут на карту, промокод внутри, " +
		"https://example.org/zaim"); !a.Advert && a.Category != inbox.Spam {
		t.Errorf("%+v", a)
	}
}
