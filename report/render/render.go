// Package render makes a digest, or any page, in one of the formats: it joins the packages beside it, one for each.
package render

import (
	"bytes"
	"fmt"
	"io"

	"otklik/report/build"
	"otklik/report/page"
	"otklik/report/render/chart"
	"otklik/report/render/csv"
	"otklik/report/render/docx"
	"otklik/report/render/html"
	"otklik/report/render/json"
	"otklik/report/render/markdown"
	"otklik/report/render/pdf"
	"otklik/report/render/text"
	"otklik/report/render/xlsx"
)

// pictureWidth is the width of the picture in pixels: sharp on a good screen, and about 180 dots an inch on paper.
const pictureWidth = 1200

// Render makes a digest in a format. The same digest gives the same bytes; text is UTF-8 with a line break at the end.
// A picture of its own is an error where there is nothing to draw; the documents are then without one.
func Render(d build.Digest, f Format) ([]byte, error) {
	var b bytes.Buffer
	if err := Write(&b, d, f); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// Write is Render that hands the bytes over as they are made: formats that hold every complaint need no more memory
// than the digest itself.
func Write(w io.Writer, d build.Digest, f Format) error {
	var drawn []byte
	var err error
	switch f {
	case JSON:
		return json.Write(w, d, nil)
	case CSV:
		return csv.Write(w, d)
	case XLSX:
		return xlsx.Write(w, d)
	case PNG:
		drawn, err = Picture(page.New(d))
		if err == nil && drawn == nil {
			err = fmt.Errorf("the digest %q has no picture as of %s: there is nothing to draw; choose another format",
				d.ID, d.At.Format("2006-01-02 15:04"))
		}
	default:
		drawn, err = RenderPage(page.New(d), f)
	}
	if err == nil {
		_, err = w.Write(drawn)
	}
	return err
}

// RenderPage makes a page, a digest's or another, in one of the formats that people read: text, md, html, docx or pdf.
func RenderPage(p page.Page, f Format) ([]byte, error) {
	switch f {
	case Text:
		return text.Render(p), nil
	case Markdown:
		return markdown.Render(p), nil
	case HTML:
		return html.Render(p, html.SVG)
	case DOCX, PDF:
	default:
		return nil, fmt.Errorf("%q is no format of a page; write text, md, html, docx or pdf", f)
	}
	picture, err := Picture(p)
	if err != nil {
		return nil, err
	}
	if f == DOCX {
		return docx.Render(p, picture)
	}
	return pdf.Render(p, picture)
}

// Picture draws the picture of a page as PNG, as mails and documents show it; nil where the page has none.
func Picture(p page.Page) ([]byte, error) {
	if p.Picture == nil {
		return nil, nil
	}
	return chart.PNG(*p.Picture, pictureWidth)
}
