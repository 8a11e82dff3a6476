package app

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"otklik/internal/delivery"
	"otklik/internal/delivery/queue"
	"otklik/store"
)

// An outgoing digest of an earlier version says only that it is late; its readers are told so in words as ever.
func TestALateParcelOfAnEarlierVersionSaysSo(t *testing.T) {
	t.Parallel()
	e := queue.StoredDigest{Outgoing: []delivery.Outgoing{
		{Language: "ru", Late: true, Warnings: []string{"a"}}, {Language: "en", Late: true}, {Language: "ru"}}}
	sayLate(&e)
	for i, want := range [][]string{
		{"Сводка опоздала: в её время программа не работала.", "a"},
		{"This digest is late: the program was off at its time."}, nil,
	} {
		if got := e.Outgoing[i].Notices(); !slices.Equal(got, want) {
			t.Errorf("%d: %q", i, got)
		}
	}
}

// What an earlier version stored holds no documents with the notices; they are drawn from the digest that is stored
// beside them or, where an even earlier one kept none, from the messages. No digest hides that it is late.
func TestALateEditionOfAnEarlierVersionHasItsNotices(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.configure("deliver: []", `deliver:
      - {file: {path: operators, format: text}, operator: true}
      - {file: {path: operators, format: md}, operator: true}
      - {file: {path: operators, format: html}, operator: true}
      - {file: {path: operators, format: json}, operator: true}
      - {file: {path: readers, format: json}}
      - {file: {path: readers, format: html}}`)
	b.collect()
	s := b.open()
	d, at := s.config.Digests[0], time.Now().Truncate(time.Second)
	var drawn []string
	for n, strip := range []func(e *queue.StoredDigest){
		func(*queue.StoredDigest) {},
		func(e *queue.StoredDigest) { e.Outgoing[0].Noticed, e.Outgoing[0].SaidLate = nil, nil },
		func(e *queue.StoredDigest) {
			e.Outgoing[0].Noticed, e.Outgoing[0].SaidLate, e.Outgoing[0].LateNotice, e.Digest = nil, nil, "", nil
		},
	} {
		key := digestKey("morning", at.Add(time.Duration(-n)*time.Hour)) // the same words under another name
		e, _, err := s.makeOutgoing(t.Context(), d, key, at, true)
		if err != nil {
			t.Fatal(err)
		}
		strip(&e)
		if _, err = s.queue().Save(t.Context(), store.DigestRecord{Key: key, Built: at, Late: true}, e); err != nil {
			t.Fatal(err)
		}
		results, err := s.deliver(t.Context(), d, key)
		if err != nil {
			t.Fatal(err)
		}
		var all strings.Builder
		for _, r := range results {
			if r.State.Status != delivery.Sent {
				t.Fatalf("%+v", r)
			}
			data := b.read(strings.TrimPrefix(r.State.Response, b.folder+"/"))
			said := strings.Contains(data, "Сводка опоздала") || strings.HasPrefix(data, `{"delivery":{"late":true,`)
			if want := strings.HasPrefix(r.Transport, "file "+b.path("operators")) || strings.HasSuffix(r.Transport, "json"); said !=
				want {
				t.Errorf("%d, %s: says that it is late: %v", n, r.Transport, said)
			}
			all.WriteString(data)
			if err := os.Remove(r.State.Response); err != nil {
				t.Fatal(err)
			}
		}
		drawn = append(drawn, all.String())
	}
	if drawn[0] == "" || drawn[1] != drawn[0] || drawn[2] != drawn[0] {
		t.Error("another digest is sent than was stored")
	}
}
