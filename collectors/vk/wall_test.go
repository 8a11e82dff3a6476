package vk

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"otklik/collectors"
	"otklik/internal/inbox"
)

func wallSource(t testing.TB, f *fakeVK, m *memory) func() collectors.Source {
	return func() collectors.Source { w, _ := sourcesOf(t, testOptions(f, m)); return w }
}

func mustPull(t testing.TB, source func() collectors.Source, m *memory) {
	t.Helper()
	if err := pull(t, source, m); err != nil {
		t.Fatal(err)
	}
}

// townWall has posts one hour apart, the newest an hour old, each with the given number of root comments.
func townWall(posts, comments int) *fakeVK {
	f := &fakeVK{stubs: true}
	next := int64(100)
	for i := range posts {
		p := &fakePost{id: int64(90000 - i), date: time.Now().Add(-time.Duration(i+1) * time.Hour).Unix()}
		for range comments {
			next++
			p.comments = append(p.comments, &fakeComment{id: next, from: 7 + next%5, date: p.date + next,
				text: fmt.Sprintf("Яма у дома %d", next)})
		}
		f.posts = append(f.posts, p)
	}
	return f
}

func (p *fakePost) reply(root int64, n int) {
	for range n {
		next := max(p.comments[len(p.comments)-1].id+1, p.id*1000) // numbers are unique on the whole wall
		p.comments = append(p.comments, &fakeComment{id: next, root: root, replyTo: root, from: 9, date: p.date +
			next, text: "И у нас"})
	}
}

func expected(f *fakeVK, p *fakePost) []int64 {
	var ids []int64
	for _, c := range p.comments {
		if !c.deleted {
			ids = append(ids, c.id)
		}
	}
	return ids
}

func sameWall(t testing.TB, f *fakeVK, m *memory) {
	t.Helper()
	for _, p := range f.posts {
		if got, want := m.standing(fmt.Sprintf("%d_%d", testOwner, p.id)), expected(f, p); !slices.Equal(got, want) {
			t.Fatalf("post %d: %d stand in the store, %d on the wall\n%v\n%v", p.id, len(got), len(want), got, want)
		}
	}
}

func TestQuietWallCostsOneCall(t *testing.T) {
	for _, posts := range []int{1, 100, 101, 200} {
		synctest.Test(t, func(t *testing.T) {
			f, m := townWall(posts, 2), newMemory()
			source := wallSource(t, f, m)
			mustPull(t, source, m)
			sameWall(t, f, m)
			f.calls = nil
			b, err := source().Fetch(t.Context(), m.cursors["governor/vk wall"])
			if err != nil || b.More || len(b.Messages) > 0 {
				t.Fatalf("a quiet pull brings %d messages, more=%v, error %v", len(b.Messages), b.More, err)
			}
			if want := (posts + 99) / 100; len(f.calls) != want {
				t.Fatalf("a quiet pull of %d posts costs %d calls, not %d", posts, len(f.calls), want)
			}
		})
	}
}

func TestLongThreadsAndManyPages(t *testing.T) {
	for _, plain := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			f, m := townWall(2, 230), newMemory()
			f.plain = plain
			p := f.posts[0]
			p.reply(p.comments[0].id, 11)
			p.reply(p.comments[150].id, 250)
			p.reply(p.comments[151].id, 10)
			mustPull(t, wallSource(t, f, m), m)
			sameWall(t, f, m)
			last := p.comments[len(p.comments)-1]
			message := m.messages[inbox.Ref{Channel: "governor/vk", Kind: inbox.Comment, ID: id(last.id)}]
			want := fmt.Sprintf("https://vk.com/wall-1001_%d?reply=%d&thread=%d", p.id, last.id, last.root)
			if message.URL != want || message.ReplyTo != id(last.root) || message.Author.Name != "Житель 9" {
				t.Fatalf("reply: %+v", message)
			}
		})
	}
}

func TestDeletionsAreNoticed(t *testing.T) {
	for _, stubs := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			f, m := townWall(1, 150), newMemory()
			f.stubs = stubs
			p := f.posts[0]
			p.reply(p.comments[3].id, 14)
			p.reply(p.comments[4].id, 2)
			source := wallSource(t, f, m)
			mustPull(t, source, m)
			p.comments[3].deleted = true // its fourteen replies stand
			p.comments[4].deleted = true
			p.comments[100].deleted = true
			p.comments[len(p.comments)-1].deleted = true
			mustPull(t, source, m)
			sameWall(t, f, m)
			mustPull(t, source, m)
			time.Sleep(2 * time.Hour) // a full reading is due: nothing may change its mind
			mustPull(t, source, m)
			sameWall(t, f, m)
			gone := m.messages[inbox.Ref{Channel: "governor/vk", Kind: inbox.Comment, ID: id(p.comments[100].id)}]
			if time.Since(gone.Deleted) < time.Hour {
				t.Fatalf("noticed %v ago; a second reading must not move it", time.Since(gone.Deleted))
			}
		})
	}
}

func TestUnreadableLostThreadLeavesReplies(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, m := townWall(1, 5), newMemory()
		f.stubs = false
		p := f.posts[0]
		root := p.comments[1]
		p.reply(root.id, 3)
		source := wallSource(t, f, m)
		mustPull(t, source, m)
		root.deleted = true
		f.before = func(_ int, c fakeCall) *fakeError {
			if c.int("comment_id") != 0 {
				return &fakeError{code: 211}
			}
			return nil
		}
		mustPull(t, source, m)
		sameWall(t, f, m)
	})
}

func TestEditsAreReadAgainWhenDue(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, m := townWall(1, 3), newMemory()
		source := wallSource(t, f, m)
		mustPull(t, source, m)
		f.posts[0].comments[1].text = "Исправлено"
		ref := inbox.Ref{Channel: "governor/vk", Kind: inbox.Comment, ID: id(f.posts[0].comments[1].id)}
		mustPull(t, source, m)
		if m.messages[ref].Text == "Исправлено" {
			t.Fatal("the post was read although neither its number changed nor it was due")
		}
		time.Sleep(time.Hour)
		mustPull(t, source, m)
		if m.messages[ref].Text != "Исправлено" {
			t.Fatal("the full reading that was due did not happen")
		}
	})
}

func TestClosedPostDoesNotStopTheWall(t *testing.T) {
	for _, code := range []int{15, 19, 104, 210, 211, 212, 213} {
		synctest.Test(t, func(t *testing.T) {
			f, m := townWall(3, 2), newMemory()
			f.posts[0].closed = code
			source := wallSource(t, f, m)
			mustPull(t, source, m)
			if len(m.messages) != 4 || len(m.warnings) != 1 || !strings.Contains(m.warnings[0], "wall-1001_90000") {
				t.Fatalf("%d messages, warnings %q", len(m.messages), m.warnings)
			}
			f.calls = nil
			time.Sleep(5 * time.Minute)
			mustPull(t, source, m)
			if len(f.calls) != 1 {
				t.Fatalf("a closed post is asked for again after five minutes: %d calls", len(f.calls))
			}
			f.posts[0].closed = 0
			time.Sleep(time.Hour)
			mustPull(t, source, m)
			sameWall(t, f, m)
		})
	}
}

func TestFailingPostIsReportedAfterTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, m := townWall(4, 2), newMemory()
		f.before = func(_ int, c fakeCall) *fakeError {
			if c.int("post_id") == 90000 {
				return &fakeError{code: 10}
			}
			return nil
		}
		source := wallSource(t, f, m)
		err := pull(t, source, m)
		if collectors.FailureKindOf(err) != inbox.FailurePlatform || !strings.Contains(err.Error(), "wall-1001_90000") {
			t.Fatalf("error: %v", err)
		}
		if len(m.messages) != 6 {
			t.Fatalf("%d messages of the other posts", len(m.messages))
		}
		f.before = nil
		time.Sleep(5 * time.Minute)
		mustPull(t, source, m)
		sameWall(t, f, m)
	})
}

// The pinned post is read whatever its age. The other old ones on the page that ends the window are read when something
// is written there; nobody is told that everything older is read.
func TestPinnedAndOldPosts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, m := townWall(3, 1), newMemory()
		old := func(id, days int64) *fakePost {
			date := time.Now().Add(-time.Duration(days) * 24 * time.Hour).Unix()
			return &fakePost{id: id, date: date, comments: []*fakeComment{{id: id * 10, from: 7, date: date,
				text: "давно"}}}
		}
		pinned, older := old(5, 200), old(4, 90)
		pinned.pinned = true
		f.posts = append(append([]*fakePost{pinned}, f.posts...), older)
		for i := range int64(postsPerPage) {
			f.posts = append(f.posts, old(-i+1000, 100+i))
		}
		source := wallSource(t, f, m)
		mustPull(t, source, m)
		if got := m.standing(fmt.Sprintf("%d_5", testOwner)); len(got) != 1 || len(m.messages) != 4 {
			t.Fatalf("under the pinned post %v are stored, %d messages in all: want the window's three and the "+
				"pinned one's", got, len(m.messages))
		}
		write := func(p *fakePost, id int64, text string) {
			p.comments = append(p.comments, &fakeComment{id: id, from: 9, date: time.Now().Unix(), text: text})
		}
		write(pinned, 501, "под закреплённой записью")
		write(older, 502, "под старой записью")
		write(f.posts[len(f.posts)-1], 503, "там, куда чтение не доходит")
		time.Sleep(5 * time.Minute)
		batches := lastBatches(t, source, m)
		for id, stored := range map[string]bool{"501": true, "502": true, "503": false} {
			if _, is := m.messages[inbox.Ref{Channel: "governor/vk", Kind: inbox.Comment, ID: id}]; is != stored {
				t.Errorf("comment %s is stored: %t", id, is)
			}
		}
		far := f.posts[postsPerPage-1].date
		if last := batches[len(batches)-1]; !last.Horizon.Equal(time.Unix(far, 0)) {
			t.Errorf("the last post that is looked after is said to be of %v", last.Horizon)
		}
		f.posts = f.posts[:5]
		time.Sleep(5 * time.Minute)
		batches = lastBatches(t, source, m)
		if last := batches[len(batches)-1]; !last.Horizon.IsZero() {
			t.Errorf("there is nothing older, and it is said to be unread before %v", last.Horizon)
		}
	})
}

// lastBatches pulls once more and gives what came.
func lastBatches(t *testing.T, source func() collectors.Source, m *memory) (batches []inbox.Batch) {
	t.Helper()
	s := source()
	for {
		b, err := s.Fetch(t.Context(), m.cursors[s.Name()])
		if err != nil {
			t.Fatal(err)
		}
		m.commit(s.Name(), b)
		if batches = append(batches, b); !b.More {
			return batches
		}
	}
}

func TestPostsDeletedWhilePaging(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, m := townWall(150, 1), newMemory()
		f.before = func(n int, c fakeCall) *fakeError {
			if n == 2 {
				f.posts = slices.Delete(f.posts, 10, 13)
			}
			return nil
		}
		mustPull(t, wallSource(t, f, m), m)
		for _, p := range f.posts {
			if len(m.standing(fmt.Sprintf("%d_%d", testOwner, p.id))) != 1 {
				t.Fatalf("post %d was jumped over", p.id)
			}
		}
	})
}

func TestServerThatRepeatsItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, m := townWall(1, 300), newMemory()
		source := wallSource(t, f, m)
		mustPull(t, source, m)
		f.posts[0].reply(f.posts[0].comments[0].id, 1)
		f.before = func(_ int, c fakeCall) *fakeError { c.params.Set("offset", "0"); return nil }
		mustPull(t, source, m)
		f.before = nil
		if len(m.warnings) == 0 {
			t.Fatal("nobody is told")
		}
		sameWall(t, f, m) // and nothing is called gone
	})
}

func TestNetworkEndsThePullAndTheNextGoesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, m := townWall(3, 120), newMemory()
		source := wallSource(t, f, m)
		f.before = func(n int, _ fakeCall) *fakeError {
			if n > 3 {
				return &fakeError{err: errors.New("connection reset, Bearer service-secret")}
			}
			return nil
		}
		err := pull(t, source, m)
		if collectors.FailureKindOf(err) != inbox.FailureNetwork || strings.Contains(err.Error(), "secret") {
			t.Fatalf("error: %v", err)
		}
		f.before = nil
		mustPull(t, source, m)
		sameWall(t, f, m)
	})
}

func TestDamagedCursorIsAnError(t *testing.T) {
	w, d := sourcesOf(t, testOptions(&fakeVK{}, newMemory()))
	for _, cursor := range []string{"{", `{"v":99,"owner":-1001}`, `{"v":1,"owner":-7}`,
		`{"v":1,"owner":-1001,"posts":5}`, `{"v":1,"owner":-1001,"peers":"Ag","ends":""}`} {
		for _, s := range []collectors.Source{w, d} {
			if s == w && strings.Contains(cursor, "peers") || s == d && strings.Contains(cursor, "posts") {
				continue
			}
			if _, err := s.Fetch(t.Context(), []byte(cursor)); err == nil {
				t.Errorf("%s takes the cursor %s", s.Name(), cursor)
			}
		}
	}
}
