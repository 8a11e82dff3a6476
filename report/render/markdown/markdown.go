// Package markdown draws a page as Markdown.
package markdown

import (
	"bytes"
	"fmt"
	"html"
	"slices"
	"strings"

	"otklik/report/page"
)

// md escapes what Markdown would read as markup. Addresses in a citizen's text stay words: only our own links lead
// somewhere.
var mdEscapes = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<",
	`\<`, ">", `\>`,
	"#", `\#`, "|", `\|`, "~", `\~`, "!", `\!`, "&", `\&`, "$", `\$`, "://", `\://`, "www.", `www\.`, "WWW.",
	`WWW\.`, "@", `\@`)

// noticeEscapes are for the words of a notice, whose brackets and ampersands are those of HTML.
var noticeEscapes = strings.NewReplacer(`\`, `\\`, `*`, `\*`, `_`, `\_`, "`", "\\`", `[`, `\[`, `]`, `\]`)

func md(text string) string { return mdEscapes.Replace(oneLineKeepNBSP(text)) }

// oneLineKeepNBSP makes sure that no escaped text ends the line it stands in.
func oneLineKeepNBSP(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' {
			return ' '
		}
		return r
	}, text)
}

func Render(p page.Page) []byte {
	var w bytes.Buffer
	line := func(format string, args ...any) { fmt.Fprintf(&w, format+"\n", args...) }
	for _, n := range p.Notices {
		line("> **%s**\n", noticeEscapes.Replace(html.EscapeString(oneLineKeepNBSP(n))))
	}
	line("# %s\n", md(p.Title))
	if p.Officials != "" {
		line("%s\n", md(p.Officials))
	}
	line("%s\n", md(p.AsOf))
	if p.Period != "" {
		line("%s\n", md(p.Period))
	}
	if p.Reason == "" {
		line("**%s.**\n", md(p.Word))
	} else {
		line("**%s:** %s\n", md(p.Word), md(page.Stopped(p.Reason)))
	}
	for _, f := range p.Figures {
		line("- %s: **%s**%s", md(f.Label), md(f.Value), md(page.JoinDash("", f.Change)))
	}
	for _, l := range p.Lines {
		line("\n%s", md(l))
	}
	if len(p.Contents) > 0 {
		line("\n## %s\n", md(page.WordsIn(p.Lang).Contents()))
	}
	for _, j := range p.Contents {
		line("- %s", md(j.Text))
	}
	picture := func() {
		line("\n## %s\n\n%s\n", md(p.Picture.Title), md(p.Picture.Alt))
		mdTable(&w, page.PictureTable(p))
	}
	if p.Picture != nil && !p.PictureLast {
		picture()
	}
	for _, s := range p.Sections {
		mdSection(&w, s)
	}
	if p.Picture != nil && p.PictureLast {
		picture()
	}
	for _, n := range p.Notes {
		line("\n%s", md(n))
	}
	return w.Bytes()
}

func mdSection(w *bytes.Buffer, s page.Section) {
	line := func(format string, args ...any) { fmt.Fprintf(w, format+"\n", args...) }
	if s.Head != "" {
		line("\n## %s", md(s.Head))
	}
	for _, l := range s.Lines {
		line("\n%s", md(l))
	}
	for _, e := range s.Entries {
		line("")
		mdEntry(w, e)
	}
	if s.Table != nil {
		line("")
		mdTable(w, s.Table)
	}
	if len(s.Items) > 0 {
		line("")
	}
	for _, i := range s.Items {
		text := md(i.Words())
		if i.URL != "" {
			text = "[" + text + "](<" + i.URL + ">)"
		}
		if i.Strong != "" {
			text = "**" + md(i.Strong) + ":** " + text
		}
		line("- %s", text)
		for _, below := range i.Below {
			line("  - **%s**", md(below))
		}
	}
	if s.More != "" {
		line("\n%s", md(s.More))
	}
}

func mdTable(w *bytes.Buffer, t *page.Table) {
	head, rule := "|", "|"
	for _, c := range t.Columns {
		head += " " + md(c.Name) + " |"
		if c.Number {
			rule += "--:|"
		} else {
			rule += ":--|"
		}
	}
	fmt.Fprintln(w, head)
	fmt.Fprintln(w, rule)
	for _, row := range t.Rows {
		text := "|"
		for n, cell := range row.Cells {
			text += " " + md(cell)
			if n == 0 && row.Detail != "" {
				text += " (" + md(row.Detail) + ")"
			}
			text += " |"
		}
		fmt.Fprintln(w, text)
	}
}

func mdEntry(w *bytes.Buffer, e page.Entry) {
	indent := strings.Repeat(" ", len(fmt.Sprint(e.Number))+2)
	// The quote begins with a quotation mark or a bracket, so no line of it can start a block.
	lines := []string{md(page.JoinFacts(e.Facts)), md(e.Quote)}
	for _, extra := range slices.Concat([]string{e.Above}, e.Replies, []string{e.Author, e.Reasons, e.Open}) {
		lines = append(lines, md(extra))
	}
	if e.URL != "" {
		lines[len(lines)-1] = "[" + md(e.Open) + "](<" + e.URL + ">)"
	}
	if e.Head != "" {
		lines[0], lines[1] = lines[1], lines[0]
	}
	lines = slices.DeleteFunc(lines, func(line string) bool { return line == "" })
	fmt.Fprintf(w, "%d. **%s**", e.Number, md(e.First()))
	for _, line := range lines {
		fmt.Fprintf(w, "\\\n%s%s", indent, line)
	}
	fmt.Fprintln(w)
}
