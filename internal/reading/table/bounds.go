package table

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
)

// Bounds against files that were made to harm, a few times what the largest honest tables have: 200 000 rows of 30
// columns, a year of a whole region.
const (
	maxFile   = 256 << 20 // bytes
	maxRows   = 1 << 20   // Excel's own
	maxCols   = 16384     // Excel's own
	maxCells  = 8_000_000
	maxCell   = 1 << 20  // bytes of one cell; Excel's own are 32 767 characters
	maxLine   = 16 << 20 // bytes of a line of a text table
	maxSheets = 1000
	maxParts  = 10_000 // files in an xlsx
	maxTexts  = 384 << 20
	longText  = 256 // bytes from which a text that many cells share counts in each of them
	// An honest xlsx unpacks to ten or twenty times its size.
	maxRatio    = 100
	maxUnpacked = 1 << 30
	maxSmall    = 64 << 20 // what any xlsx may unpack to, however small it is
	maxElement  = 4 << 20  // bytes of a cell with its marks
	maxIndex    = 8 << 20  // bytes of the parts that name the others
	maxDepth    = 64       // elements within one another
	maxBroken   = 1 << 20  // lines of cells of several lines that are looked through for swallowed rows
)

// bound says which bound a table exceeds, in a sentence.
type bound string

func (b bound) Error() string { return string(b) }

const (
	errManyRows  = bound("it has more than 1 048 576 rows, as many as Excel has: cut it into parts")
	errManyCells = bound("it has more than 8 000 000 cells, empty ones between others and merged ones included: " +
		"leave out columns that are not needed, or cut it into parts")
	errLongCell  = bound("one cell has more than 1 MB: is it a table? Save it again with a spreadsheet program")
	errManyTexts = bound("its texts are more than 384 MB: cut it into parts")
)

func tooWide(row int) error {
	return bound(fmt.Sprintf("row %d has more than %d columns, as many as Excel has: is it a table, and are its "+
		"columns parted by commas, semicolons or tabs?", row, maxCols))
}

// checkLines refuses a text without line breaks where they should be, before it is copied.
func checkLines(data []byte) error {
	for line, at := 1, 0; ; line++ {
		n := bytes.IndexAny(data[at:min(len(data), at+maxLine+1)], "\n\r")
		switch {
		case n >= 0:
			if at += n + 1; data[at-1] == '\r' && at < len(data) && data[at] == '\n' {
				at++
			}
		case len(data)-at > maxLine:
			return bound(fmt.Sprintf("line %d has more than %d MB: is it a table? Save it again with a spreadsheet "+
				"program", line, maxLine>>20))
		default:
			return nil
		}
	}
}

// archive is an xlsx, of which no more is unpacked than an honest one has.
type archive struct {
	files      map[string]*zip.File // by name in small letters: case does not tell parts apart
	most, left int64                // bytes that all parts together may unpack to, and those still to come
}

// openArchive reads what is in an xlsx.
func openArchive(data []byte) (*archive, error) {
	// each part has such a mark, and listing them costs more than counting
	if bytes.Count(data, []byte("PK\x01\x02")) > maxParts {
		return nil, bound(fmt.Sprintf("it consists of more than %d parts, which no workbook does: open it in a "+
			"spreadsheet program and save it again", maxParts))
	}
	list, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, errNotXLSX
	}
	a := &archive{files: map[string]*zip.File{}, most: min(max(maxRatio*int64(len(data)), maxSmall), maxUnpacked)}
	a.left = a.most
	for _, f := range list.File {
		name := strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(f.Name, "\\", "/"), "/"))
		if a.files[name] != nil {
			return nil, bound("it has two parts of one name, so that programs would read it differently: open it in " +
				"a spreadsheet program and save it again")
		}
		a.files[name] = f
	}
	return a, nil
}

// open opens a part. What is said of its size is not believed, but one that says too much is not begun with.
func (a *archive) open(name string) (*part, error) {
	f := a.files[name]
	if f == nil {
		return nil, errNotXLSX
	}
	if f.UncompressedSize64 > uint64(a.left) {
		return nil, a.tooMuch()
	}
	r, err := f.Open()
	if err != nil {
		return nil, errNotXLSX
	}
	return &part{ReadCloser: r, archive: a, allowed: maxElement}, nil
}

func (a *archive) tooMuch() error {
	return bound(fmt.Sprintf("it unpacks to more than %d MB, which no table of its size does: open it in a "+
		"spreadsheet program and save it again, or cut it into parts", a.most>>20))
}

// part is an open part of an xlsx.
type part struct {
	io.ReadCloser
	archive *archive
	allowed int64 // bytes that may be read until it is allowed more
}

func (p *part) Read(b []byte) (int, error) {
	switch {
	case p.archive.left <= 0:
		return 0, p.archive.tooMuch()
	case p.allowed <= 0:
		return 0, errLongCell
	}
	n, err := p.ReadCloser.Read(b[:min(int64(len(b)), p.allowed, p.archive.left)])
	p.allowed -= int64(n)
	p.archive.left -= int64(n)
	return n, err
}
