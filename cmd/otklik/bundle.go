package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"otklik/collectors"
	"otklik/internal/app"
	"otklik/internal/care/audit"
	"otklik/internal/care/support"
	"otklik/internal/config"
	"otklik/internal/redact"
	"otklik/store"
)

func (a *cli) bundleCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "bundle FILE.zip",
		Short: "Pack what somebody needs to help you, with nothing personal in it",
		Long: "Packs the version, the system, the masked configuration, the status, the store's figures and its check, the last readings and\n" +
			"deliveries. No message, name, address, token or path is in it; its README says what is. Works with a broken configuration or\n" +
			"store too, and then exits with 3.",
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("name one file: otklik bundle otklik.zip")
			}
			return a.bundle(cmd.Context(), args[0])
		},
	}
}

func (a *cli) bundle(ctx context.Context, path string) error {
	if err := a.target(path); err != nil {
		return err
	}
	now := time.Now()
	p := &packer{ctx: ctx, now: now, hide: a.hide, keys: config.Keys(collectors.Configurations(a.networks()))}
	p.add("system.json", "version, system, account's rights, which proxies are set", func() ([]byte, error) { return app.Marshal(a.system(now)) })
	o := p.office(a)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if len(p.missing) > 0 {
		text := strings.Join(p.missing, "\n") + "\n"
		p.files = append(p.files, support.File{Name: "missing.txt", About: "what could not be found out, and why", Data: []byte(text)})
	}
	var packed bytes.Buffer
	if err := support.Write(&packed, now, p.files); err != nil {
		return err
	}
	write := func() error { return a.write(path, packed.Bytes()) }
	var unnoted, err error
	if o == nil {
		err = write()
	} else if unnoted, err = o.NoteHarmless(ctx, audit.Entry{Action: audit.Bundle, Path: app.Destination(path)}, write); unnoted != nil && err == nil {
		fmt.Fprintln(a.err, "otklik: the bundle holds nothing personal and is written, but could not be noted:", unnoted)
	}
	if err != nil {
		return err
	}
	for _, m := range p.missing {
		fmt.Fprintln(a.err, "otklik: not in the bundle:", m)
	}
	if path != "-" {
		fmt.Fprintf(a.out, "%s: %d files, %d bytes; its README.txt says what is in it\n", path, len(p.files)+1, packed.Len())
	}
	if len(p.missing) > 0 {
		return app.ErrPartly
	}
	return nil
}

// packer gathers the bundle's files. What fails is listed instead, because a bundle is asked for when things fail.
type packer struct {
	keys    []string // that a configuration may have
	ctx     context.Context
	now     time.Time
	hide    *redact.Redactor
	ways    support.Ways
	files   []support.File
	missing []string
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
	for _, known := range []error{store.ErrNotStore, store.ErrDamaged, store.ErrNewer, store.ErrSealed, store.ErrWrongKey, store.ErrNotSealed, store.ErrNotFound,
		config.ErrNotFound, context.Canceled, context.DeadlineExceeded, os.ErrNotExist, os.ErrPermission} {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	return support.Codes(err.Error())
}

// office adds what the configuration and the store tell; nil where the configuration cannot be used.
func (p *packer) office(a *cli) *app.Service {
	var known app.Names
	c, err := a.load(known.Check)
	if err != nil {
		p.missing = append(p.missing, "settings.json: "+reasonOf(err))
		p.faults(err)
		return nil
	}
	p.add("settings.json", "the configuration with its structure, masked", func() ([]byte, error) { return support.Settings(c) })
	p.add("sizes.json", "the store's files and those the configuration names: sizes, rights, ages", func() ([]byte, error) { return app.Marshal(sizes(c, p.now)) })
	with := a.options("bundle", slog.New(slog.DiscardHandler))
	with.Names = &known
	o, err := app.Open(c, with)
	if err != nil {
		p.missing = append(p.missing, "status.json: the configuration cannot be used: "+reasonOf(err))
		return nil
	}
	if _, err := os.Stat(c.Store.Path); err != nil { // opening it would make it
		p.missing = append(p.missing, "status.json: there is no store yet: "+reasonOf(err))
		return o
	}
	p.add("status.json", "channels by id, when they were read, gaps, deliveries, what runs next", func() ([]byte, error) { return p.status(o) })
	p.add("store.json", "the store's format and figures", func() ([]byte, error) { return o.BundleStats(p.ctx) })
	p.add("check.json", "what the store's check found, by kind", func() ([]byte, error) {
		problems, err := o.Store.Check(p.ctx)
		if err != nil {
			return nil, err
		}
		return app.Marshal(support.Problems(problems))
	})
	p.add("pulls.json", "the last readings of every source, the newest first, with their trouble's code", func() ([]byte, error) { return o.LastPulls(p.ctx, p.now) })
	return o
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
			if general := index.ReplaceAllString(key, "[]"); !slices.Contains(p.keys, strings.TrimSuffix(general, "[]")) {
				key = support.Hidden(key)
			}
			fmt.Fprintf(&b, "line %d: %s\n", f.Line, key)
		}
		return b.Bytes(), nil
	})
}

func (p *packer) status(o *app.Service) ([]byte, error) {
	s, err := o.Status(p.ctx, p.now)
	if err != nil {
		return nil, err
	}
	document, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	return support.Filter(document, map[string]func(string) string{"channel": support.As, "digest": support.As, "state": support.As,
		"trouble": support.Codes, "reason": support.Codes, "way": p.ways.Way})
}

// fileSize is what is told of a file.
type fileSize struct {
	What  string    `json:"what"`
	There bool      `json:"there"`
	Bytes int64     `json:"bytes,omitempty"`
	Mode  string    `json:"mode,omitempty"`
	Since time.Time `json:"changed,omitzero"`
}

func sizeOf(what, path string) fileSize {
	info, err := os.Stat(path)
	if err != nil {
		return fileSize{What: what}
	}
	return fileSize{What: what, There: true, Bytes: info.Size(), Mode: info.Mode().String(), Since: info.ModTime().UTC().Truncate(time.Second)}
}

// sizes are those of the files the program works with, by what they are for.
func sizes(c *config.Config, now time.Time) []fileSize {
	all := []fileSize{sizeOf("configuration", c.Path), sizeOf("store", c.Store.Path), sizeOf("the store's folder", filepath.Dir(c.Store.Path)),
		sizeOf("access log", audit.Beside(c.Store.Path).Path())}
	files := map[string]string{"reading.model": c.Reading.Model, "reading.topics": c.Reading.Topics,
		"reading.places": c.Reading.Places, "mail.ca_file": c.Mail.CAFile}
	for id, e := range c.Platforms {
		files["platforms."+id+".ca_file"] = e.CAFile
	}
	for what, path := range files {
		if path != "" {
			all = append(all, sizeOf(what, path))
		}
	}
	slices.SortStableFunc(all[4:], func(a, b fileSize) int { return strings.Compare(a.What, b.What) })
	others, total := 0, int64(0)
	if entries, err := os.ReadDir(filepath.Dir(c.Store.Path)); err == nil {
		for _, e := range entries {
			if info, err := e.Info(); err == nil && info.Mode().IsRegular() && e.Name() != filepath.Base(c.Store.Path) {
				others, total = others+1, total+info.Size()
			}
		}
	}
	return append(all, fileSize{What: fmt.Sprintf("%d other files in the store's folder", others), There: others > 0, Bytes: total})
}

// system is the program and the machine it runs on.
func (a *cli) system(now time.Time) map[string]any {
	_, offset := now.Zone()
	set := map[string]bool{}
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "no_proxy", "NOTIFY_SOCKET", "WATCHDOG_USEC",
		"INVOCATION_ID", "CREDENTIALS_DIRECTORY", "GOMEMLIMIT", "GODEBUG", "SSL_CERT_FILE", "SSL_CERT_DIR"} {
		if v, ok := a.getenv(name); ok && v != "" {
			set[name] = true
		}
	}
	modules := []string{}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			modules = append(modules, m.Path+" "+m.Version)
		}
	}
	return map[string]any{"version": programVersion(), "go": runtime.Version(), "system": runtime.GOOS + "/" + runtime.GOARCH, "processors": runtime.NumCPU(),
		"kernel": kernel(), "distribution": distribution(), "root": os.Geteuid() == 0, "now": now.UTC().Truncate(time.Second),
		"zone_seconds": offset, "environment_set": set, "modules": modules}
}

// kernel is the running Linux kernel's release; empty elsewhere.
func kernel() string {
	text, err := os.ReadFile("/proc/sys/kernel/osrelease")
	if err != nil {
		return ""
	}
	return regexp.MustCompile(`^\d+(\.\d+)*`).FindString(string(text)) // what stands behind is whatever somebody built
}

// distribution is the ID and VERSION_ID of os-release(5); empty elsewhere.
func distribution() string {
	text, err := os.ReadFile("/etc/os-release")
	if err != nil {
		return ""
	}
	var parts []string
	for _, m := range regexp.MustCompile(`(?m)^(?:ID|VERSION_ID)="?([a-z0-9._-]+)"?$`).FindAllStringSubmatch(string(text), 2) {
		parts = append(parts, m[1])
	}
	return strings.Join(parts, " ")
}
