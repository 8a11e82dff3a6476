package inbox_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"otklik/internal/inbox"
)

// failing reads as scripted does until it was asked a number of times. Then it fails, as a model that is not there.
type failing struct {
	scripted
	left *int
}

var errReader = errors.New("the model does not answer")

func (f failing) ask() error {
	if *f.left--; *f.left < 0 {
		return errReader
	}
	return nil
}

func (f failing) Assess(ctx context.Context, t inbox.Thread, i int) (inbox.Assessment, error) {
	if err := f.ask(); err != nil {
		return inbox.Assessment{NeedsAnswer: true}, err
	}
	return f.scripted.Assess(ctx, t, i)
}

func (f failing) Gist(ctx context.Context, m inbox.Message) (inbox.Gist, error) {
	if err := f.ask(); err != nil {
		return inbox.Gist{}, err
	}
	return f.scripted.Gist(ctx, m)
}

func (f failing) Renewed(ctx context.Context, t inbox.Thread, i int, former string) (bool, error) {
	if err := f.ask(); err != nil {
		return true, err
	}
	return f.scripted.Renewed(ctx, t, i, former)
}

func (f failing) Voice(ctx context.Context, complaint, reply inbox.Message) (inbox.Voice, error) {
	if err := f.ask(); err != nil {
		return inbox.VoiceOffice, err
	}
	return f.scripted.Voice(ctx, complaint, reply)
}

// Whichever text cannot be read, the thread gets no status at all, so that it stays pending; and once the reader is
// there again the statuses are what they would have been.
func TestAReaderThatFailsDecidesNothing(t *testing.T) {
	long := ""
	for id := range 40 {
		long += fmt.Sprintf(" a%d!", id)
	}
	threads := map[string]inbox.Thread{
		"answered, named, written again": script(t, inbox.Comment, "p a1! b2>1& o3>1+ a4! a5~ o6@b+"),
		"edited after an answer": edit(t, script(t, inbox.Comment, "p a1! o2>1+ a9! o3>1i a8!"), "1", "!@3", "!!@20",
			"!new"),
		"closed and edited": edit(t, script(t, inbox.Comment, "p a1!"), "1", "!@30", "!new"),
		"a long dialog":     script(t, inbox.Direct, long+" o98n o99+"),
	}
	closed := threads["closed and edited"]
	ref := closed.Messages[1].Ref()
	closed.Corrections = map[inbox.Ref]inbox.Correction{ref: {Ref: ref, At: start.Add(10 * time.Minute),
		Reason: "шутка"}}
	threads["closed and edited"] = closed
	for name, thread := range threads {
		now := start.Add(24 * time.Hour)
		want := evaluate(t, thread, scripted{}, now)
		asked := 0
		for ; ; asked++ {
			left := asked
			got, err := inbox.Evaluate(t.Context(), thread, failing{left: &left}, now)
			if err == nil {
				if d := cmp.Diff(want, got); d != "" {
					t.Errorf("%s: %s", name, d)
				}
				break
			}
			if !errors.Is(err, errReader) || got != nil {
				t.Fatalf("%s, reading %d: %d statuses, %v", name, asked+1, len(got), err)
			}
			if strings.Contains(err.Error(), "!") {
				t.Errorf("%s: the error quotes the message: %v", name, err)
			}
		}
		if asked == 0 {
			t.Errorf("%s: nothing was read", name)
		}
	}
}

// Who waits for a long thread may stop it.
func TestEvaluatingEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	got, err := inbox.Evaluate(ctx, script(t, inbox.Comment, "p a1!"), scripted{}, start.Add(time.Hour))
	if !errors.Is(err, context.Canceled) || got != nil {
		t.Errorf("%v, %v", got, err)
	}
}

// What citizens add to the end of a thread has the same status whether the whole is evaluated or what is added alone,
// beside the statuses that the others have.
func TestWhatIsAddedIsEvaluatedAsTheWhole(t *testing.T) {
	now := start.Add(24 * time.Hour)
	rapid.Check(t, func(rt *rapid.T) {
		before := strings.Join(words(rt, inbox.Comment), " ")
		given := map[inbox.Ref]inbox.MessageStatus{}
		for _, v := range evaluate(t, script(t, inbox.Comment, before), scripted{}, now) {
			v.Readings = nil // the store gives none with a status
			given[v.Ref] = v
		}
		all := before
		for _, id := range []string{"901", "902", "903"} {
			all += " " + rapid.SampledFrom([]string{"a", "b", "z", "?"}).Draw(rt, "who") + id +
				rapid.SampledFrom([]string{"", "@a", "@b"}).Draw(rt, "addressee") +
				rapid.SampledFrom([]string{"", ">1", ">2", ">901", ">77"}).Draw(rt, "target") +
				rapid.SampledFrom([]string{"!", ".", "~", "&"}).Draw(rt, "mark")
		}
		thread := script(t, inbox.Comment, all)
		whole := evaluate(t, thread, scripted{}, now)
		thread.Given = given
		added := evaluate(t, thread, scripted{}, now)
		if d := cmp.Diff(whole[len(given):], added); d != "" {
			rt.Fatalf("%s: %s", all, d)
		}
	})
}

// Who had an answer before writes again, whether the whole thread is evaluated or what he added alone.
func TestWhatIsAddedAfterAnAnswerOpensAgain(t *testing.T) {
	before := evaluate(t, script(t, inbox.Comment, "p a1! o2>1+ b3!"), scripted{}, start.Add(time.Hour))
	thread := script(t, inbox.Comment, "p a1! o2>1+ b3! a4! b5!")
	thread.Given = map[inbox.Ref]inbox.MessageStatus{before[0].Ref: before[0], before[1].Ref: before[1]}
	if got := states(evaluate(t, thread, scripted{}, start.Add(time.Hour))); got != "4=reopened 5=open" {
		t.Error(got)
	}
}
