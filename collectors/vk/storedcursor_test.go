package vk

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"testing"
	"time"
)

// testdata/cursors/flags.jsonl holds cursors of the last version that kept flags in memory as well: walls that deny,
// refuse, doubt and lose posts in turn, with one cursor of each kind that came about.
func TestCursorsOfFlagsKeepTheirBytes(t *testing.T) {
	raw, err := os.ReadFile("testdata/cursors/flags.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	for line := range bytes.Lines(raw) {
		line = bytes.TrimSpace(line)
		c, err := decodeWallCursor(line, testOwner)
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if again := c.encode(); !bytes.Equal(again, line) {
			t.Errorf("%s\nis stored as\n%s", line, again)
		}
	}
}

// sameWhenStored reports whether a cursor of a wall opens and is stored in the same bytes again. The store of these
// tests holds every cursor to that.
func sameWhenStored(stored []byte) bool {
	c, err := decodeWallCursor(stored, testOwner)
	return err == nil && bytes.Equal(c.encode(), stored)
}

// Every state that transitions can lead a post to opens as it was stored, and none of them contradicts itself.
func TestReachablePostsOpenAsTheyWereStored(t *testing.T) {
	now := time.Unix(1_700_000_000, 0)
	steps := []func(p *postState){
		func(p *postState) { p.deny(now) },
		func(p *postState) { p.finish(&job{Sight: sightNone}, 0, now) },
		func(p *postState) { p.finish(&job{Sight: sightPart, Gap: 2}, 0, now) },
		func(p *postState) { p.finish(&job{Since: now.Unix()}, 0, now) },
		func(p *postState) { p.finish(&job{}, codeNoReplies, now) },
		func(p *postState) { p.finish(&job{Sight: sightPart}, codeDenied, now) },
		func(p *postState) { p.compare(3, 2, now) },
		func(p *postState) { p.compare(3, 3, now) },
		func(p *postState) { p.Mismatch.retry() },
		func(p *postState) { p.lose(true) },
		func(p *postState) { p.lose(false) },
		func(p *postState) { p.stand() },
		func(p *postState) { p.list(postState{}) },
		func(p *postState) { p.list(postState{Place: placeOld, Guest: true}) },
	}
	for _, code := range []int{0, codeNoReplies} { // a reading bears only what was denied before (see reading.ask)
		steps = append(steps, func(p *postState) {
			if p.bearable(now.Add(denialBorne)) {
				p.finish(&job{Sight: sightHidden, Gap: 1}, code, now)
			}
		})
	}
	seen := map[postState]bool{{ID: 5}: true}
	for waiting := []postState{{ID: 5}}; len(waiting) > 0; waiting = waiting[1:] {
		p := waiting[0]
		raw, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		var opened postState
		if err := json.Unmarshal(raw, &opened); err != nil || opened != p {
			t.Fatalf("%+v opens as %+v, %v", p, opened, err)
		}
		doubted := p.Status == commentsDoubted
		if doubted != (p.DoubtedSince != 0) || doubted != (p.DoubtedLast != 0) ||
			p.Status == commentsHidden && p.DeniedSince == 0 || p.Status == commentsRefused && p.Code == 0 ||
			p.Code != 0 && !p.closed() || p.Mismatch.Retried && p.Mismatch.Since == 0 {
			t.Fatalf("%+v contradicts itself", p)
		}
		for _, step := range steps {
			next := p
			if step(&next); !seen[next] {
				seen[next] = true
				waiting = append(waiting, next)
			}
		}
	}
	t.Logf("%d states", len(seen))
}

// A reading may be at any stage with any sight.
func TestReadingsOpenAsTheyWereStored(t *testing.T) {
	for at := stageTop; at <= stageMissing; at++ {
		for seen := sightWhole; seen <= sightNone; seen++ {
			j := job{Post: 5, Top: level{Offset: 3, Last: numbers{1, 2}, Pages: 1}, Stage: at, Sight: seen, Found: 2,
				Threads: []threadJob{{Root: 1, Rootless: at == stageMissing}}, Unseen: numbers{7}, Gap: 1, Total: -1}
			raw, err := json.Marshal(j)
			if err != nil {
				t.Fatal(err)
			}
			var opened job
			if err := json.Unmarshal(raw, &opened); err != nil || !reflect.DeepEqual(opened, j) {
				t.Errorf("%+v opens as %+v, %v", j, opened, err)
			}
		}
	}
}
