package clean

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestQuote(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"  Два\n\nслова ", "Два слова"},
		{"", ""},
		{"\u200b\u202e", ""},
		{"а\u0300\u0300\x00\u0300", "а\u0300\u0300"}, // a pile with something unseen within
		{strings.Repeat("а", 200), strings.Repeat("а", 200)},
		{strings.Repeat("а", 201), strings.Repeat("а", 199) + "…"},
		{strings.Repeat("а", 150) + " " + strings.Repeat("б", 60), strings.Repeat("а", 150) + "…"},
		{"Да " + strings.Repeat("б", 300), "Да " + strings.Repeat("б", 196) + "…"},
	} {
		if got := Quoted(c.text); got != c.want {
			t.Errorf("quote(%q) = %q", c.text, got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		q := Quoted(rapid.String().Draw(t, "text"))
		if n := len([]rune(q)); n > QuoteLength || strings.ContainsAny(q, "\n\r\t") || OneLine(q) != q {
			t.Fatalf("%d characters: %q", n, q)
		}
	})
}
