package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"otklik/collectors"
	"otklik/internal/care/audit"
	"otklik/internal/care/support"
	"otklik/internal/config"
	"otklik/internal/inbox"
	"otklik/internal/redact"
	"otklik/store"
	"otklik/store/bolt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// SupportRequest is what a bundle is made from. It works with a broken configuration or store, too.
type SupportRequest struct {
	// Load reads the configuration with the check of its names.
	Load func(names *Names) (*config.Config, error)
	// Getenv is the environment; only which names are set is told.
	Getenv func(name string) (string, bool)
	// Version and Via are as in Options.
	Version, Via string
	// Platforms are those that the configuration is loaded for.
	Platforms []collectors.Platform
	// Hide takes secrets out of what is packed.
	Hide *redact.Redactor
	To   Output
}

// SupportResult is a bundle that was made.
type SupportResult struct {
	Files, Bytes int
	// Missing are sentences about what could not be found out, and why.
	Missing []string
	// Unaudited is why the access log does not show the bundle, which holds nothing personal; nil: it does.
	Unaudited error
}

// Support packs what somebody needs to help, with nothing personal in it. Where something is missing it is written all
// the same.
func Support(ctx context.Context, r SupportRequest) (b SupportResult, err error) {
	now := time.Now()
	p := &packer{ctx: ctx, now: now, hide: r.Hide, keys: config.Keys(collectors.Configurations(r.Platforms))}
	p.add("system.json", "version, system, account's rights, which proxies are set", func() ([]byte, error) {
		return marshal(system(r, now))
	})
	s := p.service(r)
	if ctx.Err() != nil {
		return b, ctx.Err()
	}
	if b.Missing = p.missing; len(p.missing) > 0 {
		text := strings.Join(p.missing, "\n") + "\n"
		p.files = append(p.files, support.File{Name: "missing.txt", About: "what could not be found out, and why",
			Data: []byte(text)})
	}
	var packed bytes.Buffer
	if err := support.Write(&packed, now, p.files); err != nil {
		return b, err
	}
	b.Files, b.Bytes = len(p.files)+1, packed.Len()
	write := func() error { return r.To.put(packed.Bytes()) }
	if s == nil {
		return b, write()
	}
	b.Unaudited, err = s.noteHarmless(ctx, audit.Entry{Action: audit.Support, Path: r.To.Path}, write)
	return b, err
}

// packer gathers the bundle's files. What fails is listed instead, because a bundle is asked for when things fail.
type packer struct {
	keys       []string // that a configuration may have
	ctx        context.Context
	now        time.Time
	hide       *redact.Redactor
	transports support.Transports
	files      []support.File
	missing    []string
}

func (p *packer) add(name, about string, make func() ([]byte, error)) {
	if p.ctx.Err() != nil {
		return
	}
	data, err := make()
	if err != nil {
		p.missing = append(p.missing, name+": "+reasonOf(err))
		return
	}
	// The last net: what is packed was made without secrets, and is searched for them once more.
	p.files = append(p.files, support.File{Name: name, About: about, Data: p.hide.Bytes(data)})
}

// reasonOf says of an error what is known to be harmless.
func reasonOf(err error) string {
	var faults *config.Faults
	if errors.As(err, &faults) {
		return fmt.Sprintf("the configuration has %d faults", len(faults.List))
	}
	var busy *store.BusyError
	if errors.As(err, &busy) {
		return "another process holds the store"
	}
	// Errors of the program itself, whose words are known. Others may quote paths, names or texts: only their codes
	// are told.
	for _, known := range []error{store.ErrNotStore, store.ErrDamaged, store.ErrNewer, store.ErrSealed,
		store.ErrWrongKey, store.ErrNotSealed, store.ErrNotFound,
		config.ErrNotFound, context.Canceled, context.DeadlineExceeded, os.ErrNotExist, os.ErrPermission} {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	return support.Codes(err.Error())
}

// service adds what the configuration and the store tell; nil where the configuration cannot be used.
func (p *packer) service(r SupportRequest) *Service {
	var names Names
	c, err := r.Load(&names)
	if err != nil {
		p.missing = append(p.missing, "settings.json: "+reasonOf(err))
		p.faults(err)
		return nil
	}
	p.add("settings.json", "the configuration with its structure, masked", func() ([]byte,
		error) {
		return support.Settings(c)
	})
	p.add("sizes.json", "the store's files and those the configuration names: sizes, rights, ages", func() ([]byte,
		error) {
		return marshal(sizes(c, p.now))
	})
	// Without a log: its lines would go to the terminal of whoever makes the bundle.
	s, err := Open(c, Options{Purpose: "otklik bundle", Platforms: r.Platforms, Version: r.Version, Via: r.Via,
		Names: &names})
	if err != nil {
		p.missing = append(p.missing, "status.json: the configuration cannot be used: "+reasonOf(err))
		return nil
	}
	if _, err := os.Stat(c.Store.Path); err != nil { // opening it would make it
		p.missing = append(p.missing, "status.json: there is no store yet: "+reasonOf(err))
		return s
	}
	p.add("status.json", "channels by id, when they were read, gaps, deliveries, what runs next", func() ([]byte,
		error) {
		return p.status(s)
	})
	p.add("store.json", "the store's format and figures", func() ([]byte, error) { return s.supportStats(p.ctx) })
	p.add("check.json", "what the store's check found, by kind", func() ([]byte, error) {
		problems, err := s.store.Check(p.ctx)
		if err != nil {
			return nil, err
		}
		return marshal(support.Problems(problems))
	})
	p.add("pulls.json", "the last readings of every source, the newest first, with their trouble's code",
		func() ([]byte, error) {
			return s.lastPulls(p.ctx, p.now)
		})
	return s
}

// faults lists where the configuration is wrong. The sentences are left out: they quote.
func (p *packer) faults(err error) {
	var faults *config.Faults
	if !errors.As(err, &faults) {
		return
	}
	index := regexp.MustCompile(`\[\d+\]`)
	p.add("faults.txt", "the lines and keys of the configuration that are wrong", func() ([]byte, error) {
		var b bytes.Buffer
		for _, f := range faults.List {
			key := f.Key
			if general := index.ReplaceAllString(key, "[]"); !slices.Contains(p.keys, strings.TrimSuffix(general,
				"[]")) {
				key = support.Hidden(key)
			}
			fmt.Fprintf(&b, "line %d: %s\n", f.Line, key)
		}
		return b.Bytes(), nil
	})
}

func (p *packer) status(s *Service) ([]byte, error) {
	stands, err := s.Status(p.ctx, p.now)
	if err != nil {
		return nil, err
	}
	document, err := json.Marshal(stands)
	if err != nil {
		return nil, err
	}
	return support.Filter(document, map[string]func(string) string{"channel": support.As, "digest": support.As,
		"state":   support.As,
		"trouble": support.Codes, "reason": support.Codes, "way": p.transports.Mask})
}

func (s *Service) supportStats(ctx context.Context) ([]byte, error) {
	stats, err := s.store.Stats(ctx)
	if err != nil {
		return nil, err
	}
	document, err := json.Marshal(stats)
	if err != nil {
		return nil, err
	}
	return support.Filter(document, map[string]func(string) string{"Channel": support.As, "Reader": support.As})
}

// pull is one reading of a source as the bundle tells of it.
type pull struct {
	Source   string            `json:"source"`
	Channel  inbox.ChannelID   `json:"channel"`
	Ended    time.Time         `json:"ended"`
	Complete bool              `json:"complete"`
	Failure  inbox.FailureKind `json:"trouble,omitempty"`
}

// pullsShown is how many readings of each source are told of.
const pullsShown = 10

// lastPulls walks back through what was known of each source: the coverage as of a moment before a reading's end shows
// the reading before it.
func (s *Service) lastPulls(ctx context.Context, now time.Time) ([]byte, error) {
	sources, err := s.sourceNames(s.Channels())
	if err != nil {
		return nil, err
	}
	pulls := []pull{}
	err = s.store.Do(ctx, func(st *bolt.Store) error {
		for _, channel := range s.Channels() {
			for _, source := range sources[channel] {
				for at, n := now, 0; n < pullsShown; n++ {
					found, err := st.Coverage(ctx, []inbox.ChannelID{channel},
						map[inbox.ChannelID][]string{channel: {source}}, at)
					if err != nil {
						return err
					}
					if len(found) == 0 || found[0].LastTry.IsZero() {
						break
					}
					c := found[0]
					pulls = append(pulls, pull{Source: sourceKind(source), Channel: channel,
						Ended:    c.LastTry.UTC().Truncate(time.Second),
						Complete: c.LastComplete.Equal(c.LastTry), Failure: c.Failure})
					// A moment before: its end counts as known at its very moment.
					at = c.LastTry.Add(-1)
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return marshal(pulls)
}

// sourceKind is a source's name without the number of an account behind it.
func sourceKind(name string) string {
	at := strings.LastIndexByte(name, ' ')
	if _, err := strconv.ParseUint(name[at+1:], 10, 64); at < 0 || err != nil {
		return name
	}
	return name[:at]
}

func marshal(value any) ([]byte, error) {
	data, err := json.MarshalIndent(value, "", "  ")
	return append(data, '\n'), err
}
