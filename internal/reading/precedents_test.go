package reading

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"otklik/internal/inbox"
	"otklik/internal/reading/precedent"
)

// corrected is a reader that learnt from a text which it had read the other way.
func corrected(t *testing.T, plain *Reader, text string) *Reader {
	t.Helper()
	a := plain.ReadText(text)
	e := precedent.Example{Text: text, Vector: plain.Meaning(text), Needs: 1, Margin: math.Log(a.Score / (1 - a.Score))}
	if a.NeedsAnswer {
		e.Needs = -1
	}
	var file bytes.Buffer
	if err := (Model{Precedents: precedent.Learn([]precedent.Example{e})}).Write(&file); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "office.model")
	if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := New(Options{Model: path})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// What was corrected holds for the message itself and for its like, with the encoder or without. What shares its words
// and is of another matter is left alone where the encoder is built in.
func TestCorrectionsInTheEncodersSpace(t *testing.T) {
	plain, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, corrected, like, other string
	}{
		{"talk that an office answers", "Зоркие вы наши, флюгер на ратуше опять смотрит не туда",
			"Флюгер на ратуше снова смотрит не туда, зоркие вы наши", "Туда ли смотрит наш зоркий мэр, флюгер он эдакий"},
		{"a matter that it does not", "Когда включат фонтан у вокзала?", "Фонтан у вокзала когда же включат?",
			"Когда у вокзала уберут мусор?"},
	} {
		was := plain.ReadText(c.corrected)
		r := corrected(t, plain, c.corrected)
		now := r.ReadText(c.corrected)
		if now.NeedsAnswer == was.NeedsAnswer || !slices.Contains(now.Reasons, inbox.Reason{Code: "precedent"}) {
			t.Errorf("%s: %+v, before %+v", c.name, now, was)
		}
		if like := r.ReadText(c.like); like.NeedsAnswer == was.NeedsAnswer {
			t.Errorf("%s, its like: %+v", c.name, like)
		}
		if other := r.ReadText(c.other); HasEncoder() && other.Score != plain.ReadText(c.other).Score {
			t.Errorf("%s, another matter: %+v", c.name, other)
		}
	}
}
