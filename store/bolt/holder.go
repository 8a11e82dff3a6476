package bolt

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"otklik/internal/safefile"
	"otklik/store"
)

// holderNote is the content of the file PATH.holder. It is only information: the lock on the store itself decides, so
// a stale or missing note does no harm, and failing to write one is no error.
type holderNote struct {
	Purpose string    `json:"purpose"`
	PID     int       `json:"pid"`
	Since   time.Time `json:"since"`
}

func holderPath(path string) string { return path + ".holder" }

func writeHolder(path, purpose string) {
	if purpose == "" {
		purpose = "otklik"
	}
	note, err := json.Marshal(holderNote{Purpose: purpose, PID: os.Getpid(), Since: time.Now()})
	if err != nil {
		return
	}
	_ = safefile.Note(holderPath(path), note)
}

func removeHolder(path string) { _ = safefile.Remove(holderPath(path)) }

// busy says who holds the store: by the holder's own note or, where that cannot be believed, by the kernel's locks.
func busy(path string) error {
	e := &store.BusyError{Path: path}
	data, err := safefile.ReadFile(holderPath(path), safefile.LongestNote)
	var note holderNote
	if err != nil || json.Unmarshal(data, &note) != nil || note.PID <= 0 || !alive(note.PID) {
		e.Holder, e.PID = lockOwner(path)
		return e
	}
	// The note is shown on a terminal: one printable line.
	e.Holder = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return -1
		}
		return r
	}, note.Purpose)
	e.PID, e.Since = note.PID, note.Since
	return e
}

// lockOwner asks Linux who holds the lock on the file (proc(5), /proc/locks): a process that has left no note,
// because it was just about to, or is no otklik. Empty where that cannot be found out.
func lockOwner(path string) (program string, pid int) {
	info, err := os.Stat(path)
	if err != nil {
		return "", 0
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return "", 0
	}
	locks, err := os.ReadFile("/proc/locks")
	if err != nil {
		return "", 0
	}
	for line := range strings.Lines(string(locks)) {
		// 1: FLOCK  ADVISORY  WRITE 1234 08:01:5678 0 EOF
		f := strings.Fields(line)
		if len(f) < 6 || f[1] == "->" || !strings.HasSuffix(f[5], fmt.Sprintf(":%d", stat.Ino)) {
			continue
		}
		owner, err := strconv.Atoi(f[4])
		if err != nil || owner <= 0 {
			continue
		}
		name, err := os.ReadFile(fmt.Sprintf("/proc/%d/comm", owner))
		if err != nil {
			continue
		}
		return strings.TrimSpace(string(name)), owner
	}
	return "", 0
}

// alive reports whether the process exists: a note of one that does not was left by a crash.
func alive(pid int) bool {
	p, err := os.FindProcess(pid)
	if err != nil {
		return false
	}
	return !errors.Is(p.Signal(syscall.Signal(0)), os.ErrProcessDone)
}
