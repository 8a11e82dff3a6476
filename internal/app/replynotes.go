package app

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"otklik/internal/inbox"
	"otklik/internal/safefile"
	"otklik/store"
)

// replyNote is what is known of an answer that was given out. It holds no text and nobody's id.
type replyNote struct {
	Message string    `json:"message"` // its long number
	Key     string    `json:"key"`     // what the platform knows the answer by
	Text    string    `json:"text"`    // a hash of it together with the key
	At      time.Time `json:"at"`
	// Sent is false until the platform has confirmed it: a note without it is of an answer that may stand there or not.
	Sent bool `json:"sent"`
}

// says reports whether the note is of a text.
func (n replyNote) says(text string) bool { return n.Text == hashOfReply(n.Key, text) }

// hashOfReply is of the words: platforms change the blanks between them.
func hashOfReply(key, text string) string {
	sum := sha256.Sum256([]byte(key + "\x00" + strings.Join(strings.Fields(text), " ")))
	return hex.EncodeToString(sum[:16])
}

func newReplyNote(m inbox.Message, text string, now time.Time) replyNote {
	var key [12]byte
	_, _ = rand.Read(key[:]) // it never fails
	n := replyNote{Message: m.Ref().LongNumber(), Key: "otklik-" + hex.EncodeToString(key[:]), At: now}
	n.Text = hashOfReply(n.Key, text)
	return n
}

// replyNotes are those of the answers of the last year, the oldest first. They stand in a file beside the store.
type replyNotes struct {
	path string
	list []replyNote
}

const (
	// repliesKept is how long an answer is remembered so that it is not sent twice.
	repliesKept = 366 * 24 * time.Hour
	// largestReplies bounds the file: some hundred thousand answers.
	largestReplies = 32 << 20
)

func (s *Service) replyNotes() (*replyNotes, error) {
	n := &replyNotes{path: s.besideStore(".replies")}
	text, err := safefile.ReadFile(n.path, largestReplies)
	if errors.Is(err, fs.ErrNotExist) {
		return n, nil
	}
	if err == nil {
		err = json.Unmarshal(text, &n.list)
	}
	if err != nil {
		return nil, fmt.Errorf("read which answers were sent before, without which none is sent: %w", err)
	}
	return n, nil
}

// last is the latest note about a message; nil where there is none.
func (n *replyNotes) last(m inbox.Message) *replyNote {
	number := m.Ref().LongNumber()
	for i, one := range slices.Backward(n.list) {
		if one.Message == number {
			return &n.list[i]
		}
	}
	return nil
}

// put adds a note or replaces that with the same key, and saves.
func (n *replyNotes) put(note replyNote) error {
	others := slices.DeleteFunc(slices.Clone(n.list), func(one replyNote) bool { return one.Key == note.Key })
	n.list = append(others, note)
	return n.save(note.At)
}

// save writes the notes that are not too old, and waits for the disk.
func (n *replyNotes) save(now time.Time) error {
	n.list = slices.DeleteFunc(slices.Clone(n.list), func(one replyNote) bool { return now.Sub(one.At) > repliesKept })
	text, err := json.Marshal(n.list)
	if err != nil {
		return fmt.Errorf("write down the answers: %w", err)
	}
	if err := safefile.Replace(n.path, func(f *os.File) error { _, err := f.Write(text); return err }); err != nil {
		return fmt.Errorf("write down the answers: %w", err)
	}
	return nil
}

// clocksApart is how much earlier than it was given out an answer may stand on the platform.
const clocksApart = 5 * time.Minute

// arrived reports whether collecting has brought the answer of a note.
func (s *Service) arrived(ctx context.Context, to inbox.Message, note replyNote) (bool, error) {
	thread, err := s.store.Thread(ctx, to.Ref())
	if err != nil {
		return false, err
	}
	known, err := s.store.Known(ctx, thread)
	if err != nil {
		return false, err
	}
	for _, m := range known {
		if !m.Author.Official || m.Post || !m.Deleted.IsZero() || m.Sent.Before(note.At.Add(-clocksApart)) ||
			to.Kind == inbox.Comment && m.ReplyTo != to.ID {
			continue
		}
		switch r, err := s.store.Message(ctx, m.Ref()); {
		case errors.Is(err, store.ErrNotFound): // purged meanwhile
		case err != nil:
			return false, err
		case note.says(r.Message.Text):
			return true, nil
		}
	}
	return false, nil
}

// replyPatience is how long an answer waits for another process that sends one.
const replyPatience = 30 * time.Second

// holdReplies keeps other processes from sending answers until release is called.
func (s *Service) holdReplies(ctx context.Context) (release func(), err error) {
	lock, err := lockFile(ctx, s.besideStore(".replying"), replyPatience)
	switch {
	case errors.Is(err, errHeld):
		return nil, errors.New("another process is sending an answer; nothing was sent, try again")
	case err != nil:
		return nil, fmt.Errorf("nothing was sent, because another process may be sending the same: %w", err)
	}
	return func() { _ = lock.Close() }, nil
}
