package page

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/report/clean"
)

// alertTexts are the words of notices between digests, and of what became of them.
type alertTexts struct {
	title   string
	reasons map[inbox.AlertReason]string
	asOf    string // moment
	person  noun
	problem noun
	// from when to when; who is responsible; what people write; the number of a message
	between, body, says, number string
	once                        string // small print
	// of a digest: how many were told, whether they arrived, what became of them
	section, told, nobody, notArrived, undelivered, overBound, subject string
	states                                                             map[build.AlertState]string
	waits                                                              string // how many of the messages
	sum                                                                string // how many there were, how many wait
	unheard                                                            string // how many of them reached nobody
	routes                                                             map[string]string
}

var alertWords = map[build.Language]alertTexts{
	build.Russian: {
		title: "Срочное уведомление", asOf: "На %s",
		reasons: map[inbox.AlertReason]string{inbox.AlertLife: "Люди в опасности",
			inbox.AlertRise: "Проблема растёт", inbox.AlertSurge: "Пишут втрое чаще обычного"},
		person:  noun{"человек", "человека", "человек"},
		problem: noun{"срочная проблема", "срочные проблемы", "срочных проблем"},
		between: "с %s по %s", body: "Отвечает: %s",
		says: "Пишут: %s", number: "Номер сообщения: %s",
		once: "О каждой проблеме уведомление приходит один раз; снова — только если стало опаснее или людей вдвое " +
			"больше. Что с ней стало, скажет следующая сводка.",
		section: "Срочные уведомления", told: "отправлено: %s", nobody: "отправлять некому",
		notArrived: "не дошло: %s", undelivered: "не доставлено",
		overBound: "не отправлено: предел уведомлений за день исчерпан",
		subject:   "Срочно: %s",
		states: map[build.AlertState]string{build.AlertWaits: "ещё ждёт ответа", build.AlertAnswered: "ответ дан",
			build.AlertDeleted: "авторы удалили сообщения"},
		waits: "ещё ждут ответа: %s из %s",
		sum:   "Всего %s, ещё ждут ответа %s.", unheard: "Не доставлено никому: %s.",
		routes: map[string]string{"file": "в папку", "webhook": "другой программе"},
	},
	build.English: {
		title: "Urgent notice", asOf: "As of %s",
		reasons: map[inbox.AlertReason]string{inbox.AlertLife: "People in danger",
			inbox.AlertRise: "A problem is growing", inbox.AlertSurge: "Three times as many messages as usual"},
		person: noun{"person", "", "people"}, problem: noun{"urgent problem", "", "urgent problems"},
		between: "%s to %s", body: "Responsible: %s",
		says: "People write: %s", number: "Message number: %s",
		once: "Each problem is told of once, and again only if it becomes more dangerous or twice as many people " +
			"write. The next digest says what became of it.",
		section: "Urgent notices", told: "sent to %s", nobody: "nobody to send it to",
		notArrived: "did not arrive: %s", undelivered: "not delivered",
		overBound: "not sent: the bound of notices for the day was reached",
		subject:   "Urgent: %s",
		states: map[build.AlertState]string{build.AlertWaits: "still waits for an answer",
			build.AlertAnswered: "answered", build.AlertDeleted: "its authors deleted the messages"},
		waits: "%s of %s still wait for an answer",
		sum:   "%s in all, %s still wait for an answer.", unheard: "Reached nobody: %s.",
		routes: map[string]string{"file": "a folder", "webhook": "another program"},
	},
}

func alertWordsIn(l build.Language) alertTexts { return alertWords[cmp.Or(l, build.Russian)] }

// AlertTitle is what notices between digests are called in a language.
func AlertTitle(l build.Language) string { return alertWordsIn(l).title }

// AlertSubject is the subject of a notice's mail: the weightiest problem and where it is.
func AlertSubject(n build.Notice) string {
	own := alertWordsIn(n.Language)
	if len(n.Alerts) == 0 {
		return own.title
	}
	a := n.Alerts[0]
	facts := alertFacts(strings.ToLower(own.reasons[a.Reason]), alertPlace(a))
	return fmt.Sprintf(own.subject, strings.Join(facts, ", "))
}

// NewAlert puts a notice into words: what, where, how many people, since when, who is responsible, where it stands.
func NewAlert(n build.Notice) Page {
	t, own := textsOf(n.Language), alertWordsIn(n.Language)
	p := Page{Lang: t.lang, Title: clean.OneLine(n.Title), AsOf: fmt.Sprintf(own.asOf, t.date(n.At)),
		Tone: build.Tenser}
	if len(n.Alerts) > 0 {
		p.Word = own.reasons[n.Alerts[0].Reason]
	}
	if len(n.Alerts) > 1 {
		p.Reason = alertReasons(t, own, n.Alerts)
	}
	for _, a := range n.Alerts {
		s := Section{Head: JoinFacts(alertFacts(own.reasons[a.Reason], alertPlace(a)))}
		if place := alertPlace(a); len(n.Alerts) == 1 && place != "" {
			s.Head = place // the rest stands above
		}
		s.Lines = append(s.Lines, Stopped(UpperFirst(alertScale(t, own, a, n.At))))
		topic := t.topicName(a.Topic)
		if a.Doubtful { // people's own words say what it is
			topic = ""
		}
		if about := alertFacts(t.groupName(a.Group), topic); len(about) > 0 {
			s.Lines = append(s.Lines, Stopped(strings.Join(about, ": ")))
		}
		if a.Says != "" {
			s.Lines = append(s.Lines, fmt.Sprintf(own.says, t.openQuote+clean.Quoted(a.Says)+t.closeQuote))
		}
		if a.Body != "" {
			s.Lines = append(s.Lines, Stopped(fmt.Sprintf(own.body, clean.OneLine(a.Body))))
		}
		s.Items = append(s.Items, Item{Text: fmt.Sprintf(own.number, a.Number), URL: clean.Link(a.URL)})
		if clean.Link(a.URL) == "" {
			s.Items = append(s.Items, Item{Text: t.howTo(a.HowToAnswer, a.Number)})
		}
		p.Sections = append(p.Sections, s)
	}
	p.Notes = append(p.Notes, own.once)
	if n.Masked {
		p.Notes = append(p.Notes, t.masked)
	}
	return p
}

// alertReasons count the problems behind the word that stands before them, which is the first one's reason.
func alertReasons(t *texts, own alertTexts, alerts []build.Alert) string {
	times, order := map[inbox.AlertReason]int{}, []inbox.AlertReason(nil)
	for _, a := range alerts {
		if times[a.Reason]++; times[a.Reason] == 1 {
			order = append(order, a.Reason)
		}
	}
	if len(order) == 1 {
		return t.count(len(alerts), own.problem)
	}
	parts := []string{t.number(times[order[0]])}
	for _, reason := range order[1:] {
		parts = append(parts, strings.ToLower(own.reasons[reason])+": "+t.number(times[reason]))
	}
	return strings.Join(parts, "; ")
}

// alertScale is how many people wrote since when.
func alertScale(t *texts, own alertTexts, a build.Alert, at time.Time) string {
	people := t.count(a.People, own.person)
	messages := ""
	if a.Messages > a.People {
		messages = t.count(a.Messages, t.message)
	}
	when := t.day(a.First, at)
	switch {
	case a.Messages == 1 || when == t.day(a.Last, at):
	case t.dayOnly(a.First, at) == t.dayOnly(a.Last, at):
		when += "–" + a.Last.Format("15:04")
	default:
		when = fmt.Sprintf(own.between, when, t.day(a.Last, at))
	}
	return strings.Join(alertFacts(people, messages, when), ", ")
}

// alertPlace is where it is, from the whole to its parts.
func alertPlace(a build.Alert) string {
	return address(a.Municipality, a.Settlement, a.Street, a.House)
}

// alertFacts are those that are known, each in one line.
func alertFacts(facts ...string) []string {
	for i, f := range facts {
		facts[i] = clean.OneLine(f)
	}
	return slices.DeleteFunc(facts, func(f string) bool { return f == "" })
}

// alerts say what became of the notices since the last digest.
func (w writer) alerts() Section {
	own := alertWordsIn(w.d.Language)
	s := Section{ID: "alerts", Head: own.section}
	for _, a := range w.d.Alerts {
		facts := alertFacts(alertPlace(a), w.t.groupName(a.Group), alertScale(w.t, own, a, w.d.At))
		s.Items = append(s.Items, Item{
			Strong: w.t.day(a.At, w.d.At) + ": " + strings.ToLower(own.reasons[a.Reason]),
			Text:   JoinFacts(append(facts, w.alertSent(own, a), w.alertState(own, a)))})
	}
	return s
}

// alertsIn are the notices as the governor's page has room for them: where, how many people, what became of it.
func (w writer) alertsIn(l limits) Section {
	own := alertWordsIn(w.d.Language)
	s := Section{ID: "alerts", Head: own.section}
	if len(w.d.Alerts) == 0 {
		return Section{}
	}
	// One line stands there however little room is left: nobody may wonder what became of what he was rung up for.
	waiting, unheard := 0, 0
	for _, a := range w.d.Alerts {
		if a.State == build.AlertWaits {
			waiting++
		}
		if undelivered(a) {
			unheard++
		}
	}
	s.Lines = []string{fmt.Sprintf(own.sum, w.t.number(len(w.d.Alerts)), w.t.number(waiting))}
	if unheard > 0 {
		s.Lines[0] += " " + fmt.Sprintf(own.unheard, w.t.number(unheard))
	}
	for _, a := range w.d.Alerts[:min(len(w.d.Alerts), l.settled)] {
		sent := ""
		switch {
		case a.OverBound:
			sent = own.overBound
		case undelivered(a):
			sent = own.undelivered
		}
		s.Items = append(s.Items, Item{Strong: own.reasons[a.Reason],
			Text: JoinFacts([]string{clean.Shorten(alertPlace(a), l.name), cmp.Or(clean.Shorten(a.Group, l.name),
				w.t.other), w.t.count(a.People, own.person), sent, w.alertState(own, a)})})
	}
	return s
}

// undelivered reports whether somebody was to be told and nobody was.
func undelivered(a build.Alert) bool {
	return !a.OverBound && len(a.Routes) > 0 &&
		!slices.ContainsFunc(a.Routes, func(r build.AlertRoute) bool { return r.Sent })
}

// alertSent says who was told.
func (w writer) alertSent(own alertTexts, a build.Alert) string {
	if a.OverBound {
		return own.overBound
	}
	var had, not []string
	for _, route := range a.Routes {
		to := &not
		if route.Sent {
			to = &had
		}
		if name := w.routeName(own, route.Route); !slices.Contains(*to, name) {
			*to = append(*to, name)
		}
	}
	var said []string
	if len(had) > 0 {
		said = append(said, fmt.Sprintf(own.told, strings.Join(had, ", ")))
	}
	switch to := strings.Join(not, ", "); {
	case undelivered(a):
		said = append(said, own.undelivered+": "+to)
	case len(not) > 0:
		said = append(said, fmt.Sprintf(own.notArrived, to))
	}
	return cmp.Or(strings.Join(said, "; "), own.nobody)
}

// alertState says what became of the messages.
func (w writer) alertState(own alertTexts, a build.Alert) string {
	if a.State == build.AlertWaits && a.Messages > 1 {
		return fmt.Sprintf(own.waits, w.t.number(a.Waiting), w.t.number(a.Messages))
	}
	return own.states[a.State]
}

// routeName is a way as people call it: the number of a chat and the sum of an address tell nobody anything.
func (w writer) routeName(own alertTexts, route string) string {
	kind, address, _ := strings.Cut(route, " ")
	switch kind {
	case "mail":
		return clean.OneLine(address)
	case "file", "webhook":
		return own.routes[kind]
	}
	return w.d.PlatformName(inbox.Platform(kind))
}
