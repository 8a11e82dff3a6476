// Package storetest is the suite that every store backend passes.
package storetest

import (
	"bytes"
	"context"
	"testing"
	"time"

	"otklik/internal/inbox"
	"otklik/store"
)

// Store is what the program needs of a backend. store.Store says what each method promises.
type Store interface {
	Cursor(ctx context.Context, source string) ([]byte, error)
	Commit(ctx context.Context, source string, from []byte, b inbox.Batch) (inbox.CommitStats, error)
	Record(ctx context.Context, p inbox.Pull) error
	Known(ctx context.Context, ref inbox.ThreadRef) ([]inbox.Message, error)
	Thread(ctx context.Context, r inbox.Ref) (inbox.ThreadRef, error)
	Purged(ctx context.Context, thread inbox.ThreadRef) (bool, error)

	EvaluatePending(ctx context.Context, matcher inbox.Matcher, judge func(inbox.Thread) []inbox.MessageStatus) (threads int, err error)
	MarkAllPending(ctx context.Context) error
	ReaderVersion(ctx context.Context) (string, error)
	SetReaderVersion(ctx context.Context, version string) error
	SaveCorrection(ctx context.Context, ref inbox.Ref, decide func(inbox.Record, *inbox.Correction) (*inbox.Correction, error)) error
	Decided(ctx context.Context, ref inbox.Ref) (inbox.Record, *inbox.Correction, error)
	Corrections(ctx context.Context, fn func(inbox.Record, inbox.Correction) error) error

	Waiting(ctx context.Context, channels []inbox.ChannelID, fn func(inbox.Record) error) error
	Closed(ctx context.Context, channels []inbox.ChannelID, since time.Time, fn func(inbox.Record) error) error
	Between(ctx context.Context, channels []inbox.ChannelID, from, to time.Time, fn func(inbox.Record) error) error
	Coverage(ctx context.Context, channels []inbox.ChannelID, sources map[inbox.ChannelID][]string, at time.Time) ([]inbox.Coverage, error)
	Answerers(ctx context.Context, channels []inbox.ChannelID) ([]inbox.Answerer, error)
	Each(ctx context.Context, fn func(inbox.Record) error) error
	Message(ctx context.Context, r inbox.Ref) (inbox.Record, error)
	Find(ctx context.Context, channels []inbox.ChannelID, match func(inbox.Ref) bool, fn func(inbox.Record) error) error

	PutDigest(ctx context.Context, d store.DigestRecord) error
	AmendDigest(ctx context.Context, k store.DigestKey, old, data []byte) error
	Digest(ctx context.Context, k store.DigestKey) (store.DigestRecord, error)
	Digests(ctx context.Context) ([]store.DigestRecord, error)
	PutDelivery(ctx context.Context, d store.Delivery) error
	Deliveries(ctx context.Context, k store.DigestKey) ([]store.Delivery, error)
	LastDigest(ctx context.Context, id string) (store.DigestRecord, error)

	Undecoded(ctx context.Context, id inbox.ChannelID, fn func(inbox.Undecoded) error) error
	UndecodedCount(ctx context.Context, id inbox.ChannelID) (int, error)
	Decoded(ctx context.Context, id inbox.ChannelID, piece string) error
	Raw(ctx context.Context, id inbox.ChannelID, fn func(ref inbox.Ref, at time.Time, raw []byte) error) error
	Stats(ctx context.Context) (store.Stats, error)
	Check(ctx context.Context) (problems []string, err error)

	BeginPurge(ctx context.Context, o store.PurgeOrder) (id uint64, err error)
	Erase(ctx context.Context, id uint64, tools store.PurgeTools) (store.PurgeRecord, error)
	PurgeCount(ctx context.Context, o store.PurgeOrder) (store.PurgeRecord, error)
	Purges(ctx context.Context) (ids []uint64, records []store.PurgeRecord, err error)
	PurgeRows(ctx context.Context, id uint64, fn func(store.PurgeRow) error) error
	Rewritten(ctx context.Context, id uint64, at time.Time) error
	Acted(ctx context.Context, id uint64, at time.Time) error
	Close() error
}

// Opener opens a store. Within one test the same name opens the same data again, after it was closed; a name that was
// not used yet opens an empty store.
type Opener func(t testing.TB, name string) Store

// Run puts a backend through the suite. Every store is closed, opened again and checked at the end of its test.
func Run(t *testing.T, open Opener) {
	for _, c := range []struct {
		name string
		run  func(*testing.T, Store)
	}{
		{"cursor is compared and swapped", cursors},
		{"message comes back whole", roundTrip},
		{"same message again changes nothing", repeated},
		{"edits keep the earlier wording", edits},
		{"what is read better is no edit", readBetter},
		{"what carries less erases nothing", carriesLess},
		{"old file does not overrule", oldFile},
		{"deletion is noticed once and taken back", deletions},
		{"comment that finds its thread", rethreaded},
		{"same id in two dialogs", dialogs},
		{"same id in two chats", chats},
		{"home told by the source", homeTold},
		{"another chat than that of what is stored", strangeChat},
		{"talk that goes on in another chat", movedChat},
		{"pull that failed for one of two channels", halfRead},
		{"gap that lasts and ends", lastingGap},
		{"batch that fails leaves nothing", atomic},
		{"undecoded pieces are kept once", unread},
		{"raw replies are kept", raw},
		{"gaps are kept once", gaps},
		{"coverage", coverage},
		{"officials found later", officials},
		{"settle, waiting, closed", settling},
		{"deleted while waiting", deletedWaiting},
		{"author turns out official", becomesOfficial},
		{"who answers as the staff does", answerers},
		{"rulings", rulings},
		{"many decide at once", manyDecide},
		{"find", find},
		{"copies of a text", copied},
		{"mark all", markAll},
		{"digests", digests},
		{"deliveries", deliveries},
		{"between two moments", between},
		{"each in order", each},
		{"times and bytes as given", exactness},
		{"dates that cannot be true", dates},
		{"a demand reaches what is held", heldForgotten},
		{"purge by age", purgedByAge},
		{"depersonalise", depersonalised},
		{"forget a person", forgotten},
		{"purge in a campaign", purgedCampaign},
		{"interrupted purge", interruptedPurge},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := open(t, c.name)
			c.run(t, s)
			sound(t, s)
			reopen(t, open, s, c.name)
		})
	}
	t.Run("random histories", func(t *testing.T) { histories(t, open) })
	t.Run("random copies", func(t *testing.T) { copyHistories(t, open) })
}

func reopen(t *testing.T, open Opener, s Store, name string) {
	t.Helper()
	before := dump(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, name)
	sound(t, s)
	if after := dump(t, s); !bytes.Equal(before, after) {
		t.Errorf("after opening again the store has\n%s\nbefore\n%s", after, before)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}
