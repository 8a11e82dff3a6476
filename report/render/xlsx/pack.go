package xlsx

import (
	"archive/zip"
	"bytes"
	"cmp"
	"compress/flate"
	"errors"
	"hash/crc32"
	"io"
	"io/fs"
	"slices"
	"time"
)

// stableZip collects the parts of a workbook, packed, and writes them at Close in the order of their names with one
// fixed time: the library hands the parts over in any order, and the same digest has to give the same bytes.
type stableZip struct {
	out   io.Writer
	parts []*part
	links links
}

// part is a part of the workbook. Its markup is packed as it comes, with what is to be inserted into it.
type part struct {
	name   string
	insert insertion
	packed bytes.Buffer
	flate  *flate.Writer
	crc    uint32
	size   uint64
}

// contentTypes is the part that tells what the others are: readers expect it first.
const contentTypes = "[Content_Types].xml"

// partTime is the time of all parts: the first that a zip file can express.
var partTime = time.Date(1980, time.January, 1, 0, 0, 0, 0, time.UTC)

// Create implements excelize.ZipWriter. All rows are written by now, so that the links are known.
func (z *stableZip) Create(name string) (io.Writer, error) {
	p := &part{name: name, insert: z.links.insertion(name)}
	z.parts = append(z.parts, p)
	var err error
	p.flate, err = flate.NewWriter(&p.packed, flate.DefaultCompression)
	return p, err
}

// AddFS implements excelize.ZipWriter. Workbooks made here hold no file systems.
func (z *stableZip) AddFS(fs.FS) error { return errors.New("a workbook takes no folders") }

// Close implements excelize.ZipWriter.
func (z *stableZip) Close() error {
	if err := z.relate(); err != nil {
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
		if err := p.close(); err != nil {
			return err
		}
		file, err := w.CreateRaw(&zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: partTime, CRC32: p.crc,
			CompressedSize64: uint64(p.packed.Len()), UncompressedSize64: p.size})
		if err != nil {
			return err
		}
		if _, err := p.packed.WriteTo(file); err != nil {
			return err
		}
	}
	return w.Close()
}

// Write implements io.Writer.
func (p *part) Write(data []byte) (int, error) {
	if err := p.pack(p.insert.into(data)); err != nil {
		return 0, err
	}
	return len(data), nil
}

func (p *part) pack(data []byte) error {
	p.crc = crc32.Update(p.crc, crc32.IEEETable, data)
	p.size += uint64(len(data))
	_, err := p.flate.Write(data)
	return err
}

func (p *part) close() error {
	rest, err := p.insert.rest(p.name)
	if err != nil {
		return err
	}
	return errors.Join(p.pack(rest), p.flate.Close())
}
