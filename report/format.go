package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
)

// Format names a form of a digest as the command line does.
type Format string

// The formats.
const (
	Text     Format = "text"
	Markdown Format = "md"
	HTML     Format = "html"
	JSON     Format = "json"
	CSV      Format = "csv"
	XLSX     Format = "xlsx"
	DOCX     Format = "docx"
	PDF      Format = "pdf"
	PNG      Format = "png" // the picture alone
)

// Formats are all formats, the default first.
func Formats() []Format { return []Format{Text, Markdown, HTML, JSON, CSV, XLSX, DOCX, PDF, PNG} }

// TextFormats are those that Render draws.
func TextFormats() []Format { return []Format{Text, Markdown, HTML, JSON, CSV} }

// Capped reports whether a format lists no more than MostListed items. The others hold every complaint.
func (f Format) Capped() bool { return f != JSON && f != CSV && f != XLSX }

// ParseFormat reads the name of a format.
func ParseFormat(name string) (Format, error) {
	for _, f := range Formats() {
		if name == string(f) {
			return f, nil
		}
	}
	return "", fmt.Errorf("%q is no format of a digest; write text, md, html, json, csv, xlsx, docx, pdf or png", name)
}

// RenderPage draws a page that is no digest's, such as that of a Brief, as text, Markdown or HTML.
func RenderPage(p Page, f Format) ([]byte, error) {
	switch f {
	case Text:
		return renderText(p), nil
	case Markdown:
		return renderMarkdown(p), nil
	case HTML:
		return RenderHTML(p, SVG)
	}
	return nil, fmt.Errorf("%q is no format of a page; write text, md, html, docx or pdf", f)
}

// Render draws a digest in one of the formats that are text. The same digest gives the same bytes: UTF-8, with a line
// break at the end. The other formats are those of package render.
func Render(d Digest, f Format) ([]byte, error) {
	var b bytes.Buffer
	if err := Write(&b, d, f); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// Write is Render that hands the bytes over as they are made: JSON and CSV of a great digest are a hundred megabytes.
func Write(w io.Writer, d Digest, f Format) (err error) {
	if err := d.Holds(f); err != nil {
		return err
	}
	var page []byte
	switch f {
	case JSON:
		return writeJSON(w, d)
	case CSV:
		return writeCSV(w, d)
	case Text, Markdown, HTML:
		page, err = RenderPage(NewPage(d), f)
	default:
		err = fmt.Errorf("%q is no format of text", f)
	}
	if err == nil {
		_, err = w.Write(page)
	}
	return err
}

// Holds is an error where a digest was built for pages and lacks what a format needs.
func (d Digest) Holds(f Format) error {
	if d.capped && !f.Capped() {
		return fmt.Errorf("the digest %s was built for pages and cannot be drawn as %s", d.ID, f)
	}
	return nil
}

// noTotals has the keys of Totals, all null.
type noTotals struct{}

// MarshalJSON implements json.Marshaler.
func (noTotals) MarshalJSON() ([]byte, error) {
	names := map[string]any{}
	totals := reflect.TypeFor[Totals]()
	for i := range totals.NumField() {
		names[totals.Field(i).Tag.Get("json")] = nil
	}
	return json.Marshal(names)
}

// withoutZeros is a struct with the same keys, in which whole numbers that are zero are null.
func withoutZeros(v any) any {
	from := reflect.ValueOf(v)
	fields := make([]reflect.StructField, from.NumField())
	for i := range fields {
		fields[i] = from.Type().Field(i)
		if fields[i].Type.Kind() == reflect.Int {
			fields[i].Type = reflect.PointerTo(fields[i].Type)
		}
	}
	to := reflect.New(reflect.StructOf(fields)).Elem()
	for i := range fields {
		switch {
		case from.Field(i).Kind() != reflect.Int:
			to.Field(i).Set(from.Field(i))
		case !from.Field(i).IsZero():
			n := int(from.Field(i).Int())
			to.Field(i).Set(reflect.ValueOf(&n))
		}
	}
	return to.Interface()
}

func eachWithoutZeros[T any](list []T) []any {
	out := make([]any, len(list))
	for n, v := range list {
		out[n] = withoutZeros(v)
	}
	return out
}

// writeJSON writes the digest with one complaint after another: together they may be the largest part by far.
func writeJSON(w io.Writer, d Digest) error {
	complaints := d.Complaints
	d.Complaints = nil
	var b bytes.Buffer
	if err := indented(&b, "").Encode(wireOf(d)); err != nil {
		return fmt.Errorf("write the digest as JSON: %w", err)
	}
	// No string has a line break in it, so that this is the digest's own member.
	head, tail, _ := bytes.Cut(b.Bytes(), []byte("\n  \"complaints\": null"))
	out := bufio.NewWriter(w)
	out.Write(head)
	out.WriteString("\n  \"complaints\": [")
	var one bytes.Buffer
	for n, c := range complaints {
		one.Reset()
		if err := indented(&one, "    ").Encode(c); err != nil {
			return fmt.Errorf("write a complaint as JSON: %w", err)
		}
		if n > 0 {
			out.WriteByte(',')
		}
		out.WriteString("\n    ")
		out.Write(bytes.TrimSuffix(one.Bytes(), []byte("\n")))
	}
	if len(complaints) > 0 {
		out.WriteString("\n  ")
	}
	out.WriteByte(']')
	out.Write(tail)
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write the digest as JSON: %w", err)
	}
	return nil
}

func indented(b *bytes.Buffer, prefix string) *json.Encoder {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	e.SetIndent(prefix, "  ")
	return e
}

// wireOf is the digest as JSON has it.
func wireOf(d Digest) any {
	type plain Digest
	switch d.Headline.Mood {
	case NoData:
		// Nothing was read, so there are no figures: not even zeros.
		return struct {
			plain
			Totals  noTotals `json:"totals"`
			Ages    *Ages    `json:"ages"`
			Backlog *Backlog `json:"backlog"`
		}{plain: plain(d)}
	case Incomplete:
		// What was read counts at least; a zero counts nothing where a part was not read, as in every other format.
		type breakdown struct {
			Municipalities []any `json:"municipalities"`
			Bodies         []any `json:"bodies"`
			Groups         []any `json:"groups"`
			Officials      []any `json:"officials"`
		}
		b := d.Breakdown
		return struct {
			plain
			Totals    any       `json:"totals"`
			Urgent    any       `json:"urgent"`
			Topics    []any     `json:"topics"`
			Ages      any       `json:"ages"`
			Backlog   any       `json:"backlog"`
			Breakdown breakdown `json:"breakdown"`
		}{plain(d), withoutZeros(d.Totals), withoutZeros(d.Urgent), eachWithoutZeros(d.Topics), withoutZeros(d.Ages),
			withoutZeros(d.Backlog), breakdown{eachWithoutZeros(b.Municipalities), eachWithoutZeros(b.Bodies),
				eachWithoutZeros(b.Groups), eachWithoutZeros(b.Officials)}}
	}
	return plain(d)
}
