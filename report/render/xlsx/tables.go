package xlsx

import (
	"fmt"
	"slices"
	"strings"

	"otklik/report/build"
	"otklik/report/page"
)

// parts are the columns of a breakdown. One of fewer than two messages is not compared: its times and shares are left
// out, so that sorting does not rank it.
func (b book) parts(what string) []field[build.Part] {
	faintly := func(p build.Part) mark {
		if !p.Ranked {
			return faint
		}
		return plain
	}
	number := func(title string, pick func(build.Part) int) field[build.Part] {
		return field[build.Part]{title, 11, whole, func(p build.Part) any { return b.count(pick(p)) }, faintly}
	}
	ranked := func(title string, form form, pick func(build.Part) *float64) field[build.Part] {
		return field[build.Part]{title, 13, form, func(p build.Part) any {
			if !p.Ranked || b.d.Headline.Mood == build.NoData {
				return nil
			}
			return optional(pick(p))
		}, faintly}
	}
	before := func(title string, pick func(build.Part) *int) field[build.Part] {
		return field[build.Part]{title, 13, whole, func(p build.Part) any { return optional(pick(p)) }, faintly}
	}
	return []field[build.Part]{
		{what, 34, words, func(p build.Part) any { return b.named(p.Name) }, faintly},
		number(b.say.Received, func(p build.Part) int { return p.Received }),
		before(b.say.ReceivedBefore, func(p build.Part) *int { return p.ReceivedBefore }),
		number(b.say.Answered, func(p build.Part) int { return p.Answered }),
		before(b.say.AnsweredBefore, func(p build.Part) *int { return p.AnsweredBefore }),
		number(b.say.Unanswered, func(p build.Part) int { return p.Unanswered }),
		number(b.say.Overdue, func(p build.Part) int { return p.Overdue }),
		number(b.say.Formal, func(p build.Part) int { return p.Formal }),
		number(b.say.Reopened, func(p build.Part) int { return p.Reopened }),
		ranked(b.say.MedianHours, tenths, func(p build.Part) *float64 { return p.MedianHours }),
		ranked(b.say.P90Hours, tenths, func(p build.Part) *float64 { return p.P90Hours }),
		ranked(b.say.TermsKept, share, func(p build.Part) *float64 { return p.InNorm }),
		{b.say.Comparison, 26, words, func(p build.Part) any {
			if p.Ranked {
				return nil
			}
			return b.say.FewerThanTwo
		}, faintly},
	}
}

func (b book) municipalities() sheet {
	return newTable(b, b.say.Municipalities, "Municipalities", b.d.Breakdown.Municipalities, b.say.NoMessages,
		b.parts(b.say.Municipality))
}

func (b book) bodies() sheet {
	return newTable(b, b.say.Bodies, "Bodies", b.d.Breakdown.Bodies, b.say.NoBodies, b.parts(b.say.Body))
}

func (b book) officials() sheet {
	return newTable(b, b.say.Officials, "Officials", b.d.Breakdown.Officials, b.say.NoMessages, b.parts(b.say.Official))
}

// topics are the groups with, beside their figures, what people write and where.
func (b book) topics() sheet {
	about := map[string]build.Topic{}
	for _, t := range b.d.Topics {
		about[t.Group] = t
	}
	text := func(title string, width float64, pick func(build.Topic) string) field[build.Part] {
		return field[build.Part]{title, width, words, func(p build.Part) any { return line(pick(about[p.Name])) }, nil}
	}
	fields := append(b.parts(b.say.TopicGroup),
		field[build.Part]{b.say.UnansweredChange, 12, whole, func(p build.Part) any {
			if t, known := about[p.Name]; known && !b.unsure() {
				return t.Change
			}
			return nil
		}, nil},
		text(b.say.WhatPeopleWrite, 60, func(t build.Topic) string { return t.Says }),
		text(b.say.Where, 36, func(t build.Topic) string {
			var places []string
			for _, p := range t.Places {
				places = append(places, fmt.Sprintf("%s %d", p.Municipality, p.Unanswered))
			}
			return strings.Join(places, ", ")
		}),
		text(b.say.Body, 28, func(t build.Topic) string { return t.Body }),
	)
	fields[0].value = func(p build.Part) any { return b.named(b.topic(p.Name)) }
	t := newTable(b, b.say.Topics, "Topics", b.d.Breakdown.Groups, b.say.NoMessages, fields)
	t.printed = len(b.parts(""))
	return t
}

func (b book) problems() sheet {
	return newTable(b, b.say.Problems, "Problems", b.d.Problems, b.say.NoProblems, []field[build.Group]{
		{b.say.Problem, 60, words, func(g build.Group) any { return line(g.Title) }, nil},
		{b.say.Messages, 11, whole, func(g build.Group) any { return b.count(g.Messages) }, nil},
		{b.say.People, 9, whole, func(g build.Group) any { return b.count(g.People) }, nil},
		{b.say.SameText, 13, whole, func(g build.Group) any {
			if g.Copies == 0 {
				return nil
			}
			return g.Copies
		}, nil},
		{b.say.TopicGroup, 24, words, func(g build.Group) any { return b.topic(g.Group) }, nil},
		{b.say.Municipality, 24, words, func(g build.Group) any { return line(g.Municipality) }, nil},
		{b.say.First, 16, moment, func(g build.Group) any { return b.clock(g.FirstAt) }, nil},
		{b.say.Last, 16, moment, func(g build.Group) any { return b.clock(g.LastAt) }, nil},
	})
}

func (b book) places() sheet {
	return newTable(b, b.say.HotPlaces, "HotPlaces", b.d.HotPlaces, b.say.NoHotPlaces, []field[build.HotPlace]{
		{b.say.Municipality, 24, words, func(p build.HotPlace) any { return line(p.Municipality) }, nil},
		{b.say.Settlement, 24, words, func(p build.HotPlace) any { return line(p.Settlement) }, nil},
		{b.say.Street, 28, words, func(p build.HotPlace) any { return line(p.Street) }, nil},
		{b.say.House, 8, words, func(p build.HotPlace) any { return line(p.House) }, nil},
		{b.say.Messages, 11, whole, func(p build.HotPlace) any { return b.count(p.Messages) }, nil},
		{b.say.People, 9, whole, func(p build.HotPlace) any { return b.count(p.People) }, nil},
		{b.say.TopicGroups, 40, words, func(p build.HotPlace) any {
			var names []string
			for _, group := range p.Groups {
				names = append(names, b.topic(group))
			}
			return strings.Join(names, ", ")
		}, nil},
	})
}

// days are the figures behind the picture. A day that was not read has none.
func (b book) days() sheet {
	known := func(pick func(build.Day) int) func(build.Day) any {
		return func(d build.Day) any {
			if !d.Known {
				return nil
			}
			return pick(d)
		}
	}
	return newTable(b, b.say.ByDay, "Days", b.d.Days, b.say.NoDays, []field[build.Day]{
		{b.say.Day, 13, date, func(d build.Day) any { return b.clock(d.Date) }, nil},
		{b.say.Received, 12, whole, known(func(d build.Day) int { return d.Received }), nil},
		{b.say.Answered, 12, whole, known(func(d build.Day) int { return d.Answered }), nil},
		{b.say.UnansweredAtEnd, 16, whole, known(func(d build.Day) int { return d.Unanswered }), nil},
		{b.say.Data, 24, words, func(d build.Day) any {
			if d.Known {
				return nil
			}
			return b.say.NotAllRead
		}, func(build.Day) mark { return faint }},
	})
}

// references are the columns of messages that the digest mentions without listing them.
func (b book) references() []field[reference] {
	return []field[reference]{
		{b.say.Received, 16, moment, func(r reference) any { return b.clock(r.ReceivedAt) }, nil},
		{b.say.Text, 60, words, func(r reference) any { return fit(r.Text) }, nil},
		{b.say.Link, 32, link, func(r reference) any { return address(r.URL) }, nil},
		{b.say.TopicGroup, 22, words, func(r reference) any { return b.topic(r.Group) }, nil},
		{b.say.Municipality, 20, words, func(r reference) any { return line(r.Municipality) }, nil},
		{b.say.Channel, 20, words, func(r reference) any { return line(string(r.Channel)) }, nil},
		{b.fill.ChannelName, 20, words, func(r reference) any { return b.channelOf(r.Channel) }, nil},
		{b.say.Kind, 18, words, func(r reference) any { return b.kind(r.Kind) }, nil},
		{b.say.MessageNumber, 13, words, func(r reference) any { return line(r.Number) }, nil},
		{b.say.PlatformID, 14, words, func(r reference) any { return line(r.ID) }, nil},
	}
}

// reference is a mentioned message with what happened to it.
type reference struct {
	build.Reference
	happened string
}

func referencesOf(list []build.Reference, happened string) []reference {
	items := make([]reference, len(list))
	for n, r := range list {
		items[n] = reference{r, happened}
	}
	return items
}

func (b book) answered() sheet {
	late := func(r reference) mark {
		if !r.InNorm {
			return alert
		}
		return plain
	}
	fields := append([]field[reference]{
		{b.say.Answered, 16, moment, func(r reference) any { return b.clock(r.At) }, nil},
		{b.say.AnswerHours, 12, tenths, func(r reference) any { return r.Hours }, late},
		{b.say.AnswerInTime, 9, words, func(r reference) any {
			if r.InNorm {
				return b.say.Yes
			}
			return b.say.No
		}, late},
	}, b.references()...)
	return newTable(b, b.say.Answered, "Answered", referencesOf(b.d.Answered, ""), b.say.NoAnswers,
		fields)
}

func (b book) changed() sheet {
	items := slices.Concat(referencesOf(b.d.Edited, b.say.EditedAfterAnswer),
		referencesOf(b.d.Deleted, strings.ToLower(b.say.DeletedBeforeAnswer)),
		referencesOf(b.d.Closed, b.say.ClosedByStaff))
	fields := append([]field[reference]{
		{b.say.WhatHappened, 22, words, func(r reference) any { return r.happened }, nil},
		{b.say.When, 16, moment, func(r reference) any { return b.clock(r.At) }, nil},
		{b.say.LastSeen, 16, moment, func(r reference) any {
			if r.LastSeen.IsZero() {
				return nil
			}
			return b.clock(r.LastSeen)
		}, nil},
		{b.say.WhoClosed, 18, words, func(r reference) any { return r.By }, nil},
		{b.say.WhyClosed, 32, words, func(r reference) any {
			decided := page.WordsIn(string(b.d.Language)).Decision(r.Decision)
			return page.JoinFacts([]string{decided, r.Reason})
		}, nil},
	}, b.references()...)
	return newTable(b, b.say.EditedAndDeleted, "Changed", items, b.say.NothingChanged, fields)
}

func (b book) channels() sheet {
	whether := func(c build.Channel) mark {
		if !c.Complete || len(c.Gaps) > 0 {
			return alert
		}
		return plain
	}
	// A zero of a channel that was not read to its end says nothing.
	stored := func(n func(build.Channel) int) func(build.Channel) any {
		return func(c build.Channel) any {
			if c.Behind() && n(c) == 0 {
				return nil
			}
			return n(c)
		}
	}
	t := newTable(b, b.say.Channels, "Channels", b.d.Channels, "", []field[build.Channel]{
		{b.say.Channel, 22, words, func(c build.Channel) any { return line(string(c.Channel)) }, nil},
		{b.fill.ChannelName, 30, words, func(c build.Channel) any { return b.channelOf(c.Channel) }, nil},
		{b.say.Platform, 14, words, func(c build.Channel) any { return b.platform(c.Platform) }, nil},
		{b.say.Reconciled, 14, words, func(c build.Channel) any {
			if c.Reconciled == nil || c.Behind() {
				return nil
			}
			return fmt.Sprintf(b.say.Of, c.Reconciled.Stored, c.Reconciled.Counted)
		}, nil},
		{b.say.Read, 16, words, func(c build.Channel) any {
			switch {
			case c.Behind():
				return b.say.NotToEnd
			case len(c.Gaps) > 0:
				return b.say.WithGaps
			case !c.Complete:
				return b.say.NotAllShown
			}
			return b.say.ToEnd
		}, whether},
		{b.say.NotRead, 60, words, func(c build.Channel) any { return strings.Join(b.unread(c), "\n") }, whether},
		{b.say.ReadToEnd, 16, moment, func(c build.Channel) any { return b.clock(c.LastRead) }, nil},
		{b.say.Imported, 16, moment, func(c build.Channel) any { return b.clock(c.Imported) }, nil},
		{b.say.Stored, 12, whole, stored(func(c build.Channel) int { return c.Stored }), nil},
		{b.say.NotDecoded, 12, whole, stored(func(c build.Channel) int { return c.Undecoded }), nil},
		{b.say.DeletedUnanswered, 12, whole, stored(func(c build.Channel) int { return c.DeletedUnanswered }), nil},
	})
	t.empty = b.noChannels()
	return t
}

// gap is a time in which a channel was not read.
type gap struct {
	channel build.Channel
	build.Gap
}

func (b book) gaps() sheet {
	var items []gap
	complete := len(b.d.Channels) > 0
	for _, c := range b.d.Channels {
		complete = complete && c.Complete
		for _, g := range c.Gaps {
			items = append(items, gap{c, g})
		}
	}
	t := newTable(b, b.say.Gaps, "Gaps", items, "", []field[gap]{
		{b.say.Channel, 22, words, func(g gap) any { return line(string(g.channel.Channel)) }, nil},
		{b.fill.ChannelName, 30, words, func(g gap) any { return b.channelOf(g.channel.Channel) }, nil},
		{b.say.UnreadFrom, 16, moment, func(g gap) any { return b.clock(g.From) }, nil},
		{b.say.To, 16, moment, func(g gap) any { return b.clock(g.To) }, nil},
		{b.say.Reason, 60, words, func(g gap) any { return line(g.Reason) }, nil},
	})
	t.empty = b.say.NoGaps
	if !complete {
		t.empty = b.say.SeeChannels
	}
	return t
}
