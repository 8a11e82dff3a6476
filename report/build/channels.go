package build

import (
	"slices"
	"time"

	"otklik/internal/inbox"
)

func (in Input) channels(items []item, p Period) []Channel {
	deleted := make(map[inbox.ChannelID]int)
	for _, i := range items {
		if i.deletedWaiting(p) {
			deleted[i.Message.Channel]++
		}
	}
	list := []Channel{}
	for _, c := range in.Channels {
		short := c.Shortfalls(c.Fresh, p.From, p.To)
		if c.FromFile {
			// Nobody expects it to be read: what the file holds is all that there is to know.
			short = slices.DeleteFunc(short, func(s inbox.Shortfall) bool { return s == inbox.Stale })
		}
		list = append(list, Channel{
			Channel: c.Channel, FromFile: c.FromFile, Platform: c.Platform, Title: c.Title,
			KnownSince: in.knownSince(c, p), LastRead: in.local(c.LastComplete), Imported: in.local(c.Imported),
			Complete: len(short) == 0, Shortfalls: short, Stored: c.Stored, Undecoded: c.Undecoded,
			Pending: c.Pending, Gaps: in.gaps(c, p, short), Horizon: in.local(c.Horizon), Inaccessible: inaccessible(c),
			Reconciled: in.reconciled(c), DeletedUnanswered: deleted[c.Channel],
		})
	}
	return list
}

// Short reports whether the channel falls short in one of these ways.
func (c Channel) Short(ways ...inbox.Shortfall) bool {
	return slices.ContainsFunc(c.Shortfalls, func(s inbox.Shortfall) bool { return slices.Contains(ways, s) })
}

// Behind reports whether the channel was not read up to now, so that its figures are of an earlier time.
func (c Channel) Behind() bool { return c.Short(inbox.Stale, inbox.Blind) }

// knownSince is from when on a channel is known, where that is within the period. Of a file that is all there is.
func (in Input) knownSince(c ChannelInput, p Period) time.Time {
	if c.FromFile || !p.holds(c.Since) {
		return time.Time{}
	}
	return in.local(c.Since)
}

// PartlyKnown reports whether a channel is known since later than the period's beginning: what waited then and what
// came before is not known.
func (d Digest) PartlyKnown() bool {
	return slices.ContainsFunc(d.Channels, func(c Channel) bool { return !c.KnownSince.IsZero() })
}

// KnownSince is from when on anything is known, where that is later than the period's beginning; zero: it is not.
func (d Digest) KnownSince() (since time.Time) {
	for n, c := range d.Channels {
		if c.KnownSince.IsZero() {
			return time.Time{}
		}
		if n == 0 || c.KnownSince.Before(since) {
			since = c.KnownSince
		}
	}
	return since
}

func inaccessible(c ChannelInput) (parts []string) {
	for _, r := range c.Inaccessible {
		parts = append(parts, r.Part)
	}
	return parts
}

func (in Input) reconciled(c ChannelInput) *Reconciled {
	if c.Reconciliation.Parts == 0 {
		return nil
	}
	r := &Reconciled{Counted: c.Reconciliation.Counted, Stored: c.Reconciliation.Stored, Parts: c.Reconciliation.Parts}
	for _, mismatch := range c.Reconciliation.Mismatches {
		r.Missing = append(r.Missing, Missing{mismatch.Part, mismatch.Counted, mismatch.Stored,
			in.local(mismatch.Since)})
	}
	return r
}

// gaps are the recorded gaps that reach into the period or were found in it, and the running one of a channel that is
// not complete, and what the platform began in the period to count without showing it.
func (in Input) gaps(c ChannelInput, p Period, short []inbox.Shortfall) []Gap {
	list := []Gap{}
	running := false
	for _, g := range c.Gaps {
		if g.From.After(p.To) {
			continue
		}
		lasts := g.Lasts(p.To)
		end := g.To
		if lasts {
			end = p.To
		}
		if end.After(p.From) || p.holds(g.FoundAt) {
			list = append(list, Gap{From: in.local(g.From), To: in.local(end), Why: Why{Failure: g.Failure}})
			running = running || lasts
		}
	}
	for _, mismatch := range c.Reconciliation.Mismatches {
		if p.holds(mismatch.Since) {
			list = append(list, Gap{From: in.local(mismatch.Since), To: p.To, Part: mismatch.Part,
				Why: Why{Counted: mismatch.Counted, Stored: mismatch.Stored}})
		}
	}
	behind := Channel{Shortfalls: short}.Behind()
	if behind && !running && c.LastComplete.Before(p.To) {
		list = append(list, Gap{From: in.local(c.LastComplete), To: p.To, Why: Why{Failure: reason(c)}})
	}
	return list
}

// reason is why a channel is not complete.
func reason(c ChannelInput) inbox.FailureKind {
	switch {
	case c.Failure != "":
		return c.Failure
	case c.LastTry.IsZero() && c.LastComplete.IsZero():
		return NotStarted
	}
	return NotFinished
}

func (in Input) local(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.In(in.Location)
}
