package render

import "fmt"

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

// TextFormats are those of formats that are text.
func TextFormats() []Format { return []Format{Text, Markdown, HTML, JSON, CSV} }

// Capped reports whether a format lists no more than build.MostListed items. The others hold every complaint.
func (f Format) Capped() bool { return f != JSON && f != CSV && f != XLSX }

// PageFormats are those of formats in which RenderPage draws a page. The others hold the digest itself.
func PageFormats() []Format { return []Format{Text, Markdown, HTML, DOCX, PDF} }

// ParseFormat reads the name of a format.
func ParseFormat(name string) (Format, error) {
	for _, f := range Formats() {
		if name == string(f) {
			return f, nil
		}
	}
	return "", fmt.Errorf("%q is no format of a digest; write text, md, html, json, csv, xlsx, docx, pdf or png", name)
}

// Extension is the end of the name of a file in a format, without a dot.
func (f Format) Extension() string {
	if f == Text {
		return "txt"
	}
	return string(f)
}

// ContentType is the media type of a format (RFC 2046), with the character set where it is text.
func (f Format) ContentType() string {
	switch f {
	case Text:
		return "text/plain; charset=utf-8"
	case Markdown:
		return "text/markdown; charset=utf-8"
	case HTML:
		return "text/html; charset=utf-8"
	case JSON:
		return "application/json"
	case CSV:
		return "text/csv; charset=utf-8"
	case XLSX:
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case DOCX:
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	case PDF:
		return "application/pdf"
	case PNG:
		return "image/png"
	}
	return "application/octet-stream"
}
