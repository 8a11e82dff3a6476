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
		"Ого, так быстро!":                         {false, false},
		"Ну спасибо, вовремя! Так и стоит":         {false, false},
		"Спасибо, вовремя! Так и висит":            {false, false},
		"Ну спасибо, утешили":                      {false, false},
		"Спасибо, только никого не было":           {false, false},
		"": {false, false},
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

// Thanks for light say nothing of a post that is to be replaced.
func TestThanksAreForWhatTheySpeakOf(t *testing.T) {
	r, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	by := r.Promised(t.Context(), time.UTC)
	const asked = "На Садовой света нет второй день, опора упала."
	for _, c := range []struct {
		thanks, asked, answer string
		same, bare            bool
	}{
		{"Свет есть. Спасибо электрикам", asked, "Опору заменят до 20 мая.", false, false},
		{"Опора новая, спасибо!", asked, "Опору заменят до 20 мая.", true, false},
		{"Свет есть, спасибо!", asked, "Работы завершат до 20 мая.", true, false},
		{"Свет есть, спасибо!", "Света нет второй день", "Свет дали всей улице. Опору заменят до 20 мая.", false, false},
		{"Яму засыпали, спасибо", "Яма на дороге", "Ваша яма в плане. Работы завершат до 20 мая.", true, false},
		{"Спасибо!", asked, "Опору заменят до 20 мая.", false, true},
		{"Всё сделали, большое спасибо", asked, "Опору заменят до 20 мая.", false, true},
		{"На Садовой починили автобус, спасибо", asked, "На Садовой опору заменят до 20 мая.", false, false},
		{"Спасибо, площадку сделали", "Лифт стоит", "Лифт сделают до 20 мая.", false, false},
		{"Лифт починили", "Лифт стоит", "Добрый день! Пуск лифта назначен на 20 мая.", true, false},
	} {
		same, bare := by.About(inbox.Message{Text: c.thanks}, inbox.Message{Text: c.asked},
			inbox.MessageStatus{Assessment: inbox.Assessment{Street: "Садовая улица"}},
			inbox.Message{Text: c.answer, Sent: time.Date(2026, 5, 1, 9, 0, 0, 0, time.UTC)},
			inbox.Promise{Due: time.Date(2026, 5, 20, 0, 0, 0, 0, time.UTC)})
		if same != c.same || bare != c.bare {
			t.Errorf("%q for %q: same %v, bare %v; want %v, %v", c.thanks, c.answer, same, bare, c.same, c.bare)
		}
	}
}
