package main

import (
	"fmt"
	"strings"
	"testing"

	"otklik/internal/sandbox/town"
)

func TestClassifySaysWhichLinesAreNoJSON(t *testing.T) {
	t.Parallel()
	b := newBench(t, town.Town{Official: "Глава"})
	const good = `{"id":"1","text":"На Садовой третий день нет воды"}`
	for name, c := range map[string]struct {
		in   string
		code int
		out  int
		says []string
	}{
		"a csv":           {"id;text\n1;Нет воды\n", exitFailed, 0, []string{"line 1", "line 2", "JSON object"}},
		"a list":          {`["Нет воды"]` + "\n", exitFailed, 0, []string{"line 1", "JSON object"}},
		"no text":         {`{"id":"1","txt":"Нет воды"}`, exitFailed, 0, []string{"line 1", "text is missing"}},
		"a number":        {`{"id":"1","text":7}`, exitFailed, 0, []string{"line 1"}},
		"cut in half":     {good + "\n" + good[:30], exitPartly, 1, []string{"line 2"}},
		"one of three":    {good + "\nnot json\n" + good + "\n", exitPartly, 2, []string{"line 2", "JSON object"}},
		"all are good":    {good + "\n\n" + good + "\n", exitDone, 2, nil},
		"nothing at all":  {"", exitDone, 0, nil},
		"an array of two": {"[" + good + "]\n", exitFailed, 0, []string{"line 1"}},
	} {
		r := b.with(t.Context(), c.in, "classify")
		if r.code != c.code || strings.Count(r.out, "\n") != c.out {
			t.Errorf("%s: exit %d, want %d; %d lines, want %d\n%s%s", name, r.code, c.code, strings.Count(r.out, "\n"),
				c.out, r.out, r.err)
		}
		for _, part := range c.says {
			if !strings.Contains(r.err, part) {
				t.Errorf("%s: no %q in %s", name, part, r.err)
			}
		}
		if strings.Contains(r.err, "Go ") || strings.Contains(r.err, "struct") ||
			strings.Contains(r.err, "unmarshal") || strings.Contains(r.err, "invalid character") {
			t.Errorf("%s: the decoder's words: %s", name, r.err)
		}
		if strings.Contains(r.err, "воды") {
			t.Errorf("%s: a citizen's text in an error: %s", name, r.err)
		}
	}
}

// classify gives places of what may leave the office alone, with a configuration and without one.
func TestClassifyGivesNoNames(t *testing.T) {
	t.Parallel()
	var asked strings.Builder
	for n, signature := range []string{"Н. П. Воробьёв", "С. Алексин", "Д. Г. Рогов", "сосед Чехов"} {
		fmt.Fprintf(&asked, "{\"id\":\"%d\",\"text\":\"Нет воды третий день. %s\"}\n", n, signature)
	}
	r := newBench(t, town.Town{Official: "Глава"}).with(t.Context(), asked.String(), "classify")
	if r.code != exitDone {
		t.Fatalf("exit %d: %s", r.code, r.err)
	}
	for _, name := range []string{"Воробьёв", "Алексин", "Рогов", "Чехов"} {
		if strings.Contains(r.out, name) {
			t.Errorf("%s came back: %s", name, r.out)
		}
	}
}
