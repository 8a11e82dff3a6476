package page

import (
	"cmp"
	"fmt"
	"strings"

	"otklik/report/build"
	"otklik/report/clean"
)

// Brief prepares the meeting with the people of one municipality, for example a live broadcast: what they write about,
// what they ask, what was promised to them.
type Brief struct {
	// Digest is that of the municipality's messages over the days looked at; its Problems are all problems of that
	// time.
	Digest       build.Digest
	Municipality string
	Days         int
	// Asked are the questions, those of most people first.
	Asked []Asked
	// Loud are the problems that still wait, those of most people first.
	Loud []build.Problem
}

// Asked is a question.
type Asked struct {
	build.Problem
	// Question is how people ask, in a masked sentence of theirs.
	Question string
	// Answer is how one of them was answered; empty: none of them was.
	Answer string
}

// answerLength is how much of an answer is quoted, in whole sentences.
const answerLength = 160

// briefEntries bounds each list: a person prepares with it for an hour's talk.
const briefEntries = 10

type briefTexts struct {
	days noun
	title, period, main, asked, notAnswered, answered, promises, given,
	noPromises, loud, waiting, nothing, more,
	askWhom, waits, overdue, worst, nobody, one, askedOne string
}

var briefWords = map[build.Language]briefTexts{
	build.Russian: {
		days:  noun{"день", "дня", "дней"},
		title: "Подготовка к эфиру: %s", period: "Что писали за %s: с %s по %s", main: "Главные проблемы",
		asked:       "О чём спрашивают",
		notAnswered: "ответа по существу ещё не было", answered: "отвечали: %s",
		promises: "Что обещано и к какому сроку", given: "ответ %s",
		noPromises: "В ответах за это время обещаний со сроком не найдено.", loud: "Самые громкие из нерешённых",
		waiting: "Дольше всех ждут ответа",
		nothing: "За это время из этого места ничего, что требует ответа, не пришло.", more: "Ещё в этом списке: %s.",
		askWhom: "Что спросить с кого", waits: "без ответа: %s", overdue: "просрочено: %s", worst: "хуже всего: %s",
		nobody: "Ответственный не назван: %s.", one: "пишет один человек, %s", askedOne: "спросил один человек, %s",
	},
	build.English: {
		days:  noun{"day", "", "days"},
		title: "Preparing a broadcast: %s", period: "What people wrote in %s: %s to %s", main: "Main problems",
		asked:       "What people ask",
		notAnswered: "no answer to the point yet", answered: "the answer given: %s",
		promises: "What was promised, and by when", given: "answered %s",
		noPromises: "No promise with a date was found in the answers of this time.", loud: "Loudest of the unsolved",
		waiting: "Waiting longest for an answer",
		nothing: "Nothing that needs an answer came from this place in this time.", more: "More in this list: %s.",
		askWhom: "What to ask whom", waits: "unanswered: %s", overdue: "overdue: %s", worst: "the worst: %s",
		nobody: "Nobody is named for: %s.", one: "one person writes, %s", askedOne: "one person asked, %s",
	},
}

// NewBrief puts a preparation into words. What could not be read is said in it as in a digest.
func NewBrief(b Brief) Page {
	d := InWords(b.Digest)
	t, own := textsOf(d.Language), briefWords[cmp.Or(d.Language, build.Russian)]
	w := writer{d: d, t: t, names: channelNames(d, t)}
	p := Page{
		Lang: t.lang, Title: fmt.Sprintf(own.title, clean.OneLine(b.Municipality)), Officials: w.officials(),
		AsOf:   fmt.Sprintf(t.asOf, t.date(d.At)),
		Period: fmt.Sprintf(own.period, t.count(b.Days, own.days), t.date(d.Period.From), t.date(d.Period.To)),
		Word:   w.word(), Tone: d.Headline.Mood, Reason: w.reason(), Figures: w.figures(), Picture: nil,
	}
	if d.Totals.New == 0 && d.Totals.Unanswered == 0 && d.Complete {
		p.Lines = append(p.Lines, own.nothing)
	}
	add := func(s Section) {
		if len(s.Lines)+len(s.Entries)+len(s.Items) > 0 {
			p.Sections = append(p.Sections, s)
		}
	}
	problems := Section{Head: own.main}
	for _, g := range d.Problems {
		problems.Items = append(problems.Items, Item{Text: w.group(g, own.one)})
	}
	add(bounded(problems, own, t))
	asked := Section{Head: own.asked}
	for _, a := range b.Asked {
		answer := own.notAnswered
		if a.Answer != "" {
			answer = fmt.Sprintf(own.answered, t.openQuote+build.Whole(a.Answer, answerLength)+t.closeQuote)
		}
		g := groupOf(a.Problem, d)
		g.Title = a.Question
		asked.Items = append(asked.Items, Item{Text: JoinFacts([]string{w.group(g, own.askedOne), answer})})
	}
	add(bounded(asked, own, t))
	promises := Section{Head: own.promises}
	ledger := d.Ledger()
	for _, p := range ledger {
		promises.Items = append(promises.Items, w.promise(p, 200, 200, w.t.topicName(p.Group),
			fmt.Sprintf(own.given, t.day(p.GivenAt, d.At))))
	}
	if len(ledger) == 0 && d.Totals.Answered > 0 {
		promises.Lines = []string{own.noPromises}
	}
	add(bounded(promises, own, t))
	add(w.askWhom(own))
	loud := Section{Head: own.loud}
	for _, g := range b.Loud {
		loud.Items = append(loud.Items, Item{Text: w.group(groupOf(g, d), own.one)})
	}
	add(bounded(loud, own, t))
	waiting := Section{Head: own.waiting}
	items := d.Items()
	for k, n := range items[:min(len(items), briefEntries)] {
		e := w.entry(k+1, d.Complaints[n])
		e.Age = w.since(d.Complaints[n].ReceivedAt) // thousands of hours tell nobody anything
		waiting.Entries = append(waiting.Entries, e)
	}
	if left := len(items) - len(waiting.Entries); left > 0 {
		waiting.More = fmt.Sprintf(own.more, t.count(left, t.complaint))
	}
	add(waiting)
	add(w.channels())
	return p
}

// bounded cuts a list and says how much was cut.
func bounded(s Section, own briefTexts, t *texts) Section {
	if left := len(s.Items) - briefEntries; left > 0 {
		s.Items = s.Items[:briefEntries]
		s.More = fmt.Sprintf(own.more, t.number(left))
	}
	return s
}

// groupOf brings a problem to the digest's time zone. Its title and group are those that the digest gives the same
// problem: one matter has one name on a page.
func groupOf(p build.Problem, d build.Digest) build.Group {
	g := build.Group{ID: p.ID, Title: p.Title, Messages: p.Messages, People: p.People, Group: p.Group,
		Municipality: p.Municipality,
		FirstAt:      p.First.In(d.At.Location()), LastAt: p.Last.In(d.At.Location())}
	for _, known := range d.Problems {
		if known.ID == p.ID {
			g.Title, g.Group, g.Municipality, g.Copies = known.Title, known.Group, known.Municipality, known.Copies
		}
	}
	return g
}

// group is a problem in a line; one says that it is one person's.
func (w writer) group(g build.Group, one string) string {
	many := w.many(g)
	if g.People == 1 && g.Messages == 1 && g.Copies == 0 {
		many = fmt.Sprintf(one, w.t.day(g.FirstAt, w.d.At))
	}
	return JoinFacts([]string{strings.TrimSuffix(clean.OneLine(g.Title), "."), w.t.topicName(g.Group), many})
}

// askWhom says what to ask of each body: how much waits there, how much of it too long, and which is the worst, by the
// order of the complaints.
func (w writer) askWhom(own briefTexts) Section {
	t, s := w.t, Section{Head: own.askWhom}
	for _, load := range w.d.Bodies {
		if load.Waiting == 0 {
			continue
		}
		facts := []string{fmt.Sprintf(own.waits, t.number(load.Waiting))}
		if load.Overdue > 0 {
			facts = append(facts, fmt.Sprintf(own.overdue, t.number(load.Overdue)))
		}
		item := Item{Strong: clean.OneLine(load.Name)}
		if c := w.worst(load.Name); c != nil {
			facts = append(facts, fmt.Sprintf(own.worst, JoinFacts([]string{w.quote(build.Whole(c.Text, answerLength),
				c.Media, 2*build.SaysLongest), w.since(c.ReceivedAt)})))
			item.URL = clean.Link(c.URL)
		}
		item.Text = JoinFacts(facts)
		s.Items = append(s.Items, item)
	}
	s = bounded(s, own, t)
	if len(w.d.Unassigned) > 0 && len(s.Items) > 0 && w.named() {
		s.Lines = append(s.Lines, fmt.Sprintf(own.nobody, strings.Join(w.d.Unassigned, ", ")))
	}
	return s
}

// worst is the first of a body's complaints, which stand in the order in which they press; of a group's where no body
// is named.
func (w writer) worst(body string) *build.Complaint {
	for i := range w.d.Complaints {
		if c := &w.d.Complaints[i]; c.Body == body || c.Body == "" && clean.OneLine(c.Group) == body {
			return c
		}
	}
	return nil
}
