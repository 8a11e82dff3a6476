package place

import (
	"slices"
	"strings"
)

// settle decides between what was found.
func (r *reading) settle(p *Place) {
	var best, district *candidate
	for i := range r.candidates {
		c := &r.candidates[i]
		c.score += 0.4 * float64(min(c.times-1, 3))
		if c.kind == kindDistrict {
			if district == nil || c.score > district.score {
				district = c
			}
			continue
		}
		if best == nil || c.score > best.score {
			best = c
		}
	}
	if best != nil && r.fallback != "" && best.name != r.fallback && best.score < 2.5 {
		best = nil
	}
	if best != nil && district != nil && (best.score < 1 || best.kind == kindInner && district.at < best.at && best.score < 3 || district.score > best.score+1) {
		best = nil
	}
	if len(r.villages) > 0 && (r.villages[0].noun != "" || best == nil || best.score < 2) {
		r.inVillage(p, best, district)
		return
	}
	switch {
	case best != nil:
		p.Municipality, p.Part = best.name, best.part
		p.Reasons = append(p.Reasons, best.reason)
	case district != nil:
		p.Municipality, p.District = district.name, district.name
		p.Reasons = append(p.Reasons, district.reason)
	case r.fallback != "":
		p.Municipality, p.Assumed = r.fallback, true
		p.Reasons = append(p.Reasons, "по умолчанию")
	case p.Street != "" && r.f.capital != "":
		p.Municipality, p.Assumed = r.f.capital, true
		p.Reasons = append(p.Reasons, "улица без города: предположительно "+r.f.capital)
	}
	if p.Part == "" && len(r.parts) > 0 {
		p.Part = r.parts[0]
	}
}

// inVillage settles a text that names a settlement which is no town.
func (r *reading) inVillage(p *Place, best, district *candidate) {
	v := r.villages[0]
	p.Settlement = v.name
	p.Reasons = append(p.Reasons, v.reason)
	urban := urbanNoun(v.noun)
	switch {
	case district != nil:
		p.Municipality, p.District = v.name, district.name
		p.Reasons = append(p.Reasons, district.reason)
	case best != nil && (urban || best.kind == kindInner || best.kind == kindPart):
		p.Municipality, p.Part = best.name, v.name
		p.Reasons = append(p.Reasons, best.reason)
	default:
		p.Municipality = v.name
		if d := r.f.council(v.name); d != "" {
			p.District = d
		} else if strings.Contains(r.fallback, "район") || strings.Contains(r.fallback, "округ") {
			p.District = r.fallback
		} else if r.fallback != "" {
			p.Municipality, p.Part, p.Assumed = r.fallback, v.name, true
			p.Reasons = append(p.Reasons, "по умолчанию")
		}
	}
}

// council is the district whose council is named like the settlement; "" where none or several are.
func (f *Finder) council(name string) string {
	for _, base := range bases(lower(name)) {
		if d := f.councils[base]; d != "" {
			return d + " район"
		}
	}
	return ""
}

// chiefTown understands «областной центр», «столица края».
func (r *reading) chiefTown(i int) {
	if r.f.capital == "" {
		return
	}
	own := i > 0 && slices.Contains([]string{"областной", "областном", "областного", "краевой", "краевом", "республиканский"}, r.words[i-1].low)
	if strings.HasPrefix(r.words[i].low, "столиц") && i+1 < len(r.words) {
		own = slices.Contains([]string{"региона", "области", "края", "республики"}, r.words[i+1].low)
	}
	if own {
		r.claim(candidate{name: r.f.capital, score: 2, at: i, reason: "областной центр"})
	}
}
