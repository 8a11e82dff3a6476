package chart

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// The picture is laid out in units of which baseWidth make its width.
const baseWidth = 600

var (
	paper = color.RGBA{0xff, 0xff, 0xff, 0xff}
	ink   = color.RGBA{0x1b, 0x1f, 0x26, 0xff}
	muted = color.RGBA{0x4a, 0x53, 0x60, 0xff}
	grid  = color.RGBA{0xdd, 0xe1, 0xe7, 0xff}
	axis  = color.RGBA{0x9a, 0xa4, 0xb2, 0xff}
	// The two series differ in lightness as well as in colour, for print and for those who do not tell red from blue.
	bars  = color.RGBA{0x9d, 0xb7, 0xd8, 0xff}
	waits = color.RGBA{0xa3, 0x20, 0x1a, 0xff}
	// What is written about the bars is darker than they are.
	barWords = color.RGBA{0x33, 0x55, 0x7f, 0xff}
	// Days that were not read.
	veil  = color.RGBA{0xf1, 0xf2, 0xf4, 0xff}
	hatch = color.RGBA{0xb9, 0xc0, 0xca, 0xff}
)

// canvas is a picture in the making.
type canvas struct {
	image *image.RGBA
	width int
	small face
	plain face
	title face
}

// face is a font at a size.
type face struct {
	font.Face
	ascent, line int
}

func newCanvas(width int) (*canvas, error) {
	c := &canvas{width: width}
	for _, f := range []struct {
		face *face
		data []byte
		size float64
	}{{&c.small, goregular.TTF, 13}, {&c.plain, goregular.TTF, 16}, {&c.title, gobold.TTF, 19}} {
		parsed, err := opentype.Parse(f.data)
		if err != nil {
			return nil, err
		}
		f.face.Face, err = opentype.NewFace(parsed,
			&opentype.FaceOptions{Size: f.size * float64(width) / baseWidth, DPI: 72, Hinting: font.HintingFull})
		if err != nil {
			return nil, err
		}
		m := f.face.Metrics()
		f.face.ascent, f.face.line = m.Ascent.Ceil(), (m.Ascent + m.Descent).Ceil()
	}
	return c, nil
}

// px is a length in pixels, at least one where it is more than nothing.
func (c *canvas) px(units float64) int {
	if units <= 0 {
		return 0
	}
	return max(1, int(math.Round(units*float64(c.width)/baseWidth)))
}

// blank makes the image.
func (c *canvas) blank(height int) {
	c.image = image.NewRGBA(image.Rect(0, 0, c.width, height))
	draw.Draw(c.image, c.image.Bounds(), image.NewUniform(paper), image.Point{}, draw.Src)
}

func (c *canvas) fill(r image.Rectangle, colour color.RGBA) {
	draw.Draw(c.image, r.Intersect(c.image.Bounds()), image.NewUniform(colour), image.Point{}, draw.Src)
}

// hatched fills an area with slanting lines: grey alone is lost in print. The pattern goes on from one area to the
// next.
func (c *canvas) hatched(r image.Rectangle) {
	c.fill(r, veil)
	step, thick := c.px(7), c.px(1.2)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if (x+y)%step < thick {
				c.image.SetRGBA(x, y, hatch)
			}
		}
	}
}

// measure is the width of a text in pixels.
func (f face) measure(text string) int { return font.MeasureString(f.Face, text).Ceil() }

// text writes a line with its upper left corner at x, y.
func (c *canvas) text(f face, text string, x, y int, colour color.RGBA) {
	d := font.Drawer{Dst: c.image, Src: image.NewUniform(colour), Face: f.Face, Dot: fixed.P(x, y+f.ascent)}
	d.DrawString(text)
}

// halo writes a line on a narrow white edge, so that it can be read above bars and lines.
func (c *canvas) halo(f face, text string, x, y int, colour color.RGBA) {
	edge := c.px(1.5)
	for _, d := range [][2]int{{-edge, 0}, {edge, 0}, {0, -edge}, {0, edge}, {-edge, -edge}, {edge, edge},
		{-edge, edge}, {edge, -edge}} {
		c.text(f, text, x+d[0], y+d[1], paper)
	}
	c.text(f, text, x, y, colour)
}

// wrap breaks a text into at most lines lines of a width; what is left over is cut with an ellipsis.
func (f face) wrap(text string, width, lines int) []string {
	var done []string
	current := ""
	rest := strings.Fields(text)
	for n, word := range rest {
		longer := word
		if current != "" {
			longer = current + " " + word
		}
		if f.measure(longer) <= width || current == "" {
			current = longer
			continue
		}
		if len(done) == lines-1 {
			return append(done, f.cut(current+" "+strings.Join(rest[n:], " "), width))
		}
		done = append(done, f.cut(current, width))
		current = word
	}
	if current != "" {
		done = append(done, f.cut(current, width))
	}
	return done
}

// cut shortens a text to a width.
func (f face) cut(text string, width int) string {
	if f.measure(text) <= width {
		return text
	}
	runes := []rune(text)
	fits, most := 0, len(runes)
	for fits < most { // the longest beginning that fits, by halves
		middle := (fits + most + 1) / 2
		if f.measure(string(runes[:middle])+"…") <= width {
			fits = middle
		} else {
			most = middle - 1
		}
	}
	return strings.TrimRight(string(runes[:fits]), " ,.;:–—-") + "…"
}
