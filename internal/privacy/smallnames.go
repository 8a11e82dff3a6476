package privacy

// smallPair reports «сабитов ербол», «у елены гатиной»: a surname that no list explains beside a first name, both in
// small letters or both in capitals.
func (f *finder) smallPair(i int) bool {
	p, next := f.at(i), f.at(i+1)
	return p.capital == p.upper && next.capital == p.capital && next.upper == p.upper &&
		(p.smallGiven() && next.smallFamily() || next.smallGiven() && p.smallFamily())
}

// smallSigned reports a phrase of two words without capitals, a first name and one that no list explains: «чойгана
// куулар».
func (f *finder) smallSigned(i int) bool {
	p, next := f.at(i), f.at(i+1)
	if p.capital || next.capital || p.letters < 3 || next.letters < 3 || !f.opens(i) || !f.pauses(i+2) {
		return false
	}
	return p.smallGiven() && next.noVerb() || next.smallGiven() && next.any(nominative) && p.noVerb()
}

// noVerb reports a word that no list explains and that does not end as verbs do.
func (t *token) noVerb() bool { return t.only(nameFacts) && !verbal(t.low) }

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
	b := f.at(i - 1)
	says := b.kind == word && (ownWords.has(b.low) || b.any(intro|called))
	return says && f.near(i+2) && f.at(i).smallUnlisted() && f.at(i+1).smallOrFirst() && patronymic(f.at(i+2))
}

// smallUnlisted reports a word in small letters that is no part and no first name.
func (t *token) smallUnlisted() bool {
	return !t.capital && t.letters > 2 && t.none(common|role|relative|kin|first)
}

// smallOrFirst reports a first name in small letters, or a word that no list has.
func (t *token) smallOrFirst() bool { return !t.capital && (t.any(first) || t.facts == 0) }
