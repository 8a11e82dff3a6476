package main

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// A disk that the system has made read-only, as it does after a fault: every command says so and what is stored stays,
// and when it can be written again nothing is missing. The disk is one in memory, in a name space of its own.
func TestReadOnlyDisk(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	disk := b.path("disk")
	if err := os.Mkdir(disk, 0o700); err != nil {
		t.Fatal(err)
	}
	if exec.CommandContext(t.Context(), "unshare", "-rm", "mount", "-t", "tmpfs", "none", disk).Run() != nil {
		t.Skip("no disk of one's own can be mounted here")
	}
	b.configure("otklik.db", "disk/otklik.db")
	b.configure("deliver: []", "deliver: [{file: {path: out, format: json}}]")
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	script := fmt.Sprintf(`o() { %[2]s --config %[3]s "$@"; echo "exit $?"; }
mount -t tmpfs none %[1]s
o collect
mount -o remount,ro %[1]s
echo READONLY
o collect
o store compact
o digest morning --send
mount -o remount,rw %[1]s
echo WRITABLE
o collect
o store check
o export | wc -l`, disk, program, b.path("config.yaml"))
	cmd := exec.CommandContext(t.Context(), "unshare", "-rm", "sh", "-c", script)
	cmd.Env = append(os.Environ(), asCommand+"=1")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	before, rest, _ := strings.Cut(string(out), "READONLY\n")
	during, after, _ := strings.Cut(rest, "WRITABLE\n")
	if !strings.Contains(before, "exit 0") || strings.Count(during, "exit 1") != 3 ||
		strings.Count(during, "the disk is read-only") < 3 {
		t.Errorf("while it cannot be written:\n%s", during)
	}
	// The town's messages, and the line with the exit code.
	if strings.Count(after, "exit 0") != 2 || !strings.HasSuffix(strings.TrimSpace(after), "12") {
		t.Errorf("afterwards:\n%s", after)
	}
}
