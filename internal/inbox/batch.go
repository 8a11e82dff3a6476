package inbox

import (
	"errors"
	"slices"
	"strings"
	"time"
)

// ErrCursorMoved says that another process committed for the same source since the cursor was read. Nothing was
// written; going on from the cursor that is stored now loses nothing.
var ErrCursorMoved = errors.New("another process has collected this source meanwhile")

// Batch is one step of collecting: what was read since the cursor, and where to go on.
type Batch struct {
	// Messages were read in this step. One that is stored already is an update: its text, media, author's name and
	// deletion are compared with what is stored.
	Messages []Message
	// Deletions are stored messages that a complete reading of their thread no longer found.
	Deletions []Deletion
	// Officials are all who write for the official's side as far as the source knows: staff and administrators. Who is
	// new among them was official in what is stored already, too.
	Officials []Official
	// Homes are the chats in which what is stored without one was written, as far as the source knows: versions that
	// told no chats apart left it so.
	Homes []Home
	// Undecoded are pieces of the reply that could not be decoded. They are kept, counted and reported.
	Undecoded []Undecoded
	// Gaps are periods that were not, and will not be, read.
	Gaps []Gap
	// Warnings are sentences for the operator about parts that could not be read although the step succeeded, such as
	// a post whose comments are closed. They hold no names and no message text.
	Warnings []string
	// Inaccessible are the parts that the platform does not show although something stands there. The last batch of a
	// pull names all that are refused at that time, whether they were asked for again in this pull or not: a digest
	// says so.
	Inaccessible []Inaccessible
	// Reconciliation sets what the platform counts against what is stored, as far as that is known. The last batch of
	// a pull carries the whole, as with Refused.
	Reconciliation Reconciliation
	// Horizon is the date of the oldest post whose comments are still looked after, where older ones stand: what is
	// written beneath those is not read. Zero: there are none, or the platform has no posts.
	Horizon time.Time
	// Next is the cursor after this step. Opaque to everyone but the source.
	Next []byte
	// More is true while the platform has more to give.
	More bool
}

// Official is an author who writes for the official's side of a channel.
type Official struct {
	Channel ChannelID
	Author  string // as Author.ID
}

// Home is the chat of a channel's messages that name none.
type Home struct {
	Channel ChannelID
	Kind    Kind
	Chat    string // as Message.Chat
}

// Deletion is a message that disappeared from the platform.
type Deletion struct {
	Ref     Ref
	Noticed time.Time
}

// Undecoded is something a platform sent that this version could not decode.
type Undecoded struct {
	Channel ChannelID
	// ID is the platform's number of the piece (a Telegram update_id, a VK comment id), so that the same piece read
	// twice is kept once.
	ID      string
	Raw     []byte
	Problem string // why, without any of the text
	// Code is the source's own name for the problem, where it looks for such pieces again. Empty: it does not.
	Code string
	// Message is set by the store where all could be decoded and only the date cannot be true (FaultOfDate): it waits
	// there until the date can be, because this machine's clock may have been behind.
	Message *Message
}

// importSource begins the names of sources that are files which somebody saved earlier.
const importSource = "import "

// ImportSource is the name of the source that a channel's files are.
func ImportSource(platform Platform, channel ChannelID) string {
	return importSource + string(platform) + " " + string(channel)
}

// IsImport reports whether a source is a file: what it brings may be older than what is stored, and it says nothing of
// how completely the channel was read.
func IsImport(source string) bool { return strings.HasPrefix(source, importSource) }

// Inaccessible is a part of a channel that the platform does not show, such as a post whose comments are hidden.
type Inaccessible struct {
	// Part names it: "wall-1_5" for a post, "dialog of message 481-220-917" for a dialog. Nothing in it is a person's.
	Part string
	// Code is the platform's error code.
	Code int
}

// FailureKind says in one word why something could not be read. Reports turn it into a sentence in the reader's
// language.
type FailureKind string

// The troubles.
const (
	FailureNetwork  FailureKind = "network"  // no connection, time-out, TLS
	FailureToken    FailureKind = "token"    // the token is wrong, revoked, or of the wrong kind
	FailureAccess   FailureKind = "access"   // the token is good and lacks a right
	FailureCaptcha  FailureKind = "captcha"  // the platform wants a person to prove to be one
	FailureLimit    FailureKind = "limit"    // a rate or daily limit
	FailurePlatform FailureKind = "platform" // the platform failed or answered with something unintelligible
	FailureConflict FailureKind = "conflict" // somebody else reads the same queue (webhook, second poller)
	FailureExpired  FailureKind = "expired"  // the platform no longer keeps what was written then (Telegram: 24 hours)
	FailureStore    FailureKind = "store"    // the reply came and could not be stored
	FailureOther    FailureKind = "other"
)

// Gap is a period of a channel that was not read. To is zero while it lasts.
type Gap struct {
	Channel  ChannelID
	From, To time.Time
	Failure  FailureKind
	// FoundAt is when the gap was found, so that a digest shows it once even when it lies far back.
	FoundAt time.Time
}

// Pull is the record of one attempt to read a source to its end.
type Pull struct {
	// Source is the source's name (see collectors.Source); Channels are the channels it reads for.
	Source   string
	Channels []ChannelID
	// Started and Ended are this machine's times.
	Started, Ended time.Time
	// Complete is true if the source was read until nothing new was left, for all of its channels.
	Complete bool
	// Failed are the channels that could not be read where the others were; empty: Complete speaks of all.
	Failed []ChannelID
	// Stored is true if a part was stored at least: the attempt was not for nothing. Not kept.
	Stored bool
	// Failure and Detail say why not; Detail is an English sentence for the operator without secrets or texts.
	Failure FailureKind
	Detail  string
	// Added, Changed, Gone and Undecoded count what the attempt brought.
	Added, Changed, Deleted, Undecoded int
	Warnings                           []string
	// Inaccessible are the parts that the platform did not show at the end of the attempt.
	Inaccessible []Inaccessible
	// Reconciliation is the reconciliation at the end of the attempt, Horizon that of the last batch.
	Reconciliation Reconciliation
	Horizon        time.Time
}

// Reads reports whether the attempt read a channel to its end.
func (p Pull) Reads(id ChannelID) bool {
	return p.Complete || len(p.Failed) > 0 && !slices.Contains(p.Failed, id)
}

// CommitStats counts what a commit did.
type CommitStats struct {
	Added     int // messages that were not stored before
	Changed   int // stored messages whose text, media or deletion changed
	Deleted   int // stored messages newly marked as deleted
	Undecoded int // undecoded pieces that were not stored before
	Held      int // messages that were kept undecoded, now or before, because their date cannot be true (FaultOfDate)
	Expired   int // messages that were not taken: what is so old was destroyed
	Erased    int // messages that were not taken: they were destroyed at their author's demand
}

// Add counts what another commit did as well.
func (c *CommitStats) Add(other CommitStats) {
	c.Added += other.Added
	c.Changed += other.Changed
	c.Deleted += other.Deleted
	c.Undecoded += other.Undecoded
	c.Held += other.Held
	c.Expired += other.Expired
	c.Erased += other.Erased
}

// Coverage is what is known at some moment about how completely a channel was read.
type Coverage struct {
	Channel ChannelID
	// LastComplete is the end of the last complete reading: the oldest among the channel's sources, because the
	// channel is only as fresh as its stalest part. Zero: never.
	LastComplete time.Time
	// LastTry is the end of the newest attempt. Trouble and Detail are that of the source that failed, if one did.
	LastTry time.Time
	Failure FailureKind
	Detail  string
	// Stored counts all messages of the channel, Undecoded the pieces kept undecoded.
	Stored, Undecoded int
	// Pending counts the messages of the threads that are not evaluated yet.
	Pending int
	// Gaps are the recorded gaps, oldest first.
	Gaps []Gap
	// Inaccessible are the parts that the platform did not show when the channel was read last.
	Inaccessible []Inaccessible
	// Reconciliation is what the platform counted then, beside what was stored.
	Reconciliation Reconciliation
	// Horizon: what was written beneath posts older than it was not read (see Batch).
	Horizon time.Time
	// Since is when the oldest stored message was sent: nothing is known of the time before. Zero: nothing is stored.
	Since time.Time
	// Imported is the end of the last import from a file; zero: none.
	Imported time.Time
}
