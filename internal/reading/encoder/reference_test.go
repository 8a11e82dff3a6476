package encoder

import (
	"bufio"
	"encoding/json"
	"math"
	"os"
	"slices"
	"testing"
)

// What the reference in Python makes of texts, as tools/encoder/reference.py writes it: pieces are the same, numbers nearly.
func TestIsTheReference(t *testing.T) {
	weights, name := os.Getenv("OTKLIK_ENCODER"), os.Getenv("OTKLIK_ENCODER_REFERENCE")
	if weights == "" || name == "" {
		t.Skip("set OTKLIK_ENCODER and OTKLIK_ENCODER_REFERENCE to what tools/encoder/reference.py reads and writes")
	}
	data, err := os.ReadFile(weights)
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var encoders []*Encoder
	for _, by := range products() {
		encoders = append(encoders, mustOpen(t, data, by))
	}
	texts, compared, same, worst := 0, 0, 0, make([]float64, len(encoders))
	for lines := json.NewDecoder(bufio.NewReader(file)); lines.More(); {
		var line struct {
			Text    string
			Pieces  []int32
			Numbers []float64
		}
		if err := lines.Decode(&line); err != nil {
			t.Fatal(err)
		}
		texts++
		if slices.Equal(encoders[0].Pieces(line.Text), line.Pieces) {
			same++
		}
		if line.Numbers == nil {
			continue
		}
		compared++
		for how, e := range encoders {
			got := make([]float32, e.Size())
			e.Encode(got, line.Text)
			for i, want := range line.Numbers {
				worst[how] = max(worst[how], math.Abs(float64(got[i])-want))
			}
		}
	}
	t.Logf("%d texts, %d with the same pieces; %d with numbers, at most off by %v", texts, same, compared, worst)
	if texts == 0 || same != texts {
		t.Errorf("%d of %d texts have other pieces", texts-same, texts)
	}
	for how, off := range worst {
		if off > 1e-5 {
			t.Errorf("product %d: off by %g", how, off)
		}
	}
}
