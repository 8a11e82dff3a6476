package backup_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"otklik/internal/care/backup"
)

func TestRotate(t *testing.T) {
	day := func(n int) string { return backup.Name(now.AddDate(0, 0, n), n%2 == 0) }
	foreign := []string{"otklik.db", "otklik-20261122.db.zst", "photo.jpg", "otklik-20261122T030000Z.db.zst.part",
		"a-" + day(1), "otklik-20261399T030000Z.db.zst"}
	names := append([]string{day(3), day(1), day(4), day(2)}, foreign...)
	if got := backup.Rotate(names, 2); !slices.Equal(got, []string{day(2), day(1)}) {
		t.Errorf("to delete: %v", got)
	}
	for _, keep := range []int{4, 5, 100, 0, -1} {
		if got := backup.Rotate(names, keep); len(got) > 0 {
			t.Errorf("keep %d deletes %v", keep, got)
		}
	}
}

// Whatever stands in the folder: as many stay as are to be kept, they are the newest, and no other file is named.
func TestRotateKeepsTheNewest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		moments := rapid.SliceOfNDistinct(rapid.IntRange(0, 100_000), 0, 30, rapid.ID[int]).Draw(t, "moments")
		var names []string
		for _, m := range moments {
			names = append(names, backup.Name(now.Add(time.Duration(m)*time.Minute), m%3 == 0))
		}
		all := append(slices.Clone(names),
			rapid.SliceOf(rapid.StringMatching(`otklik-[0-9TZ]{0,16}\.db(\.zst)?`)).Draw(t, "others")...)
		keep := rapid.IntRange(1, 20).Draw(t, "keep")
		gone := backup.Rotate(all, keep)
		if want := max(0, len(names)-keep); len(gone) < want {
			t.Fatalf("%d deleted, want %d", len(gone), want)
		}
		slices.SortFunc(names, func(a, b string) int { return strings.Compare(b, a) })
		for i, name := range names {
			if i < keep && slices.Contains(gone, name) && len(all) == len(names) {
				t.Fatalf("%s is among the newest %d and was deleted", name, keep)
			}
		}
	})
}

func TestDue(t *testing.T) {
	scheduled := time.Date(2026, 11, 22, 6, 0, 0, 0, time.FixedZone("MSK", 3*3600))
	at := func(d time.Duration) []string { return []string{"photo.jpg", backup.Name(scheduled.Add(d), false)} }
	later := scheduled.Add(5 * time.Minute)
	for _, c := range []struct {
		name  string
		names []string
		want  bool
	}{
		{"none yet", nil, true},
		{"that of yesterday", at(-24 * time.Hour), true},
		{"made at its moment", at(0), false},
		{"made two minutes after", at(2 * time.Minute), false},
		{"by a clock that was a year ahead", at(365 * 24 * time.Hour), true},
	} {
		if got := backup.Due(c.names, scheduled, later); got != c.want {
			t.Errorf("%s: due %v", c.name, got)
		}
	}
	if backup.Due(nil, time.Time{}, later) {
		t.Error("without a schedule something is due")
	}
}

func TestPlanMakesAndRotates(t *testing.T) {
	p := newPlace(t, 10)
	folder := filepath.Join(t.TempDir(), "backups")
	plan := backup.Plan{Source: p.shared, Scratch: filepath.Dir(p.store), Options: p.shared.Options(),
		Folder: folder, Keep: 3}
	future := backup.Name(now.AddDate(4, 0, 0), false) // a clock that was wrong once
	for n := range 6 {
		path, made, removed, err := plan.Make(t.Context(), now.AddDate(0, 0, n), nil)
		if err != nil || made.Messages != 10 {
			t.Fatalf("%+v, %v", made, err)
		}
		if n == 0 {
			for _, name := range []string{"notes.txt", future} {
				if err := os.WriteFile(filepath.Join(folder, name), []byte("x"), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
		if _, err := os.Stat(path); err != nil {
			t.Errorf("what was just made is gone: %v, deleted %v", err, removed)
		}
	}
	names, err := plan.Names()
	want := []string{"notes.txt", backup.Name(now.AddDate(0, 0, 4), false),
		backup.Name(now.AddDate(0, 0, 5), false), future}
	if err != nil || !slices.Equal(names, want) {
		t.Errorf("in the folder: %v, want %v, %v", names, want, err)
	}
	if info, err := os.Stat(folder); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder: %v, %v", info, err)
	}
	plan.Keep = 1
	if _, _, _, err := plan.Make(t.Context(), now.AddDate(0, 0, 7), nil); err != nil {
		t.Fatal(err)
	}
	if names, _ := plan.Names(); !slices.Contains(names, backup.Name(now.AddDate(0, 0, 7), false)) {
		t.Error("a name from the future pushed out what was just made")
	}
}

// Key files that passed through an editor or a shell of Windows are the same keys.
func TestKeyFilesAsPeopleSaveThem(t *testing.T) {
	key, _ := newKey(t)
	folder := t.TempDir()
	wide := func(text string) string {
		var b strings.Builder
		for _, c := range []byte(text) {
			b.WriteString(string([]byte{c, 0}))
		}
		return "\xff\xfe" + b.String()
	}
	for name, save := range map[string]func(string) string{
		"mark of UTF-8": func(s string) string { return "\ufeff" + s },
		"CR LF":         func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
		"CR":            func(s string) string { return strings.ReplaceAll(s, "\n", "\r") }, "UTF-16": wide,
		"no-break blanks": func(s string) string { return strings.ReplaceAll(s, "\n", "\u00a0\n") },
	} {
		path := filepath.Join(folder, "keys")
		put(t, path, []byte(save("# created: today\n"+key.String()+"\n")))
		if keys, err := backup.ReadKeys(path); err != nil || len(keys) != 1 {
			t.Errorf("%s: %d keys, %v", name, len(keys), err)
		}
		put(t, path, []byte(save("# the office\n"+key.Recipient().String()+"\n")))
		if to, err := backup.ReadRecipients(path); err != nil || len(to) != 1 {
			t.Errorf("%s: %d recipients, %v", name, len(to), err)
		}
	}
}

func TestKeysAreNotRepeated(t *testing.T) {
	key, keyFile := newKey(t)
	if to, err := backup.ParseRecipients([]string{key.Recipient().String(),
		" " + key.Recipient().String() + "\n"}); err != nil || len(to) != 2 {
		t.Error(to, err)
	}
	folder := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(folder, name)
		put(t, path, []byte(text))
		return path
	}
	if to, err := backup.ReadRecipients(file("to", "# the office\n\n"+key.Recipient().String()+"\n")); err != nil ||
		len(to) != 1 {
		t.Error(to, err)
	}
	if keys, err := backup.ReadKeys(keyFile); err != nil || len(keys) != 1 {
		t.Error(keys, err)
	}
	secret := key.String()
	_, first := backup.ParseRecipients([]string{secret})
	_, second := backup.ReadRecipients(file("wrong", secret+"\n"))
	last := "Z"
	if strings.HasSuffix(secret, last) {
		last = "X" // one wrong character never goes unnoticed, the right one does
	}
	_, third := backup.ReadKeys(file("broken", secret[:len(secret)-1]+last+"\n"))
	_, fourth := backup.ReadKeys(file("public", key.Recipient().String()+"\n"))
	_, fifth := backup.ReadRecipients(file("empty", "# nobody\n"))
	for i, err := range []error{first, second, third, fourth, fifth} {
		if err == nil {
			t.Errorf("%d: no error", i)
		} else if strings.Contains(err.Error(), secret[20:40]) {
			t.Errorf("%d: the error repeats a secret key", i)
		}
	}
	if typo := strings.Replace(key.Recipient().String(), "age1", "age1q", 1); typo != "" {
		if _, err := backup.ParseRecipients([]string{typo[:62]}); err == nil {
			t.Error("a mistyped public key was taken")
		}
	}
	if fmt.Sprint(first) == "" {
		t.Error("an empty error")
	}
}
