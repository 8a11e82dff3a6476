package reading

import (
	"context"
	"slices"
	"strings"

	"otklik/internal/inbox"
	"otklik/internal/reading/reply"
)

// Renewed implements inbox.Reader. What was added is read by itself: a sentence that was not there, or a part of one,
// has to need an answer or to say that nothing was solved; a sentence in which words were exchanged has to be about
// another place or matter as well, because the same need may be put in other words.
func (r *Reader) Renewed(ctx context.Context, t inbox.Thread, i int, former string) (bool, error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	return r.renewed(t, i, asRead(former)), nil
}

func (r *Reader) renewed(t inbox.Thread, i int, former string) bool {
	added := reply.Added(former, asRead(t.Messages[i].Text))
	t.Messages = slices.Clone(t.Messages[:i+1])
	read := func(text string) inbox.Assessment {
		if text == "" {
			return inbox.Assessment{}
		}
		t.Messages[i].Text, t.Messages[i].Media = text, nil
		return r.assessMessage(t, i)
	}
	if a := read(added.Sentences); a.Unsolved || added.Fresh > 0 && (a.NeedsAnswer || asks(added)) {
		return true
	}
	if a := read(added.Clauses); a.Unsolved || a.NeedsAnswer {
		return true
	}
	a := read(added.Changed)
	return a.NeedsAnswer && (added.Named || r.otherMatter(former, added))
}

// askedWords is how many fresh words make a question of a sentence that the models know nothing of.
const askedWords = 3

// asks reports whether a question was added: whoever adds one to a complaint that was answered asks the official.
func asks(added reply.Addition) bool {
	return added.Fresh >= askedWords && strings.Contains(added.Sentences, "?")
}

// otherMatter reports whether words that came into a text are about something of another group than it was: no light,
// no water.
func (r *Reader) otherMatter(former string, added reply.Addition) bool {
	was, is := r.read(former), r.read(added.Words)
	if r.group(was) == r.group(r.read(added.Changed)) {
		return false
	}
	for g, weight := range is.groups {
		if weight >= 1 && was.groups[g] == 0 {
			return true
		}
	}
	return false
}
