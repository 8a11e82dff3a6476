package docx

import "encoding/xml"

// The elements of WordprocessingML that a digest needs (ECMA-376, part 1, chapter 17). The fields stand in the order in
// which the schema wants the elements: Word calls a document damaged where they do not.

type value struct {
	Val string `xml:"w:val,attr"`
}

type empty struct{}

// wordDocument is the text; the children of its body are paragraphs and tables, the section stands last.
type wordDocument struct {
	XMLName xml.Name `xml:"w:document"`
	W       string   `xml:"xmlns:w,attr"`
	R       string   `xml:"xmlns:r,attr"`
	WP      string   `xml:"xmlns:wp,attr"`
	A       string   `xml:"xmlns:a,attr"`
	Pic     string   `xml:"xmlns:pic,attr"`
	Body    struct {
		Children []any
		Section  section `xml:"w:sectPr"`
	} `xml:"w:body"`
}

type section struct {
	Footer *footerReference `xml:"w:footerReference"`
	Size   struct {
		W int `xml:"w:w,attr"`
		H int `xml:"w:h,attr"`
	} `xml:"w:pgSz"`
	Margins struct {
		Top    int `xml:"w:top,attr"`
		Right  int `xml:"w:right,attr"`
		Bottom int `xml:"w:bottom,attr"`
		Left   int `xml:"w:left,attr"`
		Header int `xml:"w:header,attr"`
		Footer int `xml:"w:footer,attr"`
		Gutter int `xml:"w:gutter,attr"`
	} `xml:"w:pgMar"`
}

type footerReference struct {
	Type string `xml:"w:type,attr"`
	ID   string `xml:"r:id,attr"`
}

type paragraph struct {
	XMLName  xml.Name    `xml:"w:p"`
	Props    *paragraphs `xml:"w:pPr"`
	Children []any
}

// paragraphs are the properties of a paragraph.
type paragraphs struct {
	Style     *value     `xml:"w:pStyle"`
	KeepNext  *empty     `xml:"w:keepNext"`
	KeepLines *empty     `xml:"w:keepLines"`
	Numbering *numbering `xml:"w:numPr"`
	Borders   *borders   `xml:"w:pBdr"`
	Shade     *shade     `xml:"w:shd"`
	Tabs      *tabs      `xml:"w:tabs"`
	Bidi      *empty     `xml:"w:bidi"`
	Spacing   *spacing   `xml:"w:spacing"`
	Indent    *indent    `xml:"w:ind"`
	Align     *value     `xml:"w:jc"`
	Outline   *value     `xml:"w:outlineLvl"`
}

type numbering struct {
	Level value `xml:"w:ilvl"`
	ID    value `xml:"w:numId"`
}

type borders struct {
	Top    *border `xml:"w:top"`
	Left   *border `xml:"w:left"`
	Bottom *border `xml:"w:bottom"`
	Right  *border `xml:"w:right"`
}

type border struct {
	Val   string `xml:"w:val,attr"`
	Size  int    `xml:"w:sz,attr"` // eighths of a point
	Space int    `xml:"w:space,attr"`
	Color string `xml:"w:color,attr"`
}

type shade struct {
	Val   string `xml:"w:val,attr"`
	Color string `xml:"w:color,attr"`
	Fill  string `xml:"w:fill,attr"`
}

type tabs struct {
	Tabs []tab `xml:"w:tab"`
}

type tab struct {
	Val string `xml:"w:val,attr"`
	Pos int    `xml:"w:pos,attr"`
}

// spacing is in twentieths of a point.
type spacing struct {
	Before int    `xml:"w:before,attr"`
	After  int    `xml:"w:after,attr"`
	Line   int    `xml:"w:line,attr,omitempty"`
	Rule   string `xml:"w:lineRule,attr,omitempty"`
}

type indent struct {
	Left    int `xml:"w:left,attr"`
	Right   int `xml:"w:right,attr,omitempty"`
	Hanging int `xml:"w:hanging,attr,omitempty"`
}

type run struct {
	XMLName  xml.Name `xml:"w:r"`
	Props    *runs    `xml:"w:rPr"`
	Children []any
}

// runs are the properties of a piece of text.
type runs struct {
	Style    *value     `xml:"w:rStyle"`
	Fonts    *fonts     `xml:"w:rFonts"`
	Bold     *empty     `xml:"w:b"`
	BoldCS   *empty     `xml:"w:bCs"`
	NoProof  *empty     `xml:"w:noProof"`
	Color    *value     `xml:"w:color"`
	Size     *value     `xml:"w:sz"` // half points
	SizeCS   *value     `xml:"w:szCs"`
	Line     *value     `xml:"w:u"`
	RTL      *empty     `xml:"w:rtl"`
	Language *languages `xml:"w:lang"`
}

type fonts struct {
	ASCII string `xml:"w:ascii,attr"`
	HAnsi string `xml:"w:hAnsi,attr"`
	East  string `xml:"w:eastAsia,attr"`
	CS    string `xml:"w:cs,attr"`
}

type languages struct {
	Val  string `xml:"w:val,attr,omitempty"`
	East string `xml:"w:eastAsia,attr,omitempty"`
	Bidi string `xml:"w:bidi,attr,omitempty"`
}

type text struct {
	XMLName xml.Name `xml:"w:t"`
	Space   string   `xml:"xml:space,attr"`
	Text    string   `xml:",chardata"`
}

type tabulator struct {
	XMLName xml.Name `xml:"w:tab"`
}

// field is a figure that Word computes: PAGE, NUMPAGES.
type field struct {
	XMLName xml.Name `xml:"w:fldSimple"`
	Instr   string   `xml:"w:instr,attr"`
	Runs    []run
}

type hyperlink struct {
	XMLName xml.Name `xml:"w:hyperlink"`
	ID      string   `xml:"r:id,attr,omitempty"`
	Anchor  string   `xml:"w:anchor,attr,omitempty"` // a bookmark of this document
	History string   `xml:"w:history,attr"`
	Runs    []run
}

type bookmarkStart struct {
	XMLName xml.Name `xml:"w:bookmarkStart"`
	ID      int      `xml:"w:id,attr"`
	Name    string   `xml:"w:name,attr"`
}

type bookmarkEnd struct {
	XMLName xml.Name `xml:"w:bookmarkEnd"`
	ID      int      `xml:"w:id,attr"`
}

type table struct {
	XMLName xml.Name `xml:"w:tbl"`
	Props   struct {
		Style  *value  `xml:"w:tblStyle"`
		Width  width   `xml:"w:tblW"`
		Layout *layout `xml:"w:tblLayout"`
		Look   *look   `xml:"w:tblLook"`
	} `xml:"w:tblPr"`
	Grid struct {
		Columns []gridColumn `xml:"w:gridCol"`
	} `xml:"w:tblGrid"`
	Rows []tableRow
}

type width struct {
	W    int    `xml:"w:w,attr"`
	Type string `xml:"w:type,attr"`
}

type layout struct {
	Type string `xml:"w:type,attr"`
}

type look struct {
	Val         string `xml:"w:val,attr"`
	FirstRow    string `xml:"w:firstRow,attr"`
	LastRow     string `xml:"w:lastRow,attr"`
	FirstColumn string `xml:"w:firstColumn,attr"`
	LastColumn  string `xml:"w:lastColumn,attr"`
	NoHBand     string `xml:"w:noHBand,attr"`
	NoVBand     string `xml:"w:noVBand,attr"`
}

type gridColumn struct {
	W int `xml:"w:w,attr"`
}

type tableRow struct {
	XMLName xml.Name `xml:"w:tr"`
	Props   struct {
		CantSplit *empty `xml:"w:cantSplit"`
		Head      *empty `xml:"w:tblHeader"`
	} `xml:"w:trPr"`
	Cells []tableCell
}

type tableCell struct {
	XMLName xml.Name `xml:"w:tc"`
	Props   struct {
		Width width  `xml:"w:tcW"`
		Align *value `xml:"w:vAlign"`
	} `xml:"w:tcPr"`
	Paragraphs []paragraph // at least one, or Word calls the document damaged
}

// style is a style of paragraphs, characters or tables.
type style struct {
	XMLName xml.Name    `xml:"w:style"`
	Type    string      `xml:"w:type,attr"`
	Default string      `xml:"w:default,attr,omitempty"`
	ID      string      `xml:"w:styleId,attr"`
	Name    value       `xml:"w:name"`
	Based   *value      `xml:"w:basedOn"`
	Next    *value      `xml:"w:next"`
	Rank    *value      `xml:"w:uiPriority"`
	Quick   *empty      `xml:"w:qFormat"`
	Para    *paragraphs `xml:"w:pPr"`
	Run     *runs       `xml:"w:rPr"`
	Table   *tableStyle `xml:"w:tblPr"`
	Parts   []stylePart `xml:"w:tblStylePr"`
}

type tableStyle struct {
	Indent  *width        `xml:"w:tblInd"`
	Borders *tableBorders `xml:"w:tblBorders"`
	Margins struct {
		Top    width `xml:"w:top"`
		Left   width `xml:"w:left"`
		Bottom width `xml:"w:bottom"`
		Right  width `xml:"w:right"`
	} `xml:"w:tblCellMar"`
}

type tableBorders struct {
	Top     *border `xml:"w:top"`
	Bottom  *border `xml:"w:bottom"`
	InsideH *border `xml:"w:insideH"`
}

type stylePart struct {
	Type string `xml:"w:type,attr"`
	Run  *runs  `xml:"w:rPr"`
	Cell *struct {
		Borders borders `xml:"w:tcBorders"`
	} `xml:"w:tcPr"`
}

type styles struct {
	XMLName  xml.Name `xml:"w:styles"`
	W        string   `xml:"xmlns:w,attr"`
	Defaults struct {
		Run struct {
			Props runs `xml:"w:rPr"`
		} `xml:"w:rPrDefault"`
		Para struct {
			Props paragraphs `xml:"w:pPr"`
		} `xml:"w:pPrDefault"`
	} `xml:"w:docDefaults"`
	Styles []style
}

type footer struct {
	XMLName    xml.Name `xml:"w:ftr"`
	W          string   `xml:"xmlns:w,attr"`
	R          string   `xml:"xmlns:r,attr"`
	Paragraphs []paragraph
}

const (
	spaceW   = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	spaceR   = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	spaceWP  = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
	spaceA   = "http://schemas.openxmlformats.org/drawingml/2006/main"
	spacePic = "http://schemas.openxmlformats.org/drawingml/2006/picture"
)
