package main

import (
	"strings"
	"testing"
)

// TestEvaluateAgainstAnotherColumn: labels that nothing of the reading could ever equal are a mistake, not zero right.
func TestEvaluateAgainstAnotherColumn(t *testing.T) {
	b := newBench(t, smallTown())
	b.write("rows.csv", "text;region\nЯма на Садовой;Энская область\nНет воды;Другая область\n")
	r := b.with(t.Context(), "", "evaluate", "--data", b.path("rows.csv"), "--text", "text", "--label", "region")
	if r.code != exitFailed || !strings.Contains(r.err, "no label of this column is known") {
		t.Errorf("exit %d\n%s%s", r.code, r.out, r.err)
	}
}
