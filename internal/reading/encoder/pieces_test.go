package encoder

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
)

func strangeTexts(t testing.TB) []string {
	t.Helper()
	data, err := os.ReadFile("testdata/strange.json")
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	if err := json.Unmarshal(data, &texts); err != nil {
		t.Fatal(err)
	}
	return texts
}

func TestStrangeTextsAreCutAsWrittenDown(t *testing.T) {
	w := write(odd, 1)
	for _, w.most = range []int{3, 12, 1000} {
		e := mustOpen(t, w.file(t), products()[0])
		for _, text := range strangeTexts(t) {
			if got, want := e.Pieces(text), w.cut(text); !slices.Equal(got, want) {
				t.Errorf("%d, %q: %v, not %v", w.most, text, got, want)
			}
		}
	}
}

// A byte that is no UTF-8 counts as what Go's range makes of it.
func TestBrokenTextsAreCut(t *testing.T) {
	w := write(odd, 1)
	w.most = 100
	e := mustOpen(t, w.file(t), products()[0])
	for text, want := range map[string]string{
		"\xff":             "\ufffd",
		"а\xd0":            "а\ufffd",
		"\xf0\x9f\x98 вод": "\ufffd\ufffd\ufffd вод",
		"\xed\xa0\x80":     "\ufffd\ufffd\ufffd",
		"\x80\x00\xc0\xaf": "\ufffd\x00\ufffd\ufffd",
	} {
		if got, want := e.Pieces(text), w.cut(want); !slices.Equal(got, want) {
			t.Errorf("%q: %v, not %v", text, got, want)
		}
	}
}

func TestALongTextKeepsItsBeginningAndItsEnd(t *testing.T) {
	w := write(odd, 1)
	w.most = 10 // eight between the ends: six and two
	e := mustOpen(t, w.file(t), products()[0])
	piece := func(text string) int32 { return int32(slices.Index(w.pieces, text)) }
	for text, body := range map[string][]string{
		"дддддд1о":       {"▁", "д", "д", "д", "д", "д", "д", "1", "о"}, // one too many
		"ддддд1о":        {"▁", "д", "д", "д", "д", "д", "1", "о"},
		"дддддттттттт1о": {"▁", "д", "д", "д", "д", "д", "1", "о"},
	} {
		if len(body) == 9 {
			body = slices.Delete(body, 6, 7)
		}
		want := []int32{1}
		for _, p := range body {
			want = append(want, piece(p))
		}
		if got := e.Pieces(text); !slices.Equal(got, append(want, 2)) {
			t.Errorf("%q: %v, not %v", text, got, want)
		}
	}
}

func FuzzPieces(f *testing.F) {
	w := write(odd, 1)
	e := mustOpen(f, w.file(f), products()[0])
	for _, text := range strangeTexts(f) {
		f.Add(text)
	}
	f.Add("\xff\xfe\xd0")
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<10 {
			t.Skip()
		}
		if got, want := e.Pieces(text), w.cut(text); !slices.Equal(got, want) {
			t.Errorf("%q: %v, not %v", text, got, want)
		}
		e.Encode(make([]float32, e.Size()), text)
	})
}

func TestAnEndlessTextIsCut(t *testing.T) {
	w := write(odd, 1)
	e := mustOpen(t, w.file(t), products()[0])
	if got := e.Pieces(strings.Repeat("вода ", 100_000)); len(got) != w.most {
		t.Errorf("%d pieces", len(got))
	}
}
