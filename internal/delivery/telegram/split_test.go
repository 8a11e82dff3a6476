package telegram_test

import (
	"encoding/xml"
	"errors"
	"html"
	"io"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"pgregory.net/rapid"

	"otklik/internal/delivery/telegram"
)

var anyTag = regexp.MustCompile(`<[^<>]*>`)

// words are what a reader sees of messages, without the space between words.
func words(pages ...string) string {
	text := html.UnescapeString(anyTag.ReplaceAllString(strings.Join(pages, ""), ""))
	return strings.NewReplacer(" ", "", "\n", "", "\x00", "").Replace(text)
}

// wellFormed is what Telegram accepts: short enough, every tag known and closed, every & an entity.
func wellFormed(t interface{ Fatalf(string, ...any) }, page string) {
	text := html.UnescapeString(anyTag.ReplaceAllString(page, ""))
	if n := len(utf16.Encode([]rune(text))); n > 4096 || strings.Trim(text, " \n") == "" {
		t.Fatalf("a message of %d characters", n)
	}
	if n := strings.Count(page, "<") - strings.Count(page, "</"); n > 100 {
		t.Fatalf("a message with %d entities", n)
	}
	if len(page) > 30000 || !utf8.ValidString(page) {
		t.Fatalf("a message of %d bytes, valid %v", len(page), utf8.ValidString(page))
	}
	// XML is stricter than Telegram about control characters, which are replaced here.
	strict := xml.NewDecoder(strings.NewReader("<x>" + strings.Map(func(r rune) rune {
		if r < 32 && r != '\n' || r == 0xFFFE || r == 0xFFFF {
			return '?'
		}
		return r
	}, page) + "</x>"))
	depth := map[string]int{}
	for {
		token, err := strict.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatalf("markup: %v in %.300q", err, page)
		}
		switch tag := token.(type) {
		case xml.StartElement:
			if depth[tag.Name.Local]++; depth[tag.Name.Local] > 1 ||
				!strings.Contains(" x b i a code blockquote ", " "+tag.Name.Local+" ") {
				t.Fatalf("the tag %s", tag.Name.Local)
			}
		case xml.EndElement:
			depth[tag.Name.Local]--
		}
	}
}

func TestSplitCutsBetweenEntries(t *testing.T) {
	entry := "<b>1. Срочно</b>\n<blockquote>" + strings.Repeat("слово ", 200) + "</blockquote>"
	pages := telegram.Split([]string{entry, entry, entry, entry})
	if len(pages) != 2 {
		t.Fatalf("%d messages", len(pages))
	}
	for _, page := range pages {
		wellFormed(t, page)
		if !strings.HasPrefix(page, "<b>1. Срочно</b>") || !strings.HasSuffix(page, "</blockquote>") ||
			strings.Count(page, "\n\n") != strings.Count(page, "<b>")-1 {
			t.Errorf("%.80q … %q", page, page[len(page)-30:])
		}
	}
}

func TestSplitCutsALongEntryAtWords(t *testing.T) {
	pages := telegram.Split([]string{`<b>Заголовок</b> <blockquote>` + strings.Repeat("очень <i>длинное</i> &amp; ",
		600) + `</blockquote><a href="https://example.org/?a=1&amp;b=2">ссылка</a>`})
	if len(pages) < 3 {
		t.Fatalf("%d messages", len(pages))
	}
	for n, page := range pages {
		wellFormed(t, page)
		if n > 0 && !strings.HasPrefix(page, "<blockquote>") && n < len(pages)-1 {
			t.Errorf("message %d begins %.60q", n, page)
		}
		plain := strings.TrimRight(anyTag.ReplaceAllString(page, ""), " ")
		if n < len(pages)-1 && !strings.HasSuffix(plain, "очень") && !strings.HasSuffix(plain, "длинное") &&
			!strings.HasSuffix(plain, "&amp;") {
			t.Errorf("message %d ends %q", n, plain[len(plain)-30:])
		}
	}
}

func TestSplitHostile(t *testing.T) {
	for name, text := range map[string]string{
		"one word":       strings.Repeat("щ", 10000),
		"emoji of four":  strings.Repeat("👩‍👩‍👧‍👦", 1500),
		"marks piled up": "а" + strings.Repeat("\u0301", 9000),
		"ampersands":     strings.Repeat("&", 9000),
		"brackets":       strings.Repeat("<<b>", 3000),
		"never closed":   "<b><i><code>" + strings.Repeat("слово ", 2000),
		"never opened":   strings.Repeat("</b>слово</i> ", 2000),
		"crossed":        strings.Repeat("<b><i>x</b>y</i> ", 1000),
		"many entities":  strings.Repeat("<b>x</b> ", 1000),
		"links": strings.Repeat(`<a href="https://example.org/`+strings.Repeat("я", 200)+
			`">x</a> `, 300),
		"foreign tags":         `<script>alert(1)</script><a onclick="x">y</a><a href='z'>w</a><b class="x">v</b>`,
		"a link with a lone &": `<a href="https://example.org/?a=1&b">слово</a> <a href="&">x</a>`,
		"half an entity":       "&amp &lt; &#8364; &#x20AC; &nbsp; &",
		"broken characters":    "а\xff\xfe\x00б" + strings.Repeat("\xd0", 5000),
		"an endless link":      `<a href="https://example.org/` + strings.Repeat("x", 20000) + `">слово</a>`,
	} {
		pages := telegram.Split([]string{text, "после"})
		if !strings.HasSuffix(pages[len(pages)-1], "после") {
			t.Errorf("%s: the end is lost", name)
		}
		for _, page := range pages {
			wellFormed(t, page)
		}
	}
	if got := telegram.Split([]string{"", " \n ", "<b></b>"}); len(got) != 0 {
		t.Errorf("nothing became %q", got)
	}
	if got := telegram.Split([]string{`<script>&nbsp;</script>`}); got[0] != "&lt;script&gt;&amp;nbsp;&lt;/script&gt;" {
		t.Errorf("foreign markup became %q", got)
	}
}

func TestSplitLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.OneOf(
			rapid.SampledFrom([]string{"<b>", "</b>", "<i>", "</i>", "<code>", "</code>", "<blockquote>",
				"</blockquote>",
				`<a href="https://example.org/?a=1&amp;b">`, "</a>", "&amp;", "&lt;", " ", "\n", "🏠", "слово",
				strings.Repeat("длинное слово ", 150), strings.Repeat("щ", 3000)}),
			rapid.StringMatching(`[а-яa-z0-9 .,!?]{1,60}`),
		), 1, 60).Draw(t, "parts")
		var blocks []string
		for len(parts) > 0 {
			n := rapid.IntRange(1, len(parts)).Draw(t, "n")
			blocks = append(blocks, strings.Join(parts[:n], ""))
			parts = parts[n:]
		}
		pages := telegram.Split(blocks)
		for _, page := range pages {
			wellFormed(t, page)
		}
		if got, want := words(pages...), words(blocks...); got != want {
			t.Fatalf("%d characters became %d", len(want), len(got))
		}
		again := telegram.Split(pages)
		if words(again...) != words(pages...) {
			t.Fatalf("splitting again changes the words")
		}
	})
}

func FuzzSplit(f *testing.F) {
	f.Add("<b>a</b> &amp; <a href=\"x\">y</a>", "<i>")
	f.Fuzz(func(t *testing.T, a, b string) {
		for _, page := range telegram.Split([]string{a, b, strings.Repeat(a, 50)}) {
			wellFormed(t, page)
		}
	})
}
