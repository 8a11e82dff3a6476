package app

import (
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"otklik/collectors/registry"
	"otklik/internal/care/audit"
	"otklik/internal/config"
	"otklik/internal/inbox"
	"otklik/internal/reading"
	"otklik/internal/sandbox"
	"otklik/internal/sandbox/town"
)

// bench is an office under test: a folder with a configuration, and the platforms that it reads.
type bench struct {
	t        *testing.T
	folder   string
	platform *sandbox.Sandbox
	log      strings.Builder // of the services that it opened
	reading  *reading.Reader // of the first of them
}

// newBench plays the small town and writes a configuration that reads it.
func newBench(t *testing.T) *bench {
	t.Helper()
	b := &bench{t: t, folder: t.TempDir(), platform: sandbox.New(sandbox.Options{Town: town.Small(time.Now()),
		NoLimits:    true,
		KeepUpdates: true, NoOddities: true})}
	address, stop, err := b.platform.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	b.write("config.yaml", b.platform.Config(address, "otklik.db"))
	return b
}

func (b *bench) path(name string) string { return filepath.Join(b.folder, name) }

func (b *bench) write(name, text string) {
	b.t.Helper()
	if err := os.WriteFile(b.path(name), []byte(text), 0o600); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) read(name string) string {
	b.t.Helper()
	text, err := os.ReadFile(b.path(name))
	if err != nil {
		b.t.Fatal(err)
	}
	return string(text)
}

// configure changes the configuration's text.
func (b *bench) configure(old, replacement string) {
	b.t.Helper()
	text := b.read("config.yaml")
	if !strings.Contains(text, old) {
		b.t.Fatalf("the configuration does not hold %q", old)
	}
	b.write("config.yaml", strings.Replace(text, old, replacement, 1))
}

// add adds lines to the end of the configuration.
func (b *bench) add(lines string) { b.write("config.yaml", b.read("config.yaml")+lines) }

// open opens the service of the configuration as it is now.
func (b *bench) open() *Service {
	b.t.Helper()
	names := &Names{Build: b.reader}
	c, err := config.Load(registry.Configurations(), b.path("config.yaml"),
		func(string) (string, bool) { return "", false },
		names.Check)
	if err != nil {
		b.t.Fatal(err)
	}
	s, err := Open(c, Options{Platforms: registry.Platforms(), Names: names, Purpose: "a test", Begins: true,
		Version: "test", Log: slog.New(slog.NewTextHandler(&b.log, nil))})
	if err != nil {
		b.t.Fatal(err)
	}
	return s
}

// reader builds the reading once: its configuration stays the same.
func (b *bench) reader(c *config.Config) (_ *reading.Reader, err error) {
	if b.reading == nil {
		b.reading, err = NewReader(c)
	}
	return b.reading, err
}

// collect reads all channels to their ends.
func (b *bench) collect() {
	b.t.Helper()
	s := b.open()
	pulls, err := s.Collect(b.t.Context(), s.Channels(), nil)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, p := range pulls {
		if !p.Complete {
			b.t.Fatalf("%s: %s", p.Source, p.Detail)
		}
	}
}

// messages are all that are stored.
func (b *bench) messages() (all []inbox.Message) {
	b.t.Helper()
	if err := b.open().exportEach(b.t.Context(), func(r inbox.Record) error {
		all = append(all, r.Message)
		return nil
	}); err != nil {
		b.t.Fatal(err)
	}
	return all
}

// told gives an output whose text is told.
func told() (to Output, text *strings.Builder) {
	text = &strings.Builder{}
	return Output{Path: "-", Write: func(fill func(io.Writer) error) error { return fill(text) }}, text
}

// noted are the access log's entries.
func (b *bench) noted() (all []audit.Entry) {
	b.t.Helper()
	if broken, err := b.open().AccessLog(b.t.Context(), time.Time{}, func(e audit.Entry) error {
		all = append(all, e)
		return nil
	}); broken > 0 || err != nil {
		b.t.Fatal(broken, err)
	}
	return all
}

// silent fails where one of the words stands in the store's file or in a certificate.
func (b *bench) silent(words ...string) {
	b.t.Helper()
	names, _ := filepath.Glob(b.path("papers/*"))
	for _, name := range append(names, b.path("otklik.db")) {
		data, err := os.ReadFile(name)
		if err != nil {
			b.t.Fatal(err)
		}
		for _, w := range words {
			if strings.Contains(string(data), w) {
				b.t.Errorf("%q is left in %s", w, name)
			}
		}
	}
}

// keep sets how long messages are kept.
func (b *bench) keep(retention string) {
	b.add("\nprivacy: {retention: " + retention +
		"}\npurge: {acts: papers, operator: 'Правительство Энской области'}\n")
}

// forget destroys what an author has written.
func (b *bench) forget(platform inbox.Platform, author string) {
	b.t.Helper()
	s := b.open()
	order, err := s.Demand(platform, author, nil, time.Now())
	if err == nil {
		_, _, err = s.Forget(b.t.Context(), order)
	}
	if err != nil {
		b.t.Fatal(err)
	}
}

// count is how many files a pattern of the bench's folder matches.
func (b *bench) count(pattern string) int {
	names, _ := filepath.Glob(b.path(pattern))
	return len(names)
}

// sound looks through the whole store.
func (b *bench) sound() {
	b.t.Helper()
	problems, err := b.open().store.Check(b.t.Context())
	if err != nil || len(problems) > 0 {
		b.t.Errorf("the store: %v, %v", problems, err)
	}
}
