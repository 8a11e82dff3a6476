// Package userfile writes the files that people name for a result. A slip of the pen must not cost them another file:
// it knows what cannot be meant; what is precious to the program its caller knows.
package userfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"otklik/internal/safefile"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// Write writes a result into a file that the user names: whole or not at all, where it is a regular file.
func Write(path string, fill func(*os.File) error) error {
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
	return safefile.Rewrite(path, fill)
}

// descriptor is a file that this process has been given open, by the names that systems have for such: what the name
// leads to is nothing that can be opened once more.
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

// Same reports whether two names lead to one file that is there.
func Same(one, other string) bool {
	a, err := os.Stat(one)
	if err != nil {
		return false
	}
	b, err := os.Stat(other)
	return err == nil && os.SameFile(a, b)
}

// Check refuses a folder, and a file in a folder that is none.
func Check(path string) error {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return fmt.Errorf("%s: this is a folder; name a file in it", path)
	}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Lstat(path); err == nil {
			return fmt.Errorf("%s: this link leads to nothing; name the file itself", path)
		}
	}
	folder := filepath.Dir(path)
	switch info, err := os.Stat(folder); {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s: the folder %s does not exist; make it, or name a file in another one", path, folder)
	case err == nil && !info.IsDir():
		return fmt.Errorf("%s: %s is a file and no folder; name a file in a folder", path, folder)
	}
	return nil
}
