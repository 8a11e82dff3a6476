package bolt_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"otklik/store"
	"otklik/store/bolt"
	"otklik/store/storetest"
)

// TestMain plays fewer random histories than rapid would, because every step of theirs waits for the disk. The flag
// -rapid.checks asks for more.
func TestMain(m *testing.M) {
	flag.Parse()
	asked := false
	flag.Visit(func(f *flag.Flag) { asked = asked || f.Name == "rapid.checks" })
	if !asked {
		if err := flag.Set("rapid.checks", "30"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

// places remembers which file belongs to which name within a test.
type places map[string]string

func (p places) path(t testing.TB, name string) string {
	key := t.Name() + "\x00" + name
	if p[key] == "" {
		p[key] = filepath.Join(t.TempDir(), "otklik.db")
	}
	return p[key]
}

func noError(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestStore(t *testing.T) {
	p := places{}
	storetest.Run(t, func(t testing.TB, name string) store.Store {
		s, err := bolt.Open(p.path(t, name), bolt.Options{Purpose: "otklik test"})
		if err != nil {
			t.Fatal(err)
		}
		return s
	})
}

func TestShared(t *testing.T) {
	p := places{}
	storetest.Run(t, func(t testing.TB, name string) store.Store {
		return bolt.NewShared(p.path(t, name), bolt.Options{Purpose: "otklik test"})
	})
}
