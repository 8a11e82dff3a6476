package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"otklik/internal/app"
	"otklik/internal/inbox"
	"otklik/report/clean"
)

// messageHelp says in the commands' help how a message is named.
const messageHelp = "MESSAGE is the number that registers, the digests of press and analyst and `otklik export` show (481-220-917), or the message's\n" +
	"address: the channel may be left out then. It may also be the id on the platform; where several messages bear it they are listed\n" +
	"with their numbers, and nothing is done."

// dialogFlag adds the flag that all commands have which take a message.
func dialogFlag(cmd *cobra.Command, p *app.Pointer) {
	cmd.Flags().StringVar(&p.Thread, "dialog", "", "the message's `THREAD`, as the export shows it, where an id alone is not enough")
}

// find looks up the one message that is meant. Where several are, it lists them and refuses: a wrong message must not be closed.
func (a *cli) find(ctx context.Context, o *app.Service, p app.Pointer) (inbox.Record, error) {
	channels := o.Channels()
	if p.Channel != "" {
		channels = []inbox.ChannelID{p.Channel}
	}
	found, err := o.Named(ctx, channels, p)
	if err != nil {
		return inbox.Record{}, err
	}
	where := string(p.Channel)
	if where == "" {
		where = o.Config.Path
	}
	if p.Thread != "" {
		where = "the dialog " + p.Thread + " of " + where
	}
	switch len(found) {
	case 0:
		return inbox.Record{}, fmt.Errorf("there is no message %s in %s; `otklik export` shows their numbers, ids and, as thread, the dialogs", p.Said(), where)
	case 1:
		if !p.Bare {
			return found[0], nil
		}
		return inbox.Record{}, a.refuseCandidates(ctx, o, found, usagef("%s is the platform's id of a message, so nothing was done; name it by its number, which stands first, or with its channel: %s %s",
			p.Said(), found[0].Message.Channel, p.Said()))
	}
	return inbox.Record{}, a.refuseCandidates(ctx, o, found, usagef("%d messages of %s may be meant (%s), so nothing was done; name one by its number, which stands first in the list",
		len(found), where, p.Said()))
}

// refuseCandidates shows the messages among which somebody has to choose.
func (a *cli) refuseCandidates(ctx context.Context, o *app.Service, found []inbox.Record, refused error) error {
	return o.LookedUp(ctx, found, func() error {
		a.listCandidates(o, found)
		return refused
	})
}

// listCandidates shows the messages among which somebody has to choose, those that wait first and then the latest.
func (a *cli) listCandidates(o *app.Service, found []inbox.Record) {
	waits := func(r inbox.Record) bool { return r.Status != nil && r.Status.State().Waiting() }
	slices.SortStableFunc(found, func(x, y inbox.Record) int {
		if waits(x) != waits(y) {
			if waits(x) {
				return -1
			}
			return 1
		}
		return -inbox.Compare(x.Message, y.Message)
	})
	short := map[string]int{}
	for _, r := range found {
		short[r.Message.Ref().Number()]++
	}
	for _, r := range found[:min(len(found), app.ListedCandidates)] {
		number := r.Message.Ref().Number()
		if short[number] > 1 {
			number = r.Message.Ref().LongNumber()
		}
		fmt.Fprintf(a.out, "%s  %s %s, %s: %s\n", number, r.Message.Channel, r.Message.Kind, standing(o, r), quote(o, r.Message))
	}
	if more := len(found) - app.ListedCandidates; more > 0 {
		fmt.Fprintf(a.out, "and %d more\n", more)
	}
}

// standing says of a message since when it waits, or why it does not.
func standing(o *app.Service, r inbox.Record) string {
	m := r.Message
	sent := moment(o, m.Sent)
	switch {
	case m.Post:
		return "a post of " + sent
	case m.Author.Official:
		return "the official's own side, " + sent
	case !m.Deleted.IsZero():
		return "written " + sent + ", deleted"
	case r.Status == nil:
		return "written " + sent
	}
	switch state := r.Status.State(); {
	case state.Waiting() && state != inbox.Open:
		return fmt.Sprintf("waits since %s (%s)", sent, state)
	case state.Waiting():
		return "waits since " + sent
	case state == inbox.None:
		return "written " + sent + ", needs no answer"
	case state == inbox.Dismissed:
		return "written " + sent + ", closed by the office"
	default:
		return fmt.Sprintf("written %s, %s", sent, state)
	}
}

// quote is the beginning of a message, masked where the configuration wants it, or what is attached where it has no text.
func quote(o *app.Service, m inbox.Message) string {
	text := clean.Shown(o.Masker(), m.Text)
	if text == "" {
		text = "no text"
		if len(m.Media) > 0 {
			text = string(m.Media[0].Type)
		}
		return "[" + text + "]"
	}
	return "«" + text + "»"
}

// moment is a time for people, in the office's zone.
func moment(o *app.Service, t time.Time) string {
	return t.In(o.Config.Location).Format("2006-01-02 15:04")
}

// printMessage says what was done to which message.
func printMessage(o *app.Service, w io.Writer, done string, r inbox.Record, details ...string) {
	line := fmt.Sprintf("%s: %s, %s (%s, %s)", done, quote(o, r.Message), standing(o, r), r.Message.Channel, r.Message.Ref().Number())
	for _, d := range details {
		if d != "" {
			line += "; " + d
		}
	}
	fmt.Fprintln(w, line)
}
