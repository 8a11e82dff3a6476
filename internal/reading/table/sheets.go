package table

import (
	"encoding/xml"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"
)

// book is a workbook.
type book struct {
	*archive
	sheets []sheetPart
	texts  texts
	// formulas says that NoValue stands for those without a value
	formulas bool
}

// sheetPart is a sheet: its name and the part of the zip that it stands in.
type sheetPart struct {
	name, part string
	hidden     bool
}

// workbookPart is where a workbook begins that does not say it.
const workbookPart = "xl/workbook.xml"

// relation leads from one part to another.
type relation struct {
	ID     string `xml:"Id,attr"`
	Type   string `xml:"Type,attr"`
	Target string `xml:"Target,attr"`
}

// relationsOf are the relations of a part, their targets as names of parts.
func relationsOf(a *archive, part string) ([]relation, error) {
	var relations struct {
		List []relation `xml:"Relationship"`
	}
	folder, name := path.Split(part)
	if err := decodePart(a, strings.ToLower(folder+"_rels/"+name+".rels"), &relations); err != nil {
		return nil, err
	}
	for i, r := range relations.List {
		target, absolute := strings.CutPrefix(r.Target, "/")
		if !absolute {
			target = path.Join(folder, target)
		}
		relations.List[i].Target = strings.ToLower(target)
	}
	return relations.List, nil
}

// ofType is where the first relation of a type leads; its types differ between the editions of the standard but for
// their ends.
func ofType(relations []relation, end string) (part string, ok bool) {
	i := slices.IndexFunc(relations, func(r relation) bool { return strings.HasSuffix(r.Type, end) })
	if i < 0 {
		return "", false
	}
	return relations[i].Target, true
}

// partsOf are the sheets in the order of the workbook, and the part with the texts; empty: it has none.
func partsOf(a *archive) (sheets []sheetPart, texts string, err error) {
	part := workbookPart
	if relations, err := relationsOf(a, ""); err == nil {
		if named, ok := ofType(relations, "/officeDocument"); ok {
			part = named
		}
	}
	var workbook struct {
		Sheets []struct {
			Name  string     `xml:"name,attr"`
			State string     `xml:"state,attr"`
			Attrs []xml.Attr `xml:",any,attr"`
		} `xml:"sheets>sheet"`
	}
	if err := decodePart(a, part, &workbook); err != nil {
		return nil, "", err
	}
	relations, err := relationsOf(a, part)
	if err != nil {
		return nil, "", err
	}
	if len(workbook.Sheets) > maxSheets {
		return nil, "", bound(fmt.Sprintf("it has more than %d sheets: copy the one that is meant into a workbook of "+
			"its own", maxSheets))
	}
	texts, ok := ofType(relations, "/sharedStrings")
	if !ok {
		texts = path.Join(path.Dir(part), "sharedstrings.xml")
	}
	for _, s := range workbook.Sheets {
		for _, a := range s.Attrs {
			if a.Name.Local != "id" {
				continue
			}
			hidden := strings.EqualFold(s.State, "hidden") || strings.EqualFold(s.State, "veryHidden")
			target := ""
			if i := slices.IndexFunc(relations, func(r relation) bool { return r.ID == a.Value }); i >= 0 {
				target = relations[i].Target
			}
			sheets = append(sheets, sheetPart{s.Name, target, hidden})
		}
	}
	return sheets, texts, nil
}

// rows are the rows of a sheet; none where it is no sheet of cells.
func (b *book) rows(s sheetPart) ([][]string, error) {
	if b.files[s.part] == nil {
		return nil, nil
	}
	p, err := b.open(s.part)
	if err != nil {
		return nil, fmt.Errorf("the sheet «%s»: %w", s.name, err)
	}
	defer p.Close()
	grid, err := sheet(p, b.texts, b.formulas)
	if err != nil {
		return nil, fmt.Errorf("the sheet «%s»: %w", s.name, err)
	}
	return grid, nil
}

// choose reads the sheet that is wanted. The notes name it where there are others, and those that could have been
// meant too.
func (b *book) choose(w Wanted) (grid [][]string, notes []string, err error) {
	if w.Sheet != "" {
		s, err := b.byName(w.Sheet)
		if err != nil {
			return nil, nil, err
		}
		grid, err = b.rows(s)
		return grid, nil, err
	}
	var fitting, hidden []sheetPart
	var likeliest sheetPart
	var first [][]string
	for _, s := range b.sheets {
		rows, err := b.rows(s)
		if err != nil && len(fitting) == 0 {
			return nil, nil, err
		}
		has := len(w.Columns) > 0 && headerOf(rows, w.Columns) >= 0
		switch {
		case has && s.hidden:
			hidden = append(hidden, s)
		case has:
			if fitting = append(fitting, s); len(fitting) == 1 {
				grid = rows
			}
		case len(rows) > 0 && !s.hidden && first == nil:
			likeliest, first = s, rows
		}
	}
	switch {
	case len(fitting) > 0:
		return grid, b.notes(fitting[0], fitting[1:]), nil
	case len(hidden) > 0:
		return nil, nil, fmt.Errorf("no visible sheet has the columns «%s», but a hidden one does: show it in a "+
			"spreadsheet program, or choose it with --sheet: %s",
			strings.Join(w.Columns, "», «"), list(hidden))
	case first != nil:
		return first, b.notes(likeliest, nil), nil
	}
	return nil, nil, errors.New("the workbook has no sheet with rows that is visible; its sheets are: " +
		b.named(func(sheetPart) bool { return true }))
}

// byName finds a sheet, hidden or not.
func (b *book) byName(name string) (sheetPart, error) {
	i := slices.IndexFunc(b.sheets, func(s sheetPart) bool { return s.name == name })
	if i < 0 {
		i = slices.IndexFunc(b.sheets, func(s sheetPart) bool { return same(s.name) == same(name) })
	}
	if i < 0 {
		return sheetPart{}, fmt.Errorf("the workbook has no sheet «%s»; its sheets are: %s", name,
			b.named(func(sheetPart) bool { return true }))
	}
	return b.sheets[i], nil
}

// notes say which sheet of several is read.
func (b *book) notes(chosen sheetPart, others []sheetPart) []string {
	if len(b.sheets) < 2 {
		return nil
	}
	note := fmt.Sprintf("the workbook has %d sheets; «%s» was read", len(b.sheets), chosen.name)
	if hidden := b.named(func(s sheetPart) bool { return s.hidden }); hidden != "" {
		note += ", hidden and not read: " + hidden
	}
	notes := []string{note}
	if len(others) > 0 {
		notes = append(notes, "these sheets have the same columns and were not read, --sheet chooses one of them: "+
			list(others))
	}
	return notes
}

// named lists the sheets of a kind.
func (b *book) named(which func(sheetPart) bool) string {
	return list(slices.DeleteFunc(slices.Clone(b.sheets), func(s sheetPart) bool { return !which(s) }))
}

func list(sheets []sheetPart) string {
	var names []string
	for _, s := range sheets {
		names = append(names, "«"+s.name+"»")
	}
	return strings.Join(names, ", ")
}
