// Package docx draws a digest's page as a document of Word (ECMA-376, WordprocessingML): A4, with styles, real links
// and tables whose heads repeat, the same bytes for the same page. It knows nothing of how a digest is built.
package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"time"

	"otklik/report/page"
	"otklik/report/render/document"
)

// The relations of the document to its other parts.
const (
	stylesRelation    = "rStyles"
	numberingRelation = "rNumbering"
	settingsRelation  = "rSettings"
	footerRelation    = "rFooter"
	pictureRelation   = "rPicture"
)

// Render draws a page with its picture, a PNG; without bytes the picture is said in a sentence. Of each section at most
// document.Most entries are drawn, the rest is counted. The same page and picture give the same bytes. An error is
// permanent: it means that the picture is no PNG.
func Render(p page.Page, picture []byte) ([]byte, error) {
	chart, err := document.ReadPicture(p, picture)
	if err != nil {
		return nil, err
	}
	p = document.Abridge(p)
	around := page.WordsIn(p.Lang)
	w := &writer{tag: around.Tag(), linkOf: map[string]int{}, around: around}
	w.sizes = sizesFor(p, chart)
	w.page(p, chart)

	parts := []part{
		{"[Content_Types].xml", contentTypes(chart != nil)},
		{"_rels/.rels", packageRelations()},
		{"docProps/core.xml", coreOf(p, w.tag)},
		{"docProps/app.xml", appOf()},
		{"word/document.xml", w.document()},
		{"word/_rels/document.xml.rels", w.relations(chart != nil)},
		{"word/styles.xml", stylesOf(w.tag, w.sizes)},
		{"word/numbering.xml", bullets()},
		{"word/settings.xml", settingsOf(w.tag)},
		{"word/footer1.xml", w.footer(p)},
	}
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for _, part := range parts {
		data, err := xml.Marshal(part.content)
		if err != nil {
			return nil, fmt.Errorf("write %s of the digest's document: %w", part.name, err)
		}
		if err := store(archive, part.name, append([]byte(declaration), data...)); err != nil {
			return nil, err
		}
	}
	if chart != nil {
		if err := store(archive, pictureFile, chart.PNG); err != nil {
			return nil, err
		}
	}
	if err := archive.Close(); err != nil {
		return nil, fmt.Errorf("write the digest's document: %w", err)
	}
	return out.Bytes(), nil
}

// declaration begins every part.
const declaration = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

type part struct {
	name    string
	content any
}

// zipTime is the earliest that zip can tell; the file must not depend on the clock.
var zipTime = time.Date(1980, time.January, 1, 0, 0, 0, 0, time.UTC)

func store(archive *zip.Writer, name string, data []byte) error {
	file, err := archive.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: zipTime})
	if err == nil {
		_, err = file.Write(data)
	}
	if err != nil {
		return fmt.Errorf("write %s of the digest's document: %w", name, err)
	}
	return nil
}

func (w *writer) document() wordDocument {
	d := wordDocument{W: spaceW, R: spaceR, WP: spaceWP, A: spaceA, Pic: spacePic}
	d.Body.Children = w.body
	s := &d.Body.Section
	s.Footer = &footerReference{Type: "default", ID: footerRelation}
	s.Size.W, s.Size.H = pageWidth, pageHeight
	s.Margins.Top, s.Margins.Bottom, s.Margins.Left, s.Margins.Right = marginTop, marginFoot, marginSide, marginSide
	s.Margins.Header, s.Margins.Footer = 400, 440
	return d
}

// longestFooter is how much of the title the foot of a page repeats, in characters.
const longestFooter = 70

func (w *writer) footer(p page.Page) footer {
	title := []rune(clean(p.Title))
	if len(title) > longestFooter {
		title = append(title[:longestFooter-1], '…')
	}
	before, between := w.around.PageOf()
	line := styled(styleFooter, w.runsOf(string(title), runs{}, false)...)
	number := func(name string) field {
		return field{Instr: " " + name + " ", Runs: []run{{Children: []any{text{Space: "preserve", Text: "1"}}}}}
	}
	line.Children = append(line.Children, run{Children: []any{tabulator{}, text{Space: "preserve", Text: before}}},
		number("PAGE"),
		run{Children: []any{text{Space: "preserve", Text: between}}}, number("NUMPAGES"))
	return footer{W: spaceW, R: spaceR, Paragraphs: []paragraph{line}}
}
