package bolt

import (
	"testing"
	"time"

	"otklik/internal/inbox"
)

func TestWhatIsShownAsDeletedWasNotSeen(t *testing.T) {
	noon := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	r := record{Message: inbox.Message{Text: "Яма", LastSeen: noon}}
	if r.merge(&inbox.Message{Text: "Яма"}, false, noon.Add(30*time.Minute)); !r.LastSeen.Equal(noon) {
		t.Error("rewritten within the hour")
	}
	if r.merge(&inbox.Message{Text: "Яма"}, false, noon.Add(2*time.Hour)); !r.LastSeen.Equal(noon.Add(2 * time.Hour)) {
		t.Error("seen again, and not noted")
	}
	r.merge(&inbox.Message{Deleted: noon.Add(5 * time.Hour)}, false, noon.Add(5*time.Hour))
	if !r.LastSeen.Equal(noon.Add(2*time.Hour)) || !r.Deleted.Equal(noon.Add(5*time.Hour)) || r.Text != "Яма" {
		t.Errorf("%+v", r.Message)
	}
}
