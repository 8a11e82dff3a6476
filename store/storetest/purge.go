package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"otklik/internal/inbox"
	"otklik/store"
)

var purgeTime = time.Date(2027, 3, 3, 3, 30, 0, 0, time.FixedZone("", 3*60*60))

func before(moment time.Time, mode store.PurgeMode) store.PurgeOrder {
	return store.PurgeOrder{Before: moment, Mode: mode, At: purgeTime}
}

func forget(author string) store.PurgeOrder {
	return store.PurgeOrder{Platform: "vk", Author: author, Mode: store.Delete, At: purgeTime}
}

// purge carries an order out, looking at the whole store after every transaction.
func purge(t *testing.T, s store.Store, o store.PurgeOrder) (uint64, store.PurgeRecord) {
	t.Helper()
	ctx := context.Background()
	id, err := s.BeginPurge(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.Erase(ctx, id, store.PurgeTools{Matcher: literal{}, Blank: []byte("{}"), Step: func() { sound(t, s) }})
	if err != nil {
		t.Fatal(err)
	}
	if r.Erased.IsZero() || r.Order.Author != "" {
		t.Errorf("after the purge: %+v", r)
	}
	return id, r
}

func direct(id int, dialog, text string) inbox.Message {
	m := comment(id, dialog, text)
	m.Kind = inbox.Direct
	m.Author.ID = dialog
	return m
}

// purgedByAge: what is past its time goes with everything that leads to it, and does not come back.
func purgedByAge(t *testing.T, s store.Store) {
	ctx := context.Background()
	all := messages(comment(1, "p", "Когда починят мост?"), comment(2, "p", "Ждём"), comment(90, "p", "Мост закрыт?"),
		comment(3, "old", "Где автобус?"), reply(4, "old", "Пустили."), direct(5, "700", "Помогите?"),
		direct(6, "700", "Ну что?"), direct(95, "701", "Свет?"))
	for i := range all.Messages {
		all.Messages[i].Raw = []byte("raw of " + all.Messages[i].ID)
	}
	commit(t, s, "vk", all)
	evaluateCopies(t, s)
	noError(t, rule(s, inbox.Correction{Ref: comment(3, "", "").Ref(), At: noon, By: "kim", Reason: "звонили"}))
	for _, hours := range []int{0, 2, 30 * 24} {
		k := store.DigestKey{ID: "morning", At: noon.Add(time.Duration(hours) * time.Hour)}
		noError(t, s.PutDigest(ctx, store.DigestRecord{Key: k, Built: k.At, Data: []byte("Когда починят мост?")}))
		noError(t, s.PutDelivery(ctx, store.Delivery{Key: k, Route: "file", Data: []byte("sent")}))
	}
	limit := noon.Add(time.Hour)
	expected, err := s.PurgeCount(ctx, before(limit, store.Delete))
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "counted before", [2]int{expected.Messages(), expected.Waiting()}, [2]int{6, 3})
	id, r := purge(t, s, before(limit, store.Delete))
	equal(t, "destroyed", [2]int{r.Messages(), r.Waiting()}, [2]int{6, 3})
	equal(t, "derived", [4]int{r.Raw, r.Corrections, r.Digests, r.Blanked}, [4]int{6, 1, 1, 2})
	equal(t, "number", fmt.Sprint(r.Year, "-", r.Number), "2027-1")
	equal(t, "left", ids(t, func(fn func(inbox.Record) error) error { return s.Each(ctx, fn) }), "90 95")
	equal(t, "waiting", waiting(t, s, wall), "90 95")
	equal(t, "closed", closed(t, s, time.Time{}, wall), "")
	stats, err := s.Stats(ctx)
	if err != nil || stats.Channels[0].Stored != 2 {
		t.Errorf("%+v, %v", stats, err)
	}
	if _, err := s.Message(ctx, comment(1, "", "").Ref()); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a purged message is found: %v", err)
	}
	rows, waited := 0, 0
	if err := s.PurgeRows(ctx, id, func(row store.PurgeRow) error {
		rows++
		if row.Waiting {
			waited++
		}
		if len(row.Message) != 17 || row.Official != (row.Subject == "") {
			t.Errorf("%+v", row)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	equal(t, "rows", [2]int{rows, waited}, [2]int{6, 3})

	equal(t, "read again", commit(t, s, "vk", all), inbox.CommitStats{Expired: 6})
	goesOn(t, s)
	noError(t, errors.Join(s.Rewritten(ctx, id, purgeTime), s.Certified(ctx, id, purgeTime)))
	noError(t, s.PurgeRows(ctx, id, func(store.PurgeRow) error { return errors.New("a row is left after the act") }))
	_, r = purge(t, s, before(limit, store.Delete))
	if !r.Empty() || r.Number != 0 {
		t.Errorf("a second purge: %+v", r)
	}
	_, list, err := s.Purges(ctx)
	if err != nil || len(list) != 2 || list[0].Certified.IsZero() || !list[1].Certified.IsZero() {
		t.Errorf("%+v, %v", list, err)
	}
}

// goesOn: talk goes on where purgedByAge has left it.
func goesOn(t *testing.T, s store.Store) {
	ctx := context.Background()
	known, err := s.Known(ctx, inbox.ThreadRef{Channel: wall, Kind: inbox.Direct, ID: "700"})
	if err != nil || len(known) != 1 || known[0].ID != "6" || known[0].Author.ID != "" {
		t.Errorf("where the dialog was left: %+v, %v", known, err)
	}
	equal(t, "written again", commit(t, s, "vk", messages(direct(99, "700", "Так что?"))), inbox.CommitStats{Added: 1})
	known, err = s.Known(ctx, inbox.ThreadRef{Channel: wall, Kind: inbox.Direct, ID: "700"})
	if err != nil || len(known) != 1 || known[0].ID != "99" {
		t.Errorf("where the dialog goes on: %+v, %v", known, err)
	}
	// A reply that names nobody was to the purged first comment, not to whoever is first now.
	commit(t, s, "vk", messages(reply(100, "p", "Открыли.")))
	evaluateCopies(t, s)
	equal(t, "still waiting", waiting(t, s, wall), "90 95 99")
}

// depersonalised: figures stay, persons go.
func depersonalised(t *testing.T, s store.Store) {
	ctx := context.Background()
	answered, letter := comment(1, "p", "Когда починят?"), direct(5, "700", "Помогите?")
	answered.Media, answered.Revisions = []inbox.Media{{Type: inbox.MediaVoice, Duration: time.Minute}},
		[]inbox.Revision{{Text: "Когда?", Until: noon}}
	all := messages(answered, reply(2, "p", "Починили."), comment(3, "p", "А нам?"), letter, comment(90, "p", "Ещё?"))
	commit(t, s, "vk", all)
	evaluateCopies(t, s)
	_, r := purge(t, s, before(noon.Add(time.Hour), store.Depersonalise))
	equal(t, "purged", [2]int{r.Messages(), r.Waiting()}, [2]int{4, 2})
	states := map[inbox.State]int{}
	if err := s.Each(ctx, func(r inbox.Record) error {
		m := r.Message
		if m.ID == "90" {
			return nil
		}
		if m.Text+m.URL+m.Author.ID+m.Author.Name+m.ReplyTo != "" || len(m.Revisions) > 0 || m.ID[0] != '~' ||
			m.Kind == inbox.Direct && m.Thread[0] != '~' {
			t.Errorf("something personal is left: %+v", m)
		}
		if r.Status != nil {
			states[r.Status.State()]++
			if len(r.Status.Reasons) > 0 {
				t.Errorf("%+v", r.Status)
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	equal(t, "answered", states[inbox.Answered], 1)
	equal(t, "closed by time", states[inbox.Dismissed], 2)
	equal(t, "waiting", waiting(t, s, wall), "90")
	equal(t, "read again", commit(t, s, "vk", all), inbox.CommitStats{Expired: 4})
	noError(t, s.MarkAllPending(ctx))
	evaluateCopies(t, s)
	stats, err := s.Stats(ctx)
	if err != nil || stats.Channels[0].Stored != 5 {
		t.Errorf("%+v, %v", stats, err)
	}
	_, r = purge(t, s, before(noon.Add(time.Hour), store.Depersonalise))
	equal(t, "nothing twice", r.Messages(), 0)
}

// forgotten: one person's messages go, in all channels; what others wrote stays, without the person's name.
func forgotten(t *testing.T, s store.Store) {
	ctx := context.Background()
	mine, letter := comment(1, "p", "Моя жалоба?"), direct(2, "5550001", "Мой вопрос?")
	mine.Author = inbox.Author{ID: "5550001", Name: "Ульяна Примерова"}
	letter.Author = mine.Author
	back := direct(3, "5550001", "Ульяна, ответим.")
	back.Author = inbox.Author{ID: "-1001", Official: true}
	public := reply(4, "p", "[id5550001|Ульяна], уважаемая Ульяна Примерова, смотрим.")
	public.Addressee, public.ReplyTo = "5550001", "1"
	public.Raw = []byte(`{"reply_to_user":5550001}`)
	other := comment(5, "p", "И у меня?")
	other.Raw = []byte(`{"id":5,"likes":15550001}`)
	elsewhere := mine
	elsewhere.Channel, elsewhere.ID = "mayor/vk", "8"
	sameID := mine
	sameID.Channel, sameID.Platform, sameID.ID = bot, "telegram", "9"
	all := inbox.Batch{Messages: []inbox.Message{mine, letter, back, public, other, elsewhere, sameID},
		Undecoded: []inbox.Undecoded{
			{Channel: wall, ID: "77", Raw: []byte(`{"from_id":5550001,"text":[]}`)},
			{Channel: wall, ID: "78", Raw: []byte(`{"from_id":1}`)},
			{Channel: wall, ID: "79", Raw: []byte(`{"text":"Ульяна Примерова, когда?"}`)}},
		Officials: []inbox.Official{{Channel: wall, Author: "42"}}}
	commit(t, s, "vk", all)
	evaluateCopies(t, s)
	if _, err := s.BeginPurge(ctx, forget("42")); !errors.Is(err, store.ErrOfficialAuthor) {
		t.Errorf("an official is forgotten: %v", err)
	}
	expected, err := s.PurgeCount(ctx, forget("5550001"))
	if err != nil {
		t.Fatal(err)
	}
	_, r := purge(t, s, forget("5550001"))
	equal(t, "counted before", [2]int{expected.Messages(), expected.Undecoded}, [2]int{4, 2})
	equal(t, "destroyed", [4]int{r.Messages(), r.Raw, r.Undecoded, r.Mentions}, [4]int{4, 1, 2, 1})
	equal(t, "left", ids(t, func(fn func(inbox.Record) error) error { return s.Each(ctx, fn) }), "4 5 9")
	kept := get(t, s, public.Ref()).Message
	equal(t, "what others wrote", kept.Text, "[удалено], уважаемая [удалено], смотрим.")
	if kept.Addressee == "" || kept.Addressee == "5550001" {
		t.Errorf("addressee %q", kept.Addressee)
	}
	again := commit(t, s, "vk", inbox.Batch{Messages: all.Messages})
	equal(t, "read again", again, inbox.CommitStats{Erased: 4})
	equal(t, "after reading again", get(t, s, public.Ref()).Message.Text, kept.Text)
	if known, err := s.Known(ctx, inbox.ThreadRef{Channel: wall, Kind: inbox.Direct, ID: "5550001"}); err != nil ||
		len(known) != 1 || known[0].ID != "3" {
		t.Errorf("%+v, %v", known, err)
	}
	// The person may write again, and is heard.
	renewed := comment(50, "p", "Снова я?")
	renewed.Author = mine.Author
	equal(t, "written again", commit(t, s, "vk", messages(renewed)), inbox.CommitStats{Added: 1})
}

// purgedCampaign: the first of a campaign goes, the next one stands for it.
func purgedCampaign(t *testing.T, s store.Store) {
	for i := range inbox.CampaignPeople + 1 {
		m := comment(i*30+1, fmt.Sprint("p", i), "Купите сквер?")
		m.Author.ID = fmt.Sprint("a", i)
		commit(t, s, "vk", messages(m))
	}
	evaluateCopies(t, s)
	equal(t, "listed once", waiting(t, s, wall), "1")
	_, r := purge(t, s, before(noon.Add(10*time.Minute), store.Delete))
	equal(t, "purged", r.Messages(), 1)
	evaluateCopies(t, s)
	equal(t, "the next one", waiting(t, s, wall), "31")
}

// interruptedPurge goes on where it was.
func interruptedPurge(t *testing.T, s store.Store) {
	ctx := context.Background()
	var all inbox.Batch
	for i := range 1300 {
		m := comment(i%500, fmt.Sprint("p", i%50), fmt.Sprint("Жалоба номер ", i, "?"))
		m.ID, m.Raw = fmt.Sprint(i), []byte("raw")
		all.Messages = append(all.Messages, m)
	}
	commit(t, s, "vk", all)
	id, err := s.BeginPurge(ctx, before(noon.Add(24*time.Hour), store.Delete))
	if err != nil {
		t.Fatal(err)
	}
	var r store.PurgeRecord
	for tries := 0; ; tries++ {
		step, cancel := context.WithCancel(ctx)
		r, err = s.Erase(step, id, store.PurgeTools{Matcher: literal{}, Step: cancel})
		cancel()
		sound(t, s)
		if err == nil {
			break
		}
		if !errors.Is(err, context.Canceled) || tries > 100 {
			t.Fatal(err)
		}
		if tries == 1 {
			equal(t, "meanwhile read again", commit(t, s, "vk", all).Added, 0)
			if _, err := s.EvaluatePending(ctx, literal{}, Always(evaluate)); err != nil {
				t.Fatal(err)
			}
		}
	}
	equal(t, "destroyed in the end", [2]int{r.Messages(), r.Raw}, [2]int{1300, 1300})
	rows := map[string]bool{}
	noError(t, s.PurgeRows(ctx, id, func(row store.PurgeRow) error { rows[row.Message] = true; return nil }))
	equal(t, "told once each", len(rows), 1300)
}
