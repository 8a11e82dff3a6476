package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"otklik/internal/inbox"
	"otklik/store"
)

// alerts: what was decided between digests is stored with the notice that tells of it, and names nothing that was
// destroyed since.
func alerts(t *testing.T, s store.Store) {
	ctx := context.Background()
	mine, letter := comment(1, "p", "Нет тепла?"), direct(2, "700", "Нет тепла?")
	commit(t, s, "vk", messages(mine, comment(3, "p", "И у нас?"), letter))
	evaluateCopies(t, s)
	whole := inbox.Alert{Circle: "office", At: noon, Number: 1, Reason: inbox.AlertRise, Urgency: inbox.Outage,
		People: 2, Messages: 3, First: noon.Add(-time.Hour), Last: noon, Group: "ЖКХ", Topic: "Отопление",
		Municipality: "Энск", Settlement: "Заречье", Street: "Заводская", House: "12",
		Refs: []inbox.Ref{mine.Ref(), comment(3, "", "").Ref(), letter.Ref()}}
	bound := inbox.Alert{Circle: "office", At: noon.Add(time.Hour), Reason: inbox.AlertSurge, OverBound: true,
		People: 6, Messages: 6, First: noon, Last: noon, Group: "Дороги", Refs: []inbox.Ref{letter.Ref()}}
	key := store.DigestKey{ID: "+alert", At: noon}
	noError(t, s.PutAlerts(ctx, store.DigestRecord{Key: key, Data: []byte("notice")}, []inbox.Alert{whole}))
	noError(t, s.PutAlerts(ctx, store.DigestRecord{}, []inbox.Alert{bound}))
	if d, err := s.Digest(ctx, key); err != nil || string(d.Data) != "notice" {
		t.Errorf("%+v, %v", d, err)
	}
	other := whole
	other.Number = 9
	err := s.PutAlerts(ctx, store.DigestRecord{Key: key, Data: []byte("another")}, []inbox.Alert{other})
	if !errors.Is(err, store.ErrDigestExists) {
		t.Errorf("another notice under the same key: %v", err)
	}
	want := func(name string, since time.Time, all ...inbox.Alert) {
		t.Helper()
		got, err := s.Alerts(ctx, since)
		for i := range got {
			got[i].At, got[i].First, got[i].Last = got[i].At.In(noon.Location()), got[i].First.In(noon.Location()),
				got[i].Last.In(noon.Location())
		}
		if d := cmp.Diff(all, got); d != "" || err != nil {
			t.Errorf("%s: %s, %v", name, d, err)
		}
	}
	want("all", time.Time{}, whole, bound)
	want("later", noon.Add(time.Minute), bound)

	purge(t, s, forget("700"))
	whole.Refs, whole.Street, whole.House = whole.Refs[:2], "", ""
	want("without a person", time.Time{}, whole)

	late := whole
	late.At = noon.Add(store.AlertsKept + time.Hour)
	noError(t, s.PutAlerts(ctx, store.DigestRecord{}, []inbox.Alert{late}))
	want("after their time", time.Time{}, late)
}
