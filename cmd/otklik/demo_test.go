package main

import (
	"bytes"
	"context"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"otklik/sandbox/town"
)

// A demo costs nobody's configuration, store or page; its own it makes anew.
func TestTheDemoDestroysNothing(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"a real configuration": {"config.yaml": "officials: []\n"},
		"a real store":         {"otklik.db": "store"},
		"both":                 {"config.yaml": "officials: []\n", "otklik.db": "store"},
		"a page":               {"digest.html": "<html>"},
		"a sandbox's store":    {"otklik.db": "store", "config.yaml": "sandbox"},
		"an edited demo":       {"config.yaml": "edited", "otklik.db": "store"},
	} {
		b := newBench(t, smallTown())
		text := b.platform.Config("http://127.0.0.1:1", b.path("d/otklik.db"))
		b.folders("d")
		for file, content := range files {
			switch content {
			case "sandbox":
				content = b.platform.Config("http://127.0.0.1:1", "otklik-sandbox.db")
			case "edited":
				content = strings.Replace(text, "sandbox-vk-service", "vk1.a.real", 1)
			}
			files[file] = content
			b.write(filepath.Join("d", file), content)
		}
		r := b.with(t.Context(), "", "demo", "--folder", b.path("d"))
		if r.code != exitUsage || r.out != "" || !strings.Contains(r.err, "--folder") {
			t.Errorf("%s: exit %d, %s", name, r.code, r.err)
		}
		entries, err := os.ReadDir(b.path("d"))
		if err != nil || len(entries) != len(files) {
			t.Errorf("%s: %v, %v", name, entries, err)
		}
		for file, content := range files {
			if b.read(filepath.Join("d", file)) != content {
				t.Errorf("%s: %s was changed", name, file)
			}
		}
	}
	b := newBench(t, town.Town{Official: "Глава"})
	b.folders("d")
	configPath, storePath, page := b.path("d/config.yaml"), b.path("d/otklik.db"), b.path("d/digest.html")
	for _, state := range []string{"an empty folder", "an earlier demo", "a demo that was killed early"} {
		switch state {
		case "an earlier demo":
			b.write("d/otklik.db", "store")
			b.write("d/digest.html", "page")
			b.write("d/config.yaml", b.platform.Config("http://127.0.0.1:1", storePath))
		case "a demo that was killed early":
			if err := clearDemo(b.path("d"), page, storePath); err != nil {
				t.Fatal(err)
			}
		}
		if err := refuseForeign(configPath, storePath, page); err != nil {
			t.Errorf("%s: %v", state, err)
		}
	}
}

func TestTheSandboxReplacesItsOwnConfigurationOnly(t *testing.T) {
	b := newBench(t, smallTown())
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	b.write("real.yaml", "officials: [] # token\n")
	b.write("own.yaml", b.platform.Config("http://127.0.0.1:1", "otklik-sandbox.db"))
	b.write("note.txt", "a note\n")
	for _, c := range []struct {
		file, says string
		code       int
	}{{"real.yaml", "not overwritten", exitUsage}, {"note.txt", "not overwritten", exitUsage},
		{"config.yaml", "--listen", exitFailed}, // the sandbox's own, even where it is the one in use
		{"nodir/x.yaml", "does not exist", exitUsage}, {"own.yaml", "--listen", exitFailed}, {"new.yaml", "--listen", exitFailed}} {
		before, _ := os.ReadFile(b.path(c.file))
		r := b.otklik("sandbox", "--listen", taken.Addr().String(), "--write-config", b.path(c.file))
		if after, _ := os.ReadFile(b.path(c.file)); r.code != c.code || !strings.Contains(r.err, c.says) || !bytes.Equal(before, after) {
			t.Errorf("%s: exit %d, %s; it holds %q", c.file, r.code, r.err, after)
		}
	}
	if r := b.otklik("sandbox", "--listen", taken.Addr().String()); r.code != exitFailed || r.out != "" {
		t.Errorf("a busy port: exit %d, %s%s", r.code, r.out, r.err)
	}

	// On a port that is free it writes, serves until it is interrupted, and says so by its exit code.
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := free.Addr().String()
	if err := free.Close(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	said := &watched{until: "until interrupted", then: cancel}
	var out bytes.Buffer
	code := run(ctx, []string{"sandbox", "--listen", address, "--write-config", b.path("own.yaml")},
		streams{in: strings.NewReader(""), out: &out, err: said, getenv: os.LookupEnv})
	if code != exitInterrupted || !strings.Contains(b.read("own.yaml"), address) {
		t.Errorf("exit %d, %s; %s", code, said, b.read("own.yaml"))
	}
}
