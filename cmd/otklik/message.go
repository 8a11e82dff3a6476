package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"otklik/internal/app"
	"otklik/internal/inbox"
)

// messageHelp says in the commands' help how a message is named.
const messageHelp = "MESSAGE is the number that registers, the digests of press and analyst and `otklik export` " +
	"show (481-220-917), or the message's\n" +
	"address: the channel may be left out then. It may also be the id on the platform; where several messages bear " +
	"it they are listed\n" +
	"with their numbers, and nothing is done."

// dialogFlag adds the flag that all commands have which take a message.
func dialogFlag(cmd *cobra.Command, p *app.Pointer) {
	cmd.Flags().StringVar(&p.Dialog, "dialog", "", "the message's `THREAD`, as the export shows it, where an id "+
		"alone is not enough")
}

// parsePointer reads [OFFICIAL/CHANNEL] MESSAGE. Without a channel only what is unique by itself names a message.
func parsePointer(p *app.Pointer, args []string, example string) error {
	if together := strings.Join(args, " "); len(args) > 1 && inbox.IsNumber(together) { // a number typed with blanks
		args = []string{together}
	}
	switch {
	case len(args) == 2:
		p.Channel, p.Name = inbox.ChannelID(args[0]), args[1]
	case len(args) == 1 && (inbox.IsNumber(args[0]) || app.IsAddress(args[0]) || strings.Trim(args[0],
		"0123456789") == ""):
		p.Name = args[0]
	default:
		return usagef("name the channel and the message, or the message's number or address alone: %s", example)
	}
	return nil
}

// listCandidates shows the messages among which somebody has to choose.
func (a *cli) listCandidates(s *app.Service, e app.AmbiguousError) {
	short := map[string]int{}
	for _, r := range e.Found {
		short[r.Message.Ref().Number()]++
	}
	for _, r := range e.Listed() {
		number := r.Message.Ref().Number()
		if short[number] > 1 {
			number = r.Message.Ref().LongNumber()
		}
		fmt.Fprintf(a.out, "%s  %s %s, %s: %s\n", number, r.Message.Channel, r.Message.Kind, waitingSince(s, r),
			quote(s, r.Message))
	}
	if more := len(e.Found) - len(e.Listed()); more > 0 {
		fmt.Fprintf(a.out, "and %d more\n", more)
	}
}

// waitingSince says of a message since when it waits, or why it does not.
func waitingSince(s *app.Service, r inbox.Record) string {
	m := r.Message
	sent := moment(s, m.Sent)
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

// quote is the beginning of a message, masked where the configuration wants it, or what is attached where it has no
// text.
func quote(s *app.Service, m inbox.Message) string {
	text := s.Quote(m.Text)
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
func moment(s *app.Service, t time.Time) string {
	return t.In(s.Config().Location).Format("2006-01-02 15:04")
}

// printMessage says what was done to which message.
func printMessage(s *app.Service, w io.Writer, done string, r inbox.Record, details ...string) {
	line := fmt.Sprintf("%s: %s, %s (%s, %s)", done, quote(s, r.Message), waitingSince(s, r), r.Message.Channel,
		r.Message.Ref().Number())
	for _, d := range details {
		if d != "" {
			line += "; " + d
		}
	}
	fmt.Fprintln(w, line)
}
