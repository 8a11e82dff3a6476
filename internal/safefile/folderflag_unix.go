//go:build unix && !linux

package safefile

import "golang.org/x/sys/unix"

// folderFlag: the folders on the way have to be readable here.
const folderFlag = unix.O_RDONLY

// hasList: these systems are not asked for lists.
func hasList(int) bool { return false }
