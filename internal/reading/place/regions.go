package place

import "strings"

// withoutPlaces are regions that the built-in registers (as of 2019) hold no places of: there the whole country is
// looked through, beside what reading.places names.
func withoutPlaces() []string {
	return []string{"Республика Крым", "Севастополь", "Донецкая Народная Республика", "Луганская Народная Республика",
		"Запорожская область", "Херсонская область"}
}

// Regions are the names of the country's regions. An error means that the built-in registers are broken.
func Regions() ([]string, error) {
	data, err := unpack()
	if err != nil {
		return nil, err
	}
	var names []string
	for line := range strings.Lines(string(data)) {
		if field := strings.Split(strings.TrimSpace(line), "\t"); field[0] == "R" && len(field) > 2 {
			names = append(names, field[2])
		}
	}
	return append(names, withoutPlaces()...), nil
}

// IsRegion reports whether a name is meant for one of the regions, as New takes it: «Татарстан» is «Республика
// Татарстан».
func IsRegion(name string, regions []string) bool {
	for _, r := range regions {
		if sameRegion(r, strings.TrimSpace(name)) {
			return true
		}
	}
	return false
}

// HasPlaces reports whether the registers hold places of a region.
func HasPlaces(region string) bool { return !IsRegion(region, withoutPlaces()) }
