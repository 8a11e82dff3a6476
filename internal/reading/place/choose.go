package place

import (
	"cmp"
	"slices"
	"strings"
)

// Scores that decide between what was found.
const (
	againScore  = 0.4 // for each time more that a place is named, three at most
	againMost   = 3
	sure        = 2.0 // a town that is named outright
	overruling  = 2.5 // a place goes before the fallback
	hardlyNamed = 1.0
	surelyInner = 3.0 // a part of a city goes before the district that is named before it
)

// choose decides between what was found.
func (r *reading) choose(p *Place) {
	best, district := r.foremost()
	best, part := r.partOrTown(best)
	if best != nil && best.away && best.times == 1 {
		if town := r.townOfStreets(); town != nil && town.name != best.name {
			best = nil
		}
	}
	if best != nil && (r.elsewhereThan(best) || district != nil && best.yields(district)) {
		best = nil
	}
	if len(r.villages) > 0 && (r.villages[0].noun != "" || best == nil || best.score < sure) {
		r.inVillage(p, best, district)
		return
	}
	switch {
	case best != nil:
		p.Municipality, p.Part, p.District = best.name, best.part, best.whole
		if best.kind == kindCentre {
			p.Settlement = best.name
			if district != nil {
				p.District = district.name // the text knows which one it means
			}
		}
		p.Reasons = append(p.Reasons, best.reason)
	case district != nil:
		p.Municipality, p.District = district.name, district.name
		p.Reasons = append(p.Reasons, district.reason)
	case r.fallback != "":
		p.assume(r.fallback)
	case r.townOfStreets() != nil:
		p.Municipality, p.Assumed = r.townOfStreets().name, true
		p.Reasons = append(p.Reasons, "по улице: предположительно "+p.Municipality)
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

func (p *Place) assume(fallback string) {
	p.Municipality, p.Assumed = fallback, true
	p.Reasons = append(p.Reasons, "по умолчанию")
}

// foremost are the surest district and the surest of all other places, the first of equals.
func (r *reading) foremost() (best, district *candidate) {
	for i := range r.candidates {
		c := &r.candidates[i]
		c.score += againScore * float64(min(c.times-1, againMost))
		which := &best
		if c.kind == kindDistrict {
			which = &district
		}
		if *which == nil || c.score > (*which).score {
			*which = c
		}
	}
	return best, district
}

// partOrTown gives a neighbourhood up where the text or the fallback names another town. A name that many towns have is
// then the part of that town.
func (r *reading) partOrTown(best *candidate) (_ *candidate, part string) {
	if best == nil || best.kind != kindPart {
		return best, ""
	}
	town := r.otherTown(best)
	switch {
	case !best.common:
		return cmp.Or(town, best), ""
	case town != nil || r.fallback != "" && best.name != r.fallback:
		return town, best.part
	}
	return best, ""
}

// elsewhereThan: the place is not where the channel is, and not named so surely that it goes before that.
func (r *reading) elsewhereThan(c *candidate) bool {
	return r.fallback != "" && c.name != r.fallback && c.whole != r.fallback && c.score < overruling
}

// yields: the district is rather meant than the place.
func (c *candidate) yields(district *candidate) bool {
	return c.score < hardlyNamed || district.score > c.score+1 ||
		c.kind == kindInner && district.at < c.at && c.score < surelyInner
}

// otherTown is the town that the text names besides a neighbourhood of another: any where the neighbourhood's name is a
// common one, else one that is named more surely.
func (r *reading) otherTown(part *candidate) (best *candidate) {
	for i := range r.candidates {
		c := &r.candidates[i]
		if c.kind != kindTown || c.name == part.name || c.score < sure || !part.common && c.score <= part.score {
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
	v := &r.villages[0]
	p.Municipality, p.Settlement = v.name, v.name
	p.Reasons = append(p.Reasons, v.reason)
	switch {
	case district != nil:
		p.District = district.name
		p.Reasons = append(p.Reasons, district.reason)
		return
	case best != nil && best.kind == kindCentre && v.noun != "":
		p.District = cmp.Or(v.whole, r.f.council(v.name), best.whole)
		return
	case best != nil && (best.kind == kindInner || best.kind == kindPart || urbanNoun(v.noun)):
		p.Municipality, p.Part = best.name, v.name
		p.Reasons = append(p.Reasons, best.reason)
		return
	}
	p.District = cmp.Or(r.f.council(v.name), v.whole)
	switch {
	case p.District != "" || r.fallback == "":
	case strings.Contains(r.fallback, "район") || strings.Contains(r.fallback, "округ"):
		p.District = r.fallback
	default:
		p.Part = v.name
		p.assume(r.fallback)
	}
}

var (
	chiefAdjectives = []string{"областной", "областном", "областного", "краевой", "краевом", "республиканский"}
	wholes          = []string{"региона", "области", "края", "республики"}
	// undergrounds are the chief towns that alone of their region have one.
	undergrounds = []string{"Казань", "Самара", "Нижний Новгород", "Новосибирск", "Екатеринбург"}
)

// chiefTown understands «областной центр», «столица края».
func (r *reading) chiefTown(i int) {
	own := slices.Contains(chiefAdjectives, r.words.at(i-1).low)
	for _, of := range []string{r.words.at(i + 1).low, r.words.at(i+1).low + " " + r.words.at(i+2).low} {
		town := r.f.townByName(capitals[of])
		if town != nil && town.home && strings.HasPrefix(r.words[i].low, "столиц") {
			score := sure
			if r.personal(i) || r.saidBehind(i+1, lived) || r.saidBehind(i+2, lived) {
				score++
			}
			r.claim(candidate{name: town.name, score: score, at: int32(i), reason: "столица: " + of})
			return
		}
	}
	if strings.HasPrefix(r.words[i].low, "столиц") && i+1 < len(r.words) {
		own = slices.Contains(wholes, r.words[i+1].low)
	}
	if own && r.f.capital != "" {
		r.claim(candidate{name: r.f.capital, score: 2, at: int32(i), reason: "областной центр"})
	}
}

// metro: in most regions that have one, only the chief town has an underground.
func (r *reading) metro(i int) {
	next := r.words.at(i + 1)
	if next.cap && next.gap != '.' && slices.Contains(undergrounds, r.f.capital) {
		r.claim(candidate{name: r.f.capital, score: 1, at: int32(i),
			reason: "метро есть только в городе " + r.f.capital})
	}
}
