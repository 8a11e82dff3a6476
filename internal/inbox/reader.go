package inbox

// Reader understands texts. Judge asks it; it knows nothing of states. Implementations are pure: the same thread gives
// the same answer, nothing is remembered between calls, and all methods may be called from several goroutines.
type Reader interface {
	// Assess says what the citizen's message t.Messages[i] is. The rest of the thread is there for its context; only
	// messages before i may influence the result.
	Assess(t Thread, i int) Assessment
	// Reply says what the reply is worth as an answer to the citizen's message, and in Russian why. It is never asked
	// about replies whose Automatic flag is set.
	Reply(citizen, reply Message) (ReplyKind, string)
	// Renewed reports whether t.Messages[i], which once read former, asks for something now that it did not ask for then.
	// A corrected letter, a reworded question, added thanks are nothing new. Only messages before i may influence it.
	Renewed(t Thread, i int, former string) bool
	// Voice says how somebody who is not known to be of the official's side answers another person's complaint.
	Voice(complaint, reply Message) Voice
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
	// Duplicates says of messages of this thread how often their wording stands in the store; those that stand alone have no
	// entry.
	Duplicates map[Ref]Duplicates
}
