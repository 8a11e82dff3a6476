package build

import (
	"slices"
	"time"
)

// Arrivals tell when people write: what needs an answer, by weekday and hour of the office's clock, over whole days.
type Arrivals struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
	// Days are how many days of that time are counted: those of which everything was read.
	Days     int       `json:"days"`
	Received int       `json:"received"`
	Weekdays []Weekday `json:"weekdays"` // Monday first
}

// Weekday are the arrivals of one day of the week.
type Weekday struct {
	Weekday  int     `json:"weekday"` // 1 is Monday
	Days     int     `json:"days"`
	Received int     `json:"received"`
	Hours    [24]int `json:"hours"`
}

// Mean is how much comes on such a day; zero where there was none.
func (w Weekday) Mean() float64 {
	if w.Days == 0 {
		return 0
	}
	return Round1(float64(w.Received) / float64(w.Days))
}

// Hours are the arrivals of every hour of the day.
func (a Arrivals) Hours() (hours [24]int) {
	for _, w := range a.Weekdays {
		for hour, n := range w.Hours {
			hours[hour] += n
		}
	}
	return hours
}

const (
	// arrivalDays is how far back arrivals are counted: every weekday four times.
	arrivalDays = 28
	// fewestDays is from how many days on they say something.
	fewestDays = 7
)

// arrivals counts over the last whole days that are known; nil where those are too few. Days of another offset than
// the rest (clocks that were set) count by the hour that the clock showed.
func (in Input) arrivals(items []item, at time.Time) *Arrivals {
	a := Arrivals{To: startOfDay(at), Weekdays: make([]Weekday, 7)}
	for n := range a.Weekdays {
		a.Weekdays[n].Weekday = n + 1
	}
	counted := map[int64]bool{} // by their beginnings
	end := a.To
	for range arrivalDays {
		a.From = startOfDay(end.Add(-1))
		if in.knows(Period{a.From, end}) {
			counted[a.From.Unix()] = true
			a.Weekdays[weekdayOf(a.From)].Days++
		}
		end = a.From
	}
	if a.Days = len(counted); a.Days < fewestDays {
		return nil
	}
	for i := range items {
		received := items[i].received.In(at.Location())
		if !items[i].needs || !counted[startOfDay(received).Unix()] {
			continue
		}
		day := &a.Weekdays[weekdayOf(received)]
		day.Received++
		day.Hours[received.Hour()]++
		a.Received++
	}
	return &a
}

// weekdayOf is the day of the week, 0 for Monday.
func weekdayOf(t time.Time) int { return (int(t.Weekday()) + 6) % 7 }

// withAll adds the groups of the classifier that nothing was received, answered or waits in: zeros, after the others.
func (in Input) withAll(groups []Part, known bool) []Part {
	for _, g := range in.Classifier {
		if slices.ContainsFunc(groups, func(p Part) bool { return p.Name == g.Name }) {
			continue
		}
		part := Part{Name: g.Name}
		if known {
			part.ReceivedBefore, part.AnsweredBefore = new(int), new(int)
		}
		groups = append(groups, part)
	}
	return groups
}

// AllGroups reports whether the breakdown has every group of the classifier, zeros too.
func (d Digest) AllGroups() bool {
	return len(d.Classifier) > 0 && !slices.ContainsFunc(d.Classifier, func(g KnownGroup) bool {
		return !slices.ContainsFunc(d.Breakdown.Groups, func(p Part) bool { return p.Name == g.Name })
	})
}
