package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A wrong path may lead to a device, a pipe, a folder or 10 GB: each is a sentence within seconds, and no gigabytes
// of memory.
func TestWrongFilesAreSentences(t *testing.T) {
	const mostMemory = 200 << 10 // KB
	b := newBench(t, smallTown())
	right := b.read("config.yaml")
	b.folders("folder")
	if err := errors.Join(os.WriteFile(b.path("huge"), nil, 0o600), os.Truncate(b.path("huge"), 10<<30),
		syscall.Mkfifo(b.path("fifo"), 0o600)); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Symlink("/dev/zero", b.path("zero.csv")),
		os.Symlink("huge", b.path("huge.csv"))); err != nil {
		t.Fatal(err)
	}
	var input io.Reader
	try := func(name string, said string, args ...string) {
		t.Run(name, func(t *testing.T) {
			cmd := b.process(args...)
			cmd.Stdin = input
			peak := filepath.Join(t.TempDir(), "peak")
			cmd.Env = append(cmd.Env, tellPeak+"="+peak)
			started := time.Now()
			out, err := cmd.CombinedOutput()
			if err == nil || cmd.ProcessState.ExitCode() > exitUsage || !strings.Contains(string(out), said) ||
				strings.Contains(string(out), "panic") || time.Since(started) > 20*time.Second {
				t.Errorf("%v after %s\n%s", err, time.Since(started), out)
			}
			if memory := peakMemory(t, peak); memory > mostMemory {
				t.Errorf("%d KB of memory", memory)
			}
		})
	}
	kinds := map[string]string{"/dev/zero": "a device", b.path("huge"): "more than", b.path("folder"): "a folder"}
	for path, said := range kinds {
		try("configuration "+filepath.Base(path), said, "--config", path, "check")
		for key, text := range map[string]string{
			"token": "service_token_file: ", "key": "key_file: ", "authority": "ca_file: ", "topics": "topics: ",
			"places": "places: ", "model": "model: ",
			"password": "password_file: ", "recipients": "recipients_file: ",
		} {
			text += path
			changed := right
			switch key {
			case "token":
				line, _, _ := strings.Cut(right[strings.Index(right, "service_token: "):], "\n")
				changed = strings.Replace(right, line, text, 1)
			case "key":
				changed = strings.Replace(right, "store:\n", "store:\n  "+text+"\n", 1)
			case "authority":
				changed += "mail: {" + text + "}\n"
			case "password":
				changed += "mail: {host: localhost, from: a@example.org, user: a, " + text + "}\n"
			case "recipients":
				changed += "backup: {path: copies, " + text + "}\n"
			default:
				changed = strings.Replace(changed, "reading:", "unused:", 1)
				changed += "reading: {" + text + "}\n"
			}
			config := key + "-" + filepath.Base(path) + ".yaml"
			b.write(config, changed)
			try(key+" "+filepath.Base(path), said, "--config", b.path(config), "check")
		}
	}
	try("silent pipe as configuration", "nobody writes", "--config", b.path("fifo"), "check")
	b.write("pipe.yaml", right+"reading: {places: "+b.path("fifo")+"}\n")
	b.write("store.yaml", strings.Replace(right, "path: ", "path: "+b.path("fifo")+" # ", 1))
	try("silent pipe as store", "regular file", "--config", b.path("store.yaml"), "status")
	try("silent pipe as places", "nobody writes", "--config", b.path("pipe.yaml"), "check")
	try("table zero", "a device", "evaluate", "--data", b.path("zero.csv"), "--text", "a", "--label", "b")
	try("table huge", "more than", "evaluate", "--data", b.path("huge.csv"), "--text", "a", "--label", "b")
	try("import zero", "a device", "import", "telegram", "/dev/zero", "--official", "governor", "--channel", "telegram")
	endless, err := os.Open("/dev/zero")
	if err != nil {
		t.Fatal(err)
	}
	defer endless.Close()
	input = endless
	try("classify zero", "more than", "classify")
	input = nil
	try("restore zero", "a device", "restore", "/dev/zero")
}
