//go:build unix

package safefile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func put(t *testing.T, path, text string) {
	t.Helper()
	must(t, os.WriteFile(path, []byte(text), 0o600))
}

func text(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	must(t, err)
	return string(data)
}

func say(text string) func(*os.File) error {
	return func(f *os.File) error { _, err := f.WriteString(text); return err }
}

// foreign is a folder of another account, as the service's is for root.
func foreign(t *testing.T) string {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("only root can make what belongs to another account")
	}
	folder := filepath.Join(t.TempDir(), "service")
	must(t, os.Mkdir(folder, 0o700))
	must(t, os.Chown(folder, service, service))
	return folder
}

func owner(t *testing.T, path string) int {
	t.Helper()
	info, err := os.Lstat(path)
	must(t, err)
	return int(info.Sys().(*syscall.Stat_t).Uid)
}

// plant puts a link of the service's into its folder.
func plant(t *testing.T, target, at string) {
	t.Helper()
	must(t, os.Symlink(target, at))
	must(t, os.Lchown(at, service, service))
}

// What a user has arranged goes on: links of his own, in every place of a path, and paths of every kind.
func TestOwnLinksAreFollowed(t *testing.T) {
	base := t.TempDir()
	must(t, os.MkdirAll(filepath.Join(base, "disk", "deep"), 0o700))
	must(t, os.Symlink("disk", filepath.Join(base, "data")))
	must(t, os.Symlink(filepath.Join(base, "data", "deep"), filepath.Join(base, "whole")))
	must(t, os.Symlink("../disk/file", filepath.Join(base, "disk", "link")))
	put(t, filepath.Join(base, "disk", "file"), "one")
	t.Chdir(base)
	for _, path := range []string{"disk/file", "data/file", "data/link", "whole/../file", "data/deep/../link",
		"./disk//file",
		filepath.Join(base, "whole") + "/../../data/file", "disk/../disk/deep/.././file",
		"../" + filepath.Base(base) + "/data/file"} {
		f, err := Open(path)
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		must(t, f.Close())
		real, err := Resolve(path)
		want, _ := filepath.EvalSymlinks(path)
		if info, looking := os.Stat(real); err != nil || looking != nil || !sameAs(t, info, want) {
			t.Errorf("%s leads to %s, not to %s: %v", path, real, want, err)
		}
	}
	must(t, Replace("data/link", say("two")))
	if text(t, "disk/file") != "one" || text(t, "disk/link") != "two" {
		t.Error("what the link leads to was replaced instead of the link")
	}
	must(t, os.Symlink("round", filepath.Join(base, "round")))
	if _, err := Open("round/x"); !errors.Is(err, syscall.ELOOP) {
		t.Errorf("a link to itself: %v", err)
	}
	for path, want := range map[string]error{"nowhere": fs.ErrNotExist, "nowhere/file": fs.ErrNotExist,
		"disk/file/x": syscall.ENOTDIR, "disk": syscall.EISDIR} {
		if _, err := Open(path); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", path, err, want)
		}
	}
}

func sameAs(t *testing.T, info fs.FileInfo, path string) bool {
	t.Helper()
	other, err := os.Stat(path)
	return err == nil && os.SameFile(info, other)
}

// Files of its own are made for the owner only, and given on by the flags of os.OpenFile.
func TestOpenAndMake(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	f, err := OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND)
	must(t, err)
	must(t, say("one")(f))
	must(t, f.Close())
	f, err = OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND)
	must(t, err)
	must(t, say("two")(f))
	must(t, f.Close())
	info, err := os.Stat(path)
	must(t, err)
	if info.Mode() != 0o600 || text(t, path) != "onetwo" {
		t.Errorf("%v %q", info.Mode(), text(t, path))
	}
	if _, err := OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL); !errors.Is(err, fs.ErrExist) {
		t.Errorf("it was made again: %v", err)
	}
	if got, err := ReadFile(path, 6); err != nil || string(got) != "onetwo" {
		t.Errorf("%q %v", got, err)
	}
	if _, err := ReadFile(path, 5); err == nil {
		t.Error("more was read than wanted")
	}
	folder := filepath.Join(filepath.Dir(path), "a", "b")
	must(t, MakeFolder(folder))
	must(t, MakeFolder(folder))
	if info, err := os.Stat(folder); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("%v %v", info, err)
	}
	if err := MakeFolder(filepath.Join(path, "x")); !errors.Is(err, syscall.ENOTDIR) {
		t.Errorf("a folder in a file: %v", err)
	}
	must(t, Remove(folder))
	must(t, Remove(path))
	if err := Remove(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("removed twice: %v", err)
	}
}

// A replaced file has its own mode, whatever lay there, and a failed one changes nothing and leaves nothing.
func TestReplace(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, strings.Repeat("сводка", 20)) // a name as long as may be
	put(t, path, "old")
	must(t, os.Chmod(path, 0o666))
	broken := errors.New("broken")
	if err := Replace(path, func(f *os.File) error { return errors.Join(say("half")(f), broken) }); !errors.Is(err,
		broken) || text(t, path) != "old" {
		t.Errorf("%v, %q", err, text(t, path))
	}
	must(t, Replace(path, say("new")))
	info, err := os.Stat(path)
	must(t, err)
	names, err := Names(folder)
	must(t, err)
	if text(t, path) != "new" || info.Mode() != 0o600 || len(names) != 1 {
		t.Errorf("%q %v %v", text(t, path), info.Mode(), names)
	}
	if err := Replace(filepath.Join(folder, "no", "file"), say("x")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that does not exist: %v", err)
	}
}

// Nothing that stands where a file should be keeps the program waiting, or is taken for a file.
func TestOddThings(t *testing.T) {
	folder := t.TempDir()
	pipe := filepath.Join(folder, "pipe")
	must(t, syscall.Mkfifo(pipe, 0o600))
	for what, err := range map[string]error{"read": second(Open(pipe)),
		"write": second(OpenFile(pipe, os.O_RDWR|os.O_CREATE)), "note": second(ReadFile(pipe, 10))} {
		if !errors.Is(err, ErrUnsafe) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := Open("/dev/null"); !errors.Is(err, ErrUnsafe) {
		t.Errorf("a device: %v", err)
	}
	if f, err := Into("/dev/null"); err != nil {
		t.Errorf("what is meant to be written into: %v", err)
	} else {
		must(t, f.Close())
	}
	must(t, Replace(pipe, say("file")))
	if text(t, pipe) != "file" {
		t.Error("a pipe is not replaced")
	}
	put(t, filepath.Join(folder, "a"), "x")
	must(t, os.Link(filepath.Join(folder, "a"), filepath.Join(folder, "b")))
	if f, err := Open(filepath.Join(folder, "b")); err != nil {
		t.Errorf("a second name that only oneself can have made: %v", err)
	} else {
		must(t, f.Close())
	}
}

func second[T any](_ T, err error) error { return err }

// Root in the service's folder: whatever the service has planted there leads nowhere, and nothing outside changes.
func TestRootInTheFolderOfAnother(t *testing.T) {
	folder := foreign(t)
	outside := filepath.Join(filepath.Dir(folder), "outside")
	must(t, os.Mkdir(outside, 0o755))
	victim := filepath.Join(outside, "victim")
	put(t, victim, "precious")
	name := filepath.Join(folder, "name")
	for what, target := range map[string]string{"a file": victim, "nothing": filepath.Join(outside, "made"),
		"a folder": outside} {
		plant(t, target, name)
		for how, err := range map[string]error{
			"open":   second(Open(name)),
			"append": second(OpenFile(name, os.O_RDWR|os.O_APPEND|os.O_CREATE)),
			"make":   second(OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL)),
			"read":   second(ReadFile(name, 100)),
			"into":   second(Into(name)),
			"below":  second(OpenFile(filepath.Join(name, "victim"), os.O_RDWR|os.O_CREATE)),
			"folder": MakeFolder(filepath.Join(name, "folder")),
			"remove": Remove(filepath.Join(name, "victim")),
			"rename": Rename(filepath.Join(name, "victim"), "other"),
			"part":   second(NewPart(name, "x")),
			"up":     second(OpenFile(name+"/../outside/victim", os.O_RDWR)),
			"list":   second(Names(name)),
		} {
			if err == nil || !errors.Is(err, ErrUnsafe) && !errors.Is(err, fs.ErrExist) {
				t.Errorf("a link to %s, %s: %v", what, how, err)
			}
		}
		must(t, Replace(name, say("own")))
		if info, err := os.Lstat(name); err != nil || !info.Mode().IsRegular() || owner(t, name) != service {
			t.Errorf("a link to %s is not replaced by a file of the service's: %v %v", what, info, err)
		}
		must(t, Remove(name))
	}
	must(t, os.Link(victim, name))
	if _, err := OpenFile(name, os.O_RDWR); !errors.Is(err, ErrUnsafe) {
		t.Errorf("another name of a file outside: %v", err)
	}
	must(t, Remove(name))
	if text(t, victim) != "precious" || owner(t, victim) != 0 {
		t.Errorf("the victim holds %q and is of %d", text(t, victim), owner(t, victim))
	}
	if names, _ := Names(outside); !slices.Equal(names, []string{"victim"}) {
		t.Errorf("outside are %v", names)
	}
}

// What root makes for the service is the service's.
func TestRootGivesWhatItMakes(t *testing.T) {
	folder := foreign(t)
	f, err := OpenFile(filepath.Join(folder, "log"), os.O_RDWR|os.O_CREATE)
	must(t, err)
	must(t, f.Close())
	must(t, Replace(filepath.Join(folder, "note"), say("x")))
	must(t, MakeFolder(filepath.Join(folder, "acts", "old")))
	must(t, Replace(filepath.Join(folder, "acts", "old", "act"), say("x")))
	for _, name := range []string{"log", "note", "acts", "acts/old", "acts/old/act"} {
		if uid := owner(t, filepath.Join(folder, name)); uid != service {
			t.Errorf("%s is of %d", name, uid)
		}
	}
	// A store with two names, as a restore leaves it for a moment.
	must(t, Link(filepath.Join(folder, "log"), "log.before"))
	f, err = OpenFile(filepath.Join(folder, "log"), os.O_RDWR)
	must(t, err)
	must(t, f.Close())
}

// What a process is making is left alone, by whatever name; what a killed one has left is found and removed at once.
func TestLeftovers(t *testing.T) {
	folder := t.TempDir()
	living, err := NewPart(folder, "export.jsonl")
	must(t, err)
	must(t, say("half")(living.File))
	put(t, filepath.Join(folder, ".export.jsonl.otklik-0123456789abcdef"), "every text")
	put(t, filepath.Join(folder, "export.jsonl"), "whole")
	put(t, filepath.Join(folder, "precious"), "precious")
	must(t, os.Symlink("precious", filepath.Join(folder, ".a.otklik-0123456789abcdef")))
	must(t, syscall.Mkfifo(filepath.Join(folder, ".b.otklik-0123456789abcdef"), 0o600))
	match := func(name string) bool { _, is := IsPart(name); return is }
	for n, look := range []func(string, func(string) bool) ([]Leftover, error){Leftovers, Leftovers, Sweep, Sweep} {
		found, err := look(folder, match)
		must(t, err)
		var used, left int
		for _, l := range found {
			if l.InUse {
				used++
			} else {
				left++
			}
		}
		if want := 1; used != 1 || n < 3 && left != want || n == 3 && left != 0 {
			t.Errorf("look %d: %+v", n, found)
		}
	}
	must(t, living.Commit("export.jsonl"))
	if text(t, filepath.Join(folder, "export.jsonl")) != "half" ||
		text(t, filepath.Join(folder, "precious")) != "precious" {
		t.Error("what was being made was lost, or what is another's")
	}
	if found, err := Leftovers(filepath.Join(folder, "missing"), match); err != nil || found != nil {
		t.Errorf("a folder that does not exist: %v %v", found, err)
	}
}

// A part that somebody removes while it is made does not take the place as if nothing had been.
func TestAPartThatIsGone(t *testing.T) {
	folder := t.TempDir()
	put(t, filepath.Join(folder, "file"), "old")
	p, err := NewPart(folder, "file")
	must(t, err)
	must(t, os.Remove(p.Name()))
	put(t, p.Name(), "somebody's")
	if err := p.Commit("file"); err == nil || text(t, filepath.Join(folder, "file")) != "old" ||
		text(t, p.Name()) != "somebody's" {
		t.Errorf("%v; the file holds %q", err, text(t, filepath.Join(folder, "file")))
	}
}

func TestNamesOfParts(t *testing.T) {
	for _, after := range []string{"a", "otklik.db", ".hidden", strings.Repeat("я", 127), strings.Repeat("x", 255)} {
		name := partName(after)
		got, is := IsPart(name)
		if !is || len(name) > longestName || !strings.HasPrefix(strings.TrimPrefix(after, "."), got) || got == "" {
			t.Errorf("%q is made as %q, found as %q", after, name, got)
		}
	}
	for _, name := range []string{"", ".", "a", ".otklik-0123456789abcdef", "x.otklik-0123456789abcdef",
		".x.otklik-0123456789abcde", ".x.otklik-0123456789abcdeg", ".x.part-123", ".x.otklik-0123456789abcdef.txt"} {
		if after, is := IsPart(name); is {
			t.Errorf("%q is a part of %q", name, after)
		}
	}
}

// Sweepers and writers side by side: nobody's work is removed.
func TestSweepersAndWriters(t *testing.T) {
	folder := t.TempDir()
	stop := make(chan struct{})
	swept := make(chan error)
	go func() {
		for {
			select {
			case <-stop:
				close(swept)
				return
			default:
				if _, err := Sweep(folder, func(name string) bool { _, is := IsPart(name); return is }); err != nil {
					swept <- err
					return
				}
			}
		}
	}()
	for n := range 300 {
		must(t, Replace(filepath.Join(folder, "file"), say(fmt.Sprint(n))))
		if got := text(t, filepath.Join(folder, "file")); got != fmt.Sprint(n) {
			t.Fatalf("%q after %d", got, n)
		}
	}
	close(stop)
	must(t, <-swept)
}

// The service changes what stands there all the time, between any two looks: nothing outside is touched.
func TestRaces(t *testing.T) {
	folder := foreign(t)
	outside := filepath.Join(filepath.Dir(folder), "outside")
	must(t, os.Mkdir(outside, 0o700))
	victim := filepath.Join(outside, "name")
	put(t, victim, "precious")
	name, sub := filepath.Join(folder, "name"), filepath.Join(folder, "sub")
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		swap := func(path string, plant func(string) error) {
			_ = os.RemoveAll(path)
			if plant(path) == nil {
				_ = os.Lchown(path, service, service)
			}
		}
		for n := 0; ; n++ {
			select {
			case <-stop:
				return
			default:
			}
			switch n % 5 {
			case 0:
				swap(name, func(path string) error { return os.Symlink(victim, path) })
				swap(sub, func(path string) error { return os.Symlink(outside, path) })
			case 1:
				swap(name, func(path string) error { return os.WriteFile(path, nil, 0o600) })
				swap(sub, func(path string) error { return os.Mkdir(path, 0o700) })
			case 2:
				_ = os.Remove(name)
				_ = os.Link(victim, name)
			case 3:
				swap(name, func(path string) error { return syscall.Mkfifo(path, 0o600) })
			case 4:
				_ = os.RemoveAll(sub)
				_ = os.Remove(name)
			}
		}
	}()
	for range 3000 {
		for _, path := range []string{name, filepath.Join(sub, "name")} {
			if f, err := OpenFile(path, os.O_RDWR|os.O_APPEND|os.O_CREATE); err == nil {
				must(t, say("x")(f))
				must(t, f.Close())
			}
			_ = Note(path, []byte("y"))
			_ = Remove(path)
		}
		_ = MakeFolder(filepath.Join(sub, "deep"))
	}
	close(stop)
	<-stopped
	names, err := Names(outside)
	must(t, err)
	if text(t, victim) != "precious" || owner(t, victim) != 0 || !slices.Equal(names, []string{"name"}) {
		t.Errorf("%q of %d; outside are %v", text(t, victim), owner(t, victim), names)
	}
}
