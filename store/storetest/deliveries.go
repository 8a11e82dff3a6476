package storetest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"otklik/store"
)

func deliveries(t *testing.T, s store.Store) {
	ctx := context.Background()
	key := store.DigestKey{ID: "morning", At: noon}
	mail := store.Delivery{Key: key, Route: "mail press@example.org", Data: []byte("failed")}
	if err := s.PutDelivery(ctx, mail); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a delivery of a digest that is not stored: %v", err)
	}
	other := store.DigestKey{ID: "morning", At: noon.Add(24 * time.Hour)}
	for _, k := range []store.DigestKey{key, other, {ID: "mornings", At: noon}} {
		noError(t, s.PutDigest(ctx, store.DigestRecord{Key: k, Data: []byte("x")}))
	}
	file := store.Delivery{Key: key, Route: "file digests", Data: []byte("sent")}
	later := store.Delivery{Key: other, Route: "file digests", Data: []byte("waiting")}
	for _, d := range []store.Delivery{mail, file, later,
		{Key: store.DigestKey{ID: "mornings", At: noon}, Route: "w", Data: []byte("sent")}} {
		noError(t, s.PutDelivery(ctx, d))
	}
	mail.Data = []byte("sent")
	noError(t, s.PutDelivery(ctx, mail))
	got, err := s.Deliveries(ctx, key)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]store.Delivery{file, mail}, got); d != "" {
		t.Error(d)
	}
	if all, err := s.Deliveries(ctx, store.DigestKey{}); err != nil || len(all) != 4 {
		t.Errorf("%d deliveries, %v", len(all), err)
	}
	list, err := s.Digests(ctx)
	if err != nil || len(list) != 3 || list[0].Key != key || list[0].Data != nil {
		t.Errorf("%+v, %v", list, err)
	}
}
