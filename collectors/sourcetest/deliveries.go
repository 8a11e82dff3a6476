package sourcetest

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"otklik/internal/inbox"
)

// Post is a way of delivery over HTTP with its other side.
type Post struct {
	// Answer and Status are those of a Wire.
	Answer func(address string, r *http.Request) (*http.Response, error)
	Status func(status, retryAfter int) (header http.Header, body string)
	// Send delivers one and the same parcel, going on where the last try ended.
	Send func(client *http.Client, scheme string) error
	// Arrived counts the pieces that have arrived, duplicates included, and gives their text.
	Arrived func() (n int, text string)
	// Marks stand in a parcel that has arrived whole; Secrets must not appear in errors.
	Marks, Secrets []string
	// Permanent is found by errors.Is in errors that no repeat can mend; RetryAfter is the wait that an error asks for.
	Permanent  error
	RetryAfter func(error) time.Duration
	// StatusOnly: the reply's body does not matter.
	StatusOnly bool
}

// longestTry bounds one try to deliver, in the test's time: seven pieces of a minute, or a large one of five.
const longestTry = 10 * time.Minute

// Deliveries tries every fault with every call of a way. While the fault lasts, a try ends by itself and either has
// delivered or says what is wrong and whether a repeat helps; after it, the parcel arrives whole.
func Deliveries(t *testing.T, calls []Call, start func(t *testing.T) *Post) (ran []string) {
	t.Helper()
	authority := NewAuthority(t)
	cells, began := 0, time.Now()
	for _, fault := range Faults() {
		t.Run(fault.Name, func(t *testing.T) {
			ran = append(ran, fault.Name)
			for _, call := range calls {
				t.Run(call.Name, func(t *testing.T) {
					cells++
					synctest.Test(t, func(t *testing.T) { deliver(t, start(t), fault, call, authority) })
				})
			}
		})
	}
	t.Logf("%d faults × %d calls: %d cells in %s", len(ran), len(calls), cells,
		time.Since(began).Round(time.Millisecond))
	return ran
}

func deliver(t *testing.T, p *Post, fault *Fault, call Call, authority *Authority) {
	scheme, lasts, met := "http", true, 0
	if fault.TLS {
		scheme = "https"
	}
	wire := &Wire{Answer: p.Answer, Status: p.Status, Secure: fault.TLS, Authority: authority,
		Choose: func(a Asked) *Fault {
			if !lasts || !call.Match(a) {
				return nil
			}
			met++
			return fault
		}}
	client, err := wire.Client()
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		client.CloseIdleConnections()
		time.Sleep(time.Minute) // a TLS connection takes some seconds to say good-bye
	}()
	began := time.Now()
	err = p.Send(client, scheme)
	if took := time.Since(began); took > longestTry {
		t.Errorf("the try took %s", took)
	}
	if met == 0 {
		t.Fatal("the call was not made")
	}
	if p.StatusOnly && fault.accepts {
		t.Skip("a status of 200 is the receiver's acceptance whatever comes with it: who speaks is the " +
			"certificate's matter")
	}
	switch {
	case err == nil && !p.whole():
		t.Error("it says that everything was delivered, and that is not so")
	case err != nil && fault.Outcome == Reads && !fault.Heavy:
		t.Errorf("it gives up: %v", err)
	}
	if err != nil {
		p.verify(t, fault, err)
	}
	for _, a := range wire.Calls() {
		if !strings.HasPrefix(a.Address, "localhost:") {
			t.Errorf("%s was asked", a.Address)
		}
	}
	lasts = false
	if err != nil {
		if err := p.Send(client, scheme); err != nil {
			t.Errorf("after the fault: %v", err)
		}
	}
	if !p.whole() {
		t.Error("after the fault it has not arrived whole")
	}
}

// whole reports whether all that was sent has arrived.
func (p *Post) whole() bool {
	_, text := p.Arrived()
	for _, mark := range p.Marks {
		if !strings.Contains(text, mark) {
			return false
		}
	}
	return true
}

// verify looks at what is said of a fault.
func (p *Post) verify(t *testing.T, fault *Fault, err error) {
	for _, secret := range p.Secrets {
		if strings.Contains(err.Error(), secret) {
			t.Errorf("the error shows a secret: %v", err)
		}
	}
	passing := len(fault.Troubles) > 0 && fault.Troubles[0] != inbox.FailurePlatform && fault.Passes && !fault.TLS
	if passing && errors.Is(err, p.Permanent) {
		t.Errorf("a fault that passes is called lasting: %v", err)
	}
	if wait := p.RetryAfter(err); wait < fault.Wait {
		t.Errorf("asked to wait %s, it says %s", fault.Wait, wait)
	}
}
