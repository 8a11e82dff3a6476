package telegram

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"otklik/collectors"
	"otklik/internal/inbox"
)

// desk is a store as a pull meets it: it commits batches and keeps pieces until they are decoded.
type desk struct {
	t         *testing.T
	cursor    []byte
	messages  map[inbox.Ref]inbox.Message
	undecoded map[string]inbox.Undecoded
	last      []inbox.Batch
	// lose is how many commits succeed before the process dies; negative: it lives.
	lose int
}

func newDesk(t *testing.T) *desk {
	return &desk{t: t, messages: map[inbox.Ref]inbox.Message{}, undecoded: map[string]inbox.Undecoded{}, lose: -1}
}

func (d *desk) Undecoded(_ context.Context, id inbox.ChannelID, fn func(inbox.Undecoded) error) error {
	for _, u := range d.undecoded {
		if u.Channel == id {
			if err := fn(u); err != nil {
				return fmt.Errorf("list: %w", err)
			}
		}
	}
	return nil
}

func (d *desk) Decoded(_ context.Context, id inbox.ChannelID, piece string) error {
	if _, known := d.undecoded[string(id)+piece]; !known {
		return errors.New("there is no such piece")
	}
	delete(d.undecoded, string(id)+piece)
	return nil
}

var errDied = errors.New("the process died")

// pull does what the Runner does.
func (d *desk) pull(s collectors.Source) error {
	d.t.Helper()
	d.last = nil
	for range 60 {
		b, err := s.Fetch(d.t.Context(), d.cursor)
		if err != nil {
			return err
		}
		if d.lose == 0 {
			d.lose = -1
			return errDied
		}
		d.lose--
		for _, m := range b.Messages {
			d.messages[m.Ref()] = m
		}
		for _, u := range b.Undecoded {
			d.undecoded[string(u.Channel)+u.ID] = u
		}
		d.cursor = b.Next
		d.last = append(d.last, b)
		if !b.More {
			return nil
		}
	}
	d.t.Fatal("the source does not come to an end")
	return nil
}

func (d *desk) texts() (list []string) {
	for _, m := range d.messages {
		list = append(list, m.Text)
	}
	slices.Sort(list)
	return list
}

func (d *desk) warnings() (all []string) {
	for _, b := range d.last {
		all = append(all, b.Warnings...)
	}
	return all
}

func (d *desk) options(f *fakeAPI, channels ...Channel) Options {
	o := f.options(channels...)
	o.Undecoded = d
	return o
}

// isAccess checks that a pull ended with a failure that tells what to do.
func isAccess(t *testing.T, err error, says ...string) {
	t.Helper()
	var f *collectors.Failure
	if !errors.As(err, &f) || f.Kind != inbox.FailureAccess {
		t.Fatalf("the pull ended with %v", err)
	}
	for _, s := range says {
		if !strings.Contains(f.Advice, s) {
			t.Errorf("the advice does not say %q: %s", s, f.Advice)
		}
	}
}

// gapsOfPull are the gaps that the last pull told.
func (d *desk) gapsOfPull() (gaps []inbox.Gap) {
	for _, b := range d.last {
		gaps = append(gaps, b.Gaps...)
	}
	return gaps
}

// failedChannels are those that a failure concerns.
func failedChannels(err error) []inbox.ChannelID {
	var f *collectors.Failure
	if !errors.As(err, &f) {
		return nil
	}
	return f.Channels
}
