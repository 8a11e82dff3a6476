package backup

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/klauspost/compress/zstd"

	"otklik/store/bolt"
)

// packed is a backup of any bytes.
func packed(f *testing.F, content []byte, to ...age.Recipient) []byte {
	f.Helper()
	var out bytes.Buffer
	sink := io.WriteCloser(nopCloser{&out})
	if len(to) > 0 {
		var err error
		if sink, err = age.Encrypt(&out, to...); err != nil {
			f.Fatal(err)
		}
	}
	h := Header{Schema: schema, Created: time.Unix(1_800_000_000, 0).UTC(), Format: bolt.Version,
		Bytes: int64(len(content)), SHA256: headerSum(content)}
	if err := writeHeader(sink, h); err != nil {
		f.Fatal(err)
	}
	w, err := zstd.NewWriter(sink)
	if err != nil {
		f.Fatal(err)
	}
	if _, err := w.Write(content); err != nil {
		f.Fatal(err)
	}
	if err := errors.Join(w.Close(), sink.Close()); err != nil {
		f.Fatal(err)
	}
	return out.Bytes()
}

type nopCloser struct{ io.Writer }

func (nopCloser) Close() error { return nil }

// FuzzExtract reads anything as a backup: it ends, never gives more than the header promises, and what it gives without
// an error has the header's digest.
func FuzzExtract(f *testing.F) {
	key, err := age.ParseX25519Identity("AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX")
	if err != nil {
		f.Fatal(err)
	}
	content := []byte(strings.Repeat("a store's bytes ", 300))
	f.Add(packed(f, content))
	f.Add(packed(f, content, key.Recipient()))
	f.Add([]byte(ageMagic + "\n-> X25519 x\n"))
	f.Add([]byte("\x50\x2a\x4d\x18\xff\xff\xff\xff{}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var out bytes.Buffer
		h, err := extract(context.Background(), bytes.NewReader(data), &out, Keys{key}, func(int64) {})
		if h.Bytes > 0 && int64(out.Len()) > h.Bytes+1 {
			t.Fatalf("%d bytes, the header promises %d", out.Len(), h.Bytes)
		}
		if err == nil && headerSum(out.Bytes()) != h.SHA256 {
			t.Fatal("what came out has another digest")
		}
	})
}

// What unpacks to far more than the header says is cut off there.
func TestABombIsCutOff(t *testing.T) {
	var bomb bytes.Buffer
	if err := writeHeader(&bomb, Header{Schema: schema, Format: 1, Bytes: 1000, SHA256: headerSum(nil)}); err != nil {
		t.Fatal(err)
	}
	w, err := zstd.NewWriter(&bomb)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.CopyN(w, zeros{}, 200<<20); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if _, err := extract(t.Context(), &bomb, &out, nil, func(int64) {}); !errors.Is(err, ErrDamaged) ||
		out.Len() > 1001 {
		t.Errorf("%d bytes came out: %v", out.Len(), err)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }
