// Package storetest is the suite that every store backend passes.
package storetest

import (
	"bytes"
	"testing"

	"otklik/store"
)

// Opener opens a store. Within one test the same name opens the same data again, after it was closed; a name that was
// not used yet opens an empty store.
type Opener func(t testing.TB, name string) store.Store

// Run puts a backend through the suite. Every store is closed, opened again and checked at the end of its test.
func Run(t *testing.T, open Opener) {
	for _, c := range []struct {
		name string
		run  func(*testing.T, store.Store)
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
		{"undecoded pieces are kept once", undecoded},
		{"raw replies are kept", raw},
		{"gaps are kept once", gaps},
		{"coverage", coverage},
		{"officials found later", officials},
		{"settle, waiting, closed", settling},
		{"deleted while waiting", deletedWaiting},
		{"author turns out official", becomesOfficial},
		{"who answers as the staff does", answerers},
		{"what was promised", promised},
		{"likes and replies", weight},
		{"rulings", corrections},
		{"many decide at once", manyDecide},
		{"find", find},
		{"copies of a text", copied},
		{"messages are evaluated once", evaluatedOnce},
		{"mark all", markAllPending},
		{"marking that is cut short", markedInPart},
		{"thread that changes while it is evaluated", overtaken},
		{"threads that are marked by their messages", markedAgain},
		{"thread that is purged while it is evaluated", purgedMeanwhile},
		{"evaluation that fails", failing},
		{"evaluation that is cut short", cutShort},
		{"digests", digests},
		{"deliveries", deliveries},
		{"alerts", alerts},
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

func reopen(t *testing.T, open Opener, s store.Store, name string) {
	t.Helper()
	before := dump(t, s)
	noError(t, s.Close())
	s = open(t, name)
	sound(t, s)
	if after := dump(t, s); !bytes.Equal(before, after) {
		t.Errorf("after opening again the store has\n%s\nbefore\n%s", after, before)
	}
	noError(t, s.Close())
}
