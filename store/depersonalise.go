package store

import "otklik/inbox"

// purgedReason stands in the history of a depersonalised message that still waited.
const purgedReason = "срок хранения истёк"

// keepFigures stores what remains of a message: nothing in it or in its key leads to a person. It is in no thread and
// found under no number, so it is never judged again.
func (e *eraser) keepFigures(d duePiece, v *verdictValue, judged bool) error {
	m := d.m
	rest := record{impersonal: true, Message: inbox.Message{Channel: m.Channel, Platform: m.Platform, Kind: m.Kind, ID: e.standIn(d),
		Author: inbox.Author{Official: m.Author.Official}, Post: m.Post, Automatic: m.Automatic, Sent: m.Sent, Edited: m.Edited,
		Deleted: m.Deleted, FirstSeen: m.FirstSeen, LastSeen: m.LastSeen}}
	for _, media := range m.Media {
		rest.Media = append(rest.Media, inbox.Media{Type: media.Type})
	}
	// Under its post, with the second at which it was written, anybody could find a comment again.
	rest.Thread = pseudonym(e.salt, "dialog", string(d.ch.id), m.Thread)
	ref, err := refKey(d.ch, rest.Ref())
	if err != nil {
		return err
	}
	key := messageKey(ref, rest.Sent)
	value, err := rest.encode()
	if err != nil {
		return err
	}
	if err := e.put(e.bucket(bucketMessages), bucketMessages, key, value); err != nil || !judged {
		return err
	}
	kept := *v
	kept.Reasons, kept.Settlement, kept.Street, kept.House, kept.History = nil, "", "", "", nil
	kept.Answers, kept.Voice, kept.Parts = "", 0, nil
	for _, c := range v.History {
		kept.History = append(kept.History, changeValue{At: c.At, AtNs: c.AtNs, State: c.State})
	}
	closed := v.closed()
	if v.Waiting {
		at, ns := moment(e.now)
		kept.History = append(kept.History, changeValue{At: at, AtNs: ns, State: string(inbox.Dismissed), Reason: purgedReason})
		kept.Waiting = false
		if closed.IsZero() {
			closed = e.now
		}
	}
	kept.Closed, kept.ClosedNs = moment(closed)
	if value, err = encode(&kept); err != nil {
		return err
	}
	if err := e.put(e.bucket(bucketVerdicts), bucketVerdicts, key, value); err != nil || closed.IsZero() {
		return err
	}
	return e.put(e.bucket(bucketClosed), bucketClosed, closedKey(key, closed), nil)
}
