package main

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"otklik/internal/safefile"
)

// killedIn kills a command while it brings to the disk what it makes in a folder, and gives back the parts that it
// leaves there. strace keeps it waiting at that step.
func (b *bench) killedIn(folder string, args ...string) (left []string) {
	b.t.Helper()
	strace, err := exec.LookPath("strace")
	if err != nil || exec.CommandContext(b.t.Context(), strace, "-f", "-o", os.DevNull, "-e", "trace=fsync",
		"true").Run() != nil {
		b.t.Skip("no strace: nothing can be killed at named calls to the disk")
	}
	before := b.parts(folder)
	cmd := b.process(args...)
	cmd.Args = append([]string{strace, "-f", "-qq", "-o", os.DevNull, "-e", "trace=fsync", "-e",
		"inject=fsync:delay_enter=400000"}, append([]string{cmd.Path}, cmd.Args[1:]...)...)
	cmd.Path = strace
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	// Wait ends when nobody holds the outputs any more: strace ends before the process that it traces.
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Start(); err != nil {
		b.t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for look := time.NewTicker(20 * time.Millisecond); ; {
		select {
		case err := <-ended:
			b.t.Fatalf("otklik %v ended before it was killed: %v; in %s are %v\n%s", args, err, folder, b.parts(folder),
				&said)
		case <-look.C:
		}
		left = slices.DeleteFunc(b.parts(folder), func(path string) bool { return slices.Contains(before, path) })
		if len(left) > 0 {
			if err := syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL); err != nil {
				b.t.Fatal(err)
			}
			<-ended
			return left
		}
	}
}

// parts are the files in a folder that are being made and hold something already, or were left so.
func (b *bench) parts(folder string) (paths []string) {
	b.t.Helper()
	names, err := safefile.Names(b.path(folder))
	if err != nil {
		b.t.Fatal(err)
	}
	for _, name := range names {
		after, part := safefile.IsPart(name)
		info, err := os.Stat(b.path(folder + "/" + name))
		if (part && after != "otklik.db.holder" || strings.HasSuffix(name, ".compacting")) && err == nil &&
			info.Size() > 0 {
			paths = append(paths, filepath.Join(b.path(folder), name))
		}
	}
	return paths
}

// holding are the files of the office that hold a word of the citizens', or look left over.
func (b *bench) holding(word string) (all []string) {
	b.t.Helper()
	err := filepath.WalkDir(b.folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(path)
		_, left := safefile.WasPart(entry.Name())
		if left || strings.HasSuffix(path, ".compacting") || bytes.Contains(text, []byte(word)) {
			all = append(all, path)
		}
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return all
}

// leave kills an export, a delivery, a compaction and a backup in their middle, and adds what earlier
// versions left.
func (b *bench) leave() (left []string) {
	b.t.Helper()
	left = slices.Concat(
		b.killedIn(".", "store", "compact"), // the first, because it would sweep what others leave
		b.killedIn("copies", "backup", b.path("copies/a.zst")),
		b.killedIn("elsewhere", "export", "-o", b.path("elsewhere/all.jsonl")),
		b.killedIn("out", "digest", "morning", "--send"),
		b.parts("."), // the copy that was packed, besides the new file of the compaction
	)
	for _, name := range []string{".otklik-copy-12345", "copies/.b.zst.part-12345", ".otklik.db.restore-12345",
		"out/.morning-2026-11-23-0800.json.part"} {
		b.write(name, canaryText)
		left = append(left, b.path(name))
	}
	return left
}

// What killed processes leave is named by status and check, goes before anything is said to be destroyed, and the
// certificate tells of it: afterwards no file of the office holds what was destroyed.
func TestNothingDestroyedLiesBesideTheStore(t *testing.T) {
	t.Parallel()
	b := newBench(t, canaryTown())
	b.folders("copies", "elsewhere", "out", "papers")
	b.configure("deliver: []", "deliver: [{file: {path: out, format: json}}]")
	b.write("config.yaml", b.read("config.yaml")+"backup: {path: copies}\npurge: {acts: papers}\nprivacy: "+
		"{retention: 1h}\n")
	b.must("collect")
	var person string
	for _, l := range b.export() {
		if !l.Official && l.Platform == "vk" {
			person = l.Platform + ":" + l.AuthorID
		}
	}
	left := b.leave()
	status, check := b.otklik("status"), b.otklik("check")
	if status.code != exitPartly {
		t.Errorf("status: exit %d", status.code)
	}
	for _, path := range left {
		if !strings.Contains(status.out, path) {
			t.Errorf("status does not name %s\n%s", path, status.out)
		}
		if !strings.Contains(check.out, path) {
			t.Errorf("check does not name %s\n%s", path, check.out)
		}
	}
	// Killing takes its time: every deed finds the office as the killed have left it.
	killed := filepath.Join(t.TempDir(), "office")
	b.shell("cp", "-a", b.folder, killed)
	for _, deed := range []string{"purge", "forget", "store compact", "store encrypt"} {
		t.Run(deed, func(t *testing.T) {
			b.shell("rm", "-rf", b.folder)
			b.shell("cp", "-a", killed, b.folder)
			args := strings.Fields(deed)
			switch deed {
			case "forget":
				args = append(args, "--author", person)
			case "store encrypt":
				b.must("store", "key", "new", b.path("a.key"))
				text := b.read("config.yaml")
				begin, end := strings.Index(text, "store:"), strings.Index(text, "platforms:")
				b.write("config.yaml", text[:begin]+"store: {path: otklik.db, key_file: a.key}\n"+text[end:])
			}
			r := b.must(args...)
			for _, path := range left {
				if _, err := os.Stat(path); err == nil {
					t.Errorf("%s lies there still\n%s%s", path, r.out, r.err)
				}
			}
			if deed == "purge" {
				if files := b.holding(canaryText); len(files) > 0 {
					t.Errorf("what was destroyed stands in %v", files)
				}
			}
			if deed == "purge" || deed == "forget" {
				act := strings.Join(strings.Fields(string(b.papers()["act-"+year()+"-1.txt"])), " ")
				if !strings.Contains(act, "оставленные прерванными программами, удалены") ||
					!strings.Contains(act, filepath.Base(left[1])) {
					t.Errorf("the act does not tell of %s:\n%s", left[1], act)
				}
			}
			if r := b.otklik("status"); strings.Contains(r.out, "LEFT OVER") {
				t.Errorf("%s", r.out)
			}
		})
	}
}

// Where nothing was left, the certificate says that too; what a living process makes is left to it, and the certificate
// names it.
func TestTheActTellsOfLeftovers(t *testing.T) {
	t.Parallel()
	for _, living := range []bool{false, true} {
		b := newBench(t, smallTown())
		b.keep("1h")
		b.must("collect")
		says := "оставленных прерванными программами, в них нет"
		if living {
			p, err := safefile.NewPart(b.folder, "all.jsonl")
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = p.Discard() }()
			if r := b.otklik("status", "--json"); strings.Contains(r.out, "leftovers") {
				t.Errorf("what is being made is no leftover: %s", r.out)
			}
			says = filepath.Base(p.Name())
		}
		b.must("purge")
		if act := string(b.papers()["act-"+year()+"-1.txt"]); !strings.Contains(strings.Join(strings.Fields(act), " "),
			says) {
			t.Errorf("living %v: the act does not say %q:\n%s", living, says, act)
		}
	}
}

// Other programs read of leftovers, too; a folder that the access log names is only looked into for what this program
// has made.
func TestLeftoversForOtherPrograms(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.folders("elsewhere")
	b.must("collect")
	b.must("export", "-o", b.path("elsewhere/all.jsonl"))
	const ours, others = "elsewhere/.all.jsonl.otklik-0123456789abcdef", "elsewhere/.film.mkv.part-77"
	b.write(ours, "x")
	b.write(others, "somebody's")
	var s struct {
		Well      bool
		Leftovers []struct {
			Path  string
			Bytes int
		}
	}
	if err := json.Unmarshal([]byte(b.otklik("status", "--json").out), &s); err != nil {
		t.Fatal(err)
	}
	if len(s.Leftovers) != 1 || s.Leftovers[0].Path != b.path(ours) || s.Leftovers[0].Bytes != 1 || s.Well {
		t.Errorf("%+v", s)
	}
	b.must("store", "compact")
	if _, err := os.Stat(b.path(ours)); err == nil {
		t.Error("a leftover of ours is left")
	}
	if b.read(others) != "somebody's" {
		t.Error("what another program makes is gone")
	}
}
