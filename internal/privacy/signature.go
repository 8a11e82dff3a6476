package privacy

import "strings"

// signature measures a sentence that is nothing but a name: «… Ковригина М.», «Жду ответа. Аделаида», «Ковригины,
// Садовая 4».
func (f *finder) signature(i int) int {
	if !f.opens(i) {
		return 0
	}
	t := f.tokens
	n, names, families, unknowns := 0, 0, 0, 0
	for n < 4 && i+n < len(t) && t[i+n].kind == word && (n == 0 || !t[i+n].line) {
		w := &t[i+n]
		if is, stop := f.initial(i + n); is && n > 0 {
			n++
			if stop {
				n++
			}
			continue
		}
		if !w.capital || w.facts&(common|street|role|org|town) != 0 && w.facts&(first|familySure) == 0 {
			return 0
		}
		switch {
		case w.facts&first != 0 && w.facts&nominative != 0 || patronymic(w):
			names++
		case w.family() && w.facts&(famous|noun|placename) == 0:
			families++
		case w.unknown(), w.shouted() && names > 0, w.shouted() && n == 0 && f.is(i+1, nominative):
			unknowns++
		default:
			return 0
		}
		n++
	}
	if names+families == 0 && (unknowns < 2 || unknowns != n) || !f.closes(i+n) {
		return 0
	}
	if (unknowns > 0 || names == 0) && f.houseBehind(i+n) {
		return 0
	}
	if n == 1 && families == 1 && genitiveLike(t[i].low) && (!f.sentence(i) || f.phraseOnly(i+1)) && !f.addressed(i+1) {
		return 0 // a street
	}
	if n == 1 && names == 1 && t[i].facts&everyday != 0 && t[i].facts&(ordinary|common) != 0 && !f.ends(i+n) {
		return 0
	}
	if names+families == 0 && (t[i].upper || f.ends(i+n) && i == 0) {
		return 0
	}
	return n
}

// addressed reports a comma at token k, a street behind it and its house: «Лыкова, Заречная 5».
func (f *finder) addressed(k int) bool {
	return k+2 < len(f.tokens) && f.tokens[k].sign == ',' && f.sentence(k-1) && f.tokens[k+1].kind == word &&
		(f.tokens[k+1].capital && f.houseBehind(k+2) || f.is(k+1, street) && f.tokens[k+1].low != "дом" &&
			f.tokens[k+1].letters > 1)
}

// phraseOnly reports that a phrase, but no sentence, ends before token k.
func (f *finder) phraseOnly(k int) bool {
	return !f.ends(k) && !f.tokens[k].line && strings.ContainsRune(",;-)", f.tokens[k].sign)
}

// sentence reports that a sentence or a line begins with word i.
func (f *finder) sentence(i int) bool {
	return i == 0 || f.tokens[i].line || strings.ContainsRune(".!?…", f.tokens[i-1].sign)
}

// closes reports that a sentence ends before token k, or that an address, an age or a telephone follows behind a comma.
func (f *finder) closes(k int) bool {
	if f.ends(k) || f.tokens[k].line {
		return true
	}
	t := &f.tokens[k]
	if t.kind != mark {
		return false
	}
	switch t.sign {
	case '.', '!', '?', '…', ')':
		return true
	case ',', ';', '-':
		if k+1 >= len(f.tokens) {
			return true
		}
		n := &f.tokens[k+1]
		return n.kind == number || n.kind == taken || n.kind == word && n.capital && n.facts&ordinary == 0 &&
			f.houseBehind(k+2) ||
			f.is(k+1, street|role|relative|cueflat|cuephone|town)
	}
	return false
}

// ends reports that the text ends at token k.
func (f *finder) ends(k int) bool { return k >= len(f.tokens) }
