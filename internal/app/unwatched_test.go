package app

import (
	"os"
	"testing"

	"otklik/collectors"
	"otklik/collectors/registry"
	"otklik/internal/config"
)

// Whoever watches nothing leaves the log and all who are told of progress out.
func TestNobodyHasToWatch(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	names := &Names{Build: sharedReader}
	c, err := config.Load(registry.Configurations(), b.path("config.yaml"),
		func(string) (string, bool) { return "", false }, names.Check)
	if err != nil {
		t.Fatal(err)
	}
	s, err := Open(c, Options{Platforms: registry.Unpaced(), Names: names, Purpose: "a test", Begins: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Collect(t.Context(), s.Channels(), nil); err != nil {
		t.Fatal(err)
	}
	// Where the lock cannot be made, that is noted for whoever looks for faults.
	if err := s.store.MarkAllPending(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(s.besideStore(".evaluating"), 0o700); err != nil && !os.IsExist(err) {
		t.Fatal(err)
	}
	if err := s.EvaluatePending(t.Context()); err != nil {
		t.Error(err)
	}
	told := 0
	faults, err := s.Check(t.Context(), func(d collectors.Diagnostic) {
		if d.Level == collectors.Fault {
			told++
		}
	})
	if err != nil {
		t.Error(err)
	}
	if counted, err := s.Check(t.Context(), nil); err != nil || counted != faults || faults != told {
		t.Errorf("%d faults told, %d counted, %d where nobody is told: %v", told, faults, counted, err)
	}
	if found, err := s.CheckStore(t.Context(), nil); err != nil || len(found.Problems) > 0 {
		t.Errorf("the store: %v %v", found.Problems, err)
	}
	if _, _, err := s.CompactStore(t.Context(), nil); err != nil {
		t.Error(err)
	}
	if _, err := s.BackUp(t.Context(), b.path("copy.otklik"), nil, nil); err != nil {
		t.Error(err)
	}
}
