package app

import (
	"context"
	"slices"

	"otklik/collectors"
	"otklik/internal/config"
)

// checkUnused says what is configured and leads nowhere: each may be meant, so none of it is a fault.
func (s *Service) checkUnused(context.Context) []collectors.Diagnostic {
	var all []collectors.Diagnostic
	warn := func(subject, sentence string) {
		all = append(all, collectors.Diagnostic{Level: collectors.Warning, Subject: subject, Sentence: sentence})
	}
	c := s.config
	if s.reader.ByWordsAlone() {
		warn("reading.model", "it was trained with a language model that this program does not have, and reads by "+
			"words alone; train it again with this program: otklik train")
	}
	if len(c.Digests) == 0 {
		warn("digests", "none is configured, so nothing is told of what is collected; leave the key out for the "+
			"morning's digest")
	}
	// Mail goes through transports of digests alone: a server or an address that no such transport uses sends nothing.
	mailed := func(use func(*config.MailDelivery) bool) bool {
		return slices.ContainsFunc(c.Digests, func(d config.Digest) bool {
			return slices.ContainsFunc(d.Deliver, func(entry config.Delivery) bool {
				return entry.Mail != nil && use(entry.Mail)
			})
		})
	}
	if c.Mail.Host != "" && !mailed(func(*config.MailDelivery) bool { return true }) {
		warn("mail", "a server is set, but no digest is delivered by mail; "+
			"add - mail: { to: [\"press@example.org\"] } to its key deliver")
	}
	if slices.ContainsFunc(c.Bodies, func(b config.Body) bool { return len(b.To) > 0 }) &&
		!mailed(func(m *config.MailDelivery) bool { return m.Bodies }) {
		warn("bodies", "some have recipients, but no digest sends them their complaints; "+
			"add - mail: { bodies: true } to its key deliver")
	}
	return all
}
