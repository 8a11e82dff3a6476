package telegram

import (
	"sort"
	"strconv"
	"strings"

	"otklik/report/page"
)

// MostPages bounds a digest in a messenger: Telegram takes twenty messages a minute in a group, and nobody reads more.
const MostPages = 10

// longestText bounds one text of the page in characters: what is longer is no sentence of a digest.
const longestText = 3000

// Pages puts a digest's page into at most MostPages messages of Telegram HTML. Where it is longer, every section keeps
// its beginning and says how much did not fit.
func Pages(p page.Page) []string {
	fit := func(most int) ([]string, bool) {
		pages := split(layout(p, most), MostPages)
		return pages, len(pages) <= MostPages
	}
	longest := 0
	for _, s := range p.Sections {
		longest = max(longest, len(s.Entries), len(s.Items), rows(s))
	}
	if pages, all := fit(longest); all {
		return pages
	}
	// The most that every section may show so that all fit.
	most := sort.Search(longest, func(n int) bool {
		_, all := fit(n + 1)
		return !all
	})
	pages, _ := fit(most)
	return pages[:min(len(pages), MostPages)]
}

func rows(s page.Section) int {
	if s.Table == nil {
		return 0
	}
	return len(s.Table.Rows)
}

// layout gives the page's pieces with at most this many entries, items and rows in a section.
func layout(p page.Page, most int) []piece {
	var all []piece
	add := func(lines ...string) {
		if text := joined("\n", lines...); text != "" {
			all = append(all, piece{html: text})
		}
	}
	add(tagged("b", p.Title), plain(p.Officials), plain(p.AsOf), plain(p.Period))
	headline := tagged("b", p.Word)
	if p.Reason != "" {
		headline = joined(": ", headline, plain(p.Reason))
	}
	lines := []string{headline}
	for _, f := range p.Figures {
		line := "• " + plain(f.Label) + ": " + tagged("b", f.Value)
		if f.Change != "" {
			line += " (" + plain(f.Change) + ")"
		}
		lines = append(lines, line)
	}
	add(lines...)
	for _, line := range p.Lines {
		add(plain(line))
	}
	for _, s := range p.Sections {
		all = append(all, section(s, p.Lang, most)...)
	}
	for n, note := range p.Notes {
		if note != "" {
			all = append(all, piece{html: tagged("i", note), tight: n > 0})
		}
	}
	return all
}

// section keeps its heading together with what comes first.
func section(s page.Section, language string, most int) []piece {
	var all []piece
	left := 0
	for _, line := range s.Lines {
		all = append(all, piece{html: plain(line), tight: true})
	}
	shown := min(len(s.Entries), most)
	for _, e := range s.Entries[:shown] {
		all = append(all, piece{html: entry(e)})
	}
	left += len(s.Entries) - shown
	if s.Table != nil {
		shown = min(len(s.Table.Rows), most)
		for n, r := range s.Table.Rows[:shown] {
			all = append(all, piece{html: row(s.Table, r), tight: n > 0})
		}
		left += len(s.Table.Rows) - shown
	}
	shown = min(len(s.Items), most)
	for n, i := range s.Items[:shown] {
		all = append(all, piece{html: item(i), tight: n > 0})
	}
	left += len(s.Items) - shown
	more := s.More
	if left > 0 && s.Left > 0 {
		more, left = "", left+s.Left // one sum of all that is left out
	}
	rest := ""
	if left > 0 {
		rest = page.WordsIn(language).InFull(left)
	}
	for _, more := range []string{more, rest} {
		if more != "" {
			all = append(all, piece{html: tagged("i", more), tight: true})
		}
	}
	if s.Head == "" {
		if len(all) > 0 {
			all[0].tight = false
		}
		return all
	}
	head := tagged("b", strings.ToUpper(s.Head))
	if len(all) == 0 {
		return []piece{{html: head}}
	}
	all[0] = piece{html: head + "\n" + all[0].html}
	return all
}

func entry(e page.Entry) string {
	first := strconv.Itoa(e.Number) + ". " + joined(" · ", append(append([]string{}, e.Badges...), e.Age)...)
	replies := make([]string, len(e.Replies))
	for n, reply := range e.Replies {
		replies[n] = plain(reply)
	}
	head := tagged("b", first) + " · " + plain(e.Due)
	if e.Head != "" {
		head = tagged("b", strconv.Itoa(e.Number)+". "+e.Head)
	}
	lines := []string{head, plain(joined(" · ", e.Facts...)),
		tagged("blockquote", e.Quote),
		plain(e.Above), joined("\n", replies...), plain(e.Author), plain(e.Reasons), link(e.URL, e.Open)}
	return joined("\n", lines...)
}

func item(i page.Item) string {
	line := "• "
	if i.Strong != "" {
		line += tagged("b", i.Strong+":") + " "
	}
	lines := []string{line + link(i.URL, i.Words())}
	for _, below := range i.Below {
		lines = append(lines, "! "+tagged("b", below))
	}
	return joined("\n", lines...)
}

// row is a row of a table as a phrase: "Дороги: без ответа 5, за сутки +2; Энск 3".
func row(t *page.Table, r page.Row) string {
	if len(r.Cells) == 0 {
		return ""
	}
	var words []string
	for n, cell := range r.Cells[1:] {
		if cell != "" && n+1 < len(t.Columns) {
			words = append(words, plain(strings.ToLower(t.Columns[n+1].Name))+" "+plain(cell))
		}
	}
	text := "• " + tagged("b", r.Cells[0])
	if len(words) > 0 {
		text += ": " + strings.Join(words, ", ")
	}
	if r.Detail != "" {
		text += "; " + plain(r.Detail)
	}
	return text
}

// link shows the words where there is no address that Telegram would open.
func link(url, words string) string {
	if words == "" {
		return ""
	}
	if !strings.HasPrefix(url, "https://") && !strings.HasPrefix(url, "http://") {
		return plain(words)
	}
	return `<a href="` + escape(url) + `">` + plain(words) + "</a>"
}

func tagged(tag, text string) string {
	if text = plain(text); text == "" {
		return ""
	}
	return "<" + tag + ">" + text + "</" + tag + ">"
}

// plain is a text on one line.
func plain(text string) string {
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool {
		return r == ' ' || r == '\n' || r == '\r' ||
			r == '\t'
	}), " ")
	if letters := []rune(text); len(letters) > longestText {
		text = string(letters[:longestText-1]) + "…"
	}
	return escape(text)
}

func joined(gap string, parts ...string) string {
	var all []string
	for _, p := range parts {
		if p != "" {
			all = append(all, p)
		}
	}
	return strings.Join(all, gap)
}
