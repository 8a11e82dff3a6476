package report

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
)

//go:embed digest.html.tmpl
var htmlSource string

var htmlTemplate = template.Must(template.New("digest").Funcs(template.FuncMap{
	"facts":  joinFacts,
	"upper":  upperFirst,
	"colour": toneColour,
}).Parse(htmlSource))

// toneColour is the colour of the stripe beside the verdict; the words carry the meaning.
func toneColour(m Mood) template.CSS {
	switch m {
	case Calmer:
		return "#1b7f4b"
	case Tenser:
		return "#b3261e"
	case NoData, Incomplete:
		return "#a15c00"
	}
	return "#50607a"
}

func renderHTML(p Page) ([]byte, error) {
	var b bytes.Buffer
	if err := htmlTemplate.Execute(&b, p); err != nil {
		return nil, fmt.Errorf("write the digest as HTML: %w", err)
	}
	return b.Bytes(), nil
}
