package encoder

import "math"

// forward gives dst the numbers of the room's texts, one text after another. What a text becomes does not depend on the
// others.
func (t *trunk) forward(dst []float32, r *room) {
	t.fill(r)
	t.split(r)
	for i := range t.branches {
		t.branch(r, i)
	}
	features := t.features()
	r.texts.each(func(_ int, ids []int32, row int) {
		for k := range ids {
			t.featuresNorm.apply(r.features[(row+k)*features:][:features], t.epsilon)
		}
	})
	t.signs(dst, r)
	t.meaning(dst, r)
}

// inner is rows without the zeros at the beginning.
func inner(rows []float32, stride int) []float32 { return rows[gap*stride:] }

// fill looks up the vectors of the pieces.
func (t *trunk) fill(r *room) {
	features := t.features()
	r.features = sized(r.features, r.texts.rows()*features)
	r.texts.zeroGaps(r.features, features)
	r.texts.each(func(_ int, ids []int32, row int) {
		for k, id := range ids {
			t.look(r.features[(row+k)*features:][:t.dim], id)
		}
	})
}

// split makes of the vectors what each branch reads.
func (t *trunk) split(r *room) {
	rows, all := r.texts.rows(), branches*t.width
	r.projected = sized(r.projected, rows*all)
	t.project.multiply(inner(r.projected, all), all, inner(r.features, t.features()), t.features(), rows-2*gap)
	for i := range r.input {
		r.input[i] = sized(r.input[i], rows*t.width)
		r.texts.zeroGaps(r.input[i], t.width)
	}
	r.texts.each(func(_ int, ids []int32, row int) {
		for k := range ids {
			x := r.projected[(row+k)*all:][:all]
			add(x, t.projectBias)
			t.projectNorm.apply(x, t.epsilon)
			for i, input := range r.input {
				copy(input[(row+k)*t.width:][:t.width], x[i*t.width:])
			}
		}
	})
}

// branch writes into the features what a branch makes of the neighbours of each piece.
func (t *trunk) branch(r *room, i int) {
	b, input, width := &t.branches[i], r.input[i], t.width
	inside := r.texts.rows() - 2*gap
	r.hidden = sized(r.hidden, r.texts.rows()*width)
	b.first.multiply(inner(r.hidden, width), width, input[(gap-b.left)*width:], width, inside)
	r.texts.zeroGaps(r.hidden, width)
	r.texts.each(func(_ int, ids []int32, row int) {
		for k := range ids {
			at := (row + k) * width
			rectifyAndAdd(r.hidden[at:][:width], b.firstBias, input[at:][:width])
		}
	})
	features := t.features()
	out := r.features[t.dim+i*width:]
	b.second.multiply(out[gap*features:], features, r.hidden[(gap-b.left)*width:], width, inside)
	r.texts.each(func(_ int, ids []int32, row int) {
		for k := range ids {
			rectifyAndAdd(out[(row+k)*features:][:width], b.secondBias, r.hidden[(row+k)*width:][:width])
		}
	})
}

// signs are the strongest of any piece, behind what the text means.
func (t *trunk) signs(dst []float32, r *room) {
	columns := t.strongest.columns
	rows := r.texts.rows() - 2*gap
	r.signs = sized(r.signs, rows*columns)
	t.strongest.multiply(r.signs, columns, inner(r.features, t.features()), t.features(), rows)
	r.texts.each(func(text int, ids []int32, row int) {
		most := dst[text*t.size()+t.p3.columns:][:columns]
		copy(most, r.signs[(row-gap)*columns:])
		for k := 1; k < len(ids); k++ {
			for c, x := range r.signs[(row-gap+k)*columns:][:columns] {
				most[c] = max(most[c], x)
			}
		}
		for c, bias := range t.strongestBias {
			most[c] = tanh(most[c] + bias)
		}
	})
}

// meaning is the mean of the features, through two dense layers with a way around each.
func (t *trunk) meaning(dst []float32, r *room) {
	n, features := r.texts.count(), t.features()
	r.total = sized(r.total, n*features)
	clear(r.total)
	r.texts.each(func(text int, ids []int32, row int) {
		total := r.total[text*features:][:features]
		for k := range ids {
			add(total, r.features[(row+k)*features:][:features])
		}
	})
	r.mean = t.mean.into(r.mean, r.total)
	columns := t.mean.columns
	r.texts.each(func(text int, ids []int32, _ int) {
		count := float32(len(ids))
		root := float32(1 / math.Sqrt(float64(count)))
		mean := r.mean[text*columns:][:columns]
		for c, x := range mean {
			mean[c] = (x + count*t.meanBias[c]) * root
		}
	})
	r.first = r.around(r.first, r.mean, t.p1, t.d0, t.d1)
	rectify(r.first)
	r.last = r.around(r.last, r.first, t.p3, t.d2, t.d3)
	size := t.p3.columns
	for text := range n {
		out := dst[text*t.size():][:size]
		var square float32
		for c, x := range r.last[text*size:][:size] {
			out[c] = tanh(x)
			square += out[c] * out[c]
		}
		root := float32(1 / math.Sqrt(float64(max(square, t.epsilon))))
		for c := range out {
			out[c] *= root
		}
	}
}

// around is a dense layer of two steps and the way around it.
func (r *room) around(dst, src []float32, direct, in, out *Matrix) []float32 {
	dst = direct.into(dst, src)
	r.step = in.into(r.step, src)
	rectify(r.step)
	r.detour = out.into(r.detour, r.step)
	add(dst, r.detour)
	return dst
}

// into makes the products of rows that lie without gaps.
func (m *Matrix) into(dst, src []float32) []float32 {
	dst = sized(dst, len(src)/m.rows*m.columns)
	m.Multiply(dst, src)
	return dst
}
