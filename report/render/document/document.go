// Package document holds what the documents of a digest, Word's and PDF, have in common: how much of a page they show,
// and which links and pictures may stand in one. It knows nothing of either format.
package document

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"otklik/report/build"
	"otklik/report/page"
)

// Most is how many entries, items and rows of one section a document shows. Nobody reads more on paper: the rest is
// counted in the section's last line and stands in the register.
const Most = 200

// Made is the time that documents claim to have been made at. A digest's moment stands in its words; the file's must
// not depend on the clock, so that the same page gives the same bytes.
var Made = time.Date(2020, time.January, 1, 0, 0, 0, 0, time.UTC)

// Abridge is AbridgeTo with Most, and with the notices as the first sentences under the figures.
func Abridge(p page.Page) page.Page {
	p.Lines, p.Notices = slices.Concat(p.Notices, p.Lines), nil
	return AbridgeTo(p, Most)
}

// AbridgeTo returns the page with at most so many entries, items and rows in each section. What was cut is counted in
// More. The page given is not changed.
func AbridgeTo(p page.Page, most int) page.Page {
	p.Sections = slices.Clone(p.Sections)
	for i := range p.Sections {
		s := &p.Sections[i]
		cut := s.OffPaper
		s.Entries = slices.DeleteFunc(slices.Clone(s.Entries), func(e page.Entry) bool { return e.OffPaper })
		s.Items = slices.DeleteFunc(slices.Clone(s.Items), func(i page.Item) bool { return i.OffPaper })
		if n := len(s.Entries) - most; n > 0 {
			s.Entries, cut = s.Entries[:most], cut+n
		}
		if n := len(s.Items) - most; n > 0 {
			s.Items, cut = s.Items[:most], cut+n
		}
		if s.Table != nil && len(s.Table.Rows) > most {
			cut += len(s.Table.Rows) - most
			s.Table = &page.Table{Columns: s.Table.Columns, Rows: s.Table.Rows[:most]}
		}
		if cut > 0 && s.Left > 0 {
			s.Left += cut
			s.More = page.WordsIn(p.Lang).InRegister(s.Left)
		} else if cut > 0 {
			s.Left = cut
			s.More = strings.TrimSpace(s.More + " " + page.WordsIn(p.Lang).InRegister(cut))
		}
	}
	keepReachable(p.Sections)
	return p
}

// keepReachable takes from the sections' jumps what they lead to where that was cut: the words stay. The sections and
// their items are the caller's own.
func keepReachable(sections []page.Section) {
	there := map[string]bool{}
	for _, s := range sections {
		there[s.ID] = true
		for _, e := range s.Entries {
			there[e.ID] = true
		}
		for _, i := range s.Items {
			there[i.ID] = true
		}
	}
	for _, s := range sections {
		for n := range s.Items {
			jumps := slices.Clone(s.Items[n].Jumps)
			for k := range jumps {
				if !there[jumps[k].To] {
					jumps[k].To = ""
				}
			}
			s.Items[n].Jumps = jumps
		}
	}
}

// longestLink is what Word takes; a longer one makes it call the document damaged.
const longestLink = 2000

// Link is the address written so that every reader of documents takes it for one: http or https, ASCII only. It is
// empty where the address is none, and the words of the link then stand as plain text.
func Link(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	var b strings.Builder
	for _, c := range []byte(u.String()) {
		if c <= ' ' || c >= utf8.RuneSelf-1 || strings.IndexByte("<>\"{}|\\^`", c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	if b.Len() > longestLink {
		return ""
	}
	return b.String()
}

// Facts joins what is said of one thing; empty facts are left out.
func Facts(facts ...string) string {
	return strings.Join(slices.DeleteFunc(slices.Clone(facts),
		func(s string) bool { return strings.TrimSpace(s) == "" }), " · ")
}

// Together keeps a few words on one line.
func Together(words string) string { return strings.ReplaceAll(words, " ", "\u00a0") }

// Upper writes the first letter as a capital.
func Upper(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	if size == 0 {
		return s
	}
	return strings.ToUpper(string(first)) + s[size:]
}

// Reason is the sentence after the headline's word; it may be empty.
func Reason(p page.Page) string {
	if p.Reason == "" {
		return ""
	}
	return Upper(strings.TrimSuffix(p.Reason, ".")) + "."
}

// Colours of documents, as red, green and blue in hexadecimal. The words carry the meaning: they only stress it.
const (
	Ink   = "1B1F26"
	Small = "4A5462" // small print
	Late  = "B3261E"
	Blue  = "0B57B0"
	Rule  = "C3CAD4"
	Shade = "F2F4F7"
	Warn  = "8A4B00"
)

// Tone is the colour of the stripe beside the headline.
func Tone(m build.Mood) string {
	switch m {
	case build.Calmer:
		return "1B7F4B"
	case build.Tenser:
		return Late
	case build.NoData, build.Incomplete:
		return "A15C00"
	}
	return "50607A"
}
