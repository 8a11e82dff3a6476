package inbox

import (
	"slices"
	"time"
)

// Batch is one step of collecting: what was read since the cursor, and where to go on.
type Batch struct {
	// Messages were read in this step. One that is stored already is an update: its text, media, author's name and
	// deletion are compared with what is stored.
	Messages []Message
	// Gone are stored messages that a complete reading of their thread no longer found.
	Gone []Gone
	// Officials are all who write for the official's side as far as the source knows: staff and administrators. Who is
	// new among them was official in what is stored already, too.
	Officials []Official
	// Homes are the chats in which what is stored without one was written, as far as the source knows: versions that
	// told no chats apart left it so.
	Homes []Home
	// Unread are pieces of the reply that could not be decoded. They are kept, counted and reported.
	Unread []Unread
	// Gaps are periods that were not, and will not be, read.
	Gaps []Gap
	// Warnings are sentences for the operator about parts that could not be read although the step succeeded, such as
	// a post whose comments are closed. They hold no names and no message text.
	Warnings []string
	// Refused are the parts that the platform does not show although something stands there. The last batch of a pull
	// names all that are refused at that time, whether they were asked for again in this pull or not: a digest says so.
	Refused []Refused
	// Tally sets what the platform counts against what is stored, as far as that is known. The last batch of a pull
	// carries the whole, as with Refused.
	Tally Tally
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

// Gone is a message that disappeared from the platform.
type Gone struct {
	Ref     Ref
	Noticed time.Time
}

// Unread is something a platform sent that this version could not decode.
type Unread struct {
	Channel ChannelID
	// ID is the platform's number of the piece (a Telegram update_id, a VK comment id), so that the same piece read
	// twice is kept once.
	ID      string
	Raw     []byte
	Problem string // why, without any of the text
	// Message is set by the store where all could be decoded and only the date cannot be true (FaultOfDate): it waits
	// there until the date can be, because this machine's clock may have been behind.
	Message *Message
}

// Refused is a part of a channel that the platform does not show, such as a post whose comments are hidden.
type Refused struct {
	// Part names it: "wall-1_5" for a post, "dialog of message 481-220-917" for a dialog. Nothing in it is a person's.
	Part string
	// Code is the platform's error code.
	Code int
}

// Trouble says in one word why something could not be read. Reports turn it into a sentence in the reader's language.
type Trouble string

// The troubles.
const (
	TroubleNetwork  Trouble = "network"  // no connection, time-out, TLS
	TroubleToken    Trouble = "token"    // the token is wrong, revoked, or of the wrong kind
	TroubleAccess   Trouble = "access"   // the token is good and lacks a right
	TroubleCaptcha  Trouble = "captcha"  // the platform wants a person to prove to be one
	TroubleLimit    Trouble = "limit"    // a rate or daily limit
	TroublePlatform Trouble = "platform" // the platform failed or answered with something unintelligible
	TroubleConflict Trouble = "conflict" // somebody else reads the same queue (webhook, second poller)
	TroubleExpired  Trouble = "expired"  // the platform no longer keeps what was written then (Telegram: 24 hours)
	TroubleStore    Trouble = "store"    // the reply came and could not be stored
	TroubleOther    Trouble = "other"
)

// Gap is a period of a channel that was not read. To is zero while it lasts.
type Gap struct {
	Channel  ChannelID
	From, To time.Time
	Trouble  Trouble
	// Noted is when the gap was found, so that a digest shows it once even when it lies far back.
	Noted time.Time
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
	// Trouble and Detail say why not; Detail is an English sentence for the operator without secrets or texts.
	Trouble Trouble
	Detail  string
	// Added, Changed, Gone and Unread count what the attempt brought.
	Added, Changed, Gone, Unread int
	Warnings                     []string
	// Refused are the parts that the platform did not show at the end of the attempt.
	Refused []Refused
	// Tally is the reconciliation at the end of the attempt, Horizon that of the last batch.
	Tally   Tally
	Horizon time.Time
}

// Reads reports whether the attempt read a channel to its end.
func (p Pull) Reads(id ChannelID) bool {
	return p.Complete || len(p.Failed) > 0 && !slices.Contains(p.Failed, id)
}

// Receipt counts what a commit did.
type Receipt struct {
	Added   int // messages that were not stored before
	Changed int // stored messages whose text, media or deletion changed
	Gone    int // stored messages newly marked as deleted
	Unread  int // undecoded pieces that were not stored before
	Held    int // messages that were kept undecoded, now or before, because their date cannot be true (FaultOfDate)
	Expired int // messages that were not taken: what is so old was destroyed
	Erased  int // messages that were not taken: they were destroyed at their author's demand
}

// Coverage is what is known at some moment about how completely a channel was read.
type Coverage struct {
	Channel ChannelID
	// LastComplete is the end of the last complete reading: the oldest among the channel's sources, because the
	// channel is only as fresh as its stalest part. Zero: never.
	LastComplete time.Time
	// LastTry is the end of the newest attempt. Trouble and Detail are that of the source that failed, if one did.
	LastTry time.Time
	Trouble Trouble
	Detail  string
	// Stored counts all messages of the channel, Unread the pieces kept undecoded.
	Stored, Unread int
	// Gaps are the recorded gaps, oldest first.
	Gaps []Gap
	// Refused are the parts that the platform did not show when the channel was read last.
	Refused []Refused
	// Tally is what the platform counted then, beside what was stored.
	Tally Tally
	// Horizon: what was written beneath posts older than it was not read (see Batch).
	Horizon time.Time
	// Since is when the oldest stored message was sent: nothing is known of the time before. Zero: nothing is stored.
	Since time.Time
	// Imported is the end of the last import from a file; zero: none.
	Imported time.Time
}
