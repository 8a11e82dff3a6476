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

// hiddenWay is a way whose errors and receipts hold no secret of the configuration.
type hiddenWay struct {
	delivery.Transport
	hide *redact.Redactor
}

// Send implements delivery.Transport.
func (w hiddenWay) Send(
	ctx context.Context, p delivery.Outgoing, done string, progress func(string) error,
) (string, error) {
	receipt, err := w.Transport.Send(ctx, p, done, progress)
	return w.hide.Text(receipt), hiddenError(w.hide, err)
}

// Check implements delivery.Transport.
func (w hiddenWay) Check(ctx context.Context) error {
	return hiddenError(w.hide, w.Transport.Check(ctx))
}

// hidden is an error that says less than it is.
type hidden struct {
	error
	text string
}

func (h hidden) Error() string { return h.text }

func (h hidden) Unwrap() error { return h.error }

// hiddenError is the error without secrets in its text.
func hiddenError(hide *redact.Redactor, err error) error {
	if err == nil {
		return nil
	}
	if text := hide.Text(err.Error()); text != err.Error() {
		return hidden{err, text}
	}
	return err
}
