package vk

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"otklik/internal/inbox"
)

// reconciles fails unless the last reconciliation says so much.
func reconciles(t testing.TB, m *memory, parts, counted, stored int, off ...inbox.Count) {
	t.Helper()
	if d := cmp.Diff(inbox.Reconciliation{Parts: parts, Counted: counted, Stored: stored, Mismatches: off},
		m.reconciliation); d != "" {
		t.Fatal(d)
	}
}

func (m *memory) lose(r inbox.Ref) {
	delete(m.messages, r)
	for _, members := range m.threads {
		delete(members, r)
	}
}

func commentRef(id int64) inbox.Ref {
	return inbox.Ref{Channel: "governor/vk", Kind: inbox.Comment, ID: fmt.Sprint(id)}
}

func directRef(peer, id int64) inbox.Ref {
	return inbox.Ref{Channel: "governor/vk", Kind: inbox.Direct, Dialog: fmt.Sprint(peer), ID: fmt.Sprint(id)}
}

func TestWallIsReconciled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, m := townWall(3, 150), newMemory()
		p := f.posts[1]
		p.reply(p.comments[0].id, 30)
		f.posts[2].comments = nil
		source := wallSource(t, f, m)
		mustPull(t, source, m)
		reconciles(t, m, 3, 330, 330)
		f.calls = nil
		mustPull(t, source, m)
		if reconciles(t, m, 3, 330, 330); len(f.calls) != 1 {
			t.Fatalf("a quiet pull costs %d calls", len(f.calls))
		}
		p.comments[3].deleted, p.comments[0].deleted = true, true // the second is listed as deleted: it has replies
		p.comments = append(p.comments, &fakeComment{id: 700_000_000, from: 7, date: time.Now().Unix(),
			text: "Ещё яма"})
		mustPull(t, source, m)
		sameWall(t, f, m)
		reconciles(t, m, 3, 329, 329)
	})
}

func TestStubsThatAreCountedAreNoLoss(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, m := townWall(1, 20), newMemory()
		p := f.posts[0]
		p.reply(p.comments[0].id, 2)
		p.comments[0].deleted = true
		f.unseen = map[int64]int{p.id: 1}
		source := wallSource(t, f, m)
		mustPull(t, source, m)
		reconciles(t, m, 1, 22, 22)
	})
}

// Whether deleted comments are among those counted is VKontakte's business.
func TestDeletedCommentsThatAreCountedAreNoLoss(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, m := townWall(1, 20), newMemory()
		p := f.posts[0]
		source := wallSource(t, f, m)
		mustPull(t, source, m)
		p.comments[4].deleted, p.comments[9].deleted = true, true
		p.comments = append(p.comments, &fakeComment{id: 700_000_000, from: 7, date: time.Now().Unix(),
			text: "Ещё яма"})
		f.unseen = map[int64]int{p.id: 2}
		mustPull(t, source, m)
		sameWall(t, f, m)
		reconciles(t, m, 1, 21, 21)
		f.unseen = map[int64]int{p.id: 3} // one more than what is known to be deleted
		mustPull(t, source, m)
		if len(m.reconciliation.Mismatches) != 1 || m.reconciliation.Counted != 22 || m.reconciliation.Stored != 21 {
			t.Fatalf("%+v", m.reconciliation)
		}
	})
}

// People write while a post is read: what is missing at its end is read at once.
func TestWallThatChangesMeanwhileIsReadAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, m := townWall(1, 150), newMemory()
		p := f.posts[0]
		f.before = func(_ int, c fakeCall) *fakeError {
			if c.method == "wall.getComments" && c.int("offset") > 0 && len(p.comments) == 150 {
				p.reply(p.comments[0].id, 1) // below the first page, which has been read
			}
			return nil
		}
		mustPull(t, wallSource(t, f, m), m)
		sameWall(t, f, m)
		reconciles(t, m, 1, 151, 151)
	})
}

func TestCommentsThatAreNeverShownAreNamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, m := townWall(2, 20), newMemory()
		f.unseen = map[int64]int{f.posts[0].id: 2}
		source := wallSource(t, f, m)
		began := time.Now().UTC()
		mustPull(t, source, m)
		if n := f.count("wall.getComments"); n < 3 {
			t.Fatalf("%d readings: a difference leads to another one", n)
		}
		if len(m.reconciliation.Mismatches) != 1 || m.reconciliation.Mismatches[0].Since.Before(began) ||
			m.reconciliation.Mismatches[0].Since.After(time.Now()) {
			t.Fatalf("%+v", m.reconciliation)
		}
		off := inbox.Count{Part: "wall-1001_90000", Counted: 22, Stored: 20, Since: m.reconciliation.Mismatches[0].Since}
		reconciles(t, m, 2, 42, 40, off)
		for range 30 {
			time.Sleep(5 * time.Minute)
			f.calls = nil
			mustPull(t, source, m)
			if reconciles(t, m, 2, 42, 40, off); len(f.calls) > 4 {
				t.Fatalf("%d calls for what is known", len(f.calls))
			}
		}
		sameWall(t, f, m)
		f.unseen = nil
		mustPull(t, source, m)
		reconciles(t, m, 2, 40, 40)
		f.unseen = map[int64]int{f.posts[0].id: 1}
		mustPull(t, source, m)
		if len(m.reconciliation.Mismatches) != 1 || !m.reconciliation.Mismatches[0].Since.After(off.Since) {
			t.Fatalf("a new difference: %+v", m.reconciliation)
		}
	})
}

// A post that shows no more than it counts itself is not believed while the wall counts more, not even where it shows
// nothing at all.
func TestCommentsThatOnlyTheWallCountsAreNamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, m := townWall(2, 2), newMemory()
		f.posts[1].comments = nil
		f.listed = map[int64]int{f.posts[0].id: 1, f.posts[1].id: 3}
		source := wallSource(t, f, m)
		mustPull(t, source, m)
		if len(m.reconciliation.Mismatches) != 2 || m.reconciliation.Counted != 6 || m.reconciliation.Stored != 2 {
			t.Fatalf("%+v", m.reconciliation)
		}
		f.calls = nil
		mustPull(t, source, m)
		if len(m.reconciliation.Mismatches) != 2 || len(f.calls) > 1 {
			t.Fatalf("%d calls for what is known: %+v", len(f.calls), m.reconciliation)
		}
		f.listed = nil
		mustPull(t, source, m)
		reconciles(t, m, 2, 2, 2)
	})
}

func TestRefusedPostsAreNotReconciled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, m := townWall(2, 20), newMemory()
		source := wallSource(t, f, m)
		f.posts[0].closed = 212
		mustPull(t, source, m)
		reconciles(t, m, 2, 40, 20)
		if len(m.inaccessible) != 1 {
			t.Fatalf("%+v", m.inaccessible)
		}
	})
}

func TestDestroyedCommentsAreNotMissing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, m := townWall(1, 150), newMemory()
		gone := commentRef(f.posts[0].comments[2].id)
		m.destroyed = map[inbox.Ref]bool{gone: true}
		mustPull(t, wallSource(t, f, m), m)
		reconciles(t, m, 1, 150, 150)
		if _, stored := m.messages[gone]; stored {
			t.Fatal("it came back")
		}
	})
}

// What the store lost is seen, read again, and said as long as it cannot be had.
func TestCommentsTheStoreLostComeBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, m := townWall(1, 150), newMemory()
		source := wallSource(t, f, m)
		mustPull(t, source, m)
		m.lose(commentRef(f.posts[0].comments[2].id))
		time.Sleep(25 * time.Hour)
		mustPull(t, source, m)
		sameWall(t, f, m)
		reconciles(t, m, 1, 150, 150)
	})
}

func TestDialogsAreReconciled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, m := townDialogs(3), newMemory()
		all := 0
		for i := range int64(450) {
			f.dialogs[2] = append(f.dialogs[2], fakeMessage{id: 1000 + i, date: time.Now().Unix(), from: 2,
				text: "Нет света"})
		}
		for _, d := range f.dialogs {
			all += len(d)
		}
		source := dialogSource(t, f, m)
		mustPull(t, source, m)
		reconciles(t, m, 3, all, all)
		if n := f.count("messages.getHistory"); n != 5 {
			t.Errorf("%d histories for 451 messages and two short dialogs", n)
		}

		// A message that the store lost far back is missed when something new is written.
		m.lose(directRef(2, 1100))
		f.dialogs[2] = append(f.dialogs[2], fakeMessage{id: 2000, date: time.Now().Unix(), from: 2, text: "И воды"})
		mustPull(t, source, m)
		sameDialogs(t, f, m)
		reconciles(t, m, 3, all+1, all+1)

		// What was deleted there is kept here, and is no reason to read all of it again and again.
		f.dialogs[2] = append(f.dialogs[2][:200:200], f.dialogs[2][203:]...)
		for i := range int64(3) {
			f.dialogs[2] = append(f.dialogs[2], fakeMessage{id: 2001 + i, date: time.Now().Unix(), from: 2, text: "Ау"})
			f.calls = nil
			mustPull(t, source, m)
			if n := f.count("messages.getHistory"); i > 0 && n != 1 {
				t.Fatalf("%d histories", n)
			}
			all++
			reconciles(t, m, 3, all+1-3, all+1-3)
		}
	})
}

func TestMessagesThatAreNeverShownAreNamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, m := townDialogs(2), newMemory()
		all := len(f.dialogs[1]) + len(f.dialogs[2])
		f.unseen = map[int64]int{2: 2}
		source := dialogSource(t, f, m)
		mustPull(t, source, m)
		if len(m.reconciliation.Mismatches) != 1 {
			t.Fatalf("%+v", m.reconciliation)
		}
		off := m.reconciliation.Mismatches[0]
		if off.Part != "messages" || off.Counted-off.Stored != 2 || off.Since.IsZero() || m.reconciliation.Counted != all+2 ||
			m.reconciliation.Stored != all {
			t.Fatalf("%+v", m.reconciliation)
		}
		time.Sleep(time.Hour)
		f.dialogs[2] = append(f.dialogs[2], fakeMessage{id: 9000, date: time.Now().Unix(), from: 2, text: "Ау"})
		f.calls = nil
		mustPull(t, source, m)
		if n := f.count("messages.getHistory"); n != 1 || !m.reconciliation.Mismatches[0].Since.Equal(off.Since) {
			t.Fatalf("%d histories, %+v", n, m.reconciliation)
		}
	})
}

func TestDestroyedDialogsAreNotReadAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, m := townDialogs(1), newMemory()
		source := dialogSource(t, f, m)
		mustPull(t, source, m)
		for _, message := range f.dialogs[1] {
			m.lose(directRef(1, message.id))
		}
		m.destroyed = map[inbox.Ref]bool{}
		f.dialogs[1] = append(f.dialogs[1], fakeMessage{id: 9000, date: time.Now().Unix(), from: 1, text: "Ау"})
		m.messages[directRef(1, 8000)] = inbox.Message{Channel: "governor/vk", Kind: inbox.Direct, Thread: "1",
			ID: "8000"}
		// the purge's stand-in
		m.threads[m.messages[directRef(1, 8000)].ThreadRef()] = map[inbox.Ref]bool{directRef(1, 8000): true}
		f.calls = nil
		mustPull(t, source, m)
		if n := f.count("messages.getHistory"); n != 1 {
			t.Fatalf("%d histories", n)
		}
		reconciles(t, m, 0, 0, 0)
	})
}

func TestCountsStaySmall(t *testing.T) {
	var c dialogCursor
	for peer := range int64(2 * maxCounts) {
		c.count(dialogCount{Peer: peer, Counted: 3, Stored: 2, Since: peer % 100 / 99})
	}
	if len(c.Counts) != maxCounts || c.Counts[0].Since == 0 || c.Counts[maxCounts-1].Peer != 2*maxCounts-1 {
		t.Fatalf("%d counts", len(c.Counts))
	}
	if tally := c.reconciliation(); len(tally.Mismatches) != 1 ||
		tally.Mismatches[0].Counted-tally.Mismatches[0].Stored != 10 || tally.Counted != 3*maxCounts {
		t.Fatalf("%+v", tally)
	}
}

// A difference leads to one other reading, also where that one ends in a refusal: the pull ends however crashes fall.
func TestADifferenceThatIsRefusedThenEndsThePull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, m := townWall(1, 20), newMemory()
		p := f.posts[0]
		f.unseen = map[int64]int{p.id: 2}
		f.before = func(_ int, c fakeCall) *fakeError {
			if c.method == "wall.getComments" && f.asked("wall.getComments") > 1 {
				p.closed = 212
			}
			return nil
		}
		if err := crashing(t, wallSource(t, f, m), m, 1); err != nil {
			t.Fatal(err)
		}
		if len(m.inaccessible) != 1 {
			t.Fatalf("%+v", m.inaccessible)
		}
	})
}
