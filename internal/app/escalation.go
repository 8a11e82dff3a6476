package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"otklik/internal/config"
	"otklik/internal/delivery"
	"otklik/internal/delivery/queue"
	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/report/clean"
	"otklik/report/page"
	"otklik/store"
)

// headMark begins, in the id of an outgoing digest, the name of the body whose head it is for.
const headMark = "head of "

// escalationTurn is the lock under which digests are made while heads of bodies are told of what waits too long: two
// made at once would both tell them.
const escalationTurn = "+escalation"

// tellsHeads reports whether a step leads to heads of bodies.
func (s *Service) tellsHeads() bool {
	return slices.ContainsFunc(s.config.Escalate, func(step config.Step) bool { return step.To == config.ToBody })
}

// escalation puts the steps, and what heads were told of before, into what a digest is built from.
func (s *Service) escalation(ctx context.Context, in *build.Input) (err error) {
	for _, step := range s.config.Escalate {
		in.Escalate = append(in.Escalate, build.Step{After: step.Times, To: step.To})
	}
	if s.tellsHeads() {
		in.Told, err = s.told(ctx, in.ID)
	}
	return err
}

// told is what heads were told of when the digest of an id is made, by the last digest of each id: each digest hands on
// what those before it say. What did not arrive, and is not tried any more because the digest that is made replaces it,
// was not told. Of one that a purge has emptied only its moment is known.
func (s *Service) told(ctx context.Context, id string) (build.Told, error) {
	told := build.Told{Keys: map[string]bool{}}
	for _, d := range s.config.Digests {
		last, err := s.store.LastDigest(ctx, d.ID)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		var e queue.StoredDigest
		if err == nil {
			e, err = s.queue().Load(ctx, last.Key)
		}
		var lost []string
		if err == nil {
			lost, err = s.notArrived(ctx, last.Key, e, d.ID != id)
		}
		if err != nil {
			return told, fmt.Errorf("look what heads of bodies were told of: %w", err)
		}
		if len(e.Outgoing) == 0 && last.Key.At.After(told.Until) {
			told.Until = last.Key.At
		}
		for _, key := range e.Escalated {
			if !slices.Contains(lost, key) {
				told.Keys[key] = true
			}
		}
	}
	return told, nil
}

// notArrived are the keys of what heads were to be told of with a digest and were not, by none of their ways; hopeful:
// what is tried yet may arrive.
func (s *Service) notArrived(
	ctx context.Context, key store.DigestKey, e queue.StoredDigest, hopeful bool,
) (lost []string, err error) {
	if len(e.Heads) == 0 {
		return nil, nil
	}
	records, err := s.queue().Records(ctx, key)
	for id, keys := range e.Heads {
		if !slices.ContainsFunc(records, func(n queue.DeliveryRecord) bool {
			_, status, _ := delivery.Next(n.State, time.Now())
			return n.OutgoingID == id && (status == delivery.Sent || hopeful && status == delivery.Waiting)
		}) {
			lost = append(lost, keys...)
		}
	}
	return lost, err
}

// escalate adds to a digest in the making what heads of bodies are told of with it, a page each, and notes it. What
// heads were told of before is handed on as long as the digest knows the message, whether it waits or not: one that is
// opened again is no news to them.
func (s *Service) escalate(
	d config.Digest, key store.DigestKey, e *queue.StoredDigest, in build.Input, built build.Digest, at time.Time,
) error {
	if !s.tellsHeads() {
		return nil
	}
	for n := range in.Records {
		m := &in.Records[n].Message
		for _, step := range in.Escalate {
			if k := build.StepKey(m.Channel, m.Ref().Number(), step.After); in.Told.Keys[k] {
				e.Escalated = append(e.Escalated, k)
			}
		}
	}
	for n, body := range s.config.Bodies {
		fresh, keys := map[string]bool{}, []string(nil)
		for _, c := range built.Complaints {
			if len(body.Deliver) == 0 || c.Body != clean.OneLine(body.Name) || !c.NewlyEscalated() {
				continue
			}
			fresh[string(c.Channel)+" "+c.Number] = true
			for _, step := range c.Escalated {
				if step.New {
					keys = append(keys, build.StepKey(c.Channel, c.Number, step.After))
				}
			}
		}
		if len(fresh) == 0 {
			continue
		}
		if err := s.drawForHead(key, e, fmt.Sprintf("%s-body%d", d.ID, n+1), body, in, fresh, at); err != nil {
			return fmt.Errorf("make the page for the head of %s: %w", body.Name, err)
		}
		if e.Heads == nil {
			e.Heads = map[string][]string{}
		}
		e.Heads[outgoingID(key, headMark+body.Name)] = keys
		e.Escalated = append(e.Escalated, keys...)
	}
	slices.Sort(e.Escalated)
	e.Escalated = slices.Compact(e.Escalated)
	return nil
}

// drawForHead makes the page for the head of one body, of messages that are named by channel and number.
func (s *Service) drawForHead(
	key store.DigestKey, e *queue.StoredDigest, id string, body config.Body, in build.Input, fresh map[string]bool,
	at time.Time,
) error {
	in.ID = id // documents of several digests may go into one folder
	in.Audience, in.Title = build.Press, page.EscalationTitle(in.Language, body.Name)
	in.Masker = s.masker() // whom a digest shows names to says nothing of heads
	in.Records = slices.DeleteFunc(slices.Clone(in.Records), func(r inbox.Record) bool {
		return !fresh[string(r.Message.Channel)+" "+r.Message.Ref().Number()]
	})
	in.Problems, in.Promises = nil, nil
	d := build.New(in, at)
	out := s.newOutgoing(d, outgoingID(key, headMark+body.Name), false, nil)
	out.Subject = in.Title
	lacked := formsOf(config.Digest{Deliver: body.Deliver}).lackedBy(out)
	if err := drawWords(&out, d, page.NewEscalation(d, body.Name), lacked); err != nil {
		return err
	}
	e.Outgoing = append(e.Outgoing, out)
	return nil
}

// digestRoutes are those of a digest and of the heads of bodies who are told of what waits too long with it.
func (s *Service) digestRoutes(d config.Digest, key store.DigestKey) ([]queue.Route, error) {
	routes, err := s.routes(d, key)
	if err != nil || !s.tellsHeads() {
		return routes, err
	}
	for _, body := range s.config.Bodies {
		own, err := s.routes(config.Digest{ID: d.ID, Deliver: body.Deliver}, key)
		if err != nil {
			return nil, err
		}
		for _, r := range own {
			r.OutgoingID = outgoingID(key, headMark+body.Name)
			routes = append(routes, r)
		}
	}
	return routes, nil
}

// formsSent are the forms that a route of a digest sends.
func (s *Service) formsSent(d config.Digest, r queue.Route) []string {
	_, body, _ := cutOutgoingID(r.OutgoingID)
	if name, head := strings.CutPrefix(body, headMark); head {
		for _, b := range s.config.Bodies {
			if b.Name == name {
				d = config.Digest{Deliver: b.Deliver}
			}
		}
	}
	return gets(d, r.Transport.Name())
}
