package reading

import (
	"testing"

	"otklik/internal/inbox"
)

// Whoever writes of taking his own life is never left unread; who speaks of hanging a lamp or jokes is not meant.
func TestDespairIsNeverMissed(t *testing.T) {
	r := newReader(t)
	for text, want := range map[string]bool{
		"сил нет, покончу с собой":                         true,
		"Повешусь, если не услышите":                       true,
		"Жить не хочется, третий отказ от вас":             true,
		"Мне уже незачем жить, сын погиб, помощи ниоткуда": true,
		"не знаю, что с собой сделаю, помогите":            true,
		"Хочу умереть, больше ничего не хочу":              true,
		"Не хочу жить": true,
		"Не хочу жить, в классе надо мной издеваются":           true, // the comma unties them
		"Мне не хочется больше жить":                            true,
		"Больше не могу жить. Вечером всё кончится":             true,
		"сегодня убью себя":                                     true,
		"Хочу просто умереть":                                   true,
		"Устала жить, простите":                                 true,
		"Сил больше нет жить":                                   true,
		"Лучше бы я умер":                                       true,
		"Устали жить без дороги":                                false,
		"Нет сил жить в этом бараке":                            false,
		"наложу на себя руки":                                   true,
		"сижу и режу вены":                                      true,
		"Дочь написала, что спрыгнет с моста":                   true,
		"Брат не хочет больше жить":                             true,
		"Выпью все таблетки и усну":                             true,
		"Не хочу жить на первом этаже":                          false,
		"не хочется жить в таком дворе":                         false,
		"Молодёжь не хочет жить в деревне":                      false,
		"Хочу умереть от смеха":                                 false,
		"Мы жить не можем без нашего хора":                      false,
		"Жить не могу без рыбалки":                              false,
		"Убил бы себя за такую подачу":                          false,
		"Не могу больше жить без воды":                          false,
		"Без отопления больше не могу жить":                     false,
		"Не могу больше жить в таких условиях":                  false,
		"Не хочешь жить — не живи":                              false,
		"Повесьте фонарь у подъезда, темно":                     false,
		"Когда повесили этот знак?":                             false,
		"от таких дорог повешусь)))":                            false,
		"В такой грязи жить не хочу и не буду, уберите свалку!": true, // rather one too many
	} {
		a := r.ReadText(text)
		if despairs := a.Urgency == inbox.Life && a.NeedsAnswer && len(a.Reasons) > 0 &&
			a.Reasons[0].Code == "despair"; despairs != want {
			t.Errorf("%s: %+v", text, a)
		}
	}
}

// A greeting in another language does not hide what follows it.
func TestForeignPleasAreNotGreetings(t *testing.T) {
	r := newReader(t)
	for text, needs := range map[string]bool{
		"Исәнмесез! Урамда ут юк, ярдәм итегез":            true,
		"Һаумыһығыҙ, мәктәптә һыуыҡ, балалар ауырый беҙҙә": true,
		"Исәнмесез!": false,
		"Рәхмәт сезгә, бик яхшы эшлисез": false,
		"Сәлам, хөрмәтле губернатор":     false,
	} {
		if a := r.ReadText(text); a.NeedsAnswer != needs {
			t.Errorf("%s: %+v", text, a)
		}
	}
}
