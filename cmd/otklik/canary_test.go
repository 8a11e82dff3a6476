package main

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"otklik/internal/sandbox"
	"otklik/internal/sandbox/town"
)

// canaries are what must not be found where it does not belong: planted everywhere a citizen or an operator can write.
type canaries struct {
	citizens []string // texts, names, phones, ids of citizens and addresses of messages
	secrets  []string // tokens, passwords, keys
	office   []string // what the operator wrote: addresses, chats, folders, titles
}

// found are the canaries in a text. A number counts where it stands as a number: the digits of a longer one, such as
// the parts of a second in a log's time, are another number.
func found(text string, lists ...[]string) []string {
	var all []string
	for _, list := range lists {
		for _, canary := range list {
			if holds(text, canary) {
				all = append(all, canary)
			}
		}
	}
	return all
}

func holds(text, canary string) bool {
	if strings.Trim(canary, "0123456789") != "" {
		return strings.Contains(text, canary)
	}
	digit := func(i int) bool { return i >= 0 && i < len(text) && text[i] >= '0' && text[i] <= '9' }
	for from := 0; ; {
		at := strings.Index(text[from:], canary)
		if at < 0 {
			return false
		}
		if at += from; !digit(at-1) && !digit(at+len(canary)) {
			return true
		}
		from = at + 1
	}
}

func TestCanariesAreFoundAsNumbers(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{"100003": true, "id100003": true, "-100003_5": true,
		"a 1100003 100003":   true,
		"23:14:24.710000387": false, "1000030": false, "9100003": false, "": false} {
		if holds(text, "100003") != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}

const (
	canaryText    = "КАНАРЕЙКАТЕКСТ"
	canaryName    = "Канарейкина"
	canaryPhone   = "000-77-66"
	canaryMail    = "canarymailbox"
	canaryReason  = "КАНАРЕЙКАПРИЧИНА"
	canaryChat    = "987654324"
	canaryKey     = "canary-webhook-key"
	canarySecret  = "canary-webhook-secret"
	canaryMailPwd = "canary-mail-password"
	canaryOffice  = "КАНАРЕЙКАКОНТОРА"
)

// canaryTown is the small town with canaries in every text and name.
func canaryTown() town.Town {
	tw := smallTown()
	mark := func(text string) string {
		return text + " " + canaryText + " Мой телефон +7 (000) " + canaryPhone + ", " + canaryMail + "@example.org"
	}
	for i := range tw.People {
		tw.People[i].LastName = canaryName
	}
	for i := range tw.Posts {
		tw.Posts[i].Text = mark(tw.Posts[i].Text)
		tw.Posts[i].Comments = slices.Clone(tw.Posts[i].Comments)
		for k := range tw.Posts[i].Comments {
			tw.Posts[i].Comments[k].Text = mark(tw.Posts[i].Comments[k].Text)
		}
	}
	for i := range tw.Dialogs {
		for k := range tw.Dialogs[i].Messages {
			tw.Dialogs[i].Messages[k].Text = mark(tw.Dialogs[i].Messages[k].Text)
		}
	}
	tw.Official = canaryOffice
	return tw
}

// canaryBench is an office whose configuration is full of canaries, and whose deliveries fail in every way.
func canaryBench(t *testing.T) (*bench, *canaries) {
	t.Helper()
	b := newBench(t, canaryTown())
	echo := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusInternalServerError)
		_, _ = io.Copy(w, r.Body) // a receiver that answers with what it was sent
	}))
	t.Cleanup(echo.Close)
	closed := httptest.NewServer(nil)
	refusing := closed.Listener.Addr().String()
	closed.Close()
	host, port, _ := strings.Cut(refusing, ":")
	b.configure("deliver: []",
		fmt.Sprintf(`deliver: [{file: {path: %q, format: json}}, {webhook: {url: "%s/hook?key=%s", secret: %s}},
      {mail: {to: ["%s@example.org", "%s <%s2@example.org>"], bodies: true, attach: [xlsx]}}, {telegram: {bot_token: "%s", chat: %s}}]`,
			b.path("out-"+canaryOffice), echo.URL, canaryKey, canarySecret, canaryMail, canaryOffice, canaryMail,
			sandbox.BotToken, canaryChat))
	b.configure("title: Утренняя сводка", "title: "+canaryOffice)
	b.configure("    channels:\n", "    municipality: Энск\n    channels:\n")
	b.write("config.yaml", b.read("config.yaml")+fmt.Sprintf("region: Челябинская область\nmail: {host: %s, port: "+
		"%s, tls: none, user: %s, password: %s, from: \"%s@example.org\"}\n"+
		"bodies: [{name: %s, groups: [ЖКХ], to: [\"%s3@example.org\"]}]\n", host, port, canaryMail, canaryMailPwd,
		canaryMail, canaryOffice, canaryMail))
	if err := os.Mkdir(b.path("out-"+canaryOffice), 0o700); err != nil {
		t.Fatal(err)
	}
	return b, &canaries{
		citizens: []string{canaryText, canaryName, canaryPhone, canaryReason},
		secrets: []string{sandbox.ServiceToken, sandbox.CommunityToken, sandbox.BotToken, canaryKey, canarySecret,
			canaryMailPwd},
		office: []string{canaryMail, canaryChat, canaryOffice, b.folder, refusing, echo.URL},
	}
}

// learn adds what the platforms gave the messages: ids of authors and dialogs, addresses.
func (c *canaries) learn(b *bench) {
	for _, l := range b.export() {
		values := []string{l.URL}
		if !l.Official {
			values = append(values, l.AuthorID)
		}
		if l.Kind == "direct" {
			values = append(values, l.Thread)
		}
		for _, v := range values {
			if len(v) >= 5 && !slices.Contains(c.citizens, v) {
				c.citizens = append(c.citizens, v)
			}
		}
	}
}

// invocations runs every command, in ways that work and in ways that fail.
func invocations(b *bench, message line) [][]string {
	moment := "2026-11-22T08:00:00+03:00"
	return [][]string{
		{"check"}, {"collect"}, {"collect", "governor/nowhere"}, {"status"}, {"status", "--json"},
		{"digest", "morning"}, {"digest", "morning", "--format", "html", "-o", b.path("page.html")},
		{"digest", "morning", "--dry-run"},
		{"digest", "morning", "--send"}, {"digest", "morning", "--again"}, {"digest", "nosuch"}, {"status"},
		{"status", "--json"},
		{"digests"}, {"digests", "morning", moment}, {"export", "-o", b.path("all.jsonl")},
		{"export", "--format", "csv", "-o", b.path("all.csv")},
		{"export", "-o", b.path("config.yaml") + "/nowhere"},
		{"brief", "--municipality", "Энск"}, {"preview", "-o", b.path("preview")},
		{"correct", message.Channel, message.ID, "--needs-answer", "no", "--reason", canaryReason},
		{"correct", message.Channel, message.ID, "--undo"},
		{"correct", message.Channel, "999999", "--needs-answer", "no"},
		{"dismiss", message.Channel, message.ID, "--reason", canaryReason},
		{"reply", message.Channel, message.ID, "--text", canaryReason, "--yes"},
		{"dismiss", message.Channel, "999999", "--reason", canaryReason},
		{"import", "telegram", b.path("broken.json"), "--official", "governor", "--channel", "telegram"},
		{"opinions", "--sample", "20", "-o", b.path("sample.csv")}, {"opinions", "--from", b.path("sample.csv")},
		{"opinions", "--from", b.path("broken.json")}, {"correct", "--from", b.path("broken.json")},
		{"check-reply"}, {"classify"}, {"train", "--data", b.path("table.tsv"), "--text", "text", "--group", "nosuch", "-o",
			b.path("model.bin")},
		{"train", "--from-store", "-o", b.path("model.bin")},
		{"evaluate", "--data", b.path("table.tsv"), "--text", "text", "--label", "nosuch"},
		{"access-log"}, {"access-log", "--json"}, {"bundle", b.path("first.zip")},
		{"bundle", b.path("config.yaml") + "/nowhere"},
		{"store", "check"}, {"store", "stats"}, {"store", "compact"}, {"store", "key", "new", b.path("store.key")},
		{"store", "encrypt"}, {"backup", b.path("backup.zst")}, {"restore", b.path("backup.zst")},
		{"restore", b.path("broken.json"), "--force"}, {"purge", "--dry-run"}, {"purge"},
		{"forget", "--author", message.Platform + ":1"},
	}
}

// notRun are the commands that have no part in it: they need no configuration, or run until they are told to stop.
var notRun = []string{"demo", "sandbox", "help", "completion", "run", "version", "licenses"}

func (b *bench) commands() []string {
	var names []string
	for _, c := range (&cli{}).command().Commands() {
		names = append(names, c.Name())
	}
	return names
}

func TestNoCanaryLeavesTheOffice(t *testing.T) {
	t.Parallel()
	b, c := canaryBench(t)
	b.must("collect")
	c.learn(b)
	if len(c.citizens) < 10 {
		t.Fatalf("too few canaries: %q", c.citizens)
	}
	var complaint line
	for _, l := range b.export() {
		if l.State != "" && l.Kind == "comment" {
			complaint = l
		}
	}
	b.write("broken.json", `{"name":"`+canaryName+`","messages":[{"id":1,"type":"message","date":"`+canaryText+
		`","text":"`+canaryText+`"},`)
	b.write("table.tsv", "text\tgroup\n"+canaryText+"\tЖКХ\n")

	known := b.commands()
	ran := map[string]bool{}
	try := func(args []string) {
		if !slices.Contains(known, args[0]) {
			return
		}
		ran[args[0]] = true
		r := b.with(t.Context(), canaryText+" "+canaryPhone,
			append([]string{"--config", b.path("config.yaml"), "--log-level", "debug"}, args...)...)
		if leaked := found(r.err, c.citizens, c.secrets); len(leaked) > 0 {
			t.Errorf("otklik %s says %q:\n%s", strings.Join(args, " "), leaked, r.err)
		}
		shown := r.out
		if leaked := found(shown, c.secrets); len(leaked) > 0 {
			t.Errorf("otklik %s prints the secrets %q", strings.Join(args, " "), leaked)
		}
		if slices.Contains([]string{"status", "check", "access-log", "bundle", "backup", "restore", "store", "purge"},
			args[0]) {
			if leaked := found(shown, c.citizens); len(leaked) > 0 {
				t.Errorf("otklik %s shows %q:\n%s", strings.Join(args, " "), leaked, shown)
			}
		}
	}
	for _, args := range invocations(b, complaint) {
		try(args)
	}
	for _, name := range known {
		if !ran[name] && !slices.Contains(notRun, name) {
			t.Errorf("otklik %s is not among the commands that are searched for canaries: add how it is called to "+
				"invocations", name)
		}
	}
	// The platforms refuse: what they answer repeats the call, token and all.
	b.platform.Revoke(sandbox.ServiceToken)
	b.platform.Revoke(sandbox.BotToken)
	try([]string{"collect"})
	try([]string{"status"})
	try([]string{"check"})
	b.searchBundle(c, exitDone)

	if text := b.read("otklik.db.access.jsonl"); len(found(text, c.citizens, c.secrets)) > 0 ||
		strings.Count(text, "\n") < 10 {
		t.Errorf("the access log holds %q:\n%s", found(text, c.citizens, c.secrets), text)
	}
}

// searchBundle makes a bundle and looks for canaries in all that is in it.
func (b *bench) searchBundle(c *canaries, code int) map[string]string {
	b.t.Helper()
	r := b.otklik("bundle", b.path("help.zip"), "--log-level", "debug")
	if r.code != code {
		b.t.Errorf("bundle: exit %d\n%s", r.code, r.err)
	}
	if leaked := found(r.err, c.citizens, c.secrets); len(leaked) > 0 {
		b.t.Errorf("bundle says %q", leaked)
	}
	packed := b.read("help.zip")
	archive, err := zip.NewReader(strings.NewReader(packed), int64(len(packed)))
	if err != nil {
		b.t.Fatal(err)
	}
	contents := map[string]string{}
	for _, file := range archive.File {
		opened, err := file.Open()
		if err != nil {
			b.t.Fatal(err)
		}
		text, err := io.ReadAll(opened)
		if err != nil {
			b.t.Fatal(err)
		}
		opened.Close()
		contents[file.Name] = string(text)
		if leaked := found(file.Name+string(text), c.citizens, c.secrets, c.office); len(leaked) > 0 {
			b.t.Errorf("%s in the bundle holds %q:\n%s", file.Name, leaked, text)
		}
	}
	return contents
}

func TestTheBundleHelps(t *testing.T) {
	t.Parallel()
	b, c := canaryBench(t)
	b.must("collect")
	c.learn(b)
	b.otklik("digest", "morning", "--send")
	b.platform.Revoke(sandbox.BotToken)
	b.otklik("collect")
	contents := b.searchBundle(c, exitDone)
	for name, want := range map[string][]string{
		"README.txt":  {"What is not in it", "status.json"},
		"system.json": {`"go": "` + runtime.Version(), `"system": "` + runtime.GOOS},
		"settings.json": {`"collect": "*/5 * * * *"`, `"owner_id": "-***"`, `"service_token": "***"`, "c***@…",
			`"chat": "***"`},
		"status.json": {`"channel": "governor/vk"`, `"way": "mail c***@…"`, `"way": "mail c***@… #2"`, "HTTP 500",
			"connection refused", `"state": "sent"`},
		"store.json": {`"Version":`, `"Stored": 5`},
		"check.json": {"[]"},
		"pulls.json": {`"source": "telegram bot"`, `"trouble": "token"`, `"complete": true`,
			`"source": "governor/vk wall"`},
		"sizes.json": {`"what": "store"`, `"mode": "-rw-------"`},
	} {
		for _, w := range want {
			if !strings.Contains(contents[name], w) {
				t.Errorf("%s does not hold %s:\n%s", name, w, contents[name])
			}
		}
	}
	if info, err := os.Stat(b.path("help.zip")); err != nil || info.Mode().Perm() != 0o600 &&
		runtime.GOOS != "windows" {
		t.Errorf("%v %v", err, info)
	}
}

// Where things are broken a bundle is wanted most.
func TestTheBundleOfABrokenOffice(t *testing.T) {
	t.Parallel()
	b, c := canaryBench(t)
	if contents := b.searchBundle(c, exitPartly); !strings.Contains(contents["missing.txt"], "no store yet") {
		t.Errorf("no store: %q", contents)
	}
	if _, err := os.Stat(b.path("otklik.db")); err == nil {
		t.Error("the bundle made a store")
	}
	b.must("collect")
	b.write("otklik.db", strings.Repeat(canaryText, 500))
	if contents := b.searchBundle(c, exitPartly); !strings.Contains(contents["missing.txt"], "status.json") ||
		contents["settings.json"] == "" {
		t.Errorf("a broken store: %q", contents)
	}
	b.write("config.yaml", strings.Replace(b.read("config.yaml"), "owner_id: -",
		canaryText+": "+canarySecret+"\n        owner_id: "+canaryChat+"x-", 1))
	contents := b.searchBundle(c, exitPartly)
	if !strings.Contains(contents["faults.txt"], "line 1") || contents["settings.json"] != "" {
		t.Errorf("a broken configuration: %q", contents)
	}
	b.write("config.yaml", "officials: [\n"+canaryText)
	b.searchBundle(c, exitPartly)
}

// watched is a stream that does something once a text has come by.
type watched struct {
	sync.Mutex
	all   bytes.Buffer
	until string
	then  func()
}

func (w *watched) Write(p []byte) (int, error) {
	w.Lock()
	defer w.Unlock()
	w.all.Write(p)
	if strings.Contains(w.all.String(), w.until) {
		w.then()
	}
	return len(p), nil
}

func (w *watched) String() string {
	w.Lock()
	defer w.Unlock()
	return w.all.String()
}

func TestTheDaemonLogsNoCanary(t *testing.T) {
	t.Parallel()
	b, c := canaryBench(t)
	b.must("collect")
	c.learn(b)
	b.platform.Revoke(sandbox.BotToken)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	log := &watched{until: "not read to the end", then: cancel}
	code := run(ctx, []string{"--config", b.path("config.yaml"), "--log-level", "debug", "run"},
		b.streams("", log, log))
	if text := log.String(); code != exitDone || !strings.Contains(text, "not read to the end") ||
		len(found(text, c.citizens, c.secrets)) > 0 {
		t.Errorf("exit %d, canaries %q:\n%s", code, found(text, c.citizens, c.secrets), text)
	}
}

// No flag takes a secret: everybody on the machine reads the process list.
func TestNoSecretStandsInTheProcessList(t *testing.T) {
	t.Parallel()
	var visit func(*cobra.Command)
	visit = func(c *cobra.Command) {
		names := []string{}
		for _, set := range []string{c.Flags().FlagUsages(), c.PersistentFlags().FlagUsages()} {
			for _, word := range strings.Fields(set) {
				if strings.HasPrefix(word, "--") {
					names = append(names, strings.TrimLeft(word, "-"))
				}
			}
		}
		for _, name := range names {
			for _, bad := range []string{"token", "password", "secret", "passphrase"} {
				if strings.Contains(name, bad) && !strings.HasSuffix(name, "-file") {
					t.Errorf("%s --%s takes a secret on the command line", c.CommandPath(), name)
				}
			}
		}
		for _, inner := range c.Commands() {
			visit(inner)
		}
	}
	visit((&cli{}).command())

	if runtime.GOOS != "linux" {
		t.Skip("only Linux shows processes in /proc")
	}
	b, c := canaryBench(t)
	b.configure(sandbox.BotToken, "${CANARY_TOKEN}")
	cmd := b.process("run", "--log-level", "debug")
	cmd.Env = append(cmd.Env, "CANARY_TOKEN="+sandbox.BotToken)
	running, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	log := &watched{until: "msg=running", then: stop}
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	<-running.Done()
	line, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", cmd.Process.Pid))
	_ = cmd.Process.Kill()
	_ = cmd.Wait() // it was killed, and says so
	if err != nil || !strings.Contains(string(line), "config.yaml") || len(found(string(line), c.secrets)) > 0 {
		t.Errorf("%v, the process list shows %q\n%s", err, line, log)
	}
}
