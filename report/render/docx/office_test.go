package docx

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"otklik/report/render/document/documenttest"
)

// LibreOffice opens the documents, and the governor's is one sheet there.
func TestOpensInLibreOffice(t *testing.T) {
	program, err := exec.LookPath("soffice")
	if err != nil || testing.Short() {
		t.Skip("soffice is not installed or the tests are to be short: no document is opened with it")
	}
	folder := t.TempDir()
	names := []string{"governor", "hostile", "analyst-5"}
	arguments := []string{"-env:UserInstallation=file://" + filepath.ToSlash(filepath.Join(folder, "profile")),
		"--headless", "--convert-to", "pdf", "--outdir", folder}
	for _, name := range names {
		file := filepath.Join(folder, name+".docx")
		if err := os.WriteFile(file, render(t, cases()[name], documenttest.Chart()), 0o600); err != nil {
			t.Fatal(err)
		}
		arguments = append(arguments, file)
	}
	limit, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	defer cancel()
	if out, err := exec.CommandContext(limit, program, arguments...).CombinedOutput(); err != nil {
		t.Fatalf("soffice: %v\n%s", err, out)
	}
	sheet := regexp.MustCompile(`/Type\s*/Page[^s]`)
	for _, name := range names {
		out, err := os.ReadFile(filepath.Join(folder, name+".pdf"))
		if err != nil {
			t.Fatalf("LibreOffice did not open %s: %v", name, err)
		}
		sheets := len(sheet.FindAll(out, -1))
		if sheets == 0 || name == "governor" && sheets != 1 {
			t.Errorf("%s takes %d sheets", name, sheets)
		}
		// A picture has to be there, and a link to lead on.
		if name == "governor" && (!bytes.Contains(out, []byte("/Subtype/Image")) ||
			!strings.Contains(string(out), "https://vk.com/wall-1001_7?reply=1")) {
			t.Error("the picture or the link did not arrive")
		}
	}
}
