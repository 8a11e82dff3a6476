package pdf

import (
	_ "embed"
	"fmt"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// DejaVu Sans Condensed 2.37, free to embed (dejavu/LICENSE): unlike Go's own font it has the letters of the peoples of
// Russia (Ә Ө Ү Җ Ң Һ Ҡ Ғ Ҫ Ӑ Ӗ Ӳ …), Hebrew, Arabic, Georgian, Armenian and the rouble.
var (
	//go:embed dejavu/DejaVuSansCondensed.ttf
	regularTTF []byte
	//go:embed dejavu/DejaVuSansCondensed-Bold.ttf
	boldTTF []byte
)

// family is what the fonts are called inside the document.
const family = "DejaVu"

// noGlyph marks a character that a font cannot draw.
const noGlyph = -1

// face knows how wide each character of the basic plane is, in thousandths of the font's size.
type face struct {
	width []int16
}

func (f *face) has(r rune) bool { return r >= 0 && int(r) < len(f.width) && f.width[r] != noGlyph }

func (f *face) measure(text string, size float64) float64 {
	sum := 0
	for _, r := range text {
		if f.has(r) {
			sum += int(f.width[r])
		}
	}
	return float64(sum) * size / 1000
}

// faces are the two styles of the documents.
type faces struct{ regular, bold *face }

func (f *faces) of(bold bool) *face {
	if bold {
		return f.bold
	}
	return f.regular
}

// has is whether both styles can draw the character.
func (f *faces) has(r rune) bool { return f.regular.has(r) && f.bold.has(r) }

// loadFaces measures the fonts once; they do not change.
var loadFaces = sync.OnceValues(func() (*faces, error) {
	regular, err := measureFace(regularTTF)
	if err != nil {
		return nil, err
	}
	bold, err := measureFace(boldTTF)
	if err != nil {
		return nil, err
	}
	return &faces{regular: regular, bold: bold}, nil
})

func measureFace(ttf []byte) (*face, error) {
	parsed, err := sfnt.Parse(ttf)
	if err != nil {
		return nil, fmt.Errorf("read the font of PDF documents: %w", err)
	}
	f := &face{width: make([]int16, 0x10000)}
	var buffer sfnt.Buffer
	for r := range f.width {
		f.width[r] = noGlyph
		// Surrogates are no characters, and the last two of the plane are none for ever.
		if r < ' ' || r >= 0xD800 && r < 0xE000 || r >= 0xFFFE {
			continue
		}
		glyph, err := parsed.GlyphIndex(&buffer, rune(r))
		if err != nil || glyph == 0 {
			continue
		}
		advance, err := parsed.GlyphAdvance(&buffer, glyph, fixed.I(1000), font.HintingNone)
		if err != nil {
			return nil, fmt.Errorf("measure the font of PDF documents: %w", err)
		}
		f.width[r] = int16(advance.Round())
	}
	return f, nil
}
