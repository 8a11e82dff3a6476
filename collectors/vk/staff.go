package vk

import (
	"context"
	"strconv"

	"otklik/collectors"
	"otklik/internal/inbox"
)

// staffed is a source that says with every batch who speaks for the page, so that an employee who is added to the
// configuration is official in what was read before, too.
type staffed struct {
	collectors.PersonEraser
	page      page // shares its staff with the source
	calls     *client
	known     *Names
	names     []string // of staff, not resolved yet
	officials []inbox.Official
}

// withStaff wraps a source of the page p with the options o.
func withStaff(s collectors.PersonEraser, p page, calls *client, o Options) collectors.Source {
	wrapped := &staffed{PersonEraser: s, page: p, calls: calls, known: o.Names, names: o.StaffNames}
	for _, id := range append([]int64{o.OwnerID}, o.Staff...) {
		wrapped.speaks(id)
	}
	return wrapped
}

func (s *staffed) speaks(id int64) {
	s.page.staff[id] = true
	s.officials = append(s.officials, inbox.Official{Channel: s.page.channel, Author: strconv.FormatInt(id, 10)})
}

// Fetch implements collectors.Source.
func (s *staffed) Fetch(ctx context.Context, cursor []byte) (inbox.Batch, error) {
	for len(s.names) > 0 {
		id, err := s.known.resolve(ctx, s.calls, s.names[0])
		if err != nil {
			return inbox.Batch{}, unknownName(err)
		}
		s.speaks(id)
		s.names = s.names[1:]
	}
	b, err := s.PersonEraser.Fetch(ctx, cursor)
	if err == nil {
		b.Officials = s.officials
	}
	return b, err
}
