package app

import (
	"otklik/internal/care/backup"
	"strings"
	"testing"
	"time"
)

// A restore that ends after the backup took the place leaves the demand to the next purge.
func TestAnInterruptedRestoreForgetsLater(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.collect()
	s := b.open()
	if _, err := s.BackUp(t.Context(), b.path("old.zst"), nil, nil); err != nil {
		t.Fatal(err)
	}
	author := ""
	for _, m := range b.messages() {
		if strings.Contains(m.Text, "нет отопления") {
			author = m.Author.ID
		}
	}
	b.forget("vk", author)
	r := backup.Restoring{File: b.path("old.zst"), Store: b.path("otklik.db"), Force: true, Options: s.store.Options(),
		Now: time.Now()}
	if unknown, err := s.importPurgeHistory(t.Context(), &r); err != nil || unknown != nil {
		t.Fatal(err, unknown)
	}
	if _, err := backup.Restore(t.Context(), r); err != nil { // and here the process ends
		t.Fatal(err)
	}
	if stands, err := s.Status(t.Context(), time.Now()); err != nil || stands.Well || stands.Unfinished != 1 {
		t.Errorf("%+v, %v", stands, err)
	}
	if done, err := s.Purge(t.Context(), s.RetentionOrder(time.Now())); err != nil || len(done) != 1 {
		t.Errorf("%v, %v", done, err)
	}
	for _, m := range b.messages() {
		if m.Platform == "vk" && m.Author.ID == author {
			t.Errorf("%s is back", m.ID)
		}
	}
}
