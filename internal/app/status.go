package app

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"slices"
	"time"

	"otklik/internal/delivery"
	"otklik/internal/delivery/queue"
	"otklik/internal/inbox"
	"otklik/store"
	"otklik/store/bolt"
)

// Status is how the office stands.
type Status struct {
	Well bool `json:"well"` // nothing below needs a person
	// the store's file does not exist: nothing was read, or its path is wrong
	NoStore    bool             `json:"no_store,omitempty"`
	At         time.Time        `json:"at"`
	Channels   []ChannelStatus  `json:"channels"`
	Deliveries []DeliveryStatus `json:"deliveries"` // those of the last digest of each id, and older ones in trouble
	Digests    []DigestStatus   `json:"digests"`
	Alerts     []AlertStatus    `json:"alerts,omitempty"` // of the last seven days
	Collect    time.Time        `json:"next_collect"`
	// StaffLike are people who answer as the staff does and are not in it.
	StaffLike []StaffLike `json:"staff_like,omitempty"`
	// Pending threads have been read and not looked into yet: the figures of who waits lack them.
	Pending int `json:"unjudged,omitempty"`
	// NewReading: the states are of another version or configuration of the reading; all is read again.
	NewReading bool `json:"new_reading,omitempty"`
	// Evaluating: another process looks into what is pending just now.
	Evaluating bool `json:"evaluating,omitempty"`
	// Unfinished purges were begun and wait for the next otklik purge.
	Unfinished int `json:"unfinished_purges,omitempty"`
	// Leftovers are files with texts of citizens that killed processes were making.
	Leftovers []Leftover `json:"leftovers,omitempty"`
	// Backups say when backups are made by schedule; absent: they are not.
	Backups *BackupStatus `json:"backups,omitempty"`
	// Purge is when it is purged next; absent: by no schedule.
	Purge time.Time `json:"next_purge,omitzero"`
	// Exposed says who else can get at the configuration's secrets; it leaves Well as it is, because nothing is late.
	Exposed []string `json:"exposed_secrets,omitempty"`
	// Assistant is what has come of asking for second opinions; absent: nobody is asked. It leaves Well as it is,
	// because the program's own reading stands.
	Assistant *AssistantStatus `json:"assistant,omitempty"`
	// Daemon is who keeps the schedules; absent: no daemon runs on this store.
	Daemon *DaemonNote `json:"daemon,omitempty"`
}

type Leftover struct {
	Path  string `json:"path"`
	Bytes int64  `json:"bytes"`
}

// BackupStatus is how the scheduled backups stand.
type BackupStatus struct {
	Last time.Time `json:"last,omitzero"`
	Next time.Time `json:"next"`
	// Overdue: there is none of the last scheduled moment, an hour and more after it.
	Overdue bool   `json:"overdue"`
	Failure string `json:"trouble,omitempty"` // why nothing is known of them
}

// backupPatience is how long a scheduled backup may take before status calls it overdue.
const backupPatience = time.Hour

func (s *Service) backupStatus(now time.Time) (*BackupStatus, error) {
	plan, err := s.backupPlan()
	if err != nil || plan.Folder == "" || s.config.Backup.Schedule == "" {
		return nil, err
	}
	stands := &BackupStatus{Next: s.config.Backup.At.Next(now)}
	_, last, err := plan.Newest()
	if err != nil {
		stands.Failure = err.Error()
	}
	stands.Last = local(last, s.config.Location)
	due := s.config.Backup.At.Previous(now.Add(-backupPatience))
	stands.Overdue = err != nil || !due.IsZero() && last.Before(due)
	return stands, nil
}

type ChannelStatus struct {
	Channel  inbox.ChannelID `json:"channel"`
	LastRead time.Time       `json:"last_read,omitzero"`
	// Complete is what a digest of the day would say, and Shortfalls why not.
	Complete     bool              `json:"complete"`
	Shortfalls   []inbox.Shortfall `json:"shortfalls,omitempty"`
	Stored       int               `json:"stored"`
	Waiting      int               `json:"waiting"`
	Undecoded    int               `json:"unread,omitempty"`
	Failure      string            `json:"trouble,omitempty"`
	Gaps         []GapStatus       `json:"gaps"`
	Inaccessible []string          `json:"refused,omitempty"`
	// Horizon: comments under posts older than it are not read.
	Horizon time.Time `json:"comments_from,omitzero"`
	// Reconciled sets what the platform counts against what is stored; absent where it does not count.
	Reconciled *Reconciled `json:"reconciled,omitempty"`
}

type Reconciled struct {
	Counted int       `json:"counted"`
	Stored  int       `json:"stored"`
	Parts   int       `json:"parts"`
	Missing []Missing `json:"missing,omitempty"`
}

type Missing struct {
	Part    string    `json:"part"`
	Counted int       `json:"counted"`
	Stored  int       `json:"stored"`
	Since   time.Time `json:"since"`
}

type StaffLike struct {
	Channel    inbox.ChannelID `json:"channel"`
	Platform   inbox.Platform  `json:"platform"`
	AuthorID   string          `json:"author_id"`
	Messages   int             `json:"messages"`
	Complaints int             `json:"complaints"`
}

type GapStatus struct {
	From time.Time `json:"from,omitzero"`
	To   time.Time `json:"to,omitzero"` // absent while it lasts
}

type DeliveryStatus struct {
	Digest  string                  `json:"digest"`
	Of      time.Time               `json:"of"`
	Route   string                  `json:"way"`
	State   delivery.DeliveryStatus `json:"state"`
	Reason  string                  `json:"reason,omitempty"`
	NextTry time.Time               `json:"next_try,omitzero"`
	Since   time.Time               `json:"since,omitzero"`
}

type DigestStatus struct {
	Digest string    `json:"digest"`
	Last   time.Time `json:"last,omitzero"`
	Late   bool      `json:"late,omitempty"`
	Next   time.Time `json:"next"`
}

func (s *Service) Status(ctx context.Context, now time.Time) (Status, error) {
	stands := Status{Well: true, At: now.In(s.config.Location), Collect: s.config.Schedule.At.Next(now),
		Daemon: s.RunningDaemon(), Assistant: s.assistantStatus()}
	for _, e := range s.config.Exposed {
		stands.Exposed = append(stands.Exposed, e.Sentence)
	}
	channels := s.Channels()
	names, err := s.sourceNames(channels)
	if err != nil {
		return stands, err
	}
	// Asked before the store is opened: status must not make one.
	if _, err := os.Stat(s.config.Store.Path); errors.Is(err, fs.ErrNotExist) {
		return s.statusWithoutStore(stands, channels, now)
	}
	var coverage []inbox.Coverage
	var stats store.Stats
	if err := s.store.Do(ctx, func(st *bolt.Store) error {
		if coverage, err = st.Coverage(ctx, channels, names, now); err != nil {
			return err
		}
		if stats, err = st.Stats(ctx); err != nil {
			return err
		}
		answerers, err := st.Answerers(ctx, channels)
		for _, a := range inbox.LikeStaff(answerers) {
			stands.StaffLike = append(stands.StaffLike, StaffLike{a.Channel, a.Platform, a.Author, a.Messages,
				a.Complaints})
		}
		return err
	}); err != nil {
		return stands, err
	}
	s.pendingStatus(&stands, stats)
	_, purges, err := s.store.Purges(ctx)
	if err != nil {
		return stands, err
	}
	for _, p := range purges {
		if p.Certified.IsZero() {
			stands.Unfinished++
		}
	}
	left, err := s.abandoned(ctx)
	if err != nil {
		return stands, err
	}
	for _, l := range left {
		stands.Leftovers = append(stands.Leftovers, Leftover{l.Path, l.Size})
	}
	if s.config.Purge.Scheduled() {
		stands.Purge = s.config.Purge.At.Next(now)
	}
	if stands.Backups, err = s.backupStatus(now); err != nil {
		return stands, err
	}
	// A store that is younger than the moment has missed nothing.
	if b := stands.Backups; b != nil && b.Failure == "" &&
		stats.Created.After(s.config.Backup.At.Previous(now.Add(-backupPatience))) {
		b.Overdue = false
	}
	stands.Well = stands.Well && stands.Unfinished == 0 && len(left) == 0 && (stands.Backups == nil ||
		!stands.Backups.Overdue)
	waiting := map[inbox.ChannelID]int{}
	for _, c := range stats.Channels {
		waiting[c.Channel] = c.Waiting
	}
	// A channel that is incomplete needs a person, whatever the reason.
	for _, c := range coverage {
		one := s.channelStatus(c, waiting[c.Channel], now)
		stands.Well = stands.Well && one.Complete
		stands.Channels = append(stands.Channels, one)
	}
	return stands, s.deliveryStatus(ctx, &stands, now)
}

// channelStatus is how one channel stands, in which so many messages wait.
func (s *Service) channelStatus(c inbox.Coverage, waiting int, now time.Time) ChannelStatus {
	one := ChannelStatus{Channel: c.Channel, LastRead: local(c.LastComplete, s.config.Location),
		Shortfalls: s.shortfalls(c, now),
		Stored:     c.Stored, Waiting: waiting, Undecoded: c.Undecoded, Failure: c.Detail, Gaps: []GapStatus{}}
	one.Complete, one.Horizon = len(one.Shortfalls) == 0, local(c.Horizon, s.config.Location)
	for _, g := range c.Gaps {
		one.Gaps = append(one.Gaps, GapStatus{local(g.From, s.config.Location), local(g.To, s.config.Location)})
	}
	for _, r := range c.Inaccessible {
		one.Inaccessible = append(one.Inaccessible, r.Part)
	}
	if t := c.Reconciliation; t.Parts > 0 {
		one.Reconciled = &Reconciled{Counted: t.Counted, Stored: t.Stored, Parts: t.Parts}
		for _, mismatch := range t.Mismatches {
			one.Reconciled.Missing = append(one.Reconciled.Missing,
				Missing{mismatch.Part, mismatch.Counted, mismatch.Stored,
					local(mismatch.Since, s.config.Location)})
		}
	}
	return one
}

// statusWithoutStore is how things stand before anything was read. It makes no store.
func (s *Service) statusWithoutStore(stands Status, channels []inbox.ChannelID, now time.Time) (Status, error) {
	stands.Well, stands.NoStore = false, true
	for _, id := range channels {
		stands.Channels = append(stands.Channels, ChannelStatus{Channel: id,
			Shortfalls: []inbox.Shortfall{inbox.Stale}, Gaps: []GapStatus{}})
	}
	for _, d := range s.config.Digests {
		stands.Digests = append(stands.Digests, DigestStatus{Digest: d.ID, Next: d.At.Next(now)})
	}
	var err error
	if stands.Backups, err = s.backupStatus(now); stands.Backups != nil {
		stands.Backups.Overdue = stands.Backups.Failure != ""
	}
	if s.config.Purge.Scheduled() {
		stands.Purge = s.config.Purge.At.Next(now)
	}
	return stands, err
}

// deliveryStatus adds what became of the digests.
func (s *Service) deliveryStatus(ctx context.Context, stands *Status, now time.Time) error {
	digests, err := s.store.Digests(ctx)
	if err != nil {
		return err
	}
	last := map[string]store.DigestRecord{}
	for _, d := range digests {
		last[d.Key.ID] = d // in the order of their times
	}
	for _, d := range s.config.Digests {
		record := last[d.ID]
		stands.Digests = append(stands.Digests, DigestStatus{Digest: d.ID, Last: local(record.Key.At,
			s.config.Location), Late: record.Late, Next: d.At.Next(now)})
	}
	if stands.Alerts, err = s.alertStatus(ctx, now); err != nil {
		return err
	}
	records, err := s.deliveries(ctx, store.DigestKey{}, digests)
	if err != nil {
		return err
	}
	for _, n := range records {
		newest := last[n.Key.ID].Key == n.Key
		_, status, _ := delivery.Next(n.State, now)
		unsuccessful := (n.State.Unsuccessful() || status == delivery.GivenUp) && now.Sub(n.Key.At) < warningsFor
		// Older digests that went out are history.
		if !newest && !unsuccessful {
			continue
		}
		of := newDelivery(n, now)
		one := DeliveryStatus{Digest: n.Key.ID, Of: local(n.Key.At, s.config.Location), Route: of.Route,
			State: status, Reason: of.Reason,
			NextTry: local(of.Next, s.config.Location), Since: local(of.Since, s.config.Location)}
		// Of an older digest nobody waits for a delivery any more: it is shown, and does not alarm.
		stands.Well = stands.Well && !(newest && status != delivery.Sent && s.stillGoes(n))
		stands.Deliveries = append(stands.Deliveries, one)
	}
	return nil
}

// stillGoes reports whether a digest still goes this way: what was taken out of the configuration needs no mending.
func (s *Service) stillGoes(n queue.DeliveryRecord) bool {
	d, err := s.FindDigest(n.Key.ID)
	if notices, ok := s.noticeDigest(n.Key); ok {
		d, err = notices, nil
	}
	if err != nil {
		return false
	}
	routes, err := s.digestRoutes(d, n.Key)
	// Where the routes cannot be made something is wrong: it counts as going.
	return err != nil || slices.ContainsFunc(routes,
		func(r queue.Route) bool { return r.Transport.Name() == n.Transport && r.OutgoingID == n.OutgoingID })
}

func local(t time.Time, zone *time.Location) time.Time {
	if t.IsZero() {
		return t
	}
	return t.In(zone)
}

// pendingStatus adds what the states do not know yet.
func (s *Service) pendingStatus(stands *Status, stats store.Stats) {
	stands.Pending = stats.Pending
	stands.NewReading = stats.Reader != "" && stats.Reader != s.evaluator.Version()
	stands.Evaluating = held(s.besideStore(".evaluating"))
}
