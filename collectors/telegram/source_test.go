package telegram

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"otklik/collectors"
	"otklik/internal/inbox"
)

func open(t testing.TB, o Options) collectors.Source {
	t.Helper()
	s, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// drain pulls as the Runner does and gives what was brought, with the last cursor.
func drain(t testing.TB, s collectors.Source, cursor []byte) ([]inbox.Batch, []byte) {
	t.Helper()
	var all []inbox.Batch
	for range 50 {
		b, err := s.Fetch(t.Context(), cursor)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, b)
		cursor = b.Next
		if !b.More {
			return all, cursor
		}
	}
	t.Fatal("the source does not come to an end")
	return nil, nil
}

func texts(batches ...inbox.Batch) (list []string) {
	for _, b := range batches {
		for _, m := range b.Messages {
			list = append(list, m.Text)
		}
	}
	return list
}

func TestNothingIsConfirmedBeforeItIsCommitted(t *testing.T) {
	f := newFake()
	for i := range int64(250) {
		f.push(comment(1000+i, 20+i, fmt.Sprint("n", i)))
	}
	o := f.options()
	s := open(t, o)
	first, err := s.Fetch(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(first.Messages) != 100 || !first.More || f.waiting() != 250 {
		t.Fatalf("first page: %d messages, more %v, %d wait", len(first.Messages), first.More, f.waiting())
	}
	// The process dies before the commit: another one reads the same.
	s = open(t, o)
	again, err := s.Fetch(t.Context(), nil)
	if err != nil || !slices.Equal(texts(first), texts(again)) || f.waiting() != 250 {
		t.Fatalf("after a crash: %v, %d messages, %d wait", err, len(again.Messages), f.waiting())
	}
	rest, _ := drain(t, s, again.Next)
	if got := len(texts(rest...)); got != 150 || f.waiting() != 0 {
		t.Fatalf("the rest: %d messages, %d wait", got, f.waiting())
	}
	for _, form := range f.forms {
		if form.Has("limit") && (form.Get("limit") != "100" || form.Get("timeout") != "0") {
			t.Fatalf("getUpdates was called with %v", form)
		}
	}
}

func TestIdsThatRestart(t *testing.T) {
	f := newFake(comment(900000, 1, "до"))
	s := open(t, f.options())
	_, cursor := drain(t, s, nil)
	f.push(comment(17, 2, "после"), comment(18, 3, "ещё"))
	got, cursor := drain(t, s, cursor)
	if !slices.Equal(texts(got...), []string{"после", "ещё"}) || f.waiting() != 0 {
		t.Fatalf("got %q, %d wait", texts(got...), f.waiting())
	}
	f.push(comment(19, 4, "дальше"))
	if got, _ = drain(t, s, cursor); !slices.Equal(texts(got...), []string{"дальше"}) {
		t.Fatalf("got %q", texts(got...))
	}
}

func TestOffsetIsDroppedAfterAWeekOfQuiet(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(comment(900000, 1, "до"))
		s := open(t, f.options())
		_, cursor := drain(t, s, nil)
		for range 7 {
			time.Sleep(23 * time.Hour)
			_, cursor = drain(t, s, cursor)
		}
		c, err := readCursor(cursor)
		if err != nil || c.Offset != 0 {
			t.Fatalf("offset %d, %v", c.Offset, err)
		}
	})
}

func TestPoisonHidesNoNeighbour(t *testing.T) {
	f := newFake(comment(1, 11, "раз"), `17`, `{"update_id":"3","message":"?"}`, `{"update_id":4,"brand_new":{}}`,
		`{"update_id":5,"message":{"message_id":12,"date":"когда-то","chat":{"id":-1001000000002,"type":"supergroup"},"text":"нет даты"}}`,
		`{"update_id":6,"message":{"message_id":13,"date":1700000000,"chat":{"id":-1001000000002,"type":"supergroup"},"text":["?"]}}`,
		`{"update_id":7,"message":{"message_id":14,"date":1700000000,"chat":{"id":-1001000000002,"type":"supergroup"},"text":"жив",
		  "entities":"?","forward_origin":{"type":"from the future"},"photo":7,"from":{"id":"555","first_name":["?"]},"sender_boost_count":{}}}`,
		`null`, comment(9, 15, "два"), `{"update_id":10,"callback_query":{}}`, `[]`)
	s := open(t, f.options())
	got, _ := drain(t, s, nil)
	if want := []string{"раз", "жив", "два"}; !slices.Equal(texts(got...), want) {
		t.Errorf("texts %q, want %q", texts(got...), want)
	}
	var undecoded []string
	for _, b := range got {
		for _, u := range b.Undecoded {
			if u.Problem == "" || len(u.Raw) == 0 || u.Channel != "head/telegram" {
				t.Errorf("undecoded piece %+v", u)
			}
			if strings.Contains(u.Problem, "нет даты") {
				t.Errorf("the problem quotes the text: %s", u.Problem)
			}
			undecoded = append(undecoded, u.ID[:min(len(u.ID), 6)])
		}
	}
	if want := []string{"sha256", "3", "4", "5", "6", "sha256", "sha256"}; !slices.Equal(undecoded, want) {
		t.Errorf("undecoded %q, want %q", undecoded, want)
	}
	if f.waiting() != 0 {
		t.Errorf("%d updates stay in the queue for ever", f.waiting())
	}
}

func TestServerThatDoesNotMoveOn(t *testing.T) {
	f := newFake()
	stuck := reply{200, `{"ok":true,"result":[` + comment(5, 11, "раз") + `]}`, nil}
	f.answers["getUpdates"] = []reply{stuck, stuck, stuck}
	got, _ := drain(t, open(t, f.options()), nil)
	if len(got) != 2 || len(got[1].Warnings) == 0 {
		t.Fatalf("%d batches, warnings %q", len(got), got[len(got)-1].Warnings)
	}
}

func TestFailures(t *testing.T) {
	html := `<html><body>502</body></html>`
	network := &http.MaxBytesError{Limit: 1}
	cases := []struct {
		name    string
		replies []reply
		kind    inbox.FailureKind
		says    string
		calls   int
	}{
		{"wrong token", []reply{{401, `{"ok":false,"error_code":401,"description":"Unauthorized"}`, nil}},
			inbox.FailureToken, "bot_token", 1},
		{"no such bot", []reply{{404, `{"ok":false,"error_code":404,"description":"Not Found"}`, nil}},
			inbox.FailureToken, "bot_token", 1},
		{"no such call", []reply{{404, `{"ok":false,"error_code":404,"description":"Not Found: method not found"}`,
			nil}}, inbox.FailurePlatform, "too old", 1},
		{"webhook",
			[]reply{{409,
				`{"ok":false,"error_code":409,"description":"Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"}`, nil}}, inbox.FailureConflict, "deleteWebhook", 1},
		{"second poller", slices.Repeat([]reply{{409,
			`{"ok":false,"error_code":409,"description":"Conflict: terminated by other getUpdates request"}`,
			nil}}, 5), inbox.FailureConflict, "another program", 4},
		{"server down", slices.Repeat([]reply{{502, html, nil}}, 5), inbox.FailurePlatform, "proxy", 3},
		{"HTML with 200", slices.Repeat([]reply{{200, html, nil}}, 5), inbox.FailurePlatform, "", 3},
		{"half a body", slices.Repeat([]reply{{200, `{"ok":true,"result":[{"update_id":1`, nil}}, 5),
			inbox.FailurePlatform, "", 3},
		{"no list", slices.Repeat([]reply{{200, `{"ok":true,"result":{}}`, nil}}, 5), inbox.FailurePlatform, "", 3},
		{"null", slices.Repeat([]reply{{200, `{"ok":true,"result":null}`, nil}}, 5), inbox.FailurePlatform, "", 3},
		{"network", slices.Repeat([]reply{{0, "", network}}, 5), inbox.FailureNetwork, "proxy", 3},
		{"limit without a number", slices.Repeat([]reply{{429,
			`{"ok":false,"error_code":429,"description":"Too Many Requests"}`,
			nil}}, 5), inbox.FailureLimit, "wait", 3},
		{"limit beyond patience", []reply{{429,
			`{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":4000}}`,
			nil}}, inbox.FailureLimit, "wait", 1},
		{"no access", []reply{{403, `{"ok":false,"error_code":403,"description":"Forbidden: bot was kicked"}`, nil}},
			inbox.FailureAccess, "administrator", 1},
		{"token in the description", []reply{{400, `{"ok":false,"error_code":400,"description":"bad ` + testToken +
			`"}`, nil}}, inbox.FailureAccess, "", 1},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f := newFake(comment(1, 11, "раз"))
				f.answers["getUpdates"] = c.replies
				s := open(t, f.options())
				b, err := s.Fetch(t.Context(), nil)
				if err == nil {
					t.Fatal("no error")
				}
				if len(b.Messages)+len(b.Next) > 0 || f.waiting() != 1 {
					t.Errorf("a failed fetch brought %d messages; %d wait", len(b.Messages), f.waiting())
				}
				if got := collectors.FailureKindOf(err); got != c.kind {
					t.Errorf("kind %q, want %q", got, c.kind)
				}
				if !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "secret") ||
					strings.Contains(err.Error(), "/bot") {
					t.Errorf("error: %v", err)
				}
				calls := 0
				for _, m := range f.calls {
					if m == "getUpdates" {
						calls++
					}
				}
				if calls != c.calls {
					t.Errorf("%d calls, want %d", calls, c.calls)
				}
			})
		})
	}
}

func TestRetryAfterIsHonoured(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(comment(1, 11, "раз"))
		f.answers["getUpdates"] = []reply{{429,
			`{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 17","parameters":{"retry_after":17}}`, nil}}
		started := time.Now()
		b, err := open(t, f.options()).Fetch(t.Context(), nil)
		if err != nil || len(b.Messages) != 1 {
			t.Fatal(len(b.Messages), err)
		}
		if took := time.Since(started); took < 17*time.Second || took > 20*time.Second {
			t.Errorf("waited %s", took)
		}
	})
}

func TestOneConflictPasses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(comment(1, 11, "раз"))
		f.answers["getUpdates"] = []reply{{409,
			`{"ok":false,"error_code":409,"description":"Conflict: terminated by other getUpdates request"}`, nil}}
		if b, err := open(t, f.options()).Fetch(t.Context(), nil); err != nil || len(b.Messages) != 1 {
			t.Fatal(len(b.Messages), err)
		}
	})
}

func TestStoppedWhileWaiting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake()
		f.answers["getUpdates"] = slices.Repeat([]reply{{429,
			`{"ok":false,"error_code":429,"parameters":{"retry_after":50}}`, nil}}, 3)
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		started := time.Now()
		_, err := open(t, f.options()).Fetch(ctx, nil)
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(started) > 3*time.Second {
			t.Fatalf("%v after %s", err, time.Since(started))
		}
	})
}

func TestGaps(t *testing.T) {
	day := time.Date(2031, 5, 6, 8, 0, 0, 0, time.UTC)
	cases := []struct {
		name         string
		local, there time.Duration // how far this machine's and the platform's clock have moved
		gap          time.Duration
	}{
		{"five minutes", 5 * time.Minute, 5 * time.Minute, 0},
		{"just a day", 24 * time.Hour, 24 * time.Hour, 0},
		{"two days", 48 * time.Hour, 48 * time.Hour, 24 * time.Hour},
		{"this clock jumped ahead", 100 * time.Hour, time.Hour, 0},
		{"this clock was set back", -time.Hour, 48 * time.Hour, 24 * time.Hour},
		{"both went back", -time.Hour, -time.Hour, 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			f := newFake()
			now := day
			f.date = func() time.Time { return now }
			s := open(t, f.options(Channel{ID: "a/one", Chat: testChannel, Comments: true}, Channel{ID: "b/two",
				Messages: true}))
			_, cursor := drain(t, s, nil)
			now = day.Add(c.there)
			got, cursor := drain(t, s, cursor)
			if c.gap == 0 {
				if len(got[0].Gaps) != 0 {
					t.Fatalf("gaps %+v", got[0].Gaps)
				}
				return
			}
			if len(got[0].Gaps) != 2 {
				t.Fatalf("gaps %+v", got[0].Gaps)
			}
			g := got[0].Gaps[1]
			if g.Channel != "b/two" || !g.From.Equal(day) || g.To.Sub(g.From) != c.gap ||
				g.Failure != inbox.FailureExpired || !g.FoundAt.Equal(now) {
				t.Errorf("gap %+v", g)
			}
			if again, _ := drain(t, s, cursor); len(again[0].Gaps) != 0 {
				t.Errorf("the gap is told twice: %+v", again[0].Gaps)
			}
		})
	}
}

func TestFirstPullSpeaksOfTheImportOnce(t *testing.T) {
	f := newFake()
	s := open(t, f.options())
	got, cursor := drain(t, s, nil)
	if len(got[0].Gaps) != 0 || !slices.ContainsFunc(got[0].Warnings, func(w string) bool {
		return strings.Contains(w,
			"otklik import telegram")
	}) {
		t.Fatalf("gaps %v, warnings %q", got[0].Gaps, got[0].Warnings)
	}
	if got, _ = drain(t, s, cursor); len(got[0].Warnings) != 0 {
		t.Fatalf("warnings %q", got[0].Warnings)
	}
}

func TestBadCursor(t *testing.T) {
	for _, raw := range []string{"", "{", `{"version":99}`, `{"version":1,"offset":-5}`, `[]`} {
		f := newFake(comment(1, 11, "раз"))
		if _, err := open(t, f.options()).Fetch(t.Context(), []byte(raw)); err == nil || len(f.calls) != 0 {
			t.Errorf("cursor %q: error %v, calls %v", raw, err, f.calls)
		}
	}
}

func TestBadOptions(t *testing.T) {
	good := newFake().options()
	for name, spoil := range map[string]func(*Options){
		"no token":      func(o *Options) { o.Token = "" },
		"odd token":     func(o *Options) { o.Token = "secret" },
		"path in token": func(o *Options) { o.Token = "1:secret/../x" },
		"no channels":   func(o *Options) { o.Channels = nil },
		"no number":     func(o *Options) { o.Channels = []Channel{{ID: "a/b", Comments: true}} },
		"positive":      func(o *Options) { o.Channels = []Channel{{ID: "a/b", Chat: 5, Comments: true}} },
		"twice":         func(o *Options) { o.Channels = append(o.Channels, o.Channels[0]) },
		"same chat": func(o *Options) {
			o.Channels = append(o.Channels, Channel{ID: "x/y", Chat: testChannel, Comments: true})
		},
		"address": func(o *Options) { o.APIURL = "api.telegram.org" },
	} {
		o := good
		o.Channels = slices.Clone(good.Channels)
		spoil(&o)
		if _, err := New(o); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", name, err)
		}
	}
	s := open(t, good)
	if s.Name() != "telegram bot 4000000001" || !slices.Equal(s.Channels(), []inbox.ChannelID{"head/telegram"}) {
		t.Errorf("%s %v", s.Name(), s.Channels())
	}
}
