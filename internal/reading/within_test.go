package reading

import (
	"testing"
	"time"

	"otklik/internal/inbox"
)

// TestPlacesOfTheTextsAround: the comment that is answered, then the post name the town of a street; the text's own town
// goes before them, and a text that speaks of no place of theirs has none.
func TestPlacesOfTheTextsAround(t *testing.T) {
	r := newReader(t)
	const street = "На улице Садовой третью неделю не вывозят мусор, контейнеры переполнены!"
	for name, c := range map[string]struct{ text, above, post, want string }{
		"by the comment":         {street, "У нас в Кинешме и дороги не чистят", "", "Кинешма"},
		"by the post":            {street, "", "В Кинешме открыли новый сквер", "Кинешма"},
		"the comment first":      {street, "Живём в Вичуге, мусор лежит", "В Кинешме открыли новый сквер", "Вичуга"},
		"its own town first":     {"В Шуе на Садовой третью неделю не вывозят мусор!", "Живём в Вичуге", "", "Шуя"},
		"two towns in the post":  {street, "", "Побывал в Кинешме и Вичуге, посмотрел дороги", ""},
		"a town that was left":   {street, "Вчера вернулись из Сочи, как там чисто", "", ""},
		"a district of a city":   {"В Ленинском районе третью неделю не вывозят мусор!", "", "В Самаре открыли сквер", "Самара"},
		"there":                  {"Там третью неделю не вывозят мусор, когда вывезут?", "В Кинешме открыли сквер", "", "Кинешма"},
		"there by the post":      {"Там третью неделю не вывозят мусор, когда вывезут?", "", "В Кинешме открыли сквер", ""},
		"nothing of a place":     {"Третью неделю не вывозят мусор, когда вывезут?", "", "В Кинешме открыли сквер", ""},
		"a street of one town":   {"На улице Губанова третью неделю не вывозят мусор!", "Живём в Вичуге", "", "Самара"},
		"a village of the above": {street, "У нас в деревне Ольховка света нет", "", "Ольховка"},
	} {
		a := r.Read(Text{Text: c.text, Above: c.above, Post: c.post})
		if !a.NeedsAnswer || a.Municipality != c.want {
			t.Errorf("%s: needs an answer %v in %q, want %q", name, a.NeedsAnswer, a.Municipality, c.want)
		}
	}
	if a := r.Read(Text{Text: street, Above: "Живём в Вичуге", Home: "Шуя"}); a.Municipality != "Шуя" {
		t.Errorf("the channel's own municipality is lost: %q", a.Municipality)
	}
}

// TestOnlyAnAnsweredCommentTellsThePlace: in a thread the comment that is replied to does, one that only stands before
// does not.
func TestOnlyAnAnsweredCommentTellsThePlace(t *testing.T) {
	r := newReader(t)
	sent := time.Date(2026, 3, 10, 9, 0, 0, 0, time.UTC)
	messages := []inbox.Message{
		{ID: "1", Author: inbox.Author{ID: "a"}, Text: "В Кинешме мусор лежит вторую неделю", Sent: sent},
		{ID: "2", Author: inbox.Author{ID: "b"}, Sent: sent.Add(time.Hour),
			Text: "На улице Садовой третью неделю не вывозят мусор, контейнеры переполнены!"},
	}
	thread := inbox.Thread{Messages: messages}
	if a := r.assessMessage(thread, 1); a.Municipality != "" {
		t.Errorf("a stranger's town is taken: %q", a.Municipality)
	}
	messages[1].ReplyTo = "1"
	if a := r.assessMessage(thread, 1); a.Municipality != "Кинешма" {
		t.Errorf("the town of the comment that is answered is not: %q", a.Municipality)
	}
	own := inbox.Message{ID: "0", Author: inbox.Author{ID: "b"}, Text: "Здравствуйте, я из Вичуги", Sent: sent}
	thread.Messages = append([]inbox.Message{own}, messages...)
	if a := r.assessMessage(thread, 2); a.Municipality != "Вичуга" {
		t.Errorf("the author's own town does not go first: %q", a.Municipality)
	}
}
