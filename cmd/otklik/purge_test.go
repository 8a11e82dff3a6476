package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"otklik/internal/inbox"
	"otklik/internal/sandbox/town"
	"otklik/store/bolt"
)

// keep sets how long messages are kept.
func (b *bench) keep(retention string) {
	b.t.Helper()
	b.write("config.yaml", b.read("config.yaml")+"\nprivacy: {retention: "+retention+"}\npurge: {acts: papers, "+
		"operator: 'Правительство Энской области'}\n")
}

// papers are the documents that purges wrote, by name.
func (b *bench) papers() map[string][]byte {
	b.t.Helper()
	papers := map[string][]byte{}
	names, err := filepath.Glob(b.path("papers/*"))
	if err != nil {
		b.t.Fatal(err)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			b.t.Fatal(err)
		}
		papers[filepath.Base(name)] = data
	}
	return papers
}

// year is the one that certificates are numbered in: the office's, which begins three hours before that of Greenwich.
func year() string { return time.Now().In(time.FixedZone("Europe/Moscow", 3*60*60)).Format("2006") }

// silent fails where one of the words stands in the store's file or in a document.
func (b *bench) silent(words ...string) {
	b.t.Helper()
	files := b.papers()
	files["otklik.db"] = []byte(b.read("otklik.db"))
	for name, data := range files {
		for _, w := range words {
			if bytes.Contains(data, []byte(w)) {
				b.t.Errorf("%q is left in %s", w, name)
			}
		}
	}
}

// What is purged does not come back, although the platform still shows it within the window.
func TestPurgeAndCollectAgain(t *testing.T) {
	t.Parallel()
	for _, mode := range []string{"delete", "depersonalise"} {
		t.Run(mode, func(t *testing.T) {
			b := newBench(t, smallTown())
			b.keep("4h") // the town wrote five hours ago
			b.configure("purge: {", "purge: {mode: "+mode+", ")
			b.must("collect")
			lines := b.export()
			var words []string
			for _, l := range lines {
				if !l.Official {
					words = append(words, l.Text, l.Author)
				}
			}
			if len(words) < 10 || !strings.Contains(b.read("otklik.db"), words[0]) {
				t.Fatalf("nothing to be found before the purge: %d words", len(words))
			}
			if r := b.must("purge", "--dry-run"); !strings.HasPrefix(r.out,
				fmt.Sprintf("%d messages would be", len(lines))) || len(b.papers()) > 0 {
				t.Errorf("%s", r.out)
			}
			b.write("otklik.db.before-restore-20260101", "x")
			r := b.must("purge")
			if !strings.HasPrefix(r.out, fmt.Sprintf("act %s-1: %d messages ", year(), len(lines))) ||
				!strings.Contains(r.err, "otklik.db.before-restore-20260101") {
				t.Errorf("%s%s", r.out, r.err)
			}
			b.silent(words...)
			left := 0
			if mode == "depersonalise" {
				left = len(lines)
			}
			if n := len(b.export()); n != left {
				t.Errorf("%d messages after the purge, want %d", n, left)
			}
			b.must("collect")
			if n := len(b.export()); n != left {
				t.Errorf("%d messages after reading again, want %d", n, left)
			}
			b.silent(words...)
			post := b.platform.Posts(town.VK)[0]
			if _, err := b.platform.AddComment(town.VK, post, 0, "Фонари так и не горят, почините!", "",
				0); err != nil {
				t.Fatal(err)
			}
			b.must("collect")
			if n := len(b.export()); n != left+1 {
				t.Errorf("%d messages after a new one, want %d", n, left+1)
			}
			if problems := b.must("check").out; strings.Contains(problems, "FAULT") {
				t.Error(problems)
			}
			b.sound()
			if r := b.must("purge"); !strings.Contains(r.out, "nothing") || len(b.papers()) != 5 {
				t.Errorf("a second purge: %s; %d papers", r.out, len(b.papers()))
			}
		})
	}
}

// sound looks through the whole store.
func (b *bench) sound() {
	b.t.Helper()
	problems, err := bolt.NewShared(b.path("otklik.db"), bolt.Options{}).Check(b.t.Context())
	if err != nil || len(problems) > 0 {
		b.t.Errorf("the store: %v, %v", problems, err)
	}
}

func TestForgetOnePerson(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.keep("365d")
	b.must("collect")
	var person line
	own := 0
	for _, l := range b.export() {
		if l.Platform == "vk" && l.Kind == "direct" && !l.Official {
			person = l
		}
	}
	for _, l := range b.export() {
		if l.Platform == "vk" && (l.AuthorID == person.AuthorID || l.Kind == "direct") {
			own++
		}
	}
	all := len(b.export())
	for _, wrong := range []string{"", "vk", "vk:", "max:5", person.AuthorID} {
		if r := b.otklik("forget", "--author", wrong); r.code != exitUsage {
			t.Errorf("--author %q: exit %d", wrong, r.code)
		}
	}
	for wrong, hint := range map[string]string{"vk:id" + person.AuthorID: "is vk:" + person.AuthorID + " meant",
		"vk:abc": "is a number", "telegram:user5": "is telegram:5 meant",
		"telegram:channel5": "with a minus", "vk:+5": "is vk:5 meant", "vk:007": "is vk:7 meant", "vk:0": "is a number",
		"vk:-": "is a number", "vk:1 2": "is a number"} {
		for _, dry := range []string{"--dry-run", "--dry-run=false"} {
			if r := b.otklik("forget", "--author", wrong, dry); r.code != exitUsage || !strings.Contains(r.err, hint) {
				t.Errorf("--author %q: exit %d, %s", wrong, r.code, r.err)
			}
		}
	}
	b.must("forget", "--author", "vk:-987654", "--dry-run") // a community
	r := b.must("forget", "--author", "vk:"+person.AuthorID)
	if !strings.Contains(r.out, fmt.Sprintf("-1: %d messages deleted", own)) {
		t.Errorf("%d messages: %s", own, r.out)
	}
	b.silent(person.Text, person.AuthorID)
	b.must("collect")
	if n := len(b.export()); n != all-own {
		t.Errorf("%d messages after reading again, want %d", n, all-own)
	}
	b.silent(person.Text)
	b.sound()
	if r := b.must("forget", "--author", "vk:"+person.AuthorID); !strings.Contains(r.out, "nothing of this author") ||
		len(b.papers()) != 5 {
		t.Errorf("%s; %d papers", r.out, len(b.papers()))
	}
	b.must("forget", "--author", "vk:4815162342")
	b.silent("4815162342") // who was asked for in vain is not kept either
	papers := b.papers()
	for name := range papers {
		act := strings.Join(strings.Fields(string(papers[name])), " ")
		if strings.HasPrefix(name, "act-") && strings.HasSuffix(name, ".txt") &&
			(!strings.Contains(act, "требование субъекта") || !strings.Contains(act, "База не зашифрована")) {
			t.Errorf("%s does not name its ground and what is left:\n%s", name, papers[name])
		}
	}
}

// Killed at any moment, a purge is finished by the next one, and the certificates tell of every message once.
func TestKilledPurges(t *testing.T) {
	t.Parallel()
	const messages, canary = 5000, "канарейка с улицы Выдуманной"
	b := newBench(t, smallTown())
	b.keep("30d")
	s := bolt.NewShared(b.path("otklik.db"), bolt.Options{})
	var batch inbox.Batch
	for i := range messages {
		batch.Messages = append(batch.Messages, inbox.Message{Channel: "governor/vk", Platform: "vk",
			Kind: inbox.Comment, ID: strconv.Itoa(i), Thread: fmt.Sprint("-1_", i%40),
			Author: inbox.Author{ID: fmt.Sprint(5000 + i%300), Name: "Канарейкина Проверка"},
			Text:   fmt.Sprintf("%s, дом %d: когда вывезут мусор?", canary, i),
			Sent:   time.Now().Add(-60 * 24 * time.Hour).Add(time.Duration(i) * time.Second),
			Raw:    fmt.Appendf(nil, `{"text":"%s %d"}`, canary, i)})
	}
	batch.Next = []byte(`x`)
	if _, err := s.Commit(t.Context(), "import of a test", nil, batch); err != nil {
		t.Fatal(err)
	}
	kills, readable := 0, messages
	for limit, over := 40*time.Millisecond, false; !over; limit += limit / 3 {
		cmd := b.process("purge")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(limit/2+time.Duration(rand.Int64N(int64(limit))), func() { _ = cmd.Process.Kill() })
		if over = cmd.Wait() == nil; !over {
			kills++
		}
		timer.Stop()
		b.sound()
		n := 0
		if err := s.Each(t.Context(), func(r inbox.Record) error {
			n++
			if !strings.HasPrefix(r.Message.Text, canary) || r.Message.Author.Name == "" {
				t.Errorf("half a message: %+v", r.Message)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if n > readable {
			t.Errorf("%d messages after %d", n, readable)
		}
		readable = n
	}
	b.must("purge")
	t.Logf("%d purges were killed before one came to its end", kills)
	b.silent(canary, "Канарейкина")
	b.sound()
	told, people := map[string]int{}, map[string]bool{}
	for name, data := range b.papers() {
		if !strings.HasSuffix(name, ".csv") {
			continue
		}
		reader := csv.NewReader(bytes.NewReader(data))
		reader.Comma = ';'
		rows, err := reader.ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows[1:] {
			told[row[3]]++
			people[row[4]] = true
		}
	}
	if len(people) != 300 {
		t.Errorf("300 people have %d pseudonyms", len(people))
	}
	if len(told) != messages {
		t.Errorf("the acts tell of %d messages, want %d", len(told), messages)
	}
	for record, n := range told {
		if n != 1 {
			t.Fatalf("%s is told %d times", record, n)
		}
	}
	if left, _ := filepath.Glob(b.path("otklik.db.compacting")); len(left) > 0 {
		t.Error("a half-written file is left")
	}
}
