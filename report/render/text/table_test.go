package text

import (
	"strings"
	"testing"

	"github.com/rivo/uniseg"

	"otklik/report/page"
)

// Numbers stand under their heads, and no line is too wide however long the names are.
func TestTextTables(t *testing.T) {
	number := func(names ...string) []page.Column {
		columns := []page.Column{{Name: "Тема"}}
		for _, n := range names {
			columns = append(columns, page.Column{Name: n, Number: true})
		}
		return columns
	}
	for _, c := range []struct {
		table page.Table
		want  string
	}{
		{page.Table{Columns: number("Без ответа", "Новых"),
			Rows: []page.Row{{Cells: []string{"Дороги", "5", "12"}, Detail: "Энск"}}},
			"             Без\n  Тема    ответа  Новых\n  Дороги       5     12\n    Энск\n"},
		{page.Table{Columns: number(strings.Repeat("я", 70)),
			Rows: []page.Row{{Cells: []string{"Общественный транспорт", "5"}}}},
			"  Тема    " + strings.Repeat("я", 70) + "\n  Общественный транспорт\n" + strings.Repeat(" ", 79) + "5\n"},
		{page.Table{Columns: number(strings.Repeat("я", 60), strings.Repeat("ю", 60)),
			Rows: []page.Row{{Cells: []string{"Дороги", "5", "6"}, Detail: "Энск"}}}, ""},
	} {
		var w textWriter
		w.table(&c.table)
		if got := w.String(); c.want != "" && got != c.want {
			t.Errorf("drawn\n%swant\n%s", got, c.want)
		}
		for _, line := range strings.Split(w.String(), "\n") {
			if uniseg.StringWidth(line) > textWidth {
				t.Errorf("%d columns: %s", uniseg.StringWidth(line), line)
			}
		}
	}
}
