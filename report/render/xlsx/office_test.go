package xlsx

import (
	"context"
	"encoding/csv"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestOpensInLibreOffice converts the workbooks by LibreOffice and reads what it saw.
func TestOpensInLibreOffice(t *testing.T) {
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice (soffice) is not installed")
	}
	folder := t.TempDir()
	d := hostile(t)
	file := filepath.Join(folder, "digest.xlsx")
	if err := os.WriteFile(file, render(t, d), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	// The last number asks for all sheets, each in a file of its own.
	convert := exec.CommandContext(ctx, soffice, "-env:UserInstallation=file://"+filepath.Join(folder, "profile"),
		"--headless",
		"--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1", "--outdir",
		folder, file)
	if output, err := convert.CombinedOutput(); err != nil {
		t.Fatalf("LibreOffice does not open the workbook: %v\n%s", err, output)
	}
	f, err := os.Open(filepath.Join(folder, "digest-Реестр.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	reader := csv.NewReader(f)
	reader.FieldsPerRecord = -1
	rows, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := len(rows) - headerRow; got != len(d.Complaints) {
		t.Fatalf("LibreOffice sees %d complaints of %d", got, len(d.Complaints))
	}
	texts, received := -1, -1
	for n, title := range rows[headerRow-1] {
		switch title {
		case "Текст":
			texts = n
		case "Получено":
			received = n
		}
	}
	if texts < 0 || received < 0 {
		t.Fatalf("LibreOffice sees the columns %q", rows[headerRow-1])
	}
	for n, c := range d.Complaints {
		if got, want := rows[n+headerRow][texts], fit(c.Text); strings.TrimSpace(got) != want {
			t.Errorf("LibreOffice shows text %d as %.60q, want %.60q", n, got, want)
		}
	}
	// It writes moments as its own language does, which tells that the cell is one and no text.
	if got := rows[headerRow][received]; got != "23.11.2026 07:00" && got != "11/23/2026 07:00:00" &&
		got != "2026-11-23 07:00:00" {
		t.Errorf("LibreOffice shows the moment of receiving as %s", got)
	}
}
