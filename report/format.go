package report

import (
	"bytes"
	"encoding/json"
	"fmt"
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
// break at the end. The other formats are those of package edition.
func Render(d Digest, f Format) ([]byte, error) {
	switch f {
	case Text:
		return renderText(NewPage(d)), nil
	case Markdown:
		return renderMarkdown(NewPage(d)), nil
	case HTML:
		return RenderHTML(NewPage(d), SVG)
	case JSON:
		return renderJSON(d)
	case CSV:
		return renderCSV(d)
	}
	return nil, fmt.Errorf("%q is no format of text", f)
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

// noughtless is a struct with the same keys, in which whole numbers that are nought are null.
func noughtless(v any) any {
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

func eachNoughtless[T any](list []T) []any {
	out := make([]any, len(list))
	for n, v := range list {
		out[n] = noughtless(v)
	}
	return out
}

func renderJSON(d Digest) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	var wire any = d
	switch d.Headline.Mood {
	case NoData:
		// Nothing was read, so there are no figures: not even zeros.
		type plain Digest
		wire = struct {
			plain
			Totals  noTotals `json:"totals"`
			Ages    *Ages    `json:"ages"`
			Backlog *Backlog `json:"backlog"`
		}{plain: plain(d)}
	case Incomplete:
		// What was read counts at least; a nought counts nothing where a part was not read, as in every other format.
		type plain Digest
		type breakdown struct {
			Municipalities []any `json:"municipalities"`
			Bodies         []any `json:"bodies"`
			Groups         []any `json:"groups"`
			Officials      []any `json:"officials"`
		}
		b := d.Breakdown
		wire = struct {
			plain
			Totals    any       `json:"totals"`
			Urgent    any       `json:"urgent"`
			Topics    []any     `json:"topics"`
			Ages      any       `json:"ages"`
			Backlog   any       `json:"backlog"`
			Breakdown breakdown `json:"breakdown"`
		}{plain(d), noughtless(d.Totals), noughtless(d.Urgent), eachNoughtless(d.Topics), noughtless(d.Ages), noughtless(d.Backlog),
			breakdown{eachNoughtless(b.Municipalities), eachNoughtless(b.Bodies), eachNoughtless(b.Groups), eachNoughtless(b.Officials)}}
	}
	if err := e.Encode(wire); err != nil {
		return nil, fmt.Errorf("write the digest as JSON: %w", err)
	}
	return b.Bytes(), nil
}
