package reading

import (
	"slices"

	"otklik/inbox"
	"otklik/reading/reply"
)

// renewedWords is how many fresh words of substance make a sentence another one, however many it has.
const renewedWords = 3

// Renewed implements inbox.Reader. What was added is read by itself, in whole sentences: it has to need an answer, and it
// has to be more than the same need in other words.
func (r *Reader) Renewed(t inbox.Thread, i int, former string) bool {
	added := reply.Added(fromLatin(former), fromLatin(t.Messages[i].Text))
	if added.Fresh == 0 {
		return false
	}
	t.Messages = slices.Clone(t.Messages[:i+1])
	t.Messages[i].Text, t.Messages[i].Media = added.Text, nil
	a := r.Assess(t, i)
	switch {
	case a.Unsolved:
		return true
	case !a.NeedsAnswer:
		return false
	case added.Named, added.Fresh >= renewedWords, 2*added.Fresh >= added.Words:
		return true
	}
	return r.otherMatter(former, added.Text)
}

// otherMatter reports whether a text is about something of another group than an earlier one: no light, no water.
func (r *Reader) otherMatter(former, text string) bool {
	was, is := r.read(former), r.read(text)
	for g, weight := range is.groups {
		if weight >= 1 && was.groups[g] == 0 {
			return true
		}
	}
	return false
}
