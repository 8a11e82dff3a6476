// Package sourcetest is the suite that every collectors.Source passes: it proves the contract written on the interface.
package sourcetest

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"otklik/collectors"
	"otklik/internal/inbox"
)

// Platform is a platform played for the test, with one source's part of it: one wall, one community's dialogs, one bot.
type Platform interface {
	// Source is a new instance, as after a start of the program, reading this platform.
	Source(t *testing.T, archive collectors.Archive) collectors.Source
	// Write lets a citizen write a text; it is on the platform when Write returns.
	Write(t *testing.T, text string)
	// Break makes the next calls to the platform fail in a way that passes by itself.
	Break(t *testing.T, calls int)
	// Secret is the token in use: it must not show.
	Secret() string
}

// Run proves the contract. start gives a new, empty platform; its sources must retry without long pauses.
func Run(t *testing.T, start func(t *testing.T) Platform) {
	tests := map[string]func(*testing.T, Platform){
		"reads everything once":               readsEverything,
		"a quiet platform brings nothing":     staysQuiet,
		"what comes later is read later":      readsLater,
		"the same cursor gives the same":      repeats,
		"a crash after any commit loses none": survivesCrashes,
		"a crash before a commit loses none":  survivesLostBatches,
		"a passing fault passes":              survivesFaults,
		"a lasting fault is a failure":        fails,
		"a damaged cursor is an error":        refusesDamagedCursor,
		"an ended context ends it":            obeysContext,
		"its name is stable and no secret":    hasStableName,
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) { test(t, start(t)) })
	}
}

// write puts n distinct texts on the platform and returns them.
func write(t *testing.T, p Platform, n int, label string) []string {
	t.Helper()
	var texts []string
	for i := range n {
		text := fmt.Sprintf("%s %d: на улице Заречной не горят фонари", label, i)
		p.Write(t, text)
		texts = append(texts, text)
	}
	return texts
}

func pull(t *testing.T, m *Memory, s collectors.Source) inbox.Pull {
	t.Helper()
	runner := collectors.Runner{Sink: m, Log: slog.New(slog.DiscardHandler)}
	return runner.Collect(t.Context(), []collectors.Source{s})[0]
}

func mustPull(t *testing.T, m *Memory, s collectors.Source) {
	t.Helper()
	if p := pull(t, m, s); !p.Complete {
		t.Fatalf("not read to the end: %s", p.Detail)
	}
}

// has checks that exactly the citizens' texts are stored, each once.
func has(t *testing.T, m *Memory, want ...[]string) {
	t.Helper()
	var got, all []string
	for _, message := range m.Messages() {
		if !message.Author.Official {
			got = append(got, message.Text)
		}
		if message.Channel == "" || message.Platform == "" || message.Kind == "" || message.ID == "" ||
			message.Thread == "" ||
			message.Sent.IsZero() || len(message.Raw) == 0 {
			t.Errorf("message %q lacks something: channel %q, kind %q, thread %q, sent %v, %d raw bytes",
				message.ID, message.Channel, message.Kind, message.Thread, message.Sent, len(message.Raw))
		}
	}
	for _, texts := range want {
		all = append(all, texts...)
	}
	slices.Sort(got)
	slices.Sort(all)
	if !slices.Equal(got, all) {
		t.Fatalf("stored %d texts, written %d", len(got), len(all))
	}
}

func readsEverything(t *testing.T, p Platform) {
	texts := write(t, p, 230, "много") // more than two pages of 100
	m := NewMemory()
	mustPull(t, m, p.Source(t, m))
	has(t, m, texts)
}

func staysQuiet(t *testing.T, p Platform) {
	texts := write(t, p, 3, "тихо")
	m := NewMemory()
	mustPull(t, m, p.Source(t, m))
	again := pull(t, m, p.Source(t, m))
	if !again.Complete || again.Added != 0 || again.Changed != 0 || again.Deleted != 0 {
		t.Errorf("a quiet pull: %+v", again)
	}
	has(t, m, texts)
}

func readsLater(t *testing.T, p Platform) {
	early := write(t, p, 2, "рано")
	m := NewMemory()
	source := p.Source(t, m)
	mustPull(t, m, source)
	late := write(t, p, 2, "поздно")
	mustPull(t, m, source)
	has(t, m, early, late)
}

func repeats(t *testing.T, p Platform) {
	write(t, p, 5, "повтор")
	m := NewMemory()
	source := p.Source(t, m)
	var cursor []byte
	for range 100 {
		first, err := source.Fetch(t.Context(), cursor)
		if err != nil {
			t.Fatal(err)
		}
		second, err := p.Source(t, m).Fetch(t.Context(), cursor)
		if err != nil {
			t.Fatal(err)
		}
		again := map[inbox.Ref]bool{}
		for _, message := range second.Messages {
			again[message.Ref()] = true
		}
		for _, message := range first.Messages {
			if !again[message.Ref()] {
				t.Fatalf("message %s is missing when fetched again with the same cursor", message.ID)
			}
		}
		if _, err := m.Commit(t.Context(), source.Name(), cursor, first); err != nil {
			t.Fatal(err)
		}
		if cursor = first.Next; !first.More {
			return
		}
	}
	t.Fatal("the source does not come to an end")
}

// survivesCrashes ends the program after one, two, … commits, again and again, while people go on writing.
func survivesCrashes(t *testing.T, p Platform) {
	m := NewMemory()
	var texts []string
	for commits := 1; commits <= 4; commits++ {
		texts = append(texts, write(t, p, 110, fmt.Sprintf("сбой после %d", commits))...)
		crash(t, p, m, commits, false)
	}
	mustPull(t, m, p.Source(t, m))
	has(t, m, texts)
}

// survivesLostBatches ends the program between Fetch and Commit.
func survivesLostBatches(t *testing.T, p Platform) {
	texts := write(t, p, 230, "обрыв")
	m := NewMemory()
	for after := range 4 {
		if crash(t, p, m, after, true) {
			break
		}
	}
	mustPull(t, m, p.Source(t, m))
	has(t, m, texts)
}

// crash commits a number of batches and then drops everything but the memory; with lose it fetches one batch more and
// loses it. It reports whether the source came to its end before.
func crash(t *testing.T, p Platform, m *Memory, commits int, lose bool) (done bool) {
	t.Helper()
	source := p.Source(t, m)
	cursor, err := m.Cursor(t.Context(), source.Name())
	if err != nil {
		t.Fatal(err)
	}
	for range commits {
		b, err := source.Fetch(t.Context(), cursor)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := m.Commit(t.Context(), source.Name(), cursor, b); err != nil {
			t.Fatal(err)
		}
		if cursor = b.Next; !b.More {
			return true
		}
	}
	if lose {
		if _, err := source.Fetch(t.Context(), cursor); err != nil {
			t.Fatal(err)
		}
	}
	return false
}

func survivesFaults(t *testing.T, p Platform) {
	texts := write(t, p, 120, "помехи")
	p.Break(t, 2)
	m := NewMemory()
	source := p.Source(t, m)
	mustPull(t, m, source)
	has(t, m, texts)
}

func fails(t *testing.T, p Platform) {
	texts := write(t, p, 5, "отказ")
	p.Break(t, 1000)
	m := NewMemory()
	b, err := p.Source(t, m).Fetch(t.Context(), nil)
	var failure *collectors.Failure
	if !errors.As(err, &failure) {
		t.Fatalf("want a *collectors.Failure, got %v", err)
	}
	if failure.Kind == "" || failure.Error() == "" {
		t.Errorf("the failure does not say what the trouble is: %+v", failure)
	}
	if strings.Contains(err.Error(), p.Secret()) {
		t.Error("the error shows the secret")
	}
	if len(b.Messages) != 0 || b.Next != nil {
		t.Errorf("a batch came with the error: %+v", b)
	}
	if broken := pull(t, m, p.Source(t, m)); broken.Complete || broken.Failure == "" {
		t.Errorf("a failed pull is recorded as %+v", broken)
	}
	p.Break(t, 0)
	mustPull(t, m, p.Source(t, m))
	has(t, m, texts)
}

func refusesDamagedCursor(t *testing.T, p Platform) {
	write(t, p, 1, "курсор")
	for _, damaged := range []string{"{", "null", "[]", `{"v":999999}`, "\x00\x01"} {
		if b, err := p.Source(t, NewMemory()).Fetch(t.Context(), []byte(damaged)); err == nil {
			t.Errorf("the cursor %q was read: %d messages", damaged, len(b.Messages))
		}
	}
}

func obeysContext(t *testing.T, p Platform) {
	write(t, p, 1, "отмена")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	ended := make(chan error, 1)
	source := p.Source(t, NewMemory())
	go func() {
		_, err := source.Fetch(ctx, nil)
		ended <- err
	}()
	select {
	case err := <-ended:
		if err == nil {
			t.Error("a fetch with an ended context succeeded")
		}
	case <-time.After(10 * time.Second):
		t.Error("an ended context does not end the fetch")
	}
}

func hasStableName(t *testing.T, p Platform) {
	a, b := p.Source(t, NewMemory()), p.Source(t, NewMemory())
	if a.Name() == "" || a.Name() != b.Name() {
		t.Errorf("names %q and %q", a.Name(), b.Name())
	}
	if secret := p.Secret(); strings.Contains(a.Name(), secret) {
		t.Error("the name shows the secret")
	}
	if len(a.Channels()) == 0 {
		t.Error("the source reads for no channel")
	}
}
