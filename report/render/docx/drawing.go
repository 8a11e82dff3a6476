package docx

import (
	"encoding/xml"

	"otklik/report/render/document"
)

// drawing is a picture in a line of text (ECMA-376, part 1, chapter 20).
type drawing struct {
	XMLName xml.Name `xml:"w:drawing"`
	Inline  struct {
		DistT   int     `xml:"distT,attr"`
		DistB   int     `xml:"distB,attr"`
		DistL   int     `xml:"distL,attr"`
		DistR   int     `xml:"distR,attr"`
		Extent  extent  `xml:"wp:extent"`
		Props   docProp `xml:"wp:docPr"`
		Graphic struct {
			Data struct {
				URI     string `xml:"uri,attr"`
				Picture struct {
					NonVisual struct {
						Props docProp `xml:"pic:cNvPr"`
						Pic   empty   `xml:"pic:cNvPicPr"`
					} `xml:"pic:nvPicPr"`
					Fill struct {
						Blip struct {
							Embed string `xml:"r:embed,attr"`
						} `xml:"a:blip"`
						Stretch struct {
							Rect empty `xml:"a:fillRect"`
						} `xml:"a:stretch"`
					} `xml:"pic:blipFill"`
					Shape struct {
						Transform struct {
							Off struct {
								X int `xml:"x,attr"`
								Y int `xml:"y,attr"`
							} `xml:"a:off"`
							Ext extent `xml:"a:ext"`
						} `xml:"a:xfrm"`
						Geometry struct {
							Preset string `xml:"prst,attr"`
							Values empty  `xml:"a:avLst"`
						} `xml:"a:prstGeom"`
					} `xml:"pic:spPr"`
				} `xml:"pic:pic"`
			} `xml:"a:graphicData"`
		} `xml:"a:graphic"`
	} `xml:"wp:inline"`
}

// extent is in English metric units: 12 700 to a point.
type extent struct {
	CX int `xml:"cx,attr"`
	CY int `xml:"cy,attr"`
}

type docProp struct {
	ID    int    `xml:"id,attr"`
	Name  string `xml:"name,attr"`
	Descr string `xml:"descr,attr,omitempty"`
}

const unitsPerPoint = 12700

// drawn is the chart as wide as the text, with the sentence that says the same.
func drawn(picture *document.Picture, relation, alt string, high float64) drawing {
	w, h := picture.Fit(textWidth/twips, high)
	size := extent{max(1, int(w*unitsPerPoint)), max(1, int(h*unitsPerPoint))}
	var d drawing
	d.Inline.Extent = size
	d.Inline.Props = docProp{ID: 1, Name: "Picture 1", Descr: alt}
	d.Inline.Graphic.Data.URI = spacePic
	p := &d.Inline.Graphic.Data.Picture
	p.NonVisual.Props = docProp{ID: 1, Name: "chart.png", Descr: alt}
	p.Fill.Blip.Embed = relation
	p.Shape.Transform.Ext = size
	p.Shape.Geometry.Preset = "rect"
	return d
}
