package app

import (
	"context"
	"errors"
	"fmt"
	"os/user"
	"time"

	"otklik/internal/care/audit"
	"otklik/internal/inbox"
	"otklik/store"
)

// Obstacle is why nothing can be decided about a message: only what people write to the official can be decided about,
// and only what waits can be closed.
type Obstacle int

// The obstacles.
const (
	NoObstacle    Obstacle = iota
	IsPost                 // a post of the channel
	IsOfficial             // of the official's own side
	IsDeleted              // from the platform
	IsClosed               // by a decision before
	IsAnswered             // on the platform
	IsNeedless             // it needs no answer as it was read, so it does not wait
	NothingToUndo          // nothing was decided that this could take back
)

// RefusedError says that a decision cannot be made about a message.
type RefusedError struct {
	Why    Obstacle
	Record inbox.Record
	Before *inbox.Correction // what was decided before; nil: nothing
}

func (e RefusedError) Error() string {
	return fmt.Sprintf("nothing of this kind can be decided about message %s", e.Record.Message.Ref().Number())
}

// Decided is a decision that was made.
type Decided struct {
	Was, Now inbox.Record
	Before   *inbox.Correction // what was decided before; nil: nothing
	// Pending: Now does not know of the decision yet; the next evaluation takes it into account.
	Pending bool
}

// decision is what a person wants to say about one message.
type decision struct {
	action audit.Action
	by     string
	// decided says whether the message waits; inbox.Unchanged: it says of topic or place alone.
	decided inbox.Decision
	// teaches lets it be made about a message that is answered: it changes nothing of that.
	teaches bool
	// undoes tells which earlier decisions are taken back; nil where the decision is no undoing.
	undoes func(inbox.Correction) bool
	// apply writes the decision on top of what was decided before.
	apply func(*inbox.Correction)
}

// next is the decision on top of an earlier one; nil where nothing is left. Who closed a message, and when, stays where
// only its topic or place is corrected.
func (d decision) next(ref inbox.Ref, before *inbox.Correction, now time.Time) *inbox.Correction {
	r := inbox.Correction{Ref: ref, Decision: inbox.Unchanged}
	if before != nil {
		r = *before
	}
	d.apply(&r)
	if r.Decision == inbox.Unchanged && r.Group == "" && !r.Placed {
		return nil
	}
	if before == nil || d.decided != inbox.Unchanged || r.Decision == inbox.Unchanged {
		r.At, r.By = now, decider(d.by)
	}
	return &r
}

// allowed is an error where the decision cannot be made about the message as it is.
func (d decision) allowed(r inbox.Record, before *inbox.Correction) error {
	why := d.obstacle(r, before)
	if d.undoes != nil {
		if why = NoObstacle; before == nil || !d.undoes(*before) {
			why = NothingToUndo
		}
	}
	if why == NoObstacle {
		return nil
	}
	return UsageError{RefusedError{why, r, before}}
}

func (d decision) obstacle(r inbox.Record, before *inbox.Correction) Obstacle {
	m := r.Message
	switch {
	case m.Post:
		return IsPost
	case m.Author.Official:
		return IsOfficial
	case !m.Deleted.IsZero():
		return IsDeleted
	case r.Status == nil:
		return NoObstacle // not read yet; whoever settles it takes the decision into account
	}
	state := r.Status.State()
	switch {
	case d.decided == inbox.Unchanged && (state != inbox.None || before != nil):
		return NoObstacle
	case closedBy(before, r.Status):
		return IsClosed
	case state == inbox.Answered && d.teaches:
		return NoObstacle
	case state == inbox.Answered:
		return IsAnswered
	case state == inbox.None && d.decided != inbox.Needed && d.decided != inbox.Needless:
		return IsNeedless
	}
	return NoObstacle
}

// closedBy reports whether a message is closed by an earlier decision: one that waits was closed, too, before the state
// follows the decision, unless it was opened again since.
func closedBy(before *inbox.Correction, v *inbox.MessageStatus) bool {
	if before == nil || !before.Decision.Closes() {
		return false
	}
	last := v.History[len(v.History)-1]
	openedSince := last.State == inbox.Reopened && last.At.After(before.At)
	return v.State() == inbox.Dismissed || v.State().Waiting() && !openedSince
}

// decide makes the decision about the message that is meant. What cannot be decided is refused before it is noted;
// where somebody else decided in the meantime, the second is told. Errors: NoMessageError, AmbiguousError,
// RefusedError.
func (s *Service) decide(ctx context.Context, p Pointer, d decision) (Decided, error) {
	var done Decided
	if p.Channel != "" {
		if _, err := s.Channel(p.Channel); err != nil {
			return done, err
		}
	}
	if _, err := s.evaluateFew(ctx); err != nil {
		return done, err
	}
	found, err := s.findMessage(ctx, p)
	if err != nil {
		return done, err
	}
	ref := found.Message.Ref()
	r, before, err := s.store.Decided(ctx, ref)
	if err != nil {
		return done, err
	}
	if refused := d.allowed(r, before); refused != nil {
		if d.undoes == nil { // the message is shown with the refusal
			if err := s.lookUp(ctx, []inbox.Record{r}); err != nil {
				return done, err
			}
		}
		return done, refused
	}
	entry := audit.Entry{Action: d.action, Channels: []string{string(ref.Channel)}, Count: 1, Undone: d.undoes != nil}
	err = s.audited(ctx, entry, func() error {
		return s.store.SaveCorrection(ctx, ref, func(r inbox.Record, before *inbox.Correction) (*inbox.Correction,
			error) {
			done.Was, done.Before = r, before
			return d.next(ref, before, time.Now()), d.allowed(r, before)
		})
	})
	if errors.Is(err, store.ErrNotFound) {
		return done, fmt.Errorf("message %s of %s was destroyed in the meantime", ref.ID, ref.Channel)
	}
	if refused := (RefusedError{}); errors.As(err, &refused) { // not where in the store it was said
		return done, UsageError{refused}
	}
	if err != nil {
		return done, err
	}
	if done.Pending, err = s.evaluateFew(ctx); err != nil {
		return done, err
	}
	done.Now, err = s.store.Message(ctx, ref)
	return done, err
}

// decider is who decides: the one given or, without one, the account that this process runs under.
func decider(given string) string {
	if given != "" {
		return given
	}
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return "unknown"
}
