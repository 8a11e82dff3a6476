package html

import (
	"fmt"
	"html/template"
	"math"
	"strings"

	"otklik/report/clean"
	"otklik/report/page"
)

// The picture's measures, in its own units. It is never drawn wider than they say, so that its letters are as large as
// those of the text, and on a phone a little smaller.
const (
	svgWidth, svgHeight      = 440, 300
	svgLeft, svgRight        = 48, 12
	svgTop, svgBottom        = 84, 28
	svgFont                  = 16
	svgLegend                = 20 // the height of its lines
	svgLabel                 = 92 // the width of a date's letters, in any face that may stand in
	svgBarWords              = "#33557f"
	svgBar, svgLine, svgGrey = "#9db7d8", "#a3201a", "#d5d9df"
)

// SVG draws a picture for a page: bars for what was received, a line for what was unanswered, hatched days for those
// that were not read. Its title and description say the same in words.
func SVG(p page.Picture) template.HTML {
	var b strings.Builder
	put := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	text := func(s string) string { return template.HTMLEscapeString(clean.OneLine(s)) }
	put(
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-labelledby="picture-title picture-text" style="%s" font-family="Arial,'Noto Sans','DejaVu Sans',sans-serif" font-size="%d" fill="#1b1f26">`,
		svgWidth, svgHeight, pictureStyle, svgFont)
	put(`<title id="picture-title">%s</title>`, text(p.Title))
	put(`<desc id="picture-text">%s</desc>`, text(p.Alt))
	put(
		`<defs><pattern id="picture-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#f3f4f6"/><line x1="0" y1="0" x2="0" y2="6" stroke="#8b94a1" stroke-width="2"/></pattern></defs>`)

	// The legend stands above, one line each.
	put(`<rect x="%d" y="4" width="22" height="12" fill="%s" stroke="#5f7fa8"/><text x="%d" y="16">%s</text>`, svgLeft,
		svgBar, svgLeft+30, text(p.Received))
	put(
		`<line x1="%d" y1="%d" x2="%d" y2="%d" stroke="%s" stroke-width="2.5"/><circle cx="%d" cy="%d" r="3.5" fill="%s"/><text x="%d" y="%d">%s</text>`,
		svgLeft, svgLegend+10, svgLeft+22, svgLegend+10, svgLine, svgLeft+11, svgLegend+10, svgLine, svgLeft+30,
		svgLegend+16, text(p.Unanswered))
	most, unknown := 0, false
	for _, d := range p.Days {
		if d.Known {
			most = max(most, d.Received, d.Unanswered)
		} else {
			unknown = true
		}
	}
	if unknown {
		put(
			`<rect x="%d" y="%d" width="22" height="12" fill="url(#picture-hatch)" stroke="#8b94a1"/><text x="%d" y="%d">%s</text>`,
			svgLeft, 2*svgLegend+4, svgLeft+30, 2*svgLegend+16, text(p.Unknown))
	}

	step := axisStep(most)
	top := step * ((max(most, 1) + step - 1) / step)
	height := float64(svgHeight - svgTop - svgBottom)
	y := func(n int) float64 { return float64(svgHeight-svgBottom) - height*float64(n)/float64(top) }
	for n := 0; n <= top; n += step {
		put(`<line x1="%d" y1="%.1f" x2="%d" y2="%.1f" stroke="%s"/><text x="%d" y="%.1f" text-anchor="end">%d</text>`,
			svgLeft, y(n), svgWidth-svgRight, y(n), svgGrey, svgLeft-6, y(n)+5, n)
	}
	if len(p.Days) > 0 {
		svgDays(put, p, y, text)
	}
	put(`</svg>`)
	return template.HTML(b.String()) // every foreign word in it is escaped above
}

func svgDays(put func(string, ...any), p page.Picture, y func(int) float64, text func(string) string) {
	slot := float64(svgWidth-svgLeft-svgRight) / float64(len(p.Days))
	middle := func(n int) float64 { return svgLeft + slot*(float64(n)+0.5) }
	for n, d := range p.Days {
		if !d.Known {
			put(`<rect x="%.1f" y="%d" width="%.1f" height="%d" fill="url(#picture-hatch)"/>`, svgLeft+slot*float64(n),
				svgTop, slot, svgHeight-svgTop-svgBottom)
			continue
		}
		put(`<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="%s" stroke="#5f7fa8"/>`, middle(n)-slot*0.32,
			y(d.Received), slot*0.64, y(0)-y(d.Received), svgBar)
	}
	// The line breaks where a day is not known: nothing leads across it.
	for n := 0; n < len(p.Days); n++ {
		var points []string
		for ; n < len(p.Days) && p.Days[n].Known; n++ {
			points = append(points, fmt.Sprintf("%.1f,%.1f", middle(n), y(p.Days[n].Unanswered)))
			put(`<circle cx="%.1f" cy="%.1f" r="3.5" fill="%s"/>`, middle(n), y(p.Days[n].Unanswered), svgLine)
		}
		if len(points) > 1 {
			put(`<polyline points="%s" fill="none" stroke="%s" stroke-width="2.5"/>`,
				strings.Join(points, " "), svgLine)
		}
	}
	svgLatest(put, p.Days, middle, y)
	// Every label that fits, counted from the last day, which stands further to the left than its middle.
	every := max(1, int(math.Ceil((1.5*svgLabel+8)/slot-0.5)))
	for n := len(p.Days) - 1; n >= 0; n -= every {
		anchor, x := "middle", middle(n)
		if n == len(p.Days)-1 {
			anchor, x = "end", float64(svgWidth-svgRight)
		}
		put(`<text x="%.1f" y="%d" text-anchor="%s">%s</text>`, x, svgHeight-8, anchor, text(p.Days[n].Label))
	}
}

// svgLatest writes the figures of the last day that is known: those that are asked for first.
func svgLatest(put func(string, ...any), days []page.PictureDay, middle func(int) float64, y func(int) float64) {
	n := len(days) - 1
	for n >= 0 && !days[n].Known {
		n--
	}
	if n < 0 {
		return
	}
	anchor, x := "middle", middle(n)
	if x > svgWidth-5*svgFont {
		anchor, x = "end", svgWidth-svgRight
	}
	figure := func(value int, y float64, colour string) {
		put(`<text x="%.1f" y="%.1f" text-anchor="%s" font-weight="bold" fill="%s" stroke="#ffffff" stroke-width="3" paint-order="stroke">%d</text>`,
			x, y, anchor, colour, value)
	}
	line, bar := y(days[n].Unanswered)-8, y(days[n].Received)-4
	if math.Abs(line-bar) < svgFont {
		bar = y(0) - 4
	}
	figure(days[n].Received, bar, svgBarWords)
	figure(days[n].Unanswered, line, svgLine)
}

// axisStep leaves at most five lines above zero: 1, 2 or 5 times a power of ten.
func axisStep(most int) int {
	for power := 1; ; power *= 10 {
		for _, factor := range []int{1, 2, 5} {
			if step := factor * power; most <= 5*step {
				return step
			}
		}
	}
}
