package bolt

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"hash/fnv"
	"slices"
	"time"

	"otklik/internal/inbox"
)

// A thread of very many comments is not evaluated again for each that citizens add at its end: such a comment changes
// no other's status, and its own rests on a few messages before it. What finds those few is kept as the value of each
// member of a thread that has so many, and is written when the thread is evaluated.
const (
	bigThread   = 1000
	addedAtOnce = 64 // of more the thread is evaluated again
)

// memberSize is the length of a member's value: flags, the number of its author and that of the message it replies to.
// Numbers are hashes, under the store's secret where it is encrypted.
const memberSize = 1 + 8 + 8

// The flags of a member.
const (
	memberAnswered  = 1 << iota // a citizen's message that has had a full answer once
	memberAlbum                 // a part of an album
	memberUnsettled             // dated later than it was evaluated: what comes to be of it depends on the clock
	memberOfficial
)

// member is a message as the value of bucket threads describes it; known is false where it was not evaluated yet.
type member struct {
	key            []byte
	known          bool
	flags          byte
	author, target uint64
}

func readMember(key, value []byte) member {
	m := member{key: key}
	if len(value) == memberSize {
		m.known, m.flags = true, value[0]
		m.author, m.target = binary.BigEndian.Uint64(value[1:]), binary.BigEndian.Uint64(value[9:])
	}
	return m
}

// number is a hash of something that members are found by; never 0.
func (t *tx) number(of []byte) uint64 {
	h := fnv.New64a()
	h.Write(of)
	return max(t.wordingNumber(h.Sum64()), 1)
}

func (t *tx) authorNumber(id string) uint64 {
	if id == "" {
		return 0
	}
	return t.number([]byte(id))
}

// memberValue describes a message that was evaluated with what was known at a moment.
func (t *tx) memberValue(
	ch *channel, m *inbox.Message, v inbox.MessageStatus, c inbox.Correction, at time.Time,
) []byte {
	value := make([]byte, 1, memberSize)
	if slices.ContainsFunc(v.History, func(c inbox.Change) bool { return c.State == inbox.Answered }) {
		value[0] |= memberAnswered
	}
	if m.Album != "" {
		value[0] |= memberAlbum
	}
	if m.Author.Official {
		value[0] |= memberOfficial
	}
	later := func(r inbox.Revision) bool { return r.Until.After(at) }
	if m.Sent.After(at) || m.Deleted.After(at) || c.At.After(at) || slices.ContainsFunc(m.Revisions, later) {
		value[0] |= memberUnsettled
	}
	value = binary.BigEndian.AppendUint64(value, t.authorNumber(m.Author.ID))
	target := uint64(0)
	if r, replies := m.Target(); replies {
		if key, err := refKey(ch, r); err == nil {
			target = t.number(key)
		}
	}
	return binary.BigEndian.AppendUint64(value, target)
}

// describes reports whether the messages of a thread that was evaluated are described: where it has very many or had.
func (t *tx) describes(b *pendingThread) bool {
	if b.thread.Ref.Kind != inbox.Comment {
		return false
	}
	first, value := t.bucket(bucketThreads).Cursor().Seek(b.key)
	return len(b.thread.Messages) >= t.s.manyComments || b.thread.Given != nil ||
		bytes.HasPrefix(first, b.key) && len(value) > 0
}

// describe describes one message of such a thread.
func (t *tx) describe(w *writes, b *pendingThread, m *inbox.Message) {
	if b.thread.Given != nil && m.Author.Official {
		return
	}
	key := memberKey(b.key, b.channel, m)
	value := t.memberValue(b.channel, m, b.found[m.Ref()], b.thread.Corrections[m.Ref()], b.read)
	if stored := t.bucket(bucketThreads).Get(key); stored != nil && !bytes.Equal(stored, value) {
		w.add(bucketThreads, key, value)
	}
}

// forgetMembers makes the next evaluation of a thread one of the whole: something of it is gone.
func (t *tx) forgetMembers(thread []byte) error {
	threads := t.bucket(bucketThreads)
	if k, v := threads.Cursor().Seek(thread); bytes.HasPrefix(k, thread) && len(v) > 0 {
		return t.put(threads, bucketThreads, bytes.Clone(k), nil)
	}
	return nil
}

// forgetAllMembers takes the descriptions out of every thread: their numbers are others from now on.
func (t *tx) forgetAllMembers() error {
	threads := t.bucket(bucketThreads)
	var described [][]byte
	cursor := threads.Cursor()
	for k, v := cursor.First(); k != nil; k, v = cursor.Next() {
		if len(v) > 0 {
			described = append(described, bytes.Clone(k))
		}
	}
	for _, k := range described {
		if err := t.put(threads, bucketThreads, k, nil); err != nil {
			return err
		}
	}
	return nil
}

// addition is what citizens added to the end of a thread of very many.
type addition struct {
	before   []member // those that were evaluated, in the order of their keys
	messages []inbox.Message
}

// added finds what was added to a thread since it was evaluated; nil where the thread has to be evaluated as a whole.
func (t *tx) added(ch *channel, thread, mark []byte) (*addition, error) {
	if !isAddition(mark) || thread[channelSize] != 'c' {
		return nil, nil
	}
	var a addition
	var tail [][]byte
	cursor := t.bucket(bucketThreads).Cursor()
	for k, v := cursor.Seek(thread); k != nil && bytes.HasPrefix(k, thread); k, v = cursor.Next() {
		m := readMember(k, v)
		switch {
		case !m.known:
			tail = append(tail, k)
		case len(tail) > 0 || m.flags&memberUnsettled != 0:
			return nil, nil
		default:
			a.before = append(a.before, m)
		}
	}
	if len(tail) == 0 || len(tail) > addedAtOnce || len(a.before) < t.s.manyComments {
		return nil, nil
	}
	last := a.before[len(a.before)-1].key
	if bytes.Compare(tail[0][len(thread):][:timeSize], last[len(thread):][:timeSize]) <= 0 {
		return nil, nil // in one second: the order of the keys is not that of the messages
	}
	expected := map[uint64]bool{}
	for _, k := range tail {
		m, err := t.memberMessage(k)
		if err != nil {
			return nil, err
		}
		if m.Author.Official || m.Post || m.Album != "" || len(m.Revisions) > 0 || m.Sent.After(time.Now()) ||
			m.ID == m.Thread && m.Chat == m.ThreadRef().Chat {
			return nil, nil
		}
		ref, err := refKey(ch, m.Ref())
		if err != nil {
			return nil, err
		}
		if t.bucket(bucketCorrections).Get(ref) != nil {
			return nil, nil
		}
		expected[t.number(ref)] = true
		a.messages = append(a.messages, *m)
	}
	// An earlier message that replies to one of these found nobody before, and would now.
	if slices.ContainsFunc(a.before, func(m member) bool { return expected[m.target] }) {
		return nil, nil
	}
	slices.SortStableFunc(a.messages, inbox.Compare)
	return &a, nil
}

func (t *tx) memberMessage(k []byte) (*inbox.Message, error) {
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
	return &r.Message, nil
}

// addedThread is a thread as far as the status of what was added rests on it: the latest messages, those that are
// replied to or whose authors are named, and the author's own that had an answer. nil as with added.
func (t *tx) addedThread(ctx context.Context, b *pendingThread) (*inbox.Thread, error) {
	ch, thread := b.channel, b.key
	a, err := t.added(ch, thread, b.mark)
	if err != nil || a == nil || ctx.Err() != nil {
		return nil, cmp.Or(err, ctx.Err())
	}
	needed := map[string]bool{}
	authors, named := map[uint64]bool{}, map[uint64]bool{}
	for _, m := range a.messages {
		authors[t.authorNumber(m.Author.ID)] = true
		named[t.authorNumber(m.Addressee)] = true
		if target, replies := m.Target(); replies {
			key, value, err := t.lookup(target)
			if err != nil {
				continue // not stored
			}
			r, err := t.readMessage(key, value)
			if err != nil {
				return nil, err
			}
			if r.Message.ThreadRef() == m.ThreadRef() {
				needed[string(memberKey(thread, ch, &r.Message))] = true
			}
		}
	}
	delete(authors, 0)
	delete(named, 0)
	second := func(m *member) []byte { return m.key[len(thread):][:timeSize] }
	bound := second(&a.before[max(0, len(a.before)-inbox.Lookback)])
	latest := map[uint64][]byte{}
	var list []*member
	for i := range slices.Backward(a.before) {
		// Within a second keys stand in another order than messages, so that all of a second count.
		m := &a.before[i]
		own := named[m.author] && m.flags&memberOfficial == 0
		if own && latest[m.author] == nil {
			latest[m.author] = second(m)
		}
		if own && bytes.Equal(latest[m.author], second(m)) || bytes.Compare(second(m), bound) >= 0 ||
			m.flags&memberAnswered != 0 && authors[m.author] || len(needed) > 0 && needed[string(m.key)] {
			list = append(list, m)
		}
	}
	out := &inbox.Thread{Ref: b.thread.Ref, Given: map[inbox.Ref]inbox.MessageStatus{}}
	for _, m := range list {
		if m.flags&memberAlbum != 0 {
			return nil, nil
		}
		given, err := t.given(m.key, out)
		if err != nil || !given {
			return nil, err
		}
	}
	slices.SortStableFunc(out.Messages, inbox.Compare)
	out.Messages = append(out.Messages, a.messages...)
	return out, nil
}

// addedTexts is a thread as far as its texts are not in the index of wordings, where only comments were added to one of
// very many; nil as with added.
func (t *tx) addedTexts(_ context.Context, b *pendingThread) (*inbox.Thread, error) {
	a, err := t.added(b.channel, b.key, b.mark)
	if err != nil || a == nil {
		return nil, err
	}
	return &inbox.Thread{Ref: b.thread.Ref, Messages: a.messages}, nil
}

// given adds a message with its status to a thread; false where it has none.
func (t *tx) given(member []byte, to *inbox.Thread) (bool, error) {
	key, err := messageKeyOfMember(member)
	if err != nil {
		return false, corrupt(bucketThreads, member, err)
	}
	r, err := t.load(key)
	if err != nil {
		return false, err
	}
	to.Messages = append(to.Messages, r.Message)
	switch {
	case r.Message.Author.Official:
		return true, nil
	case r.Status == nil:
		return false, nil
	}
	to.Given[r.Message.Ref()] = *r.Status
	return true, nil
}
