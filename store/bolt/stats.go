package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"otklik/store"
)

// Stats implements store.Store.
func (s *Store) Stats(ctx context.Context) (store.Stats, error) {
	var out store.Stats
	err := s.view(ctx, "count what is stored", func(t *tx) error {
		info, err := os.Stat(s.path)
		if err != nil {
			return err
		}
		out.Bytes = info.Size() // the file grows ahead of what is written: t.Size is less
		version, err := readVersion(t.bucket(bucketMeta).Get(keyVersion))
		if err != nil {
			return err
		}
		out.Version = int(version)
		if t.seal != nil {
			out.Key, out.Unfinished = t.seal.with.ID(), t.seal.unfinished()
		}
		out.Reader = string(t.bucket(bucketMeta).Get(keyReader))
		if created := t.bucket(bucketMeta).Get(keyCreated); len(created) == 8 {
			out.Created = time.Unix(int64(binary.BigEndian.Uint64(created)), 0).UTC()
		}
		out.Pending = t.count(bucketPending, nil)
		out.Digests = t.count(bucketDigests, nil)
		for _, ch := range t.channels.byNumber {
			out.Channels = append(out.Channels, store.ChannelStats{Channel: ch.id, Stored: ch.stored,
				Undecoded: ch.undecoded,
				Waiting:   t.count(bucketWaiting, appendChannel(nil, ch))})
		}
		return nil
	})
	// Channels come out of a map: unsorted, each call would give another order.
	slices.SortFunc(out.Channels, func(a, b store.ChannelStats) int {
		return strings.Compare(string(a.Channel),
			string(b.Channel))
	})
	return out, err
}

// count walks through keys alone: no value is opened, so that it needs no key of the store and stays cheap.
func (t *tx) count(bucket string, prefix []byte) (n int) {
	cursor := t.bucket(bucket).Cursor()
	for k, _ := cursor.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix); k, _ = cursor.Next() {
		n++
	}
	return n
}

// Backup writes a consistent copy of the whole store, which opens as one. Collecting may go on meanwhile in this
// process. It is one reading transaction: commits go on meanwhile, but the pages they free are not used again until
// it ends, so that the file may grow.
func (s *Store) Backup(ctx context.Context, w io.Writer) error {
	return s.view(ctx, "back up", func(t *tx) error {
		if _, err := t.WriteTo(cancelled{ctx, w}); err != nil {
			return fmt.Errorf("write the copy: %w", err)
		}
		return nil
	})
}

// cancelled is a writer that fails once its context ends.
type cancelled struct {
	ctx context.Context
	w   io.Writer
}

func (c cancelled) Write(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.w.Write(p)
}
