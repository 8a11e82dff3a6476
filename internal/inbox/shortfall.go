package inbox

import "time"

// Shortfall is a way in which what is known of a channel falls short of what people wrote there.
type Shortfall string

// The shortfalls. A channel without any is complete.
const (
	Stale    Shortfall = "stale"   // it was never read to its end, or not lately
	Blind    Shortfall = "blind"   // the platform shows the reader nothing at present: a gap lasts, or it was refused
	Withheld Shortfall = "hidden"  // the platform refuses parts of which it says that something stands there
	Missing  Shortfall = "missing" // the platform counts more than it showed
	Lost     Shortfall = "lost"    // a part of the period was not read, or was found to be lost in it
	Pending  Shortfall = "pending" // what was read is not evaluated yet: more may wait
)

// Shortfalls are why the channel cannot be called complete as of the end of the period (from, to]; none: it can.
// fresh says whether it was read to its end within the last two collection periods before that. What `complete`, "the
// data are incomplete", the exit codes and the status say comes from here alone.
func (c Coverage) Shortfalls(fresh bool, from, to time.Time) (list []Shortfall) {
	blind, lost := c.refusesReader(), false
	for _, g := range c.Gaps {
		switch {
		case g.From.After(to):
		case g.Lasts(to):
			blind = true
		case g.To.After(from), g.FoundAt.After(from) && !g.FoundAt.After(to):
			lost = true
		}
	}
	for _, s := range []struct {
		short bool
		is    Shortfall
	}{
		{!fresh, Stale}, {blind, Blind}, {len(c.Inaccessible) > 0, Withheld},
		{len(c.Reconciliation.Mismatches) > 0, Missing}, {lost, Lost}, {c.Pending > 0, Pending},
	} {
		if s.short {
			list = append(list, s.is)
		}
	}
	return list
}

// refusesReader reports whether the last attempt ended because the platform does not let the reader in: that mends
// itself at no next attempt, so nobody waits for one.
func (c Coverage) refusesReader() bool {
	return c.Failure == FailureAccess || c.Failure == FailureToken
}

// Lasts reports whether the gap has not ended at a moment.
func (g Gap) Lasts(at time.Time) bool { return g.To.IsZero() || g.To.After(at) }
