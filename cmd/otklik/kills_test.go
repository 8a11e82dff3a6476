package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"otklik/internal/sandbox/town"
)

// TestKills kills processes that collect, import, send digests, back up and compact, again and again on one store,
// while people go on writing: at random moments, at named points of the talk with a platform, and at named calls to the
// disk (where strace can be had). After every kill the store's check must find nothing; at the end everything that was
// written is stored exactly once. Telegram's sandbox drops what is confirmed, so that anything confirmed and not stored
// would be missing for ever.
//
// It kills 100 processes; OTKLIK_TEST_KILLS=1000 kills more (make kills).
func TestKills(t *testing.T) {
	t.Parallel()
	wanted := 100
	if asked := os.Getenv("OTKLIK_TEST_KILLS"); asked != "" {
		n, err := strconv.Atoi(asked)
		if err != nil {
			t.Fatal(err)
		}
		wanted = n
	}
	all := &toll{killed: map[string]int{}}
	var mu sync.Mutex
	t.Run("offices", func(t *testing.T) {
		each := min(killsOfOffice, (wanted+1)/2) // two at once
		for left := wanted; left > 0; left -= each {
			t.Run("", func(t *testing.T) {
				t.Parallel()
				own := &toll{killed: map[string]int{}}
				newKillHarness(t, own).run(min(each, left))
				mu.Lock()
				defer mu.Unlock()
				all.add(own)
			})
		}
	})
	t.Logf("%d kills in %d rounds (%d processes ended before): %v", all.kills, all.rounds, all.survived, all.list())
	t.Logf("%d messages written, each stored once; %d digests, none with two texts; %d backups kept their name and "+
		"were whole", all.texts, all.digests, all.backups)
	for _, what := range []string{"collect", "import", "digest", "backup", "compact"} {
		if all.killed[what] == 0 && wanted >= 60 {
			t.Errorf("%s was never killed", what)
		}
	}
}

// killsOfOffice is after how many kills another office takes over, because one that grows takes ever longer to look at.
const killsOfOffice = 150

// toll counts what was done in all offices.
type toll struct {
	kills, rounds, survived int
	killed                  map[string]int // by action and by point
	texts, digests, backups int
}

func (a *toll) add(more *toll) {
	a.kills, a.rounds, a.survived = a.kills+more.kills, a.rounds+more.rounds, a.survived+more.survived
	a.texts, a.digests, a.backups = a.texts+more.texts, a.digests+more.digests, a.backups+more.backups
	for what, n := range more.killed {
		a.killed[what] += n
	}
}

func (a *toll) list() []string {
	var list []string
	for what, n := range a.killed {
		list = append(list, fmt.Sprintf("%s %d", what, n))
	}
	slices.Sort(list)
	return list
}

// killHarness is the office whose processes are killed.
type killHarness struct {
	*bench
	*toll
	random     *rand.Rand
	strace     string // empty: there is none
	talk       *talk
	post, root int
	written    []string // all that citizens wrote
	imported   []map[string]any
	sent       map[string]string // file of a digest → text
	took       map[string]time.Duration
}

func newKillHarness(t *testing.T, all *toll) *killHarness {
	s := &killHarness{bench: newBench(t, smallTown()), random: rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 8)),
		toll: all, sent: map[string]string{}, took: map[string]time.Duration{}}
	s.talk = &talk{platform: s.platform}
	server := httptest.NewServer(s.talk)
	t.Cleanup(server.Close)
	s.bench.write("config.yaml", s.platform.Config(server.URL, "otklik.db"))
	s.configure("deliver: []", "deliver: [{file: {path: out, format: json}}]")
	s.configure(`schedule: "0 8 * * *"`, `schedule: "* * * * *"`)
	s.bench.write("other.yaml", strings.Replace(s.read("config.yaml"), "otklik.db", "other.db", 1))
	if path, err := exec.LookPath("strace"); err == nil &&
		exec.Command(path, "-f", "--seccomp-bpf", "-o", os.DevNull, "-e", "trace=fdatasync", "true").Run() == nil {
		s.strace = path
	} else {
		t.Log("no strace: nothing is killed at named calls to the disk")
	}
	s.must("collect")
	for _, l := range s.export() {
		if !l.Official {
			s.written = append(s.written, l.Text)
		}
	}
	for what, args := range s.actions() { // how long each takes when it is left alone
		s.write(0)
		began := time.Now()
		s.must(args...)
		s.took[what] = time.Since(began) + 100*time.Millisecond
	}
	return s
}

// run kills so many processes, and looks whether all is there in the end.
func (s *killHarness) run(wanted int) {
	s.t.Helper()
	begun := s.kills
	for round := 0; s.kills-begun < wanted; round++ {
		if round > 4*killsOfOffice {
			s.t.Fatalf("only %d of %d processes were killed in time", s.kills-begun, round)
		}
		s.write(round)
		s.round()
		if round%50 == 49 {
			s.complete()
		}
	}
	s.complete()
	s.texts += len(s.written)
	s.digests += len(s.sent)
}

func (s *killHarness) actions() map[string][]string {
	return map[string][]string{
		"collect": {"collect"},
		"import":  {"import", "telegram", s.path("result.json"), "--official", "governor", "--channel", "telegram"},
		"digest":  {"digest", "morning", "--send"},
		"backup":  {"backup", s.path("a.zst")},
		"compact": {"store", "compact"},
	}
}

// write lets citizens write on every channel, and into the file that is imported.
func (s *killHarness) write(round int) {
	s.t.Helper()
	if round%10 == 0 {
		s.post = s.platform.AddPost(town.VK, "Открыли ещё один сквер.")
		s.root = s.platform.AddPost(town.Telegram, "Открыли ещё один сквер.")
	}
	text := func() string {
		s.written = append(s.written, fmt.Sprintf("Обращение %d: на улице Труда, %d, яма у подъезда, когда заделаете?",
			len(s.written), len(s.written)))
		return s.written[len(s.written)-1]
	}
	for range 2 {
		if _, err := s.platform.AddComment(town.VK, s.post, s.random.IntN(3), text(), "", 0); err != nil {
			s.t.Fatal(err)
		}
		if _, err := s.platform.AddComment(town.Telegram, s.root, s.random.IntN(3), text(), "", 0); err != nil {
			s.t.Fatal(err)
		}
	}
	s.platform.AddDirect(town.VK, s.random.IntN(3), town.DirectMessage{Text: text()})
	for range 3 {
		id, at := 5_000_000+len(s.imported), time.Now().Add(-100*time.Hour)
		s.imported = append(s.imported, map[string]any{"id": id, "type": "message",
			"date":          at.Format("2006-01-02T15:04:05"),
			"date_unixtime": strconv.FormatInt(at.Unix(), 10), "from": "Житель", "from_id": "user5", "text": text()})
	}
	data, err := json.Marshal(map[string]any{"name": "Обсуждение", "type": "private_supergroup", "id": 1500000002,
		"messages": s.imported})
	if err != nil {
		s.t.Fatal(err)
	}
	s.bench.write("result.json", string(data))
}

// diskCalls are the calls by which a process changes files, each with up to which of them is killed. strace counts
// those of each thread by themselves.
var diskCalls = []struct {
	name string
	most int
}{{"pwrite64", 5}, {"fdatasync", 2}, {"fsync", 2}, {"renameat", 1}, {"unlinkat", 2}, {"ftruncate", 1}, {"write", 6}}

// round starts one process, kills it, and looks at what it left.
func (s *killHarness) round() {
	s.t.Helper()
	s.rounds++
	names := []string{"collect", "collect", "collect", "import", "digest", "backup", "compact"}
	what := names[s.random.IntN(len(names))]
	cmd := s.process(s.actions()[what]...)
	point := "at random"
	var timer *time.Timer
	switch n := s.random.IntN(3); {
	case n == 0 && what == "collect":
		point = s.talk.kill(cmd, s.random.IntN(7), s.random.IntN(2) == 0)
	case n < 2 && s.strace != "":
		call := diskCalls[s.random.IntN(len(diskCalls))]
		point = "at " + call.name
		cmd.Args = append([]string{s.strace, "-f", "--seccomp-bpf", "-qq", "-o", os.DevNull, "-e", "trace=" + call.name,
			"-e", fmt.Sprintf("inject=%s:signal=SIGKILL:when=%d", call.name, 1+s.random.IntN(call.most))},
			append([]string{cmd.Path}, cmd.Args[1:]...)...)
		cmd.Path = s.strace
	default:
		timer = time.NewTimer(time.Duration(s.random.Int64N(int64(s.took[what]))))
	}
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	if timer != nil {
		go func() {
			<-timer.C
			_ = cmd.Process.Kill()
		}()
	}
	_ = cmd.Wait()
	s.talk.leave()
	status, _ := cmd.ProcessState.Sys().(syscall.WaitStatus)
	switch {
	case status.Signaled() && status.Signal() == syscall.SIGKILL:
		s.kills++
		s.killed[what]++
		s.killed[point]++
	case cmd.ProcessState.ExitCode() == exitDone || what != "collect" && cmd.ProcessState.ExitCode() == exitPartly:
		s.survived++
	default:
		s.t.Fatalf("%s, to be killed %s: %v", what, point, cmd.ProcessState)
	}
	s.look(what + " killed " + point)
}

// look checks what is on the disk.
func (s *killHarness) look(after string) {
	s.t.Helper()
	if r := s.otklik("store", "check"); r.code != exitDone {
		s.t.Fatalf("%s: exit %d\n%s%s", after, r.code, r.out, r.err)
	}
	files, err := filepath.Glob(filepath.Join(s.path("out"), "*.json"))
	if err != nil {
		s.t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil || !json.Valid(text) {
			s.t.Fatalf("%s: %s is not whole (%v)", after, file, err)
		}
		if before, known := s.sent[file]; known && before != string(text) {
			s.t.Fatalf("%s: %s has another text than before", after, file)
		}
		s.sent[file] = string(text)
	}
	if _, err := os.Stat(s.path("a.zst")); err == nil {
		s.backups++
		if r := s.with(s.t.Context(), "", "--config", s.path("other.yaml"), "restore", s.path("a.zst"),
			"--force"); r.code != exitDone {
			s.t.Fatalf("%s: the backup cannot be restored: exit %d\n%s", after, r.code, r.err)
		}
		if err := os.Remove(s.path("a.zst")); err != nil {
			s.t.Fatal(err)
		}
	}
}

// complete lets a collect and an import run to their ends: then everything is there, once.
func (s *killHarness) complete() {
	s.t.Helper()
	s.must("collect")
	s.must(s.actions()["import"]...)
	stored := map[string]int{}
	for _, l := range s.export() {
		if !l.Official {
			stored[l.Text]++
		}
	}
	lost, doubled, times := 0, 0, map[string]int{}
	for _, text := range s.written {
		times[text]++ // the town's people say some things on both platforms
	}
	for _, text := range s.written {
		switch n := stored[text]; {
		case n == 0:
			lost++
		case n > times[text]:
			doubled++
		}
	}
	if lost > 0 || doubled > 0 {
		s.t.Fatalf("after %d kills: of %d messages %d are lost, %d doubled", s.kills, len(s.written), lost, doubled)
	}
	if r := s.must("store", "check"); strings.Contains(r.out, "FAULT") {
		s.t.Fatal(r.out)
	}
}

// talk stands before the platforms and kills whoever asks for something.
type talk struct {
	mu       sync.Mutex
	platform http.Handler
	victim   *exec.Cmd
	left     int  // requests to let pass
	answered bool // the platform does what it was asked for, and nobody hears of it
}

// kill has a process killed at its n-th request from now.
func (k *talk) kill(cmd *exec.Cmd, n int, answered bool) string {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.victim, k.left, k.answered = cmd, n, answered
	if answered {
		return "at an answered call"
	}
	return "at an unanswered call"
}

func (k *talk) leave() {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.victim = nil
}

func (k *talk) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	k.mu.Lock()
	victim, answered := k.victim, k.answered
	if victim != nil {
		if k.left--; k.left >= 0 {
			victim = nil
		}
	}
	k.mu.Unlock()
	if victim == nil {
		k.platform.ServeHTTP(w, r)
		return
	}
	if answered {
		k.platform.ServeHTTP(httptest.NewRecorder(), r)
	}
	_ = victim.Process.Kill()
	panic(http.ErrAbortHandler)
}
