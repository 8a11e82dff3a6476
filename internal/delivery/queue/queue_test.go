package queue_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"otklik/internal/delivery"
	"otklik/internal/delivery/queue"
	"otklik/store"
)

// world is what outlives a crash: the store, and what arrived at the transports. crash counts down; at zero the program
// dies.
type world struct {
	digests    map[store.DigestKey]store.DigestRecord
	deliveries map[string]store.Delivery
	arrived    map[string][]string // transport → the texts it got, in order
	pages      map[string]string   // transport → what it has of a text of pages
	crash      int
	failing    map[string]error
}

func newWorld() *world {
	return &world{digests: map[store.DigestKey]store.DigestRecord{}, deliveries: map[string]store.Delivery{},
		arrived: map[string][]string{}, pages: map[string]string{}, failing: map[string]error{}, crash: -1}
}

type died struct{}

// step is a point at which the program may die.
func (w *world) step() {
	if w.crash == 0 {
		panic(died{})
	}
	w.crash--
}

func (w *world) PutDigest(_ context.Context, d store.DigestRecord) error {
	w.step()
	defer w.step()
	if old, ok := w.digests[d.Key]; ok && !bytes.Equal(old.Data, d.Data) {
		return store.ErrDigestExists
	}
	w.digests[d.Key] = d
	return nil
}

func (w *world) AmendDigest(_ context.Context, k store.DigestKey, old, data []byte) error {
	w.step()
	defer w.step()
	d := w.digests[k]
	if !bytes.Equal(d.Data, old) {
		return store.ErrDigestExists
	}
	d.Data = data
	w.digests[k] = d
	return nil
}

func (w *world) Digest(_ context.Context, k store.DigestKey) (store.DigestRecord, error) {
	w.step()
	d, ok := w.digests[k]
	if !ok {
		return d, store.ErrNotFound
	}
	return d, nil
}

func (w *world) PutDelivery(_ context.Context, d store.Delivery) error {
	w.step()
	defer w.step()
	if _, ok := w.digests[d.Key]; !ok {
		return store.ErrNotFound
	}
	w.deliveries[d.Route] = d
	return nil
}

func (w *world) Deliveries(context.Context, store.DigestKey) ([]store.Delivery, error) {
	w.step()
	var all []store.Delivery
	for _, d := range w.deliveries {
		all = append(all, d)
	}
	return all, nil
}

// fakeTransport delivers in one part, or in pages where paged is true.
type fakeTransport struct {
	name  string
	paged bool
	w     *world
}

func (y fakeTransport) Name() string                { return y.name }
func (y fakeTransport) Check(context.Context) error { return nil }

func (y fakeTransport) Send(ctx context.Context, p delivery.Outgoing, done string, progress func(string) error) (string, error) {
	if err := y.w.failing[y.name]; err != nil {
		return "", err
	}
	y.w.step()
	defer y.w.step()
	if !y.paged {
		y.w.arrived[y.name] = append(y.w.arrived[y.name], string(p.Documents[0].Data))
		return "", nil
	}
	n := 0
	fmt.Sscan(done, &n)
	for ; n < len(p.Pages); n++ {
		y.w.step()
		y.w.arrived[y.name] = append(y.w.arrived[y.name], p.Pages[n])
		y.w.step()
		if err := progress(fmt.Sprint(n + 1)); err != nil {
			return "", err
		}
	}
	return "", ctx.Err()
}

var key = store.DigestKey{ID: "morning", At: time.Date(2026, 3, 2, 5, 0, 0, 0, time.UTC)}

// attempt is one run of the program: it makes the digest again, as the messages stand now, keeps it and sends it.
func attempt(w *world, text string, routes []queue.Route) (results []queue.Result, err error, alive bool) {
	defer func() {
		if r := recover(); r != nil {
			if _, ok := r.(died); !ok {
				panic(r)
			}
		}
	}()
	box := &queue.Queue{Store: w, Log: slog.New(slog.DiscardHandler)}
	e := queue.StoredDigest{Outgoing: []delivery.Outgoing{{ID: "p",
		Documents: []delivery.Document{{Format: "text", Data: []byte(text)}},
		Pages:     []string{text + " 1", text + " 2", text + " 3"}}}}
	e, err = box.Save(context.Background(), store.DigestRecord{Key: key}, e)
	if err == nil {
		results, err = box.Send(context.Background(), key, e, routes, time.Now(), time.Time{})
	}
	return results, err, true
}

// TestKilledAtEveryStep: whatever step the program dies at, how often, and however the messages change in between:
// everybody gets the digest, and never two different texts.
func TestKilledAtEveryStep(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld()
		var routes []queue.Route
		for n := range rapid.IntRange(1, 4).Draw(t, "ways") {
			routes = append(routes, queue.Route{OutgoingID: "p",
				Transport: fakeTransport{fmt.Sprint("way ", n), rapid.Bool().Draw(t, "paged"), w}})
		}
		for run, crash := range rapid.SliceOfN(rapid.IntRange(0, 30), 0, 8).Draw(t, "crashes") {
			w.crash = crash
			attempt(w, fmt.Sprint("text ", run), routes)
		}
		w.crash = -1
		if _, err, alive := attempt(w, "the last text", routes); err != nil || !alive {
			t.Fatal(err, alive)
		}
		kept := string(w.digests[key].Data)
		for _, r := range routes {
			got := w.arrived[r.Transport.Name()]
			if len(got) == 0 {
				t.Fatalf("%s got nothing", r.Transport.Name())
			}
			seen := map[string]bool{}
			for _, text := range got {
				if !bytes.Contains([]byte(kept), []byte(text)) {
					t.Fatalf("%s got %q, which was never kept", r.Transport.Name(), text)
				}
				seen[text] = true
			}
			if want := 3; r.Transport.(fakeTransport).paged && len(seen) != want {
				t.Fatalf("%s got the pages %q", r.Transport.Name(), got)
			}
		}
		before := fmt.Sprint(w.arrived)
		if _, err, _ := attempt(w, "one more", routes); err != nil || fmt.Sprint(w.arrived) != before {
			t.Fatalf("a second sending reached those who had it: %v\n%s\n%v", err, before, w.arrived)
		}
	})
}

func TestFailuresAreTriedAgainUntilTheBound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld()
		good, bad, wrong := fakeTransport{"good", false, w}, fakeTransport{"bad", false, w}, fakeTransport{"wrong", false, w}
		routes := []queue.Route{{OutgoingID: "p", Transport: good}, {OutgoingID: "p", Transport: bad},
			{OutgoingID: "p", Transport: wrong}}
		w.failing["bad"], w.failing["wrong"] = errors.New("busy"), delivery.Permanent(errors.New("no such chat"))
		results, err, _ := attempt(w, "text", routes)
		if err != nil {
			t.Fatal(err)
		}
		for n, want := range []delivery.DeliveryStatus{delivery.Sent, delivery.Waiting, delivery.Failed} {
			if got := results[n].State; got.Status != want || (got.Reason == "") != (want == delivery.Sent) {
				t.Errorf("%s: %+v, want %s", results[n].Transport, got, want)
			}
		}
		box := &queue.Queue{Store: w, Log: slog.New(slog.DiscardHandler)}
		e, err := box.Load(context.Background(), key)
		if err != nil {
			t.Fatal(err)
		}
		send := func() []queue.Result {
			t.Helper()
			results, err := box.Send(context.Background(), key, e, routes, time.Now(), time.Time{})
			if err != nil {
				t.Fatal(err)
			}
			return results
		}
		if r := send(); r[1].Tried || r[2].Tried {
			t.Error("a second try at once")
		}
		tries := 0
		for range 30 * 60 {
			time.Sleep(time.Minute)
			r := send()
			if r[1].Tried {
				tries++
			}
			if r[2].Tried {
				t.Fatal("what cannot succeed was tried again")
			}
		}
		if r := send(); r[1].State.Status != delivery.GivenUp || tries < 20 || tries > 40 {
			t.Errorf("%d tries, then %s", tries, r[1].State.Status)
		}
		w.failing = map[string]error{}
		if err := box.Resend(context.Background(), key, routes, time.Now()); err != nil {
			t.Fatal(err)
		}
		for _, r := range send() {
			if r.State.Status != delivery.Sent || r.Resent != 1 {
				t.Errorf("sent again: %+v", r)
			}
		}
		if got := w.arrived["good"]; len(got) != 2 || got[0] != got[1] {
			t.Errorf("sent again: %q", got)
		}
	})
}

// TestWhoeverIsToHaveItIsKnownBeforeTheFirstSending: after a crash in the first transport the others are seen to wait.
func TestWhoeverIsToHaveItIsKnownBeforeTheFirstSending(t *testing.T) {
	w := newWorld()
	routes := []queue.Route{{OutgoingID: "p", Transport: fakeTransport{"first", false, w}},
		{OutgoingID: "p", Transport: fakeTransport{"second", false, w}}}
	box := &queue.Queue{Store: w, Log: slog.New(slog.DiscardHandler)}
	for crash := range 40 {
		w.crash = crash
		attempt(w, "text", routes)
		w.crash = -1
		if len(w.arrived) == 0 {
			continue
		}
		notes, err := box.Records(context.Background(), key)
		if err != nil || len(notes) != 2 {
			t.Fatalf("after %d steps somebody has it and %d are known: %v", crash, len(notes), err)
		}
		return
	}
	t.Fatal("nothing arrived")
}

func TestAPersonMayAskBeforeTheNextTry(t *testing.T) {
	w := newWorld()
	routes := []queue.Route{{OutgoingID: "p", Transport: fakeTransport{"good", false, w}},
		{OutgoingID: "p", Transport: fakeTransport{"busy", false, w}}, {OutgoingID: "p", Transport: fakeTransport{"wrong", false, w}}}
	w.failing["busy"], w.failing["wrong"] = errors.New("busy"), delivery.Permanent(errors.New("no such chat"))
	attempt(w, "text", routes)
	w.failing = map[string]error{}
	box := &queue.Queue{Store: w, Log: slog.New(slog.DiscardHandler)}
	if err := box.RetryFailed(context.Background(), key, time.Now()); err != nil {
		t.Fatal(err)
	}
	attempt(w, "another text", routes)
	for _, r := range routes {
		if got := w.arrived[r.Transport.Name()]; len(got) != 1 || got[0] != "text" {
			t.Errorf("%s got %q", r.Transport.Name(), got)
		}
	}
}

// A note that cannot be read leads to a second sending, not to none.
func TestABrokenNoteIsSentAgain(t *testing.T) {
	w := newWorld()
	routes := []queue.Route{{OutgoingID: "p", Transport: fakeTransport{"only", false, w}}}
	attempt(w, "text", routes)
	for name, d := range w.deliveries {
		d.Data = []byte("{")
		w.deliveries[name] = d
	}
	if _, err, _ := attempt(w, "text", routes); err != nil || len(w.arrived["only"]) != 2 {
		t.Errorf("%v, %q", err, w.arrived["only"])
	}
}
