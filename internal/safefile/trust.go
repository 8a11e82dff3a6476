//go:build unix

package safefile

import (
	"errors"
	"fmt"
	"os/user"
	"strconv"

	"golang.org/x/sys/unix"
)

// ErrUnsafe says that a name was refused because another account has put something there that may lead anywhere: a
// symbolic link, a second name of some file, a pipe, a device. The error says which, of whom, and what to do.
var ErrUnsafe = errors.New("it may lead anywhere and is not used")

// mode bits that decide who may change the names in a folder.
const (
	groupWrites = 0o020
	allWrite    = 0o002
)

// entry is what decides about a name: of what kind it is, whose, and how many names lead to it.
type entry struct {
	uid, gid, mode uint32
	links          uint64
	inode, device  uint64
	granted        bool // an access control list may let others write
}

func entryOf(s *unix.Stat_t) entry {
	// The types differ between systems.
	//nolint:unconvert
	return entry{uid: s.Uid, gid: s.Gid, mode: uint32(s.Mode), links: uint64(s.Nlink), inode: uint64(s.Ino),
		device: uint64(s.Dev)}
}

func (e entry) kind() uint32        { return e.mode & unix.S_IFMT }
func (e entry) same(o entry) bool   { return e.inode == o.inode && e.device == o.device }
func (e entry) ours(me uint32) bool { return e.uid == 0 || e.uid == me }

// closed reports whether nobody but root and me can put a name into the folder. What a group may write is the choice of
// the user whose folder it is; root cannot know who is in it, and trusts none but his own.
func closed(folder entry, me uint32) bool {
	if !folder.ours(me) || folder.mode&allWrite != 0 {
		return false
	}
	return folder.mode&groupWrites == 0 || folder.gid == 0 && !folder.granted || me != 0
}

// ourName reports whether a name in the folder was put there by root or by me. In a folder that anybody may write,
// where nobody may rename what is another's (the sticky bit of /tmp), its owner tells.
func ourName(folder, name entry, me uint32) bool {
	if closed(folder, me) {
		return true
	}
	return folder.ours(me) && folder.mode&unix.S_ISVTX != 0 && name.ours(me)
}

// followed reports whether a symbolic link may be followed: root's or mine, in a folder where nobody else could have
// put it or moved it to. systemd has the rule for the same reason (CHASE_SAFE: no step from an account's own into
// another's).
func followed(folder, link entry, me uint32) bool {
	return link.ours(me) && ourName(folder, link, me)
}

// refused is the error about a name that somebody else has planted.
func refused(path string, e entry) error {
	owner := strconv.FormatUint(uint64(e.uid), 10)
	if u, err := user.LookupId(owner); err == nil {
		owner = u.Username
	}
	switch e.kind() {
	case unix.S_IFLNK:
		return fmt.Errorf(
			"%s is a symbolic link of the account %s, or stands where another account may put links: %w; "+
				"name the place itself that it leads to, or remove it", path, owner, ErrUnsafe)
	case unix.S_IFREG:
		// It may be the store itself, of which somebody has made a snapshot by names: removed, it would be lost.
		return fmt.Errorf("%s is a file of the account %s that has another name elsewhere, put there by whoever owns "+
			"the folder: %w; "+
			"run this as that account, or find the other name (find / -xdev -inum %d) and remove that one", path, owner,
			ErrUnsafe, e.inode)
	}
	return fmt.Errorf("%s is no file but a device or pipe of the account %s: %w; name another file, or remove what "+
		"is there", path, owner, ErrUnsafe)
}
