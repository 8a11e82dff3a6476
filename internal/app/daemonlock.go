package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"otklik/internal/safefile"
)

// DaemonNote says who keeps the schedules of a store. It stands in the file that the daemon holds locked, and counts
// only as long as that is so: a daemon that was killed leaves its note, but no lock.
type DaemonNote struct {
	PID   int       `json:"pid"`
	Host  string    `json:"host"`
	Since time.Time `json:"since"`
}

func (n DaemonNote) String() string {
	if n.PID == 0 {
		return "its note cannot be read"
	}
	return fmt.Sprintf("pid %d on %s, since %s", n.PID, n.Host, n.Since.Format(time.RFC3339))
}

// claimPatience is how long a daemon asks for its lock: somebody may only be looking whether one runs.
const claimPatience = time.Second

func (s *Service) daemonFile() string { return s.besideStore(".daemon") }

// claim makes this process the daemon of the store until release is called. Where another one is, the error names it.
func (s *Service) claim(ctx context.Context, now time.Time) (release func(), err error) {
	path := s.daemonFile()
	if err := safefile.MakeFolder(filepath.Dir(path)); err != nil {
		return nil, fmt.Errorf("make the store's folder: %w", err)
	}
	lock, err := lockFile(ctx, path, claimPatience)
	switch {
	// Permanent until that daemon ends: there is no use in waiting longer.
	case errors.Is(err, errHeld):
		note := DaemonNote{}
		if running := s.RunningDaemon(); running != nil {
			note = *running
		}
		return nil, fmt.Errorf("a daemon runs on the store %s already: %s; stop that one first",
			s.config.Store.Path, note)
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		s.log.Warn("a second daemon on this store will not be noticed", "error", err)
		return func() {}, nil
	}
	host, err := os.Hostname()
	if err != nil {
		host = "an unknown host"
	}
	text, err := json.Marshal(DaemonNote{os.Getpid(), host, now.In(s.config.Location).Truncate(time.Second)})
	if err == nil {
		err = rewrite(lock, text)
	}
	if err != nil { // the lock is what counts
		s.log.Warn("who the daemon is could not be noted", "error", err)
	}
	return func() { _ = lock.Close() }, nil
}

// RunningDaemon is who keeps the schedules of the store; nil: nobody does.
func (s *Service) RunningDaemon() *DaemonNote {
	if !held(s.daemonFile()) {
		return nil
	}
	note := &DaemonNote{}
	text, err := safefile.ReadFile(s.daemonFile(), safefile.LongestNote)
	if err != nil || json.Unmarshal(text, note) != nil {
		return &DaemonNote{} // it has just begun and is writing its note
	}
	return note
}

// rewrite replaces what stands in an open file.
func rewrite(f *os.File, text []byte) error {
	// In place: a new file under the name would not be the one that is locked.
	if err := f.Truncate(0); err != nil {
		return fmt.Errorf("empty %s: %w", f.Name(), err)
	}
	if _, err := f.WriteAt(text, 0); err != nil {
		return fmt.Errorf("write %s: %w", f.Name(), err)
	}
	return nil
}
