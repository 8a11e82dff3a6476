package vk

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"otklik/collectors"
	"otklik/internal/inbox"
)

func dialogSource(t testing.TB, f *fakeVK, m *memory) func() collectors.Source {
	return func() collectors.Source { _, d := sourcesOf(t, testOptions(f, m)); return d }
}

func TestDialogsAreReadToTheirEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, m := townDialogs(620), newMemory()
		for i := range 450 {
			f.dialogs[5] = append(f.dialogs[5], fakeMessage{id: int64(100_000 + i), date: time.Now().Unix(), from: 5,
				text: "И ещё"})
		}
		f.dialogs[5] = append(f.dialogs[5], fakeMessage{id: 200_000, date: time.Now().Unix() + 1, from: testOwner,
			admin: 77, out: true, text: "Передали в район"})
		source := dialogSource(t, f, m)
		mustPull(t, source, m)
		sameDialogs(t, f, m)
		answer := m.messages[inbox.Ref{Channel: "governor/vk", Kind: inbox.Direct, Dialog: "5", ID: "200000"}]
		if !answer.Author.Official || answer.Author.Operator != "77" || answer.Author.ID != "-1001" ||
			answer.URL != "https://vk.com/gim1001?sel=5" {
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

func TestRefusedDialogIsNotDropped(t *testing.T) {
	for _, code := range []int{18, 917, 932, 936} {
		synctest.Test(t, func(t *testing.T) {
			f, m := townDialogs(3), newMemory()
			for i := range 450 {
				f.dialogs[2] = append(f.dialogs[2], fakeMessage{id: int64(1000 + i), date: time.Now().Unix(), from: 2,
					text: "Нет света"})
			}
			f.before = func(_ int, c fakeCall) *fakeError {
				if c.method == "messages.getHistory" && c.int("peer_id") == 2 {
					return &fakeError{code: code}
				}
				return nil
			}
			source := dialogSource(t, f, m)
			mustPull(t, source, m)
			last := inbox.Ref{Channel: "governor/vk", Kind: inbox.Direct, Dialog: "2", ID: "1449"}
			if len(m.messages) != 3 || m.messages[last].Text != "Нет света" || len(m.warnings) != 1 {
				t.Fatalf("%d messages, warnings %q", len(m.messages), m.warnings)
			}
			if said := m.warnings[0]; strings.Contains(said, "sel=") || !strings.Contains(said, last.Number()) {
				t.Errorf("a citizen's account is named: %s", said)
			}
			for range 3 { // told once, asked for and named at every pull
				f.calls = nil
				mustPull(t, source, m)
				if f.count("messages.getHistory") != 1 || len(f.calls) != 2 || len(m.warnings) != 1 ||
					!slices.Equal(m.inaccessible, []inbox.Inaccessible{{Part: "dialog of message " + last.Number(),
						Code: code}}) {
					t.Fatalf("%d calls, refused %v, warnings %q", len(f.calls), m.inaccessible, m.warnings)
				}
			}
			f.dialogs[2] = append(f.dialogs[2], fakeMessage{id: 2000, date: time.Now().Unix(), from: 2,
				text: "Ответьте"})
			mustPull(t, source, m)
			if len(m.messages) != 4 || len(m.inaccessible) != 1 {
				t.Fatalf("%d messages, refused %v", len(m.messages), m.inaccessible)
			}
			f.before = nil
			mustPull(t, source, m)
			sameDialogs(t, f, m)
			f.calls = nil
			mustPull(t, source, m)
			if len(f.calls) != 1 || len(m.inaccessible) != 0 {
				t.Fatalf("open again: %d calls, refused %v", len(f.calls), m.inaccessible)
			}
		})
	}
}

func TestEditOfTheLastMessageIsRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, m := townDialogs(5), newMemory()
		source := dialogSource(t, f, m)
		mustPull(t, source, m)
		time.Sleep(time.Minute)
		f.dialogs[2][0].text, f.dialogs[2][0].edited = "Здравствуйте, нет воды", time.Now().Unix() // it stands fourth
		mustPull(t, source, m)
		message := m.messages[inbox.Ref{Channel: "governor/vk", Kind: inbox.Direct, Dialog: "2", ID: "11"}]
		if message.Text != "Здравствуйте, нет воды" || message.Edited.IsZero() {
			t.Fatalf("%+v", message)
		}
		f.calls = nil
		mustPull(t, source, m)
		if len(f.calls) != 1 {
			t.Fatalf("a quiet pull after an edit costs %d calls", len(f.calls))
		}
	})
}

// A dialog that is dated ahead stands first in the list for long, and hides nobody who writes after it.
func TestDialogDatedAheadHidesNoOther(t *testing.T) {
	for _, ahead := range []int64{150, 23 * 3600, 1000 * 365 * 24 * 3600} {
		synctest.Test(t, func(t *testing.T) {
			f, m := townDialogs(5), newMemory()
			// The list of this fake goes by numbers.
			f.dialogs[77] = []fakeMessage{{id: 9_000, date: time.Now().Unix() + ahead, from: 77, text: "Нет света"}}
			source := dialogSource(t, f, m)
			mustPull(t, source, m)
			time.Sleep(time.Minute)
			f.dialogs[88] = []fakeMessage{{id: 8_000, date: time.Now().Unix(), from: 88, text: "Нет воды"}}
			mustPull(t, source, m)
			sameDialogs(t, f, m)
		})
	}
}

func TestListThatDeniesItsCountIsNotBelieved(t *testing.T) {
	for _, method := range []string{"messages.getConversations", "messages.getHistory"} {
		synctest.Test(t, func(t *testing.T) {
			f, m := townDialogs(2), newMemory()
			source := dialogSource(t, f, m)
			mustPull(t, source, m)
			f.dialogs[1] = append(f.dialogs[1], fakeMessage{id: 900, date: time.Now().Unix(), from: 1, text: "Ещё"})
			f.replace = func(c fakeCall) any {
				if c.method != method {
					return nil
				}
				return response(map[string]any{"count": 5, "items": []any{}})
			}
			if err := pull(t, source, m); collectors.FailureKindOf(err) != inbox.FailurePlatform ||
				!strings.Contains(err.Error(), "contradicts") || len(m.messages) != 2 {
				t.Fatalf("%s: %v", method, err)
			}
			f.replace = nil
			mustPull(t, source, m)
			sameDialogs(t, f, m)
		})
	}
}

// A community that answered people and lists no dialogs at all is not shown them.
func TestEmptyListOfDialogsIsNotBelieved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, m := townDialogs(3), newMemory()
		source := dialogSource(t, f, m)
		mustPull(t, source, m)
		all := f.dialogs
		f.dialogs = nil
		err := pull(t, source, m)
		if collectors.FailureKindOf(err) != inbox.FailureAccess || len(m.messages) != 3 {
			t.Fatalf("%v, %d messages", err, len(m.messages))
		}
		f.dialogs = all
		mustPull(t, source, m)
		mustPull(t, dialogSource(t, &fakeVK{}, newMemory()), newMemory()) // nobody ever wrote
	})
}

// A dialog whose history shows nothing leaves at least the message that the list shows.
func TestEmptyHistoryLosesNoLastMessage(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, m := townDialogs(2), newMemory()
		f.replace = func(c fakeCall) any {
			if c.method != "messages.getHistory" || c.int("peer_id") != 1 {
				return nil
			}
			return response(map[string]any{"count": 0, "items": []any{}})
		}
		mustPull(t, dialogSource(t, f, m), m)
		if last, kept := m.messages[directRef(1, 1)]; !kept || last.Text != "Здравствуйте" || len(m.messages) != 2 {
			t.Fatalf("%+v", m.messages)
		}
	})
}

func TestForwardedWordsAreKept(t *testing.T) {
	in := inDialog{page: page{channel: "governor/vk", owner: -1001}, peer: 7}
	deep := `{"text":"дно"}`
	for range 50 {
		deep = `{"text":"слой","fwd_messages":[` + deep + `]}`
	}
	huge, err := json.Marshal(strings.Repeat("Вода ", 20_000))
	if err != nil {
		t.Fatal(err)
	}
	cases := map[string]struct{ raw, want string }{
		"nested": {`"text":"","fwd_messages":[{"text":"Не вывозят мусор\nуже неделю","fwd_messages":[{"text":"Двор завален"}]},{"text":""},7,{"text":5},{"text":"И у нас"}]`,
			"> Не вывозят мусор\n> уже неделю\n> Двор завален\n> И у нас"},
		"with words of one's own": {`"text":"Помогите","fwd_messages":[{"text":"Нет воды"}]`, "Помогите\n> Нет воды"},
		"a reply is not quoted":   {`"text":"Да","reply_message":{"id":4,"text":"Приехать?"}`, "Да"},
		"deep": {`"text":"","fwd_messages":[` + deep + `]`,
			strings.TrimSuffix(strings.Repeat("> слой\n", maxForwardDepth), "\n")},
		"a shared post": {`"text":"","attachments":[{"type":"wall","wall":{"text":"На Кленовой\nпрорвало трубу"}}]`,
			"> На Кленовой\n> прорвало трубу"},
		"a post of a post": {`"text":"Помогите","attachments":[{"type":"photo"},{"type":"wall","wall":{"text":"","copy_history":[{"text":"Нет воды"}]}}]`,
			"Помогите\n> Нет воды"},
		"a shared comment":            {`"text":"","attachments":[{"type":"wall_reply","wall_reply":{"text":"Где автобус?"}}]`, "> Где автобус?"},
		"a page alone":                {`"text":"https://example.org/a","attachments":[{"type":"link","link":{"title":"Мост закрыт","description":7}}]`, "https://example.org/a\n> Мост закрыт"},
		"a page beside words":         {`"text":"Почему так? example.org/a","attachments":[{"type":"link","link":{"title":"Мост закрыт"}}]`, "Почему так? example.org/a"},
		"a post in what is forwarded": {`"text":"","fwd_messages":[{"text":"","attachments":[{"type":"wall","wall":{"text":"Нет воды"}}]}]`, "> Нет воды"},
		"posts of odd shapes":         {`"text":"","attachments":[{"type":"wall","wall":7},{"type":"wall"},{"type":"wall","wall":{"text":[]}},{"type":"link","link":[]},5]`, ""},
		"huge":                        {`"text":"","fwd_messages":[{"text":` + string(huge) + `}]`, ""},
	}
	for name, c := range cases {
		m, err := decodeDirect(json.RawMessage(`{"id":5,"date":100,"from_id":7,` + c.raw + `}`))
		if err != nil {
			t.Fatal(err)
		}
		message := in.message(m)
		if name == "huge" {
			if n := len(message.Text); n < maxForwardText || n > maxForwardText+10 {
				t.Errorf("%s: %d bytes", name, n)
			}
			continue
		}
		if message.Text != c.want || len(m.Forwarded) > 0 && message.Media[0].Type != inbox.MediaRepost {
			t.Errorf("%s: %q, %v", name, message.Text, message.Media)
		}
	}
}

func TestDirectMessageFields(t *testing.T) {
	in := inDialog{page: page{channel: "governor/vk", owner: -1001, staff: map[int64]bool{4242: true}},
		peer:  chatBase + 3,
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
		m.Media[0].Duration != 41*time.Second || m.URL != "https://vk.com/gim1001?sel=c3" ||
		m.Author.Name != "Анна Берёзкина" {
		t.Errorf("voice message: %+v", m)
	}
	if m := decode(`{"id":5,"date":100,"from_id":4242,"text":"Решаем","deleted":1}`); !m.Author.Official ||
		m.Deleted.IsZero() || m.Text == "" {
		t.Errorf("deleted message of the staff: %+v", m)
	}
	for _, raw := range []string{`{}`, `[]`, `{"id":5,"date":"вчера","from_id":1}`,
		`{"id":5,"date":100,"text":{"a":1}}`, `{"id":5,"date":-1}`} {
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
		if len(m.undecoded) != 1 || len(m.messages) != 2 {
			t.Fatalf("%d undecoded, %d messages", len(m.undecoded), len(m.messages))
		}
		for _, piece := range m.undecoded {
			if piece.ID != "2/500" || strings.Contains(piece.Problem, "x") && piece.Problem != errNoDate.Error() {
				t.Fatalf("undecoded: %+v", piece)
			}
		}
		f.calls = nil
		mustPull(t, source, m)
		if len(f.calls) != 1 {
			t.Fatalf("%d calls", len(f.calls))
		}
	})
}
