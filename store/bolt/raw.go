package bolt

import (
	"bytes"
	"cmp"
	"compress/flate"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"otklik/internal/inbox"
	"otklik/store"
)

const (
	// rawKept is how long raw replies wait for a better decoder.
	rawKept = 30 * 24 * time.Hour
	// pruneSome bounds what one commit deletes, so that none is held up by a long absence.
	pruneSome = 64
	// maxBlock bounds a raw block after decompression: a damaged one must not fill the memory.
	maxBlock = 1 << 30
)

// rawPiece is what a platform sent for one message. Blocks hold a list of them.
type rawPiece struct {
	Ref []byte `cbor:"1,keyasint"` // kind, dialog, id as in the keys
	Raw []byte `cbor:"2,keyasint"`
}

// undecodedValue is a piece that could not be decoded.
type undecodedValue struct {
	Raw     []byte `cbor:"1,keyasint,omitempty"`
	Problem string `cbor:"2,keyasint,omitempty"`
	Seen    int64  `cbor:"3,keyasint,omitempty"` // when it came first
	SeenNs  int32  `cbor:"4,keyasint,omitempty"`
	// Held is a whole message whose date cannot be true.
	Held *heldValue `cbor:"5,keyasint,omitempty"`
	// Code is the problem as its source calls it.
	Code string `cbor:"6,keyasint,omitempty"`
}

// compressor keeps flate's large state between commits.
type compressor struct{ pool sync.Pool }

// pack may be called by several goroutines: each takes a writer out of the pool or makes one.
func (c *compressor) pack(data []byte) ([]byte, error) {
	var out bytes.Buffer
	// A guess at what replies in JSON shrink to; a wrong one costs an allocation.
	out.Grow(len(data)/3 + 64)
	w, _ := c.pool.Get().(*flate.Writer)
	if w == nil {
		var err error
		if w, err = flate.NewWriter(&out, flate.BestSpeed); err != nil {
			return nil, fmt.Errorf("compress: %w", err)
		}
	} else {
		w.Reset(&out)
	}
	defer c.pool.Put(w)
	if _, err := w.Write(data); err != nil {
		return nil, fmt.Errorf("compress: %w", err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("compress: %w", err)
	}
	return out.Bytes(), nil
}

func unpack(block []byte) ([]rawPiece, error) {
	data, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(block)), maxBlock))
	if err != nil {
		return nil, fmt.Errorf("decompress: %w", err)
	}
	var pieces []rawPiece
	err = decode(data, &pieces)
	return pieces, err
}

// unpack opens and unpacks a stored block; the error is a *CorruptError.
func (t *tx) unpack(key, value []byte) ([]rawPiece, error) {
	block, err := t.open(bucketRaw, key, value)
	var pieces []rawPiece
	if err == nil {
		pieces, err = unpack(block)
	}
	if err != nil {
		return nil, corrupt(bucketRaw, key, err)
	}
	return pieces, nil
}

// keepRaw puts aside what the platform sent for a message. The channel is left out: the block's key says it.
func (c *commit) keepRaw(e *entry, raw []byte) {
	if len(raw) > 0 {
		c.raw[e.channel] = append(c.raw[e.channel], rawPiece{Ref: e.ref[channelSize:], Raw: raw})
	}
}

// packedRaw is a compressed block of one channel.
type packedRaw struct {
	channel *channel
	block   []byte
	err     error
}

// packRaw compresses one block per channel of all that the batch brought, beside the writing of the messages, because
// compressing costs about as much as that. The result must be awaited before the transaction ends.
func (c *commit) packRaw() <-chan packedRaw {
	packed := make(chan packedRaw, len(c.raw))
	raw, compressor := c.raw, &c.s.flate
	go func() {
		defer close(packed)
		for ch, pieces := range raw {
			data, err := encode(pieces)
			if err == nil {
				data, err = compressor.pack(data)
			}
			packed <- packedRaw{ch, data, err}
		}
	}()
	return packed
}

func (c *commit) putRaw(packed <-chan packedRaw) error {
	b := c.bucket(bucketRaw)
	for p := range packed {
		if p.err != nil {
			return p.err
		}
		// Two commits of one moment must not take each other's key.
		number, err := b.NextSequence()
		if err != nil {
			return fmt.Errorf("number a block: %w", err)
		}
		key := binary.BigEndian.AppendUint64(appendTime(appendChannel(nil, p.channel), c.now), number)
		if err := c.put(b, bucketRaw, key, p.block); err != nil {
			return err
		}
	}
	return nil
}

// pruneRaw deletes the oldest blocks of every channel.
func (c *commit) pruneRaw() error {
	b := c.bucket(bucketRaw)
	// One budget for all channels: what it does not cover goes with the next commits.
	left := pruneSome
	for _, ch := range c.channels.byNumber {
		prefix := appendChannel(nil, ch)
		limit := appendTime(appendChannel(nil, ch), c.now.Add(-rawKept))
		cursor := b.Cursor()
		var old [][]byte
		for k, _ := cursor.Seek(prefix); k != nil && bytes.Compare(k, limit) < 0 && len(old) < left; k,
			_ = cursor.Next() {
			old = append(old, bytes.Clone(k))
		}
		for _, k := range old {
			if err := b.Delete(k); err != nil {
				return fmt.Errorf("forget old raw replies: %w", err)
			}
		}
		left -= len(old)
	}
	return nil
}

func (c *commit) keepUndecoded(pieces []inbox.Undecoded) error {
	b := c.bucket(bucketUndecoded)
	for _, u := range pieces {
		ch, err := c.channel(u.Channel, true)
		if err != nil {
			return err
		}
		key := append(appendChannel(nil, ch), u.ID...)
		// Sent again, and still not readable: retention counts from when it came first, so that stays.
		if b.Get(key) != nil {
			continue
		}
		v := undecodedValue{Raw: u.Raw, Problem: u.Problem, Code: u.Code}
		v.Seen, v.SeenNs = moment(c.now)
		value, err := encode(&v)
		if err != nil {
			return err
		}
		if err := c.put(b, bucketUndecoded, key, value); err != nil {
			return err
		}
		c.stats.Undecoded++
		ch.undecoded++
		ch.changed = true
	}
	return nil
}

// Undecoded implements store.Store.
func (s *Store) Undecoded(ctx context.Context, id inbox.ChannelID, fn func(inbox.Undecoded) error) error {
	return s.view(ctx, "list what could not be decoded", func(t *tx) error {
		ch, err := t.channel(id, false)
		if err != nil || ch == nil {
			return err
		}
		return t.scan(ctx, bucketUndecoded, appendChannel(nil, ch), func(k, v []byte) error {
			var u undecodedValue
			if err := t.decode(bucketUndecoded, k, v, &u); err != nil {
				return err
			}
			piece := inbox.Undecoded{Channel: id, ID: string(k[channelSize:]), Raw: u.Raw, Problem: u.Problem,
				Code: u.Code}
			if u.Held != nil {
				held, err := u.Held.record(id)
				if err != nil {
					return corrupt(bucketUndecoded, k, err)
				}
				piece.Message = &held.Message
			}
			return fn(piece)
		})
	})
}

// Decoded implements store.Store.
func (s *Store) Decoded(ctx context.Context, id inbox.ChannelID, piece string) error {
	return s.update(ctx, "forget a piece that was decoded", func(t *tx) error {
		ch := t.channels.byID[id]
		if ch == nil {
			return store.ErrNotFound
		}
		b, key := t.bucket(bucketUndecoded), append(appendChannel(nil, ch), piece...)
		if b.Get(key) == nil {
			return store.ErrNotFound
		}
		ch.undecoded--
		ch.changed = true
		return b.Delete(key)
	})
}

// Raw implements store.Store.
func (s *Store) Raw(ctx context.Context, id inbox.ChannelID,
	fn func(ref inbox.Ref, at time.Time, raw []byte) error) error {
	return s.view(ctx, "read the raw replies", func(t *tx) error {
		ch, err := t.channel(id, false)
		if err != nil || ch == nil {
			return err
		}
		return t.scan(ctx, bucketRaw, appendChannel(nil, ch), func(k, v []byte) error {
			at, rest, err := cutTime(k[channelSize:])
			if err != nil || len(rest) != sequence {
				return corrupt(bucketRaw, k, errKey)
			}
			pieces, err := t.unpack(k, v)
			if err != nil {
				return err
			}
			// One broken reference must not hide the others of its block.
			var broken error
			for _, p := range pieces {
				ref, err := ch.cutRef(p.Ref)
				if err != nil {
					broken = errors.Join(broken, corrupt(bucketRaw, k, err))
				} else if err := fn(ref, at, p.Raw); err != nil {
					return err
				}
			}
			return broken
		})
	})
}

// cutRef reads a reference without its channel.
func (c *channel) cutRef(key []byte) (inbox.Ref, error) {
	kind, key, err := cutKind(key)
	if err != nil {
		return inbox.Ref{}, err
	}
	dialog, key, err := cutString(key)
	ref := inbox.Ref{Channel: c.id, Kind: kind, ID: string(key)}
	ref.Chat, ref.Dialog, _ = unscoped(dialog)
	ref.Chat = cmp.Or(ref.Chat, c.homes[kind])
	return ref, err
}
