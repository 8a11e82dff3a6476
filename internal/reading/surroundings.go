package reading

import (
	"slices"
	"time"

	"otklik/internal/inbox"
	"otklik/internal/reading/opinion"
)

// surroundings are what the thread adds to a text.
type surroundings struct {
	direct     bool   // a private message
	toCitizen  bool   // a reply to another citizen
	afterReply bool   // the official's side has answered in this dialog, or its author in this thread, before
	turned     bool   // the text is what stands behind thanks or wishes
	echoed     bool   // the text is read for one that repeats it
	earlier    string // what its author wrote before: who goes on does not name the place and the matter again
	answered   string // the comment that it replies to; unlike Above never one that only stands before it
	opinion.Surroundings
}

// Added weights of the surroundings of which the models saw too little. Who writes in private mostly wants something.
const (
	directWeight   = 0.7
	unsolvedWeight = 2.5
	solvedWeight   = 1.5 // thanks after an answer, and that it helped
	turnedWeight   = 0.5 // who thanks an official and then names a fault speaks to him
	thanksWeight   = 2.5 // thanks that name no fault, whatever matter they are for
	wrongedWeight  = 3.0 // a few words that state a wrong done to people
)

// around looks at what stands before message i, as far back as Lookback.
func around(t inbox.Thread, i int) surroundings {
	m, before := t.Messages[i], t.Messages[max(0, i-inbox.Lookback):i]
	if m.Kind == inbox.Direct || t.Ref.Kind == inbox.Direct {
		return surroundings{direct: true, afterReply: slices.ContainsFunc(before, byOfficial),
			earlier: earlier(m, before)}
	}

	s := surroundings{Surroundings: beside(m, before), earlier: earlier(m, before)}
	if slices.ContainsFunc(before, func(one inbox.Message) bool { return !one.Post && speaksTo(m, &one) }) {
		s.answered = s.Above
	}
	mine := map[string]bool{m.ID: true} // what was changed after a reply stands behind it (see Renewed)
	for k := range before {
		earlier := &before[k]
		switch {
		case earlier.Post || earlier.Automatic:
		case !earlier.Author.Official:
			if m.Author.ID != "" && earlier.Author.ID == m.Author.ID {
				mine[earlier.ID] = true
			}
			if speaksTo(m, earlier) && earlier.Author.ID != m.Author.ID {
				s.toCitizen = true
			}
		case repliesTo(m, earlier, mine):
			s.afterReply = true
		}
	}
	return s
}

// sameMatter is how long somebody who writes again may be going on with what he wrote before.
const sameMatter = 48 * time.Hour

// earlier is what the author of a message wrote last before it, with words of its own.
func earlier(m inbox.Message, before []inbox.Message) string {
	for k := len(before) - 1; k >= 0; k-- {
		one := &before[k]
		mine := m.Author.ID != "" && one.Author.ID == m.Author.ID && !one.Post && !one.Automatic
		if mine && one.Text != "" && m.Sent.Sub(one.Sent) <= sameMatter {
			return one.Text
		}
	}
	return ""
}

// beside is what a comment is read with: the post, and the comment that it answers or, where it answers none, the one
// before it.
func beside(m inbox.Message, before []inbox.Message) (s opinion.Surroundings) {
	for k := len(before) - 1; k >= 0; k-- {
		switch earlier := &before[k]; {
		case earlier.Automatic:
		case earlier.Post:
			if s.Post == "" {
				s.Post = earlier.Text
			}
		case s.Above == "" || speaksTo(m, earlier):
			s.Above = earlier.Text
			if speaksTo(m, earlier) {
				return withPost(s, before[:k])
			}
		}
	}
	return s
}

// withPost adds the last post, where there is one.
func withPost(s opinion.Surroundings, before []inbox.Message) opinion.Surroundings {
	for k := len(before) - 1; k >= 0 && s.Post == ""; k-- {
		if before[k].Post {
			s.Post = before[k].Text
		}
	}
	return s
}

// byOfficial reports whether a person of the official's side wrote a message to somebody.
func byOfficial(m inbox.Message) bool { return m.Author.Official && !m.Post && !m.Automatic }

// repliesTo reports whether an answer of the official's side is for a message: the message replies to it, it replies to
// one of its author's, or it names the author.
func repliesTo(m inbox.Message, answer *inbox.Message, mine map[string]bool) bool {
	named := answer.Addressee == m.Author.ID
	toAnother := answer.Beneath && answer.Addressee != "" && !named
	return m.ReplyTo != "" && answer.ID == m.ReplyTo || mine[answer.ReplyTo] && !toAnother || m.Author.ID != "" && named
}

// speaksTo reports whether a message replies to an earlier one or, where it only stands beneath another, names its
// author.
func speaksTo(m inbox.Message, earlier *inbox.Message) bool {
	if m.Beneath && m.Addressee != "" {
		return earlier.Author.ID == m.Addressee
	}
	return m.ReplyTo != "" && earlier.ID == m.ReplyTo
}
