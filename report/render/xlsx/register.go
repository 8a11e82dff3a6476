package xlsx

import (
	"strings"

	"otklik/report/build"
	"otklik/report/page"
)

// complaint is a complaint with its number in the digest.
type complaint struct {
	number int
	build.Complaint
}

func urgent(c complaint) mark {
	if c.Urgent {
		return alert
	}
	return plain
}

func overdue(c complaint) mark {
	if c.Overdue {
		return alert
	}
	return plain
}

// nothing stands in the columns that people fill in.
func nothing(complaint) any { return nil }

// printedFields are the columns of the register up to the channel: what a printed list is worked through with.
const printedFields = 13

// register lists every complaint in the digest's order, those of one text in one row with the numbers of the others. A
// governor's has no authors: his digest names no citizens.
func (b book) register() sheet {
	var items []complaint
	for k, n := range b.d.Items() {
		items = append(items, complaint{k + 1, b.d.Complaints[n]})
	}
	text := func(pick func(build.Complaint) string) func(complaint) any {
		return func(c complaint) any { return line(pick(c.Complaint)) }
	}
	fields := []field[complaint]{
		{b.say.Number, 6, whole, func(c complaint) any { return c.number }, nil},
		{b.say.MessageNumber, 13, words, text(func(c build.Complaint) string { return c.Number }), nil},
		{b.say.Urgent, 9, words, func(c complaint) any { return b.yes(c.Urgent) }, urgent},
		{b.say.Urgency, 17, words, func(c complaint) any { return b.urgency(c.Urgency) }, urgent},
		{b.say.State, 20, words, func(c complaint) any { return b.state(c.State) }, nil},
		{b.say.Received, 16, moment, func(c complaint) any { return b.clock(c.ReceivedAt) }, nil},
		{b.say.WaitsHours, 10, tenths, func(c complaint) any { return c.AgeHours }, nil},
		{b.say.Due, 16, moment, func(c complaint) any { return b.clock(c.DueAt) }, overdue},
		{b.say.Overdue, 12, words, func(c complaint) any { return b.yes(c.Overdue) }, overdue},
		{b.say.Text, 60, words, b.text, urgent},
		{b.say.TopicGroup, 22, words, text(func(c build.Complaint) string { return b.topic(c.Group) }), nil},
		{b.say.Municipality, 18, words, text(func(c build.Complaint) string { return c.Municipality }), nil},
		{b.say.Channel, 20, words, func(c complaint) any { return line(string(c.Channel)) }, nil},
		{b.fill.ChannelName, 20, words, func(c complaint) any { return b.channelOf(c.Channel) }, nil},
		{b.fill.Decision, 22, typed, nothing, nil},
		{b.fill.Group, 22, typed, nothing, nil},
		{b.fill.Topic, 22, typed, nothing, nil},
		{b.fill.Place, 20, typed, nothing, nil},
		{b.fill.Decider, 16, typed, nothing, nil},
		{b.say.Link, 32, link, func(c complaint) any { return address(c.URL) }, nil},
		{b.say.RepliesTo, 32, words, text(func(c build.Complaint) string { return c.Above }), nil},
		{b.say.Topic, 22, words, text(func(c build.Complaint) string { return b.topic(c.Topic) }), nil},
		{b.say.Responsible, 22, words, text(func(c build.Complaint) string { return c.Body }), nil},
		{b.say.Settlement, 18, words, text(func(c build.Complaint) string { return c.Settlement }), nil},
		{b.say.Street, 18, words, text(func(c build.Complaint) string { return c.Street }), nil},
		{b.say.House, 8, words, text(func(c build.Complaint) string { return c.House }), nil},
		{b.say.ProblemOfMany, 26, words, b.problemOf, nil},
		{b.say.SameText, 10, whole, copies, nil},
		{b.say.Listen, 11, words, func(c complaint) any { return b.yes(c.Listen) }, nil},
		{b.say.Platform, 13, words, func(c complaint) any { return b.platform(c.Platform) }, nil},
		{b.say.Kind, 18, words, func(c complaint) any { return b.kind(c.Kind) }, nil},
	}
	if b.d.Audience != build.Governor {
		fields = append(fields, field[complaint]{b.say.Author, 20, words,
			text(func(c build.Complaint) string { return c.Author }), nil})
	}
	fields = append(fields, []field[complaint]{
		{b.say.WhyListed, 36, words,
			text(func(c build.Complaint) string { return strings.Join(page.ReasonsOf(b.d, c), ", ") }), nil},
		{b.say.PlatformID, 14, words, text(func(c build.Complaint) string { return c.ID }), nil},
		{b.say.Thread, 14, words, text(func(c build.Complaint) string { return c.Thread }), nil},
		{b.say.SameTextNumbers, 18, words,
			text(func(c build.Complaint) string { return strings.Join(c.Others, ", ") }), nil},
		{b.say.District, 24, words, text(func(c build.Complaint) string { return c.District }), nil},
	}...)
	t := newTable(b, b.say.Register, "Register", items, b.say.NoComplaints, fields)
	t.printed = printedFields
	t.choices = b.choices(fields)
	return t
}

// text is the whole text, or what was attached where there is none.
func (b book) text(c complaint) any {
	if text := fit(c.Text); text != "" {
		return text
	}
	return line(page.QuoteOf(b.d, c.Complaint))
}

func (b book) problemOf(c complaint) any {
	if title := b.problem[c.Problem]; title != "" {
		return title
	}
	return line(c.Problem)
}

func copies(c complaint) any {
	if others := c.Copies + max(0, c.People-1); others > 0 {
		return others
	}
	return nil
}
