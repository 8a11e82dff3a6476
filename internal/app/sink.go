package app

import (
	"context"

	"otklik/internal/inbox"
	"otklik/internal/redact"
	"otklik/store/bolt"
)

// sink is the store as collectors see it.
type sink struct {
	*bolt.Shared
	hide, cautious *redact.Redactor
}

// Commit implements collectors.Sink.
func (s sink) Commit(ctx context.Context, source string, from []byte, b inbox.Batch) (inbox.CommitStats, error) {
	return s.Shared.Commit(ctx, source, from, s.clean(b))
}

// clean takes the secrets out of what a batch brings besides messages: replies may repeat the call that they answer.
// Copies are cleaned, because the collector may go on using its batch.
func (s sink) clean(b inbox.Batch) inbox.Batch {
	messages := make([]inbox.Message, len(b.Messages))
	for i, m := range b.Messages {
		m.Raw = s.cautious.Bytes(m.Raw)
		messages[i] = m
	}
	unread := make([]inbox.Undecoded, len(b.Undecoded))
	for i, u := range b.Undecoded {
		u.Raw, u.Problem = s.cautious.Bytes(u.Raw), s.hide.Text(u.Problem)
		unread[i] = u
	}
	b.Messages, b.Undecoded, b.Warnings = messages, unread, s.texts(b.Warnings)
	return b
}

func (s sink) texts(all []string) []string {
	clean := make([]string, len(all))
	for i, text := range all {
		clean[i] = s.hide.Text(text)
	}
	return clean
}

// Record implements collectors.Sink.
func (s sink) Record(ctx context.Context, p inbox.Pull) error {
	return s.Shared.Record(ctx, s.cleanPull(p))
}

func (s sink) cleanPull(p inbox.Pull) inbox.Pull {
	p.Detail, p.Warnings = s.hide.Text(p.Detail), s.texts(p.Warnings)
	return p
}
