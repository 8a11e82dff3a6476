package table

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// The largest honest table is read, cell by cell: rows of 30 columns as a spreadsheet program writes them, 20 000 of
// them; OTKLIK_TEST_ROWS=200000 makes a year of a whole region.
func TestLargeWorkbook(t *testing.T) {
	t.Parallel()
	rows := 20_000
	if asked := os.Getenv("OTKLIK_TEST_ROWS"); asked != "" {
		if _, err := fmt.Sscan(asked, &rows); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "large.xlsx")
	f := excelize.NewFile()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	filled := largeRow()
	header := make([]any, 30)
	for i := range header {
		header[i] = fmt.Sprint("Поле ", i+1)
	}
	header[0], header[1] = "Текст", "Метка"
	faults := []error{w.SetRow("A1", header)}
	for n := range rows {
		faults = append(faults, w.SetRow(fmt.Sprint("A", n+2), filled(n)))
	}
	if err := errors.Join(append(faults, w.Flush(), f.SaveAs(path))...); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err == nil {
		t.Logf("%d rows, %d MB", rows, info.Size()>>20)
	}
	got, err := Open(path, Wanted{Columns: []string{"Текст", "Метка"}})
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Rows) != rows || len(got.Columns) != len(header) || len(got.LeftOut) > 0 || len(got.Notes) > 0 {
		t.Fatalf("%d rows of %d columns; %v left out, %q", len(got.Rows), len(got.Columns), got.LeftOut, got.Notes)
	}
	for n, row := range got.Rows {
		if want := fmt.Sprint(filled(n)...); strings.Join(row, "") != want || got.Numbers[n] != n+2 {
			t.Fatalf("row %d is %q, want %q", got.Numbers[n], row, want)
		}
	}
}

// largeRow gives the cells of the n-th row below the header: a text, a label, and numbers of systems.
func largeRow() func(n int) []any {
	words := strings.Fields("нет воды дома второй день помогите пожалуйста когда починят дорогу на улице яма двор " +
		"свет тепло автобус не ходит мусор")
	return func(n int) []any {
		random := rand.New(rand.NewPCG(1, uint64(n)))
		row := make([]any, 30)
		for i := range row {
			row[i] = fmt.Sprintf("%x", random.Uint32())
		}
		said := make([]string, 12)
		for i := range said {
			said[i] = words[random.IntN(len(words))]
		}
		row[0], row[1] = strings.Join(said, " "), n%2
		return row
	}
}
