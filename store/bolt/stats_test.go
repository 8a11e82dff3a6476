package bolt

import (
	"path/filepath"
	"testing"
	"time"
)

func TestStatsTellWhenTheStoreWasMade(t *testing.T) {
	before := time.Now().Truncate(time.Second)
	s := mustOpen(t, filepath.Join(t.TempDir(), "otklik.db"))
	stats, err := s.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if stats.Created.Before(before) || stats.Created.After(time.Now()) {
		t.Errorf("created %v, want about %v", stats.Created, before)
	}
}
