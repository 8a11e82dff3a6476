package place

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// townByName is the town of that name: the home region's before others, then the biggest.
func (f *Finder) townByName(name string) *entry {
	first, rest, _ := strings.Cut(lower(name), " ")
	var best *entry
	for _, x := range f.forms[first] {
		if x.rest != rest || x.e.kind != kindTown || x.e.low != lower(name) {
			continue
		}
		if best == nil || x.e.home && !best.home || x.e.home == best.home && x.e.population > best.population {
			best = x.e
		}
	}
	return best
}

// lines are a list's lines without comments.
func lines(list string) []string {
	var out []string
	for line := range strings.SplitSeq(list, "\n") {
		line, _, _ = strings.Cut(line, "#")
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

func (f *Finder) lists() {
	f.ambiguous()
	f.nicknames()
	for _, line := range lines(partsList) {
		if field := strings.Split(line, "|"); len(field) == 3 {
			f.parts(f.townByName(strings.TrimSpace(field[0])), field[1], field[2])
		}
	}
	f.knownStreets()
	for _, line := range lines(streetsList) {
		for name := range strings.FieldsSeq(line) {
			f.streets[streetStem(lower(name))], f.listed[lower(name)] = true, true
		}
	}
}

// ambiguous marks the towns whose names mean something else too.
func (f *Finder) ambiguous() {
	levels := map[string]doubt{"[everyday]": everyday, "[words]": wordlike, "[names]": namesake}
	level := everyday
	for _, line := range lines(ambiguousList) {
		if section, ok := levels[line]; ok {
			level = section
			continue
		}
		for name := range strings.FieldsSeq(line) {
			for _, x := range f.forms[lower(name)] {
				if x.rest == "" && x.e.kind == kindTown {
					x.e.needsCue, x.e.doubt = true, level
				}
			}
		}
	}
}

// nicknames makes towns known by what people call them.
func (f *Finder) nicknames() {
	for _, line := range lines(nicknamesList) {
		name, stands, _ := strings.Cut(line, "=")
		name, capital := strings.CutSuffix(strings.TrimSpace(name), "!")
		town := f.townByName(strings.TrimSpace(stands))
		if town == nil || strings.EqualFold(name, town.name) || !f.region && f.townByName(name) != nil {
			continue
		}
		nick := *town
		nick.needsCue, nick.capital = false, capital
		if name == "Че" { // also «чё»: only after a preposition, and never declined
			nick.needsCue = true
			f.add(&nick, []string{name})
			continue
		}
		f.add(&nick, caseForms(strings.ReplaceAll(name, ".", "")))
	}
}

// parts makes the districts and the neighbourhoods of a town known, both parted by commas.
func (f *Finder) parts(town *entry, districts, neighbourhoods string) {
	if town == nil {
		return
	}
	for name := range strings.SplitSeq(districts, ",") {
		if name = strings.TrimSpace(name); name != "-" {
			f.cityDistrict(name, town)
		}
	}
	for name := range strings.SplitSeq(neighbourhoods, ",") {
		name, cue := strings.CutSuffix(strings.TrimSpace(name), "?")
		if name == "" {
			continue
		}
		e := &entry{name: name, kind: kindPart, home: town.home, needsCue: cue, town: town, population: town.population}
		for _, x := range f.forms[lower(name)] {
			if x.e.kind == kindPart && x.e.low == lower(name) {
				x.e.shared, e.shared = true, true
			}
		}
		f.add(e, caseForms(name))
	}
}

// centres makes the centres of the home region's districts known that are no towns; without one, those whose names the
// country has once.
func (f *Finder) centres(home string) {
	times := map[string]int{}
	if home == "" {
		times = centresByName()
	}
	for _, line := range lines(centresList) {
		code, rest, _ := strings.Cut(line, ": ")
		if home != "" && code != home {
			continue
		}
		for pair := range strings.SplitSeq(rest, ", ") {
			adjective, name, _ := strings.Cut(pair, " ")
			name, cue := strings.CutSuffix(name, "?")
			if home == "" && (cue || times[name] > 1 || f.hardlyOne(name) || f.townByName(name) != nil) {
				continue
			}
			e := &entry{name: name, kind: kindCentre, home: true, needsCue: cue, whole: adjective + " район"}
			f.add(e, caseForms(name))
		}
	}
}

// centresByName counts how many districts are led by a settlement of each name.
func centresByName() map[string]int {
	times := map[string]int{}
	for _, line := range lines(centresList) {
		_, rest, _ := strings.Cut(line, ": ")
		for pair := range strings.SplitSeq(rest, ", ") {
			_, name, _ := strings.Cut(pair, " ")
			times[strings.TrimSuffix(name, "?")]++
		}
	}
	return times
}

// hardlyOne: a short name, an adjective or one that others than the centre have in the country.
func (f *Finder) hardlyOne(name string) bool {
	low := lower(name)
	stem, _ := hamletCouncil.Cut(low)
	return length(low) < shortestTagged || strings.HasSuffix(low, "вка") || f.hamlets[stem] == several ||
		length(low) < longAdjective && (adjectiveLike(low) || strings.HasSuffix(low, "ое"))
}

// own reads the region's own places.
func (f *Finder) own(text string) error {
	if !utf8.ValidString(text) {
		return errors.New("the file is not UTF-8: save it again in that encoding")
	}
	breaks := strings.NewReplacer("\ufeff", "", "\r\n", "\n", "\r", "\n")
	for n, line := range strings.Split(breaks.Replace(text), "\n") {
		line, _, _ = strings.Cut(line, "#")
		if strings.TrimSpace(line) == "" {
			continue
		}
		name, whole, _ := strings.Cut(line, "\t")
		whole, what, _ := strings.Cut(strings.TrimSpace(whole), "\t")
		name, whole, what = strings.TrimSpace(name), strings.TrimSpace(whole), strings.TrimSpace(what)
		switch {
		case name == "" || whole == "":
			return fmt.Errorf("line %d: write the name, a tab and its municipality; other signs do not part them", n+1)
		case !f.ownPlace(name, whole, what):
			return fmt.Errorf("line %d: it has more than a name and its municipality, parted by one tab; behind "+
				"another tab only микрорайон, посёлок or район may say what the name is", n+1)
		}
	}
	return nil
}

// ownPlace takes in a line of the region's own file; false: nobody knows what the name is.
func (f *Finder) ownPlace(name, whole, what string) bool {
	switch lower(what) {
	case "", "микрорайон":
		f.add(&entry{name: name, kind: kindOwn, home: true, whole: whole}, caseForms(name))
	case "поселок", "село", "деревня":
		f.add(&entry{name: name, kind: kindCentre, home: true, whole: whole}, caseForms(name))
	case "район", "округ":
		f.ownDistrict(name, whole)
	default:
		return false
	}
	return true
}

// ownDistrict makes a district known by its name of today, «Примерный муниципальный округ», and by its older one, which
// is its municipality. Both may be the same.
func (f *Finder) ownDistrict(today, municipality string) {
	e := &entry{name: municipality, kind: kindDistrict, home: true, today: today}
	for _, name := range []string{today, municipality} {
		adjective, _, _ := strings.Cut(name, " ")
		stem, ok := adjectiveStem(lower(adjective))
		if !ok {
			continue
		}
		if old := f.districts[stem]; old != nil && old.name == municipality {
			for _, forms := range f.forms { // towns that lie in it
				for _, x := range forms {
					if x.e.home && x.e.today != "" && x.e.today == old.today {
						x.e.today = today
					}
				}
			}
		}
		f.districts[stem] = e
	}
}
