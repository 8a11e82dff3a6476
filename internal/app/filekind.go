package app

import (
	"encoding/binary"
	"encoding/hex"
	"io"
	"otklik/internal/care/backup"
	"otklik/internal/safefile"
	"otklik/store/bolt"
	"strings"
)

// FileKind says what a file is that no result may replace, whatever its name: a store, a backup, a secret key; empty:
// it is none.
func FileKind(path string) string {
	f, err := safefile.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close()
	head := make([]byte, 66)
	n, _ := io.ReadFull(f, head)
	// A bbolt file names itself behind the header of its first page.
	if n >= 20 && binary.NativeEndian.Uint32(head[16:]) == 0xED0CDAED {
		return "a store"
	}
	if backup.Is(head[:n]) {
		return "a backup"
	}
	text := strings.TrimSpace(string(head[:n]))
	_, notHex := hex.DecodeString(text)
	if strings.Contains(text, "AGE-SECRET-KEY") || strings.HasPrefix(text, "# created:") ||
		len(text) == 2*bolt.KeySize && notHex == nil {
		return "a secret key"
	}
	return ""
}
