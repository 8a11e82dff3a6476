package main

import (
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
