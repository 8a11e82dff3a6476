package inbox_test

import (
	"strings"
	"testing"
	"time"

	"otklik/internal/inbox"
)

// The office's day ends three hours before that of UTC.
var office = time.FixedZone("office", 3*60*60)

func TestAPromiseStandsByItsLatestSign(t *testing.T) {
	at := func(day, hour int) time.Time { return time.Date(2026, 3, day, hour, 0, 0, 0, office) }
	sign := func(day int, code string) inbox.Sign { return inbox.Sign{At: at(day, 12), Code: code} }
	given := at(1, 12)
	for name, c := range map[string]struct {
		now           time.Time
		signs, others []inbox.Sign
		begins        bool
		status        inbox.PromiseStatus
		why           string
		overdue       bool
	}{
		"its day has not come":       {at(9, 12), nil, nil, false, inbox.PromiseDue, inbox.PromiseDayAhead, false},
		"its day is not over":        {at(10, 23), nil, nil, false, inbox.PromiseDue, inbox.PromiseDayAhead, false},
		"its day is over":            {at(11, 0), nil, nil, false, inbox.PromiseUnknown, inbox.PromiseDayOver, true},
		"what begins is not late":    {at(11, 0), nil, nil, true, inbox.PromiseUnknown, inbox.PromiseDayOver, false},
		"thanks":                     {at(11, 0), []inbox.Sign{sign(10, inbox.PromiseThanked)}, nil, false, inbox.PromiseKept, inbox.PromiseThanked, false},
		"reported before":            {at(6, 0), []inbox.Sign{sign(5, inbox.PromiseReported)}, nil, false, inbox.PromiseKept, inbox.PromiseReported, false},
		"reported and contradicted":  {at(6, 23), []inbox.Sign{sign(5, inbox.PromiseReported)}, []inbox.Sign{sign(6, inbox.PromiseWroteAgain)}, false, inbox.PromiseDue, inbox.PromiseDayAhead, false},
		"asked before the day":       {at(12, 0), nil, []inbox.Sign{sign(8, inbox.PromiseWroteAgain)}, false, inbox.PromiseUnknown, inbox.PromiseDayOver, true},
		"wrote again":                {at(12, 0), nil, []inbox.Sign{sign(11, inbox.PromiseWroteAgain)}, false, inbox.PromiseBroken, inbox.PromiseWroteAgain, true},
		"others wrote":               {at(12, 0), nil, []inbox.Sign{sign(11, inbox.PromiseOthersWrote)}, false, inbox.PromiseBroken, inbox.PromiseOthersWrote, true},
		"wrote again of a beginning": {at(12, 0), nil, []inbox.Sign{sign(11, inbox.PromiseOthersWrote)}, true, inbox.PromiseBroken, inbox.PromiseOthersWrote, true},
		"not yet written":            {at(11, 0), nil, []inbox.Sign{sign(11, inbox.PromiseWroteAgain)}, false, inbox.PromiseUnknown, inbox.PromiseDayOver, true},
		"thanked, then again":        {at(13, 0), []inbox.Sign{sign(11, inbox.PromiseThanked)}, []inbox.Sign{sign(12, inbox.PromiseWroteAgain)}, false, inbox.PromiseBroken, inbox.PromiseWroteAgain, true},
		"late, but done":             {at(13, 0), []inbox.Sign{sign(12, inbox.PromiseReported)}, []inbox.Sign{sign(11, inbox.PromiseWroteAgain)}, false, inbox.PromiseKept, inbox.PromiseReported, false},
		"before it was given":        {at(12, 0), []inbox.Sign{{At: given.Add(-1), Code: inbox.PromiseThanked}}, nil, false, inbox.PromiseUnknown, inbox.PromiseDayOver, true},
	} {
		p := inbox.Promise{Given: given, Due: time.Date(2026, 3, 10, 0, 0, 0, 0, time.UTC), Begins: c.begins,
			Signs: c.signs}
		status, why := p.Standing(c.now, office, c.others)
		if status != c.status || why != c.why || p.Overdue(status) != c.overdue {
			t.Errorf("%s: %s because of %s, overdue %v; want %s because of %s, overdue %v", name, status, why,
				p.Overdue(status), c.status, c.why, c.overdue)
		}
	}
}

// plainWords reads promises as «until N», reports as «done», thanks as «thanks», and that it is done as «it is done».
func plainWords() inbox.PromiseReader {
	return inbox.PromiseReader{
		Find: func(m inbox.Message) (found []inbox.Promise) {
			if day, ok := strings.CutPrefix(m.Text, "until "); ok {
				due, err := time.Parse(time.DateOnly, day)
				if err == nil {
					found = append(found, inbox.Promise{Due: due})
				}
			}
			return found
		},
		Reports: func(_, reply inbox.Message) (bool, error) { return reply.Text == "done", nil },
		Settled: func(m inbox.Message, _ inbox.MessageStatus) (settled, thanked bool) {
			settled = strings.HasSuffix(m.Text, "is done")
			return settled, settled || strings.HasPrefix(m.Text, "thanks")
		},
		About: func(m, _ inbox.Message, _ inbox.MessageStatus, _ inbox.Message, _ inbox.Promise) (same, bare bool) {
			return m.Text == "the hole is done", m.Text == "it is done" || m.Text == "thanks"
		},
	}
}

func TestPromisesAreNotedWithTheMessageTheyAnswer(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 3, n, 9, 0, 0, 0, time.UTC) }
	var thread inbox.Thread
	var statuses []inbox.MessageStatus
	thread.Ref = inbox.ThreadRef{Channel: "governor/vk", Kind: inbox.Comment, ID: "p"}
	write := func(n int, id, author, to, text string, needs bool) {
		m := inbox.Message{Channel: "governor/vk", Kind: inbox.Comment, ID: id, Thread: "p", ReplyTo: to, Text: text,
			Sent: day(n), Author: inbox.Author{ID: author, Official: author == "office"}}
		thread.Messages = append(thread.Messages, m)
		if !m.Author.Official {
			statuses = append(statuses, inbox.MessageStatus{Ref: m.Ref(),
				Assessment: inbox.Assessment{NeedsAnswer: needs}, History: []inbox.Change{{At: m.Sent}}})
		}
	}
	write(1, "1", "ann", "", "a hole", true)
	write(1, "2", "bob", "", "no light", true)
	write(2, "3", "ann", "", "so deep", false)
	write(3, "4", "office", "3", "until 2026-03-10", false)
	write(3, "5", "office", "2", "until 2026-03-12", false)
	write(4, "6", "ann", "4", "thanks", false)     // for the answer
	write(5, "7", "bob", "5", "it is done", false) // before its day
	write(10, "8", "ann", "4", "thanks", false)    // the day has come
	write(11, "9", "office", "3", "done", false)
	write(12, "10", "cat", "", "thanks", false)
	if err := inbox.AddPromises(thread, statuses, plainWords()); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"1": "4 2026-03-10 promise_thanked@10 promise_reported@11",
		"2": "5 2026-03-12 promise_thanked@5",
	}
	for _, v := range statuses {
		got := ""
		for _, p := range v.Promises {
			got += p.By + " " + p.Due.Format(time.DateOnly)
			for _, s := range p.Signs {
				got += " " + s.Code + "@" + s.At.Format("2")
			}
		}
		if got != want[v.Ref.ID] {
			t.Errorf("message %s: %q, want %q", v.Ref.ID, got, want[v.Ref.ID])
		}
	}
}

// Thanks are for a promise where they speak of it, or of nothing else right after it: in a comment beneath the reply
// that gave it, in a dialog anywhere behind it.
func TestThanksForSomethingElseKeepNoPromise(t *testing.T) {
	for _, c := range []struct {
		kind          inbox.Kind
		replyTo, text string
		kept          bool
	}{
		{inbox.Comment, "2", "thanks", true},
		{inbox.Comment, "1", "thanks", false},
		{inbox.Comment, "", "it is done", false},
		{inbox.Comment, "", "the hole is done", true},
		{inbox.Comment, "2", "the light is done", false},
		{inbox.Comment, "2", "thanks for the bus", false},
		{inbox.Direct, "", "thanks", true},
		{inbox.Direct, "", "thanks for the bus", false},
	} {
		write := func(id, replyTo, text string, day int, official bool) inbox.Message {
			return inbox.Message{Kind: c.kind, ID: id, Thread: "d", ReplyTo: replyTo, Text: text,
				Sent:   time.Date(2026, 3, day, 9, 0, 0, 0, time.UTC),
				Author: inbox.Author{ID: map[bool]string{false: "ann", true: "office"}[official], Official: official}}
		}
		thread := inbox.Thread{Messages: []inbox.Message{write("1", "", "a hole", 1, false),
			write("2", "1", "until 2026-03-10", 2, true), write("3", c.replyTo, c.text, 11, false)}}
		thread.Ref = thread.Messages[0].ThreadRef()
		statuses := []inbox.MessageStatus{{Ref: thread.Messages[0].Ref()}, {Ref: thread.Messages[2].Ref()}}
		if err := inbox.AddPromises(thread, statuses, plainWords()); err != nil {
			t.Fatal(err)
		}
		if p := statuses[0].Promises; len(p) != 1 || len(p[0].Signs) > 0 != c.kept {
			t.Errorf("%s %q to %q: %+v; want kept %v", c.kind, c.text, c.replyTo, p, c.kept)
		}
	}
}

func TestADeletedReplyPromisesNothing(t *testing.T) {
	asked := inbox.Message{Kind: inbox.Direct, ID: "1", Thread: "d", Sent: time.Unix(1000, 0), Author: inbox.Author{ID: "ann"}}
	reply := inbox.Message{Kind: inbox.Direct, ID: "2", Thread: "d", Sent: time.Unix(2000, 0), Text: "until 2026-03-10",
		Author: inbox.Author{Official: true}}
	for want, deleted := range []time.Time{1: {}, 0: time.Unix(3000, 0)} {
		reply.Deleted = deleted
		statuses := []inbox.MessageStatus{{Ref: asked.Ref()}}
		thread := inbox.Thread{Ref: asked.ThreadRef(), Messages: []inbox.Message{asked, reply}}
		if err := inbox.AddPromises(thread, statuses, plainWords()); err != nil || len(statuses[0].Promises) != want {
			t.Errorf("deleted at %v: %v, %v; want %d", deleted, statuses[0].Promises, err, want)
		}
	}
}

// A promise may stand in the reply that closed a message, in the interim one before it and in one that came after it;
// what a machine sent promises nothing. In a dialog nobody names whom he answers: it is the need before him, not the
// thanks.
func TestAllRepliesToAMessageAreLookedAt(t *testing.T) {
	for _, kind := range []inbox.Kind{inbox.Comment, inbox.Direct} {
		var thread inbox.Thread
		var statuses []inbox.MessageStatus
		put := func(id, replyTo, text string, official bool) *inbox.Message {
			hour := time.Duration(len(thread.Messages)) * time.Hour
			m := inbox.Message{Kind: kind, ID: id, Thread: "d", ReplyTo: replyTo, Text: text,
				Sent:   time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC).Add(hour),
				Author: inbox.Author{ID: "ann", Official: official}}
			if official {
				m.Author.ID = "office"
			} else {
				statuses = append(statuses, inbox.MessageStatus{Ref: m.Ref(),
					Assessment: inbox.Assessment{NeedsAnswer: text != "thanks"}})
			}
			thread.Messages = append(thread.Messages, m)
			return &thread.Messages[len(thread.Messages)-1]
		}
		put("1", "", "a hole", false)
		put("2", "1", "until 2026-03-10", true)
		put("3", "1", "soon", true)
		put("4", "2", "thanks", false)
		put("5", "4", "until 2026-03-12", true)
		put("6", "1", "until 2026-03-13", true).Automatic = true
		put("7", "1", "until 2026-03-14", true)
		thread.Ref = thread.Messages[0].ThreadRef()
		if err := inbox.AddPromises(thread, statuses, plainWords()); err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, p := range statuses[0].Promises {
			got += p.By
		}
		if got != "257" || len(statuses[1].Promises) != 0 {
			t.Errorf("%s: the message has the promises of %s, the thanks %v", kind, got, statuses[1].Promises)
		}
	}
}
