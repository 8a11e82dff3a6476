package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"filippo.io/age"

	"otklik/internal/app"
	"otklik/internal/sandbox/town"
)

// guarded is a bench that has collected.
func guarded(t *testing.T) *bench {
	t.Helper()
	b := newBench(t, smallTown())
	b.must("collect")
	return b
}

func (b *bench) key() (secretFile, public string) {
	b.t.Helper()
	key, err := age.GenerateX25519Identity()
	if err != nil {
		b.t.Fatal(err)
	}
	b.write("key", key.String()+"\n")
	return b.path("key"), key.Recipient().String()
}

// The store is backed up, destroyed and restored: the export is the same to the byte.
func TestBackupDestroyRestore(t *testing.T) {
	t.Parallel()
	b := guarded(t)
	secret, public := b.key()
	want := b.must("export").out
	for _, c := range []struct{ write, read []string }{
		{[]string{"backup", b.path("plain.zst")}, []string{"restore", b.path("plain.zst")}},
		{[]string{"backup", b.path("sealed.age"), "--recipient", public},
			[]string{"restore", b.path("sealed.age"), "--identity", secret}},
	} {
		r := b.must(c.write...)
		if !strings.Contains(r.out, "read back and compared") || r.err != "" {
			t.Errorf("%v: %s%s", c.write, r.out, r.err)
		}
		if err := os.Remove(b.path("otklik.db")); err != nil {
			t.Fatal(err)
		}
		r = b.must(c.read...)
		if !strings.Contains(r.out, "checked and in place") {
			t.Errorf("%v: %s", c.read, r.out)
		}
		if got := b.must("export").out; got != want || want == "" {
			t.Errorf("%v: the export differs:\n%s\nwant\n%s", c.read, got, want)
		}
	}
	if out := b.must("store", "check").out; !strings.Contains(out, "is whole") {
		t.Error(out)
	}
}

func TestBackupRefusals(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	file := b.path("a.zst")
	if r := b.otklik("backup", file); r.code != exitFailed || !strings.Contains(r.err, "there is no store") {
		t.Errorf("without a store: exit %d, %s", r.code, r.err)
	}
	if _, err := os.Stat(b.path("otklik.db")); !errors.Is(err, os.ErrNotExist) {
		t.Error("a backup of nothing made a store")
	}
	b.must("collect")
	for name, args := range map[string][]string{
		"no file":       {"backup"},
		"two files":     {"backup", "a", "b"},
		"standard out":  {"backup", "-"},
		"bad recipient": {"backup", file, "--recipient", "age1nobody"},
		"a secret key":  {"backup", file, "--recipient", "AGE-SECRET-KEY-1QQQQQQQQQ"},
	} {
		if r := b.otklik(args...); r.code != exitUsage || strings.Contains(r.err, "QQQQ") {
			t.Errorf("%s: exit %d, %s", name, r.code, r.err)
		}
	}
	if r := b.otklik("backup", b.path("config.yaml")); r.code != exitFailed || !strings.Contains(r.err, "no backup") {
		t.Errorf("over another file: exit %d, %s", r.code, r.err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if r := b.with(ctx, "", "--config", b.path("config.yaml"), "backup", file); r.code != exitInterrupted {
		t.Errorf("interrupted: exit %d, %s", r.code, r.err)
	}
	b.configure("officials:", "backup: {recipients: [age1"+strings.Repeat("q", 58)+"]}\nofficials:")
	if r := b.otklik("backup", file); r.code != exitUsage || !strings.Contains(r.err, "backup.recipients") {
		t.Errorf("a mistyped key in the configuration: exit %d, %s", r.code, r.err)
	}
	if _, err := os.Stat(file); !errors.Is(err, os.ErrNotExist) {
		t.Error("a refused backup left a file")
	}
}

// Recipients of the configuration need no flag.
func TestBackupEncryptsByConfiguration(t *testing.T) {
	t.Parallel()
	b := guarded(t)
	secret, public := b.key()
	b.write("recipients", "# the office\n"+public+"\n")
	b.configure("officials:", "backup: {recipients_file: recipients}\nofficials:")
	if out := b.must("backup", b.path("a")).out; !strings.Contains(out, "encrypted to 1 recipient") {
		t.Error(out)
	}
	if text := b.read("a"); !strings.HasPrefix(text, "age-encryption.org/v1") {
		t.Error("the backup is not encrypted")
	}
	if r := b.otklik("restore", b.path("a"), "--force"); r.code != exitUsage || !strings.Contains(r.err, "--identity") {
		t.Errorf("without the key: exit %d, %s", r.code, r.err)
	}
	b.must("restore", b.path("a"), "--force", "--identity", secret)
}

// A disk that fills up in the middle: the sentence says so, and no half file is left. The disk is a small one in
// memory, in a name space of its own.
func TestBackupOntoAFullDisk(t *testing.T) {
	t.Parallel()
	b := guarded(t)
	disk := b.path("disk")
	if err := os.Mkdir(disk, 0o700); err != nil {
		t.Fatal(err)
	}
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	// Zeros fill the disk but for one page; the list at the end is what is left on it.
	script := fmt.Sprintf("mount -t tmpfs -o size=1m none %[1]s && { head -c 1044480 /dev/zero >%[1]s/zeros; %[2]s "+
		"--config %[3]s backup %[1]s/a.zst; echo exit $?; ls -A %[1]s; }",
		disk, program, b.path("config.yaml"))
	if exec.CommandContext(t.Context(), "unshare", "-rm", "mount", "-t", "tmpfs", "none", disk).Run() != nil {
		t.Skip("no disk of one's own can be mounted here")
	}
	cmd := exec.CommandContext(t.Context(), "unshare", "-rm", "sh", "-c", script)
	cmd.Env = append(os.Environ(), asCommand+"=1")
	out, err := cmd.CombinedOutput()
	text := string(out)
	if err != nil || !strings.Contains(text, "the disk is full") || !strings.Contains(text, "exit 1\n") ||
		!strings.HasSuffix(text, "exit 1\nzeros\n") {
		t.Errorf("%v\n%s", err, text)
	}
}

// killRounds is how many processes a test kills; OTKLIK_TEST_KILLS asks for more.
func killRounds(t *testing.T) int {
	t.Helper()
	asked := os.Getenv("OTKLIK_TEST_KILLS")
	if asked == "" {
		return 6
	}
	n, err := strconv.Atoi(asked)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Backups beside a process that collects, and kills of them: every backup that has its name is whole, the store too.
func TestKilledBackupsBesideCollects(t *testing.T) {
	t.Parallel()
	part := town.New(time.Now())
	part.Posts, part.Dialogs = part.Posts[:12], part.Dialogs[:30]
	b := newBench(t, part)
	b.must("collect")
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 3))
	survived, took := 0, b.took("backup", b.path("a.zst"))
	rounds := killRounds(t)
	for range rounds {
		beside, killed := b.process("collect"), b.process("backup", b.path("a.zst"))
		for _, cmd := range []*exec.Cmd{beside, killed} {
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
		}
		timer := time.AfterFunc(killMoment(random, took), func() { _ = killed.Process.Kill() })
		if killed.Wait() == nil {
			survived++
		}
		timer.Stop()
		_ = beside.Process.Kill()
		_ = beside.Wait()
		if _, err := os.Stat(b.path("a.zst")); err == nil {
			b.must("restore", b.path("a.zst"), "--force")
		}
		b.must("store", "check")
	}
	t.Logf("%d of %d backups ended before they were killed", survived, rounds)
	b.must("collect")
	whole := newBench(t, part)
	whole.must("collect")
	if want, got := summary(whole.export()), summary(b.export()); len(want) < 200 || !slices.Equal(want, got) {
		t.Errorf("%d messages after the kills, %d without", len(got), len(want))
	}
}

// Backups while the daemon runs are whole, and the daemon goes on.
func TestBackupsBesideTheDaemon(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.configure("officials:", "backup: {path: backups}\nofficials:")
	daemon := b.paced("run")
	if err := daemon.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = daemon.Process.Kill()
		_ = daemon.Wait()
	}()
	count := 0
	for started := time.Now(); count == 0 && time.Since(started) < time.Minute; {
		if r := b.otklik("backup", b.path("a.zst")); r.code == exitDone { // until there is a store
			var s app.StoreStats
			if err := json.Unmarshal([]byte(b.must("store", "stats", "--json").out), &s); err != nil {
				t.Fatal(err)
			}
			count = s.Messages
		}
	}
	b.must("backup", b.path("a.zst"))
	b.must("store", "compact")
	b.must("store", "check")
	want := summary(b.export())
	if err := daemon.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if len(want) == 0 {
		t.Fatal("the daemon stored nothing within a minute")
	}
	b.must("restore", b.path("a.zst"), "--force")
	got := summary(b.export())
	for _, line := range got {
		if !slices.Contains(want, line) {
			t.Errorf("the backup holds what the store does not: %s", line)
		}
	}
	if len(got) == 0 {
		t.Error("the backup is empty")
	}
}

func TestCheckLooksWhereTheNightWillWrite(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.configure("officials:", "backup: { path: "+b.path("no/disk")+", schedule: \"0 3 * * *\" }\npurge: { acts: "+
		b.path("file/acts")+" }\nofficials:")
	b.write("file", "where a folder should be")
	r := b.otklik("check")
	if r.code != exitFailed || !strings.Contains(r.out, "FAULT    backup: the folder above") ||
		!strings.Contains(r.out, "FAULT    purge: its acts") {
		t.Errorf("exit %d\n%s%s", r.code, r.out, r.err)
	}
	if err := os.Remove(b.path("file")); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(b.path("no"), 0o700); err != nil {
		t.Fatal(err)
	}
	if r := b.must("check"); !strings.Contains(r.out, "ok       backup") || !strings.Contains(r.out, "ok       purge") {
		t.Errorf("%s", r.out)
	}
}
