package place

import (
	"cmp"
	"slices"
	"strings"
)

// okrugs are the districts of the register that have become муниципальные округа since: region → adjectives, * for all
// and a hyphen before those that are not meant by it.
type okrugs map[string][]string

func readOkrugs() okrugs {
	o := okrugs{}
	for _, line := range lines(okrugsList) {
		if region, adjectives, ok := strings.Cut(line, ":"); ok {
			o[region] = strings.Fields(adjectives)
		}
	}
	return o
}

// today is the name that the district of a region bears today.
func (o okrugs) today(region, adjective string) string {
	changed := o[region]
	if slices.Contains(changed, adjective) ||
		slices.Contains(changed, "*") && !slices.Contains(changed, "-"+adjective) {
		return adjective + " муниципальный округ"
	}
	return adjective + " район"
}

// today is the district of today that a place lies in or is.
func (f *Finder) today(p *Place) string {
	if district := cmp.Or(f.districtToday(p.District), f.districtToday(p.Municipality)); district != "" {
		return district
	}
	town := f.townByName(p.Municipality)
	switch {
	case town == nil:
		return ""
	case town.today == "" && strings.HasSuffix(p.Part, " район"):
		return p.Part + " " + town.genitive
	}
	return town.today
}

// District is the district of today that a municipality of this name lies in or is; empty: it lies in none.
func (f *Finder) District(municipality string) string {
	return f.today(&Place{Municipality: municipality})
}

// districtToday is the name of today of a district that a register or its own name of today names; empty: no district.
func (f *Finder) districtToday(name string) string {
	adjective, _, _ := strings.Cut(name, " ")
	stem, ok := adjectiveStem(lower(adjective))
	if d := f.districts[stem]; ok && d != nil && (name == d.name || name == d.today) {
		return d.today
	}
	if strings.HasSuffix(name, " район") || strings.HasSuffix(name, " округ") {
		return name
	}
	return ""
}
