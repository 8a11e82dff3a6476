package app

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"otklik/internal/care/audit"
	"otklik/internal/inbox"
	"otklik/report/clean"
)

// Pointer is a message as somebody names it.
type Pointer struct {
	Channel inbox.ChannelID // empty: any of the configuration
	// Name is the message's number or address, or its id on the platform; THREAD/ID where several dialogs have that id.
	Name string
	// Dialog is the thread, where the name alone is not enough; empty: any.
	Dialog string
}

// bare reports whether it is an id of the platform without its channel: too short to be sure that no other message was
// meant.
func (p Pointer) bare() bool {
	return p.Channel == "" && !inbox.IsNumber(p.Name) && strings.Trim(p.Name, "0123456789") == ""
}

// IsAddress reports whether a message is named by its address.
func IsAddress(name string) bool {
	return strings.Contains(name, "://") || strings.Contains(name, ".") && strings.Contains(name, "/")
}

// String is what was typed, but for an address, which tells of a person and has no place among errors.
func (p Pointer) String() string {
	switch {
	case IsAddress(p.Name):
		return "of that address"
	case inbox.IsNumber(p.Name):
		return "number " + p.Name
	}
	return p.Name
}

// within says where a message was looked for.
func (p Pointer) within(configuration string) string {
	where := cmp.Or(string(p.Channel), configuration)
	if p.Dialog != "" {
		where = "the dialog " + p.Dialog + " of " + where
	}
	return where
}

// NoMessageError says that no message bears a name.
type NoMessageError struct {
	Named Pointer
	// Where it was looked for, in words.
	Where string
}

func (e NoMessageError) Error() string {
	return fmt.Sprintf("there is no message %s in %s", e.Named, e.Where)
}

// AmbiguousError says that a name is not enough to be sure which message is meant, so that nothing was done.
type AmbiguousError struct {
	Named Pointer
	// Where it was looked for, in words.
	Where string
	// Found may be meant, those that wait first and then the latest; it is one only where its name was bare.
	Found []inbox.Record
}

func (e AmbiguousError) Error() string {
	if len(e.Found) == 1 {
		m := e.Found[0].Message
		return fmt.Sprintf("%s is the platform's id of a message, so nothing was done; name it by its number, %s, or "+
			"with its channel: %s %s",
			e.Named, m.Ref().Number(), m.Channel, e.Named)
	}
	return fmt.Sprintf("%d messages of %s may be meant (%s), so nothing was done; name one by its number",
		len(e.Found), e.Where, e.Named)
}

// mostListed is how many messages are shown where one was meant.
const mostListed = 20

// Listed are those of the candidates that are to be shown.
func (e AmbiguousError) Listed() []inbox.Record { return e.Found[:min(len(e.Found), mostListed)] }

// findMessage looks up the one message that is meant. Where several are, that is noted as looked up: a wrong one must
// not be decided about. Errors: NoMessageError, AmbiguousError.
func (s *Service) findMessage(ctx context.Context, p Pointer) (inbox.Record, error) {
	channels := s.Channels()
	if p.Channel != "" {
		channels = []inbox.ChannelID{p.Channel}
	}
	found, err := s.named(ctx, channels, p)
	switch {
	case err != nil:
		return inbox.Record{}, err
	case len(found) == 0:
		return inbox.Record{}, NoMessageError{p, p.within(s.config.Path)}
	case len(found) == 1 && !p.bare():
		return found[0], nil
	}
	waits := func(r inbox.Record) int {
		if r.Status != nil && r.Status.State().Waiting() {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(found, func(x, y inbox.Record) int {
		return cmp.Or(waits(x)-waits(y), -inbox.Compare(x.Message, y.Message))
	})
	if err := s.lookUp(ctx, found); err != nil {
		return inbox.Record{}, err
	}
	return inbox.Record{}, UsageError{AmbiguousError{p, p.within(s.config.Path), found}}
}

// lookUp notes that messages are shown without a deed that would be noted itself.
func (s *Service) lookUp(ctx context.Context, messages []inbox.Record) error {
	e := audit.Entry{Action: audit.LookUp, Count: min(len(messages), mostListed), Path: "-"}
	for _, r := range messages {
		if c := string(r.Message.Channel); !slices.Contains(e.Channels, c) {
			e.Channels = append(e.Channels, c)
		}
	}
	slices.Sort(e.Channels)
	return s.shown(ctx, e, func() error { return nil })
}

// named are the messages that bear a name, whatever their kind and thread.
func (s *Service) named(ctx context.Context, channels []inbox.ChannelID, p Pointer) (found []inbox.Record, err error) {
	if thread, id, both := strings.Cut(p.Name, "/"); both && !IsAddress(p.Name) && p.Dialog == "" {
		p.Dialog, p.Name = thread, id
	}
	take := func(r inbox.Record) error {
		if p.Dialog == "" || r.Message.Thread == p.Dialog {
			found = append(found, r)
		}
		return nil
	}
	if IsAddress(p.Name) {
		err = s.store.Each(ctx, func(r inbox.Record) error {
			if slices.Contains(channels, r.Message.Channel) && sameAddress(s.platforms.Canonical, r.Message.URL,
				p.Name) {
				return take(r)
			}
			return nil
		})
		return found, err
	}
	err = s.store.Find(ctx, channels, func(r inbox.Ref) bool { return r.ID == p.Name || r.HasNumber(p.Name) }, take)
	return found, err
}

// Quote is the beginning of a text, masked where the configuration wants it.
func (s *Service) Quote(text string) string { return clean.Shown(s.masker(), text) }

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
		// Copied beside the thread a link does not have it; a post's comments and a group's messages are numbered
		// throughout.
		if name != "thread" && parameters.Get(name) != typedParameters.Get(name) {
			return false
		}
	}
	return true
}
