package inbox

import (
	"cmp"
	"slices"
)

// Urgency is how urgent a message is (contract: JSON formats, `urgency`).
type Urgency string

// The degrees, the least first.
const (
	NotUrgent Urgency = ""
	Hazard    Urgency = "hazard" // a danger that stands: nobody is in it at this moment
	Outage    Urgency = "outage" // heat, water, power or gas is out now
	// Ungraded is what an earlier version called urgent without saying how: it is urgent, and may be about people in
	// danger. It lasts until the message is read again, in a depersonalised one for ever, and has no code outside.
	Ungraded Urgency = "ungraded"
	Life     Urgency = "life" // people are in danger now
)

// degrees are the degrees in their order.
func degrees() []Urgency { return []Urgency{NotUrgent, Hazard, Outage, Ungraded, Life} }

// Compare orders degrees, the least first.
func (u Urgency) Compare(other Urgency) int {
	list := degrees()
	return cmp.Compare(slices.Index(list, u), slices.Index(list, other))
}

// Urgent reports whether a message of this degree is urgent: one of Outage or above always is, another where the
// office says so.
func (u Urgency) Urgent(office []Urgency) bool {
	return u.Compare(Outage) >= 0 || slices.Contains(office, u)
}

// Code is the degree as other programs are told it; empty where none is known.
func (u Urgency) Code() Urgency {
	if u == Ungraded {
		return ""
	}
	return u
}
