package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"otklik/internal/safefile"
)

// A slip of the pen costs neither the store nor a key nor the configuration.
func TestOutputsReplaceNothingPrecious(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.must("collect")
	b.must("store", "key", "new", b.path("store.key"))
	b.write("age.key", "# created: 2026-11-28T10:00:00+03:00\nAGE-SECRET-KEY-1EXAMPLE\n")
	b.write("old.txt", "an older output\n")
	for file, what := range map[string]string{"otklik.db": "a store", "store.key": "a secret key",
		"age.key": "a secret key", "config.yaml": "the configuration"} {
		before := b.read(file)
		for _, args := range [][]string{{"export", "--output", b.path(file)},
			{"digest", "morning", "--output", b.path(file)}, {"bundle", b.path(file)}} {
			if r := b.otklik(args...); r.code != exitUsage || !strings.Contains(r.err, what) ||
				!strings.Contains(r.err, "another file") {
				t.Errorf("%v: exit %d, %s", args, r.code, r.err)
			}
		}
		if b.read(file) != before {
			t.Errorf("%s was changed", file)
		}
	}
	b.must("export", "--output", b.path("old.txt"))
	if text := b.read("old.txt"); !strings.HasPrefix(text, "{") {
		t.Errorf("an ordinary file is not replaced: %.40q", text)
	}
}

// A mistyped folder is said and not made; a folder is no file. Nothing is noted as done.
func TestOutputsMakeNoFolders(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.configure("deliver: []", "deliver: [{file: {path: out, format: text}}]")
	b.must("collect")
	b.must("digest", "morning", "--send") // into a folder of the configuration, which is made
	moment := strings.Fields(b.must("digests").out)[1]
	b.write("table.csv", asCSV(incidents(8, 0)))
	b.must("export")
	log := b.read("otklik.db.access.jsonl")
	for _, args := range [][]string{
		{"digest", "morning", "-o"}, {"digest", "morning", "--format", "html", "-o"},
		{"digests", "morning", moment, "-o"}, {"export", "-o"}, {"bundle"},
		{"train", "--data", b.path("table.csv"), "--text", "Текст инцидента", "--group", "Группа тем", "--output"},
		{"train", "--from-store", "--output"},
	} {
		for _, c := range []struct{ path, says string }{{b.path("nodir/x"), "does not exist"},
			{b.folder, "this is a folder; name a file in it"}, {b.path("table.csv/x"), "is a file and no folder"}} {
			if r := b.otklik(append(args, c.path)...); r.code != exitUsage || r.out != "" ||
				!strings.Contains(r.err, c.says) || strings.Contains(r.err, "rename") {
				t.Errorf("%v %s: exit %d, %s", args, c.path, r.code, r.err)
			}
		}
	}
	if _, err := os.Stat(b.path("nodir")); err == nil {
		t.Error("the folder was made")
	}
	if after := b.read("otklik.db.access.jsonl"); after != log {
		t.Errorf("what was refused stands in the access log: %s", strings.TrimPrefix(after, log))
	}
	b.must("preview", "-o", b.path("made/by/preview"))
}

func TestDigestsListSome(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.must("collect")
	for _, n := range []string{"0", "-3"} {
		if r := b.otklik("digests", "--last", n); r.code != exitUsage || !strings.Contains(r.err, "--last") {
			t.Errorf("--last %s: exit %d, %s", n, r.code, r.err)
		}
	}
}

// What the office works with is no place for an output; what is no regular file is written into, not replaced.
func TestOutputsReplaceNothingElse(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.write("token", "sandbox-vk-service")
	b.configure(`service_token: "sandbox-vk-service"`, "service_token_file: token")
	if err := os.Chmod(b.path("token"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.must("collect")
	b.must("export")
	b.must("backup", b.path("a.zst"))
	for _, name := range []string{"otklik.db.access.jsonl", "token", "a.zst", "otklik.db", "config.yaml"} {
		before := b.read(name)
		for _, args := range [][]string{{"digest", "morning", "-o", b.path(name)}, {"export", "-o", b.path(name)},
			{"bundle", b.path(name)}} {
			if r := b.otklik(args...); r.code != exitUsage || b.read(name)[:len(before)] != before {
				t.Errorf("%v: exit %d %s", args, r.code, r.err)
			}
		}
	}
	if err := syscall.Mkfifo(b.path("pipe"), 0o600); err != nil {
		t.Skip(err)
	}
	read := make(chan []byte)
	go func() {
		data, _ := os.ReadFile(b.path("pipe"))
		read <- data
	}()
	b.must("export", "-o", b.path("pipe"))
	if got := string(<-read); got != b.must("export").out {
		t.Errorf("%d bytes came through the pipe", len(got))
	}
	if info, err := os.Lstat(b.path("pipe")); err != nil || info.Mode().IsRegular() {
		t.Error("the pipe was replaced")
	}
	b.write("real.jsonl", "old")
	for link, leads := range map[string]string{"link": "real.jsonl", "nowhere": "missing"} {
		if err := os.Symlink(leads, b.path(link)); err != nil {
			t.Fatal(err)
		}
	}
	b.must("export", "-o", b.path("link"))
	if info, err := os.Lstat(b.path("link")); err != nil || info.Mode()&os.ModeSymlink == 0 ||
		b.read("real.jsonl") == "old" {
		t.Error("the link was replaced instead of what it leads to")
	}
	if r := b.otklik("export", "-o", b.path("nowhere")); r.code != exitUsage {
		t.Errorf("a link to nothing: exit %d", r.code)
	}
}

// The table that a model is learnt from is the office's own, by whatever name the model is to be called.
func TestTrainKeepsItsTable(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	table := "Тема;Текст\n" + strings.Repeat("Дороги;Яма на Садовой\nЖКХ;Нет отопления на Садовой\n", 12)
	b.write("table.csv", table)
	if err := os.Symlink("table.csv", b.path("link.csv")); err != nil {
		t.Fatal(err)
	}
	for _, output := range []string{"table.csv", "link.csv", "./table.csv"} {
		r := b.otklik("train", "--data", b.path("table.csv"), "--text", "Текст", "--group", "Тема", "-o",
			filepath.Join(b.folder, output))
		if r.code != exitUsage || !strings.Contains(r.err, "is the table to learn from") ||
			b.read("table.csv") != table {
			t.Errorf("%s: exit %d %s", output, r.code, r.err)
		}
	}
	b.must("train", "--data", b.path("table.csv"), "--text", "Текст", "--group", "Тема", "-o", b.path("model"))
	b.must("train", "--data", b.path("table.csv"), "--text", "Текст", "--group", "Тема", "-o", b.path("model"))
}

// A killed export leaves no copy of everything behind for ever, and what a living process writes is left alone.
func TestAbandonedPartsAreSwept(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	old, young := filepath.Join(folder, ".out.jsonl.part-1"),
		filepath.Join(folder, ".out.jsonl.otklik-0123456789abcdef")
	for _, path := range []string{old, young} {
		if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	living, err := safefile.NewPart(folder, "out.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = living.Discard() }()
	if err := safefile.Rewrite(filepath.Join(folder, "out.jsonl"), func(*os.File) error { return nil }); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{old, young} {
		if _, err := os.Stat(path); err == nil {
			t.Errorf("what a killed process left is still there: %s", path)
		}
	}
	if _, err := os.Stat(living.Name()); err != nil {
		t.Error("what somebody may still write is gone")
	}
}
