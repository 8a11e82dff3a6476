package main

import (
	"bytes"
	"cmp"
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"otklik/inbox"
	"otklik/reading"
	"otklik/report"
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
	b.write("other-places.tsv", "Лог\tОкруг\n")
	for _, c := range []struct {
		file, says string
		code       int
	}{{"real.yaml", "not overwritten", exitUsage}, {"note.txt", "not overwritten", exitUsage},
		{"other.yaml", "other-places.tsv is there", exitUsage},
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

	// On a port that is free it writes, serves until it is interrupted, and says so by its exit code. Another program may
	// take the port that was free a moment ago.
	for range 20 {
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
		if code == exitFailed && strings.Contains(said.String(), "is taken") {
			continue
		}
		if code != exitInterrupted || !strings.Contains(b.read("own.yaml"), address) {
			t.Errorf("exit %d, %s; %s", code, said, b.read("own.yaml"))
		}
		return
	}
	t.Error("no port stays free")
}

// The demo's region is in no register: its towns are known by the places that it ships with, in whatever case they stand.
func TestTheDemoKnowsItsTowns(t *testing.T) {
	path := filepath.Join(t.TempDir(), "places.tsv")
	if err := os.WriteFile(path, []byte(town.Places()), 0o600); err != nil {
		t.Fatal(err)
	}
	reader, err := reading.New(reading.Options{Places: path})
	if err != nil {
		t.Fatal(err)
	}
	municipality := map[string]string{}
	for _, line := range strings.Split(town.Places(), "\n")[1:] {
		if form, of, named := strings.Cut(line, "\t"); named {
			municipality[form] = of
		}
	}
	letters := func(r rune) bool { return !unicode.IsLetter(r) }
	named := 0
	for n := range 2 {
		for _, p := range town.New(time.Date(2026, 11, 2+n, 9*n%24, 0, 0, 0, time.UTC)).Posts {
			for _, c := range p.Comments {
				of := ""
				for _, word := range strings.FieldsFunc(c.Text, letters) {
					of = cmp.Or(of, municipality[word])
				}
				// A text that names a village besides is about the village; «Левый берег» is a part of several real cities.
				if of == "" || strings.Contains(c.Text, "Левый берег") || strings.Contains(c.Text, "сел") || strings.Contains(c.Text, "деревн") || strings.Contains(c.Text, "посёлк") {
					continue
				}
				thread := inbox.Thread{Messages: []inbox.Message{{Channel: "governor/vk", Kind: inbox.Comment, ID: "1", Text: c.Text}}}
				a := reader.Assess(thread, 0)
				if !a.NeedsAnswer {
					continue // it stands in no digest
				}
				if named++; a.Municipality != of {
					t.Errorf("%q is about %q", c.Text, a.Municipality)
				}
			}
		}
	}
	if named < 100 {
		t.Errorf("only %d texts name a town", named)
	}
	b := newBench(t, town.Town{Official: "Глава"})
	if r := b.with(t.Context(), "", "preview", "--output", b.path("preview")); r.code != exitDone || !strings.Contains(b.read("preview/analyst.json"), `"municipality": "Энск"`) {
		t.Errorf("exit %d, %s", r.code, r.err)
	}
}

// What the demo suggests works later, from any folder, and with nothing but the program; it may be made anew.
func TestWhatTheDemoSuggestsWorks(t *testing.T) {
	b := newBench(t, town.Town{Official: "Глава"})
	b.must("collect")
	b.folders("a folder")
	folder := b.path("a folder")
	var out bytes.Buffer
	var a app
	a.out, a.program = &out, "/opt/the office/otklik"
	at := time.Now().Add(-time.Hour)
	a.suggest(folder, b.path("config.yaml"), filepath.Join(folder, "digest.html"), "", report.Digest{At: at, Complaints: []report.Complaint{{Number: "481-220-917"}}})
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
	out, err := exec.CommandContext(t.Context(), "sh", "-c", "for word in "+line+"; do printf '%s\\0' \"$word\"; done").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
}

func TestShellWords(t *testing.T) {
	for _, word := range []string{"", "a b", "it's", "$HOME", "a;b", "--x=1", "№ 1", "`a`", `\`, "a*"} {
		if got := shellWords(t, shellWord(word)); len(got) != 1 || got[0] != word {
			t.Errorf("%q comes out of the shell as %q", word, got)
		}
	}
}
