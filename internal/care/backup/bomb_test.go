package backup

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"otklik/store/bolt"
)

// A small backup that says that it is a large store, and unpacks to zeros without end, is given up early.
func TestBackupBomb(t *testing.T) {
	var file bytes.Buffer
	if err := writeHeader(&file, Header{Schema: schema, Created: time.Now(), Format: bolt.Version, Bytes: 1 << 40,
		SHA256: strings.Repeat("0", 64)}); err != nil {
		t.Fatal(err)
	}
	w, err := zstd.NewWriter(&file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.CopyN(w, zeros{}, 3<<30); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	var got count
	_, err = extract(context.Background(), &file, &got, nil, func(int64) {})
	if !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "a thousand times its size") || got > maxSmall {
		t.Errorf("%d MB were written: %v", got>>20, err)
	}
}

type count int64

func (c *count) Write(p []byte) (int, error) { *c += count(len(p)); return len(p), nil }
