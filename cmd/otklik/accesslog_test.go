package main

import (
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"

	"otklik/journal"
)

// acts are the lines of the access log without when and who.
func (b *bench) acts() []string {
	b.t.Helper()
	var acts []string
	for _, l := range strings.Split(strings.TrimSpace(b.must("access-log").out), "\n") {
		if fields := strings.SplitN(l, "  ", 3); len(fields) == 3 {
			acts = append(acts, fields[2])
		}
	}
	return acts
}

// What was begun and failed does not look done; what can be seen beforehand was not even begun.
func TestTheAccessLogTellsWhatFailed(t *testing.T) {
	b := newBench(t, smallTown())
	b.must("collect")
	b.write("c.yaml", "officials: []\n")
	for _, c := range []struct {
		name  string
		try   func() result
		lines []string
	}{
		{"a backup that is not there", func() result { return b.otklik("restore", b.path("nofile"), "--force") }, nil},
		{"a folder for a backup", func() result { return b.otklik("restore", b.folder, "--force") }, nil},
		{"over a store", func() result { return b.otklik("restore", b.path("c.yaml")) }, nil},
		{"what is no backup", func() result { return b.otklik("restore", b.path("c.yaml"), "--force") },
			[]string{"restore from " + b.path("c.yaml"), "restore from " + b.path("c.yaml") + ": failed"}},
		{"over what is no backup", func() result { return b.otklik("backup", b.path("c.yaml")) },
			[]string{"backup unmasked to " + b.path("c.yaml"), "backup unmasked to " + b.path("c.yaml") + ": failed"}},
		{"an export onto a full disk", func() result { return b.into(syscall.ENOSPC, "", "export") },
			[]string{"export governor/telegram, governor/vk 11 messages unmasked to standard output as jsonl",
				"export governor/telegram, governor/vk 11 messages unmasked to standard output as jsonl: failed"}},
		{"a bundle onto a full disk", func() result { return b.into(syscall.ENOSPC, "", "bundle", "-") },
			[]string{"bundle to standard output", "bundle to standard output: failed"}},
	} {
		before := b.acts()
		if r := c.try(); r.code != exitFailed && r.code != exitUsage {
			t.Errorf("%s: exit %d, %s", c.name, r.code, r.err)
		}
		if got := b.acts()[len(before):]; !slices.Equal(got, c.lines) {
			t.Errorf("%s: %q, want %q", c.name, got, c.lines)
		}
	}
	if r := b.must("access-log", "--json"); strings.Count(r.out, `"failed":true`) != 4 {
		t.Errorf("%s", r.out)
	}
}

// A bundle is not called written before it is.
func TestABundleThatCannotBeNotedOrWritten(t *testing.T) {
	b := newBench(t, smallTown())
	b.must("collect")
	if err := os.Mkdir(journal.Beside(b.path("otklik.db")).Path(), 0o700); err != nil {
		t.Fatal(err)
	}
	if r := b.into(syscall.ENOSPC, "", "bundle", "-"); r.code != exitFailed || strings.Contains(r.err, "is written") {
		t.Errorf("exit %d, %s", r.code, r.err)
	}
	if r := b.must("bundle", b.path("a.zip")); !strings.Contains(r.err, "is written, but could not be noted") {
		t.Errorf("%s", r.err)
	}
}
