package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"otklik/internal/sandbox"
	"otklik/internal/sandbox/town"
	"otklik/store/bolt"
)

func TestCollectAndDigest(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.must("collect")
	lines := b.export()
	states := map[string]int{}
	for _, l := range lines {
		if l.Official != (l.State == "") {
			t.Errorf("message %s: official %v, state %q", l.ID, l.Official, l.State)
		}
		if l.Channel != "governor/"+l.Platform || l.Thread == "" || l.ID == "" || l.SentAt.IsZero() {
			t.Errorf("an incomplete line: %+v", l)
		}
		states[l.Platform+" "+l.Kind+" "+l.State]++
	}
	want := map[string]int{"vk comment open": 1, "vk comment none": 1, "vk comment answered": 1, "vk comment ": 1,
		"vk direct open": 1, "vk direct ": 1,
		"telegram comment open": 1, "telegram comment none": 1, "telegram comment answered": 1, "telegram comment ": 2}
	for state, n := range want {
		if states[state] != n {
			t.Errorf("%d times %q, want %d; all: %v", states[state], state, n, states)
		}
	}
	d := b.digest()
	if !d.Complete || d.Totals.Unanswered != 3 || len(d.Complaints) != 3 || d.Schema != "otklik/digest/1" ||
		d.Digest != "morning" {
		t.Errorf("digest: %+v", d)
	}
	if !d.Complaints[0].Urgent {
		t.Errorf("no heating is not first: %+v", d.Complaints)
	}
	for _, c := range d.Complaints {
		if strings.Contains(c.Text, "000-00") || strings.Contains(c.Author, "Проверкина") {
			t.Errorf("personal data leaves unmasked: %+v", c)
		}
	}
}

func TestQuietCollectCostsOneCallPerQueue(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.must("collect")
	before := len(b.export())
	b.platform.ForgetRequests()
	b.must("collect")
	for method, most := range map[string]int{"wall.get": 1, "wall.getComments": 0, "messages.getConversations": 1,
		"messages.getHistory": 0} {
		if got := b.platform.Calls(method); got > most {
			t.Errorf("%d calls of %s in a quiet pull, want at most %d", got, method, most)
		}
	}
	if after := len(b.export()); after != before {
		t.Errorf("%d messages, then %d", before, after)
	}
}

func TestLaterAnswersEditsAndDeletions(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.must("collect")
	post := b.platform.Posts(town.VK)[0]
	comments := b.platform.Comments(town.VK, post)
	if _, err := b.platform.AddComment(town.VK, post, town.OfficialSide, "Фонари на Заречной починили 20 ноября, "+
		"заменено 6 ламп.", "", comments[0]); err != nil {
		t.Fatal(err)
	}
	if err := b.platform.DeleteComment(comments[1]); err != nil {
		t.Fatal(err)
	}
	if _, err := b.platform.AddComment(town.VK, post, 2, "Ничего не вывезли, мусор так и лежит!", "",
		comments[2]); err != nil {
		t.Fatal(err)
	}
	b.must("collect")
	states, deleted := map[string]string{}, 0
	for _, l := range b.export() {
		if l.Platform == "vk" && l.Kind == "comment" && !l.Official {
			states[l.Text[:min(len(l.Text), 20)]] = l.State
			if l.DeletedAt != nil {
				deleted++
			}
		}
	}
	if states["На Заречной"[:20]] != "answered" || states["Ничего не вывезли"[:20]] != "reopened" || deleted != 1 {
		t.Errorf("states %v, %d deleted", states, deleted)
	}
}

func TestExitCodes(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name   string
		change func(b *bench)
		args   []string
		code   int
		says   string
	}{
		{"unknown command", nil, []string{"colect"}, exitUsage, "colect"},
		{"unknown flag", nil, []string{"collect", "--fast"}, exitUsage, "--fast"},
		{"unknown channel", nil, []string{"collect", "governor/max"}, exitUsage, "governor/vk"},
		{"unknown digest", nil, []string{"digest", "evening"}, exitUsage, "morning"},
		{"no digest named", nil, []string{"digest"}, exitUsage, "morning"},
		{"unknown format", nil, []string{"digest", "morning", "--format", "gif"}, exitUsage, "gif"},
		{"a time that is none", nil, []string{"digest", "morning", "--at", "someday"}, exitUsage, "yesterday"},
		{"nowhere to send", nil, []string{"digest", "morning", "--send"}, exitDone, "sent to nobody"},
		{"log level", nil, []string{"collect", "--log-level", "loud"}, exitUsage, "loud"},
		{"unknown key", func(b *bench) { b.configure("language: ru", "language: ru\ncolour: red") },
			[]string{"collect"}, exitUsage, "colour"},
		{"unset variable", func(b *bench) { b.configure("language: ru", "language: ${LANGUAGE}") }, []string{"collect"},
			exitUsage, "LANGUAGE"},
		{"no configuration", func(b *bench) { _ = os.Remove(b.path("config.yaml")) }, []string{"collect"},
			exitUsage, "config"},
		{"preview of no digest", func(b *bench) {
			b.must("collect")
			config := b.read("config.yaml")
			_, digests, _ := strings.Cut(config, "digests:\n")
			digests, _, _ = strings.Cut(digests, "\nreading:")
			b.configure("digests:\n"+digests, "digests: []")
		}, []string{"preview", "--output", "pictures"}, exitUsage, "`digests` is an empty list"},
		{"one token revoked", func(b *bench) { b.platform.Revoke(sandbox.ServiceToken) }, []string{"collect"},
			exitPartly, "service_token"},
		{"all tokens revoked", func(b *bench) {
			b.platform.Revoke(sandbox.ServiceToken)
			b.platform.Revoke(sandbox.CommunityToken)
			b.platform.Revoke(sandbox.BotToken)
		}, []string{"collect"}, exitFailed, "bot_token"},
		{"check finds it", func(b *bench) { b.platform.Revoke(sandbox.BotToken) }, []string{"check"},
			exitFailed, "FAULT"},
		{"check is content", nil, []string{"check"}, exitDone, "everything that could be checked works"},
		{"import without a target", nil, []string{"import", "telegram", "x.json"}, exitUsage, "--official"},
		{"import into VK", nil, []string{"import", "telegram", "x.json", "--official", "governor", "--channel", "vk"},
			exitUsage, "not of telegram"},
		{"import of nothing", nil, []string{"import", "telegram", "nowhere.json", "--official", "governor", "--channel",
			"telegram"}, exitFailed, "nowhere.json"},
		{"dismiss what is not there", func(b *bench) { b.must("collect") },
			[]string{"dismiss", "governor/vk", "99999", "--reason", "x"}, exitFailed, "no message"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			b := newBench(t, smallTown())
			if c.change != nil {
				c.change(b)
			}
			r := b.otklik(c.args...)
			if r.code != c.code || !strings.Contains(r.out+r.err, c.says) {
				t.Errorf("exit %d, want %d with %q\n%s%s", r.code, c.code, c.says, r.out, r.err)
			}
		})
	}
}

func TestInterruptedCollect(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.platform.Fail("*", -1, sandbox.Failure{Kind: sandbox.Timeout})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	time.AfterFunc(50*time.Millisecond, cancel)
	if r := b.with(ctx, "", "--config", b.path("config.yaml"), "collect"); r.code != exitInterrupted {
		t.Errorf("exit %d\n%s%s", r.code, r.out, r.err)
	}
}

func TestATakenStoreSaysWhoHasIt(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	s, err := bolt.Open(b.path("otklik.db"), bolt.Options{Purpose: "otklik something"})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	r := b.otklik("export")
	if r.code != exitFailed || !strings.Contains(r.err, "otklik something") {
		t.Errorf("exit %d: %s", r.code, r.err)
	}
}

func TestADigestNeverShowsCalmForWhatWasNotRead(t *testing.T) {
	t.Parallel()
	b := newBench(t, town.Town{Official: "Глава"})
	never := b.must("digest", "morning").out
	b.platform.Revoke(sandbox.ServiceToken)
	if r := b.otklik("collect"); r.code != exitPartly {
		t.Fatalf("exit %d", r.code)
	}
	partly := b.must("digest", "morning").out
	b.platform.Restore(sandbox.ServiceToken)
	b.must("collect")
	calm := b.must("digest", "morning").out
	if never == partly || partly == calm {
		t.Error("never read, partly read and read look alike")
	}
	if !strings.Contains(never, "Нет данных") || strings.Contains(calm, "Нет данных") ||
		strings.Contains(partly, "покойнее") {
		t.Errorf("never:\n%s\npartly:\n%s\ncalm:\n%s", never, partly, calm)
	}
	if d := b.digest(); !d.Complete || d.Totals.Unanswered != 0 {
		t.Errorf("%+v", d)
	}
	if d := b.digest("--at", time.Now().Add(2*time.Hour).Format(time.RFC3339)); d.Complete {
		t.Error("two hours after the last reading the digest calls itself complete")
	}
}

func TestDismiss(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.must("collect")
	d := b.digest()
	c := d.Complaints[len(d.Complaints)-1]
	b.must("dismiss", c.Channel, c.ID, "--reason", "ответили по телефону", "--by", "дежурный")
	if after := b.digest(); after.Totals.Unanswered != d.Totals.Unanswered-1 {
		t.Errorf("%d unanswered, then %d", d.Totals.Unanswered, after.Totals.Unanswered)
	}
	b.must("dismiss", c.Channel, c.ID, "--undo")
	if after := b.digest(); after.Totals.Unanswered != d.Totals.Unanswered {
		t.Errorf("%d unanswered, then %d after undoing", d.Totals.Unanswered, after.Totals.Unanswered)
	}
}

func TestSendStoresFirstAndNeverSendsAnotherText(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.configure("deliver: []", "deliver: [{file: {path: out, format: html}}, {file: {path: out, format: csv}}]")
	b.must("collect")
	at := time.Now().Format(time.RFC3339)
	b.must("digest", "morning", "--send", "--at", at)
	files, err := filepath.Glob(b.path("out/morning-*"))
	if err != nil || len(files) != 2 {
		t.Fatalf("files %v, %v", files, err)
	}
	first := b.read(filepath.Join("out", filepath.Base(files[1])))
	for _, f := range files {
		if err := os.Remove(f); err != nil {
			t.Fatal(err)
		}
	}
	b.platform.AddDirect(town.VK, 1, town.DirectMessage{At: time.Now(), Text: "Воды тоже нет, дом 7 по улице Труда!"})
	b.must("collect")
	b.must("digest", "morning", "--send", "--at", at)
	if left, _ := filepath.Glob(b.path("out/morning-*")); len(left) != 0 {
		t.Errorf("a second sending went to those who had had it: %v", left)
	}
	b.must("digest", "morning", "--again", "--at", at)
	if again := b.read(filepath.Join("out", filepath.Base(files[1]))); again != first {
		t.Error("the same digest went out with another text")
	}
}

func TestFormatsAndOutput(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.must("collect")
	b.folders("sub")
	for _, format := range []string{"text", "md", "html", "json", "csv", "xlsx", "docx", "pdf"} {
		out := b.must("digest", "morning", "--format", format).out
		file := filepath.Join(b.folder, "sub", "digest."+format)
		b.must("digest", "morning", "--format", format, "--output", file)
		info, err := os.Stat(file)
		if err != nil || info.Size() == 0 || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v", format, info, err)
		}
		if len(out) == 0 {
			t.Errorf("%s is empty", format)
		}
	}
	if csv := b.must("export", "--format", "csv").out; !strings.HasPrefix(csv, "channel,platform,kind,id,thread") {
		t.Errorf("csv begins %.60q", csv)
	}
}

func TestClassify(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	in := `{"id":"1","text":"Когда отремонтируют дорогу на Садовой? Ямы по колено"}` + "\n\n" +
		`{"id":2,"text":"Спасибо вам большое!"}` + "\n"
	r := b.with(t.Context(), in, "classify")
	lines := strings.Split(strings.TrimSpace(r.out), "\n")
	if r.code != exitDone || len(lines) != 2 || !strings.Contains(lines[0], `"needs_answer":true`) ||
		!strings.Contains(lines[0], `"group":"Дороги"`) ||
		!strings.Contains(lines[1], `"needs_answer":false`) || !strings.Contains(lines[1], `"kind":"thanks"`) ||
		!strings.HasPrefix(lines[1], `{"id":2,`) {
		t.Errorf("exit %d\n%s%s", r.code, r.out, r.err)
	}
	if r := b.with(t.Context(), in+"not json\n", "classify"); r.code != exitPartly ||
		!strings.Contains(r.err, "line 4") {
		t.Errorf("one bad line: exit %d, %s", r.code, r.err)
	}
	if r := b.with(t.Context(), "not json\n", "classify"); r.code != exitFailed {
		t.Errorf("only bad lines: exit %d", r.code)
	}
	if r := b.with(t.Context(), "", "classify"); r.code != exitDone || r.out != "" {
		t.Errorf("nothing in: exit %d, %q", r.code, r.out)
	}
}

func TestImportTelegram(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.write("result.json", `{"name":"Обсуждение","type":"private_supergroup","id":77,"messages":[
	 {"id":1,"type":"message","date":"2026-11-20T10:00:00","date_unixtime":"1795158000","from":"Губернатор","from_id":"channel88","forwarded_from":"Губернатор","text":"Пост"},
	 {"id":2,"type":"message","date":"2026-11-20T10:01:00","date_unixtime":"1795158060","from":"Житель","from_id":"user5","reply_to_message_id":1,"text":"Почините дорогу на Садовой, одни ямы!"}]}`)
	args := []string{"import", "telegram", b.path("result.json"), "--official", "governor", "--channel", "telegram"}
	if r := b.must(args...); !strings.Contains(r.out, "2 new") {
		t.Errorf("first: %s", r.out)
	}
	if r := b.must(args...); !strings.Contains(r.out, "0 new, 0 changed, 2 were stored already") {
		t.Errorf("again: %s", r.out)
	}
	text := b.read("result.json")
	b.write("cut.json", text[:len(text)-40])
	args[2] = b.path("cut.json")
	if r := b.otklik(args...); r.code != exitFailed || !strings.Contains(r.err, "cut.json") {
		t.Errorf("a cut file: exit %d, %s", r.code, r.err)
	}
	if lines := b.export(); len(lines) != 2 {
		t.Errorf("%d messages stored", len(lines))
	}
}

// Whether a file is the right one is a question beside the result and no error: cron is not told of it.
func TestADoubtAboutAFileIsANote(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.write("result.json", `{"name":"Обсуждение","type":"private_supergroup","id":77,"messages":[
	 {"id":1,"type":"message","date":"2026-11-20T10:00:00","date_unixtime":"1795158000","from":"Губернатор","from_id":"channel88","forwarded_from":"Губернатор","text":"Пост"}]}`)
	args := []string{"import", "telegram", b.path("result.json"), "--official", "governor", "--channel", "telegram"}
	if r := b.must(args...); !strings.HasPrefix(r.err, "note: the posts in the file belong to the channel") ||
		!strings.Contains(r.err, "is it the right file?") || strings.Contains(r.err, "otklik:") {
		t.Errorf("%q", r.err)
	}
	if r := b.must(append([]string{"--quiet"}, args...)...); r.err != "" ||
		!strings.Contains(r.out, "1 message in the file") {
		t.Errorf("--quiet: %q %q", r.out, r.err)
	}
}

// What the bot has found out about the discussion group, and what an earlier import was of, parts a wrong file.
func TestImportOfAnotherGroup(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	file := func(name, id string) {
		b.write(name, `{"name":"Обсуждение","type":"private_supergroup","id":`+id+`,"messages":[
	 {"id":2,"type":"message","date":"2026-11-20T10:01:00","date_unixtime":"1795158060","from":"Житель","from_id":"user5","text":"Почините дорогу на Садовой, одни ямы!"}]}`)
	}
	file("own.json", "1500000002")
	file("other.json", "1999999999")
	with := func(name string) []string {
		return []string{"import", "telegram", b.path(name), "--official", "governor", "--channel", "telegram"}
	}
	b.must(with("own.json")...)
	if r := b.otklik(with("other.json")...); r.code != exitFailed || !strings.Contains(r.err, "1999999999") {
		t.Errorf("after an import of the right one: exit %d %s", r.code, r.err)
	}
	b.must("collect")
	before := b.must("export").out
	if r := b.otklik(append(with("other.json"), "--chat", "1999999999")...); r.code != exitFailed ||
		!strings.Contains(r.err, "1500000002") {
		t.Errorf("after a collect: exit %d %s", r.code, r.err)
	}
	if b.must("export").out != before {
		t.Error("something of the other group was stored")
	}
	b.must(with("own.json")...)
}

// What a purge has destroyed is not taken again, and nobody is told that it was stored.
func TestImportSaysWhatItDoesNotTake(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	var messages []string
	for i, days := range []int{500, 400, 2, 1} {
		at := time.Now().AddDate(0, 0, -days).UTC()
		messages = append(messages,
			fmt.Sprintf(
				`{"id":%d,"type":"message","date":"%s","date_unixtime":"%d","from":"Житель","from_id":"user%d","text":"Почините дорогу на Садовой, одни ямы!"}`,
				i+2, at.Format("2006-01-02T15:04:05"), at.Unix(), 500+i))
	}
	b.write("result.json", `{"name":"Обсуждение","type":"private_supergroup","id":1500000002,"messages":[`+
		strings.Join(messages, ",")+`]}`)
	args := []string{"import", "telegram", b.path("result.json"), "--official", "governor", "--channel", "telegram"}
	if r := b.must(args...); !strings.Contains(r.out, "4 new, 0 changed, 0 were stored already\n") {
		t.Errorf("first: %s", r.out)
	}
	b.must("purge")
	if r := b.must(args...); !strings.Contains(r.out, "0 new, 0 changed, 2 were stored already; 2 not taken, because "+
		"messages so old were purged\n") {
		t.Errorf("after a purge: %s", r.out)
	}
	b.must("forget", "--author", "telegram:502")
	if r := b.must(args...); !strings.Contains(r.out, "1 were stored already; 2 not taken, because messages so old "+
		"were purged; 1 not taken, because they were erased at their author's demand\n") {
		t.Errorf("after a demand: %s", r.out)
	}
}

// An export can be tried with nothing but the program.
func TestAnExportIsTriedWithoutAConfiguration(t *testing.T) {
	b := newBench(t, smallTown())
	file := func(name, group string) string {
		b.write(name, `{"name":"Обсуждение","type":"private_supergroup","id":`+group+`,"messages":[
	 {"id":1,"type":"message","date":"2026-11-20T10:00:00","date_unixtime":"1795158000","from":"Губернатор","from_id":"channel88","forwarded_from":"Губернатор","text":"Пост"},
	 {"id":2,"type":"message","date":"2026-11-20T10:01:00","date_unixtime":"1795158060","from":"Житель","from_id":"user5","reply_to_message_id":1,"text":"Почините дорогу на Садовой, одни ямы!"}]}`)
		return b.path(name)
	}
	text := file("result.json", "77")
	other := file("other.json", "78")
	b.write("cut.json", b.read("result.json")[:90])
	t.Chdir(t.TempDir())
	try := func(args ...string) result {
		t.Helper()
		return b.with(t.Context(), "", append([]string{"import", "telegram"}, args...)...)
	}
	if r := try(b.path("cut.json")); r.code != exitFailed || !strings.Contains(r.err, "ends too early") {
		t.Errorf("a cut file: exit %d, %s", r.code, r.err)
	}
	if left, err := filepath.Glob("*"); err != nil || len(left) > 0 {
		t.Errorf("a file that is refused leaves %v (%v)", left, err)
	}
	r := try(text)
	if r.code != exitDone {
		t.Fatalf("exit %d, %s", r.code, r.err)
	}
	for _, want := range []string{"2 new", "В файле 2 сообщения, без ответа 1", "otklik-import", "dismiss"} {
		if !strings.Contains(strings.ReplaceAll(r.out, "\u00a0", " "), want) {
			t.Errorf("%q is not said:\n%s", want, r.out)
		}
	}
	written, err := os.ReadFile("otklik-import/config.yaml")
	if err != nil || !strings.Contains(string(written), "channel: -1000000000088\n") {
		t.Errorf("the channel that the file shows is not in %s (%v)", written, err)
	}
	for _, args := range [][]string{{"digest", "morning", "--format", "json"}, {"export"}, {"status"}} {
		r := b.with(t.Context(), "", append([]string{"--config", "otklik-import/config.yaml"}, args...)...)
		if r.code != exitDone && args[0] != "status" || !strings.Contains(r.out+r.err, "official/telegram") {
			t.Errorf("%v: exit %d, %s%s", args, r.code, r.out, r.err)
		}
	}
	if r := try(text); r.code != exitDone || !strings.Contains(r.out, "0 new, 0 changed, 2 were stored already") {
		t.Errorf("again: exit %d, %s%s", r.code, r.out, r.err)
	}
	if r := try(other); r.code != exitFailed || !strings.Contains(r.err, "--folder otklik-import-2") {
		t.Errorf("another group: exit %d, %s", r.code, r.err)
	}
	if r := try(other, "--folder", "second"); r.code != exitDone || !strings.Contains(r.out, "2 new") {
		t.Errorf("another folder: exit %d, %s", r.code, r.err)
	}
	b.write("both.json", `{"chats":{"list":[`+b.read("result.json")+","+b.read("other.json")+`]}}`)
	if r := try(b.path("both.json"), "--folder", "both"); r.code != exitFailed ||
		!strings.Contains(r.err, "2 messages); the number stands behind --chat") {
		t.Errorf("two groups in a file: exit %d, %s", r.code, r.err)
	}
	if r := try(b.path("both.json"), "--folder", "both", "--chat", "78"); r.code != exitDone ||
		!strings.Contains(r.out, "2 new") {
		t.Errorf("the second of two groups: exit %d, %s", r.code, r.err)
	}
	// What is somebody else's stays as it is.
	for file, content := range map[string]string{"config.yaml": "officials: []\n", "otklik.db": "a store"} {
		folder := t.TempDir()
		path := filepath.Join(folder, file)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		r := try(text, "--folder", folder)
		if now, err := os.ReadFile(path); r.code != exitUsage || err != nil || string(now) != content {
			t.Errorf("%s: exit %d, %s; it holds %q (%v)", file, r.code, r.err, now, err)
		}
	}
	if r := b.otklik("import", "telegram", text, "--folder", "third"); r.code != exitUsage ||
		!strings.Contains(r.err, "--folder is for") {
		t.Errorf("with a configuration: exit %d, %s", r.code, r.err)
	}
}

func TestTrainAndEvaluate(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	var rows strings.Builder
	rows.WriteString("Номер;Текст инцидента;Группа тем\n")
	for i := range 20 {
		rows.WriteString(strings.ReplaceAll(
			"#;На улице Садовой у дома # яма на дороге, асфальт разбит;Проезжая часть\n", "#", strconv.Itoa(i)))
		rows.WriteString(strings.ReplaceAll("#;В доме # холодные батареи, <br>нет отопления;'Тепло\n", "#",
			strconv.Itoa(i)))
	}
	b.write("incidents.csv", rows.String())
	args := []string{"train", "--data", b.path("incidents.csv"), "--text", "текст инцидента", "--group", "Группа тем",
		"--output", b.path("topics.model")}
	if r := b.with(t.Context(), "", args...); r.code != exitDone || !strings.Contains(r.out, "learnt from 40 rows") {
		t.Fatalf("exit %d\n%s%s", r.code, r.out, r.err)
	}
	b.configure("language: ru", "language: ru\nreading: { model: topics.model }")
	if r := b.with(t.Context(), `{"id":"1","text":"Почему у нас холодные батареи и нет отопления?"}`, "--config",
		b.path("config.yaml"), "classify"); !strings.Contains(r.out, `"group":"Тепло"`) {
		t.Errorf("the office's own group is not used: %s%s", r.out, r.err)
	}
	if r := b.otklik("evaluate", "--data", b.path("incidents.csv"), "--text", "Текст инцидента", "--label",
		"Группа тем"); r.code != exitDone || !strings.Contains(r.out, "40 rows") {
		t.Errorf("exit %d\n%s%s", r.code, r.out, r.err)
	}
	b.write("one.csv", "a;b\nНет воды;ЖКХ\nНет тепла;ЖКХ\n")
	b.write("empty.csv", "a;b\n")
	for says, args := range map[string][]string{
		"Номер":          {"--data", b.path("incidents.csv"), "--text", "Слова", "--group", "Группа тем"},
		"the same group": {"--data", b.path("one.csv"), "--text", "a", "--group", "b"},
		"empty.csv":      {"--data", b.path("empty.csv"), "--text", "a", "--group", "b"},
		"nowhere.csv":    {"--data", b.path("nowhere.csv"), "--text", "a", "--group", "b"},
		"--data, --text": {"--text", "a"},
	} {
		r := b.with(t.Context(), "", append([]string{"train", "--output", b.path("x")}, args...)...)
		if r.code == exitDone || !strings.Contains(r.err, says) {
			t.Errorf("%v: exit %d, %s", args, r.code, r.err)
		}
	}
}
