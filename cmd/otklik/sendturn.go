package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"syscall"
	"time"
)

// sendingPatience is how long one process waits for another that sends the same digest.
const sendingPatience = 15 * time.Second

// errSending says that another process is sending the digest. It will note who has had it.
var errSending = errors.New("another otklik is sending it right now; `otklik status` shows how far it has come, and who has not had it then gets it by the same command")

// inTurn runs do while no other process sends the digest of this id, so that two of them do not both find that somebody has
// not had it. The lock ends with the process, however it ends. Where the system has no such locks, or no room for the file,
// do runs without: a digest twice is better than none.
func (o *office) inTurn(ctx context.Context, id string, patience time.Duration, do func() error) error {
	f, err := os.OpenFile(o.config.Store.Path+".sending-"+id, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		o.log.Debug("no lock for sending", "error", err)
		return do()
	}
	defer func() { _ = f.Close() }() // which lets go
	for started := time.Now(); ; {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			break
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR) {
			o.log.Debug("no lock for sending", "error", err)
			break
		}
		if time.Since(started) >= patience {
			return fmt.Errorf("send the digest %s: %w", id, errSending)
		}
		timer := time.NewTimer(100 * time.Millisecond)
		select {
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		case <-timer.C:
		}
	}
	return do()
}
