package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/spf13/cobra"
)

// serviceUID is the account of the service in these tests; nobody needs to have it.
const serviceUID = 61234

// rooted is an office whose store lies in the folder of the service, where root runs commands.
type rooted struct {
	*bench
	moment, id, person string // of the digest that is stored, of a complaint, and who wrote it
	// files and folders are what commands have made in the service's folder when they were left alone.
	files, folders []string
}

// passing are names in the service's folder that anybody can know and that stand there for moments only, or after a
// kill.
var passing = []string{"otklik.db.holder", "otklik.db.compacting", "otklik.db.daemon", "otklik.db.upkeep-backup",
	"otklik.db.upkeep-purge",
	"otklik.db.sending-morning", "otklik.db.evaluating", "otklik.db.access.jsonl", "demo/otklik.db.holder",
	"trial/otklik.db.holder"}

// lines are the command lines of every command, with all that they write in the service's folder. Those of one command
// run one after the other.
func (r *rooted) lines() map[string][][]string {
	in := func(name string) string { return r.path("service/" + name) }
	with := func(config string, args ...string) []string {
		return append([]string{"--config", r.path(config)}, args...)
	}
	show := [][]string{} // commands that only print, and open nothing
	return map[string][][]string{
		"otklik": show, "otklik help": show, "otklik version": show, "otklik completion": show,
		"otklik completion bash": show,
		"otklik completion zsh":  show, "otklik completion fish": show, "otklik completion powershell": show,
		"otklik import": show,
		"otklik store":  show, "otklik store key": show, "otklik licenses": show,
		"otklik demo":    {{"demo", "--folder", in("demo")}},
		"otklik sandbox": {{"sandbox", "--listen", freeAddress(r.t), "--write-config", in("sandbox.yaml")}},
		"otklik collect": {{"collect"}},
		"otklik run":     {{"run"}},
		"otklik status":  {{"status"}},
		"otklik check":   {{"check"}},
		"otklik export":  {{"export", "-o", in("export.jsonl")}},
		"otklik digest": {{"digest", "morning", "-o", in("digest.xlsx")}, {"digest", "morning", "--send"},
			{"digest", "morning", "--again"}},
		"otklik digests":     {{"digests", "morning", r.moment, "-o", in("kept.txt")}},
		"otklik brief":       {{"brief", "--municipality", "Энск", "-o", in("brief.txt")}},
		"otklik preview":     {{"preview", "-o", in("preview")}},
		"otklik correct":     {{"correct", "governor/vk", r.id, "--needs-answer", "no"}},
		"otklik dismiss":     {{"dismiss", "governor/vk", r.id, "--reason", "по телефону"}},
		"otklik classify":    {{"classify"}},
		"otklik reply":       {{"reply", "governor/vk", r.id, "--text", "Сделаем завтра", "--yes"}},
		"otklik check-reply": {{"check-reply"}},
		"otklik opinions":    {{"opinions", "--sample", "5", "-o", in("sample.csv")}},
		"otklik evaluate":    {{"evaluate", "--data", r.path("labelled.tsv"), "--text", "text", "--label", "label"}},
		"otklik train": {{"correct", "governor/vk", r.id, "--group", "ЖКХ"},
			{"train", "--from-store", "-o", in("model.bin")}},
		"otklik bundle":     {{"bundle", in("help.zip")}},
		"otklik backup":     {{"backup", in("copy.zst")}},
		"otklik restore":    {{"restore", r.path("copy.zst"), "--force"}},
		"otklik purge":      {with("purge.yaml", "purge")},
		"otklik forget":     {{"forget", "--author", r.person}},
		"otklik access-log": {{"access-log"}},
		"otklik import telegram": {{"import", "telegram", r.path("result.json"), "--official", "governor", "--channel",
			"telegram"},
			{"import", "telegram", r.path("result.json"), "--folder", in("trial")}},
		"otklik store key new": {{"store", "key", "new", in("new.key")}},
		"otklik store encrypt": {with("keyed.yaml", "store", "encrypt")},
		"otklik store rotate":  {with("keyed.yaml", "store", "encrypt"), with("rekeyed.yaml", "store", "rotate")},
		"otklik store decrypt": {with("keyed.yaml", "store", "encrypt"), with("keyed.yaml", "store", "decrypt")},
		"otklik store check":   {{"store", "check"}},
		"otklik store stats":   {{"store", "stats"}},
		"otklik store compact": {{"store", "compact"}},
	}
}

func newRooted(t *testing.T) *rooted {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root can give files away; whose links are followed is tested with invented owners in " +
			"internal/safefile")
	}
	r := &rooted{bench: newBench(t, smallTown())}
	r.bench.folders("service")
	r.configure("otklik.db", "service/otklik.db")
	r.configure("deliver: []", "deliver: [{file: {path: service/out, format: json}}]")
	r.configure("    channels:\n", "    municipality: Энск\n    channels:\n")
	plain := r.read("config.yaml") + "backup: {path: service/backup, schedule: \"* * * * *\", keep: 1}\npurge: " +
		"{acts: service/acts, schedule: \"* * * * *\"}\n"
	r.write("config.yaml", plain)
	r.write("purge.yaml", plain+"privacy: {retention: 1h}\n")
	begin, end := strings.Index(plain, "store:"), strings.Index(plain, "platforms:")
	for name, keys := range map[string]string{"keyed.yaml": "key_file: a.key",
		"rekeyed.yaml": "key_file: b.key, old_keys_file: a.key"} {
		r.write(name, plain[:begin]+"store: {path: service/otklik.db, "+keys+"}\n"+plain[end:])
	}
	r.write("labelled.tsv", "text\tlabel\nНет света третий день\t1\nСпасибо\t0\n")
	r.write("result.json", fmt.Sprintf(`{"name":"Обсуждение","type":"private_supergroup","id":1500000002,"messages":[
		{"id":1,"type":"message","date_unixtime":"%d","from":"Анна","from_id":"user5","text":"Нет света"}]}`, time.Now().Add(-48*time.Hour).Unix()))
	r.must("store", "key", "new", r.path("a.key"))
	r.must("store", "key", "new", r.path("b.key"))
	r.must("collect")
	r.must("digest", "morning", "--send")
	r.must("backup", r.path("copy.zst"))
	r.moment = strings.Fields(r.must("digests").out)[1]
	for _, l := range r.export() {
		if l.State == "open" && l.Channel == "governor/vk" && l.Kind == "comment" {
			r.id, r.person = l.ID, l.Platform+":"+l.AuthorID
		}
	}
	r.shell("chown", "-hR", fmt.Sprintf("%d:%d", serviceUID, serviceUID), r.path("service"))
	r.shell("cp", "-a", r.path("service"), r.path("template"))
	return r
}

// fresh is the service's folder as it was in the beginning.
func (r *rooted) fresh() {
	r.t.Helper()
	if err := os.RemoveAll(r.path("service")); err != nil {
		r.t.Fatal(err)
	}
	err := filepath.WalkDir(r.path("template"), func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		to := r.path("service" + strings.TrimPrefix(path, r.path("template")))
		info, err := entry.Info()
		switch {
		case err != nil:
			return err
		case entry.IsDir():
			err = os.Mkdir(to, info.Mode().Perm())
		default:
			var text []byte
			text, err = os.ReadFile(path)
			err = errors.Join(err, os.WriteFile(to, text, info.Mode().Perm()))
		}
		return errors.Join(err, os.Lchown(to, serviceUID, serviceUID))
	})
	if err != nil {
		r.t.Fatal(err)
	}
}

// run runs the lines of a command, each for a while at most, and gives back what they said.
func (r *rooted) run(lines [][]string, patience time.Duration) (all []result) {
	r.t.Helper()
	for _, args := range lines {
		if args[0] == "run" || args[0] == "sandbox" { // which end only when they are stopped
			patience = time.Second
		}
		ctx, cancel := context.WithCancel(r.t.Context())
		said := &watched{until: "until interrupted", then: cancel} // a sandbox, which has written all by then
		ended := time.AfterFunc(patience, cancel)
		if args[0] != "--config" && !slices.Contains(args, "--folder") {
			args = append([]string{"--config", r.path("config.yaml")}, args...)
		}
		all = append(all, r.saying(ctx, `{"id":"1","text":"Нет света","complaint":"Нет света","reply":"Сделаем"}`, said, args...))
		ended.Stop()
		cancel()
	}
	return all
}

// wholePatience lets every command come to its end.
const wholePatience = time.Minute

// learn runs every command on a folder without anything planted: what is made there belongs to the service, and its
// names are those that somebody can plant.
func (r *rooted) learn() {
	r.t.Helper()
	files, folders := map[string]bool{}, map[string]bool{}
	for command, lines := range r.lines() {
		r.fresh()
		for i, done := range r.run(lines, wholePatience) {
			if done.code != exitDone && done.code != exitPartly && done.code != exitInterrupted {
				r.t.Errorf("`%s`: otklik %v: exit %d\n%s%s", command, lines[i], done.code, done.out, done.err)
			}
		}
		for name, is := range r.look(r.path("service")) {
			if is.mode.IsDir() {
				folders[name] = true
			} else {
				files[name] = true
			}
			if is.uid != serviceUID {
				r.t.Errorf("`%s` left %s to the account %d", command, name, is.uid)
			}
		}
	}
	for _, name := range passing {
		files[name] = true
	}
	delete(files, "otklik.db")
	delete(folders, ".")
	for name := range maps.Clone(files) { // what earlier versions wrote first
		folder, base := filepath.Split(name)
		files[folder+"."+base+".part"] = true
	}
	r.files, r.folders = slices.Sorted(maps.Keys(files)), slices.Sorted(maps.Keys(folders))
}

// seen is what can be seen of a file from outside.
type seen struct {
	mode     fs.FileMode
	uid, gid uint32
	at       int64
	sum      string
}

// look is all that lies in a folder.
func (r *rooted) look(folder string) map[string]seen {
	r.t.Helper()
	all := map[string]seen{}
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		stat := info.Sys().(*syscall.Stat_t)
		s := seen{mode: info.Mode(), uid: stat.Uid, gid: stat.Gid, at: info.ModTime().UnixNano()}
		if info.Mode().IsRegular() {
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			s.sum = fmt.Sprintf("%x", sha256.Sum256(text))
		}
		name, err := filepath.Rel(folder, path)
		all[name] = s
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return all
}

// outside is what the service wants root to spoil: a file, and a folder in which there is one of every name, a store
// among them, backups, certificates and what looks left over.
func (r *rooted) outside() map[string]seen {
	r.t.Helper()
	r.shell("rm", "-rf", r.path("outside"))
	for _, name := range append(slices.Clone(r.files), "otklik-20200101T000000Z.db.zst",
		"otklik-20200102T000000Z.db.zst",
		".otklik-copy-1", ".x.part-1", ".x.otklik-0123456789abcdef", "act-2026-1.docx") {
		name = "outside/folder/" + name
		r.bench.folders(filepath.Dir(name))
		r.write(name, "precious\n")
		if err := os.Chtimes(r.path(name), time.Time{}, time.Now().Add(-time.Hour)); err != nil {
			r.t.Fatal(err)
		}
	}
	r.write("outside/file", "precious\n")
	r.write("outside/folder/otklik.db", r.read("template/otklik.db"))
	return r.look(r.path("outside"))
}

// plantings are what the service can put into a file's place.
var plantings = map[string]func(r *rooted, name, path string) error{
	"a link to a file": func(r *rooted, name, path string) error {
		if name == "otklik.db" { // a store, so that it would be used
			return os.Symlink(r.path("outside/folder/otklik.db"), path)
		}
		return os.Symlink(r.path("outside/file"), path)
	},
	"a link to nothing": func(r *rooted, name, path string) error {
		return os.Symlink(r.path("outside/made-"+strings.ReplaceAll(name, "/", "-")), path)
	},
	"a link to a folder": func(r *rooted, _, path string) error { return os.Symlink(r.path("outside/folder"), path) },
	"a second name": func(r *rooted, name, path string) error {
		return os.Link(r.path("outside/folder/"+name),
			path)
	},
	"a pipe": func(_ *rooted, _, path string) error { return syscall.Mkfifo(path, 0o600) },
}

// plant puts something into the place of each name.
func (r *rooted) plant(what string, names []string) {
	r.t.Helper()
	own := func(path string) {
		if err := os.Lchown(path, serviceUID, serviceUID); err != nil {
			r.t.Fatal(err)
		}
	}
	for _, name := range names {
		path := r.path("service/" + name)
		if info, err := os.Lstat(filepath.Dir(path)); err == nil && !info.IsDir() {
			continue // within a folder that is a link already
		}
		if err := os.RemoveAll(path); err != nil {
			r.t.Fatal(err)
		}
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			r.t.Fatal(err)
		}
		for folder := filepath.Dir(path); folder != r.folder; folder = filepath.Dir(folder) {
			own(folder)
		}
		if err := plantings[what](r, name, path); err != nil {
			r.t.Fatal(err)
		}
		if what != "a second name" { // whose owner is that of the file outside
			own(path)
		}
	}
}

// Root runs every command in the folder of the service, where the service has planted something under every name that
// the program uses: outside of that folder nothing changes, is made, given away or removed, and no command waits for
// ever. A command that is not in the list fails.
func TestRootIsLedNowhere(t *testing.T) {
	t.Parallel()
	r := newRooted(t)
	lines := r.lines()
	eachCommand(func(c *cobra.Command) {
		if _, known := lines[c.CommandPath()]; !known {
			t.Errorf("`%s` is not tried with planted links", c.CommandPath())
		}
	})
	r.learn()
	if len(r.files) < 40 || len(r.folders) < 5 {
		t.Fatalf("commands make only %v and %v", r.files, r.folders)
	}
	// Without its log no command that gives something out does anything: it is planted apart from the others.
	const log = "otklik.db.access.jsonl"
	places := map[string][]string{"every file": slices.DeleteFunc(slices.Clone(r.files),
		func(name string) bool { return name == log }),
		"the log": {log}, "the store": {"otklik.db"}, "every folder": r.folders}
	for where, names := range places {
		for what := range plantings {
			leads := what == "a link to a file" || what == "a second name"
			if where == "every folder" && what != "a link to a folder" || where == "the store" && !leads {
				continue // what is opened there fails at once
			}
			t.Run(what+" in the place of "+where, func(t *testing.T) {
				t.Parallel()
				own := newRooted(t)
				own.files = r.files
				own.leadsNowhere(what, names, where == "every file" && what == "a link to a file")
			})
		}
	}
}

// leadsNowhere runs every command where something was planted, the demo only if asked for: it takes its time, and has a
// store of its own.
func (r *rooted) leadsNowhere(what string, names []string, demo bool) {
	r.t.Helper()
	before := r.outside()
	for command, lines := range r.lines() {
		if len(lines) == 0 || command == "otklik demo" && !demo {
			continue
		}
		r.fresh()
		r.plant(what, names)
		r.run(lines, wholePatience)
		if after := r.look(r.path("outside")); !maps.Equal(before, after) {
			r.t.Errorf("`%s`: outside %s", command, changes(before, after))
			before = r.outside()
		}
	}
}

// changes names what differs.
func changes(before, after map[string]seen) string {
	var all []string
	for name, was := range before {
		if is, there := after[name]; !there {
			all = append(all, name+" is gone")
		} else if is != was {
			all = append(all, fmt.Sprintf("%s was %v of %d, is %v of %d", name, was.mode, was.uid, is.mode, is.uid))
		}
	}
	for name, is := range after {
		if _, there := before[name]; !there {
			all = append(all, fmt.Sprintf("%s was made, %v of %d", name, is.mode, is.uid))
		}
	}
	slices.Sort(all)
	return strings.Join(all, "; ")
}

// eachCommand looks at every command of the program.
func eachCommand(look func(*cobra.Command)) {
	var walk func(*cobra.Command)
	walk = func(c *cobra.Command) {
		look(c)
		for _, inner := range c.Commands() {
			walk(inner)
		}
	}
	root := (&cli{streams: streams{out: os.Stdout, err: os.Stderr}}).command()
	root.InitDefaultCompletionCmd()
	walk(root)
}

// A link among the backups may lead to another office's store, which root could read and the service may not.
func TestRootRestoresNoLinkOfTheService(t *testing.T) {
	t.Parallel()
	r := newRooted(t)
	r.write("secret.db", r.read("template/otklik.db"))
	link := r.path("service/otklik-20261130T000000Z.db.zst")
	for what, plant := range map[string]func() error{
		"a link":        func() error { return os.Symlink(r.path("secret.db"), link) },
		"a second name": func() error { return os.Link(r.path("secret.db"), link) },
		"a pipe":        func() error { return syscall.Mkfifo(link, 0o600) },
	} {
		r.fresh()
		before := r.look(r.path("service"))["otklik.db"].sum
		if err := plant(); err != nil {
			t.Fatal(err)
		}
		if what != "a second name" {
			if err := os.Lchown(link, serviceUID, serviceUID); err != nil {
				t.Fatal(err)
			}
		}
		got := r.otklik("restore", link, "--force")
		if got.code == exitDone || !strings.Contains(got.err, "may lead anywhere") ||
			r.look(r.path("service"))["otklik.db"].sum != before {
			t.Errorf("%s: exit %d %s%s", what, got.code, got.out, got.err)
		}
	}
}

// What a user arranges in his own folders goes on, and so do the names of what a process has been given open.
func TestOutputsOfAllKinds(t *testing.T) {
	b := newBench(t, smallTown())
	b.folders("disk", "elsewhere")
	if err := os.Symlink("disk", b.path("data")); err != nil {
		t.Fatal(err)
	}
	b.configure("otklik.db", "data/otklik.db")
	b.must("collect")
	want := b.must("export").out
	for _, to := range []string{"/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"} {
		cmd := b.process("export", "-o", to)
		out, err := cmd.Output()
		if err != nil || string(out) != want {
			t.Errorf("%s: %d bytes of %d, %v", to, len(out), len(want), err)
		}
	}
	b.must("export", "-o", "/dev/null")
	b.write("old.jsonl", "old")
	file, err := os.Create(b.path("redirected.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	cmd := b.process("export", "-o", "/dev/stdout")
	cmd.Stdout = file
	if err := cmd.Run(); err != nil || b.read("redirected.jsonl") != want {
		t.Errorf("standard output that is a file: %v, %d bytes", err, len(b.read("redirected.jsonl")))
	}
	if err := os.Symlink(b.path("disk"), b.path("elsewhere/link")); err != nil {
		t.Fatal(err)
	}
	t.Chdir(b.path("elsewhere"))
	b.must("export", "-o", "link/../old.jsonl")
	if b.read("old.jsonl") != want {
		t.Error("a relative path through a link of one's own")
	}
}
