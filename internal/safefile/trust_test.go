//go:build unix

package safefile

import (
	"errors"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

const (
	root, service, person, stranger = 0, 990, 1000, 1001
	dir                             = unix.S_IFDIR
)

// Who may have put a name into a folder: links are followed only where that can be nobody but root and oneself.
func TestWhoseLinksAreFollowed(t *testing.T) {
	for _, c := range []struct {
		says         string
		folder, link entry
		me           uint32
		want         bool
	}{
		{"root follows root's link in root's folder", entry{mode: dir | 0o755}, entry{}, root, true},
		{"a user follows root's link in root's folder", entry{mode: dir | 0o755}, entry{}, person, true},
		{"a user follows his own link in his own folder", entry{uid: person, mode: dir | 0o755}, entry{uid: person},
			person, true},
		{"a user follows root's link in his own folder", entry{uid: person, mode: dir | 0o755}, entry{}, person, true},
		{"a user's group may write in his folder", entry{uid: person, gid: person, mode: dir | 0o775},
			entry{uid: person}, person, true},
		{"the service follows its own link", entry{uid: service, mode: dir | 0o700}, entry{uid: service},
			service, true},
		{"root does not follow the service's link", entry{uid: service, mode: dir | 0o700}, entry{uid: service},
			root, false},
		{"root does not follow its own link where the service may have moved it",
			entry{uid: service, mode: dir | 0o700}, entry{}, root, false},
		{"a user does not follow another's link", entry{uid: stranger, mode: dir | 0o755}, entry{uid: stranger},
			person, false},
		{"a user does not follow another's link in root's folder", entry{mode: dir | 0o755}, entry{uid: stranger},
			person, false},
		{"in /tmp one's own link counts", entry{mode: dir | 0o1777}, entry{uid: person}, person, true},
		{"in /tmp root's link counts", entry{mode: dir | 0o1777}, entry{}, person, true},
		{"in /tmp another's does not", entry{mode: dir | 0o1777}, entry{uid: stranger}, person, false},
		{"in /tmp another's does not for root", entry{mode: dir | 0o1777}, entry{uid: stranger}, root, false},
		{"without the sticky bit anybody may have moved it", entry{mode: dir | 0o777}, entry{uid: person},
			person, false},
		{"the group of root's folder may have moved root's link", entry{gid: service, mode: dir | 0o775}, entry{},
			root, false},
		{"but not with the sticky bit", entry{gid: service, mode: dir | 0o1775}, entry{}, root, true},
		{"root's own group may write", entry{mode: dir | 0o775}, entry{}, root, true},
		{"a list may let others write", entry{mode: dir | 0o775, granted: true}, entry{}, root, false},
	} {
		c.link.mode = unix.S_IFLNK | 0o777
		if got := followed(c.folder, c.link, c.me); got != c.want {
			t.Errorf("%s: %v", c.says, got)
		}
	}
}

// Every refusal says what stands there, whose it is, and what to do.
func TestRefusalsSayWhatToDo(t *testing.T) {
	for kind, says := range map[uint32]string{unix.S_IFLNK: "symbolic link", unix.S_IFREG: "another name elsewhere",
		unix.S_IFIFO: "a device or pipe", unix.S_IFCHR: "a device or pipe"} {
		err := refused("/var/lib/otklik/otklik.db.holder", entry{uid: 4242, mode: kind})
		for _, part := range []string{says, "/var/lib/otklik/otklik.db.holder", "4242", "remove "} {
			if !errors.Is(err, ErrUnsafe) || !strings.Contains(err.Error(), part) {
				t.Errorf("%o: %v does not say %q", kind, err, part)
			}
		}
	}
}
