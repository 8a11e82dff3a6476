package xlsx

import (
	"archive/zip"
	"bytes"
	"cmp"
	"errors"
	"io"
	"io/fs"
	"slices"
	"time"
)

// stableZip collects the parts of a workbook and writes them at Close in the order of their names with one fixed time:
// the library hands the parts over in any order, and the same digest has to give the same bytes.
type stableZip struct {
	out   io.Writer
	parts []*part
	links links
}

type part struct {
	name string
	bytes.Buffer
}

// contentTypes is the part that tells what the others are: readers expect it first.
const contentTypes = "[Content_Types].xml"

// partTime is the time of all parts: the first that a zip file can express.
var partTime = time.Date(1980, time.January, 1, 0, 0, 0, 0, time.UTC)

// Create implements excelize.ZipWriter.
func (z *stableZip) Create(name string) (io.Writer, error) {
	p := &part{name: name}
	z.parts = append(z.parts, p)
	return p, nil
}

// AddFS implements excelize.ZipWriter. Workbooks made here hold no file systems.
func (z *stableZip) AddFS(fs.FS) error { return errors.New("a workbook takes no folders") }

// Close implements excelize.ZipWriter.
func (z *stableZip) Close() error {
	if err := z.link(); err != nil {
		return err
	}
	slices.SortStableFunc(z.parts, func(a, b *part) int {
		if first := (a.name == contentTypes); first != (b.name == contentTypes) {
			if first {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.name, b.name)
	})
	w := zip.NewWriter(z.out)
	for _, p := range z.parts {
		file, err := w.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: partTime})
		if err != nil {
			return err
		}
		if _, err := file.Write(p.Bytes()); err != nil {
			return err
		}
	}
	return w.Close()
}
