package plaintext_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"otklik/internal/plaintext"

	"pgregory.net/rapid"
)

// wide is a text in UTF-16, as Windows saves it.
func wide(text string, little bool) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(text)) {
		if little {
			b = append(b, byte(u), byte(u>>8))
		} else {
			b = append(b, byte(u>>8), byte(u))
		}
	}
	return string(b)
}

// Whatever the encoding, a text is the same; without its mark UTF-16 is known of Latin texts.
func TestEncodings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		latin := rapid.StringMatching("[ -~\r\n]{1,80}").Draw(t, "latin")
		any := rapid.StringMatching("[ -~а-яё€𝄞\r\n]{1,80}").Draw(t, "any")
		for _, little := range []bool{true, false} {
			for stored, text := range map[string]string{latin: latin, any: any, "\ufeff" + any: any,
				wide(latin, little): latin, wide("\ufeff"+any, little): any} {
				if got, err := plaintext.Decode([]byte(stored)); err != nil || got != text {
					t.Fatalf("%q: %q, %v", stored, got, err)
				}
			}
		}
	})
}

func TestWhatIsNoText(t *testing.T) {
	for name, raw := range map[string]string{"cp1251": "\xd0\xd2", "zero bytes": "a\x00b\x00\x00c",
		"half a character": "\xff\xfea", "UTF-32": "\xff\xfe\x00\x00a\x00\x00\x00"} {
		if got, err := plaintext.Decode([]byte(raw)); err == nil {
			t.Errorf("%s was read as %d bytes", name, len(got))
		}
	}
	long := filepath.Join(t.TempDir(), "long")
	if err := os.WriteFile(long, []byte(strings.Repeat("a", 1<<20)), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := plaintext.ReadFile(long); err == nil {
		t.Errorf("a file too long was read as %d bytes", len(got))
	}
	if _, err := plaintext.ReadFile(filepath.Join(t.TempDir(), "nowhere")); !os.IsNotExist(err) {
		t.Error(err)
	}
}

func TestLinesAndTrim(t *testing.T) {
	if got := plaintext.Lines("a\r\nb\rc\n\nd"); !slices.Equal(got, []string{"a", "b", "c", "", "d"}) {
		t.Errorf("%q", got)
	}
	for _, r := range "\u00a0\u200b\u2060\ufeff\u00ad\u202e\u3000\t\r\n\u2028\u2003\u180e" {
		if got := plaintext.Trim(string(r) + "a b" + string(r)); got != "a b" {
			t.Errorf("%U: %q", r, got)
		}
	}
}
