package main

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"otklik/internal/care/audit"
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
	t.Parallel()
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
	t.Parallel()
	b := newBench(t, smallTown())
	b.must("collect")
	if err := os.Mkdir(audit.Beside(b.path("otklik.db")).Path(), 0o700); err != nil {
		t.Fatal(err)
	}
	if r := b.into(syscall.ENOSPC, "", "bundle", "-"); r.code != exitFailed || strings.Contains(r.err, "is written") {
		t.Errorf("exit %d, %s", r.code, r.err)
	}
	if r := b.must("bundle", b.path("a.zip")); !strings.Contains(r.err, "is written, but could not be noted") {
		t.Errorf("%s", r.err)
	}
}

// What cannot be noted does not leave.
func TestAnExportThatCannotBeNotedDoesNotHappen(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.must("collect")
	r := b.must("export")
	if !strings.Contains(r.out, "Садовой") {
		t.Fatal("nothing was exported")
	}
	log := audit.Beside(b.path("otklik.db")).Path()
	if err := os.Remove(log); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(log, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"export"}, {"export", "-o", b.path("all.jsonl")},
		{"dismiss", "governor/vk", "1", "--reason", "x"}} {
		if args[0] == "dismiss" {
			args[2] = b.firstComplaint()
		}
		if r := b.otklik(args...); r.code != exitFailed || r.out != "" ||
			!strings.Contains(r.err, "it cannot be noted") {
			t.Errorf("otklik %s: exit %d\n%s%s", strings.Join(args, " "), r.code, r.out, r.err)
		}
	}
	if _, err := os.Stat(b.path("all.jsonl")); err == nil {
		t.Error("the export was written")
	}
	// A masked digest is shown all the same, and says so; an unmasked one is not.
	if r := b.must("digest", "morning"); !strings.Contains(r.out, "Без ответа") ||
		!strings.Contains(r.err, "could not be noted") {
		t.Errorf("%s%s", r.out, r.err)
	}
	b.write("config.yaml", b.read("config.yaml")+"privacy: {mask: false}\n")
	if r := b.otklik("digest", "morning"); r.code != exitFailed || r.out != "" {
		t.Errorf("unmasked: exit %d\n%s", r.code, r.out)
	}
}

// firstComplaint is the id of a comment that waits; it reads the digest, because the export may be out of order.
func (b *bench) firstComplaint() string {
	b.t.Helper()
	for _, c := range b.digest().Complaints {
		if c.Channel == "governor/vk" && !strings.Contains(c.URL, "im?sel") {
			return c.ID
		}
	}
	b.t.Fatal("nothing waits")
	return ""
}

func TestTheAccessLogTellsWhoDidWhat(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	h, address := newHook(t)
	b.configure("deliver: []", `deliver: [{webhook: {url: "`+address+`", secret: s3cret}}]`)
	b.configure("    channels:\n", "    municipality: Энск\n    channels:\n")
	b.must("collect")
	if r := b.must("access-log"); r.out != "" {
		t.Errorf("before anything was done: %s", r.out)
	}
	start := time.Now()
	b.must("export", "-o", b.path("all.csv"), "--format", "csv")
	id := b.firstComplaint() // a digest as JSON
	b.must("dismiss", "governor/vk", id, "--reason", "по телефону")
	b.must("dismiss", "governor/vk", id, "--undo")
	b.must("correct", "governor/vk", id, "--needs-answer", "no")
	b.must("brief", "--municipality", "Энск")
	b.must("digest", "morning", "--send")
	if h.got() != 1 {
		t.Fatal("nothing was sent")
	}
	b.must("digests", "morning", strings.Fields(b.must("digests").out)[1])
	var got []string
	for _, l := range strings.Split(strings.TrimSpace(b.must("access-log").out), "\n") {
		fields := strings.SplitN(l, "  ", 3)
		got = append(got, fields[2])
	}
	for i, want := range []string{"export governor/telegram, governor/vk 11 messages unmasked to " + b.path("all.csv") +
		" as csv", "digest morning of ",
		"dismiss governor/vk 1 message", "dismiss governor/vk taken back 1 message", "correct governor/vk 1 message",
		"brief of ", "send morning of ", "open digest morning of "} {
		if i >= len(got) || !strings.HasPrefix(got[i], want) {
			t.Errorf("line %d is not %q: %q", i, want, got)
		}
	}
	if len(got) != 8 {
		t.Errorf("%d lines: %q", len(got), got)
	}
	if r := b.must("access-log", "--since", time.Now().Add(time.Hour).Format(time.RFC3339)); r.out != "" {
		t.Errorf("of the future: %s", r.out)
	}
	if r := b.must("access-log", "--since", "1d", "--json"); strings.Count(r.out, "\n") != 8 ||
		!strings.Contains(r.out, fmt.Sprintf(`"uid":"%d"`, os.Getuid())) {
		t.Errorf("since %s: %s", start, r.out)
	}
	if r := b.otklik("access-log", "--since", "yesterday"); r.code != exitUsage {
		t.Errorf("exit %d: %s", r.code, r.err)
	}
	b.write("otklik.db.access.jsonl", "half a line\n"+b.read("otklik.db.access.jsonl"))
	if r := b.otklik("access-log"); r.code != exitPartly || strings.Count(r.out, "\n") != 8 {
		t.Errorf("a broken line: exit %d\n%s", r.code, r.err)
	}
}

// Who became the account by sudo or doas is noted with each deed, as the environment of the command tells it, and the
// environment of the process is nobody's.
func TestTheAccessLogTellsWhoBecameTheAccount(t *testing.T) {
	b := newBench(t, smallTown())
	t.Setenv("SUDO_USER", "process")
	for _, c := range []struct {
		env  map[string]string
		want string
	}{
		{nil, ""},
		{map[string]string{"SUDO_USER": "", "DOAS_USER": "second"}, " (as second)"},
		{map[string]string{"SUDO_USER": "first", "DOAS_USER": "second"}, " (as first)"},
	} {
		b.env = c.env
		b.must("collect")
		for _, args := range [][]string{{"export", "-o", b.path("all.jsonl")}, {"bundle", b.path("a.zip")}} {
			b.must(args...)
			lines := strings.Split(strings.TrimSpace(b.must("access-log").out), "\n")
			last := lines[len(lines)-1]
			who := strings.SplitN(last, "  ", 3)
			if !strings.Contains(last, "  "+args[0]) || len(who) != 3 || strings.Contains(who[1], "(") != (c.want != "") ||
				!strings.HasSuffix(who[1], c.want) {
				t.Errorf("%v, %s: %s", c.env, args[0], last)
			}
			if err := os.Remove(args[len(args)-1]); err != nil {
				t.Error(err)
			}
		}
	}
}
