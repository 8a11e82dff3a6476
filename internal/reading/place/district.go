package place

import (
	"strings"
	"unicode/utf8"
)

func districtWord(low string) bool {
	switch low {
	case "район", "района", "районе", "району", "районом", "р-н", "р-на", "р-не", "р-ну", "р-он", "р-она", "р-оне", "он", "она", "оне", "округ", "округа", "округе", "округу":
		return true
	}
	return false
}

// district reads the adjective before the word район (or округ) at i: a municipal district, or one inside a city.
func (r *reading) district(i int) {
	w := &r.words[i]
	k := i - 1
	if strings.HasPrefix(w.low, "он") { // р.он
		if k < 0 || r.words[k].low != "р" || !r.words[k].point {
			return
		}
		k--
	}
	if w.gap == '.' && k == i-1 && k >= 0 && !r.words[k].point {
		return
	}
	for k >= 0 && (strings.HasPrefix(r.words[k].low, "муниципальн") || strings.HasPrefix(r.words[k].low, "городск")) {
		k--
	}
	if k < 0 || r.words[k].used {
		return
	}
	a := &r.words[k]
	stem, ok := adjectiveStem(a.low)
	if !ok {
		return
	}
	okrug := strings.HasPrefix(w.low, "округ")
	bonus := 0.0
	if r.personal(k) {
		bonus++
	}
	if before := r.prev(k, 1); preposition(before) {
		bonus += 0.5
	}
	if r.elsewhere(k) {
		bonus -= 1
	}
	d := r.f.districts[stem]
	if d == nil {
		if cut, found := strings.CutSuffix(stem, "к"); found { // «нязепетровкий»: the с left out
			d = r.f.districts[cut+"ск"]
		}
	}
	town := r.f.adjectives[stem]
	if okrug && town != nil && (town.home || a.cap) {
		r.claim(candidate{name: town.name, score: 2.5 + bonus, at: int32(k), reason: "назван округ города " + town.name})
		return
	}
	if inner := r.inner(stem); inner != nil && !(d != nil && d.home && r.f.region) {
		r.claim(candidate{name: inner.town.name, kind: kindInner, score: 2.2 + bonus, at: int32(k), part: inner.name, reason: inner.name + " — часть города " + inner.town.name})
		return
	}
	if d != nil && (d.home && r.f.region || a.cap && (!r.f.region && len(r.f.inner[stem]) == 0 || r.f.region && preposition(r.prev(k, 1)) && r.personal(k))) {
		r.claim(candidate{name: d.name, kind: kindDistrict, score: 2 + bonus, at: int32(k), reason: "назван " + d.name})
		return
	}
	if len(r.f.inner[stem]) > 0 && a.cap { // of which town, the text or the fallback says
		r.parts = append(r.parts, r.f.inner[stem][0].name)
	}
}

// inner is the district inside a city that is meant: of a city the text has named already, of the fallback, or of the
// home region's biggest. Without any of these it is nobody's.
func (r *reading) inner(stem string) *entry {
	var best *entry
	all := r.f.inner[stem]
	for _, e := range all {
		if e.town.name == r.fallback {
			return e
		}
		for _, c := range r.candidates {
			if c.name == e.town.name && c.kind != kindInner {
				return e
			}
		}
		if r.f.region && e.home && (best == nil || e.population > best.population) {
			best = e
		}
	}
	if best == nil && len(all) == 1 {
		best = all[0]
	}
	if best == nil || r.f.region && !best.home {
		for _, e := range all { // named later in the text
			for i := range r.words {
				for _, x := range r.f.forms[r.words[i].low] {
					if x.e.kind == kindTown && x.e.name == e.town.name && x.rest == "" {
						return e
					}
				}
			}
		}
	}
	if best != nil && r.f.region && !best.home {
		return nil
	}
	return best
}

// adjective understands «копейским чиновникам» and «в Сосновском» without the noun.
func (r *reading) adjective(i int) bool {
	w := &r.words[i]
	stem, ok := adjectiveStem(w.low)
	if !ok || !strings.HasSuffix(stem, "ск") && !strings.HasSuffix(stem, "цк") {
		return false
	}
	if i+1 < len(r.words) && r.words[i+1].gap == ' ' && strings.HasPrefix(r.words[i+1].low, "област") {
		return false
	}
	if town := r.f.adjectives[stem]; town != nil && town.home && i+1 < len(r.words) && r.words[i+1].gap == ' ' && ofTown(r.words[i+1].low) {
		r.claim(candidate{name: town.name, score: 1.2, at: int32(i), reason: "«" + w.orig + "» — о городе " + town.name})
		return true
	}
	if !r.f.region || !w.cap && (broad[stem] || stem == "") || !preposition(r.prev(i, 1)) || !strings.HasSuffix(w.low, "ом") || !r.alone(i) {
		return false
	}
	if d := r.f.districts[stem]; d != nil && d.home {
		r.claim(candidate{name: d.name, kind: kindDistrict, score: 1.5, at: int32(i), reason: "«" + w.orig + "» — " + d.name})
	} else if e := r.inner(stem); e != nil {
		r.claim(candidate{name: e.town.name, kind: kindInner, score: 1.5, at: int32(i), part: e.name, reason: e.name + " — часть города " + e.town.name})
	} else {
		return false
	}
	return true
}

// broad are adjectives that say much besides the name of a district.
var broad = map[string]bool{"советск": true, "октябрьск": true, "московск": true, "российск": true, "городск": true, "сельск": true, "ленинградск": true, "заводск": true, "детск": true}

// alone: no noun that the adjective could belong to follows.
func (r *reading) alone(i int) bool {
	if i+1 >= len(r.words) || r.words[i+1].gap != ' ' {
		return true
	}
	next := r.words[i+1]
	if next.cap || next.digit {
		return false
	}
	switch next.low {
	case "все", "у", "тоже", "уже", "и", "вообще", "еще", "даже":
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(next.low)
	return !strings.ContainsRune("еиуюхм", last)
}

// ofTown: beginnings of nouns whose adjective names the town that they belong to.
func ofTown(low string) bool {
	for _, b := range [...]string{"администрац", "мэр", "глав", "власт", "чиновник", "дорог", "больниц", "депутат", "жител", "дум", "поликлиник", "школ", "двор", "улиц", "коммунальщик", "смог", "воздух", "водоканал", "гороно", "управляющ", "прокурату", "трамва", "автобус", "маршрут", "роддом", "градоначальник", "вокзал", "парк", "сквер"} {
		if strings.HasPrefix(low, b) {
			return true
		}
	}
	return false
}
