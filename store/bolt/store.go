// Package bolt keeps the store in one embedded file. It is the only package that knows bbolt; FORMAT.md beside package
// store describes the bytes. It knows no platform, no schedule and no rules of evaluation.
//
// A bbolt file belongs to one process at a time. Store holds it from Open to Close; Shared opens it for each operation
// and lets go, so that a daemon, commands and cron work beside each other.
package bolt

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"otklik/internal/safefile"
	"otklik/store"
)

// DefaultWait is how long Open waits for another process to let go of the file.
const DefaultWait = 5 * time.Second

// pollLock is the pause between two tries to lock the file. It is shorter than the pause Shared makes for others.
const pollLock = 10 * time.Millisecond

// Options say how a store is opened.
type Options struct {
	// Wait is how long another process may keep us waiting; zero means DefaultWait, negative not at all.
	Wait time.Duration
	// Purpose, such as "otklik collect", is shown to whoever waits for this process. No secrets.
	Purpose string
	// ReadOnly opens an existing file for reading beside other readers. It waits for a writer all the same.
	ReadOnly bool
	// Existing refuses to begin a store where there is none, with fs.ErrNotExist: for what only makes sense with one,
	// where a new and empty store would hide that the path is wrong.
	Existing bool
	// Key seals the values of a new store and opens those of a sealed one; nil: values are stored as they are. OldKeys
	// open what was sealed before the key was changed.
	Key     *Key
	OldKeys []*Key

	// noSync skips fsync: only for building the large stores of benchmarks.
	noSync bool
	// maxSize bounds the file: lets a test meet a full disk.
	maxSize int
	// manyComments replaces bigThread, and piece messagesAtOnce.
	manyComments, piece int
	// plain opens a store that is not sealed although there is a key: to seal it.
	plain bool
}

// Store is an open store. Its methods may be called by several goroutines.
type Store struct {
	db       *bbolt.DB // nil where each opens it
	path     string
	readOnly bool
	flate    compressor
	keys     *keyring
	// each, if set, opens the store for every transaction.
	each                func(context.Context, func(*Store) error) error
	manyComments, piece int // see Options
	// observe, if set, is told every Put: the benchmark repeats them on a bare bbolt file.
	observe func(bucket string, key, value []byte)
	// observeRead, if set, is told every message that is read.
	observeRead func()
}

// Open opens the store at path and keeps it until Close. Missing folders (mode 0700) and a missing file (0600) are
// created, unless read-only or asked for an existing one. A file that is no store, is cut short or comes from a newer
// version is left untouched and gives ErrNotStore or ErrNewer; one that another process holds beyond o.Wait gives a
// *BusyError.
func Open(path string, o Options) (*Store, error) {
	return open(context.Background(), path, o)
}

func open(ctx context.Context, path string, o Options) (*Store, error) {
	// What needs no lock is looked at first: a file that is no store is refused without waiting for whoever holds it.
	if err := prepare(path, o.ReadOnly || o.Existing); err != nil {
		return nil, err
	}
	if err := inspect(path); err != nil {
		return nil, fmt.Errorf("open the store %s: %w", path, err)
	}
	db, err := lock(ctx, path, o)
	if err != nil {
		return nil, err
	}
	s := &Store{db: db, path: path, readOnly: o.ReadOnly, manyComments: cmp.Or(o.manyComments, bigThread),
		piece: cmp.Or(o.piece, messagesAtOnce),
		keys:  &keyring{current: o.Key, old: o.OldKeys, plain: o.plain}}
	if err := s.checkVersion(); err != nil {
		return nil, errors.Join(fmt.Errorf("open the store %s: %w", path, err), db.Close())
	}
	if !o.ReadOnly {
		writeHolder(path, o.Purpose)
	}
	return s, nil
}

// Close implements store.Store.
func (s *Store) Close() error {
	if !s.readOnly {
		removeHolder(s.path) // before the lock is released: afterwards the note may be the next holder's
	}
	if err := s.db.Close(); err != nil {
		return fmt.Errorf("close the store %s: %w", s.path, err)
	}
	return nil
}

func prepare(path string, existing bool) error {
	if existing {
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("there is no store at %s yet; collect first, or mend store.path: %w", path,
				fs.ErrNotExist)
		}
		return nil
	}
	if err := safefile.MakeFolder(filepath.Dir(path)); err != nil {
		return fmt.Errorf("create the folder of the store %s: %w", path, err)
	}
	return nil
}

// lock opens the file and waits for its lock in short tries of its own, because bbolt's waiting cannot be cancelled.
func lock(ctx context.Context, path string, o Options) (*bbolt.DB, error) {
	wait := o.Wait
	if wait == 0 {
		wait = DefaultWait
	}
	started := time.Now()
	for {
		db, err := tryLock(path, o)
		switch {
		case err == nil:
			return db, nil
		case !errors.Is(err, bolterrors.ErrTimeout):
			return nil, fmt.Errorf("open the store %s: %w", path, explain(err))
		case time.Since(started) >= wait:
			return nil, busy(path)
		}
		timer := time.NewTimer(pollLock)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil, fmt.Errorf("stopped while waiting: %w", errors.Join(ctx.Err(), busy(path)))
		case <-timer.C:
		}
	}
}

// tryLock opens the file with one try for its lock. bbolt panics on a freelist page that is none; its file is closed
// here then, since nobody else could.
func tryLock(path string, o Options) (db *bbolt.DB, err error) {
	var file *os.File
	defer func() {
		if err != nil && file != nil { // bbolt leaves it open
			db, err = nil, errors.Join(err, closed(file))
		}
	}()
	defer caught(&err, debug.SetPanicOnFault(true))
	db, err = bbolt.Open(path, 0o600, &bbolt.Options{
		Timeout:      time.Nanosecond, // below bbolt's own pause: one try
		ReadOnly:     o.ReadOnly,
		FreelistType: bbolt.FreelistMapType,
		NoSync:       o.noSync,
		NoStatistics: true,
		MaxSize:      o.maxSize,
		OpenFile: func(name string, flag int, _ os.FileMode) (*os.File, error) {
			var err error
			if file, err = safefile.OpenFile(name, flag); err != nil {
				return nil, err
			}
			return file, lockSound(file, o.ReadOnly)
		},
	})
	if err == nil && !sameFile(file, path) {
		// Another file took its place between the opening and the lock: what is written here would be lost.
		return nil, errors.Join(bolterrors.ErrTimeout, db.Close())
	}
	return db, err
}

func explain(err error) error {
	switch {
	case errors.Is(err, bolterrors.ErrInvalid), errors.Is(err, bolterrors.ErrChecksum),
		errors.Is(err, bolterrors.ErrVersionMismatch):
		return fmt.Errorf("%w: %w", store.ErrNotStore, err)
	case errors.Is(err, syscall.EROFS):
		return fmt.Errorf("the disk is read-only; the system does that to a disk with faults: look into its log, "+
			"then mount it writable again: %w", err)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("this user may not read and write it; check the owner and the mode: %w", err)
	}
	return err
}

// lockSound locks the file, as bbolt will once more, and looks at what bbolt believes: the list of free pages, and that
// branches lead nowhere twice.
func lockSound(f *os.File, readOnly bool) error {
	kind := syscall.LOCK_EX
	if readOnly {
		kind = syscall.LOCK_SH
	}
	if err := syscall.Flock(int(f.Fd()), kind|syscall.LOCK_NB); errors.Is(err, syscall.EWOULDBLOCK) {
		return bolterrors.ErrTimeout
	}
	if err := soundFreelist(f); err != nil {
		return err
	}
	return soundBranches(f)
}

func closed(f *os.File) error {
	if err := f.Close(); !errors.Is(err, os.ErrClosed) {
		return err
	}
	return nil
}

// caught turns a panic of bbolt, or of whoever reads what it gave, into an error. It is deferred with what
// debug.SetPanicOnFault(true) gave: reading beyond what is mapped into memory would end the process otherwise.
func caught(err *error, before bool) {
	debug.SetPanicOnFault(before)
	if v := recover(); v != nil {
		*err = damage(v)
	}
}

// damage is the error of a panic by which bbolt reports a broken structure, or fails on one. Panics of other code go
// on.
func damage(v any) error {
	text, ok := v.(string)
	_, beyond := v.(interface{ Addr() uintptr }) // as the runtime says of a fault
	if _, failed := v.(runtime.Error); beyond || failed && fromBolt() {
		text, ok = "something in it leads outside of it", true
	}
	if !ok {
		panic(v)
	}
	return fmt.Errorf("%w: %s", store.ErrDamaged, text)
}

// fromBolt reports whether the panic that is being dealt with began in bbolt.
func fromBolt() bool {
	callers := make([]uintptr, 64)
	frames := runtime.CallersFrames(callers[:runtime.Callers(1, callers)])
	for panicked := false; ; {
		f, more := frames.Next()
		switch {
		case strings.HasPrefix(f.Function, "runtime."):
			panicked = true
		case panicked:
			return strings.HasPrefix(f.Function, "go.etcd.io/bbolt")
		}
		if !more {
			return false
		}
	}
}

// checkVersion reads the version, and lays out a new file.
func (s *Store) checkVersion() (err error) {
	defer caught(&err, debug.SetPanicOnFault(true))
	fresh, older, clear := false, false, false
	err = s.db.View(func(t *bbolt.Tx) error {
		meta := t.Bucket([]byte(bucketMeta))
		if meta == nil {
			if first, _ := t.Cursor().First(); first != nil {
				return fmt.Errorf("%w: it is the database of another program", store.ErrNotStore)
			}
			fresh = true
			return nil
		}
		for _, name := range bucketNames {
			older = older || t.Bucket([]byte(name)) == nil
		}
		version, err := readVersion(meta.Get(keyVersion))
		if err != nil {
			return err
		}
		seal, err := s.keys.sealer(meta)
		clear = seal != nil && version < Version
		return err
	})
	switch {
	case err != nil:
		return err
	case fresh && s.readOnly:
		return fmt.Errorf("%w: it is empty; collect first", store.ErrNotStore)
	case fresh:
		return explain(s.db.Update(s.keys.layOut))
	case older && !s.readOnly:
		// Written before a bucket was added that older programs do without.
		if err := explain(s.db.Update(createBuckets)); err != nil {
			return err
		}
	}
	if clear && !s.readOnly {
		return s.update(context.Background(), "encrypt the key of the hashes", (*tx).hideSalt)
	}
	return nil
}

// tx is a transaction with the channels' numbers at hand.
type tx struct {
	*bbolt.Tx
	s        *Store
	channels channelTable
	seal     *sealer // nil: values are stored as they are
}

func (s *Store) begin(t *bbolt.Tx) (*tx, error) {
	channels, err := loadChannels(t.Bucket([]byte(bucketChannels)))
	if err != nil {
		return nil, err
	}
	inner := &tx{Tx: t, s: s, channels: channels}
	inner.seal, err = s.keys.sealer(inner.bucket(bucketMeta))
	return inner, err
}

// view runs fn in a reading transaction. doing completes the sentence "could not …" for the operator.
func (s *Store) view(ctx context.Context, doing string, fn func(*tx) error) error {
	return s.transact(ctx, doing, (*bbolt.DB).View, fn)
}

// update runs fn in the one writing transaction; an error undoes everything.
func (s *Store) update(ctx context.Context, doing string, fn func(*tx) error) error {
	return s.transact(ctx, doing, (*bbolt.DB).Update, fn)
}

// Do runs fn with the store open: several steps under one opening. Others wait meanwhile, so fn should be short and
// must not keep the *Store.
func (s *Store) Do(ctx context.Context, fn func(*Store) error) error {
	if s.each != nil {
		return s.each(ctx, fn)
	}
	return fn(s)
}

type transaction func(*bbolt.DB, func(*bbolt.Tx) error) error

func (s *Store) transact(ctx context.Context, doing string, run transaction, fn func(*tx) error) (err error) {
	if s.each != nil {
		return s.each(ctx, func(opened *Store) error { return opened.transact(ctx, doing, run, fn) })
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	err = guarded(s.db, run, func(t *bbolt.Tx) error {
		inner, err := s.begin(t)
		if err != nil {
			return err
		}
		if err := fn(inner); err != nil {
			return err
		}
		// The channels' counters go with the changes that they count.
		if t.Writable() {
			return inner.saveChannels()
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("%s: the store %s: %w", doing, s.path, explain(err))
	}
	return nil
}

// guarded runs a transaction whose panics are errors.
func guarded(db *bbolt.DB, run transaction, fn func(*bbolt.Tx) error) (err error) {
	defer caught(&err, debug.SetPanicOnFault(true))
	return run(db, fn)
}

func (t *tx) bucket(name string) *bbolt.Bucket {
	b := t.Bucket([]byte(name))
	if b == nil {
		panic("bucket " + name + " is missing") // becomes ErrDamaged
	}
	b.FillPercent = fillPercent(name)
	return b
}

// put writes a value, sealed where the store is.
func (t *tx) put(b *bbolt.Bucket, name string, key, value []byte) error {
	if t.seal.sealing() && sealedBucket(name) {
		value = t.seal.seal(name, key, value)
	}
	if t.s.observe != nil {
		t.s.observe(name, key, value)
	}
	if err := b.Put(key, value); err != nil {
		return fmt.Errorf("write to bucket %s: %w", name, err)
	}
	return nil
}
