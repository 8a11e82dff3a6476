package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"otklik/collectors"
	"otklik/internal/care/audit"
	"otklik/internal/inbox"
	"otklik/internal/smallfile"
)

// FileImport is a file to be imported.
type FileImport struct {
	By      collectors.Importer
	File    string
	Channel inbox.ChannelID
	// Chat is as in collectors.Import.
	Chat int64
	// Progress is told how much of total is done; it may be nil.
	Progress func(done, total int64)

	trial bool // as in collectors.Import
}

// Imported is what a file held and what of it was new.
type Imported struct {
	Channel inbox.ChannelID
	collectors.Imported
	inbox.CommitStats
}

// Known is how many of the file's messages were stored already.
func (i Imported) Known() int {
	return max(0, i.Messages-i.Added-i.Changed-i.Expired-i.Erased-i.Held)
}

// Import brings in the messages of a file. The same file twice changes nothing, and what was collected is joined with
// it. A broken file is refused as a whole before anything is stored.
func (s *Service) Import(ctx context.Context, order FileImport) (Imported, error) {
	c, err := s.Channel(order.Channel)
	if err != nil {
		return Imported{}, err
	}
	if c.Platform != string(order.By.Platform) {
		return Imported{}, usagef("%s is a channel of %s, not of %s", order.Channel, c.Platform, order.By.Platform)
	}
	f, err := openExport(order.File)
	if err != nil {
		return Imported{}, err
	}
	defer f.Close()
	// A digest that evaluates meanwhile would chase what keeps coming; it says instead how much is pending.
	release, mine, err := s.claimEvaluation(ctx, evaluationPatience)
	if err != nil {
		return Imported{}, err
	}
	if mine {
		defer release()
	}
	var done Imported
	entry := audit.Entry{Action: audit.Import, Channels: []string{string(order.Channel)}, Path: wholePath(order.File)}
	// What comes in tells nobody of anybody: an access log that is full does not keep an office from its messages.
	err = s.auditedIfPossible(ctx, entry, func() (err error) {
		if done, err = s.importFile(ctx, f, order); err != nil {
			return fmt.Errorf("import %s into %s: %w", order.File, order.Channel, err)
		}
		return nil
	})
	if err != nil {
		return done, err
	}
	if mine {
		return done, s.evaluate(ctx, s.evaluator)
	}
	return done, s.EvaluateAll(ctx) // who evaluated before may not have seen the last of it
}

// openExport opens a file to import.
func openExport(path string) (*os.File, error) {
	f, err := smallfile.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open the export: %w", err)
	}
	info, err := f.Stat()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open the export: %w", err), f.Close())
	}
	if info.IsDir() {
		return nil, errors.Join(usagef("%s is a folder; name the file in it: %s", path, filepath.Join(path,
			"result.json")), f.Close())
	}
	return f, nil
}

// importNote is the cursor of a channel's imports: what one of them has to tell the next.
type importNote struct {
	Imported time.Time `json:"imported"`
	Keep     int64     `json:"chat,omitempty"`
}

// importFile stores the messages of a file that is open.
func (s *Service) importFile(ctx context.Context, f *os.File, order FileImport) (done Imported, err error) {
	done.Channel = order.Channel
	channel, err := s.Channel(order.Channel)
	if err != nil {
		return done, err
	}
	info, err := f.Stat()
	if err != nil {
		return done, fmt.Errorf("look at the export: %w", err)
	}
	var progress func(int64)
	if order.Progress != nil {
		progress = func(n int64) { order.Progress(n, 2*info.Size()) }
	}
	platform := order.By.Platform
	source := inbox.ImportSource(platform, order.Channel)
	note := importNote{Imported: time.Now().UTC()}
	if raw, err := s.store.Cursor(ctx, source); err != nil {
		return done, err
	} else if raw != nil {
		var last importNote
		_ = json.Unmarshal(raw, &last) // an earlier version kept nothing
		note.Keep = last.Keep
	}
	// Each batch is a transaction with its note. Where an import is interrupted the file is imported again, and what
	// is stored already changes nothing.
	commit := func(b inbox.Batch) error {
		from, err := s.store.Cursor(ctx, source)
		if err != nil {
			return err
		}
		if b.Next, err = json.Marshal(note); err != nil {
			return fmt.Errorf("note the import: %w", err)
		}
		r, err := s.store.Commit(ctx, source, from, b)
		done.CommitStats.Add(r)
		return err
	}
	into := collectors.Import{Connection: s.platforms.Connection(platform), Channels: s.platforms.Channels(platform),
		Channel: collectors.Channel{Channel: channel, ID: order.Channel}, Trial: order.trial, Chat: order.Chat,
		Cursor: s.store.Cursor, LastChat: note.Keep, Location: s.config.Location, Progress: progress}
	sum, err := order.By.Read(ctx, f, into, func(messages []inbox.Message) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		return commit(inbox.Batch{Messages: messages, More: true})
	})
	if err != nil {
		return done, err
	}
	done.Imported, note.Keep = sum, sum.Chat
	// After the messages: the staff's own become the official side's then, whoever wrote them when the file was
	// saved.
	staff := inbox.Batch{More: true}
	for _, member := range channel.Staff {
		author := strconv.FormatInt(member, 10)
		staff.Officials = append(staff.Officials, inbox.Official{Channel: order.Channel, Author: author})
	}
	if err := commit(staff); err != nil {
		return done, err
	}
	if len(sum.Undecoded) > 0 {
		if err := commit(inbox.Batch{Undecoded: sum.Undecoded}); err != nil {
			return done, err
		}
	}
	return done, s.store.Record(ctx, inbox.Pull{Source: source, Channels: []inbox.ChannelID{order.Channel},
		Started: note.Imported, Ended: time.Now(), Complete: true, Added: done.Added, Changed: done.Changed,
		Undecoded: done.CommitStats.Undecoded})
}
