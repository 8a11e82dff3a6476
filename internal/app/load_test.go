package app_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"otklik/internal/app"
)

// Another program needs this package alone: this file imports no other of the program.
func TestAnotherProgramCallsTheUseCases(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "config.yaml")
	text := "officials: [{id: governor, channels: [{platform: vk, owner_id: -1, service_token: \"${TOKEN}\"}]}]\n" +
		"digests: [{id: morning, title: Утро, schedule: \"0 8 * * *\"}]\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	getenv := func(name string) (string, bool) { return "made-up", name == "TOKEN" }
	s, err := app.Load(path, getenv, app.Options{Purpose: "another program", Begins: true})
	if err != nil {
		t.Fatal(err)
	}

	var shown strings.Builder
	to := app.Output{Path: "-", Write: func(fill func(io.Writer) error) error { return fill(&shown) }}
	at := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	if err := s.ShowDigest(t.Context(), "morning", at, "text", to); err != nil ||
		!strings.Contains(shown.String(), "Утро") {
		t.Errorf("%v\n%s", err, shown.String())
	}
	status, err := s.Status(t.Context(), at)
	if err != nil || status.Well || len(status.Channels) != 1 {
		t.Errorf("%v %+v", err, status)
	}

	var usage app.UsageError
	if _, err := app.Load(filepath.Join(t.TempDir(), "none.yaml"), getenv, app.Options{}); !errors.As(err, &usage) {
		t.Errorf("a configuration that is missing: %v", err)
	}
}
