package render_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"otklik/report/build"
	"otklik/report/render"
	"otklik/report/reporttest"
)

// Whatever people write, the formats of text stay whole: no tag of theirs in a page, no formula in a table, no control
// character on a terminal.
func FuzzRender(f *testing.F) {
	for _, r := range reporttest.Hostile(f).Records {
		f.Add(r.Message.Text, r.Message.Author.Name, r.Message.URL)
	}
	f.Add("", "", "https://vk.com/wall-1_2")
	base, at := reporttest.Town(f), reporttest.Morning(f)
	f.Fuzz(func(t *testing.T, text, name, address string) {
		in := base
		in.Masker, in.Audience = nil, build.Press
		in.Records = append(in.Records[:0:0], base.Records[0])
		r := &in.Records[0]
		r.Message.Text, r.Message.Author.Name, r.Message.URL, r.Message.Media = text[:min(len(text), 600)],
			name[:min(len(name), 100)], address, nil
		r.Status.Municipality, r.Status.Topic = name[:min(len(name), 100)], text[:min(len(text), 100)]
		d := build.New(in, at)
		for _, format := range render.TextFormats() {
			out, err := render.Render(d, format)
			if err != nil {
				t.Fatalf("%s: %v", format, err)
			}
			// JSON is for programs and keeps what was written.
			if at := bytes.IndexAny(out, "\x00\x07\x08\x1b\u202e"); !utf8.Valid(out) ||
				at >= 0 && format != render.JSON {
				t.Errorf("%s holds what is no text, at %d", format, at)
			}
			switch format {
			case render.JSON:
				if !json.Valid(out) {
					t.Errorf("no JSON: %s", out)
				}
			case render.CSV:
				reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(out, []byte("\ufeff"))))
				reader.Comma, reader.FieldsPerRecord = ';', -1
				rows, err := reader.ReadAll()
				if err != nil {
					t.Errorf("no table: %v\n%s", err, out)
				}
				for _, row := range rows {
					for _, cell := range row {
						if _, err := strconv.ParseInt(cell, 10, 64); err == nil && cell[0] != '+' {
							continue // a number, as the ids of communities are
						}
						if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
							t.Errorf("a cell begins as a formula does: %q", cell)
						}
					}
				}
			case render.HTML:
				if lower := bytes.ToLower(out); bytes.Contains(lower, []byte("<script")) ||
					bytes.Contains(lower, []byte("javascript:")) {
					t.Errorf("a script in the page:\n%s", out)
				}
			}
		}
	})
}
