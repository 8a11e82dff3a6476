package inbox

import "time"

// AlertReason is why a problem cannot wait for the next digest.
type AlertReason string

// The reasons, the weightiest first.
const (
	AlertLife  AlertReason = "life"  // people are in danger now
	AlertRise  AlertReason = "rise"  // several people wrote about one matter at one place within hours
	AlertSurge AlertReason = "surge" // far more people than usual at this hour wrote about one topic
)

// Alert is what was decided about one problem between digests. It holds facts and identities, and nobody's words.
type Alert struct {
	// Circle names the readers it was decided for, At the moment, which is also that of the notice it went out in.
	Circle string
	At     time.Time
	// Number tells apart the problems of one moment.
	Number int
	Reason AlertReason
	// OverBound: the day's bound was reached, so that nobody was disturbed and the next digest counts it.
	OverBound bool
	// Urgency is the degree that is certain, or that two people confirm.
	Urgency Urgency
	// People and Messages wait for an answer about it, First and Last are the first and last of these.
	People, Messages int
	First, Last      time.Time
	// Group and Topic are the classifier's, the rest is where, as far as it is said.
	Group, Topic                            string
	Municipality, Settlement, Street, House string
	// Refs are the messages it is about. A purge takes out those that it destroys.
	Refs []Ref
}
