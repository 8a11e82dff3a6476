package vk

import (
	"bytes"
	"time"

	"otklik/internal/inbox"
)

// pullState is what a source remembers of the pull that is under way. It only saves calls: after a crash it is empty,
// and the cursor alone leads the pull to its end.
type pullState struct {
	// next is the cursor that was given last. A pull ends with its last batch or with an error; another cursor than
	// this one begins a new pull as well, because somebody else has collected or the batch was never stored.
	next []byte
	// lists counts the lists of posts or dialogs.
	lists int
	// failed are the posts or dialogs that were asked for and not shown, with the reason. They are not asked for twice.
	failed map[int64]error
	// faults counts those among them that the platform failed with, rather than refused.
	faults int
	// only are the dialogs of the plan whose single message the last list has shown.
	only map[int64]onlyMessage
}

// resume is told the cursor of a step before it is taken.
func (s *pullState) resume(cursor []byte) {
	if s.next == nil || !bytes.Equal(s.next, cursor) {
		*s = pullState{failed: map[int64]error{}}
	}
}

// note is told what a step has brought.
func (s *pullState) note(b inbox.Batch, err error) {
	if err != nil || !b.More {
		*s = pullState{}
		return
	}
	s.next = bytes.Clone(b.Next)
}

// first reports whether nothing has been committed in this pull yet.
func (s *pullState) first() bool { return s.next == nil }

// maxFailed is how many posts or dialogs may fail before the others are left to the next pull: it is the platform
// rather than these.
const maxFailed = 3

// listedLately reports whether a list of posts or dialogs with nothing new to read was stored less than a minute ago.
// Where the last step of a pull may fail, and so store nothing, its list is stored before for what it tells: what is
// refused, what could not be decoded, who speaks for the page. A program that crashes again and again stores none for
// a minute, and so comes to the last step.
func listedLately(listed int64, now time.Time) bool {
	age := now.Sub(time.Unix(listed, 0))
	return listed != 0 && age >= 0 && age < time.Minute
}
