package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"otklik/internal/app"
	"otklik/internal/care/audit"
	"otklik/internal/inbox"
	"otklik/report/clean"
	"otklik/store"
)

// decision is what a person wants to say about one message.
type decision struct {
	action audit.Action
	by     string
	// outcome says whether the message waits; inbox.Unchanged: it says of topic or place alone.
	outcome inbox.Decision
	// undoes tells which earlier decisions are taken back; nil where the decision is no undoing.
	undoes func(inbox.Correction) bool
	// apply writes the decision on top of what was decided before.
	apply func(*inbox.Correction)
	// says is what changes, for people.
	says string
}

// next is the decision on top of an earlier one; nil where nothing is left. Who closed a message, and when, stays where only
// its topic or place is corrected.
func (d decision) next(ref inbox.Ref, before *inbox.Correction, now time.Time) *inbox.Correction {
	r := inbox.Correction{Ref: ref, Decision: inbox.Unchanged}
	if before != nil {
		r = *before
	}
	d.apply(&r)
	if r.Decision == inbox.Unchanged && r.Group == "" && !r.Placed {
		return nil
	}
	if before == nil || d.outcome != inbox.Unchanged || r.Decision == inbox.Unchanged {
		r.At, r.By = now, app.Decider(d.by)
	}
	return &r
}

// obstacle says why the decision cannot be made about the message; empty: it can. Only what people write to the official can
// be decided about, and only what waits can be closed.
func (d decision) obstacle(o *app.Service, r inbox.Record, before *inbox.Correction) string {
	m := r.Message
	switch {
	case m.Post:
		return "is a post of the channel: only what people write to the official can be decided about"
	case m.Author.Official:
		return "is a message of the official's own side: only what people write to the official can be decided about"
	case !m.Deleted.IsZero():
		return "was deleted from the platform (noticed " + moment(o, m.Deleted) + "): nobody waits for an answer to it any more"
	case r.Status == nil:
		return "" // not read yet; whoever settles it takes the decision into account
	}
	state := r.Status.State()
	closed := before != nil && before.Decision.Closes() && (state == inbox.Dismissed || state.Waiting() && !openedSince(r.Status, before.At))
	switch {
	case d.outcome == inbox.Unchanged && (state != inbox.None || before != nil):
		return ""
	case closed:
		return fmt.Sprintf("was closed already: %s; `otklik dismiss %s --undo` takes that back", decidedBy(o, *before), m.Ref().Number())
	case state == inbox.Answered:
		return "was answered on " + moment(o, r.Status.Closed()) + ": it waits no more"
	case state == inbox.None && d.outcome != inbox.Needed && d.outcome != inbox.Needless:
		return fmt.Sprintf("needs no answer as it was read, so it does not wait; if it needs one: `otklik correct %s --needs-answer yes`", m.Ref().Number())
	}
	return ""
}

// openedSince reports whether a message was opened anew after a decision: what waits before the state follows the decision
// was closed, too.
func openedSince(v *inbox.MessageStatus, decided time.Time) bool {
	last := v.History[len(v.History)-1]
	return last.State == inbox.Reopened && last.At.After(decided)
}

// decide makes the decision and says what was done to which message. What cannot be decided is refused before it is noted;
// where somebody else decided in the meantime, the second is told.
func (a *cli) decide(ctx context.Context, o *app.Service, p app.Pointer, d decision) error {
	if p.Channel != "" {
		if _, err := o.Channel(p.Channel); err != nil {
			return err
		}
	}
	if err := o.EvaluatePending(ctx); err != nil {
		return err
	}
	found, err := a.find(ctx, o, p)
	if err != nil {
		return err
	}
	ref := found.Message.Ref()
	allowed := func(r inbox.Record, before *inbox.Correction) error {
		why := d.obstacle(o, r, before)
		if d.undoes != nil {
			if why = ""; before == nil || !d.undoes(*before) {
				return usagef("nothing was decided about message %s of %s that this could take back", ref.ID, ref.Channel)
			}
		}
		if why == "" {
			return nil
		}
		return usagef("message %s of %s %s", ref.ID, ref.Channel, why)
	}
	r, before, err := o.Store.Decided(ctx, ref)
	if err != nil {
		return err
	}
	if refused := allowed(r, before); refused != nil && d.undoes != nil {
		return refused
	} else if refused != nil {
		return o.LookedUp(ctx, []inbox.Record{r}, func() error {
			a.showRefused(o, d, r, before)
			return refused
		})
	}
	var was inbox.Record
	var earlier *inbox.Correction
	entry := audit.Entry{Action: d.action, Channels: []string{string(ref.Channel)}, Count: 1, Undone: d.undoes != nil}
	err = o.Audited(ctx, entry, func() error {
		return o.Store.SaveCorrection(ctx, ref, func(r inbox.Record, before *inbox.Correction) (*inbox.Correction, error) {
			was, earlier = r, before
			return d.next(ref, before, time.Now()), allowed(r, before)
		})
	})
	if errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("message %s of %s was destroyed in the meantime", ref.ID, ref.Channel)
	}
	if refused := (app.UsageError{}); errors.As(err, &refused) { // the one sentence, not where in the store it was said
		a.showRefused(o, d, was, earlier)
		return refused
	}
	if err != nil {
		return err
	}
	if err := o.EvaluatePending(ctx); err != nil {
		return err
	}
	return a.tell(ctx, o, d, was, earlier)
}

// showRefused prints the message that nothing can be decided about.
func (a *cli) showRefused(o *app.Service, d decision, r inbox.Record, before *inbox.Correction) {
	if d.undoes == nil {
		printMessage(o, a.out, "nothing done", r, givenReason(o, before))
	}
}

// tell prints what became of a message.
func (a *cli) tell(ctx context.Context, o *app.Service, d decision, was inbox.Record, before *inbox.Correction) error {
	now, err := o.Store.Message(ctx, was.Message.Ref())
	if err != nil {
		return err
	}
	waited := was.Status != nil && was.Status.State().Waiting()
	replaced := ""
	if before != nil {
		replaced = "before: " + decidedBy(o, *before)
	}
	switch {
	case d.undoes != nil:
		printMessage(o, a.out, "taken back", now, replaced)
	case d.outcome == inbox.Unchanged:
		printMessage(o, a.out, "corrected", now, d.says, replaced)
	case d.outcome == inbox.Needed && waited, d.outcome == inbox.Needless && !waited:
		printMessage(o, a.out, "confirmed", now, d.says, replaced)
	case d.outcome == inbox.Needed:
		printMessage(o, a.out, "opened", now, d.says, replaced)
	default:
		fmt.Fprintf(a.out, "closed: %s, waited since %s (%s, %s)", quote(o, was.Message), moment(o, was.Message.Sent), was.Message.Channel, was.Message.Ref().Number())
		for _, detail := range []string{d.says, replaced} {
			if detail != "" {
				fmt.Fprint(a.out, "; ", detail)
			}
		}
		fmt.Fprintln(a.out)
	}
	return nil
}

// decidedBy says what was decided about a message, by whom and when. The reason is a person's words and stays out of it.
func decidedBy(o *app.Service, r inbox.Correction) string {
	var said []string
	switch r.Decision {
	case inbox.Closed:
		said = append(said, "dismissed")
	case inbox.Needless:
		said = append(said, "it needs no answer")
	case inbox.Elsewhere:
		said = append(said, "it was answered elsewhere")
	case inbox.Needed:
		said = append(said, "it needs an answer")
	case inbox.Unchanged:
	}
	if r.Group != "" {
		said = append(said, "group «"+r.Group+"»")
	}
	if r.Topic != "" {
		said = append(said, "topic «"+r.Topic+"»")
	}
	switch {
	case r.Placed && r.Municipality == "":
		said = append(said, "no place")
	case r.Placed:
		said = append(said, "place «"+r.Municipality+"»")
	}
	return fmt.Sprintf("%s by %s on %s", strings.Join(said, ", "), r.By, moment(o, r.At))
}

// givenReason is the reason that was given for an earlier decision, masked like a text; empty where there is none.
func givenReason(o *app.Service, before *inbox.Correction) string {
	if before == nil || before.Reason == "" {
		return ""
	}
	return "«" + clean.Shown(o.Masker(), before.Reason) + "»"
}
