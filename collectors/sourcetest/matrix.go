package sourcetest

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"otklik/collectors"
	"otklik/internal/inbox"
)

// Scene is a platform with at least two channels whose sources are at addresses of their own ("localhost:PORT").
type Scene struct {
	// Answer is the platform.
	Answer func(address string, r *http.Request) (*http.Response, error)
	// Status is what it says with an HTTP status (see Wire).
	Status func(status, retryAfter int) (header http.Header, body string)
	// Sources are new ones, as after a start of the program; scheme is "http" or "https".
	Sources func(client *http.Client, scheme string, l *Ledger) ([]collectors.Source, error)
	// Happens is what is written on the platform before pull n. What it writes must not depend on the time.
	Happens func(n int)
	// Confirmed gives an error if the platform was told that something came which is not stored. May be nil.
	Confirmed func(l *Ledger) error
	// Check looks at the configuration and the platform (see `otklik check`).
	Check func(client *http.Client, scheme string) []collectors.Diagnostic
	// Secrets, and words of messages, must not appear in errors, warnings and logs.
	Secrets []string
}

// Call is one that a platform's sources make, or its check.
type Call struct {
	// Name stands in docs/reliability.md.
	Name string
	// Source is the source that makes it, in Channel; both empty: only the check does.
	Source  string
	Channel inbox.ChannelID
	Match   func(Asked) bool
	// Method must be named by the failure.
	Method string
	// Borne: the source can do without it, for now; BorneLater: it can once it has read to its end.
	Borne, BorneLater bool
	// First, Later: only the first pull makes it, or only a later one.
	First, Later bool
	// Long: it takes a long scene, with more than a page of everything.
	Long bool
}

// of reports whether pull n makes the call.
func (c Call) of(n int) bool {
	return c.Source != "" && n < pulls && !(c.Later && n == 0) && !(c.First && n > 0)
}

// longestPull bounds a pull during which one call fails in the same way for ever, in the test's time.
const longestPull = 15 * time.Minute

// pulls are how many a test makes; something is written before each.
const pulls = 2

// summary is what a matrix has tried.
type summary struct {
	cells   int
	longest time.Duration
	which   string
}

// Matrix tries every fault with every call of the sources: on the first pull of all and on a later one, once and for
// the whole pull. It gives the names of the faults that were tried.
func Matrix(t *testing.T, calls []Call, start func(long bool) *Scene) (ran []string) {
	t.Helper()
	began := time.Now()
	authority := NewAuthority(t)
	want := map[bool][pulls][]string{}
	for _, long := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			r := &rehearsal{Scene: start(long), authority: authority}
			r.play(t, func(t *testing.T, n int) {
				for _, c := range calls {
					if made := slices.ContainsFunc(r.wire.Calls(), c.Match); !made && c.of(n) && c.Long == long {
						t.Errorf("pull %d makes no call of %s", n+1, c.Name)
					}
				}
				all := want[long]
				all[n] = r.ledger.Entries()
				want[long] = all
			})
		})
		if w := want[long]; len(w[0]) == 0 || len(w[1]) <= len(w[0]) {
			t.Fatal("nothing is stored when nothing is wrong")
		}
	}
	sum := &summary{}
	for _, fault := range Faults() {
		t.Run(fault.Name, func(t *testing.T) {
			ran = append(ran, fault.Name)
			for _, call := range calls {
				for pull := range pulls {
					for _, once := range []bool{false, true} {
						// Under the race detector the hardest case of each call has to do.
						if !call.of(pull) || raced && (once || call.of(pull+1) || fault.Heavy &&
							call.Name != calls[0].Name) || (once || fault.Heavy) && pull == 0 && !call.First ||
							fault.Heavy && once {
							continue
						}
						name := fmt.Sprintf("%s, pull %d, %s", call.Name, pull+1, map[bool]string{true: "once",
							false: "all of it"}[once])
						t.Run(name, func(t *testing.T) {
							synctest.Test(t, func(t *testing.T) {
								x := &rehearsal{Scene: start(call.Long), authority: authority, fault: fault,
									call: call, at: pull, once: once, sum: sum, want: want[call.Long]}
								x.play(t, x.verify)
							})
						})
					}
				}
			}
		})
	}
	t.Logf("%d faults × %d calls: %d cells in %s; the longest pull took %s (%s)", len(ran), len(calls), sum.cells,
		time.Since(began).Round(time.Millisecond), sum.longest.Round(time.Second), sum.which)
	return ran
}

// rehearsal is one run of a scene.
type rehearsal struct {
	*Scene
	authority *Authority
	fault     *Fault
	call      Call
	// at is the pull that meets the fault.
	at   int
	once bool
	// want are the entries after each pull when nothing is wrong.
	want [pulls][]string
	sum  *summary

	wire    *Wire
	ledger  *Ledger
	log     strings.Builder
	met     int
	active  bool
	took    time.Duration
	results []inbox.Pull
}

func (r *rehearsal) open() (client *http.Client, scheme string, err error) {
	scheme = "http"
	if r.fault != nil && r.fault.TLS {
		scheme = "https"
	}
	r.wire = &Wire{Answer: r.Answer, Status: r.Status, Secure: scheme == "https", Authority: r.authority,
		Choose: func(a Asked) *Fault {
			if !r.active || r.fault == nil || !r.call.Match(a) || r.once && r.met > 0 {
				return nil
			}
			r.met++
			return r.fault
		}}
	client, err = r.wire.Client()
	return client, scheme, err
}

func (r *rehearsal) play(t *testing.T, after func(t *testing.T, n int)) {
	client, scheme, err := r.open()
	if err != nil {
		t.Fatal(err)
	}
	r.ledger = NewLedger()
	sources, err := r.Sources(client, scheme, r.ledger)
	if err != nil {
		t.Fatal(err)
	}
	runner := collectors.Runner{Sink: r.ledger, Log: slog.New(slog.NewTextHandler(&r.log, nil))}
	collect := func() {
		// Whatever happens, a pull ends by itself: this limit only keeps a broken program from running for ever.
		ctx, cancel := context.WithTimeout(t.Context(), 4*longestPull)
		defer cancel()
		began := time.Now()
		r.results = runner.Collect(ctx, sources)
		r.took = time.Since(began)
		time.Sleep(5 * time.Minute)
	}
	for n := range pulls {
		r.Happens(n)
		if r.fault != nil && n == r.at {
			r.active = true
			collect()
			after(t, n)
			r.active = false
		}
		collect()
		for _, p := range r.results {
			if !p.Complete {
				t.Errorf("pull %d, which met no fault: %s is not read to its end: %s", n+1, p.Source, p.Detail)
			}
		}
		if r.fault == nil {
			after(t, n)
		} else if d := difference(r.ledger.Entries(), r.want[n]); d != "" {
			t.Errorf("after a pull without a fault (%d) the store differs from one that never met it:%s", n+1, d)
		}
	}
	client.CloseIdleConnections()
}

// verify looks at what the pull left that met the fault.
func (r *rehearsal) verify(t *testing.T, _ int) {
	r.sum.cells++
	if r.took > r.sum.longest {
		r.sum.longest, r.sum.which = r.took, t.Name()
	}
	if r.met == 0 {
		t.Fatal("the call was not made")
	}
	if r.took > longestPull {
		t.Errorf("the pull took %s", r.took)
	}
	said := r.log.String() + strings.Join(r.ledger.Warnings(), "\n")
	for _, p := range r.results {
		said += "\n" + p.Detail
		if p.Source != r.call.Source {
			if !p.Complete || slices.Contains(p.Channels, r.call.Channel) && len(p.Channels) > 1 {
				t.Errorf("%s, which met no fault, is not read to its end: %s", p.Source, p.Detail)
			}
			continue
		}
		r.own(t, p)
	}
	for _, secret := range r.Secrets {
		if strings.Contains(said, secret) {
			t.Errorf("%q is told to the log or the operator:\n%s", secret, said)
		}
	}
	for _, a := range r.wire.Calls() {
		if !strings.HasPrefix(a.Address, "localhost:") {
			t.Errorf("%s was asked", a.Address)
		}
	}
	if r.Confirmed != nil {
		if err := r.Confirmed(r.ledger); err != nil {
			t.Error(err)
		}
	}
	gone := func(entries []string) (list []string) {
		for _, e := range entries {
			if strings.Contains(e, "gone true") {
				list = append(list, e)
			}
		}
		return list
	}
	want := gone(r.want[r.at])
	for _, e := range gone(r.ledger.Entries()) {
		if !slices.Contains(want, e) {
			t.Errorf("said to be deleted because of the fault: %s", e)
		}
	}
	r.waits(t)
}

// own judges the pull of the source that met the fault.
func (r *rehearsal) own(t *testing.T, p inbox.Pull) {
	// a platform may try what it says again, and need not
	mustFail := r.fault.Outcome == Fails && !r.call.Borne && !(r.call.BorneLater && r.at > 0) && !r.once
	mustRead := r.fault.Outcome == Reads || r.once && r.fault.Passes
	switch {
	case mustFail && p.Complete:
		t.Errorf("the pull says that it read everything")
	case mustRead && !p.Complete:
		t.Errorf("the pull is not complete: %s", p.Detail)
	}
	if p.Complete {
		return
	}
	if !slices.Contains(p.Channels, r.call.Channel) || !strings.Contains(r.log.String(), string(r.call.Channel)) {
		t.Errorf("nobody is told which channel it is:\n%s", r.log.String())
	}
	if r.fault.Outcome == Fails && !slices.Contains(r.fault.Troubles, p.Failure) {
		t.Errorf("the trouble is called %q: %s", p.Failure, p.Detail)
	}
	if !strings.Contains(p.Detail, r.call.Method) {
		t.Errorf("the call %s is not named: %s", r.call.Method, p.Detail)
	}
}

// waits checks that the wait that was asked for is given.
func (r *rehearsal) waits(t *testing.T) {
	calls := r.wire.Calls()
	for i, a := range calls {
		if a.Fault == nil || a.Fault.Wait == 0 {
			continue
		}
		for _, next := range calls[i+1:] {
			if next.Address == a.Address && next.Method == a.Method &&
				next.Params.Get("chat_id") == a.Params.Get("chat_id") && next.At.Sub(a.At) < a.Fault.Wait {
				t.Errorf("asked to wait %s, it calls again after %s", a.Fault.Wait, next.At.Sub(a.At))
			}
		}
	}
}

// Documented compares what was tried with the tables of a document: the faults with all of its rows, the calls with
// those of its rows that begin with prefix. A run of chosen sub-tests is not compared.
func Documented(t *testing.T, file, prefix string, ran []string, calls []Call) {
	t.Helper()
	if run := flag.Lookup("test.run"); run != nil && strings.Contains(run.Value.String(), "/") {
		return
	}
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	rows := func(section string) (list []string) {
		_, text, found := strings.Cut(string(raw), "\n## "+section+"\n")
		if !found {
			t.Fatalf("%s has no section %q", file, section)
		}
		text, _, _ = strings.Cut(text, "\n## ")
		for line := range strings.Lines(text) {
			if rest, row := strings.CutPrefix(line, "| `"); row {
				name, _, _ := strings.Cut(rest, "`")
				list = append(list, name)
			}
		}
		return list
	}
	if documented := rows("Faults"); !slices.Equal(documented, ran) {
		t.Errorf("%s lists the faults\n%q; tried were\n%q", file, documented, ran)
	}
	var named []string
	for _, c := range calls {
		named = append(named, c.Name)
	}
	ours := slices.DeleteFunc(rows("Calls"), func(name string) bool {
		return !strings.HasPrefix(name, prefix) || strings.Contains(name, " check: ") != strings.HasSuffix(prefix,
			" check: ")
	})
	if !slices.Equal(ours, named) {
		t.Errorf("%s lists the calls\n%q; tried were\n%q", file, ours, named)
	}
}
