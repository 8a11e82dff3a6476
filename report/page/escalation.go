package page

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"otklik/report/build"
	"otklik/report/clean"
)

// governorEscalated is how many of those that wait far too long the governor's page tells.
const governorEscalated = 2

type escalationTexts struct {
	told, telling string // body
	governor      string // times, how many matters
	above         string // how many of them are named above
	heads         string // how many
	title         string // body
	line          string // times
	waiting       string // how many
}

var escalationWords = map[build.Language]escalationTexts{
	build.Russian: {
		told: "передано руководителю: %s", telling: "передаётся руководителю: %s",
		governor: "Ждут дольше срока в %s раза и больше: %s", heads: "Передаём руководителям: %s",
		above: "Названы выше: %s.",
		title: "%s: люди ждут ответа слишком долго", waiting: "Ждут: %s",
		line: "Эти обращения ждут ответа дольше срока в %s раза и больше. О каждом руководителю сообщаем один раз.",
	},
	build.English: {
		told: "passed on to the head of: %s", telling: "being passed on to the head of: %s",
		governor: "Waiting %s times as long as they may, or more: %s", heads: "Passed on to heads: %s",
		above: "Named above: %s.",
		title: "%s: people wait too long for an answer", waiting: "Waiting: %s",
		line: "These messages wait %s times as long as they may, or more. The head is told of each once.",
	},
}

func escalationTextsOf(l build.Language) escalationTexts {
	return escalationWords[cmp.Or(l, build.Russian)]
}

// times is how many times as long as its norm something waits: 2, 2,5.
func (t *texts) times(n float64) string {
	return strings.Replace(strconv.FormatFloat(n, 'f', -1, 64), ".", t.decimal, 1)
}

// least is the smallest of the steps of a kind that complaints have come to.
func least(d build.Digest, places []int, to string) float64 {
	times := 0.0
	for _, n := range places {
		for _, e := range d.Complaints[n].Escalated {
			if e.To == to && (times == 0 || e.After < times) {
				times = e.After
			}
		}
	}
	return times
}

// escalationFacts say that the head of the body was told of a complaint.
func (w writer) escalationFacts(c build.Complaint) []string {
	t := escalationTextsOf(w.d.Language)
	told := false
	for _, e := range c.Escalated {
		told = told || e.To == build.ToBody
	}
	switch body := clean.OneLine(c.Body); {
	case c.NewlyEscalated():
		return []string{fmt.Sprintf(t.telling, body)}
	case told:
		return []string{fmt.Sprintf(t.told, body)}
	}
	return nil
}

// farTooLong are the matters that wait so long that the governor has to know, for his page: those that burn are named
// there already.
func (w writer) farTooLong(l limits) Section {
	items := w.d.EscalatedItems(build.ToGovernor)
	if len(items) == 0 {
		return Section{}
	}
	own := escalationTextsOf(w.d.Language)
	s := Section{Head: fmt.Sprintf(own.governor,
		w.t.times(least(w.d, w.d.Escalations(build.ToGovernor), build.ToGovernor)), w.t.number(len(items)))}
	told, above := w.toldFarTooLong(items, l)
	for _, i := range told {
		c := w.d.Complaints[i.Complaint]
		ask, people := "", ""
		if c.Body != "" {
			ask = fmt.Sprintf(w.t.ask, clean.Shorten(clean.OneLine(c.Body), l.name))
		}
		if i.People > 1 {
			people = w.t.count(i.People, w.governorWords().people)
		}
		s.Items = append(s.Items, Item{Strong: w.since(c.ReceivedAt), URL: clean.Link(c.URL),
			Text: JoinFacts([]string{clean.Shorten(w.shortTopic(c), l.name), people,
				clean.Shorten(clean.OneLine(c.Municipality), l.name), ask})})
	}
	if above > 0 {
		s.Lines = []string{fmt.Sprintf(own.above, w.t.number(above))}
	}
	return s
}

// toldFarTooLong are those of the matters that the governor's page tells for themselves, and how many it has named
// among what burns.
func (w writer) toldFarTooLong(items []build.EscalatedItem, l limits) (told []build.EscalatedItem, above int) {
	shown := w.d.WorstBurning(l.burning)
	for _, i := range items {
		if i.Danger >= 0 && slices.ContainsFunc(shown, func(b build.Burning) bool {
			named := w.d.Burning[i.Danger]
			return b.Number == named.Number && b.Problem == named.Problem
		}) {
			above++
		} else if len(told) < min(governorEscalated, max(1, l.settled)) {
			told = append(told, i)
		}
	}
	return told, above
}

// shortTopic is what a complaint is about in few words: the trouble, or else the topic without what is added in
// brackets.
func (w writer) shortTopic(c build.Complaint) string {
	topic := cmp.Or(clean.OneLine(c.Topic), clean.OneLine(c.Group))
	name, _, _ := strings.Cut(w.t.topicName(topic), " (")
	if utf8.RuneCountInString(name) > longestMatter {
		name = w.t.topicName(c.Group)
	}
	return cmp.Or(w.t.topics()[topic].short, name)
}

// toHeads are those whose bodies' heads are told of them with this digest.
func (w writer) toHeads() Section {
	s := Section{}
	for _, n := range w.d.Escalations(build.ToBody) {
		c := w.d.Complaints[n]
		if !c.NewlyEscalated() {
			continue
		}
		if len(s.Items) == build.ReferencesShown {
			s.Left++
			continue
		}
		s.Items = append(s.Items, Item{Strong: w.t.numberSign + clean.OneLine(c.Number), URL: clean.Link(c.URL),
			Text: JoinFacts([]string{clean.OneLine(c.Body), w.since(c.ReceivedAt),
				address(c.Municipality, c.Settlement, c.Street, c.House), clean.OneLine(c.Group),
				w.quote(c.Text, c.Media, referenceQuote)})})
	}
	if n := len(s.Items) + s.Left; n > 0 {
		s.Head = fmt.Sprintf(escalationTextsOf(w.d.Language).heads, w.t.number(n))
	}
	if s.Left > 0 {
		s.More = fmt.Sprintf(w.t.hidden, w.t.count(s.Left, w.t.message))
	}
	return s
}

// EscalationTitle is what a page for the head of a body is called.
func EscalationTitle(l build.Language, body string) string {
	return fmt.Sprintf(escalationTextsOf(l).title, clean.OneLine(body))
}

// NewEscalation puts into words, for the head of a body, what waits too long: a digest of those complaints alone.
func NewEscalation(d build.Digest, body string) Page {
	d = InWords(d)
	t, own := textsOf(d.Language), escalationTextsOf(d.Language)
	w := writer{d: d, t: t, names: channelNames(d, t), problemOf: map[string]string{}}
	places := d.Escalations(build.ToBody)
	p := Page{Lang: t.lang, Title: EscalationTitle(d.Language, body), Officials: w.officials(),
		AsOf: fmt.Sprintf(t.asOf, t.date(d.At)), Tone: build.Tenser,
		Word:  fmt.Sprintf(own.waiting, t.number(len(places))),
		Lines: []string{fmt.Sprintf(own.line, t.times(least(d, places, build.ToBody)))}}
	s := Section{Head: t.oldest}
	for k, n := range places {
		if k == build.MostListed {
			s.Left = len(places) - k
			s.More = fmt.Sprintf(t.hidden, t.count(s.Left, t.complaint))
			break
		}
		c := d.Complaints[n]
		c.Escalated, c.Body = nil, "" // it is he who is told
		e := w.entry(k+1, c)
		e.Age, e.Reasons = w.since(c.ReceivedAt), ""
		s.Entries = append(s.Entries, e)
	}
	p.add(s)
	if d.IsMasked {
		p.Notes = append(p.Notes, t.masked)
	}
	return p
}
