package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
)

// unaudited are the commands that leave no line in the access log, each with why: what they show tells of no citizen,
// and what they do changes nothing that anybody wrote.
var unaudited = map[string]string{
	"otklik":                       "prints help",
	"otklik help":                  "prints help",
	"otklik version":               "prints the version",
	"otklik licenses":              "prints licences",
	"otklik completion":            "has only sub-commands",
	"otklik completion bash":       "prints a script",
	"otklik completion zsh":        "prints a script",
	"otklik completion fish":       "prints a script",
	"otklik completion powershell": "prints a script",
	"otklik demo":                  "shows an invented town",
	"otklik sandbox":               "plays an invented town",
	"otklik collect":               "prints counts; what it sends, backs up and purges at its end is noted as such",
	"otklik run":                   "prints nothing; what it sends, backs up and purges is noted as such",
	"otklik status": "figures, times and the office's own addresses; of whoever answers like staff " +
		"the account's number alone",
	"otklik check": "tokens, rights and settings; of whoever answers like staff the account's number " +
		"alone",
	"otklik access-log":    "shows this log, which holds nothing that a citizen wrote",
	"otklik import":        "has only sub-commands",
	"otklik store":         "has only sub-commands",
	"otklik store check":   "counts, and faults by page and key",
	"otklik store stats":   "counts and sizes",
	"otklik store compact": "sizes; the file's contents stay and stay where they are",
	"otklik store key":     "has only sub-commands",
	"otklik store key new": "makes a key for no store yet, and prints its fingerprint",
}

// audited are the commands that leave lines, with the fields of the lines that say what was done. A path or way of * is
// any; a field that is not named must be absent.
var audited = map[string][]map[string]any{
	"otklik export": {{"action": "export", "channels": []any{"governor/telegram", "governor/vk"}, "count": 11.,
		"unmasked": true,
		"format":   "jsonl", "path": "-"}},
	"otklik digest": {{"action": "digest", "digest": "morning", "of": "*", "count": "*", "format": "text", "path": "-"},
		{"action": "send", "digest": "morning", "of": "*", "format": "json", "way": "*"},
		{"action": "send", "digest": "morning", "of": "*", "format": "json", "way": "*"}},
	"otklik digests": {{"action": "open digest", "digest": "morning", "of": "*", "format": "text", "path": "-"}},
	"otklik brief":   {{"action": "brief", "of": "*", "count": "*", "format": "text", "path": "-"}},
	"otklik preview": {{"action": "preview", "digest": "morning", "of": "*", "path": "*"}},
	"otklik correct": {{"action": "correct", "channels": []any{"governor/vk"}, "count": 1.},
		{"action": "correct", "channels": []any{"governor/vk"}, "count": 1., "undone": true}},
	"otklik dismiss": {{"action": "dismiss", "channels": []any{"governor/vk"}, "count": 1.},
		{"action": "look up", "channels": []any{"governor/vk"}, "count": 1., "path": "-"},
		{"action": "look up", "channels": []any{"governor/vk"}, "count": 1., "path": "-"}},
	"otklik classify": {{"action": "classify"}},
	"otklik reply": {{"action": "look up", "channels": []any{"governor/vk"}, "count": 1., "path": "-"},
		{"action": "reply", "channels": []any{"governor/vk"}, "count": 1.}},
	"otklik opinions":    {{"action": "sample", "count": 2., "format": "csv", "path": "*"}},
	"otklik check-reply": {{"action": "check-reply"}},
	"otklik evaluate":    {{"action": "evaluate", "path": "*"}},
	"otklik train": {{"action": "correct", "channels": []any{"governor/vk"}, "count": 1.},
		{"action": "train", "count": 1., "path": "*"}},
	"otklik import telegram": {{"action": "import", "channels": []any{"governor/telegram"}, "path": "*"}},
	"otklik backup":          {{"action": "backup", "unmasked": true, "path": "*"}},
	"otklik restore":         {{"action": "restore", "path": "*"}},
	"otklik bundle":          {{"action": "bundle", "path": "*"}},
	"otklik store encrypt":   {{"action": "encrypt"}},
	"otklik store rotate":    {{"action": "rotate"}},
	"otklik store decrypt":   {{"action": "decrypt"}},
	"otklik purge":           {{"action": "purge", "count": "*", "path": "*"}},
	"otklik forget": {{"action": "look up", "path": "-"},
		{"action": "forget", "count": "*", "path": "*"}},
}

// deed runs a command so that it does what it is for.
type deed struct {
	command string
	run     func()
}

// deeds are all that leave lines, in an order in which each can be done, and some that leave none.
func (b *bench) deeds() []deed {
	var id, person string
	plain := b.read("config.yaml")
	keyed := func(lines string) {
		b.write("config.yaml", plain)
		b.keyed(lines)
	}
	return []deed{
		{"otklik collect", func() { b.must("collect") }},
		{"otklik export", func() {
			for _, l := range b.export() {
				if l.State == "open" && l.Channel == "governor/vk" && l.Kind == "comment" {
					id, person = l.ID, l.Platform+":"+l.AuthorID
				}
			}
		}},
		{"otklik digest", func() {
			b.must("digest", "morning")
			b.must("digest", "morning", "--dry-run")
			b.must("digest", "morning", "--send")
			b.must("digest", "morning", "--send") // they have it
			b.must("digest", "morning", "--again")
		}},
		{"otklik digests", func() { b.must("digests", "morning", strings.Fields(b.must("digests").out)[1]) }},
		{"otklik brief", func() { b.must("brief", "--municipality", "Энск") }},
		{"otklik preview", func() { b.must("preview", "-o", b.path("preview")) }},
		{"otklik correct", func() {
			b.must("correct", "governor/vk", id, "--needs-answer", "no")
			b.must("correct", "governor/vk", id, "--undo")
			b.otklik("correct", "governor/vk", id, "--undo") // nothing to take back: nothing shown
		}},
		{"otklik dismiss", func() {
			b.must("dismiss", "governor/vk", id, "--reason", "по телефону")
			b.otklik("dismiss", "governor/vk", id, "--reason", "ещё раз") // shows it and refuses
			// an id without a channel: lists it and refuses
			b.otklik("dismiss", id, "--reason", "чьё оно?")
		}},
		{"otklik reply", func() {
			b.must("reply", "governor/vk", id, "--text", "Сделаем до 5 декабря.", "--yes")
		}},
		{"otklik opinions", func() {
			b.must("opinions", "--sample", "2", "-o", b.path("sample.csv"))
			b.must("opinions", "--from", b.path("sample.csv")) // nobody has answered
		}},
		{"otklik train", func() {
			b.must("correct", "governor/vk", id, "--group", "ЖКХ")
			b.must("train", "--from-store", "-o", b.path("model.bin"))
		}},
		{"otklik classify", func() {
			b.with(b.t.Context(), `{"id":1,"text":"Нет света"}`, "--config", b.path("config.yaml"), "classify")
		}},
		{"otklik check-reply", func() {
			b.with(b.t.Context(), `{"id":1,"complaint":"Нет света","reply":"Уточняем"}`, "--config", b.path("config.yaml"),
				"check-reply")
		}},
		{"otklik evaluate", func() {
			b.write("labelled.tsv", "text\tlabel\nНет света третий день\t1\nСпасибо\t0\n")
			b.must("evaluate", "--data", b.path("labelled.tsv"), "--text", "text", "--label", "label")
		}},
		{"otklik import telegram", func() {
			b.write("result.json",
				fmt.Sprintf(`{"name":"Обсуждение","type":"private_supergroup","id":1500000002,"messages":[
				{"id":1,"type":"message","date_unixtime":"%d","from":"Анна","from_id":"user5","text":"Нет света"}]}`,
					time.Now().Add(-48*time.Hour).Unix()))
			b.must("import", "telegram", b.path("result.json"), "--official", "governor", "--channel", "telegram")
		}},
		{"otklik bundle", func() { b.must("bundle", b.path("help.zip")) }},
		{"otklik backup", func() { b.must("backup", b.path("copy.zst")) }},
		{"otklik restore", func() { b.must("restore", b.path("copy.zst"), "--force") }},
		{"otklik store key new", func() {
			b.must("store", "key", "new", b.path("a.key"))
			b.must("store", "key", "new", b.path("b.key"))
		}},
		{"otklik store encrypt", func() { keyed("  key_file: a.key\n"); b.must("store", "encrypt") }},
		{"otklik store rotate", func() {
			keyed("  key_file: b.key\n  old_keys_file: a.key\n")
			b.must("store", "rotate")
		}},
		{"otklik store decrypt", func() { b.must("store", "decrypt"); b.write("config.yaml", plain) }},
		{"otklik store check", func() { b.must("store", "check") }},
		{"otklik store stats", func() { b.must("store", "stats") }},
		{"otklik store compact", func() { b.must("store", "compact") }},
		{"otklik status", func() { b.otklik("status") }},
		{"otklik check", func() { b.otklik("check") }},
		{"otklik access-log", func() { b.must("access-log") }},
		{"otklik version", func() { b.must("version") }},
		{"otklik forget", func() {
			b.must("forget", "--author", person, "--dry-run")
			b.must("forget", "--author", person)
		}},
		{"otklik purge", func() {
			b.must("purge", "--dry-run")
			b.write("config.yaml", plain+"privacy: {retention: 1h}\n")
			b.must("purge")
		}},
	}
}

// Every command is either noted with the fields that tell what was done, or stands among those that show nothing of
// anybody with the reason. A new one that is in neither list fails, and so does one that is said to be noted and is
// not run here.
func TestEveryCommandIsNotedOrShowsNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	_, address := newHook(t)
	b.configure("deliver: []", `deliver: [{webhook: {url: "`+address+`", secret: s3cret}}]`)
	b.configure("    channels:\n", "    municipality: Энск\n    channels:\n")
	var walk func(*cobra.Command)
	walk = func(c *cobra.Command) {
		path := c.CommandPath()
		if audited[path] == nil && unaudited[path] == "" {
			t.Errorf("`%s` is neither noted in the access log nor said to show nothing of anybody", path)
		}
		if audited[path] != nil && unaudited[path] != "" {
			t.Errorf("`%s` stands in both lists", path)
		}
		for _, inner := range c.Commands() {
			walk(inner)
		}
	}
	root := (&cli{streams: streams{out: os.Stdout, err: os.Stderr}}).command()
	root.InitDefaultCompletionCmd()
	walk(root)
	ran := map[string]bool{}
	for _, d := range b.deeds() {
		ran[d.command] = true
		before := len(b.accessLines())
		d.run()
		sameLines(t, d.command, b.accessLines()[before:], audited[d.command])
	}
	for command := range audited {
		if !ran[command] {
			t.Errorf("`%s` is said to be noted and was not tried", command)
		}
	}
}

// accessLines are the access log's lines.
func (b *bench) accessLines() (lines []map[string]any) {
	b.t.Helper()
	text, err := os.ReadFile(b.path("otklik.db.access.jsonl"))
	if err != nil && !os.IsNotExist(err) {
		b.t.Fatal(err)
	}
	for l := range strings.Lines(string(text)) {
		var fields map[string]any
		if err := json.Unmarshal([]byte(l), &fields); err != nil {
			b.t.Fatal(err)
		}
		lines = append(lines, fields)
	}
	return lines
}

func sameLines(t *testing.T, command string, got, want []map[string]any) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("`%s` left %d lines, want %d: %v", command, len(got), len(want), got)
		return
	}
	for i := range want {
		for _, of := range []string{"at", "user", "uid"} {
			if got[i][of] == nil {
				t.Errorf("`%s`: a line without %s", command, of)
			}
			delete(got[i], of)
		}
		delete(got[i], "via")
		for field, value := range want[i] {
			list, isList := value.([]any)
			switch found := got[i][field]; {
			case found == nil:
				t.Errorf("`%s`: a line without %s: %v", command, field, got[i])
			case isList && !slices.Equal(list, found.([]any)), !isList && value != "*" && found != value:
				t.Errorf("`%s`: %s is %v, want %v", command, field, found, value)
			}
		}
		for field, value := range got[i] {
			if _, known := want[i][field]; !known {
				t.Errorf("`%s`: a line with %s: %v", command, field, value)
			}
		}
	}
}

// What would leave unmasked and cannot be noted does not leave; what is masked does, and it is said. Once it can be
// noted again the digest goes out.
func TestWhatIsSentIsNotedFirst(t *testing.T) {
	t.Parallel()
	for _, masked := range []bool{true, false} {
		b := newBench(t, smallTown())
		h, address := newHook(t)
		b.configure("deliver: []", `deliver: [{webhook: {url: "`+address+`", secret: s3cret}}]`)
		if !masked {
			b.write("config.yaml", b.read("config.yaml")+"privacy: {mask: false}\n")
		}
		b.must("collect")
		log := b.path("otklik.db.access.jsonl")
		if err := os.Mkdir(log, 0o700); err != nil {
			t.Fatal(err)
		}
		r := b.otklik("digest", "morning", "--send")
		switch {
		case masked && (r.code != exitDone || h.got() != 1 || !strings.Contains(r.err, "could not be noted")):
			t.Errorf("masked: exit %d, %d sent, %s", r.code, h.got(), r.err)
		case !masked && (r.code != exitFailed || h.got() != 0 || !strings.Contains(r.out, "cannot be noted")):
			t.Errorf("unmasked: exit %d, %d sent, %s%s", r.code, h.got(), r.out, r.err)
		}
		if err := os.Remove(log); err != nil {
			t.Fatal(err)
		}
		h.set(http.StatusServiceUnavailable)
		b.otklik("digest", "morning", "--again")
		h.set(http.StatusOK)
		b.must("digest", "morning", "--send")
		lines := b.accessLines()
		if len(lines) != 3 || lines[1]["failed"] != true || lines[2]["failed"] != nil {
			t.Fatalf("masked %v: a refused sending and one that arrived left %v", masked, lines)
		}
		for _, l := range lines {
			if l["action"] != "send" || l["way"] == nil || (l["unmasked"] == nil) != masked {
				t.Errorf("masked %v: %v", masked, l)
			}
		}
	}
}

// A digest that was made with masks off is unmasked, whatever the configuration says when it is sent.
func TestAnUnmaskedDigestIsNotedAsOneWhenMasksAreBack(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	h, address := newHook(t)
	b.configure("deliver: []", `deliver: [{webhook: {url: "`+address+`", secret: s3cret}}]`)
	plain := b.read("config.yaml")
	b.write("config.yaml", plain+"privacy: {mask: false}\n")
	b.must("collect")
	h.set(http.StatusServiceUnavailable)
	b.otklik("digest", "morning", "--send")
	h.set(http.StatusOK)
	b.write("config.yaml", plain)
	b.must("digest", "morning", "--send")
	if lines := b.accessLines(); h.got() != 1 || len(lines) != 3 || lines[2]["unmasked"] != true {
		t.Errorf("%d sent, %v", h.got(), lines)
	}
	of := b.accessLines()[0]["of"].(string)
	b.must("digests", "morning", of)
	if lines := b.accessLines(); lines[3]["action"] != "open digest" || lines[3]["unmasked"] != true {
		t.Errorf("opened: %v", lines[3])
	}
}

// What is learnt from the store, and the store's being made readable, wait for their lines.
func TestWhatCannotBeNotedIsNotDone(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.must("collect")
	id := b.firstComplaint()
	b.must("correct", "governor/vk", id, "--needs-answer", "no")
	b.must("store", "key", "new", b.path("a.key"))
	b.keyed("  key_file: a.key\n")
	b.must("store", "encrypt")
	log := b.path("otklik.db.access.jsonl")
	if err := os.Rename(log, log+".aside"); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(log, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"store", "decrypt"}, {"train", "--from-store", "-o", b.path("model.bin")}} {
		if r := b.otklik(args...); r.code != exitFailed || !strings.Contains(r.err, "it cannot be noted") {
			t.Errorf("otklik %s: exit %d\n%s%s", strings.Join(args, " "), r.code, r.out, r.err)
		}
	}
	if _, err := os.Stat(b.path("model.bin")); err == nil {
		t.Error("a model was written")
	}
	if r := b.must("store", "stats"); !strings.Contains(r.out, "encrypted with the key") {
		t.Errorf("%s", r.out)
	}
}
