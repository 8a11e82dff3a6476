package vk

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"otklik/collectors"
	"otklik/internal/inbox"
)

// nothingShown denies what it counts, on the pages that match.
func nothingShown(count int, match func(c fakeCall) bool) func(c fakeCall) any {
	return func(c fakeCall) any {
		if c.method != "wall.getComments" || !match(c) {
			return nil
		}
		return response(map[string]any{"count": count, "current_level_count": count, "items": []any{}})
	}
}

func TestCommentsThatDenyTheirCountAreNotGone(t *testing.T) {
	for name, match := range map[string]func(c fakeCall) bool{
		"every page":  func(fakeCall) bool { return true },
		"second page": func(c fakeCall) bool { return c.int("offset") > 0 },
		"threads":     func(c fakeCall) bool { return c.int("comment_id") != 0 },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				f, m := townWall(3, 150), newMemory()
				p := f.posts[1]
				p.reply(p.comments[0].id, 30)
				one := wallSource(t, f, m)()
				source := func() collectors.Source { return one } // another source would start another pull
				mustPull(t, source, m)
				p.comments = append(p.comments, &fakeComment{id: 700_000_000, from: 7, date: time.Now().Unix(),
					text: "Ещё яма"})
				f.replace = nothingShown(181, func(c fakeCall) bool { return match(c) && c.int("post_id") == p.id })
				for range 3 {
					f.calls = nil
					err := pull(t, source, m)
					if collectors.FailureKindOf(err) != inbox.FailurePlatform || !strings.Contains(err.Error(),
						"wall-1001_89999") || len(f.calls) < 3 {
						t.Fatalf("%d calls, error %v", len(f.calls), err)
					}
					if n := len(m.standing("-1001_89999")); n < 180 {
						t.Fatalf("%d stand", n)
					}
					time.Sleep(5 * time.Minute)
				}
				f.replace = nil
				mustPull(t, source, m)
				sameWall(t, f, m)
			})
		})
	}
}

func TestLastingDenialDoesNotBlockTheWall(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, m := townWall(3, 4), newMemory()
		source := wallSource(t, f, m)
		mustPull(t, source, m)
		p := f.posts[1]
		f.replace = nothingShown(4, func(c fakeCall) bool { return c.int("post_id") == p.id })
		time.Sleep(2 * time.Hour) // a reading is due
		if pull(t, source, m) == nil {
			t.Fatal("a denial is called complete")
		}
		time.Sleep(61 * time.Minute)
		mustPull(t, source, m)
		if len(m.standing("-1001_89999")) != 4 || !slices.Equal(m.inaccessible,
			[]inbox.Inaccessible{{Part: "wall-1001_89999"}}) {
			t.Fatalf("%v, refused %v", m.standing("-1001_89999"), m.inaccessible)
		}
		f.replace = nil
		time.Sleep(time.Hour)
		mustPull(t, source, m)
		if len(m.inaccessible) != 0 {
			t.Fatalf("refused: %v", m.inaccessible)
		}
	})
}

// TestSmallGapIsBorne: VK counts a comment that it hides. While a post says that it has no comments, though some are
// stored and the wall counts more, nobody sees what stands there.
func TestAPostInDoubtIsNamed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, m := townWall(1, 4), newMemory()
		source := wallSource(t, f, m)
		mustPull(t, source, m)
		shown := f.posts[0].comments
		f.posts[0].comments, f.listed = nil, map[int64]int{f.posts[0].id: 5}
		mustPull(t, source, m)
		if len(m.inaccessible) != 1 {
			t.Fatalf("refused %+v", m.inaccessible)
		}
		f.posts[0].comments, f.listed = shown, nil
		time.Sleep(2 * time.Minute)
		mustPull(t, source, m)
		if sameWall(t, f, m); len(m.inaccessible) != 0 {
			t.Fatalf("refused %+v", m.inaccessible)
		}
	})
}

func TestSmallGapIsBorne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, m := townWall(1, 20), newMemory()
		source := wallSource(t, f, m)
		mustPull(t, source, m)
		p := f.posts[0]
		hidden := p.comments[7]
		f.replace = func(c fakeCall) any {
			if c.method != "wall.getComments" {
				return nil
			}
			whole := p.comments
			p.comments = slices.DeleteFunc(slices.Clone(whole), func(c *fakeComment) bool { return c == hidden })
			reply := f.getComments(c).(map[string]any)["response"].(map[string]any)
			p.comments = whole
			reply["current_level_count"] = 20
			return response(reply)
		}
		p.comments = append(p.comments[:19:19], &fakeComment{id: 999, from: 7, date: p.date + 999, text: "Ещё"})
		time.Sleep(time.Hour)
		mustPull(t, source, m)
		if got := m.standing("-1001_90000"); len(got) != 21 || got[20] != 999 || len(m.warnings) == 0 {
			t.Fatalf("%v, warnings %q", got, m.warnings)
		}
		f.calls = nil
		time.Sleep(time.Hour)
		mustPull(t, source, m)
		if n := f.count("wall.getComments"); n != 2 {
			t.Fatalf("a gap that is known costs %d calls", n)
		}
	})
}

func TestEmptyWallIsNotBelieved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, m := townWall(3, 4), newMemory()
		source := wallSource(t, f, m)
		mustPull(t, source, m)
		for _, count := range []int{3, 0} {
			f.replace = func(c fakeCall) any {
				if c.method != "wall.get" {
					return nil
				}
				return response(map[string]any{"count": count, "items": []any{}})
			}
			if err := pull(t, source, m); err == nil {
				t.Fatalf("count %d is believed", count)
			}
			sameWall(t, f, m)
		}
		time.Sleep(31 * 24 * time.Hour)
		if err := pull(t, source, m); err != nil {
			t.Fatalf("no post is young enough to be missed: %v", err)
		}
	})
}

func TestVanishedPostsCommentsAreGone(t *testing.T) {
	for _, lacks := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			f, m := townWall(4, 3), newMemory()
			f.lacks = lacks
			source := wallSource(t, f, m)
			mustPull(t, source, m)
			f.posts = slices.Delete(f.posts, 1, 2)
			f.before = func(_ int, c fakeCall) *fakeError {
				if c.method != "wall.get" {
					return &fakeError{code: 10}
				}
				return nil
			}
			if pull(t, source, m) == nil || len(m.standing("-1001_89999")) != 3 {
				t.Fatal("called gone without a confirmation")
			}
			f.before = nil
			mustPull(t, source, m)
			if n := len(m.standing("-1001_89999")); n != 0 {
				t.Fatalf("%d comments of a vanished post stand", n)
			}
			sameWall(t, f, m)
			f.calls = nil
			mustPull(t, source, m)
			if len(f.calls) != 1 || len(m.inaccessible) != 0 {
				t.Fatalf("%d calls, refused %v", len(f.calls), m.inaccessible)
			}
		})
	}
}

// TestUnlistedPostThatStands: the list leaves out a post that is there.
func TestUnlistedPostThatStands(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, m := townWall(3, 2), newMemory()
		source := wallSource(t, f, m)
		mustPull(t, source, m)
		all := f.posts
		f.replace = func(c fakeCall) any {
			f.posts = all
			if c.method == "wall.get" {
				f.posts = all[1:]
			}
			return nil
		}
		mustPull(t, source, m)
		f.calls = nil
		mustPull(t, source, m)
		if n := len(m.standing("-1001_90000")); n != 2 || len(f.calls) != 1 {
			t.Fatalf("%d stand, %d calls", n, len(f.calls))
		}
	})
}

func TestRefusedPostIsNamedUntilItOpens(t *testing.T) {
	for _, code := range []int{15, 19, 210, 212} {
		synctest.Test(t, func(t *testing.T) {
			f, m := townWall(3, 2), newMemory()
			p := f.posts[2]
			p.date -= 10 * 24 * 3600 // read once a day
			p.closed = code
			source := wallSource(t, f, m)
			for range 3 {
				mustPull(t, source, m)
				if !slices.Equal(m.inaccessible, []inbox.Inaccessible{{Part: "wall-1001_89998", Code: code}}) {
					t.Fatalf("refused: %v", m.inaccessible)
				}
			}
			p.closed = 0
			time.Sleep(time.Hour)
			mustPull(t, source, m)
			sameWall(t, f, m)
			if len(m.inaccessible) != 0 {
				t.Fatalf("refused: %v", m.inaccessible)
			}
		})
	}
}

// TestNextPullAsksAtOnce: one pull gives up after some failing posts, the next one asks again without a pause, also
// where some fail for ever.
func TestNextPullAsksAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f, m := townWall(9, 2), newMemory()
		broken := map[int64]bool{90000: true, 89999: true, 89998: true, 89997: true}
		f.before = func(_ int, c fakeCall) *fakeError {
			if broken[c.int("post_id")] {
				return &fakeError{code: 10}
			}
			return nil
		}
		one := wallSource(t, f, m)()
		source := func() collectors.Source { return one }
		for range 3 {
			f.calls = nil
			if err := pull(t, source, m); err == nil || f.count("wall.getComments") < maxFailed {
				t.Fatalf("%d calls, error %v", f.count("wall.getComments"), err)
			}
		}
		if len(m.messages) != 10 {
			t.Fatalf("%d messages: failing posts keep the others from being read", len(m.messages))
		}
		f.before = nil
		mustPull(t, source, m)
		sameWall(t, f, m)
	})
}
