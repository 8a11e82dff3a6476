// Package audit keeps the access log: who exported, opened or changed what, and when. It is a file of JSON lines beside
// the store, apart from it, so that it outlives a restored or purged store. It holds no personal data of citizens: ids
// of digests and channels, counts and paths only.
package audit

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/user"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"otklik/internal/safefile"
)

// Action is what was done.
type Action string

// The actions that are noted.
const (
	Export  Action = "export"      // every stored message was given out
	Digest  Action = "digest"      // a digest was built and shown
	Open    Action = "open digest" // a stored digest was shown again
	Send    Action = "send"        // a digest was given to one of its transports
	Brief   Action = "brief"       // a municipality's brief was shown
	Preview Action = "preview"     // all formats of a digest were written
	LookUp  Action = "look up"     // messages, or how many one person wrote, were shown and nothing was done
	Correct Action = "correct"     // a person's decision about a message was stored or taken back
	Dismiss Action = "dismiss"     // a message was closed by a person, or opened again
	Reply   Action = "reply"       // an answer was given out to a platform
	Backup  Action = "backup"      // the whole store was copied
	Restore Action = "restore"     // the store was replaced by a copy
	Purge   Action = "purge"       // messages past their time were destroyed
	Forget  Action = "forget"      // one person's messages were destroyed
	Encrypt Action = "encrypt"     // the store was encrypted
	Decrypt Action = "decrypt"     // the store was made readable without a key
	Rotate  Action = "rotate"      // the store was given another key
	Import  Action = "import"      // messages were brought in from a file
	Train   Action = "train"       // a model was learnt from the corrections in the store
	// Texts that the caller brought were read with the office's configuration.
	Classify   Action = "classify"
	CheckReply Action = "check-reply"
	Evaluate   Action = "evaluate"
	Sample     Action = "sample" // messages were drawn for people to judge
	Support    Action = "bundle" // a support bundle was written; it holds no personal data
)

// Entry is one line of the log.
type Entry struct {
	// At is when; Note sets it where it is zero.
	At time.Time `json:"at"`
	// User and UID are the account and its number. Note sets them: who did it is what the log is for.
	User string `json:"user"`
	UID  string `json:"uid"`
	// Via is the account that became it by sudo or doas, as whoever calls says; empty: not known.
	Via string `json:"via,omitempty"`
	// Action is what was done.
	Action Action `json:"action"`
	// Digest and Of name a digest and its moment.
	Digest string    `json:"digest,omitempty"`
	Of     time.Time `json:"of,omitzero"`
	// Channels are the channels concerned; none: all, or those of the digest.
	Channels []string `json:"channels,omitempty"`
	// Count is how many messages were concerned, as known before the work began.
	Count int `json:"count,omitempty"`
	// Unmasked is true where names, phones and addresses stood in what was given out.
	Unmasked bool `json:"unmasked,omitempty"`
	// Undone is true where an earlier decision was taken back.
	Undone bool `json:"undone,omitempty"`
	// Failed is true on a second line about an action that was begun and not done: the line before was written before
	// the deed. An action without such a line was done, or its process ended before it could tell.
	Failed bool `json:"failed,omitempty"`
	// Format and Path say in which form it went where, or from where it came; a path of - is standard output.
	Format string `json:"format,omitempty"`
	Path   string `json:"path,omitempty"`
	// Transport is what a digest was sent by: the address of the office, which a path would not show.
	Transport string `json:"way,omitempty"`
}

// standardSize is when a file is put aside, keptFiles how many of those are kept: about 400 000 lines.
const (
	standardSize = 4 << 20
	keptFiles    = 20
)

// Log is the access log. Several processes may do so at once: a line is one write at the end of the file.
type Log struct {
	path string
	size int64
}

// Beside is the log of the store at the given path.
func Beside(store string) *Log {
	return &Log{path: store + ".access.jsonl", size: standardSize}
}

// Path is the file that is written now.
func (l *Log) Path() string { return l.path }

// Note writes one line and returns once it is on the disk. What the entry tells of has to wait for that: an error means
// that nothing was noted, and that nothing may be given out.
func (l *Log) Note(ctx context.Context, e Entry) (err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("write the access log %s: %w", l.path, err)
		}
	}()
	if err := ctx.Err(); err != nil {
		return err
	}
	if e.At.IsZero() {
		e.At = time.Now()
	}
	e.At = e.At.UTC().Truncate(time.Millisecond)
	e.User, e.UID = account()
	line, err := json.Marshal(e)
	if err != nil {
		return err
	}
	f, err := l.open()
	if err != nil {
		return err
	}
	if f, err = l.rotate(f, e.At); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	line = append(line, '\n')
	if torn(f) {
		line = append([]byte{'\n'}, line...) // a power cut left half a line: it stays one
	}
	if _, err := f.Write(line); err != nil {
		return err
	}
	return f.Sync()
}

// open opens the file for appending and makes it, and its folder, where there is none.
func (l *Log) open() (*os.File, error) {
	f, err := safefile.OpenFile(l.path, os.O_RDWR|os.O_APPEND)
	if !errors.Is(err, os.ErrNotExist) {
		return f, err
	}
	folder := filepath.Dir(l.path)
	if err := safefile.MakeFolder(folder); err != nil {
		return nil, err
	}
	if f, err = safefile.OpenFile(l.path, os.O_RDWR|os.O_APPEND|os.O_CREATE); err != nil {
		return nil, err
	}
	_ = safefile.Sync(folder) // makes the new name lasting; the line itself is brought to the disk in any case
	return f, nil
}

// rotate puts a file aside that has grown to its size and opens the next one. The name aside holds the moment and a
// random number, so that two processes that do so at once overwrite nothing.
func (l *Log) rotate(f *os.File, now time.Time) (*os.File, error) {
	opened, err := f.Stat()
	if err != nil || opened.Size() < l.size {
		return f, err
	}
	if named, err := os.Stat(l.path); err == nil && os.SameFile(opened, named) {
		aside := fmt.Sprintf("%s.%s-%08x", filepath.Base(l.path), now.UTC().Format("20060102T150405.000"),
			rand.Uint32())
		if err := safefile.Rename(l.path, aside); err != nil {
			return f, nil // it cannot be put aside now; the line is worth more than the size
		}
		l.deleteOldest()
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	return l.open()
}

// forget deletes the oldest files aside beyond keptFiles. What cannot be deleted stays.
func (l *Log) deleteOldest() {
	aside := l.aside()
	for _, old := range aside[:max(0, len(aside)-keptFiles)] {
		_ = safefile.Remove(old)
	}
}

// aside are the files put aside, the oldest first.
func (l *Log) aside() []string {
	all, err := safefile.Names(filepath.Dir(l.path))
	if err != nil {
		return nil
	}
	var names []string
	for _, name := range all {
		if strings.HasPrefix(name, filepath.Base(l.path)+".2") {
			names = append(names, filepath.Join(filepath.Dir(l.path), name))
		}
	}
	slices.Sort(names)
	return names
}

// torn reports whether the file does not end with a whole line.
func torn(f *os.File) bool {
	info, err := f.Stat()
	if err != nil || info.Size() == 0 {
		return false
	}
	var last [1]byte
	_, err = f.ReadAt(last[:], info.Size()-1)
	return (err == nil || errors.Is(err, io.EOF)) && last[0] != '\n'
}

// account is who runs this process. The number comes from the system and cannot be chosen by whoever calls.
func account() (name, uid string) {
	if u, err := user.Current(); err == nil {
		return u.Username, u.Uid
	}
	return "unknown", fmt.Sprint(os.Getuid())
}
