package build_test

import (
	"slices"
	"testing"
	"time"

	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/report/page"
	"otklik/report/reporttest"
)

func TestTheNewestUrgentAreShownBesideTheOldest(t *testing.T) {
	at := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	d := build.Digest{Period: build.Period{at.AddDate(0, 0, -1), at}}
	add := func(urgent bool, hoursAgo int) {
		d.Complaints = append(d.Complaints, build.Complaint{Urgent: urgent,
			ReceivedAt: at.Add(-time.Duration(hoursAgo) * time.Hour)})
	}
	for _, hours := range []int{200, 150, 100, 20, 3} {
		add(true, hours)
	}
	add(false, 1)
	for most, want := range map[int][]int{1: {4}, 2: {0, 4}, 3: {0, 3, 4}, 4: {0, 1, 3, 4}, 5: {0, 1, 2, 3, 4},
		9: {0, 1, 2, 3, 4}} {
		got, left := d.MostUrgent(most)
		if !slices.Equal(got, want) || left != 5-len(want) {
			t.Errorf("of %d: %v and %d left, want %v", most, got, left, want)
		}
	}
	d.Period.From = at // nothing is new
	if got, _ := d.MostUrgent(2); !slices.Equal(got, []int{0, 1}) {
		t.Errorf("without new ones: %v", got)
	}
}

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
		for most := range 9 {
			shown, left := d.MostUrgent(most)
			for _, n := range shown[:min(len(shown), 2)] {
				if d.Complaints[n].Urgency != inbox.Life {
					t.Errorf("%d shown: %v, without people in danger", most, shown)
				}
			}
			if len(shown) != min(most, c.urgent) || left != c.urgent-len(shown) {
				t.Errorf("%d shown: %v, %d left", most, shown, left)
			}
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
	if p := page.New(d); p.Word != "Сравнить пока не с чем" || p.Reason != "за период пришло 1\u00a0срочное сообщение" {
		t.Errorf("%q: %q", p.Word, p.Reason)
	}
}
