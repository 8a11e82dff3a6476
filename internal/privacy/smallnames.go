package privacy

// smallPair reports «сабитов ербол», «у елены гатиной»: a surname that no list explains beside a first name, both in
// small
// letters or both in capitals.
func (f *finder) smallPair(i int) bool {
	p, next := &f.tokens[i], &f.tokens[i+1]
	if p.capital != next.capital || p.upper != next.upper || p.capital && !p.upper {
		return false
	}
	return p.smallGiven() && next.smallFamily() || next.smallGiven() && p.smallFamily()
}

// smallSigned reports a phrase of two words without capitals, a first name and one that no list explains: «чойгана
// куулар».
func (f *finder) smallSigned(i int) bool {
	p, next := &f.tokens[i], &f.tokens[i+1]
	if p.capital || next.capital || !f.opens(i) || !f.pauses(i+2) || p.letters < 3 || next.letters < 3 {
		return false
	}
	return p.smallGiven() && next.facts&^nameFacts == 0 && !verbal(next.low) ||
		next.smallGiven() && next.facts&nominative != 0 && p.facts&^nameFacts == 0 && !verbal(p.low)
}

// shouted reports a word in capitals that no list has and whose ending is none of a verb or an adjective.
func (t *token) shouted() bool {
	return t.kind == word && t.upper && t.letters > 2 && cyrillic(t) && t.facts&^nameFacts == 0 && !verbal(t.low) &&
		!endsWith(t.low, wordEnds)
}

// smallGiven reports a first name without a capital that is no other word.
func (t *token) smallGiven() bool {
	return t.facts&first != 0 && t.facts&(ordinary|common|noun|street|month) == 0 && t.letters > 2
}

// smallFamily reports a surname without a capital: its ending is one, and no list has the word.
func (t *token) smallFamily() bool {
	if t.kind != word || t.letters < 5 || t.latin || !cyrillic(t) || t.facts&^(nameFacts&^first) != 0 {
		return false
	}
	return onSurname(t.low) || endsWith(t.low, []string{"ский", "ская", "ской", "цкий", "цкая", "цкой", "штейн", "вич"})
}

// smallBehindPart reports «депутат заморин», «соседка бекоева» in small letters: both in the nominative, so that
// «оператор станков» is none.
func smallBehindPart(part, t *token) bool {
	if part.kind != word || part.facts&role == 0 || !t.smallFamily() {
		return false
	}
	if endsWith(part.low, []string{"ка", "ца", "ша"}) {
		return endsWith(t.low, []string{"ова", "ева", "ина", "дзе", "швили", "енко", "чук"})
	}
	return endsWith(part.low, []string{"д", "т", "р", "н", "к", "ц", "ь"}) &&
		endsWith(t.low, []string{"ин", "дзе", "швили", "енко", "чук"})
}

// smallFullName reports «я кулик никита аркадьевич», all in small letters: behind «я» any word may be a surname.
func (f *finder) smallFullName(i int) bool {
	t := f.tokens
	if i == 0 || i+2 >= len(t) || t[i].capital || t[i].letters < 3 ||
		t[i].facts&(common|role|relative|kin|first) != 0 || !f.near(i+2) {
		return false
	}
	b := &t[i-1]
	return b.kind == word && (b.low == "я" || b.low == "это" || b.facts&(intro|called) != 0) && !t[i+1].capital &&
		(t[i+1].facts&first != 0 || t[i+1].facts == 0) && patronymic(&t[i+2])
}
