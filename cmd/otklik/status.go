package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"otklik/internal/delivery"
	"otklik/internal/delivery/queue"
	"otklik/internal/inbox"
	"otklik/store"
	"otklik/store/bolt"
)

func (a *app) statusCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Channels and when they were read, gaps, deliveries, what runs next",
		Long: "Exits with 0 when all is well, with 3 when a channel could not be read to its end in time or a digest has not reached somebody.\n" +
			"Touches the store only: whether platforms answer is what `otklik check` finds out.",
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := a.open("status", slog.LevelWarn)
			if err != nil {
				return err
			}
			s, err := o.status(cmd.Context(), time.Now())
			if err != nil {
				return err
			}
			if asJSON {
				e := json.NewEncoder(o.hide.Writer(a.out))
				e.SetIndent("", "  ")
				if err := e.Encode(s); err != nil {
					return fmt.Errorf("write the status: %w", err)
				}
			} else {
				s.print(o.hide.Writer(a.out), o)
			}
			if !s.Well {
				return errPartly
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON")
	return cmd
}

// status is how the office stands.
type status struct {
	Well       bool             `json:"well"`               // nothing below needs a person
	NoStore    bool             `json:"no_store,omitempty"` // the store's file does not exist: nothing was read, or its path is wrong
	At         time.Time        `json:"at"`
	Channels   []channelStatus  `json:"channels"`
	Deliveries []deliveryStatus `json:"deliveries"` // those of each digest's last edition, and older ones in trouble
	Digests    []digestStatus   `json:"digests"`
	Collect    time.Time        `json:"next_collect"`
	// StaffLike are people who answer as the staff does and are not in it.
	StaffLike []staffLikeStatus `json:"staff_like,omitempty"`
	// Unjudged threads have been read and not looked into yet: the figures of who waits lack them.
	Unjudged int `json:"unjudged,omitempty"`
	// Unfinished purges were begun and wait for the next otklik purge.
	Unfinished int `json:"unfinished_purges,omitempty"`
	// Leftovers are files with texts of citizens that killed processes were making.
	Leftovers []leftoverStatus `json:"leftovers,omitempty"`
	// Backups say when backups are made by schedule; absent: they are not.
	Backups *backupStatus `json:"backups,omitempty"`
	// Purge is when it is purged next; absent: by no schedule.
	Purge time.Time `json:"next_purge,omitzero"`
	// Exposed says who else can get at the configuration's secrets; it leaves Well as it is, because nothing is late.
	Exposed []string `json:"exposed_secrets,omitempty"`
	// Daemon is who keeps the schedules; absent: no daemon runs on this store.
	Daemon *daemonNote `json:"daemon,omitempty"`
}

type leftoverStatus struct {
	Path  string `json:"path"`
	Bytes int64  `json:"bytes"`
}

// backupStatus is how the scheduled backups stand.
type backupStatus struct {
	Last time.Time `json:"last,omitzero"`
	Next time.Time `json:"next"`
	// Overdue: there is none of the last scheduled moment, an hour and more after it.
	Overdue bool   `json:"overdue"`
	Trouble string `json:"trouble,omitempty"` // why nothing is known of them
}

// backupPatience is how long a scheduled backup may take before status calls it overdue.
const backupPatience = time.Hour

func (o *office) backupStatus(now time.Time) (*backupStatus, error) {
	plan, err := o.backupPlan()
	if err != nil || plan.Folder == "" || o.config.Backup.Schedule == "" {
		return nil, err
	}
	s := &backupStatus{Next: o.config.Backup.At.Next(now)}
	_, last, err := plan.Newest()
	if err != nil {
		s.Trouble = err.Error()
	}
	s.Last = local(last, o.config.Location)
	due := o.config.Backup.At.Previous(now.Add(-backupPatience))
	s.Overdue = err != nil || !due.IsZero() && last.Before(due)
	return s, nil
}

type channelStatus struct {
	Channel  inbox.ChannelID `json:"channel"`
	LastRead time.Time       `json:"last_read,omitzero"`
	// Complete is what a digest of the day would say, and Shortfalls why not.
	Complete   bool              `json:"complete"`
	Shortfalls []inbox.Shortfall `json:"shortfalls,omitempty"`
	Stored     int               `json:"stored"`
	Waiting    int               `json:"waiting"`
	Unread     int               `json:"unread,omitempty"`
	Trouble    string            `json:"trouble,omitempty"`
	Gaps       []gapStatus       `json:"gaps"`
	Refused    []string          `json:"refused,omitempty"`
	// Horizon: comments under posts older than it are not read.
	Horizon time.Time `json:"comments_from,omitzero"`
	// Reconciled sets what the platform counts against what is stored; absent where it does not count.
	Reconciled *reconciledStatus `json:"reconciled,omitempty"`
}

type reconciledStatus struct {
	Counted int             `json:"counted"`
	Stored  int             `json:"stored"`
	Parts   int             `json:"parts"`
	Missing []missingStatus `json:"missing,omitempty"`
}

type missingStatus struct {
	Part    string    `json:"part"`
	Counted int       `json:"counted"`
	Stored  int       `json:"stored"`
	Since   time.Time `json:"since"`
}

type staffLikeStatus struct {
	Channel    inbox.ChannelID `json:"channel"`
	Platform   inbox.Platform  `json:"platform"`
	AuthorID   string          `json:"author_id"`
	Messages   int             `json:"messages"`
	Complaints int             `json:"complaints"`
}

type gapStatus struct {
	From time.Time `json:"from,omitzero"`
	To   time.Time `json:"to,omitzero"` // absent while it lasts
}

type deliveryStatus struct {
	Digest  string                  `json:"digest"`
	Of      time.Time               `json:"of"`
	Way     string                  `json:"way"`
	State   delivery.DeliveryStatus `json:"state"`
	Reason  string                  `json:"reason,omitempty"`
	NextTry time.Time               `json:"next_try,omitzero"`
	Since   time.Time               `json:"since,omitzero"`
}

type digestStatus struct {
	Digest string    `json:"digest"`
	Last   time.Time `json:"last,omitzero"`
	Late   bool      `json:"late,omitempty"`
	Next   time.Time `json:"next"`
}

func (o *office) status(ctx context.Context, now time.Time) (status, error) {
	s := status{Well: true, At: now.In(o.config.Location), Collect: o.config.Schedule.At.Next(now), Daemon: o.runningDaemon()}
	for _, e := range o.config.Exposed {
		s.Exposed = append(s.Exposed, e.Sentence)
	}
	channels := o.channels()
	names, err := o.sourceNames(channels)
	if err != nil {
		return s, err
	}
	if _, err := os.Stat(o.config.Store.Path); errors.Is(err, fs.ErrNotExist) {
		return o.statusWithoutStore(s, channels, now)
	}
	var coverage []inbox.Coverage
	var stats store.Stats
	if err := o.store.Do(ctx, func(st *bolt.Store) error {
		if coverage, err = st.Coverage(ctx, channels, names, now); err != nil {
			return err
		}
		if stats, err = st.Stats(ctx); err != nil {
			return err
		}
		answerers, err := st.Answerers(ctx, channels)
		for _, a := range inbox.LikeStaff(answerers) {
			s.StaffLike = append(s.StaffLike, staffLikeStatus{a.Channel, a.Platform, a.Author, a.Messages, a.Complaints})
		}
		return err
	}); err != nil {
		return s, err
	}
	s.Unjudged = stats.Pending
	_, purges, err := o.store.Purges(ctx)
	if err != nil {
		return s, err
	}
	for _, p := range purges {
		if p.Acted.IsZero() {
			s.Unfinished++
		}
	}
	left, err := o.abandoned(ctx)
	if err != nil {
		return s, err
	}
	for _, l := range left {
		s.Leftovers = append(s.Leftovers, leftoverStatus{l.Path, l.Size})
	}
	if o.config.Purge.Scheduled() {
		s.Purge = o.config.Purge.At.Next(now)
	}
	if s.Backups, err = o.backupStatus(now); err != nil {
		return s, err
	}
	// A store that is younger than the moment has missed nothing.
	if b := s.Backups; b != nil && b.Trouble == "" && stats.Created.After(o.config.Backup.At.Previous(now.Add(-backupPatience))) {
		b.Overdue = false
	}
	s.Well = s.Well && s.Unfinished == 0 && len(left) == 0 && (s.Backups == nil || !s.Backups.Overdue)
	waiting := map[inbox.ChannelID]int{}
	for _, c := range stats.Channels {
		waiting[c.Channel] = c.Waiting
	}
	for _, c := range coverage {
		one := channelStatus{Channel: c.Channel, LastRead: local(c.LastComplete, o.config.Location), Shortfalls: o.shortfalls(c, now),
			Stored: c.Stored, Waiting: waiting[c.Channel], Unread: c.Undecoded, Trouble: c.Detail, Gaps: []gapStatus{}}
		one.Complete, one.Horizon = len(one.Shortfalls) == 0, local(c.Horizon, o.config.Location)
		for _, g := range c.Gaps {
			one.Gaps = append(one.Gaps, gapStatus{local(g.From, o.config.Location), local(g.To, o.config.Location)})
		}
		for _, r := range c.Inaccessible {
			one.Refused = append(one.Refused, r.Part)
		}
		if t := c.Reconciliation; t.Parts > 0 {
			one.Reconciled = &reconciledStatus{Counted: t.Counted, Stored: t.Stored, Parts: t.Parts}
			for _, off := range t.Mismatches {
				one.Reconciled.Missing = append(one.Reconciled.Missing, missingStatus{off.Part, off.Counted, off.Stored, local(off.Since, o.config.Location)})
			}
		}
		s.Well = s.Well && one.Complete
		s.Channels = append(s.Channels, one)
	}
	return s, o.deliveryStatus(ctx, &s, now)
}

// likeStaff says of somebody that he may be an employee who writes in his own name.
func likeStaff(platform inbox.Platform, author string, messages int) string {
	return fmt.Sprintf("%s %s answers like staff: %d messages; add it to staff?", platform, author, messages)
}

// statusWithoutStore is how things stand before anything was read. It makes no store.
func (o *office) statusWithoutStore(s status, channels []inbox.ChannelID, now time.Time) (status, error) {
	s.Well, s.NoStore = false, true
	for _, id := range channels {
		s.Channels = append(s.Channels, channelStatus{Channel: id, Shortfalls: []inbox.Shortfall{inbox.Stale}, Gaps: []gapStatus{}})
	}
	for _, d := range o.config.Digests {
		s.Digests = append(s.Digests, digestStatus{Digest: d.ID, Next: d.At.Next(now)})
	}
	var err error
	if s.Backups, err = o.backupStatus(now); s.Backups != nil {
		s.Backups.Overdue = s.Backups.Trouble != ""
	}
	if o.config.Purge.Scheduled() {
		s.Purge = o.config.Purge.At.Next(now)
	}
	return s, err
}

// deliveryStatus adds what became of the digests.
func (o *office) deliveryStatus(ctx context.Context, s *status, now time.Time) error {
	digests, err := o.store.Digests(ctx)
	if err != nil {
		return err
	}
	last := map[string]store.DigestRecord{}
	for _, d := range digests {
		last[d.Key.ID] = d // in the order of their times
	}
	for _, d := range o.config.Digests {
		record := last[d.ID]
		s.Digests = append(s.Digests, digestStatus{Digest: d.ID, Last: local(record.Key.At, o.config.Location), Late: record.Late, Next: d.At.Next(now)})
	}
	notes, err := o.deliveries(ctx, store.DigestKey{}, digests)
	if err != nil {
		return err
	}
	for _, n := range notes {
		newest := last[n.Key.ID].Key == n.Key
		at, standing, reason := delivery.Next(n.State, now)
		troubled := (n.State.Troubled() || standing == delivery.GivenUp) && now.Sub(n.Key.At) < troublesFor
		if !newest && !troubled {
			continue
		}
		one := deliveryStatus{Digest: n.Key.ID, Of: local(n.Key.At, o.config.Location), Way: wayName(n), State: standing}
		switch standing {
		case delivery.Sent:
			one.Since = local(n.State.EndedAt, o.config.Location)
		case delivery.Waiting:
			one.Reason, one.NextTry = reason, local(at, o.config.Location)
		default:
			one.Reason = reason
		}
		s.Well = s.Well && !(newest && standing != delivery.Sent && o.stillGoes(n))
		s.Deliveries = append(s.Deliveries, one)
	}
	return nil
}

// stillGoes reports whether a digest still goes this way: what was taken out of the configuration needs no mending.
func (o *office) stillGoes(n queue.DeliveryRecord) bool {
	d, err := findDigest(o.config, n.Key.ID)
	if err != nil {
		return false
	}
	routes, err := o.routes(d, n.Key)
	return err != nil || slices.ContainsFunc(routes, func(r queue.Route) bool { return r.Transport.Name() == n.Way && r.Parcel == n.Parcel })
}

func local(t time.Time, zone *time.Location) time.Time {
	if t.IsZero() {
		return t
	}
	return t.In(zone)
}

func (s status) print(w io.Writer, o *office) {
	moment := func(t time.Time) string { return t.Format("2006-01-02 15:04:05 -07:00") }
	if s.NoStore {
		fmt.Fprintf(w, "there is no store at %s yet: the first collect makes it; if there should be one, mend store.path or put a backup back\n", o.config.Store.Path)
	}
	fmt.Fprintln(w, "CHANNELS")
	for _, c := range s.Channels {
		read := "never read to its end"
		if !c.LastRead.IsZero() {
			read = "read to its end " + moment(c.LastRead)
		}
		mark := "ok       "
		switch {
		case slices.Contains(c.Shortfalls, inbox.Blind):
			mark = "NOT SEEN "
		case slices.Contains(c.Shortfalls, inbox.Stale):
			mark = "NOT READ "
		case !c.Complete:
			mark = "PARTLY   "
		}
		fmt.Fprintf(w, "  %s %s: %s; %d messages, %d wait for an answer\n", mark, c.Channel, read, c.Stored, c.Waiting)
		if c.Trouble != "" {
			fmt.Fprintf(w, "            the last try: %s\n", c.Trouble)
		}
		for _, g := range c.Gaps {
			switch {
			case g.To.IsZero():
				fmt.Fprintf(w, "            not seen since %s\n", moment(g.From))
			case g.From.IsZero():
				fmt.Fprintf(w, "            not read until %s\n", moment(g.To))
			default:
				fmt.Fprintf(w, "            not read from %s to %s\n", moment(g.From), moment(g.To))
			}
		}
		if c.Unread > 0 {
			fmt.Fprintf(w, "            %d pieces could not be decoded and are kept\n", c.Unread)
		}
		if r := c.Reconciled; r != nil {
			fmt.Fprintf(w, "            reconciled: %d of %d that the platform counts in %d posts and dialogs (сверено: %d из %d)\n", r.Stored, r.Counted, r.Parts, r.Stored, r.Counted)
			for _, m := range r.Missing {
				fmt.Fprintf(w, "            %s: the platform counts %d, stored are %d, since %s\n", m.Part, m.Counted, m.Stored, moment(m.Since))
			}
		}
		if !c.Horizon.IsZero() {
			fmt.Fprintf(w, "            comments under posts made before %s are not read; a larger window reads further back\n", c.Horizon.Format(time.DateOnly))
		}
		for _, r := range c.Refused {
			fmt.Fprintf(w, "            the platform does not show %s\n", r)
		}
	}
	for _, a := range s.StaffLike {
		fmt.Fprintf(w, "  %s: %s\n", a.Channel, likeStaff(a.Platform, a.AuthorID, a.Messages))
	}
	if s.Unjudged > 0 {
		fmt.Fprintf(w, "  %d threads have been read and not looked into yet, so that more may wait; the next collect or digest does it\n", s.Unjudged)
	}
	if s.Unfinished > 0 {
		fmt.Fprintf(w, "  NOT DONE  %d purges were begun and are not finished, so that no act is written yet: run `otklik purge`\n", s.Unfinished)
	}
	for _, sentence := range s.Exposed {
		fmt.Fprintf(w, "  SECRETS   %s\n", sentence)
	}
	for _, l := range s.Leftovers {
		fmt.Fprintf(w, "  LEFT OVER %s, %s\n", l.Path, leftoverWords(l.Bytes))
	}
	fmt.Fprintln(w, "DELIVERIES")
	if len(s.Deliveries) == 0 {
		fmt.Fprintln(w, "  none yet")
	}
	for _, d := range s.Deliveries {
		line := fmt.Sprintf("  %-9s %s of %s to %s", d.State, d.Digest, moment(d.Of), d.Way)
		switch {
		case d.Reason != "":
			line += ": " + d.Reason
		case !d.Since.IsZero():
			line += ", " + moment(d.Since)
		}
		if !d.NextTry.IsZero() {
			line += "; next try " + moment(d.NextTry)
		}
		fmt.Fprintln(w, line)
	}
	fmt.Fprintln(w, "NEXT")
	fmt.Fprintf(w, "  collect %s\n", moment(s.Collect))
	if b := s.Backups; b != nil {
		last := "never made"
		switch {
		case b.Trouble != "":
			last = "the folder cannot be looked into: " + b.Trouble
		case !b.Last.IsZero():
			last = "last of " + moment(b.Last)
		}
		mark := ""
		if b.Overdue {
			mark = "OVERDUE: "
		}
		fmt.Fprintf(w, "  backup %s (%s%s)\n", moment(b.Next), mark, last)
	}
	if !s.Purge.IsZero() {
		fmt.Fprintf(w, "  purge %s\n", moment(s.Purge))
	}
	for _, d := range s.Digests {
		last := "never made"
		if !d.Last.IsZero() {
			last = "last of " + moment(d.Last)
			if d.Late {
				last += ", late"
			}
		}
		fmt.Fprintf(w, "  digest %s %s (%s)\n", d.Digest, moment(d.Next), last)
	}
	if s.Daemon != nil {
		fmt.Fprintf(w, "a daemon keeps these schedules (%s); store %s\n", s.Daemon, o.config.Store.Path)
	} else {
		fmt.Fprintf(w, "no daemon runs: these schedules are kept when cron calls `otklik collect` and `otklik digest ID --send`; store %s\n", o.config.Store.Path)
	}
}
