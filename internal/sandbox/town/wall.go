package town

import (
	"cmp"
	"slices"
	"time"
)

// wall is a post while the talk under it is put together.
type wall struct {
	platform Platform
	subject  string
	text     string
	own      string // the official's own first comment
	at       time.Time
	draw     float64 // share of those who pass by and write
	crowd    crowd
	said     []*said
}

// said is a comment before its place in the order is known.
type said struct {
	line
	author  int
	at      time.Time
	to      *said
	text    string
	deleted bool
}

// finish puts the comments in order and works out the truth.
func (w *wall) finish() Post {
	slices.SortStableFunc(w.said, func(a, b *said) int { return a.at.Compare(b.at) })
	index := make(map[*said]int, len(w.said))
	thread := make([]entry, len(w.said))
	post := Post{Platform: w.platform, At: w.at, Text: w.text, Comments: make([]Comment, len(w.said))}
	for i, s := range w.said {
		index[s] = i
		to := -1
		if s.to != nil {
			to = index[s.to]
		}
		thread[i] = entry{s.author, to, s.worth, s.need}
		post.Comments[i] = Comment{Author: s.author, At: s.at.Truncate(time.Second), Text: s.text, ReplyTo: to,
			Media: s.media, Deleted: s.deleted}
	}
	for i, state := range states(thread, false) {
		if s := w.said[i]; s.author != OfficialSide {
			post.Comments[i].Truth = Truth{NeedsAnswer: s.need, Group: s.group, Urgent: s.urgent, State: state}
		}
	}
	return post
}

// byTime orders dialogs by their first message.
func byTime(a, b Dialog) int {
	return cmp.Or(a.Messages[0].At.Compare(b.Messages[0].At), cmp.Compare(a.Person, b.Person))
}
