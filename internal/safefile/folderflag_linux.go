package safefile

import "golang.org/x/sys/unix"

// folderFlag opens a folder that may be gone through but not listed, as its path would be gone through.
const folderFlag = unix.O_PATH
