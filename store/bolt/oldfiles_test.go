package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	bolterrors "go.etcd.io/bbolt/errors"

	"otklik/internal/inbox"
	"otklik/store"
)

func TestReadOnlyAndBackup(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "otklik.db")
	s := mustOpen(t, path)
	mustCommit(t, s, message("1", "a?"))
	var copied bytes.Buffer
	noError(t, s.Backup(ctx, &copied))
	noError(t, s.Close())
	backup := filepath.Join(t.TempDir(), "copy.db")
	noError(t, os.WriteFile(backup, copied.Bytes(), 0o600))
	for _, p := range []string{path, backup} {
		for range 2 { // beside each other
			r, err := Open(p, Options{ReadOnly: true})
			if err != nil {
				t.Fatal(err)
			}
			defer r.Close()
			if problems, err := r.Check(ctx); err != nil || len(problems) > 0 {
				t.Error(problems, err)
			}
			if _, err := r.Message(ctx, message("1", "").Ref()); err != nil {
				t.Error(err)
			}
			if _, err := r.EvaluatePending(ctx, nil, always(judgeOpen)); !errors.Is(err,
				bolterrors.ErrDatabaseReadOnly) {
				t.Error(err)
			}
		}
	}
}

// TestOldFilesKeepOpening reads files that released versions wrote: versions 2 and 3 are those of encrypted stores.
// Only files of the versions that are written now can be made again.
func TestOldFilesKeepOpening(t *testing.T) {
	sealed := Options{Purpose: "otklik test", Key: newKey(t, 2)}
	t.Run("v1", func(t *testing.T) {
		oldFileKeepsOpening(t, "testdata/v1.db", Options{Purpose: "otklik test"},
			*update)
	})
	t.Run("v2", func(t *testing.T) { oldFileKeepsOpening(t, "testdata/v2.db", sealed, false) })
	t.Run("v3", func(t *testing.T) { oldFileKeepsOpening(t, "testdata/v3.db", sealed, *update) })
}

func oldFileKeepsOpening(t *testing.T, old string, o Options, update bool) {
	ctx := context.Background()
	if update {
		noError(t, errors.Join(os.MkdirAll("testdata", 0o755), os.RemoveAll(old)))
		s := mustOpenWith(t, old, o)
		edited := message("1", "новый текст?")
		mustCommit(t, s, message("1", "старый текст?"), message("2", "спасибо"))
		mustCommit(t, s, edited)
		if _, err := s.EvaluatePending(ctx, nil, always(judgeOpen)); err != nil {
			t.Fatal(err)
		}
		err := errors.Join(
			rule(s, inbox.Correction{Ref: edited.Ref(), At: sentAt, By: "пресс-служба", Reason: "решено"}),
			s.Record(ctx, inbox.Pull{Source: "vk", Channels: []inbox.ChannelID{"governor/vk"}, Ended: sentAt,
				Complete: true}),
			s.PutDigest(ctx, store.DigestRecord{Key: store.DigestKey{ID: "morning", At: sentAt},
				Data: []byte("сводка")}),
			s.Close())
		if err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(old)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "otklik.db")
	noError(t, os.WriteFile(path, data, 0o600))
	s := mustOpenWith(t, path, o)
	if problems, err := s.Check(ctx); err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	r, err := s.Message(ctx, message("1", "").Ref())
	if err != nil || r.Message.Text != "новый текст?" || len(r.Message.Revisions) != 1 ||
		r.Message.Revisions[0].Text != "старый текст?" ||
		r.Status == nil || r.Status.State() != inbox.Open || !r.Message.Sent.Equal(sentAt) {
		t.Errorf("%+v, %v", r, err)
	}
	if d, err := s.LastDigest(ctx, "morning"); err != nil || string(d.Data) != "сводка" {
		t.Error(d, err)
	}
	if c, err := s.Coverage(ctx, []inbox.ChannelID{"governor/vk"}, nil, sentAt); err != nil ||
		!c[0].LastComplete.Equal(sentAt) || c[0].Stored != 2 {
		t.Error(c, err)
	}
	// the correction left it marked
	if n, err := s.EvaluatePending(ctx, nil, always(judgeOpen)); err != nil || n.Threads != 1 {
		t.Error(n, err)
	}
}

// TestFormatIsWrittenDown compares FORMAT.md with the code.
func TestFormatIsWrittenDown(t *testing.T) {
	data, err := os.ReadFile("../FORMAT.md")
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	if !strings.Contains(text, fmt.Sprintf("Format version: **%d**", Version)) {
		t.Errorf("FORMAT.md does not tell format version %d", Version)
	}
	var documented []string
	for _, m := range regexp.MustCompile("(?m)^\\| `([a-z]+)` \\|").FindAllStringSubmatch(text, -1) {
		documented = append(documented, m[1])
	}
	if got, want := strings.Join(documented, " "), strings.Join(bucketNames[:], " "); got != want {
		t.Errorf("FORMAT.md lists the buckets\n%s\nthe code has\n%s", got, want)
	}
	for name, value := range map[string]any{"channel": channelValue{}, "message": messageValue{}, "media": mediaValue{},
		"revision": revisionValue{},
		"status":   statusValue{}, "reading": readingValue{}, "change": changeValue{}, "promise": promiseValue{}, "sign": signValue{},
		"waiting": waitingValue{}, "correction": correctionValue{}, "wording": wordingValue{}, "copies": copiesValue{},
		"subject":  subjectValue{},
		"answerer": answererValue{}, "pull": pullValue{}, "gap": gapValue{}, "reconciliation": reconciliationValue{},
		"count":   countValue{},
		"sealing": sealValue{}, "undecoded piece": undecodedValue{}, "held message": heldValue{},
		"raw piece": rawPiece{},
		"alert":     alertValue{}, "digest": digestValue{}} {
		var fields []string
		for f := range reflect.TypeOf(value).Fields() {
			number, _, _ := strings.Cut(f.Tag.Get("cbor"), ",")
			fields = append(fields, number+" "+f.Name)
		}
		if line := "- **" + name + "**: " + strings.Join(fields, ", ") + "\n"; !strings.Contains(text, line) {
			t.Errorf("FORMAT.md lacks the line\n%s", line)
		}
	}
}
