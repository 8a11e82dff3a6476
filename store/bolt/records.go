package bolt

import (
	"cmp"
	"encoding/hex"
	"fmt"
	"math"
	"reflect"
	"time"

	"github.com/fxamacker/cbor/v2"

	"otklik/internal/inbox"
	"otklik/store"
)

// The stored values. Field numbers are for ever: a field that is no longer used keeps its number, a new one takes the
// next. FORMAT.md lists them, a test compares. Empty fields are left out.

var (
	encoder = must(cbor.EncOptions{}.EncMode())
	// Platforms send texts with broken UTF-8, which is kept as it came.
	decoder = must(cbor.DecOptions{UTF8: cbor.UTF8DecodeInvalid, MaxArrayElements: math.MaxInt32}.DecMode())
)

func must[T any](mode T, err error) T {
	if err != nil {
		panic(err)
	}
	return mode
}

func encode(v any) ([]byte, error) {
	b, err := encoder.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("encode a record: %w", err)
	}
	return b, nil
}

func decode(b []byte, v any) error { return decoder.Unmarshal(b, v) }

func corrupt(bucket string, key []byte, err error) error {
	return &store.CorruptError{Bucket: bucket, Key: hex.EncodeToString(key), Err: err}
}

// epoch stands for the second 0, because 0 itself is left out and means "no time".
const epoch = math.MinInt64

// moment is a time as two fields of a record: seconds since 1970 and nanoseconds, both zero for no time.
func moment(t time.Time) (seconds int64, nanos int32) {
	if t.IsZero() {
		return 0, 0
	}
	if seconds = t.Unix(); seconds == 0 {
		seconds = epoch
	}
	return seconds, int32(t.Nanosecond())
}

func timeOf(seconds int64, nanos int32) time.Time {
	switch seconds {
	case 0:
		return time.Time{}
	case epoch:
		seconds = 0
	}
	return time.Unix(seconds, int64(nanos)).UTC()
}

type channelValue struct {
	Name      string `cbor:"1,keyasint"`           // the channel, as the configuration names it
	Stored    int    `cbor:"2,keyasint,omitempty"` // how many messages it has: a digest shows it
	Undecoded int    `cbor:"3,keyasint,omitempty"` // how many undecoded pieces it has
	// Cutoff: what was sent earlier was purged by its age and is not stored again.
	Cutoff   int64 `cbor:"4,keyasint,omitempty"`
	CutoffNs int32 `cbor:"5,keyasint,omitempty"`
	// Comments and Directs are the chats whose ids stand alone in the keys of comments and of direct messages.
	Comments string `cbor:"6,keyasint,omitempty"`
	Directs  string `cbor:"7,keyasint,omitempty"`
}

// messageValue is a message without what its key says (channel, kind, chat, id, a dialog's thread, time of sending).
type messageValue struct {
	Platform   string          `cbor:"1,keyasint,omitempty"`
	Thread     string          `cbor:"2,keyasint,omitempty"` // comments only
	ReplyTo    string          `cbor:"3,keyasint,omitempty"`
	Addressee  string          `cbor:"4,keyasint,omitempty"`
	AuthorID   string          `cbor:"5,keyasint,omitempty"`
	AuthorName string          `cbor:"6,keyasint,omitempty"`
	Official   bool            `cbor:"7,keyasint,omitempty"`
	Operator   string          `cbor:"8,keyasint,omitempty"`
	Text       string          `cbor:"9,keyasint,omitempty"`
	URL        string          `cbor:"10,keyasint,omitempty"`
	Media      []mediaValue    `cbor:"11,keyasint,omitempty"`
	Post       bool            `cbor:"12,keyasint,omitempty"`
	Automatic  bool            `cbor:"13,keyasint,omitempty"`
	Edited     int64           `cbor:"14,keyasint,omitempty"`
	EditedNs   int32           `cbor:"15,keyasint,omitempty"`
	Dated      bool            `cbor:"16,keyasint,omitempty"` // Edited is the platform's, so older wordings can be told
	Deleted    int64           `cbor:"17,keyasint,omitempty"`
	DeletedNs  int32           `cbor:"18,keyasint,omitempty"`
	First      int64           `cbor:"19,keyasint,omitempty"`
	FirstNs    int32           `cbor:"20,keyasint,omitempty"`
	Last       int64           `cbor:"21,keyasint,omitempty"`
	LastNs     int32           `cbor:"22,keyasint,omitempty"`
	Revisions  []revisionValue `cbor:"23,keyasint,omitempty"`
	// Impersonal: it was depersonalised; key and value lead to nobody, and no index but that of closed messages has it.
	Impersonal bool `cbor:"24,keyasint,omitempty"`
	// Hash is what earlier versions kept where Unnamed is; never written, because names can be tried.
	Hash []byte `cbor:"25,keyasint,omitempty"`
	// Album is the platform's group of messages that are one: what is said to any of them is said to all.
	Album string `cbor:"26,keyasint,omitempty"`
	// Beneath: ReplyTo is only where the platform shows the message, so that whom it names goes first.
	Beneath bool `cbor:"27,keyasint,omitempty"`
	// ThreadChat and ReplyChat are the chats that Thread and ReplyTo are numbers of where it is not the message's own.
	ThreadChat string `cbor:"28,keyasint,omitempty"`
	ReplyChat  string `cbor:"29,keyasint,omitempty"`
	// Unnamed: a person named in it was made unrecognisable, and another reading must not bring the name back.
	Unnamed bool `cbor:"30,keyasint,omitempty"`
	// Root is the comment that opens the thread of replies it stands in.
	Root string `cbor:"31,keyasint,omitempty"`
	// Likes and Replies are what the platform counted.
	Likes   int `cbor:"32,keyasint,omitempty"`
	Replies int `cbor:"33,keyasint,omitempty"`
}

type mediaValue struct {
	Type     string `cbor:"1,keyasint,omitempty"`
	Duration int64  `cbor:"2,keyasint,omitempty"` // nanoseconds
}

type revisionValue struct {
	Text    string `cbor:"1,keyasint,omitempty"`
	Until   int64  `cbor:"2,keyasint,omitempty"`
	UntilNs int32  `cbor:"3,keyasint,omitempty"`
}

// record is a message in memory with what only the store knows of it.
type record struct {
	inbox.Message
	dated      bool
	impersonal bool
	unnamed    bool
}

func (r *record) encode() ([]byte, error) {
	m := &r.Message
	v := messageValue{
		Platform: string(m.Platform), ReplyTo: m.ReplyTo, Addressee: m.Addressee,
		AuthorID: m.Author.ID, AuthorName: m.Author.Name, Official: m.Author.Official, Operator: m.Author.Operator,
		Text: m.Text, URL: m.URL, Post: m.Post, Automatic: m.Automatic, Dated: r.dated,
		Album: m.Album, Beneath: m.Beneath, Impersonal: r.impersonal, Unnamed: r.unnamed,
		ThreadChat: m.ThreadChat, ReplyChat: m.ReplyChat, Root: m.Root,
		Likes: m.Likes, Replies: m.Replies,
	}
	if m.Kind == inbox.Comment {
		v.Thread = m.Thread
	}
	v.Edited, v.EditedNs = moment(m.Edited)
	v.Deleted, v.DeletedNs = moment(m.Deleted)
	v.First, v.FirstNs = moment(m.FirstSeen)
	v.Last, v.LastNs = moment(m.LastSeen)
	for _, media := range m.Media {
		v.Media = append(v.Media, mediaValue{Type: string(media.Type), Duration: int64(media.Duration)})
	}
	for _, r := range m.Revisions {
		until, ns := moment(r.Until)
		v.Revisions = append(v.Revisions, revisionValue{Text: r.Text, Until: until, UntilNs: ns})
	}
	return encode(&v)
}

// readMessage opens and decodes a message. All of it is copied: nothing points into the transaction.
func (t *tx) readMessage(key, value []byte) (*record, error) {
	if t.s.observeRead != nil {
		t.s.observeRead()
	}
	plain, err := t.open(bucketMessages, key, value)
	if err != nil {
		return nil, corrupt(bucketMessages, key, err)
	}
	return t.parseMessage(key, plain)
}

// parseMessage decodes a message whose value is open.
func (t *tx) parseMessage(key, plain []byte) (*record, error) {
	number, sent, ref, err := cutMessageKey(key)
	if err != nil {
		return nil, corrupt(bucketMessages, key, err)
	}
	c := t.channels.byNumber[number]
	if c == nil {
		return nil, corrupt(bucketMessages, key, fmt.Errorf("channel number %d is not known", number))
	}
	var v messageValue
	if err := decode(plain, &v); err != nil {
		return nil, corrupt(bucketMessages, key, err)
	}
	ref.Channel, ref.Chat = c.id, cmp.Or(ref.Chat, c.homes[ref.Kind])
	return v.record(ref, sent), nil
}

// record is a message with what its key says.
func (v *messageValue) record(ref inbox.Ref, sent time.Time) *record {
	r := &record{dated: v.Dated, impersonal: v.Impersonal, unnamed: v.Unnamed || v.Hash != nil, Message: inbox.Message{
		Channel: ref.Channel, Platform: inbox.Platform(v.Platform), Kind: ref.Kind, Chat: ref.Chat, ID: ref.ID,
		Thread: v.Thread, ThreadChat: v.ThreadChat, ReplyTo: v.ReplyTo, ReplyChat: v.ReplyChat, Beneath: v.Beneath,
		Addressee: v.Addressee, Album: v.Album, Root: v.Root, Likes: v.Likes, Replies: v.Replies,
		Author: inbox.Author{ID: v.AuthorID, Name: v.AuthorName, Official: v.Official, Operator: v.Operator},
		Text:   v.Text, URL: v.URL, Post: v.Post, Automatic: v.Automatic, Sent: sent,
		Edited: timeOf(v.Edited, v.EditedNs), Deleted: timeOf(v.Deleted, v.DeletedNs),
		FirstSeen: timeOf(v.First, v.FirstNs), LastSeen: timeOf(v.Last, v.LastNs),
	}}
	if ref.Kind == inbox.Direct {
		r.Thread = ref.Dialog
	}
	for _, media := range v.Media {
		r.Media = append(r.Media, inbox.Media{Type: inbox.MediaType(media.Type),
			Duration: time.Duration(media.Duration)})
	}
	for _, rev := range v.Revisions {
		r.Revisions = append(r.Revisions, inbox.Revision{Text: rev.Text, Until: timeOf(rev.Until, rev.UntilNs)})
	}
	return r
}

// statusValue is a status without the reference, which the key gives.
type statusValue struct {
	Category     string        `cbor:"1,keyasint,omitempty"`
	NeedsAnswer  bool          `cbor:"2,keyasint,omitempty"`
	Score        float64       `cbor:"3,keyasint,omitempty"`
	Group        string        `cbor:"4,keyasint,omitempty"`
	Topic        string        `cbor:"5,keyasint,omitempty"`
	Municipality string        `cbor:"6,keyasint,omitempty"`
	Urgent       bool          `cbor:"7,keyasint,omitempty"`
	Unsolved     bool          `cbor:"8,keyasint,omitempty"`
	Reasons      []string      `cbor:"9,keyasint,omitempty"`
	History      []changeValue `cbor:"10,keyasint,omitempty"`
	// Waiting and Closed say which index entries were written for this status, so that they can be found again.
	Waiting  bool  `cbor:"11,keyasint,omitempty"`
	Closed   int64 `cbor:"12,keyasint,omitempty"`
	ClosedNs int32 `cbor:"13,keyasint,omitempty"`
	// Where in the municipality, as far as the message says.
	Settlement string `cbor:"14,keyasint,omitempty"`
	Street     string `cbor:"15,keyasint,omitempty"`
	House      string `cbor:"16,keyasint,omitempty"`
	Copies     int    `cbor:"17,keyasint,omitempty"` // how many others sent the same text
	// Answers is the complaint that the message answers as the staff does; it says that bucket answerers has an entry.
	Answers string   `cbor:"18,keyasint,omitempty"`
	Parts   []string `cbor:"19,keyasint,omitempty"` // the other messages of its album, whose words belong to it
	Voice   int      `cbor:"20,keyasint,omitempty"` // how it answers
	// Readings are what was said of the texts that the status rests on, so that they are not read again.
	Readings []readingValue `cbor:"21,keyasint,omitempty"`
	// Because are the reasons; Reasons those of earlier versions, in Russian words.
	Because []reasonValue `cbor:"22,keyasint,omitempty"`
	// Urgency is how urgent it is. Versions that do not know it read Urgent, and wrote that alone.
	Urgency string `cbor:"23,keyasint,omitempty"`
	// District is that of today which the place lies in: figures are counted by it.
	District string `cbor:"24,keyasint,omitempty"`
	// Promises are what replies promised; bucket promises has an entry for each day of theirs.
	Promises []promiseValue `cbor:"25,keyasint,omitempty"`
	// Certain says that the urgency needs nobody else to confirm it.
	Certain bool `cbor:"26,keyasint,omitempty"`
}

// promiseValue is a promise of a reply: where it stands, for when it is, and what became of it. Its words stand in the
// reply alone.
type promiseValue struct {
	By      string      `cbor:"1,keyasint,omitempty"`
	Chat    string      `cbor:"2,keyasint,omitempty"`
	Given   int64       `cbor:"3,keyasint,omitempty"`
	GivenNs int32       `cbor:"4,keyasint,omitempty"`
	Due     int64       `cbor:"5,keyasint,omitempty"` // midnight in UTC of the day
	Month   bool        `cbor:"6,keyasint,omitempty"`
	Begins  bool        `cbor:"7,keyasint,omitempty"`
	Signs   []signValue `cbor:"8,keyasint,omitempty"`
}

type signValue struct {
	At   int64  `cbor:"1,keyasint,omitempty"`
	AtNs int32  `cbor:"2,keyasint,omitempty"`
	Code string `cbor:"3,keyasint,omitempty"`
}

// readingValue is one answer of a reader: an assessment, or what a reply is worth, or one of the last two.
type readingValue struct {
	Basis      []byte       `cbor:"1,keyasint"`
	Assessed   bool         `cbor:"2,keyasint,omitempty"`
	Assessment *statusValue `cbor:"3,keyasint,omitempty"` // only what a reader says; nil: as in the status
	Advert     bool         `cbor:"4,keyasint,omitempty"`
	Kind       string       `cbor:"5,keyasint,omitempty"`
	Reason     *reasonValue `cbor:"6,keyasint,omitempty"`
	Renewed    bool         `cbor:"7,keyasint,omitempty"`
	Voice      int          `cbor:"8,keyasint,omitempty"`
}

// newReadingValue is a reading as it is kept with a status.
func newReadingValue(r inbox.Reading, of inbox.Assessment) readingValue {
	v := readingValue{Basis: r.Basis[:], Kind: string(r.Kind), Renewed: r.Renewed, Voice: int(r.Voice)}
	if why := reasonValue(r.Reason); why != (reasonValue{}) {
		v.Reason = &why
	}
	if a := r.Assessment; a != nil {
		v.Assessed, v.Advert = true, a.Advert
		of.Advert, of.Firm = a.Advert, a.Firm // the status does not keep them
		if !reflect.DeepEqual(*a, of) {
			own := newStatusValue(inbox.MessageStatus{Assessment: *a}, false, time.Time{})
			v.Assessment = &own
		}
	}
	return v
}

// reading is the way back.
func (v *readingValue) reading(of *statusValue) inbox.Reading {
	r := inbox.Reading{Kind: inbox.ReplyKind(v.Kind), Renewed: v.Renewed, Voice: inbox.Voice(v.Voice)}
	copy(r.Basis[:], v.Basis)
	if v.Reason != nil {
		r.Reason = inbox.Reason(*v.Reason)
	}
	if v.Assessed {
		if v.Assessment != nil {
			of = v.Assessment
		}
		a := of.status(inbox.Ref{}).Assessment
		a.Advert = v.Advert
		r.Assessment = &a
	}
	return r
}

// waitingValue is a copy of a waiting message and its status, as they stand in their own buckets. A digest reads the
// waiting messages from one place, at the same cost however large the store is.
type waitingValue struct {
	Message cbor.RawMessage `cbor:"1,keyasint"`
	Status  cbor.RawMessage `cbor:"2,keyasint"`
}

type changeValue struct {
	At     int64  `cbor:"1,keyasint,omitempty"`
	AtNs   int32  `cbor:"2,keyasint,omitempty"`
	State  string `cbor:"3,keyasint,omitempty"`
	By     string `cbor:"4,keyasint,omitempty"`
	Reason string `cbor:"5,keyasint,omitempty"` // words: a person's, or those of an earlier version
	Code   string `cbor:"6,keyasint,omitempty"`
	Also   string `cbor:"7,keyasint,omitempty"`
	Count  int    `cbor:"8,keyasint,omitempty"`
}

// reasonValue is a reason of a status.
type reasonValue struct {
	Code  string `cbor:"1,keyasint,omitempty"`
	Also  string `cbor:"2,keyasint,omitempty"`
	Count int    `cbor:"3,keyasint,omitempty"`
	Words string `cbor:"4,keyasint,omitempty"`
}

func newStatusValue(v inbox.MessageStatus, waiting bool, closed time.Time) statusValue {
	out := statusValue{
		Category: string(v.Category), NeedsAnswer: v.NeedsAnswer, Score: v.Score, Group: v.Group, Topic: v.Topic,
		Municipality: v.Municipality, Urgent: v.Urgency.Urgent(nil), Urgency: string(v.Urgency.Code()),
		Certain: v.Certain, District: v.District, Unsolved: v.Unsolved, Waiting: waiting,
		Settlement: v.Settlement, Street: v.Street, House: v.House, Copies: v.Copies,
		Answers: v.Answers, Parts: v.Parts, Voice: int(v.Voice),
	}
	for _, r := range v.Reasons {
		out.Because = append(out.Because, reasonValue(r))
	}
	out.Closed, out.ClosedNs = moment(closed)
	for _, r := range v.Readings {
		out.Readings = append(out.Readings, newReadingValue(r, v.Assessment))
	}
	for _, c := range v.History {
		at, ns := moment(c.At)
		out.History = append(out.History, changeValue{At: at, AtNs: ns, State: string(c.State), By: c.By,
			Reason: c.Reason.Words, Code: c.Reason.Code, Also: c.Reason.Also, Count: c.Reason.Count})
	}
	out.Promises = newPromiseValues(v.Promises)
	return out
}

// urgency is how urgent the message is, which earlier versions did not say.
func (v *statusValue) urgency() inbox.Urgency {
	if v.Urgent && v.Urgency == "" {
		return inbox.Ungraded
	}
	return inbox.Urgency(v.Urgency)
}

func (v *statusValue) closed() time.Time { return timeOf(v.Closed, v.ClosedNs) }

func (v *statusValue) status(ref inbox.Ref) *inbox.MessageStatus {
	out := &inbox.MessageStatus{Ref: ref, Answers: v.Answers, Parts: v.Parts, Voice: inbox.Voice(v.Voice),
		Assessment: inbox.Assessment{
			Category: inbox.Category(v.Category), NeedsAnswer: v.NeedsAnswer, Score: v.Score, Group: v.Group,
			Topic:        v.Topic,
			Municipality: v.Municipality, District: v.District, Urgency: v.urgency(), Certain: v.Certain,
			Unsolved: v.Unsolved, Settlement: v.Settlement, Street: v.Street, House: v.House, Copies: v.Copies,
		}}
	for _, r := range v.Because {
		out.Reasons = append(out.Reasons, inbox.Reason(r))
	}
	for _, words := range v.Reasons {
		out.Reasons = append(out.Reasons, inbox.Reason{Words: words})
	}
	for _, c := range v.History {
		out.History = append(out.History, inbox.Change{At: timeOf(c.At, c.AtNs), State: inbox.State(c.State), By: c.By,
			Reason: inbox.Reason{Code: c.Code, Also: c.Also, Count: c.Count, Words: c.Reason}})
	}
	out.Promises = promisesOf(v.Promises)
	return out
}
