//go:build unix

package safefile

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// mostLinks bounds how many links a path may lead through, as the kernel does.
const mostLinks = 40

// walk goes along a path one name after the other, each looked at in the open folder before it: what is renamed
// meanwhile leads nowhere else.
type walk struct {
	path    string // as it was asked for: errors name it
	me      uint32
	stack   []place // the folders on the way, each open
	links   int
	missing bool // folders that are missing are made
}

// place is an open folder on the way.
type place struct {
	fd   int
	path string
	entry
}

func newWalk(path string, missing bool) *walk {
	return &walk{path: path, me: uint32(os.Geteuid()), missing: missing}
}

func (w *walk) fail(op string, err error) error { return &fs.PathError{Op: op, Path: w.path, Err: err} }

func (w *walk) top() *place { return &w.stack[len(w.stack)-1] }

// close closes all folders but the one that is kept, which may be nil.
func (w *walk) close(kept *place) {
	for i := range w.stack {
		if kept == nil || w.stack[i].fd != kept.fd {
			_ = unix.Close(w.stack[i].fd)
		}
	}
	w.stack = nil
}

// start begins at the root or, for a relative path, where the process is.
func (w *walk) start(path string) error {
	at := "."
	if filepath.IsAbs(path) {
		at = "/"
		w.close(nil)
	}
	if len(w.stack) > 0 {
		return nil // a relative link: from where it stands
	}
	return w.push(unix.AT_FDCWD, at, at)
}

// push opens a folder and goes into it.
func (w *walk) push(in int, name, path string) error {
	fd, err := ignoringEINTR(func() (int, error) {
		return unix.Openat(in, name, folderFlag|unix.O_DIRECTORY|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
	})
	if err != nil {
		return err
	}
	var s unix.Stat_t
	if err := unix.Fstat(fd, &s); err != nil {
		_ = unix.Close(fd)
		return err
	}
	e := entryOf(&s)
	// Where a list names others, the mode shows as the group's what they may; whose group it is says nothing then.
	e.granted = e.mode&groupWrites != 0 && e.gid == 0 && hasList(fd)
	w.stack = append(w.stack, place{fd: fd, path: path, entry: e})
	return nil
}

// folder goes along the path to the folder that it names.
func (w *walk) folder(path string) error {
	if err := w.start(path); err != nil {
		return w.fail("open", err)
	}
	for name := range strings.SplitSeq(path, "/") {
		if err := w.enter(name); err != nil {
			return err
		}
	}
	return nil
}

// enter goes into a folder of the one that was reached, through links where they may be followed.
func (w *walk) enter(name string) error {
	switch name {
	case "", ".":
		return nil
	case "..":
		return w.leave()
	}
	at := filepath.Join(w.top().path, name)
	err := w.push(w.top().fd, name, at)
	if errors.Is(err, unix.ENOENT) && w.missing {
		if err = w.makeFolder(name); err == nil || errors.Is(err, unix.EEXIST) {
			err = w.push(w.top().fd, name, at)
		}
	}
	if !errors.Is(err, unix.ENOTDIR) && !errors.Is(err, unix.ELOOP) && !errors.Is(err, unix.EMLINK) {
		if err != nil {
			return w.fail("open", err)
		}
		return nil
	}
	target, e, looking := w.link(name)
	switch {
	case looking != nil:
		return looking
	case e.kind() != unix.S_IFLNK:
		return w.fail("open", err) // a file where a folder should be
	}
	return w.folder(target)
}

// leave goes to the folder above, the one that was come through where it is known.
func (w *walk) leave() error {
	top := w.top()
	if len(w.stack) > 1 {
		_ = unix.Close(top.fd)
		w.stack = w.stack[:len(w.stack)-1]
		return nil
	}
	if top.path == "/" {
		return nil
	}
	if err := w.push(top.fd, "..", filepath.Join(top.path, "..")); err != nil {
		return w.fail("open", err)
	}
	_ = unix.Close(w.stack[0].fd)
	w.stack = w.stack[1:]
	return nil
}

// look is what stands at a name in the folder that was reached.
func (w *walk) look(name string) (entry, error) {
	var s unix.Stat_t
	if err := unix.Fstatat(w.top().fd, name, &s, unix.AT_SYMLINK_NOFOLLOW); err != nil {
		return entry{}, w.fail("lstat", err)
	}
	return entryOf(&s), nil
}

// link looks at a name and, where it is a link that may be followed, says where it leads. That cannot change between
// the two: nobody else may change names there.
func (w *walk) link(name string) (target string, e entry, err error) {
	if e, err = w.look(name); err != nil || e.kind() != unix.S_IFLNK {
		return "", e, err
	}
	if !followed(w.top().entry, e, w.me) {
		return "", e, refused(filepath.Join(w.top().path, name), e)
	}
	if w.links++; w.links > mostLinks {
		return "", e, w.fail("open", unix.ELOOP)
	}
	buffer := make([]byte, unix.PathMax)
	n, err := unix.Readlinkat(w.top().fd, name, buffer)
	if err != nil {
		return "", e, w.fail("readlink", err)
	}
	return string(buffer[:n]), e, nil
}

// file goes to the folder of the file that the path names, and gives the file's name there; links at the end are
// followed where that is asked for. The name may be of something that does not exist.
func (w *walk) file(path string, follow bool) (name string, err error) {
	folder, name := filepath.Split(path)
	if name == "" || name == "." || name == ".." {
		return "", w.fail("open", unix.EISDIR)
	}
	if err := w.folder(folder); err != nil {
		return "", err
	}
	if !follow {
		return name, nil
	}
	target, e, err := w.link(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return name, nil
	case err != nil:
		return "", err
	case e.kind() == unix.S_IFLNK:
		return w.file(strings.TrimRight(target, "/"), follow)
	}
	return name, nil
}

func ignoringEINTR(call func() (int, error)) (int, error) {
	for {
		n, err := call()
		if !errors.Is(err, unix.EINTR) {
			return n, err
		}
	}
}
