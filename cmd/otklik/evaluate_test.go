package main

import (
	"strings"
	"testing"
)

// TestEvaluateAgainstAnotherColumn: labels that nothing of the reading could ever equal are a mistake, not zero right.
func TestEvaluateAgainstAnotherColumn(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.write("rows.csv", "text;region\nЯма на Садовой;Энская область\nНет воды;Другая область\n")
	r := b.with(t.Context(), "", "evaluate", "--data", b.path("rows.csv"), "--text", "text", "--label", "region")
	if r.code != exitFailed || !strings.Contains(r.err, "no label of this column is known") {
		t.Errorf("exit %d\n%s%s", r.code, r.out, r.err)
	}
}

// TestEvaluateNamesStrangeLabels: a few labels of another kind are named by their rows, not said of the whole column.
func TestEvaluateNamesStrangeLabels(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	for name, c := range map[string]struct {
		labels []string
		code   int
		says   string
	}{
		"yes and no": {[]string{"1", "да", "0", "2", "нет", "x"}, exitFailed, "each 1 or 0, but not those of " +
			"rows 5 and 7, the first of which is «2»"},
		"kinds": {[]string{"complaint", "Spam", "thanks", "praise"}, exitFailed,
			"each a kind such as complaint, but not those of row 5"},
		"a spreadsheet's": {[]string{"ИСТИНА", "ЛОЖЬ", "1.0", "0,0"}, exitDone, "compared: does the message need an " +
			"answer"},
	} {
		b.write("rows.csv", "Текст;Метка\n"+"Яма на Садовой;"+strings.Join(c.labels, "\nЯма на Садовой;")+"\n")
		r := b.with(t.Context(), "", "evaluate", "--data", b.path("rows.csv"), "--text", "Текст", "--label", "Метка")
		if r.code != c.code || !strings.Contains(r.out+r.err, c.says) {
			t.Errorf("%s: exit %d\n%s%s", name, r.code, r.out, r.err)
		}
	}
}
