package export_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"

	"otklik/collectors/telegram/export"
	"otklik/internal/inbox"
)

// seekable gives its bytes one at a time, so that every letter is cut.
type seekable struct{ *bytes.Reader }

func (s seekable) Read(p []byte) (int, error) { return iotest.OneByteReader(s.Reader).Read(p) }

const group = `{"name":"Обсуждение","type":"private_supergroup","id":77,"messages":[{"id":1,"type":"message","date":"2026-11-20T10:00:00",` +
	`"date_unixtime":"1795158000","from":"Житель","from_id":"user5","text":"Почините дорогу 🚧 на Садовой, одни ямы!"}]}`

// cp1251 is a text of Russian letters as Windows-1251 has it.
func cp1251(text string) []byte {
	var b []byte
	for _, r := range text {
		switch {
		case r < 0x80:
			b = append(b, byte(r))
		case r >= 'А' && r <= 'я':
			b = append(b, byte(r-'А'+0xC0))
		}
	}
	return b
}

func asUTF16(text string, order binary.AppendByteOrder, mark bool) []byte {
	var b []byte
	if mark {
		b = order.AppendUint16(b, 0xFEFF)
	}
	for _, unit := range utf16.Encode([]rune(text)) {
		b = order.AppendUint16(b, unit)
	}
	return b
}

// A file that was saved in another encoding is refused whole: a citizen's words would be stored as question marks.
func TestAnotherEncodingIsRefused(t *testing.T) {
	long := strings.Replace(group, "Почините", strings.Repeat("Latin words only. ", 10000)+"Почините", 1)
	ascii := strings.NewReplacer("Обсуждение", "Talk", "Житель", "Somebody").Replace(long)
	for name, c := range map[string]struct {
		data []byte
		says string
	}{
		"cp1251":               {cp1251(group), "iconv -f cp1251"},
		"cp1251, late":         {cp1251(ascii), "iconv -f cp1251"},
		"UTF-16LE":             {asUTF16(group, binary.LittleEndian, true), "iconv -f utf-16"},
		"UTF-16BE":             {asUTF16(group, binary.BigEndian, true), "iconv -f utf-16"},
		"UTF-16LE, no mark":    {asUTF16(group, binary.LittleEndian, false), "iconv -f utf-16"},
		"UTF-16BE, no mark":    {asUTF16(group, binary.BigEndian, false), "iconv -f utf-16"},
		"one byte of nonsense": {[]byte(strings.Replace(group, "Садовой", "Сад\xffовой", 1)), "(byte "},
	} {
		for _, r := range []interface {
			Read([]byte) (int, error)
			Seek(int64, int) (int64, error)
		}{bytes.NewReader(c.data), seekable{bytes.NewReader(c.data)}} {
			_, err := export.Read(r, export.Options{Channel: "governor/telegram"}, func([]inbox.Message) error {
				t.Errorf("%s: something was handed over", name)
				return nil
			})
			if !errors.Is(err, export.ErrEncoding) || !strings.Contains(err.Error(), c.says) ||
				strings.Contains(err.Error(), "ямы") {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	for name, text := range map[string]string{"as it is": group, "with a mark": "\ufeff" + group, "long": long} {
		for _, r := range []interface {
			Read([]byte) (int, error)
			Seek(int64, int) (int64, error)
		}{bytes.NewReader([]byte(text)), seekable{bytes.NewReader([]byte(text))}} {
			got := ""
			if _, err := export.Read(r, export.Options{Channel: "governor/telegram"}, func(m []inbox.Message) error {
				got = m[0].Text
				return nil
			}); err != nil || !strings.Contains(got, "дорогу 🚧 на Садовой") {
				t.Errorf("%s: %v, %q", name, err, got)
			}
		}
	}
}
