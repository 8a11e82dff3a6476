package place

import "strings"

// knownStreets notes the streets that one town is known by: of the home region or, without one, of the country.
func (f *Finder) knownStreets() {
	for _, line := range lines(knownStreetsList) {
		name, streets, _ := strings.Cut(line, ":")
		town := f.townByName(name)
		if town == nil || !town.home {
			continue
		}
		for street := range strings.SplitSeq(streets, ",") {
			key := knownKey(strings.TrimSpace(street))
			if !strings.Contains(key, " ") {
				f.streets[key] = true
			}
			if old, taken := f.known[key]; taken && old != town {
				f.known[key] = nil
			} else {
				f.known[key] = town
			}
		}
	}
}

// knownKey is a street's name with its kind, where the list has that, or what all forms of the name have in common.
func knownKey(street string) string {
	for word := range strings.FieldsSeq(lower(street)) {
		if streetKinds[word] != "" {
			return lower(street)
		}
	}
	return StreetKey(street)
}

// townOfStreets is the one town that the streets of the text are known by; nil: none or several.
func (r *reading) townOfStreets() (town *entry) {
	for i := range r.streets {
		switch t := r.f.townOfStreet(r.streets[i].name); {
		case t == nil || t == town:
		case town != nil:
			return nil
		default:
			town = t
		}
	}
	return town
}

// townOfStreet is the town that is known by a street or by one of a crossing; nil: none.
func (f *Finder) townOfStreet(street string) *entry {
	for name := range strings.SplitSeq(street, crossingSign) {
		for _, key := range [...]string{lower(name), StreetKey(name)} {
			if town := f.known[key]; town != nil {
				return town
			}
		}
	}
	return nil
}
