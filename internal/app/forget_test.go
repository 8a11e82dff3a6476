package app

import (
	"encoding/json"
	"otklik/collectors"
	"otklik/internal/inbox"
	"testing"
)

// What Telegram's source remembers of people goes with their messages.
func TestForgetUsernames(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.keep("365d")
	b.collect()
	s := b.open()
	var person string
	for _, m := range b.messages() {
		if m.Platform == "telegram" && m.Kind == inbox.Comment && !m.Author.Official {
			person = m.Author.ID
		}
	}
	// The sandbox's people may have no usernames: one is put where the source would.
	var source string
	if err := s.eachPersonEraser(func(f collectors.PersonEraser) error {
		if f.Platform() == "telegram" {
			source = f.Name()
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	cursor, err := s.store.Cursor(t.Context(), source)
	if err != nil {
		t.Fatal(err)
	}
	var fields map[string]any
	if err := json.Unmarshal(cursor, &fields); err != nil {
		t.Fatal(err)
	}
	fields["names"] = []map[string]string{{"name": "canary_name", "author": person},
		{"name": "stranger_name", "author": "987654321"}}
	next, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.store.Commit(t.Context(), source, cursor, inbox.Batch{Next: next}); err != nil {
		t.Fatal(err)
	}
	b.forget("telegram", person)
	b.silent("canary_name", "stranger_name")
	b.collect()
	b.silent("canary_name")
	b.sound()
}
