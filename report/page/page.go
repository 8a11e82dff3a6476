// Package page puts the facts of a digest into words, in the order in which they are read. All sentences that readers
// of digests see are made here, in both languages; the packages under render draw them.
package page

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/report/clean"
)

// Page is a digest in words, in the order in which it is read: what text, Markdown, HTML, documents and mails are drawn
// from. Its strings are plain: each renderer escapes them. Lines end without a break.
type Page struct {
	Lang, Title, Officials, AsOf, Period string

	Notices []string // about the sending, for whoever looks after the program: before everything else

	Word, Reason string // the headline and what decided it
	Tone         build.Mood
	Figures      []Figure
	Lines        []string // further sentences under the figures
	Contents     []Jump   // the parts of a long page, before its sections
	Picture      *Picture // nil: nothing to draw
	PictureLast  bool     // it stands behind the sections, not before them
	Sections     []Section
	Notes        []string // small print at the end
	OneSheet     bool     // meant for a single sheet of A4
}

// Figure is one of the numbers at the top.
type Figure struct{ Label, Value, Change string }

// Section is a part of the page with its heading. Each of its fields may be empty; they are drawn in this order.
type Section struct {
	ID      string // what a Jump leads to; empty: nothing does
	Head    string
	Lines   []string
	Entries []Entry
	Table   *Table
	Items   []Item
	More    string // what is not shown, and where it is
	Left    int    // how many entries or items More counts
	// Folded: it is looked at rarely, and is shown closed where a reader can open it.
	Folded bool
	// OffPaper counts the entries and items that are not printed, and PaperMore says so there.
	OffPaper  int
	PaperMore string
}

// Jump leads to a place of the same page: a Section or an Entry, by its ID.
type Jump struct{ Text, To string }

// Entry is a complaint as it is listed.
type Entry struct {
	ID              string // what a Jump leads to
	Number          int
	Head            string // the whole in one line; where it is empty, badges, age and due stand for it
	Age, Due        string
	Badges          []string // urgent, the state
	Facts           []string // channel, place, topic: may hold foreign text
	Quote, URL      string
	Open            string // the words of the link, or that there is none
	Author, Reasons string
	Above           string   // the message or post it replies to, in one line
	Replies         []string // what was answered so far, a line each
	Overdue, Urgent bool
	OffPaper        bool // left out where the page is printed
}

// First is the first line: the head, or what is known of the message's term.
func (e Entry) First() string {
	if e.Head != "" {
		return e.Head
	}
	return UpperFirst(JoinFacts(append(append([]string{}, e.Badges...), e.Age, e.Due)))
}

// Item is a short line that may lead somewhere.
type Item struct {
	ID        string // what a Jump leads to
	Text, URL string
	Strong    string   // words before the text that stand out: a name
	Below     []string // lines that belong to it and must not be overlooked
	Jumps     []Jump   // to entries, behind the text
	OffPaper  bool     // as of an Entry
}

// Words are the text with what it leads to, for formats in which nothing jumps.
func (i Item) Words() string {
	if len(i.Jumps) == 0 {
		return i.Text
	}
	list := make([]string, len(i.Jumps))
	for n, j := range i.Jumps {
		list[n] = j.Text
	}
	return i.Text + ": " + strings.Join(list, ", ")
}

// Table has rows of as many cells as columns.
type Table struct {
	Columns []Column
	Rows    []Row
}

// Column is the head of a column; numbers stand at the right.
type Column struct {
	Name   string
	Number bool
}

// Row is a row of a table; Detail says more about it in small print.
type Row struct {
	Cells  []string
	Detail string
}

// Picture is the one chart of a digest: messages by day. Days are in time order.
type Picture struct {
	Title                string
	Received, Unanswered string // the legend
	Unknown              string // the legend of days that were not read
	Days                 []PictureDay
	Alt                  string // the same in a sentence, for those who do not see it
}

// PictureDay is one day of a picture. Where Known is false the figures say nothing and are not to be drawn.
type PictureDay struct {
	Label                string // 5 мая
	Received, Unanswered int
	Known                bool
}

// New puts a digest into words for its audience.
func New(d build.Digest) Page {
	d = InWords(d)
	t := textsOf(d.Language)
	w := writer{d: d, t: t, names: channelNames(d, t), problemOf: map[string]string{}}
	for _, g := range d.Problems {
		if g.Messages > 1 { // the only message of a campaign is the title itself
			w.problemOf[g.ID] = clean.OneLine(g.Title)
		}
	}
	p := Page{
		Lang: t.lang, Title: clean.OneLine(d.Title), Officials: w.officials(),
		AsOf:   fmt.Sprintf(t.asOf, t.date(d.At)),
		Period: Words{t}.Period(d.Period),
		Word:   w.word(), Tone: d.Headline.Mood, Reason: w.reason(),
		Figures: w.figures(), Picture: w.picture(),
	}
	for _, part := range w.knownSince() {
		p.Period += "; " + part
	}
	switch d.Audience {
	case build.Press:
		p = w.press(p)
	case build.Analyst:
		p.Lines = append(w.lines(), w.movement()...)
		p.add(w.alerts())
		lists := w.worklist()
		urgent, rest := 0, 0 // the urgent stand before the tables, all others after them
		if len(lists) > 0 && w.anyUrgent() {
			urgent, rest = 1, 1
		}
		p.add(lists[:urgent]...)
		p.add(w.waves(), w.newThemes(), w.rootCause())
		p.add(w.tables()...)
		p.add(lists[rest:]...)
		p.add(w.channels(), w.staffLike())
	default:
		return w.governor(p)
	}
	if d.Audience == build.Analyst && w.showsShares() {
		p.Notes = append(p.Notes, t.kept)
	}
	if d.IsMasked && len(d.Complaints)+len(d.Answered)+len(d.Edited)+len(d.Deleted) > 0 {
		p.Notes = append(p.Notes, t.masked)
	}
	if d.WithoutEncoder {
		p.Notes = append(p.Notes, t.withoutEncoder)
	}
	return p
}

// InWords is the digest with the reasons of its gaps in words. The digest given is not changed.
func InWords(d build.Digest) build.Digest {
	t := textsOf(d.Language)
	d.Channels = slices.Clone(d.Channels)
	for i := range d.Channels {
		gaps := slices.Clone(d.Channels[i].Gaps)
		for n := range gaps {
			gaps[n].Reason = t.reason(gaps[n])
		}
		d.Channels[i].Gaps = gaps
	}
	return d
}

// reason is why something was not read. A digest that an earlier version kept has it in words alone.
func (t *texts) reason(g build.Gap) string {
	switch {
	case g.Why.Counted > 0:
		return fmt.Sprintf(t.Missing, t.number(g.Why.Counted), t.number(g.Why.Stored))
	case g.Why.Failure == build.NotStarted:
		return t.notStarted
	case g.Why.Failure == build.NotFinished:
		return t.notFinished
	case g.Why.Failure == "" && g.Reason != "":
		return g.Reason
	}
	return t.failure(g.Why.Failure)
}

// showsShares reports whether the tables of a page have a share of terms kept.
func (w writer) showsShares() bool {
	for _, parts := range w.d.Breakdown.Lists() {
		if w.d.Headline.Mood != build.NoData && slices.ContainsFunc(parts,
			func(p build.Part) bool { return p.Ranked && p.InNorm != nil }) {
			return true
		}
	}
	return false
}

// add appends the sections that say something.
func (p *Page) add(sections ...Section) {
	for _, s := range sections {
		if len(s.Lines)+len(s.Entries)+len(s.Items)+s.Left > 0 || s.Table != nil {
			p.Sections = append(p.Sections, s)
		}
	}
}

// writer puts one digest into words.
type writer struct {
	d     build.Digest
	t     *texts
	names map[inbox.ChannelID]string
	// problemOf are the titles of problems by their ids.
	problemOf map[string]string
}

func (w writer) hour() noun {
	if w.d.Working {
		return w.t.workingHour
	}
	return w.t.hour
}

func (w writer) officials() string {
	var names []string
	for _, o := range w.d.Officials {
		names = append(names, clean.OneLine(cmp.Or(o.Name, o.ID)))
	}
	return strings.Join(names, ", ")
}

// channelNames are unique: the platform, the official where there are several, the id where that is not enough.
func channelNames(d build.Digest, t *texts) map[inbox.ChannelID]string {
	officials := make(map[string]string)
	for _, o := range d.Officials {
		officials[o.ID] = cmp.Or(o.Name, o.ID)
	}
	names := make(map[inbox.ChannelID]string)
	used := make(map[string]int)
	for _, c := range d.Channels {
		name := cmp.Or(c.Title, d.PlatformName(c.Platform))
		if owner := officials[c.Channel.Official()]; len(officials) > 1 && owner != "" {
			name = owner + " — " + name
		}
		names[c.Channel] = clean.OneLine(name)
		used[clean.OneLine(name)]++
	}
	for id, name := range names {
		if used[name] > 1 {
			names[id] = name + " (" + clean.OneLine(id.Channel()) + ")"
		}
	}
	return names
}

func (w writer) channel(id inbox.ChannelID, p inbox.Platform) string {
	return cmp.Or(w.names[id], w.d.PlatformName(p))
}

func JoinFacts(facts []string) string {
	return strings.Join(slices.DeleteFunc(slices.Clone(facts), func(s string) bool { return s == "" }), " · ")
}

func UpperFirst(s string) string {
	for i, r := range s {
		return strings.ToUpper(string(r)) + s[i+len(string(r)):]
	}
	return s
}

// Stopped ends a sentence with one stop.
func Stopped(s string) string {
	if strings.HasSuffix(s, "…") {
		return s
	}
	return strings.TrimSuffix(s, ".") + "."
}

// JoinDash joins what is said with what is said about it.
func JoinDash(a, b string) string {
	if b == "" {
		return a
	}
	return a + " — " + b
}
