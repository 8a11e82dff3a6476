package bolt

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"otklik/internal/inbox"
)

// noThread is the thread of every depersonalised message: under its post, or beside the others of its dialog, it could
// be found again. Earlier versions kept a pseudonym there and in the key, made of the numbers under the salt.
const noThread = "~"

// figuresHour is how exactly the times of a depersonalised message are kept: platforms show the second of a comment, so
// that the second would be as good as its number. Hours keep the figures of how long answers took.
const figuresHour = time.Hour

// keepFigures stores what remains of a message: nothing in it or in its key leads to a person or to what the platform
// shows. It is in no thread and found under no number, so it is never evaluated again.
func (e *eraser) keepFigures(d duePiece, v *statusValue, evaluated bool) error {
	rest := figures(d.m)
	ref, err := refKey(d.ch, rest.Ref())
	if err != nil {
		return err
	}
	key := messageKey(ref, rest.Sent)
	value, err := rest.encode()
	if err != nil {
		return err
	}
	if err := e.put(e.bucket(bucketMessages), bucketMessages, key, value); err != nil || !evaluated {
		return err
	}
	kept := keptStatus(v, d.m.impersonal, e.now)
	if known := e.tools.Municipality; known != nil && !known(kept.Municipality) {
		kept.Municipality = ""
	}
	if value, err = encode(&kept); err != nil {
		return err
	}
	if err := e.put(e.bucket(bucketStatuses), bucketStatuses, key, value); err != nil || kept.closed().IsZero() {
		return err
	}
	return e.put(e.bucket(bucketClosed), bucketClosed, closedKey(key, kept.closed()), nil)
}

// figures is what remains of a message, under a number that nothing leads to.
func figures(m *record) record {
	hour := func(t time.Time) time.Time { return t.Truncate(figuresHour) }
	rest := record{impersonal: true, Message: inbox.Message{Channel: m.Channel, Platform: m.Platform, Kind: m.Kind,
		ID: anybody(), Thread: noThread, Author: inbox.Author{Official: m.Author.Official}, Post: m.Post,
		Automatic: m.Automatic,
		Sent:      hour(m.Sent), Deleted: hour(m.Deleted), FirstSeen: hour(m.FirstSeen), LastSeen: hour(m.LastSeen)}}
	for _, media := range m.Media {
		if kind := (inbox.Media{Type: media.Type}); !slices.Contains(rest.Media, kind) {
			rest.Media = append(rest.Media, kind)
		}
	}
	slices.SortFunc(rest.Media, func(a, b inbox.Media) int { return cmp.Compare(a.Type, b.Type) })
	return rest
}

// keptStatus is what remains of a status. The score goes: it is a number of the very text. How many others sent the
// same text goes too. again: it is one that was kept before.
func keptStatus(v *statusValue, again bool, now time.Time) statusValue {
	kept := statusValue{Category: v.Category, NeedsAnswer: v.NeedsAnswer, Group: v.Group, Topic: v.Topic,
		Municipality: v.Municipality, District: v.District, Urgent: v.Urgent, Urgency: v.Urgency, Unsolved: v.Unsolved}
	add := func(at time.Time, state string, why changeValue) {
		seconds, ns := moment(at.Truncate(figuresHour))
		kept.History = append(kept.History,
			changeValue{At: seconds, AtNs: ns, State: state, Reason: why.Reason, Code: why.Code})
	}
	for _, c := range v.History {
		why := changeValue{}
		if again {
			why = c
		}
		add(timeOf(c.At, c.AtNs), c.State, why)
	}
	closed := v.closed()
	if v.Waiting {
		add(now, string(inbox.Dismissed), changeValue{Code: inbox.RetentionOver})
		if closed.IsZero() {
			closed = now
		}
	}
	kept.Closed, kept.ClosedNs = moment(closed.Truncate(figuresHour))
	return kept
}

// loosen gives a message that an earlier version depersonalised the form that leads to nobody.
func (e *eraser) loosen(d duePiece) error {
	var v statusValue
	stored := e.bucket(bucketStatuses).Get(d.key)
	if stored != nil {
		if err := e.decode(bucketStatuses, d.key, stored, &v); err != nil {
			return err
		}
	}
	err := errors.Join(e.unindex(d.key, &v, nil), e.bucket(bucketStatuses).Delete(d.key),
		e.bucket(bucketMessages).Delete(d.key))
	if err != nil {
		return fmt.Errorf("delete a message: %w", err)
	}
	return e.keepFigures(d, &v, stored != nil)
}
