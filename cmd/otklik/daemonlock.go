package main

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

// daemonNote says who keeps the schedules of a store. It stands in the file that the daemon holds locked, and counts
// only as long as that is so: a daemon that was killed leaves its note, but no lock.
type daemonNote struct {
	PID   int       `json:"pid"`
	Host  string    `json:"host"`
	Since time.Time `json:"since"`
}

func (n daemonNote) String() string {
	if n.PID == 0 {
		return "its note cannot be read"
	}
	return fmt.Sprintf("pid %d on %s, since %s", n.PID, n.Host, n.Since.Format(time.RFC3339))
}

// claimPatience is how long a daemon asks for its lock: somebody may only be looking whether one runs.
const claimPatience = time.Second

func (o *office) daemonFile() string { return o.besideStore(".daemon") }

// claim makes this process the daemon of the store until release is called. Where another one is, the error names it.
func (o *office) claim(ctx context.Context, now time.Time) (release func(), err error) {
	path := o.daemonFile()
	if err := safefile.MakeFolder(filepath.Dir(path)); err != nil {
		return nil, fmt.Errorf("make the store's folder: %w", err)
	}
	lock, err := lockFile(ctx, path, claimPatience)
	switch {
	case errors.Is(err, errHeld):
		note := daemonNote{}
		if running := o.runningDaemon(); running != nil {
			note = *running
		}
		return nil, fmt.Errorf("a daemon runs on the store %s already: %s; stop that one first", o.config.Store.Path, note)
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		o.log.Warn("a second daemon on this store will not be noticed", "error", err)
		return func() {}, nil
	}
	host, err := os.Hostname()
	if err != nil {
		host = "an unknown host"
	}
	text, err := json.Marshal(daemonNote{os.Getpid(), host, now.In(o.config.Location).Truncate(time.Second)})
	if err == nil {
		err = rewrite(lock, text)
	}
	if err != nil { // the lock is what counts
		o.log.Warn("who the daemon is could not be noted", "error", err)
	}
	return func() { _ = lock.Close() }, nil
}

// runningDaemon is who keeps the schedules of the store; nil: nobody does.
func (o *office) runningDaemon() *daemonNote {
	if !held(o.daemonFile()) {
		return nil
	}
	note := &daemonNote{}
	text, err := safefile.ReadFile(o.daemonFile(), safefile.LongestNote)
	if err != nil || json.Unmarshal(text, note) != nil {
		return &daemonNote{} // it has just begun and is writing its note
	}
	return note
}

// rewrite replaces what stands in an open file.
func rewrite(f *os.File, text []byte) error {
	if err := f.Truncate(0); err != nil {
		return fmt.Errorf("empty %s: %w", f.Name(), err)
	}
	if _, err := f.WriteAt(text, 0); err != nil {
		return fmt.Errorf("write %s: %w", f.Name(), err)
	}
	return nil
}
