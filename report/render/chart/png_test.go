package chart

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"

	"otklik/report/page"
)

// fortnight is a made-up picture of fourteen days.
func fortnight() page.Picture {
	p := page.Picture{Title: "Сообщения по дням", Received: "Получено за день", Unanswered: "Без ответа на конец дня",
		Unknown: "Прочитано не всё", Alt: "…"}
	received := []int{12, 15, 9, 4, 3, 18, 22, 17, 14, 11, 5, 6, 19, 13}
	for n, value := range received {
		month := "октября"
		day := 24 + n
		if day > 31 {
			day, month = day-31, "ноября"
		}
		p.Days = append(p.Days, page.PictureDay{Label: fmt.Sprintf("%d\u00a0%s", day, month), Received: value,
			Unanswered: 8 + n*n%11, Known: true})
	}
	return p
}

// cases are pictures that are hard to draw.
func cases() map[string]page.Picture {
	change := func(f func(*page.Picture)) page.Picture {
		p := fortnight()
		f(&p)
		return p
	}
	each := func(f func(int, *page.PictureDay)) page.Picture {
		return change(func(p *page.Picture) {
			for n := range p.Days {
				f(n, &p.Days[n])
			}
		})
	}
	return map[string]page.Picture{
		"fortnight": fortnight(),
		"none":      change(func(p *page.Picture) { p.Days = nil }),
		"one":       change(func(p *page.Picture) { p.Days = p.Days[:1] }),
		"zero":      each(func(_ int, d *page.PictureDay) { d.Received, d.Unanswered = 0, 0 }),
		"unknown":   each(func(n int, d *page.PictureDay) { d.Known = n != 4 && n != 5 && n != 13 }),
		"all-unknown": each(func(_ int, d *page.PictureDay) {
			d.Known = false
		}),
		"huge":    change(func(p *page.Picture) { p.Days[6].Received = 1_234_567 }),
		"largest": change(func(p *page.Picture) { p.Days[6].Received = maxInt; p.Days[7].Unanswered = maxInt - 1 }),
		"month": change(func(p *page.Picture) {
			p.Days = append(append(append([]page.PictureDay{}, p.Days...), p.Days...), p.Days[:3]...)
		}),
		"year": change(func(p *page.Picture) {
			for len(p.Days) < 366 {
				p.Days = append(p.Days, p.Days[len(p.Days)-14])
			}
		}),
		"long": change(func(p *page.Picture) {
			p.Title = strings.Repeat("Очень длинный заголовок картинки ", 12)
			p.Received = strings.Repeat("получено от жителей ", 12)
			p.Unanswered = strings.Repeat("безпробелов", 30)
			p.Days[3].Label, p.Days[3].Known = strings.Repeat("день", 40), false
		}),
		"hostile": change(func(p *page.Picture) {
			p.Title, p.Received, p.Unknown = "😀 \u202eдоход\x00 <b>", "", "\xff"
			p.Days[0].Label, p.Days[1].Label = "", " "
			p.Days[2].Received, p.Days[2].Unanswered = -5, -7
			p.Days[5].Known = false
		}),
	}
}

func drawn(t testing.TB, p page.Picture, width int) image.Image {
	t.Helper()
	data, err := PNG(p, width)
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatalf("the picture does not open: %v", err)
	}
	return picture
}

// count is how many pixels have exactly a colour, and the lowest and highest of them.
func count(picture image.Image, colour color.RGBA) (n, top, bottom int) {
	top = picture.Bounds().Max.Y
	for y := range picture.Bounds().Max.Y {
		for x := range picture.Bounds().Max.X {
			if r, g, b, _ := picture.At(x, y).RGBA(); uint8(r>>8) == colour.R && uint8(g>>8) == colour.G &&
				uint8(b>>8) == colour.B {
				n, top, bottom = n+1, min(top, y), max(bottom, y)
			}
		}
	}
	return n, top, bottom
}

func TestEveryPictureIsDrawn(t *testing.T) {
	for name, p := range cases() {
		for _, width := range []int{MinWidth, 600} {
			picture := drawn(t, p, width)
			if got := picture.Bounds(); got.Dx() != width || got.Dy() < width*4/10 || got.Dy() > width {
				t.Errorf("%s at %d is %v", name, width, got)
			}
		}
	}
}

func TestWidest(t *testing.T) {
	if got := drawn(t, fortnight(), MaxWidth).Bounds().Dx(); got != MaxWidth {
		t.Errorf("the widest picture is %d pixels wide", got)
	}
}

func TestSameBytes(t *testing.T) {
	for name, p := range cases() {
		first, err := PNG(p, MinWidth)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if again, err := PNG(p, MinWidth); err != nil || !bytes.Equal(first, again) {
				t.Fatalf("%s: the same picture gave other bytes (%v)", name, err)
			}
		}
	}
}

func TestUnknownDaysAreHatchedAndNotDrawn(t *testing.T) {
	all := cases()
	if n, _, _ := count(drawn(t, all["fortnight"], MinWidth), hatch); n > 0 {
		t.Errorf("%d hatched pixels where every day is known", n)
	}
	some, _, _ := count(drawn(t, all["unknown"], MinWidth), hatch)
	every, _, _ := count(drawn(t, all["all-unknown"], MinWidth), hatch)
	if some == 0 || every < 4*some {
		t.Errorf("three unknown days have %d hatched pixels, fourteen %d", some, every)
	}
	// Figures of unknown days change nothing.
	p := all["unknown"]
	changed := page.Picture{Title: p.Title, Received: p.Received, Unanswered: p.Unanswered, Unknown: p.Unknown,
		Days: append([]page.PictureDay{}, p.Days...)}
	changed.Days[4].Received, changed.Days[5].Unanswered = 999, 999
	a, _ := PNG(p, MinWidth)
	b, _ := PNG(changed, MinWidth)
	if !bytes.Equal(a, b) {
		t.Error("the figures of a day that was not read are drawn")
	}
	// Where nothing is known there is no bar but the one of the legend.
	for _, name := range []string{"none", "all-unknown"} {
		n, top, bottom := count(drawn(t, all[name], MinWidth), bars)
		if n == 0 || bottom-top > 10 {
			t.Errorf("%s: bars from %d to %d", name, top, bottom)
		}
	}
}

// barHeight is how high the bar of a day is, in pixels.
func barHeight(picture image.Image, p page.Picture, day int) int {
	n, from := 0, picture.Bounds().Dx()*(day*2+1)/(len(p.Days)*2)
	for y := range picture.Bounds().Max.Y {
		for x := from - 40; x < from+40; x++ {
			if r, g, b, _ := picture.At(x, y).RGBA(); uint8(r>>8) == bars.R && uint8(g>>8) == bars.G &&
				uint8(b>>8) == bars.B {
				n++
				break
			}
		}
	}
	return n
}

func TestBarsStandOnZero(t *testing.T) {
	p := fortnight()
	for n := range p.Days {
		p.Days[n].Received, p.Days[n].Unanswered = 0, 0
	}
	p.Days[3].Received, p.Days[9].Received = 100, 50
	p.Title, p.Received, p.Unanswered = "", "", ""
	picture := drawn(t, p, 1200)
	whole, half := barHeight(picture, p, 3), barHeight(picture, p, 9)
	if whole < 300 || half < whole*45/100 || half > whole*55/100 {
		t.Errorf("a hundred is %d pixels high and fifty %d", whole, half)
	}
	if none, _, _ := count(drawn(t, cases()["zero"], 600), bars); none > 22*11 {
		t.Errorf("%d pixels of bars where nothing came in", none)
	}
}

func TestAxis(t *testing.T) {
	for most, want := range map[int][2]int{0: {4, 1}, 1: {4, 1}, 4: {4, 1}, 5: {5, 1}, 6: {6, 2}, 10: {10, 2},
		11: {15, 5}, 22: {25, 5}, 26: {30, 10}, 51: {60, 20}, 101: {150, 50}, 1_234_567: {1_500_000, 500_000}} {
		got := top([]page.PictureDay{{Received: most, Known: true}})
		if s := step(got); got != want[0] || s != want[1] {
			t.Errorf("up to %d the axis goes to %d by %d, want %d by %d", most, got, s, want[0], want[1])
		}
	}
	for _, most := range []int{maxInt, maxInt - 1, maxInt / 2} {
		if got := top([]page.PictureDay{{Received: most, Known: true}}); got < most || got/step(got) > 5 {
			t.Errorf("up to %d the axis goes to %d by %d", most, got, step(got))
		}
	}
	if got := top([]page.PictureDay{{Received: 5}}); got != 0 {
		t.Errorf("an unknown day makes an axis up to %d", got)
	}
}

func TestNumber(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1\u00a0000", 1234567: "1\u00a0234\u00a0567"} {
		if got := number(n); got != want {
			t.Errorf("%d is written %q", n, got)
		}
	}
}

func TestWidthOutOfRange(t *testing.T) {
	for _, width := range []int{-1, 0, MinWidth - 1, MaxWidth + 1} {
		if _, err := PNG(fortnight(), width); err == nil {
			t.Errorf("a picture %d pixels wide was drawn", width)
		}
	}
}

func BenchmarkPNG(b *testing.B) {
	p := fortnight()
	for b.Loop() {
		if _, err := PNG(p, 1200); err != nil {
			b.Fatal(err)
		}
	}
}
