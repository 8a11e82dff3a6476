package inbox

import (
	"slices"
	"time"
)

// wordings are what a citizen's message has said in its time. A reply counts for the wording that stood when it was
// sent, and an answer to an earlier wording is none to what was added later.
type wordings struct {
	e   *evaluator
	i   int   // the message
	err error // the reader's, after which nothing that was decided counts
}

func (w *wordings) message() Message { return w.e.thread.Messages[w.i] }

// answeredBy is the wording that a reply sent at t answers. Platforms tell whole seconds: of a reply and an edit in one
// second the reply came first, so that nothing that was added passes for answered.
func (w *wordings) answeredBy(t time.Time) int {
	revisions := w.message().Revisions
	for k, r := range revisions {
		if !t.After(w.e.clamp(r.Until)) {
			return k
		}
	}
	return len(revisions)
}

// at is the wording that stood at t: its place among the revisions, or their number for the last one.
func (w *wordings) at(t time.Time) int {
	revisions := w.message().Revisions
	for k, r := range revisions {
		if t.Before(w.e.clamp(r.Until)) {
			return k
		}
	}
	return len(revisions)
}

// text is the message in one of its wordings.
func (w *wordings) text(wording int) string {
	if m := w.message(); wording < len(m.Revisions) {
		return m.Revisions[wording].Text
	}
	return w.message().Text
}

// moments implements edits.
func (w *wordings) moments() []time.Time {
	var all []time.Time
	for _, r := range w.message().Revisions {
		all = append(all, w.e.clamp(r.Until))
	}
	return all
}

// renewed implements edits.
func (w *wordings) renewed(wording int, t time.Time) bool {
	now := w.at(t)
	if now <= wording || w.err != nil {
		return false
	}
	key := [3]int{w.i, wording, now}
	answer, known := w.e.renewals[key]
	if !known {
		thread, i := w.edited(now, t)
		if answer, w.err = w.e.renewed(w.i, thread, i, w.text(wording)); w.err == nil {
			w.e.renewals[key] = answer
		}
	}
	return answer
}

// edited is the end of the thread as it stood when the message got a wording, at t, with the message last: what was
// said in the meantime is before it.
func (w *wordings) edited(wording int, t time.Time) (Thread, int) {
	thread, m := w.e.thread, w.message()
	all := thread.Messages
	end, _ := slices.BinarySearchFunc(all, t, func(other Message, t time.Time) int {
		if other.Sent.After(t) {
			return 1
		}
		return -1
	})
	thread.Messages = slices.Clone(all[max(0, end-Lookback-1):end])
	if at := w.i - max(0, end-Lookback-1); at >= 0 && w.i < end {
		thread.Messages = slices.Delete(thread.Messages, at, at+1)
	}
	m.Text, m.Revisions, m.Sent = w.text(wording), nil, t
	thread.Messages = append(thread.Messages, m)
	return thread, len(thread.Messages) - 1
}

// assess reads the message in one of its wordings, where it stands.
func (w *wordings) assess(wording int) (Assessment, error) {
	key := [2]int{w.i, wording}
	if a, known := w.e.wordings[key]; known {
		return a, nil
	}
	thread, from := w.e.thread, max(0, w.i-Lookback)
	thread.Messages = slices.Clone(thread.Messages[from : w.i+1])
	thread.Messages[w.i-from].Text = w.text(wording)
	a, err := w.e.assess(w.i, thread, w.i-from)
	if err != nil {
		return a, err
	}
	if correction, ok := thread.Corrections[w.message().Ref()]; ok {
		correction.amend(&a)
	}
	w.e.wordings[key] = a
	return a, nil
}

// answerEdited weighs a reply against the edited messages of a circle before end.
func (e *evaluator) answerEdited(i int, c *circle, end int) error {
	last, _ := slices.BinarySearch(c.edited, end)
	settled := false
	for _, k := range c.edited[:last] {
		if err := e.answerWording(i, k); err != nil {
			return err
		}
		settled = settled || e.settled(k, e.clamp(e.thread.Messages[i].Sent))
	}
	if settled {
		t := e.clamp(e.thread.Messages[i].Sent)
		c.edited = slices.DeleteFunc(c.edited, func(k int) bool { return k < end && e.settled(k, t) })
	}
	return nil
}

// answerWording lets a reply take effect on message k, which its author changed.
func (e *evaluator) answerWording(i, k int) error {
	var err error
	reply := e.thread.Messages[i]
	w := &wordings{e: e, i: k}
	wording := w.answeredBy(e.clamp(reply.Sent))
	v := e.of(k)
	was := v.Assessment
	if wording < len(w.message().Revisions) {
		if was, err = w.assess(wording); err != nil {
			return err
		}
	}
	if !was.NeedsAnswer {
		return nil // what it asks for now was added after the reply
	}
	citizen := w.message()
	citizen.Text = w.text(wording)
	kind, reason, err := e.worth(i, k, wording, citizen)
	if err != nil {
		return err
	}
	by := e.effect(reply, kind, reason, v.History[0].At)
	by.wording = wording
	if !v.NeedsAnswer && rank(by.kind) > 0 {
		// It was a need, had a reply, and its author made thanks of it: it has been answered nevertheless.
		v.Assessment = was
		v.History[0].State, v.History[0].Reason = Open, stillOpen()
	}
	if v.History[0].State.Waiting() && w.improves(e.replies[e.status[k]], by) {
		n := e.status[k]
		e.replies[n] = w.without(e.replies[n], by)
		e.take(k, by)
	}
	return nil
}

// improves reports whether a reply changes anything: not where an earlier one to the same wording that stands as long
// is worth as much. Of full answers the later one counts where an edit is taken back.
func (w *wordings) improves(before []effect, by effect) bool {
	return rank(by.kind) > 0 && !slices.ContainsFunc(before, func(b effect) bool {
		return b.to.IsZero() && b.wording == by.wording && rank(b.kind) >= rank(by.kind) && by.kind != ReplyAnswer
	})
}

// without leaves out of the replies the answer that the next one stands for: the second or a later one to the same
// wording, if at no moment at which the state may change it would be the last.
func (w *wordings) without(before []effect, next effect) []effect {
	if !next.closes() {
		return before
	}
	first, last := -1, -1
	for n, b := range before {
		if b.closes() && b.wording == next.wording {
			if first < 0 {
				first = n
			}
			last = n
		}
	}
	if first == last {
		return before
	}
	matters := func(t time.Time) bool { return !t.Before(before[last].from) && t.Before(next.from) }
	if matters(before[first].from) || slices.ContainsFunc(w.moments(), matters) {
		return before
	}
	return slices.Delete(before, last, last+1)
}

// settled reports whether no reply that is sent after t changes edited message k any more: what it says at last was
// answered before t, and every edit was made before that.
func (e *evaluator) settled(k int, t time.Time) bool {
	w := &wordings{e: e, i: k}
	final := len(w.message().Revisions)
	return slices.ContainsFunc(e.replies[e.status[k]], func(by effect) bool {
		return by.closes() && by.wording == final && by.from.Before(t) &&
			!slices.ContainsFunc(w.moments(), func(edit time.Time) bool { return !edit.Before(by.from) })
	})
}

// reopenEdited opens a message that the office closed and its author changed afterwards, so that it asks for something
// new; closed is the moment of closing.
func (e *evaluator) reopenEdited(i int, closed time.Time) error {
	w := &wordings{e: e, i: i}
	for _, t := range w.moments() {
		if t.After(closed) && w.renewed(w.at(closed), t) {
			v := e.of(i)
			v.History = append(v.History, Change{At: t, State: Reopened, Reason: editedSince()})
			break
		}
	}
	return w.err
}
