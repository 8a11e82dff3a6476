package sourcetest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"otklik/collectors"
)

// CheckMatrix tries every fault with every call of the platform's check, for as long as the check lasts. It gives the
// names of the faults that were tried.
func CheckMatrix(t *testing.T, calls []Call, start func() *Scene) (ran []string) {
	t.Helper()
	authority := NewAuthority(t)
	began, sum := time.Now(), &summary{}
	for _, fault := range Faults() {
		t.Run(fault.Name, func(t *testing.T) {
			ran = append(ran, fault.Name)
			for _, call := range calls {
				t.Run(call.Name, func(t *testing.T) {
					synctest.Test(t, func(t *testing.T) {
						(&rehearsal{Scene: start(), authority: authority, fault: fault, call: call, sum: sum}).check(t)
					})
				})
			}
		})
	}
	t.Logf("%d faults × %d calls of the check: %d cells in %s; the longest check took %s (%s)", len(ran), len(calls),
		sum.cells,
		time.Since(began).Round(time.Millisecond), sum.longest.Round(time.Second), sum.which)
	return ran
}

func (r *rehearsal) check(t *testing.T) {
	client, scheme, err := r.open()
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		client.CloseIdleConnections()
		time.Sleep(time.Minute) // a TLS connection takes some seconds to say good-bye
	}()
	r.Happens(0)
	clean := r.Check(client, scheme)
	r.active = true
	began := time.Now()
	found := r.Check(client, scheme)
	r.active = false
	r.sum.cells++
	if took := time.Since(began); took > r.sum.longest {
		r.sum.longest, r.sum.which = took, t.Name()
	}
	if r.met == 0 {
		t.Fatal("the call was not made")
	}
	if time.Since(began) > longestPull {
		t.Errorf("the check took %s", time.Since(began))
	}
	bad := func(findings []collectors.Diagnostic) (list []string) {
		for _, f := range findings {
			if f.Level != collectors.OK {
				list = append(list, fmt.Sprintf("%s %s %s: %s", f.Level, f.Channel, f.Subject, f.Sentence))
			}
		}
		return list
	}
	told, before := bad(found), bad(clean)
	switch {
	case r.fault.Outcome == Fails && !slices.ContainsFunc(told, func(s string) bool {
		return !slices.Contains(before,
			s)
	}):
		t.Errorf("nobody is told: %q", found)
	case r.fault.Outcome == Reads && !strings.HasPrefix(r.fault.Name, "clock") && !slices.Equal(found, clean):
		t.Errorf("the check says\n%q\nand without the fault\n%q", found, clean)
	}
	for _, finding := range found {
		if finding.Channel == "" || finding.Subject == "" || finding.Sentence == "" {
			t.Errorf("a finding lacks something: %+v", finding)
		}
		for _, secret := range r.Secrets {
			if strings.Contains(finding.Sentence, secret) {
				t.Errorf("the check tells a secret: %s", finding.Sentence)
			}
		}
	}
	for _, a := range r.wire.Calls() {
		if !strings.HasPrefix(a.Address, "localhost:") {
			t.Errorf("%s was asked", a.Address)
		}
	}
	if again := r.Check(client, scheme); !slices.Equal(again, clean) {
		t.Errorf("after the fault the check says\n%q\nand before it said\n%q", again, clean)
	}
}
