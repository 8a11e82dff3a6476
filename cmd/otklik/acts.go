package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"otklik/act"
	"otklik/collectors/telegram"
	"otklik/inbox"
	"otklik/store"
)

// writeAct writes the act, the extract of the log and the register of a purge, and says where they are. They are written
// anew from what the store noted, so that a crash between them does no harm.
func (o *office) writeAct(ctx context.Context, id uint64, p purged) ([]string, error) {
	document := o.actOf(p)
	folder := o.config.Purge.Acts
	register := filepath.Join(folder, act.RegisterName(document.Number))
	var extract *act.Extract
	err := replaceFile(register, func(f *os.File) (err error) {
		if extract, err = act.NewExtract(f); err != nil {
			return err
		}
		err = o.store.PurgeRows(ctx, id, func(r store.PurgeRow) error {
			return extract.Add(act.Row{At: time.Unix(r.At, 0).In(o.config.Location), Channel: string(r.Channel), Kind: string(r.Kind), Record: r.Message,
				Subject: r.Subject, Official: r.Official, Waiting: r.Waiting})
		})
		return errors.Join(err, extract.Close())
	})
	if err != nil {
		return nil, err
	}
	documents, err := act.Files(document, extract)
	if err != nil {
		return nil, err
	}
	written := []string{register}
	for _, d := range documents {
		path := filepath.Join(folder, d.Name)
		if err := replaceFile(path, func(f *os.File) error { _, err := f.Write(d.Data); return err }); err != nil {
			return nil, err
		}
		written = append(written, path)
	}
	slices.Sort(written)
	return written, nil
}

func (o *office) actOf(p purged) act.Act {
	in := func(t time.Time) time.Time {
		if t.IsZero() {
			return t
		}
		return t.In(o.config.Location)
	}
	document := act.Act{Number: p.number(), Date: in(p.Erased), Operator: o.config.Purge.Operator, System: "Отклик " + programVersion(),
		Store: filepath.Base(o.config.Store.Path), Account: decider(""), Demand: p.Subject != "", Before: in(p.Order.Before),
		Period: fmt.Sprintf("%d дн.", o.config.Privacy.Retention.Days()), Subject: p.Subject, Depersonalised: p.Order.Mode == store.Depersonalise,
		Raw: p.Raw, Unread: p.Unread, Digests: p.Digests, Blanked: p.Blanked, Rulings: p.Rulings, Mentions: p.Mentions,
		Rewritten: in(p.Rewritten)}
	for _, c := range p.Counts {
		document.Counts = append(document.Counts, act.Count{Channel: string(c.Channel), Kind: string(c.Kind), Messages: c.Messages, Official: c.Official, Waiting: c.Waiting})
	}
	for _, path := range p.backups {
		document.Backups = append(document.Backups, filepath.Base(path))
	}
	return document
}

// backupsBefore are the backups in the configured folder that were made before a moment, oldest first, and stores that
// were kept aside by a restore.
func (o *office) backupsBefore(moment time.Time) ([]string, error) {
	var found []string
	look := func(folder string, backup func(name string) bool) error {
		entries, err := os.ReadDir(folder)
		if errors.Is(err, os.ErrNotExist) || folder == "" {
			return nil
		}
		if err != nil {
			return fmt.Errorf("look for old backups: %w", err)
		}
		for _, e := range entries {
			info, err := e.Info()
			if err != nil || !info.Mode().IsRegular() || !backup(e.Name()) || info.ModTime().Truncate(time.Second).After(moment) {
				continue
			}
			found = append(found, filepath.Join(folder, e.Name()))
		}
		return nil
	}
	kept := filepath.Base(o.config.Store.Path) + ".before-"
	err := errors.Join(
		look(o.config.Backup.Path, func(name string) bool { return strings.HasPrefix(name, "otklik-") && strings.Contains(name, ".zst") }),
		look(filepath.Dir(o.config.Store.Path), func(name string) bool { return strings.HasPrefix(name, kept) }))
	slices.Sort(found)
	return found, err
}

// forgetUsername takes the person of an unfinished demand out of what Telegram's source remembers.
func (o *office) forgetUsername(ctx context.Context, id uint64) error {
	ids, records, err := o.store.Purges(ctx)
	if err != nil {
		return err
	}
	i := slices.Index(ids, id)
	if i < 0 || records[i].Order.Platform != inbox.Telegram || records[i].Order.Author == "" {
		return nil
	}
	return o.forgetInCursors(ctx, func(author string) bool { return author == records[i].Order.Author })
}

// forgetUsernames takes everybody out of whom no message is stored any more.
func (o *office) forgetUsernames(ctx context.Context) error {
	names, err := o.remembered(ctx)
	if err != nil || len(names) == 0 {
		return err
	}
	if err := o.store.Each(ctx, func(r inbox.Record) error {
		if r.Message.Platform == inbox.Telegram {
			delete(names, r.Message.Author.ID)
		}
		return nil
	}); err != nil || len(names) == 0 {
		return err
	}
	return o.forgetInCursors(ctx, func(author string) bool { return names[author] })
}

// remembered are the ids of the people whose usernames the sources of Telegram hold.
func (o *office) remembered(ctx context.Context) (map[string]bool, error) {
	names := map[string]bool{}
	err := o.eachTelegram(func(source string) error {
		cursor, err := o.store.Cursor(ctx, source)
		if err != nil || cursor == nil {
			return err
		}
		people, err := telegram.Remembered(cursor)
		for _, p := range people {
			names[p] = true
		}
		return err
	})
	return names, err
}

// forgetTries bounds how often a cursor is taken up again that a collecting process moved meanwhile.
const forgetTries = 20

func (o *office) forgetInCursors(ctx context.Context, forgotten func(author string) bool) error {
	return o.eachTelegram(func(source string) error {
		for try := 0; ; try++ {
			cursor, err := o.store.Cursor(ctx, source)
			if err != nil || cursor == nil {
				return err
			}
			next, err := telegram.Forget(cursor, forgotten)
			if err != nil {
				return err
			}
			_, err = o.store.Commit(ctx, source, cursor, inbox.Batch{Next: next})
			if !errors.Is(err, store.ErrCursorMoved) || try == forgetTries {
				return err
			}
		}
	})
}

func (o *office) eachTelegram(fn func(source string) error) error {
	for _, bot := range o.bots() {
		source, err := telegram.New(bot)
		if err != nil {
			return usagef("channel %s: %w", bot.Channels[0].ID, err)
		}
		if err := fn(source.Name()); err != nil {
			return err
		}
	}
	return nil
}
