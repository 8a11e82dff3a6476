package encoder

import (
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
)

func mustOpen(t testing.TB, data []byte, by product) *Encoder {
	t.Helper()
	e, err := open(data, by)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func sampleTexts() []string {
	return []string{"", "а", "нет воды", "вода вода вода вода вода вода вода", "😡😡 ябв", "абвабв!!! 12", "хәер",
		strings.Repeat("абв ", 100)}
}

func TestEncodesAsWrittenDown(t *testing.T) {
	for name, s := range map[string]shape{"odd": odd, "even": even} {
		w := write(s, 1)
		data := w.file(t)
		for how, by := range products() {
			e := mustOpen(t, data, by)
			if e.Size() != s.last+s.strongest {
				t.Fatalf("%d numbers", e.Size())
			}
			got := make([]float32, e.Size())
			for _, text := range sampleTexts() {
				e.Encode(got, text)
				for i, want := range w.encode(text) {
					if math.Abs(float64(got[i])-want) > 2e-5 {
						t.Fatalf("%s, product %d, %q: number %d is %g, not %g", name, how, text, i, got[i], want)
					}
				}
			}
		}
	}
}

// Whatever is encoded beside a text, before it or at the same time, its numbers are the same to the last bit.
func TestATextIsEncodedAlike(t *testing.T) {
	texts := slices.Repeat(sampleTexts(), 20)
	for how, by := range products() {
		e := mustOpen(t, write(even, 2).file(t), by)
		want := map[string][]float32{}
		for _, text := range sampleTexts() {
			want[text] = make([]float32, e.Size())
			e.Encode(want[text], text)
		}
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				for i, got := range e.EncodeAll(texts) {
					if !slices.Equal(got, want[texts[i]]) {
						t.Errorf("product %d: %q has other numbers among others", how, texts[i])
					}
				}
			})
		}
		all.Wait()
	}
	if e := mustOpen(t, write(odd, 2).file(t), portable); len(e.EncodeAll(nil)) != 0 {
		t.Error("numbers of no text")
	}
}

func TestWhatIsReadOutOfTheNumbers(t *testing.T) {
	w := write(odd, 3)
	for how, by := range products() {
		e := mustOpen(t, w.file(t), by)
		if !strings.Contains(string(e.Meta()), `"heads":["three"]`) {
			t.Errorf("meta: %s", e.Meta())
		}
		head, err := e.Matrix("head_w")
		if err != nil {
			t.Fatal(err)
		}
		if head.Rows() != e.Size() || head.Columns() != 3 {
			t.Fatalf("%d by %d", head.Rows(), head.Columns())
		}
		for rows := range 15 {
			x := make([]float32, rows*e.Size())
			for i := range x {
				x[i] = float32(i%7) - 3
			}
			got := make([]float32, rows*3)
			head.Multiply(got, x)
			for r := range rows {
				row := make([]float64, e.Size())
				for i := range row {
					row[i] = float64(x[r*e.Size()+i])
				}
				for c, want := range w.times(row, "head_w") {
					if math.Abs(float64(got[r*3+c])-want) > 1e-5 {
						t.Errorf("product %d: row %d of %d: %g, not %g", how, r, rows, got[r*3+c], want)
					}
				}
			}
		}
		bias, err := e.Vector("head_b")
		if err != nil || len(bias) != 3 || float64(bias[2]) != w.values["head_b"][2] {
			t.Error(bias, err)
		}
		if _, err := e.Matrix("head_b"); err == nil {
			t.Error("a vector passes for a matrix")
		}
		if _, err := e.Vector("nothing"); err == nil {
			t.Error("what is not there is found")
		}
	}
}

// What a processor can do more of at once changes no number, so that two of them read alike.
func TestProductsInAssemblerAreAlike(t *testing.T) {
	data := write(even, 4).file(t)
	var first [][]float32
	for how, by := range products() {
		if len(products()) == how+1 {
			break // the portable one rounds between product and sum
		}
		all := mustOpen(t, data, by).EncodeAll(sampleTexts())
		if first == nil {
			first = all
		}
		for i := range all {
			if !slices.Equal(all[i], first[i]) {
				t.Errorf("product %d: %q has other numbers", how, sampleTexts()[i])
			}
		}
	}
}
