package vk

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"otklik/collectors"
	"otklik/collectors/sourcetest"
	"otklik/internal/inbox"
	"otklik/internal/sandbox"
	"otklik/internal/sandbox/town"
)

// answering is VKontakte as the sandbox plays it, with a comment, a reply beneath it and a dialog.
type answering struct {
	*sandbox.Sandbox
	address string
}

func startAnswering(t *testing.T) *answering {
	t.Helper()
	at := time.Now().Add(-3 * time.Hour)
	citizen := func(text string, to int) town.Comment {
		return town.Comment{Author: 0, At: at.Add(time.Minute), Text: text, ReplyTo: to}
	}
	direct := town.Dialog{Platform: town.VK, Person: 1, Messages: []town.DirectMessage{{At: at, Text: "Когда включат отопление?"}}}
	played := sandbox.New(sandbox.Options{NoLimits: true, NoOddities: true, Town: town.Town{Official: "Глава",
		People: []town.Person{{FirstName: "Анна"}, {FirstName: "Олег"}},
		Posts: []town.Post{{Platform: town.VK, At: at, Text: "Пост", Comments: []town.Comment{
			citizen("На Заречной темно", -1), citizen("И у нас темно", 0)}}},
		Dialogs: []town.Dialog{direct}}})
	address, stop, err := played.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	return &answering{played, address}
}

func (a *answering) options() Options {
	return Options{Channel: "governor/vk", OwnerID: sandbox.OwnerID, ServiceToken: sandbox.ServiceToken,
		CommunityToken: sandbox.CommunityToken, Wall: true, Messages: true, APIURL: a.address + "/method/",
		HTTP: &http.Client{Timeout: 10 * time.Second}, Limiters: &Limiters{Unpaced: true}, Replies: true}
}

func (a *answering) Replier(t *testing.T, reachable bool) collectors.Replier {
	t.Helper()
	o := a.options()
	if !reachable {
		o.APIURL = "http://127.0.0.1:1/method/"
	}
	r, err := NewReplier([]Options{o})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (a *answering) Collected(t *testing.T) []inbox.Message {
	t.Helper()
	m := sourcetest.NewMemory()
	o := a.options()
	o.Archive = m
	sources, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	runner := collectors.Runner{Sink: m, Log: slog.New(slog.DiscardHandler)}
	for _, p := range runner.Collect(t.Context(), sources) {
		if !p.Complete {
			t.Fatal(p.Detail)
		}
	}
	return m.Messages()
}

func (a *answering) Messages(t *testing.T) []inbox.Message {
	t.Helper()
	all := slices.DeleteFunc(a.Collected(t), func(m inbox.Message) bool { return m.Author.Official })
	if len(all) != 3 {
		t.Fatalf("%d messages of citizens", len(all))
	}
	return all
}

func (a *answering) Standing(t *testing.T) (texts []string) {
	t.Helper()
	for _, m := range a.Collected(t) {
		if m.Author.Official {
			texts = append(texts, m.Text)
		}
	}
	return texts
}

func (a *answering) both(f sandbox.Failure) {
	a.Recover()
	a.Fail("wall.createComment", 1, f)
	a.Fail("messages.send", 1, f)
}

func (a *answering) Refuse(*testing.T) {
	a.both(sandbox.Failure{Kind: sandbox.ErrorCode, Code: codeNoPermission, Message: "no"})
}
func (a *answering) Lose(*testing.T) { a.both(sandbox.Failure{Kind: sandbox.CutBody}) }
func (*answering) Secret() string    { return sandbox.CommunityToken }

func TestReplierContract(t *testing.T) {
	sourcetest.RunReplier(t, func(t *testing.T) sourcetest.Answering { return startAnswering(t) })
}

// What VKontakte refuses is said in words that help, and what it may have done all the same is unsure.
func TestReplyRefusals(t *testing.T) {
	a := startAnswering(t)
	r := a.Replier(t, true)
	for _, c := range []struct {
		failure sandbox.Failure
		want    string
		unsure  bool
	}{
		{sandbox.Failure{Kind: sandbox.ErrorCode, Code: 15}, "rights", false},
		{sandbox.Failure{Kind: sandbox.ErrorCode, Code: 27}, "rights", false},
		{sandbox.Failure{Kind: sandbox.ErrorCode, Code: 5}, "token", false},
		{sandbox.Failure{Kind: sandbox.ErrorCode, Code: 100}, "deleted", false},
		{sandbox.Failure{Kind: sandbox.ErrorCode, Code: 213}, "closed", false},
		{sandbox.Failure{Kind: sandbox.ErrorCode, Code: 900}, "blocked", false},
		{sandbox.Failure{Kind: sandbox.ErrorCode, Code: 901}, "does not allow", false},
		{sandbox.Failure{Kind: sandbox.ErrorCode, Code: 902}, "settings", false},
		{sandbox.Failure{Kind: sandbox.ErrorCode, Code: 914}, "too long", false},
		{sandbox.Failure{Kind: sandbox.ErrorCode, Code: 14}, "captcha", false},
		{sandbox.Failure{Kind: sandbox.ErrorCode, Code: 10}, "not known", true},
		{sandbox.Failure{Kind: sandbox.Status, Code: 502}, "not known", true},
		{sandbox.Failure{Kind: sandbox.Reset}, "not known", true},
		{sandbox.Failure{Kind: sandbox.WrongShape}, "not known", true},
		{sandbox.Failure{Kind: sandbox.EmptyBody}, "not known", true},
	} {
		messages := a.Messages(t)
		to := messages[slices.IndexFunc(messages, func(m inbox.Message) bool { return m.Kind == inbox.Comment })]
		a.both(c.failure)
		_, err := r.Reply(t.Context(), to, "Включим завтра", "key")
		var unsure *collectors.UnsureError
		if err == nil || errors.As(err, &unsure) != c.unsure || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: %v", c.failure, err)
		}
	}
}

// A message that VKontakte does not show yet, or that nobody may read, is made of what is known.
func TestReplyWithoutConfirmation(t *testing.T) {
	a := startAnswering(t)
	for _, to := range a.Messages(t) {
		a.Recover()
		a.Fail("wall.getComments", -1, sandbox.Failure{Kind: sandbox.ErrorCode, Code: 15})
		a.Fail("messages.getById", -1, sandbox.Failure{Kind: sandbox.ErrorCode, Code: 15})
		m, err := a.Replier(t, true).Reply(t.Context(), to, "Включим завтра", "key"+to.ID)
		if err != nil {
			t.Fatal(err)
		}
		a.Recover()
		all := a.Collected(t)
		i := slices.IndexFunc(all, func(c inbox.Message) bool { return c.Ref() == m.Ref() })
		if i < 0 || all[i].Text != m.Text || all[i].ThreadRef() != m.ThreadRef() || all[i].ReplyTo != m.ReplyTo ||
			all[i].Root != m.Root || all[i].URL != m.URL || all[i].Author.ID != m.Author.ID {
			t.Errorf("%+v is none of %+v", m, all)
		}
	}
}

// Whoever cannot answer says who can.
func TestReplyHasNoWay(t *testing.T) {
	a := startAnswering(t)
	to := a.Messages(t)[0]
	person, tokenless := a.options(), a.options()
	person.OwnerID, tokenless.CommunityToken = 77, ""
	for want, o := range map[string]Options{"its owner answers": person, "community_token": tokenless} {
		r, err := NewReplier([]Options{o})
		if err != nil {
			t.Fatal(err)
		}
		var none *collectors.NoWayError
		if err := r.Answerable(to, "Да"); !errors.As(err, &none) || !strings.Contains(err.Error(), want) {
			t.Errorf("%v", err)
		}
	}
}

func TestCheckLooksAtRepliesRights(t *testing.T) {
	a := startAnswering(t)
	said := func(o Options) (found []collectors.Diagnostic) {
		for _, d := range Check(context.WithoutCancel(t.Context()), o) {
			if d.Subject == "replies" {
				found = append(found, d)
			}
		}
		return found
	}
	if d := said(a.options()); len(d) != 1 || d[0].Level != collectors.OK {
		t.Errorf("%+v", d)
	}
	a.SetCommunityScopes("messages", "manage")
	if d := said(a.options()); len(d) != 1 || d[0].Level != collectors.Fault || !strings.Contains(d[0].Sentence, `"wall"`) {
		t.Errorf("%+v", d)
	}
	o := a.options()
	o.Replies = false
	if d := said(o); len(d) != 0 {
		t.Errorf("%+v", d)
	}
}

// VKontakte's random_id has 32 bits and is not 0. Where it was used for another dialog, nothing was sent, and that is
// said.
func TestReplyKnowsNumbersUsedBefore(t *testing.T) {
	for _, key := range []string{"", "a", "otklik-1", strings.Repeat("k", 300)} {
		if n := randomID(key); n <= 0 {
			t.Errorf("%q: %d", key, n)
		}
	}
	a := startAnswering(t)
	messages := a.Messages(t)
	to := messages[slices.IndexFunc(messages, func(m inbox.Message) bool { return m.Kind == inbox.Direct })]
	calls := newClient(mustDefaults(t, a.options()), communityToken)
	in := inDialog{page: newPage(a.options()), peer: 7}
	sent, err := a.Replier(t, true).Reply(t.Context(), to, "Включим завтра", "key")
	if err != nil {
		t.Fatal(err)
	}
	id, err := strconv.ParseInt(sent.ID, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	s := sending{options: a.options(), calls: calls, page: newPage(a.options()), to: to}
	if _, ok, alien := s.shownMessage(t.Context(), in, id); ok || !alien {
		t.Errorf("a message of another dialog: %v, %v", ok, alien)
	}
}

func mustDefaults(t *testing.T, o Options) Options {
	t.Helper()
	o, err := o.withDefaults()
	if err != nil {
		t.Fatal(err)
	}
	return o
}
