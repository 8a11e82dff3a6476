package app

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"otklik/internal/config"
	"otklik/internal/delivery"
	"otklik/internal/delivery/queue"
	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/report/page"
	"otklik/store"
)

// makeOutgoing makes everything of a digest that goes out: the digest itself and, where a transport mails to bodies,
// the extract of every body that has complaints. key.At names the digest, at is the moment that it shows.
func (s *Service) makeOutgoing(
	ctx context.Context, d config.Digest, key store.DigestKey, at time.Time, late bool) (queue.StoredDigest,
	build.Digest, error,
) {
	in, err := s.input(ctx, d, at)
	if err != nil {
		return queue.StoredDigest{}, build.Digest{}, err
	}
	built := build.New(in, at)
	warnings, err := s.deliveryWarnings(ctx, key)
	if err != nil {
		return queue.StoredDigest{}, built, err
	}
	e := queue.StoredDigest{Outgoing: []delivery.Outgoing{s.newOutgoing(built, outgoingID(key, ""), late, warnings)}}
	// Kept with the outgoing digests: a transport that is configured later gets the same digest, not one of later
	// states.
	if e.Digest, err = build.Keep(built); err != nil {
		return queue.StoredDigest{}, built, err
	}
	_, err = s.draw(d, key, &e, material{
		digest: func() (build.Digest, error) { return built, nil },
		input:  func() (build.Input, error) { return in, nil },
	})
	if err == nil {
		err = s.escalate(d, key, &e, in, built, at)
	}
	return e, built, err
}

// completed adds to a stored digest what transports need that were configured after it was made: the same digest, as of
// the same moment, in their forms. A stored digest that was emptied stays empty.
func (s *Service) completed(
	ctx context.Context, d config.Digest, key store.DigestKey, e *queue.StoredDigest,
) (changed bool, err error) {
	// A purge has emptied it: to draw it again would bring back what was destroyed.
	if len(e.Outgoing) == 0 {
		return false, nil
	}
	sayLate(e)
	at := e.Outgoing[0].At.In(s.config.Location)
	// Asked for once, and only where something is to be drawn: gathering costs as much as a digest.
	input := sync.OnceValues(func() (build.Input, error) { return s.input(ctx, d, at) })
	digest := sync.OnceValues(func() (build.Digest, error) {
		if len(e.Digest) > 0 {
			return build.Restore(e.Digest, s.config.Location, s.platformNames())
		}
		in, err := input() // an earlier version kept no digest to draw from
		if err != nil {
			return build.Digest{}, err
		}
		return build.New(in, at), nil
	})
	return s.draw(d, key, e, material{digest, input})
}

// sayLate completes a stored digest of an earlier version, whose late outgoing digests did not hold the sentence about
// it.
func sayLate(e *queue.StoredDigest) {
	for i := range e.Outgoing {
		if p := &e.Outgoing[i]; p.Late {
			p.LateNotice = cmp.Or(p.LateNotice, page.WordsIn(p.Language).Late())
		}
	}
}

// sayMasked completes a stored digest of an earlier version, whose outgoing digests did not say that they are masked:
// the digest that the first was drawn from does.
func sayMasked(e *queue.StoredDigest) {
	if len(e.Outgoing) == 0 || e.Outgoing[0].Masked || len(e.Digest) == 0 {
		return
	}
	d, err := build.Restore(e.Digest, time.UTC, nil)
	e.Outgoing[0].Masked = err == nil && d.IsMasked
}

// material is what outgoing digests are drawn from; it is asked for only where something is to be drawn.
type material struct {
	digest func() (build.Digest, error)
	input  func() (build.Input, error)
}

// draw makes what the transports of a digest need and the stored digest lacks, and reports whether that was anything.
func (s *Service) draw(
	d config.Digest, key store.DigestKey, e *queue.StoredDigest, from material,
) (changed bool, err error) {
	whole := &e.Outgoing[0]
	if missing := formsOf(d).lackedBy(*whole); missing.any() {
		built, err := from.digest()
		if err == nil {
			err = s.drawOutgoing(whole, built, missing)
		}
		if err != nil {
			return false, err
		}
		changed = true
	}
	var forBodies forms
	for _, mail := range bodyMails(d) {
		forBodies.readers = append(forBodies.readers, mailForms(mail)...)
	}
	for _, body := range s.config.Bodies {
		if len(bodyMails(d)) == 0 || len(body.To) == 0 {
			continue
		}
		drawn, err := s.drawExtract(key, e, body, forBodies, from)
		if err != nil {
			return changed, err
		}
		changed = changed || drawn
	}
	return changed, nil
}

// drawExtract makes the outgoing digest of one body, or what it lacks. Nobody is bothered with an empty list.
func (s *Service) drawExtract(
	key store.DigestKey, e *queue.StoredDigest, body config.Body, sent forms, from material,
) (bool, error) {
	id := outgoingID(key, body.Name)
	at := slices.IndexFunc(e.Outgoing, func(p delivery.Outgoing) bool { return p.ID == id })
	switch {
	// It was looked at when the stored digest was made, and had nothing to be told.
	case at < 0 && slices.Contains(e.Bodies, body.Name):
		return false, nil
	case at >= 0 && !sent.lackedBy(e.Outgoing[at]).any():
		return false, nil
	}
	in, err := from.input()
	if err != nil {
		return false, err
	}
	extract := build.New(extractFor(in, body), e.Outgoing[0].At)
	if at < 0 {
		// Noted even where its list is empty: the next try does not build it once more.
		e.Bodies = append(e.Bodies, body.Name)
		if len(extract.Complaints) == 0 {
			return true, nil
		}
		e.Outgoing = append(e.Outgoing, s.newOutgoing(extract, id, e.Outgoing[0].Late, nil))
		at = len(e.Outgoing) - 1
	}
	return true, s.drawOutgoing(&e.Outgoing[at], extract, sent.lackedBy(e.Outgoing[at]))
}

// extractFor leaves of a digest what one body is responsible for. The gaps of reading stay: they may hide its
// complaints.
func extractFor(in build.Input, b config.Body) build.Input {
	in.Audience = build.Press
	in.Title += " — " + b.Name
	in.Elsewhere = in.Records
	in.Promises = slices.DeleteFunc(slices.Clone(in.Promises), func(p build.PromiseInput) bool {
		return p.Record.Status == nil || !slices.Contains(b.Groups, p.Record.Status.Group)
	})
	in.Records = slices.DeleteFunc(slices.Clone(in.Records), func(r inbox.Record) bool {
		return r.Status == nil || !slices.Contains(b.Groups, r.Status.Group)
	})
	in.Problems = slices.DeleteFunc(slices.Clone(in.Problems),
		func(p build.Problem) bool { return !slices.Contains(b.Groups, p.Group) })
	return in
}

// newOutgoing is a digest as it goes out, with nothing drawn yet.
func (s *Service) newOutgoing(d build.Digest, id string, late bool, warnings []string) delivery.Outgoing {
	p := delivery.Outgoing{
		ID: id, Digest: d.ID, Title: d.Title, Language: s.config.Language, At: d.At, Made: time.Now(), Late: late,
		Masked: d.IsMasked, Warnings: warnings, Subject: page.Subject(d),
	}
	if late {
		p.LateNotice = page.WordsIn(p.Language).Late()
	}
	return p
}

func bodyMails(d config.Digest) []*config.MailDelivery {
	var all []*config.MailDelivery
	for _, entry := range d.Deliver {
		if entry.Mail != nil && entry.Mail.Bodies {
			all = append(all, entry.Mail)
		}
	}
	return all
}

func outgoingID(k store.DigestKey, body string) string {
	return strings.TrimSuffix(k.ID+"@"+k.At.UTC().Format(time.RFC3339)+"/"+body, "/")
}

// warningsFor is how long operators hear of a delivery that failed.
const warningsFor = 7 * 24 * time.Hour

// deliveryWarnings are the sentences about deliveries that did not succeed, of all digests but the one that is being
// made: for operators.
func (s *Service) deliveryWarnings(ctx context.Context, except store.DigestKey) ([]string, error) {
	digests, err := s.store.Digests(ctx)
	if err != nil {
		return nil, err
	}
	records, err := s.deliveries(ctx, store.DigestKey{}, digests)
	if err != nil {
		return nil, err
	}
	// What went out since by the same transport has made up for the failure before it.
	latest := map[string]queue.DeliveryRecord{}
	for _, n := range records { // in the order of their times
		if n.Key != except {
			latest[n.Key.ID+"\x00"+n.Transport] = n
		}
	}
	var sentences []string
	for _, n := range records {
		_, status, _ := delivery.Next(n.State, time.Now())
		// One that a crash left untried is not in trouble until its time is over.
		if latest[n.Key.ID+"\x00"+n.Transport] != n || !n.State.Unsuccessful() && status != delivery.GivenUp ||
			time.Since(n.Key.At) > warningsFor {
			continue
		}
		sentences = append(sentences, page.WordsIn(s.config.Language).Undelivered(s.titleOf(n.Key.ID),
			n.Key.At.In(s.config.Location).Format("02.01.2006 15:04"), n.Transport, string(status)))
	}
	return sentences, nil
}

func (s *Service) titleOf(digest string) string {
	for _, d := range s.config.Digests {
		if d.ID == digest {
			return d.Title
		}
	}
	if isNotice(store.DigestKey{ID: digest}) {
		return page.AlertTitle(build.Language(s.config.Language))
	}
	return digest
}

// cutOutgoingID is the way back from outgoingID; ok is false for the whole digest.
func cutOutgoingID(id string) (digest, body string, ok bool) { return strings.Cut(id, "/") }
