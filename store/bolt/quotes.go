package bolt

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"go.etcd.io/bbolt"

	"otklik/internal/inbox"
)

// This file purges what quotes the purged messages: raw replies, undecoded pieces, digests, other people's messages.

// part visits up to limit entries of a bucket from a key on; change is called after the visit and may change the
// bucket.
func (e *eraser) part(bucket string, limit int, change func(b *bbolt.Bucket, key, value []byte) error) ([]byte, error) {
	b := e.bucket(bucket)
	type entry struct{ key, value []byte }
	// Gathered first: a cursor must not walk through a bucket that changes.
	var entries []entry
	var next []byte
	cursor := b.Cursor()
	for k, v := cursor.Seek(e.From); k != nil; k, v = cursor.Next() {
		if len(entries) == limit {
			next = bytes.Clone(k)
			break
		}
		entries = append(entries, entry{bytes.Clone(k), bytes.Clone(v)})
	}
	for i, en := range entries {
		if i%64 == 0 && e.ctx.Err() != nil {
			return nil, e.ctx.Err()
		}
		if err := change(b, en.key, en.value); err != nil {
			return nil, err
		}
	}
	return next, nil
}

// inOrder is the channel of a key if the purge is to look at it, else nil.
func (e *eraser) inOrder(key []byte) (*channel, error) {
	number, _, err := cutChannel(key)
	if err != nil {
		return nil, err
	}
	if ch := e.channels.byNumber[number]; ch != nil && e.covers(ch) {
		return ch, nil
	}
	return nil, nil
}

// raw drops raw replies of messages that are not stored any more, of replies to them (Telegram sends both in one
// piece), and those that name the person.
func (e *eraser) raw() ([]byte, error) {
	named, unnamed := e.naming(), e.unnamer()
	return e.part(bucketRaw, purgeBlocks, func(b *bbolt.Bucket, key, value []byte) error {
		ch, err := e.inOrder(key)
		if err != nil || ch == nil {
			return err
		}
		pieces, err := e.unpack(key, value)
		if err != nil {
			return err
		}
		all := len(pieces)
		var failed error
		pieces = slices.DeleteFunc(pieces, func(p rawPiece) bool {
			stale, err := e.stale(ch, p, unnamed)
			failed = errors.Join(failed, err)
			return stale || named(p.Raw)
		})
		// A block is packed again only where a piece of it went.
		if failed != nil || len(pieces) == all {
			return failed
		}
		e.Raw += all - len(pieces)
		if len(pieces) == 0 {
			return b.Delete(key)
		}
		data, err := encode(pieces)
		if err != nil {
			return err
		}
		if data, err = e.s.flate.pack(data); err != nil {
			return err
		}
		return e.put(b, bucketRaw, key, data)
	})
}

// stale reports whether a raw reply is of a message that is not stored any more, of a reply to one, or of one whose
// text names the person.
func (e *eraser) stale(ch *channel, p rawPiece, unnamed func(string) string) (bool, error) {
	refs := e.bucket(bucketRefs)
	key, value, err := e.locate(refs, e.bucket(bucketMessages), append(appendChannel(nil, ch), p.Ref...))
	if err != nil || key == nil {
		return err == nil, err
	}
	m, err := e.readMessage(key, value)
	if err != nil {
		return false, err
	}
	if e.demand() && unnamed(m.Text) != m.Text {
		return true, nil
	}
	to, replies := m.Target()
	if thread := m.ThreadRef(); !replies || to.ID == thread.ID && to.Chat == thread.Chat {
		return false, nil
	}
	target, err := refKey(ch, to)
	return err == nil && refs.Get(target) == nil, err
}

// undecoded drops undecoded pieces that came before the time, or name the person.
func (e *eraser) undecoded() ([]byte, error) {
	named := e.naming()
	return e.part(bucketUndecoded, purgeSome, func(b *bbolt.Bucket, key, value []byte) error {
		ch, held, due, err := e.duePiece(key, value, named)
		if err != nil || !due {
			return err
		}
		if held != nil {
			// It was never stored, so only this mark keeps the next reading from bringing it back.
			if err := e.recordPurged(ch, &held.Message, true); err != nil {
				return err
			}
		}
		e.Undecoded++
		ch.undecoded--
		ch.changed = true
		return b.Delete(key)
	})
}

// duePiece reports whether an undecoded piece falls under the purge, with its channel and the message in it; nil where
// it holds none.
func (e *eraser) duePiece(key, value []byte, named func([]byte) bool) (ch *channel, held *record, due bool, err error) {
	if ch, err = e.inOrder(key); err != nil || ch == nil {
		return nil, nil, false, err
	}
	var u undecodedValue
	if err := e.decode(bucketUndecoded, key, value, &u); err != nil {
		return nil, nil, false, err
	}
	if u.Held != nil {
		if held, err = u.Held.record(ch.id); err != nil {
			return nil, nil, false, corrupt(bucketUndecoded, key, err)
		}
	}
	if !e.demand() {
		return ch, held, e.pieceDue(&u, timeOf(e.Before, e.BeforeNs)), nil
	}
	return ch, held, named(u.Raw) || held != nil && (e.wrote(held) || named([]byte(held.Text))), nil
}

// pieceDue reports whether an undecoded piece falls under a purge by age: it came before the time. A message whose
// date can be true by now is stored by the next commit, and goes by its date.
func (v *purgeValue) pieceDue(u *undecodedValue, before time.Time) bool {
	return timeOf(u.Seen, u.SeenNs).Before(before) &&
		(u.Held == nil || inbox.FaultOfDate(u.Held.sent(), time.Unix(v.At, 0)) != "")
}

// wrote reports whether a message that is held is the person's, or stands in the dialog with the person.
func (v *purgeValue) wrote(m *record) bool {
	return string(m.Platform) == v.Platform && (!m.Author.Official && m.Author.ID == v.Author ||
		m.Kind == inbox.Direct && m.Thread == v.Author)
}

// digests deletes the digests of before the time, and empties those that may quote what was purged. The newest of each
// id stays, emptied: without it the digest would be made and sent once more.
func (e *eraser) digests() ([]byte, error) {
	newest := e.newestDigests()
	before := timeOf(e.Before, e.BeforeNs)
	return e.part(bucketDigests, purgeBlocks, func(b *bbolt.Bucket, key, value []byte) error {
		d, err := e.readDigest(key, value)
		if err != nil {
			return err
		}
		old := !e.demand() && d.Key.At.Before(before)
		if old && newest[d.Key.ID] != string(key) {
			e.Digests++
			return errors.Join(b.Delete(key), e.dropDeliveries(key))
		}
		at := d.Key.At.Unix()
		// A digest may be made late: it quotes what was there when it was built, not only at its own moment.
		quotes := e.ShownTo != 0 && at >= e.ShownFrom && (at <= e.ShownTo || d.Built.Unix() <= e.ShownTo)
		if !old && !quotes || bytes.Equal(d.Data, e.tools.Blank) {
			return nil
		}
		e.Blanked++
		// Period and times stay: they say that it was made and sent, and quote nobody.
		v := digestValue{Late: d.Late, Data: e.tools.Blank}
		v.From, v.FromNs = moment(d.From)
		v.To, v.ToNs = moment(d.To)
		v.Built, v.BuiltNs = moment(d.Built)
		blank, err := encode(&v)
		if err != nil {
			return err
		}
		return e.put(b, bucketDigests, key, blank)
	})
}

// newestDigests are the keys of the newest digest of each id.
func (t *tx) newestDigests() map[string]string {
	newest := map[string]string{}
	cursor := t.bucket(bucketDigests).Cursor()
	for k, _ := cursor.First(); k != nil; k, _ = cursor.Next() {
		if id, _, err := cutString(k); err == nil {
			newest[id] = string(k)
		}
	}
	return newest
}

// dropDeliveries forgets how a digest was delivered, together with the digest: the name of a transport may be an
// address.
func (e *eraser) dropDeliveries(digest []byte) error {
	b := e.bucket(bucketDeliveries)
	var keys [][]byte
	cursor := b.Cursor()
	for k, _ := cursor.Seek(digest); k != nil && bytes.HasPrefix(k, digest); k, _ = cursor.Next() {
		keys = append(keys, bytes.Clone(k))
	}
	for _, k := range keys {
		if err := b.Delete(k); err != nil {
			return fmt.Errorf("forget the deliveries of a digest: %w", err)
		}
	}
	return nil
}

// leftWordings drops entries of the index of wordings whose message is gone.
func (e *eraser) leftWordings() ([]byte, error) {
	return e.part(bucketWordings, purgeLooked, func(b *bbolt.Bucket, key, _ []byte) error {
		if len(key) <= wordingSize || e.bucket(bucketMessages).Get(key[wordingSize:]) != nil {
			return nil
		}
		return errors.Join(b.Delete(key), e.uncount(key[:wordingSize]))
	})
}

// addName remembers a name that the person was shown under. One word alone is not looked for: a first name is
// everybody's, and people also call themselves by common words, which would be torn out of everybody's texts. One with
// a figure or a low line is an account's name.
func (e *eraser) addName(name string) {
	account := utf8.RuneCountInString(name) >= 8 && strings.ContainsAny(name, "_0123456789")
	if len(strings.Fields(name)) < 2 && !account || slices.Contains(e.Names, name) {
		return
	}
	e.Names = append(e.Names, name)
}

// mentions makes the person unrecognisable in what others wrote: the id that a message turns to, marks of mentions and
// the full name. The message is otherwise as it was, and its next reading does not bring the name back.
func (e *eraser) mentions() ([]byte, error) {
	if !e.demand() {
		return nil, nil
	}
	unnamed := e.unnamer()
	return e.part(bucketMessages, purgeLooked, func(b *bbolt.Bucket, key, value []byte) error {
		ch, err := e.inOrder(key)
		if err != nil || ch == nil {
			return err
		}
		m, err := e.readMessage(key, value)
		if err != nil || m.impersonal || string(m.Platform) != e.Platform {
			return err
		}
		was := m.Message
		m.Text = unnamed(m.Text)
		m.Revisions = slices.Clone(m.Revisions)
		changed := m.Text != was.Text
		for i := range m.Revisions {
			text := unnamed(m.Revisions[i].Text)
			changed = changed || text != m.Revisions[i].Text
			m.Revisions[i].Text = text
		}
		if m.Addressee == e.Author {
			m.Addressee, changed = anybody(), true
		}
		if !changed {
			return nil
		}
		e.Mentions++
		m.unnamed = true
		return e.rewrite(b, ch, key, m, &was)
	})
}

// rewrite stores a message whose text changed, and has its thread evaluated again.
func (e *eraser) rewrite(b *bbolt.Bucket, ch *channel, key []byte, m *record, was *inbox.Message) error {
	thread, err := threadKey(ch, m.ThreadRef())
	if err != nil {
		return err
	}
	// The index goes by the wording: the old one is left while it is still known.
	if e.texts != nil && !m.Post {
		if err := e.texts.drop(was, key, nil); err != nil {
			return err
		}
	}
	value, err := m.encode()
	if err != nil {
		return err
	}
	if err := e.put(b, bucketMessages, key, value); err != nil {
		return err
	}
	status, err := e.unquote(key)
	if err != nil {
		return err
	}
	if e.bucket(bucketWaiting).Get(key) != nil {
		copied, err := encode(waitingValue{Message: value, Status: status})
		if err != nil {
			return err
		}
		if err := e.put(e.bucket(bucketWaiting), bucketWaiting, key, copied); err != nil {
			return err
		}
	}
	// Digests may have quoted the name until now.
	if from := m.Sent.Unix(); e.ShownFrom == 0 || from < e.ShownFrom {
		e.ShownFrom = from
	}
	e.ShownTo = max(e.ShownTo, e.now.Unix())
	return e.markChanged(thread)
}

// unnamer takes the marks and names of the person out of a text. A full name counts in either order, in capitals too,
// and with е for ё: people seldom write it as the platform shows it. Not in small letters: somebody may be called
// «Добрый День».
func (e *eraser) unnamer() func(text string) string {
	id := regexp.QuoteMeta(e.Author)
	marks := regexp.MustCompile(`\[id` + id + `(:[^|\]]*)?\|[^\]]*\]|(@|\*|\b(?:[a-z0-9-]+\.)+[a-z]+/)?\bid` + id +
		`\b(\s*\([^)]*\))?`)
	yo := strings.NewReplacer("е", "[её]", "ё", "[её]", "Е", "[ЕЁ]", "Ё", "[ЕЁ]")
	var names []*regexp.Regexp
	for _, name := range e.Names {
		words := strings.Fields(name)
		for i, word := range words {
			words[i] = "(?:" + yo.Replace(regexp.QuoteMeta(word)) + "|" +
				yo.Replace(regexp.QuoteMeta(strings.ToUpper(word))) + ")"
		}
		pattern := strings.Join(words, `[\s\p{Z}]+`)
		// Two names are put in either order; of three nobody can tell which is which.
		if len(words) == 2 {
			pattern += "|" + words[1] + `[\s\p{Z}]+` + words[0]
		}
		names = append(names, regexp.MustCompile(pattern))
	}
	return func(text string) string {
		if strings.Contains(text, "id"+e.Author) {
			text = marks.ReplaceAllString(text, inbox.Removed)
		}
		for _, name := range names {
			text = withoutName(text, name)
		}
		return text
	}
}

// withoutName takes a name out where it does not begin or end inside a longer word.
func withoutName(text string, name *regexp.Regexp) string {
	var b strings.Builder
	for done, from := 0, 0; ; {
		at := name.FindStringIndex(text[from:])
		if at == nil {
			return b.String() + text[done:]
		}
		begin, end := from+at[0], from+at[1]
		_, size := utf8.DecodeRuneInString(text[begin:])
		from = begin + size // another name may begin within one that is none
		if !insideWord(text, begin) && !insideWord(text, end) {
			b.WriteString(text[done:begin] + inbox.Removed)
			done, from = end, end
		}
	}
}

// insideWord reports whether letters or digits stand on both sides of a place in a text.
func insideWord(text string, at int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[at:])
	return (unicode.IsLetter(before) || unicode.IsDigit(before)) && (unicode.IsLetter(after) || unicode.IsDigit(after))
}

// naming tells whether bytes as a platform sent them name the person: by id, or by the full name, plain or as JSON may
// write it.
func (e *eraser) naming() func([]byte) bool {
	if !e.demand() {
		return func([]byte) bool { return false }
	}
	id := []byte(e.Author)
	_, err := strconv.ParseInt(e.Author, 10, 64)
	// A short number is met by chance, as a count or a time: it has to stand where an id is called one.
	short := err != nil || len(id) < 6
	return func(raw []byte) bool {
		plain := unescaped(raw)
		for _, name := range e.Names {
			if bytes.Contains(plain, []byte(name)) {
				return true
			}
		}
		for rest := raw; ; {
			at := bytes.Index(rest, id)
			if at < 0 {
				return false
			}
			before, after := rest[:at], rest[at+len(id):]
			if !endsInDigit(before) && !beginsWithDigit(after) && (!short || idBefore(before)) {
				return true
			}
			rest = after
		}
	}
}

// unescaped puts letters for JSON's escapes: a number each, those beyond the first 65,536 two. By hand, because a store
// holds gigabytes of raw replies.
func unescaped(raw []byte) []byte {
	var plain []byte
	for {
		at := bytes.Index(raw, []byte(`\u`))
		if at < 0 && plain == nil {
			return raw
		}
		if at < 0 {
			return append(plain, raw...)
		}
		plain, raw = append(plain, raw[:at]...), raw[at:]
		letter, ok := escape(raw)
		if !ok {
			plain, raw = append(plain, raw[:2]...), raw[2:]
			continue
		}
		raw = raw[6:]
		if low, ok := escape(raw); ok && utf16.DecodeRune(letter, low) != unicode.ReplacementChar {
			letter, raw = utf16.DecodeRune(letter, low), raw[6:]
		}
		plain = utf8.AppendRune(plain, letter)
	}
}

// escape is the number of an escape with which bytes begin.
func escape(b []byte) (rune, bool) {
	if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(b[2:6]), 16, 16)
	return rune(n), err == nil
}

func endsInDigit(b []byte) bool     { return len(b) > 0 && b[len(b)-1] >= '0' && b[len(b)-1] <= '9' }
func beginsWithDigit(b []byte) bool { return len(b) > 0 && b[0] >= '0' && b[0] <= '9' }

// idBefore reports whether what follows is called an id: a short number may be anything.
func idBefore(b []byte) bool {
	b = bytes.TrimRight(b, ` "`)
	return bytes.HasSuffix(bytes.TrimRight(bytes.TrimSuffix(b, []byte(":")), ` "`), []byte("id")) ||
		bytes.HasSuffix(b, []byte("id"))
}
