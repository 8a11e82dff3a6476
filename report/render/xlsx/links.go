package xlsx

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"slices"
)

// links are the cells that lead somewhere, by the part of their sheet. They are put into the parts as these are
// packed, because the library looks through all links of a sheet for every new one: ten thousand take it several
// seconds.
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

// insertion is markup that goes before a tag into a part that comes piece by piece; empty: none.
type insertion struct {
	tag, markup []byte
	held        []byte // the end of what has come: the beginning of the tag may stand in it
	done        bool
}

// insertion are the links of a sheet, or what tells where they lead.
func (l links) insertion(part string) insertion {
	var markup bytes.Buffer
	if anchors := l[part]; anchors != nil {
		markup.WriteString("<hyperlinks>")
		for n, a := range anchors {
			fmt.Fprintf(&markup, `<hyperlink ref="%s" r:id="link%d"/>`, a.cell, n+1)
		}
		markup.WriteString("</hyperlinks>")
		// The schema wants the links after the cells and before the settings of the printed page, which every sheet
		// has.
		return insertion{tag: []byte("<pageMargins"), markup: markup.Bytes()}
	}
	for sheet, anchors := range l {
		if relations(sheet) != part {
			continue
		}
		for n, a := range anchors {
			fmt.Fprintf(&markup, `<Relationship Id="link%d" Type="%s" TargetMode="External" Target="`, n+1, hyperlink)
			xml.EscapeText(&markup, []byte(a.url)) // a buffer fails at nothing
			markup.WriteString(`"/>`)
		}
		return insertion{tag: []byte("</Relationships>"), markup: markup.Bytes()}
	}
	return insertion{done: true}
}

// into is what can be handed on of what has come, with the markup before the tag. The tag is markup itself, so that no
// text holds it.
func (i *insertion) into(data []byte) []byte {
	if i.done {
		return data
	}
	i.held = append(i.held, data...)
	if at := bytes.Index(i.held, i.tag); at >= 0 {
		i.done = true
		return slices.Concat(i.held[:at], i.markup, i.held[at:])
	}
	keep := max(0, len(i.held)-len(i.tag))
	ready := slices.Clone(i.held[:keep])
	i.held = append(i.held[:0], i.held[keep:]...)
	return ready
}

// rest is what is left at the end of a part.
func (i *insertion) rest(part string) ([]byte, error) {
	if i.done {
		return nil, nil
	}
	return nil, fmt.Errorf("the part %s has no %s", part, i.tag)
}

// relations is the part that says where the links of a sheet lead.
func relations(sheet string) string { return path.Dir(sheet) + "/_rels/" + path.Base(sheet) + ".rels" }

// relate makes the parts of relations that the library did not need.
func (z *stableZip) relate() error {
	for sheet := range z.links {
		has := func(name string) bool {
			return slices.ContainsFunc(z.parts, func(p *part) bool { return p.name == name })
		}
		if !has(sheet) {
			return fmt.Errorf("the workbook has no part %s for its links", sheet)
		}
		if name := relations(sheet); !has(name) {
			p, err := z.Create(name)
			if err == nil {
				_, err = io.WriteString(p, xml.Header+`<Relationships xmlns="`+relationships+`"></Relationships>`)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}
