package sourcetest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"otklik/internal/inbox"
)

// Ledger is a Memory that keeps what sources tell about officials and gives back what was kept undecoded, as a store
// does.
type Ledger struct {
	*Memory
	officials map[inbox.Official]bool
	warnings  []string
}

// NewLedger is an empty one.
func NewLedger() *Ledger {
	return &Ledger{Memory: NewMemory(), officials: map[inbox.Official]bool{}}
}

// Commit implements collectors.Sink.
func (l *Ledger) Commit(ctx context.Context, source string, from []byte, b inbox.Batch) (inbox.CommitStats, error) {
	receipt, err := l.Memory.Commit(ctx, source, from, b)
	if err != nil {
		return receipt, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, o := range b.Officials {
		l.officials[o] = true
	}
	l.warnings = append(l.warnings, b.Warnings...)
	return receipt, nil
}

// Undecoded lists the pieces kept undecoded.
func (l *Ledger) Undecoded(_ context.Context, channel inbox.ChannelID, fn func(inbox.Undecoded) error) error {
	for _, u := range l.Memory.Undecoded() {
		if u.Channel == channel {
			if err := fn(u); err != nil {
				return err
			}
		}
	}
	return nil
}

// Decoded forgets a piece.
func (l *Ledger) Decoded(_ context.Context, channel inbox.ChannelID, id string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	key := string(channel) + " " + id
	if _, known := l.undecoded[key]; !known {
		return fmt.Errorf("no piece %s is kept", key)
	}
	delete(l.undecoded, key)
	return nil
}

// Warnings are all that came with batches.
func (l *Ledger) Warnings() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.warnings)
}

// Raws are the pieces as the platform sent them, decoded or not.
func (l *Ledger) Raws() [][]byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	var all [][]byte
	for _, m := range l.messages {
		all = append(all, m.Raw)
	}
	for _, u := range l.undecoded {
		all = append(all, u.Raw)
	}
	return all
}

// Entries describe everything stored, whatever way and time it came in: a line for each message and each piece.
func (l *Ledger) Entries() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var list []string
	for ref, m := range l.messages {
		official := m.Author.Official || l.officials[inbox.Official{Channel: m.Channel, Author: m.Author.ID}]
		list = append(list, fmt.Sprintf("%v thread %q to %q/%q by %q %q official %v/%q: %q %v post %v automatic %v "+
			"sent %s gone %v url %q",
			ref, m.Thread, m.ReplyTo, m.Addressee, m.Author.ID, m.Author.Name, official, m.Author.Operator, m.Text,
			m.Media, m.Post, m.Automatic,
			m.Sent.UTC().Format("2006-01-02T15:04:05"), l.deleted[ref], m.URL))
	}
	for _, key := range slices.Collect(maps.Keys(l.undecoded)) {
		list = append(list, "undecoded "+key)
	}
	slices.Sort(list)
	return list
}

// difference tells what one list of entries has and the other lacks; empty if nothing.
func difference(got, want []string) string {
	var text strings.Builder
	lacking := map[string]int{}
	for _, e := range want {
		lacking[e]++
	}
	for _, e := range got {
		if lacking[e]--; lacking[e] < 0 && !strings.HasPrefix(e,
			"undecoded ") { // a piece of nonsense may stay, it hides nothing
			text.WriteString("\nhas   " + e)
		}
	}
	for _, e := range slices.Sorted(maps.Keys(lacking)) {
		if lacking[e] > 0 {
			text.WriteString("\nlacks " + e)
		}
	}
	return text.String()
}
