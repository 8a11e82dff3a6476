package vk

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// wallCursor is what is remembered between two steps of reading a wall. It holds only the posts inside the window, the
// pinned one and those on the page that ends the window, so it stays small: some 60 bytes a post.
type wallCursor struct {
	Version int `json:"v"`
	// Owner is the wall that it belongs to: a cursor of another wall would hide that wall's posts.
	Owner int64       `json:"owner"`
	Posts []postState `json:"posts,omitempty"` // newest first
	// Todo are the posts still to be read in this pull, in this order; Job is the one that is being read.
	Todo []int64 `json:"todo,omitempty"`
	Job  *job    `json:"job,omitempty"`
	// Failed are the posts that could not be read when they were asked for last, and are still to be read. A pull asks
	// for them when everything else has been read, in its last step (see wall.retryFailed).
	Failed []int64 `json:"failed,omitempty"`
	// Parked are the readings of such posts that had got beyond their first page: they go on there.
	Parked []*job `json:"parked,omitempty"`
	// Horizon is the date of the oldest post whose comments are looked after, where older ones stand on the wall.
	Horizon int64 `json:"horizon,omitempty"`
	// ListedAt is when a list that found nothing to read was last stored (see listedLately), in Unix seconds.
	ListedAt int64 `json:"told,omitempty"`
}

// stage is how far the reading of a post has got.
type stage int

const (
	stageTop     stage = iota // the post's own level is being read
	stageThreads              // it has been read; threads may be left
	stageMissing              // comments that were not met are being looked for once more
)

// sight is how much of a post's comments a reading was shown, the worst last.
type sight int

const (
	sightWhole  sight = iota
	sightPart         // not the whole list, as far as is known, so that nothing may be called gone
	sightHidden       // the same, because VKontakte goes on counting comments that it does not show
	sightNone         // the same, because it says that there are none
)

// job is a post whose comments are being read. It is stored as the first versions stored it (see storedJob).
type job struct {
	Post  int64
	Top   level
	Stage stage
	// Threads are to be read on their own before the next page.
	Threads []threadJob
	// Unseen are the comments that were stored before this reading and have not been met yet.
	Unseen numbers
	Found  int
	// Sight only gets worse (see lower). It leads to the status of the post, and Gap becomes the post's.
	Sight sight
	Gap   int
	// Total is how many comments VKontakte counts under the post, replies included; -1: it does not say. Stubs are
	// those that were shown as deleted, Undecoded those that are kept raw.
	Total, Stubs, Undecoded int
	// Listed is comments.count when the reading began. Since is when the reading failed first, 0 if it did not: what
	// was read before may have changed by the time it goes on.
	Listed int
	Since  int64
}

// lower notes that no more than s was shown.
func (j *job) lower(s sight) { j.Sight = max(j.Sight, s) }

// threadJob is the thread of one root comment that is being read.
type threadJob struct {
	Root  int64 `json:"root"`
	Level level `json:"at"`
	// Rootless: the root itself is missing from the post's comments.
	Rootless bool `json:"lost,omitempty"`
}

const wallCursorVersion = 1

func decodeWallCursor(raw []byte, owner int64) (wallCursor, error) {
	fresh := wallCursor{Version: wallCursorVersion, Owner: owner}
	if len(raw) == 0 {
		return fresh, nil
	}
	var c wallCursor
	if err := json.Unmarshal(raw, &c); err != nil {
		return fresh, fmt.Errorf("the stored position of the wall is damaged: %w", err)
	}
	if c.Version != wallCursorVersion {
		return fresh, fmt.Errorf("the stored position of the wall has format %d; this version reads %d: use the "+
			"newer otklik", c.Version, wallCursorVersion)
	}
	if c.Owner != owner {
		return fresh, fmt.Errorf("the stored position belongs to wall %d, the configuration names %d: give the "+
			"channel another id", c.Owner, owner)
	}
	return c, nil
}

func (c *wallCursor) encode() []byte {
	raw, err := json.Marshal(c)
	if err != nil {
		panic(err) // plain fields only: cannot happen
	}
	return raw
}

// take makes a post the one that is being read, from where its reading was parked if it was. fresh: it begins again, so
// that job.Unseen is to be filled.
func (c *wallCursor) take(post int64) (fresh bool) {
	c.Failed = slices.DeleteFunc(c.Failed, func(v int64) bool { return v == post })
	p := c.post(post)
	if p != nil {
		p.Mismatch.retry()
	}
	if i := slices.IndexFunc(c.Parked, func(j *job) bool { return j.Post == post }); i >= 0 {
		c.Job = c.Parked[i]
		c.Parked = slices.Delete(c.Parked, i, i+1)
		return false
	}
	c.Job = &job{Post: post}
	if p != nil {
		c.Job.Listed = p.Listed
	}
	return true
}

// fail puts the post that is being read aside. Whatever crashes follow, it is next asked for when nothing else is left,
// and a reading that got somewhere never begins again: so every step that is stored brings the pull nearer to its end.
func (c *wallCursor) fail(now time.Time) {
	j := c.Job
	c.Job, c.Failed = nil, append(c.Failed, j.Post)
	if j.Top.Pages == 0 {
		return
	}
	if j.Since == 0 {
		j.Since = now.Unix()
	}
	c.Parked = append(c.Parked, j)
}

func (c *wallCursor) post(id int64) *postState {
	for i := range c.Posts {
		if c.Posts[i].ID == id {
			return &c.Posts[i]
		}
	}
	return nil
}

// standing is how many posts of the window are known.
func (c *wallCursor) standing(oldest time.Time) (n int) {
	for _, p := range c.Posts {
		if p.Date >= oldest.Unix() && p.Place.listing() {
			n++
		}
	}
	return n
}

// merge takes over a complete list of the posts in the window and plans what to read. whole: the list is known to be
// complete, so that a post that is missing may have vanished.
func (c *wallCursor) merge(listed []postState, whole bool, oldest, now time.Time) {
	before := make(map[int64]postState, len(c.Posts))
	for _, p := range c.Posts {
		before[p.ID] = p
	}
	c.Posts = make([]postState, 0, len(listed))
	for _, p := range listed {
		if known, ok := before[p.ID]; ok {
			known.list(p)
			p = known
			delete(before, p.ID)
		} else if p.Place == placeOld { // what stood there before the wall was first read is left alone
			p.Count, p.Read = p.Listed, now.Unix()
		}
		c.Posts = append(c.Posts, p)
	}
	for _, p := range before {
		if p.Date >= oldest.Unix() {
			p.lose(whole)
			c.Posts = append(c.Posts, p)
		}
	}
	slices.SortFunc(c.Posts, func(a, b postState) int { return int(b.ID - a.ID) })
	c.plan(now)
}

// plan decides what this pull reads: changed posts, then those that the wall no longer lists, then those that are only
// due, each newest first, and last those that could not be read lately.
func (c *wallCursor) plan(now time.Time) {
	var changed, unlisted, due []int64
	wanted := map[int64]bool{}
	for _, p := range c.Posts {
		read, byNumber := p.wants(now)
		switch wanted[p.ID] = read; {
		case !read:
		case !p.Place.listing():
			unlisted = append(unlisted, p.ID)
		case byNumber:
			changed = append(changed, p.ID)
		default:
			due = append(due, p.ID)
		}
	}
	c.Failed = slices.DeleteFunc(c.Failed, func(v int64) bool { return !wanted[v] })
	failed := func(v int64) bool { return slices.Contains(c.Failed, v) }
	c.Todo = slices.DeleteFunc(slices.Concat(changed, unlisted, due), failed)
	c.Parked = slices.DeleteFunc(c.Parked, func(j *job) bool { return !failed(j.Post) })
}
