package app

import (
	"context"
	"strings"

	"otklik/internal/care/audit"
	"otklik/internal/delivery"
	"otklik/store"
)

// auditedTransport notes every try of a transport in the access log: the daemon's and cron's as well as a person's. A
// try that cannot be noted has failed, and comes again when its turn comes.
type auditedTransport struct {
	delivery.Transport
	service *Service
	of      store.DigestKey
	formats []string // what the transport sends of an outgoing digest
}

// Send implements delivery.Transport.
func (w auditedTransport) Send(
	ctx context.Context, p delivery.Outgoing, done string, progress func(string) error,
) (response string, err error) {
	entry := audit.Entry{Action: audit.Send, Digest: w.of.ID, Of: w.of.At, Unmasked: !p.Masked,
		Format: strings.Join(w.formats, ", "), Transport: w.Name()}
	note := w.service.auditedIfPossible
	if entry.Unmasked {
		note = w.service.audited
	}
	err = note(ctx, entry, func() (err error) {
		response, err = w.Transport.Send(ctx, p, done, progress)
		return err
	})
	return response, err
}
