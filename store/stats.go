package store

import (
	"otklik/internal/inbox"
	"time"
)

// Stats describe a store to its operator.
type Stats struct {
	Version int // of the format
	// Key is the fingerprint of the key that the store is encrypted with; empty: it is not.
	Key string
	// Unfinished names the command that was begun and has to be run again: encrypt, rotate or decrypt; empty: none.
	Unfinished string
	Bytes      int64  // size of the file; it never shrinks
	Reader     string // see SetReaderVersion
	// Created is when the file was made, in whole seconds; zero: before that was written down.
	Created time.Time
	Pending int // threads that wait for EvaluatePending
	Digests int
	// Channels are in the order of their names.
	Channels []ChannelStats
}

// ChannelStats count what one channel has.
type ChannelStats struct {
	Channel                    inbox.ChannelID
	Stored, Waiting, Undecoded int
}
