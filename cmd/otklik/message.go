package main

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"otklik/internal/inbox"
	"otklik/report"
)

// messageHelp says in the commands' help how a message is named.
const messageHelp = "MESSAGE is the number that registers, the digests of press and analyst and `otklik export` show (481-220-917), or the message's\n" +
	"address: the channel may be left out then. It may also be the id on the platform; where several messages bear it they are listed\n" +
	"with their numbers, and nothing is done."

// listedCandidates is how many messages are shown where one was meant.
const listedCandidates = 20

// pointer is a message as somebody names it on the command line.
type pointer struct {
	channel inbox.ChannelID // empty: any of the configuration
	typed   string
	thread  string // the dialog that --dialog names
	bare    bool   // an id of the platform without its channel: too short to be sure that no other message was meant
}

// dialogFlag adds the flag that all commands have which take a message.
func dialogFlag(cmd *cobra.Command, p *pointer) {
	cmd.Flags().StringVar(&p.thread, "dialog", "", "the message's `THREAD`, as the export shows it, where an id alone is not enough")
}

// parse reads [OFFICIAL/CHANNEL] MESSAGE. Without a channel only what is unique by itself names a message.
func (p *pointer) parse(args []string, example string) error {
	if together := strings.Join(args, " "); len(args) > 1 && inbox.IsNumber(together) { // a number typed with blanks
		args = []string{together}
	}
	switch {
	case len(args) == 2:
		p.channel, p.typed = inbox.ChannelID(args[0]), args[1]
	case len(args) == 1 && (inbox.IsNumber(args[0]) || isAddress(args[0])):
		p.typed = args[0]
	case len(args) == 1 && strings.Trim(args[0], "0123456789") == "":
		p.typed, p.bare = args[0], true
	default:
		return usagef("name the channel and the message, or the message's number or address alone: %s", example)
	}
	return nil
}

func isAddress(typed string) bool {
	return strings.Contains(typed, "://") || strings.Contains(typed, ".") && strings.Contains(typed, "/")
}

// find looks up the one message that is meant. Where several are, it lists them and refuses: a wrong message must not be closed.
func (a *app) find(ctx context.Context, o *office, p pointer) (inbox.Record, error) {
	channels := o.channels()
	if p.channel != "" {
		channels = []inbox.ChannelID{p.channel}
	}
	found, err := o.named(ctx, channels, p)
	if err != nil {
		return inbox.Record{}, err
	}
	where := string(p.channel)
	if where == "" {
		where = o.config.Path
	}
	if p.thread != "" {
		where = "the dialog " + p.thread + " of " + where
	}
	switch len(found) {
	case 0:
		return inbox.Record{}, fmt.Errorf("there is no message %s in %s; `otklik export` shows their numbers, ids and, as thread, the dialogs", p.said(), where)
	case 1:
		if !p.bare {
			return found[0], nil
		}
		return inbox.Record{}, a.refuseCandidates(ctx, o, found, usagef("%s is the platform's id of a message, so nothing was done; name it by its number, which stands first, or with its channel: %s %s",
			p.said(), found[0].Message.Channel, p.said()))
	}
	return inbox.Record{}, a.refuseCandidates(ctx, o, found, usagef("%d messages of %s may be meant (%s), so nothing was done; name one by its number, which stands first in the list",
		len(found), where, p.said()))
}

// refuseCandidates shows the messages among which somebody has to choose.
func (a *app) refuseCandidates(ctx context.Context, o *office, found []inbox.Record, refused error) error {
	return o.lookedUp(ctx, found, func() error {
		a.listCandidates(o, found)
		return refused
	})
}

// said is what was typed, but for an address, which tells of a person and has no place among errors.
func (p pointer) said() string {
	switch {
	case isAddress(p.typed):
		return "of that address"
	case inbox.IsNumber(p.typed):
		return "number " + p.typed
	}
	return p.typed
}

// named are the messages that bear what was typed, whatever their kind and thread.
func (o *office) named(ctx context.Context, channels []inbox.ChannelID, p pointer) ([]inbox.Record, error) {
	var found []inbox.Record
	take := func(r inbox.Record) error {
		if p.thread == "" || r.Message.Thread == p.thread {
			found = append(found, r)
		}
		return nil
	}
	if thread, id, both := strings.Cut(p.typed, "/"); both && !isAddress(p.typed) && p.thread == "" {
		p.thread, p.typed = thread, id
	}
	if isAddress(p.typed) {
		return found, o.store.Each(ctx, func(r inbox.Record) error {
			if slices.Contains(channels, r.Message.Channel) && sameAddress(r.Message.URL, p.typed) {
				return take(r)
			}
			return nil
		})
	}
	return found, o.store.Find(ctx, channels, func(r inbox.Ref) bool { return r.ID == p.typed || r.HasNumber(p.typed) }, take)
}

// overPage is how VKontakte's pages write the address of a comment that is opened above them: the post and the comment.
func overPage() *regexp.Regexp { return regexp.MustCompile(`^(wall-?\d+_\d+)_r(\d+)$`) }

// sameAddress reports whether an address that somebody copied leads to a message's own: its scheme, the network's other
// domains, the thread, further parameters and what stands around it in a sentence do not matter.
func sameAddress(own, typed string) bool {
	parse := func(address string) (place string, parameters url.Values, ok bool) {
		address = strings.Trim(strings.TrimSpace(address), "<>()[]«»\"'.,;/")
		if _, _, scheme := strings.Cut(address, "://"); !scheme {
			address = "https://" + address
		}
		u, err := url.Parse(address)
		if err != nil || own == "" {
			return "", nil, false
		}
		host := strings.TrimPrefix(strings.TrimPrefix(strings.ToLower(u.Host), "www."), "m.")
		other := map[string]string{"vk.ru": "vk.com", "vkontakte.ru": "vk.com", "telegram.me": "t.me"}
		if known, is := other[host]; is {
			host = known
		}
		if m := overPage().FindStringSubmatch(u.Query().Get("w")); m != nil && host == "vk.com" {
			return host + "/" + m[1], url.Values{"reply": {m[2]}}, true
		}
		return host + strings.TrimSuffix(u.Path, "/"), u.Query(), true
	}
	place, parameters, ok := parse(own)
	typedPlace, typedParameters, typedOK := parse(typed)
	if !ok || !typedOK || place != typedPlace {
		return false
	}
	for name := range parameters {
		// Copied beside the thread a link does not have it; a post's comments and a group's messages are numbered throughout.
		if name != "thread" && parameters.Get(name) != typedParameters.Get(name) {
			return false
		}
	}
	return true
}

// listCandidates shows the messages among which somebody has to choose, those that wait first and then the latest.
func (a *app) listCandidates(o *office, found []inbox.Record) {
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
	for _, r := range found[:min(len(found), listedCandidates)] {
		number := r.Message.Ref().Number()
		if short[number] > 1 {
			number = r.Message.Ref().LongNumber()
		}
		fmt.Fprintf(a.out, "%s  %s %s, %s: %s\n", number, r.Message.Channel, r.Message.Kind, o.standing(r), o.quote(r.Message))
	}
	if more := len(found) - listedCandidates; more > 0 {
		fmt.Fprintf(a.out, "and %d more\n", more)
	}
}

// standing says of a message since when it waits, or why it does not.
func (o *office) standing(r inbox.Record) string {
	m := r.Message
	sent := o.moment(m.Sent)
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
func (o *office) quote(m inbox.Message) string {
	text := report.Quote(o.masker(), m.Text)
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
func (o *office) moment(t time.Time) string {
	return t.In(o.config.Location).Format("2006-01-02 15:04")
}

// printMessage says what was done to which message.
func (o *office) printMessage(w io.Writer, done string, r inbox.Record, details ...string) {
	line := fmt.Sprintf("%s: %s, %s (%s, %s)", done, o.quote(r.Message), o.standing(r), r.Message.Channel, r.Message.Ref().Number())
	for _, d := range details {
		if d != "" {
			line += "; " + d
		}
	}
	fmt.Fprintln(w, line)
}
