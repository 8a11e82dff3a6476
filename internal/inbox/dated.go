package inbox

import "time"

// DateFault says why a time of sending cannot be true.
type DateFault string

// The faults of dates.
const (
	// DateAhead is later than a day from now: the platform or the file is wrong, or this machine's clock is behind.
	DateAhead DateFault = "ahead"
	// DateEarly is before there was any of the platforms, or no time at all.
	DateEarly DateFault = "early"
)

// AheadBy is by how much clocks and zones may differ.
const AheadBy = 24 * time.Hour

// firstYear is earlier than every platform: what is dated before it was never sent then.
const firstYear = 1990

// FaultOfDate judges a time of sending as of now; empty: it can be true.
func FaultOfDate(sent, now time.Time) DateFault {
	// Seconds, because times near the ends of what can be counted compare wrongly as times.
	switch second := sent.Unix(); {
	case second < time.Date(firstYear, 1, 1, 0, 0, 0, 0, time.UTC).Unix():
		return DateEarly
	case second > now.Add(AheadBy).Unix():
		return DateAhead
	}
	return ""
}
