package reading

import (
	"testing"

	"otklik/internal/inbox"
)

// Whoever writes of taking his own life is never left unread; who speaks of hanging a lamp or jokes is not meant.
func TestDespairIsNeverMissed(t *testing.T) {
	r := newReader(t)
	for text, want := range map[string]bool{
		"сил нет, покончу с собой":                              true,
		"Повешусь, если не услышите":                            true,
		"Жить не хочется, третий отказ от вас":                  true,
		"Мне уже незачем жить, сын погиб, помощи ниоткуда":      true,
		"не знаю, что с собой сделаю, помогите":                 true,
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
