package reply

import (
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"otklik/internal/text/wordlist"
)

// feature is one thing that a reply shows or lacks. reason is the code of that; it is empty where the feature only
// steadies the sum and would tell a reader nothing. kinds are the initials of the kinds that the reason may be told
// for: a answer, i interim, f formal, n none, m automatic.
type feature struct{ name, reason, kinds string }

// derived are the features that follow from several phrases, from the shape of the text, or from both texts together.
// The phrases' sections are features too and stand before them.
var derived = [...]feature{
	dated:         {"measure with a term", "reply_measure_with_a_term", "a"},
	bareFuture:    {"promise without a term", "reply_promise_without_a_term", "i"},
	datedFuture:   {"promise with a term", "reply_promise_with_a_term", "a"},
	plannedOnly:   {"later with a term", "reply_later_with_a_term", "i"},
	passedOnly:    {"passed on only", "reply_passed_on_only", "i"},
	findingOnly:   {"finding out only", "reply_finding_out_only", "i"},
	sentAway:      {"sent away without a measure", "reply_sent_away_without_a_measure", "f"},
	sentAsked:     {"sent where asked", "reply_sent_where_asked", "a"},
	lawOnly:       {"law without a measure", "reply_law_without_a_measure", "f"},
	clicheOnly:    {"cliche without a measure", "reply_cliche_without_a_measure", "f"},
	noMeasure:     {"no measure", "reply_no_measure", "f"},
	noTerm:        {"no term", "reply_no_term", "f"},
	clicheShare:   {"share of cliche", "reply_share_of_cliche", "f"},
	courtesyShare: {"share of courtesy", "reply_share_of_courtesy", "n"},
	substance:     {"words of substance", "", ""},
	little:        {"little of substance", "reply_little_of_substance", "nf"},
	sharedMatter:  {"shared matter", "reply_shared_matter", "a"},
	otherMatter:   {"other matter", "reply_other_matter", "f"},
	directYes:     {"yes or no to a question", "reply_yes_or_no_to_a_question", "a"},
	whenTold:      {"asked when and told", "reply_asked_when_and_told", "a"},
	asksBack:      {"asks back", "reply_asks_back", "i"},
	asksOnly:      {"asks and nothing else", "reply_asks_and_nothing_else", "i"},
	figures:       {"figures", "reply_figures", "a"},
	clock:         {"clock", "reply_clock", "a"},
	place:         {"address", "house_number", "a"},
	linked:        {"link", "reply_link", "a"},
	pastDeed:      {"past deed", "reply_past_deed", "a"},
	passive:       {"impersonal style", "reply_impersonal_style", "f"},
	abstract:      {"abstract nouns", "reply_abstract_nouns", "f"},
	brief:         {"three words or fewer", "", ""},
	wordy:         {"forty words or more", "", ""},
	imperative:    {"told to act", "reply_told_to_act", "f"},
	weVerb:        {"first person", "reply_first_person", "i"},
	idle:          {"no deed and no fact", "reply_no_deed_and_no_fact", "f"},
	participle:    {"short participle", "", ""},
	askedWhere:    {"asked where", "reply_asked_where", "a"},
	askedWhen:     {"asked when", "", ""},
	praised:       {"under praise", "", ""},
	ackOnly:       {"acknowledged and nothing else", "reply_acknowledged_and_nothing_else", "f"},
	passedNowhere: {"passed to nobody named", "reply_passed_to_nobody_named", "f"},
	retortOnly:    {"a question that needs no answer", "reply_a_question_that_needs_no_answer", "f"},
	privateOnly:   {"private messages without a reason", "reply_private_messages_without_a_reason", "f"},
	neededAsked:   {"asks what is needed", "reply_asks_what_is_needed", "i"},
	bare:          {"nothing recognised", "", ""},
	wordless:      {"no words", "reply_no_words", "n"},
}

// The indexes of derived.
const (
	dated = iota
	bareFuture
	datedFuture
	plannedOnly
	passedOnly
	findingOnly
	sentAway
	sentAsked
	lawOnly
	clicheOnly
	noMeasure
	noTerm
	clicheShare
	courtesyShare
	substance
	little
	sharedMatter
	otherMatter
	directYes
	whenTold
	asksBack
	asksOnly
	figures
	clock
	place
	linked
	pastDeed
	passive
	abstract
	brief
	wordy
	imperative
	weVerb
	idle
	participle
	askedWhere
	askedWhen
	praised
	ackOnly
	passedNowhere
	retortOnly
	privateOnly
	neededAsked
	bare
	wordless
)

// evasion is the value of a feature that tells an evasion: above one, so that the penalty lets it say more than the
// form of a short text, which such replies share with honest ones. It is then also the reason that people are told.
const evasion = 2

// wordValue is the value of a word's feature: below one, so that the penalty on weights makes single words say less
// than phrases and forms, which carry over to texts never seen.
const wordValue = 0.5

// groups are the numbers of the sections that features are derived from.
type groups struct {
	redirect, competence, law, cliche, praise, active, someday, passed, taken, finding, later, visit, private, details,
	promise, done, present, refusal, cause, term, yes, courtesy, automatic, ack, nobody, retort, needed int
}

// sight is what one sentence of a reply has, as bits.
type sight uint8

const (
	seesMeasure sight = 1 << iota
	seesPromise
	seesTerm
	seesLater
)

// How much a phrase says that covers a word.
const (
	depthFree = iota // none does
	depthCourtesy
	depthTalk // empty talk
	depthOther
)

// features are the values of all features of a reply under a citizen's message: sections, derived, words. unknown,
// where it is not nil, names phrases to overlook: training uses it to show the model wording that the lexicon lacks.
func (j *Evaluator) features(citizen, text string, unknown func(phrase int) bool) []float64 {
	asked, r := j.Asked(citizen), j.read(text, unknown)
	return j.relate(r, asked.class(r))
}

// read finds all that a reply shows by itself.
func (j *Evaluator) read(text string, unknown func(phrase int) bool) *Said {
	s := cut(text)
	v := make([]float64, len(j.known))
	sections := v[:len(j.lexicon.sections)]
	d := v[len(sections) : len(sections)+len(derived)]
	cover := make([]int8, len(s.tokens)) // the depth of the phrase that covers each
	lawful := make([]bool, len(s.tokens))
	sentences := make([]sight, s.sentences)
	g := &j.groups
	j.lexicon.find(s, func(h hit) {
		kept := h.section == g.term || h.section == g.courtesy || h.section == g.yes
		if unknown != nil && !kept && unknown(h.phrase) {
			return
		}
		depth, seen := g.says(h.section)
		sections[h.section]++
		sentences[s.tokens[h.from].sentence] |= seen
		for k := h.from; k <= h.to; k++ {
			cover[k] = max(cover[k], depth)
			lawful[k] = lawful[k] || h.section == g.law
		}
	})
	for i, n := range sections {
		sections[i] = min(n, 1) + 0.5*min(max(n-1, 0), 2)
	}
	j.shape(d, s, cover, lawful, sentences)
	r := &Said{evaluator: j, values: v, sentences: sentences, words: s.words > 0}
	if !r.words {
		return r
	}
	for _, stem := range stems(s) {
		if n, ok := j.words[stem]; ok {
			v[n] = wordValue
		}
		r.matter = append(r.matter, matterKey(stem))
	}
	if s.questions > 0 {
		d[asksBack] = 1
		d[asksOnly] = truth(s.asking && s.words <= 12)
	}
	r.plain = s.questions == 0 && sections[g.yes] > 0 &&
		firstIs(s, cover, "да", "нет", "конечно", "верно", "неправда", "правда")
	return r
}

// says tells how much a section's phrases say, and what of a reply's sentence.
func (g *groups) says(section int) (depth int8, seen sight) {
	switch section {
	case g.courtesy:
		return depthCourtesy, 0
	case g.cliche, g.law, g.competence, g.praise, g.active, g.ack:
		return depthTalk, 0
	case g.done, g.refusal, g.cause, g.present:
		return depthOther, seesMeasure
	case g.promise:
		return depthOther, seesPromise
	case g.term:
		return depthOther, seesTerm
	case g.later, g.visit, g.finding:
		return depthOther, seesLater
	}
	return depthOther, 0
}

// form is what the ending of a word tells.
type form struct {
	name    string // of the list of endings
	feature int
	covered int8 // the word may be covered by phrases of less than this depth
	least   int  // letters of the word
}

// forms in their order: the first that fits a word counts.
var forms = []form{
	{"deed", pastDeed, depthCourtesy, 5},
	{"participle", participle, depthOther, 5},
	{"order", imperative, depthCourtesy, 5},
	{"we", weVerb, depthCourtesy, 5},
	{"passive", passive, depthOther, 7},
	{"abstract", abstract, depthOther + 1, 8},
}

// formOf is the form of a word, and whether it has one.
func formOf(norm string, cover int8) (feature int, ok bool) {
	letters := len(norm) / utf8.RuneLen('а')
	for i := range forms {
		f := &forms[i]
		if cover >= f.covered || letters < f.least || f.feature == imperative && politeOrders[norm] {
			continue
		}
		if formEnds[i].End(norm) {
			return f.feature, true
		}
	}
	return 0, false
}

var (
	formEnds = func() (ends []wordlist.Endings) {
		for _, f := range forms {
			ends = append(ends, lists.Words(f.name))
		}
		return ends
	}()
	politeOrders = lists.Set("polite order")
	beforeHouse  = lists.Set("house")
)

// shape fills the features of the reply's form.
func (j *Evaluator) shape(d []float64, s *scan, cover []int8, lawful []bool, sentences []sight) {
	var covered [depthOther + 1]int // words by what covers them
	for i := range s.tokens {
		t := &s.tokens[i]
		switch {
		case t.kind == link:
			d[linked] = 1
		case t.kind == number && !near(lawful, i):
			d[clock] = max(d[clock], truth(strings.IndexByte(t.norm, ':') > 0))
			d[figures] = min(d[figures]+1, 2)
			if strings.IndexByte(t.norm, '.') > 0 || i+1 < len(s.tokens) && cover[i+1] == depthOther {
				sentences[t.sentence] |= seesTerm
			}
		case t.kind == word:
			covered[cover[i]]++
			if beforeHouse[t.norm] && i+2 < len(s.tokens) {
				d[place] = max(d[place], truth(s.tokens[i+1].kind == number || s.tokens[i+2].kind == number))
			}
			if feature, ok := formOf(t.norm, cover[i]); ok {
				d[feature]++
			}
		}
	}
	for _, once := range [...]int{pastDeed, participle, imperative, weVerb} {
		d[once] = min(d[once], 1)
	}
	d[passive], d[abstract] = min(d[passive], 2), min(d[abstract], 3)/2

	polite, talk := covered[depthCourtesy], covered[depthTalk]
	words := float64(max(s.words, 1))
	d[clicheShare] = float64(talk) / words
	d[courtesyShare] = float64(polite) / words
	d[substance] = math.Log1p(float64(s.words-polite-talk)) / 3
	if s.words-polite-talk <= 2 && s.numbers+s.links == 0 && s.words > 0 {
		d[little] = 1
	}
	d[brief] = truth(s.words <= 3)
	d[wordy] = truth(s.words >= 40)
	d[bare] = truth(covered[depthFree] == s.words && s.words > 0)
	d[wordless] = truth(s.words+s.numbers+s.links == 0)
}

// relate are the features of a reply under a message that asks for something of a class.
func (j *Evaluator) relate(r *Said, c class) []float64 {
	v := slices.Clone(r.values)
	sections := v[:len(j.lexicon.sections)]
	d := v[len(sections) : len(sections)+len(derived)]
	d[askedWhere], d[askedWhen], d[praised] = truth(c.where), truth(c.when), truth(c.praised)
	if r.words {
		switch {
		case c.shared > 0:
			d[sharedMatter] = float64(c.shared) / 2
		case c.matter >= 2 && len(r.matter) >= 5:
			d[otherMatter] = 1
		}
		if c.questions && r.plain {
			d[directYes] = 1
		}
		if c.where {
			d[sentAsked] = truth(sections[j.groups.redirect] > 0 || d[figures] > 0)
		}
	}
	j.combine(d, sections, r.sentences, c.matter == 1)
	return v
}

// combine fills the features that follow from what stands together, and from what is missing. bareWord says that the
// citizen's message has one word of matter and no more.
func (j *Evaluator) combine(d, sections []float64, sentences []sight, bareWord bool) {
	g := &j.groups
	var all sight
	for _, seen := range sentences {
		all |= seen
		switch {
		case seen&seesTerm == 0:
		case seen&seesMeasure > 0:
			d[dated] = 1
		case seen&seesLater > 0:
			d[plannedOnly] = 1
		case seen&seesPromise > 0:
			d[datedFuture] = 1
		}
	}
	measure, promise, term := truth(all&seesMeasure > 0), truth(all&seesPromise > 0), truth(all&seesTerm > 0)
	measure = max(measure, d[pastDeed])
	firm := max(measure, d[datedFuture])
	d[bareFuture] = truth(promise > 0 && term == 0)
	d[passedOnly] = truth(sections[g.passed]+sections[g.taken] > 0 && firm == 0)
	d[findingOnly] = truth(sections[g.finding]+sections[g.later]+sections[g.visit] > 0 && firm == 0)
	d[sentAway] = truth(sections[g.redirect]+sections[g.competence] > 0 && firm == 0 && d[sentAsked] == 0)
	d[lawOnly] = truth(sections[g.law] > 0 && firm == 0)
	d[clicheOnly] = truth(sections[g.cliche]+sections[g.active]+sections[g.praise] > 0 && firm == 0)
	if d[wordless] == 0 {
		d[noMeasure] = truth(measure == 0 && promise == 0)
		d[noTerm] = truth(term == 0)
	}
	d[idle] = truth(firm+promise+term+d[figures]+d[linked]+d[weVerb]+d[asksBack]+d[wordless] == 0 &&
		d[passedOnly]+d[findingOnly] == 0 &&
		sections[g.yes]+sections[g.details] == 0 && d[substance] > 0.3)
	d[whenTold] = truth(d[askedWhen] > 0 && term > 0)
	j.evade(d, sections, firm+promise+term, bareWord)
}

// evade fills the features of replies that look like a step towards the matter and are none. Each needs that nothing
// stands beside the phrase that would make it a step: a deed or a date (steps), somebody named, a thing to be told. Who
// wrote a bare word ("Lift") may be asked for more without being told what.
func (j *Evaluator) evade(d, sections []float64, steps float64, bareWord bool) {
	g := &j.groups
	working := sections[g.finding] + sections[g.later] + sections[g.visit]
	needed := sections[g.needed]
	d[ackOnly] = evasion * truth(sections[g.ack]+sections[g.active] > 0 && d[praised] == 0 && d[little] > 0 &&
		steps+working+d[asksBack] == 0 &&
		sections[g.passed]+sections[g.taken]+sections[g.automatic] == 0)
	d[passedNowhere] = evasion * truth(sections[g.nobody] > 0 && sections[g.passed] > 0 &&
		steps+sections[g.later]+sections[g.visit] == 0)
	d[retortOnly] = evasion * truth(sections[g.retort] > 0 && d[asksBack] > 0 &&
		needed+steps+working+sections[g.details] == 0)
	d[privateOnly] = evasion * truth(sections[g.private] > 0 && !bareWord && needed+steps+working+sections[g.passed]+
		sections[g.taken] == 0)
	d[neededAsked] = truth(needed > 0 && d[asksBack]+sections[g.details] > 0)
	if d[neededAsked] == 0 {
		sections[g.needed] = 0 // the same nouns stand in every answer
	}

	// The words that such a reply is made of are no merit of it: "write" in "write to us in private" asks for nothing.
	if d[privateOnly] > 0 {
		sections[g.private], sections[g.details], d[weVerb] = 0, 0, 0
	}
	if d[passedNowhere] > 0 {
		sections[g.passed], sections[g.finding], d[passedOnly], d[findingOnly] = 0, 0, 0, 0
	}
	if d[retortOnly] > 0 {
		d[asksBack], d[asksOnly] = 0, 0
	}
}

// near reports whether token i stands in or beside a reference to a law: its number is no fact.
func near(lawful []bool, i int) bool {
	for k := max(0, i-2); k <= min(i+1, len(lawful)-1); k++ {
		if lawful[k] {
			return true
		}
	}
	return false
}

// firstIs reports whether the first word beyond courtesies and the name that goes with them is one of the words.
func firstIs(s *scan, cover []int8, words ...string) bool {
	for i := range s.tokens {
		t := &s.tokens[i]
		if slices.Contains(words, t.norm) {
			return true
		}
		if t.kind == word && cover[i] != depthCourtesy && !t.capital {
			return false
		}
	}
	return false
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
