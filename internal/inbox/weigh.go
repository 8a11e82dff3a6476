package inbox

import (
	"slices"
	"time"
)

// answer lets message i of the official's side take effect on the messages it answers.
func (e *evaluator) answer(i int) error {
	if m := e.thread.Messages[i]; m.Post || m.Automatic {
		return nil
	}
	c, n := e.reaches(i)
	if n == 0 {
		return nil
	}
	end := c.messages[n-1] + 1
	if err := e.answerOpen(i, c, end); err != nil {
		return err
	}
	return e.answerEdited(i, c, end)
}

// answerOpen weighs a reply against the open messages of a circle before end.
func (e *evaluator) answerOpen(i int, c *circle, end int) error {
	last, _ := slices.BinarySearch(c.open, end)
	if last == 0 {
		return nil
	}
	reply, gist, worth, err := e.reply(i)
	if err != nil {
		return err
	}
	first, _ := slices.BinarySearch(c.open, c.weighed[worth])
	closed := false
	for _, k := range c.open[min(first, last):last] {
		asked, err := e.gist(k, 0, e.thread.Messages[k])
		if err != nil {
			return err
		}
		n := e.status[k]
		effect := e.effect(reply, asked, gist, e.statuses[n].History[0].At)
		if improves(e.replies[n], effect) {
			e.take(k, effect)
			closed = closed || effect.closes()
		}
	}
	if reply.Deleted.IsZero() {
		c.weighed[worth] = max(c.weighed[worth], end)
	}
	if closed {
		c.open = slices.DeleteFunc(c.open, func(k int) bool {
			return slices.ContainsFunc(e.replies[e.status[k]], effect.closes)
		})
	}
	return nil
}

// improves reports whether a reply that is sent after others changes anything: not where one that stands as long is
// worth as much. It is for messages that were never edited.
func improves(before []effect, e effect) bool {
	return rank(e.kind) > 0 && !slices.ContainsFunc(before, func(b effect) bool {
		return b.to.IsZero() && rank(b.kind) >= rank(e.kind)
	})
}

// take notes a reply that changes message k.
func (e *evaluator) take(k int, by effect) {
	n := e.status[k]
	e.replies[n] = append(e.replies[n], by)
	author := e.thread.Messages[k].Author.ID
	if by.kind != ReplyAnswer || author == "" {
		return
	}
	a := e.answered[author]
	if a == nil {
		a = &answered{}
		e.answered[author] = a
	}
	if by.closes() && len(e.thread.Messages[k].Revisions) == 0 {
		a.ever = true
	} else if !slices.Contains(a.sometimes, k) {
		a.sometimes = append(a.sometimes, k)
	}
}

// answered says which messages of an author had a full answer.
type answered struct {
	ever      bool  // one of them for ever
	sometimes []int // those whose answers were deleted, or that were edited
}

// answeredBefore reports whether the author had a full answer in this thread at the moment t, which is not before
// that of any reply so far.
func (e *evaluator) answeredBefore(author string, t time.Time) (bool, error) {
	a := e.answered[author]
	if a == nil || a.ever {
		return a != nil, nil
	}
	for _, k := range a.sometimes {
		steps, err := e.history(k)
		if err != nil {
			return false, err
		}
		if c, _ := (MessageStatus{History: steps}).At(t); c.State == Answered {
			return true, nil
		}
	}
	return false, nil
}

// reply is message i of the official's side as it is weighed.
func (e *evaluator) reply(i int) (Message, Gist, worth, error) {
	m := e.thread.Messages[i]
	gist, err := e.gist(i, 0, m)
	form := e.thread.Duplicates[m.Ref()].Complaints >= FormalComplaints
	return m, gist, worth{gist.Key, form}, err
}

// gist reads message i in one of its wordings once.
func (e *evaluator) gist(i, wording int, m Message) (Gist, error) {
	key := [2]int{i, wording}
	g, known := e.asked[key]
	if known {
		return g, nil
	}
	g, err := e.reader.Gist(e.ctx, m)
	if err == nil {
		e.asked[key] = g
	}
	return g, err
}

// effect is what a reply does for a citizen's message that arrived at a moment.
func (e *evaluator) effect(reply Message, asked, gist Gist, arrived time.Time) effect {
	kind, reason := e.thread.Duplicates[reply.Ref()].formLetter(e.reader.Reply(asked, gist))
	by := effect{kind: kind, from: later(e.clamp(reply.Sent), arrived), by: reply.ID, reason: reason}
	if !reply.Deleted.IsZero() {
		by.to = later(e.clamp(reply.Deleted), by.from)
	}
	return by
}

// history is the life of message i with the replies it has had so far.
func (e *evaluator) history(i int) ([]Change, error) {
	n := e.status[i]
	first := e.statuses[n].History[0]
	if len(e.replies[n]) == 0 {
		return []Change{first}, nil
	}
	if len(e.thread.Messages[i].Revisions) == 0 {
		return history(first, e.replies[n], nil), nil
	}
	w := &wordings{e: e, i: i}
	steps := history(first, e.replies[n], w)
	return steps, w.err
}
