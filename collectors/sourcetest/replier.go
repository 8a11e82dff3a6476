package sourcetest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"otklik/collectors"
	"otklik/internal/inbox"
)

// Answering is a platform played for the test of a replier.
type Answering interface {
	// Replier is a new instance for this platform. reachable false: for a server that nobody can connect to.
	Replier(t *testing.T, reachable bool) collectors.Replier
	// Messages are citizens' messages as collecting gives them, one of every kind that is answered in its own way.
	Messages(t *testing.T) []inbox.Message
	// Standing is what stands on the platform, as collecting gives it: all texts of the office's side.
	Standing(t *testing.T) []string
	// Collected are all messages that collecting gives now, the office's own too where it gives them.
	Collected(t *testing.T) []inbox.Message
	// Refuse makes the platform refuse the next call that sends, Lose lets it take effect and loses its reply.
	Refuse(t *testing.T)
	Lose(t *testing.T)
	// Secret is the token in use: it must not show.
	Secret() string
}

// RunReplier proves the contract of collectors.Replier. start gives a new platform.
func RunReplier(t *testing.T, start func(t *testing.T) Answering) {
	tests := map[string]func(*testing.T, Answering){
		"each kind is answered":                   answersEachKind,
		"what is confirmed is what is collected":  confirmsWhatIsCollected,
		"an unfit text is not sent":               sendsNoUnfitText,
		"a message of nobody's channel has none":  hasNoWayElsewhere,
		"a refused answer did not arrive":         tellsRefusals,
		"a lost reply leaves it unsure":           isUnsureOfLostReplies,
		"without a connection nothing was sent":   knowsWhatNeverLeft,
		"one key writes once where that is known": writesOnceForAKey,
		"an ended context sends nothing":          sendsNothingAfterTheEnd,
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) { test(t, start(t)) })
	}
}

const answered = "Фонари на Заречной включит горсвет до 5 декабря, номер заявки 17."

// times counts how often a text stands on the platform.
func times(t *testing.T, p Answering, text string) int {
	t.Helper()
	n := 0
	for _, one := range p.Standing(t) {
		if one == text {
			n++
		}
	}
	return n
}

func answersEachKind(t *testing.T, p Answering) {
	messages := p.Messages(t)
	if len(messages) < 2 {
		t.Fatalf("%d kinds of messages are too few", len(messages))
	}
	r := p.Replier(t, true)
	for i, to := range messages {
		text := strings.Repeat("и", i+1) + " " + answered
		if err := r.Answerable(to, text); err != nil {
			t.Errorf("%s %s cannot be answered: %v", to.Kind, to.ID, err)
			continue
		}
		m, err := r.Reply(t.Context(), to, text, "key"+to.ID)
		if err != nil {
			t.Errorf("%s %s: %v", to.Kind, to.ID, err)
			continue
		}
		if m.ThreadRef() != to.ThreadRef() || m.Channel != to.Channel || m.Platform != to.Platform ||
			!m.Author.Official || m.Author.ID == "" || m.ID == "" || m.ID == to.ID || m.Text != text ||
			m.Sent.IsZero() || len(m.Raw) == 0 {
			t.Errorf("the answer to %+v is %+v", to, m)
		}
		if to.Kind == inbox.Comment && m.ReplyTo != to.ID {
			t.Errorf("the answer replies to %q, not to %q", m.ReplyTo, to.ID)
		}
		if n := times(t, p, text); n != 1 {
			t.Errorf("the answer stands there %d times", n)
		}
	}
}

func confirmsWhatIsCollected(t *testing.T, p Answering) {
	r := p.Replier(t, true)
	for _, to := range p.Messages(t) {
		m, err := r.Reply(t.Context(), to, answered, "key"+to.ID)
		if err != nil {
			t.Fatal(err)
		}
		all := p.Collected(t)
		i := slices.IndexFunc(all, func(c inbox.Message) bool { return c.Ref() == m.Ref() })
		if i < 0 {
			continue // collecting never gives it, and nothing can be another
		}
		c := all[i]
		if c.Text != m.Text || !c.Sent.Equal(m.Sent) || c.ThreadRef() != m.ThreadRef() || c.ReplyTo != m.ReplyTo ||
			c.Root != m.Root || c.URL != m.URL || c.Author.ID != m.Author.ID || !c.Author.Official {
			t.Errorf("confirmed %+v\ncollected %+v", m, c)
		}
	}
}

func sendsNoUnfitText(t *testing.T, p Answering) {
	r := p.Replier(t, true)
	for _, to := range p.Messages(t) {
		before := len(p.Standing(t))
		for _, text := range []string{"", " \n", strings.Repeat("ы", 40_000)} {
			_, err := r.Reply(t.Context(), to, text, "key")
			var unfit *collectors.TextError
			if !errors.As(err, &unfit) || !errors.As(r.Answerable(to, text), &unfit) {
				t.Errorf("%d characters: %v", len(text)/2, err)
			}
		}
		if after := len(p.Standing(t)); after != before {
			t.Errorf("%d answers stand there, before %d", after, before)
		}
	}
}

func hasNoWayElsewhere(t *testing.T, p Answering) {
	r := p.Replier(t, true)
	for _, to := range p.Messages(t) {
		to.Channel = "nobody/knows"
		_, err := r.Reply(t.Context(), to, answered, "key")
		var none *collectors.NoWayError
		if !errors.As(err, &none) || !errors.As(r.Answerable(to, answered), &none) {
			t.Errorf("%v", err)
		}
	}
	if n := times(t, p, answered); n != 0 {
		t.Errorf("it stands there %d times", n)
	}
}

// quiet checks that an error shows neither the token nor the text.
func quiet(t *testing.T, p Answering, err error) {
	t.Helper()
	if said := err.Error(); strings.Contains(said, p.Secret()) || strings.Contains(said, "Заречной") {
		t.Errorf("the error tells too much: %v", err)
	}
}

func tellsRefusals(t *testing.T, p Answering) {
	r := p.Replier(t, true)
	for _, to := range p.Messages(t) {
		p.Refuse(t)
		_, err := r.Reply(t.Context(), to, answered, "key"+to.ID)
		var unsure *collectors.UnsureError
		var failure *collectors.Failure
		if errors.As(err, &unsure) || !errors.As(err, &failure) || failure.Advice == "" {
			t.Fatalf("%s: %v", to.Kind, err)
		}
		quiet(t, p, err)
		if n := times(t, p, answered); n != 0 {
			t.Errorf("it stands there %d times", n)
		}
	}
}

func isUnsureOfLostReplies(t *testing.T, p Answering) {
	r := p.Replier(t, true)
	for i, to := range p.Messages(t) {
		p.Lose(t)
		_, err := r.Reply(t.Context(), to, answered, "key"+to.ID)
		var unsure *collectors.UnsureError
		if !errors.As(err, &unsure) {
			t.Fatalf("%s: %v", to.Kind, err)
		}
		quiet(t, p, err)
		if n := times(t, p, answered); n != i+1 { // sent once, and not again
			t.Errorf("it stands there %d times, want %d", n, i+1)
		}
	}
}

func knowsWhatNeverLeft(t *testing.T, p Answering) {
	messages := p.Messages(t)
	r := p.Replier(t, false)
	for _, to := range messages {
		_, err := r.Reply(t.Context(), to, answered, "key"+to.ID)
		var unsure *collectors.UnsureError
		if err == nil || errors.As(err, &unsure) {
			t.Fatalf("%s: %v", to.Kind, err)
		}
		quiet(t, p, err)
	}
}

func writesOnceForAKey(t *testing.T, p Answering) {
	r := p.Replier(t, true)
	for i, to := range p.Messages(t) {
		text := strings.Repeat("а", i+1) + " " + answered
		p.Lose(t)
		_, err := r.Reply(t.Context(), to, text, "key"+to.ID)
		var unsure *collectors.UnsureError
		if !errors.As(err, &unsure) {
			t.Fatalf("%s: %v", to.Kind, err)
		}
		if !unsure.Once {
			continue
		}
		if _, err := r.Reply(t.Context(), to, text, "key"+to.ID); err != nil {
			t.Fatal(err)
		}
		if n := times(t, p, text); n != 1 {
			t.Errorf("it stands there %d times", n)
		}
	}
}

func sendsNothingAfterTheEnd(t *testing.T, p Answering) {
	messages := p.Messages(t)
	r := p.Replier(t, true)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, to := range messages {
		if _, err := r.Reply(ctx, to, answered, "key"+to.ID); err == nil {
			t.Errorf("%s: no error", to.Kind)
		}
	}
	if n := times(t, p, answered); n != 0 {
		t.Errorf("it stands there %d times", n)
	}
}
