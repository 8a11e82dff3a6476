package inbox

import (
	"slices"
	"time"
)

// wordings are what a citizen's message has said in its time. A reply counts for the wording that stood when it was
// sent, and an answer to an earlier wording is none to what was added later.
type wordings struct {
	j *judgement
	i int // the message
}

func (w wordings) message() Message { return w.j.thread.Messages[w.i] }

// answeredBy is the wording that a reply sent at t answers. Platforms tell whole seconds: of a reply and an edit in one
// second the reply came first, so that nothing that was added passes for answered.
func (w wordings) answeredBy(t time.Time) int {
	revisions := w.message().Revisions
	for k, r := range revisions {
		if !t.After(w.j.clamp(r.Until)) {
			return k
		}
	}
	return len(revisions)
}

// at is the wording that stood at t: its place among the revisions, or their number for the last one.
func (w wordings) at(t time.Time) int {
	revisions := w.message().Revisions
	for k, r := range revisions {
		if t.Before(w.j.clamp(r.Until)) {
			return k
		}
	}
	return len(revisions)
}

// text is the message in one of its wordings.
func (w wordings) text(wording int) string {
	if m := w.message(); wording < len(m.Revisions) {
		return m.Revisions[wording].Text
	}
	return w.message().Text
}

// moments implements edits.
func (w wordings) moments() []time.Time {
	var all []time.Time
	for _, r := range w.message().Revisions {
		all = append(all, w.j.clamp(r.Until))
	}
	return all
}

// renewed implements edits.
func (w wordings) renewed(wording int, t time.Time) bool {
	now := w.at(t)
	if now <= wording {
		return false
	}
	key := [3]int{w.i, wording, now}
	answer, known := w.j.renewals[key]
	if !known {
		thread, i := w.edited(now, t)
		answer = w.j.reader.Renewed(thread, i, w.text(wording))
		w.j.renewals[key] = answer
	}
	return answer
}

// edited is the thread as it stood when the message got a wording, at t, with the message at its end: what was said in
// the meantime is before it.
func (w wordings) edited(wording int, t time.Time) (Thread, int) {
	thread, m := w.j.thread, w.message()
	thread.Messages = nil
	for k, other := range w.j.thread.Messages {
		if k != w.i && !other.Sent.After(t) {
			thread.Messages = append(thread.Messages, other)
		}
	}
	m.Text, m.Revisions, m.Sent = w.text(wording), nil, t
	thread.Messages = append(thread.Messages, m)
	return thread, len(thread.Messages) - 1
}

// assess reads the message in one of its wordings, where it stands.
func (w wordings) assess(wording int) Assessment {
	thread := w.j.thread
	thread.Messages = slices.Clone(thread.Messages[:w.i+1])
	thread.Messages[w.i].Text = w.text(wording)
	a := w.j.reader.Assess(thread, w.i)
	if ruling, ok := thread.Corrections[w.message().Ref()]; ok {
		ruling.amend(&a)
	}
	return a
}

// answerEdited is answer for message k, which its author changed.
func (j *judgement) answerEdited(i, k int) {
	reply, n := j.thread.Messages[i], j.verdict[k]
	v := &j.verdicts[n]
	w := wordings{j, k}
	wording := w.answeredBy(j.clamp(reply.Sent))
	citizen := j.thread.Messages[k]
	citizen.Text = w.text(wording)
	was := v.Assessment
	if wording < len(citizen.Revisions) {
		if was = w.assess(wording); !was.NeedsAnswer {
			return // what it asks for now was added after the reply
		}
	}
	if !was.NeedsAnswer {
		return
	}
	e := j.effect(reply, citizen, v.History[0].At)
	e.wording = wording
	if !v.NeedsAnswer && e.kind != ReplyNone && e.kind != ReplyAutomatic {
		// It was a need, had a reply, and its author made thanks of it: it has been answered nevertheless.
		v.Assessment = was
		v.History[0].State, v.History[0].Reason = Open, stillOpen
	}
	if !v.History[0].State.Waiting() {
		return
	}
	j.replies[n] = append(j.replies[n], e)
	v.History = history(v.History[0], j.replies[n], w)
}

// reopenEdited opens a message that the office closed and its author changed afterwards, so that it asks for something
// new; closed is the moment of closing.
func (j *judgement) reopenEdited(i int, closed time.Time) {
	if len(j.thread.Messages[i].Revisions) == 0 {
		return
	}
	w := wordings{j, i}
	v := &j.verdicts[j.verdict[i]]
	for _, t := range w.moments() {
		if t.After(closed) && w.renewed(w.at(closed), t) {
			v.History = append(v.History, Change{At: t, State: Reopened, Reason: editedSince})
			return
		}
	}
}
