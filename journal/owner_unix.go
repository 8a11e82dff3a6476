//go:build unix

package journal

import (
	"os"
	"syscall"
)

// Give hands a new file to the owner of its folder where root made it: the daemon, which has an account of its own, has to
// be able to go on writing it.
func Give(f *os.File, folder string) {
	if os.Geteuid() != 0 {
		return
	}
	info, err := os.Stat(folder)
	if err != nil {
		return
	}
	if owner, ok := info.Sys().(*syscall.Stat_t); ok {
		_ = f.Chown(int(owner.Uid), int(owner.Gid)) // root can do this anywhere but on file systems without owners
	}
}
