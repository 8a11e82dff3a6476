// Package render makes a digest in any of its formats: the texts of package report, and the workbook, documents and
// picture of the packages beside this one, which it joins.
package render

import (
	"fmt"
	"io"

	"otklik/report"
	"otklik/report/render/chart"
	"otklik/report/render/docx"
	"otklik/report/render/pdf"
	"otklik/report/render/xlsx"
)

// pictureWidth is the width of the picture in pixels: sharp on a good screen, and about 180 dots an inch on paper.
const pictureWidth = 1200

// Write is Render that hands the bytes over as they are made. Formats that hold every complaint need no more memory than
// the digest itself.
func Write(w io.Writer, d report.Digest, f report.Format) error {
	switch f {
	case report.XLSX:
		return xlsx.Write(w, d)
	case report.JSON, report.CSV:
		return report.Write(w, d, f)
	}
	data, err := Render(d, f)
	if err == nil {
		_, err = w.Write(data)
	}
	return err
}

// Render makes a digest in a format. The same digest gives the same bytes. A picture of its own is an error where there
// is nothing to draw; the documents are then without one.
func Render(d report.Digest, f report.Format) ([]byte, error) {
	switch f {
	case report.XLSX:
		return xlsx.Render(d)
	case report.DOCX, report.PDF:
		page := report.NewPage(d)
		picture, err := Picture(page)
		if err != nil {
			return nil, err
		}
		if f == report.DOCX {
			return docx.Render(page, picture)
		}
		return pdf.Render(page, picture)
	case report.PNG:
		picture, err := Picture(report.NewPage(d))
		if err == nil && picture == nil {
			err = fmt.Errorf("the digest %q has no picture as of %s: there is nothing to draw; choose another format", d.ID, d.At.Format("2006-01-02 15:04"))
		}
		return picture, err
	}
	return report.Render(d, f)
}

// RenderPage makes a page that is no digest's in one of the formats that people read: text, md, html, docx or pdf.
func RenderPage(p report.Page, f report.Format) ([]byte, error) {
	if f != report.DOCX && f != report.PDF {
		return report.RenderPage(p, f)
	}
	picture, err := Picture(p)
	if err != nil {
		return nil, err
	}
	if f == report.DOCX {
		return docx.Render(p, picture)
	}
	return pdf.Render(p, picture)
}

// Picture draws the picture of a page as PNG, as mails and documents show it; nil where the page has none.
func Picture(p report.Page) ([]byte, error) {
	if p.Picture == nil {
		return nil, nil
	}
	return chart.PNG(*p.Picture, pictureWidth)
}

// Extension is the end of the name of a file in a format, without a dot.
func Extension(f report.Format) string {
	if f == report.Text {
		return "txt"
	}
	return string(f)
}

// ContentType is the media type of a format (RFC 2046), with the character set where it is text.
func ContentType(f report.Format) string {
	switch f {
	case report.Text:
		return "text/plain; charset=utf-8"
	case report.Markdown:
		return "text/markdown; charset=utf-8"
	case report.HTML:
		return "text/html; charset=utf-8"
	case report.JSON:
		return "application/json"
	case report.CSV:
		return "text/csv; charset=utf-8"
	case report.XLSX:
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case report.DOCX:
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	case report.PDF:
		return "application/pdf"
	case report.PNG:
		return "image/png"
	}
	return "application/octet-stream"
}
