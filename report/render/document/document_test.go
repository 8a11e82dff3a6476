package document

import (
	"bytes"
	"image"
	"image/png"
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"otklik/report/page"
)

func TestLink(t *testing.T) {
	for address, want := range map[string]string{
		"https://vk.com/wall-1_2?reply=3#x": "https://vk.com/wall-1_2?reply=3#x",
		"http://localhost:8080/":            "http://localhost:8080/",
		"https://vk.com/а б?q=ж":            "https://vk.com/%D0%B0%20%D0%B1?q=%D0%B6",
		"javascript:alert(1)":               "",
		"file:///etc/passwd":                "",
		"":                                  "",
		"vk.com/1":                          "",
		"https://vk.com/%zz":                "",
		"https://vk.com/\x00":               "",
		"https://vk.com/" + strings.Repeat("a", 3000): "",
		"https://vk.com/?a=\"<>{}|\\^`":               "https://vk.com/?a=%22%3C%3E%7B%7D%7C%5C%5E%60",
	} {
		if got := Link(address); got != want {
			t.Errorf("Link(%.80q) = %.80q, want %q", address, got, want)
		}
	}
}

func TestAbridge(t *testing.T) {
	for n, want := range map[int]string{0: "", 1: "", Most: "", Most + 1: "Ещё\u00a01\u00a0— в\u00a0реестре (xlsx).",
		10000: "Ещё\u00a09\u00a0800\u00a0— в\u00a0реестре (xlsx)."} {
		given := page.Page{Lang: "ru", Sections: []page.Section{{Entries: make([]page.Entry, n)},
			{Items: make([]page.Item, n), More: "Раньше."}}}
		got := Abridge(given)
		if len(got.Sections[0].Entries) != min(n, Most) || got.Sections[0].More != want {
			t.Errorf("of %d entries %d are left, and %q", n, len(got.Sections[0].Entries), got.Sections[0].More)
		}
		if more := strings.TrimSpace("Раньше. " + want); len(got.Sections[1].Items) != min(n, Most) ||
			got.Sections[1].More != more {
			t.Errorf("of %d items %d are left, and %q", n, len(got.Sections[1].Items), got.Sections[1].More)
		}
		if len(given.Sections[0].Entries) != n || given.Sections[1].More != "Раньше." {
			t.Error("the page given was changed")
		}
	}
	if got := page.WordsIn("en").InRegister(1234567); got != "1,234,567 more are in the register (xlsx)." {
		t.Error(got)
	}
}

// Columns always make up the whole width, and none is without one.
func TestColumns(t *testing.T) {
	measure := func(text string, _ bool) float64 { return float64(utf8.RuneCountInString(text)) * 5 }
	rapid.Check(t, func(t *rapid.T) {
		table := &page.Table{}
		for range rapid.IntRange(1, 14).Draw(t, "columns") {
			table.Columns = append(table.Columns, page.Column{Name: rapid.StringN(0, 30, -1).Draw(t, "name"),
				Number: rapid.Bool().Draw(t, "number")})
		}
		for range rapid.IntRange(0, 5).Draw(t, "rows") {
			table.Rows = append(table.Rows, page.Row{Cells: rapid.SliceOfN(rapid.String(), 0, 14).Draw(t, "cells"),
				Detail: rapid.String().Draw(t, "detail")})
		}
		sum := 0.0
		for i, w := range Columns(table, 500, 6, measure) {
			if w <= 0 {
				t.Fatalf("column %d is %f wide", i, w)
			}
			sum += w
		}
		if math.Abs(sum-500) > 0.001 {
			t.Fatalf("the columns make %f", sum)
		}
	})
	words := &page.Table{Columns: []page.Column{{Name: "Муниципалитет"}, {Name: "Формальных", Number: true},
		{Name: "90\u00a0%, ч", Number: true}},
		Rows: []page.Row{{Cells: []string{strings.Repeat("слово ", 50), "1", "2"}}}}
	got := Columns(words, 500, 6, measure)
	if got[1] < 10*5+6 || got[2] < 5*5+6 {
		t.Errorf("heads are parted inside of a word: %v", got)
	}
}

func TestReadPicture(t *testing.T) {
	with := page.Page{Picture: &page.Picture{}}
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewNRGBA64(image.Rect(0, 0, 40, 10))); err != nil {
		t.Fatal(err)
	}
	p, err := ReadPicture(with, b.Bytes())
	if err != nil || p.Width != 40 || p.Height != 10 {
		t.Fatalf("%v, %v", p, err)
	}
	back, err := png.Decode(bytes.NewReader(p.PNG))
	if err != nil {
		t.Fatal(err)
	}
	if r, g, bl, a := back.At(3, 3).RGBA(); r&g&bl&a != 0xFFFF {
		t.Error("what is transparent has to become white")
	}
	if w, h := p.Fit(100, 100); w != 100 || h != 25 {
		t.Errorf("fits to %f × %f", w, h)
	}
	if w, h := p.Fit(1000, 100); w != 400 || h != 100 {
		t.Errorf("fits to %f × %f", w, h)
	}
	if p, err := ReadPicture(page.Page{}, b.Bytes()); p != nil || err != nil {
		t.Error("a page without a picture takes none")
	}
	if p, err := ReadPicture(with, nil); p != nil || err != nil {
		t.Error("no bytes are no picture")
	}
	huge := bytes.Clone(b.Bytes())
	copy(huge[16:24], []byte{0, 1, 0, 0, 0, 1, 0, 0}) // 65 536 × 65 536, with a wrong check sum
	for _, bad := range [][]byte{{1}, b.Bytes()[:50], huge} {
		if _, err := ReadPicture(with, bad); err == nil {
			t.Error("a broken picture passes")
		}
	}
}
