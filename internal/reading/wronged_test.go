package reading

import "testing"

// A few words that state a wrong done to people are a complaint without an address, a question or a plea; news, opinions
// and what is over are none.
func TestPlainStatementsOfWrongs(t *testing.T) {
	r := newReader(t)
	if r.opinions == nil {
		t.Skip("built without the encoder")
	}
	for text, want := range map[string]bool{
		"Пенсию пересчитали неправильно":            true,
		"Завод закрывают, всех сократили":           true,
		"Цифровые каналы не показывают":             true,
		"Соцработник перестал приходить":            true,
		"Субсидию сняли без объяснений":             true,
		"Уголь привезли с землёй пополам":           true,
		"Разметку нанесли криво, уже стёрлась":      true,
		"Речку завалили опилками":                   true,
		"Рыба в пруду передохла":                    true,
		"Рабочих уволили без расчёта":               true,
		"Премию врачам не начислили":                true,
		"Вода есть, но теперь мутная":               true,
		"Вода из колонки воняет болотом":            true,
		"Мне пенсию пересчитали, всё верно":         false,
		"Сократили бы лучше депутатов":              false,
		"Артиста уволили из театра за пьянку":       false,
		"Уволили — значит, было за что":             false,
		"В Америке тоже людей увольняют":            false,
		"Турнир перенесли на субботу":               false,
		"В советское время заводы работали":         false,
		"Ну и правильно, что закрыли эту наливайку": false,
		"Дачу продали, купили квартиру":             false,
	} {
		if a := r.ReadText(text); a.NeedsAnswer != want {
			t.Errorf("%s: needs an answer %v at %.2f", text, a.NeedsAnswer, a.Score)
		}
	}
}
