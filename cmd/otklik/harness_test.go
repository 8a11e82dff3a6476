package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"otklik/internal/app"
	"otklik/internal/config"
	"otklik/internal/reading"
	"otklik/internal/sandbox"
	"otklik/internal/sandbox/town"
	"otklik/store/bolt"
)

// office under test: a folder with a configuration, and the platforms it reads.
type bench struct {
	t        *testing.T
	folder   string
	platform *sandbox.Sandbox
	env      map[string]string
}

// result is what one command left.
type result struct {
	code     int
	out, err string
}

// newBench plays a small town and writes a configuration that reads it.
func newBench(t *testing.T, tw town.Town) *bench {
	t.Helper()
	b := &bench{t: t, folder: t.TempDir(), env: map[string]string{},
		platform: sandbox.New(sandbox.Options{Town: tw, NoLimits: true, KeepUpdates: true, NoOddities: true})}
	address, stop, err := b.platform.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	b.write("config.yaml", b.platform.Config(address, "otklik.db"))
	return b
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

func (b *bench) path(name string) string { return filepath.Join(b.folder, name) }

func (b *bench) write(name, text string) {
	b.t.Helper()
	if err := os.WriteFile(b.path(name), []byte(text), 0o600); err != nil {
		b.t.Fatal(err)
	}
}

func (b *bench) folders(names ...string) {
	b.t.Helper()
	for _, name := range names {
		if err := os.MkdirAll(b.path(name), 0o700); err != nil {
			b.t.Fatal(err)
		}
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

// shell runs another program.
func (b *bench) shell(name string, args ...string) {
	b.t.Helper()
	if out, err := exec.CommandContext(b.t.Context(), name, args...).CombinedOutput(); err != nil {
		b.t.Fatalf("%s %v: %v\n%s", name, args, err, out)
	}
}

// otklik runs one command with the bench's configuration.
func (b *bench) otklik(args ...string) result {
	b.t.Helper()
	return b.with(b.t.Context(), "", append([]string{"--config", b.path("config.yaml")}, args...)...)
}

// streams are a command's ends. It knows the bench's variables of the environment alone, and waits for no limits.
func (b *bench) streams(in string, out, err io.Writer) streams {
	return streams{in: strings.NewReader(in), out: out, err: err, getenv: func(name string) (string, bool) {
		v, ok := b.env[name]
		return v, ok
	}, reader: sharedReader, unpaced: true}
}

// with runs a command line as it stands.
func (b *bench) with(ctx context.Context, in string, args ...string) result {
	b.t.Helper()
	return b.saying(ctx, in, &bytes.Buffer{}, args...)
}

// saying is with, where err takes what is said beside the output.
func (b *bench) saying(ctx context.Context, in string, err interface {
	io.Writer
	String() string
}, args ...string) result {
	b.t.Helper()
	var out bytes.Buffer
	code := run(ctx, args, b.streams(in, &out, err))
	r := result{code: code, out: out.String(), err: err.String()}
	for _, secret := range []string{sandbox.ServiceToken, sandbox.CommunityToken, sandbox.BotToken} {
		if strings.Contains(r.out+r.err, secret) {
			b.t.Errorf("otklik %s shows a secret", strings.Join(args, " "))
		}
	}
	return r
}

// must runs a command that has to succeed.
func (b *bench) must(args ...string) result {
	b.t.Helper()
	r := b.otklik(args...)
	if r.code != exitDone {
		b.t.Fatalf("otklik %s: exit %d\n%s%s", strings.Join(args, " "), r.code, r.out, r.err)
	}
	return r
}

// line is one exported message.
type line struct {
	Channel, Platform, Kind, ID, Thread, Author, Text, URL, State string
	ReplyTo                                                       string `json:"reply_to"`
	AuthorID                                                      string `json:"author_id"`
	Official                                                      bool
	SentAt                                                        time.Time  `json:"sent_at"`
	EditedAt                                                      *time.Time `json:"edited_at"`
	DeletedAt                                                     *time.Time `json:"deleted_at"`
}

func (b *bench) export() []line {
	b.t.Helper()
	var lines []line
	decoder := json.NewDecoder(strings.NewReader(b.must("export").out))
	for decoder.More() {
		var l line
		if err := decoder.Decode(&l); err != nil {
			b.t.Fatal(err)
		}
		lines = append(lines, l)
	}
	return lines
}

// digest is the digest "morning" as other programs read it.
type digest struct {
	Schema, Digest, Title string
	Complete              bool
	Channels              []struct {
		Channel  string
		LastRead *time.Time `json:"last_read"`
		Complete bool
		Stored   int
		Gaps     []struct{ Reason string }
	}
	Totals struct {
		Unanswered, Overdue, New, Answered, Formal, Interim, Reopened int
		DeletedUnanswered                                             int `json:"deleted_unanswered"`
	}
	Complaints []struct {
		Channel, ID, Number, Author, Text, State, URL string
		Urgent, Overdue                               bool
		People                                        int
		Others                                        []string
		SameAs                                        string `json:"same_as"`
	}
}

func (b *bench) digest(args ...string) digest {
	b.t.Helper()
	var d digest
	if err := json.Unmarshal([]byte(b.must(append([]string{"digest", "morning", "--format", "json"}, args...)...).out),
		&d); err != nil {
		b.t.Fatal(err)
	}
	return d
}

// smallTown was written some hours ago.
func smallTown() town.Town { return town.Small(time.Now()) }

// store is the bench's, apart from what commands do with it.
func (b *bench) store() *bolt.Shared {
	return bolt.NewShared(b.path("otklik.db"), bolt.Options{Purpose: "a test"})
}

// readers are those that the tests of this process have built.
var readers sync.Map

// sharedReader builds a reading once for all command lines that read alike, which is most of what one costs. What an
// office's own files say is read again every time.
func sharedReader(c *config.Config) (*reading.Reader, error) {
	if c.Reading.Model != "" || c.Reading.Topics != "" || c.Reading.Places != "" {
		return app.NewReader(c)
	}
	key := c.Region
	for _, official := range c.Officials {
		for _, channel := range official.Channels {
			key += fmt.Sprintf("\x00%s/%s in %s", official.ID, channel.ID, official.Municipality)
		}
	}
	build, _ := readers.LoadOrStore(key, sync.OnceValues(func() (*reading.Reader, error) { return app.NewReader(c) }))
	return build.(func() (*reading.Reader, error))()
}
