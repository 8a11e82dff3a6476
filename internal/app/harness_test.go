package app

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"otklik/collectors/registry"
	"otklik/internal/care/audit"
	"otklik/internal/config"
	"otklik/internal/inbox"
	"otklik/internal/reading"
	"otklik/internal/sandbox"
	"otklik/internal/sandbox/town"
	"otklik/report/render"
)

// bench is an office under test: a folder with a configuration, and the platforms that it reads.
type bench struct {
	t        *testing.T
	folder   string
	platform *sandbox.Sandbox
	log      strings.Builder // of the services that it opened
}

// newBench plays the small town.
func newBench(t *testing.T) *bench {
	t.Helper()
	return newBenchOf(t, town.Small(time.Now()))
}

// newBenchOf plays a town and writes a configuration that reads it.
func newBenchOf(t *testing.T, tw town.Town) *bench {
	t.Helper()
	b := &bench{t: t, folder: t.TempDir(), platform: sandbox.New(sandbox.Options{Town: tw, NoLimits: true,
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
	names := &Names{Build: sharedReader}
	c, err := config.Load(registry.Configurations(), b.path("config.yaml"),
		func(string) (string, bool) { return "", false },
		names.Check)
	if err != nil {
		b.t.Fatal(err)
	}
	s, err := Open(c, Options{Platforms: registry.Unpaced(), Names: names, Purpose: "a test", Begins: true,
		Version: "test", Log: slog.New(slog.NewTextHandler(&b.log, nil))})
	if err != nil {
		b.t.Fatal(err)
	}
	return s
}

// readers are those that the tests of this process have built.
var readers sync.Map

// sharedReader builds a reading once for all services that read alike, which is most of what opening one costs.
func sharedReader(c *config.Config) (*reading.Reader, error) {
	key := fmt.Sprintf("%s %+v", c.Region, c.Reading)
	for _, official := range c.Officials {
		for _, channel := range official.Channels {
			key += fmt.Sprintf("\x00%s/%s in %s", official.ID, channel.ID, official.Municipality)
		}
	}
	build, _ := readers.LoadOrStore(key, sync.OnceValues(func() (*reading.Reader, error) { return NewReader(c) }))
	return build.(func() (*reading.Reader, error))()
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

// exported is all that is stored, evaluated, as other programs get it.
func (b *bench) exported() (lines []exported) {
	b.t.Helper()
	to, text := told()
	if err := b.open().Export(b.t.Context(), JSONLines, to); err != nil {
		b.t.Fatal(err)
	}
	decoder := json.NewDecoder(strings.NewReader(text.String()))
	for decoder.More() {
		var line exported
		if err := decoder.Decode(&line); err != nil {
			b.t.Fatal(err)
		}
		lines = append(lines, line)
	}
	return lines
}

// digest is the first digest as it is now.
func (b *bench) digest(f render.Format) string {
	b.t.Helper()
	to, text := told()
	if err := b.open().ShowDigest(b.t.Context(), "morning", time.Now(), f, to); err != nil {
		b.t.Fatal(err)
	}
	return text.String()
}

// preview writes the first digest for every audience, in every format.
func (b *bench) preview(folder string) {
	b.t.Helper()
	err := os.MkdirAll(b.path(folder), 0o700)
	if err == nil {
		err = b.open().Preview(b.t.Context(), time.Now(), b.path(folder), func(name string, drawn []byte) error {
			return os.WriteFile(b.path(folder+"/"+name), drawn, 0o600)
		})
	}
	if err != nil {
		b.t.Fatal(err)
	}
}

// dismiss closes a message without an answer.
func (b *bench) dismiss(name, reason string) {
	b.t.Helper()
	if _, err := b.open().Dismiss(b.t.Context(), Pointer{Name: name}, Dismissal{Reason: reason}); err != nil {
		b.t.Fatal(err)
	}
}

// correct says what is known better of a message.
func (b *bench) correct(name string, c Correction) {
	b.t.Helper()
	if _, err := b.open().Correct(b.t.Context(), Pointer{Name: name}, c); err != nil {
		b.t.Fatal(err)
	}
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
