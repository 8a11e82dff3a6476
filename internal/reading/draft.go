package reading

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"otklik/internal/inbox"
	"otklik/internal/reading/place"
	"otklik/internal/reading/promise"
	"otklik/internal/reading/reply"
	"otklik/internal/text"
)

// Lack is the code of what a draft of an answer lacks.
type Lack string

// What an answer may lack. Two are of drafts that speak of something else than they were asked.
const (
	LacksWho    Lack = "who"    // nobody responsible is named
	LacksWhat   Lack = "what"   // no measure and no decision
	LacksWhen   Lack = "when"   // no date and no term
	LacksWhere  Lack = "where"  // not every place that the complaint names
	ReadsFormal Lack = "formal" // reads as a formal reply
	OtherPlace  Lack = "other_place"
	OtherMatter Lack = "other_matter"
	NotRussian  Lack = "language" // not Russian, so that nothing can be said of what it lacks
)

// Draft is what an answer that was not sent yet would be worth.
type Draft struct {
	Kind inbox.ReplyKind
	// Lacks are in the order of the codes above; empty where nothing is.
	Lacks []Lack
}

// CheckReply says what a draft of an answer to a citizen's message lacks. Home is the municipality of texts that name
// no place, and now the moment from which the draft's dates count. It reads the two texts alone, of each the first
// 16 KiB.
//
// What was done needs no responsible and no date any more, nor does what will not be done, or what was only asked and
// is told. A draft whose worth is that of an answer says what it has to say: only what stands in it can be missed.
func (r *Reader) CheckReply(complaint, draft, home string, now time.Time) Draft {
	complaint, draft = beginning(complaint), beginning(draft)
	asked, said := r.enrichers.replies.Asked(complaint), r.enrichers.replies.Said(draft)
	kind, _ := said.Worth(asked)
	if foreign(draft) {
		return Draft{Kind: kind, Lacks: []Lack{NotRussian}}
	}
	w := drafted{Shown: r.enrichers.replies.Shown(draft), kind: kind, asksWhen: asked.When()}
	if w.kind == inbox.ReplyAutomatic && w.HandedOn { // a person who writes so is no machine
		w.kind = inbox.ReplyFormal
	}
	if len(promise.Find(draft, now)) > 0 {
		w.Term, w.Promise = true, w.Promise || !w.Passed
	}
	if named, open := promise.Times(draft, now); named && !open {
		w.Term, w.late = false, true
	}
	w.informs = w.kind == inbox.ReplyAnswer && !w.Passed &&
		r.Read(Text{Text: complaint, Home: home}).Category == inbox.Question
	w.places = r.placesOf(complaint, home)
	w.missing, w.other = r.otherPlaces(w.places, draft, home, w.Here)

	spokenTo := w.Here || w.Plain || w.kind == inbox.ReplyInterim // whoever hands a matter on need not name it
	// Thanks and courtesies are of no matter.
	says := w.kind == inbox.ReplyAnswer || w.Promise || w.Deed || w.Step || w.Term
	w.otherMatter = says && !spokenTo && r.speaksOfAnother(complaint, draft, w.places)

	d := Draft{Kind: w.kind, Lacks: []Lack{}}
	for _, one := range lacks {
		if one.is(&w) {
			d.Lacks = append(d.Lacks, one.code)
		}
	}
	return d
}

// Bounds on what is read of a text: a hostile megabyte costs no more than a long letter.
const (
	mostOfDraft = 16 << 10 // bytes
	mostSites   = 20
	mostPieces  = 400
)

// foreign reports whether a text is mostly in Latin letters.
func foreign(said string) bool {
	latin, own := 0, 0
	for _, r := range said {
		switch {
		case unicode.Is(unicode.Latin, r):
			latin++
		case unicode.Is(unicode.Cyrillic, r):
			own++
		}
	}
	return latin > own
}

// beginning is as much of a text as is read.
func beginning(said string) string {
	if len(said) <= mostOfDraft {
		return said
	}
	return strings.ToValidUTF8(said[:mostOfDraft], "")
}

// drafted is a draft with what decides about it.
type drafted struct {
	reply.Shown
	kind     inbox.ReplyKind
	late     bool   // no day that it names is still to come
	informs  bool   // it tells what was asked, and nothing is to be done
	asksWhen bool   // the message asks for a date
	places   []site // of the message
	missing  bool   // of them
	other    bool   // a place of the draft that the message does not name
	// otherMatter: nothing that the draft speaks of is what was asked.
	otherMatter bool
}

// lacks are the codes in their order with what must be so.
var lacks = []struct {
	code Lack
	is   func(*drafted) bool
}{
	{LacksWho, func(w *drafted) bool { return !w.Named && !w.settled() && !w.informs }},
	{LacksWhat, func(w *drafted) bool { return !w.measure() }},
	{LacksWhen, func(w *drafted) bool {
		return !w.Term && !w.settled() && (!w.informs || w.asksWhen && !w.Fact)
	}},
	{LacksWhere, func(w *drafted) bool { return w.missing }},
	{ReadsFormal, func(w *drafted) bool { return w.kind == inbox.ReplyFormal }},
	{OtherPlace, func(w *drafted) bool { return w.other }},
	{OtherMatter, func(w *drafted) bool { return w.otherMatter }},
}

// substance reports whether a draft says anything of the matter.
func (w *drafted) substance() bool {
	return w.kind == inbox.ReplyAnswer || w.kind == inbox.ReplyInterim
}

// measure reports whether a draft says what is or was done, or decided. In a formal one that needs somebody who does
// it, or a day.
func (w *drafted) measure() bool {
	switch w.kind {
	case inbox.ReplyAnswer:
		return !w.Weighs || w.Deed || w.Refusal
	case inbox.ReplyInterim:
		return w.Step || w.Promise || w.Deed
	case inbox.ReplyFormal:
		return (w.Step || w.Promise) && (w.Named || w.Term) && !w.Someday && !w.Away && !w.otherMatter
	}
	return false
}

// settled reports whether nothing is to be done any more.
func (w *drafted) settled() bool {
	open := w.Promise || w.Passed || (w.Someday || w.late && !w.Deed) && !w.Term
	return w.substance() && !open && (w.kind == inbox.ReplyAnswer && !w.Step || w.Deed || w.Refusal)
}

// site is a place as precisely as a text names it.
type site struct{ name, house string }

// placesOf are the places that a text names in its own words, each by its narrowest name: the street where there is
// one, else the settlement, else the municipality.
func (r *Reader) placesOf(said, home string) (sites []site) {
	add := func(p place.Place) {
		one := site{name: cmp.Or(p.Street, p.Settlement), house: p.House}
		if one.name == "" && !p.Assumed && p.Municipality != home {
			one.name = p.Municipality
		}
		if one.name != "" && len(sites) < mostSites && !slices.Contains(sites, one) {
			sites = append(sites, one)
		}
	}
	public := r.enrichers.public(said)
	read := 0
	for part := range pieces(public) {
		if read++; read > mostPieces {
			break
		}
		add(r.enrichers.places.Find(part, home))
	}
	if len(sites) == 0 {
		add(r.enrichers.places.Find(public, home)) // what only the whole text says
	}
	return sites
}

// pieces are the parts of a text that may name a place each: sentences, and what stands between commas and «и»
// there, a house's number not cut off from its street.
func pieces(said string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for sentence := range text.Sentences(said, endsSentence) {
			rest := sentence
			for from := 0; ; {
				at, size := nextJoint(rest[from:])
				if at < 0 {
					break
				}
				if from += at + size; belongsToStreet(rest[from:]) {
					continue
				}
				if !yield(rest[:from-size]) {
					return
				}
				rest, from = rest[from:], 0
			}
			if !yield(rest) {
				return
			}
		}
	}
}

// endsSentence reports whether a mark ends a sentence: not behind a short form, nor inside a date.
func endsSentence(before string, mark rune, behind string) bool {
	digits := func(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }
	inside := before != "" && digits(before[len(before)-1:]) && digits(behind)
	return mark != '.' || !inside && !text.Abbreviation(text.LastWord(before))
}

// nextJoint is where the next comma or «и» stands, and how many bytes it has; below 0 where none does.
func nextJoint(said string) (at, size int) {
	comma, and := strings.Index(said, ","), strings.Index(said, " и ")
	if comma < 0 || and >= 0 && and < comma {
		return and, len(" и ")
	}
	return comma, len(",")
}

// belongsToStreet reports whether what stands behind a joint goes on with a street: a number, or a word for a house.
func belongsToStreet(behind string) bool {
	behind = strings.TrimSpace(behind)
	if first, _ := utf8.DecodeRuneInString(behind); unicode.IsDigit(first) {
		return true
	}
	return houseWords[text.Fold(strings.TrimRight(strings.ToValidUTF8(firstWord(behind), ""), "."))]
}

func firstWord(said string) string {
	word, _, _ := strings.Cut(said, " ")
	return word
}

// houseWords stand before the number of a house.
var houseWords = map[string]bool{"д": true, "дом": true, "дома": true, "доме": true, "дому": true, "корпус": true}

// otherPlaces reports whether a draft leaves out a place that it was asked about, and whether it speaks of another one
// instead. Who is spoken to of «ваш двор» knows which, unless there are several; the address of a door that somebody
// is sent to is no place of the matter.
func (r *Reader) otherPlaces(asked []site, draft, home string, here bool) (missing, other bool) {
	if len(asked) == 0 {
		return false, false
	}
	unspoken := slices.ContainsFunc(asked, func(one site) bool { return !reply.Speaks(draft, one.name) })
	missing = unspoken && (!here || len(asked) > 1)
	for _, said := range r.placesAnswered(draft, home) {
		same := slices.ContainsFunc(asked, func(one site) bool { return one.sameAs(said) })
		if same {
			return missing, false
		}
		other = true
	}
	return missing || other, other
}

// sameAs reports whether two sites may be one: one name, and the same house where both name one.
func (s site) sameAs(other site) bool {
	return (reply.Speaks(s.name, other.name) || reply.Speaks(other.name, s.name)) &&
		(s.house == "" || other.house == "" || s.house == other.house)
}

// placesAnswered are the places of what a draft says of the matter.
func (r *Reader) placesAnswered(draft, home string) (sites []site) {
	for sentence := range text.Sentences(draft, endsSentence) {
		if !r.enrichers.replies.Shown(sentence).Away {
			sites = append(sites, r.placesOf(sentence, home)...)
		}
	}
	return sites
}

// speaksOfAnother reports whether a draft shares no word of matter with the message and is surely about something of
// another topic. Names of places are no matter.
func (r *Reader) speaksOfAnother(complaint, draft string, places []site) bool {
	var names []string
	for _, one := range places {
		names = append(names, one.name)
	}
	if shared, few := r.enrichers.replies.Shares(complaint, draft, names); shared || few {
		return false
	}
	asked, said := r.groupsOf(complaint), r.groupsOf(draft)
	for group := range asked {
		if said[group] {
			return false
		}
	}
	return len(asked) > 0 && len(said) > 0
}

// groupsOf are the groups of a text: those that its words name, and that of its topic; none where only one of the two
// finds any.
func (r *Reader) groupsOf(said string) map[string]bool {
	groups := map[string]bool{}
	for g, weight := range r.read(said).groups {
		if weight >= 1 {
			groups[r.groups[g]] = true
		}
	}
	name, _ := r.enrichers.topics.Name(said, nil)
	if name == Other || len(groups) == 0 {
		return nil
	}
	groups[name] = true
	return groups
}
