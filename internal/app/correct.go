package app

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"otklik/internal/care/audit"
	"otklik/internal/inbox"
	"otklik/internal/reading"
	"otklik/internal/spelling"
)

// Dismissal closes a message by a decision of the office.
type Dismissal struct {
	Reason string
	By     string // who decided; empty: the account that the program runs under
	Undo   bool   // takes back that a message was closed, instead
}

// Dismiss closes the message that is meant. Errors that are permanent: NoMessageError, AmbiguousError, RefusedError.
func (s *Service) Dismiss(ctx context.Context, p Pointer, want Dismissal) (Decided, error) {
	d := decision{action: audit.Dismiss, by: want.By, decided: inbox.Closed,
		apply: func(r *inbox.Correction) { r.Decision, r.Reason = inbox.Closed, want.Reason }}
	if want.Undo {
		d.undoes = func(r inbox.Correction) bool { return r.Decision != inbox.Unchanged }
		d.apply = func(r *inbox.Correction) { r.Decision, r.Reason = inbox.Unchanged, "" }
	}
	return s.decide(ctx, p, d)
}

// Correction is what a person of the office knows better than the reading. What is left empty stays as it was.
type Correction struct {
	// Decision says whether the message needs an answer: inbox.Needed, Needless, Elsewhere (Answered says how) or
	// Unchanged.
	Decision inbox.Decision
	Answered string
	// Group and Topic are what it is about; a topic needs its group.
	Group, Topic string
	// Place is the municipality it is about; NoPlace says that it names none.
	Place   string
	NoPlace bool
	Reason  string
	By      string // who decided; empty: the account that the program runs under
	Undo    bool   // takes back everything that was decided, instead

	// opinion says that it also teaches about a message which is answered, and which it changes nothing of.
	opinion bool
}

// Correct stores a correction of the message that is meant, on top of earlier ones. Errors that are permanent:
// NoMessageError, AmbiguousError, RefusedError, and names that Canonical does not know.
func (s *Service) Correct(ctx context.Context, p Pointer, c Correction) (Decided, error) {
	c, err := s.Canonical(c)
	if err != nil {
		return Decided{}, err
	}
	return s.decide(ctx, p, c.made())
}

// made is the correction as a decision.
func (c Correction) made() decision {
	d := decision{action: audit.Correct, by: c.By, decided: c.Decision, apply: c.apply,
		teaches: c.opinion}
	if c.Undo {
		d.undoes = func(inbox.Correction) bool { return true }
		d.apply = func(r *inbox.Correction) { *r = inbox.Correction{Ref: r.Ref, Decision: inbox.Unchanged} }
	}
	return d
}

// UnknownNameError says that there is no group of a name or, where Of is the group, that it has no topic of the name.
type UnknownNameError struct {
	Name, Of string
	Known    []string // those there are
}

func (e UnknownNameError) Error() string {
	const own = "(a region's own stand in reading.topics or the model)"
	all := strings.Join(e.Known, "; ")
	if e.Of != "" {
		return fmt.Sprintf("the group %q has no topic %q%s; it has: %s %s", e.Of, e.Name, e.Hint(), all, own)
	}
	return fmt.Sprintf("there is no group %q%s; it is one of: %s %s", e.Name, e.Hint(), all, own)
}

// Hint asks whether a known name was meant, as the end of a sentence; empty where none is like it.
func (e UnknownNameError) Hint() string { return spelling.Hint(e.Name, e.Known) }

// groups are all that a message may belong to.
func (s *Service) groups() []string { return append(slices.Clone(s.reader.Groups()), reading.Other) }

// Canonical brings group, topic and place to the spelling of those that are known, so that no slip of the pen makes a
// new one: an UnknownNameError. A place may be new: the registers have no villages.
func (s *Service) Canonical(c Correction) (Correction, error) {
	known := false
	groups := s.groups()
	if c.Group, known = spelling.Known(c.Group, groups); !known && c.Group != "" {
		return c, UsageError{UnknownNameError{Name: c.Group, Known: groups}}
	}
	topics := s.reader.Topics(c.Group)
	if c.Topic, known = spelling.Known(c.Topic, topics); !known && c.Topic != "" && len(topics) > 0 {
		return c, UsageError{UnknownNameError{Name: c.Topic, Of: c.Group, Known: topics}}
	}
	c.Place, _ = s.spelt(c.Place)
	return c, nil
}

// spelt is a place as it is spelt where it is known, with or without the word for what it is, and whether it is.
func (s *Service) spelt(name string) (string, bool) {
	all := s.municipalities()
	if spelt, known := spelling.Known(name, all); known {
		return spelt, true
	}
	if spelt, known := spelling.Known(placeName(name), all); known {
		return spelt, true
	}
	return name, false
}

// KnowsPlace reports whether a register, a file of reading.places or the configuration has a municipality of that name;
// near is one that may be meant.
func (s *Service) KnowsPlace(name string) (known bool, near string) {
	all := s.municipalities()
	if _, known = spelling.Known(name, all); known {
		return true, ""
	}
	if like := spelling.Near(name, all); len(like) > 0 {
		near = like[0]
	}
	return false, near
}

// municipalities are those that a digest may name: of the officials, the office's own file and the registers.
func (s *Service) municipalities() []string {
	var names []string
	for _, official := range s.config.Officials {
		if official.Municipality != "" {
			names = append(names, official.Municipality)
		}
	}
	return append(names, s.reader.Municipalities()...)
}

// apply puts the correction on top of what was decided before.
func (c Correction) apply(r *inbox.Correction) {
	switch c.Decision {
	case inbox.Unchanged:
		if c.Reason != "" {
			r.Reason = c.Reason
		}
	case inbox.Elsewhere:
		r.Decision, r.Reason = c.Decision, c.Answered
	case inbox.Needless:
		r.Decision, r.Reason = c.Decision, cmp.Or(c.Reason, "сотрудник отметил: ответа не требует")
	default:
		r.Decision, r.Reason = c.Decision, c.Reason
	}
	if c.Group != "" {
		r.Group, r.Topic = c.Group, c.Topic
	}
	if c.Place != "" || c.NoPlace {
		r.Placed, r.Municipality = true, c.Place
	}
}
