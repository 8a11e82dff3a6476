package assistant

import (
	"context"
	"time"

	"otklik/internal/inbox"
)

// mostInARow is after how many failures one after another a server is left alone.
const mostInARow = 3

// Round is one time of asking.
type Round struct {
	// Most is how many questions may be asked, Limit how long all of them may take together.
	Most  int
	Limit time.Duration
	// Stands reports whether the messages are stored and may still be shown: between reading and asking a person may
	// have demanded to be forgotten.
	Stands func(ctx context.Context, refs []inbox.Ref) bool
}

// Answers are what a round brought.
type Answers struct {
	Asked int
	// Opinions are for With; Refs are the messages that they are about.
	Opinions map[inbox.Basis]Opinion
	Refs     []inbox.Ref
	// Faults counts why the others have none.
	Faults map[Fault]int
	// Tired says that the server failed so often in a row that it is to be left alone for a while.
	Tired bool
}

// Ask asks about what Assess was unsure of, one question after another. No question is asked twice: what has no valid
// answer stays as the inner reader read it.
func (r *Reader) Ask(ctx context.Context, round Round) Answers {
	ctx, cancel := context.WithTimeout(ctx, round.Limit)
	defer cancel()
	a := Answers{Opinions: map[inbox.Basis]Opinion{}, Faults: map[Fault]int{}}
	var answered []question
	for failed := 0; a.Asked < round.Most && !a.Tired; {
		q, any := r.queue.next()
		if !any {
			break
		}
		if !round.Stands(ctx, q.refs) {
			continue
		}
		a.Asked++
		opinion, err := r.client.ask(ctx, q.words(r.o.Mask))
		switch {
		case ctx.Err() != nil && err != nil: // our time is over: nobody's fault
			a.Refs = refsOf(answered)
			return a
		case err != nil:
			failed++
			a.Faults[faultOf(err)]++
			a.Tired = failed >= mostInARow
		default:
			failed = 0
			a.Opinions[q.key] = opinion
			answered = append(answered, q)
		}
	}
	a.Refs = refsOf(answered)
	return a
}

// Check asks about a text that nobody wrote; nil: the answer is valid, so that others will be.
func (r *Reader) Check(ctx context.Context) error {
	q := question{text: "Когда во дворе починят фонарь? Темно уже неделю."}
	if _, err := r.client.ask(ctx, q.words(r.o.Mask)); err != nil {
		return faultOf(err)
	}
	return nil
}
