package privacy

// smallPair reports «сабитов ербол», «у елены гатиной»: a surname that no list explains beside a first name, both in
// small letters or both in capitals.
func (f *finder) smallPair(i int) bool {
	p, next := f.at(i), f.at(i+1)
	if p.capital != next.capital || p.upper != next.upper || p.capital && !p.upper {
		return false
	}
	return p.smallGiven() && next.smallFamily() || next.smallGiven() && p.smallFamily()
}

// smallSigned reports a phrase of two words without capitals, a first name and one that no list explains: «чойгана
// куулар».
func (f *finder) smallSigned(i int) bool {
	p, next := f.at(i), f.at(i+1)
	if p.capital || next.capital || !f.opens(i) || !f.pauses(i+2) || p.letters < 3 || next.letters < 3 {
		return false
	}
	noVerb := func(t *token) bool { return t.only(nameFacts) && !verbal(t.low) }
	return p.smallGiven() && noVerb(next) || next.smallGiven() && next.any(nominative) && noVerb(p)
}

// shouted reports a word in capitals that no list has and whose ending is none of a verb or an adjective.
func (t *token) shouted() bool {
	return t.kind == word && t.upper && t.letters > 2 && t.only(nameFacts) && cyrillic(t) && !verbal(t.low) &&
		!wordEnds.end(t.low)
}

// smallGiven reports a first name without a capital that is no other word.
func (t *token) smallGiven() bool {
	return t.any(first) && t.none(ordinary|common|noun|street|month) && t.letters > 2
}

var smallFamilyEnds = listOf("ский ская ской цкий цкая цкой штейн вич")

// smallFamily reports a surname without a capital: its ending is one, and no list has the word.
func (t *token) smallFamily() bool {
	if t.kind != word || t.letters < 5 || t.latin || !t.only(nameFacts&^first) || !cyrillic(t) {
		return false
	}
	return onSurname(t.low) || smallFamilyEnds.end(t.low)
}

var (
	womensParts = listOf("ка ца ша")
	mensParts   = listOf("д т р н к ц ь")
	hersEnds    = listOf("ова ева ина дзе швили енко чук")
	hisEnds     = listOf("ин дзе швили енко чук")
)

// smallBehindPart reports «депутат заморин», «соседка бекоева» in small letters: both in the nominative, so that
// «оператор станков» is none.
func smallBehindPart(part, t *token) bool {
	if part.kind != word || part.none(role) || !t.smallFamily() {
		return false
	}
	if womensParts.end(part.low) {
		return hersEnds.end(t.low)
	}
	return mensParts.end(part.low) && hisEnds.end(t.low)
}

var ownWords = listOf("я это")

// smallFullName reports «я кулик никита аркадьевич», all in small letters: behind «я» any word may be a surname.
func (f *finder) smallFullName(i int) bool {
	p, given, b := f.at(i), f.at(i+1), f.at(i-1)
	if p.capital || p.letters < 3 || p.any(common|role|relative|kin|first) || !f.near(i+2) {
		return false
	}
	says := b.kind == word && (ownWords.has(b.low) || b.any(intro|called))
	return says && !given.capital && (given.any(first) || given.facts == 0) && patronymic(f.at(i+2))
}
