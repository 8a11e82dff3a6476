package app

import (
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"otklik/collectors/registry"
	"otklik/internal/config"
	"otklik/internal/inbox"
	"otklik/internal/sandbox"
	"otklik/internal/sandbox/town"
)

// townOffice is an office in a bubble, with a store on the disk, that reads a platform in memory.
func townOffice(t *testing.T, folder string) (*Service, *sandbox.Sandbox) {
	t.Helper()
	people := make([]town.Person, 20)
	for i := range people {
		people[i] = town.Person{FirstName: fmt.Sprintf("Имя%d", i), LastName: "Тестов"}
	}
	platform := sandbox.New(sandbox.Options{Town: town.Town{Official: "Глава Тестовой области", People: people},
		NoLimits: true})
	c, err := config.Parse(registry.Configurations(), []byte(platform.Config("http://sandbox.test", "otklik.db")),
		filepath.Join(folder, "config.yaml"),
		func(string) (string, bool) { return "", false })
	if err != nil {
		t.Fatal(err)
	}
	s, err := Open(c, Options{Platforms: registry.Unpaced(), Purpose: "otklik test", Begins: true,
		Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	for name := range s.platforms.Clients {
		s.platforms.Clients[name] = &http.Client{Transport: platform.Transport(), Timeout: time.Minute}
	}
	return s, platform
}

// storedBy counts the stored messages that are not the official's posts.
func storedBy(t *testing.T, s *Service) (n int) {
	t.Helper()
	err := s.store.Each(t.Context(), func(r inbox.Record) error {
		if !r.Message.Post {
			n++
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestFaultsBetweenPlatformAndStore tries ways in which a platform fails, with every call that `otklik collect` makes,
// from the configuration to the store: the line of the source names the channel and says why, the other platform and
// the other source are read and stored, and the next run has everything.
func TestFaultsBetweenPlatformAndStore(t *testing.T) {
	t.Parallel()
	faults := map[string]sandbox.Failure{
		"time-out": {Kind: sandbox.Timeout}, "reset": {Kind: sandbox.Reset}, "500": {Kind: sandbox.Status, Code: 500},
		"502":       {Kind: sandbox.Status},
		"429, wait": {Kind: sandbox.TooMany, RetryAfter: 20 * time.Second}, "429": {Kind: sandbox.TooMany},
		"empty": {Kind: sandbox.EmptyBody},
		"half":  {Kind: sandbox.HalfBody}, "cut": {Kind: sandbox.CutBody}, "gzip": {Kind: sandbox.BrokenGzip},
		"cut gzip": {Kind: sandbox.CutGzip},
		"shape":    {Kind: sandbox.WrongShape},
	}
	// The calls, the source that makes each, and whether it can do without.
	calls := []struct {
		method, source string
		borne          bool
	}{
		{"wall.get", "governor/vk wall", false}, {"wall.getComments", "governor/vk wall", false},
		{"messages.getConversations", "governor/vk messages", false},
		{"messages.getHistory", "governor/vk messages", false},
		{"getUpdates", "telegram bot 7000000001", false}, {"getChat", "telegram bot 7000000001", true},
		{"getChatAdministrators", "telegram bot 7000000001", true},
	}
	for name, fault := range faults {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			synctest.Test(t, func(t *testing.T) {
				s, platform := townOffice(t, folder)
				posts, written := map[town.Platform]int{}, 0
				write := func(n int) {
					for _, p := range []town.Platform{town.VK, town.Telegram} {
						if n == 0 {
							posts[p] = platform.AddPost(p, "Новость")
						}
						if _, err := platform.AddComment(p, posts[p],
							n, fmt.Sprintf("На улице Заречной, дом %d, яма", n), "", 0); err != nil {
							t.Fatal(err)
						}
						// One person goes on writing: the only message of a new dialog needs no history.
						platform.AddDirect(p, 0,
							town.DirectMessage{Text: fmt.Sprintf("Когда починят дорогу у дома %d?", n)})
						written += 2
					}
					pass(5 * time.Minute)
				}
				write(0)
				if _, err := s.Collect(t.Context(), s.Channels(), nil); err != nil || storedBy(t, s) != written {
					t.Fatalf("%d of %d messages are stored, %v", storedBy(t, s), written, err)
				}
				for i, call := range calls {
					write(i + 1)
					platform.Fail(call.method, -1, fault)
					began := time.Now()
					pulls, err := s.Collect(t.Context(), s.Channels(), nil)
					if err != nil {
						t.Fatal(err)
					}
					if took := time.Since(began); took > 15*time.Minute {
						t.Errorf("%s: it took %s", call.method, took)
					}
					for _, p := range pulls {
						own := p.Source == call.source
						switch {
						case own && p.Complete && !call.borne:
							t.Errorf("%s: nobody is told: %+v", call.method, p)
						case !own && !p.Complete:
							t.Errorf("%s: %+v", call.method, p)
						case !p.Complete && (len(p.Channels) == 0 || !strings.Contains(p.Detail, call.method)):
							t.Errorf("%s: the pull does not say where and what: %+v", call.method, p)
						}
					}
					if n := storedBy(t, s); n < written-2 {
						t.Errorf("%s: %d of %d messages are stored, and one call failed", call.method, n, written)
					}
					platform.Recover()
					pass(5 * time.Minute)
					if pulls, err = s.Collect(t.Context(), s.Channels(), nil); err != nil {
						t.Fatal(err)
					}
					for _, p := range pulls {
						if !p.Complete {
							t.Errorf("%s: without the fault %s is not read to its end: %s", call.method,
								p.Source, p.Detail)
						}
					}
					if n := storedBy(t, s); n != written {
						t.Errorf("%s: after the fault %d of %d messages are stored", call.method, n, written)
					}
				}
				if problems, err := s.store.Check(t.Context()); err != nil || len(problems) > 0 {
					t.Errorf("the store: %v, %v", problems, err)
				}
			})
		})
	}
}
