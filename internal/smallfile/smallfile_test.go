package smallfile_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"otklik/internal/smallfile"
)

func TestOnlyFilesAreReadAndOnlySmallOnes(t *testing.T) {
	folder := t.TempDir()
	at := func(name string) string { return filepath.Join(folder, name) }
	write := func(name string, size int) {
		t.Helper()
		if err := os.WriteFile(at(name), bytes.Repeat([]byte{'a'}, size), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("empty", 0)
	write("full", 1000)
	write("over", 1001)
	write("huge", 0)
	if err := errors.Join(os.Truncate(at("huge"), 10<<30), os.Symlink("/dev/zero", at("link")),
		os.Symlink("full", at("good-link")),
		syscall.Mkfifo(at("fifo"), 0o600)); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{at("empty"): "", at("full"): "", at("good-link"): "",
		at("over"): "more than", at("huge"): "more than",
		folder: "a folder", at("nowhere"): "no such file", "/dev/zero": "a device", "/dev/null": "a device",
		at("link"): "a device", at("fifo"): "nobody writes"} {
		got, err := smallfile.Read(name, 1000)
		var file *fs.PathError
		if want == "" && err != nil || want != "" &&
			(!errors.As(err, &file) || !strings.Contains(err.Error(), want) || len(got) > 0) {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
	}
	if got, err := smallfile.Read("/proc/self/status", 1<<20); err != nil || len(got) == 0 {
		t.Errorf("a file that says that it is empty: %d bytes, %v", len(got), err)
	}
}

// <(…) and a named pipe whose writer comes a little later are read like files.
func TestPipesAreRead(t *testing.T) {
	named := filepath.Join(t.TempDir(), "fifo")
	if err := syscall.Mkfifo(named, 0o600); err != nil {
		t.Fatal(err)
	}
	wrote := make(chan error, 1)
	go func() { wrote <- os.WriteFile(named, bytes.Repeat([]byte{'b'}, 200_000), 0o600) }()
	got, err := smallfile.Read(named, 1<<20)
	if len(got) != 200_000 || err != nil || <-wrote != nil {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	go func() { wrote <- os.WriteFile(named, bytes.Repeat([]byte{'b'}, 200_000), 0o600) }()
	if got, err := smallfile.Read(named, 1000); err == nil || !strings.Contains(err.Error(), "more than") {
		t.Errorf("an endless pipe: %d bytes, %v", len(got), err)
	}
	<-wrote // its end is closed: the writer is told so
}
