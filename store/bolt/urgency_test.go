package bolt

import (
	"testing"
	"time"

	"otklik/internal/inbox"
)

// Degrees come back as they were stored, and what an earlier version called urgent stays so without a degree. What is
// urgent by any office's reckoning is so for earlier versions, too.
func TestStoredUrgency(t *testing.T) {
	for _, degree := range []inbox.Urgency{inbox.NotUrgent, inbox.Hazard, inbox.Outage, inbox.Ungraded, inbox.Life} {
		v := newStatusValue(inbox.MessageStatus{Assessment: inbox.Assessment{Urgency: degree, Certain: true}}, true,
			time.Time{})
		data, err := encode(&v)
		noError(t, err)
		var back statusValue
		noError(t, decode(data, &back))
		if got := back.status(inbox.Ref{}); got.Urgency != degree || !got.Certain {
			t.Errorf("%q came back as %q, certain: %t", degree, got.Urgency, got.Certain)
		}
		if back.Urgent != degree.Urgent(nil) {
			t.Errorf("%q is urgent to earlier versions: %t", degree, back.Urgent)
		}
		kept := keptStatus(&back, false, time.Time{})
		if got := kept.status(inbox.Ref{}).Urgency; got != degree {
			t.Errorf("%q is depersonalised to %q", degree, got)
		}
	}
	var old statusValue
	noError(t, decode([]byte{0xa2, 0x02, 0xf5, 0x07, 0xf5}, &old)) // {2: true, 7: true}
	if got := old.status(inbox.Ref{}).Urgency; got != inbox.Ungraded {
		t.Errorf("an earlier version's urgent status is %q", got)
	}
}
