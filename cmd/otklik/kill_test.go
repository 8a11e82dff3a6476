package main

import (
	"context"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"otklik/internal/sandbox/town"
)

// asCommand makes the test binary behave as otklik: processes that can really be killed.
const asCommand = "OTKLIK_TEST_AS_COMMAND"

// keepPace makes it keep the pace that platforms ask for: such a collect takes long enough to be met in its middle.
const keepPace = "OTKLIK_TEST_KEEP_PACE"

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) != "" {
		as := standardStreams()
		as.unpaced = os.Getenv(keepPace) == ""
		code := run(context.Background(), os.Args[1:], as)
		if file := os.Getenv(tellPeak); file != "" {
			status, _ := os.ReadFile("/proc/self/status") // where it cannot be had, peakMemory says so
			_ = os.WriteFile(file, status, 0o600)
		}
		os.Exit(code)
	}
	os.Exit(m.Run())
}

// process is otklik in a process of its own.
func (b *bench) process(args ...string) *exec.Cmd {
	b.t.Helper()
	program, err := os.Executable()
	if err != nil {
		b.t.Fatal(err)
	}
	cmd := exec.CommandContext(b.t.Context(), program, append([]string{"--config", b.path("config.yaml")}, args...)...)
	cmd.Env = append(os.Environ(), asCommand+"=1")
	return cmd
}

// paced is a process that keeps the pace of the platforms.
func (b *bench) paced(args ...string) *exec.Cmd {
	b.t.Helper()
	cmd := b.process(args...)
	cmd.Env = append(cmd.Env, keepPace+"=1")
	return cmd
}

// took is how long a command takes in a process of its own that is left alone.
func (b *bench) took(args ...string) time.Duration {
	b.t.Helper()
	began := time.Now()
	if said, err := b.process(args...).CombinedOutput(); err != nil {
		b.t.Fatalf("otklik %v: %v\n%s", args, err, said)
	}
	return time.Since(began)
}

// killMoment is when to kill a process that takes so long: seldom before it does anything, and seldom never.
func killMoment(random *rand.Rand, took time.Duration) time.Duration {
	return took/4 + time.Duration(random.Int64N(int64(took)))
}

// Killed at any moment, a collect leaves a store that the next one completes: nothing lost, nothing doubled.
func TestKilledCollectsLoseNothing(t *testing.T) {
	t.Parallel()
	now := time.Now()
	part := town.New(now)
	// VKontakte's limit of three calls a second bounds the test
	part.Posts, part.Dialogs = part.Posts[:12], part.Dialogs[:30]
	whole, killed := newBench(t, part), newBench(t, part)
	whole.must("collect")
	random := rand.New(rand.NewPCG(uint64(now.UnixNano()), 1))
	survived := 0
	for range 12 {
		cmd := killed.paced("collect")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(time.Duration(20+random.IntN(900))*time.Millisecond, func() { _ = cmd.Process.Kill() })
		if err := cmd.Wait(); err == nil {
			survived++
		}
		timer.Stop()
	}
	t.Logf("%d of 12 collects ended before they were killed", survived)
	killed.must("collect")
	want, got := summary(whole.export()), summary(killed.export())
	if len(want) < 200 || !slices.Equal(want, got) {
		t.Errorf("%d messages after the kills, %d without", len(got), len(want))
	}
	if problems := killed.must("check").out; strings.Contains(problems, "FAULT") {
		t.Error(problems)
	}
}

func summary(lines []line) []string {
	var out []string
	for _, l := range lines {
		out = append(out, strings.Join([]string{l.Channel, l.Kind, l.Thread, l.ID, l.ReplyTo, l.AuthorID, l.Text,
			l.State}, "|"))
	}
	slices.Sort(out)
	return out
}

// Two collects at once, and a command beside them, do each other no harm.
func TestProcessesSideBySide(t *testing.T) {
	t.Parallel()
	part := town.New(time.Now())
	part.Posts, part.Dialogs = part.Posts[:12], part.Dialogs[:30]
	b := newBench(t, part)
	first, second, beside := b.process("collect"), b.process("collect"), b.process("export")
	for _, cmd := range []*exec.Cmd{first, second, beside} {
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
	}
	for _, cmd := range []*exec.Cmd{first, second, beside} {
		err := cmd.Wait()
		if code := cmd.ProcessState.ExitCode(); code != exitDone && code != exitPartly && code != exitFailed {
			t.Errorf("%v: exit %d, %v", cmd.Args[3:], code, err)
		}
	}
	b.must("collect")
	lines := b.export()
	seen := map[string]bool{}
	for _, l := range lines {
		key := l.Channel + l.Kind + l.ID
		if l.Kind == "direct" {
			key += l.Thread
		}
		if seen[key] {
			t.Fatalf("%s is stored twice", key)
		}
		seen[key] = true
	}
	if len(lines) < 200 {
		t.Errorf("only %d messages", len(lines))
	}
}

// A daemon and ten commands at once on one store: each does its work or says within seconds who holds the store.
func TestTenCommandsAtOnce(t *testing.T) {
	t.Parallel()
	part := town.New(time.Now())
	part.Posts, part.Dialogs = part.Posts[:12], part.Dialogs[:30]
	b := newBench(t, part)
	b.configure(`collect: "*/5 * * * *"`, `collect: "* * * * *"`)
	b.configure("deliver: []", "deliver: [{file: {path: out, format: json}}]")
	daemon := b.paced("run")
	if err := daemon.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = daemon.Process.Kill()
		_ = daemon.Wait()
	}()
	for started := time.Now(); b.otklik("store", "stats").code != exitDone; { // until the daemon has made a store
		if time.Since(started) > time.Minute {
			t.Fatal("the daemon makes no store")
		}
	}
	commands := [][]string{{"collect"}, {"collect", "governor/vk"}, {"export"}, {"export", "--format", "csv"},
		{"digest", "morning"}, {"digest", "morning", "--send"},
		{"status"}, {"digests"}, {"store", "check"}, {"backup", b.path("a.zst")}}
	for range 2 {
		var running []*exec.Cmd
		for _, args := range commands {
			cmd := b.process(args...)
			cmd.Stderr = &strings.Builder{}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			running = append(running, cmd)
		}
		for i, cmd := range running {
			_ = cmd.Wait()
			said := cmd.Stderr.(*strings.Builder).String()
			switch code := cmd.ProcessState.ExitCode(); {
			case code == exitDone, code == exitPartly:
			case code == exitFailed && strings.Contains(said, "in use by otklik"):
			default:
				t.Errorf("%v: exit %d, %s", commands[i], code, said)
			}
		}
	}
	if err := daemon.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	_ = daemon.Wait()
	b.must("collect")
	b.must("store", "check")
	whole := newBench(t, part)
	whole.must("collect")
	if want, got := summary(whole.export()), summary(b.export()); len(want) < 200 || !slices.Equal(want, got) {
		t.Errorf("%d messages, %d without the crowd", len(got), len(want))
	}
}
