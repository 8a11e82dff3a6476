package encoder

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// written is a small encoder of random weights, and the file that holds it.
type written struct {
	shape   shape
	pieces  []string
	scores  []float32
	unknown float64
	most    int
	rules   map[string]string // of the normalisation
	epsilon float64
	values  map[string][]float64 // of the dense tensors and the table, row after row
	tensors []writtenTensor
}

// shape is how many numbers there are of each kind; the real ones are multiples of 16, small ones are not.
type shape struct{ dim, width, strongest, mean, d0, first, d2, last int }

var (
	odd  = shape{dim: 5, width: 3, strongest: 7, mean: 18, d0: 4, first: 6, d2: 9, last: 11}
	even = shape{dim: 32, width: 64, strongest: 48, mean: 64, d0: 16, first: 80, d2: 32, last: 128}
)

type writtenTensor struct {
	Name  string `json:"name"`
	Type  string `json:"type"`
	Shape []int  `json:"shape"`
	At    int    `json:"at"`
	data  []byte
}

func write(s shape, seed uint64) *written {
	w := &written{shape: s, unknown: -20, most: 12, epsilon: 1e-6, values: map[string][]float64{}}
	w.pieces, w.scores = smallPieces()
	w.rules = smallRules()
	random := rand.New(rand.NewPCG(seed, 0))
	texts := []byte{}
	for _, p := range w.pieces {
		texts = append(append(texts, p...), 0)
	}
	w.add("pieces", "u8", texts, len(texts))
	w.add("scores", "f32", singles(w.scores), len(w.scores))
	rules := charsmapOf(w.rules)
	w.add("charsmap", "u8", rules, len(rules))
	w.addTable(random)
	features := s.dim + 3*s.width
	for _, m := range []struct {
		name          string
		rows, columns int
	}{
		{"proj", s.dim, 3 * s.width},
		{"w1_2", 2 * s.width, s.width}, {"w2_2", 2 * s.width, s.width},
		{"w1_3", 3 * s.width, s.width}, {"w2_3", 3 * s.width, s.width},
		{"w1_5", 5 * s.width, s.width}, {"w2_5", 5 * s.width, s.width},
		{"max", features, s.strongest}, {"mean", features, s.mean},
		{"d0", s.mean, s.d0}, {"p1", s.mean, s.first}, {"d1", s.d0, s.first},
		{"d2", s.first, s.d2}, {"p3", s.first, s.last}, {"d3", s.d2, s.last}, {"head_w", s.strongest + s.last, 3},
	} {
		w.addHalves(random, m.name, m.rows, m.columns)
	}
	for _, v := range []struct {
		name   string
		n      int
		around float64
	}{
		{"proj_b", 3 * s.width, 0}, {"proj_g", 3 * s.width, 1}, {"proj_h", 3 * s.width, 0},
		{"b1_2", s.width, 0}, {"b2_2", s.width, 0}, {"b1_3", s.width, 0}, {"b2_3", s.width, 0},
		{"b1_5", s.width, 0}, {"b2_5", s.width, 0}, {"ln_g", features, 1}, {"ln_h", features, 0},
		{"max_b", s.strongest, 0}, {"mean_b", s.mean, 0}, {"head_b", 3, 0},
	} {
		w.addSingles(random, v.name, v.n, v.around)
	}
	return w
}

func singles(values []float32) []byte {
	data := []byte{}
	for _, v := range values {
		data = binary.LittleEndian.AppendUint32(data, math.Float32bits(v))
	}
	return data
}

func (w *written) add(name, kind string, data []byte, shape ...int) {
	w.tensors = append(w.tensors, writtenTensor{Name: name, Type: kind, Shape: shape, data: data})
}

// addHalves adds random numbers of 16 bits, small ones (subnormal) and zeros among them.
func (w *written) addHalves(random *rand.Rand, name string, rows, columns int) {
	data := []byte{}
	for range rows * columns {
		exponent, mantissa, sign := random.IntN(4)+10, random.IntN(1024), random.IntN(2)
		value := math.Ldexp(1+float64(mantissa)/1024, exponent-15)
		if random.IntN(20) == 0 {
			exponent, value = 0, math.Ldexp(float64(mantissa)/1024, -14)
		}
		if sign == 1 {
			value = -value
		}
		data = binary.LittleEndian.AppendUint16(data, uint16(sign<<15|exponent<<10|mantissa))
		w.values[name] = append(w.values[name], value)
	}
	w.add(name, "f16", data, rows, columns)
}

func (w *written) addSingles(random *rand.Rand, name string, n int, around float64) {
	values := make([]float32, n)
	for i := range values {
		values[i] = float32(around + random.NormFloat64()*0.2)
		w.values[name] = append(w.values[name], float64(values[i]))
	}
	w.add(name, "f32", singles(values), n)
}

func (w *written) addTable(random *rand.Rand) {
	n := len(w.pieces)
	data := make([]byte, n*w.shape.dim)
	scale, low := make([]float32, n), make([]float32, n)
	for r := range n {
		scale[r], low[r] = random.Float32()/100, -random.Float32()
		for i := range w.shape.dim {
			b := byte(random.IntN(256))
			data[r*w.shape.dim+i] = b
			w.values["table"] = append(w.values["table"], float64(b)*float64(scale[r])+float64(low[r]))
		}
	}
	w.add("table", "u8", data, n, w.shape.dim)
	w.add("table_scale", "f32", singles(scale), n)
	w.add("table_low", "f32", singles(low), n)
}

func (w *written) meta() map[string]any {
	return map[string]any{"pieces": len(w.pieces), "unknown_score": w.unknown, "longest_piece": 16,
		"epsilon": w.epsilon, "max_pieces": w.most, "heads": []string{"three"}}
}

// file is what the encoder opens.
func (w *written) file(t testing.TB) []byte { return fileOf(t, w.meta(), w.tensors) }

func fileOf(t testing.TB, meta any, tensors []writtenTensor) []byte {
	t.Helper()
	tensors = slices.Clone(tensors)
	var body []byte
	for i := range tensors {
		tensors[i].At = len(body)
		body = append(body, tensors[i].data...)
		body = append(body, make([]byte, -len(body)&63)...)
	}
	header, err := json.Marshal(map[string]any{"meta": meta, "tensors": tensors})
	if err != nil {
		t.Fatal(err)
	}
	return fileWith(header, body)
}

func fileWith(header, body []byte) []byte {
	file := binary.LittleEndian.AppendUint32([]byte("OTKENC01"), uint32(len(header)))
	file = append(file, header...)
	file = append(file, make([]byte, -len(file)&63)...)
	return append(file, body...)
}

// smallPieces are some that meet each other in many ways; the first three are the encoder's own.
func smallPieces() ([]string, []float32) {
	scored := []struct {
		piece string
		score float32
	}{
		{"<unk>", 0}, {"<s>", 0}, {"</s>", 0}, {"▁", -3}, {"а", -4}, {"б", -5}, {"в", -5.5}, {"аб", -8}, {"▁аб", -7},
		{"бв", -9.5}, {"абв", -13.5}, {"▁вода", -9}, {"вода", -10}, {"вод", -9}, {"ы", -4.5}, {"▁нет", -6}, {"нет", -7},
		{"ё", -6}, {"й", -6}, {"!", -3}, {"!!", -5}, {"!!!", -6}, {"1", -4}, {"2", -4}, {"12", -7}, {"fi", -9}, {"f", -8},
		{"i", -8}, {"ә", -9}, {"ң", -9}, {"хәер", -12}, {"😡", -9}, {"😡😡", -12}, {"д", -5}, {"о", -4}, {"н", -5}, {"е", -4},
		{"т", -4}, {"р", -5}, {"у", -5}, {"в▁а", -11}, {"日", -11},
	}
	var pieces []string
	var scores []float32
	for _, s := range scored {
		pieces, scores = append(pieces, s.piece), append(scores, s.score)
	}
	return pieces, scores
}

// smallRules are some of the real ones of each kind: one to one, to several, of several, to a space, to nothing.
func smallRules() map[string]string {
	return map[string]string{
		"\u0435\u0308": "ё", "\u0438\u0306": "й", "\ufb01": "fi", "１": "1", "２": "2", "ｆ": "f", "\u00ad": "", "\u200b": " ",
		"\t": " ", "\n": " ", "\r": " ", "\u00a0": " ", "\u3000": " ", "\u0001": "", "\u00bd": "1\u20442", "\u00a8": " \u0308",
		"\ufeff": "", "…": "...", "№": "No", "\ufdfa": "صلى الله عليه وسلم", "A": "а", "\u0000": "",
	}
}

// charsmapOf writes rules as darts-clone does: where each node's children can lie is tried one place after another.
func charsmapOf(rules map[string]string) []byte {
	var texts bytes.Buffer
	values := map[string]uint32{}
	for from, to := range rules {
		values[from] = uint32(texts.Len())
		texts.WriteString(to + "\x00")
	}
	units := []uint32{1 << 31}
	used := map[uint32]bool{0: true}
	bases := map[uint32]bool{} // of two nodes with one, each would have the other's children
	var place func(node uint32, prefix string)
	place = func(node uint32, prefix string) {
		labels := map[byte]bool{}
		for from := range rules {
			if len(from) > len(prefix) && from[:len(prefix)] == prefix {
				labels[from[len(prefix)]] = true
			}
		}
		value, leaf := values[prefix]
		base := uint32(1)
		for free := false; !free; base++ {
			free = !bases[base] && (!leaf || !used[base])
			for label := range labels {
				free = free && !used[base^uint32(label)]
			}
			if free {
				break
			}
		}
		bases[base] = true
		for uint32(len(units)) <= base|255 {
			units = append(units, 1<<31) // led to by no byte
		}
		if units[node] |= (node ^ base) << 10; leaf {
			used[base] = true
			units[node] |= 1 << 8
			units[base] = value | 1<<31
		}
		for label := range labels {
			used[base^uint32(label)] = true
			units[base^uint32(label)] = uint32(label)
		}
		for label := range labels {
			place(base^uint32(label), prefix+string([]byte{label}))
		}
	}
	units[0] = 0
	place(0, "")
	data := binary.LittleEndian.AppendUint32(nil, uint32(4*len(units)))
	for _, u := range units {
		data = binary.LittleEndian.AppendUint32(data, u)
	}
	return append(data, texts.Bytes()...)
}
