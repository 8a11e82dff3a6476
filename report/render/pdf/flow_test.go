package pdf

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"otklik/report/render/document/documenttest"
)

func TestWrap(t *testing.T) {
	f := fonts(t)
	for _, text := range documenttest.HostileTexts() {
		text = f.legible(text)
		for _, width := range []float64{30, 120, textWidth} {
			var all strings.Builder
			for _, line := range f.wrap([]span{{text: text, size: 10}}, width) {
				x := 0.0
				for _, p := range line {
					all.WriteString(p.text)
					x += p.width
				}
				if x > width+0.01 {
					t.Errorf("a line of %.1f points where %.1f fit", x, width)
				}
			}
			if got := strings.ReplaceAll(all.String(), " ", ""); got != strings.ReplaceAll(text, " ", "") {
				t.Errorf("the lines of %.60q make %.60q", text, got)
			}
		}
	}
}

// Blocks stay in order and inside of the page, whole where a page can hold them, and no heading ends a page.
func TestPaginate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var blocks []block
		of := map[*span]int{}
		rowsOf := map[int]int{}
		for n := range rapid.IntRange(1, 60).Draw(t, "blocks") {
			b := block{space: rapid.Float64Range(0, 20).Draw(t, "space"),
				head: rapid.IntRange(0, 5).Draw(t, "head") == 0}
			rows := rapid.IntRange(1, 12).Draw(t, "rows")
			if b.head {
				rows = 1
			}
			for range rows {
				s := &span{text: "x"}
				of[s] = n
				rowsOf[n]++
				b.rows = append(b.rows, row{height: rapid.Float64Range(5, 100).Draw(t, "height"),
					marks: []mark{{text: s}}})
			}
			blocks = append(blocks, b)
		}
		pages := paginate(blocks)
		last, seen := -1, 0
		for i, page := range pages {
			on := map[int]int{}
			for _, m := range page {
				n := of[m.text]
				if n < last || m.y < marginTop || m.y > pageHeight-marginBelow {
					t.Fatalf("block %d stands after %d at %.1f", n, last, m.y)
				}
				last = n
				on[n]++
				seen++
			}
			for n, rows := range on {
				if blocks[n].height() <= textHeight/2 && rows != rowsOf[n] {
					t.Fatalf("block %d of %.1f points is parted", n, blocks[n].height())
				}
			}
			if len(page) > 0 && blocks[last].head && last < len(blocks)-1 && i < len(pages)-1 &&
				!allHeads(blocks[:last+1]) {
				t.Fatalf("a heading ends the page %d", i+1)
			}
		}
		if seen != len(of) {
			t.Fatalf("%d of %d rows are on the pages", seen, len(of))
		}
	})
}

func allHeads(blocks []block) bool {
	for _, b := range blocks {
		if !b.head {
			return false
		}
	}
	return true
}
