package vk

import (
	"encoding/json"
	"time"
)

// place is where the wall has a post.
type place int

const (
	placeListed   place = iota // within the window, or pinned
	placeOld                   // older than the window: it is read only when its number of comments changes
	placeMissing               // within the window and no longer listed; whether it stands is not known
	placeUnlisted              // the same, and it stands
)

// listing reports whether the wall lists a post.
func (p place) listing() bool { return p == placeListed || p == placeOld }

// status is how VKontakte shows a post's comments.
type status int

const (
	commentsShown   status = iota // or nobody asked for them yet
	commentsRefused               // it refuses them with postState.Code
	commentsDenied                // it counts them and does not show them: pulls fail
	commentsHidden                // the same for so long that the post is taken as it is shown
	commentsDoubted               // it says that there are none, while the wall counts some and some are stored
)

// mismatch is that fewer comments are stored than VKontakte counts.
type mismatch struct {
	Since int64 // 0: there is none
	// Retried: another reading was begun for it.
	Retried bool
}

// postState is what is known about one post. It is stored as the first versions stored it (see storedPost).
type postState struct {
	ID    int64
	Date  int64
	Place place
	// Guest: somebody else's post on a person's wall.
	Guest bool
	// Listed is comments.count in the newest list of posts, -1 if it was missing; Count the one of the list before the
	// last complete reading. They differ when there is something to read.
	Listed, Count int
	// Read is when the comments were last read to their end, or found closed; 0: never.
	Read int64
	// Found is how many comments were there then, or have been seen by a reading that did not come to its end.
	Found int
	// Status changes by refuse, deny, doubt and finish alone. Since is when it began to be denied (or hidden: since
	// when it had been denied) or doubted; Asked when it was doubted last, so that one pull does not ask again and
	// again. Code is what the last reading was refused with, 0: it was not.
	Status       status
	Since, Asked int64
	Code         int
	// Gap is how many counted comments were not shown at the last reading.
	Gap int
	// Total is how many comments VKontakte counted when they were read last, and Kept how many of them are stored.
	Total, Kept int
	Mismatch    mismatch
}

// deny notes that the comments are counted and not shown.
func (p *postState) deny(now time.Time) {
	if p.deniedSince() == 0 {
		p.Status, p.Since, p.Asked = commentsDenied, now.Unix(), 0
	}
}

// deniedSince is since when the comments have not been shown although they are counted; 0: they are shown.
func (p *postState) deniedSince() int64 {
	if p.Status == commentsDenied || p.Status == commentsHidden {
		return p.Since
	}
	return 0
}

// bearable reports whether that has lasted so long that the post is taken as it is shown.
func (p *postState) bearable(now time.Time) bool {
	since := p.deniedSince()
	return since != 0 && now.Unix()-since >= int64(denialBorne/time.Second)
}

// doubt notes that the comments are said to be none.
func (p *postState) doubt(now time.Time) {
	if p.Status != commentsDoubted {
		p.Status, p.Since = commentsDoubted, now.Unix()
	}
	p.Asked, p.Code = now.Unix(), 0
}

// believable reports whether no comments have been shown for so long that there are none.
func (p *postState) believable(now time.Time) bool {
	return p.Status == commentsDoubted && now.Unix()-p.Since >= int64(denialBorne/time.Second)
}

// finish takes over what a reading has found that came to its end. code is what ended it early, 0 where nothing did.
func (p *postState) finish(j *job, code int, now time.Time) {
	p.Gap = j.Gap
	switch {
	case j.Ends == commentsDoubted:
		p.doubt(now)
		return // still to be read
	case j.Ends == commentsHidden:
		p.Status, p.Asked = commentsHidden, 0
	case code != 0:
		p.Status, p.Since, p.Asked = commentsRefused, 0, 0
	default:
		p.Status, p.Since, p.Asked = commentsShown, 0, 0
	}
	p.Code, p.Count, p.Read, p.Found = code, j.Listed, now.Unix(), j.Found
	if j.Since != 0 {
		p.Read = max(1, j.Since) // its first pages are as old as that
	}
}

// compare notes how many of the comments that are counted are stored.
func (p *postState) compare(total, kept int, now time.Time) {
	p.Total, p.Kept = total, min(total, kept)
	switch {
	case p.Kept == p.Total:
		p.Mismatch = mismatch{}
	case p.Mismatch.Since == 0:
		p.Mismatch.Since = now.Unix()
	}
}

// list takes over what the newest list says of a post that is known.
func (p *postState) list(newest postState) {
	if !p.Place.listing() {
		p.Read = 0
	}
	p.Date, p.Listed, p.Guest, p.Place = newest.Date, newest.Listed, newest.Guest, newest.Place
}

// lose notes that the newest list lacks the post. whole: the list is known to be complete.
func (p *postState) lose(whole bool) {
	if whole && p.Place.listing() {
		p.Place = placeMissing
	}
}

// unseen reports whether the digest has to say that something stands there which VKontakte does not show.
func (p *postState) unseen() bool {
	return p.Status == commentsHidden || p.Status == commentsDoubted || p.Code != 0 && p.Listed > 0
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

// healing is how soon a post that is not shown is asked for again: it may be opened without any new comment.
const healing = time.Hour

// doubtPause is how soon a post in doubt is asked for again.
const doubtPause = time.Minute

// wants reports whether the post's comments are to be read now, and whether because their number has changed.
func (p postState) wants(now time.Time) (read, changed bool) {
	if asked := now.Sub(time.Unix(p.Asked, 0)); p.Asked != 0 && asked >= 0 && asked < doubtPause {
		return false, false
	}
	if p.Read == 0 {
		return p.Listed != 0 || p.Found > 0, true
	}
	if p.Status == commentsDoubted || p.Mismatch.Since != 0 && !p.Mismatch.Retried || p.Listed != p.Count {
		return true, true
	}
	if p.Listed == 0 && p.Found == 0 {
		return false, false
	}
	closed := p.Code != 0 || p.Status == commentsHidden
	if p.Place == placeOld && !closed {
		return false, false
	}
	since, pause := now.Sub(time.Unix(p.Read, 0)), everyFull(now.Sub(time.Unix(p.Date, 0)))
	if closed {
		pause = min(pause, healing)
	}
	// A reading in the future means that the clock was set back: do not trust it.
	return since >= pause || since < -5*time.Minute, false
}

// storedPost is a post in a stored cursor: flags, as the first versions knew them. Cursors of all versions so open in
// all.
type storedPost struct {
	ID       int64 `json:"i"`
	Date     int64 `json:"d"`
	Listed   int   `json:"l"`
	Count    int   `json:"c"`
	Read     int64 `json:"r,omitempty"`
	Found    int   `json:"n,omitempty"`
	Old      bool  `json:"z,omitempty"`
	Guest    bool  `json:"g,omitempty"`
	Lost     bool  `json:"x,omitempty"` // the wall does not list it
	Alive    bool  `json:"k,omitempty"` // it stands nevertheless
	Refused  int   `json:"e,omitempty"`
	Denied   int64 `json:"y,omitempty"` // since when
	Hidden   bool  `json:"h,omitempty"`
	Gap      int   `json:"q,omitempty"`
	Doubt    int64 `json:"u,omitempty"` // since when
	Doubted  int64 `json:"w,omitempty"`
	Total    int   `json:"t,omitempty"`
	Kept     int   `json:"s,omitempty"`
	Mismatch int64 `json:"o,omitempty"`
	Retried  bool  `json:"a,omitempty"`
}

// MarshalJSON implements json.Marshaler.
func (p postState) MarshalJSON() ([]byte, error) {
	s := storedPost{ID: p.ID, Date: p.Date, Listed: p.Listed, Count: p.Count, Read: p.Read, Found: p.Found,
		Guest: p.Guest, Old: p.Place == placeOld, Lost: !p.Place.listing(), Alive: p.Place == placeUnlisted,
		Refused: p.Code, Denied: p.deniedSince(), Hidden: p.Status == commentsHidden, Gap: p.Gap, Doubted: p.Asked,
		Total: p.Total, Kept: p.Kept, Mismatch: p.Mismatch.Since, Retried: p.Mismatch.Retried}
	if p.Status == commentsDoubted {
		s.Doubt = p.Since
	}
	return json.Marshal(s)
}

// UnmarshalJSON implements json.Unmarshaler.
func (p *postState) UnmarshalJSON(data []byte) error {
	var s storedPost
	if err := json.Unmarshal(data, &s); err != nil {
		return err
	}
	*p = postState{ID: s.ID, Date: s.Date, Listed: s.Listed, Count: s.Count, Read: s.Read, Found: s.Found,
		Guest: s.Guest, Code: s.Refused, Gap: s.Gap, Asked: s.Doubted, Total: s.Total, Kept: s.Kept,
		Mismatch: mismatch{Since: s.Mismatch, Retried: s.Retried}}
	switch {
	case s.Lost && s.Alive:
		p.Place = placeUnlisted
	case s.Lost:
		p.Place = placeMissing
	case s.Old:
		p.Place = placeOld
	}
	switch {
	case s.Hidden:
		p.Status, p.Since = commentsHidden, s.Denied
	case s.Doubt != 0:
		p.Status, p.Since = commentsDoubted, s.Doubt
	case s.Denied != 0:
		p.Status, p.Since = commentsDenied, s.Denied
	case s.Refused != 0:
		p.Status = commentsRefused
	}
	return nil
}
