package xlsx

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"path"
)

// links are the cells that lead somewhere, by the part of their sheet. They are put into the finished parts, because
// the library looks through all links of a sheet for every new one: ten thousand take it several seconds.
type links map[string][]anchor

// anchor is a cell with the address that it leads to.
type anchor struct{ cell, url string }

// maxLinks is a little less than Excel takes on one sheet (65 530). The addresses beyond it stand as text.
const maxLinks = 65_000

func (l links) add(part, cell, url string) {
	if len(l[part]) < maxLinks {
		l[part] = append(l[part], anchor{cell, url})
	}
}

const (
	relationships = "http://schemas.openxmlformats.org/package/2006/relationships"
	hyperlink     = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
)

// link puts the links into the sheets and into their relationships.
func (z *stableZip) link() error {
	parts := map[string]*part{}
	for _, p := range z.parts {
		parts[p.name] = p
	}
	for sheet, anchors := range z.links {
		target := parts[sheet]
		if target == nil {
			return fmt.Errorf("the workbook has no part %s for its links", sheet)
		}
		name := path.Dir(sheet) + "/_rels/" + path.Base(sheet) + ".rels"
		rels := parts[name]
		if rels == nil {
			rels = &part{name: name}
			rels.WriteString(xml.Header + `<Relationships xmlns="` + relationships + `"></Relationships>`)
			z.parts = append(z.parts, rels)
		}
		var cells, targets bytes.Buffer
		cells.WriteString("<hyperlinks>")
		for n, a := range anchors {
			fmt.Fprintf(&cells, `<hyperlink ref="%s" r:id="link%d"/>`, a.cell, n+1)
			fmt.Fprintf(&targets, `<Relationship Id="link%d" Type="%s" TargetMode="External" Target="`, n+1, hyperlink)
			if err := xml.EscapeText(&targets, []byte(a.url)); err != nil {
				return err
			}
			targets.WriteString(`"/>`)
		}
		cells.WriteString("</hyperlinks>")
		// The schema wants the links after the cells and before the settings of the printed page, which every sheet has.
		if err := target.insert("<pageMargins", cells.Bytes()); err != nil {
			return err
		}
		if err := rels.insert("</Relationships>", targets.Bytes()); err != nil {
			return err
		}
	}
	return nil
}

// insert puts markup before the last occurrence of a tag.
func (p *part) insert(tag string, markup []byte) error {
	whole := p.Bytes()
	at := bytes.LastIndex(whole, []byte(tag))
	if at < 0 {
		return fmt.Errorf("the part %s has no %s", p.name, tag)
	}
	changed := make([]byte, 0, len(whole)+len(markup))
	changed = append(append(append(changed, whole[:at]...), markup...), whole[at:]...)
	p.Reset()
	_, err := p.Write(changed)
	return err
}
