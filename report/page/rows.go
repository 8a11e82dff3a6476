package page

import (
	"cmp"
	"iter"
	"strconv"
	"strings"

	"otklik/report/build"
	"otklik/report/clean"
)

// csvText is the column of the text.
const csvText = 8

// Rows are the head and the rows of a table of every complaint, in the words of the digest's language. Where not
// everything was read the last row says so: an empty table must not look like calm.
func Rows(d build.Digest) iter.Seq[[]string] {
	d = InWords(d)
	t := textsOf(d.Language)
	fill := Words{t}.FillIn()
	w := writer{d: d, t: t, names: channelNames(d, t)}
	return func(yield func([]string) bool) {
		head := []string{t.Number, t.Channel, t.Platform, t.Kind, t.MessageNumber, t.Thread, t.Link, t.Author, t.Text,
			t.Received, t.State, t.WaitsHours, t.Due, t.Overdue, t.Urgent, t.TopicGroup, t.Topic, t.Municipality,
			t.Problem, t.Listen, t.WhyListed, t.Address, t.Answers, t.InReplyTo, t.PlatformID, t.Urgency,
			t.District, fill.ChannelName}
		head = append(head, fill.Titles()...)
		if !yield(head) {
			return
		}
		for n, c := range d.Complaints {
			if !yield(w.row(n+1, c)) {
				return
			}
		}
		if d.Headline.Mood == build.NoData || d.Headline.Mood == build.Incomplete {
			note := make([]string, len(head))
			note[0], note[csvText] = "!", JoinFacts([]string{w.word(), w.reason()})
			yield(note)
		}
	}
}

// row is a complaint with its number.
func (w writer) row(number int, c build.Complaint) []string {
	const moment = "02.01.2006 15:04"
	t := w.t
	answer := func(yes bool) string {
		if yes {
			return t.Yes
		}
		return t.No
	}
	return []string{
		strconv.Itoa(number), string(c.Channel), w.d.PlatformName(c.Platform),
		t.kinds[c.Kind],
		c.Number, c.Thread, clean.Link(c.URL), c.Author, c.Text, c.ReceivedAt.Format(moment), t.states[c.State],
		strings.Replace(strconv.FormatFloat(c.AgeHours, 'f', 1, 64), ".", t.decimal, 1), c.DueAt.Format(moment),
		answer(c.Overdue), answer(c.Urgent), t.topicName(c.Group), t.topicName(c.Topic), c.Municipality, c.Problem,
		answer(c.Listen),
		strings.Join(ReasonsOf(w.d, c), ", "), address(c.Settlement, c.Street, c.House), c.Body, c.Above, c.ID,
		t.degrees[c.Urgency], c.District, cmp.Or(w.names[c.Channel], string(c.Channel)),
		"", "", "", "", "", // what people fill in
	}
}
