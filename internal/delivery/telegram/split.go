package telegram

import (
	"html"
	"regexp"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// The limits of one message. Telegram counts 4 096 UTF-16 units after the markup was read, and drops formatting beyond
// 100 entities without a word; the third keeps the markup itself within what its servers read.
const (
	longestPage  = 4096
	mostEntities = 100
	longestBytes = 30000
)

// piece is something that is not cut where it fits a page.
type piece struct {
	html string
	// tight pieces follow the one before without an empty line.
	tight bool
}

// Split cuts blocks of Telegram HTML into messages: between blocks, which an empty line separates, and within a block
// only where it alone is longer than a message, then between words. Tags are closed at the end of a message and opened
// again in the next. Only b, i, a, code and blockquote are markup; any other < and & is text and is written as such.
func Split(blocks []string) []string {
	var pieces []piece
	for _, b := range blocks {
		pieces = append(pieces, piece{html: b})
	}
	return split(pieces, 0)
}

// split stops once there are more than most messages; 0 is no bound.
func split(pieces []piece, most int) []string {
	var pages []string
	var page string
	var used size
	for _, p := range pieces {
		if most > 0 && len(pages) > most {
			return pages
		}
		parts := p.cut()
		for n, part := range parts {
			gap := "\n\n"
			if p.tight {
				gap = "\n"
			}
			need := measure(part)
			// What is left of a long block begins a page of its own: its beginning filled the one before.
			if page != "" && n == 0 && used.plus(need, len(gap)).fits() {
				page, used = page+gap+part, used.plus(need, len(gap))
				continue
			}
			if page != "" {
				pages = append(pages, page)
			}
			page, used = part, need
		}
	}
	if page != "" {
		pages = append(pages, page)
	}
	return pages
}

// size is what the limits count.
type size struct{ units, entities, bytes int }

func (s size) plus(o size, gap int) size {
	return size{s.units + o.units + gap, s.entities + o.entities, s.bytes + o.bytes + gap}
}

func (s size) fits() bool {
	return s.units <= longestPage && s.entities <= mostEntities && s.bytes <= longestBytes
}

func measure(markup string) size {
	s := size{bytes: len(markup)}
	for _, t := range tokens(markup) {
		s.units += t.units()
		if t.opens != "" {
			s.entities++
		}
	}
	return s
}

// token is a tag, or a word with the space around it, as it is written.
type token struct {
	text          string
	opens, closes string // the tag's name
}

func (t token) units() int {
	if t.opens != "" || t.closes != "" {
		return 0
	}
	return units(html.UnescapeString(t.text))
}

func units(text string) int {
	n := 0
	for _, r := range text {
		n += utf16.RuneLen(r)
	}
	return n
}

var (
	tagStart = regexp.MustCompile(`^<(?:(/?)(b|i|code|blockquote|a)|a href="([^"<>]*)")>`)
	entity   = regexp.MustCompile(`^&(?:lt|gt|amp|quot|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});`)
)

// tokens reads markup. All that is no tag or entity is text, so that joining the tokens gives what Telegram accepts.
func tokens(markup string) []token {
	var all []token
	var word strings.Builder
	spaces := false
	flush := func() {
		if word.Len() > 0 {
			all = append(all, token{text: word.String()})
			word.Reset()
		}
		spaces = false
	}
	for len(markup) > 0 {
		if m := tagAt(markup); m != nil {
			flush()
			t := token{text: m[0]}
			switch {
			case m[2] == "":
				t.opens = "a"
				// a lone & is no entity
				t.text = `<a href="` + escape(html.UnescapeString(strings.ToValidUTF8(m[3], ""))) + `">`
			case m[1] == "":
				t.opens = m[2]
			default:
				t.closes = m[2]
			}
			all = append(all, t)
			markup = markup[len(m[0]):]
			continue
		}
		if e := entityAt(markup); e != "" {
			if spaces {
				flush()
			}
			word.WriteString(e)
			markup = markup[len(e):]
			continue
		}
		r, length := utf8.DecodeRuneInString(markup)
		space := r == ' ' || r == '\n'
		if spaces && !space {
			flush()
		}
		spaces = space
		switch {
		case r == '<':
			word.WriteString("&lt;")
		case r == '>':
			word.WriteString("&gt;")
		case r == '&':
			word.WriteString("&amp;")
		case r == 0 || r == utf8.RuneError && length == 1:
		default:
			word.WriteString(markup[:length])
		}
		markup = markup[length:]
	}
	flush()
	return all
}

// tagAt gives the parts of a tag that begins here: all, the slash, the name (empty for an opened link).
func tagAt(markup string) []string {
	if markup[0] != '<' {
		return nil
	}
	m := tagStart.FindStringSubmatch(markup)
	if m != nil && m[2] == "a" && m[1] == "" {
		return nil // a link without an address
	}
	return m
}

func entityAt(markup string) string {
	if markup[0] != '&' {
		return ""
	}
	return entity.FindString(markup)
}

// cut gives the piece in parts that each fit a message, their tags closed; most pieces are one part.
func (p piece) cut() []string {
	c := cutter{}
	for _, t := range tokens(p.html) {
		switch {
		case t.opens != "":
			c.open(t)
		case t.closes != "":
			c.close(t.closes)
		default:
			c.word(t)
		}
	}
	for len(c.stack) > 0 {
		c.close(c.stack[len(c.stack)-1].opens)
	}
	c.end()
	return c.parts
}

// cutter writes one piece into parts.
type cutter struct {
	parts []string
	part  strings.Builder
	size  size
	stack []token
	words bool // the part holds text
}

// closing is the room that the open tags' ends take.
func (c *cutter) closing() int {
	n := 0
	for _, t := range c.stack {
		n += len(t.opens) + 3
	}
	return n
}

func (c *cutter) full(more size) bool {
	s := c.size.plus(more, 0)
	s.bytes += c.closing()
	return !s.fits()
}

// open ignores a tag inside itself, a link inside a link and a quote inside a quote: Telegram refuses them.
func (c *cutter) open(t token) {
	for _, o := range c.stack {
		if o.opens == t.opens || o.opens == "code" {
			return
		}
	}
	if len(t.text) > longestBytes/4 {
		return // no address is that long
	}
	if c.full(size{entities: 1, bytes: len(t.text) + len(t.opens) + 3}) {
		c.next()
	}
	c.write(t)
	c.stack = append(c.stack, t)
}

// close ends a tag and those that were opened inside it; an end without a beginning is nothing.
func (c *cutter) close(name string) {
	for n, o := range c.stack {
		if o.opens != name {
			continue
		}
		for _, inner := range backwards(c.stack[n:]) {
			c.write(token{text: "</" + inner.opens + ">", closes: inner.opens})
		}
		c.stack = c.stack[:n]
		return
	}
}

func backwards(open []token) []token {
	var all []token
	for n := len(open) - 1; n >= 0; n-- {
		all = append(all, open[n])
	}
	return all
}

func (c *cutter) word(t token) {
	need := size{units: t.units(), bytes: len(t.text)}
	if !c.full(need) {
		c.write(t)
		return
	}
	if c.words {
		c.next()
	}
	t.text = strings.TrimLeft(t.text, " \n")
	if need = (size{units: t.units(), bytes: len(t.text)}); !c.full(need) {
		c.write(t)
		return
	}
	// A word longer than a message is cut between what readers take for letters.
	for clusters := uniseg.NewGraphemes(html.UnescapeString(t.text)); clusters.Next(); {
		for _, letter := range atMost(clusters.Str()) {
			l := token{text: escape(letter)}
			if c.full(size{units: l.units(), bytes: len(l.text)}) {
				c.next()
			}
			c.write(l)
		}
	}
}

// atMost gives a letter as it is, or its runes where somebody piled thousands of marks on it.
func atMost(letter string) []string {
	if len(letter) <= 256 {
		return []string{letter}
	}
	return strings.Split(letter, "")
}

func (c *cutter) write(t token) {
	c.part.WriteString(t.text)
	c.size.bytes += len(t.text)
	c.size.units += t.units()
	if t.opens != "" {
		c.size.entities++
	} else if t.closes == "" && strings.Trim(t.text, " \n") != "" {
		c.words = true
	}
}

// next ends the part and opens its tags again in the next.
func (c *cutter) next() {
	for _, t := range backwards(c.stack) {
		c.part.WriteString("</" + t.opens + ">")
	}
	c.end()
	for _, t := range c.stack {
		c.write(t)
	}
}

// end puts the part away. One without words would be refused as empty.
func (c *cutter) end() {
	if c.words {
		c.parts = append(c.parts, strings.Trim(c.part.String(), " \n"))
	}
	c.part.Reset()
	c.size, c.words = size{}, false
}

// escape writes plain text as Telegram HTML.
func escape(text string) string { return escaper.Replace(text) }

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\x00", "")
