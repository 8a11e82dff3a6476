package vk

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"otklik/collectors"
	"otklik/inbox"
)

func dialogSource(t testing.TB, f *fakeVK, m *memory) func() collectors.Source {
	return func() collectors.Source { _, d := sourcesOf(t, testOptions(f, m)); return d }
}

func TestDialogsAreReadToTheirEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, m := townDialogs(620), newMemory()
		for i := range 450 {
			f.dialogs[5] = append(f.dialogs[5], fakeMessage{id: int64(100_000 + i), date: time.Now().Unix(), from: 5, text: "И ещё"})
		}
		f.dialogs[5] = append(f.dialogs[5], fakeMessage{id: 200_000, date: time.Now().Unix() + 1, from: testOwner, admin: 77, out: true, text: "Передали в район"})
		source := dialogSource(t, f, m)
		mustPull(t, source, m)
		sameDialogs(t, f, m)
		answer := m.messages[inbox.Ref{Channel: "governor/vk", Kind: inbox.Direct, Dialog: "5", ID: "200000"}]
		if !answer.Author.Official || answer.Author.Operator != "77" || answer.Author.ID != "-1001" || answer.URL != "https://vk.com/gim1001?sel=5" {
			t.Fatalf("the office's answer: %+v", answer)
		}

		f.calls = nil
		mustPull(t, source, m)
		if len(f.calls) != 1 {
			t.Fatalf("a quiet pull costs %d calls", len(f.calls))
		}
		f.dialogs[9] = append(f.dialogs[9], fakeMessage{id: 300_000, date: time.Now().Unix(), from: 9, text: "Спасибо"})
		f.calls = nil
		mustPull(t, source, m)
		sameDialogs(t, f, m)
		if f.count("messages.getHistory") != 1 {
			t.Fatalf("one new message costs %d histories", f.count("messages.getHistory"))
		}
	})
}

func TestClosedDialogIsToldOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, m := townDialogs(3), newMemory()
		f.before = func(_ int, c fakeCall) *fakeError {
			if c.method == "messages.getHistory" && c.int("peer_id") == 2 {
				return &fakeError{code: 917}
			}
			return nil
		}
		source := dialogSource(t, f, m)
		mustPull(t, source, m)
		if len(m.messages) != 2 || len(m.warnings) != 1 {
			t.Fatalf("%d messages, warnings %q", len(m.messages), m.warnings)
		}
		f.calls = nil
		mustPull(t, source, m)
		if len(f.calls) != 1 || len(m.warnings) != 1 {
			t.Fatalf("%d calls, warnings %q", len(f.calls), m.warnings)
		}
	})
}

func TestDirectMessageFields(t *testing.T) {
	in := inDialog{page: page{channel: "governor/vk", owner: -1001, staff: map[int64]bool{4242: true}}, peer: chatBase + 3,
		names: names{7: "Анна Берёзкина"}, now: time.Unix(9, 0).UTC()}
	decode := func(raw string) inbox.Message {
		t.Helper()
		m, err := decodeDirect(json.RawMessage(raw))
		if err != nil {
			t.Fatal(err)
		}
		return in.message(m)
	}
	m := decode(`{"id":0,"conversation_message_id":12,"date":100,"update_time":160,"from_id":7,"out":0,"text":"",
		"attachments":[{"type":"audio_message","audio_message":{"duration":41}},{"type":"hologram"},7,{"type":"doc","doc":{"can_download":2}}],
		"fwd_messages":[{}],"geo":{"type":"point"},"reply_message":{"conversation_message_id":11,"id":0}}`)
	if m.ID != "12" || m.ReplyTo != "11" || !m.Edited.Equal(time.Unix(160, 0)) || !m.Unheard() || len(m.Media) != 6 ||
		m.Media[0].Duration != 41*time.Second || m.URL != "https://vk.com/gim1001?sel=c3" || m.Author.Name != "Анна Берёзкина" {
		t.Errorf("voice message: %+v", m)
	}
	if m := decode(`{"id":5,"date":100,"from_id":4242,"text":"Решаем","deleted":1}`); !m.Author.Official || m.Deleted.IsZero() || m.Text == "" {
		t.Errorf("deleted message of the staff: %+v", m)
	}
	for _, raw := range []string{`{}`, `[]`, `{"id":5,"date":"вчера","from_id":1}`, `{"id":5,"date":100,"text":{"a":1}}`, `{"id":5,"date":-1}`} {
		if _, err := decodeDirect(json.RawMessage(raw)); err == nil {
			t.Errorf("%s decodes", raw)
		}
	}
}

func TestUndecodableLastMessageIsNotAskedForAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, m := townDialogs(2), newMemory()
		f.dialogs[2] = append(f.dialogs[2], fakeMessage{id: 500, date: -5, from: 2, text: "x"})
		source := dialogSource(t, f, m)
		mustPull(t, source, m)
		if len(m.unread) != 1 || len(m.messages) != 2 {
			t.Fatalf("%d unread, %d messages", len(m.unread), len(m.messages))
		}
		for _, piece := range m.unread {
			if piece.ID != "2/500" || strings.Contains(piece.Problem, "x") && piece.Problem != errNoDate.Error() {
				t.Fatalf("unread: %+v", piece)
			}
		}
		f.calls = nil
		mustPull(t, source, m)
		if len(f.calls) != 1 {
			t.Fatalf("%d calls", len(f.calls))
		}
	})
}
