package delivery_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"otklik/internal/delivery"
)

var start = time.Date(2026, 11, 23, 5, 0, 0, 0, time.UTC)

func failing(attempts int, last time.Time) delivery.State {
	return delivery.State{Status: delivery.Waiting, Since: start, Attempts: attempts, LastAt: last, Reason: "no line"}
}

func TestNext(t *testing.T) {
	m := func(minutes int) time.Time { return start.Add(time.Duration(minutes) * time.Minute) }
	with := func(s delivery.State, change func(*delivery.State)) delivery.State { change(&s); return s }
	cases := []struct {
		name   string
		state  delivery.State
		now    time.Time
		at     time.Time
		want   delivery.DeliveryStatus
		reason string
	}{
		{"new", failing(0, time.Time{}), m(0), m(0), delivery.Waiting, "not tried"},
		{"new after three days off", failing(0, time.Time{}), m(3 * 1440), m(0), delivery.Waiting, "not tried"},
		{"new, the next is due", with(failing(0, time.Time{}), func(s *delivery.State) { s.Next = m(60) }), m(60),
			time.Time{}, delivery.GivenUp, "never tried"},
		{"first failure", failing(1, m(0)), m(0), m(1), delivery.Waiting, "one try failed, the last with: no line"},
		{"second", failing(2, m(1)), m(1), m(3), delivery.Waiting, "2 tries"},
		{"third", failing(3, m(3)), m(3), m(8), delivery.Waiting, ""},
		{"fourth", failing(4, m(8)), m(8), m(23), delivery.Waiting, ""},
		{"fifth", failing(5, m(23)), m(23), m(53), delivery.Waiting, ""},
		{"sixth", failing(6, m(53)), m(53), m(113), delivery.Waiting, ""},
		{"thirtieth", failing(30, m(1300)), m(1300), m(1360), delivery.Waiting, ""},
		{"asked to wait", with(failing(1, m(0)), func(s *delivery.State) { s.NotBefore = m(40) }), m(0), m(40),
			delivery.Waiting, ""},
		{"asked to wait less", with(failing(5, m(0)), func(s *delivery.State) { s.NotBefore = m(2) }), m(0), m(30),
			delivery.Waiting, ""},
		{"the last hour", failing(20, m(1400)), m(1400), time.Time{}, delivery.GivenUp, "its day is over; the last " +
			"error: no line"},
		{"after the bound", failing(1, m(0)), m(1440), time.Time{}, delivery.GivenUp, "given up after one try"},
		{"the next digest", with(failing(3, m(3)), func(s *delivery.State) { s.Next = m(6) }), m(4), time.Time{},
			delivery.GivenUp, "the next digest replaces it"},
		{"clock set back", failing(3, m(50000)), m(10), m(10), delivery.Waiting, "clock was set back"},
		{"clock set back, asked to wait", with(failing(3, m(50000)),
			func(s *delivery.State) { s.NotBefore = m(50100) }), m(10), m(10), delivery.Waiting, "clock"},
		{"sent", delivery.State{Status: delivery.Sent, Since: start}, m(9999), time.Time{}, delivery.Sent, "delivered"},
		{"failed", delivery.State{Status: delivery.Failed, Reason: "no mailbox"}, m(1), time.Time{}, delivery.Failed,
			"no mailbox"},
	}
	for _, c := range cases {
		at, status, reason := delivery.Next(c.state, c.now)
		if !at.Equal(c.at) || status != c.want || !strings.Contains(reason, c.reason) || reason == "" {
			t.Errorf("%s: %s, %s, %q", c.name, at, status, reason)
		}
	}
}

func TestAfter(t *testing.T) {
	s := delivery.State{Status: delivery.Waiting, Since: start, Progress: "2/5"}
	now := start.Add(time.Minute)
	sent := s.After(now, "queued as 7", nil)
	if sent.Status != delivery.Sent || sent.Response != "queued as 7" || sent.Reason != "" || !sent.EndedAt.Equal(now) ||
		sent.Unsuccessful() {
		t.Errorf("sent %+v", sent)
	}
	temporary := s.After(now, "", delivery.Busy(errors.New("slow down"), 30*time.Minute))
	if temporary.Status != delivery.Waiting || temporary.Attempts != 1 ||
		!temporary.NotBefore.Equal(now.Add(30*time.Minute)) ||
		temporary.Progress != "2/5" || temporary.Reason != "slow down" || !temporary.Unsuccessful() {
		t.Errorf("temporary %+v", temporary)
	}
	if long := s.After(now, "", delivery.Busy(errors.New("x"),
		1000*time.Hour)); long.NotBefore.After(now.Add(6 * time.Hour)) {
		t.Errorf("asked to wait until %s", long.NotBefore)
	}
	if next := temporary.After(now, "", errors.New("no line")); !next.NotBefore.IsZero() || next.Attempts != 2 {
		t.Errorf("an old wait is kept: %+v", next)
	}
	failed := s.After(now, "", fmt.Errorf("mail: %w", delivery.Permanent(errors.New("no mailbox"))))
	if failed.Status != delivery.Failed || failed.Reason != "mail: no mailbox" || !failed.Unsuccessful() {
		t.Errorf("failed %+v", failed)
	}
	if stopped := s.After(now, "", fmt.Errorf("mail: %w", context.Canceled)); !reflect.DeepEqual(stopped, s) {
		t.Errorf("a shutdown counts as a try: %+v", stopped)
	}
	if slow := s.After(now, "", fmt.Errorf("mail: %w", context.DeadlineExceeded)); slow.Attempts != 1 {
		t.Errorf("a time limit does not count: %+v", slow)
	}
	if over := temporary.GiveUp(now, "why"); over.Status != delivery.GivenUp || over.Reason != "why" ||
		!over.Unsuccessful() {
		t.Errorf("given up %+v", over)
	}
}

// Whatever fails and however the clock jumps, a delivery comes to an end, no try comes after the bound, and none is
// tried in a tight loop.
func TestADeliveryEnds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := delivery.State{Status: delivery.Waiting, Since: start}
		if rapid.Bool().Draw(t, "planned") {
			s.Next = start.Add(time.Duration(rapid.IntRange(1, 3000).Draw(t, "next")) * time.Minute)
		}
		now := start.Add(time.Duration(rapid.IntRange(0, 200).Draw(t, "late")) * time.Minute)
		for try := range 60 {
			at, status, _ := delivery.Next(s, now)
			if status != delivery.Waiting {
				if status != delivery.GivenUp || !at.IsZero() {
					t.Fatalf("ended as %s at %s", status, at)
				}
				return
			}
			if at.After(now) {
				now = at
			} else if try > 0 && !s.LastAt.After(now) && now.Sub(s.LastAt) < time.Minute {
				t.Fatalf("tried again after %s", now.Sub(s.LastAt))
			}
			if s.Attempts > 0 && !now.Before(s.Bound()) {
				t.Fatalf("tried at %s after the bound %s", now, s.Bound())
			}
			wait := time.Duration(rapid.IntRange(0, 600).Draw(t, "wait")) * time.Minute
			s = s.After(now, "", delivery.Busy(errors.New("no"), wait))
			data, err := json.Marshal(s)
			if err != nil {
				t.Fatal(err)
			}
			var kept delivery.State
			if err := json.Unmarshal(data, &kept); err != nil || !reflect.DeepEqual(kept, s) {
				t.Fatalf("the store changes %+v to %+v: %v", s, kept, err)
			}
		}
		t.Fatal("sixty tries in a day")
	})
}

func TestOpaque(t *testing.T) {
	inner := fmt.Errorf("dial hunter2: %w", context.DeadlineExceeded)
	err := delivery.Permanent(delivery.Opaque("connect", inner, "", "hunter2"))
	if !errors.Is(err, delivery.ErrPermanent) || !errors.Is(err, context.DeadlineExceeded) ||
		errors.Is(err, context.Canceled) ||
		err.Error() != "connect: dial ***: context deadline exceeded" {
		t.Errorf("%v", err)
	}
	if delivery.Permanent(nil) != nil || delivery.Busy(nil, time.Hour) != nil ||
		delivery.RetryAfter(errors.New("x")) != 0 {
		t.Error("nothing became something")
	}
	both := delivery.Permanent(delivery.Busy(errors.New("x"), time.Hour))
	if delivery.RetryAfter(fmt.Errorf("a: %w", both)) != time.Hour {
		t.Error("the wait is lost")
	}
}
