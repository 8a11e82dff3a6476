package town

import (
	"math/rand/v2"
	"time"
)

const span = 14 * 24 * time.Hour

// clock gives the town its hours: few write at night, officials answer by day.
type clock struct {
	r   *rand.Rand
	now time.Time
}

// about is a random time with the given mean, never under a tenth of it nor over six times.
func (c clock) about(mean time.Duration) time.Duration {
	return time.Duration(min(0.1+c.r.ExpFloat64()*0.9, 6) * float64(mean))
}

// awake moves what would fall into the night to the next morning, mostly.
func (c clock) awake(t time.Time) time.Time {
	if t.Hour() >= 6 || c.r.IntN(9) == 0 {
		return t
	}
	day := time.Date(t.Year(), t.Month(), t.Day(), 6, 20, 0, 0, t.Location())
	return day.Add(time.Duration(c.r.IntN(4*3600)) * time.Second)
}

// office moves t to the hours in which the press service answers.
func (c clock) office(t time.Time) time.Time {
	switch {
	case t.Hour() >= 20:
		t = t.AddDate(0, 0, 1)
	case t.Hour() >= 8:
		return t
	}
	day := time.Date(t.Year(), t.Month(), t.Day(), 8, 30, 0, 0, t.Location())
	return day.Add(time.Duration(c.r.IntN(5*3600)) * time.Second)
}

// posting gives the times of n posts: all the days, between eight and nine in the evening, the last one an hour or two
// ago.
func (c clock) posting(n int) []time.Time {
	start := c.now.Add(-span + 7*time.Hour)
	end := c.now.Add(-100 * time.Minute)
	times := make([]time.Time, n)
	for i := range times {
		t := start.Add(time.Duration(float64(end.Sub(start)) * float64(i) / float64(n-1)))
		midnight := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
		by := midnight.Add(8*time.Hour + t.Sub(midnight)*13/24)
		if i == n-1 || by.After(end) {
			by = end.Add(-time.Duration(n-1-i) * 31 * time.Minute)
		}
		if by.Hour() < 7 {
			by = time.Date(by.Year(), by.Month(), by.Day()-1, 22, 0, 0, 0,
				by.Location()).Add(-time.Duration(n-1-i) * 9 * time.Minute)
		}
		if by.Before(c.now.Add(-span)) {
			by = c.now.Add(-span + time.Duration(i+1)*time.Minute)
		}
		if i > 0 && !by.After(times[i-1]) {
			by = times[i-1].Add(time.Minute)
		}
		times[i] = by.Truncate(time.Second)
	}
	return times
}

// opening is when somebody writes under a post of the given time.
func (c clock) opening(post time.Time) time.Time {
	for range 8 {
		t := c.awake(post.Add(c.about(5 * time.Hour)))
		if t.Before(c.now.Add(-2 * time.Minute)) {
			return t
		}
	}
	left := c.now.Sub(post) - 4*time.Minute
	return post.Add(2*time.Minute + time.Duration(c.r.Int64N(int64(left))))
}

// next is when the following line of a talk is said.
func (c clock) next(before time.Time, official, afterOfficial bool) time.Time {
	switch {
	case official:
		return c.office(before.Add(c.about(9 * time.Hour)))
	case afterOfficial:
		return c.awake(before.Add(c.about(4 * time.Hour)))
	}
	return c.awake(before.Add(c.about(25 * time.Minute)))
}
