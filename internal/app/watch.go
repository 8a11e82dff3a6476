package app

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"otklik/internal/alert"
	"otklik/internal/config"
	"otklik/internal/delivery"
	"otklik/internal/delivery/queue"
	"otklik/internal/delivery/telegram"
	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/report/page"
	"otklik/report/render"
	"otklik/report/render/json"
	"otklik/store"
	"otklik/store/bolt"
)

// watched is what a circle's messages are looked at with.
type watched struct {
	ctx      context.Context
	service  *Service
	circle   circle
	now      time.Time
	records  []inbox.Record
	problems []build.Problem
	history  []inbox.Alert
}

// watchedAmong is among how many of the newest messages problems are looked for: it is done after each collecting.
const watchedAmong = 2000

// watch gathers what waits and may belong to something that cannot.
func (s *Service) watch(ctx context.Context, c circle, now time.Time) (*watched, error) {
	w := &watched{ctx: ctx, service: s, circle: c, now: now}
	err := s.store.Do(ctx, func(st *bolt.Store) error {
		if err := st.Waiting(ctx, s.Channels(c.notices.Officials...), func(r inbox.Record) error {
			if r.Status != nil && now.Sub(r.Message.Sent) < alert.Reach {
				w.records = append(w.records, r)
			}
			return nil
		}); err != nil {
			return err
		}
		alerts, err := st.Alerts(ctx, now.Add(-alert.Reach))
		w.history = slices.DeleteFunc(alerts, func(a inbox.Alert) bool { return a.Circle != c.notices.ID })
		if err != nil {
			return err
		}
		return joinAlbums(ctx, st, w.records)
	})
	if err != nil {
		return nil, err
	}
	if alert.Possible(w.records, now) { // grouping costs far more than looking
		newest := slices.SortedFunc(slices.Values(w.records), func(a, b inbox.Record) int {
			return inbox.Compare(a.Message, b.Message)
		})
		w.problems, _ = s.grouped(newest[max(0, len(newest)-watchedAmong):], 1)
	}
	return w, nil
}

// decide says what becomes of what was found.
func (w *watched) decide() ([]alert.Decision, error) {
	var failure error
	usual := &usualHours{watched: w}
	in := alert.Input{Circle: w.circle.notices.ID, Now: w.now, Records: w.records, History: w.history,
		Municipality: w.service.homeOf, Settings: w.service.alertSettings(),
		Usual: func(group, municipality string, hour time.Time) (float64, bool) {
			mean, known, err := usual.of(group, municipality, hour)
			failure = cmp.Or(failure, err)
			return mean, known
		}}
	for _, p := range w.problems {
		in.Problems = append(in.Problems, alert.Problem{Group: p.Group, Refs: p.Refs})
	}
	return alert.Decide(in), failure
}

func (s *Service) alertSettings() alert.Settings {
	quiet := s.config.Alerts.QuietHours
	return alert.Settings{Location: s.config.Location, QuietFrom: quiet.From, QuietTo: quiet.To,
		AtMost: s.config.Alerts.AtMost}
}

// homeOf is the municipality of the official whom a message was wroteAt to; empty for the head of a region.
func (s *Service) homeOf(m inbox.Message) string {
	for _, o := range s.config.Officials {
		if o.ID == m.Channel.Official() {
			return o.Municipality
		}
	}
	return ""
}

// What is usual at an hour is worked out from so many days, and from no fewer than that.
const (
	usualDays   = 28
	fewestUsual = 14
)

// usualHours counts who wrote about what in the same hour of earlier days. It reads the store at the first question:
// mostly nobody asks.
type usualHours struct {
	watched *watched
	wrote   map[string][]wroteAt // by group and municipality
	known   time.Time            // from when on all is known
}

type wroteAt struct {
	at     time.Time
	person string
}

// of is how many people write about a group from a municipality in the hour from the moment, on other days; known is
// false where too few days are.
func (u *usualHours) of(group, municipality string, hour time.Time) (mean float64, known bool, err error) {
	if u.wrote == nil {
		if err := u.read(); err != nil {
			return 0, false, err
		}
	}
	days := min(usualDays, int(hour.Sub(u.known)/(24*time.Hour)))
	if days < fewestUsual {
		return 0, false, nil
	}
	people := map[string]bool{}
	for _, w := range u.wrote[group+"\x00"+municipality] {
		ago := hour.Sub(w.at)
		day := int((ago + 24*time.Hour - 1) / (24 * time.Hour)) // the first hour of so many days before
		if before := hour.AddDate(0, 0, -day); day >= 1 && day <= days && w.at.Sub(before) <= time.Hour {
			people[strconv.Itoa(day)+w.person] = true
		}
	}
	return float64(len(people)) / float64(days), true, nil
}

// read gathers what needed an answer in the days before.
func (u *usualHours) read() error {
	w, s := u.watched, u.watched.service
	u.wrote = map[string][]wroteAt{}
	since := w.now.AddDate(0, 0, -usualDays-1)
	channels := s.Channels(w.circle.notices.Officials...)
	names, err := s.sourceNames(channels)
	if err != nil {
		return err
	}
	add := func(r inbox.Record) error {
		if r.Status != nil && r.Status.NeedsAnswer && r.Message.Sent.After(since) {
			key := r.Status.Group + "\x00" + cmp.Or(r.Status.Municipality, s.homeOf(r.Message))
			person := string(r.Message.Platform) + r.Message.Author.ID
			u.wrote[key] = append(u.wrote[key], wroteAt{r.Message.Sent, person})
		}
		return nil
	}
	return s.store.Do(w.ctx, func(st *bolt.Store) error {
		coverage, err := st.Coverage(w.ctx, channels, names, w.now)
		if err != nil {
			return err
		}
		for _, c := range coverage {
			from := c.Since
			if from.IsZero() {
				from = w.now
			}
			if from.After(u.known) {
				u.known = from
			}
		}
		if err := st.Waiting(w.ctx, channels, add); err != nil {
			return err
		}
		return st.Closed(w.ctx, channels, since, func(r inbox.Record) error {
			if r.Status != nil && r.Status.State().Waiting() {
				return nil // deleted while it waited: Waiting gave it already
			}
			return add(r)
		})
	})
}

// textsOfNotice bounds from how many messages of a problem a sentence is chosen.
const textsOfNotice = 20

// notice is what a circle is told of these alerts, as it is stored and goes out.
func (s *Service) notice(c circle, w *watched, now time.Time, alerts []inbox.Alert) (store.DigestRecord, error) {
	key := store.DigestKey{ID: c.notices.ID, At: now.UTC()}
	language := build.Language(s.config.Language)
	in := build.Input{Title: page.AlertTitle(language), Language: language, Location: s.config.Location,
		Masker: s.masker(), Norm: s.norm, Replies: s.config.Replies}
	for _, b := range s.config.Bodies {
		in.Bodies = append(in.Bodies, build.Body{Name: b.Name, Groups: b.Groups})
	}
	byRef := make(map[inbox.Ref]inbox.Record, len(w.records))
	for _, r := range w.records {
		byRef[r.Message.Ref()] = r
	}
	var told []build.AlertInput
	for _, a := range alerts {
		told = append(told, s.alertInput(a, byRef, w.problems))
	}
	n := build.NewNotice(in, now, told)
	e, err := s.drawNotice(c, key, n)
	if err != nil {
		return store.DigestRecord{}, err
	}
	data, err := (queue.StoredDigest{Outgoing: []delivery.Outgoing{e}}).Bytes()
	return store.DigestRecord{Key: key, From: now, To: now, Built: time.Now(), Data: data}, err
}

// alertInput is an alert with what is said of its messages.
func (s *Service) alertInput(
	a inbox.Alert, byRef map[inbox.Ref]inbox.Record, problems []build.Problem,
) build.AlertInput {
	in := build.AlertInput{Alert: a}
	// What makes it urgent is shown first, not what somebody wrote before.
	refs := slices.Clone(a.Refs)
	mild := func(ref inbox.Ref) int {
		if s := byRef[ref].Status; s != nil && s.Urgency == a.Urgency {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(refs, func(x, y inbox.Ref) int { return mild(x) - mild(y) })
	for _, ref := range refs {
		r := byRef[ref]
		if len(in.Texts) < textsOfNotice {
			in.Texts = append(in.Texts, s.maskedText(r.Message.Text))
		}
		if in.Message == "" || in.URL == "" && r.Message.URL != "" {
			in.Message, in.URL, in.Kind = ref.Number(), r.Message.URL, ref.Kind
		}
	}
	for _, p := range problems {
		if len(a.Refs) > 0 && slices.Contains(p.Refs, a.Refs[0]) {
			in.Title = p.Title
		}
	}
	return in
}

// drawNotice draws a notice in every form that the ways of a circle take.
func (s *Service) drawNotice(c circle, key store.DigestKey, n build.Notice) (delivery.Outgoing, error) {
	p := delivery.Outgoing{ID: outgoingID(key, ""), Digest: noticeID[1:], Title: n.Title,
		Subject: page.AlertSubject(n), Language: s.config.Language, At: n.At, Made: time.Now(), Masked: n.Masked}
	words := page.NewAlert(n)
	name := noticeID[1:] + c.notices.ID[len(noticeID):]
	for _, form := range formsOf(c.notices).lackedBy(p).plain {
		var data []byte
		var err error
		switch f := formatOf(form); {
		case form == "messages":
			p.Pages = telegram.Pages(words)
			continue
		case f == render.JSON:
			data, err = json.Notice(n)
		default:
			data, err = render.RenderPage(words, f)
		}
		if err != nil {
			return p, fmt.Errorf("draw a notice as %s: %w", form, err)
		}
		p.Documents = append(p.Documents, delivery.NewDocument(name, n.Title, n.At, form, formatOf(form).ContentType(),
			data))
	}
	return p, nil
}

// noticeDigest is a circle's notices as if they were a digest; ok is false for what is none.
func (s *Service) noticeDigest(k store.DigestKey) (d config.Digest, ok bool) {
	for _, c := range s.circles() {
		if c.notices.ID == k.ID {
			return c.notices, true
		}
	}
	return d, false
}
