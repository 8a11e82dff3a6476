package page

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"otklik/report/build"
	"otklik/report/clean"
)

// governorEscalated is how many of those that wait far too long the governor's page tells.
const governorEscalated = 2

type escalationTexts struct {
	told, telling string // body
	governor      string // times, how many
	heads         string // how many
	title         string // body
	line          string // times
	waiting       string // how many
}

var escalationWords = map[build.Language]escalationTexts{
	build.Russian: {
		told: "передано руководителю: %s", telling: "передаётся руководителю: %s",
		governor: "Ждут дольше срока в %s раза и больше: %s", heads: "Передаём руководителям: %s",
		title: "%s: люди ждут ответа слишком долго", waiting: "Ждут: %s",
		line: "Эти обращения ждут ответа дольше срока в %s раза и больше. О каждом руководителю сообщаем один раз.",
	},
	build.English: {
		told: "passed on to the head of: %s", telling: "being passed on to the head of: %s",
		governor: "Waiting %s times as long as they may, or more: %s", heads: "Passed on to heads: %s",
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

// farTooLong are those that wait so long that the governor has to know, for his page.
func (w writer) farTooLong(l limits) Section {
	places := w.d.Escalations(build.ToGovernor)
	if len(places) == 0 {
		return Section{}
	}
	s := Section{Head: fmt.Sprintf(escalationTextsOf(w.d.Language).governor,
		w.t.times(least(w.d, places, build.ToGovernor)), w.t.number(len(places)))}
	for _, n := range places[:min(len(places), governorEscalated, max(1, l.settled))] {
		c := w.d.Complaints[n]
		ask := ""
		if c.Body != "" {
			ask = fmt.Sprintf(w.t.ask, clean.Shorten(clean.OneLine(c.Body), l.name))
		}
		s.Items = append(s.Items, Item{Strong: w.since(c.ReceivedAt), URL: clean.Link(c.URL),
			Text: JoinFacts([]string{clean.Shorten(w.t.topicName(cmp.Or(c.Topic, c.Group)), l.name),
				clean.Shorten(clean.OneLine(c.Municipality), l.name), ask})})
	}
	return s
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
