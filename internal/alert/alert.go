// Package alert decides which problems cannot wait for the next digest, from what is known about messages at a moment.
// It is pure: it has no words, reads no store and no clock, and says of everything that it looked at why it is told
// now, later, or not at all.
package alert

import (
	"cmp"
	"slices"
	"time"

	"otklik/internal/inbox"
)

// What a problem has to be. Each is the least that a person on duty would want to be rung up for.
const (
	freshFor   = 24 * time.Hour // older news is the digest's
	riseWithin = 2 * time.Hour
	risePeople = 3
	surgeHour  = time.Hour
	surgeTimes = 3
	// surgePeople is the least number of people where three times the usual would be one or two.
	surgePeople = 5
	// confirmed is how many independent people make a danger to life believable that no single reading is sure of.
	confirmed = 2
	// remembered is for how long a problem that goes on is the same.
	remembered = 7 * 24 * time.Hour
	// samePlaceFor is how long after the last message of a problem another one of the same topic at the same place
	// counts as the same: the first messages may have been answered by then, so that none is in both. Later it is news
	// that the answer did not help.
	samePlaceFor = 12 * time.Hour
)

// Reach is how far back problems have to be known: what still waits from then on belongs to what is told of now.
const Reach = remembered

// Settings are the office's wishes.
type Settings struct {
	Location *time.Location
	// QuietFrom and QuietTo are minutes of the day between which only danger to life is told of; equal: none.
	QuietFrom, QuietTo int
	// AtMost bounds the alerts of a day, danger to life left out.
	AtMost int
}

// Problem is a matter as the office's messages were grouped; a message that stands alone is one, too.
type Problem struct {
	Group string
	Refs  []inbox.Ref
}

// Input is all that is looked at.
type Input struct {
	Circle string
	Now    time.Time
	// Records are messages that wait; others do no harm.
	Records  []inbox.Record
	Problems []Problem
	// Usual is how many people write about a group of topics from a municipality in the hour before the moment, on
	// other days; ok is false where too few days are known. nil: nothing is known.
	Usual func(group, municipality string, hour time.Time) (mean float64, ok bool)
	// Municipality is what a message is about where it names no place; nil: nothing.
	Municipality func(m inbox.Message) string
	// History are the alerts of this circle so far.
	History []inbox.Alert
	Settings
}

// Verdict is what becomes of a problem.
type Verdict string

// The verdicts. Those that begin with not_ are for good as long as nothing changes.
const (
	Send      Verdict = "send"
	OverBound Verdict = "over_bound" // the day's bound is reached; the next digest counts it
	Quiet     Verdict = "quiet"      // held back until the quiet hours end
	Unsure    Verdict = "not_sure"   // danger to life in one reading that is not certain
	Told      Verdict = "not_new"    // told of already, and neither worse nor twice as large
)

// Decision is what was decided about one problem, and why.
type Decision struct {
	Alert   inbox.Alert
	Verdict Verdict
	// Until is when it is looked at again; zero: when something changes.
	Until time.Time
}

// Decide says what becomes of the problems that would be worth an alert, those to be sent first and among them the
// weightiest.
func Decide(in Input) []Decision {
	w := newWatch(in)
	var found []Decision
	for _, p := range w.towns() {
		if d, worth := w.problem(p); worth {
			found = append(found, d)
		}
	}
	found = append(found, w.surges(found)...)
	slices.SortStableFunc(found, func(a, b Decision) int {
		return cmp.Or(b.Alert.Urgency.Compare(a.Alert.Urgency), b.Alert.People-a.Alert.People,
			a.Alert.First.Compare(b.Alert.First), cmp.Compare(a.Alert.Group, b.Alert.Group))
	})
	w.restrain(found)
	for n := range found {
		found[n].Alert.Circle, found[n].Alert.At = in.Circle, in.Now
	}
	return found
}

// restrain keeps to what was told already, to the quiet hours and to the bound of the day. Danger to life goes through
// both: whoever is asked in the morning why nobody rang would not accept either as the answer.
func (w *watch) restrain(found []Decision) {
	quietUntil, left := w.quietUntil(), w.AtMost-w.toldToday()
	for n := range found {
		d := &found[n]
		life := d.Alert.Reason == inbox.AlertLife
		switch {
		case d.Verdict != Send:
		case w.told(d.Alert):
			d.Verdict = Told
		case life:
		case !quietUntil.IsZero():
			d.Verdict, d.Until = Quiet, quietUntil
		case left <= 0:
			d.Verdict, d.Alert.OverBound = OverBound, true
		default:
			left--
		}
	}
}

// told reports whether readers know of a problem already and it has become neither worse nor twice as large.
func (w *watch) told(a inbox.Alert) bool {
	known, people, worst := false, 0, inbox.NotUrgent
	for _, earlier := range w.History {
		if !w.same(earlier, a) {
			continue
		}
		known, people = true, max(people, earlier.People)
		if earlier.Urgency.Compare(worst) > 0 {
			worst = earlier.Urgency
		}
	}
	return known && a.People < 2*people && a.Urgency.Compare(worst) <= 0
}

// same reports whether an earlier alert is about the same problem: they share a message, or topic and place within
// hours.
func (w *watch) same(earlier, a inbox.Alert) bool {
	if w.Now.Sub(earlier.At) > remembered {
		return false
	}
	if slices.ContainsFunc(earlier.Refs, func(r inbox.Ref) bool { return slices.Contains(a.Refs, r) }) {
		return true
	}
	return a.First.Sub(earlier.Last) < samePlaceFor && earlier.Group == a.Group &&
		earlier.Municipality == a.Municipality && earlier.Settlement == a.Settlement &&
		earlier.Street == a.Street && earlier.House == a.House && placed(a)
}

// toldToday is how many alerts of this day count against the bound.
func (w *watch) toldToday() (n int) {
	today := w.Now.In(w.Location).Format(time.DateOnly)
	for _, a := range w.History {
		if !a.OverBound && a.Reason != inbox.AlertLife && a.At.In(w.Location).Format(time.DateOnly) == today {
			n++
		}
	}
	return n
}

// quietUntil is when the quiet hours end that hold now; zero where none do.
func (w *watch) quietUntil() time.Time {
	now := w.Now.In(w.Location)
	minute := now.Hour()*60 + now.Minute()
	overnight := w.QuietFrom > w.QuietTo
	switch {
	case w.QuietFrom == w.QuietTo,
		overnight && minute < w.QuietFrom && minute >= w.QuietTo,
		!overnight && (minute < w.QuietFrom || minute >= w.QuietTo):
		return time.Time{}
	}
	day := now.Day()
	if overnight && minute >= w.QuietFrom {
		day++
	}
	return time.Date(now.Year(), now.Month(), day, w.QuietTo/60, w.QuietTo%60, 0, 0, w.Location)
}
