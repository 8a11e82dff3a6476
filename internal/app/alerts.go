package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"otklik/internal/alert"
	"otklik/internal/config"
	"otklik/internal/delivery"
	"otklik/internal/delivery/queue"
	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/store"
	"otklik/store/bolt"
)

// noticeID begins the ids of what is sent between digests. The id of no digest of a configuration has this sign.
const noticeID = "+alert"

func isNotice(k store.DigestKey) bool { return strings.HasPrefix(k.ID, noticeID) }

// circle is who is told of the same officials' messages between digests.
type circle struct {
	// Notices have all ways of the digests about these officials that are marked for alerts.
	notices config.Digest
}

// circles are those of the configuration. A problem is told of once in each, however many digests tell of the same
// officials; where the list of officials changes, it is another circle that has been told of nothing yet.
func (s *Service) circles() (all []circle) {
	for _, d := range s.config.Digests {
		officials := slices.Sorted(slices.Values(d.Officials))
		for _, entry := range d.Deliver {
			if !entry.Alerts {
				continue
			}
			at := slices.IndexFunc(all, func(c circle) bool { return slices.Equal(c.notices.Officials, officials) })
			if at < 0 {
				at = len(all)
				all = append(all, circle{config.Digest{ID: s.circleID(officials), Officials: officials}})
			}
			all[at].notices.Deliver = append(all[at].notices.Deliver, entry.Plain())
		}
	}
	return all
}

// longestCircle bounds the ids of officials in the name of a circle.
const longestCircle = 60

func (s *Service) circleID(officials []string) string {
	if len(officials) == len(s.config.Officials) {
		return noticeID
	}
	names := strings.Join(officials, "+")
	if len(names) > longestCircle {
		sum := sha256.Sum256([]byte(names))
		names = hex.EncodeToString(sum[:8])
	}
	return noticeID + "+" + names
}

// alert tells of what cannot wait for the next digest, and sends again what has not arrived. What cannot be delivered
// is noted with its reason and is no error.
func (s *Service) alert(ctx context.Context, now time.Time) error {
	_, err := s.tell(ctx, now)
	return err
}

// tell is alert; arrived is false where a way was tried and failed.
func (s *Service) tell(ctx context.Context, now time.Time) (arrived bool, err error) {
	circles := s.circles()
	if len(circles) == 0 || s.stored() != nil {
		return true, nil
	}
	arrived = true
	// One process at a time: two at once would both find that nobody was told.
	err = s.inTurn(ctx, noticeID, 0, func() error {
		var failed error
		for n, c := range circles {
			// No alert has the number of another circle's.
			had, err := s.tellCircle(ctx, c, now, n*alertsOfCircle)
			arrived, failed = arrived && had, errors.Join(failed, err)
		}
		return failed
	})
	if errors.Is(err, ErrSending) {
		return true, nil
	}
	return arrived, err
}

// alertsOfCircle bounds what one circle is told of at one moment: a page of more is a digest.
const alertsOfCircle = 20

// tellCircle decides for one circle, stores the notice and sends what waits.
func (s *Service) tellCircle(ctx context.Context, c circle, now time.Time, number int) (arrived bool, err error) {
	w, err := s.watch(ctx, c, now)
	if err != nil {
		return false, fmt.Errorf("look for what cannot wait: %w", err)
	}
	decided, err := w.decide()
	if err != nil {
		return false, fmt.Errorf("look for what cannot wait: %w", err)
	}
	at := now.Truncate(time.Second) // of one moment there is one notice of a circle
	var told, stored []inbox.Alert
	held := 0
	for _, d := range decided {
		switch {
		case d.Verdict == alert.Quiet:
			held++
		case d.Verdict != alert.Send && d.Verdict != alert.OverBound, len(stored) == alertsOfCircle:
		default:
			d.Alert.At, d.Alert.Number = at, number+len(stored)
			stored = append(stored, d.Alert)
			if d.Verdict == alert.Send {
				told = append(told, d.Alert)
			}
		}
	}
	if len(stored) > 0 {
		var notice store.DigestRecord
		if len(told) > 0 {
			if notice, err = s.notice(c, w, at, told); err != nil {
				return false, err
			}
		}
		if err := s.store.PutAlerts(ctx, notice, stored); err != nil {
			return false, err
		}
		s.log.Info("something cannot wait for the next digest", "told", len(told), "over the bound",
			len(stored)-len(told), "held back", held)
	}
	return s.sendNotices(ctx, c, now)
}

// renotify sends again what has not arrived of the notices.
func (s *Service) renotify(ctx context.Context, now time.Time) error {
	circles := s.circles()
	if len(circles) == 0 || s.stored() != nil {
		return nil
	}
	err := s.inTurn(ctx, noticeID, 0, func() error {
		var failed error
		for _, c := range circles {
			_, err := s.sendNotices(ctx, c, now)
			failed = errors.Join(failed, err)
		}
		return failed
	})
	if errors.Is(err, ErrSending) {
		return nil
	}
	return err
}

// noticesFor is how long a notice is tried: a day later the digest has told of it.
const noticesFor = 24 * time.Hour

// sendNotices sends what is due of the notices of a circle; arrived is false where a way was tried and failed.
func (s *Service) sendNotices(ctx context.Context, c circle, now time.Time) (arrived bool, err error) {
	alerts, err := s.store.Alerts(ctx, now.Add(-noticesFor))
	if err != nil {
		return false, err
	}
	arrived = true
	refs := map[time.Time][]inbox.Ref{}
	var moments []time.Time
	for _, a := range alerts {
		if a.Circle != c.notices.ID || a.OverBound {
			continue
		}
		if refs[a.At] == nil {
			moments = append(moments, a.At)
		}
		refs[a.At] = append(refs[a.At], a.Refs...)
	}
	for _, at := range moments {
		results, err := s.sendNotice(ctx, c, store.DigestKey{ID: c.notices.ID, At: at}, refs[at], now)
		if err != nil {
			return false, fmt.Errorf("send a notice: %w", err)
		}
		arrived = arrived && !slices.ContainsFunc(results, func(r queue.Result) bool {
			return r.Tried && r.State.Status != delivery.Sent // why is in the log already
		})
	}
	return arrived, nil
}

// sendNotice sends one notice to whoever has not had it, unless nothing that it tells of waits any more.
func (s *Service) sendNotice(
	ctx context.Context, c circle, key store.DigestKey, refs []inbox.Ref, now time.Time,
) ([]queue.Result, error) {
	routes, err := s.noticeRoutes(c, key)
	if err != nil {
		return nil, err
	}
	records, err := s.queue().Records(ctx, key)
	if err != nil {
		return nil, err
	}
	due := len(records) < len(routes)
	for _, n := range records {
		due = due || n.State.Status == delivery.Waiting
	}
	if !due {
		return nil, nil
	}
	if waits, err := s.anyWaits(ctx, refs, now); err != nil || !waits {
		if err == nil {
			err = s.queue().GiveUp(ctx, key, now, "nothing that it tells of waits any more")
		}
		return nil, err
	}
	e, err := s.queue().Load(ctx, key)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return s.queue().Send(ctx, key, e, routes, key.At, time.Time{})
}

// noticeRoutes are the routes of a circle's notices, each once, with their tries noted in the access log.
func (s *Service) noticeRoutes(c circle, key store.DigestKey) (routes []queue.Route, err error) {
	all, err := s.routes(c.notices, key)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, r := range all {
		name := r.Transport.Name()
		if seen[name] {
			continue // a way of several digests
		}
		seen[name] = true
		r.Transport = auditedTransport{Transport: r.Transport, service: s, of: key, formats: gets(c.notices, name)}
		routes = append(routes, r)
	}
	return routes, nil
}

// anyWaits reports whether one of the messages still waits for an answer.
func (s *Service) anyWaits(ctx context.Context, refs []inbox.Ref, now time.Time) (waits bool, err error) {
	err = s.store.Do(ctx, func(st *bolt.Store) error {
		for _, ref := range refs {
			r, err := st.Message(ctx, ref)
			switch {
			case errors.Is(err, store.ErrNotFound):
			case err != nil:
				return err
			case r.Status != nil && waitsAt(r, now):
				waits = true
				return nil
			}
		}
		return nil
	})
	return waits, err
}

// alertsSince are what was decided between digests about messages of these channels, with what was done about it.
func (s *Service) alertsSince(
	ctx context.Context, since time.Time, channels []inbox.ChannelID,
) (all []build.AlertInput, err error) {
	alerts, err := s.store.Alerts(ctx, since)
	if err != nil {
		return nil, err
	}
	for _, a := range alerts {
		if !slices.ContainsFunc(a.Refs, func(r inbox.Ref) bool { return slices.Contains(channels, r.Channel) }) {
			continue
		}
		in := build.AlertInput{Alert: a}
		if !a.OverBound {
			records, err := s.queue().Records(ctx, store.DigestKey{ID: a.Circle, At: a.At})
			if err != nil {
				return nil, err
			}
			for _, n := range records {
				sent := n.State.Status == delivery.Sent
				in.Routes = append(in.Routes, build.AlertRoute{Route: n.Transport, Sent: sent})
			}
		}
		all = append(all, in)
	}
	return all, nil
}

// toldAtOnce are the transports of a digest that are told of what cannot wait, too.
func (s *Service) toldAtOnce(d config.Digest, key store.DigestKey) (names []string, err error) {
	d.Deliver = slices.DeleteFunc(slices.Clone(d.Deliver), func(entry config.Delivery) bool { return !entry.Alerts })
	for n, entry := range d.Deliver {
		d.Deliver[n] = entry.Plain()
	}
	routes, err := s.routes(d, key)
	for _, r := range routes {
		names = append(names, r.Transport.Name())
	}
	return names, err
}
