package place

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
)

// registers holds facts of the public registers (ФИАС, ОКТМО as of 2019) as lines of fields between tabs: R region
// code, name, genitive, prepositional; T town: region, code, name, population, five cases (empty = as the name); D
// district: region, code, adjective; U urban district named after a town: region, code, name; O one of its own:
// likewise; I district inside a city: region, code, name; C rural or urban settlement: region, name, district's
// adjective.
//
//go:embed data/places.tsv.gz
var registers []byte

//go:embed lists/parts.txt
var partsList string

//go:embed lists/nicknames.txt
var nicknamesList string

//go:embed lists/ambiguous.txt
var ambiguousList string

//go:embed lists/centres.txt
var centresList string

//go:embed lists/streets.txt
var streetsList string

//go:embed lists/known-streets.txt
var knownStreetsList string

//go:embed lists/okrugs.txt
var okrugsList string

func unpack() ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(registers))
	if err != nil {
		return nil, fmt.Errorf("unpack the built-in places: %w", err)
	}
	data := bytes.NewBuffer(make([]byte, 0, unpackedSize()+bytes.MinRead))
	if _, err := data.ReadFrom(z); err != nil {
		return nil, fmt.Errorf("unpack the built-in places: %w", err)
	}
	return data.Bytes(), nil
}

// unpackedSize is what the last four bytes of a gzip file say, so that memory is taken once.
func unpackedSize() int {
	if len(registers) < 4 {
		return 0
	}
	return int(min(binary.LittleEndian.Uint32(registers[len(registers)-4:]), 1<<24))
}

// loading is what is only needed while a Finder is filled.
type loading struct {
	f        *Finder
	home     string              // the region's code; empty = the whole country
	towns    map[string]*entry   // first five digits of the code → its biggest town
	largest  map[string]*entry   // region → its biggest town
	councils map[string]string   // base of a settlement's name → district's adjective, of the home region
	lying    map[string][]*entry // first five digits of the code → its towns
	okrugs   okrugs
}

func (l *loading) registers(region string) error {
	data, err := unpack()
	if err != nil {
		return err
	}
	var faults error
	for line := range strings.SplitSeq(string(data), "\n") {
		if line == "" || line[0] == 'C' && l.home != "" && !strings.HasPrefix(line[2:], l.home+"\t") {
			continue
		}
		if line[0] == 'C' && l.home == "" {
			l.hamlet(line)
			continue
		}
		if err := l.line(strings.Split(line, "\t"), region); err != nil {
			faults = err
			break
		}
	}
	if faults == nil && region != "" && l.home == "" {
		return fmt.Errorf("%w: %q; write it as in «Челябинская область»", ErrRegion, region)
	}
	return faults
}

// line takes in a line of the registers.
func (l *loading) line(field []string, region string) error {
	switch field[0] {
	case "R":
		if region != "" && sameRegion(field[2], region) {
			l.home = field[1]
		}
	case "T":
		return l.town(field)
	case "D":
		today := l.okrugs.today(field[1], field[3])
		l.f.district(field[3], today, l.isHome(field[1]))
		for _, town := range l.lying[field[2][:5]] {
			town.today = today
		}
	case "U":
		if town := l.towns[field[2][:5]]; town != nil {
			l.f.adjective(field[3], town)
		}
	case "O":
		l.okrug(field)
	case "I":
		if city := l.towns[field[2][:5]]; city != nil {
			l.f.cityDistrict(field[3], city)
		}
	case "C":
		l.council(field[2], field[3])
	}
	return nil
}

// council notes a settlement that has a council of its own, by the bases of its name. A base that two districts have
// tells neither.
func (l *loading) council(name, district string) {
	for _, base := range bases(lower(name)) {
		if known, taken := l.councils[base]; !taken {
			l.councils[base] = district
		} else if known != district {
			l.councils[base] = ""
		}
	}
}

func (l *loading) isHome(code string) bool { return l.home == "" || l.home == code }

// sameRegion compares names of regions loosely: «Татарстан» is «Республика Татарстан».
func sameRegion(name, wanted string) bool {
	name, wanted = lower(name), lower(wanted)
	if plainRegion(name) != plainRegion(wanted) {
		return false
	}
	kray, republic := strings.Contains(wanted, "край"), strings.Contains(wanted, "республика")
	return !(republic && strings.Contains(name, "край")) && !(kray && strings.Contains(name, "республика"))
}

// regionKinds are left out of a region's name in this order.
var regionKinds = []string{
	"республика", "автономный округ", "автономная область", "область", "край", " - кузбасс", " - югра", " - алания",
	"/якутия/", "(якутия)", "обл.", "город ", "г. ",
}

func plainRegion(low string) string {
	low = strings.NewReplacer("—", "-", "–", "-").Replace(low)
	for _, cut := range regionKinds {
		low = strings.ReplaceAll(low, cut, "")
	}
	return strings.Join(strings.FieldsFunc(low, func(r rune) bool { return r == ' ' || r == '-' }), " ")
}

func (l *loading) town(field []string) error {
	population, err := strconv.Atoi(field[4])
	if err != nil {
		population = 0
	}
	if len(field) != 10 {
		return fmt.Errorf("the built-in places have a broken line for %q", field[3])
	}
	e := &entry{name: field[3], kind: kindTown, home: l.isHome(field[1]), population: population, region: field[1]}
	if e.genitive = field[5]; e.genitive == "" {
		e.genitive = e.name
	}
	l.lying[districtCode(field[2])] = append(l.lying[districtCode(field[2])], e)
	forms := []string{field[3]}
	for _, form := range field[5:] {
		if form != "" {
			forms = append(forms, form)
		}
	}
	if misdeclined(field[3], forms) {
		forms = caseForms(field[3])
		e.genitive = forms[1]
	}
	if plural(field[3], forms) {
		stem := strings.TrimSuffix(field[3], "и")
		forms = append(forms, stem+"ей", stem+"ям", stem+"ями", stem+"ях")
	}
	// The register declines the first half too, or not at all: Катава-Ивановска.
	if strings.ContainsAny(field[3], "- ") {
		forms = append(forms, caseForms(field[3])...)
	}
	l.f.add(e, forms)
	if old := l.towns[field[2][:5]]; old == nil || old.population < population {
		l.towns[field[2][:5]] = e
	}
	if old := l.largest[field[1]]; old == nil || old.population < population {
		l.largest[field[1]] = e
	}
	l.f.adjectiveOfTown(e)
	return nil
}

// districtCode is the code of the district that a town lies in: towns of some regions bear the codes of an older
// register, which has a 5 where that of districts has a 6.
func districtCode(town string) string {
	if town[2] == '5' {
		return town[:2] + "6" + town[3:5]
	}
	return town[:5]
}

// misdeclined: the register declines Чусовой like a noun, and Верхотурье not at all.
func misdeclined(name string, forms []string) bool {
	noun := strings.HasSuffix(name, "ой") && !strings.HasSuffix(name, "строй") && len(forms) > 1
	return noun && strings.HasSuffix(forms[1], "оя") || len(forms) == 1 && strings.HasSuffix(name, "ье")
}

// plural: the register declines the name not at all, people say it like a noun in the plural: Касли, в Каслях. A form
// that nobody uses («в Сочах») does no harm.
func plural(name string, forms []string) bool {
	return len(forms) == 1 && strings.HasSuffix(name, "и") && !strings.ContainsAny(name, "- ")
}

// okrug is an urban district without a town of its own: a closed settlement, or a former district.
func (l *loading) okrug(field []string) {
	name := field[3]
	if district, ok := strings.CutSuffix(name, " район"); ok {
		l.f.district(district, name, l.isHome(field[1]))
		return
	}
	if strings.HasSuffix(name, "ский") || strings.HasSuffix(name, "цкий") {
		l.f.district(name, name+" район", l.isHome(field[1]))
		return
	}
	e := &entry{name: name, kind: kindTown, home: l.isHome(field[1]), region: field[1], needsCue: true, doubt: wordlike}
	l.f.add(e, caseForms(name))
}
