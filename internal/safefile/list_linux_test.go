package safefile

import (
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// An account that an access control list lets write into root's folder plants there as the folder's owner would.
func TestListedAccountsPlantNothing(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root has folders of root's")
	}
	base := t.TempDir()
	folder := filepath.Join(base, "service")
	must(t, os.Mkdir(folder, 0o700))
	put(t, filepath.Join(base, "victim"), "root's")
	must(t, os.Link(filepath.Join(base, "victim"), filepath.Join(folder, "otklik.db.access.jsonl")))
	must(t, os.Symlink(filepath.Join(base, "victim"), filepath.Join(folder, "link")))
	open := func() error {
		f, err := OpenFile(filepath.Join(folder, "otklik.db.access.jsonl"), os.O_RDWR)
		if err == nil {
			err = f.Close()
		}
		return err
	}
	must(t, open()) // root alone writes there
	none := ^uint32(0)
	list := binary.LittleEndian.AppendUint32(nil, 2)
	for _, e := range []struct {
		tag, rights uint16
		id          uint32
	}{{1, 7, none}, {2, 7, service}, {4, 0, none}, {16, 7, none}, {32, 0, none}} {
		list = binary.LittleEndian.AppendUint16(list, e.tag)
		list = binary.LittleEndian.AppendUint16(list, e.rights)
		list = binary.LittleEndian.AppendUint32(list, e.id)
	}
	if err := unix.Setxattr(folder, "system.posix_acl_access", list, 0); errors.Is(err, unix.ENOTSUP) {
		t.Skip("the file system has no lists")
	} else {
		must(t, err)
	}
	if err := open(); !errors.Is(err, ErrUnsafe) {
		t.Errorf("a second name: %v", err)
	}
	if _, err := Resolve(filepath.Join(folder, "link")); !errors.Is(err, ErrUnsafe) {
		t.Errorf("a link: %v", err)
	}
}
