package linear

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"runtime"
	"testing"
)

// A small file with the right checksum that unpacks to what the bound allows costs little.
func TestModelBomb(t *testing.T) {
	var body bytes.Buffer
	z, err := flate.NewWriter(&body, flate.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	for range maxBody >> 16 {
		if _, err := z.Write(make([]byte, 1<<16)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	head := binary.LittleEndian.AppendUint16([]byte(magic), version)
	head = binary.LittleEndian.AppendUint32(head, uint32(body.Len()))
	head = binary.LittleEndian.AppendUint32(head, crc32.ChecksumIEEE(body.Bytes()))
	file := bytes.NewReader(append(head, body.Bytes()...))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := Read(file); !errors.Is(err, ErrBroken) {
		t.Error(err)
	}
	runtime.ReadMemStats(&after)
	if cost := (after.TotalAlloc - before.TotalAlloc) >> 20; cost > 400 {
		t.Errorf("%d MB of a file of %d kB", cost, body.Len()>>10)
	}
}
