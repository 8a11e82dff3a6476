package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"otklik/internal/sandbox"
	"otklik/internal/sandbox/town"
)

// hook is a receiver of digests that can be broken.
type hook struct {
	sync.Mutex
	status int
	bodies []string
}

func newHook(t *testing.T) (*hook, string) {
	h := &hook{status: http.StatusOK}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h.Lock()
		defer h.Unlock()
		if h.status == http.StatusOK && r.Method == http.MethodPost {
			var body strings.Builder
			if _, err := json.NewDecoder(r.Body).Token(); err == nil {
				body.WriteString(r.Header.Get("X-Otklik-Signature"))
			}
			h.bodies = append(h.bodies, body.String())
		}
		w.WriteHeader(h.status)
	}))
	t.Cleanup(server.Close)
	return h, server.URL
}

func (h *hook) set(status int) {
	h.Lock()
	defer h.Unlock()
	h.status = status
}

func (h *hook) got() int {
	h.Lock()
	defer h.Unlock()
	return len(h.bodies)
}

func TestASecondSendingReachesThoseWhoHadNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	h, address := newHook(t)
	h.set(http.StatusServiceUnavailable)
	b.configure("deliver: []", `deliver: [{file: {path: out, format: pdf}}, {webhook: {url: "`+address+
		`", secret: s3cret}}]`)
	b.must("collect")

	if r := b.must("digest", "morning", "--dry-run"); !strings.Contains(r.out, "would be made now") ||
		strings.Count(r.out, "would get") != 2 {
		t.Errorf("dry run:\n%s", r.out)
	}
	if files, _ := filepath.Glob(b.path("out/*")); len(files) != 0 || h.got() != 0 {
		t.Fatal("a dry run sent something")
	}
	r := b.otklik("digest", "morning", "--send")
	if r.code != exitPartly || !strings.Contains(r.out, "sent      file") ||
		!strings.Contains(r.out, "waiting   webhook") || !strings.Contains(r.out, "next try at") {
		t.Errorf("exit %d\n%s%s", r.code, r.out, r.err)
	}
	status := b.otklik("status")
	if status.code != exitPartly || !strings.Contains(status.out, "waiting   morning of") {
		t.Errorf("status: exit %d\n%s", status.code, status.out)
	}
	files, _ := filepath.Glob(b.path("out/*.pdf"))
	if len(files) != 1 {
		t.Fatalf("files %v", files)
	}
	before, err := os.Stat(files[0])
	if err != nil {
		t.Fatal(err)
	}
	h.set(http.StatusOK)
	// A person who sends again does not wait for the next try; who had it gets nothing.
	if r := b.must("digest", "morning", "--send"); !strings.Contains(r.out, "had it    file") ||
		!strings.Contains(r.out, "sent      webhook") || h.got() != 1 {
		t.Errorf("%d received\n%s", h.got(), r.out)
	}
	if r := b.must("digest", "morning", "--again"); strings.Count(r.out, "sent      ") != 2 || h.got() != 2 {
		t.Errorf("%d received\n%s", h.got(), r.out)
	}
	if after, err := os.Stat(files[0]); err != nil || !after.ModTime().Equal(before.ModTime()) {
		t.Errorf("the same file was written again: %v", err)
	}
	list := b.must("digests", "morning")
	if !strings.Contains(list.out, "asked for again") || strings.Count(list.out, "sent      ") != 2 {
		t.Errorf("digests:\n%s", list.out)
	}
	moment := strings.Fields(list.out)[1]
	opened := b.must("digests", "morning", moment)
	if !strings.Contains(opened.out, "Без ответа") {
		t.Errorf("opened:\n%s", opened.out)
	}
	if r := b.otklik("digests", "morning", moment, "--format", "docx"); r.code != exitUsage ||
		!strings.Contains(r.err, "was not made as docx") {
		t.Errorf("exit %d %s", r.code, r.err)
	}
	for want, args := range map[string][]string{"still to come": {"digest", "morning", "--send", "--at",
		"2999-01-01T08:00:00Z"},
		"are for printing":      {"digest", "morning", "--send", "--format", "pdf"},
		"no digest \"evening\"": {"digests", "evening"}} {
		if r := b.otklik(args...); r.code != exitUsage || !strings.Contains(r.err, want) {
			t.Errorf("%v: exit %d %s", args, r.code, r.err)
		}
	}
	var s struct {
		Well       bool
		Deliveries []struct{ Way, State string }
	}
	if err := json.Unmarshal([]byte(b.must("status", "--json").out), &s); err != nil || !s.Well ||
		len(s.Deliveries) != 2 {
		t.Errorf("%v %+v", err, s)
	}
}

// TestTheNextDigestTellsOfOneThatDidNotArrive: what failed on one transport is said to operators on another, and to
// nobody else.
func TestTheNextDigestTellsOfOneThatDidNotArrive(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	h, address := newHook(t)
	h.set(http.StatusForbidden)
	b.configure("deliver: []", `deliver: [{file: {path: out, format: html}, operator: true}, {webhook: {url: "`+address+
		`", secret: s3cret}},
      {file: {path: governor, format: text}}, {file: {path: governor, format: pdf}}, {file: {path: out, format: pdf}, operator: true}]`)
	b.must("collect")
	at := time.Now().Add(-10 * time.Second).Truncate(time.Second)
	if r := b.otklik("digest", "morning", "--send", "--at", at.Format(time.RFC3339)); r.code != exitPartly ||
		!strings.Contains(r.out, "failed    webhook") {
		t.Errorf("exit %d\n%s", r.code, r.out)
	}
	h.set(http.StatusOK)
	later := at.Add(2 * time.Second).Format(time.RFC3339)
	b.must("digest", "morning", "--send", "--at", later)
	files, _ := filepath.Glob(b.path("out/*.html"))
	if len(files) != 2 {
		t.Fatalf("files %v", files)
	}
	page, err := os.ReadFile(files[1])
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(page), "не доставлена") || strings.Contains(string(page), "s3cret") {
		t.Error("the next digest does not tell of the one that failed, or tells a secret")
	}
	if texts, _ := filepath.Glob(b.path("governor/*.txt")); len(texts) != 2 {
		t.Fatalf("files %v", texts)
	} else if text, err := os.ReadFile(texts[1]); err != nil || strings.Contains(string(text), "не доставлена") ||
		strings.HasPrefix(string(text), "!") {
		t.Errorf("the reader is bothered with it: %v\n%s", err, text)
	}
	printed := func(folder string) string {
		t.Helper()
		files, _ := filepath.Glob(b.path(folder + "/*.pdf"))
		if len(files) != 2 {
			t.Fatalf("files %v", files)
		}
		bytes, err := os.ReadFile(files[1])
		if err != nil {
			t.Fatal(err)
		}
		return string(bytes)
	}
	if printed("governor") == printed("out") {
		t.Error("the printed page of the operator is that of the reader")
	}
	third := at.Add(4 * time.Second).Format(time.RFC3339)
	b.must("digest", "morning", "--send", "--at", third)
	files, _ = filepath.Glob(b.path("out/*.html"))
	if page, err := os.ReadFile(files[len(files)-1]); err != nil || strings.Contains(string(page), "не доставлена") {
		t.Errorf("it is told for ever: %v", err)
	}
}

func TestStatusOfAnEmptyOffice(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	r := b.otklik("status")
	if r.code != exitPartly || !strings.Contains(r.out, "never read to its end") ||
		!strings.Contains(r.out, "never made") {
		t.Errorf("exit %d\n%s%s", r.code, r.out, r.err)
	}
	if !strings.Contains(r.out, "there is no store") {
		t.Errorf("a wrong path is not told from an empty store:\n%s", r.out)
	}
	// Who looks for a store at a wrong path must not find an empty one there afterwards.
	for _, args := range [][]string{{"status", "--json"}, {"digests"}, {"export"},
		{"dismiss", "governor/vk", "1", "--reason", "answered by telephone"},
		{"correct", "governor/vk", "1", "--place", "Заречный"},
		{"brief", "--municipality", "Заречный"}, {"purge", "--dry-run"}, {"forget", "--author", "vk:1"},
		{"backup", b.path("copy.zst")}, {"store", "check"},
		{"store", "stats"}, {"store", "compact"}, {"access-log"}, {"bundle", b.path("help.zip")},
		{"train", "--from-store", "--output", b.path("model.bin")}} {
		r := b.otklik(args...)
		if want := slices.Contains([]string{"status", "bundle", "access-log"}, args[0]); !want &&
			(r.code != exitFailed && r.code != exitUsage || !strings.Contains(r.err, "no store")) {
			t.Errorf("%v: exit %d\n%s%s", args, r.code, r.out, r.err)
		}
		if _, err := os.Stat(b.path("otklik.db")); err == nil {
			t.Fatalf("%v made a store", args)
		}
	}
	b.must("collect")
	if r := b.must("status"); !strings.Contains(r.out, "read to its end") || strings.Contains(r.out, "NOT READ") {
		t.Errorf("%s", r.out)
	}
}

func TestPreviewAndBrief(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.must("collect")
	b.must("preview", "--output", b.path("pictures"))
	for _, audience := range []string{"governor", "press", "analyst"} {
		for _, f := range []string{"txt", "md", "html", "json", "csv", "xlsx", "docx", "pdf"} {
			if info, err := os.Stat(b.path("pictures/" + audience + "." + f)); err != nil || info.Size() == 0 {
				t.Errorf("%s.%s: %v", audience, f, err)
			}
		}
	}
	for _, l := range b.export() {
		if l.State == "open" {
			b.must("correct", l.Channel, l.ID, "--place", "Заречный")
		}
	}
	r := b.must("brief", "--municipality", "заречный")
	for _, want := range []string{"Подготовка к эфиру: Заречный", "ГЛАВНЫЕ ПРОБЛЕМЫ", "ДОЛЬШЕ ВСЕХ ЖДУТ ОТВЕТА"} {
		if !strings.Contains(r.out, want) {
			t.Errorf("the brief lacks %q:\n%s", want, r.out)
		}
	}
	if strings.Contains(r.out, "000-00") {
		t.Error("a telephone number leaves")
	}
	for _, f := range []string{"md", "html", "docx", "pdf"} {
		b.must("brief", "--municipality", "Заречный", "--format", f, "--output", b.path("brief."+f))
	}
	if r := b.must("brief", "--municipality", "Челябинск"); !strings.Contains(r.out, "ничего, что требует ответа, не "+
		"пришло") {
		t.Errorf("%s", r.out)
	}
	if r := b.otklik("brief", "--municipality", "Ннн"); r.code != exitUsage || !strings.Contains(r.err, "Заречный") {
		t.Errorf("a place that is none: exit %d %s%s", r.code, r.out, r.err)
	}
	for want, args := range map[string][]string{"--municipality": {"brief"},
		"--days":              {"brief", "--municipality", "x", "--days", "0"},
		"no format of a page": {"brief", "--municipality", "x", "--format", "xlsx"}} {
		if r := b.otklik(args...); r.code != exitUsage || !strings.Contains(r.err, want) {
			t.Errorf("%v: exit %d %s", args, r.code, r.err)
		}
	}
}

// That nothing could be read reaches everybody, also those who asked for a picture.
func TestWhatHasNoPictureGoesOutWithoutIt(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.configure("deliver: []", "deliver: [{file: {path: out, format: png}}, {file: {path: out, format: html}}]")
	b.platform.Revoke(sandbox.ServiceToken)
	b.platform.Revoke(sandbox.CommunityToken)
	b.platform.Revoke(sandbox.BotToken)
	b.otklik("collect")
	if r := b.must("digest", "morning", "--send"); strings.Count(r.out, "sent ") != 2 ||
		strings.Contains(r.out, "failed") {
		t.Error(r.out)
	}
	if pages, err := filepath.Glob(b.path("out/*.html")); err != nil || len(pages) != 1 {
		t.Errorf("%v, %v", pages, err)
	}
	if r := b.otklik("digest", "morning", "--again", "--dry-run"); strings.Contains(r.out, "had it") {
		t.Errorf("--again sends to everybody:\n%s", r.out)
	}
}

// A digest that a purge emptied is not sent as if nothing were to be sent.
func TestAnEmptiedDigestSaysSo(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.keep("4h")
	h, address := newHook(t)
	h.set(http.StatusServiceUnavailable)
	b.configure("deliver: []", `deliver: [{webhook: {url: "`+address+`", secret: s3cret}}]`)
	b.must("collect")
	b.otklik("digest", "morning", "--send")
	b.must("purge")
	h.set(http.StatusOK)
	for _, more := range [][]string{{"--send"}, {"--send", "--again"}, {"--send", "--dry-run"}} {
		r := b.otklik(append([]string{"digest", "morning"}, more...)...)
		if r.code != exitFailed || !strings.Contains(r.err, "emptied by a purge") {
			t.Errorf("%v: exit %d\n%s%s", more, r.code, r.out, r.err)
		}
	}
}

// A transport that is configured after the digest was made gets the same digest in its own form, and nobody gets it
// twice.
func TestAWayOfDeliveryThatIsAddedLater(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.configure("deliver: []", "deliver: [{file: {path: out, format: json}}]")
	b.must("collect")
	b.must("digest", "morning", "--send")
	first := b.theFile("out/*.json")
	if _, err := b.platform.AddComment(town.VK, b.platform.Posts(town.VK)[0], 0, "Когда починят мост через Выдуманку?",
		"", 0); err != nil {
		t.Fatal(err)
	}
	b.must("collect") // what came since is not in the digest of the morning
	h, address := newHook(t)
	b.configure("deliver: [", `deliver: [{webhook: {url: "`+address+
		`", secret: s3cret}}, {file: {path: later, format: json}}, {file: {path: later, format: docx}},
      {telegram: {bot_token: "`+sandbox.BotToken+`", chat: `+strconv.FormatInt(sandbox.ChannelChat, 10)+`, attach: [pdf]}}, `)
	if r := b.must("digest", "morning", "--send", "--dry-run"); strings.Count(r.out, "would get") != 4 ||
		strings.Count(r.out, "had it") != 1 {
		t.Errorf("dry run:\n%s", r.out)
	}
	b.must("--quiet", "collect")
	if h.got() != 1 || b.theFile("later/*.json") != first || b.theFile("out/*.json") != first ||
		b.theFile("later/*.docx") == "" {
		t.Errorf("%d received; the later file is the first: %v", h.got(), b.theFile("later/*.json") == first)
	}
	sent := b.platform.Sent()
	if len(sent) < 2 || sent[0].Document != "" || !strings.HasSuffix(sent[len(sent)-1].Document, ".pdf") ||
		!strings.HasPrefix(sent[len(sent)-1].Params["document"], "%PDF") {
		t.Errorf("Telegram got %d messages", len(sent))
	}
	if r := b.must("status"); strings.Count(r.out, "sent      morning of") != 5 {
		t.Errorf("%s", r.out)
	}
	b.must("collect")
	if r := b.must("digest", "morning", "--send"); strings.Count(r.out, "had it") != 5 || h.got() != 1 {
		t.Errorf("%d received\n%s", h.got(), r.out)
	}
}

// What is refused for good, and what a newer digest has replaced, is nowhere said to be tried again.
func TestNobodyIsToldOfATryThatDoesNotCome(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	h, address := newHook(t)
	b.configure("deliver: []", `deliver: [{webhook: {url: "`+address+`", secret: s3cret}}]`)
	b.must("collect")
	promises := regexp.MustCompile(`tried again by|next try|пока не|when it is tried`)
	at := time.Now().Add(-time.Minute).Truncate(time.Second)
	send := func(after time.Duration) result {
		return b.otklik("digest", "morning", "--send", "--at", at.Add(after).Format(time.RFC3339))
	}
	says := func(when string, r result) {
		t.Helper()
		if promises.MatchString(r.out + r.err) {
			t.Errorf("%s:\n%s%s", when, r.out, r.err)
		}
	}
	h.set(http.StatusForbidden)
	r := send(0)
	says("refused", r)
	if r.code != exitFailed || !strings.Contains(r.err, "nothing tries by itself") {
		t.Errorf("exit %d %s", r.code, r.err)
	}
	says("refused, status", b.otklik("status"))
	says("refused, digests", b.otklik("digests"))
	h.set(http.StatusServiceUnavailable)
	if r := send(time.Second); !promises.MatchString(r.out + r.err) {
		t.Errorf("a failure that may pass:\n%s%s", r.out, r.err)
	}
	h.set(http.StatusOK)
	if r := send(2 * time.Second); r.code != exitDone {
		t.Errorf("exit %d\n%s%s", r.code, r.out, r.err)
	}
	status := b.must("status")
	says("replaced, status", status)
	says("replaced, digests", b.must("digests"))
	if strings.Count(status.out, "given up  morning") != 1 || strings.Count(status.out, "failed    morning") != 1 {
		t.Errorf("%s", status.out)
	}
	b.must("collect")
	if h.got() != 1 {
		t.Errorf("%d received", h.got())
	}
}

// theFile is the only file of a pattern.
func (b *bench) theFile(pattern string) string {
	b.t.Helper()
	files, err := filepath.Glob(b.path(pattern))
	if err != nil || len(files) != 1 {
		b.t.Fatalf("%s: %v, %v", pattern, files, err)
	}
	text, err := os.ReadFile(files[0])
	if err != nil {
		b.t.Fatal(err)
	}
	return string(text)
}
