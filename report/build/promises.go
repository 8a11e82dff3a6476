package build

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"otklik/internal/inbox"
	"otklik/report/clean"
)

// PromiseInput is something that a reply promised to the author of a message.
type PromiseInput struct {
	// Record is the citizen's message, whether it waits or not.
	Record  inbox.Record
	Promise inbox.Promise
	// Sentence is that of the reply, masked where Input.Masker is not nil; When are the words of it that name the time.
	Sentence, When string
}

// Promise is something promised for a day, and what became of it.
type Promise struct {
	// Due is the last day promised: 2026-05-20.
	Due    string              `json:"due"`
	Text   string              `json:"text"` // the sentence of the reply, masked
	Status inbox.PromiseStatus `json:"status"`
	// ReasonCode says why the status is what it is.
	ReasonCode string    `json:"reason_code"`
	GivenAt    time.Time `json:"given_at"`
	// Overdue is true where the day is over and it is not known to be kept; what only begins then is not late by
	// itself.
	Overdue bool `json:"overdue,omitempty"`
	// Month is true where no day was named, only the month that ends with Due.
	Month bool `json:"month,omitempty"`
	// Begins is true where something begins then.
	Begins bool `json:"begins,omitempty"`
	// When are the words of Text that name the time; absent where the program does not know them.
	When string `json:"when,omitempty"`
}

// Day is the first moment of the last day promised, in a zone.
func (p Promise) Day(zone *time.Location) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, p.Due, zone)
	if err != nil {
		return time.Time{}
	}
	return t
}

// Promised is a promise with the message to whose author it was given.
type Promised struct {
	Promise
	Channel      inbox.ChannelID `json:"channel"`
	Platform     inbox.Platform  `json:"platform"`
	Number       string          `json:"number"`
	URL          string          `json:"url"`
	Group        string          `json:"group"`
	Municipality string          `json:"municipality"`
	Body         string          `json:"body,omitempty"`
}

// LedgerEntry is a promise as lists show it.
type LedgerEntry struct {
	Promised
	// Waits is true where the message waits for an answer.
	Waits bool
	// Times is how many answers have the same words for the same day and place: one is often sent to many. Late is how
	// many of them are overdue.
	Times, Late int
}

// promisesKept is how long what was promised stays in the ledger after its day, in days.
const promisesKept = 31

// PromisesSince is the first day whose promises a digest as of a moment tells of.
func PromisesSince(at time.Time) time.Time {
	year, month, day := at.Date()
	return time.Date(year, month, day-promisesKept, 0, 0, 0, 0, time.UTC)
}

// tellPromises notes in the digest what was promised and what became of it: with the complaints that wait, and in a
// list of its own with those that were answered.
func (in Input) tellPromises(d *Digest, items []item, at time.Time) {
	d.Promises = []Promised{}
	promised := in.promised(items, at)
	if len(promised) == 0 {
		return
	}
	type message struct {
		channel inbox.ChannelID
		number  string
	}
	place := make(map[message]int, len(d.Complaints))
	for n, c := range d.Complaints {
		place[message{c.Channel, c.Number}] = n
	}
	for _, p := range promised {
		if n, waits := place[message{p.Channel, p.Number}]; waits {
			d.Complaints[n].Promises = append(d.Complaints[n].Promises, p.Promise)
			continue
		}
		d.Promises = append(d.Promises, p)
	}
}

// promised is the ledger as of a moment: what is past its day first, then what is due, then what was kept.
func (in Input) promised(items []item, at time.Time) []Promised {
	if len(in.Promises) == 0 {
		return nil
	}
	body := in.bodies()
	home := make(map[string]string, len(in.Officials))
	for _, o := range in.Officials {
		home[o.ID] = o.Municipality
	}
	if len(in.Elsewhere) > 0 {
		others := in
		others.Records = in.Elsewhere
		items = append(slices.Clone(items), others.items(at)...)
	}
	again := in.indexAgain(items)
	var list []Promised
	for _, p := range in.Promises {
		m, v := &p.Record.Message, p.Record.Status
		if v == nil || p.Promise.Given.After(at) || strings.TrimSpace(p.Sentence) == "" {
			continue
		}
		status, why := p.Promise.Standing(at, in.Location, again.signs(p))
		list = append(list, Promised{
			Promise: Promise{Due: p.Promise.Due.Format(time.DateOnly), Text: clean.OneLine(p.Sentence), Status: status,
				ReasonCode: why, GivenAt: p.Promise.Given.In(in.Location), Month: p.Promise.Month,
				Overdue: p.Promise.Overdue(status), Begins: p.Promise.Begins, When: clean.OneLine(p.When)},
			Channel: m.Channel, Platform: m.Platform, Number: m.Ref().Number(), URL: in.url(m.URL),
			Group: v.Group, Municipality: cmp.Or(v.Municipality, home[m.Channel.Official()]), Body: body(v.Group),
		})
	}
	slices.SortStableFunc(list, comparePromised)
	return list
}

// comparePromised puts what is broken first, then what is past its day and not known to be kept, then what is due, and
// what was kept last; within each the earliest day first, of what was kept the latest.
func comparePromised(a, b Promised) int {
	rank := func(p Promised) int {
		switch {
		case p.Status == inbox.PromiseBroken:
			return 0
		case p.Overdue:
			return 1
		case p.Status == inbox.PromiseDue:
			return 2
		case p.Status == inbox.PromiseUnknown: // something was to begin
			return 3
		}
		return 4
	}
	day := cmp.Compare(a.Due, b.Due)
	if rank(a) == 4 {
		day = -day
	}
	return cmp.Or(rank(a)-rank(b), day, a.GivenAt.Compare(b.GivenAt), cmp.Compare(a.Channel, b.Channel),
		cmp.Compare(a.Number, b.Number), cmp.Compare(a.Text, b.Text))
}

// Ledger is everything promised, to those who wait and to those who were answered, in the order of the list of
// promises. The same words for the same day and place are one entry, with the first's number and how many there are.
func (d Digest) Ledger() []LedgerEntry {
	var all []LedgerEntry
	for _, p := range d.Promises {
		all = append(all, LedgerEntry{Promised: p})
	}
	for _, c := range d.Complaints {
		for _, p := range c.Promises {
			all = append(all, LedgerEntry{Waits: true, Promised: Promised{Promise: p, Channel: c.Channel,
				Platform: c.Platform, Number: c.Number, URL: c.URL, Group: c.Group, Municipality: c.Municipality,
				Body: c.Body}})
		}
	}
	slices.SortStableFunc(all, func(a, b LedgerEntry) int { return comparePromised(a.Promised, b.Promised) })
	type key struct{ text, due, place string }
	known := map[key]int{}
	var list []LedgerEntry
	for _, p := range all {
		k := key{p.Text, p.Due, p.Municipality}
		n, ok := known[k]
		if !ok {
			n = len(list)
			known[k], list = n, append(list, p)
		}
		list[n].Times++
		if p.Overdue {
			list[n].Late++
		}
	}
	return list
}

// OverduePromises are the entries of the ledger with answers that are overdue, and how many such answers there are: as
// many as Promises and those of the Complaints say together.
func (d Digest) OverduePromises() (list []LedgerEntry, answers int) {
	for _, p := range d.Ledger() {
		if p.Late > 0 {
			list, answers = append(list, p), answers+p.Late
		}
	}
	return list, answers
}

// longestClause bounds what is shown of a promise where less than its clause would be no words, in characters.
const longestClause = 120

// Said is the sentence of the promise or, where that has more than so many characters, as much of it around the words
// that name the time as stands in whole clauses; at least the clause of these. Empty where that is far too long.
func (p Promise) Said(most int) string {
	said := clean.OneLine(p.Text)
	if utf8.RuneCountInString(said) <= most {
		return said
	}
	at := max(strings.Index(said, p.When), 0)
	ends, from := clauseEnds(said), 0
	for from < len(ends)-1 && ends[from] <= at {
		from++
	}
	to := from
	words := func(from, to int) string {
		begin, cut := 0, said[:ends[to]]
		if from > 0 {
			begin = ends[from-1]
		}
		if cut = strings.Trim(cut[begin:], " ,;:—–-"); begin > 0 {
			cut = "…" + cut
		}
		if ends[to] < len(said) {
			cut += "…"
		}
		return cut
	}
	fits := func(from, to int) bool { return utf8.RuneCountInString(words(from, to)) <= most }
	for from > 0 && fits(from-1, to) {
		from--
	}
	for to < len(ends)-1 && fits(from, to+1) {
		to++
	}
	if said = words(from, to); utf8.RuneCountInString(said) > max(most, longestClause) {
		return ""
	}
	return said
}

// clauseEnds are the places of a sentence behind which another clause may begin, and its end.
func clauseEnds(said string) (ends []int) {
	for n, r := range said {
		next := n + utf8.RuneLen(r)
		if strings.ContainsRune(",;:—–", r) && strings.HasPrefix(said[next:], " ") {
			ends = append(ends, next)
		}
	}
	return append(ends, len(said))
}

// wroteAgain finds what was written about the matter of a promise: items by their author, address and problem.
type wroteAgain struct {
	byAuthor, byAddress, byProblem map[string][]*item
	problems                       map[inbox.Ref][]string
}

func (in Input) indexAgain(items []item) wroteAgain {
	w := wroteAgain{map[string][]*item{}, map[string][]*item{}, map[string][]*item{}, map[inbox.Ref][]string{}}
	for _, p := range in.Problems {
		for _, ref := range p.Refs {
			w.problems[ref] = append(w.problems[ref], p.ID)
		}
	}
	for n := range items {
		i := &items[n]
		if !i.needs && !i.Status.Unsolved {
			continue
		}
		if author := authorOf(i.Record); author != "" {
			w.byAuthor[author] = append(w.byAuthor[author], i)
		}
		if address := addressOf(i.Status); address != "" {
			w.byAddress[address] = append(w.byAddress[address], i)
		}
		for _, id := range w.problems[i.Message.Ref()] {
			w.byProblem[id] = append(w.byProblem[id], i)
		}
	}
	return w
}

func authorOf(r *inbox.Record) string {
	if r.Message.Author.ID == "" {
		return ""
	}
	return string(r.Message.Platform) + " " + r.Message.Author.ID
}

// addressOf is a street of a municipality: whether the house is the same is for who compares.
func addressOf(v *inbox.MessageStatus) string {
	if v.Municipality == "" || v.Street == "" {
		return ""
	}
	return strings.Join([]string{v.Municipality, v.Settlement, v.Street}, "\x00")
}

// signs are the times at which the author of a message, or others at its place, wrote about its matter again.
func (w wroteAgain) signs(p PromiseInput) (signs []inbox.Sign) {
	r := &p.Record
	ref, author := r.Message.Ref(), authorOf(r)
	for _, c := range r.Status.History {
		if c.State == inbox.Reopened && c.At.After(p.Promise.Given) {
			signs = append(signs, inbox.Sign{At: c.At, Code: inbox.PromiseWroteAgain}) // by an edit
		}
	}
	put := func(i *item, code string) {
		if i.Message.Ref() != ref && i.received.After(p.Promise.Given) {
			signs = append(signs, inbox.Sign{At: i.received, Code: code})
		}
	}
	for _, i := range w.byAuthor[author] {
		beneath := i.Message.ThreadRef() == r.Message.ThreadRef()
		if beneath && i.Status.Unsolved || i.group == r.Status.Group && (beneath || sameHouse(i.Status, r.Status)) {
			put(i, inbox.PromiseWroteAgain)
		}
	}
	about := func(i *item) {
		if authorOf(i.Record) == author && author != "" {
			put(i, inbox.PromiseWroteAgain)
		} else {
			put(i, inbox.PromiseOthersWrote)
		}
	}
	for _, id := range w.problems[ref] {
		for _, i := range w.byProblem[id] {
			about(i)
		}
	}
	for _, i := range w.byAddress[addressOf(r.Status)] {
		if i.group == r.Status.Group && sameHouse(i.Status, r.Status) {
			about(i)
		}
	}
	return signs
}

// sameHouse reports whether two messages are about one address, as far as both say it.
func sameHouse(a, b *inbox.MessageStatus) bool {
	return addressOf(a) != "" && addressOf(a) == addressOf(b) && (a.House == b.House || a.House == "" || b.House == "")
}
