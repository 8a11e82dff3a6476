// Package trial reads the texts that the reading is trained and measured on and cross-validates it.
package trial

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"otklik/internal/inbox"
	"otklik/internal/reading/corpus"
)

// Source names a collection of texts.
type Source string

// The sources.
const (
	Page   Source = "page"   // comments under a governor's posts
	Portal Source = "portal" // messages to a portal, all complaints
	Noise  Source = "noise"  // spam and talk, no complaints
	Corpus Source = "corpus" // comments written for the project
)

// Example is one labelled text.
type Example struct {
	Source Source
	ID     string
	Group  string // examples of one group are never on both sides of a fold: the author or the text
	Thread inbox.Thread
	At     int // the message of Thread
	Needs  bool
	Urgent bool
	Kind   string // of Page: as labelled, "C/R" where two readers differed
	Topic  string
	Theme  string // of Portal: the portal's own theme
	Noise  string // kind of a Noise row
	Weight float32
}

// Text is what was written.
func (e *Example) Text() string { return e.Thread.Messages[e.At].Text }

// rows reads a table without its header.
func rows(folder, name string) ([][]string, error) {
	data, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		return nil, fmt.Errorf("read the texts for measuring: %w", err)
	}
	var out [][]string
	for i, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		if i > 0 {
			out = append(out, strings.Split(line, "\t"))
		}
	}
	return out, nil
}

// Load reads all examples from the folder of the texts for measuring and the project's own corpus.
func Load(folder string) ([]Example, error) {
	var out []Example
	page, err := rows(folder, "governor-page-dev.tsv")
	if err != nil {
		return nil, err
	}
	threads := map[string]*inbox.Thread{}
	for _, row := range page {
		t := threads[row[1]]
		if t == nil {
			t = &inbox.Thread{}
			threads[row[1]] = t
		}
		official := row[4] == "O"
		t.Messages = append(t.Messages, inbox.Message{ID: row[0], Kind: inbox.Comment, Text: row[9],
			Author: inbox.Author{ID: row[3], Official: official}})
		if official || row[5] == "?" {
			continue
		}
		out = append(out, Example{Source: Page, ID: row[0], Group: row[3], At: len(t.Messages) - 1,
			Thread: inbox.Thread{Ref: inbox.ThreadRef{ID: row[1]}},
			Needs:  row[5] == "1", Urgent: row[8] == "1", Kind: row[4], Topic: row[6]})
	}
	for i := range out {
		out[i].Thread.Messages = threads[out[i].Thread.Ref.ID].Messages
	}
	portal, err := rows(folder, "portal-dev.tsv")
	if err != nil {
		return nil, err
	}
	for _, row := range portal {
		e := single(Portal, row[0], row[4], true, "")
		e.Topic, e.Theme = row[1], row[2]
		out = append(out, e)
	}
	noise, err := rows(folder, "noise-dev.tsv")
	if err != nil {
		return nil, err
	}
	for _, row := range noise {
		e := single(Noise, row[0], row[2], false, "")
		e.Noise = row[1]
		out = append(out, e)
	}
	own, err := corpus.Comments()
	if err != nil {
		return nil, err
	}
	for _, c := range own {
		e := single(Corpus, c.ID, c.Text, c.NeedsAnswer, c.Context)
		e.Kind, e.Urgent, e.Topic = string(c.Kind), c.Urgent, c.Group
		out = append(out, e)
	}
	return out, nil
}

func single(source Source, id, text string, needs bool, context corpus.Context) Example {
	m := inbox.Message{ID: "m", Kind: inbox.Comment, Author: inbox.Author{ID: "c"}, Text: text}
	e := Example{Source: source, ID: id, Group: clip(text, 60), Needs: needs}
	switch context {
	case corpus.Reply:
		m.ReplyTo = "b"
		e.Thread.Messages = append(e.Thread.Messages,
			inbox.Message{ID: "b", Kind: inbox.Comment, Author: inbox.Author{ID: "d"}, Text: "—"})
	case corpus.After:
		e.Thread.Messages = append(e.Thread.Messages,
			inbox.Message{ID: "a", Kind: inbox.Comment, Author: inbox.Author{ID: "c"}, Text: "—"},
			inbox.Message{ID: "b", Kind: inbox.Comment, Author: inbox.Author{ID: "o", Official: true}, ReplyTo: "a",
				Text: "—"})
	}
	e.Thread.Messages = append(e.Thread.Messages, m)
	e.At = len(e.Thread.Messages) - 1
	return e
}

// clip cuts a text after at most n runes.
func clip(text string, n int) string {
	for i := range text {
		if n == 0 {
			return text[:i]
		}
		n--
	}
	return text
}
