// Package corpus carries a labelled collection of short comments, written for this project in the voices of pages of
// governors and heads of districts. It trains and measures the reading of comments where no other texts are at hand.
//
// The comments are invented: no line comes from a real page, and no person in them exists. The labels and the rules
// behind them are described in the README beside this file.
package corpus

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
)

//go:embed comments.tsv
var table string

// header is the first line of the table; a file with other columns is refused rather than read askew.
const header = "id\tcontext\ttext\tkind\tneeds_answer\tgroup\turgent\tlanguage"

// Kind says what a comment is, whoever it is about.
type Kind string

// The kinds of comments.
const (
	Complaint Kind = "complaint" // something is wrong
	Request   Kind = "request"   // somebody is asked to do something
	Question  Kind = "question"  // something is asked; between citizens and in rhetoric it needs no answer
	Thanks    Kind = "thanks"    // praise and thanks
	Chatter   Kind = "chatter"   // everything else that people say
	Spam      Kind = "spam"      // advertising, fraud, copied campaigns
)

// Context says where in a thread a comment stands.
type Context string

// The contexts of a comment.
const (
	Alone Context = ""      // under the post itself
	Reply Context = "reply" // an answer to another citizen
	After Context = "after" // the same author writes again after an official answer
)

// Comment is one labelled comment.
type Comment struct {
	ID      string  // "k0001"; names the line in tables of mistakes
	Context Context // a reader that knows the thread may use it
	Text    string  // one line, as a citizen would have typed it
	Kind    Kind
	// NeedsAnswer: a conscientious press office should reply to the comment or pass it on, even if it is rude,
	// sarcastic or stands inside a quarrel with another citizen.
	NeedsAnswer bool
	// Group is the federal classifier's group. It is empty where no answer is needed and where a cry for help or a
	// complaint names no matter or several at once.
	Group string
	// Urgent: a present threat to life or health, or an outage of heat, water or power going on.
	Urgent bool
	// Language is "ru", an ISO 639 code of another language (two letters where there are two, else three), or
	// "translit" for Russian in Latin letters.
	Language string
}

// Comments returns the whole corpus in its fixed, mixed order. Every call returns a slice of its own. An error means
// that the built-in table is damaged; it names the line but repeats none of its text.
func Comments() ([]Comment, error) {
	return parse(table)
}

func parse(table string) ([]Comment, error) {
	lines := strings.Split(strings.TrimRight(table, "\n"), "\n")
	if lines[0] != header {
		return nil, fmt.Errorf("reading the corpus: line 1 is not the header this version knows")
	}
	comments := make([]Comment, 0, len(lines)-1)
	for i, line := range lines[1:] {
		comment, err := parseLine(line)
		if err != nil {
			return nil, fmt.Errorf("reading the corpus, line %d: %w", i+2, err)
		}
		comments = append(comments, comment)
	}
	return comments, nil
}

func parseLine(line string) (Comment, error) {
	cells := strings.Split(line, "\t")
	if want := strings.Count(header, "\t") + 1; len(cells) != want {
		return Comment{}, fmt.Errorf("%d columns where %d are needed", len(cells), want)
	}
	needsAnswer, err := flag(cells[4])
	if err != nil {
		return Comment{}, fmt.Errorf("needs_answer: %w", err)
	}
	urgent, err := flag(cells[6])
	if err != nil {
		return Comment{}, fmt.Errorf("urgent: %w", err)
	}
	comment := Comment{
		ID: cells[0], Context: Context(cells[1]), Text: cells[2], Kind: Kind(cells[3]),
		NeedsAnswer: needsAnswer, Group: cells[5], Urgent: urgent, Language: cells[7],
	}
	switch comment.Kind {
	case Complaint, Request, Question, Thanks, Chatter, Spam:
	default:
		return Comment{}, fmt.Errorf("unknown kind %s", strconv.Quote(cells[3]))
	}
	switch comment.Context {
	case Alone, Reply, After:
	default:
		return Comment{}, fmt.Errorf("unknown context %s", strconv.Quote(cells[1]))
	}
	if comment.ID == "" || comment.Text == "" || comment.Language == "" {
		return Comment{}, fmt.Errorf("an empty id, text or language")
	}
	return comment, nil
}

func flag(cell string) (bool, error) {
	switch cell {
	case "0":
		return false, nil
	case "1":
		return true, nil
	}
	return false, fmt.Errorf("%s is neither 0 nor 1", strconv.Quote(cell))
}
