package xlsx

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/report/page"
)

// book is a digest with what its sheets have in common.
type book struct {
	d       build.Digest
	words   page.Words
	say     page.Terms
	fill    page.FillIn
	tables  page.TableWords
	page    page.Page // for the headline in words
	channel map[inbox.ChannelID]string
	problem map[string]string // titles by id
}

func newBook(d build.Digest) book {
	d = page.InWords(d)
	words := page.WordsIn(string(d.Language))
	b := book{d: d, words: words, say: words.Terms(), fill: words.FillIn(), tables: words.Tables(),
		channel: map[inbox.ChannelID]string{}, problem: map[string]string{}}
	// The register is whole for every audience, so its words are those of the longest page.
	whole := d
	whole.Audience = build.Analyst
	b.page = page.New(whole)
	for _, p := range d.Problems {
		b.problem[p.ID] = line(p.Title)
	}
	names := map[string]int{}
	for _, c := range d.Channels {
		b.channel[c.Channel] = line(cmp.Or(c.Title, b.platform(c.Platform)))
		names[b.channel[c.Channel]]++
	}
	for id, name := range b.channel {
		if names[name] > 1 {
			b.channel[id] = name + " (" + line(string(id)) + ")"
		}
	}
	return b
}

func (b book) yes(is bool) any {
	if !is {
		return nil
	}
	return b.say.Yes
}

// count is a figure; nil where it says nothing: where nothing was read, and where a zero would look like calm
// although a part was not read.
func (b book) count(n int) any {
	if b.d.Headline.Mood == build.NoData || b.d.Partial() && n == 0 {
		return nil
	}
	return n
}

// optional is a figure that may be missing.
func optional[N int | float64](n *N) any {
	if n == nil {
		return nil
	}
	return *n
}

// clock is a moment on the clock of the digest.
func (b book) clock(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.In(b.d.At.Location())
}

// stamp is a moment as text.
func (b book) stamp(t time.Time) string {
	return t.In(b.d.At.Location()).Format(b.say.Stamp)
}

// unsure reports whether the figures may be too small.
func (b book) unsure() bool {
	return b.d.Headline.Mood == build.NoData || b.d.Partial()
}

func (b book) tone() mark {
	if b.unsure() {
		return alert
	}
	return plain
}

// caption is the line above every table: whose, of when, and whether it can be relied on.
func (b book) caption() string {
	text := b.page.Title + " · " + b.page.AsOf + " · " + b.page.Word
	if b.page.Reason != "" {
		text += ": " + b.page.Reason
	}
	return line(text)
}

// nothing is said in place of rows.
func (b book) nothing(calm string) string {
	switch b.d.Headline.Mood {
	case build.NoData:
		return b.page.Word + ": " + page.Stopped(b.say.NoneRead)
	case build.Incomplete, build.Imported:
		return b.say.NothingFound
	}
	return calm
}

// topic is what a group or a topic is called.
func (b book) topic(name string) string { return line(b.words.Topic(name)) }

// named is a name, or that it is not known.
func (b book) named(name string) string {
	return cmp.Or(line(name), b.say.NotKnown)
}

func newTable[T any](b book, name, id string, items []T, empty string, fields []field[T]) table[T] {
	return table[T]{name: name, id: id, caption: b.caption(), tone: b.tone(), fields: fields, items: items,
		empty: b.nothing(empty)}
}

func (b book) platform(p inbox.Platform) string { return line(b.d.PlatformName(p)) }

func (b book) kind(k inbox.Kind) string {
	return cmp.Or(b.words.Kind(k), line(string(k)))
}

func (b book) state(s inbox.State) string {
	return cmp.Or(b.words.State(s), line(string(s)))
}

// urgency is the degree; an empty cell where there is none.
func (b book) urgency(u inbox.Urgency) any {
	if u == inbox.NotUrgent {
		return nil
	}
	return cmp.Or(b.words.Urgency(u), line(string(u)))
}

func (b book) channelOf(id inbox.ChannelID) string {
	return cmp.Or(b.channel[id], line(string(id)))
}

// noChannels is said where a digest has none.
func (b book) noChannels() string { return page.UpperFirst(page.Stopped(b.say.NoChannels)) }

// unread says in lines what of a channel was not read; empty where all was.
func (b book) unread(c build.Channel) []string {
	var lines []string
	switch {
	case !c.Behind():
	case c.LastRead.IsZero() && !c.Imported.IsZero():
		lines = append(lines, b.say.ImportedUnread)
	case c.LastRead.IsZero():
		lines = append(lines, b.say.Never)
	default:
		lines = append(lines, fmt.Sprintf(b.say.NotReadSince, b.stamp(c.LastRead)))
	}
	if c.Reconciled != nil {
		for _, m := range c.Reconciled.Missing {
			lines = append(lines, line(m.Part)+": "+
				fmt.Sprintf(b.say.Missing, strconv.Itoa(m.Counted), strconv.Itoa(m.Stored)))
		}
	}
	for _, g := range c.Gaps {
		if g.Part != "" {
			continue
		}
		span := fmt.Sprintf(b.say.GapUntil, b.stamp(g.To))
		if !g.From.IsZero() {
			span = fmt.Sprintf(b.say.Gap, b.stamp(g.From), b.stamp(g.To))
		}
		if reason := line(g.Reason); reason != "" {
			span += ": " + reason
		}
		lines = append(lines, span)
	}
	if c.Undecoded > 0 {
		lines = append(lines, fmt.Sprintf(b.say.Undecoded, strconv.Itoa(c.Undecoded)))
	}
	if len(c.Inaccessible) > 0 {
		lines = append(lines, line(fmt.Sprintf(b.say.Withheld, strings.Join(c.Inaccessible, ", "))))
	}
	return lines
}
