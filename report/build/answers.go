package build

import (
	"cmp"
	"slices"
	"time"

	"otklik/internal/inbox"
	"otklik/report/clean"
)

// Answer is what the official's side wrote to a message that waits all the same, or wrote before it came back.
type Answer struct {
	At   time.Time `json:"at"`
	Text string    `json:"text"` // masked, in one line
	// State is what the message became by it: formal, interim or answered.
	State inbox.State `json:"state"`
}

// HowToAnswer says where a message can be answered: people have to find it first.
type HowToAnswer string

// The ways to answer.
const (
	ByLink   HowToAnswer = "link"     // where its address leads
	ByReply  HowToAnswer = "reply"    // by the command reply: the program may write in this office's name
	ByBot    HowToAnswer = "bot"      // through the bot that it was written to; no person can write to its author there
	BySearch HowToAnswer = "platform" // in the channel, where it has to be looked for by its time and words
)

// howToAnswer decides where a message is answered, by its address and by what the office allows.
func (in Input) howToAnswer(m *inbox.Message) HowToAnswer {
	switch {
	case in.Replies && m.Kind == inbox.Direct:
		return ByReply
	case clean.Link(m.URL) != "":
		return ByLink
	case m.Kind == inbox.Direct && m.URL != "":
		return ByBot
	}
	return BySearch
}

// Decision is what a person of the office decided about a message.
type Decision struct {
	By, Reason string
	Decision   inbox.Decision
}

// closed are the messages that people of the office closed in the period, the latest first.
func (in Input) closed(items []item, p Period) []Reference {
	list := []Reference{}
	for _, i := range items {
		c, ok := i.step(p.To)
		if !ok || c.State != inbox.Dismissed || !p.holds(c.At) {
			continue
		}
		r := in.reference(i, c.At, c.At)
		decided := in.Decisions[i.Message.Ref()]
		r.By, r.Decision, r.Reason = clean.OneLine(decided.By), decided.Decision,
			in.masked(clean.OneLine(cmp.Or(decided.Reason, c.Reason.Words)))
		list = append(list, r)
	}
	slices.SortStableFunc(list, func(a, b Reference) int {
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.Number, b.Number))
	})
	for n := range list {
		text := list[n].Text
		if list[n].Text = ""; !in.Capped || n < ReferencesShown {
			list[n].Text = in.masked(text)
		}
	}
	return list
}
