package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"otklik/internal/care/audit"
	"otklik/internal/delivery/queue"
	"otklik/internal/inbox"
	"otklik/store"
)

func (a *app) purgeCommand() *cobra.Command {
	var dry bool
	cmd := &cobra.Command{
		Use:   "purge [--dry-run]",
		Short: "Destroy what is older than privacy.retention, with an act",
		Long: "Deletes, or with purge.mode: depersonalise makes anonymous, every message sent longer ago than privacy.retention, with all that\n" +
			"was derived from it; rewrites the store's file, so that nothing is left in its free pages; and writes an act and an extract of\n" +
			"the log into purge.acts. What still waits for an answer goes too, and is listed in the act. An interrupted purge is finished\n" +
			"first. Other commands may run meanwhile. `otklik run` and cron's commands do the same on purge.schedule.",
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := a.open("purge", slog.LevelWarn)
			if err != nil {
				return err
			}
			if err := o.stored(); err != nil {
				return err
			}
			order := o.retentionOrder(time.Now())
			if dry {
				return a.printDryPurge(cmd.Context(), o, order)
			}
			done, err := o.purgeAll(cmd.Context(), order)
			for _, p := range done {
				a.printPurge(p)
			}
			if err == nil && len(done) == 0 {
				fmt.Fprintf(a.out, "nothing was sent before %s: nothing is past its time\n", order.Before.Format("2006-01-02 15:04"))
			}
			return err
		},
	}
	cmd.Flags().BoolVar(&dry, "dry-run", false, "only count what would be destroyed")
	return cmd
}

// retentionOrder is what the configuration wants gone by now.
func (o *office) retentionOrder(now time.Time) store.PurgeOrder {
	now = now.In(o.config.Location)
	return store.PurgeOrder{Before: now.Add(-time.Duration(o.config.Privacy.Retention)), Mode: store.PurgeMode(o.config.Purge.Mode), At: now}
}

func (a *app) printDryPurge(ctx context.Context, o *office, order store.PurgeOrder) error {
	r, err := o.store.PurgeCount(ctx, order)
	if err != nil {
		return err
	}
	verb := "would be deleted"
	if order.Mode == store.Depersonalise {
		verb = "would be depersonalised"
	}
	fmt.Fprintf(a.out, "%s %s, %d of them without an answer\n", counted(r.Messages(), "message"), verb, r.Waiting())
	a.printCounts(r)
	if r.Unread+r.Digests > 0 {
		fmt.Fprintf(a.out, "besides %d undecoded pieces and %d digests\n", r.Unread, r.Digests)
	}
	return a.warnOfBackups(o, order.At)
}

func (a *app) printCounts(r store.PurgeRecord) {
	for _, c := range r.Counts {
		fmt.Fprintf(a.out, "  %s: %d %s, %d of the official's side, %d without an answer\n", c.Channel, c.Messages, kindWords(c.Kind), c.Official, c.Waiting)
	}
}

func kindWords(k inbox.Kind) string {
	if k == inbox.Direct {
		return "direct messages"
	}
	return "comments"
}

func (a *app) printPurge(p purged) {
	verb := "deleted"
	if p.Order.Mode == store.Depersonalise {
		verb = "depersonalised"
	}
	fmt.Fprintf(a.out, "act %s: %s %s, %d of them without an answer\n", p.number(), counted(p.Messages(), "message"), verb, p.Waiting())
	a.printCounts(p.PurgeRecord)
	fmt.Fprintf(a.out, "  besides %d raw replies, %d undecoded pieces, %d decisions, %d digests deleted and %d emptied, %d mentions\n",
		p.Raw, p.Unread, p.Rulings, p.Digests, p.Blanked, p.Mentions)
	if p.after > 0 {
		fmt.Fprintf(a.out, "  the store's file was rewritten: %s before, %s now\n", byteSize(p.before), byteSize(p.after))
	}
	for _, f := range p.files {
		fmt.Fprintf(a.out, "  %s\n", f)
	}
	for _, l := range p.leftovers.Gone {
		fmt.Fprintf(a.out, "  what a killed process had left was removed: %s, %s\n", l.Path, byteSize(l.Size))
	}
	printBackups(a.err, p.backups)
}

// lastAct is the highest number of a year's acts in the folder where they are written; 0: none.
func (o *office) lastAct(year int) (last int) {
	names, _ := filepath.Glob(filepath.Join(o.config.Purge.Acts, fmt.Sprintf("act-%d-*.*", year)))
	for _, name := range names {
		number, _, _ := strings.Cut(strings.TrimPrefix(filepath.Base(name), fmt.Sprintf("act-%d-", year)), ".")
		if n, err := strconv.Atoi(number); err == nil {
			last = max(last, n)
		}
	}
	return last
}

func (a *app) warnOfBackups(o *office, before time.Time) error {
	names, err := o.backupsBefore(before)
	printBackups(a.err, names)
	return err
}

func printBackups(w io.Writer, names []string) {
	if len(names) == 0 {
		return
	}
	fmt.Fprintf(w, "otklik: %d backups were made before and still hold what is destroyed; delete them within 30 days:\n", len(names))
	for _, n := range names {
		fmt.Fprintf(w, "  %s\n", n)
	}
}

// purged is a purge that has come to its end.
type purged struct {
	store.PurgeRecord
	before, after int64 // bytes of the store's file; 0: an earlier process rewrote it
	files         []string
	backups       []string
	leftovers     leftovers
}

func (p purged) number() string { return fmt.Sprintf("%d-%d", p.Year, p.Number) }

// purgeAll finishes what was interrupted and then carries an order out, if there is anything to do.
func (o *office) purgeAll(ctx context.Context, order store.PurgeOrder) ([]purged, error) {
	done, err := o.finishPurges(ctx)
	if err != nil {
		return done, err
	}
	expected, err := o.store.PurgeCount(ctx, order)
	if err == nil && expected.Empty() && len(done) == 0 {
		_, err = o.sweep(ctx) // what is past its time may still lie beside the store
	}
	if err != nil || expected.Empty() {
		return done, err
	}
	err = o.audited(ctx, o.purgeEntry(order, expected.Messages()), func() error {
		p, err := o.purge(ctx, order)
		done = append(done, p...)
		return err
	})
	return done, err
}

// purgeEntry is what the access log says of an order.
func (o *office) purgeEntry(order store.PurgeOrder, messages int) audit.Entry {
	e := audit.Entry{Action: audit.Purge, Count: messages, Path: o.config.Purge.Acts}
	if order.Author != "" {
		e.Action = audit.Forget
	}
	for _, c := range order.Channels {
		e.Channels = append(e.Channels, string(c))
	}
	return e
}

// purge begins an order and carries it out.
func (o *office) purge(ctx context.Context, order store.PurgeOrder) ([]purged, error) {
	id, err := o.store.BeginPurge(ctx, order)
	if err != nil {
		return nil, err
	}
	p, err := o.finishPurge(ctx, id, order.Mode)
	if err != nil {
		return nil, fmt.Errorf("%w; the next `otklik purge` goes on from here", err)
	}
	if p.Number == 0 {
		return nil, nil
	}
	return []purged{p}, nil
}

// finishPurges brings purges to their end that an earlier process has begun.
func (o *office) finishPurges(ctx context.Context) ([]purged, error) {
	ids, records, err := o.store.Purges(ctx)
	if err != nil {
		return nil, err
	}
	var done []purged
	for i, id := range ids {
		if !records[i].Acted.IsZero() {
			continue
		}
		// Its first line in the access log may be followed by one that says that it failed.
		err := o.audited(ctx, o.purgeEntry(records[i].Order, records[i].Messages()), func() error {
			p, err := o.finishPurge(ctx, id, records[i].Order.Mode)
			if err == nil && p.Number > 0 {
				done = append(done, p)
			}
			return err
		})
		if err != nil {
			return done, fmt.Errorf("finish the purge of %s: %w", records[i].Started.Format("2006-01-02 15:04"), err)
		}
	}
	return done, nil
}

// finishPurge does what is left of a purge: erase, rewrite the file, write the act. Each step is noted in the store when
// it is done; after a crash it is done once more.
func (o *office) finishPurge(ctx context.Context, id uint64, mode store.PurgeMode) (purged, error) {
	var p purged
	var err error
	if p.leftovers, err = o.sweep(ctx); err != nil {
		return p, err
	}
	if err := o.forgetDemanded(ctx, id); err != nil {
		return p, err
	}
	if mode == store.Depersonalise { // an earlier version's reading may have taken somebody's name for a municipality
		if err := o.settle(ctx); err != nil {
			return p, err
		}
	}
	nothing, err := json.Marshal(queue.StoredDigest{})
	if err != nil {
		return p, err
	}
	known := map[string]bool{}
	for _, name := range o.municipalities() {
		known[name] = true
	}
	p.PurgeRecord, err = o.store.Erase(ctx, id, store.PurgeTools{Matcher: o.reader, Blank: nothing, LastAct: o.lastAct,
		Municipality: func(name string) bool { return known[name] }})
	if err != nil {
		return p, err
	}
	if err := o.forgetUnstored(ctx); err != nil {
		return p, err
	}
	// A demand has named the person in the store, also where nothing of theirs was found.
	if demanded := p.Order.Before.IsZero(); (p.Number > 0 || demanded) && p.Rewritten.IsZero() {
		if p.before, p.after, err = o.store.Rewrite(ctx); err != nil {
			return p, fmt.Errorf("the messages are destroyed, but the store's file could not be rewritten without their traces: %w", err)
		}
		p.Rewritten = time.Now().In(o.config.Location)
		if err := o.store.Rewritten(ctx, id, p.Rewritten); err != nil {
			return p, err
		}
	}
	if p.Number > 0 {
		if err := o.confirm(ctx, id, &p); err != nil {
			return p, err
		}
	}
	return p, errors.Join(o.store.Acted(ctx, id, time.Now()), o.settle(ctx))
}

// confirm looks for copies of what was destroyed and writes the act.
func (o *office) confirm(ctx context.Context, id uint64, p *purged) error {
	again, err := o.sweep(ctx) // what was being made in the beginning may have been left since
	if err != nil {
		return err
	}
	p.leftovers.add(again)
	if p.backups, err = o.backupsBefore(p.Rewritten); err != nil {
		// A demand is not kept waiting for a folder that cannot be looked into.
		p.backups = append(p.backups, fmt.Sprintf("%s (could not be looked into: look for old backups there)", o.config.Backup.Path))
		o.log.Warn("the folder of backups could not be looked into", "error", err)
	}
	p.files, err = o.writeAct(ctx, id, *p)
	return err
}

// purgeDue is the scheduled purge: what is past its time, where the last scheduled moment has not had its turn, and what
// was interrupted.
func (o *office) purgeDue(ctx context.Context, now time.Time) error {
	if _, err := os.Stat(o.config.Store.Path); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	return o.chore(ctx, "purge", now, func(last time.Time) (time.Time, error) {
		scheduled := o.config.Purge.At.Previous(now)
		due, err := o.purgeMissed(ctx, last, scheduled)
		if err != nil {
			return last, err
		}
		var done []purged
		if due {
			done, err = o.purgeAll(ctx, o.retentionOrder(now))
		} else {
			done, err = o.finishPurges(ctx)
		}
		for _, p := range done {
			o.log.Info("purged", "act", p.number(), "messages", p.Messages(), "unanswered", p.Waiting(), "folder", o.config.Purge.Acts)
			if len(p.backups) > 0 {
				o.log.Warn("backups still hold what was purged; delete them within 30 days", "backups", len(p.backups), "oldest", p.backups[0])
			}
		}
		return scheduled, err
	})
}

// purgeMissed reports whether the purge of a scheduled moment is still to be done. A store that is younger has missed
// nothing.
func (o *office) purgeMissed(ctx context.Context, last, scheduled time.Time) (bool, error) {
	if scheduled.IsZero() || !last.Before(scheduled) {
		return false, nil
	}
	if !last.IsZero() {
		return true, nil
	}
	stats, err := o.store.Stats(ctx)
	return err == nil && !stats.Created.After(scheduled), err
}
