package inbox

import (
	"cmp"
	"slices"
	"time"
)

// Promise is what a reply of the official's side promised to the author of a message for a day. It only points at the
// reply: the words are found again in its text, so that what is purged, deleted or masked there is so here.
type Promise struct {
	// By is the id of the reply, a number of the message's own chat or of Chat where that is another.
	By, Chat string
	Given    time.Time
	// Due is the last day promised, as the midnight in UTC of that date: where the day ends is the office's to say.
	Due time.Time
	// Month is true where only a month was named, Begins where something begins then: nothing is late by itself.
	Month, Begins bool
	// Signs are what the thread says of the promise later, in time order.
	Signs []Sign
}

// Sign is something that was written after a promise and tells what became of it. Its Code is one of those below.
type Sign struct {
	At   time.Time
	Code string
}

// Why a promise stands as it does. The first two are signs that it was kept, the next two that it was not.
const (
	PromiseThanked     = "promise_thanked"      // its author thanks or says that it is done
	PromiseReported    = "promise_reported"     // the office reports that it is done
	PromiseWroteAgain  = "promise_wrote_again"  // its author writes about it again after its day
	PromiseOthersWrote = "promise_others_wrote" // others at that place write about it after its day
	PromiseDayAhead    = "promise_day_ahead"
	PromiseDayOver     = "promise_day_over" // and nobody has written of it since
)

// PromiseStatus is what became of a promise (contract: JSON formats, `promises`).
type PromiseStatus string

// The statuses.
const (
	PromiseDue     PromiseStatus = "due"
	PromiseKept    PromiseStatus = "kept"
	PromiseBroken  PromiseStatus = "broken"
	PromiseUnknown PromiseStatus = "unknown" // its day is over, and nobody says what became of it
)

// Reply is the identity of the reply that gave the promise to a message.
func (p Promise) Reply(to Ref) Ref {
	to.ID, to.Chat = p.By, cmp.Or(p.Chat, to.Chat)
	return to
}

// End is when the promised day is over by the office's clock.
func (p Promise) End(zone *time.Location) time.Time {
	year, month, day := p.Due.Date()
	return time.Date(year, month, day+1, 0, 0, 0, 0, zone)
}

// Standing is what became of the promise by the moment now, and why. It is pure. The latest sign decides: kept where it
// says so, broken where people write again after the promised day, as before where they do so earlier. others are signs
// that the thread does not hold, in any order.
func (p Promise) Standing(now time.Time, zone *time.Location, others []Sign) (PromiseStatus, string) {
	end := p.End(zone)
	status, why := PromiseDue, PromiseDayAhead
	if !now.Before(end) {
		status, why = PromiseUnknown, PromiseDayOver
	}
	open, reason := status, why
	signs := slices.Concat(p.Signs, others)
	slices.SortStableFunc(signs, func(a, b Sign) int { return a.At.Compare(b.At) })
	for _, s := range signs {
		switch {
		case s.At.After(now) || !s.At.After(p.Given):
		case s.Code == PromiseThanked || s.Code == PromiseReported:
			status, why = PromiseKept, s.Code
		case s.At.Before(end): // asked before it was due, or contradicts an early report
			status, why = open, reason
		default:
			status, why = PromiseBroken, s.Code
		}
	}
	return status, why
}

// Overdue reports whether a promise of some status is past its day and not known to be kept. What only begins then is
// late where people say that it is.
func (p Promise) Overdue(s PromiseStatus) bool {
	return s == PromiseBroken || s == PromiseUnknown && !p.Begins
}

// Bounds on what is kept with one status: a thread of thousands must not make it grow.
const (
	mostPromises = 8
	mostSigns    = 8
)

// PromiseReader says of texts what bears on promises. Its functions are pure.
type PromiseReader struct {
	// Find gives what a reply promises; of each only Due, Month and Begins.
	Find func(reply Message) []Promise
	// Reports reports whether a reply says to the author of a message that the matter is done.
	Reports func(asked, reply Message) (bool, error)
	// Settled reports whether a citizen's words after a promise say that the matter is done. thanked is true where
	// they thank at least, which says so once the promised day has come: before it they thank for the answer.
	Settled func(m Message, v MessageStatus) (settled, thanked bool)
	// About tells whether such words are about what p of a reply promised to the author of a message, or are bare: of
	// no matter at all, as «спасибо» is.
	About func(m, asked Message, v MessageStatus, reply Message, p Promise) (same, bare bool)
}

// AddPromises notes in the statuses of a thread what replies promised to the authors of the messages, each promise
// with the latest message of those that the reply speaks to that needs an answer, and the signs of what became of it.
// statuses are those that Evaluate gave of t, and are changed in place. Where only messages at the end of a long thread
// were evaluated nothing is noted: a promise to them is found when the reply comes.
func AddPromises(t Thread, statuses []MessageStatus, by PromiseReader) error {
	if t.Given != nil {
		return nil
	}
	gives := map[int][]Promise{}
	for i, m := range t.Messages {
		if !m.Author.Official || m.Post || m.Automatic || !m.Deleted.IsZero() {
			continue
		}
		if found := by.Find(m); len(found) > 0 {
			gives[i] = found
		}
	}
	if len(gives) == 0 {
		return nil
	}
	l := ledger{thread: t, by: by, status: map[Ref]*MessageStatus{}, gives: gives, promised: map[string][]int{}}
	for n := range statuses {
		l.status[statuses[n].Ref] = &statuses[n]
	}
	return l.fill()
}

// ledger notes the promises of one thread.
type ledger struct {
	thread Thread
	by     PromiseReader
	status map[Ref]*MessageStatus
	gives  map[int][]Promise // by the reply
	to     map[int][]int     // reply → the messages it speaks to
	// promised are the latest messages of an author that something was promised to.
	promised map[string][]int
}

func (l *ledger) fill() error {
	l.to = Addressed(l.thread)
	for i, m := range l.thread.Messages {
		switch {
		case m.Author.Official:
			if err := l.reply(i); err != nil {
				return err
			}
		case len(l.promised) > 0:
			l.citizen(i)
		}
	}
	return nil
}

// reply notes what message i promises, or that it reports what was promised before.
func (l *ledger) reply(i int) error {
	reply := l.thread.Messages[i]
	if !reply.Deleted.IsZero() {
		return nil
	}
	reached := l.to[i]
	if found := l.gives[i]; len(found) > 0 {
		l.note(reply, reached, found)
		return nil // «сделали половину, остальное до 20 мая» is not done
	}
	for _, k := range reached[max(0, len(reached)-mostPromises):] {
		asked := l.thread.Messages[k]
		v := l.status[asked.Ref()]
		if v == nil || len(v.Promises) == 0 {
			continue
		}
		done, err := l.by.Reports(asked, reply)
		if err != nil {
			return err
		}
		if done {
			sign(v, Sign{reply.Sent, PromiseReported}, func(Promise) bool { return true })
		}
	}
	return nil
}

// note keeps promises with the latest of the messages that needs an answer, or with the latest.
func (l *ledger) note(reply Message, reached []int, found []Promise) {
	if len(reached) == 0 {
		return
	}
	k := reached[len(reached)-1]
	for _, other := range slices.Backward(reached) {
		if v := l.status[l.thread.Messages[other].Ref()]; v != nil && v.NeedsAnswer {
			k = other
			break
		}
	}
	asked := l.thread.Messages[k]
	v := l.status[asked.Ref()]
	if v == nil {
		return
	}
	for _, p := range found {
		if len(v.Promises) == mostPromises {
			return
		}
		if p.By, p.Given = reply.ID, reply.Sent; reply.Chat != asked.Chat {
			p.Chat = reply.Chat
		}
		v.Promises = append(v.Promises, p)
	}
	if author := asked.Author.ID; author != "" && !slices.Contains(l.promised[author], k) {
		list := append(l.promised[author], k)
		l.promised[author] = list[max(0, len(list)-mostPromises):]
	}
}

// citizen looks whether message i tells that what was promised to its author is done.
func (l *ledger) citizen(i int) {
	m := l.thread.Messages[i]
	if len(l.promised[m.Author.ID]) == 0 || !m.Deleted.IsZero() || l.status[m.Ref()] == nil {
		return
	}
	settled, thanked := l.by.Settled(m, *l.status[m.Ref()])
	if !settled && !thanked {
		return
	}
	for _, k := range l.promised[m.Author.ID] {
		asked := l.thread.Messages[k]
		v := l.status[asked.Ref()]
		sign(v, Sign{m.Sent, PromiseThanked}, func(p Promise) bool {
			// In UTC, whose day is never later by more than hours than the office's.
			return (settled || !m.Sent.Before(p.Due)) && l.about(m, asked, *v, p)
		})
	}
}

// about reports whether words of thanks are for what was promised: they speak of it, or of no other matter where they
// answer the reply that gave the promise, or follow it in a dialog.
func (l *ledger) about(m, asked Message, v MessageStatus, p Promise) bool {
	ref := p.Reply(asked.Ref())
	for i := range l.gives {
		if reply := l.thread.Messages[i]; reply.Ref() == ref {
			same, bare := l.by.About(m, asked, v, reply, p)
			return same || bare && (m.Kind == Direct || m.ReplyTo == reply.ID)
		}
	}
	return false
}

// sign notes a sign with those promises of a message that were given before it and that it is of.
func sign(v *MessageStatus, s Sign, of func(Promise) bool) {
	for n := range v.Promises {
		if p := &v.Promises[n]; p.Given.Before(s.At) && len(p.Signs) < mostSigns && of(*p) {
			p.Signs = append(p.Signs, s)
		}
	}
}
