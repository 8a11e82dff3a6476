package docx

import (
	"bytes"
	"encoding/xml"
	"io"
	"path"
	"slices"
	"strings"
	"testing"

	"otklik/report/render/document/documenttest"
)

// order is what ECMA-376 says of the elements inside of an element, in its order, as far as a digest uses them. An
// element that is not named here may hold nothing.
var order = map[string]string{
	"document": "body", "ftr": "p", "p": "pPr *", "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl " +
		"numPr pBdr shd tabs " +
		"bidi spacing ind contextualSpacing jc outlineLvl rPr sectPr",
	"r": "rPr *", "rPr": "rStyle rFonts b bCs i iCs noProof color spacing sz szCs u rtl cs lang",
	"hyperlink": "r", "fldSimple": "r", "numPr": "ilvl numId", "pBdr": "top left bottom right", "tabs": "tab",
	"tbl": "tblPr tblGrid tr", "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook",
	"tblGrid": "gridCol",
	"tr":      "trPr tc", "trPr": "cantSplit tblHeader", "tc": "tcPr p", "tcPr": "tcW gridSpan tcBorders shd vAlign",
	"sectPr": "footerReference pgSz pgMar", "body": "*", "drawing": "inline",
	"inline": "extent effectExtent docPr cNvGraphicFramePr graphic", "graphic": "graphicData", "graphicData": "pic",
	"pic": "nvPicPr blipFill spPr", "nvPicPr": "cNvPr cNvPicPr", "blipFill": "blip stretch", "stretch": "fillRect",
	"spPr": "xfrm prstGeom", "xfrm": "off ext", "prstGeom": "avLst",
	"styles": "docDefaults style", "docDefaults": "rPrDefault pPrDefault", "rPrDefault": "rPr", "pPrDefault": "pPr",
	"style": "name basedOn next link uiPriority semiHidden unhideWhenUsed qFormat pPr rPr tblPr trPr tcPr " +
		"tblStylePr",
	"tblBorders": "top left bottom right insideH insideV", "tblCellMar": "top left bottom right",
	"tblStylePr": "pPr rPr tblPr trPr tcPr",
	"tcBorders":  "top left bottom right", "numbering": "abstractNum num", "abstractNum": "multiLevelType lvl",
	"lvl": "start numFmt lvlText lvlJc pPr rPr", "num": "abstractNumId",
	"settings": "zoom defaultTabStop compat themeFontLang decimalSymbol listSeparator", "compat": "compatSetting",
	"t": "", "tab": "",
}

// checkOrder walks through a part and compares every element's children with the schema.
func checkOrder(t testing.TB, name string, part []byte) {
	t.Helper()
	type open struct {
		name string
		at   int
	}
	var stack []open
	d := xml.NewDecoder(bytes.NewReader(part))
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			if len(stack) > 0 {
				parent := &stack[len(stack)-1]
				allowed := strings.Fields(order[parent.name])
				at := slices.Index(allowed, e.Name.Local)
				if at < 0 && slices.Contains(allowed, "*") {
					at = slices.Index(allowed, "*")
				}
				switch {
				case at < 0:
					t.Errorf("%s: %s may not hold %s", name, parent.name, e.Name.Local)
				case at < parent.at:
					t.Errorf("%s: in %s, %s stands too late", name, parent.name, e.Name.Local)
				}
				parent.at = max(at, parent.at)
			}
			stack = append(stack, open{name: e.Name.Local})
		case xml.EndElement:
			stack = stack[:len(stack)-1]
		}
	}
}

// node is any element.
type node struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Children []node     `xml:",any"`
	Text     string     `xml:",chardata"`
}

func (n node) attr(name string) string {
	for _, a := range n.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (n node) each(do func(node)) {
	do(n)
	for _, c := range n.Children {
		c.each(do)
	}
}

func parse(t testing.TB, name string, part []byte) node {
	t.Helper()
	var n node
	if err := xml.Unmarshal(part, &n); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

// checkPackage is what Word checks before it offers to repair: the parts are named and well-formed, the relations lead
// somewhere, the styles exist, elements stand in the schema's order, tables are rectangular.
func checkPackage(t testing.TB, data []byte) {
	t.Helper()
	parts := unzip(t, data)
	checkTypes(t, parts)
	for _, name := range []string{"word/document.xml", "word/styles.xml", "word/numbering.xml", "word/settings.xml",
		"word/footer1.xml"} {
		checkOrder(t, name, parts[name])
	}
	checkRelations(t, parts)
	defined := map[string]bool{}
	parse(t, "styles", parts["word/styles.xml"]).each(func(n node) {
		if n.XMLName.Local == "style" {
			if defined[n.attr("styleId")] {
				t.Errorf("the style %s is defined twice", n.attr("styleId"))
			}
			defined[n.attr("styleId")] = true
		}
	})
	document := parse(t, "document", parts["word/document.xml"])
	parse(t, "styles", parts["word/styles.xml"]).each(func(n node) {
		if slices.Contains([]string{"basedOn", "next"}, n.XMLName.Local) && !defined[n.attr("val")] {
			t.Errorf("a style follows %q, which is not defined", n.attr("val"))
		}
	})
	document.each(func(n node) {
		switch n.XMLName.Local {
		case "pStyle", "rStyle", "tblStyle":
			if !defined[n.attr("val")] {
				t.Errorf("the style %q is used and not defined", n.attr("val"))
			}
		case "tbl":
			checkTable(t, n)
		}
	})
	children := document.Children[0].Children
	for i, c := range children {
		if c.XMLName.Local == "tbl" && children[i+1].XMLName.Local != "p" {
			t.Error("a table has to be followed by a paragraph")
		}
		if last := i == len(children)-1; last != (c.XMLName.Local == "sectPr") {
			t.Errorf("%s stands at the place %d of %d", c.XMLName.Local, i, len(children))
		}
	}
}

func checkTypes(t testing.TB, parts map[string][]byte) {
	t.Helper()
	defaults, overrides := map[string]bool{}, map[string]bool{}
	parse(t, "types", parts["[Content_Types].xml"]).each(func(n node) {
		switch n.XMLName.Local {
		case "Default":
			defaults[n.attr("Extension")] = true
		case "Override":
			overrides[strings.TrimPrefix(n.attr("PartName"), "/")] = true
		}
	})
	for name := range overrides {
		if parts[name] == nil {
			t.Errorf("the types name %s, which is not there", name)
		}
	}
	for name := range parts {
		extension := strings.TrimPrefix(path.Ext(name), ".")
		plain := extension == "rels" || extension == "png" || name == "[Content_Types].xml"
		if !overrides[name] && (!plain || !defaults[extension]) {
			t.Errorf("%s has no type", name)
		}
	}
}

func checkRelations(t testing.TB, parts map[string][]byte) {
	t.Helper()
	known := map[string]bool{}
	parse(t, "relations", parts["word/_rels/document.xml.rels"]).each(func(n node) {
		if n.XMLName.Local != "Relationship" {
			return
		}
		id, target := n.attr("Id"), n.attr("Target")
		if known[id] {
			t.Errorf("the relation %s stands twice", id)
		}
		known[id] = true
		if n.attr("TargetMode") != "External" {
			if parts["word/"+target] == nil {
				t.Errorf("the relation %s leads to %s, which is not there", id, target)
			}
			return
		}
		if !strings.HasPrefix(target, "https://") && !strings.HasPrefix(target, "http://") ||
			strings.ContainsFunc(target, func(r rune) bool { return r <= ' ' || r > '~' }) {
			t.Errorf("a link leads to %q", target)
		}
	})
	parse(t, "document", parts["word/document.xml"]).each(func(n node) {
		for _, a := range n.Attrs {
			if a.Name.Space == spaceR && !known[a.Value] {
				t.Errorf("%s uses the relation %s, which is not there", n.XMLName.Local, a.Value)
			}
		}
	})
}

func checkTable(t testing.TB, table node) {
	t.Helper()
	columns, wide := 0, 0
	for _, part := range table.Children {
		switch part.XMLName.Local {
		case "tblGrid":
			columns = len(part.Children)
		case "tr":
			cells := 0
			for _, c := range part.Children {
				if c.XMLName.Local == "tc" {
					cells++
					if last := c.Children[len(c.Children)-1]; last.XMLName.Local != "p" {
						t.Error("a cell has to end with a paragraph")
					}
				}
			}
			wide = max(wide, cells)
			if cells != columns {
				t.Errorf("a row of %d cells in a table of %d columns", cells, columns)
			}
		}
	}
	if wide == 0 {
		t.Error("a table without cells")
	}
}

func TestStructure(t *testing.T) {
	for name, p := range cases() {
		t.Run(name, func(t *testing.T) {
			checkPackage(t, render(t, p, documenttest.Chart()))
			checkPackage(t, render(t, p, nil))
		})
	}
}

func TestTablesRepeatTheirHeads(t *testing.T) {
	document := parse(t, "document", unzip(t, render(t, documenttest.Analyst(400), nil))["word/document.xml"])
	heads, tables := 0, 0
	document.each(func(n node) {
		switch n.XMLName.Local {
		case "tblHeader":
			heads++
		case "tbl":
			tables++
		}
	})
	if heads != 2 || tables != 3 {
		t.Errorf("%d heads in %d tables, want 2 in 3: the figures have none", heads, tables)
	}
}
