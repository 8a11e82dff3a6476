package build_test

import (
	"slices"
	"testing"

	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/report/page"
	"otklik/report/reporttest"
)

// People in danger come before whatever is out, however old that is, and an office may call standing dangers urgent.
func TestUrgentByDegree(t *testing.T) {
	at := reporttest.Morning(t)
	in := reporttest.Crowd(t, 8)
	degrees := []inbox.Urgency{inbox.NotUrgent, inbox.Hazard, inbox.Outage, inbox.Life, inbox.Ungraded, inbox.Outage,
		inbox.Life, inbox.Hazard}
	for n := range in.Records {
		in.Records[n].Status.Urgency = degrees[n]
	}
	for _, c := range []struct {
		office []inbox.Urgency
		order  []inbox.Urgency // as other programs are told them
		urgent int
	}{
		{nil, []inbox.Urgency{"life", "life", "", "outage", "outage"}, 5},
		{[]inbox.Urgency{inbox.Hazard}, []inbox.Urgency{"life", "life", "", "outage", "outage", "hazard", "hazard"},
			7},
	} {
		in.Urgent = c.office
		d := build.New(in, at)
		var order []inbox.Urgency
		for n, complaint := range d.Complaints {
			if complaint.Urgent != (n < c.urgent) {
				t.Errorf("%v: number %d, %q, is urgent: %t", c.office, n, complaint.Urgency, complaint.Urgent)
			}
			if n < c.urgent {
				order = append(order, complaint.Urgency)
			}
		}
		if !slices.Equal(order, c.order) {
			t.Errorf("%v: %q, want %q", c.office, order, c.order)
		}
	}
}

// Where nothing is known to compare with, an urgent period is not called tenser than usual.
func TestUrgentWithoutAnythingToCompare(t *testing.T) {
	in := reporttest.Town(t)
	in.Known = reporttest.Morning(t)
	d := build.New(in, reporttest.Morning(t))
	if d.Urgent.New == 0 {
		t.Fatal("the town has nothing urgent")
	}
	if d.Headline != (build.Headline{build.First, build.CauseUrgent}) {
		t.Fatalf("%+v", d.Headline)
	}
	if p := page.New(d); p.Word != "Сравнить пока не с чем" || p.Reason != "за\u00a0сутки 1\u00a0срочное" {
		t.Errorf("%q: %q", p.Word, p.Reason)
	}
}
