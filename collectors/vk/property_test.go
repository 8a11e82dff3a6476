package vk

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"otklik/collectors"
	"otklik/internal/inbox"

	"pgregory.net/rapid"
)

// TestWallSequences lets people write, delete and answer, between the calls of a pull as well, posts fail for a while
// or are refused, and pulls crash at any step. After the world has come to rest and a full reading is due, the store
// and the wall agree exactly; before, no comment that was there all the time is called gone.
func TestWallSequences(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		seed := rapid.SliceOfN(rapid.IntRange(0, 1<<20), 15, 50).Draw(rt, "events")
		plain, stubs := rapid.Bool().Draw(rt, "plain"), rapid.Bool().Draw(rt, "stubs")
		roots := rapid.SampledFrom([]int{0, 2, 20, 20, 20, 105}).Draw(rt, "roots")
		every := rapid.SampledFrom([]int{1, 2, 3, 3, 4, 7}).Draw(rt, "steps between crashes")
		synctest.Test(t, func(t *testing.T) { wallSequence(t, seed, plain, stubs, roots, every) })
	})
}

func wallSequence(t *testing.T, seed []int, plain, stubs bool, roots, every int) {
	f, m := townWall(2, roots), newMemory()
	f.plain, f.stubs = plain, stubs
	next := int64(5_000_000)
	event := func(v int) {
		p := f.posts[v%2]
		v /= 2
		kind := v % 4
		v /= 4
		switch {
		case kind == 0 || len(p.comments) == 0:
			next++
			p.comments = append(p.comments, &fakeComment{id: next, from: 8, date: time.Now().Unix(),
				text: "Когда починят?"})
		case kind == 1:
			target := p.comments[v%len(p.comments)]
			root := target.root
			if root == 0 {
				root = target.id
			}
			if target.deleted {
				return
			}
			for range 1 + v%14 {
				next++
				p.comments = append(p.comments, &fakeComment{id: next, root: root, replyTo: target.id, from: 9,
					date: time.Now().Unix(), text: "Поддерживаю"})
			}
		default:
			p.comments[v%len(p.comments)].deleted = true
		}
	}
	left := seed
	broken := map[int64]bool{}
	f.before = func(_ int, c fakeCall) *fakeError {
		if len(left) > 0 {
			v := left[0]
			left = left[1:]
			event(v / 8)
			p := f.posts[v/8%2]
			switch v % 8 {
			case 0:
				return &fakeError{code: 5} // ends the pull: as good as a crash
			case 1:
				broken[p.id] = !broken[p.id]
			case 2:
				p.closed = 212 - p.closed
			}
		}
		if broken[c.int("post_id")] {
			return &fakeError{code: 10}
		}
		return nil
	}
	source := wallSource(t, f, m)
	for range 30 {
		_ = crashing(t, source, m, every)
		time.Sleep(5 * time.Minute)
		for _, message := range m.messages {
			var post int64
			if _, err := fmt.Sscanf(message.Thread, "-1001_%d", &post); err != nil {
				t.Fatal(err)
			}
			i := slices.IndexFunc(f.posts, func(p *fakePost) bool { return p.id == post })
			n := int64(0)
			if _, err := fmt.Sscan(message.ID, &n); err != nil {
				t.Fatal(err)
			}
			if c := f.posts[i].comment(n); !c.deleted && !message.Deleted.IsZero() {
				t.Fatalf("comment %d stands and is called gone", n)
			}
		}
		if len(left) == 0 {
			break
		}
	}
	left, broken = nil, nil
	for _, p := range f.posts {
		p.closed = 0
	}
	mustPull(t, source, m)
	for range 2 { // a post said to be empty, whose hidden replies the wall counts, is believed an hour later
		time.Sleep(25 * time.Hour)
		mustPull(t, source, m)
	}
	if !stubs {
		// Replies under a root that was deleted before anyone read it are nowhere to be found.
		for _, p := range f.posts {
			p.comments = slices.DeleteFunc(p.comments, func(c *fakeComment) bool {
				if c.root == 0 || !p.comment(c.root).deleted {
					return false
				}
				delete(m.messages, inbox.Ref{Channel: "governor/vk", Kind: inbox.Comment, ID: id(c.id)})
				return true
			})
		}
	}
	sameWall(t, f, m)
}

// TestDialogSequences: people and the office write at any moment, dialogs fail for a while or are refused, pulls end at
// any call; at rest everything is stored.
func TestDialogSequences(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		seed := rapid.SliceOfN(rapid.IntRange(0, 1<<20), 5, 30).Draw(rt, "events")
		start := rapid.SampledFrom([]int{1, 5, 5, 20, 20, 20, 210}).Draw(rt, "dialogs")
		every := rapid.SampledFrom([]int{1, 2, 3, 3, 4, 7}).Draw(rt, "steps between crashes")
		extended := rapid.Bool().Draw(rt, "lists name people")
		synctest.Test(t, func(t *testing.T) {
			f, m := townDialogs(start), newMemory()
			f.extended = extended
			next := int64(1_000_000)
			left, codes := seed, map[int64]int{}
			f.before = func(_ int, c fakeCall) *fakeError {
				if code := codes[c.int("peer_id")]; code != 0 {
					return &fakeError{code: code}
				}
				if len(left) == 0 {
					return nil
				}
				v := left[0]
				left = left[1:]
				peer := int64(1 + v/8%(start+10))
				burst := 1 + v%7
				if v%16 == 1 {
					burst = 205 // more than a page
				}
				for range burst {
					next++
					f.dialogs[peer] = append(f.dialogs[peer], fakeMessage{id: next, date: time.Now().Unix(),
						from: peer, text: "Алло"})
				}
				switch v % 8 {
				case 0:
					return &fakeError{code: 5}
				case 1, 2:
					codes[peer] = 10
				case 3:
					codes[peer] = 901
				case 4:
					clear(codes)
				}
				return nil
			}
			source := func() collectors.Source { _, d := sourcesOf(t, testOptions(f, m)); return d }
			for len(left) > 0 {
				_ = crashing(t, source, m, every)
			}
			_ = crashing(t, source, m, every)
			codes = nil
			mustPull(t, source, m)
			sameDialogs(t, f, m)
		})
	})
}

func townDialogs(n int) *fakeVK {
	f := &fakeVK{dialogs: map[int64][]fakeMessage{}}
	for i := range n {
		peer := int64(i + 1)
		f.dialogs[peer] = []fakeMessage{{id: int64(10*i + 1), date: time.Now().Unix() - int64(n-i), from: peer,
			text: "Здравствуйте"}}
	}
	return f
}

func sameDialogs(t testing.TB, f *fakeVK, m *memory) {
	t.Helper()
	total := 0
	for peer, d := range f.dialogs {
		total += len(d)
		for _, message := range d {
			if _, stored := m.messages[inbox.Ref{Channel: "governor/vk", Kind: inbox.Direct, Dialog: id(peer),
				ID: id(message.id)}]; !stored {
				t.Fatalf("message %d of dialog %d is missing", message.id, peer)
			}
		}
	}
	if total != len(m.messages) {
		t.Fatalf("%d messages are stored, %d were written", len(m.messages), total)
	}
}
