package place

import (
	"strings"
	"unicode/utf8"

	"otklik/internal/text/wordlist"
)

// districtAdjective is where the adjective stands before the word район (or округ) at i; below 0: there is none.
func (r *reading) districtAdjective(i int) int {
	w, k := &r.words[i], i-1
	before := r.words.at(k)
	switch {
	case strings.HasPrefix(w.low, "он"): // р.он
		if before.low != "р" || !before.point {
			return -1
		}
		k--
	case w.gap == '.' && k >= 0 && !before.point:
		return -1
	}
	for wordsOfKind.Begin(r.words.at(k).low) {
		k--
	}
	return k
}

// longAdjective is from how many letters on a district's adjective is known in small letters in the whole country.
const longAdjective = 13

// wordsOfKind may stand between a district's adjective and the word for it.
var wordsOfKind = wordlist.Beginnings{"муниципальн", "городск"}

// district reads the adjective before the word район (or округ) at i: a municipal district, or one inside a city.
func (r *reading) district(i int) {
	k := r.districtAdjective(i)
	a := r.words.at(k)
	stem, ok := adjectiveStem(a.low)
	if !ok || a.used {
		return
	}
	preposed, own := r.words.at(k-1).is(preposition), r.personal(k)
	bonus := 0.0
	if own {
		bonus++
	}
	if preposed {
		bonus += 0.5
	}
	if r.elsewhere(k) {
		bonus--
	}

	f, all := r.f, r.f.inner[stem]
	if town := f.ofAdjective(stem); town != nil && (town.home || a.cap) && strings.HasPrefix(r.words[i].low, "округ") {
		r.claim(candidate{
			name: town.name, score: 2.5 + bonus, at: int32(k), reason: "назван округ города " + town.name,
		})
		return
	}
	d := f.districtOf(stem)
	here := d != nil && d.home && f.region
	if inner := r.inner(stem, i+1); inner != nil && !here {
		r.claimInner(inner, 2.2+bonus, k)
		return
	}
	switch {
	case here, d != nil && (a.cap && f.region && preposed && own ||
		(a.cap || length(a.low) >= longAdjective) && !f.region && len(all) == 0):
		r.claimDistrict(d, 2+bonus, k, "назван "+d.name)
	case a.cap && len(all) > 0: // of which town, the text or the fallback says
		r.parts = append(r.parts, all[0].name)
	}
}

// districtOf is the district with an adjective of that stem, «нязепетровкий» with its с left out too. In the whole
// country a word of every day is none.
func (f *Finder) districtOf(stem string) *entry {
	if !f.region && broad[stem] {
		return nil
	}
	d := f.districts[stem]
	if cut, found := strings.CutSuffix(stem, "к"); found && d == nil {
		d = f.districts[cut+"ск"]
	}
	return d
}

// ofAdjective is the town that an adjective of that stem tells. In the whole country one that several towns have, or a
// word of every day, tells none.
func (f *Finder) ofAdjective(stem string) *entry {
	if !f.region && (f.several[stem] || broad[stem]) {
		return nil
	}
	return f.adjectives[stem]
}

func (r *reading) claimDistrict(d *entry, score float64, at int, reason string) {
	r.claim(candidate{name: d.name, kind: kindDistrict, score: score, at: int32(at), reason: reason})
}

func (r *reading) claimInner(e *entry, score float64, at int) {
	r.claim(candidate{name: e.town.name, kind: kindInner, score: score, at: int32(at), part: e.name,
		reason: e.name + " — часть города " + e.town.name})
}

// inner is the district inside a city that is meant, which ends before the word behind: of
// the city that is named right behind it, of one that the text has named already, of the fallback, or of the home
// region's biggest. Without any of these it is nobody's.
func (r *reading) inner(stem string, behind int) *entry {
	var biggest *entry
	all := r.f.inner[stem]
	for _, e := range all {
		if r.townAt(behind, e.town.name) {
			return e
		}
	}
	for _, e := range all {
		if e.town.name == r.fallback || r.claimed(e.town.name) {
			return e
		}
		if r.f.region && e.home && (biggest == nil || e.population > biggest.population) {
			biggest = e
		}
	}
	if biggest != nil {
		return biggest
	}
	if d := r.f.districts[stem]; len(all) == 1 && !r.f.region && !broad[stem] && (d == nil || !d.shared) {
		return all[0]
	}
	for _, e := range all {
		if r.namesTown(e.town.name) {
			return e
		}
	}
	return nil
}

// claimed: the text has named the town already.
func (r *reading) claimed(town string) bool {
	for i := range r.candidates {
		if c := &r.candidates[i]; c.name == town && c.kind != kindInner {
			return true
		}
	}
	return false
}

// namesTown: the name of the town stands somewhere in the text, and not as that of a street.
func (r *reading) namesTown(town string) bool {
	for i := range r.words {
		if !r.words[i].used && r.townAt(i, town) {
			return true
		}
	}
	return false
}

// townAt: the name of the town begins at word i.
func (r *reading) townAt(i int, town string) bool {
	for _, x := range r.f.forms[r.words.at(i).low] {
		if x.e.kind == kindTown && x.e.name == town && r.length(x, i) > 0 {
			return true
		}
	}
	return false
}

// adjective understands «копейским чиновникам» and «в Сосновском» without the noun.
func (r *reading) adjective(i int) bool {
	w, next := &r.words[i], r.words.at(i+1)
	stem, ok := adjectiveStem(w.low)
	if !ok || !relational.End(stem) || next.gap == ' ' && strings.HasPrefix(next.low, "област") {
		return false
	}
	town := r.f.ofAdjective(stem)
	switch {
	case town != nil && town.home && next.gap == ' ' && ofTown.Begin(next.low):
		r.claim(candidate{
			name: town.name, score: 1.2, at: int32(i), reason: "«" + w.orig + "» — о городе " + town.name,
		})
		return true
	case !r.f.region, !w.cap && broad[stem], !strings.HasSuffix(w.low, "ом"):
		return false
	case !r.words.at(i - 1).is(preposition), !r.alone(i):
		return false
	}
	if d := r.f.districts[stem]; d != nil && d.home {
		r.claimDistrict(d, 1.5, i, "«"+w.orig+"» — "+d.name)
		return true
	}
	e := r.inner(stem, i+1)
	if e != nil {
		r.claimInner(e, 1.5, i)
	}
	return e != nil
}

// relational are endings of the stems of adjectives that places give: копейский.
var relational = wordlist.Endings{"ск", "цк"}

// alone: no noun that the adjective could belong to follows.
func (r *reading) alone(i int) bool {
	next := r.words.at(i + 1)
	switch {
	case next.gap != ' ':
		return true
	case next.cap || next.digit:
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(next.low)
	return next.is(standsAlone) || !strings.ContainsRune("еиуюхм", last)
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
