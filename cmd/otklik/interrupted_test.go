package main

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"

	"otklik/internal/sandbox/town"
)

// Who waits on a pipe and is interrupted says so, whether the pipe stays open or its other end goes at the same moment.
func TestInterruptedClassify(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*io.PipeWriter){"it stays open": func(*io.PipeWriter) {},
		"it ends": func(w *io.PipeWriter) { _ = w.Close() }} {
		r, w := io.Pipe()
		ctx, cancel := context.WithCancel(t.Context())
		out := &watched{until: "}\n", then: func() { cancel(); end(w) }} // once the first line was answered
		go func() { _, _ = io.WriteString(w, `{"id":1,"text":"Нет воды"}`+"\n") }()
		var errs bytes.Buffer
		code := run(ctx, []string{"classify"}, streams{in: r, out: out, err: &errs,
			getenv: func(string) (string, bool) { return "", false }})
		if code != exitInterrupted || !strings.Contains(errs.String(), "interrupted") ||
			strings.Count(out.String(), "\n") != 1 {
			t.Errorf("%s: exit %d, %s%s", name, code, out, errs.String())
		}
		_ = r.Close()
	}
}

// Where one official heads a municipality, a text that names no place is about it, as in the digests.
func TestClassifyKnowsTheOfficialsMunicipality(t *testing.T) {
	t.Parallel()
	b := newBench(t, town.Town{Official: "Глава"})
	const in = `{"id":1,"text":"Когда отремонтируют дорогу на улице Садовой? Ямы по колено"}` + "\n" +
		`{"id":2,"text":"В Казани на улице Садовой ямы по колено, когда отремонтируют?"}`
	classify := func() string {
		t.Helper()
		r := b.with(t.Context(), in, "--config", b.path("config.yaml"), "classify")
		if r.code != exitDone {
			t.Fatal(r.err)
		}
		return r.out
	}
	if out := classify(); strings.Contains(out, `"municipality":"Энск"`) {
		t.Error(out)
	}
	b.configure("    channels:\n", "    municipality: Энск\n    channels:\n")
	if out := strings.Split(classify(), "\n"); !strings.Contains(out[0], `"municipality":"Энск"`) ||
		!strings.Contains(out[1], `"municipality":"Казань"`) {
		t.Errorf("%q", out)
	}
	b.configure("schedule:", "  - { id: mayor, municipality: Казань, channels: [{ platform: vk, owner_id: -7, "+
		"service_token: x }] }\nschedule:")
	if out := classify(); strings.Contains(out, `"municipality":"Энск"`) { // whose text it is cannot be known
		t.Error(out)
	}
}
