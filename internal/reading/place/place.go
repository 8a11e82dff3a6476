// Package place finds where a message is about: the municipality and, when said, the settlement, the street and the
// house, in normal form and with reasons. It knows the registers of regions, districts and towns and a few lists of its
// own; it reads one text and remembers nothing. It must not know of channels, threads or stores.
package place

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"otklik/internal/smallfile"
	"otklik/internal/text/wordlist"
)

// Options say where places are looked for.
type Options struct {
	// Region is the region's name, «Челябинская область»: its places come first, those of other regions need a cue.
	// Empty: the whole country.
	Region string
	// File names the region's own places, one a line: name, tab, municipality. The name is found in every case,
	// wherever it stands; # begins a comment. Empty: none.
	File string
}

// Place is where a message is about. The zero value: nothing is known.
type Place struct {
	// Municipality is the town, the village or, where no settlement is named, the district: «Челябинск», «Бакал»,
	// «Харино», «Сосновский район». Empty: the text names none and there is no fallback.
	Municipality string
	// District is the district that a town or village of Municipality lies in, where the text says so or only one is
	// possible.
	District string
	// Today is the district by the name that it bears today, «Порецкий муниципальный округ», of whatever lies in one or
	// is one; of a town that is a district of its own, the administrative district that the text says: «Ленинский район
	// Челябинска». Messages are counted by it, while Municipality keeps the register's name.
	Today string
	// Part is the part of a town: its administrative district («Ленинский район») or neighbourhood («Чурилово»).
	Part string
	// Settlement is a village or settlement that is no town; where its municipality is a town, the town is
	// Municipality.
	Settlement string
	// Street with its kind where said: «улица Труда», «Комсомольский проспект», «Ленина»; a crossing: «Ленина / Мира».
	Street string
	// House: «12», «12а», «12/3», «12к1»; several: «12, 14, 16».
	House string
	// Assumed is true where the text itself names no municipality: it is the fallback or the region's capital.
	Assumed bool
	// Reasons say in Russian what the place was known by.
	Reasons []string
}

type kind uint8

const (
	kindTown     kind = iota
	kindDistrict      // a municipal district
	kindPart          // a neighbourhood
	kindInner         // an administrative district of a city
	kindOwn           // a line of the region's own file
	kindCentre        // a village or settlement that leads a district of the home region
)

// entry is a place that can be named.
type entry struct {
	name       string
	low        string // the name in lower case, where it has forms
	kind       kind
	home       bool // lies in the configured region, or none is configured
	needsCue   bool // the name is also a word or a person's name
	doubt      doubt
	shared     bool // a part or a district: others have the name too
	capital    bool // found only when written with a capital letter
	population int
	region     string
	town       *entry // of a part
	whole      string // municipality of a kindOwn, district of a kindCentre
	today      string // a district by its name of today, or that which a town lies in; empty: it lies in none
	genitive   string // of a town's name
}

// doubt says how often the name of an entry that needs a cue means something else.
type doubt uint8

const (
	everyday doubt = iota // a word or a given name: «Победа», «Владимир»
	wordlike              // a rarer word, a surname or an adjective: «Клин», «Чехов»
	namesake              // a name of other places too: «Дубна»
)

// form is one name in one case.
type form struct {
	e    *entry
	rest string // words after the first, joined by a space
	loc  bool   // may stand after a preposition of place
}

// Finder finds places. It never changes after New and may be used from several goroutines.
type Finder struct {
	forms      map[string][]form   // first word of a form → forms
	districts  map[string]*entry   // stem of the adjective → district
	inner      map[string][]*entry // stem of the adjective → districts of cities
	adjectives map[string]*entry   // stem of an adjective made from a town's name → town
	several    map[string]bool     // those that towns of different names share
	councils   map[string]string
	hamlets    map[string]string // without a region: stems of settlements → the district of one, or several
	streets    map[string]bool   // stems of streets that most towns have
	listed     map[string]bool   // their names as they stand without the word улица
	known      map[string]*entry // keys of streets that one town is known by → that town; nil: several are
	capital    string            // the region's chief town; empty where a street alone says nothing
	region     bool              // a region is configured
}

// ErrRegion says that the region's name stands in no register.
var ErrRegion = errors.New("the region is not known")

// New loads the places. It fails where the region is not known or its file cannot be read or has a line without a tab.
func New(o Options) (*Finder, error) {
	region := strings.TrimSpace(o.Region)
	f := &Finder{
		forms: make(map[string][]form, 9000), districts: make(map[string]*entry, 2500),
		inner: map[string][]*entry{}, adjectives: make(map[string]*entry, 1500),
		several:  map[string]bool{},
		councils: map[string]string{}, hamlets: map[string]string{},
		streets: map[string]bool{}, listed: map[string]bool{},
		known: map[string]*entry{}, region: region != "",
	}
	l := &loading{
		f: f, towns: map[string]*entry{}, largest: map[string]*entry{}, councils: f.councils,
		lying: map[string][]*entry{}, okrugs: readOkrugs(),
	}
	if err := l.registers(region); err != nil {
		return nil, err
	}
	f.lists()
	f.centres(l.home)
	if chief := l.largest[l.home]; chief != nil && !ledFromOutside[l.home] {
		f.capital = chief.name
	}
	if o.File == "" {
		return f, nil
	}
	data, err := smallfile.Read(o.File, smallfile.List)
	if err != nil {
		return nil, fmt.Errorf("read the region's own places: %w", err)
	}
	if err := f.own(string(data)); err != nil {
		return nil, fmt.Errorf("read the region's own places %s: %w", o.File, err)
	}
	return f, nil
}

// ledFromOutside are regions whose chief towns are regions of their own: those around Moscow and Saint Petersburg.
var ledFromOutside = map[string]bool{"46": true, "41": true}

// add makes a place known by its forms, the nominative first.
func (f *Finder) add(e *entry, forms []string) {
	var seen []string
	put := func(text string, loc bool) {
		if slices.Contains(seen, text) {
			return
		}
		seen = append(seen, text)
		first, rest, _ := strings.Cut(text, " ")
		f.forms[first] = append(f.forms[first], form{e: e, rest: rest, loc: loc})
	}
	e.low = lower(e.name)
	for _, name := range forms {
		low := lower(name)
		put(low, true)
		if strings.Contains(low, "-") {
			put(strings.ReplaceAll(low, "-", " "), true)
		} else if strings.Contains(low, " ") {
			put(strings.ReplaceAll(low, " ", "-"), true)
		}
	}
}

// district makes a district known, by its name of today besides.
func (f *Finder) district(adjective, today string, home bool) {
	stem, ok := adjectiveStem(lower(adjective))
	if !ok {
		return
	}
	old := f.districts[stem]
	if old == nil || !old.home && home {
		f.districts[stem] = &entry{
			name: adjective + " район", kind: kindDistrict, home: home, today: today, shared: old != nil,
		}
		return
	}
	old.shared = true
	if home && old.today != today { // two of one name, and nothing tells which is meant
		old.today = old.name
	}
}

func (f *Finder) cityDistrict(adjective string, city *entry) {
	stem, ok := adjectiveStem(lower(adjective))
	if !ok {
		return
	}
	for _, old := range f.inner[stem] {
		if old.town == city {
			return
		}
	}
	f.inner[stem] = append(f.inner[stem], &entry{
		name: adjective + " район", kind: kindInner, home: city.home, town: city, population: city.population,
	})
}

func (f *Finder) adjective(adjective string, town *entry) {
	if stem, ok := adjectiveStem(lower(adjective)); ok {
		old := f.adjectives[stem]
		f.share(stem, old, town)
		if old == nil || !old.home && town.home {
			f.adjectives[stem] = town
		}
	}
}

// share notes a stem that two towns of different names have.
func (f *Finder) share(stem string, old, town *entry) {
	if old != nil && old.name != town.name {
		f.several[stem] = true
	}
}

// townAdjectives are the regular adjectives of towns: ends are endings of a name, cut is left out of it.
var townAdjectives = []struct {
	name string
	ends wordlist.Endings
	cut  wordlist.Endings
	add  string
}{
	{"Копейск, копейский", wordlist.Endings{"ск", "цк"}, nil, ""},
	{"Саратов, саратовский", wordlist.Endings{"ов", "ев", "ин", "рад", "бург"}, nil, "ск"},
	{"Самара, самарский", wordlist.Endings{"ово", "ево", "ино", "ма", "ра", "да"}, wordlist.Endings{"о", "а"}, "ск"},
	{"Казань, казанский", wordlist.Endings{"ань", "ень", "рмь", "рь"}, wordlist.Endings{"ь"}, "ск"},
}

// adjectiveOfTown knows a town by its regular adjective: that of the home region before others, then the biggest.
func (f *Finder) adjectiveOfTown(e *entry) {
	if strings.ContainsAny(e.low, " -") {
		return
	}
	for _, a := range townAdjectives {
		if !a.ends.End(e.low) {
			continue
		}
		stem, _ := a.cut.Cut(e.low)
		stem += a.add
		old := f.adjectives[stem]
		f.share(stem, old, e)
		if old == nil || !old.home && e.home || old.home == e.home && old.population < e.population {
			f.adjectives[stem] = e
		}
		return
	}
}
