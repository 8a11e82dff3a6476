package app

import (
	"context"
	"strings"

	"otklik/internal/care/audit"
	"otklik/internal/delivery"
	"otklik/store"
)

// notedWay notes every try of a way in the access log: the daemon's and cron's as well as a person's. A try that
// cannot be noted has failed, and comes again when its turn comes.
type notedWay struct {
	delivery.Transport
	service *Service
	of      store.DigestKey
	formats []string // what the way sends of a parcel
}

// Send implements delivery.Transport.
func (w notedWay) Send(
	ctx context.Context, p delivery.Outgoing, done string, progress func(string) error,
) (receipt string, err error) {
	entry := audit.Entry{Action: audit.Send, Digest: w.of.ID, Of: w.of.At, Unmasked: !p.Masked,
		Format: strings.Join(w.formats, ", "), Way: w.Name()}
	note := w.service.notedIfPossible
	if entry.Unmasked {
		note = w.service.audited
	}
	err = note(ctx, entry, func() (err error) {
		receipt, err = w.Transport.Send(ctx, p, done, progress)
		return err
	})
	return receipt, err
}
