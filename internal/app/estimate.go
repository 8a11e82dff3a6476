package app

import "math"

// Estimate is a share that a sample tells, with the bounds within which it lies in 95 cases of 100.
type Estimate struct {
	// Judged are the messages that people decided about, Found those of them that are what is asked for, Of how many
	// messages they stand for.
	Judged, Found, Of int
	Share, Low, High  float64 // 0 to 1; meaningless where nothing was judged
}

// Count is a share of the messages that the sample stands for.
func (e Estimate) Count(share float64) int { return int(math.Round(share * float64(e.Of))) }

// stratum is a part of the messages from which some were drawn.
type stratum struct {
	size, judged, found int
}

// normal is the bound of the standard normal distribution for 95 of 100.
const normal = 1.959964

// estimate joins the strata of which something was judged: each counts by its size. The bounds are Wilson's interval in
// its form for strata (Yan and Su, 2010), which for a single one is Wilson's own: right for small samples and for rare
// things, of which a sample may hold none.
func estimate(strata []stratum) (e Estimate) {
	var known []stratum
	for _, s := range strata {
		e.Judged, e.Found = e.Judged+s.judged, e.Found+s.found
		if s.judged > 0 {
			known = append(known, s)
			e.Of += s.size
		}
	}
	if e.Of == 0 {
		return e
	}
	// The confidence of each stratum is such that all together have the one that is wanted. Its width depends on
	// itself a little, so that it is found in steps.
	z := normal
	for range 10 {
		squares, sum := 0.0, 0.0
		for _, s := range known {
			_, spread := s.wilson(z)
			width := s.weight(e.Of) * spread
			squares, sum = squares+width*width, sum+width
		}
		z = normal * math.Sqrt(squares) / sum
	}
	for _, s := range known {
		middle, spread := s.wilson(z)
		weight := s.weight(e.Of)
		e.Share += weight * float64(s.found) / float64(s.judged)
		e.Low += weight * (middle - z*spread)
		e.High += weight * (middle + z*spread)
	}
	// What was seen is certain, on either side.
	least, most := float64(e.Found)/float64(e.Of), 1-float64(e.Judged-e.Found)/float64(e.Of)
	e.Low, e.High = max(least, min(e.Low, e.Share)), min(most, max(e.High, e.Share))
	return e
}

func (s stratum) weight(all int) float64 { return float64(s.size) / float64(all) }

// wilson is the middle of Wilson's interval and how far its ends lie from there, for each unit of z. Where all of a
// stratum were judged nothing is left to chance.
func (s stratum) wilson(z float64) (middle, spread float64) {
	n, k := float64(s.judged), float64(s.found)
	middle = (k + z*z/2) / (n + z*z)
	spread = math.Sqrt(k*(n-k)/n+z*z/4) / (n + z*z)
	if s.size > s.judged {
		left := math.Sqrt(float64(s.size-s.judged) / float64(max(s.size-1, 1)))
		return middle*left + k/n*(1-left), spread * left
	}
	return k / n, spread * 1e-9
}
