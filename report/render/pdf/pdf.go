// Package pdf draws a digest's page as a PDF: A4, fonts inside, links that lead somewhere, the same bytes for the same
// page. It knows nothing of how a digest is built.
package pdf

import (
	"bytes"
	"fmt"
	"strconv"

	"codeberg.org/go-pdf/fpdf"

	"otklik/report/page"
	"otklik/report/render/document"
)

// tries are how much everything is shrunk, and how high the picture may be, until a page that needs a second sheet fits
// one: a governor's page is one sheet, and a sheet with two lines on it helps nobody. Letters never become smaller than
// 7 points for that.
var tries = []struct{ scale, picture float64 }{{1, 190}, {1, 150}, {0.94, 140}, {0.88, 130}, {0.82, 115}, {0.82, 90}}

// Render draws a page with its picture, a PNG; without bytes the picture is said in a sentence. Of each section at most
// document.Most entries are drawn, the rest is counted. The same page and picture give the same bytes. An error is
// permanent: it means that the picture is no PNG.
func Render(p page.Page, picture []byte) ([]byte, error) {
	chart, err := document.ReadPicture(p, picture)
	if err != nil {
		return nil, err
	}
	fonts, err := loadFaces()
	if err != nil {
		return nil, err
	}
	p = document.Abridge(p)
	return write(p, layout(p, chart, fonts), chart, fonts)
}

// layout is the pages at the largest scale that makes them one sheet, or at full size where none does.
func layout(p page.Page, chart *document.Picture, fonts *faces) [][]mark {
	var full [][]mark
	for _, try := range tries {
		c := composer{faces: fonts, scale: try.scale, pictureMax: try.picture}
		c.page(p, chart)
		pages := paginate(c.blocks)
		if len(pages) == 1 {
			return pages
		}
		if full == nil {
			full = pages
		}
		if len(pages) > 2 {
			break
		}
	}
	return full
}

// chartName is what the picture is called inside the document.
const chartName = "chart.png"

func write(p page.Page, pages [][]mark, chart *document.Picture, fonts *faces) ([]byte, error) {
	f := fpdf.New("P", "pt", "A4", "")
	f.SetCreationDate(document.Made)
	f.SetModificationDate(document.Made)
	f.SetCatalogSort(true)
	f.SetAutoPageBreak(false, 0)
	f.SetMargins(0, 0, 0)
	f.SetCellMargin(0)
	title := fonts.legible(p.Title)
	f.SetTitle(title, true)
	f.SetProducer("Otklik", false)
	f.SetLang(page.WordsIn(p.Lang).Tag())
	f.SetDisplayMode("fullpage", "continuous")
	f.AddUTF8FontFromBytes(family, "", regularTTF)
	f.AddUTF8FontFromBytes(family, "B", boldTTF)
	if chart != nil {
		f.RegisterImageOptionsReader(chartName, fpdf.ImageOptions{ImageType: "PNG"}, bytes.NewReader(chart.PNG))
	}
	places := places{}
	for n, marks := range pages {
		f.AddPage()
		for _, m := range marks {
			switch {
			case m.anchor != "":
				f.SetLink(places.link(f, m.anchor), m.y, n+1)
				continue
			case m.text != nil && m.text.to != "":
				f.Link(m.x, m.y-m.text.size, m.w, m.h, places.link(f, m.text.to))
			}
			put(f, m)
		}
		footer(f, p, title, fonts, n+1, len(pages))
	}
	var out bytes.Buffer
	if err := f.Output(&out); err != nil {
		return nil, fmt.Errorf("write the digest as PDF: %w", err)
	}
	return out.Bytes(), nil
}

// places are the document's own numbers of what jumps lead to.
type places map[string]int

func (p places) link(f *fpdf.Fpdf, id string) int {
	n, known := p[id]
	if !known {
		n = f.AddLink()
		p[id] = n
	}
	return n
}

func put(f *fpdf.Fpdf, m mark) {
	switch {
	case m.picture:
		f.ImageOptions(chartName, m.x, m.y, m.w, m.h, false, fpdf.ImageOptions{ImageType: "PNG"}, 0, "")
	case m.text != nil:
		if m.text.text == "" {
			return
		}
		style := ""
		if m.text.bold {
			style = "B"
		}
		f.SetFont(family, style, m.text.size)
		f.SetTextColor(colour(m.text.colour))
		f.Text(m.x, m.y, m.text.text)
		if m.text.url != "" {
			f.LinkString(m.x, m.y-m.text.size, m.w, m.h, m.text.url)
		}
	default:
		f.SetFillColor(colour(m.fill))
		f.Rect(m.x, m.y, m.w, m.h, "F")
	}
}

// longestFooter is how much of the title the foot of a page repeats, in characters.
const longestFooter = 70

func footer(f *fpdf.Fpdf, p page.Page, title string, fonts *faces, n, of int) {
	if runes := []rune(title); len(runes) > longestFooter {
		title = string(runes[:longestFooter-1]) + "…"
	}
	before, between := page.WordsIn(p.Lang).PageOf()
	number := before + strconv.Itoa(n) + between + strconv.Itoa(of)
	const size, y = 8.0, pageHeight - 26
	put(f, mark{x: marginSide, y: y, text: &span{text: title, size: size, colour: document.Small}})
	x := pageWidth - marginSide - fonts.regular.measure(number, size)
	put(f, mark{x: x, y: y, text: &span{text: number, size: size, colour: document.Small}})
}

// colour reads RRGGBB.
func colour(hex string) (r, g, b int) {
	n, err := strconv.ParseUint(hex, 16, 24)
	if err != nil {
		return 0, 0, 0
	}
	return int(n >> 16), int(n >> 8 & 255), int(n & 255)
}
