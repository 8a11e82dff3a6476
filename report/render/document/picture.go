package document

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"

	"otklik/report/page"
)

// Picture is a chart ready to be put into a document.
type Picture struct {
	PNG           []byte // eight bits per colour, no transparency, not interlaced
	Width, Height int    // pixels, both above zero
}

// mostPixels bounds what a picture may unfold to in memory.
const mostPixels = 40_000_000

// ReadPicture takes the bytes of a PNG for a page. No bytes give a nil picture: the document then says the same in a
// sentence; so does a page that has none. It is drawn again on white in the one form that every reader of documents
// takes. An error is permanent.
func ReadPicture(p page.Page, data []byte) (*Picture, error) {
	if p.Picture == nil || len(data) == 0 {
		return nil, nil
	}
	config, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("read the picture of the digest, which has to be a PNG: %w", err)
	}
	if config.Width <= 0 || config.Height <= 0 || config.Width > mostPixels/config.Height {
		return nil, fmt.Errorf("the picture of the digest has %d × %d pixels: give one of at most %d", config.Width,
			config.Height, mostPixels)
	}
	from, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("read the picture of the digest: %w", err)
	}
	size := from.Bounds()
	flat := image.NewRGBA(image.Rect(0, 0, size.Dx(), size.Dy()))
	draw.Draw(flat, flat.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.Draw(flat, flat.Bounds(), from, size.Min, draw.Over)
	var out bytes.Buffer
	if err := png.Encode(&out, flat); err != nil {
		return nil, fmt.Errorf("write the picture of the digest: %w", err)
	}
	return &Picture{PNG: out.Bytes(), Width: size.Dx(), Height: size.Dy()}, nil
}

// Fit is the size at which the picture stands: as wide as it may be, no higher than it may be, in its own proportion.
func (p *Picture) Fit(width, height float64) (w, h float64) {
	w, h = width, width*float64(p.Height)/float64(p.Width)
	if h > height {
		w, h = height*float64(p.Width)/float64(p.Height), height
	}
	return w, h
}
