package place

import (
	"cmp"
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
	part := ""
	if best != nil && best.kind == kindPart {
		if town := r.otherTown(best); town != nil { // a town named outright goes before a neighbourhood
			if best.common {
				part = best.part
			}
			best = town
		} else if best.common && r.fallback != "" && best.name != r.fallback {
			part, best = best.part, nil
		}
	}
	if best != nil && r.fallback != "" && best.name != r.fallback && best.whole != r.fallback && best.score < 2.5 {
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
		p.Municipality, p.Part, p.District = best.name, best.part, best.whole
		if best.kind == kindCentre {
			p.Settlement = best.name
			if district != nil && district.name != best.whole {
				p.District = district.name // the text knows which one it means
			}
		}
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
	if p.Part == "" {
		p.Part = part
	}
	if p.Part == "" && len(r.parts) > 0 {
		p.Part = r.parts[0]
	}
}

// otherTown is the town that the text names besides a neighbourhood of another: any where the neighbourhood's name is a
// common one, else one that is named more surely.
func (r *reading) otherTown(part *candidate) *candidate {
	var best *candidate
	for i := range r.candidates {
		c := &r.candidates[i]
		if c.kind != kindTown || c.name == part.name || c.score < 2 || !part.common && c.score <= part.score {
			continue
		}
		if best == nil || c.score > best.score {
			best = c
		}
	}
	return best
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
	case best != nil && best.kind == kindCentre && v.noun != "":
		p.Municipality, p.District = v.name, cmp.Or(v.whole, r.f.council(v.name), best.whole)
	case best != nil && (urban || best.kind == kindInner || best.kind == kindPart):
		p.Municipality, p.Part = best.name, v.name
		p.Reasons = append(p.Reasons, best.reason)
	default:
		p.Municipality = v.name
		if d := cmp.Or(r.f.council(v.name), v.whole); d != "" {
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
		r.claim(candidate{name: r.f.capital, score: 2, at: int32(i), reason: "областной центр"})
	}
}

// metro: in most regions that have one, only the chief town has an underground.
func (r *reading) metro(i int) {
	if i+1 >= len(r.words) || !r.words[i+1].cap || r.words[i+1].gap == '.' {
		return
	}
	if slices.Contains([]string{"Казань", "Самара", "Нижний Новгород", "Новосибирск", "Екатеринбург"}, r.f.capital) {
		r.claim(candidate{name: r.f.capital, score: 1, at: int32(i), reason: "метро есть только в городе " + r.f.capital})
	}
}
