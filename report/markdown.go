package report

import (
	"bytes"
	"fmt"
	"strings"
)

// md escapes what Markdown would read as markup. Addresses in a citizen's text stay words: only our own links lead
// somewhere.
var mdEscapes = strings.NewReplacer(`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, ">", `\>`,
	"#", `\#`, "|", `\|`, "~", `\~`, "!", `\!`, "&", `\&`, "$", `\$`, "://", `\://`, "www.", `www\.`, "WWW.", `WWW\.`, "@", `\@`)

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

func renderMarkdown(p page) []byte {
	var w bytes.Buffer
	line := func(format string, args ...any) { fmt.Fprintf(&w, format+"\n", args...) }
	line("# %s\n", md(p.Title))
	if p.Officials != "" {
		line("%s\n", md(p.Officials))
	}
	line("%s\n\n%s\n", md(p.AsOf), md(p.Period))
	if p.Reason == "" {
		line("**%s.**\n", md(p.Word))
	} else {
		line("**%s:** %s.\n", md(p.Word), md(strings.TrimSuffix(p.Reason, ".")))
	}
	for _, f := range p.Figures {
		line("- %s: **%s**%s", md(f.Label), md(f.Value), md(joinDash("", f.Change)))
	}
	for _, l := range p.Lines {
		line("\n%s", md(l))
	}
	for _, l := range p.Lists {
		line("\n## %s", md(l.Head))
		for _, e := range l.Entries {
			line("")
			mdEntry(&w, e)
		}
	}
	if t := p.Topics; t != nil {
		line("\n## %s\n", md(t.Head))
		line("| %s | %s | %s | %s | %s |\n|:--|--:|--:|--:|:--|", t.Columns[0], t.Columns[1], t.Columns[2], t.Columns[3], t.Columns[4])
		for _, r := range t.Rows {
			line("| %s | %s | %s | %s | %s |", md(r[0]), md(r[1]), md(r[2]), md(r[3]), md(r[4]))
		}
		if t.More != "" {
			line("\n%s", md(t.More))
		}
	}
	if len(p.Problems) > 0 {
		line("\n## %s\n", md(p.ProblemsHead))
		for _, problem := range p.Problems {
			line("- %s", md(problem))
		}
	}
	for _, r := range p.Refs {
		line("\n## %s\n", md(r.Head))
		for _, i := range r.Items {
			if i.URL == "" {
				line("- %s", md(i.Text))
			} else {
				line("- [%s](<%s>)", md(i.Text), i.URL)
			}
		}
	}
	if p.Speed != "" {
		line("\n%s", md(p.Speed))
	}
	if len(p.Channels) > 0 {
		line("\n## %s\n", md(p.ChannelsHead))
		for _, c := range p.Channels {
			line("- **%s:** %s", md(c.Name), md(strings.Join(c.Facts, "; ")))
			for _, g := range c.Gaps {
				line("  - **%s**", md(g))
			}
		}
	}
	for _, n := range p.Notes {
		line("\n%s", md(n))
	}
	return w.Bytes()
}

func mdEntry(w *bytes.Buffer, e entry) {
	indent := strings.Repeat(" ", len(fmt.Sprint(e.Number))+2)
	put := func(text string) { fmt.Fprintf(w, "%s%s\n", indent, text) }
	fmt.Fprintf(w, "%d. **%s**\\\n", e.Number, md(upperFirst(joinFacts(append(append([]string{}, e.Badges...), e.Age, e.Due)))))
	put(md(joinFacts(e.Facts)) + `\`)
	// The quote begins with a quotation mark or a bracket, so no line of it can start a block.
	put(md(e.Quote) + `\`)
	for _, extra := range []string{e.Author, e.Reasons} {
		if extra != "" {
			put(md(extra) + `\`)
		}
	}
	if e.URL == "" {
		put(md(e.Open))
	} else {
		put("[" + md(e.Open) + "](<" + e.URL + ">)")
	}
}
