package inbox

import "time"

// Count is how much of one part of a channel is stored, beside how much of it the platform says there is.
type Count struct {
	// Part names it as Refused.Part does.
	Part string
	// Counted is what the platform says stands there; Stored is how many of those are kept, undecoded pieces included,
	// and what was destroyed on purpose (a purge) as well: nothing of that is missing.
	Counted, Stored int
	// Since is when the two were first seen to differ.
	Since time.Time
}

// Reconciliation sets what the platform counts against what is stored: a reconciliation. The zero Reconciliation
// compares nothing, as for platforms that do not count.
type Reconciliation struct {
	// Parts is how many parts were compared; Counted and Stored are their sums.
	Parts, Counted, Stored int
	// Mismatches are parts of which less is stored than counted although they were read again; a few of them where
	// there are many.
	Mismatches []Count
}

// mostOff bounds Reconciliation.Mismatches: it is kept with every pull.
const mostOff = 10

// Add takes up one part.
func (t *Reconciliation) Add(c Count) {
	c.Stored = min(c.Stored, c.Counted) // what was deleted and is kept is no surplus
	t.Parts++
	t.Counted += c.Counted
	t.Stored += c.Stored
	if c.Stored < c.Counted && !c.Since.IsZero() && len(t.Mismatches) < mostOff {
		t.Mismatches = append(t.Mismatches, c)
	}
}

// Merge takes up all that another one compared, as of another source of the channel.
func (t *Reconciliation) Merge(other Reconciliation) {
	t.Parts += other.Parts
	t.Counted += other.Counted
	t.Stored += other.Stored
	room := max(0, mostOff-len(t.Mismatches))
	t.Mismatches = append(t.Mismatches, other.Mismatches[:min(len(other.Mismatches), room)]...)
}
