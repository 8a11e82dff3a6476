//go:build unix

// Package safefile is the only way in which the program opens, makes, replaces and removes its own files. They have
// names that anybody can know, in folders that belong to the service's account or to a user, where root runs commands
// as well. So whoever owns such a folder may put a link, a second name of another file or a pipe in a file's place, at
// any moment.
//
// A path is gone along one name after the other in open folders. A symbolic link counts only where root or the own
// account has put it and nobody else could have (see followed). An existing file has to be regular and to have no name
// elsewhere. A new one is made where nothing was, under its name or, to replace something, under a random one that
// takes the place in one step. What root makes in the folder of another account is given to that account by its
// descriptor: the service goes on with it. New files have mode 0600, new folders 0700.
package safefile

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"syscall"

	"golang.org/x/sys/unix"
)

// ErrTooLong says that a file has more bytes than were to be read of it.
var ErrTooLong = errors.New("the file is longer than what it may have")

// OpenFile opens a file as os.OpenFile does, with its flags but O_TRUNC, and gives new ones the mode 0600. Links at the
// end are followed where they may be. What is there and is no regular file, or has names elsewhere, gives ErrUnsafe;
// nothing that is planted can keep it waiting.
func OpenFile(path string, flag int) (*os.File, error) { return openFile(path, flag, true) }

// Open opens a file for reading, as OpenFile does.
func Open(path string) (*os.File, error) { return OpenFile(path, os.O_RDONLY) }

// ReadFile reads a file to its end, and no more than most bytes of it: a longer one is an error. It follows no link at
// the end.
func ReadFile(path string, most int64) ([]byte, error) {
	f, err := openFile(path, os.O_RDONLY, false)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, most+1))
	if err == nil && int64(len(text)) > most {
		err = fmt.Errorf("%s: %w: %d bytes", path, ErrTooLong, most)
	}
	return text, err
}

// attempts bounds how often something is tried again that another process got in the way of.
const attempts = 100

func openFile(path string, flag int, follow bool) (*os.File, error) {
	w := newWalk(path, false)
	defer w.close(nil)
	name, err := w.file(path, follow)
	if err != nil {
		return nil, err
	}
	for range attempts {
		if flag&os.O_EXCL == 0 {
			f, err := w.existing(name, flag&^os.O_CREATE)
			if errors.Is(err, errMoved) {
				continue
			}
			if !errors.Is(err, fs.ErrNotExist) || flag&os.O_CREATE == 0 {
				return f, err
			}
		}
		f, err := w.create(name, flag, path)
		if !errors.Is(err, fs.ErrExist) || flag&os.O_EXCL != 0 {
			return f, err
		}
	}
	return nil, w.fail("open", unix.EAGAIN) // somebody removes and makes it all the time
}

// errMoved says that another file took the place of the one that was opened.
var errMoved = errors.New("another file took its place")

// existing opens a file that is there. It is looked at before, because opening a pipe waits and opening a device may do
// anything; afterwards, because it may be another one; and its name once more: another name of some file that was there
// for the opening only would not be counted any more.
func (w *walk) existing(name string, flag int) (*os.File, error) {
	before, err := w.look(name)
	if err != nil {
		return nil, err
	}
	if err := w.acceptable(name, before); err != nil {
		return nil, err
	}
	fd, err := ignoringEINTR(func() (int, error) {
		return unix.Openat(w.top().fd, name, flag|unix.O_NOFOLLOW|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	})
	if err != nil {
		return nil, w.fail("open", err)
	}
	if err := w.opened(fd, name); err != nil {
		_ = unix.Close(fd)
		return nil, err
	}
	return os.NewFile(uintptr(fd), w.path), nil
}

// opened looks at a file that was opened by its name.
func (w *walk) opened(fd int, name string) error {
	var s unix.Stat_t
	if err := unix.Fstat(fd, &s); err != nil {
		return w.fail("stat", err)
	}
	if err := w.acceptable(name, entryOf(&s)); err != nil {
		return err
	}
	looks := 1
	if !closed(w.top().entry, w.me) {
		looks = openLooks
	}
	for range looks {
		if err := w.still(name, entryOf(&s)); err != nil {
			return err
		}
	}
	return unix.SetNonblock(fd, false)
}

// openLooks is how often a name is looked at where others may change it. A name that is being removed leads to its file
// for a moment after the file has lost it, so that a second name elsewhere does not show; to read the folder waits for
// that to end. Once more, because the name may have been put there again and be on its way out again.
const openLooks = 4

// still makes sure that the name leads to the file that was opened, and that this is one to open.
func (w *walk) still(name string, opened entry) error {
	if !closed(w.top().entry, w.me) {
		if _, err := w.top().names(); err != nil {
			return w.fail("open", err)
		}
	}
	now, err := w.look(name)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !now.same(opened) {
		return errMoved
	}
	if err != nil {
		return err
	}
	return w.acceptable(name, now)
}

// acceptable refuses what is no regular file, and a file that has a name elsewhere, which whoever owns the folder has
// added. A restore leaves the old store two names in its folder for a moment.
func (w *walk) acceptable(name string, e entry) error {
	path := filepath.Join(w.top().path, name)
	switch {
	case e.kind() == unix.S_IFDIR:
		return w.fail("open", unix.EISDIR)
	case e.kind() != unix.S_IFREG:
		return refused(path, e)
	case e.links <= 1 || closed(w.top().entry, w.me):
		return nil
	}
	names, err := w.top().names()
	if err != nil {
		return w.fail("open", err)
	}
	here := uint64(0)
	for _, other := range names {
		if o, err := w.look(other); err == nil && o.same(e) {
			here++
		}
	}
	if here < e.links {
		return refused(path, e)
	}
	return nil
}

// create makes a file where nothing is; shown is what its errors call it.
func (w *walk) create(name string, flag int, shown string) (*os.File, error) {
	fd, err := ignoringEINTR(func() (int, error) {
		return unix.Openat(w.top().fd, name, flag|unix.O_CREAT|unix.O_EXCL|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0o600)
	})
	if err != nil {
		return nil, w.fail("open", err)
	}
	give(fd, w.top().entry, w.me)
	return os.NewFile(uintptr(fd), shown), nil
}

// give hands what root has just made to the owner of its folder. File systems without owners cannot, and need not.
func give(fd int, folder entry, me uint32) {
	if me == 0 && folder.uid != 0 {
		_ = unix.Fchown(fd, int(folder.uid), int(folder.gid))
	}
}

// makeFolder makes a folder in the one that was reached. Given away is only what is empty: whoever owns the folder
// above may have put another in its place.
func (w *walk) makeFolder(name string) error {
	if err := unix.Mkdirat(w.top().fd, name, 0o700); err != nil {
		return err
	}
	if w.me != 0 || w.top().uid == 0 {
		return nil
	}
	fd, err := unix.Openat(w.top().fd, name, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
	if err != nil {
		return err
	}
	f := os.NewFile(uintptr(fd), name)
	defer f.Close()
	var s unix.Stat_t
	if inside, err := f.Readdirnames(1); len(inside) == 0 && errors.Is(err, io.EOF) && unix.Fstat(fd, &s) == nil &&
		s.Uid == w.me {
		give(fd, w.top().entry, w.me)
	}
	return nil
}

// MakeFolder makes a folder and those above it that are missing.
func MakeFolder(path string) error {
	w := newWalk(path, true)
	defer w.close(nil)
	return w.folder(path)
}

// Resolve is the path without links, each of which may be followed; that of a file which does not exist yet gives
// fs.ErrNotExist.
func Resolve(path string) (string, error) {
	w := newWalk(path, false)
	defer w.close(nil)
	name, err := w.file(path, true)
	if err != nil {
		return "", err
	}
	if _, err := w.look(name); err != nil {
		return "", err
	}
	return filepath.Join(w.top().path, name), nil
}

// Remove removes a file, or the link that stands in its place, or an empty folder.
func Remove(path string) error {
	w := newWalk(path, false)
	defer w.close(nil)
	name, err := w.file(path, false)
	if err != nil {
		return err
	}
	return w.remove(name)
}

func (w *walk) remove(name string) error {
	err := unix.Unlinkat(w.top().fd, name, 0)
	if errors.Is(err, unix.EISDIR) || errors.Is(err, unix.EPERM) {
		if e, looking := w.look(name); looking == nil && e.kind() == unix.S_IFDIR {
			err = unix.Unlinkat(w.top().fd, name, unix.AT_REMOVEDIR)
		}
	}
	if err != nil {
		return w.fail("remove", err)
	}
	return nil
}

// Rename gives a file another name in its folder, where it takes the place of what is there.
func Rename(path, name string) error {
	return renamed(path, name, func(fd int, from string) error { return unix.Renameat(fd, from, fd, name) })
}

// Link gives a file a second name in its folder; fs.ErrExist where there is something of that name.
func Link(path, name string) error {
	return renamed(path, name, func(fd int, from string) error { return unix.Linkat(fd, from, fd, name, 0) })
}

func renamed(path, name string, do func(fd int, from string) error) error {
	w := newWalk(path, false)
	defer w.close(nil)
	from, err := w.file(path, false)
	if err != nil {
		return err
	}
	if err := do(w.top().fd, from); err != nil {
		return &os.LinkError{Op: "rename", Old: path, New: name, Err: err}
	}
	return nil
}

// Sync brings the names in a folder to the disk. Some network file systems cannot, and need not.
func Sync(folder string) error {
	w := newWalk(folder, false)
	defer w.close(nil)
	if err := w.folder(folder); err != nil {
		return err
	}
	return w.sync()
}

func (w *walk) sync() error {
	f, err := w.top().listed()
	if err != nil {
		return w.fail("open", err)
	}
	defer f.Close()
	if err := f.Sync(); err != nil && !errors.Is(err, unix.EINVAL) && !errors.Is(err, unix.ENOTSUP) {
		return err
	}
	return nil
}

// Names are the names in a folder, sorted.
func Names(folder string) ([]string, error) {
	w := newWalk(folder, false)
	defer w.close(nil)
	if err := w.folder(folder); err != nil {
		return nil, err
	}
	names, err := w.top().names()
	if err != nil {
		return nil, w.fail("open", err)
	}
	slices.Sort(names)
	return names, nil
}

// listed is the folder opened to be read itself.
func (p *place) listed() (*os.File, error) {
	fd, err := ignoringEINTR(func() (int, error) {
		return unix.Openat(p.fd, ".", unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	})
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), p.path), nil
}

func (p *place) names() ([]string, error) {
	f, err := p.listed()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return f.Readdirnames(-1)
}

// Into opens what is no regular file, such as a pipe or a terminal, for writing. One that another account may have put
// there gives ErrUnsafe.
func Into(path string) (*os.File, error) {
	w := newWalk(path, false)
	defer w.close(nil)
	name, err := w.file(path, true)
	if err != nil {
		return nil, err
	}
	e, err := w.look(name)
	if err != nil {
		return nil, err
	}
	switch {
	case e.kind() == unix.S_IFREG || e.kind() == unix.S_IFDIR:
		return nil, w.fail("open", unix.EEXIST) // it was something else when the caller looked
	case !ourName(w.top().entry, e, w.me):
		return nil, refused(filepath.Join(w.top().path, name), e)
	}
	fd, err := ignoringEINTR(func() (int, error) {
		return unix.Openat(w.top().fd, name, unix.O_WRONLY|unix.O_NOFOLLOW|unix.O_CLOEXEC|unix.O_NOCTTY, 0)
	})
	if err != nil {
		return nil, w.fail("open", err)
	}
	return os.NewFile(uintptr(fd), path), nil
}

// ReplaceFile gives a finished file the mode and the owner of the one whose place it takes, so that a command of root's
// does not lock the service out, and brings it to the disk. like may be a folder: then the mode is 0600. The file has
// to be one that was made here.
func ReplaceFile(f *os.File, like os.FileInfo) (size int64, err error) {
	var mine unix.Stat_t
	if err := unix.Fstat(int(f.Fd()), &mine); err != nil {
		return 0, err
	}
	if theirs, ok := like.Sys().(*syscall.Stat_t); ok && (mine.Uid != theirs.Uid || mine.Gid != theirs.Gid) {
		if err := f.Chown(int(theirs.Uid), int(theirs.Gid)); err != nil {
			return 0, fmt.Errorf("give the file to the store's owner; run this as that user or as root: %w", err)
		}
	}
	mode := os.FileMode(0o600)
	if like.Mode().IsRegular() {
		mode = like.Mode().Perm()
	}
	return mine.Size, errors.Join(f.Chmod(mode), f.Sync())
}

// TempFolder makes a folder of a random name where the system keeps such; remove removes it with all that is in it.
func TempFolder(prefix string) (path string, remove func(), err error) {
	if path, err = os.MkdirTemp("", prefix); err != nil {
		return "", nil, err
	}
	return path, func() { _ = os.RemoveAll(path) }, nil // the system clears that place otherwise
}

func random() string {
	var bytes [8]byte
	_, _ = rand.Read(bytes[:]) // never fails
	return hex.EncodeToString(bytes[:])
}
