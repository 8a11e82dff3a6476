package bolt_test

import (
	"bytes"
	"testing"

	"otklik/store"
	"otklik/store/bolt"
	"otklik/store/storetest"
)

func testKey(t testing.TB, b byte) *bolt.Key {
	t.Helper()
	k, err := bolt.NewKey(bytes.Repeat([]byte{b}, bolt.KeySize))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// TestSealedStore and TestSealedShared put encrypted stores through the suite of every store.
func TestSealedStore(t *testing.T) {
	p := places{}
	storetest.Run(t, func(t testing.TB, name string) store.Store {
		s, err := bolt.Open(p.path(t, name), bolt.Options{Purpose: "otklik test", Key: testKey(t, 1)})
		if err != nil {
			t.Fatal(err)
		}
		return s
	})
}

func TestSealedShared(t *testing.T) {
	p := places{}
	storetest.Run(t, func(t testing.TB, name string) store.Store {
		return bolt.NewShared(p.path(t, name), bolt.Options{Purpose: "otklik test", Key: testKey(t, 1)})
	})
}
