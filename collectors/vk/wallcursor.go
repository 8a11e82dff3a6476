package vk

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// wallCursor is what is remembered between two steps of reading a wall. It holds only posts inside the window, so it
// stays small: some 60 bytes a post.
type wallCursor struct {
	Version int `json:"v"`
	// Owner is the wall that it belongs to: a cursor of another wall would hide that wall's posts.
	Owner int64       `json:"owner"`
	Posts []postState `json:"posts,omitempty"` // newest first
	// Todo are the posts still to be read in this pull, in this order; Job is the one that is being read.
	Todo []int64 `json:"todo,omitempty"`
	Job  *job    `json:"job,omitempty"`
	// Round counts the lists of posts in this pull: a long pull looks again at its end, but not for ever.
	Round int `json:"round,omitempty"`
	// Pull names the pull that Round and Failed belong to.
	Pull string `json:"pull,omitempty"`
	// Failed are the posts that could not be read in this pull: it ends with an error, after everything else has been
	// read. The next one asks for them again.
	Failed []int64 `json:"failed,omitempty"`
}

// postState is what is known about one post.
type postState struct {
	ID   int64 `json:"i"`
	Date int64 `json:"d"`
	// Listed is comments.count in the newest list of posts, -1 if it was missing; Count the one of the list before the
	// last complete reading. They differ when there is something to read.
	Listed int `json:"l"`
	Count  int `json:"c"`
	// Read is when the comments were last read to their end, or found closed; 0: never.
	Read int64 `json:"r,omitempty"`
	// Found is how many comments were there then.
	Found int `json:"n,omitempty"`
	// Guest: somebody else's post on a person's wall.
	Guest bool `json:"g,omitempty"`
	// Lost: the wall does not list it although it is inside the window. Alive: it stands nevertheless.
	Lost  bool `json:"x,omitempty"`
	Alive bool `json:"k,omitempty"`
	// Refused is the error that its comments were refused with at the last reading; 0: they were not.
	Refused int `json:"e,omitempty"`
	// Denied is since when the comments have not been shown although they are counted. Hidden: that has lasted so
	// long that the post is taken as it is shown. Gap is how many counted comments were missing at the last reading.
	Denied int64 `json:"y,omitempty"`
	Hidden bool  `json:"h,omitempty"`
	Gap    int   `json:"q,omitempty"`
	// Doubt is since when the post's own comments are said to be none while the wall counts some.
	Doubt int64 `json:"u,omitempty"`
	// Fails is how many pulls in a row could not read it: such posts come last.
	Fails int `json:"f,omitempty"`
}

// job is a post whose comments are being read.
type job struct {
	Post int64 `json:"post"`
	Top  level `json:"top"`
	// TopDone: the post's own level has been read. Settled: comments that are missing have been looked for once more.
	TopDone bool `json:"done,omitempty"`
	Settled bool `json:"settled,omitempty"`
	// Threads are to be read on their own before the next page.
	Threads []threadJob `json:"threads,omitempty"`
	// Unseen are the comments that were stored before this reading and have not been met yet.
	Unseen numbers `json:"unseen,omitempty"`
	Found  int     `json:"found,omitempty"`
	// Unsure: the list was not seen completely, so nothing may be called gone. Gap, Hidden and Doubt become those of
	// the post.
	Unsure bool `json:"unsure,omitempty"`
	Gap    int  `json:"gap,omitempty"`
	Hidden bool `json:"hidden,omitempty"`
	Doubt  bool `json:"doubt,omitempty"`
	// Vanished: the post itself is gone.
	Vanished bool `json:"vanished,omitempty"`
}

// threadJob is the thread of one root comment that is being read.
type threadJob struct {
	Root  int64 `json:"root"`
	Level level `json:"at"`
	// Lost: the root itself is missing from the post's comments.
	Lost bool `json:"lost,omitempty"`
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
		return fresh, fmt.Errorf("the stored position of the wall has format %d; this version reads %d: use the newer otklik", c.Version, wallCursorVersion)
	}
	if c.Owner != owner {
		return fresh, fmt.Errorf("the stored position belongs to wall %d, the configuration names %d: give the channel another id", c.Owner, owner)
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

// begin starts a new pull. After a crash in the middle it goes on with what is left of the earlier one and keeps what
// failed there, so that crashes again and again cannot make it ask for the same posts for ever; else what failed is due
// as any other.
func (c *wallCursor) begin(pull string) {
	c.Pull = pull
	if c.Job != nil || len(c.Todo) > 0 {
		return
	}
	c.Round, c.Failed = 0, nil
}

func (c *wallCursor) post(id int64) *postState {
	for i := range c.Posts {
		if c.Posts[i].ID == id {
			return &c.Posts[i]
		}
	}
	return nil
}

// everyFull is how often the comments of a post are read although their number has not changed, because an edit, or a
// deletion together with a new comment, does not show in the number. Young posts are where people still write.
func everyFull(age time.Duration) time.Duration {
	switch {
	case age < 24*time.Hour:
		return time.Hour
	case age < 7*24*time.Hour:
		return 6 * time.Hour
	}
	return 24 * time.Hour
}

// wants reports whether the post's comments are to be read now, and whether because their number has changed.
func (p postState) wants(now time.Time) (read, changed bool) {
	if p.Read == 0 {
		return p.Listed != 0, true
	}
	if p.Listed != p.Count {
		return true, true
	}
	if p.Listed == 0 && p.Found == 0 {
		return false, false
	}
	since, pause := now.Sub(time.Unix(p.Read, 0)), everyFull(now.Sub(time.Unix(p.Date, 0)))
	if p.Refused != 0 || p.Hidden {
		pause = min(pause, healing)
	}
	// A reading in the future means that the clock was set back: do not trust it.
	return since >= pause || since < -5*time.Minute, false
}

// healing is how soon a post that is not shown is asked for again: it may be opened without any new comment.
const healing = time.Hour

// done takes over what a job has found.
func (p *postState) done(j *job, now time.Time) {
	p.Gap, p.Hidden, p.Fails = j.Gap, j.Hidden, 0
	if !j.Hidden {
		p.Denied = 0
	}
	if j.Doubt {
		if p.Doubt == 0 {
			p.Doubt = now.Unix()
		}
		return // still to be read
	}
	p.Count, p.Read, p.Found, p.Doubt = p.Listed, now.Unix(), j.Found, 0
}

// merge takes over a complete list of the posts in the window and plans what to read: changed posts before those that
// are only due, newest first, and last those that could not be read lately. whole: the list is known to be complete, so
// that a post that is missing may have vanished.
func (c *wallCursor) merge(listed []postState, whole bool, oldest, now time.Time) {
	before := make(map[int64]postState, len(c.Posts))
	for _, p := range c.Posts {
		before[p.ID] = p
	}
	var changed, due []int64
	posts := make([]postState, 0, len(listed))
	for _, p := range listed {
		if old, known := before[p.ID]; known {
			old.Date, old.Listed, old.Guest = p.Date, p.Listed, p.Guest
			if old.Lost {
				old.Read, old.Lost, old.Alive = 0, false, false
			}
			p = old
			delete(before, p.ID)
		}
		posts = append(posts, p)
	}
	for _, p := range before {
		if p.Date < oldest.Unix() {
			continue
		}
		p.Lost = p.Lost || whole
		if p.Lost {
			read := !p.Alive && (p.Read == 0 || p.Found > 0 || p.Count != 0)
			if p.Alive {
				read, _ = p.wants(now)
			}
			if read {
				due = append(due, p.ID)
			}
		}
		posts = append(posts, p)
	}
	slices.SortFunc(posts, func(a, b postState) int { return int(b.ID - a.ID) })
	slices.SortFunc(due, func(a, b int64) int { return int(b - a) })
	for _, p := range posts {
		if p.Lost {
			continue
		}
		switch read, byNumber := p.wants(now); {
		case read && byNumber:
			changed = append(changed, p.ID)
		case read:
			due = append(due, p.ID)
		}
	}
	c.Posts, c.Todo = posts, append(changed, due...)
	fails := make(map[int64]int)
	for _, p := range posts {
		fails[p.ID] = p.Fails
	}
	slices.SortStableFunc(c.Todo, func(a, b int64) int { return fails[a] - fails[b] })
}
