package page

import (
	"cmp"
	"fmt"

	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/report/clean"
)

// governorPromises is how many of the promises that are past their day the governor's page tells.
const governorPromises = 2

// shortPromise is how many characters of a promise a governor's page that is full has, unless its clause has more.
const shortPromise = 60

type promiseTexts struct {
	PromiseTerms
	overdue, now, fact, more, given                 string
	wasDue, due, begins, dueIn, overdueIn, beginsIn string
	sent                                            noun
	standing                                        map[string]string
	statuses                                        map[inbox.PromiseStatus]string
}

// PromiseTerms are words about promises that stand alone: titles of a sheet and of columns, and what stands in cells.
type PromiseTerms struct {
	Sheet, Due, Status, Why, Words, Given, Month, Waiting, None string
}

var promiseWords = map[build.Language]promiseTexts{
	build.Russian: {
		PromiseTerms: PromiseTerms{Sheet: "Обещания", Due: "Обещано к", Status: "Статус", Why: "Почему так",
			Words: "Что обещано", Given: "Когда обещано", Month: "назван только месяц", Waiting: "Ждёт ответа",
			None: "Обещаний со сроком нет."},
		overdue: "Обещано и просрочено: %s", now: "Обещано: срок сегодня или прошёл", fact: "обещано: %s",
		more: "Ещё обещаний: %s.", given: "ответ %s",
		wasDue: "срок прошёл %s", due: "срок %s", begins: "начало %s", dueIn: "срок — %s",
		overdueIn: "срок прошёл %s", beginsIn: "начало %s",
		sent: noun{"раз дан этот ответ", "раза дан этот ответ", "раз дан этот ответ"},
		standing: map[string]string{
			inbox.PromiseThanked:     "автор пишет, что сделано, или благодарит",
			inbox.PromiseReported:    "сообщили, что сделано",
			inbox.PromiseWroteAgain:  "автор пишет снова",
			inbox.PromiseOthersWrote: "люди пишут снова",
			inbox.PromiseDayAhead:    "срок не наступил",
			inbox.PromiseDayOver:     "сделано ли, неизвестно",
		},
		statuses: map[inbox.PromiseStatus]string{inbox.PromiseDue: "срок идёт", inbox.PromiseKept: "выполнено",
			inbox.PromiseBroken: "не выполнено", inbox.PromiseUnknown: "неизвестно"},
	},
	build.English: {
		PromiseTerms: PromiseTerms{Sheet: "Promises", Due: "Promised by", Status: "Status", Why: "Because",
			Words: "What was promised", Given: "Promised on", Month: "only a month was named",
			Waiting: "Waits for an answer", None: "No promises with a date."},
		overdue: "Promised and overdue: %s", now: "Promised: due today or past", fact: "promised: %s",
		more: "More promises: %s.", given: "answered %s",
		wasDue: "was due %s", due: "due %s", begins: "begins %s", dueIn: "due %s", overdueIn: "was due %s",
		beginsIn: "begins %s",
		sent:     noun{"time this answer was given", "", "times this answer was given"},
		standing: map[string]string{
			inbox.PromiseThanked:     "the author says that it is done, or thanks",
			inbox.PromiseReported:    "reported as done",
			inbox.PromiseWroteAgain:  "the author writes again",
			inbox.PromiseOthersWrote: "people write again",
			inbox.PromiseDayAhead:    "its day has not come",
			inbox.PromiseDayOver:     "not known whether it was done",
		},
		statuses: map[inbox.PromiseStatus]string{inbox.PromiseDue: "due", inbox.PromiseKept: "kept",
			inbox.PromiseBroken: "broken", inbox.PromiseUnknown: "unknown"},
	},
}

func promiseTextsOf(l build.Language) promiseTexts { return promiseWords[cmp.Or(l, build.Russian)] }

// Promises are the words about promises.
func (w Words) Promises() PromiseTerms { return promiseTextsOf(build.Language(w.t.lang)).PromiseTerms }

// PromiseStatus is how a status of a promise is called; empty where there is no word for it.
func (w Words) PromiseStatus(s inbox.PromiseStatus) string {
	return promiseTextsOf(build.Language(w.t.lang)).statuses[s]
}

// PromiseReason says why a promise stands as it does, by its code; empty where nothing is known.
func (w Words) PromiseReason(code string) string {
	return promiseTextsOf(build.Language(w.t.lang)).standing[code]
}

// promiseDue says by when something was promised: «срок прошёл 20 мая». It is late only when the whole of its last day
// is over.
func (w writer) promiseDue(p build.Promise) string {
	t, day := promiseTextsOf(w.d.Language), p.Day(w.d.At.Location())
	form, when := t.due, w.t.dayOnly(day, w.d.At)
	late := !w.d.At.Before(day.AddDate(0, 0, 1)) && p.Status != inbox.PromiseKept
	switch {
	case p.Begins && p.Month:
		form = t.beginsIn
	case p.Begins:
		form = t.begins
	case late && p.Month:
		form = t.overdueIn
	case late:
		form = t.wasDue
	case p.Month:
		form = t.dueIn
	}
	if p.Month {
		when = w.t.inMonth(day, w.d.At)
	}
	return fmt.Sprintf(form, when)
}

// promiseStanding says what became of a promise; empty as long as its day has not come.
func (w writer) promiseStanding(p build.Promise) string {
	if p.Status == inbox.PromiseDue {
		return ""
	}
	t := promiseTextsOf(w.d.Language)
	return cmp.Or(t.standing[p.ReasonCode], t.statuses[p.Status])
}

// promiseFacts are what was promised to the author of a complaint, as facts of its entry.
func (w writer) promiseFacts(c build.Complaint) (facts []string) {
	t := promiseTextsOf(w.d.Language)
	for _, p := range c.Promises {
		words := w.promiseDue(p)
		if standing := w.promiseStanding(p); standing != "" {
			words += ", " + standing
		}
		facts = append(facts, fmt.Sprintf(t.fact, words))
	}
	return facts
}

// promise is a line about a promise; quote bounds its words, name the names of places and bodies.
func (w writer) promise(p build.LedgerEntry, quote, name int, facts ...string) Item {
	times := ""
	if p.Times > 1 {
		times = w.t.count(p.Times, promiseTextsOf(w.d.Language).sent)
	}
	said := p.Said(quote)
	if said != "" {
		said = w.t.openQuote + said + w.t.closeQuote
	} else {
		said = clean.Shorten(w.t.topicName(p.Group), name)
	}
	list := append([]string{said, w.promiseStanding(p.Promise), clean.Shorten(clean.OneLine(p.Municipality), name),
		times}, facts...)
	return Item{Strong: w.promiseDue(p.Promise), URL: clean.Link(p.URL), Text: JoinFacts(list)}
}

// worstPromises are those of the promises past their day that the governor's page tells.
func (w writer) worstPromises(l limits) []build.LedgerEntry {
	list, _ := w.d.OverduePromises()
	most := governorPromises
	if l.quote == 0 { // the page is overfull
		most = 1
	}
	return list[:min(len(list), most)]
}

// overduePromises are the worst of the promises that are past their day, for the governor.
func (w writer) overduePromises(l limits) Section {
	_, answers := w.d.OverduePromises()
	if answers == 0 {
		return Section{}
	}
	s := Section{Head: fmt.Sprintf(promiseTextsOf(w.d.Language).overdue, w.t.number(answers))}
	quote := l.quote
	if l.settled < governorPromises { // the page is full
		quote = shortPromise
	}
	for _, p := range w.worstPromises(l) {
		ask := ""
		if p.Body != "" {
			ask = fmt.Sprintf(w.t.ask, clean.Shorten(clean.OneLine(p.Body), l.name))
		}
		s.Items = append(s.Items, w.promise(p, quote, l.name, ask))
	}
	return s
}

// promisedNow are the promises that are due today or past their day, to be worked through.
func (w writer) promisedNow() Section {
	t := promiseTextsOf(w.d.Language)
	today := w.d.At.Format("2006-01-02")
	s := Section{Head: t.now}
	for _, p := range w.d.Ledger() {
		if !p.Overdue && (p.Status != inbox.PromiseDue || p.Due > today) {
			continue
		}
		if len(s.Items) == build.ReferencesShown {
			s.Left++
			continue
		}
		s.Items = append(s.Items, w.promise(p, clean.QuoteLength, clean.QuoteLength, w.t.topicName(p.Group),
			clean.OneLine(p.Body), fmt.Sprintf(t.given, w.t.dayOnly(p.GivenAt, w.d.At)), w.t.numberSign+p.Number))
	}
	if s.Left > 0 {
		s.More = fmt.Sprintf(t.more, w.t.number(s.Left))
	}
	return s
}

// promises is the ledger as a table.
func (w writer) promises() Section {
	t := promiseTextsOf(w.d.Language)
	ledger := w.d.Ledger()
	if len(ledger) == 0 {
		return Section{}
	}
	s := Section{Head: t.Sheet, Table: &Table{Columns: []Column{{t.Due, false}, {t.Status, false},
		{w.t.Municipality, false}, {w.t.Topic, false}, {t.Given, false}, {w.t.MessageNumber, false}}}}
	for _, p := range ledger {
		if len(s.Table.Rows) == build.MostListed {
			s.More = fmt.Sprintf(t.more, w.t.number(len(ledger)-build.MostListed))
			break
		}
		due := w.t.dayOnly(p.Day(w.d.At.Location()), w.d.At)
		if p.Month {
			due = w.t.inMonth(p.Day(w.d.At.Location()), w.d.At)
		}
		s.Table.Rows = append(s.Table.Rows, Row{
			Cells: []string{due, t.statuses[p.Status], cmp.Or(clean.OneLine(p.Municipality), w.t.none),
				w.t.groupName(p.Group), w.t.dayOnly(p.GivenAt, w.d.At), p.Number},
			Detail: JoinFacts([]string{w.t.openQuote + p.Said(clean.QuoteLength) + w.t.closeQuote,
				w.promiseStanding(p.Promise), clean.OneLine(p.Body)})})
	}
	return s
}
