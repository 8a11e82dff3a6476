package reading

import (
	"testing"
	"time"

	"otklik/internal/inbox"
)

func TestWhatBearsOnPromises(t *testing.T) {
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	zone := time.FixedZone("MSK", 3*60*60)
	by := r.Promised(t.Context(), zone)
	asked := inbox.Message{Text: "На Садовой, 5 яма во дворе, не проехать. Когда засыплете?"}
	for text, want := range map[string]bool{
		"Добрый день! Яму засыпали, проезд свободен.":                   true,
		"Яма на Садовой засыпана вчера, фото прикладываем.":             true,
		"Яму засыпят до 20 мая.":                                        false,
		"Здравствуйте! Ваше обращение принято в работу.":                false,
		"По всем вопросам обращайтесь в управляющую компанию.":          false,
		"Работы задерживаются из-за погоды, приносим извинения.":        false,
		"Благодарим за неравнодушие, вопрос находится на контроле.":     false,
		"Уважаемый житель, данный вопрос рассмотрен в рамках программы": false,
	} {
		got, err := by.Reports(asked, inbox.Message{Author: inbox.Author{Official: true}, Text: text})
		if err != nil || got != want {
			t.Errorf("%q: reports %v, %v; want %v", text, got, err, want)
		}
	}
	for text, want := range map[string][2]bool{
		"Спасибо, яму засыпали!":                   {true, true},
		"Спасибо большое!":                         {false, true},
		"Всё сделали, благодарю":                   {true, true},
		"Ну наконец-то хоть срок назвали. Спасибо": {false, false},
		"Наконец-то. Благодарю":                    {false, true},
		"Спасибо за подробный ответ!":              {false, false},
		"Наконец-то засыпали, спасибо":             {true, true},
		"Так и не засыпали, врёте":                 {false, false},
		"А когда фонари почините?":                 {false, false},
		"Спасибо, но яма как была, так и есть":     {false, false},
	} {
		v := inbox.MessageStatus{}
		settled, thanked := by.Settled(inbox.Message{Text: text}, v)
		if [2]bool{settled, thanked} != want {
			t.Errorf("%q: settled %v, thanked %v; want %v", text, settled, thanked, want)
		}
	}
	sent := time.Date(2026, 4, 14, 22, 30, 0, 0, time.UTC) // the 15th in the office
	found := by.Find(inbox.Message{Sent: sent, Text: "Мусор вывезут завтра. С 26 апреля пойдёт автобус."})
	if len(found) != 2 || !found[0].Due.Equal(time.Date(2026, 4, 16, 0, 0, 0, 0, time.UTC)) || !found[1].Begins {
		t.Errorf("found %+v", found)
	}
}
