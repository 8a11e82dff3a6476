package app

import (
	"context"

	"otklik/internal/config"
	"otklik/internal/delivery"
	"otklik/internal/redact"
)

// redactors are one for what the program says and notes, and one for what platforms sent, in which people's words
// stand.
func redactors(c *config.Config) (hide, cautious *redact.Redactor) {
	all := c.Secrets()
	return redact.New(all.Reveal()...), redact.Cautious(all.Tokens().Reveal()...)
}

// redactedTransport is a transport whose errors and responses hold no secret of the configuration.
type redactedTransport struct {
	delivery.Transport
	hide *redact.Redactor
}

// Send implements delivery.Transport.
func (w redactedTransport) Send(
	ctx context.Context, p delivery.Outgoing, done string, progress func(string) error,
) (string, error) {
	response, err := w.Transport.Send(ctx, p, done, progress)
	return w.hide.Text(response), redacted(w.hide, err)
}

// Check implements delivery.Transport.
func (w redactedTransport) Check(ctx context.Context) error {
	return redacted(w.hide, w.Transport.Check(ctx))
}

// redactedError is an error that says less than it is.
type redactedError struct {
	error
	text string
}

func (h redactedError) Error() string { return h.text }

func (h redactedError) Unwrap() error { return h.error }

// redacted is the error without secrets in its text.
func redacted(hide *redact.Redactor, err error) error {
	if err == nil {
		return nil
	}
	if text := hide.Text(err.Error()); text != err.Error() {
		return redactedError{err, text}
	}
	return err
}
