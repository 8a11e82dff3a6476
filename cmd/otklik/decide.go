package main

import (
	"errors"
	"fmt"
	"strings"

	"otklik/internal/app"
	"otklik/internal/inbox"
)

// undecided says why nothing was decided, with the messages that it is about.
func (a *cli) undecided(s *app.Service, err error) error {
	var refused app.RefusedError
	var missing app.NoMessageError
	var ambiguous app.AmbiguousError
	switch {
	case errors.As(err, &missing):
		return fmt.Errorf("%w; `otklik export` shows their numbers, ids and, as thread, the dialogs", err)
	case errors.As(err, &ambiguous):
		a.listCandidates(s, ambiguous)
		if len(ambiguous.Found) > 1 {
			return fmt.Errorf("%w, which stands first in the list", err)
		}
	case errors.As(err, &refused):
		ref := refused.Record.Message.Ref()
		if refused.Why == app.NothingToUndo {
			return usagef("nothing was decided about message %s of %s that this could take back", ref.ID, ref.Channel)
		}
		printMessage(s, a.out, "nothing done", refused.Record, givenReason(s, refused.Before))
		return usagef("message %s of %s %s", ref.ID, ref.Channel, obstacleWords(s, refused))
	}
	return err
}

// obstacleWords say why nothing can be decided about a message.
func obstacleWords(s *app.Service, e app.RefusedError) string {
	m := e.Record.Message
	switch e.Why {
	case app.IsPost:
		return "is a post of the channel: only what people write to the official can be decided about"
	case app.IsOfficial:
		return "is a message of the official's own side: only what people write to the official can be decided about"
	case app.IsDeleted:
		return "was deleted from the platform (noticed " + moment(s, m.Deleted) +
			"): nobody waits for an answer to it any more"
	case app.IsClosed:
		return fmt.Sprintf("was closed already: %s; `otklik dismiss %s --undo` takes that back", decidedBy(s,
			*e.Before), m.Ref().Number())
	case app.IsAnswered:
		return "was answered on " + moment(s, e.Record.Status.Closed()) + ": it waits no more"
	}
	return fmt.Sprintf("needs no answer as it was read, so it does not wait; if it needs one: `otklik correct %s "+
		"--needs-answer yes`", m.Ref().Number())
}

// decisionWords are a decision as it was asked for.
type decisionWords struct {
	undo     bool
	decision inbox.Decision
	says     string
}

// printDecided prints what became of a message.
func (a *cli) printDecided(s *app.Service, done app.Decided, want decisionWords) {
	was := done.Was
	waited := was.Status != nil && was.Status.State().Waiting()
	replaced := ""
	if done.Before != nil {
		replaced = "before: " + decidedBy(s, *done.Before)
	}
	switch d := want.decision; {
	case want.undo:
		printMessage(s, a.out, "taken back", done.Now, replaced)
	case d == inbox.Unchanged:
		printMessage(s, a.out, "corrected", done.Now, want.says, replaced)
	case d == inbox.Needed && waited, d == inbox.Needless && !waited:
		printMessage(s, a.out, "confirmed", done.Now, want.says, replaced)
	case d == inbox.Needed:
		printMessage(s, a.out, "opened", done.Now, want.says, replaced)
	default:
		fmt.Fprintf(a.out, "closed: %s, waited since %s (%s, %s)", quote(s, was.Message), moment(s,
			was.Message.Sent), was.Message.Channel, was.Message.Ref().Number())
		for _, detail := range []string{want.says, replaced} {
			if detail != "" {
				fmt.Fprint(a.out, "; ", detail)
			}
		}
		fmt.Fprintln(a.out)
	}
	if done.Pending {
		fmt.Fprintln(a.out, "other messages are still to be evaluated, and this one's state with them: the next "+
			"collect or digest does it")
	}
}

// decidedBy says what was decided about a message, by whom and when. The reason is a person's words and stays out of
// it.
func decidedBy(s *app.Service, r inbox.Correction) string {
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
	return fmt.Sprintf("%s by %s on %s", strings.Join(said, ", "), r.By, moment(s, r.At))
}

// givenReason is the reason that was given for an earlier decision, masked like a text; empty where there is none.
func givenReason(s *app.Service, before *inbox.Correction) string {
	if before == nil || before.Reason == "" {
		return ""
	}
	return "«" + s.Quote(before.Reason) + "»"
}
