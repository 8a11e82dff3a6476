package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"otklik/internal/inbox"
	"otklik/store"
)

// A transaction of a purge ends after so many messages purged or looked at: it holds up everybody else while it lasts.
const (
	purgeSome   = 400
	purgeLooked = 20_000
	purgeBlocks = 32
)

// shownFor is how long after a message was closed a digest may still quote it: that of a month, and its day.
const shownFor = 62 * 24 * time.Hour

// eraser carries out a part of a purge in one transaction.
type eraser struct {
	*tx
	*purgeValue
	ctx     context.Context
	id      uint64
	tools   store.PurgeTools
	now     time.Time
	salt    []byte
	rows    []store.PurgeRow
	touched map[string]*channel // keys of threads that lost a message
	texts   *index              // nil without a matcher
}

// eraseSome does the next part of a purge; over is true once everything is erased.
func (s *Store) eraseSome(ctx context.Context, id uint64, tools store.PurgeTools) (over bool, r store.PurgeRecord,
	err error) {
	err = s.update(ctx, "purge", func(t *tx) error {
		v, err := t.purge(id)
		if err != nil {
			return err
		}
		// Another process, or a call before a crash, has ended it already.
		if over = v.Erased != 0; over {
			r = v.record()
			return nil
		}
		e := &eraser{tx: t, purgeValue: v, ctx: ctx, id: id, tools: tools, now: time.Now().UTC(),
			touched: map[string]*channel{}}
		if tools.Matcher != nil {
			e.texts = t.index(tools.Matcher)
		}
		if e.salt, err = t.salt(true); err != nil {
			return err
		}
		// An earlier version began it, without a key of its own.
		if v.Key == nil {
			if err := e.rekey(); err != nil {
				return err
			}
		}
		// Messages first: what quotes them is known by their absence.
		parts := [...]func() (next []byte, err error){e.messages, e.raw, e.undecoded, e.mentions, e.digests,
			e.leftWordings, e.pulls, e.alerts}
		// All is gone. Only now the certificate gets its number, so that none is spent on a purge that found nothing;
		// and the same transaction forgets who demanded it.
		if v.Stage == len(parts) {
			if !v.record().Empty() {
				if v.Number, err = t.nextCertificate(v.Year, tools); err != nil {
					return err
				}
			} else {
				v.Subject = "" // no document tells of anybody
			}
			v.Erased, v.Author, v.Names, v.From, v.Key = e.now.Unix(), "", nil, nil, nil
			return errors.Join(t.putPurge(id, v), t.forgetShown())
		}
		if v.From, err = parts[v.Stage](); err != nil {
			return err
		}
		if v.From == nil {
			v.Stage++
		}
		if e.texts != nil {
			if err := e.texts.finish(); err != nil {
				return err
			}
		}
		// What went and how far the work has come stand or fall together: after a kill nothing is counted twice or
		// left out.
		return errors.Join(e.finishThreads(), e.log(), t.putPurge(id, v))
	})
	return over, r, err
}

// forgetShown empties the bounds of moments that no digest is compared with any more: they are seconds at which
// somebody wrote. Earlier versions left them.
func (t *tx) forgetShown() error {
	var over []uint64
	var records []*purgeValue
	err := t.eachPurge(func(key []byte, v *purgeValue) error {
		if v.Erased != 0 && (v.ShownFrom != 0 || v.ShownTo != 0) {
			v.ShownFrom, v.ShownTo = 0, 0
			over, records = append(over, binary.BigEndian.Uint64(key)), append(records, v)
		}
		return nil
	})
	for i, id := range over { // after the walk, which must not see changes
		err = errors.Join(err, t.storePurge(id, records[i]))
	}
	return err
}

// nextCertificate is the number of a year's next certificate: certificates that stand outside count too, because this
// store may be older than they.
func (t *tx) nextCertificate(year int, tools store.PurgeTools) (number int, err error) {
	if tools.LastCertificate != nil {
		number = tools.LastCertificate(year)
	}
	err = t.eachPurge(func(_ []byte, other *purgeValue) error {
		if other.Year == year {
			number = max(number, other.Number)
		}
		return nil
	})
	return number + 1, err
}

// due reports whether a message falls under the purge.
func (v *purgeValue) due(m *record) bool {
	if m.impersonal {
		return !v.demand() && m.Thread != noThread
	}
	if v.demand() {
		return !m.Author.Official && string(m.Platform) == v.Platform && m.Author.ID == v.Author
	}
	since := m.Sent
	if v.ahead(m.Sent) {
		since = m.FirstSeen
	}
	return since.Before(timeOf(v.Before, v.BeforeNs))
}

// ahead reports whether a date lies in the future: retention counts from when such a message came.
func (v *purgeValue) ahead(sent time.Time) bool {
	return inbox.FaultOfDate(sent, time.Unix(v.At, 0)) == inbox.DateAhead
}

// eachDue visits the messages that fall under a purge, from a key on, until it has looked at enough of them or visit
// returns false; next is where to go on. visit must not change the bucket.
func (t *tx) eachDue(ctx context.Context, v *purgeValue, from []byte, limit int,
	visit func(key []byte, ch *channel, m *record) (more bool, err error)) (next []byte, err error) {
	before := timeOf(v.Before, v.BeforeNs)
	cursor := t.bucket(bucketMessages).Cursor()
	looked := 0
	for k, value := cursor.Seek(from); k != nil; {
		if looked++; looked%256 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if limit > 0 && looked > limit {
			return bytes.Clone(k), nil
		}
		number, sent, _, err := cutMessageKey(k)
		if err != nil {
			return nil, corrupt(bucketMessages, k, err)
		}
		ch := t.channels.byNumber[number]
		if ch == nil {
			return nil, corrupt(bucketMessages, k, fmt.Errorf("channel number %d is not known", number))
		}
		// Keys go by channel and time: what is too young, or of another channel, is jumped over, so that a purge
		// costs by what it purges. Behind the young ones may stand what is dated in the future.
		if covered := v.covers(ch); !covered || v.Author == "" && !sent.Before(before) && !v.ahead(sent) {
			end := following(k[:channelSize])
			if covered {
				end = aheadOf(ch, time.Unix(v.At, 0))
			}
			if end == nil {
				return nil, nil
			}
			k, value = cursor.Seek(end)
			continue
		}
		m, err := t.readMessage(k, value)
		if err != nil {
			return nil, err
		}
		if v.due(m) {
			if more, err := visit(bytes.Clone(k), ch, m); err != nil || !more {
				k, _ = cursor.Next()
				return bytes.Clone(k), err
			}
		}
		k, value = cursor.Next()
	}
	return nil, nil
}

// duePiece is a message that is going to be purged.
type duePiece struct {
	key []byte
	ch  *channel
	m   *record
}

// messages purges messages with all that refers to them.
func (e *eraser) messages() ([]byte, error) {
	var due []duePiece
	next, err := e.eachDue(e.ctx, e.purgeValue, e.From, purgeLooked,
		func(key []byte, ch *channel, m *record) (bool, error) {
			due = append(due, duePiece{key, ch, m})
			return len(due) < purgeSome, nil
		})
	if err != nil {
		return nil, err
	}
	for _, d := range due {
		if e.bucket(bucketMessages).Get(d.key) == nil {
			continue // went with its dialog
		}
		whole := []duePiece{d}
		// In a dialog the answers are about the person as much as the questions: it goes as a whole.
		if e.demand() && d.m.Kind == inbox.Direct {
			dialog, err := e.alone(d.ch, d.m, e.Author)
			if err != nil {
				return nil, err
			}
			if dialog != nil {
				whole = dialog
			}
		}
		for _, p := range whole {
			if err := e.erase(p); err != nil {
				return nil, err
			}
		}
	}
	return next, nil
}

// alone are all messages of a dialog that was led with one person only, the official's too; nil where others took part.
func (t *tx) alone(ch *channel, m *record, author string) ([]duePiece, error) {
	thread, err := threadKey(ch, m.ThreadRef())
	if err != nil {
		return nil, err
	}
	var all []duePiece
	cursor := t.bucket(bucketThreads).Cursor()
	for k, _ := cursor.Seek(thread); k != nil && bytes.HasPrefix(k, thread); k, _ = cursor.Next() {
		key, err := messageKeyOfMember(k)
		if err != nil {
			return nil, corrupt(bucketThreads, k, err)
		}
		value := t.bucket(bucketMessages).Get(key)
		if value == nil {
			return nil, corrupt(bucketThreads, k, errors.New("its message is missing"))
		}
		r, err := t.readMessage(key, value)
		if err != nil {
			return nil, err
		}
		if !r.Author.Official && r.Author.ID != author {
			return nil, nil
		}
		all = append(all, duePiece{key, ch, r})
	}
	return all, nil
}

// erase purges one message. Everything that leads to it goes in the same transaction.
func (e *eraser) erase(d duePiece) error {
	if d.m.impersonal {
		return e.loosen(d)
	}
	ref := refOfMessageKey(d.key)
	thread, err := threadKey(d.ch, d.m.ThreadRef())
	if err != nil {
		return err
	}
	var v statusValue
	stored := e.bucket(bucketStatuses).Get(d.key)
	if stored != nil {
		if err := e.decode(bucketStatuses, d.key, stored, &v); err != nil {
			return err
		}
	}
	e.note(d, &v)
	if err := e.rememberHead(d, thread); err != nil {
		return err
	}
	if e.texts != nil && !d.m.Post {
		if err := e.texts.drop(&d.m.Message, d.key, nil); err != nil {
			return err
		}
	}
	if e.bucket(bucketCorrections).Get(ref) != nil {
		e.Corrections++
	}
	err = errors.Join(e.unindex(d.key, &v, nil), e.bucket(bucketWaiting).Delete(d.key),
		e.bucket(bucketStatuses).Delete(d.key),
		e.bucket(bucketCorrections).Delete(ref), e.bucket(bucketRefs).Delete(ref),
		e.bucket(bucketThreads).Delete(memberKey(thread, d.ch, &d.m.Message)), e.bucket(bucketMessages).Delete(d.key))
	if err != nil {
		return fmt.Errorf("delete a message: %w", err)
	}
	e.touched[string(thread)] = d.ch
	if e.Mode == string(store.Depersonalise) {
		if err := e.keepFigures(d, &v, stored != nil); err != nil {
			return err
		}
	} else {
		d.ch.stored--
		d.ch.changed = true
	}
	return e.recordPurged(d.ch, &d.m.Message, e.demand() || e.ahead(d.m.Sent))
}

// note counts a message that is being purged.
func (e *eraser) note(d duePiece, v *statusValue) {
	m := d.m
	r := m.Ref()
	// Whole minutes: the moment of purging must not tell the rows of one transaction apart.
	row := store.PurgeRow{Channel: d.ch.id, Kind: m.Kind, At: e.now.Truncate(time.Minute).Unix(),
		Official: m.Author.Official, Waiting: v.Waiting,
		Message: e.pseudonym("message", string(d.ch.id), string(r.Kind), d.ch.dialog(r), r.ID)}
	if !m.Author.Official && m.Author.ID != "" {
		row.Subject = e.pseudonym("author", string(m.Platform), m.Author.ID)
	}
	e.rows = append(e.rows, row)
	c := e.countOf(d.ch.id, m.Kind)
	c.Messages++
	if m.Author.Official {
		c.Official++
	}
	if v.Waiting {
		c.Waiting++
	}
	if e.demand() && !m.Author.Official && m.Author.Name != "" {
		e.addName(m.Author.Name)
	}
	// The bounds within which a digest may quote it: only those digests are emptied.
	if from := min(m.Sent.Unix(), m.FirstSeen.Unix()); e.ShownFrom == 0 || from < e.ShownFrom {
		e.ShownFrom = from
	}
	e.ShownTo = max(e.ShownTo, e.shownUntil(m, v).Unix())
}

func (v *purgeValue) countOf(id inbox.ChannelID, kind inbox.Kind) *store.PurgeCount {
	i := slices.IndexFunc(v.Counts, func(c store.PurgeCount) bool { return c.Channel == id && c.Kind == kind })
	if i < 0 {
		i, v.Counts = len(v.Counts), append(v.Counts, store.PurgeCount{Channel: id, Kind: kind})
	}
	return &v.Counts[i]
}

// shownUntil is until when a digest may quote a message.
func (e *eraser) shownUntil(m *record, v *statusValue) time.Time {
	if v.Waiting {
		return e.now
	}
	last := slices.MaxFunc([]time.Time{m.Sent, m.Edited, m.Deleted, v.closed()}, time.Time.Compare)
	return last.Add(shownFor)
}

// rememberHead notes that the first comment of a thread is gone (see purgedHead).
func (e *eraser) rememberHead(d duePiece, thread []byte) error {
	if d.m.Kind != inbox.Comment || d.m.Post || e.bucket(bucketPurged).Get(headKey(d.ch, thread)) != nil {
		return nil
	}
	mine := memberKey(thread, d.ch, &d.m.Message)
	cursor := e.bucket(bucketThreads).Cursor()
	for k, _ := cursor.Seek(thread); k != nil && bytes.HasPrefix(k, thread); k, _ = cursor.Next() {
		if bytes.Equal(k, mine) {
			day := appendTime(nil, d.m.Sent.Truncate(purgedDay))
			return e.put(e.bucket(bucketPurged), bucketPurged, headKey(d.ch, thread), day)
		}
		key, err := messageKeyOfMember(k)
		if err != nil {
			return corrupt(bucketThreads, k, err)
		}
		if value := e.bucket(bucketMessages).Get(key); value != nil {
			if r, err := e.readMessage(key, value); err != nil || !r.Post {
				return err
			}
		}
	}
	return nil
}

// finishThreads forgets what was noted about threads of which nothing is left. Whoever is evaluating one of the
// others has read what is destroyed now.
func (e *eraser) finishThreads() error {
	for thread, ch := range e.touched {
		key := []byte(thread)
		if k, _ := e.bucket(bucketThreads).Cursor().Seek(key); k != nil && bytes.HasPrefix(k, key) {
			if e.bucket(bucketPending).Get(key) != nil {
				if err := e.markAgain(key); err != nil {
					return err
				}
			}
			if err := e.forgetMembers(key); err != nil {
				return err
			}
			continue
		}
		if err := errors.Join(e.bucket(bucketPending).Delete(key),
			e.bucket(bucketPurged).Delete(headKey(ch, key))); err != nil {
			return fmt.Errorf("forget a thread: %w", err)
		}
	}
	return nil
}

// log writes down what this transaction purged, for the certificate. In the order in which messages were sent, as they
// were purged, whoever has kept that order would know which pseudonym is whose.
func (e *eraser) log() error {
	if len(e.rows) == 0 {
		return nil
	}
	slices.SortFunc(e.rows, func(a, b store.PurgeRow) int { return strings.Compare(a.Message, b.Message) })
	value, err := encode(e.rows)
	if err != nil {
		return err
	}
	// A random key: one that counts up would show the order after all.
	return e.put(e.bucket(bucketDestroyed), bucketDestroyed, append(purgeKey(e.id), newSecret(sequence)...), value)
}
