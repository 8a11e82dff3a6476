package safefile

import (
	"errors"
	"fmt"

	"golang.org/x/sys/unix"
)

// folderFlag opens a folder that may be gone through but not listed, as its path would be gone through.
const folderFlag = unix.O_PATH

// hasList reports whether a folder has an access control list, or cannot be asked.
func hasList(fd int) bool {
	_, err := unix.Getxattr(fmt.Sprintf("/proc/self/fd/%d", fd), "system.posix_acl_access", nil)
	return !errors.Is(err, unix.ENODATA) && !errors.Is(err, unix.ENOTSUP)
}
