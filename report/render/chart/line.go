package chart

import (
	"image"
	"image/color"
	"image/draw"
)

// grain is how many parts a pixel has on a side. Lines are worked out in whole numbers, so that the same picture has
// the same bytes on every processor.
const grain = 8

// stroke draws a line of round ends and joints through points, as thick as twice radius in grains. Points are in
// pixels.
func (c *canvas) stroke(points []image.Point, radius int64, colour color.RGBA) {
	if len(points) == 0 {
		return
	}
	edge := int(radius/grain) + 2
	area := image.Rectangle{Min: points[0], Max: points[0]}
	for _, p := range points {
		area.Min.X, area.Min.Y = min(area.Min.X, p.X), min(area.Min.Y, p.Y)
		area.Max.X, area.Max.Y = max(area.Max.X, p.X), max(area.Max.Y, p.Y)
	}
	mask := image.NewAlpha(area.Inset(-edge).Intersect(c.image.Bounds()))
	for n, p := range points {
		capsule(mask, points[max(n-1, 0)], p, radius)
	}
	draw.DrawMask(c.image, mask.Rect, image.NewUniform(colour), image.Point{}, mask, mask.Rect.Min, draw.Over)
}

// capsule marks all that is within radius of the way from a to b. Each pixel is looked at in sixteen places.
func capsule(mask *image.Alpha, a, b image.Point, radius int64) {
	ax, ay, bx, by := int64(a.X)*grain, int64(a.Y)*grain, int64(b.X)*grain, int64(b.Y)*grain
	dx, dy := bx-ax, by-ay
	length := dx*dx + dy*dy
	edge := int(radius/grain) + 2
	area := image.Rect(min(a.X, b.X)-edge, min(a.Y, b.Y)-edge, max(a.X, b.X)+edge,
		max(a.Y, b.Y)+edge).Intersect(mask.Bounds())
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			inside := 0
			for sy := int64(1); sy < grain; sy += 2 {
				for sx := int64(1); sx < grain; sx += 2 {
					px, py := int64(x)*grain+sx-ax, int64(y)*grain+sy-ay
					along := px*dx + py*dy
					near := false
					switch {
					case along <= 0:
						near = px*px+py*py <= radius*radius
					case along >= length:
						near = (px-dx)*(px-dx)+(py-dy)*(py-dy) <= radius*radius
					default:
						across := px*dy - py*dx
						near = across*across <= radius*radius*length
					}
					if near {
						inside++
					}
				}
			}
			if alpha := uint8(inside * 255 / 16); alpha > mask.AlphaAt(x, y).A {
				mask.SetAlpha(x, y, color.Alpha{A: alpha})
			}
		}
	}
}
