//go:build unix

package safefile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/sys/unix"
)

// Part is a file that is being made under a random name, locked as long as it is: what a killed process leaves has no
// lock.
type Part struct {
	*os.File
	walk *walk
	name string
}

// mark stands before the random number in the names of parts: what has it was made here.
const mark = ".otklik-"

// longestName bounds names, in bytes, as file systems do.
const longestName = 255

// NewPart makes one in a folder, named after what it is to become.
func NewPart(folder, after string) (*Part, error) {
	w := newWalk(folder, false)
	if err := w.folder(folder); err != nil {
		w.close(nil)
		return nil, err
	}
	p, err := w.part(after)
	if err != nil {
		w.close(nil)
		return nil, err
	}
	return p, nil
}

// part makes a file that keeps the folder open.
func (w *walk) part(after string) (*Part, error) {
	for range attempts {
		name := partName(after)
		f, err := w.create(name, os.O_RDWR, filepath.Join(w.top().path, name))
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		p := &Part{File: f, walk: w, name: name}
		// Shared, because the store's own reading lock has to fit beside it. Where a file system has no locks, its age
		// tells.
		locked := unix.Flock(int(f.Fd()), unix.LOCK_SH|unix.LOCK_NB)
		if !errors.Is(locked, unix.EWOULDBLOCK) && p.named() {
			return p, nil
		}
		// Whoever removes leftovers has found it before it was locked.
		_ = f.Close()
	}
	return nil, w.fail("open", unix.EAGAIN)
}

func partName(after string) string {
	after = strings.TrimPrefix(after, ".")
	number := random()
	for len(after) > longestName-len(mark)-len(number)-1 {
		_, size := utf8.DecodeLastRuneInString(after)
		after = after[:len(after)-size]
	}
	return "." + after + mark + number
}

// IsPart reports whether a name is one that a part has, and which file it was to become (shortened where that is long).
func IsPart(name string) (after string, is bool) {
	at := strings.LastIndex(name, mark)
	if at < 1 || name[0] != '.' || len(name)-at-len(mark) != 16 ||
		strings.Trim(name[at+len(mark):], "0123456789abcdef") != "" {
		return "", false
	}
	return name[1:at], true
}

// earlier are the names that parts had in earlier versions, with what they were to become.
var earlier = regexp.MustCompile(`^\.(?:(otklik-copy|otklik-check)-|(.+)\.part-|(.+\.restor)e-)\d+$`)

// WasPart is IsPart for the names of earlier versions as well. The part of a restore is named after the store with
// .restoring.
func WasPart(name string) (after string, is bool) {
	if after, is := IsPart(name); is {
		return after, true
	}
	match := earlier.FindStringSubmatch(name)
	switch {
	case match == nil:
		return "", false
	case match[3] != "":
		return match[3] + "ing", true
	}
	return match[1] + match[2], true
}

// named reports whether the name still leads to the file.
func (p *Part) named() bool {
	var s unix.Stat_t
	if err := unix.Fstat(int(p.Fd()), &s); err != nil {
		return false
	}
	e, err := p.walk.look(p.name)
	return err == nil && e.same(entryOf(&s))
}

// Commit brings the file to the disk and gives it its name in the folder, where it takes the place of whatever is
// there, in one step. After an error nothing has changed and no part is left.
func (p *Part) Commit(name string) error {
	if err := p.Sync(); err != nil {
		return errors.Join(err, p.Discard())
	}
	if err := p.take(name); err != nil {
		return err
	}
	return errors.Join(p.walk.sync(), p.end())
}

// note gives the part its name without waiting for the disk.
func (p *Part) note(name string) error {
	if err := p.take(name); err != nil {
		return err
	}
	return p.end()
}

// end lets go of the file and its folder.
func (p *Part) end() error {
	p.walk.close(nil)
	return p.Close()
}

// take gives the part its name, or removes it.
func (p *Part) take(name string) error {
	var err error
	if !p.named() {
		err = fmt.Errorf("%s was removed or replaced while it was written: %w", p.Name(), fs.ErrNotExist)
	}
	if err == nil {
		if err = unix.Renameat(p.walk.top().fd, p.name, p.walk.top().fd, name); err != nil {
			err = &os.LinkError{Op: "rename", Old: p.Name(), New: name, Err: err}
		}
	}
	if err != nil {
		return errors.Join(err, p.Discard())
	}
	return nil
}

// Discard removes the part.
func (p *Part) Discard() error {
	var err error
	if p.named() {
		err = p.walk.remove(p.name)
	}
	return errors.Join(err, p.end())
}

// Replace writes a file so that nobody ever sees half of it: as a part beside its place, which it then takes, also from
// a link. The folder has to be there.
func Replace(path string, fill func(*os.File) error) error {
	return replace(path, fill, (*Part).Commit)
}

// LongestNote bounds what is to be read of a note, in bytes; real ones have a hundred.
const LongestNote = 64 << 10

// Note replaces a small file whose loss in a power cut does no harm: it does not wait for the disk.
func Note(path string, text []byte) error {
	return replace(path, func(f *os.File) error { _, err := f.Write(text); return err }, (*Part).note)
}

func replace(path string, fill func(*os.File) error, commit func(*Part, string) error) error {
	w := newWalk(path, false)
	name, err := w.file(path, false)
	if err != nil {
		w.close(nil)
		return err
	}
	p, err := w.part(name)
	if err != nil {
		w.close(nil)
		return err
	}
	if err := fill(p.File); err != nil {
		return errors.Join(err, p.Discard())
	}
	return commit(p, name)
}

// Probe finds out whether files of so many bytes can be written into a folder; it leaves nothing there.
func Probe(folder string, size int) error {
	p, err := NewPart(folder, "check")
	if err != nil {
		return err
	}
	_, err = p.Write(make([]byte, size))
	return errors.Join(err, p.Sync(), p.Discard())
}

// leftoverAfter is how old a file has to be to count as left over where a file system has no locks.
const leftoverAfter = time.Minute

// Leftover is a file in a folder that a killed process has left, or that a living one is making.
type Leftover struct {
	Path string
	Size int64
	// InUse: a living process makes it. Only with Sweep: it could not be removed, and why.
	InUse bool
	Err   error
}

// Leftovers are the files of a folder whose names match; what does not exist or is no folder has none.
func Leftovers(folder string, match func(name string) bool) ([]Leftover, error) {
	return leftovers(folder, match, false)
}

// Sweep removes those that nobody is making, and gives them back beside those that it left.
func Sweep(folder string, match func(name string) bool) ([]Leftover, error) {
	return leftovers(folder, match, true)
}

func leftovers(folder string, match func(name string) bool, remove bool) (found []Leftover, err error) {
	w := newWalk(folder, false)
	defer w.close(nil)
	if err := w.folder(folder); errors.Is(err, fs.ErrNotExist) || errors.Is(err, unix.ENOTDIR) {
		return nil, nil
	} else if err != nil {
		return nil, err
	}
	names, err := w.top().names()
	if err != nil {
		return nil, w.fail("open", err)
	}
	for _, name := range names {
		if !match(name) {
			continue
		}
		if l, is := w.leftover(name, remove); is {
			found = append(found, l)
		}
	}
	return found, nil
}

// leftover looks at one file, and removes it where nobody is making it.
func (w *walk) leftover(name string, remove bool) (l Leftover, is bool) {
	l.Path = filepath.Join(w.top().path, name)
	e, err := w.look(name)
	if err != nil || e.kind() != unix.S_IFREG {
		return l, false // gone meanwhile; links and pipes are nothing that was left here
	}
	fd, err := ignoringEINTR(func() (int, error) {
		return unix.Openat(w.top().fd, name, unix.O_RDONLY|unix.O_NOFOLLOW|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	})
	if errors.Is(err, unix.ENOENT) {
		return l, false
	}
	if err != nil {
		l.Err = &fs.PathError{Op: "open", Path: l.Path, Err: err}
		return l, true
	}
	f := os.NewFile(uintptr(fd), l.Path)
	defer f.Close()
	var opened unix.Stat_t
	if err := unix.Fstat(fd, &opened); err != nil {
		l.Err = w.fail("stat", err)
		return l, true
	}
	l.Size = opened.Size
	locked := unix.Flock(fd, unix.LOCK_EX|unix.LOCK_NB)
	switch {
	case errors.Is(locked, unix.EWOULDBLOCK):
		l.InUse = true
		return l, true
	case locked != nil:
		l.InUse = time.Since(time.Unix(opened.Mtim.Unix())) < leftoverAfter
	}
	if now, err := w.look(name); err != nil || !now.same(entryOf(&opened)) {
		return l, false // it has got its name, or is gone
	}
	if remove && !l.InUse {
		l.Err = w.remove(name)
	}
	return l, true
}
