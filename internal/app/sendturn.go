package app

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// sendingPatience is how long one process waits for another that sends the same digest.
const sendingPatience = 15 * time.Second

// ErrSending says that another process is sending the digest. It will note who has had it.
var ErrSending = errors.New("another otklik is sending it right now; `otklik status` shows how far it has come, " +
	"and who has not had it then gets it by the same command")

// inTurn runs do while no other process sends the digest of this id, so that two of them do not both find that somebody
// has not had it. Where the system has no such locks, or no room for the file, do runs without: a digest twice is
// better than none.
func (s *Service) inTurn(ctx context.Context, id string, patience time.Duration, do func() error) error {
	lock, err := lockFile(ctx, s.besideStore(".sending-"+id), patience)
	switch {
	case err == nil:
		defer func() { _ = lock.Close() }()
	case errors.Is(err, errHeld):
		return fmt.Errorf("send the digest %s: %w", id, ErrSending)
	case ctx.Err() != nil:
		return ctx.Err()
	default:
		s.log.Debug("no lock for sending", "error", err)
	}
	return do()
}
