package app

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"

	"otklik/collectors"
	"otklik/internal/config"
	"otklik/internal/delivery/queue"
	"otklik/internal/inbox"
	"otklik/internal/redact"
	"otklik/internal/safefile"
	"otklik/store"
	"otklik/store/bolt"
)

// Check looks at everything that can be looked at beforehand and tells each thing that it finds, without secrets. It
// changes nothing. faults counts what will not work until somebody mends it; the error is the context's alone. tell may
// be nil, for whoever wants the count alone.
func (s *Service) Check(ctx context.Context, tell func(collectors.Diagnostic)) (faults int, err error) {
	// From what costs nothing to what asks others: a wrong configuration shows before anything waits for the network.
	for _, find := range []func(context.Context) []collectors.Diagnostic{
		s.checkSecrets, s.checkNames, s.checkUnused, s.checkStore, s.checkCare, s.checkDeliveries, s.checkAssistant,
		s.platforms.Check,
	} {
		for _, d := range find(ctx) {
			// Sentences of others may quote an address, and with it a token.
			d.Sentence = s.hide.Text(d.Sentence)
			if tell != nil {
				tell(d)
			}
			if d.Level == collectors.Fault {
				faults++
			}
		}
		if err := ctx.Err(); err != nil {
			return faults, err
		}
	}
	return faults, nil
}

// checkSecrets says who else can get at the configuration's secrets.
func (s *Service) checkSecrets(context.Context) []collectors.Diagnostic {
	var all []collectors.Diagnostic
	for _, e := range s.config.Exposed {
		all = append(all, collectors.Diagnostic{Level: collectors.Fault, Subject: "secrets", Sentence: e.Sentence})
	}
	for _, one := range s.config.Secrets() {
		if weakness := weakness(one.Value.Reveal()); weakness != "" && !one.Part {
			all = append(all, collectors.Diagnostic{Level: collectors.Warning, Subject: "secrets",
				Sentence: fmt.Sprintf(
					"%s %s; choose a longer one of letters and digits", one.Key, weakness)})
		}
	}
	return all
}

// weakness says why a secret is none; empty: it is one.
func weakness(secret string) string {
	const word = 12 // letters or digits
	switch {
	case len(secret) < redact.Least:
		return fmt.Sprintf("has fewer than %d characters: it can be guessed, and cannot be told from words where it "+
			"has to be kept out of logs",
			redact.Least)
	case len(secret) < word && (strings.TrimFunc(secret, unicode.IsLetter) == "" || strings.TrimFunc(secret,
		unicode.IsDigit) == ""):
		return "is a word or a number: it can be guessed, and stars replace it wherever it stands in status, logs " +
			"and errors"
	}
	return ""
}

// checkStore opens the store, or says that it will be made.
func (s *Service) checkStore(ctx context.Context) []collectors.Diagnostic {
	diagnostic := collectors.Diagnostic{Level: collectors.OK, Subject: "store"}
	path := s.config.Store.Path
	// Opening would make the store, and a check changes nothing.
	if _, err := os.Stat(path); err != nil {
		diagnostic.Sentence = fmt.Sprintf("%s does not exist yet and will be made", path)
		if err := writable(filepath.Dir(path)); err != nil {
			diagnostic.Level, diagnostic.Sentence = collectors.Fault, fmt.Sprintf("the store cannot be made: %v", err)
		}
		return []collectors.Diagnostic{diagnostic}
	}
	if err := writable(filepath.Dir(path)); err != nil {
		diagnostic.Level, diagnostic.Sentence = collectors.Fault, err.Error()
		return []collectors.Diagnostic{diagnostic}
	}
	problems, err := s.store.Check(ctx)
	if err != nil {
		diagnostic.Level, diagnostic.Sentence = collectors.Fault, err.Error()
		return []collectors.Diagnostic{diagnostic}
	}
	if len(problems) > 0 {
		var all []collectors.Diagnostic
		for _, p := range problems {
			all = append(all, collectors.Diagnostic{Level: collectors.Fault, Subject: "store", Sentence: p})
		}
		return all
	}
	diagnostic.Sentence = path + " is whole"
	// It was just found whole: what Stats cannot tell now is not worth a fault.
	if stats, err := s.store.Stats(ctx); err == nil && stats.Key != "" {
		diagnostic.Sentence += " and encrypted with the key " + stats.Key
		if stats.Unfinished != "" {
			diagnostic.Level = collectors.Warning
			diagnostic.Sentence = fmt.Sprintf("%s: `otklik store %s` was begun and has not ended; run it again", path,
				stats.Unfinished)
		}
	}
	all := []collectors.Diagnostic{diagnostic}
	if _, purges, err := s.store.Purges(ctx); err == nil && slices.ContainsFunc(purges,
		func(p store.PurgeRecord) bool { return p.Certified.IsZero() }) {
		all = append(all, collectors.Diagnostic{Level: collectors.Warning, Subject: "purge",
			Sentence: "one was begun and is not finished, so that no act is written yet; run `otklik purge`"})
	}
	left, err := s.abandoned(ctx)
	if err != nil {
		all = append(all, collectors.Diagnostic{Level: collectors.Fault, Subject: "leftovers", Sentence: err.Error()})
	}
	for _, l := range left {
		all = append(all, collectors.Diagnostic{Level: collectors.Warning, Subject: "leftovers", Sentence: l.Path +
			", " + LeftoverWords(l.Size)})
	}
	return append(all, s.checkReadings(ctx)...)
}

// checkCare looks at where backups and the certificates of purges go, which otherwise shows in the night when they are
// due.
func (s *Service) checkCare(context.Context) []collectors.Diagnostic {
	var all []collectors.Diagnostic
	add := func(level collectors.Level, subject, sentence string) {
		all = append(all, collectors.Diagnostic{Level: level, Subject: subject, Sentence: sentence})
	}
	if folder := s.config.Backup.Path; folder != "" {
		status, err := s.backupStatus(time.Now())
		switch {
		case err != nil:
			add(collectors.Fault, "backup", err.Error())
		case status != nil && status.Failure != "":
			add(collectors.Fault, "backup", status.Failure)
		default:
			// Only the last folder of the path is made: where the one above is missing a disk may not be mounted.
			if _, err := os.Stat(filepath.Dir(folder)); err != nil {
				add(collectors.Fault, "backup", fmt.Sprintf("the folder above %s does not exist; is the disk "+
					"mounted?", folder))
			} else if err := writable(folder); err != nil {
				add(collectors.Fault, "backup", err.Error())
			} else {
				add(collectors.OK, "backup", "copies can be written into "+folder)
			}
		}
	}
	if s.config.Purge.Scheduled() {
		if err := writable(s.config.Purge.Acts); err != nil {
			add(collectors.Fault, "purge", "its acts: "+err.Error())
		} else {
			add(collectors.OK, "purge", "acts can be written into "+s.config.Purge.Acts)
		}
	}
	return all
}

// checkReadings says when each channel was read last.
func (s *Service) checkReadings(ctx context.Context) []collectors.Diagnostic {
	channels := s.Channels()
	names, err := s.sourceNames(channels)
	if err != nil {
		return []collectors.Diagnostic{{Level: collectors.Fault, Subject: "channels", Sentence: err.Error()}}
	}
	var coverage []inbox.Coverage
	var answerers []inbox.Answerer
	misdated := map[inbox.ChannelID][]collectors.Diagnostic{}
	now := time.Now()
	// Under one opening: all sentences speak of the same moment, and others wait once.
	err = s.store.Do(ctx, func(st *bolt.Store) error {
		if coverage, err = st.Coverage(ctx, channels, names, now); err != nil {
			return err
		}
		for _, id := range channels {
			if misdated[id], err = checkDates(ctx, st, id, now); err != nil {
				return err
			}
		}
		answerers, err = st.Answerers(ctx, channels)
		return err
	})
	if err != nil {
		return []collectors.Diagnostic{{Level: collectors.Fault, Subject: "store", Sentence: err.Error()}}
	}
	var all []collectors.Diagnostic
	for _, a := range inbox.LikeStaff(answerers) {
		all = append(all, collectors.Diagnostic{Level: collectors.Warning, Channel: a.Channel, Subject: "staff",
			Sentence: LikeStaff(a.Platform, a.Author, a.Messages)})
	}
	for _, c := range coverage {
		f := collectors.Diagnostic{Level: collectors.OK, Channel: c.Channel, Subject: "reading"}
		switch {
		case c.LastComplete.IsZero():
			f.Level, f.Sentence = collectors.Warning, "never read to its end yet"
		default:
			f.Sentence = "last read to its end at " + c.LastComplete.In(s.config.Location).Format(time.RFC3339)
			if short := s.shortfalls(c, now); len(short) > 0 {
				f.Level, f.Sentence = collectors.Warning, f.Sentence+"; "+ShortfallWords(short)
			}
		}
		if c.Detail != "" {
			f.Sentence += "; the last try: " + c.Detail
		}
		if !c.Horizon.IsZero() {
			f.Sentence += "; comments under posts made before " +
				c.Horizon.In(s.config.Location).Format(time.DateOnly) +
				" are not read: a larger `window` reads further back"
		}
		all = append(all, f)
		if c.Undecoded > 0 {
			all = append(all, collectors.Diagnostic{Level: collectors.Warning, Channel: c.Channel, Subject: "undecoded",
				Sentence: fmt.Sprintf("%d pieces could not be decoded; they are kept as the platform sent them",
					c.Undecoded)})
		}
		all = append(all, misdated[c.Channel]...)
		for _, r := range c.Inaccessible {
			all = append(all, collectors.Diagnostic{Level: collectors.Warning, Channel: c.Channel, Subject: r.Part,
				Sentence: fmt.Sprintf("the platform does not show it (error %d)", r.Code)})
		}
	}
	return all
}

// checkDates counts a channel's messages whose date cannot be true.
func checkDates(
	ctx context.Context, s *bolt.Store, id inbox.ChannelID, now time.Time) (all []collectors.Diagnostic, err error,
) {
	held := map[inbox.DateFault]int{}
	if err := s.Undecoded(ctx, id, func(u inbox.Undecoded) error {
		if u.Message != nil {
			held[inbox.FaultOfDate(u.Message.Sent, now)]++
		}
		return nil
	}); err != nil {
		return nil, err
	}
	warn := func(n int, sentence string) {
		if n > 0 {
			all = append(all, collectors.Diagnostic{Level: collectors.Warning, Channel: id, Subject: "dates",
				Sentence: Counted(n, "message") + sentence})
		}
	}
	warn(held[inbox.DateAhead], " dated later than a day from now: kept undecoded, taken over once that time has "+
		"come, and purged by when they came; "+
		"`otklik export` shows them. Look whether the clock of this machine is right")
	warn(held[inbox.DateEarly], " dated before 1990: kept undecoded, and purged by when they came; `otklik export` "+
		"shows them")
	ahead, err := s.Ahead(ctx, id, now)
	warn(ahead, " of the store dated later than a day from now, stored by an earlier version: they count, and are "+
		"purged, by when they came. "+
		"Look whether the clock of this machine is right")
	return all, err
}

// checkDeliveries asks every transport whether it would work, without sending anything.
func (s *Service) checkDeliveries(ctx context.Context) []collectors.Diagnostic {
	var all []collectors.Diagnostic
	for _, d := range s.config.Digests {
		subject := "digest " + d.ID
		if len(d.Deliver) == 0 {
			all = append(all, collectors.Diagnostic{Level: collectors.Warning, Subject: subject,
				Sentence: "it is made and stored on its schedule, but goes nowhere: its key deliver is empty"})
		}
		if s.config.Privacy.Mask && !d.Masks(s.config.Privacy) {
			all = append(all, collectors.Diagnostic{Level: collectors.Warning, Subject: subject,
				Sentence: "it shows names, telephones and addresses to everybody whom it goes to: its mask is false"})
		}
		routes, err := s.routes(d, store.DigestKey{ID: d.ID})
		all = append(all, checkRoutes(ctx, subject, routes, err)...)
	}
	for _, body := range s.config.Bodies {
		subject := "head of " + body.Name
		routes, err := s.routes(config.Digest{ID: subject, Deliver: body.Deliver}, store.DigestKey{})
		all = append(all, checkRoutes(ctx, subject, routes, err)...)
		if s.tellsHeads() && len(body.Deliver) == 0 {
			all = append(all, collectors.Diagnostic{Level: collectors.Warning, Subject: subject,
				Sentence: "nobody is told of what waits too long for this body, which a step of escalate would do: " +
					"its key deliver is empty"})
		}
		if !s.tellsHeads() && len(body.Deliver) > 0 {
			all = append(all, collectors.Diagnostic{Level: collectors.Warning, Subject: subject,
				Sentence: "there is a way, but no step of escalate leads to bodies; add escalate: [{ after: 2x, " +
					"to: body }] at the top level"})
		}
	}
	return all
}

// checkRoutes asks the transports of routes; wrong is why there are none.
func checkRoutes(ctx context.Context, subject string, routes []queue.Route, wrong error) []collectors.Diagnostic {
	var all []collectors.Diagnostic
	if wrong != nil {
		all = append(all, collectors.Diagnostic{Level: collectors.Fault, Subject: subject, Sentence: wrong.Error()})
	}
	for _, r := range routes {
		if ctx.Err() != nil {
			break
		}
		// One transport that hangs must not keep the others from being asked.
		try, cancel := context.WithTimeout(ctx, checkPatience)
		err := r.Transport.Check(try)
		cancel()
		f := collectors.Diagnostic{Level: collectors.OK, Subject: subject, Sentence: r.Transport.Name() +
			" would work"}
		if err != nil {
			f.Level, f.Sentence = collectors.Fault, r.Transport.Name()+": "+err.Error()
		}
		all = append(all, f)
	}
	return all
}

// checkPatience is how long one transport is asked.
const checkPatience = 30 * time.Second

// checkRoom is how much a folder has to have room for: less is too little for a page of a store, its copy and a
// certificate.
const checkRoom = 1 << 18

// writable reports whether files can be made in the folder or, where it does not exist, in the nearest one above it.
func writable(folder string) error {
	for {
		if _, err := os.Stat(folder); err == nil {
			break
		}
		parent := filepath.Dir(folder)
		if parent == folder {
			break
		}
		folder = parent
	}
	// An empty file finds room on a full disk, too.
	if err := safefile.Probe(folder, checkRoom); err != nil {
		return fmt.Errorf("the folder %s cannot be written: %w", folder, err)
	}
	return nil
}
