package assistant

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"otklik/internal/inbox"
)

// byText is a reading that gives every text the assessment it was told.
type byText struct {
	inbox.Reader
	of map[string]inbox.Assessment
}

func (r byText) Version() string { return "inner" }

func (r byText) Basis(t inbox.Thread, i int) (b inbox.Basis) {
	sum := sha256.Sum256([]byte(t.Messages[i].Text))
	copy(b[:], sum[:])
	return b
}

func (r byText) Assess(_ context.Context, t inbox.Thread, i int) (inbox.Assessment, error) {
	return r.of[t.Messages[i].Text], nil
}

// low and high are what the inner reading says of texts that it is unsure of.
var (
	low  = inbox.Assessment{Category: inbox.Chatter, Score: 0.4, Group: "Прочее"}
	high = inbox.Assessment{Category: inbox.Question, Score: 0.6, NeedsAnswer: true, Group: "Дороги", Topic: "ямы",
		Reasons: inbox.Because("ask")}
)

func thread(texts ...string) inbox.Thread {
	t := inbox.Thread{Ref: inbox.ThreadRef{Channel: "governor/vk", Kind: inbox.Comment, ID: "1"}}
	for i, text := range texts {
		t.Messages = append(t.Messages, inbox.Message{Channel: "governor/vk", Kind: inbox.Comment, Thread: "1",
			ID: fmt.Sprint(i + 1), Text: text, Author: inbox.Author{ID: fmt.Sprint(500 + i)},
			Sent: time.Date(2026, 11, 2, 10, i, 0, 0, time.UTC)})
	}
	return t
}

// options are those of a model that lives at an address.
func options(address string) Options {
	return Options{URL: address + "/v1", Model: "office", Timeout: 20 * time.Second, Share: 0.1, Threshold: 0.5,
		Groups: []string{"Дороги", "ЖКХ"}, Other: "Прочее", Mask: func(s string) string {
			return strings.ReplaceAll(s, "Ковалёва", "[имя]")
		}}
}

// saying is a model that always says the same.
func saying(content string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		reply, _ := json.Marshal(map[string]any{"choices": []any{map[string]any{"finish_reason": "stop",
			"message": map[string]any{"role": "assistant", "content": content}}}})
		_, _ = w.Write(reply)
	}
}

func answer(needs bool, group, urgency string) string {
	return fmt.Sprintf(`{"needs_answer": %t, "group": %q, "urgency": %q}`, needs, group, urgency)
}

func round(most int) Round {
	return Round{Most: most, Limit: time.Minute, Stands: func(context.Context, []inbox.Ref) bool { return true }}
}

func serve(t *testing.T, h http.Handler) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

// assess reads message i and gives also what it is known by.
func assess(t *testing.T, r *Reader, th inbox.Thread, i int) (inbox.Assessment, inbox.Basis) {
	t.Helper()
	a, err := r.Assess(t.Context(), th, i)
	if err != nil {
		t.Fatal(err)
	}
	return a, r.Basis(th, i)
}

// A valid opinion moves what is unsure, is kept with the readings of the thread and is never asked for again.
func TestAnOpinionMovesTheUnsure(t *testing.T) {
	th := thread("Ну и где?", "Спасибо, а дорога?", "Красиво")
	inner := byText{of: map[string]inbox.Assessment{"Ну и где?": low, "Спасибо, а дорога?": high,
		"Красиво": {Category: inbox.Chatter, Score: 0.05}}}
	for _, c := range []struct {
		name, says string
		i          int
		want       inbox.Assessment
	}{
		{"needed", answer(true, "ЖКХ", "none"), 0, inbox.Assessment{Category: inbox.Request, NeedsAnswer: true,
			Score: 0.7, Group: "ЖКХ", Reasons: inbox.Because("assistant_needed")}},
		{"urgent", answer(true, "ЖКХ", "outage"), 0, inbox.Assessment{Category: inbox.Request, NeedsAnswer: true,
			Score: 0.7, Group: "ЖКХ", Urgency: inbox.Outage, Reasons: inbox.Because("outage", "assistant_needed")}},
		{"needless", answer(false, "ЖКХ", "life"), 1, inbox.Assessment{Category: inbox.Chatter, Score: 0.3,
			Group: "Дороги", Topic: "ямы", Reasons: inbox.Because("assistant_needless")}},
		{"confirmed", answer(true, "Прочее", "none"), 1, inbox.Assessment{Category: inbox.Question, NeedsAnswer: true,
			Score: 0.9, Group: "Дороги", Topic: "ямы", Reasons: inbox.Because("ask", "assistant_needed")}},
	} {
		r := New(inner, options(serve(t, saying(c.says))))
		before := map[inbox.Basis]bool{}
		for i := range th.Messages {
			if got, b := assess(t, r, th, i); fmt.Sprint(got) != fmt.Sprint(inner.of[th.Messages[i].Text]) {
				t.Errorf("%s: %+v before anybody was asked", c.name, got)
			} else {
				before[b] = true
			}
		}
		if n := r.Read(); n != 3 {
			t.Errorf("%s: %d messages read", c.name, n)
		}
		answers := r.Ask(t.Context(), round(9))
		if answers.Asked != 2 || len(answers.Opinions) != 2 || len(answers.Refs) != 2 {
			t.Fatalf("%s: %+v", c.name, answers)
		}
		told := r.With(answers.Opinions)
		got, b := assess(t, told, th, c.i)
		if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", c.want) {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
		if before[b] {
			t.Errorf("%s: the basis is the one without an opinion", c.name)
		}
		stored := th
		stored.Readings = map[inbox.Basis]inbox.Reading{b: {Basis: b, Assessment: &got}}
		if r.Basis(stored, c.i) != b || New(inner, options(r.o.URL[:len(r.o.URL)-3])).Basis(stored, c.i) != b {
			t.Errorf("%s: the stored opinion is not found again", c.name)
		}
		if got := r.Ask(t.Context(), round(9)); got.Asked != 0 {
			t.Errorf("%s: asked again: %+v", c.name, got)
		}
	}
}

// What a rule or a person decided, and what is urgent, is not asked about, whatever its score.
func TestRulesAreNotOverruled(t *testing.T) {
	change := func(f func(*inbox.Assessment)) inbox.Assessment {
		a := high
		f(&a)
		return a
	}
	th := thread("despair", "urgent", "unsolved", "advert", "sure", "deleted", "corrected", "long")
	th.Messages[5].Deleted = time.Now()
	th.Corrections = map[inbox.Ref]inbox.Correction{th.Messages[6].Ref(): {}}
	th.Messages[7].Text = strings.Repeat("я", longestText+1)
	inner := byText{of: map[string]inbox.Assessment{
		"despair": change(func(a *inbox.Assessment) { a.Firm = true }), "urgent": change(func(a *inbox.Assessment) {
			a.Urgency = inbox.Life
		}), "unsolved": change(func(a *inbox.Assessment) { a.Unsolved = true }),
		"advert": change(func(a *inbox.Assessment) { a.Advert = true }),
		"sure":   change(func(a *inbox.Assessment) { a.Score = 0.85 }), "deleted": high, "corrected": high,
		th.Messages[7].Text: high}}
	r := New(inner, options(serve(t, saying(answer(false, "Прочее", "none")))))
	all := map[inbox.Basis]Opinion{}
	for i := range th.Messages {
		assess(t, r, th, i)
		_, asked := r.bases(th, i)
		all[asked] = Opinion{Group: "Прочее", Urgency: None}
	}
	if got := r.Ask(t.Context(), round(9)); got.Asked != 0 {
		t.Errorf("%+v", got)
	}
	for i := range th.Messages { // nor moved by an opinion that comes all the same
		if got, _ := assess(t, r.With(all), th, i); !got.NeedsAnswer {
			t.Errorf("%q: %+v", th.Messages[i].Text, got)
		}
	}
}

// Whatever a server does wrong is a code, and moves nothing.
func TestFaultsAreCodes(t *testing.T) {
	right := answer(true, "ЖКХ", "none")
	status := func(code int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(code)
			_, _ = io.WriteString(w, body)
		}
	}
	for _, c := range []struct {
		name string
		by   http.HandlerFunc
		want Fault
	}{
		{"500", status(500, `{"error": {"message": "Ну и где?"}}`), Refused},
		{"503 without JSON", status(503, "<html>"), Refused},
		{"401", status(401, `{"error": "no key"}`), Refused},
		{"redirect", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
		}, Redirected},
		{"redirect with a right body", func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(302)
			saying(right)(w, r)
		}, Redirected},
		{"no JSON", status(200, "ну, не знаю"), Nonsense},
		{"nothing", status(200, ""), Nonsense},
		{"half", status(200, `{"choices": [{"message": {"content": "{`), Nonsense},
		{"no choice", status(200, `{"choices": []}`), Nonsense},
		{"words", saying("Ответ нужен: " + right), Nonsense},
		{"words behind", saying(right + " вот"), Nonsense},
		{"fenced", saying("```json\n" + right + "\n```"), Nonsense},
		{"a key too many", saying(`{"needs_answer": true, "group": "ЖКХ", "urgency": "none", "sure": 1}`), Nonsense},
		{"a key missing", saying(`{"group": "ЖКХ", "urgency": "none"}`), Nonsense},
		{"null", saying(`{"needs_answer": null, "group": "ЖКХ", "urgency": "none"}`), Nonsense},
		{"a word for a truth", saying(`{"needs_answer": "да", "group": "ЖКХ", "urgency": "none"}`), Nonsense},
		{"unknown urgency", saying(answer(true, "ЖКХ", "very")), Nonsense},
		{"unknown group", saying(answer(true, "Погода", "none")), UnknownGroup},
		{"long", saying(right + strings.Repeat(" ", longestAnswer)), TooLong},
		{"endless", func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				if _, err := io.WriteString(w, strings.Repeat(" ", 1<<16)); err != nil {
					return
				}
			}
		}, TooLong},
		{"cut", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, `{"choices": [{"finish_reason": "length", "message": {"content": "{}"}}]}`)
		}, TooLong},
		{"hangs up", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, Unreachable},
	} {
		t.Run(c.name, func(t *testing.T) {
			th := thread("Ну и где?")
			r := New(byText{of: map[string]inbox.Assessment{"Ну и где?": low}}, options(serve(t, c.by)))
			assess(t, r, th, 0)
			got := r.Ask(t.Context(), round(9))
			if got.Asked != 1 || len(got.Opinions) != 0 || len(got.Refs) != 0 || got.Faults[c.want] != 1 {
				t.Errorf("%+v", got)
			}
			if a, _ := assess(t, r.With(got.Opinions), th, 0); fmt.Sprint(a) != fmt.Sprint(low) {
				t.Errorf("%+v", a)
			}
			if err := r.Check(t.Context()); !errors.Is(err, c.want) || strings.Contains(err.Error(), "где") {
				t.Errorf("check: %v", err)
			}
		})
	}
}

// silent is a server that takes questions and never answers.
type silent struct{ asked int }

func (s *silent) RoundTrip(r *http.Request) (*http.Response, error) {
	s.asked++
	<-r.Context().Done()
	return nil, r.Context().Err()
}

// many is a thread of unsure messages.
func many(n int) (inbox.Thread, byText) {
	var texts []string
	of := map[string]inbox.Assessment{}
	for i := range n {
		texts = append(texts, fmt.Sprint("текст ", i))
		of[texts[i]] = low
	}
	return thread(texts...), byText{of: of}
}

// A server that is silent is left alone after a few questions, and a round ends in time however slow one is.
func TestASilentServerIsLeftAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		th, inner := many(50)
		server := &silent{}
		o := options("http://127.0.0.1:1")
		o.Transport = server
		r := New(inner, o)
		began := time.Now()
		for i := range th.Messages {
			assess(t, r, th, i)
		}
		if took := time.Since(began); took != 0 || server.asked != 0 {
			t.Errorf("assessing took %s and asked %d questions", took, server.asked)
		}
		limited := round(50)
		limited.Limit = time.Hour
		got := r.Ask(t.Context(), limited)
		if took := time.Since(began); !got.Tired || got.Asked != mostInARow || got.Faults[Timeout] != mostInARow ||
			took != mostInARow*20*time.Second {
			t.Errorf("%+v, after %s", got, took)
		}
		limited.Limit = 30 * time.Second
		began = time.Now()
		if got = r.Ask(t.Context(), limited); time.Since(began) != 30*time.Second || got.Tired || got.Faults[Timeout] != 1 {
			t.Errorf("%+v, after %s", got, time.Since(began))
		}
	})
}

// No more is asked than was allowed, the most doubtful first, and what was purged meanwhile is not.
func TestWhatIsAskedFirst(t *testing.T) {
	var bodies []string
	address := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		bodies = append(bodies, string(body))
		saying(answer(true, "ЖКХ", "none"))(w, r)
	}))
	th := thread("дальше", "ближе", "ещё ближе", "удалено")
	score := func(s float64) inbox.Assessment { return inbox.Assessment{Category: inbox.Chatter, Score: s} }
	r := New(byText{of: map[string]inbox.Assessment{"дальше": score(0.3), "ближе": score(0.42), "ещё ближе": score(0.48),
		"удалено": score(0.49)}}, options(address))
	for i := range th.Messages {
		assess(t, r, th, i)
		assess(t, r, th, i) // a thread is evaluated twice
	}
	order := round(2)
	order.Stands = func(_ context.Context, refs []inbox.Ref) bool { return refs[0] != th.Messages[3].Ref() }
	got := r.Ask(t.Context(), order)
	if got.Asked != 2 || !slices.Equal(got.Refs, []inbox.Ref{th.Messages[2].Ref(), th.Messages[1].Ref()}) {
		t.Errorf("%+v", got)
	}
	for n, text := range []string{"ещё ближе", `"ближе`} {
		if !strings.Contains(strings.ReplaceAll(bodies[n], `\"`, `"`), text) {
			t.Errorf("question %d: %s", n, bodies[n])
		}
	}
}

// The question has the text, the post and the comment above it, all masked, and nothing of who wrote them.
func TestNoUnmaskedWordLeaves(t *testing.T) {
	var body string
	address := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		whole, _ := io.ReadAll(r.Body)
		body = fmt.Sprint(r.Header, string(whole))
		saying(answer(true, "ЖКХ", "none"))(w, r)
	}))
	th := thread("Пост: Ковалёва открыла парк", "Ковалёва, где же каток?", "Ковалёва права, а когда?")
	th.Messages[0].Post, th.Messages[0].Author.Official = true, true
	th.Messages[2].ReplyTo, th.Messages[2].Author.Name = "2", "Ирина Ковалёва"
	th.Messages[2].URL = "https://vk.example/wall1_2?reply=3"
	o := options(address)
	o.Key = "office-key-123"
	r := New(byText{of: map[string]inbox.Assessment{th.Messages[2].Text: low}}, o)
	assess(t, r, th, 2)
	if got := r.Ask(t.Context(), round(1)); got.Asked != 1 || len(got.Opinions) != 1 {
		t.Fatalf("%+v", got)
	}
	for _, word := range []string{"Ковалёва", "Ирина", "502", "vk.example", "governor"} {
		if strings.Contains(body, word) {
			t.Errorf("%q left: %s", word, body)
		}
	}
	for _, word := range []string{"[имя] открыла парк", "[имя], где же каток?", "[имя] права, а когда?",
		"Bearer office-key-123", "json_schema", `"model":"office"`} {
		if !strings.Contains(body, word) {
			t.Errorf("%q is missing: %s", word, body)
		}
	}
}

// Only addresses of this machine and of private networks are called, whatever a name says and the environment wants.
func TestPublicAddressesAreRefused(t *testing.T) {
	for address, near := range map[string]bool{"127.0.0.1": true, "::1": true, "10.1.2.3": true, "172.16.0.9": true,
		"192.168.1.1": true, "169.254.169.254": false, "fe80::1": false, "fd00::5": true, "::ffff:10.0.0.1": true,
		"8.8.8.8": false, "172.32.0.1": false, "2001:4860:4860::8888": false, "::ffff:8.8.8.8": false, "::ffff:169.254.169.254": false, "::": false,
		"100.64.0.1": false, "0.0.0.0": false, "64:ff9b::a00:1": false, "224.0.0.1": false} {
		if IsNear(netip.MustParseAddr(address)) != near {
			t.Errorf("%s: near is %v", address, !near)
		}
	}
	t.Setenv("HTTP_PROXY", "http://127.0.0.1:1")
	for _, c := range []struct {
		address string
		allow   bool
		want    Fault
	}{{"http://203.0.113.7", false, PublicAddress}, {"https://203.0.113.7", false, PublicAddress},
		{"http://203.0.113.7", true, PlainPublic}, {"http://[2001:db8::7]:8080", false, PublicAddress},
		{"http://169.254.169.254/v1", false, PublicAddress}, {"http://169.254.169.254/v1", true, PlainPublic},
		{"http://0.0.0.0/v1", false, PublicAddress}, {"http://[fe80::1]/v1", false, PublicAddress}} {
		o := options(c.address)
		o.AllowPublic = c.allow
		if err := New(byText{}, o).Check(t.Context()); !errors.Is(err, c.want) {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

// Another model, server or inner reading is another reading; how much is asked is not.
func TestVersion(t *testing.T) {
	o := options("http://127.0.0.1:1")
	same := New(byText{}, o).Version()
	o.Share, o.Timeout, o.Key = 0.5, time.Second, "another"
	if v := New(byText{}, o).Version(); v != same || !strings.HasPrefix(v, "inner+") {
		t.Errorf("%s, %s", v, same)
	}
	o.Model = "other"
	other := New(byText{}, o).Version()
	o.Model, o.URL = "office", "http://127.0.0.1:2/v1"
	if moved := New(byText{}, o).Version(); other == same || moved == same || moved == other {
		t.Errorf("%s, %s, %s", same, other, moved)
	}
}

// After a change of the reading everything is unsure at once: only the most doubtful wait.
func TestFewQuestionsWait(t *testing.T) {
	th, inner := many(3 * mostWaiting)
	r := New(inner, options("http://127.0.0.1:1"))
	for i := range th.Messages {
		assess(t, r, th, i)
	}
	if n := len(r.queue.waiting); n != mostWaiting || r.queue.waiting[0].refs[0] != th.Messages[len(th.Messages)-1].Ref() {
		t.Errorf("%d wait, the first %v", n, r.queue.waiting[0].refs)
	}
}
