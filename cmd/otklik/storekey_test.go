package main

import (
	"bytes"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"otklik/internal/sandbox/town"
)

// keyed gives the configuration keys for its store; with none it takes them out.
func (b *bench) keyed(keys string) {
	b.t.Helper()
	text := b.read("config.yaml")
	begin := strings.Index(text, "store:")
	end := strings.Index(text, "platforms:")
	b.write("config.yaml", text[:begin]+"store:\n  path: otklik.db\n"+keys+text[end:])
}

// newKey makes a key in a file and gives its text.
func (b *bench) newKey(name string) string {
	b.t.Helper()
	r := b.must("store", "key", "new", b.path(name))
	text := strings.TrimSpace(b.read(name))
	if len(text) != 64 || strings.Contains(r.out+r.err, text) {
		b.t.Fatalf("%d digits in the file; the command says %s", len(text), r.out)
	}
	return text
}

// shows lists what can be read of the small town in the store's file.
func (b *bench) shows() (seen []string) {
	b.t.Helper()
	data := []byte(b.read("otklik.db"))
	for _, text := range []string{"Заречной", "Проверкина", "Анна", "штраф 20 тысяч", "улице Труда", "vk.com"} {
		if bytes.Contains(data, []byte(text)) {
			seen = append(seen, text)
		}
	}
	return seen
}

func TestEncryptedStore(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.must("collect")
	b.must("digest", "morning")
	before := b.must("export").out
	if len(b.shows()) != 6 {
		t.Fatalf("the search finds only %q of what is there", b.shows())
	}
	if r := b.otklik("store", "encrypt"); r.code != exitUsage || !strings.Contains(r.err, "otklik store key new") {
		t.Errorf("without a key: exit %d, %s", r.code, r.err)
	}
	first, second := b.newKey("first.key"), b.newKey("second.key")
	if r := b.otklik("store", "key", "new", b.path("first.key")); r.code != exitFailed ||
		strings.TrimSpace(b.read("first.key")) != first {
		t.Errorf("a key is overwritten: exit %d, %s", r.code, r.err)
	}
	var said string
	refused := func(want string, args ...string) {
		t.Helper()
		whole := b.read("otklik.db")
		r := b.otklik(args...)
		said += r.out + r.err
		if r.code != exitFailed || !strings.Contains(r.err, want) {
			t.Errorf("%v: exit %d, %s", args, r.code, r.err)
		}
		if b.read("otklik.db") != whole {
			t.Errorf("%v changed the store", args)
		}
	}
	same := func() {
		t.Helper()
		if after := b.must("export").out; after != before {
			t.Errorf("the export is\n%s\nwas\n%s", after, before)
		}
	}
	b.keyed("  key_file: first.key\n")
	refused("otklik store encrypt", "collect")
	r := b.must("store", "encrypt")
	said += r.out + r.err
	if seen := b.shows(); len(seen) > 0 || !strings.Contains(r.out, "encrypted with the key") {
		t.Errorf("the encrypted file shows %q; %s", seen, r.out)
	}
	same()
	b.must("collect")
	if r := b.must("check"); !strings.Contains(r.out, "is whole and encrypted with the key") {
		t.Error(r.out)
	}
	said += b.must("store", "encrypt").out

	b.keyed("")
	refused("store.key_file", "export")
	b.keyed("  key_file: second.key\n")
	refused("encrypted with another key", "collect")
	refused("encrypted with another key", "store", "decrypt")
	if r := b.otklik("store", "rotate"); r.code != exitUsage || !strings.Contains(r.err, "old_keys_file") {
		t.Errorf("exit %d, %s", r.code, r.err)
	}
	b.keyed("  key_file: second.key\n  old_keys_file: first.key\n")
	same() // it is read and written with the old key until it is turned
	b.must("collect")
	said += b.must("store", "rotate").out
	same()
	b.keyed("  key: ${STORE_KEY}\n")
	b.env["STORE_KEY"] = first
	refused("encrypted with another key", "export")
	b.env["STORE_KEY"] = second
	same()
	if seen := b.shows(); len(seen) > 0 {
		t.Errorf("the file shows %q after a change of keys", seen)
	}

	backup := b.path("copy.otklik")
	b.must("backup", backup)
	data, err := os.ReadFile(backup)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(b.path("otklik.db")); err != nil {
		t.Fatal(err)
	}
	b.must("restore", backup)
	same()
	if bytes.Contains(data, []byte("Проверкина")) || len(b.shows()) > 0 {
		t.Error("the backup of an encrypted store is not encrypted")
	}

	said += b.must("store", "decrypt").out
	refused("otklik store encrypt", "export")
	b.keyed("")
	b.must("collect")
	same()
	if len(b.shows()) == 0 {
		t.Error("nothing can be read after decrypting")
	}
	for _, key := range []string{first, second} {
		if strings.Contains(said, key[:16]) {
			t.Error("a command shows a key")
		}
	}
}

// Killed at any moment, encrypting and changing keys go on and lose nothing.
func TestKilledSealingLosesNothing(t *testing.T) {
	t.Parallel()
	now := time.Now()
	part := town.New(now)
	part.Posts, part.Dialogs = part.Posts[:12], part.Dialogs[:30]
	b := newBench(t, part)
	b.must("collect")
	want := summary(b.export())
	b.newKey("a.key")
	b.newKey("b.key")
	random := rand.New(rand.NewPCG(uint64(now.UnixNano()), 2))
	type step struct{ keys, command string }
	// Each of two steps undoes the other, so that there is always something to kill.
	turn := func(steps [2]step) {
		t.Helper()
		kills, ended := 0, 0
		var took time.Duration
		for _, s := range steps {
			b.keyed(s.keys)
			took = b.took("store", s.command)
		}
		for kills < 10 && ended < 30 {
			next := steps[ended%2]
			b.keyed(next.keys)
			cmd := b.process("store", next.command)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			timer := time.AfterFunc(killMoment(random, took), func() { _ = cmd.Process.Kill() })
			if err := cmd.Wait(); err == nil {
				ended++
			} else if code := cmd.ProcessState.ExitCode(); code >= 0 {
				t.Fatalf("store %s: exit %d", next.command, code)
			} else {
				kills++
			}
			timer.Stop()
		}
		b.keyed(steps[ended%2].keys)
		b.must("store", steps[ended%2].command)
		if ended%2 == 1 {
			b.keyed(steps[0].keys)
			b.must("store", steps[0].command)
		}
		if got := summary(b.export()); len(want) < 200 || !slices.Equal(want, got) {
			t.Fatalf("%s: %d messages after the kills, %d before", steps[0].command, len(got), len(want))
		}
		if r := b.must("store", "check"); !strings.Contains(r.out, "is whole") {
			t.Error(r.out)
		}
		t.Logf("%s, %s: %d killed, %d ended", steps[0].command, steps[1].command, kills, ended)
	}
	turn([2]step{{"  key_file: a.key\n", "encrypt"}, {"  key_file: a.key\n", "decrypt"}})
	turn([2]step{{"  key_file: b.key\n  old_keys_file: a.key\n", "rotate"}, {"  key_file: a.key\n  old_keys_file: " +
		"b.key\n", "rotate"}})
	b.keyed("  key_file: b.key\n")
	if got := summary(b.export()); !slices.Equal(want, got) {
		t.Errorf("%d messages with the new key alone, %d before", len(got), len(want))
	}
	for _, text := range []string{"Открыли", "vk.com/"} {
		if strings.Contains(b.read("otklik.db"), text) {
			t.Errorf("the file shows %q", text)
		}
	}
}
