package collectors_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"otklik/collectors"
	"otklik/collectors/sourcetest"
	"otklik/internal/inbox"
)

// stubborn is a sink of which some calls fail, as those of a store that another program holds.
type stubborn struct {
	*sourcetest.Memory
	cursor, record error
	// moved: somebody else is always ahead; readable says how many times the cursor can be read.
	moved    bool
	readable int
}

var errBusy = errors.New("the store is busy")

func (s *stubborn) Cursor(ctx context.Context, source string) ([]byte, error) {
	if s.readable--; s.cursor != nil && s.readable < 0 {
		return nil, s.cursor
	}
	return s.Memory.Cursor(ctx, source)
}

func (s *stubborn) Commit(ctx context.Context, source string, from []byte, b inbox.Batch) (inbox.CommitStats, error) {
	if s.moved {
		return inbox.CommitStats{}, inbox.ErrCursorMoved
	}
	return s.Memory.Commit(ctx, source, from, b)
}

func (s *stubborn) Record(ctx context.Context, p inbox.Pull) error {
	if s.record != nil {
		return s.record
	}
	return s.Memory.Record(ctx, p)
}

// A pull whose end was not stored is not complete, whatever was read: a digest must never rest on it.
func TestWhatIsNotRecordedIsNotComplete(t *testing.T) {
	for name, c := range map[string]struct {
		sink *stubborn
		kind inbox.FailureKind
		says string
	}{
		"the place cannot be read":   {&stubborn{cursor: errBusy}, inbox.FailureStore, "where the last pull ended"},
		"the end cannot be recorded": {&stubborn{record: errBusy}, inbox.FailureStore, "record the outcome"},
		"somebody else is always ahead": {&stubborn{moved: true}, inbox.FailureConflict,
			"another otklik process collects the same channel"},
		"where somebody else is cannot be read": {&stubborn{moved: true, cursor: errBusy, readable: 1},
			inbox.FailureStore, "how far another process has come"},
	} {
		c.sink.Memory = sourcetest.NewMemory()
		var log strings.Builder
		r := runner(c.sink, &log)
		pull := r.Collect(t.Context(), []collectors.Source{&pages{name: "a", n: 1}})[0]
		if pull.Complete || pull.Failure != c.kind || !strings.Contains(pull.Detail, c.says) {
			t.Errorf("%s: %+v", name, pull)
		}
		if !strings.Contains(log.String(), "level=ERROR") {
			t.Errorf("%s: nothing is said: %s", name, log.String())
		}
	}
}

// odd is a source of one batch with something to say.
type odd struct{ pages }

func (*odd) Fetch(context.Context, []byte) (inbox.Batch, error) {
	return inbox.Batch{Next: []byte("1"), Warnings: []string{"a post's comments are closed"},
		Messages:  []inbox.Message{{Channel: "g/c", Kind: inbox.Comment, ID: "1", Text: "слова жителя"}},
		Undecoded: []inbox.Undecoded{{Channel: "g/c", ID: "2", Raw: []byte("слова жителя")}}}, nil
}

// The operator's log says what could not be read, how far a pull has come, and none of what people wrote.
func TestAPullSaysWhatItLeftOut(t *testing.T) {
	var log strings.Builder
	told := map[string]int{}
	r := runner(sourcetest.NewMemory(), &log)
	r.Progress = func(source string, added int) { told[source] = added }
	pull := r.Collect(t.Context(), []collectors.Source{&odd{pages{name: "a"}}})[0]
	if !pull.Complete || pull.Undecoded != 1 || len(pull.Warnings) != 1 || told["a"] != 1 {
		t.Errorf("%+v, told %v", pull, told)
	}
	for _, words := range []string{"a post's comments are closed", "could not be decoded", "read to the end"} {
		if !strings.Contains(log.String(), words) {
			t.Errorf("%q is not said: %s", words, log.String())
		}
	}
	if strings.Contains(log.String(), "жителя") {
		t.Errorf("what people wrote stands in the log: %s", log.String())
	}
}
