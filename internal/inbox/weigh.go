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
	reply := e.thread.Messages[i]
	text := e.textBasis(i, len(reply.Revisions), reply)
	form := e.thread.Duplicates[reply.Ref()].Complaints >= FormalComplaints
	worths := []worth{{string(text[:]), form}}
	left := c.unweighed(worths[0], end)
	weigh := e.worth
	if len(left) > mostRemembered {
		gist, err := e.gist(i, len(reply.Revisions), reply)
		if err != nil {
			return err
		}
		worths = append(worths, worth{gist.Key, form})
		left = c.unweighed(worths[1], end)
		weigh = e.compare
	}
	closed := false
	for _, k := range left {
		kind, reason, err := weigh(i, k, 0, e.thread.Messages[k])
		if err != nil {
			return err
		}
		n := e.status[k]
		by := e.effect(reply, kind, reason, e.statuses[n].History[0].At)
		if improves(e.replies[n], by) {
			e.take(k, by)
			closed = closed || by.closes()
		}
	}
	if reply.Deleted.IsZero() {
		for _, w := range worths {
			c.weighed[w] = max(c.weighed[w], end)
		}
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
	a := e.answeredOf(author)
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
	given     []MessageStatus
}

// answeredOf is what is known of an author's answers.
func (e *evaluator) answeredOf(author string) *answered {
	a := e.answered[author]
	if a == nil {
		a = &answered{}
		e.answered[author] = a
	}
	return a
}

// answeredBefore reports whether the author had a full answer in this thread at the moment t, which is not before
// that of any reply so far.
func (e *evaluator) answeredBefore(author string, t time.Time) (bool, error) {
	a := e.answered[author]
	if a == nil || a.ever {
		return a != nil, nil
	}
	for _, v := range a.given {
		if c, _ := v.At(t); c.State == Answered {
			return true, nil
		}
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
func (e *evaluator) effect(reply Message, kind ReplyKind, reason Reason, arrived time.Time) effect {
	kind, reason = e.thread.Duplicates[reply.Ref()].formLetter(kind, reason)
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
