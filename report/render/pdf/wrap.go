package pdf

import (
	"strings"

	"github.com/rivo/uniseg"
)

// span is a piece of text in one style.
type span struct {
	text   string
	bold   bool
	size   float64 // points
	colour string  // red, green and blue in hexadecimal
	url    string  // where it leads, or nothing
	to     string  // the place of the document that it leads to, or nothing
}

// placed is a piece of a line, x points from the line's beginning, in the order in which it stands.
type placed struct {
	span
	x, width float64
}

// wrap breaks spans into lines of at most width points: where Unicode lets a line break, and inside of a word only
// where the word alone is wider than the line. There is at least one line.
func (f *faces) wrap(spans []span, width float64) [][]placed {
	w := wrapper{faces: f, width: width}
	var all strings.Builder
	for _, s := range spans {
		all.WriteString(s.text)
		w.ends = append(w.ends, all.Len())
	}
	w.spans, w.text = spans, all.String()
	state, rest := -1, w.text
	for rest != "" {
		var segment string
		segment, rest, _, state = uniseg.FirstLineSegmentInString(rest, state)
		w.segment(len(segment))
	}
	w.end()
	return w.lines
}

type wrapper struct {
	faces *faces
	spans []span
	ends  []int // where each span ends in text
	text  string
	width float64

	lines    [][]placed
	from, to int     // the line being filled
	filled   float64 // its width with the spaces at its end
}

// segment adds the next n bytes, which may not be parted unless they are wider than a line.
func (w *wrapper) segment(n int) {
	next := w.to + n
	visible := w.measure(w.to, w.to+len(strings.TrimRight(w.text[w.to:next], " ")))
	if w.filled+visible > w.width && w.to > w.from {
		w.end()
	}
	if visible > w.width {
		clusters := uniseg.NewGraphemes(w.text[w.to:next])
		start := w.to
		for clusters.Next() {
			from, to := clusters.Positions()
			wide := w.measure(start+from, start+to)
			if w.filled+wide > w.width && w.to > w.from {
				w.end()
			}
			w.filled += wide
			w.to = start + to
		}
		return
	}
	w.filled += w.measure(w.to, next)
	w.to = next
}

// each calls do with the parts that the spans have in the bytes from–to.
func (w *wrapper) each(from, to int, do func(s span, text string)) {
	begin := 0
	for i, end := range w.ends {
		if a, b := max(from, begin), min(to, end); a < b {
			do(w.spans[i], w.text[a:b])
		}
		begin = end
	}
}

func (w *wrapper) measure(from, to int) float64 {
	sum := 0.0
	w.each(from, to, func(s span, text string) { sum += w.faces.of(s.bold).measure(text, s.size) })
	return sum
}

// end finishes the line being filled.
func (w *wrapper) end() {
	to := w.from + len(strings.TrimRight(w.text[w.from:w.to], " "))
	line := []placed{}
	x := 0.0
	w.each(w.from, to, func(s span, text string) {
		s.text = text
		wide := w.faces.of(s.bold).measure(text, s.size)
		line = append(line, placed{span: s, x: x, width: wide})
		x += wide
	})
	w.lines = append(w.lines, line)
	w.from, w.filled = w.to, 0
}
