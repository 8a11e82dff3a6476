package worktime

import (
	"fmt"
	"time"
)

// Date is a day of the calendar without a zone.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// dateOf is the date that the clock of t's own location shows.
func dateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// String gives the date as YYYY-MM-DD.
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// number counts days since 1970-01-01.
func (d Date) number() int64 {
	return floorDay(time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Unix())
}

// Period is a stretch of working hours within a day, in minutes after midnight by the wall clock; To is excluded.
type Period struct{ From, To int }

// String gives the period as 09:00-13:00.
func (p Period) String() string {
	return fmt.Sprintf("%02d:%02d-%02d:%02d", p.From/60, p.From%60, p.To/60, p.To%60)
}

func (p Period) check() error {
	switch {
	case p.From < 0 || p.To > 24*60:
		return fmt.Errorf("the working hours %s leave the day", p)
	case p.From >= p.To:
		return fmt.Errorf("the working hours %s end before they begin; write hours over midnight as two periods, for "+
			"example 22:00-24:00 and 00:00-06:00", p)
	}
	return nil
}
