// Package backup makes copies of a store that can be trusted, and puts them back.
//
// A backup is a zstd file, within an age file where it is encrypted. It begins with a skippable frame that says what is
// in it (JSON, a line break, and the hexadecimal SHA-256 of that JSON, in every version), and goes on with the very
// bytes of the store's file. So `zstd -d` (after `age -d`) gives a store without this program, too. (zstd: RFC 8878,
// section 3.1.2 for skippable frames. age: age-encryption.org/v1.)
package backup

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"otklik/store"
	"otklik/store/bolt"
)

// The errors a caller may want to tell apart. All are permanent.
var (
	// ErrDamaged says that the backup is not what was written: cut short, changed, or no backup at all.
	ErrDamaged = errors.New("the backup is damaged")
	// ErrEncrypted says that a key is needed.
	ErrEncrypted = errors.New("the backup is encrypted")
	// ErrWrongKey says that the keys given are not among those it was encrypted to.
	ErrWrongKey = errors.New("none of the keys opens this backup")
	// ErrExists says that there is a store already.
	ErrExists = errors.New("there is a store already")
)

// Header says what a backup holds.
type Header struct {
	// Schema is the name and version of this form.
	Schema string `json:"schema"`
	// Created is when the copy was taken, in UTC.
	Created time.Time `json:"created"`
	// Format is the format version of the store.
	Format int `json:"format"`
	// Bytes and SHA256 are the size and the digest (hexadecimal) of the store's file: what comes out is compared with
	// them.
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
	// Messages is how many messages the store holds.
	Messages int `json:"messages"`
}

// Is reports whether a file begins as a backup does, encrypted or not; 21 bytes of it are enough.
func Is(head []byte) bool {
	return len(head) >= 4 && binary.LittleEndian.Uint32(head) == frameMagic || bytes.HasPrefix(head, []byte(ageMagic))
}

const (
	schemaName = "otklik.backup/"
	schema     = schemaName + "1"
	// frameMagic is that of the first of zstd's skippable frames, little-endian.
	frameMagic = 0x184D2A50
	// maxHeader bounds what is read before anything is known to be a header.
	maxHeader = 1 << 12
	// ageMagic begins every age file.
	ageMagic = "age-encryption.org/v1"
	// boltPage is enough of a file to see that it is a store itself.
	boltPage = 80
)

func writeHeader(w io.Writer, h Header) error {
	text, err := json.Marshal(h)
	if err != nil {
		return fmt.Errorf("write the backup's header: %w", err)
	}
	text = append(append(text, '\n'), headerSum(text)...)
	frame := binary.LittleEndian.AppendUint32(nil, frameMagic)
	frame = binary.LittleEndian.AppendUint32(frame, uint32(len(text)))
	if _, err := w.Write(append(frame, text...)); err != nil {
		return fmt.Errorf("write the backup's header: %w", err)
	}
	return nil
}

func headerSum(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

func readHeader(r io.Reader) (Header, error) {
	var h Header
	var frame [8]byte
	if _, err := io.ReadFull(r, frame[:]); err != nil {
		return h, broken("it does not begin as one", err)
	}
	size := binary.LittleEndian.Uint32(frame[4:])
	if binary.LittleEndian.Uint32(frame[:]) != frameMagic || size > maxHeader {
		return h, broken("it does not begin as one", nil)
	}
	text := make([]byte, size)
	if _, err := io.ReadFull(r, text); err != nil {
		return h, broken("it ends within its header", err)
	}
	text, sum, _ := bytes.Cut(text, []byte("\n"))
	if string(sum) != headerSum(text) {
		return h, broken("its header was changed", nil)
	}
	if err := json.Unmarshal(text, &h); err != nil || !strings.HasPrefix(h.Schema, schemaName) {
		return h, broken("its header cannot be read", nil)
	}
	if h.Schema != schema || h.Format > bolt.Version {
		return h, fmt.Errorf("the backup cannot be read: %w", store.ErrNewer)
	}
	if digest, err := hex.DecodeString(h.SHA256); err != nil || len(digest) != 32 || h.Bytes <= 0 || h.Format < 1 {
		return h, broken("its header cannot be read", nil)
	}
	return h, nil
}

// broken is ErrDamaged with what was seen. Errors of the disk stay visible; those of the decoders say nothing more.
func broken(what string, err error) error {
	if err == nil || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%w: %s", ErrDamaged, what)
	}
	return fmt.Errorf("%w: %s (%w)", ErrDamaged, what, err)
}

// kind is what a file is by its first bytes.
type kind int

const (
	foreign kind = iota
	plain
	encrypted
	bare // a store's file itself, such as one kept aside by a restore
)

// kindOf looks at the first bytes without taking them. The error is one of reading; a short file is none.
func kindOf(r *bufio.Reader) (kind, error) {
	head, err := r.Peek(boltPage)
	if err != nil && !errors.Is(err, io.EOF) {
		return foreign, err
	}
	switch {
	case bytes.HasPrefix(head, []byte(ageMagic)):
		return encrypted, nil
	case len(head) >= 4 && binary.LittleEndian.Uint32(head) == frameMagic:
		return plain, nil
	case len(head) >= 20 && binary.NativeEndian.Uint32(head[16:]) == 0xED0CDAED: // as bbolt writes it
		return bare, nil
	}
	return foreign, nil
}
