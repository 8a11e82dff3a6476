package reading

import (
	"testing"
	"time"

	"otklik/internal/inbox"
)

// Who writes in several messages names the place once.
func TestPlacesOfTheSameAuthorsEarlierWords(t *testing.T) {
	r := newReader(t)
	sent := time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC)
	by := func(author, text string, after time.Duration) inbox.Message {
		return inbox.Message{ID: author + text, Author: inbox.Author{ID: author}, Text: text, Sent: sent.Add(after),
			Kind: inbox.Direct}
	}
	const town, street = "Добрый день, пишу из Челябинска, улица Труда, дом 12", "улица Труда"
	const complaint = "Третий день нет холодной воды, водовозку не прислали, помогите!"
	for name, c := range map[string]struct {
		thread                      []inbox.Message
		municipality, street, house string
	}{
		"a letter in two messages": {[]inbox.Message{by("a", town, 0), by("a", complaint, time.Minute)}, "Челябинск", street, "12"},
		"somebody else's place":    {[]inbox.Message{by("b", town, 0), by("a", complaint, time.Minute)}, "", "", ""},
		"long ago":                 {[]inbox.Message{by("a", town, 0), by("a", complaint, 300*time.Hour)}, "", "", ""},
		"a street within the town named before": {[]inbox.Message{by("a", "Здравствуйте, я из Челябинска", 0),
			by("a", "На улице Кирова, дом 3 "+complaint, time.Minute)}, "Челябинск", "улица Кирова", "3"},
		"another town": {[]inbox.Message{by("a", town, 0), by("a", "В Магнитогорске "+complaint, time.Minute)},
			"Магнитогорск", "", ""},
	} {
		thread := inbox.Thread{Ref: inbox.ThreadRef{Kind: inbox.Direct}, Messages: c.thread}
		a := r.assessMessage(thread, len(c.thread)-1)
		if !a.NeedsAnswer || a.Municipality != c.municipality || a.Street != c.street || a.House != c.house {
			t.Errorf("%s: needs an answer %v in %q, %q %q; want %q, %q %q", name, a.NeedsAnswer, a.Municipality, a.Street,
				a.House, c.municipality, c.street, c.house)
		}
	}
}

// «У нас тоже» is about what it repeats, and not about what its author wrote before.
func TestEchoesAreNotAboutTheirAuthorsEarlierWords(t *testing.T) {
	r := newReader(t)
	sent := time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC)
	thread := inbox.Thread{Messages: []inbox.Message{
		{ID: "1", Author: inbox.Author{ID: "a"}, Text: "Когда отремонтируют дорогу на Садовой? Ямы по колено", Sent: sent},
		{ID: "2", Author: inbox.Author{ID: "b"}, Text: "Второй месяц не вывозят мусор, контейнеры переполнены",
			Sent: sent.Add(time.Hour)},
		{ID: "3", Author: inbox.Author{ID: "a"}, Text: "у нас тоже", ReplyTo: "2", Sent: sent.Add(2 * time.Hour)},
	}}
	for i := range thread.Messages {
		thread.Messages[i].Kind = inbox.Comment
	}
	if a := r.assessMessage(thread, 2); !a.NeedsAnswer || a.Group != "Обращение с отходами" {
		t.Errorf("needs an answer %v, group %s", a.NeedsAnswer, a.Group)
	}
}

// Who asks again does not name the matter again.
func TestMattersOfTheSameAuthorsEarlierWords(t *testing.T) {
	r := newReader(t)
	sent := time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC)
	messages := []inbox.Message{
		{ID: "1", Author: inbox.Author{ID: "a"}, Text: "Второй месяц не вывозят мусор, контейнеры переполнены", Sent: sent},
		{ID: "2", Author: inbox.Author{ID: "a"}, Text: "Ответьте, пожалуйста, когда это сделают?", Sent: sent.Add(time.Hour)},
	}
	for i := range messages {
		messages[i].Kind = inbox.Direct
	}
	a := r.assessMessage(inbox.Thread{Ref: inbox.ThreadRef{Kind: inbox.Direct}, Messages: messages}, 1)
	if !a.NeedsAnswer || a.Group != "Обращение с отходами" {
		t.Errorf("needs an answer %v, group %s", a.NeedsAnswer, a.Group)
	}
}
