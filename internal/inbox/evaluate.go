package inbox

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// Evaluate decides for every citizen's message of a thread whether it needs an answer and what became of it, by the
// rules of the JSON contract ("Which reply answers what"):
//
//   - In a comment thread a reply of the official's side answers the message it replies to and the earlier messages of
//     the same author in that thread; a reply to the official's own message counts for the citizen at the other end of
//     that exchange; one that only names a person answers that person; one without any target answers the thread's
//     first comment. Nobody else's messages are touched.
//   - In a dialog a message of the official's side answers every earlier message of the citizen's side.
//   - What a machine sent is no answer.
//   - A need that is written after its author was answered in the thread is Reopened; thanks are None.
//   - An album is one message: what is said to any of its parts is said to all of it, and the part with the words
//     speaks for it (MessageStatus.Parts); the other parts are None.
//   - A reply counts for the wording that stood when it was sent. Where the author edits a message after its answer so
//     that it asks for something new, it is Reopened at the time of the edit.
//
// A state improves through replies (Open, Formal, Interim, Answered) and falls back when the official's side deletes
// the reply it rested on. The deletion of the citizen's own message changes no state, because it may still have
// deserved an answer (see Record.Status).
//
// Evaluate is pure, and its cost grows with the number of messages. now is the moment of evaluating: what the
// platform dates later than it (clocks differ) counts as having happened now, so that a wrong clock loses nothing.
// Statuses come in the order of the messages, one for each message that is not Author.Official. An error is the
// reader's or that of ctx.
func Evaluate(ctx context.Context, t Thread, r Reader, now time.Time) ([]MessageStatus, error) {
	e := newEvaluator(t)
	e.ctx, e.reader, e.now = ctx, r, now
	for i, m := range e.thread.Messages {
		step := e.arrive
		switch {
		case m.Author.Official && t.Given != nil:
			continue // what it answers has its status
		case m.Author.Official:
			step = e.answer
		case t.IsGiven(m.Ref()):
			step = e.recall
		}
		err := ctx.Err()
		if err == nil {
			err = step(i)
		}
		if err != nil {
			return nil, fmt.Errorf("evaluate message %d of %d of a thread: %w", i+1, len(e.thread.Messages), err)
		}
	}
	for i, m := range e.thread.Messages {
		if m.Author.Official || t.IsGiven(m.Ref()) {
			continue
		}
		if err := e.conclude(i); err != nil {
			return nil, fmt.Errorf("evaluate the edits of message %d of a thread: %w", i+1, err)
		}
	}
	if t.Given != nil {
		return slices.DeleteFunc(e.statuses, func(v MessageStatus) bool { return t.IsGiven(v.Ref) }), nil
	}
	if len(e.albums.parts) == 0 {
		return e.statuses, nil
	}
	return e.apart(t.Messages), nil
}

// apart gives the statuses of a thread whose albums were evaluated as one: one status for each message.
func (e *evaluator) apart(whole []Message) []MessageStatus {
	of := make(map[int]int, len(whole)) // place in the whole thread → status
	for i, at := range e.from {
		of[at] = e.status[i]
	}
	var all []MessageStatus
	for i, m := range whole {
		if m.Author.Official {
			continue
		}
		n, in := e.albums.of[i]
		if in && e.albums.head[n] != i {
			v := e.albums.part(m, whole[e.albums.head[n]])
			v.History[0].At = e.clamp(m.Sent)
			all = append(all, v)
			continue
		}
		v := e.statuses[of[i]]
		if in {
			for _, k := range e.albums.parts[n] {
				if k != i {
					v.Parts = append(v.Parts, whole[k].ID)
				}
			}
		}
		all = append(all, v)
	}
	return all
}

// Addressed tells for each message of the official's side which earlier citizens' messages it speaks to, by their
// places in the thread, the latest last. It follows the same rules as Evaluate. What a machine sent speaks to nobody.
// The lists share their memory and are not to be changed.
func Addressed(t Thread) map[int][]int {
	e := newEvaluator(t)
	to := map[int][]int{}
	for i, m := range e.thread.Messages {
		switch {
		case !m.Author.Official:
			e.meet(i)
		case !m.Post && !m.Automatic:
			if c, n := e.reaches(i); n > 0 {
				to[e.place(i)] = c.places[:n:n]
			}
		}
	}
	return to
}

// evaluator is the state of one Evaluate call while it walks through the thread in time order.
type evaluator struct {
	ctx    context.Context // of the one call
	thread Thread          // with every album as one message
	albums albums
	from   []int // message → its place in the whole thread; nil where there is no album
	reader Reader
	now    time.Time
	byRef  map[Ref]int // message → index in thread.Messages
	// officials are the authors of the official's side: whoever names one of them turns to nobody else.
	officials map[string]bool
	circles   map[string]*circle // whom replies reach, by the author; one for all in a dialog
	alone     map[int]*circle    // the same for a message whose author is not known
	status    []int              // index of a citizen's message → index of its status
	statuses  []MessageStatus
	replies   [][]effect // of each status, as far as they change it
	// renewals, wordings and asked remember what the reader said: of edits (message, earlier wording, later wording),
	// of wordings (message, wording), and of what a message or one of its wordings asks.
	renewals map[[3]int]bool
	wordings map[[2]int]Assessment
	asked    map[[2]int]Gist
	answered map[string]*answered // by author: what answeredBefore knows
	// readings are those that each message's status rests on, texts the digests of messages and their wordings.
	readings [][]Reading
	texts    map[[2]int]Basis
	ends     map[int]int // where target's walk from a message ended
}

func newEvaluator(t Thread) *evaluator {
	e := &evaluator{
		thread: t, albums: findAlbums(t.Messages), officials: map[string]bool{},
		circles: map[string]*circle{}, alone: map[int]*circle{}, ends: map[int]int{},
		renewals: map[[3]int]bool{}, wordings: map[[2]int]Assessment{}, asked: map[[2]int]Gist{},
		answered: map[string]*answered{}, texts: map[[2]int]Basis{},
	}
	if len(e.albums.parts) > 0 {
		e.thread, e.from = e.albums.join(t)
	}
	e.byRef = make(map[Ref]int, len(e.thread.Messages))
	e.status = make([]int, len(e.thread.Messages))
	e.readings = make([][]Reading, len(e.thread.Messages))
	for i, m := range e.thread.Messages {
		e.byRef[m.Ref()] = i
		if m.Author.Official {
			e.officials[m.Author.ID] = true
		}
	}
	return e
}

// place is where message i of the joined thread stands in the whole one.
func (e *evaluator) place(i int) int {
	if e.from == nil {
		return i
	}
	return e.from[i]
}

// of is the status of a citizen's message that was met already.
func (e *evaluator) of(i int) *MessageStatus { return &e.statuses[e.status[i]] }

// stillOpen is the reason of what waits and has had no reply.
func stillOpen() Reason { return Reason{Code: "still_open"} }

// arrive gives a citizen's message its first state.
func (e *evaluator) arrive(i int) error {
	m := e.thread.Messages[i]
	a, err := e.assess(i, e.thread, i)
	if err != nil {
		return err
	}
	v := MessageStatus{Ref: m.Ref(), Assessment: a}
	e.thread.Duplicates[v.Ref].campaign(&v.Assessment)
	if correction, ok := e.thread.Corrections[v.Ref]; ok {
		correction.amend(&v.Assessment)
	}
	first := Change{At: e.clamp(m.Sent), State: None, Reason: Reason{Code: "none_needed"}}
	if v.NeedsAnswer {
		first.State, first.Reason = Open, stillOpen()
	}
	if v.NeedsAnswer || v.Unsolved {
		again, err := e.answeredBefore(m.Author.ID, first.At)
		if err != nil {
			return err
		}
		if again {
			v.NeedsAnswer = true
			first.State, first.Reason = Reopened, Reason{Code: "wrote_again"}
		}
	}
	v.History = []Change{first}
	if v.Answers, v.Voice, err = e.answersAsStaff(i); err != nil {
		return err
	}
	e.status[i] = len(e.statuses)
	e.statuses = append(e.statuses, v)
	e.replies = append(e.replies, nil)
	e.meet(i)
	return nil
}

// recall takes over the status that a message has.
func (e *evaluator) recall(i int) error {
	m := e.thread.Messages[i]
	v := e.thread.Given[m.Ref()]
	e.status[i] = len(e.statuses)
	e.statuses = append(e.statuses, v)
	e.replies = append(e.replies, nil)
	e.meet(i)
	answered := func(c Change) bool { return c.State == Answered }
	if m.Author.ID != "" && slices.ContainsFunc(v.History, answered) {
		e.answeredOf(m.Author.ID).given = append(e.answeredOf(m.Author.ID).given, v)
	}
	return nil
}

// answersAsStaff is the id of another person's complaint that message i answers as the staff does, and in which voice.
func (e *evaluator) answersAsStaff(i int) (complaint string, voice Voice, err error) {
	m := e.thread.Messages[i]
	if m.Kind == Direct || m.Author.ID == "" {
		return "", VoicePrivate, nil
	}
	replied, _ := m.Target()
	k, known := e.byRef[replied]
	if theirs := e.circles[m.Addressee]; m.Addressee != "" && (m.Beneath || !known) && theirs != nil {
		k, known = theirs.messages[len(theirs.messages)-1], true
	}
	if !known || k >= i {
		return "", VoicePrivate, nil
	}
	target := e.thread.Messages[k]
	if target.Author.Official || target.Author.ID == m.Author.ID || !e.of(k).NeedsAnswer {
		return "", VoicePrivate, nil
	}
	if voice, err = e.voice(i, k); err != nil || voice == VoicePrivate {
		return "", VoicePrivate, err
	}
	return target.ID, voice, nil
}

// conclude writes the history of message i, which has met all its replies, and lets a decision of the office close it
// if it still waits.
func (e *evaluator) conclude(i int) error {
	v := e.of(i)
	var err error
	if v.History, err = e.history(i); err != nil {
		return err
	}
	v.Readings = e.readings[i]
	correction, ok := e.thread.Corrections[v.Ref]
	if !ok || !correction.Decision.Closes() || !v.State().Waiting() {
		return nil
	}
	at := later(e.clamp(correction.At), v.last().At)
	v.History = append(v.History, Change{At: at, State: Dismissed, Reason: Reason{Words: correction.Reason}})
	err = e.reopenEdited(i, at)
	v.Readings = e.readings[i]
	return err
}

func (e *evaluator) clamp(t time.Time) time.Time {
	if t.After(e.now) {
		return e.now
	}
	return t
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
