package main

import (
	"bytes"
	"fmt"
	"strings"
	"syscall"
	"testing"

	"github.com/spf13/cobra"
)

// fails is an output that takes nothing.
type fails struct{ err error }

func (f fails) Write([]byte) (int, error) { return 0, f.err }

// into runs a command whose output fails.
func (b *bench) into(failure error, in string, args ...string) result {
	b.t.Helper()
	var errs bytes.Buffer
	code := run(b.t.Context(), append([]string{"--config", b.path("config.yaml")}, args...),
		b.streams(in, fails{failure}, &errs))
	return result{code: code, err: errs.String()}
}

// Whoever could not be told is not told that all is well: a full disk behind > fails the command, in one sentence.
func TestAnOutputThatCannotBeWrittenIsNoSuccess(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.keep("365d")
	b.must("collect")
	b.must("dismiss", "governor/vk", b.firstComplaint(), "--reason", "x") // so that the access log is not empty
	b.must("digest", "morning")
	b.write("result.json", `{"name":"Обсуждение","type":"private_supergroup","id":1500000002,"messages":[]}`)
	for _, args := range [][]string{
		{}, {"--help"}, {"--version"}, {"version"}, {"help", "store"}, {"completion", "bash"}, {"collect"}, {"status"},
		{"status", "--json"}, {"check"},
		{"digest", "morning"}, {"digests"}, {"export"}, {"export", "--format", "csv"}, {"access-log"},
		{"access-log", "--json"}, {"classify"},
		{"store", "stats"}, {"store", "stats", "--json"}, {"store", "check"}, {"store", "compact"},
		{"purge", "--dry-run"}, {"purge"},
		{"forget", "--author", "vk:100001", "--dry-run"}, {"preview", "-o", b.path("shown")},
		{"backup", b.path("a.zst")},
		{"import", "telegram", b.path("result.json"), "--official", "governor", "--channel", "telegram"},
		{"bundle", b.path("b.zip")}, {"bundle", "-"},
	} {
		in := `{"id":1,"text":"Нет воды"}`
		r := b.into(syscall.ENOSPC, in, args...)
		if r.code != exitFailed || strings.Count(r.err, "otklik: write the output: no space left on device") != 1 ||
			strings.Contains(r.err, "read the access log") {
			t.Errorf("otklik %s: exit %d, %s", strings.Join(args, " "), r.code, r.err)
		}
		if r := b.into(fmt.Errorf("write: %w", syscall.EPIPE), in, args...); strings.Contains(r.err,
			"write the output") && r.code == exitDone {
			t.Errorf("otklik %s into a pipe that was closed: exit %d, %s", strings.Join(args, " "), r.code, r.err)
		}
	}
}

// Wrong words get 2 from help and completion too, and not the general help.
func TestHelpAndCompletionKnowTheCommands(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	for _, args := range [][]string{{"help", "foo"}, {"help", "store", "foo"}, {"completion", "foo"},
		{"completion", "bash", "foo"}, {"version", "foo"}} {
		if r := b.with(t.Context(), "", args...); r.code != exitUsage || r.out != "" ||
			!strings.Contains(r.err, "foo") {
			t.Errorf("%v: exit %d\n%s%s", args, r.code, r.out, r.err)
		}
	}
	for _, args := range [][]string{{"help"}, {"help", "store"}, {"help", "store", "check"}, {"completion"},
		{"completion", "zsh"}} {
		if r := b.with(t.Context(), "", args...); r.code != exitDone || r.err != "" ||
			!strings.Contains(r.out, "otklik") {
			t.Errorf("%v: exit %d\n%s%s", args, r.code, r.out, r.err)
		}
	}
	if asked, flag := b.with(t.Context(), "", "version"), b.with(t.Context(), "", "--version"); asked != flag ||
		asked.out != versionLine() || asked.code != exitDone {
		t.Errorf("version: %+v, --version: %+v", asked, flag)
	}
}

// pflag takes what stands between backquotes for the type of the value.
func TestFlagsAreDescribedInWords(t *testing.T) {
	t.Parallel()
	var walk func(*cobra.Command)
	walk = func(c *cobra.Command) {
		for _, line := range strings.Split(c.LocalFlags().FlagUsages(), "\n") {
			if fields := strings.Fields(line); strings.Contains(line, "otklik export") || len(fields) > 1 &&
				fields[1] == "otklik" {
				t.Errorf("%s: %s", c.CommandPath(), line)
			}
		}
		for _, sub := range c.Commands() {
			walk(sub)
		}
	}
	walk((&cli{}).command())
}
