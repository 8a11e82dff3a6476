package reading

import (
	"testing"
	"time"

	"otklik/internal/inbox"
)

// answered is a thread in which a complaint was answered before its author changed it.
func answered(text string) inbox.Thread {
	at := time.Date(2026, 4, 2, 10, 0, 0, 0, time.UTC)
	ref := inbox.ThreadRef{Channel: "g/c", Kind: inbox.Comment, ID: "9"}
	reply := inbox.Message{ID: "2", Kind: inbox.Comment, ReplyTo: "1", Text: "Сделали сегодня утром.", Sent: at,
		Author: inbox.Author{ID: "-7", Official: true}}
	return inbox.Thread{Ref: ref, Messages: []inbox.Message{reply,
		{ID: "1", Kind: inbox.Comment, Text: text, Sent: at.Add(time.Hour), Author: inbox.Author{ID: "5"}}}}
}

func TestWhatAnEditAsksForAgain(t *testing.T) {
	r := newReader(t)
	for _, c := range []struct {
		former, text string
		want         bool
	}{
		// Another need.
		{"Когда починят фонарь на Вишнёвой?", "Когда починят фонарь на Вишнёвой? И в подъезде дома 8 третий день нет " +
			"горячей воды!", true},
		{"Когда починят фонарь на Вишнёвой?", "Почему не вывозят мусор с контейнерной площадки у рынка?", true},
		{"На Вишнёвой 3 нет света", "На Вишнёвой 3 нет воды", true},
		{"На Вишнёвой нет света", "На Вишнёвой и на Кленовой нет света", true},
		{"На Вишнёвой 3 нет отопления, мёрзнем", "На Вишнёвой 11 нет отопления, мёрзнем", true},
		{"Почистите двор на Вишнёвой", "Почистите двор на Вишнёвой. Так ничего и не сделали, двор как был в снегу!",
			true},
		{"Спасибо", "Когда отремонтируют крышу школы? Течёт в трёх классах", true},
		{"Нет света на Лесной 5", "Нет света на Лесной 5. И воды нет!", true},
		{"Нет света на Лесной 5", "Свет дали, но теперь нет воды", true},
		{"Нет света на Лесной 5", "Нет света на Лесной 5. UPD: до сих пор не сделали", true},
		{"Когда заделают яму на Мира?", "Когда заделают яму на Мира? Дополнение: яма так и не заделана", true},
		{"Когда заделают яму на Мира?", "Когда заделают яму на Мира? Ничего не изменилось!", true},
		{"Когда заделают яму на Мира?", "Когда заделают яму на Мира? Так и не ответили по существу, отписка", true},
		{"Когда заделают яму на Мира?", "Когда заделают яму на Мира и на Победы?", true},
		{"Когда заделают яму на Мира?", "Когда заделают яму на Мира? А лифт в доме 5 когда починят?", true},
		{"Когда заделают яму на Мира?", "Когда заделают яму на Мира? Ещё вопрос: где получить справку о составе семьи?",
			true},
		{"Не убирают снег во дворе", "Не убирают снег во дворе, и мусор не вывозят уже неделю", true},
		{"Не убирают снег во дворе", "Не убирают снег во дворе, фонари не горят", true},
		{"В поликлинике нет педиатра", "В поликлинике нет педиатра, и рентген не работает", true},
		{"В поликлинике нет педиатра", "В детском саду нет отопления, дети мёрзнут", true},
		{"Отопление когда дадут", "Отопление дали, спасибо. А горячая вода когда будет?", true},
		{"Почему автобус 14 не ходит", "Почему автобус 14 не ходит? И 25 тоже не ходит", true},
		{"Здравствуйте! Когда починят дорогу к школе?", "Здравствуйте! Когда починят дорогу к школе? Ребёнок сломал " +
			"ногу из-за ямы!", true},
		// The same need.
		{"Когда починят фонарь на Вишнёвой?", "Когда починят фонарь на Вишнёвой", false},
		{"Когда починят фанарь на Вишневой", "Когда починят фонарь на Вишнёвой?", false},
		{"Када починят фонарь на вишнёвой??", "Когда починят фонарь на Вишнёвой?", false},
		{"Когда починят фонарь на Вишнёвой?", "Здравствуйте! Когда же наконец починят фонарь на улице Вишнёвой?!",
			false},
		{"Когда починят фонарь на Вишнёвой?", "Когда отремонтируют фонарь на Вишнёвой?", false},
		{"Когда починят фонарь на Вишнёвой?", "Когда починят фонарь на Вишнёвой? Спасибо!", false},
		{"Когда починят фонарь на Вишнёвой?", "Когда починят фонарь на Вишнёвой? Починили, большое спасибо за помощь!",
			false},
		{"Когда починят фонарь на Вишнёвой? Темно очень.", "Когда починят фонарь на Вишнёвой?", false},
		{"Когда починят фонарь на Вишнёвой?", "Вопрос решён, спасибо", false},
		{"Когда заделают яму на Мира?", "Когда заделают яму на Мира? (вопрос решён)", false},
		{"Когда заделают яму на Мира?", "Когда заделают яму на Мира? Вопрос снят, спасибо за оперативность", false},
		{"Когда заделают яму на Мира?", "Когда заделают яму на Мира? UPD: заделали, спасибо!", false},
		{"Когда заделают яму на Мира?", "Когда заделают яму на Мира? Благодарю за ответ", false},
		{"Когда заделают яму на Мира?", "Когда заделают яму на Мира???", false},
		{"Когда заделают яму на Мира?", "Когда же заделают яму на Мира? 😡", false},
		{"Когда заделают яму на Мира?", "Уважаемый губернатор, когда заделают яму на Мира?", false},
		{"Когда заделают яму на Мира?", "Добрый день! Подскажите, пожалуйста, когда заделают яму на улице Мира?",
			false},
		{"Када заделоют яму на Мира", "Когда заделают яму на Мира?", false},
		{"Не убирают снег во дворе на Лесной 5", "Не убирают снег во дворе на ул. Лесная, 5", false},
		{"Не убирают снег во дворе", "Снег во дворе не убирают!", false},
		{"Не убирают снег во дворе", "Не чистят снег во дворе", false},
		{"Почему не работает лифт в доме 8 на Садовой",
			"Почему не работает лифт в доме 8 на Садовой улице, подъезд 2", false},
		{"Третью неделю нет горячей воды на Лесной 5, когда дадут?", "Третью неделю нет горячей воды на Лесной 5, " +
			"когда дадут? Фото приложил", false},
		{"Нет воды", "Нет воды. Спасибо, дали!", false},
		{"Нет воды", "Нет воды. Исправили", false},
		{"Нет воды", "Дали воду, всё хорошо", false},
		{"Мусор не вывозят со вторника", "Мусор не вывозят с понедельника", false},
		{"Когда починят фонарь на Вишнёвой?", "", false},
	} {
		thread := answered(c.text)
		if got := r.renewed(thread, 1, fromLatin(c.former)); got != c.want {
			t.Errorf("%q after %q: %v, want %v", c.text, c.former, got, c.want)
		}
		if thread.Messages[1].Text != c.text {
			t.Errorf("the thread was changed: %q", thread.Messages[1].Text)
		}
	}
}

func TestWhatIsOnlyAttachedWaitsForALook(t *testing.T) {
	r := newReader(t)
	media := func(types ...inbox.MediaType) (list []inbox.Media) {
		for _, one := range types {
			list = append(list, inbox.Media{Type: one})
		}
		return list
	}
	for _, c := range []struct {
		name, text string
		kind       inbox.Kind
		media      []inbox.Media
		want       bool
	}{
		{"a scan", "", inbox.Direct, media(inbox.MediaDocument), true},
		{"a photo", " \n", inbox.Direct, media(inbox.MediaPhoto), true},
		{"a place", "", inbox.Direct, media(inbox.MediaLocation), true},
		{"a contact", "", inbox.Direct, media(inbox.MediaContact), true},
		{"a video", "", inbox.Direct, media(inbox.MediaVideo), true},
		{"a shared post", "", inbox.Direct, media(inbox.MediaRepost), true},
		{"something unknown", "", inbox.Direct, media(inbox.MediaUnknown), true},
		{"a sticker and a scan", "", inbox.Direct, media(inbox.MediaSticker, inbox.MediaDocument), true},
		{"a scan with a greeting", "Добрый день!", inbox.Direct, media(inbox.MediaDocument), true},
		{"a photo and a word", "Вот", inbox.Direct, media(inbox.MediaPhoto), true},
		{"a scan and a full stop", ".", inbox.Direct, media(inbox.MediaDocument), true},
		{"a photo and exclamation marks", "!!!", inbox.Direct, media(inbox.MediaPhoto), true},
		{"a scan and a number", "1", inbox.Direct, media(inbox.MediaDocument), true},
		{"a photo and a finger that points to it", "👇👇", inbox.Direct, media(inbox.MediaPhoto), true},
		{"a photo and a thumb", "👍🏻", inbox.Direct, media(inbox.MediaPhoto), false},
		{"a card and a heart", "❤️", inbox.Direct, media(inbox.MediaPhoto), false},
		{"a photo and laughter", "😂", inbox.Direct, media(inbox.MediaPhoto), false},
		{"a full stop", ".", inbox.Direct, nil, false},
		{"a photo and a full stop under a post", ".", inbox.Comment, media(inbox.MediaPhoto), false},
		{"a scan and a shared post of no concern", "> Поздравляем всех с праздником!", inbox.Direct,
			media(inbox.MediaDocument, inbox.MediaRepost), true},
		{"a shared post of no concern", "> Поздравляем всех с праздником!", inbox.Direct,
			media(inbox.MediaRepost), false},
		{"a shared photo and a word", "Посмотрите", inbox.Direct, media(inbox.MediaRepost), true},
		{"a sticker", "", inbox.Direct, media(inbox.MediaSticker), false},
		{"said by the platform", "", inbox.Direct, media(inbox.MediaOther), false},
		{"nothing", "", inbox.Direct, nil, false},
		{"a card with wishes", "С праздником!", inbox.Direct, media(inbox.MediaPhoto), false},
		{"a photo with thanks", "Спасибо большое!", inbox.Direct, media(inbox.MediaPhoto), false},
		{"a photo under a post", "", inbox.Comment, media(inbox.MediaPhoto), false},
		{"a voice message under a post", "", inbox.Comment, media(inbox.MediaVoice), true},
	} {
		th := inbox.Thread{Ref: inbox.ThreadRef{Kind: c.kind},
			Messages: []inbox.Message{{Kind: c.kind, Text: c.text, Media: c.media}}}
		if a := r.assessMessage(th, 0); a.NeedsAnswer != c.want || len(a.Reasons) == 0 {
			t.Errorf("%s: needs an answer %v, want %v: %v", c.name, a.NeedsAnswer, c.want, a.Reasons)
		}
	}
}

func TestAnAttachmentIsAnAnswer(t *testing.T) {
	r := newReader(t)
	for kind, want := range map[inbox.MediaType]inbox.ReplyKind{inbox.MediaDocument: inbox.ReplyAnswer,
		inbox.MediaVoice:   inbox.ReplyAnswer,
		inbox.MediaSticker: inbox.ReplyNone} {
		answer := inbox.Message{Author: inbox.Author{Official: true}, Media: []inbox.Media{{Type: kind}}}
		if got, _ := worth(t, r, inbox.Message{Text: "Когда починят фонарь?"}, answer); got != want {
			t.Errorf("%s: %s, want %s", kind, got, want)
		}
	}
}

// TestWhoIsNamedBeneathAnothersComment: a comment that stands beneath a citizen's and turns to the page speaks to the
// page.
func TestWhoIsNamedBeneathAnothersComment(t *testing.T) {
	root := inbox.Message{ID: "1", Kind: inbox.Comment, Author: inbox.Author{ID: "5"}, Text: "Темно у школы"}
	for name, c := range map[string]struct {
		m    inbox.Message
		want bool
	}{
		"a reply to the citizen":     {inbox.Message{ReplyTo: "1"}, true},
		"beneath, nobody named":      {inbox.Message{ReplyTo: "1", Beneath: true}, true},
		"beneath, the citizen named": {inbox.Message{ReplyTo: "1", Beneath: true, Addressee: "5"}, true},
		"beneath, the page named":    {inbox.Message{ReplyTo: "1", Beneath: true, Addressee: "-7"}, false},
	} {
		c.m.ID, c.m.Kind, c.m.Author.ID = "2", inbox.Comment, "6"
		if got := around(inbox.Thread{Messages: []inbox.Message{root, c.m}}, 1); got.toCitizen != c.want {
			t.Errorf("%s: to a citizen %v, want %v", name, got.toCitizen, c.want)
		}
	}
}

// worth is what a reply is worth as an answer to a message.
func worth(t *testing.T, r *Reader, citizen, answer inbox.Message) (inbox.ReplyKind, inbox.Reason) {
	t.Helper()
	answer.Author.Official = true
	asked, err := r.Gist(t.Context(), citizen)
	if err != nil {
		t.Fatal(err)
	}
	said, err := r.Gist(t.Context(), answer)
	if err != nil {
		t.Fatal(err)
	}
	return r.Reply(asked, said)
}
