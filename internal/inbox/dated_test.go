package inbox_test

import (
	"math"
	"testing"
	"time"

	"otklik/internal/inbox"
)

func TestFaultOfDate(t *testing.T) {
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.FixedZone("", 5*3600))
	for _, c := range []struct {
		sent time.Time
		want inbox.DateFault
	}{
		{now, ""}, {now.Add(24 * time.Hour), ""}, {now.Add(24*time.Hour + time.Second), inbox.DateAhead},
		{time.Unix(253402300800, 0), inbox.DateAhead},
		{time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC), ""},
		{time.Date(1990, 1, 1, 0, 0, 0, -1, time.UTC), inbox.DateEarly},
		{time.Unix(math.MaxInt64, 0), inbox.DateAhead}, {time.Unix(math.MinInt64, 0), inbox.DateEarly},
		{time.Time{}, inbox.DateEarly}, {time.Unix(0, 0), inbox.DateEarly}, {time.Unix(-1, 0), inbox.DateEarly},
	} {
		if got := inbox.FaultOfDate(c.sent, now); got != c.want {
			t.Errorf("%v: %q, want %q", c.sent, got, c.want)
		}
	}
}
