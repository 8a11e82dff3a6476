package app

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"otklik/internal/care/audit"
	"otklik/internal/inbox"
	"otklik/report/page"
)

// dying is a context that ends when it is asked for the n-th time, as a process is killed at any step.
type dying struct {
	context.Context
	left atomic.Int64
}

func (d *dying) Err() error {
	if d.left.Add(-1) < 0 {
		return context.Canceled
	}
	return d.Context.Err()
}

// Whatever interrupts the reading of a register, the rows stored before stay, and once more does the rest.
func TestAnInterruptedRegisterIsDoneByTheNextRun(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.collect()
	fill := page.WordsIn("ru").FillIn()
	var text strings.Builder
	text.WriteString("Номер сообщения;" + fill.Group + ";" + fill.Decider + "\n")
	rows := 0
	for _, m := range b.exported() {
		if m.State.Waiting() {
			fmt.Fprintf(&text, "%s;Экология;Анна\n", m.Number)
			rows++
		}
	}
	b.write("register.csv", text.String())
	register, err := ReadRegister(b.path("register.csv"))
	if err != nil || len(register.Rows) != rows || rows < 3 {
		t.Fatal(len(register.Rows), err)
	}
	stored, runs, halves := 0, 0, 0
	for patience := int64(1); stored < rows && runs < 1000; patience++ {
		runs++
		ctx := &dying{Context: t.Context()}
		ctx.left.Store(patience)
		results, err := b.open().CorrectFrom(ctx, register, false)
		if err != nil && !errors.Is(err, context.Canceled) {
			t.Fatalf("run %d: %v", runs, err)
		}
		before := stored
		if stored = b.corrections(); stored > before && stored < rows {
			halves++
		}
		same := 0
		for _, r := range results {
			if r.Code == RowSame {
				same++
			}
		}
		if stored < before || len(results) == rows && same != before {
			t.Fatalf("run %d: %d rows were stored, %d of %d already so, %d are", runs, before, same, len(results), stored)
		}
	}
	if stored != rows || halves == 0 {
		t.Errorf("%d of %d rows after %d runs, of which %d ended between rows", stored, rows, runs, halves)
	}
	b.sound()
	failed := 0
	for _, e := range b.noted() {
		if e.Action == audit.Correct && e.Failed {
			failed++
		}
	}
	if failed == 0 {
		t.Error("no interrupted run is noted as such")
	}
}

// corrections counts what is decided.
func (b *bench) corrections() (n int) {
	b.t.Helper()
	if err := b.open().store.Corrections(b.t.Context(), func(inbox.Record, inbox.Correction) error {
		n++
		return nil
	}); err != nil {
		b.t.Fatal(err)
	}
	return n
}
