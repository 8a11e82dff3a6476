package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"otklik/internal/care/audit"
	"otklik/internal/delivery"
	"otklik/internal/delivery/queue"
	"otklik/store"
)

var (
	// ErrNotStored says that no digest is stored under a key.
	ErrNotStored = errors.New("no such digest is stored")
	// ErrEmptied says that nothing is left of a stored digest: a purge emptied it, because it may quote what was
	// destroyed, or an earlier version kept no copy.
	ErrEmptied = errors.New("nothing of the digest is left")
)

// NoFormatError says that a stored digest was not made in a format.
type NoFormatError struct {
	Format string
	Have   []string
}

func (e NoFormatError) Error() string {
	return fmt.Sprintf("that digest was not made as %s; there is %s", e.Format, strings.Join(e.Have, ", "))
}

// StoredDigest is a digest that was made, with what became of it.
type StoredDigest struct {
	store.DigestRecord
	Deliveries []Delivery
}

// Delivery is how far a digest has come on one route.
type Delivery struct {
	Route  string // and, in brackets, of which body it is the extract
	Status delivery.DeliveryStatus
	Reason string    // why it has not arrived
	Next   time.Time // when it is tried again; zero: by itself never
	Since  time.Time // when it arrived
	Resent int       // how often somebody asked for it once more
	Tried  bool      // just now
}

func newDelivery(n queue.DeliveryRecord, now time.Time) Delivery {
	next, status, reason := delivery.Next(n.State, now)
	d := Delivery{Route: routeName(n), Status: status, Resent: n.Resent}
	switch status {
	case delivery.Sent:
		d.Since = n.State.EndedAt
	case delivery.Waiting:
		d.Reason, d.Next = reason, next
	default:
		d.Reason = reason
	}
	return d
}

// routeName is a transport, and of which extract.
func routeName(n queue.DeliveryRecord) string {
	if _, body, ok := cutOutgoingID(n.OutgoingID); ok {
		return n.Transport + " (" + body + ")"
	}
	return n.Transport
}

// Digests are the last digests that were made, of one id or of all (""), the latest first.
func (s *Service) Digests(ctx context.Context, id string, last int) ([]StoredDigest, error) {
	all, err := s.store.Digests(ctx)
	if err != nil {
		return nil, err
	}
	chosen := slices.DeleteFunc(slices.Clone(all), func(d store.DigestRecord) bool {
		return id != "" &&
			d.Key.ID != id
	})
	if _, err := s.FindDigest(id); id != "" && len(chosen) == 0 && err != nil {
		return nil, err
	}
	slices.SortStableFunc(chosen, func(x, y store.DigestRecord) int { return y.Key.At.Compare(x.Key.At) })
	var list []StoredDigest
	for _, d := range chosen[:min(len(chosen), last)] {
		records, err := s.deliveries(ctx, d.Key, all)
		if err != nil {
			return list, err
		}
		one := StoredDigest{DigestRecord: d}
		for _, n := range records {
			one.Deliveries = append(one.Deliveries, newDelivery(n, time.Now()))
		}
		list = append(list, one)
	}
	return list, nil
}

// deliveries are those of one digest or, with an empty key, of all. What a newer digest has replaced is not tried
// again, whether it was due by the schedule or made by a person; digests are all, in the order of their times.
func (s *Service) deliveries(
	ctx context.Context, key store.DigestKey, digests []store.DigestRecord,
) ([]queue.DeliveryRecord, error) {
	records, err := s.queue().Records(ctx, key)
	for i, n := range records {
		newer := slices.IndexFunc(digests, func(d store.DigestRecord) bool {
			return d.Key.ID == n.Key.ID && d.Key.At.After(n.Key.At) && !isNotice(n.Key)
		})
		if newer < 0 {
			continue
		}
		if made := digests[newer].Built; n.State.Next.IsZero() || made.Before(n.State.Next) {
			records[i].State.Next = made
		}
	}
	return records, err
}

// OpenDigest gives out the stored digest of a moment once more, in a format that it was drawn in: what was sent,
// without the lines on top that are about the sending. Errors: ErrNotStored, ErrEmptied, NoFormatError.
func (s *Service) OpenDigest(ctx context.Context, id string, of time.Time, format string, to Output) error {
	key := digestKey(id, of)
	e, err := s.queue().Load(ctx, key)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return ErrNotStored
	case err != nil:
		return err
	case len(e.Outgoing) == 0:
		return ErrEmptied
	}
	d, ok := e.Outgoing[0].Document(format)
	if !ok {
		var have []string
		for _, d := range e.Outgoing[0].Documents {
			have = append(have, d.Format)
		}
		return NoFormatError{format, have}
	}
	sayMasked(&e)
	// What is stored may have been made before masking was switched on, so it is noted as strictly as an export.
	entry := audit.Entry{Action: audit.Open, Digest: key.ID, Of: key.At, Unmasked: !e.Outgoing[0].Masked,
		Format: format,
		Path:   to.Path}
	return s.audited(ctx, entry, func() error { return to.put(d.Data) })
}

// digestKey names the digest of a moment.
func digestKey(id string, of time.Time) store.DigestKey {
	return store.DigestKey{ID: id, At: of.UTC().Truncate(time.Second)}
}
