package app

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"otklik/collectors"
	"otklik/internal/config"
	"otklik/internal/inbox"
	"otklik/internal/privacy"
	"otklik/internal/reading"
	"otklik/internal/reading/assistant"
	"otklik/internal/sandbox/town"
)

// doubtful makes the reading unsure of every text.
type doubtful struct{ *reading.Reader }

func (d doubtful) Assess(ctx context.Context, t inbox.Thread, i int) (inbox.Assessment, error) {
	a, err := d.Reader.Assess(ctx, t, i)
	a.Score, a.NeedsAnswer, a.Firm, a.Urgency, a.Category = 0.45, false, false, "", inbox.Chatter
	return a, err
}

// model is a fake server of the office.
type model struct {
	says   string // what it answers with
	silent bool
	asked  atomic.Int64
	bodies []string
	before func() // what is looked at when a question comes
}

func (m *model) RoundTrip(r *http.Request) (*http.Response, error) {
	m.asked.Add(1)
	body, _ := io.ReadAll(r.Body)
	m.bodies = append(m.bodies, string(body))
	if m.before != nil {
		m.before()
	}
	if m.silent {
		<-r.Context().Done()
		return nil, r.Context().Err()
	}
	reply, _ := json.Marshal(map[string]any{"choices": []any{map[string]any{"message": map[string]any{
		"content": m.says}}}})
	return &http.Response{StatusCode: 200, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(string(reply)))}, nil
}

// consulting puts the model around a service whose reading is unsure.
func consulting(s *Service, m *model, share float64) {
	o := assistant.Options{URL: "http://model.test/v1", Model: "office", Timeout: 20 * time.Second, Share: share,
		Threshold: reading.Threshold, Groups: s.reader.Groups(), Other: reading.Other, Transport: m,
		Mask: privacy.New(privacy.Options{}).Text}
	s.config.Reading.Assistant = config.Assistant{URL: o.URL, Model: o.Model, Share: share,
		Timeout: config.Duration(o.Timeout)}
	s.assistant = assistant.New(doubtful{s.reader}, o)
	s.evaluator = s.assistant
}

const needed = `{"needs_answer": true, "group": "Прочее", "urgency": "none"}`

// pulls collects what people wrote.
func pulls(t *testing.T, s *Service) {
	t.Helper()
	if _, err := s.collect(t.Context(), s.Channels(), nil); err != nil {
		t.Fatal(err)
	}
}

// TestAnOpinionComesAfterAllIsDone: nobody is asked before the message is stored and evaluated; what is asked is masked;
// the opinion moves the state, is kept, and is asked for once, also by the next process.
func TestAnOpinionComesAfterAllIsDone(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s, platform := townOffice(t, folder)
		m := &model{says: needed}
		consulting(s, m, 1)
		post := platform.AddPost(town.VK, "Глава Пётр Тестовский открыл парк, телефон +7 912 345-67-89")
		text := "Меня зовут Ирина Ковалёва, Садовая 5, кв. 17, звоните 8 (912) 345-67-89, почта irina@example.org"
		if _, err := platform.AddComment(town.VK, post, 1, text, "", 0); err != nil {
			t.Fatal(err)
		}
		pulls(t, s)
		if n := m.asked.Load(); n != 0 {
			t.Fatalf("%d questions while collecting", n)
		}
		m.before = func() {
			if n, err := s.store.Pending(t.Context()); n != 0 || err != nil || storedBy(t, s) != 1 {
				t.Errorf("%d threads are pending and %d messages stored, %v", n, storedBy(t, s), err)
			}
		}
		s.Consult(t.Context())
		if len(m.bodies) != 1 {
			t.Fatalf("%d questions", len(m.bodies))
		}
		for _, word := range []string{"Ирина", "Ковалёва", "345-67-89", "irina@", "кв. 17", "Тестовский", "Имя1"} {
			if strings.Contains(m.bodies[0], word) {
				t.Errorf("%q left the office: %s", word, m.bodies[0][strings.Index(m.bodies[0], `"role":"user"`):])
			}
		}
		if !strings.Contains(m.bodies[0], "Садовая 5") {
			t.Error("the question does not hold the text")
		}
		moved := func(who *Service) {
			t.Helper()
			for _, v := range statuses(t, who) {
				if v.State() != inbox.Open || v.Score != 0.75 || v.Reasons[0].Code != "assistant_needed" {
					t.Errorf("%s: %+v", v.State(), v)
				}
			}
		}
		moved(s)
		next, _ := townOffice(t, folder) // another process, with the same model
		consulting(next, m, 1)
		m.before = nil
		if err := next.store.MarkPending(t.Context(), []inbox.Ref{onlyRef(t, s)}); err != nil {
			t.Fatal(err)
		}
		if err := next.EvaluatePending(t.Context()); err != nil {
			t.Fatal(err)
		}
		next.Consult(t.Context())
		if moved(next); m.asked.Load() != 1 {
			t.Errorf("asked %d times", m.asked.Load())
		}
		if got := next.assistantStatus(); got.Asked != 1 || got.Answered != 1 || got.Read != 1 {
			t.Errorf("%+v", got)
		}
	})
}

// onlyRef is the one citizen's message.
func onlyRef(t *testing.T, s *Service) (ref inbox.Ref) {
	t.Helper()
	for r := range statuses(t, s) {
		ref = r
	}
	return ref
}

// TestADeadAssistantChangesNothing: with a silent assistant, one that talks nonsense and none at all the same messages
// have the same states, collecting and the digest take the same time, and the server is left alone.
func TestADeadAssistantChangesNothing(t *testing.T) {
	t.Parallel()
	type outcome struct {
		States map[inbox.Ref]inbox.MessageStatus
		Took   time.Duration
		Open   int
	}
	outcomes := map[string]outcome{}
	for _, c := range []struct {
		name string
		by   *model
	}{{"none", nil}, {"silent", &model{silent: true}}, {"nonsense", &model{says: "не знаю"}}} {
		folder := t.TempDir()
		synctest.Test(t, func(t *testing.T) {
			s, platform := townOffice(t, folder)
			if s.evaluator = (doubtful{s.reader}); c.by != nil {
				consulting(s, c.by, 1)
			}
			post := platform.AddPost(town.VK, "Новость")
			for n := range 12 {
				if _, err := platform.AddComment(town.VK, post, n, "Ну и что теперь с парком делать", "", 0); err != nil {
					t.Fatal(err)
				}
			}
			began := time.Now()
			pulls(t, s)
			d, err := s.compose(t.Context(), s.config.Digests[0], time.Now())
			if err != nil {
				t.Fatal(err)
			}
			o := outcome{Took: time.Since(began), Open: len(d.Complaints)}
			for range 3 {
				s.Consult(t.Context())
			}
			if n, err := s.store.Pending(t.Context()); n != 0 || err != nil {
				t.Errorf("%s: %d threads are pending, %v", c.name, n, err)
			}
			if c.by != nil && (c.by.asked.Load() != 3 || s.assistantStatus().RestsUntil.IsZero()) {
				t.Errorf("%s: asked %d times, %+v", c.name, c.by.asked.Load(), s.assistantStatus())
			}
			o.States = statuses(t, s)
			outcomes[c.name] = o
		})
	}
	for name, got := range outcomes {
		if d := cmp.Diff(outcomes["none"], got); d != "" || len(got.States) != 12 {
			t.Errorf("%s: %s", name, d)
		}
	}
}

// TestTheShareIsABound: whatever is unsure, of all messages no more than the share is asked about, over all processes.
func TestTheShareIsABound(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		m := &model{says: needed}
		s, platform := townOffice(t, folder)
		for n, want := range []int64{1, 2, 2, 3} { // 7, 14, 20 and 21 messages in all, rounded up
			consulting(s, m, 0.1) // as the next process does
			post := platform.AddPost(town.VK, "Новость")
			for k := range []int{7, 7, 6, 1}[n] {
				if _, err := platform.AddComment(town.VK, post, k, "Ну и что теперь делать", "", 0); err != nil {
					t.Fatal(err)
				}
			}
			pulls(t, s)
			s.Consult(t.Context())
			if got := m.asked.Load(); got != want {
				t.Errorf("round %d: asked %d times, want %d: %+v", n, got, want, s.assistantStatus())
			}
		}
	})
}

// TestCheckNamesTheTransfer: check tells whether the server answers, and names what allow_public lets happen.
func TestCheckNamesTheTransfer(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	answers := true
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !answers {
			http.Error(w, "no", http.StatusServiceUnavailable)
			return
		}
		reply, _ := (&model{says: needed}).RoundTrip(r)
		_, _ = io.Copy(w, reply.Body)
	}))
	defer server.Close()
	b.write("key", "office-key-123\n")
	b.add("\nreading: {assistant: {url: " + server.URL + "/v1, model: office, api_key_file: key, allow_public: true}}\n")
	find := func() (found []collectors.Diagnostic) { return b.open().checkAssistant(t.Context()) }
	if got := find(); len(got) != 2 || got[0].Level != collectors.Warning || got[1].Level != collectors.OK ||
		!strings.Contains(got[0].Sentence, "передача персональных данных") {
		t.Errorf("%+v", got)
	}
	answers = false
	b.configure(", allow_public: true", "")
	if got := find(); len(got) != 1 || got[0].Level != collectors.Fault ||
		!strings.Contains(got[0].Sentence, "answers with an error") {
		t.Errorf("%+v", got)
	}
	b.configure(server.URL, "http://203.0.113.7")
	b.configure(", api_key_file: key", ", api_key_file: key, allow_public: true")
	if got := find(); len(got) != 1 || got[0].Level != collectors.Fault ||
		!strings.Contains(got[0].Sentence, "nothing is sent") { // and so no transfer is spoken of
		t.Errorf("%+v", got)
	}
	var out strings.Builder
	log := slog.New(slog.NewTextHandler(&out, nil))
	log.Info("config", "reading", b.open().config.Reading)
	if strings.Contains(out.String(), "office-key-123") {
		t.Error("the key is logged")
	}
}
