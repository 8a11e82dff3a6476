package encoder

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

func TestAFileCutOffAnywhereIsRefused(t *testing.T) {
	data := write(odd, 1).file(t)
	data = data[:len(data)-64+len(singles(make([]float32, 3)))] // what only fills up is not missed
	if _, err := Open(data); err != nil {
		t.Fatal(err)
	}
	for n := range data {
		if n > 5000 && n < len(data)-200 && n%17 != 0 {
			continue // within a tensor
		}
		if _, err := Open(data[:n]); !errors.Is(err, ErrBroken) {
			t.Fatalf("%d of %d bytes: %v", n, len(data), err)
		}
	}
}

func TestAFileThatContradictsItselfIsRefused(t *testing.T) {
	w := write(odd, 1)
	change := func(name string, f func(*writtenTensor)) []byte {
		w := write(odd, 1)
		f(&w.tensors[slices.IndexFunc(w.tensors, func(t writtenTensor) bool { return t.Name == name })])
		return w.file(t)
	}
	meta := func(name string, value any) []byte {
		m := maps.Clone(w.meta())
		m[name] = value
		return fileOf(t, m, w.tensors)
	}
	header := func(tensor string) []byte {
		m, err := json.Marshal(w.meta())
		if err != nil {
			t.Fatal(err)
		}
		return fileWith(fmt.Appendf(nil, `{"meta": %s, "tensors": [%s]}`, m, tensor), make([]byte, 128))
	}
	last := len(w.tensors) - 1
	cases := map[string]struct {
		data []byte
		says string
	}{
		"another magic":     {append([]byte("OTKENC02"), w.file(t)[8:]...), "OTKENC01"},
		"no JSON":           {fileWith([]byte("{"), nil), "header"},
		"no meta":           {fileWith([]byte("{}"), nil), "meta"},
		"two of a name":     {fileOf(t, w.meta(), append(slices.Clone(w.tensors), w.tensors[last])), "twice"},
		"unknown type":      {header(`{"name": "x", "type": "f64", "shape": [1], "at": 0}`), "f64"},
		"far away":          {header(`{"name": "x", "type": "u8", "shape": [1], "at": 18446744073709551615}`), "end"},
		"too large":         {header(`{"name": "x", "type": "u8", "shape": [129], "at": 0}`), "end"},
		"too many":          {header(`{"name": "x", "type": "u8", "shape": [64, 4294967296], "at": 0}`), "end"},
		"product runs over": {header(`{"name": "x", "type": "f16", "shape": [2, 4, 2305843009213693952], "at": 0}`), "end"},
		"zero and too many": {header(`{"name": "x", "type": "u8", "shape": [0, 18446744073709551615], "at": 0}`), "end"},
		"negative":          {header(`{"name": "x", "type": "u8", "shape": [-1], "at": 0}`), "header"},
		"no pieces":         {header(`{"name": "charsmap", "type": "u8", "shape": [0], "at": 0}`), `"pieces"`},
		"scalar":            {change("proj", func(t *writtenTensor) { t.Shape = nil }), `"proj"`},
		"empty matrix":      {change("proj", func(t *writtenTensor) { t.Shape = []int{0, 9} }), `"proj"`},
		"turned":            {change("w1_3", func(t *writtenTensor) { t.Shape = []int{3, 9} }), `"w1_3"`},
		"short vector":      {change("ln_g", func(t *writtenTensor) { t.Shape = []int{13} }), `"ln_g"`},
		"not by three":      {change("proj", func(t *writtenTensor) { t.Shape = []int{5, 8} }), "branches"},
		"table of others":   {change("table", func(t *writtenTensor) { t.Shape[0]-- }), `"table"`},
		"halves as bytes":   {change("table_low", func(t *writtenTensor) { t.Type = "f16" }), `"table_low"`},
		"infinite half":     {change("mean", func(t *writtenTensor) { t.data[1] = 0x7c }), `"mean"`},
		"infinite single":   {change("mean_b", func(t *writtenTensor) { t.data[3], t.data[2] = 0x7f, 0xc0 }), `"mean_b"`},
		"no end of pieces":  {change("pieces", func(t *writtenTensor) { t.data[len(t.data)-1] = 'x' }), "pieces"},
		"pieces no text":    {change("pieces", func(t *writtenTensor) { t.data[0] = 0xff }), "piece 0"},
		"trie too long":     {change("charsmap", func(t *writtenTensor) { t.data[3] = 1 }), `"charsmap"`},
		"trie cut apart":    {change("charsmap", func(t *writtenTensor) { t.data[0]++ }), `"charsmap"`},
		"short charsmap":    {change("charsmap", func(t *writtenTensor) { t.Shape = []int{3} }), `"charsmap"`},
		"other count":       {meta("pieces", len(w.pieces)+1), "pieces"},
		"negative count":    {meta("pieces", -1), "pieces"},
		"room for no piece": {meta("max_pieces", 2), "2"},
		"endless text":      {meta("max_pieces", 1<<30), "meta"},
		"no epsilon":        {meta("epsilon", 0), "epsilon"},
	}
	for name, c := range cases {
		_, err := Open(c.data)
		if !errors.Is(err, ErrBroken) || !strings.Contains(fmt.Sprint(err), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzOpen(f *testing.F) {
	w := write(odd, 1)
	data := w.file(f)
	f.Add(data)
	f.Add(data[:len(data)/2])
	f.Add(fileOf(f, w.meta(), w.tensors[:8]))
	f.Add([]byte("OTKENC01"))
	f.Fuzz(func(t *testing.T, data []byte) {
		e, err := Open(data)
		if err != nil {
			if !errors.Is(err, ErrBroken) {
				t.Fatal(err)
			}
			return
		}
		for _, text := range sampleTexts() {
			got := make([]float32, e.Size())
			e.Encode(got, text)
		}
	})
}
