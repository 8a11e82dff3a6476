package app

import (
	"testing"
	"time"

	"otklik/internal/inbox"
	"otklik/report/build"
)

func TestPlacesAreFoundAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		asked, known string
		same         bool
	}{
		{"нижние журавли", "Нижние Журавли", true}, {"деревня Нижние Журавли", "Нижние Журавли", true},
		{"д. Нижние Журавли", "Нижние Журавли", true},
		{"посёлок Берёзовый", "поселок Березовый", true}, {"пос. Берёзовый", "Берёзовый", true},
		{"городской округ Энск", "Энск", true}, {"г. Энск", "энск", true},
		{"г.Энск", "Энск", true}, {"Энск, город", "Энск", true}, {"Красная Слобода", "Красная", false},
		{"Энский район", "Энск", false}, {"Сосновский район", "сосновский район", true},
		{"Журавли", "Нижние Журавли", false}, {"", "", false}, {"село", "село", true},
	} {
		if got := samePlace(c.asked, c.known); got != c.same {
			t.Errorf("%q and %q: %v", c.asked, c.known, got)
		}
	}
}

// said is a message of a test thread.
func said(id, replyTo string, official bool, hour int) inbox.Record {
	m := inbox.Message{Channel: "governor/vk", Platform: "vk", Kind: inbox.Comment, ID: id, Thread: "1",
		ReplyTo: replyTo, Text: id,
		Author: inbox.Author{ID: "u" + id, Official: official}, Sent: time.Date(2026, 11, 20, hour, 0, 0, 0, time.UTC)}
	r := inbox.Record{Message: m}
	if !official {
		r.Status = &inbox.MessageStatus{Ref: m.Ref(),
			Assessment: inbox.Assessment{NeedsAnswer: true, Group: "ЖКХ", Category: inbox.Question},
			History:    []inbox.Change{{At: m.Sent, State: inbox.Open}}}
	}
	return r
}

func answered(r inbox.Record, by string) inbox.Record {
	r.Status.History = append(r.Status.History, inbox.Change{At: r.Message.Sent.Add(time.Hour),
		State: inbox.Answered, By: by})
	return r
}

// Two groups of a channel number their messages each for itself: a reply belongs to the message of the chat it names.
func TestAReplyBelongsToTheChatItNames(t *testing.T) {
	t.Parallel()
	in := func(chat, replyChat string, r inbox.Record) inbox.Record {
		r.Message.Chat, r.Message.ReplyChat = chat, replyChat
		if r.Status != nil {
			r.Status.Ref = r.Message.Ref()
		}
		return r
	}
	old, present := in("A", "", answered(said("1", "", false, 8), "2")), in("B", "", said("1", "", false, 9))
	r := newReplies()
	for _, record := range []inbox.Record{old, present, in("B", "A", said("2", "1", true, 10)),
		in("A", "", said("2", "", true, 11))} {
		r.add(record)
	}
	if m, ok := r.of(old); !ok || m.Chat != "B" {
		t.Errorf("the old group's message is answered by %+v", m)
	}
	if got := r.to[present.Message.Ref()]; len(got) > 0 {
		t.Errorf("the present group's message of the same number has replies: %+v", got)
	}
}

// A problem is quoted the answer to a message of its own topic only.
func TestAnswersAreOfTheSameTopic(t *testing.T) {
	t.Parallel()
	gas, waste := answered(said("1", "", false, 8), "3"), answered(said("2", "", false, 9), "4")
	waste.Status.Group = "Обращение с отходами"
	r := newReplies()
	for _, record := range []inbox.Record{gas, waste, said("3", "1", true, 10), said("4", "2", true, 11)} {
		r.add(record)
	}
	p := build.Problem{Group: "ЖКХ", Refs: []inbox.Ref{gas.Message.Ref(), waste.Message.Ref()}}
	records := []inbox.Record{gas, waste}
	if got := answerOf(p, records, r); got != "3" {
		t.Errorf("the answer is %q", got)
	}
	p.Group = "Энергетика"
	if got := answerOf(p, records, r); got != "" {
		t.Errorf("the answer to another topic is quoted: %q", got)
	}
}

// The lists of a brief are parts of the same problems: each counts its own messages under the one name.
func TestOnlyAPartOfAProblem(t *testing.T) {
	t.Parallel()
	a, b, c := said("1", "", false, 8), said("2", "", false, 9), said("3", "", false, 10)
	c.Status.Category = inbox.Complaint
	b.Message.Author.ID = a.Message.Author.ID
	records := []inbox.Record{a, b, c}
	p := build.Problem{ID: "p", Title: "Одна", Messages: 3, People: 2, Group: "ЖКХ", First: a.Message.Sent,
		Last: c.Message.Sent,
		Refs: []inbox.Ref{a.Message.Ref(), b.Message.Ref(), c.Message.Ref()}}
	questions := func(r inbox.Record) bool { return r.Status.Category == inbox.Question }
	got := only([]build.Problem{p}, records, 1, questions)
	if len(got) != 1 || got[0].ID != "p" || got[0].Title != "Одна" || got[0].Messages != 2 || got[0].People != 1 ||
		!got[0].Last.Equal(b.Message.Sent) {
		t.Errorf("%+v", got)
	}
	if got := only([]build.Problem{p}, records, 2, questions); len(got) != 0 {
		t.Errorf("one person is not several: %+v", got)
	}
	records[0].Status.Copies = 5
	if got := only([]build.Problem{p}, records, 2, questions); len(got) != 1 {
		t.Error("those who sent the same text are people too")
	}
	if p.Messages != 3 || len(p.Refs) != 3 {
		t.Error("the problem itself was changed")
	}
}
