package vk

import (
	"maps"
	"reflect"
	"testing"
	"testing/synctest"
	"time"

	"otklik/internal/inbox"
)

// The first pull of a community to which most people wrote once: 282 dialogs, 232 of one message. Histories are asked
// for only of the 50 others; the lists are two pages before them and one behind.
func TestFirstPullAsksNothingTwice(t *testing.T) {
	town := func() *fakeVK {
		f := townDialogs(282)
		for i := range 50 {
			peer := int64(1 + 5*i)
			f.dialogs[peer] = append(f.dialogs[peer], fakeMessage{id: 100_000 + peer, date: time.Now().Unix(),
				from: testOwner,
				out:  true, text: "Передали в район"})
		}
		return f
	}
	synctest.Test(t, func(t *testing.T) {
		asking, listed := town(), town()
		listed.extended = true
		all, m := newMemory(), newMemory()
		for _, one := range []struct {
			f     *fakeVK
			m     *memory
			calls int
		}{{asking, all, 285}, {listed, m, 53}} {
			source := dialogSource(t, one.f, one.m)
			if err := crashing(t, source, one.m, 10_000); err != nil {
				t.Fatal(err)
			}
			sameDialogs(t, one.f, one.m)
			if len(one.f.calls) != one.calls {
				t.Errorf("the first pull takes %d calls, not %d", len(one.f.calls), one.calls)
			}
			one.f.calls = nil
			mustPull(t, source, one.m)
			if len(one.f.calls) != 1 {
				t.Errorf("a quiet pull takes %d calls", len(one.f.calls))
			}
		}
		if !reflect.DeepEqual(all.messages, m.messages) || !reflect.DeepEqual(all.reconciliation, m.reconciliation) {
			t.Error("what the list shows is stored otherwise than what histories show")
		}

		for peer := range int64(3) { // edited, answered, deleted: as after any reading
			time.Sleep(time.Minute)
			d := listed.dialogs[272+5*peer]
			d[0].text, d[0].edited = "Уже неделю", time.Now().Unix()
		}
		listed.dialogs[9] = append(listed.dialogs[9], fakeMessage{id: 300_000, date: time.Now().Unix(), from: 9,
			text: "Где?"})
		delete(listed.dialogs, 10)
		delete(m.messages, directRef(10, 91))
		mustPull(t, dialogSource(t, listed, m), m)
		sameDialogs(t, listed, m)
		if m.messages[directRef(277, 2761)].Text != "Уже неделю" {
			t.Error("an edit of the only message is not read")
		}
	})
}

// Where the list leaves a doubt whether it shows all of a dialog, the history is asked for.
func TestDoubtfulOnlyMessageIsAskedFor(t *testing.T) {
	dialog := func(conversation, message map[string]any) map[string]any {
		item := map[string]any{
			"conversation": map[string]any{"peer": map[string]any{"id": 1}, "last_message_id": 1,
				"last_conversation_message_id": 1, "in_read": 1, "out_read": 0, "unread_count": 1},
			"last_message": map[string]any{"id": 1, "conversation_message_id": 1, "date": 1_700_000_000, "from_id": 1,
				"peer_id": 1, "out": 0, "text": "Здравствуйте"},
		}
		maps.Copy(item["conversation"].(map[string]any), conversation)
		maps.Copy(item["last_message"].(map[string]any), message)
		return item
	}
	one := []any{map[string]any{"id": 1, "first_name": "Житель", "last_name": "1"}}
	type fields = map[string]any
	for name, c := range map[string]struct {
		conversation, message fields
		profiles              []any
		asked                 int
	}{
		"plain": {nil, nil, one, 0},
		"not the first": {fields{"last_conversation_message_id": 2},
			fields{"conversation_message_id": 2}, one, 1},
		"numbers that disagree":          {nil, fields{"conversation_message_id": 2}, one, 1},
		"no number in the dialog":        {fields{"last_conversation_message_id": nil}, nil, one, 1},
		"no number in the message":       {nil, fields{"conversation_message_id": nil}, one, 1},
		"another message":                {nil, fields{"id": 7}, one, 1},
		"several unread":                 {fields{"unread_count": 2}, nil, one, 1},
		"read up to another":             {fields{"in_read": 5}, nil, one, 1},
		"an answer that was read":        {fields{"out_read": 5}, nil, one, 1},
		"deleted":                        {nil, fields{"deleted": 1}, one, 1},
		"cropped":                        {nil, fields{"is_cropped": true}, one, 1},
		"hidden":                         {nil, fields{"is_hidden": true}, one, 1},
		"unavailable":                    {nil, fields{"is_unavailable": true}, one, 1},
		"not decodable":                  {nil, fields{"text": 7}, one, 1},
		"without its author's name":      {nil, nil, nil, 1},
		"edited: as the history has it":  {nil, fields{"update_time": 1_700_000_100}, one, 0},
		"a chat, where messages have no": {fields{"last_message_id": 0, "in_read": 0}, fields{"id": 0}, one, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f, m := townDialogs(1), newMemory()
				f.replace = func(call fakeCall) any {
					if call.method != "messages.getConversations" {
						return nil
					}
					item := dialog(c.conversation, c.message)
					return response(map[string]any{"count": 1, "items": []any{item}, "profiles": c.profiles})
				}
				mustPull(t, dialogSource(t, f, m), m)
				if got := f.count("messages.getHistory"); got < c.asked || c.asked == 0 && got > 0 {
					t.Errorf("%d histories, %d wanted", got, c.asked)
				}
				if len(m.messages) == 0 {
					t.Error("nothing is stored")
				}
			})
		})
	}
}

// A dialog that was purged or is refused is not taken from the list as if nobody had known it.
func TestKnownDialogIsNoOnlyMessage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, m := townDialogs(2), newMemory()
		f.before = func(_ int, c fakeCall) *fakeError {
			if c.method == "messages.getHistory" {
				return &fakeError{code: 901}
			}
			return nil
		}
		mustPull(t, dialogSource(t, f, m), m) // refused, before the list named anybody
		f.extended = true
		mustPull(t, dialogSource(t, f, m), m)
		if len(m.inaccessible) != 2 || len(m.messages) != 2 {
			t.Errorf("%d refused, %d messages", len(m.inaccessible), len(m.messages))
		}
		f.before = nil
		mustPull(t, dialogSource(t, f, m), m)
		if len(m.inaccessible) != 0 {
			t.Errorf("open again: %v", m.inaccessible)
		}
		var last []inbox.Message
		for _, message := range m.messages {
			last = append(last, message)
		}
		if len(last) != 2 || last[0].Author.Name == "" {
			t.Errorf("%+v", last)
		}
	})
}
