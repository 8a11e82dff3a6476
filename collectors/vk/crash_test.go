package vk

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"otklik/collectors"
	"otklik/internal/inbox"
)

// TestWallEndsHoweverItCrashes: posts fail for ever, on their first page or further on, and the program crashes after
// every step, every second and so on. Each pull ends with an error that names them, has read all the others and has
// asked for these.
func TestWallEndsHoweverItCrashes(t *testing.T) {
	fail := func(match func(c fakeCall) bool) func(f *fakeVK) {
		return func(f *fakeVK) {
			f.before = func(_ int, c fakeCall) *fakeError {
				if c.method == "wall.getComments" && c.int("post_id") > 89997 && match(c) {
					return &fakeError{code: 10}
				}
				return nil
			}
		}
	}
	ways := map[string]func(f *fakeVK){
		"first page":  fail(func(fakeCall) bool { return true }),
		"second page": fail(func(c fakeCall) bool { return c.int("offset") > 0 }),
		"a thread":    fail(func(c fakeCall) bool { return c.int("comment_id") != 0 }),
		"no permission": func(f *fakeVK) {
			f.before = func(_ int, c fakeCall) *fakeError {
				if c.int("post_id") > 89997 {
					return &fakeError{code: 7}
				}
				return nil
			}
		},
		"denial": func(f *fakeVK) {
			f.replace = nothingShown(131, func(c fakeCall) bool { return c.int("post_id") > 89997 })
		},
	}
	for name, way := range ways {
		for every := 1; every <= 7; every++ {
			t.Run(fmt.Sprintf("%s, %d steps", name, every), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					f, m := townWall(8, 120), newMemory()
					for _, p := range f.posts {
						p.reply(p.comments[110].id, 11)
					}
					way(f)
					source := wallSource(t, f, m)
					for range 4 {
						f.calls = nil
						err := crashing(t, source, m, every)
						if collectors.FailureKindOf(err) != inbox.FailurePlatform || !strings.Contains(err.Error(),
							"could not be read") {
							t.Fatalf("error: %v", err)
						}
						if !slices.ContainsFunc(f.calls, func(c fakeCall) bool { return c.int("post_id") > 89997 }) {
							t.Fatal("the posts that failed are not asked for again")
						}
						time.Sleep(5 * time.Minute)
					}
					for _, p := range f.posts[3:] {
						if got := m.standing(fmt.Sprintf("-1001_%d", p.id)); len(got) != 131 {
							t.Fatalf("%d comments of post %d, which does not fail", len(got), p.id)
						}
					}
					f.before, f.replace = nil, nil
					if err := crashing(t, source, m, every); err != nil {
						t.Fatal(err)
					}
					sameWall(t, f, m)
				})
			})
		}
	}
}

// TestParkedReadingSeesWhatChanged: a reading that goes on after a failure has not seen what happened on its first page
// meanwhile.
func TestParkedReadingSeesWhatChanged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, m := townWall(1, 150), newMemory()
		p := f.posts[0]
		source := wallSource(t, f, m)
		f.before = func(_ int, c fakeCall) *fakeError {
			if c.int("offset") > 0 {
				return &fakeError{code: 10}
			}
			return nil
		}
		if pull(t, source, m) == nil {
			t.Fatal("half a post is called read")
		}
		p.reply(p.comments[5].id, 2)
		p.comments[7].deleted = true
		p.comments[9].text = "Исправлено"
		f.before = nil
		time.Sleep(2 * time.Hour)
		mustPull(t, source, m)
		sameWall(t, f, m)
		if got := m.messages[inbox.Ref{Channel: "governor/vk", Kind: inbox.Comment,
			ID: id(p.comments[9].id)}].Text; got != "Исправлено" {
			t.Fatalf("an edit on the first page is not seen: %q", got)
		}
	})
}

// TestRefusedIsNamedBesideAFailure: a pull that fails says what is refused and who is official as any other.
func TestRefusedIsNamedBesideAFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, m := townWall(3, 2), newMemory()
		f.posts[1].closed = 212
		f.before = func(_ int, c fakeCall) *fakeError {
			if c.int("post_id") == 90000 {
				return &fakeError{code: 10}
			}
			return nil
		}
		source := wallSource(t, f, m)
		for range 3 {
			m.inaccessible = nil
			if pull(t, source, m) == nil || !slices.Equal(m.inaccessible, []inbox.Inaccessible{{Part: "wall-1001_89999",
				Code: 212}}) {
				t.Fatalf("refused: %v", m.inaccessible)
			}
			time.Sleep(5 * time.Minute)
		}
	})
}

// TestOldWallCursors: what earlier versions stored, in the middle of a pull and after one that failed.
func TestOldWallCursors(t *testing.T) {
	for name, cursor := range map[string]string{
		"after a failure": `{"v":1,"owner":-1001,"posts":[{"i":90000,"d":%d,"l":150,"c":0,"f":3},{"i":89999,"d":%d,"l":150,"c":0}],` +
			`"round":1,"pull":"ABCDEF","failed":[90000]}`,
		"in the middle": `{"v":1,"owner":-1001,"posts":[{"i":90000,"d":%d,"l":150,"c":0,"f":1},{"i":89999,"d":%d,"l":150,"c":0}],` +
			`"todo":[89999,90000],"job":{"post":90000,"top":{}},"round":2,"pull":"ABCDEF","failed":[90000]}`,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f, m := townWall(2, 150), newMemory()
				m.cursors["governor/vk wall"] = fmt.Appendf(nil, cursor, f.posts[0].date, f.posts[1].date)
				source := wallSource(t, f, m)
				mustPull(t, source, m)
				sameWall(t, f, m)
				f.calls = nil
				mustPull(t, source, m)
				if len(f.calls) != 1 {
					t.Fatalf("a quiet pull costs %d calls", len(f.calls))
				}
			})
		})
	}
}

// TestOldDialogCursor: an earlier version stored this in the middle of a pull, with a dialog that was refused.
func TestOldDialogCursor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, m := townDialogs(3), newMemory()
		mustPull(t, dialogSource(t, f, m), m)
		delete(m.messages, inbox.Ref{Channel: "governor/vk", Kind: inbox.Direct, Dialog: "2", ID: "11"})
		peers, ends := numbersJSON(t, 2), numbersJSON(t, 11)
		m.cursors["governor/vk messages"] = fmt.Appendf(nil,
			`{"v":1,"owner":-1001,"peers":%s,"ends":%s,"round":1,"pull":"ABC","again":true,"refused":[{"p":2,"c":917,"e":11}]}`, peers, ends)
		mustPull(t, dialogSource(t, f, m), m)
		sameDialogs(t, f, m)
		if len(m.inaccessible) != 0 {
			t.Fatalf("refused: %v", m.inaccessible)
		}
	})
}

func numbersJSON(t *testing.T, v int64) string {
	t.Helper()
	raw, err := json.Marshal(numbers{v})
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// TestOneDialogDoesNotEndThePull: whatever VKontakte says about one dialog, the others are read, and it is named.
func TestOneDialogDoesNotEndThePull(t *testing.T) {
	for _, code := range []int{7, 15, 19, 30, 100, 104, 113, 900, 901, 902, 925, 1012} {
		for every := 1; every <= 5; every++ {
			synctest.Test(t, func(t *testing.T) {
				f, m := townDialogs(12), newMemory()
				f.before = func(_ int, c fakeCall) *fakeError {
					if p := c.int("peer_id"); p == 4 || p == 7 || p == 9 || p == 10 {
						return &fakeError{code: code}
					}
					return nil
				}
				source := dialogSource(t, f, m)
				for range 2 {
					if err := crashing(t, source, m, every); err != nil {
						t.Fatalf("error %d: %v", code, err)
					}
					sameDialogs(t, f, m) // the list shows the last messages
					if len(m.inaccessible) != 4 || m.inaccessible[0].Code != code || !strings.HasPrefix(m.inaccessible[0].Part,
						"dialog ") {
						t.Fatalf("refused: %v", m.inaccessible)
					}
				}
				f.before = nil
				mustPull(t, source, m)
				if len(m.inaccessible) != 0 {
					t.Fatalf("open again: %v", m.inaccessible)
				}
			})
		}
	}
}

// TestFailingDialogIsRefusedInTheEnd: a dialog that VKontakte fails with makes pulls incomplete for an hour, and is
// then said to be refused; the others are read all the time, however the program crashes.
func TestFailingDialogIsRefusedInTheEnd(t *testing.T) {
	for _, code := range []int{0, 10} {
		for every := 1; every <= 5; every++ {
			synctest.Test(t, func(t *testing.T) {
				f, m := townDialogs(12), newMemory()
				bad := numbers{3, 5, 8, 9, 11}
				f.dialogs[5] = append(f.dialogs[5], fakeMessage{id: 700, date: time.Now().Unix(), from: 5,
					text: "Прорвало трубу"})
				f.before = func(_ int, c fakeCall) *fakeError {
					if code != 0 && bad.has(c.int("peer_id")) {
						return &fakeError{code: code}
					}
					return nil
				}
				f.replace = func(c fakeCall) any {
					if code == 0 && bad.has(c.int("peer_id")) {
						return response(map[string]any{"count": 9, "items": []any{}})
					}
					return nil
				}
				source := dialogSource(t, f, m)
				for pulls := range 8 {
					err := crashing(t, source, m, every)
					if collectors.FailureKindOf(err) != inbox.FailurePlatform {
						t.Fatalf("error: %v", err)
					}
					if pulls == 3 && len(m.messages) != 7 {
						t.Fatalf("%d messages of the dialogs that do not fail", len(m.messages))
					}
					time.Sleep(5 * time.Minute)
				}
				time.Sleep(time.Hour)
				for range 4 { // three at a time
					_ = crashing(t, source, m, every)
				}
				if err := crashing(t, source, m, every); err != nil || len(m.inaccessible) != len(bad) ||
					m.inaccessible[0].Code != code {
					t.Fatalf("error %v, refused %v", err, m.inaccessible)
				}
				if len(m.messages) != 12 {
					t.Fatalf("%d messages; the list shows the last ones", len(m.messages))
				}
				f.before, f.replace = nil, nil
				mustPull(t, source, m)
				sameDialogs(t, f, m)
				if len(m.inaccessible) != 0 {
					t.Fatalf("refused: %v", m.inaccessible)
				}
			})
		}
	}
}
