package build_test

import (
	"testing"
	"time"

	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/report/reporttest"
)

// A problem that was told of at three people and again at six is one, as it was told of last.
func TestAlertToldAgainIsOne(t *testing.T) {
	in := reporttest.Town(t)
	at := reporttest.Morning(t)
	one, other := in.Records[0].Message.Ref(), in.Records[1].Message.Ref()
	told := func(hours, people int, circle string, sent bool, refs ...inbox.Ref) build.AlertInput {
		return build.AlertInput{Alert: inbox.Alert{Circle: circle, At: at.Add(-time.Duration(hours) * time.Hour),
			Reason: inbox.AlertRise, People: people, Messages: people, Refs: refs},
			Routes: []build.AlertRoute{{Route: "file out", Sent: sent}}}
	}
	in.Alerts = []build.AlertInput{told(2, 6, "+alert", true, one, other), told(5, 3, "+alert", false, one),
		told(4, 9, "+alert", true, in.Records[2].Message.Ref()), told(3, 5, "+alert+mayor", false, one)}
	got := build.New(in, at).Alerts
	if len(got) != 2 || got[0].People != 9 || got[1].People != 6 || len(got[1].Routes) != 2 || !got[1].Routes[1].Sent {
		t.Errorf("%+v", got)
	}
}
