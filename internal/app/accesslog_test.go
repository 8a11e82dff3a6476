package app

import (
	"os"
	"otklik/internal/care/audit"
	"otklik/store"
	"testing"
	"time"
)

// Outgoing digests of earlier versions did not say that they are masked; the log does not call them unmasked for it.
func TestADigestOfAnEarlierVersionIsNotedAsItIs(t *testing.T) {
	t.Parallel()
	for _, masked := range []bool{true, false} {
		b := newBench(t)
		if !masked {
			b.add("privacy: {mask: false}\n")
		}
		b.collect()
		s := b.open()
		d, at := s.config.Digests[0], time.Now().Truncate(time.Second)
		e, _, err := s.makeOutgoing(t.Context(), d, digestKey(d.ID, at), at, false)
		if err != nil {
			t.Fatal(err)
		}
		e.Outgoing[0].Masked = false // as it reads where it is missing
		if _, err := s.queue().Save(t.Context(), store.DigestRecord{Key: digestKey(d.ID, at), Built: at},
			e); err != nil {
			t.Fatal(err)
		}
		to, text := told()
		if err := s.OpenDigest(t.Context(), "morning", at, "text", to); err != nil || text.Len() == 0 {
			t.Fatal(err)
		}
		if lines := b.noted(); len(lines) != 1 || lines[0].Unmasked == masked {
			t.Errorf("masked %v: %v", masked, lines)
		}
	}
}

// What the daemon and cron's commands do by themselves is noted as what a person does.
func TestWhatIsDoneOnScheduleIsNoted(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.configure("deliver: []", "deliver: [{file: {path: out, format: html}}]")
	b.add("privacy: {mask: false}\nbackup: {path: copies, schedule: \"* * * * *\"}\n")
	b.collect()
	s := b.open()
	if err := s.ThenUpkeep(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if err := s.publish(t.Context(), s.config.Digests[0], time.Now().Add(-time.Minute), false); err != nil {
		t.Fatal(err)
	}
	lines := b.noted()
	if len(lines) != 2 || lines[0].Action != audit.Backup || lines[1].Action != audit.Send || !lines[1].Unmasked {
		t.Errorf("%v", lines)
	}
	// What cannot be noted is not copied.
	log := b.path("otklik.db.access.jsonl")
	if err := os.Rename(log, log+".aside"); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(log, 0o700); err != nil {
		t.Fatal(err)
	}
	copies := func() int {
		names, err := os.ReadDir(b.path("copies"))
		if err != nil {
			t.Fatal(err)
		}
		return len(names)
	}
	keep, err := s.keepBackups()
	if err != nil {
		t.Fatal(err)
	}
	if before := copies(); keep(t.Context(), time.Now().Add(2*time.Minute)) == nil || copies() != before {
		t.Errorf("%d copies, then %d", before, copies())
	}
}
