package store

import (
	"errors"
	"fmt"
	"time"
)

// BusyError says that another process holds the store. It may pass by itself.
type BusyError struct {
	Path string
	// Holder is the purpose the other process gave, such as "otklik run"; empty where it is not known.
	Holder string
	PID    int
	Since  time.Time
}

// Error says who holds the store and what to do.
func (e *BusyError) Error() string {
	if e.Holder == "" {
		return fmt.Sprintf("the store %s is in use by another process; wait or stop it", e.Path)
	}
	if e.Since.IsZero() {
		return fmt.Sprintf("the store %s is in use by %s (pid %d); wait or stop it", e.Path, e.Holder, e.PID)
	}
	since := e.Since.Local()
	layout := "15:04"
	if time.Since(since) > 12*time.Hour {
		layout = "2006-01-02 15:04"
	}
	return fmt.Sprintf("the store %s is in use by %s (pid %d) since %s; wait or stop it", e.Path, e.Holder, e.PID,
		since.Format(layout))
}

// CorruptError names a record that cannot be read. Its neighbours are not affected.
type CorruptError struct {
	Bucket string
	Key    string // hexadecimal
	Err    error
}

func (e *CorruptError) Error() string {
	return fmt.Sprintf("the record in bucket %s with key %s cannot be read: %v", e.Bucket, e.Key, e.Err)
}

func (e *CorruptError) Unwrap() error { return e.Err }

// Why a store does not open with the keys at hand. Nothing was written; only other keys help.
var (
	// ErrSealed says that the values are encrypted and that no key was given.
	ErrSealed = errors.New("the store is encrypted, and no key is configured; set store.key_file, store.key or " +
		"store.credential to its key")
	// ErrWrongKey says that the values are encrypted with a key that is not among those given.
	ErrWrongKey = errors.New("the store is encrypted with another key than the configured one")
	// ErrNotSealed says that a key was given for a store whose values are not encrypted: going on would write plain
	// text where the operator believes there is none.
	ErrNotSealed = errors.New("a key is configured, but the store is not encrypted; run `otklik store encrypt`, or " +
		"take the key out of the configuration")
)

// The errors a caller may want to tell apart. All but BusyError are permanent; see inbox.ErrCursorMoved as well.
var (
	// ErrNotFound says that no such message, correction, digest or piece is stored.
	ErrNotFound = errors.New("not found in the store")
	// ErrNewer says that the file was written by a later version of the program.
	ErrNewer = errors.New(
		"the store was written by a newer version of otklik; install that version or restore a backup")
	// ErrNotStore says that the file is something else, or only a part of a store.
	ErrNotStore = errors.New("the file is not a whole Otklik store")
	// ErrDamaged says that the file's structure is broken.
	ErrDamaged = errors.New("the store is damaged; restore a backup")
	// ErrDigestExists says that another text was stored for the same digest and moment. It is not replaced, because
	// it may have been sent.
	ErrDigestExists = errors.New("another text of this digest is stored already")
)
