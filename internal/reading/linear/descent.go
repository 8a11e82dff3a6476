package linear

import (
	"context"
	"math"
	"math/rand/v2"
)

// squaredHinge learns one column by dual coordinate descent with shrinking (Hsieh et al., 2008, as in LIBLINEAR).
func squaredHinge(ctx context.Context, x *matrix, y, cost []float64, o Options) []float64 {
	n := x.rows()
	w := make([]float64, x.width)
	alpha := make([]float64, n)
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	random := rand.New(rand.NewPCG(o.Seed, 1))
	active := n
	upper := math.Inf(1)
	for range o.Rounds {
		if ctx.Err() != nil {
			return w
		}
		random.Shuffle(active, func(a, b int) { order[a], order[b] = order[b], order[a] })
		highest, lowest := math.Inf(-1), math.Inf(1)
		for s := 0; s < active; s++ {
			i := order[s]
			if cost[i] <= 0 {
				continue
			}
			diagonal := 0.5 / cost[i]
			g := y[i]*x.dot(i, w) - 1 + alpha[i]*diagonal
			projected := g
			if alpha[i] == 0 {
				if g > upper {
					active--
					order[s], order[active] = order[active], order[s]
					s--
					continue
				}
				projected = min(g, 0)
			}
			highest, lowest = max(highest, projected), min(lowest, projected)
			if math.Abs(projected) > 1e-12 {
				old := alpha[i]
				alpha[i] = max(alpha[i]-g/(x.square[i]+diagonal), 0)
				x.add(i, w, (alpha[i]-old)*y[i])
			}
		}
		if highest-lowest <= o.Tol {
			if active == n {
				break
			}
			active, upper = n, math.Inf(1)
			continue
		}
		upper = highest
		if upper <= 0 {
			upper = math.Inf(1)
		}
	}
	return w
}

// logistic learns one column by dual coordinate descent (Yu, Huang and Lin, 2011, as in LIBLINEAR). The weights are
// held near those of start; nil: near zero. Examples without a cost take no part.
func logistic(ctx context.Context, x *matrix, y, cost, start []float64, o Options) []float64 {
	n := x.rows()
	w := make([]float64, x.width)
	copy(w, start)
	alpha := make([]float64, 2*n)
	order := make([]int, n)
	for i := range order {
		order[i] = i
		alpha[2*i] = min(0.001*cost[i], 1e-8)
		alpha[2*i+1] = cost[i] - alpha[2*i]
		x.add(i, w, y[i]*alpha[2*i])
	}
	random := rand.New(rand.NewPCG(o.Seed, 2))
	inner := 1e-2
	for range o.Rounds {
		if ctx.Err() != nil {
			return w
		}
		random.Shuffle(n, func(a, b int) { order[a], order[b] = order[b], order[a] })
		steps, worst := 0, 0.0
		for _, i := range order {
			if cost[i] <= 0 {
				continue
			}
			a, b := x.square[i], y[i]*x.dot(i, w)
			one, two, sign := 2*i, 2*i+1, 1.0
			if 0.5*a*(alpha[two]-alpha[one])+b < 0 {
				one, two, sign = two, one, -1
			}
			old := alpha[one]
			z := old
			if cost[i]-z < 0.5*cost[i] {
				z *= 0.1
			}
			g := a*(z-old) + sign*b + math.Log(z/(cost[i]-z))
			worst = max(worst, math.Abs(g))
			k := 0
			for ; k <= 100 && math.Abs(g) >= inner; k++ {
				next := z - g/(a+cost[i]/(cost[i]-z)/z)
				if next <= 0 {
					z *= 0.1
				} else {
					z = next
				}
				g = a*(z-old) + sign*b + math.Log(z/(cost[i]-z))
				steps++
			}
			if k > 0 {
				alpha[one], alpha[two] = z, cost[i]-z
				x.add(i, w, sign*(z-old)*y[i])
			}
		}
		if worst < o.Tol {
			break
		}
		if steps <= n/10 {
			inner = max(1e-8, 0.1*inner)
		}
	}
	return w
}
