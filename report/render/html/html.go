// Package html draws a page as one file of HTML that loads nothing and runs nothing.
package html

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"regexp"

	"otklik/report/page"
)

//go:embed digest.html.tmpl
var htmlSource string

var htmlTemplate = template.Must(template.New("digest").Funcs(template.FuncMap{
	"facts":  page.JoinFacts,
	"upper":  page.UpperFirst,
	"notice": notice,
	"whole":  whole,
	"css":    func(own string) template.CSS { return template.CSS(own) }, // only of words in the template
}).Parse(htmlSource))

// notice draws a sentence about the sending.
func notice(sentence string) template.HTML {
	return template.HTML(fmt.Sprintf(`<p style="%s"><strong>%s</strong></p>`, noticeStyle,
		template.HTMLEscapeString(sentence)))
}

// ordinal is a number with its ending: a narrow screen must not part them at the hyphen.
var ordinal = regexp.MustCompile(`\d+-\pL+`)

// whole are words whose numbers keep their endings.
func whole(words string) template.HTML {
	return template.HTML(ordinal.ReplaceAllString(template.HTMLEscapeString(words), "<nobr>$0</nobr>"))
}

// manyColumns are as many as a column of text has room for. The template compares with the same number.
const manyColumns = 6

// drawn is a page as the template takes it.
type drawn struct {
	page.Page
	Drawn template.HTML
	// ContentsHead stands above the list of the page's parts.
	ContentsHead string
	Wide         bool // room for tables of many columns; lines of text stay as long as they can be read
}

// Render draws a page as HTML with its picture made by draw: SVG for browsers, an image with a cid address for mail,
// whose readers show no SVG. What draw gives is written as it is. It is not asked where the page has no picture; a nil
// draw leaves the picture out.
func Render(p page.Page, draw func(page.Picture) template.HTML) ([]byte, error) {
	wire := drawn{Page: p, ContentsHead: page.WordsIn(p.Lang).Contents()}
	for _, s := range p.Sections {
		wire.Wide = wire.Wide || s.Table != nil && len(s.Table.Columns) > manyColumns
	}
	if p.Picture != nil && draw != nil {
		wire.Drawn = draw(*p.Picture)
	}
	var b bytes.Buffer
	if err := htmlTemplate.Execute(&b, wire); err != nil {
		return nil, fmt.Errorf("write the digest as HTML: %w", err)
	}
	return withPolicy(b.Bytes()), nil
}
