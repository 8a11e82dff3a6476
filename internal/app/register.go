package app

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"otklik/internal/inbox"
	"otklik/internal/reading/table"
	"otklik/internal/text"
	"otklik/report/page"
)

// Register is a register of a digest, as a workbook or csv, in which somebody has filled in columns.
type Register struct {
	// Path is where it was read; it stands in the access log.
	Path string
	Rows []RegisterRow // those with something filled in
	Idle int           // rows with nothing filled in
	// Unsure are rows of a sample answered with "not sure": filled in, but nothing follows from them.
	Unsure int
	// Notes are sentences about the file that a person should know; LeftOut are rows that could not be read.
	Notes   []string
	LeftOut []table.LeftOut
}

// RegisterRow is a row of a register as somebody filled it in.
type RegisterRow struct {
	Row    int    // as spreadsheet programs count
	Number string // of the message, as it stands there
	Copy   bool   // it is another message of the row's text
	// Channel, ID and Listed are what the register says of the message: they help where several bear its number, and
	// where a topic is given without a group.
	Channel, ID, Listed string
	// What was filled in.
	Decision, Group, Topic, Place, By string

	words page.FillIn
	// opinion is the reason of what is an opinion on a sample; empty for a register.
	opinion string
	// answers are what may stand in a sample where the row's answer cannot be understood; nil: it can.
	answers []string
}

// ReadRegister reads what is filled in in a register, in either language. Errors are permanent until the file is
// changed, and name no file.
func ReadRegister(path string) (Register, error) {
	r := Register{Path: path}
	var t *table.Table
	var err error
	for _, language := range []string{"ru", "en"} {
		words := page.WordsIn(language)
		terms, fill := words.Terms(), words.FillIn()
		for _, wanted := range []table.Wanted{{Sheet: terms.Register, Columns: []string{terms.MessageNumber}},
			{Columns: []string{terms.MessageNumber, fill.Decision}}, {Columns: []string{terms.MessageNumber}}} {
			wanted.Formulas = true
			if t, err = table.Open(path, wanted); err != nil {
				continue // the last error is that of no certain sheet
			}
			c, twice := columnsOf(t, terms.MessageNumber, terms.Channel, terms.PlatformID, terms.TopicGroup,
				terms.SameTextNumbers, fill.Decision, fill.Group, fill.Topic, fill.Place, fill.Decider)
			if twice != nil {
				return r, UsageError{twice}
			}
			if c.filledIn() {
				r.Notes, r.LeftOut = t.Notes, t.LeftOut
				r.take(t, c, fill)
				return r, nil
			}
		}
		if err != nil {
			return r, UsageError{err}
		}
	}
	words := page.WordsIn("ru")
	return r, usagef("it is no register of a digest: it has not the columns «%s» and «%s»; its columns are: «%s»",
		words.Terms().MessageNumber, strings.Join(words.FillIn().Titles(), "», «"), strings.Join(t.Columns, "», «"))
}

// registerColumns are the places of a register's columns; negative: it has none.
type registerColumns []int

// ofNumber to ofDecider are their order.
const (
	ofNumber = iota
	ofChannel
	ofID
	ofListed
	ofCopies
	ofDecision
	ofGroup
	ofTopic
	ofPlace
	ofDecider
)

// columnsOf finds columns by their names; the error says which of them there are two of.
func columnsOf(t *table.Table, names ...string) (c registerColumns, err error) {
	for _, name := range names {
		at, err := t.Column(name)
		var twice table.TwiceError
		if errors.As(err, &twice) {
			return nil, err
		}
		if err != nil {
			at = -1
		}
		c = append(c, at)
	}
	return c, nil
}

// filledIn reports whether there is the number and at least one column to fill in.
func (c registerColumns) filledIn() bool {
	return c[ofNumber] >= 0 && max(c[ofDecision], c[ofGroup], c[ofTopic], c[ofPlace]) >= 0
}

func (r *Register) take(t *table.Table, c registerColumns, words page.FillIn) {
	for n, row := range t.Rows {
		cell := func(which int) string {
			if c[which] < 0 {
				return ""
			}
			return strings.Join(strings.Fields(table.Clean(row[c[which]])), " ")
		}
		topic := func(which int) string { return page.OriginalTopic(cell(which)) }
		filled := RegisterRow{Row: t.Numbers[n], Number: cell(ofNumber), Channel: cell(ofChannel), ID: cell(ofID),
			Listed: topic(ofListed), Decision: cell(ofDecision), Group: topic(ofGroup), Topic: topic(ofTopic),
			Place: cell(ofPlace), By: cell(ofDecider), words: words}
		if filled.Decision+filled.Group+filled.Topic+filled.Place == "" {
			r.Idle++
			continue
		}
		r.Rows = append(r.Rows, filled)
		r.copies(filled, cell(ofCopies))
	}
}

// copies adds the messages of the same text that a row stands for: what it says of the text holds for them. How
// somebody was answered concerns nobody else.
func (r *Register) copies(of RegisterRow, numbers string) {
	if d, _, ok := decisionIn(of.Decision, of.words); ok && d == inbox.Elsewhere {
		return
	}
	of.Copy, of.ID = true, ""
	for number := range strings.SplitSeq(numbers, ",") {
		if of.Number = strings.TrimSpace(number); of.Number != "" {
			r.Rows = append(r.Rows, of)
		}
	}
}

// longestFilledIn bounds what is filled in into a cell, in letters: more is a text in the wrong column.
const longestFilledIn = 500

// correction is what the row says; code is why it cannot be understood, empty where it can.
func (r RegisterRow) correction() (c Correction, code RowCode) {
	for _, cell := range []string{r.Decision, r.Group, r.Topic, r.Place, r.By} {
		if cell == table.NoValue {
			return c, RowNoValue
		}
		if utf8.RuneCountInString(cell) > longestFilledIn {
			return c, RowTooLong
		}
	}
	c = Correction{Group: r.Group, Topic: r.Topic, Place: r.Place, By: r.By, Decision: inbox.Unchanged,
		Reason: r.opinion, opinion: r.opinion != ""}
	if r.answers != nil {
		return c, RowBadAnswer
	}
	if isOneOf(r.Place, slices.Concat(page.WordsIn("ru").FillIn().NoPlace, page.WordsIn("en").FillIn().NoPlace)) {
		c.Place, c.NoPlace = "", true
	}
	if c.Topic != "" && c.Group == "" {
		if c.Group = r.Listed; c.Group == "" {
			return c, RowNoGroup
		}
	}
	if r.Decision == "" {
		return c, ""
	}
	var ok bool
	if c.Decision, c.Answered, ok = decisionIn(r.Decision, r.words); !ok {
		return c, RowBadDecision
	}
	return c, ""
}

// Decisions are what may stand under the title of decisions or of answers, in the file's language.
func (r RegisterRow) Decisions() []string {
	if r.answers != nil {
		return r.answers
	}
	return r.words.Offered
}

// decisionIn understands what stands under the title of decisions, in either language, and how a message was answered
// elsewhere: in the words of the file where the cell does not say it.
func decisionIn(cell string, file page.FillIn) (d inbox.Decision, how string, ok bool) {
	for _, language := range []string{"ru", "en"} {
		words := page.WordsIn(language).FillIn()
		words.SomehowElse = file.SomehowElse
		if d, how, ok = decisionOf(cell, words); ok {
			return d, how, true
		}
	}
	return "", "", false
}

func decisionOf(cell string, words page.FillIn) (d inbox.Decision, how string, ok bool) {
	switch {
	case isOneOf(cell, words.Needless):
		return inbox.Needless, "", true
	case isOneOf(cell, words.Needed):
		return inbox.Needed, "", true
	}
	for _, word := range words.Elsewhere {
		end := len(word)
		if len(cell) < end || !isOneOf(cell[:end], []string{word}) {
			continue
		}
		rest := strings.Trim(cell[end:], " \u00a0:,.;–—-()«»\"")
		if next, _ := utf8.DecodeRuneInString(cell[end:]); rest == "" || !text.IsLetter(next) {
			return inbox.Elsewhere, cmp.Or(rest, words.SomehowElse), true
		}
	}
	return "", "", false
}

// isOneOf reports whether something filled in is one of some words, whatever its case, blanks and last sign.
func isOneOf(cell string, words []string) bool {
	given := text.FoldName(strings.Trim(cell, " \u00a0.!;"))
	for _, w := range words {
		if given == text.FoldName(w) {
			return true
		}
	}
	return false
}
