package table

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// sheets makes an xlsx of sheets: name, state and rows of cells parted by |.
func sheets(t *testing.T, parts ...[3]string) string {
	t.Helper()
	var file bytes.Buffer
	z := zip.NewWriter(&file)
	put := func(name, body string) {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(body)); err != nil {
			t.Fatal(err)
		}
	}
	var book, relations strings.Builder
	for i, p := range parts {
		fmt.Fprintf(&book, `<sheet name="%s" sheetId="%d" state="%s" r:id="rId%d"/>`, p[0], i+1, p[1], i+1)
		fmt.Fprintf(&relations, `<Relationship Id="rId%d" Target="worksheets/sheet%d.xml"/>`, i+1, i+1)
		var body strings.Builder
		for n, row := range strings.Split(p[2], "\n") {
			fmt.Fprintf(&body, `<row r="%d">`, n+1)
			for k, cell := range strings.Split(row, "|") {
				fmt.Fprintf(&body, `<c r="%c%d" t="inlineStr"><is><t>%s</t></is></c>`, 'A'+k, n+1, cell)
			}
			body.WriteString(`</row>`)
		}
		put(fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1),
			`<worksheet><sheetData>`+body.String()+`</sheetData></worksheet>`)
	}
	put("xl/workbook.xml",
		`<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>`+
			book.String()+`</sheets></workbook>`)
	put("xl/_rels/workbook.xml.rels", `<Relationships>`+relations.String()+`</Relationships>`)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return file.String()
}

// The first visible sheet with the wanted columns is read, or the one that is named; what else there is is said.
func TestWhichSheetIsRead(t *testing.T) {
	cover := [3]string{"Обложка", "visible", "Отчёт|за ноябрь\nСоставил|отдел"}
	old := [3]string{"Старое", "hidden", "Текст|Метка\nЯма|1"}
	secret := [3]string{"Совсем", "veryHidden", "Текст|Метка\nГаз|1"}
	november := [3]string{"Ноябрь", "", "Отчёт|за ноябрь\nТекст|Метка\nСнег_x000D_&#10;лежит|0"}
	december := [3]string{"Декабрь", "visible", "Текст|Метка\nЛёд|1"}
	for name, c := range map[string]struct {
		file              string
		sheet, text, says string
	}{
		"behind a cover": {sheets(t, cover, old, november), "", "Снег\nлежит", "[the workbook has 3 sheets; " +
			"«Ноябрь» was read, hidden and not read: «Старое»]"},
		"the first of two": {sheets(t, december, november), "", "Лёд", "[the workbook has 2 sheets; «Декабрь» " +
			"was read these sheets have the same columns and were not read, --sheet chooses one of them: «Ноябрь»]"},
		"a named one":        {sheets(t, december, november), "ноябрь ", "Снег\nлежит", "[]"},
		"a named hidden one": {sheets(t, december, old, secret), "Совсем", "Газ", "[]"},
		"none that is visible": {sheets(t, cover, old), "", "", "a hidden one does: show it in a spreadsheet " +
			"program, or choose it with --sheet: «Старое»"},
		"all hidden": {sheets(t, old, secret), "", "", "choose it with --sheet: «Старое», «Совсем»"},
		"no such columns": {sheets(t, cover, [3]string{"Ещё", "", "а|б\nв|г"}), "", "",
			"no column «Текст»; its columns are: «Отчёт», «за ноябрь»"},
		"no such sheet": {sheets(t, december, old), "Январь", "", "no sheet «Январь»; its sheets are: " +
			"«Декабрь», «Старое»"},
	} {
		got, err := Read([]byte(c.file), ".xlsx", Wanted{Columns: []string{"Текст", "Метка"}, Sheet: c.sheet})
		var p Picked
		if err == nil {
			p, err = got.Pick(2, "Текст", "Метка")
		}
		if c.text == "" {
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if err != nil || p.Rows[0][0] != c.text || fmt.Sprint(got.Notes) != c.says {
			t.Errorf("%s: %q, notes %v, %v", name, p.Rows, got, err)
		}
	}
	if _, err := Read([]byte("Текст;Метка\nа;1\n"), ".csv", Wanted{Sheet: "Лист1"}); err == nil ||
		!strings.Contains(err.Error(), "no sheets") {
		t.Errorf("a sheet of a csv: %v", err)
	}
}
