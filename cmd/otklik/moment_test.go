package main

import (
	"otklik/report/render"
	"strings"
	"testing"
	_ "time/tzdata"
)

// The commands know all forms, in the configured time zone.
func TestAtOnTheCommandLine(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.must("collect")
	for _, at := range []string{"yesterday", "вчера", "00:00", "2026-01-05", "2026-01-05 08:00", "today"} {
		if d := b.digest("--at", at); d.Digest != "morning" {
			t.Errorf("--at %s: %+v", at, d)
		}
		b.must("brief", "--municipality", "Заречный", "--at", at)
	}
	for _, args := range [][]string{{"digest", "morning", "--at", "08.00"},
		{"brief", "--municipality", "Заречный", "--at", "soon"}, {"digests", "morning", "soon"}} {
		if r := b.otklik(args...); r.code != exitUsage || !strings.Contains(r.err, "вчера") ||
			!strings.Contains(r.err, "2026-11-29T08:00:00+03:00") {
			t.Errorf("%v: exit %d %s", args, r.code, r.err)
		}
	}
}

// The ending of the output's name is the format, unless one is named.
func TestOutputsTakeTheirFormatFromTheName(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	b.configure("deliver: []", "deliver: [{file: {path: out, format: html}}]")
	b.must("collect")
	begins := map[render.Format]string{render.HTML: "<!doctype html", render.JSON: "{", render.CSV: "",
		render.XLSX: "PK", render.DOCX: "PK", render.PDF: "%PDF", render.Markdown: "# ", render.PNG: "\x89PNG"}
	for ending, format := range map[string]render.Format{"html": render.HTML, "HTM": render.HTML, "json": render.JSON,
		"csv": render.CSV, "xlsx": render.XLSX, "Docx": render.DOCX, "pdf": render.PDF, "md": render.Markdown} {
		b.must("digest", "morning", "-o", b.path("a."+ending))
		if text := b.read("a." + ending); !strings.HasPrefix(strings.ToLower(text), strings.ToLower(begins[format])) {
			t.Errorf("%s: %.40q", ending, text)
		}
	}
	plain := b.must("digest", "morning", "--at", "00:00").out
	for _, name := range []string{"a.txt", "plain", "a.text"} {
		b.must("digest", "morning", "--at", "00:00", "--output", b.path(name))
		if b.read(name) != plain {
			t.Errorf("%s is no text", name)
		}
	}
	b.must("digest", "morning", "--format", "json", "-o", b.path("named.docx"))
	if !strings.HasPrefix(b.read("named.docx"), "{") {
		t.Error("--format is not obeyed")
	}
	b.must("brief", "--municipality", "Заречный", "-o", b.path("b.docx"))
	b.must("export", "-o", b.path("e.csv"))
	b.must("export", "-o", b.path("e.jsonl"))
	b.must("digest", "morning", "--send")
	b.must("digests", "morning", strings.Fields(b.must("digests").out)[1], "-o", b.path("d.html"))
	for name, prefix := range map[string]string{"b.docx": "PK", "e.csv": "channel,", "e.jsonl": "{",
		"d.html": "<!doctype html"} {
		if !strings.HasPrefix(strings.ToLower(b.read(name)), strings.ToLower(prefix)) {
			t.Errorf("%s: %.40q", name, b.read(name))
		}
	}
	before := b.listing()
	for _, args := range [][]string{{"digest", "morning", "-o", b.path("a.doc")},
		{"digest", "morning", "-o", b.path("a.2026")}, {"brief", "--municipality", "Заречный", "-o", b.path("a.xlsx")},
		{"export", "-o", b.path("a.xlsx")}, {"export", "-o", b.path("a.json")},
		{"digests", "morning", "today", "-o", b.path("a.doc")}, {"preview", "-o", b.path("a.docx")}} {
		if r := b.otklik(args...); r.code != exitUsage || r.out != "" || !strings.Contains(r.err, "a.") ||
			!strings.Contains(r.err, "name a f") {
			t.Errorf("%v: exit %d %s", args, r.code, r.err)
		}
	}
	if len(b.listing()) != len(before) {
		t.Error("something was written")
	}
}
