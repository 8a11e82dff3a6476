package inbox

import "time"

// State says whether a citizen's message has been answered (contract: JSON formats, `state`).
type State string

// The states. A message that needs an answer has exactly one of the others than None.
const (
	None      State = "none"      // needs no answer
	Open      State = "open"      // needs an answer and has had none
	Formal    State = "formal"    // has only a formal reply
	Interim   State = "interim"   // has an interim reply and waits for the final one
	Reopened  State = "reopened"  // its author was answered in this thread before and wrote again that it is not solved
	Answered  State = "answered"  // has an answer
	Dismissed State = "dismissed" // closed by a person of the office
)

// Waiting reports whether somebody still owes an answer.
func (s State) Waiting() bool {
	return s == Open || s == Formal || s == Interim || s == Reopened
}

// Category is what a citizen's message is.
type Category string

// The categories (contract: `otklik classify`, field kind).
const (
	Complaint Category = "complaint"
	Request   Category = "request"
	Question  Category = "question"
	Thanks    Category = "thanks"
	Chatter   Category = "chatter"
	Spam      Category = "spam"
)

// OtherGroup is the classifier's group of what fits none of its others.
const OtherGroup = "Прочее"

// Assessment is what reading made of a citizen's message.
type Assessment struct {
	Category    Category
	NeedsAnswer bool
	// Score is the probability, 0 to 1, that the message needs an answer.
	Score float64
	// Group and Topic are the federal classifier's; Group is OtherGroup where none fits. Topic may be empty.
	Group, Topic string
	// Municipality is the normal form of the place the message is about; empty where it names none. Settlement, Street
	// and House are there where the message says them.
	Municipality, Settlement, Street, House string
	// District is the district, by its name of today, that the place lies in or is: figures are counted by it. Empty
	// where a town is a district of its own; then the municipality stands for it.
	District string
	// Urgency is how urgent it is; whether that counts as urgent is the office's to say (Urgency.Urgent).
	Urgency Urgency
	// Certain is true where Urgency rests on words that a rule knows, or on models that leave no doubt: a message alone
	// may disturb people then.
	Certain bool
	// Copies is how many other people sent the same text and are not listed themselves (see Same); only the earliest
	// of them carries it.
	Copies int
	// Advert is true where the text advertises something, whatever it complains about. It is not stored: it decides
	// what copies of the text are.
	Advert bool
	// Firm is true where a rule or a person of the office decided, so that nobody's opinion may overrule it. It is not
	// stored: it decides what a second opinion is asked about, which is asked when a text is read.
	Firm bool
	// Unsolved is true where the author says that an earlier answer did not help.
	Unsolved bool
	// Reasons are what spoke for the decision.
	Reasons []Reason
}

// ReplyKind is what a message of the official's side is worth as an answer.
type ReplyKind string

// The kinds of reply, from worth nothing to worth most.
const (
	ReplyNone      ReplyKind = "none"      // a greeting, a like in words: no answer at all
	ReplyAutomatic ReplyKind = "automatic" // sent by a machine
	ReplyFormal    ReplyKind = "formal"
	ReplyInterim   ReplyKind = "interim"
	ReplyAnswer    ReplyKind = "answer"
)

// Change is one step in the life of a citizen's message.
type Change struct {
	At    time.Time
	State State
	// By is the id of the reply that caused the step; empty for the message itself and for corrections.
	By string
	// Reason is why; that of a closing by the office is in the words of the person who closed.
	Reason Reason
}

// MessageStatus is what Evaluate found about one citizen's message.
type MessageStatus struct {
	Ref Ref
	Assessment
	// Answers is the id of another person's complaint in the same thread that this message answers as the staff does,
	// in which Voice: its author may belong to the staff and not be known to. Empty: none.
	Answers string
	Voice   Voice
	// Parts are the ids of the other messages of the album that this one speaks for. None of them waits by itself.
	Parts []string
	// Promises are what replies promised to its author (AddPromises).
	Promises []Promise
	// History has the message's steps in time order; the first is its arrival. Never empty.
	History []Change
	// Readings are what the reader said that the status rests on. The store keeps them for the next evaluation of the
	// thread (Thread.Readings), and gives no status with them.
	Readings []Reading
}

// State is the state after all steps.
func (v MessageStatus) State() State { return v.last().State }

// Reason is the reason of the last step.
func (v MessageStatus) Reason() Reason { return v.last().Reason }

func (v MessageStatus) last() Change {
	if len(v.History) == 0 {
		return Change{State: None}
	}
	return v.History[len(v.History)-1]
}

// At is the step in force at the moment t; ok is false before the message arrived.
func (v MessageStatus) At(t time.Time) (c Change, ok bool) {
	for _, step := range v.History {
		if step.At.After(t) {
			break
		}
		c, ok = step, true
	}
	return c, ok
}

// Closed is when the message stopped waiting for good; zero while it waits or if it never did.
func (v MessageStatus) Closed() time.Time {
	if v.State() == Answered || v.State() == Dismissed {
		for i := len(v.History) - 1; i >= 0; i-- {
			if i == 0 || v.History[i-1].State.Waiting() {
				return v.History[i].At
			}
		}
	}
	return time.Time{}
}

// Record is a stored message with what is known about it. Status is nil for a message of the official's side.
type Record struct {
	Message Message
	Status  *MessageStatus
}

// PresentAt reports whether the message was still on the platform at the moment t.
func (r Record) PresentAt(t time.Time) bool {
	return r.Message.Deleted.IsZero() || r.Message.Deleted.After(t)
}
