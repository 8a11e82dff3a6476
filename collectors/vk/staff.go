package vk

import (
	"context"
	"strconv"

	"otklik/collectors"
	"otklik/inbox"
)

// staffed is a source that says with every batch who speaks for the page, so that an employee who is added to the
// configuration is official in what was read before, too.
type staffed struct {
	collectors.Forgetful
	officials []inbox.Official
}

// withStaff wraps a source of the page o.
func withStaff(s collectors.Forgetful, o Options) collectors.Source {
	wrapped := &staffed{Forgetful: s}
	for _, id := range append([]int64{o.OwnerID}, o.Staff...) {
		wrapped.officials = append(wrapped.officials, inbox.Official{Channel: o.Channel, Author: strconv.FormatInt(id, 10)})
	}
	return wrapped
}

// Fetch implements collectors.Source.
func (s *staffed) Fetch(ctx context.Context, cursor []byte) (inbox.Batch, error) {
	b, err := s.Forgetful.Fetch(ctx, cursor)
	if err == nil {
		b.Officials = s.officials
	}
	return b, err
}
