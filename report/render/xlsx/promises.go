package xlsx

import "otklik/report/build"

// promises are everything promised for a day, and what became of it.
func (b book) promises() sheet {
	say := b.words.Promises()
	worst := func(p build.LedgerEntry) mark {
		if p.Overdue {
			return alert
		}
		return plain
	}
	text := func(title string, width float64, pick func(build.LedgerEntry) string) field[build.LedgerEntry] {
		value := func(p build.LedgerEntry) any { return line(pick(p)) }
		return field[build.LedgerEntry]{title, width, words, value, nil}
	}
	return newTable(b, say.Sheet, "Promises", b.d.Ledger(), say.None, []field[build.LedgerEntry]{
		{say.Due, 13, words, func(p build.LedgerEntry) any {
			due := p.Day(b.d.At.Location()).Format("02.01.2006")
			if p.Month {
				due += " (" + say.Month + ")"
			}
			return due
		}, worst},
		{say.Status, 15, words, func(p build.LedgerEntry) any { return b.words.PromiseStatus(p.Status) }, worst},
		text(say.Why, 24, func(p build.LedgerEntry) string { return b.words.PromiseReason(p.ReasonCode) }),
		text(say.Words, 60, func(p build.LedgerEntry) string { return p.Text }),
		{say.Given, 16, moment, func(p build.LedgerEntry) any { return b.clock(p.GivenAt) }, nil},
		text(b.say.Municipality, 24, func(p build.LedgerEntry) string { return p.Municipality }),
		text(b.say.TopicGroup, 24, func(p build.LedgerEntry) string { return b.topic(p.Group) }),
		text(b.say.Body, 28, func(p build.LedgerEntry) string { return p.Body }),
		text(b.say.MessageNumber, 12, func(p build.LedgerEntry) string { return p.Number }),
		{say.Waiting, 9, words, func(p build.LedgerEntry) any { return b.yes(p.Waits) }, nil},
		{b.say.Link, 32, link, func(p build.LedgerEntry) any { return address(p.URL) }, nil},
	})
}
