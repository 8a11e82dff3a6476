package main

import (
	"os"
	"strings"
	"testing"
)

// A slip of the pen costs neither the store nor a key nor the configuration.
func TestOutputsReplaceNothingPrecious(t *testing.T) {
	b := newBench(t, smallTown())
	b.must("collect")
	b.must("store", "key", "new", b.path("store.key"))
	b.write("age.key", "# created: 2026-11-28T10:00:00+03:00\nAGE-SECRET-KEY-1EXAMPLE\n")
	b.write("old.txt", "an older output\n")
	for file, what := range map[string]string{"otklik.db": "a store", "store.key": "a secret key", "age.key": "a secret key", "config.yaml": "the configuration"} {
		before := b.read(file)
		for _, args := range [][]string{{"export", "--output", b.path(file)}, {"digest", "morning", "--output", b.path(file)}, {"bundle", b.path(file)}} {
			if r := b.otklik(args...); r.code != exitUsage || !strings.Contains(r.err, what) || !strings.Contains(r.err, "another file") {
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
	b := newBench(t, smallTown())
	b.configure("deliver: []", "deliver: [{file: {path: out, format: text}}]")
	b.must("collect")
	b.must("digest", "morning", "--send") // into a folder of the configuration, which is made
	moment := strings.Fields(b.must("digests").out)[1]
	b.write("table.csv", asCSV(incidents(8, 0)))
	b.must("export")
	log := b.read("otklik.db.access.jsonl")
	for _, args := range [][]string{
		{"digest", "morning", "-o"}, {"digest", "morning", "--format", "html", "-o"}, {"digests", "morning", moment, "-o"}, {"export", "-o"}, {"bundle"},
		{"train", "--data", b.path("table.csv"), "--text", "Текст инцидента", "--group", "Группа тем", "--output"}, {"train", "--from-store", "--output"},
	} {
		for _, c := range []struct{ path, says string }{{b.path("nodir/x"), "does not exist"}, {b.folder, "this is a folder; name a file in it"}, {b.path("table.csv/x"), "is a file and no folder"}} {
			if r := b.otklik(append(args, c.path)...); r.code != exitUsage || r.out != "" || !strings.Contains(r.err, c.says) || strings.Contains(r.err, "rename") {
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
	b := newBench(t, smallTown())
	b.must("collect")
	for _, n := range []string{"0", "-3"} {
		if r := b.otklik("digests", "--last", n); r.code != exitUsage || !strings.Contains(r.err, "--last") {
			t.Errorf("--last %s: exit %d, %s", n, r.code, r.err)
		}
	}
}
