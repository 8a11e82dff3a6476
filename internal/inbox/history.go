package inbox

import (
	"slices"
	"time"
)

// effect is what one reply of the official's side did for one message.
type effect struct {
	kind     ReplyKind
	from, to time.Time // to is zero while the reply stands
	by       string
	reason   Reason
	wording  int // which wording of the message it answers: its place among the revisions, len(revisions) for the last
}

// closes reports whether it is a full answer that stands for good.
func (e effect) closes() bool { return e.kind == ReplyAnswer && e.to.IsZero() }

// standsAt reports whether the reply had been written and not yet been deleted at t.
func (e effect) standsAt(t time.Time) bool {
	return !e.from.After(t) && (e.to.IsZero() || e.to.After(t))
}

// edits are the later wordings of a message.
type edits interface {
	// moments are when the wording changed.
	moments() []time.Time
	// renewed reports whether the message asked at t for something that the given wording of it did not.
	renewed(wording int, t time.Time) bool
}

// editedSince is the reason of what its author changed after it was closed.
func editedSince() Reason { return Reason{Code: "edited_since"} }

// history is the life of a message that arrived as first and had these replies, in their order. edited is nil for a
// message that was never changed.
func history(first Change, replies []effect, edited edits) []Change {
	var moments []time.Time
	for _, e := range replies {
		moments = append(moments, e.from)
		if !e.to.IsZero() {
			moments = append(moments, e.to)
		}
	}
	if edited != nil && len(replies) > 0 {
		moments = append(moments, edited.moments()...)
	}
	slices.SortFunc(moments, time.Time.Compare)
	steps := []Change{first}
	for _, t := range moments {
		if t.Before(first.At) {
			continue
		}
		now := stateAt(t, first, replies, edited)
		if last := steps[len(steps)-1]; now.State != last.State {
			if now.By == "" && now.State != Reopened {
				now.By = last.By // the reply that went away
			}
			steps = append(steps, now)
		}
	}
	return steps
}

// stateAt is the step that the replies standing at t, and the wording at t, lead to.
func stateAt(t time.Time, first Change, replies []effect, edited edits) Change {
	now := Change{At: t, State: first.State, Reason: Reason{Code: "reply_deleted"}}
	outdated := -1 // the last wording whose answer is none to what stands there now
	if edited != nil {
		for _, e := range replies {
			if e.kind == ReplyAnswer && e.standsAt(t) && edited.renewed(e.wording, t) {
				outdated = max(outdated, e.wording)
			}
		}
	}
	if outdated >= 0 {
		now.State, now.Reason = Reopened, editedSince()
	}
	for _, e := range replies {
		if !e.standsAt(t) || e.wording <= outdated {
			continue
		}
		if next, better := improve(now.State, e.kind); better {
			now = Change{At: t, State: next, By: e.by, Reason: e.reason}
		}
	}
	return now
}

// improve is the state after a reply of the given kind; better is false where the reply changes nothing.
func improve(s State, k ReplyKind) (next State, better bool) {
	switch {
	case k == ReplyAnswer:
		return Answered, true
	case s == Answered:
		return s, false
	case k == ReplyInterim && s != Interim:
		return Interim, true
	case k == ReplyFormal && s != Interim && s != Formal:
		return Formal, true
	}
	return s, false
}

// rank orders the kinds of reply by what they do for a message; zero: nothing.
func rank(k ReplyKind) int {
	return slices.Index([]ReplyKind{ReplyFormal, ReplyInterim, ReplyAnswer}, k) + 1
}
