package pdf

// The page: A4 in points, with room for a hole punch at the left and for the page's number below.
const (
	pageWidth   = 595.28
	pageHeight  = 841.89
	marginSide  = 45.0
	marginTop   = 36.0
	marginBelow = 46.0
	textWidth   = pageWidth - 2*marginSide
	textHeight  = pageHeight - marginTop - marginBelow
)

// mark is something drawn at a place of a row or a page, in points from its left upper corner.
type mark struct {
	x, y, w, h float64
	text       *span  // y is the base line
	fill       string // a rectangle of this colour
	picture    bool   // the digest's picture
	anchor     string // what jumps lead to: nothing is drawn
}

// row is what is never parted: a line of text, a line of a table, a picture.
type row struct {
	height float64
	marks  []mark
}

// block is rows that stay on one page if a page can hold them; a loose one may be parted anywhere.
type block struct {
	rows  []row
	space float64 // above, unless at the top of a page
	loose bool
	// head marks a heading: it goes to the page of the block after it.
	head bool
	// repeat stands again at the top of each page on which the block continues a table.
	repeat []row
}

func (b block) height() float64 {
	sum := 0.0
	for _, r := range b.rows {
		sum += r.height
	}
	return sum
}

// flow puts blocks on pages.
type flow struct {
	pages [][]mark
	y     float64 // the next free point of the last page
}

// paginate distributes blocks over pages; there is at least one page.
func paginate(blocks []block) [][]mark {
	f := flow{}
	f.newPage()
	for i := 0; i < len(blocks); i++ {
		first := i
		for blocks[i].head && i+1 < len(blocks) {
			i++
		}
		f.place(blocks[first : i+1])
	}
	return f.pages
}

func (f *flow) newPage() { f.pages, f.y = append(f.pages, nil), 0 }

func (f *flow) fits(height float64) bool { return f.y+height <= textHeight+0.01 }

// place puts a block with the headings before it. They begin a new page if that keeps them together, or if not even the
// headings with the first two rows fit on this one.
func (f *flow) place(together []block) {
	last := together[len(together)-1]
	whole, least := 0.0, 0.0
	for i, b := range together {
		height := b.height()
		whole += b.space + height
		if i < len(together)-1 {
			least += b.space + height
			continue
		}
		least += b.space
		for _, r := range b.rows[:min(2, len(b.rows))] {
			least += r.height
		}
	}
	if f.y > 0 && !f.fits(whole) && (whole <= textHeight && !last.loose || !f.fits(least)) {
		f.newPage()
		for _, r := range last.repeat {
			if len(together) == 1 {
				f.put(r)
			}
		}
	}
	for _, b := range together {
		if f.y > 0 {
			f.y += b.space
		}
		for _, r := range b.rows {
			if f.y > 0 && !f.fits(r.height) {
				f.newPage()
				for _, again := range b.repeat {
					f.put(again)
				}
			}
			f.put(r)
		}
	}
}

func (f *flow) put(r row) {
	page := &f.pages[len(f.pages)-1]
	for _, m := range r.marks {
		m.x += marginSide
		m.y += marginTop + f.y
		*page = append(*page, m)
	}
	f.y += r.height
}
