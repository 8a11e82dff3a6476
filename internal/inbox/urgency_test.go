package inbox

import "testing"

// The order of the degrees, and which of them count as urgent: an office may add danger that stands.
func TestUrgency(t *testing.T) {
	order := []Urgency{NotUrgent, Hazard, Outage, Ungraded, Life}
	for i, u := range order {
		for k, other := range order {
			if got := u.Compare(other); got < 0 != (i < k) || got > 0 != (i > k) {
				t.Errorf("%q and %q: %d", u, other, got)
			}
		}
		if u.Urgent(nil) != (i > 1) || u.Urgent([]Urgency{Life, Outage}) != (i > 1) ||
			u.Urgent([]Urgency{Life, Outage, Hazard}) != (i > 0) {
			t.Errorf("%q is taken wrongly for urgent or not", u)
		}
	}
	// What other programs are told is what the contract names.
	for u, want := range map[Urgency]string{NotUrgent: "", Hazard: "hazard", Outage: "outage", Life: "life",
		Ungraded: ""} {
		if got := string(u.Code()); got != want {
			t.Errorf("%q is told as %q", u, got)
		}
	}
}
