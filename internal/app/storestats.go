package app

import (
	"context"
	"time"

	"otklik/internal/inbox"
	"otklik/store"
	"otklik/store/bolt"
)

// StoreStats is the store for other programs.
type StoreStats struct {
	Path      string `json:"path"`
	Format    int    `json:"format"`
	Encrypted string `json:"encrypted,omitempty"` // fingerprint of the key; empty: it is not
	// the command that was begun and has to be run again: encrypt, rotate or decrypt
	Unfinished  string         `json:"unfinished,omitempty"`
	Bytes       int64          `json:"bytes"`
	Reclaimable int64          `json:"reclaimable_bytes"` // what compacting would give back, about
	Created     time.Time      `json:"created,omitzero"`
	Messages    int            `json:"messages"`
	Waiting     int            `json:"waiting"`
	Undecoded   int            `json:"unread"` // pieces that could not be decoded
	Pending     int            `json:"dirty"`  // threads to be evaluated
	Digests     int            `json:"digests"`
	Reader      string         `json:"reader,omitempty"`
	Channels    []ChannelCount `json:"channels"`
	Backup      *NewestBackup  `json:"backup,omitempty"`
}

type ChannelCount struct {
	Channel   inbox.ChannelID `json:"channel"`
	Messages  int             `json:"messages"`
	Waiting   int             `json:"waiting"`
	Undecoded int             `json:"unread"`
}

// NewestBackup is the newest of the scheduled backups.
type NewestBackup struct {
	Path string    `json:"path"`
	At   time.Time `json:"at"`
}

func (s *Service) StoreStats(ctx context.Context) (StoreStats, error) {
	out := StoreStats{Path: s.config.Store.Path, Channels: []ChannelCount{}}
	if err := s.stored(); err != nil {
		return out, err
	}
	var stats store.Stats
	err := s.store.Do(ctx, func(st *bolt.Store) (err error) {
		if stats, err = st.Stats(ctx); err == nil {
			out.Reclaimable, err = st.Reclaimable()
		}
		return err
	})
	if err != nil {
		return out, err
	}
	out.Format, out.Bytes, out.Created = stats.Version, stats.Bytes, local(stats.Created, s.config.Location)
	out.Encrypted, out.Unfinished = stats.Key, stats.Unfinished
	out.Pending, out.Digests, out.Reader = stats.Pending, stats.Digests, stats.Reader
	for _, c := range stats.Channels {
		out.Channels = append(out.Channels, ChannelCount{c.Channel, c.Stored, c.Waiting, c.Undecoded})
		out.Messages, out.Waiting = out.Messages+c.Stored, out.Waiting+c.Waiting
		out.Undecoded += c.Undecoded
	}
	plan, err := s.backupPlan()
	if err != nil || plan.Folder == "" {
		return out, err
	}
	newest, at, err := plan.Newest()
	if err != nil { // no reason to keep what is known of the store
		s.log.Warn("the folder of backups could not be looked into", "error", err)
	}
	if newest != "" {
		out.Backup = &NewestBackup{newest, at.In(s.config.Location)}
	}
	return out, nil
}
