package encoder

import (
	"fmt"
	"math"
	"strings"
)

// The same as the encoder, written down as plainly as it can be: what the tests compare with.

// normalised is a text as pieces are looked for in it.
func (w *written) normalised(text string) string {
	text = string([]rune(text))
	var parts []string
	for text != "" {
		key := string([]rune(text)[0])
		to := key
		for from, rule := range w.rules {
			if strings.HasPrefix(text, from) && (len(from) > len(key) || from == key) {
				key, to = from, rule
			}
		}
		parts, text = append(parts, to), text[len(key):]
	}
	for len(parts) > 0 && parts[0] == " " {
		parts = parts[1:]
	}
	if len(parts) == 0 {
		return ""
	}
	out := " "
	for _, p := range parts {
		if strings.HasSuffix(out, " ") {
			p = strings.TrimLeft(p, " ")
		}
		out += p
	}
	return strings.TrimRight(strings.ReplaceAll(out, " ", "▁"), "▁")
}

// longest is how many characters no small piece exceeds.
const longest = 5

// cut finds the most probable pieces by their texts.
func (w *written) cut(text string) []int32 {
	runes := []rune(w.normalised(text))
	if len(runes) == 0 {
		return []int32{1, 0, 2}
	}
	type way struct {
		score  float64
		pieces []int32
	}
	best := make([]*way, len(runes)+1)
	best[0] = &way{}
	ids := map[string]int32{}
	for id, p := range w.pieces {
		ids[p] = int32(id)
	}
	reach := func(from, to int, id int32, score float64) {
		score += best[from].score
		if best[to] == nil || score > best[to].score {
			best[to] = &way{score, append(append([]int32{}, best[from].pieces...), id)}
		}
	}
	for i := range runes {
		single := false
		for j := i + 1; j <= min(len(runes), i+longest); j++ {
			if id, is := ids[string(runes[i:j])]; is {
				reach(i, j, id, float64(w.scores[id]))
				single = single || j == i+1
			}
		}
		if !single {
			reach(i, i+1, 0, w.unknown)
		}
	}
	body := best[len(runes)].pieces
	if most := w.most - 2; len(body) > most {
		k := most * 3 / 4
		body = append(append([]int32{}, body[:k]...), body[len(body)-(most-k):]...)
	}
	return append(append([]int32{1}, body...), 2)
}

// times multiplies a row by the matrix of that name.
func (w *written) times(x []float64, name string) []float64 {
	m := w.values[name]
	columns := len(m) / len(x)
	out := make([]float64, columns)
	for r, v := range x {
		for c := range out {
			out[c] += v * m[r*columns+c]
		}
	}
	return out
}

func plus(a, b []float64) []float64 {
	out := make([]float64, len(a))
	for i := range a {
		out[i] = a[i] + b[i]
	}
	return out
}

func positive(x []float64) []float64 {
	out := make([]float64, len(x))
	for i := range x {
		out[i] = max(x[i], 0)
	}
	return out
}

func (w *written) norm(x []float64, gain, shift string) []float64 {
	mean, square := 0.0, 0.0
	for _, v := range x {
		mean += v / float64(len(x))
	}
	for _, v := range x {
		square += (v - mean) * (v - mean) / float64(len(x))
	}
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = (v-mean)/math.Sqrt(square+w.epsilon)*w.values[gain][i] + w.values[shift][i]
	}
	return out
}

// window is a place with its neighbours, zeros beyond the ends.
func window(x [][]float64, at, n int) []float64 {
	var out []float64
	for k := at - (n-1)/2; k < at-(n-1)/2+n; k++ {
		if k < 0 || k >= len(x) {
			out = append(out, make([]float64, len(x[0]))...)
		} else {
			out = append(out, x[k]...)
		}
	}
	return out
}

func (w *written) layer(x [][]float64, n, layer int) [][]float64 {
	out := make([][]float64, len(x))
	for i := range x {
		y := w.times(window(x, i, n), fmt.Sprintf("w%d_%d", layer, n))
		out[i] = plus(positive(plus(y, w.values[fmt.Sprintf("b%d_%d", layer, n)])), x[i])
	}
	return out
}

func (w *written) encode(text string) []float64 {
	dim, width := w.shape.dim, w.shape.width
	var features, projected [][]float64
	for _, id := range w.cut(text) {
		row := w.values["table"][int(id)*dim:][:dim]
		features = append(features, append([]float64{}, row...))
		x := plus(w.times(row, "proj"), w.values["proj_b"])
		projected = append(projected, w.norm(x, "proj_g", "proj_h"))
	}
	for b, n := range []int{2, 3, 5} {
		var x [][]float64
		for _, row := range projected {
			x = append(x, row[b*width:(b+1)*width])
		}
		for i, row := range w.layer(w.layer(x, n, 1), n, 2) {
			features[i] = append(features[i], row...)
		}
	}
	total := make([]float64, len(features[0]))
	strongest := make([]float64, w.shape.strongest)
	for i := range strongest {
		strongest[i] = math.Inf(-1)
	}
	for _, row := range features {
		row = w.norm(row, "ln_g", "ln_h")
		total = plus(total, row)
		for c, v := range w.times(row, "max") {
			strongest[c] = max(strongest[c], v)
		}
	}
	count := float64(len(features))
	mean := w.times(total, "mean")
	for c := range mean {
		mean[c] = (mean[c] + count*w.values["mean_b"][c]) / math.Sqrt(count)
	}
	y := positive(plus(w.times(mean, "p1"), w.times(positive(w.times(mean, "d0")), "d1")))
	z := plus(w.times(y, "p3"), w.times(positive(w.times(y, "d2")), "d3"))
	square := 0.0
	for i := range z {
		z[i] = math.Tanh(z[i])
		square += z[i] * z[i]
	}
	for i := range z {
		z[i] /= math.Sqrt(max(square, w.epsilon))
	}
	for c, v := range strongest {
		z = append(z, math.Tanh(v+w.values["max_b"][c]))
	}
	return z
}
