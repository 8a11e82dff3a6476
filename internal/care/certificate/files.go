package certificate

import (
	"fmt"

	"otklik/report/page"
	"otklik/report/render"
	"otklik/report/render/docx"
)

// File is one of the documents of a destruction.
type File struct {
	Name string
	Data []byte
}

// RegisterName is the name of the file that lists everything a certificate destroyed.
func RegisterName(number string) string { return "log-" + number + ".csv" }

// Files are the certificate and the extract of the log, each as text and as a document of Word. The same one gives the
// same bytes.
func Files(a Certificate, e *Extract) ([]File, error) {
	a.Waiting, a.Subjects, a.Register = e.Waiting, e.Subjects(), RegisterName(a.Number)
	if a.Demand && a.Subjects == 0 {
		a.Subjects = 1
	}
	var files []File
	for _, d := range []struct {
		name string
		page page.Page
	}{{"act-" + a.Number, a.Page()}, {"log-" + a.Number, e.Page(a)}} {
		text, err := render.RenderPage(d.page, render.Text)
		if err != nil {
			return nil, fmt.Errorf("write %s: %w", d.name, err)
		}
		document, err := docx.Render(d.page, nil)
		if err != nil {
			return nil, fmt.Errorf("write %s: %w", d.name, err)
		}
		files = append(files, File{d.name + ".txt", text}, File{d.name + ".docx", document})
	}
	return files, nil
}
