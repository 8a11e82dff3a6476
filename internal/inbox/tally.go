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

// Tally sets what the platform counts against what is stored: a reconciliation. The zero Tally compares nothing, as for
// platforms that do not count.
type Tally struct {
	// Parts is how many parts were compared; Counted and Stored are their sums.
	Parts, Counted, Stored int
	// Off are parts of which less is stored than counted although they were read again; a few of them where there are
	// many.
	Off []Count
}

// mostOff bounds Tally.Off: it is kept with every pull.
const mostOff = 10

// Add takes up one part.
func (t *Tally) Add(c Count) {
	c.Stored = min(c.Stored, c.Counted) // what was deleted and is kept is no surplus
	t.Parts++
	t.Counted += c.Counted
	t.Stored += c.Stored
	if c.Stored < c.Counted && !c.Since.IsZero() && len(t.Off) < mostOff {
		t.Off = append(t.Off, c)
	}
}

// Join takes up all that another one compared, as of another source of the channel.
func (t *Tally) Join(other Tally) {
	t.Parts += other.Parts
	t.Counted += other.Counted
	t.Stored += other.Stored
	t.Off = append(t.Off, other.Off[:min(len(other.Off), mostOff-min(len(t.Off), mostOff))]...)
}
