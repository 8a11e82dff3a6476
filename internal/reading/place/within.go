package place

// Within is where a text is about that names no municipality of its own, as p of Find says, but something within one: a
// street or a part of a town. It is the municipality that the comment which the text answers names or, where it names
// none, the post; one that is named beside others does not count. «Там» stands for the place of the comment. It is p
// where neither tells, or where the text names a street that one town is known by.
func (f *Finder) Within(p Place, text, answered, post string) Place {
	local := p.Street != "" || p.Part != ""
	if p.Municipality != "" && !p.Assumed || f.townOfStreet(p.Street) != nil ||
		!local && !(answered != "" && points(text)) {
		return p
	}
	municipality := f.alone(answered)
	if municipality == "" && local {
		municipality = f.alone(post)
	}
	if municipality == "" {
		return p
	}
	within := f.Find(text, municipality)
	within.Reasons = append(within.Reasons, "назван рядом: "+municipality)
	return within
}

// points: «там» opens a sentence, or «же» stands behind it.
func points(text string) bool {
	r := pool.Get().(*reading)
	defer pool.Put(r)
	r.words = scan(text, r.words[:0])
	for i := range r.words {
		if r.words[i].low == "там" && (r.words[i].gap == '.' || r.words.at(i-1).name || r.words.at(i+1).low == "же") {
			return true
		}
	}
	return false
}

// alone is the municipality that a text names surely and beside no other; empty where there is none.
func (f *Finder) alone(text string) string {
	if text == "" {
		return ""
	}
	r := pool.Get().(*reading)
	defer pool.Put(r)
	*r = reading{f: f, words: scan(text, r.words[:0]), candidates: r.candidates[:0], villages: r.villages[:0]}
	r.streets = f.streetsOf(r.words)
	r.read()
	var p Place
	r.choose(&p)
	if p.Assumed {
		return ""
	}
	for i := range r.villages {
		if p.Settlement != "" && r.villages[i].name != p.Settlement {
			return ""
		}
	}
	for i := range r.candidates {
		c := &r.candidates[i]
		switch {
		case c.name == p.Municipality && (c.score < sure || c.away):
			return ""
		case c.name != p.Municipality && c.name != p.District && c.score >= hardlyNamed && p.Settlement == "":
			return ""
		}
	}
	return p.Municipality
}
