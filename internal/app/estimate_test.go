package app

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestOneStratumHasWilsonsInterval(t *testing.T) {
	t.Parallel()
	// 2 of 40: Wilson's interval is 1.4 to 16.5 per cent (Agresti and Coull's tables); of a very large population.
	e := estimate([]stratum{{size: 1 << 30, judged: 40, found: 2}})
	if e.Share != 0.05 || math.Abs(e.Low-0.0138) > 0.0002 || math.Abs(e.High-0.1650) > 0.0002 {
		t.Errorf("%+v", e)
	}
	if e := estimate([]stratum{{size: 1 << 30, judged: 20}}); e.Low != 0 || math.Abs(e.High-0.1611) > 0.0002 {
		t.Errorf("none of 20: %+v", e)
	}
	if e := estimate([]stratum{{size: 20, judged: 20, found: 5}}); math.Abs(e.Low-0.25) > 1e-6 ||
		math.Abs(e.High-0.25) > 1e-6 {
		t.Errorf("all were judged: %+v", e)
	}
	if e := estimate(nil); e.Of != 0 || e.Judged != 0 {
		t.Errorf("%+v", e)
	}
	if e := estimate([]stratum{{size: 50}, {size: 10, judged: 5, found: 1}}); e.Of != 10 || e.Count(e.Share) != 2 {
		t.Errorf("a stratum without answers: %+v", e)
	}
}

// The interval holds the truth as often as it says, for rare things and strata of unequal sizes.
func TestTheIntervalHoldsTheTruth(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for _, c := range []struct {
		size, judged [2]int
		share        [2]float64
	}{{[2]int{5000, 300}, [2]int{30, 25}, [2]float64{0.02, 0.3}}, {[2]int{900, 200}, [2]int{20, 20},
		[2]float64{0.1, 0.5}}, {[2]int{4000, 100}, [2]int{60, 10}, [2]float64{0.005, 0.2}}} {
		held, tries := 0, 2000
		for range tries {
			var strata []stratum
			truth, all := 0.0, 0
			for n, size := range c.size {
				some := make([]bool, size)
				found := int(c.share[n] * float64(size))
				for i := range found {
					some[i] = true
				}
				random.Shuffle(size, func(i, j int) { some[i], some[j] = some[j], some[i] })
				s := stratum{size: size, judged: c.judged[n]}
				for _, is := range some[:s.judged] {
					if is {
						s.found++
					}
				}
				truth, all, strata = truth+float64(found), all+size, append(strata, s)
			}
			if e := estimate(strata); e.Low <= truth/float64(all) && truth/float64(all) <= e.High {
				held++
			}
		}
		if share := float64(held) / float64(tries); share < 0.93 {
			t.Errorf("%+v: the interval holds the truth in %.3f of cases", c, share)
		}
	}
}
