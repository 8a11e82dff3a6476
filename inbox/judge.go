package inbox

import (
	"slices"
	"time"
)

// Judge decides for every citizen's message of a thread whether it needs an answer and what became of it, by the rules
// of the JSON contract ("Which reply answers what"):
//
//   - In a comment thread a reply of the official's side answers the message it replies to and the earlier messages of
//     the same author in that thread; a reply to the official's own message counts for the citizen at the other end of
//     that exchange; one that only names a person answers that person; one without any target answers the thread's
//     first comment. Nobody else's messages are touched.
//   - In a dialog a message of the official's side answers every earlier message of the citizen's side.
//   - What a machine sent is no answer.
//   - A need that is written after its author was answered in the thread is Reopened; thanks are None.
//
// A state only improves through replies: Open, Formal, Interim, Answered. Deletion changes no state, because a deleted
// message may still have deserved an answer (see Record.Standing).
//
// Judge is pure. now is the moment of judging: what the platform dates later than it (clocks differ) counts as having
// happened now, so that a wrong clock loses nothing. Verdicts come in the order of the messages, one for each message
// that is not Author.Official.
func Judge(t Thread, r Reader, now time.Time) []Verdict {
	j := judgement{thread: t, reader: r, now: now, byID: make(map[string]int, len(t.Messages))}
	for i, m := range t.Messages {
		j.byID[m.ID] = i
	}
	j.standing = make([]int, len(t.Messages))
	for i, m := range t.Messages {
		if m.Author.Official {
			j.answer(i)
		} else {
			j.arrive(i)
		}
	}
	for i := range j.verdicts {
		j.rule(&j.verdicts[i])
	}
	return j.verdicts
}

type judgement struct {
	thread   Thread
	reader   Reader
	now      time.Time
	byID     map[string]int // message id → index in thread.Messages
	standing []int          // index of a citizen's message → index of its verdict
	verdicts []Verdict
}

// arrive gives a citizen's message its first state.
func (j *judgement) arrive(i int) {
	m := j.thread.Messages[i]
	v := Verdict{Ref: m.Ref(), Assessment: j.reader.Assess(j.thread, i)}
	answered := j.answeredBefore(i)
	first := Change{At: j.clamp(m.Sent), State: None, Reason: "ответа не требует"}
	switch {
	case answered && (v.NeedsAnswer || v.Unsolved):
		v.NeedsAnswer = true
		first.State, first.Reason = Reopened, "автор написал снова после ответа"
	case v.NeedsAnswer:
		first.State, first.Reason = Open, "ответа ещё нет"
	}
	v.History = []Change{first}
	j.standing[i] = len(j.verdicts)
	j.verdicts = append(j.verdicts, v)
}

// answeredBefore reports whether the author of message i had a full answer in this thread already.
func (j *judgement) answeredBefore(i int) bool {
	for k := range i {
		if !j.thread.Messages[k].Author.Official && j.sameSide(k, i) && j.verdicts[j.standing[k]].State() == Answered {
			return true
		}
	}
	return false
}

// sameSide reports whether citizens' messages a and b come from the same person. A dialog has one person in it, but a
// chat with several has them told apart like comments. Unknown authors are nobody's namesakes.
func (j *judgement) sameSide(a, b int) bool {
	if a == b {
		return true
	}
	id := j.thread.Messages[a].Author.ID
	return id != "" && id == j.thread.Messages[b].Author.ID
}

// answer lets message i of the official's side take effect on the messages it answers.
func (j *judgement) answer(i int) {
	reply := j.thread.Messages[i]
	if reply.Post {
		return
	}
	for k := range i {
		citizen := j.thread.Messages[k]
		if citizen.Author.Official {
			continue
		}
		v := &j.verdicts[j.standing[k]]
		if !v.State().Waiting() || !j.meant(i, k) {
			continue
		}
		kind, reason := ReplyAutomatic, "автоматическое сообщение"
		if !reply.Automatic {
			kind, reason = j.reader.Reply(citizen, reply)
		}
		if next, better := improve(v.State(), kind); better {
			v.History = append(v.History, Change{At: later(j.clamp(reply.Sent), v.last().At), State: next, By: reply.ID, Reason: reason})
		}
	}
}

// improve is the state after a reply of the given kind; better is false where the reply changes nothing.
func improve(s State, k ReplyKind) (next State, better bool) {
	switch {
	case k == ReplyAnswer:
		return Answered, true
	case k == ReplyInterim && s != Interim:
		return Interim, true
	case k == ReplyFormal && s != Interim && s != Formal:
		return Formal, true
	}
	return s, false
}

// meant reports whether the official's message i speaks to the author of the citizen's message k.
func (j *judgement) meant(i, k int) bool {
	if j.thread.Ref.Kind == Direct {
		return true
	}
	target, person := j.target(i)
	switch {
	case target >= 0:
		return target == k || (k < target && j.sameSide(k, target))
	case person != "":
		return j.thread.Messages[k].Author.ID == person
	}
	return false
}

// target finds whom the official's message i answers: the index of a citizen's message, or a person's author id where
// only that is known, or neither (-1 and "").
func (j *judgement) target(i int) (message int, person string) {
	// An official who continues his own message still speaks to the same citizen. The walk ends: every step goes to an
	// earlier message.
	at := i
	for {
		m := j.thread.Messages[at]
		next, known := j.byID[m.ReplyTo]
		switch {
		case m.ReplyTo != "" && known && next < at && !j.thread.Messages[next].Post:
			if !j.thread.Messages[next].Author.Official {
				return next, ""
			}
			at = next
			continue
		case m.Addressee != "":
			return -1, m.Addressee
		case m.ReplyTo != "" && !known && m.ReplyTo != j.thread.Ref.ID:
			return -1, "" // it answers something that is not stored
		}
		first := slices.IndexFunc(j.thread.Messages, func(m Message) bool { return !m.Post })
		if first >= 0 && first < i && !j.thread.Messages[first].Author.Official {
			return first, ""
		}
		return -1, ""
	}
}

// rule lets a decision of the office close a waiting message; a need that arrived later has its own ruling or none.
func (j *judgement) rule(v *Verdict) {
	ruling, ok := j.thread.Rulings[v.Ref]
	if !ok || !v.State().Waiting() {
		return
	}
	v.History = append(v.History, Change{At: later(j.clamp(ruling.At), v.last().At), State: Dismissed, Reason: ruling.Reason})
}

func (j *judgement) clamp(t time.Time) time.Time {
	if t.After(j.now) {
		return j.now
	}
	return t
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
