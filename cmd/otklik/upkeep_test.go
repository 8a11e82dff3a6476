package main

import (
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"otklik/internal/app"
	"otklik/internal/delivery/queue"
	"otklik/internal/sandbox"
)

// office opens the bench's configuration as a command does.
func (b *bench) office(purpose string) *app.Service {
	b.t.Helper()
	a := &cli{configPath: b.path("config.yaml"), logFormat: "text",
		streams: b.streams("", os.Stdout, &strings.Builder{})}
	o, err := a.open(purpose, slog.LevelInfo)
	if err != nil {
		b.t.Fatal(err)
	}
	return o
}

// delivering lets the digest go into a folder, and adds lines to the end of the configuration.
func (b *bench) delivering(more string) {
	b.t.Helper()
	b.configure("deliver: []", "deliver: [{file: {path: out, format: html}}]")
	b.write("config.yaml", b.read("config.yaml")+more)
}

// What was refused for a while is sent by the next command of cron whose time has come, and by none before.
func TestCronSendsWhatIsDueAgain(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	h, address := newHook(t)
	b.configure("deliver: []", `deliver: [{webhook: {url: "`+address+`", secret: s3cret}}]`)
	b.must("collect")
	h.set(http.StatusServiceUnavailable)
	r := b.otklik("--quiet", "digest", "morning", "--send")
	if r.code != exitFailed || !strings.Contains(r.out, "next try at") ||
		!strings.Contains(r.err, "is tried again by") {
		t.Errorf("exit %d\n%s%s", r.code, r.out, r.err)
	}
	b.must("collect") // the minute is not over
	if h.got() != 0 {
		t.Fatal("tried again at once")
	}
	record, err := b.store().LastDigest(t.Context(), "morning")
	if err != nil {
		t.Fatal(err)
	}
	due := func() {
		t.Helper()
		deliveries := &queue.Queue{Store: b.store(), Log: slog.New(slog.DiscardHandler)}
		if err := deliveries.RetryFailed(t.Context(), record.Key, time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	due()
	r = b.otklik("--quiet", "collect")
	if r.code != exitPartly || r.out != "" || !strings.Contains(r.err, "could not be delivered") {
		t.Errorf("a delivery that fails: exit %d\n%s%s", r.code, r.out, r.err)
	}
	due()
	h.set(http.StatusOK)
	if r := b.must("--quiet", "collect"); r.out+r.err != "" || h.got() != 1 {
		t.Errorf("%d received\n%s%s", h.got(), r.out, r.err)
	}
	b.must("collect")
	if h.got() != 1 {
		t.Errorf("%d received", h.got())
	}
}

// An address that was refused for good and taken out of the configuration is nothing to mend.
func TestAWayThatIsGoneNeedsNobody(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	refusing, wrong := newHook(t)
	refusing.set(http.StatusNotFound)
	b.configure("deliver: []", `deliver: [{webhook: {url: "`+wrong+`", secret: s3cret}}]`)
	b.must("collect")
	b.otklik("digest", "morning", "--send")
	if r := b.otklik("status"); r.code != exitPartly || !strings.Contains(r.out, "failed ") {
		t.Errorf("refused: exit %d\n%s", r.code, r.out)
	}
	_, right := newHook(t)
	b.configure(wrong, right)
	b.must("collect")
	if r := b.otklik("status"); r.code != exitDone || !strings.Contains(r.out, "failed ") ||
		!strings.Contains(r.out, "sent ") {
		t.Errorf("mended: exit %d\n%s", r.code, r.out)
	}
}

// A digest that goes nowhere is made and stored by cron's line, as the daemon does, without a word; a person is told.
func TestCronStoresWhatGoesNowhere(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.must("collect")
	if r := b.must("--quiet", "digest", "morning", "--send"); r.out+r.err != "" {
		t.Errorf("cron is told\n%s%s", r.out, r.err)
	}
	if _, err := b.store().LastDigest(t.Context(), "morning"); err != nil {
		t.Error(err)
	}
	if r := b.must("digest", "morning", "--send"); !strings.Contains(r.out, "sent to nobody") {
		t.Errorf("a person is told\n%s%s", r.out, r.err)
	}
	if r := b.otklik("digest", "morning", "--send", "--again"); r.code != exitUsage {
		t.Errorf("--again: exit %d\n%s%s", r.code, r.out, r.err)
	}
}

// Commands of cron side by side make one backup, and a backup that fails is said once an hour.
func TestCronMakesTheBackup(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.delivering("\nbackup: {path: backups}\n")
	b.must("--quiet", "collect") // the store is new, and so is its backup
	made := func() []string {
		all, _ := filepath.Glob(b.path("backups/*"))
		return all
	}
	if len(made()) != 1 {
		t.Fatalf("%v", made())
	}
	if err := os.RemoveAll(b.path("backups")); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for n := range 4 {
		all.Go(func() {
			command := [][]string{{"collect"}, {"digest", "morning", "--send"}}[n%2]
			if r := b.otklik(append([]string{"--quiet"}, command...)...); r.code != exitDone || r.out+r.err != "" {
				t.Errorf("exit %d\n%s%s", r.code, r.out, r.err)
			}
		})
	}
	all.Wait()
	if len(made()) != 1 {
		t.Errorf("%v", made())
	}
	if err := os.RemoveAll(b.path("backups")); err != nil {
		t.Fatal(err)
	}
	b.write("file", "")
	b.configure("backup: {path: backups}", "backup: {path: file/backups}")
	if r := b.otklik("collect"); r.code != exitPartly || strings.Count(r.err, "scheduled backup failed") != 1 {
		t.Errorf("exit %d\n%s", r.code, r.err)
	}
	if r := b.must("collect"); r.err != "" {
		t.Errorf("said again at once:\n%s", r.err)
	}
}

// A second daemon is refused and the first one named; a killed one leaves nothing that holds the next one up.
func TestOneDaemonAtATime(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.delivering("\nbackup: {path: backups}\n")
	b.must("collect")
	if r := b.must("status"); !strings.Contains(r.out, "no daemon runs") {
		t.Errorf("%s", r.out)
	}
	if err := os.Symlink(b.path("otklik.db"), b.path("link.db")); err != nil {
		t.Fatal(err)
	}
	b.write("link.yaml", strings.Replace(b.read("config.yaml"), `"otklik.db"`, `"link.db"`, 1))
	for range 2 { // the second time after a kill
		daemon := b.process("run")
		if err := daemon.Start(); err != nil {
			t.Fatal(err)
		}
		o := b.office("test")
		for started := time.Now(); o.RunningDaemon() == nil || o.RunningDaemon().PID == 0; {
			if time.Since(started) > 30*time.Second {
				t.Fatal("the daemon does not say that it runs")
			}
			<-time.After(10 * time.Millisecond)
		}
		named := regexp.MustCompile(`pid \d+ on .+, since 20`)
		r := b.otklik("run")
		if r.code != exitFailed || !named.MatchString(r.err) || !strings.Contains(r.err, "stop that one first") {
			t.Errorf("a second daemon: exit %d %s", r.code, r.err)
		}
		r = b.with(t.Context(), "", "--config", b.path("link.yaml"), "run")
		if r.code != exitFailed || !named.MatchString(r.err) {
			t.Errorf("a second daemon by another name of the store: exit %d %s", r.code, r.err)
		}
		if r := b.otklik("status"); !named.MatchString(r.out) || strings.Contains(r.out, "no daemon runs") {
			t.Errorf("%s", r.out)
		}
		if r := b.otklik("status", "--json"); !strings.Contains(r.out, `"pid"`) {
			t.Errorf("%s", r.out)
		}
		if err := o.Upkeep(t.Context()); err != nil {
			t.Error(err)
		}
		if err := daemon.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = daemon.Wait()
		if r := b.otklik("status"); !strings.Contains(r.out, "no daemon runs") {
			t.Errorf("after a kill: %s", r.out)
		}
	}
}

// The lines for cron in both READMEs work as they stand there, in cron's empty environment, and say nothing.
func TestTheCronLinesOfTheReadmes(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"../../README.md", "../../README.ru.md"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		lines := regexp.MustCompile(`(?m)^\S+ \S+ \S+ \S+ \S+ +(/\S+/otklik) (.*)$`).FindAllStringSubmatch(string(text),
			-1)
		if len(lines) != 2 || !slices.ContainsFunc(lines,
			func(l []string) bool { return strings.Contains(l[2], "--send") }) {
			t.Fatalf("%s: the lines for cron are %q", file, lines)
		}
		b := newBench(t, smallTown())
		b.delivering("\nbackup: {path: backups}\n")
		for range 2 {
			for _, l := range lines {
				args := strings.Fields(strings.Replace(l[2], "/etc/otklik/config.yaml", b.path("config.yaml"), 1))
				if r := b.with(t.Context(), "", args...); r.code != exitDone || r.out+r.err != "" {
					t.Errorf("%s, %s: exit %d\n%s%s", file, l[0], r.code, r.out, r.err)
				}
			}
		}
		for _, made := range []string{"out/*.html", "backups/*"} {
			if files, _ := filepath.Glob(b.path(made)); len(files) != 1 {
				t.Errorf("%s: %s: %v", file, made, files)
			}
		}
	}
}

// Where nobody watches, what went well is not said, and what did not is.
func TestNobodyWatches(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.delivering("")
	for _, revoked := range []bool{false, true} {
		if revoked {
			b.platform.Revoke(sandbox.BotToken)
		}
		for _, command := range [][]string{{"collect"}, {"digest", "morning", "--send"}} {
			var out, err strings.Builder
			ends := b.streams("", &out, &err)
			ends.unwatched = true
			code := run(t.Context(), append([]string{"--config", b.path("config.yaml")}, command...), ends)
			failed := revoked && command[0] == "collect"
			if (code != exitDone) != failed || strings.Contains(out.String(), "bot_token") != failed ||
				!failed && out.String() != "" || strings.Contains(out.String(), "governor/vk") {
				t.Errorf("%v: exit %d\n%s%s", command, code, out.String(), err.String())
			}
		}
	}
}
