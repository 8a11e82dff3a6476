package chart

import (
	"image"
	"image/color"
	"slices"
	"strconv"
	"strings"

	"otklik/report/page"
)

// sign is what stands for a series in the legend.
type sign struct {
	words string
	draw  func(c *canvas, box image.Rectangle)
}

// plotHeight is the height of the area of the bars, in units.
const plotHeight = 190

// maxBar is how wide a bar may be, in units: one day alone is no wall.
const maxBar = 60

func (c *canvas) draw(p page.Picture) {
	margin := c.px(14)
	inner := c.width - 2*margin
	titles := c.title.wrap(p.Title, inner, 2)
	legend := c.legend(p, inner)
	top := top(p.Days)

	// The height follows from the words: long ones must not press the bars together.
	y := margin + len(titles)*c.title.line + c.px(6) + len(legend)*(c.plain.line+c.px(4)) + c.px(20)
	plot := image.Rect(margin, y, c.width-margin, y+c.px(plotHeight))
	c.blank(plot.Max.Y + c.px(6) + 2*c.small.line + margin)

	y = margin
	for _, line := range titles {
		c.text(c.title, line, margin, y, ink)
		y += c.title.line
	}
	y += c.px(6)
	for _, row := range legend {
		c.legendRow(row, margin, y)
		y += c.plain.line + c.px(4)
	}
	if top > 0 { // where nothing is known there are no figures at the axis
		plot.Min.X += c.small.measure(number(top)) + c.px(8)
	}
	c.plot(p.Days, plot, top)
}

// legend lays the signs out in rows.
func (c *canvas) legend(p page.Picture, width int) [][]sign {
	signs := []sign{
		{p.Received, func(c *canvas, box image.Rectangle) { c.fill(box, bars) }},
		{p.Unanswered, func(c *canvas, box image.Rectangle) {
			middle := (box.Min.Y + box.Max.Y) / 2
			c.stroke([]image.Point{{X: box.Min.X, Y: middle}, {X: box.Max.X, Y: middle}}, c.thickness(), waits)
			c.stroke([]image.Point{{X: (box.Min.X + box.Max.X) / 2, Y: middle}}, c.dot(), waits)
		}},
	}
	if len(p.Days) == 0 || slices.ContainsFunc(p.Days, func(d page.PictureDay) bool { return !d.Known }) {
		signs = append(signs, sign{p.Unknown, (*canvas).hatched})
	}
	var rows [][]sign
	left := 0
	for _, s := range signs {
		s.words = c.plain.cut(strings.Join(strings.Fields(s.words), " "), width-c.signWidth())
		need := c.signWidth() + c.plain.measure(s.words)
		if len(rows) == 0 || need > left {
			rows, left = append(rows, nil), width
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], s)
		left -= need + c.px(18)
	}
	return rows
}

// signWidth is the width of a sign with the gap before its words.
func (c *canvas) signWidth() int { return c.px(22) + c.px(7) }

func (c *canvas) legendRow(row []sign, x, y int) {
	for _, s := range row {
		box := image.Rect(x, y, x+c.px(22), y+c.px(11)).Add(image.Pt(0, (c.plain.line-c.px(11))/2))
		s.draw(c, box)
		c.text(c.plain, s.words, x+c.signWidth(), y, ink)
		x += c.signWidth() + c.plain.measure(s.words) + c.px(18)
	}
}

func (c *canvas) thickness() int64 { return int64(c.px(2.4)) * grain / 2 }
func (c *canvas) dot() int64       { return int64(c.px(7)) * grain / 2 }

// plot draws the axis, the days and their figures.
func (c *canvas) plot(days []page.PictureDay, area image.Rectangle, top int) {
	if top == 0 {
		c.hatched(area)
	}
	slot := func(n int) (from, to int) {
		return area.Min.X + area.Dx()*n/len(days), area.Min.X + area.Dx()*(n+1)/len(days)
	}
	// Not read: behind the grid, over the whole height.
	for n, d := range days {
		if from, to := slot(n); !d.Known {
			c.hatched(image.Rect(from, area.Min.Y, to, area.Max.Y))
		}
	}
	height := func(value int) int {
		return area.Max.Y - int(float64(area.Dy())*(float64(max(value, 0))/float64(max(top, 1))))
	}
	if top > 0 {
		step := step(top)
		for value := 0; ; value += step {
			y := height(value)
			if value > 0 {
				c.fill(image.Rect(area.Min.X, y, area.Max.X, y+c.px(1)), grid)
			}
			label := number(value)
			c.text(c.small, label, area.Min.X-c.px(6)-c.small.measure(label), y-c.small.line/2, muted)
			if value > top-step {
				break
			}
		}
	}
	for n, d := range days {
		if from, to := slot(n); d.Known && d.Received > 0 {
			gap := max((to-from)/5, (to-from-c.px(maxBar))/2)
			c.fill(image.Rect(from+gap, height(d.Received), max(to-gap, from+gap+1), area.Max.Y), bars)
		}
	}
	c.fill(image.Rect(area.Min.X, area.Max.Y, area.Max.X, area.Max.Y+c.px(1.2)), axis)
	c.line(days, slot, height)
	c.labels(days, slot, area)
}

// line draws what waited. It is broken where a day is not known: nobody can say how it went on there.
func (c *canvas) line(days []page.PictureDay, slot func(int) (int, int), height func(int) int) {
	var runs [][]image.Point
	var run []image.Point
	last := -1
	for n, d := range days {
		if !d.Known {
			runs, run = append(runs, run), nil
			continue
		}
		from, to := slot(n)
		run = append(run, image.Pt((from+to)/2, height(d.Unanswered)))
		last = n
	}
	runs = append(runs, run)
	for _, run := range runs {
		c.stroke(run, c.thickness(), waits)
		if len(days) > 62 && len(run) > 1 {
			continue // the points would touch each other
		}
		for _, point := range run {
			c.stroke([]image.Point{point}, c.dot()+int64(c.px(1.2))*grain, paper)
			c.stroke([]image.Point{point}, c.dot(), waits)
		}
	}
	if last >= 0 {
		from, to := slot(last)
		middle := (from + to) / 2
		line, bar := height(days[last].Unanswered), height(days[last].Received)
		if max(line-bar, bar-line) < c.title.line {
			bar = height(0) // within the bar
		}
		c.latest(days[last].Received, image.Pt(middle, bar), barWords)
		c.latest(days[last].Unanswered, image.Pt(middle, line), waits)
	}
}

// latest writes a figure of the last known day above its point: those are asked for first.
func (c *canvas) latest(value int, at image.Point, colour color.RGBA) {
	label := number(value)
	width := c.title.measure(label)
	x := min(at.X-width/2, c.width-c.px(8)-width)
	c.halo(c.title, label, x, at.Y-c.title.line-c.px(4), colour)
}

// labels are the days below the axis: in one line where they fit; else the number above its month, and the month only
// where it changes; else only every second, third and so on.
func (c *canvas) labels(days []page.PictureDay, slot func(int) (int, int), area image.Rectangle) {
	if len(days) == 0 {
		return
	}
	room := area.Dx()/len(days) - c.px(3)
	whole, first := 0, 0
	for _, d := range days {
		head, _ := split(d.Label)
		whole, first = max(whole, c.small.measure(d.Label)), max(first, c.small.measure(head))
	}
	y := area.Max.Y + c.px(5)
	centred := func(n int, text string, y int, colour color.RGBA) {
		from, to := slot(n)
		x := (from+to)/2 - c.small.measure(text)/2
		c.text(c.small, text, min(max(x, 0), c.width-c.small.measure(text)), y, colour)
	}
	if whole <= room {
		for n, d := range days {
			centred(n, d.Label, y, muted)
		}
		return
	}
	every := 1 + (first-1)/max(room, 1)
	if first == 0 || room < 1 {
		every = max(every, 1+first+c.px(3))
	}
	before, end := "", 0
	for n := 0; n < len(days); n += every {
		head, rest := split(days[n].Label)
		centred(n, head, y, muted)
		from, _ := slot(n)
		if rest != before && from >= end {
			from, to := slot(n)
			x := max((from+to)/2-c.small.measure(head)/2, 0)
			rest := c.small.cut(rest, c.width-x)
			c.text(c.small, rest, x, y+c.small.line, muted)
			end = x + c.small.measure(rest) + c.px(6)
			_, before = split(days[n].Label)
		}
	}
}

// split parts a label at its first space, which may be a non-breaking one.
func split(label string) (head, rest string) {
	words := strings.Fields(label)
	if len(words) == 0 {
		return "", ""
	}
	return words[0], strings.Join(words[1:], " ")
}

// top is the highest value of the axis: a whole number of steps. 0 where no day is known.
func top(days []page.PictureDay) int {
	most, known := 0, false
	for _, d := range days {
		if d.Known {
			most, known = max(most, d.Received, d.Unanswered), true
		}
	}
	if !known {
		return 0
	}
	// A few messages must not look like a mountain.
	most = max(most, 4)
	s := step(most)
	if rest := most % s; rest > 0 && most <= maxInt-s {
		most += s - rest
	}
	return most
}

const maxInt = int(^uint(0) >> 1)

// step is the distance of the lines of the grid: 1, 2 or 5 and zeros, so that there are at most five.
func step(top int) int {
	for unit := 1; ; unit *= 10 {
		for _, s := range []int{1, 2, 5} {
			if top/s/unit < 5 || top/s/unit == 5 && top%(s*unit) == 0 {
				return s * unit
			}
		}
		if unit > maxInt/50 {
			return unit * 5
		}
	}
}

// number writes a figure with its thousands apart.
func number(n int) string {
	digits := strconv.Itoa(n)
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "\u00a0" + digits[at:]
	}
	return digits
}
