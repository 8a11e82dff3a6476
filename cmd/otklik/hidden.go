package main

import (
	"context"
	"fmt"
	"runtime/debug"

	"otklik/collectors"
	"otklik/internal/config"
	"otklik/internal/delivery"
	"otklik/internal/redact"
)

// learn makes the configuration's secrets known to whatever this process logs and says.
func (a *app) learn(c *config.Config) {
	all := c.Secrets().Reveal()
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"} {
		if address, ok := a.getenv(name); ok {
			all = append(all, redact.InAddress(address)...)
		}
	}
	a.hide.Learn(all...)
}

// readConfig reads a configuration and learns its secrets.
func (a *app) readConfig(path string, more ...config.Check) (*config.Config, error) {
	c, err := config.Load(path, a.getenv, more...)
	if err == nil {
		a.learn(c)
	}
	return c, err
}

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

// findings are those of a check without secrets.
func (o *office) findings(all []collectors.Diagnostic) []collectors.Diagnostic {
	for i := range all {
		all[i].Sentence = o.hide.Text(all[i].Sentence)
	}
	return all
}

// rescue turns a panic into the error of a command: Go's own report would show what the panic was given, and exit as
// wrong usage does.
func rescue(err *error) {
	if v := recover(); v != nil {
		*err = fmt.Errorf("the program failed; please report this: %v\n%s", v, debug.Stack())
	}
}
