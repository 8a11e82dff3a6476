package inbox

import "time"

// Correction is what a person of the office says about a message. It stands beside the message and never changes it.
// What it says of topic and place goes before the reading, and all of it is what `otklik train --from-store` learns
// from.
type Correction struct {
	Ref      Ref
	At       time.Time
	By       string // who decided, as the operator gave it
	Reason   string
	Decision Decision
	// Group and Topic replace those of the reading where Group is not empty.
	Group, Topic string
	// Placed says that Municipality replaces the reading's, also where it is empty: the message names no place.
	Placed       bool
	Municipality string
}

// Decision is what a correction says about whether the message waits.
type Decision string

// The outcomes.
const (
	// Closed: it waits no more. Nothing follows about whether it had needed an answer.
	Closed Decision = ""
	// Unchanged: the correction is about topic or place alone.
	Unchanged Decision = "unchanged"
	// Needless: it never needed an answer.
	Needless Decision = "needless"
	// Elsewhere: it needed an answer and had it outside the platform, for example by telephone.
	Elsewhere Decision = "elsewhere"
	// Needed: it needs an answer, though the reading did not see that.
	Needed Decision = "needed"
)

// Closes reports whether the message waits no more because of the correction.
func (o Decision) Closes() bool { return o == Closed || o == Needless || o == Elsewhere }

// amend lets the correction correct what was read.
func (r Correction) amend(a *Assessment) {
	if r.Group != "" {
		a.Group, a.Topic = r.Group, r.Topic
	}
	if r.Placed {
		a.Municipality, a.District, a.Settlement, a.Street, a.House = r.Municipality, "", "", "", ""
	}
	if r.Decision == Needed && !a.NeedsAnswer {
		a.NeedsAnswer = true
		a.Reasons = append(Because("needed"), a.Reasons...)
		if a.Category == Chatter || a.Category == Thanks || a.Category == Spam {
			a.Category = Request
		}
	}
}
