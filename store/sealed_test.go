package store_test

import (
	"bytes"
	"testing"

	"otklik/store"
	"otklik/store/storetest"
)

func testKey(t testing.TB, b byte) *store.Key {
	t.Helper()
	k, err := store.NewKey(bytes.Repeat([]byte{b}, store.KeySize))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// TestSealedStore and TestSealedShared put encrypted stores through the suite of every store.
func TestSealedStore(t *testing.T) {
	p := places{}
	storetest.Run(t, func(t testing.TB, name string) storetest.Store {
		s, err := store.Open(p.path(t, name), store.Options{Purpose: "otklik test", Key: testKey(t, 1)})
		if err != nil {
			t.Fatal(err)
		}
		return s
	})
}

func TestSealedShared(t *testing.T) {
	p := places{}
	storetest.Run(t, func(t testing.TB, name string) storetest.Store {
		return store.NewShared(p.path(t, name), store.Options{Purpose: "otklik test", Key: testKey(t, 1)})
	})
}
