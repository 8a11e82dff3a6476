package store

import (
	"errors"
	"otklik/internal/inbox"
	"time"
)

// PurgeMode says what becomes of what is purged.
type PurgeMode string

// The modes. In both, everything that was derived from a message goes with it: indexes, corrections, raw replies,
// digests that may quote it.
const (
	// Delete leaves nothing of a message.
	Delete PurgeMode = "delete"
	// Depersonalise leaves when and where something was written, its topic and the steps of its state, for the
	// figures of past months; never who, what, or under which number of the platform.
	Depersonalise PurgeMode = "depersonalise"
)

// PurgeOrder says what has to go. One of Before and Author is set.
type PurgeOrder struct {
	// Before: everything that was sent earlier goes.
	Before time.Time
	// Author of Platform: everything of one person goes, whenever it was sent, with the dialogs that were led with this
	// person alone. What others wrote stays; where it names the person by id or by full name, that is replaced.
	Platform inbox.Platform
	Author   string
	// Channels bounds the order; empty: all.
	Channels []inbox.ChannelID
	Mode     PurgeMode
	// At is now, in the office's time zone: its year numbers the certificate.
	At time.Time
}

// PurgeTools are what purging needs of others.
type PurgeTools struct {
	// Matcher is the one that EvaluatePending is given; nil if none is.
	Matcher inbox.Matcher
	// Blank takes the place of a kept digest that may quote what was purged.
	Blank []byte
	// LastCertificate gives the highest number of a year's certificates that were written, whatever this store knows of
	// them; nil: only what it knows counts.
	LastCertificate func(year int) int
	// Municipality reports whether a register knows a municipality: any other is a word of the text, perhaps
	// somebody's name, and does not stay with what is depersonalised. Nil: all stay.
	Municipality func(name string) bool
	// Step, if set, is called after every transaction: tests end the process there.
	Step func()
}

// PurgeCount counts the purged messages of one kind in one channel.
type PurgeCount struct {
	Channel  inbox.ChannelID `cbor:"1,keyasint"`
	Kind     inbox.Kind      `cbor:"2,keyasint"`
	Messages int             `cbor:"3,keyasint,omitempty"` // all of them
	Official int             `cbor:"4,keyasint,omitempty"` // those of the official's side
	Waiting  int             `cbor:"5,keyasint,omitempty"` // those that still waited for an answer
}

// PurgeRecord is what is known of a purge, and the number of its certificate. It holds no personal data once Erased is
// set.
type PurgeRecord struct {
	// Year and Number are the certificate's. Number is given when the records are gone; 0: not yet, or there was
	// nothing to purge.
	Year, Number int
	Order        PurgeOrder
	// Subject stands for Order.Author, which is forgotten when the purge is done; empty where no certificate is
	// written.
	Subject string
	Started time.Time
	// Erased, Rewritten and Certified are when the records were gone, when the file was rewritten without what had
	// stood in them, and when the certificate was written. Zero: not yet.
	Erased, Rewritten, Certified time.Time
	Counts                       []PurgeCount
	// Raw, Undecoded, Digests, Blanked, Corrections and Mentions count raw replies, undecoded pieces, digests that were
	// deleted or emptied, decisions of the office, and other people's messages in which the person was made
	// unrecognisable.
	Raw, Undecoded, Digests, Blanked, Corrections, Mentions int
}

// Messages counts the messages of all channels.
func (r PurgeRecord) Messages() (n int) {
	for _, c := range r.Counts {
		n += c.Messages
	}
	return n
}

// Waiting counts those of them that had had no answer.
func (r PurgeRecord) Waiting() (n int) {
	for _, c := range r.Counts {
		n += c.Waiting
	}
	return n
}

// Empty reports whether there was nothing to purge.
func (r PurgeRecord) Empty() bool {
	return r.Messages()+r.Raw+r.Undecoded+r.Digests+r.Blanked+r.Corrections+r.Mentions == 0
}

// PurgeRow is one purged message, under pseudonyms: the same id has the same pseudonym in one purge and in no other.
type PurgeRow struct {
	Channel inbox.ChannelID `cbor:"1,keyasint"`
	Kind    inbox.Kind      `cbor:"2,keyasint"`
	Message string          `cbor:"3,keyasint"` // stands for the message's number
	// stands for its author; empty: the official's side, or not known
	Subject  string `cbor:"4,keyasint,omitempty"`
	At       int64  `cbor:"5,keyasint"` // the minute when it was purged, in seconds since 1970
	Official bool   `cbor:"6,keyasint,omitempty"`
	Waiting  bool   `cbor:"7,keyasint,omitempty"`
}

// ErrOfficialAuthor says that the person whose messages are to be forgotten writes for the official's side.
var ErrOfficialAuthor = errors.New("this author writes for the official's side; take the id out of the channel's " +
	"staff and out of its administrators first")
