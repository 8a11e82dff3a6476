package sourcetest

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"sync"

	"otklik/internal/inbox"
)

// Memory is a collectors.Sink and collectors.Archive that forgets nothing but on purpose: the smallest thing a source
// can be tested against.
type Memory struct {
	mu        sync.Mutex
	cursors   map[string][]byte
	messages  map[inbox.Ref]inbox.Message
	order     []inbox.Ref
	undecoded map[string]inbox.Undecoded
	deleted   map[inbox.Ref]bool
	gaps      []inbox.Gap
	pulls     []inbox.Pull
	commits   int
}

// NewMemory is an empty one.
func NewMemory() *Memory {
	return &Memory{cursors: map[string][]byte{}, messages: map[inbox.Ref]inbox.Message{},
		undecoded: map[string]inbox.Undecoded{}, deleted: map[inbox.Ref]bool{}}
}

// Cursor implements collectors.Sink.
func (m *Memory) Cursor(_ context.Context, source string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.cursors[source]), nil
}

// Commit implements collectors.Sink.
func (m *Memory) Commit(_ context.Context, source string, from []byte, b inbox.Batch) (inbox.CommitStats, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !bytes.Equal(m.cursors[source], from) {
		return inbox.CommitStats{}, inbox.ErrCursorMoved
	}
	var r inbox.CommitStats
	for _, message := range b.Messages {
		ref := message.Ref()
		if old, known := m.messages[ref]; !known {
			r.Added++
			m.order = append(m.order, ref)
		} else if old.Text != message.Text || old.Deleted.IsZero() != message.Deleted.IsZero() {
			r.Changed++
			if message.Text == "" {
				message.Text = old.Text // a deletion takes the words from the platform, not from us
			}
		}
		m.messages[ref] = message
		m.deleted[ref] = !message.Deleted.IsZero()
	}
	for _, g := range b.Deletions {
		if _, known := m.messages[g.Ref]; known && !m.deleted[g.Ref] {
			m.deleted[g.Ref] = true
			r.Deleted++
		}
	}
	for _, u := range b.Undecoded {
		key := string(u.Channel) + " " + u.ID
		if _, known := m.undecoded[key]; !known {
			r.Undecoded++
		}
		m.undecoded[key] = u
	}
	m.gaps = append(m.gaps, b.Gaps...)
	m.cursors[source] = slices.Clone(b.Next)
	m.commits++
	return r, nil
}

// Record implements collectors.Sink.
func (m *Memory) Record(_ context.Context, p inbox.Pull) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.pulls = append(m.pulls, p)
	return nil
}

// Known implements collectors.Archive.
func (m *Memory) Known(_ context.Context, thread inbox.ThreadRef) ([]inbox.Message, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var known []inbox.Message
	for ref, message := range m.messages {
		if message.ThreadRef() == thread {
			message.Text, message.Raw = "", nil
			if m.deleted[ref] && message.Deleted.IsZero() {
				message.Deleted = message.Sent
			}
			known = append(known, message)
		}
	}
	slices.SortFunc(known, inbox.Compare)
	return known, nil
}

// Thread implements collectors.Archive.
func (m *Memory) Thread(_ context.Context, ref inbox.Ref) (inbox.ThreadRef, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	message, stored := m.messages[ref]
	if !stored {
		return inbox.ThreadRef{}, nil
	}
	return message.ThreadRef(), nil
}

// Purged implements collectors.Archive: nothing is ever destroyed here.
func (m *Memory) Purged(context.Context, inbox.ThreadRef) (bool, error) { return false, nil }

// Messages are all stored ones in the order of Compare.
func (m *Memory) Messages() []inbox.Message {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.SortedFunc(maps.Values(m.messages), inbox.Compare)
}

// Gaps are all recorded gaps, in the order they came.
func (m *Memory) Gaps() []inbox.Gap {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.gaps)
}

// Pulls are the recorded outcomes, in the order they came.
func (m *Memory) Pulls() []inbox.Pull {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.pulls)
}

// Undecoded are the pieces kept undecoded.
func (m *Memory) Undecoded() []inbox.Undecoded {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Collect(maps.Values(m.undecoded))
}

// Commits counts the committed batches.
func (m *Memory) Commits() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.commits
}
