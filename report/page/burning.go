package page

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/report/clean"
)

// burning are the dangers that a governor's page names, the worst first.
func (w writer) burning(l limits) Section {
	g := w.governorWords()
	s := Section{Head: g.burning}
	shown := w.d.WorstBurning(l.burning)
	for n, b := range shown {
		e := Entry{Number: n + 1, Head: w.headline(b, true), URL: clean.Link(b.URL), Urgent: true}
		says := w.t.mended(clean.OneLine(b.Says))
		if says != "" && n < l.quotes && utf8.RuneCountInString(says) <= l.quote && !repeats(says, e.Head) {
			e.Quote = w.t.openQuote + says + w.t.closeQuote
		}
		if e.URL != "" {
			e.Open = w.t.open
		}
		if b.Body != "" {
			e.Facts = []string{clean.Shorten(b.Body, l.name)}
		}
		for _, c := range w.d.Complaints {
			stands := c.Number == b.Number || slices.Contains(c.Others, b.Number)
			if stands && c.People == 1 { // the head counts people
				e.Facts = append(e.Facts, w.sameText(c)...)
			}
		}
		s.Entries = append(s.Entries, e)
	}
	if left := len(w.d.Burning) - len(shown); left > 0 {
		s.More = fmt.Sprintf(g.moreBurning, w.t.number(left))
		if widest, ok := w.d.WidestBurning(len(shown)); ok {
			s.More += " " + fmt.Sprintf(g.widest, w.headline(widest, true))
		}
	}
	if len(w.d.Burning) == 0 && w.d.Complete && w.d.Headline.Mood != build.Imported && !w.d.Undecoded() {
		s.Lines = []string{g.nothingBurns}
	}
	return s
}

// headline says how many people write what, about which place and, if told, since when.
func (w writer) headline(b build.Burning, told bool) string {
	what := w.matter(b)
	parts := []string{what}
	if place := w.placeOf(b, what); place != "" {
		parts = append(parts, place)
	}
	if told {
		parts = append(parts, w.since(b.Since))
	}
	line := strings.Join(parts, ", ")
	if b.People > 1 {
		return w.t.count(b.People, w.governorWords().people) + ": " + line
	}
	return UpperFirst(line)
}

// placeOf is where a danger is, as far as the words before it do not say so: of an outage of several streets one, and
// how many more.
func (w writer) placeOf(b build.Burning, words string) string {
	if b.Streets < 2 {
		return placeBeside(b.Place, words)
	}
	g := w.governorWords()
	return clean.OneLine(b.Place) + " " + fmt.Sprintf(g.moreStreets, w.t.count(b.Streets-1, g.street))
}

// repeats reports whether a head has the words of a sentence already.
func repeats(says, head string) bool {
	return strings.Contains(strings.ToLower(head), strings.ToLower(strings.TrimRight(says, " .!?…")))
}

// Names of topics that are longer are no headline, and titles neither.
const (
	longestMatter = 60
	longestTitle  = 80
)

// fewPeople is of how many people at most a danger to life is told in their own words: what is read of so few may be
// wrong, and what they say is not.
const fewPeople = 2

// matter is what a danger is about, in small letters: short words for its topic, where people use them, the title of
// the problem, the name of the topic or, where none says more, the danger. Where the topic is doubtful people's own
// words stand for it, and where one or two write that somebody is in danger.
func (w writer) matter(b build.Burning) string {
	short := w.t.topics()[clean.OneLine(b.Topic)].short
	own := b.Urgency == inbox.Life && b.People <= fewPeople && w.t.lang != "en"
	if says := w.headQuote(b); says != "" && (own || b.Doubtful) {
		return says
	}
	if short != "" && !b.Doubtful {
		return short
	}
	title := strings.TrimRight(w.t.mended(clean.OneLine(b.Title)), " .!?")
	if title != "" && utf8.RuneCountInString(title) <= longestTitle {
		return small(title)
	}
	name, _, _ := strings.Cut(w.t.topicName(b.Topic), " (")
	general := strings.HasPrefix(strings.ToLower(b.Topic), strings.ToLower(b.Group)+" ")
	if name != "" && !general && !b.Doubtful && utf8.RuneCountInString(name) <= longestMatter {
		return small(name)
	}
	return w.governorWords().danger[b.Urgency]
}

// headQuote is what people write, as a headline; empty where it is too long for one.
func (w writer) headQuote(b build.Burning) string {
	says := strings.TrimRight(w.t.mended(clean.OneLine(b.Says)), " .,")
	if says == "" || utf8.RuneCountInString(says) > build.HeadQuote {
		return ""
	}
	return w.t.openQuote + says + w.t.closeQuote
}

// placeBeside is a place without the parts that the words before it name already, in whatever case of grammar.
func placeBeside(place, words string) string {
	words = strings.ToLower(words)
	parts := strings.Split(clean.OneLine(place), ", ")
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool {
		longest := []rune(nil)
		for _, word := range strings.Fields(strings.ToLower(part)) {
			if runes := []rune(word); len(runes) > len(longest) {
				longest = runes
			}
		}
		const ending, stem = 2, 3
		longest = longest[:max(len(longest)-ending, min(len(longest), stem))]
		return len(longest) == 0 || len(longest) >= stem && strings.Contains(words, string(longest))
	}), ", ")
}

// since says since when something lasts as people say it: «с утра», «второй день», «13-й день».
func (w writer) since(from time.Time) string {
	g, at := w.governorWords(), w.d.At
	from = from.In(at.Location())
	day := func(t time.Time) time.Time {
		return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	}
	const evening, longest = 18, 99
	switch n := int(day(at).Sub(day(from))/(24*time.Hour)) + 1; {
	case n <= 1:
		return g.today[from.Hour()/6]
	case n == 2 && from.Hour() >= evening:
		return g.lastEvening
	case n-2 < len(g.days):
		return g.days[n-2]
	case n <= longest:
		return fmt.Sprintf(g.dayNumber, n)
	}
	month := w.t.months[from.Month()-1]
	if from.Year() != at.Year() {
		month += Nbsp + fmt.Sprint(from.Year()) + w.t.year
	}
	return fmt.Sprintf(g.sinceMonth, month)
}

// burned is what became of the dangers that burned when the period began.
func (w writer) burned(l limits) Section {
	g := w.governorWords()
	s := Section{Head: g.before[w.d.Length]}
	if len(w.d.BurnedBefore) == 0 || w.d.Headline.Mood == build.Imported {
		return s
	}
	counts := map[build.Outcome]int{}
	for _, b := range w.d.BurnedBefore {
		counts[b.Outcome]++
		if words := g.settled[b.Outcome]; words != "" && len(s.Items) < l.settled {
			s.Items = append(s.Items, Item{Strong: words, Text: w.headline(b, false)})
		}
	}
	became := g.allBurn
	if counts[build.OutcomeBurns] < len(w.d.BurnedBefore) {
		var parts []string
		for _, o := range []build.Outcome{build.OutcomeAnswered, build.OutcomeClosed, build.OutcomeDeleted,
			build.OutcomeBurns} {
			if n := counts[o]; n > 0 {
				parts = append(parts, fmt.Sprintf(g.outcomes[o], w.t.number(n)))
			}
		}
		became = strings.Join(parts, ", ")
	}
	s.Lines = []string{fmt.Sprintf(g.burned, w.t.number(len(w.d.BurnedBefore)), became)}
	return s
}

// Subject is what a mail with a digest is called: the verdict, how many wait and how many dangers there are.
func Subject(d build.Digest) string {
	t := textsOf(d.Language)
	w := writer{d: d, t: t}
	g := w.governorWords()
	word := w.word()
	if d.Headline == (build.Headline{Mood: build.First, Cause: build.CauseNone}) && d.Length == build.OneDay {
		word = g.firstDays
	}
	if d.Headline.Mood == build.NoData {
		return fmt.Sprintf(g.subject, word, t.NoneRead, clean.OneLine(d.Title), t.dayLabel(d.At))
	}
	waiting := t.number(d.Totals.Unanswered) + Nbsp + t.word(d.Totals.Unanswered, g.waits)
	if d.Headline.Mood == build.Incomplete {
		waiting = t.AtLeast + " " + waiting
	}
	burning := g.calm
	if n := len(d.Burning); n > 0 {
		burning = t.word(n, g.burns) + Nbsp + t.number(n)
		if t.lang == "en" {
			burning = t.number(n) + Nbsp + t.word(n, g.burns)
		}
	}
	said := []string{waiting, burning}
	if w.saysKnown() {
		said = said[1:] // the word has what waits
	}
	if len(d.Burning) == 0 && d.Partial() {
		said = said[:len(said)-1]
	}
	waiting = strings.Join(said, ", ")
	return fmt.Sprintf(g.subject, word, waiting, clean.OneLine(d.Title), t.dayLabel(d.At))
}

// appeals is the word for what waits: complaints, or what is more than complaints.
func (w writer) appeals() noun {
	g := w.governorWords()
	if w.d.Mixed {
		return g.appeal
	}
	return w.t.complaint
}

// isDanger reports whether a problem burns.
func (w writer) isDanger(problem string) bool {
	return slices.ContainsFunc(w.d.Burning, func(b build.Burning) bool { return b.Problem == problem })
}

// oneTextOf is how many people sent one text about a problem.
func (w writer) oneTextOf(problem string) (people int) {
	for _, c := range w.d.Complaints {
		if c.Problem == problem && c.SameAs == "" && c.State != inbox.None {
			people = max(people, max(c.People, 1)+c.Copies)
		}
	}
	return people
}
