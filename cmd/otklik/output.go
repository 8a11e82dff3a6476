package main

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"otklik/internal/app"
	"otklik/internal/care/audit"
	"otklik/internal/care/backup"
	"otklik/internal/config"
	"otklik/internal/safefile"
	"otklik/store/bolt"
)

// output writes what a command was asked for into a file that the user names. A slip of the pen must not cost the store,
// a key or the configuration.
func (a *cli) output(path string, fill func(*os.File) error) error {
	if err := a.target(path); err != nil {
		return err
	}
	if f, is := descriptor(path); is {
		return writeInto(path, f, fill)
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		f, err := safefile.Into(path)
		if err != nil {
			return fmt.Errorf("write %s: %w", path, err)
		}
		return writeInto(path, f, fill)
	}
	whole, err := safefile.Resolve(path)
	switch {
	case err == nil:
		path = whole // what a link leads to is replaced, not the link
	case !errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("write %s: %w", path, err)
	}
	return app.ReplaceFile(path, fill)
}

// descriptor is a file that this process has been given open, by the names that systems have for such: what the name leads to
// is nothing that can be opened once more.
func descriptor(path string) (f *os.File, is bool) {
	number, found := map[string]int{"/dev/stdout": 1, "/dev/stderr": 2}[path]
	for _, folder := range []string{"/dev/fd/", "/proc/self/fd/"} {
		if text, is := strings.CutPrefix(path, folder); is {
			n, err := strconv.Atoi(text)
			number, found = n, err == nil && n >= 0
		}
	}
	if !found {
		return nil, false
	}
	own, err := syscall.Dup(number)
	if err != nil {
		return nil, false // it is not open; the path says so
	}
	return os.NewFile(uintptr(own), path), true
}

// writeInto writes into what is no regular file, such as a named pipe or a device: there is nothing to replace.
func writeInto(path string, f *os.File, fill func(*os.File) error) error {
	if err := errors.Join(fill(f), f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// target refuses a file that the user names where nothing may or can be written. Commands ask before they begin, so that a
// mistyped path costs no work and stands in no log as done. A folder that does not exist is more likely mistyped than meant.
func (a *cli) target(path string) error {
	if path == "-" || path == "" {
		return nil
	}
	if err := isFile(path); err != nil {
		return err
	}
	if what := a.precious(path); what != "" {
		return usagef("%s is %s and is not overwritten: name another file", path, what)
	}
	return nil
}

// sameFile reports whether two names lead to one file that is there.
func sameFile(one, other string) bool {
	a, err := os.Stat(one)
	if err != nil {
		return false
	}
	b, err := os.Stat(other)
	return err == nil && os.SameFile(a, b)
}

// isFile refuses a folder, and a file in a folder that is none.
func isFile(path string) error {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return usagef("%s: this is a folder; name a file in it", path)
	}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Lstat(path); err == nil {
			return usagef("%s: this link leads to nothing; name the file itself", path)
		}
	}
	folder := filepath.Dir(path)
	switch info, err := os.Stat(folder); {
	case errors.Is(err, fs.ErrNotExist):
		return usagef("%s: the folder %s does not exist; make it, or name a file in another one", path, folder)
	case err == nil && !info.IsDir():
		return usagef("%s: %s is a file and no folder; name a file in a folder", path, folder)
	}
	return nil
}

// precious says what a file is that no output may replace; empty: it may.
func (a *cli) precious(path string) string {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return ""
	}
	same := func(other string) bool { return sameFile(path, other) }
	if used, err := config.Find(a.configPath); err == nil && same(used) {
		return "the configuration"
	}
	if c, err := a.load(); err == nil {
		if same(audit.Beside(c.Store.Path).Path()) {
			return "the access log"
		}
		if slices.ContainsFunc(c.Files(), same) {
			return "a file that the configuration names"
		}
	}
	f, err := safefile.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close()
	head := make([]byte, 66)
	n, _ := io.ReadFull(f, head)
	// A bbolt file names itself behind the header of its first page.
	if n >= 20 && binary.NativeEndian.Uint32(head[16:]) == 0xED0CDAED {
		return "a store"
	}
	if backup.Is(head[:n]) {
		return "a backup"
	}
	text := strings.TrimSpace(string(head[:n]))
	_, notHex := hex.DecodeString(text)
	if strings.Contains(text, "AGE-SECRET-KEY") || strings.HasPrefix(text, "# created:") || len(text) == 2*bolt.KeySize && notHex == nil {
		return "a secret key"
	}
	return ""
}

// write puts a result on standard output or, whole or not at all, into a file that only its owner reads.
func (a *cli) write(output string, bytes []byte) error {
	return a.writeBy(output, func(w io.Writer) error { return sent(w, bytes) })
}

// writeBy is write for what is made while it is written.
func (a *cli) writeBy(output string, fill func(io.Writer) error) error {
	if output != "-" && output != "" {
		return a.output(output, func(f *os.File) error { return fill(f) })
	}
	if err := fill(a.out); err != nil {
		return fmt.Errorf("write the output: %w", err)
	}
	return nil
}

func sent(w io.Writer, bytes []byte) error {
	_, err := w.Write(bytes)
	return err
}
