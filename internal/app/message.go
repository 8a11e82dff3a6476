package app

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"otklik/internal/inbox"
)

// ListedCandidates is how many messages are shown where one was meant.
const ListedCandidates = 20

// Pointer is a message as somebody names it on the command line.
type Pointer struct {
	Channel inbox.ChannelID // empty: any of the configuration
	typed   string
	Thread  string // the dialog that --dialog names
	Bare    bool   // an id of the platform without its channel: too short to be sure that no other message was meant
}

// Parse reads [OFFICIAL/CHANNEL] MESSAGE. Without a channel only what is unique by itself names a message.
func (p *Pointer) Parse(args []string, example string) error {
	if together := strings.Join(args, " "); len(args) > 1 && inbox.IsNumber(together) { // a number typed with blanks
		args = []string{together}
	}
	switch {
	case len(args) == 2:
		p.Channel, p.typed = inbox.ChannelID(args[0]), args[1]
	case len(args) == 1 && (inbox.IsNumber(args[0]) || isAddress(args[0])):
		p.typed = args[0]
	case len(args) == 1 && strings.Trim(args[0], "0123456789") == "":
		p.typed, p.Bare = args[0], true
	default:
		return usagef("name the channel and the message, or the message's number or address alone: %s", example)
	}
	return nil
}

func isAddress(typed string) bool {
	return strings.Contains(typed, "://") || strings.Contains(typed, ".") && strings.Contains(typed, "/")
}

// Said is what was typed, but for an address, which tells of a person and has no place among errors.
func (p Pointer) Said() string {
	switch {
	case isAddress(p.typed):
		return "of that address"
	case inbox.IsNumber(p.typed):
		return "number " + p.typed
	}
	return p.typed
}

// Named are the messages that bear what was typed, whatever their kind and thread.
func (s *Service) Named(ctx context.Context, channels []inbox.ChannelID, p Pointer) ([]inbox.Record, error) {
	var found []inbox.Record
	take := func(r inbox.Record) error {
		if p.Thread == "" || r.Message.Thread == p.Thread {
			found = append(found, r)
		}
		return nil
	}
	if thread, id, both := strings.Cut(p.typed, "/"); both && !isAddress(p.typed) && p.Thread == "" {
		p.Thread, p.typed = thread, id
	}
	if isAddress(p.typed) {
		return found, s.Store.Each(ctx, func(r inbox.Record) error {
			if slices.Contains(channels, r.Message.Channel) && sameAddress(s.Platforms.Canonical, r.Message.URL, p.typed) {
				return take(r)
			}
			return nil
		})
	}
	return found, s.Store.Find(ctx, channels, func(r inbox.Ref) bool { return r.ID == p.typed || r.HasNumber(p.typed) }, take)
}

// sameAddress reports whether an address that somebody copied leads to a message's own: its scheme, the network's other
// domains, the thread, further parameters and what stands around it in a sentence do not matter.
func sameAddress(canonical func(*url.URL) *url.URL, own, typed string) bool {
	parse := func(address string) (place string, parameters url.Values, ok bool) {
		address = strings.Trim(strings.TrimSpace(address), "<>()[]«»\"'.,;/")
		if _, _, scheme := strings.Cut(address, "://"); !scheme {
			address = "https://" + address
		}
		u, err := url.Parse(address)
		if err != nil || own == "" {
			return "", nil, false
		}
		u.Host = strings.TrimPrefix(strings.TrimPrefix(strings.ToLower(u.Host), "www."), "m.")
		u = canonical(u)
		return u.Host + strings.TrimSuffix(u.Path, "/"), u.Query(), true
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
