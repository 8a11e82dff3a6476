package render_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"otklik/report/build"
	"otklik/report/page"
	"otklik/report/render"
	rendered "otklik/report/render/json"
	"otklik/report/reporttest"
)

// Notices stand before all else, as words: nothing in them is markup. Without them a page is what it was.
func TestNoticesOnAPage(t *testing.T) {
	p := page.New(build.New(reporttest.Town(t), reporttest.Morning(t)))
	said := p
	said.Notices = []string{page.WordsIn("ru").Late(), "a <b> *c* & [d](https://e)"}
	for format, want := range map[render.Format]string{
		render.Text: "! Сводка опоздала: в её время программа не работала.\n! a <b> *c* & [d](https://e)\n\n",
		render.Markdown: "> **Сводка опоздала: в её время программа не работала.**\n\n> **a &lt;b&gt; \\*c\\* &amp; " +
			"\\[d\\](https://e)**\n\n",
		render.HTML: "<strong>Сводка опоздала: в её время программа не работала.</strong></p>" +
			"<p style=\"margin:0 0 12px;padding:8px 12px;border-left:6px solid #a15c00;background:#fff4e0;\"><strong>a &lt;b&gt; *c* &amp; " +
			"[d](https://e)</strong></p>\n<header>",
	} {
		plain, err := render.RenderPage(p, format)
		if err != nil {
			t.Fatal(err)
		}
		got, err := render.RenderPage(said, format)
		if err != nil {
			t.Fatal(err)
		}
		before, after, found := strings.Cut(string(got), want)
		if !found || format != render.HTML && before+after != string(plain) {
			t.Errorf("%s:\n%.2000s", format, got)
		}
		if format == render.HTML && !strings.HasSuffix(string(plain), after) {
			t.Errorf("the page itself changed:\n%s", after)
		}
	}
}

// The member about the delivery is read by programs, is there only where there is something to say, and changes nothing
// else.
func TestTheDeliveryInJSON(t *testing.T) {
	d := build.New(reporttest.Town(t), reporttest.Morning(t))
	warning := "a <b>\n*c* & [d](https://e) \u2028 \"e\""
	plain, err := render.Render(d, render.JSON)
	if err != nil || bytes.Contains(plain, []byte(`"delivery"`)) {
		t.Fatal(err)
	}
	for want, sent := range map[string]rendered.Delivery{
		`{"late":true,"warnings":[]}`: {Late: true},
		`{"late":false,"warnings":["a \u003cb\u003e\n*c* \u0026 [d](https://e) \u2028 \"e\""]}`: {
			Warnings: []string{warning}},
	} {
		var got bytes.Buffer
		if err := rendered.Write(&got, d, &sent); err != nil {
			t.Fatal(err)
		}
		if rest, ok := strings.CutPrefix(got.String(), `{"delivery":`+want+","); !ok || "{"+rest != string(plain) {
			t.Errorf("%.300s", got.String())
		}
		var read struct{ Delivery rendered.Delivery }
		if err := json.Unmarshal(got.Bytes(), &read); err != nil || read.Delivery.Late != sent.Late ||
			strings.Join(read.Delivery.Warnings, "|") != strings.Join(sent.Warnings, "|") {
			t.Errorf("%+v, %v", read, err)
		}
	}
}
