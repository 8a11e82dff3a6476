package vk

import (
	"context"
	"fmt"
	"slices"
	"time"

	"otklik/internal/inbox"
)

// Reconciliation: how much VKontakte says there is, beside how much of it is stored. The two may differ for a moment,
// because people write and delete while it is read, so a difference first leads to another reading.
//
// What VKontakte's counts include is not documented: what was deleted may be among them or not. Neither way is taken
// for a loss: the deleted ones that are stored count as far as the platform counts them.

// inventory is which messages of a part are stored, by their numbers: true for those that stand.
type inventory map[string]bool

func (i inventory) add(messages []inbox.Message) {
	for _, m := range messages {
		i[m.ID] = m.Deleted.IsZero()
	}
}

// of is how many of the messages that the platform counts are stored; more than counted where more of them stand.
func (i inventory) of(counted, besides int) int {
	standing := besides
	for _, stands := range i {
		if stands {
			standing++
		}
	}
	return max(standing, min(counted, len(i)+besides))
}

// reconcile compares the post that has been read to its end. What this step found is stored with its batch.
func (r *reading) reconcile(ctx context.Context) error {
	p := r.post
	// The list of posts may count what the comments' own count leaves out: what is never shown.
	total := max(r.job.Total, r.job.Listed)
	if total < 0 || r.job.Sight >= sightHidden || r.job.Since != 0 {
		return nil // nothing to compare with, or pages of different times
	}
	if err := r.lookUp(ctx); err != nil {
		return err
	}
	stored := inventory{}
	for _, m := range r.stored {
		stored[m.ID] = m.Deleted.IsZero()
	}
	stored.add(r.batch.Messages)
	for _, g := range r.batch.Deletions {
		stored[g.Ref.ID] = false
	}
	kept := stored.of(total, r.job.Undecoded)
	if shown := r.job.Found - r.job.Stubs; kept < shown {
		purged, err := r.wall.archive.Purged(ctx, r.under.ref())
		if err != nil {
			return fmt.Errorf("look up what was destroyed: %w", err)
		}
		if purged {
			kept = shown
		}
	}
	p.compare(total, kept+r.job.Stubs, r.under.now)
	return nil
}

// reconciliation sums up the posts of the window.
func (w *wall) reconciliation(state *wallCursor) inbox.Reconciliation {
	var t inbox.Reconciliation
	for _, p := range state.Posts {
		c := inbox.Count{Part: fmt.Sprintf("wall%d_%d", w.page.owner, p.ID), Counted: p.Total, Stored: p.Kept}
		switch {
		case p.closed(): // named among what is refused
			c.Counted = max(p.Listed, 0)
		case p.Place == placeMissing, p.Read == 0 && p.Listed != 0, p.Place == placeOld && p.Total == 0:
			continue
		case p.Mismatch.Retried:
			c.Since = time.Unix(p.Mismatch.Since, 0).UTC()
		}
		t.Add(c)
	}
	return t
}

// dialogCount is what a dialog's last reading found. Counted and Stored are as of Count; Since: they differ since
// then, and the whole dialog was read for that.
type dialogCount struct {
	Peer    int64 `json:"p"`
	Counted int   `json:"n"`
	// Stored may be more than Counted: what was deleted there is kept here.
	Stored int   `json:"s"`
	Since  int64 `json:"t,omitempty"`
}

// maxCounts bounds the dialogs that are compared: those read last, because the cursor is stored with each of them.
const maxCounts = 500

// counted is what is known of a dialog's counts.
func (c *dialogCursor) counted(peer int64) (dialogCount, bool) {
	i := slices.IndexFunc(c.Counts, func(d dialogCount) bool { return d.Peer == peer })
	if i < 0 {
		return dialogCount{}, false
	}
	return c.Counts[i], true
}

// uncount forgets a dialog's counts.
func (c *dialogCursor) uncount(peer int64) {
	c.Counts = slices.DeleteFunc(c.Counts, func(d dialogCount) bool { return d.Peer == peer })
}

// count remembers what a reading found, as the newest.
func (c *dialogCursor) count(d dialogCount) {
	c.uncount(d.Peer)
	c.Counts = append(c.Counts, d)
	if len(c.Counts) > maxCounts {
		// Those that differ stay longer than those that agree.
		i := max(0, slices.IndexFunc(c.Counts, func(d dialogCount) bool { return d.Since == 0 }))
		c.Counts = slices.Delete(c.Counts, i, i+1)
	}
}

// reconciliation sums up the dialogs that were read last.
func (c *dialogCursor) reconciliation() inbox.Reconciliation {
	var t inbox.Reconciliation
	// Which dialog it is would be which person, and that is not for every digest.
	off := inbox.Count{Part: "messages"}
	for _, d := range c.Counts {
		t.Add(inbox.Count{Counted: d.Counted, Stored: d.Stored})
		if since := time.Unix(d.Since, 0).UTC(); d.Since != 0 {
			off.Counted, off.Stored = off.Counted+d.Counted, off.Stored+d.Stored
			if off.Since.IsZero() || since.After(off.Since) {
				off.Since = since
			}
		}
	}
	if off.Counted > 0 {
		t.Mismatches = append(t.Mismatches, off)
	}
	return t
}

// keptWith is how many of the counted messages of a dialog are stored once a batch is.
func keptWith(known []inbox.Message, batch inbox.Batch, counted int) int {
	stored := inventory{}
	stored.add(known)
	stored.add(batch.Messages)
	return stored.of(counted, len(batch.Undecoded))
}

// reconcile compares a dialog that was read with what VKontakte counts (-1: it does not say), and reads the whole of it
// where the two disagree in a new way. What it returns is the batch to store instead.
func (d *dialogs) reconcile(
	ctx context.Context, in inDialog, state *dialogCursor, end int64, counted int, batch inbox.Batch,
) (inbox.Batch, error) {
	if counted < 0 {
		return batch, nil
	}
	known, err := d.archive.Known(ctx, in.ref())
	if err != nil {
		return inbox.Batch{}, fmt.Errorf("look up what is stored of the dialog: %w", err)
	}
	now := dialogCount{Peer: in.peer, Counted: counted, Stored: keptWith(known, batch, counted)}
	before, _ := state.counted(in.peer)
	if now.Counted == now.Stored {
		state.count(now)
		return batch, nil
	}
	if before.Counted-before.Stored == now.Counted-now.Stored {
		now.Since = before.Since
		state.count(now)
		return batch, nil
	}
	purged, err := d.archive.Purged(ctx, in.ref())
	if err != nil {
		return inbox.Batch{}, fmt.Errorf("look up what was destroyed: %w", err)
	}
	if purged {
		state.uncount(in.peer) // what is missing was destroyed, and must not be read again
		return batch, nil
	}
	whole, _, counted, err := d.history(ctx, in, 0, end)
	if err != nil {
		return inbox.Batch{}, err
	}
	now.Counted, now.Stored = max(counted, 0), keptWith(known, whole, counted)
	if now.Stored < now.Counted {
		if now.Since = before.Since; now.Since == 0 {
			now.Since = in.now.Unix()
		}
	}
	state.count(now)
	return whole, nil
}
