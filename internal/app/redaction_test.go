package app

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"otklik/internal/delivery"
	"otklik/internal/inbox"
	"otklik/internal/redact"
)

// What a transport says is without every secret, and is still what it was to the queue.
func TestErrorsOfWaysAreHidden(t *testing.T) {
	t.Parallel()
	hide := redact.New("AAFq7LmZx3-RtYw9_KpVb2NcHd8sGe")
	bare := delivery.Permanent(fmt.Errorf("sent: %w", errors.New("AAFq7LmZx3-RtYw9_KpVb2NcHd8sGe")))
	if err := redacted(hide, bare); err.Error() != "sent: ***" || !errors.Is(err, delivery.ErrPermanent) {
		t.Error(err)
	}
	if err := redacted(hide, nil); err != nil {
		t.Error(err)
	}
}

// Replies and undecoded pieces are stored without tokens; what people wrote stays to the letter, also where it holds a
// password's words.
func TestStoredRepliesHoldNoTokens(t *testing.T) {
	t.Parallel()
	const token, password = "vk1.a.Sv9KqLm2XzR7-tPwB4cYh_N6dGfJ3", "Администрация района"
	s := sink{hide: redact.New(token, password), cautious: redact.Cautious(token)}
	words := "Когда " + password + " починит дорогу?"
	raw := []byte(`{"text":"` + words + `","request":"access_token=` + token + `"}`)
	got := s.clean(inbox.Batch{Messages: []inbox.Message{{Text: words, Raw: raw}},
		Undecoded: []inbox.Undecoded{{Raw: raw, Problem: "no " + token}},
		Warnings:  []string{"call " + url.QueryEscape(token)}})
	want := `{"text":"` + words + `","request":"access_token=***"}`
	if m, u := got.Messages[0], got.Undecoded[0]; m.Text != words || string(m.Raw) != want || string(u.Raw) != want ||
		u.Problem != "no ***" || got.Warnings[0] != "call ***" {
		t.Errorf("%q %q %q %q", m.Text, m.Raw, u.Raw, got.Warnings)
	}
	if !strings.Contains(string(raw), token) {
		t.Error("the caller's bytes were changed")
	}
}
