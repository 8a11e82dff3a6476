// Package chart draws the picture of a digest: what came in and what waits, by day. It decides nothing and knows no
// words: the figures and the legend are those of the page.
package chart

import (
	"bytes"
	"fmt"
	"image/png"

	"otklik/report/page"
)

// The widths that PNG takes, in pixels.
const (
	MinWidth = 300
	MaxWidth = 2400
)

// PNG draws a picture as wide as asked for, in pixels, and somewhat more than half as high. It is laid out for 600
// pixels and only drawn finer where it is wider. The same picture gives the same bytes. Bars are what was received, the
// line is what waited for an answer; both stand on one axis from 0. A day that is not known is hatched and has no
// figures; a picture without days is hatched all over. A width outside MinWidth to MaxWidth is an error.
func PNG(p page.Picture, width int) ([]byte, error) {
	if width < MinWidth || width > MaxWidth {
		return nil, fmt.Errorf("draw the picture of the digest: it has to be %d to %d pixels wide, not %d", MinWidth,
			MaxWidth, width)
	}
	c, err := newCanvas(width)
	if err != nil {
		return nil, fmt.Errorf("draw the picture of the digest: %w", err)
	}
	c.draw(p)
	var b bytes.Buffer
	if err := png.Encode(&b, c.image); err != nil {
		return nil, fmt.Errorf("draw the picture of the digest: %w", err)
	}
	return b.Bytes(), nil
}
