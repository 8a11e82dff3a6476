package file_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"otklik/internal/delivery"
	"otklik/internal/delivery/deliverytest"
	"otklik/internal/delivery/file"
)

const name = "morning-2026-11-23-0800.json"

func TestContract(t *testing.T) {
	deliverytest.Run(t, func(t *testing.T) deliverytest.End {
		share := filepath.Join(t.TempDir(), "диск")
		folder := filepath.Join(share, "сводки")
		must(t, os.MkdirAll(folder, 0o700))
		// away is a share that is broken: what should be a folder is none for a while.
		away := func() {
			must(t, os.Rename(share, share+" (не подключён)"))
			must(t, os.WriteFile(share, nil, 0o600))
		}
		return deliverytest.End{
			Transport: file.New(folder, "json"),
			Marks:     []string{deliverytest.JSONFirst, deliverytest.JSONLast, "Вчерашняя сводка не доставлена"},
			Behave: func(b deliverytest.Behaviour, p delivery.Outgoing) {
				switch b {
				case deliverytest.Down:
					away()
				case deliverytest.Refusing:
					must(t, os.WriteFile(filepath.Join(folder, name), []byte("чужое"), 0o600))
				case deliverytest.Breaking:
					// What a kill leaves: half a file beside its place. The folder is away until the repeat.
					must(t, os.WriteFile(filepath.Join(folder, "."+name+".part"), []byte("{половина"), 0o600))
					away()
				case deliverytest.Well:
					must(t, os.Remove(share))
					must(t, os.Rename(share+" (не подключён)", share))
				}
			},
			Arrived: func() []deliverytest.Copy {
				var all []deliverytest.Copy
				entries, err := os.ReadDir(folder)
				if err != nil && !os.IsNotExist(err) && !errors.Is(err, syscall.ENOTDIR) {
					t.Fatal(err)
				}
				for _, e := range entries {
					text, err := os.ReadFile(filepath.Join(folder, e.Name()))
					must(t, err)
					if string(text) != "чужое" {
						all = append(all, deliverytest.Copy{ID: e.Name(), Text: string(text)})
					}
				}
				return all
			},
			Cannot: []deliverytest.Behaviour{deliverytest.Busy, deliverytest.Hanging, deliverytest.Untrusted},
		}
	})
}

func TestStrangersAreLeftAlone(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, name)
	must(t, os.WriteFile(path, []byte("чужое"), 0o600))
	_, err := file.New(folder, "json").Send(t.Context(), deliverytest.Outgoing(), "", nil)
	if !errors.Is(err, delivery.ErrPermanent) || !strings.Contains(err.Error(), "other contents") {
		t.Errorf("error %v", err)
	}
	if text, _ := os.ReadFile(path); string(text) != "чужое" {
		t.Errorf("the file was overwritten: %s", text)
	}
}

func TestTheSameFileIsNotWrittenAgain(t *testing.T) {
	folder := t.TempDir()
	transport := file.New(folder, "text")
	for n := range 2 {
		response, err := transport.Send(t.Context(), deliverytest.Outgoing(), "", nil)
		must(t, err)
		if was := strings.Contains(response, "already"); was != (n == 1) {
			t.Errorf("receipt %q", response)
		}
	}
	entries, err := os.ReadDir(folder)
	must(t, err)
	if len(entries) != 1 || entries[0].Name() != "morning-2026-11-23-0800.txt" {
		t.Errorf("the folder holds %v", entries)
	}
}

func TestFolders(t *testing.T) {
	base := t.TempDir()
	plain := filepath.Join(base, "file")
	must(t, os.WriteFile(plain, nil, 0o600))
	for what, err := range map[string]error{
		"check": file.New(plain, "html").Check(t.Context()),
		"send":  second(file.New(plain, "html").Send(t.Context(), deliverytest.Outgoing(), "", nil)),
	} {
		if err == nil || !strings.Contains(err.Error(), "not a folder") || !errors.Is(err, delivery.ErrPermanent) {
			t.Errorf("%s: %v", what, err)
		}
	}
	missing := filepath.Join(base, "digests", "morning")
	if err := file.New(missing, "json").Check(t.Context()); err != nil {
		t.Errorf("a folder that would be made: %v", err)
	}
	if entries, _ := os.ReadDir(base); len(entries) != 1 {
		t.Errorf("a check made something: %v", entries)
	}
	if _, err := file.New(missing, "json").Send(t.Context(), deliverytest.Outgoing(), "", nil); err != nil {
		t.Error(err)
	}
}

func TestAFileNameCannotLeaveTheFolder(t *testing.T) {
	folder := t.TempDir()
	p := deliverytest.Outgoing()
	for n := range p.Documents {
		p.Documents[n].FileName = "../" + p.Documents[n].FileName
	}
	if _, err := file.New(folder, "html").Send(t.Context(), p, "", nil); !errors.Is(err, delivery.ErrPermanent) {
		t.Errorf("error %v", err)
	}
}

func second(_ string, err error) error { return err }

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// Whatever somebody has put into the folder under a name that can be guessed: no other file is written, and what is
// delivered is its owner's alone.
func TestPlantedNames(t *testing.T) {
	part := "." + name + ".part"
	for what, plant := range map[string]func(folder, victim string) error{
		"a file that all may write": func(folder, _ string) error {
			path := filepath.Join(folder, part)
			return errors.Join(os.WriteFile(path, nil, 0o666), os.Chmod(path, 0o666))
		},
		"a link":        func(folder, victim string) error { return os.Symlink(victim, filepath.Join(folder, part)) },
		"a second name": func(folder, victim string) error { return os.Link(victim, filepath.Join(folder, part)) },
		"a pipe":        func(folder, _ string) error { return syscall.Mkfifo(filepath.Join(folder, part), 0o666) },
		"a folder":      func(folder, _ string) error { return os.Mkdir(filepath.Join(folder, part), 0o777) },
		"a link to a folder": func(folder, victim string) error {
			return os.Symlink(filepath.Dir(victim), filepath.Join(folder, part))
		},
	} {
		folder, victim := t.TempDir(), filepath.Join(t.TempDir(), "victim")
		must(t, os.WriteFile(victim, []byte("чужое"), 0o640))
		must(t, os.Chmod(victim, 0o640))
		must(t, plant(folder, victim))
		_, err := file.New(folder, "json").Send(t.Context(), deliverytest.Outgoing(), "", nil)
		must(t, err)
		info, err := os.Lstat(filepath.Join(folder, name))
		must(t, err)
		if info.Mode() != 0o600 {
			t.Errorf("%s: the digest has the mode %v", what, info.Mode())
		}
		text, err := os.ReadFile(victim)
		must(t, err)
		if info, err := os.Stat(victim); err != nil || string(text) != "чужое" || info.Mode() != 0o640 {
			t.Errorf("%s: the other file holds %q, %v", what, text, info.Mode())
		}
	}
	// Under the digest's own name only a file is looked into; a pipe keeps nobody waiting.
	folder := t.TempDir()
	must(t, syscall.Mkfifo(filepath.Join(folder, name), 0o600))
	if _, err := file.New(folder, "json").Send(t.Context(), deliverytest.Outgoing(), "", nil); !errors.Is(err,
		delivery.ErrPermanent) {
		t.Errorf("a pipe in the digest's place: %v", err)
	}
}
