package inbox

import "context"

// Reader understands texts. Evaluate asks it; it knows nothing of states. Implementations are pure: the same thread
// gives the same answer, nothing is remembered between calls, and all methods may be called from several goroutines.
// The thread's Readings are a part of it: what a reader was told of it once, it may find there.
// They may be slow and may fail: an error leaves the whole thread as it was, to be evaluated another time.
type Reader interface {
	// Version names the reading: another version may say other things of the same texts.
	Version() string
	// Basis is a digest of all that Assess would look at for t.Messages[i], the version included. It reads no text.
	Basis(t Thread, i int) Basis
	// Assess says what the citizen's message t.Messages[i] is. The rest of the thread is there for its context; only
	// the Lookback messages before i may influence the result.
	Assess(ctx context.Context, t Thread, i int) (Assessment, error)
	// Gist reads what of a message decides what a reply is worth as an answer: of a reply where the author is
	// official, of what was asked where not. It looks at text and media, and whether there is an operator. Each text
	// is read once, however many messages a reply is compared with. It is never asked about replies whose Automatic
	// flag is set.
	Gist(ctx context.Context, m Message) (Gist, error)
	// Reply says what a reply is worth as an answer to a citizen's message, and in Russian why. It only compares gists
	// that Gist made: it reads nothing, and is called for every pair of them that matters.
	Reply(citizen, reply Gist) (ReplyKind, Reason)
	// Renewed reports whether t.Messages[i], which once read former, asks for something now that it did not ask for
	// then. A corrected letter, a reworded question, added thanks are nothing new. Only the Lookback messages before
	// i may influence it.
	Renewed(ctx context.Context, t Thread, i int, former string) (bool, error)
	// Voice says how somebody who is not known to be of the official's side answers another person's complaint. It
	// looks at the text and media of both.
	Voice(ctx context.Context, complaint, reply Message) (Voice, error)
}

// Lookback is how many earlier messages of a thread can matter for the context of one. Without a bound a thread of many
// thousands would cost its square.
const Lookback = 400

// Gist is a message as Reader.Reply compares it. It belongs to the evaluation that asked for it.
type Gist struct {
	// Key is equal only for gists that Reply cannot tell apart, so that a bot's thousandth reply costs nothing.
	Key string
	// Of is what the reader made of the message.
	Of any
}

// Voice is how a reply to somebody else's complaint sounds.
type Voice int

// The voices.
const (
	VoicePrivate Voice = iota // that of a person who speaks for himself
	VoicePlain                // reports what was done: people in charge do, and well-informed neighbours
	VoiceOffice               // that of an office
)

// Thread is a comment thread or a dialog with all that is stored of it.
type Thread struct {
	Ref ThreadRef
	// Messages are in the order of Compare.
	Messages []Message
	// Corrections are the office's decisions about messages of this thread.
	Corrections map[Ref]Correction
	// Duplicates says of messages of this thread how often their wording stands in the store; those that stand alone
	// have no entry.
	Duplicates map[Ref]Duplicates
	// Readings are what a reader said of texts of this thread when it was evaluated before.
	Readings map[Basis]Reading
	// Given are the statuses of messages that are not evaluated again; nil: all are. Then the thread holds only those
	// messages, besides what citizens added at its end, that the statuses of these rest on.
	Given map[Ref]MessageStatus
}

// IsGiven reports whether a message has its status already.
func (t Thread) IsGiven(r Ref) bool {
	_, given := t.Given[r]
	return given
}
