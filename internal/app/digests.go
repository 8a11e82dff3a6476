package app

import (
	"context"
	"slices"

	"otklik/internal/delivery/queue"
	"otklik/store"
)

// Deliveries are those of one digest or, with an empty key, of all. What a newer digest has replaced is not tried again,
// whether it was due by the schedule or made by a person; digests are all, in the order of their times.
func (s *Service) Deliveries(ctx context.Context, key store.DigestKey, digests []store.DigestRecord) ([]queue.DeliveryRecord, error) {
	notes, err := s.Outbox().Records(ctx, key)
	for i, n := range notes {
		newer := slices.IndexFunc(digests, func(d store.DigestRecord) bool { return d.Key.ID == n.Key.ID && d.Key.At.After(n.Key.At) })
		if newer < 0 {
			continue
		}
		if made := digests[newer].Built; n.State.Next.IsZero() || made.Before(n.State.Next) {
			notes[i].State.Next = made
		}
	}
	return notes, err
}
