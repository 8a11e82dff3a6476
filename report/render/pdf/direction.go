package pdf

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rivo/uniseg"
	"golang.org/x/text/unicode/bidi"
)

// rightToLeft is whether the first letter of a text is one of a script that is written from right to left.
func rightToLeft(text string) bool {
	for _, r := range text {
		switch properties, _ := bidi.LookupRune(r); properties.Class() {
		case bidi.L:
			return false
		case bidi.R, bidi.AL:
			return true
		}
	}
	return false
}

func hasRightToLeft(text string) bool {
	for _, r := range text {
		if r < 0x0590 {
			continue
		}
		if p, _ := bidi.LookupRune(r); p.Class() == bidi.R || p.Class() == bidi.AL {
			return true
		}
	}
	return false
}

// visual puts the characters of a line into the order in which they stand from left to right.
func visual(line string, rtl bool) string {
	if !hasRightToLeft(line) {
		return line
	}
	direction := bidi.LeftToRight
	if rtl {
		direction = bidi.RightToLeft
	}
	var paragraph bidi.Paragraph
	if _, err := paragraph.SetString(line, bidi.DefaultDirection(direction)); err != nil {
		return line
	}
	order, err := paragraph.Order()
	if err != nil {
		return line
	}
	type piece struct {
		text      string
		rtl, soft bool // soft: figures, which stay inside a piece from right to left
	}
	var pieces []piece
	for i := range order.NumRuns() {
		run := order.Run(i)
		p := piece{text: run.String(), rtl: run.Direction() == bidi.RightToLeft}
		if p.rtl {
			p.text = mirror(p.text)
		} else {
			p.soft = !strings.ContainsFunc(p.text, unicode.IsLetter)
		}
		// Figures after a word from right to left stand at its left.
		if digits := leadingFigures(p.text); i > 0 && !p.rtl && !p.soft && pieces[len(pieces)-1].rtl && digits > 0 {
			pieces = append(pieces, piece{text: p.text[:digits], soft: true})
			p.text = p.text[digits:]
		}
		pieces = append(pieces, p)
	}
	// The library tells the directions apart but leaves the pieces in the order of reading.
	if rtl {
		slices.Reverse(pieces)
	} else {
		for i := 0; i < len(pieces); i++ {
			if !pieces[i].rtl {
				continue
			}
			end := i
			for k := i + 1; k < len(pieces) && (pieces[k].rtl || pieces[k].soft); k++ {
				if pieces[k].rtl || leadingFigures(pieces[k].text) == len(pieces[k].text) {
					end = k
				}
			}
			slices.Reverse(pieces[i : end+1])
			i = end
		}
	}
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.text)
	}
	return b.String()
}

// leadingFigures is how many bytes of a text are figures, with what stands between them, before anything else does.
func leadingFigures(text string) int {
	end := 0
	for i, r := range text {
		if unicode.IsDigit(r) {
			end = i + utf8.RuneLen(r)
		} else if !strings.ContainsRune(".,:/-−+", r) {
			break
		}
	}
	return end
}

var mirrored = strings.NewReplacer("(", ")", ")", "(", "[", "]", "]", "[", "{", "}", "}", "{", "<", ">", ">", "<", "«",
	"»", "»", "«",
	"‹", "›", "›", "‹")

// mirror turns a piece round, keeping marks on their letters.
func mirror(text string) string {
	var clusters []string
	g := uniseg.NewGraphemes(text)
	for g.Next() {
		clusters = append(clusters, g.Str())
	}
	slices.Reverse(clusters)
	return mirrored.Replace(strings.Join(clusters, ""))
}
