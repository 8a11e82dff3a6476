package xlsx

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"otklik/report/build"
	"otklik/report/page"
)

// WriteSample draws messages to be judged as a workbook, in the way of Write: texts are texts, and the same sample
// gives the same bytes.
func WriteSample(out io.Writer, s page.Sample) error {
	words := page.WordsIn(string(s.Language))
	w := workbook{File: excelize.NewFile(), links: links{}}
	defer w.Close()
	w.SetZipWriter(func(out io.Writer) excelize.ZipWriter { return &stableZip{out: out, links: w.links} })
	var err error
	if w.styles, err = newStyles(w.File, words.Terms().StampFormat); err == nil {
		err = w.SetSheetName("Sheet1", words.Sample().Title)
	}
	if err == nil {
		err = drawSample(w, s, words.Sample())
	}
	if err == nil {
		// The library dates its documents now.
		err = w.SetDocProps(&excelize.DocProperties{Title: words.Sample().Title, Creator: words.Terms().Program,
			LastModifiedBy: words.Terms().Program, Created: sampleTime, Modified: sampleTime, Language: words.Tag()})
	}
	if err == nil {
		_, err = w.WriteTo(out)
	}
	if err != nil {
		return fmt.Errorf("write the sample as a workbook: %w", err)
	}
	return nil
}

// sampleTime stands in the document's properties: when it was drawn is nobody's matter, and the same sample is the same
// file.
const sampleTime = "1980-01-01T00:00:00Z"

func drawSample(w workbook, s page.Sample, say page.SampleWords) error {
	empty := func(page.SampleRow) any { return nil }
	faintly := func(page.SampleRow) mark { return faint }
	t := table[page.SampleRow]{name: say.Title, id: "Sample", caption: say.Hint, items: s.Rows, empty: "—",
		fields: []field[page.SampleRow]{
			{say.Number, 13, words, func(r page.SampleRow) any { return line(r.Number) }, nil},
			{say.Channel, 18, words, func(r page.SampleRow) any { return line(r.Channel) }, nil},
			{say.Above, 40, words, func(r page.SampleRow) any { return line(r.Above) }, nil},
			{say.Text, 80, words, func(r page.SampleRow) any { return fit(r.Text) }, nil},
			{say.Needs, 13, typed, empty, nil},
			{say.Group, 28, typed, empty, nil},
			{say.Decider, 16, typed, empty, nil},
			{say.Code, 26, words, func(r page.SampleRow) any { return line(r.Code) }, faintly},
		}}
	t.choices = []choice{{title: say.Needs, keys: say.Offered()}, {title: say.Group}, {title: say.Decider}}
	known := make([]build.KnownGroup, len(s.Groups))
	for n, g := range s.Groups {
		known[n].Name = g
	}
	all := book{d: build.Digest{Classifier: known}, fill: page.FillIn{Lists: say.Lists},
		words: page.WordsIn(string(s.Language))}.lists()
	if len(all) > 0 {
		t.choices[1].list = fmt.Sprintf("'%s'!$A$1:$A$%d", say.Lists, len(known))
	}
	if err := t.write(w, "xl/worksheets/sheet1.xml"); err != nil {
		return err
	}
	for n, sheet := range all {
		if _, err := w.NewSheet(sheet.title()); err != nil {
			return err
		}
		if err := w.SetSheetVisible(sheet.title(), false); err != nil {
			return err
		}
		if err := sheet.write(w, fmt.Sprintf("xl/worksheets/sheet%d.xml", n+2)); err != nil {
			return err
		}
	}
	return nil
}
