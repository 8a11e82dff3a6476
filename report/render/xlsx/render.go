// Package xlsx draws a digest as an Excel workbook: the summary, the register of what waits, and the tables of an
// analyst, each a real table with filters. It decides nothing: every figure is the digest's.
package xlsx

import (
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/xuri/excelize/v2"

	"otklik/report/build"
)

// Write draws a digest as a workbook (.xlsx) in the digest's language and hands the file over as it is made: of the
// register no more is held in memory than its packed rows. Times stand on the clock of the digest's moment. The same
// digest gives the same bytes. Texts are cells of text and never formulas, whatever they begin with. What was not read
// is no zero: its cells are empty, and the line above every table says that the data are not complete.
func Write(w io.Writer, d build.Digest) error {
	err := d.Whole()
	if err == nil {
		err = newBook(d).write(w)
	}
	if err != nil {
		return fmt.Errorf("write the digest as a workbook: %w", err)
	}
	return nil
}

// sheet is one sheet of the workbook.
type sheet interface {
	title() string
	// write fills the sheet, which exists; part is the name of its part in the file.
	write(w workbook, part string) error
}

// workbook is the file in the making.
type workbook struct {
	*excelize.File
	styles
	links links
}

func (b book) sheets() []sheet {
	return slices.Concat(
		[]sheet{b.summary(), b.register(), b.municipalities()}, b.districts(),
		[]sheet{
			b.bodies(), b.topics(), b.officials(),
			b.problems(), b.places(), b.promises(), b.days(),
		}, b.arrivals(), []sheet{
			b.answered(), b.changed(), b.channels(), b.gaps(),
		}, b.lists())
}

func (b book) write(to io.Writer) error {
	w := workbook{File: excelize.NewFile(), links: links{}}
	defer w.Close()
	w.SetZipWriter(func(out io.Writer) excelize.ZipWriter { return &stableZip{out: out, links: w.links} })
	var err error
	if w.styles, err = newStyles(w.File, b.say.StampFormat); err != nil {
		return fmt.Errorf("make the styles: %w", err)
	}
	for n, sheet := range b.sheets() {
		if n == 0 {
			err = w.SetSheetName("Sheet1", sheet.title())
		} else {
			_, err = w.NewSheet(sheet.title())
		}
		if _, hidden := sheet.(lists); hidden && err == nil {
			err = w.SetSheetVisible(sheet.title(), false)
		}
		if err == nil {
			err = sheet.write(w, fmt.Sprintf("xl/worksheets/sheet%d.xml", n+1))
		}
		if err != nil {
			return fmt.Errorf("write the sheet %s: %w", sheet.title(), err)
		}
	}
	if err := b.describe(w.File); err != nil {
		return fmt.Errorf("describe the workbook: %w", err)
	}
	_, err = w.WriteTo(to)
	return err
}

// describe sets the document's properties. Its times are the digest's, so that they do not tell two equal workbooks
// apart.
func (b book) describe(f *excelize.File) error {
	at := b.d.At.UTC().Format(time.RFC3339)
	if err := f.SetDocProps(&excelize.DocProperties{
		Title: fit(b.page.Title), Subject: fit(b.page.AsOf), Creator: b.say.Program,
		LastModifiedBy: b.say.Program,
		Created:        at, Modified: at, Language: b.words.Tag(),
	}); err != nil {
		return err
	}
	return f.SetAppProps(&excelize.AppProperties{Application: "Otklik", AppVersion: "1.0000"})
}
