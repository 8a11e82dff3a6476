package encoder

import "math"

// norm brings a row to the mean 0 and the variance 1, then to the trained ones.
type norm struct{ gain, shift []float32 }

func (n *norm) apply(x []float32, epsilon float32) {
	gain, shift := n.gain[:len(x)], n.shift[:len(x)]
	mean := sum(x) / float32(len(x))
	for i := range x {
		x[i] -= mean
	}
	root := float32(1 / math.Sqrt(float64(squares(x)/float32(len(x))+epsilon)))
	for i := range x {
		x[i] = x[i]*root*gain[i] + shift[i]
	}
}

// sum adds in four columns, which the processor does side by side.
func sum(x []float32) float32 {
	var a, b, c, d float32
	for ; len(x) >= 4; x = x[4:] {
		a += x[0]
		b += x[1]
		c += x[2]
		d += x[3]
	}
	for _, v := range x {
		a += v
	}
	return a + b + (c + d)
}

func squares(x []float32) float32 {
	var a, b, c, d float32
	for ; len(x) >= 4; x = x[4:] {
		a += x[0] * x[0]
		b += x[1] * x[1]
		c += x[2] * x[2]
		d += x[3] * x[3]
	}
	for _, v := range x {
		a += v * v
	}
	return a + b + (c + d)
}

func add(dst, src []float32) {
	src = src[:len(dst)]
	for i, x := range src {
		dst[i] += x
	}
}

func rectify(x []float32) {
	for i := range x {
		x[i] = max(x[i], 0)
	}
}

// rectifyAndAdd is what each layer of a branch ends with.
func rectifyAndAdd(x, bias, input []float32) {
	bias, input = bias[:len(x)], input[:len(x)]
	for i := range x {
		x[i] = max(x[i]+bias[i], 0) + input[i]
	}
}

func tanh(x float32) float32 { return float32(math.Tanh(float64(x))) }
