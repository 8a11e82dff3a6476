package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"otklik/internal/sandbox/town"
	"otklik/report/build"
)

// A demo costs nobody's configuration, store or page; its own it makes again.
func TestTheDemoDestroysNothing(t *testing.T) {
	t.Parallel()
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
}

func TestTheSandboxReplacesItsOwnConfigurationOnly(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	b.write("real.yaml", "officials: [] # token\n")
	b.write("own.yaml", b.platform.Config("http://127.0.0.1:1", "otklik-sandbox.db"))
	b.write("note.txt", "a note\n")
	b.write("other-places.tsv", "Лог\tОкруг\n")
	for _, c := range []struct {
		file, says string
		code       int
	}{{"real.yaml", "not overwritten", exitUsage}, {"note.txt", "not overwritten", exitUsage},
		{"other.yaml", "other-places.tsv is there", exitUsage},
		{"config.yaml", "--listen", exitFailed}, // the sandbox's own, even where it is the one in use
		{"nodir/x.yaml", "does not exist", exitUsage}, {"own.yaml", "--listen", exitFailed},
		{"new.yaml", "--listen", exitFailed}} {
		before, _ := os.ReadFile(b.path(c.file))
		r := b.otklik("sandbox", "--listen", taken.Addr().String(), "--write-config", b.path(c.file))
		if after, _ := os.ReadFile(b.path(c.file)); r.code != c.code || !strings.Contains(r.err, c.says) ||
			!bytes.Equal(before, after) {
			t.Errorf("%s: exit %d, %s; it holds %q", c.file, r.code, r.err, after)
		}
	}
	if r := b.otklik("sandbox", "--listen", taken.Addr().String()); r.code != exitFailed || r.out != "" {
		t.Errorf("a busy port: exit %d, %s%s", r.code, r.out, r.err)
	}

	// On a port that is free it writes, serves until it is interrupted, and says so by its exit code.
	address := freeAddress(t)
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

// The demo's region is in no register: its towns are known by the places that it ships with.
func TestTheDemoKnowsItsTowns(t *testing.T) {
	t.Parallel()
	b := newBench(t, town.Town{Official: "Глава"})
	r := b.with(t.Context(), "", "preview", "--output", b.path("preview"))
	if r.code != exitDone {
		t.Fatalf("exit %d, %s", r.code, r.err)
	}
	var d struct {
		Complete   bool
		Complaints []struct{ Text, Municipality string }
	}
	if err := json.Unmarshal([]byte(b.read("preview/analyst.json")), &d); err != nil {
		t.Fatal(err)
	}
	named, wrong := 0, 0
	for _, c := range d.Complaints {
		for _, line := range strings.Split(town.Places(), "\n")[1:] {
			form, municipality, _ := strings.Cut(line, "\t")
			// A text that names a village besides is about the village.
			if form == "" || !slices.Contains(strings.FieldsFunc(c.Text,
				func(r rune) bool { return !unicode.IsLetter(r) }), form) ||
				strings.Contains(c.Text, "село ") || strings.Contains(c.Text, "деревня ") ||
				strings.Contains(c.Text, "посёлок ") {
				continue
			}
			if named++; c.Municipality != municipality {
				wrong++
				t.Logf("%q is about %q", c.Text, c.Municipality)
			}
			break
		}
	}
	if !d.Complete || named < 30 || wrong*50 > named {
		t.Errorf("%d of %d complaints that name a town are placed elsewhere; complete %v", wrong, named, d.Complete)
	}
}

// What the demo suggests works later, from any folder, and with nothing but the program; it may be made again.
func TestWhatTheDemoSuggestsWorks(t *testing.T) {
	b := newBench(t, town.Town{Official: "Глава"})
	b.must("collect")
	b.folders("a folder")
	folder := b.path("a folder")
	var out bytes.Buffer
	var a cli
	a.out, a.program = &out, "/opt/the office/otklik"
	at := time.Now().Add(-time.Hour)
	a.suggest(folder, b.path("config.yaml"), filepath.Join(folder, "digest.html"), "",
		build.Digest{At: at, Complaints: []build.Complaint{{Number: "481-220-917"}}})
	t.Chdir(t.TempDir())
	ran := map[string]bool{}
	for _, line := range strings.Split(out.String(), "\n") {
		_, line, ours := strings.Cut(line, "'/opt/the office/otklik' ")
		if !ours || !strings.HasPrefix(line, "--config ") {
			continue
		}
		line, _, _ = strings.Cut(line, " | ")
		args := shellWords(t, line)
		r := b.with(t.Context(), `{"id":"1","text":"Нет воды"}`, args...)
		want := exitDone
		if args[2] == "dismiss" {
			want = exitFailed // this town is empty
		}
		if r.code != want {
			t.Errorf("%s: exit %d, %s", line, r.code, r.err)
		}
		ran[args[2]] = true
	}
	for _, name := range []string{"digest", "preview", "dismiss", "export", "classify"} {
		if !ran[name] {
			t.Errorf("%s is not suggested:\n%s", name, out.String())
		}
	}
}

// shellWords takes a line apart as a shell does.
func shellWords(t *testing.T, line string) []string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "sh", "-c",
		"for word in "+line+"; do printf '%s\\0' \"$word\"; done").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
}

func TestShellWords(t *testing.T) {
	t.Parallel()
	for _, word := range []string{"", "a b", "it's", "$HOME", "a;b", "--x=1", "№ 1", "`a`", `\`, "a*"} {
		if got := shellWords(t, shellWord(word)); len(got) != 1 || got[0] != word {
			t.Errorf("%q comes out of the shell as %q", word, got)
		}
	}
}

// freeAddress is one of loopback on which nobody listens.
func freeAddress(t *testing.T) string {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := free.Close(); err != nil {
		t.Fatal(err)
	}
	return free.Addr().String()
}
