package vk

import "time"

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

// status is what the last reading of a post's comments that came to its end has found.
type status int

const (
	commentsShown   status = iota // or nobody asked for them yet
	commentsRefused               // VKontakte refuses them with postState.Code
	commentsHidden                // it has counted and not shown them for so long that this is how it shows the post
	commentsDoubted               // it says that there are none, while the wall counts some and some are stored
)

// mismatch is that fewer comments are stored than VKontakte counts.
type mismatch struct {
	Since int64 // 0: there is none
	// Retried: another reading was begun for it.
	Retried bool
}

// due reports whether another reading is to be begun.
func (m mismatch) due() bool { return m.Since != 0 && !m.Retried }

// retry notes that a reading begins. It is the other reading, however it ends: one that fails, or finds the comments
// closed, must not lead to another one for ever.
func (m *mismatch) retry() { m.Retried = m.Since != 0 }

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
	// Status changes by finish alone. Code is what ended the reading early: the post was commentsRefused with it, or a
	// thread of one that is commentsHidden; 0 for any other.
	Status status
	Code   int
	// DoubtedSince is since when a post is commentsDoubted, and DoubtedLast when it was said last, so that one pull
	// does not ask again and again.
	DoubtedSince, DoubtedLast int64
	// DeniedSince is since when comments have been counted and not shown; 0: they are shown. It is not a status: such
	// a reading is put aside, and whatever the last one that came to its end has found still holds. A post in doubt
	// that is denied for a while goes on being in doubt, one that was refused stays named as such.
	DeniedSince int64
	// Gap is how many counted comments were not shown at the last reading.
	Gap int
	// Total is how many comments VKontakte counted when they were read last, and Kept how many of them are stored.
	Total, Kept int
	Mismatch    mismatch
}

// deny notes that VKontakte counted comments and showed none of them, so that the reading was put aside.
func (p *postState) deny(now time.Time) {
	if p.DeniedSince == 0 {
		p.DeniedSince = now.Unix()
	}
}

// bearable reports whether that has lasted so long that the post is taken as it is shown.
func (p *postState) bearable(now time.Time) bool { return lasting(p.DeniedSince, now) }

// believable reports whether no comments have been shown for so long that there are none.
func (p *postState) believable(now time.Time) bool { return lasting(p.DoubtedSince, now) }

// lasting reports whether something began so long ago that it is no passing fault.
func lasting(since int64, now time.Time) bool {
	return since != 0 && now.Unix()-since >= int64(denialBorne/time.Second)
}

// finish takes over what a reading has found that came to its end. code is what ended it early, 0 where nothing did.
func (p *postState) finish(j *job, code int, now time.Time) {
	p.Gap = j.Gap
	switch {
	case j.Sight == sightNone:
		p.doubt(now)
		return // still to be read
	case j.Sight == sightHidden:
		p.hide(code)
	case code != 0:
		p.refuse(code)
	default:
		p.show()
	}
	p.Count, p.Read, p.Found = j.Listed, now.Unix(), j.Found
	if j.Since != 0 {
		p.Read = max(1, j.Since) // its first pages are as old as that
	}
}

// show notes that VKontakte has shown the comments, or all but a few of those that it counts.
func (p *postState) show() {
	p.Status, p.Code, p.DoubtedSince, p.DoubtedLast, p.DeniedSince = commentsShown, 0, 0, 0, 0
}

// refuse notes that it answered with an error that closes the comments: an answer like any other.
func (p *postState) refuse(code int) {
	p.show()
	p.Status, p.Code = commentsRefused, code
}

// hide notes that it has gone on denying the comments until that was bearable. Since when stays, so that the next
// reading bears it at once. code is what it refused a thread with after that, 0: nothing.
func (p *postState) hide(code int) {
	p.Status, p.Code, p.DoubtedSince, p.DoubtedLast = commentsHidden, code, 0, 0
}

// doubt notes that it said that there are no comments at all.
func (p *postState) doubt(now time.Time) {
	if p.DoubtedSince == 0 {
		p.DoubtedSince = now.Unix()
	}
	p.Status, p.Code, p.DoubtedLast, p.DeniedSince = commentsDoubted, 0, now.Unix(), 0
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

// stand notes that the post was found at its own address, or its comments were: it stands where no list shows it.
func (p *postState) stand() {
	if p.Place == placeMissing {
		p.Place = placeUnlisted
	}
}

// closed reports whether the comments are not shown as they stand, as far as the last reading knows.
func (p *postState) closed() bool { return p.Status == commentsRefused || p.Status == commentsHidden }

// unseen reports whether the digest has to say that something stands there which VKontakte does not show.
func (p *postState) unseen() bool {
	return p.Status == commentsHidden || p.Status == commentsDoubted || p.Status == commentsRefused && p.Listed > 0
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
	if p.Place == placeMissing { // its comments, or what is stored of them, tell whether it stands
		return p.Read == 0 || p.Found > 0 || p.Count != 0, false
	}
	if asked := now.Sub(time.Unix(p.DoubtedLast, 0)); p.DoubtedLast != 0 && asked >= 0 && asked < doubtPause {
		return false, false
	}
	if p.Read == 0 {
		return p.Listed != 0 || p.Found > 0, true
	}
	if p.Status == commentsDoubted || p.Mismatch.due() || p.Listed != p.Count {
		return true, true
	}
	if p.Listed == 0 && p.Found == 0 {
		return false, false
	}
	if p.Place == placeOld && !p.closed() {
		return false, false
	}
	since, pause := now.Sub(time.Unix(p.Read, 0)), everyFull(now.Sub(time.Unix(p.Date, 0)))
	if p.closed() {
		pause = min(pause, healing)
	}
	// A reading in the future means that the clock was set back: do not trust it.
	return since >= pause || since < -5*time.Minute, false
}
