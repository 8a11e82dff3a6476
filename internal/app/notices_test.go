package app

import (
	"encoding/json"
	"fmt"
	"html"
	"regexp"
	"strings"
	"testing"
	"time"

	"otklik/internal/config"
	"otklik/internal/delivery"
	"otklik/internal/delivery/queue"
	"otklik/report/build"
	"otklik/report/page"
	"otklik/report/render"
	"otklik/report/reporttest"
	"otklik/store"
)

// sent are transports that send these forms of a digest and its letter, to operators and to readers.
func sent(attach ...string) config.Digest {
	d := config.Digest{ID: "morning", Title: "Утренняя сводка"}
	for _, operator := range []bool{true, false} {
		d.Deliver = append(d.Deliver, config.Delivery{Mail: &config.MailDelivery{Attach: attach}, Operator: operator})
	}
	return d
}

// storedDigest draws a digest for its transports.
func storedDigest(t *testing.T, in build.Input, d config.Digest, late bool, warnings ...string) queue.StoredDigest {
	t.Helper()
	s := &Service{config: &config.Config{Language: "ru", Location: time.UTC}}
	built := build.New(in, reporttest.Morning(t))
	e := queue.StoredDigest{Outgoing: []delivery.Outgoing{s.newOutgoing(built, "morning@x", late, warnings)}}
	var err error
	if e.Digest, err = build.Keep(built); err != nil {
		t.Fatal(err)
	}
	if _, err = s.draw(d, store.DigestKey{ID: "morning"}, &e, material{
		digest: func() (build.Digest, error) { return built, nil }}); err != nil {
		t.Fatal(err)
	}
	return e
}

// noticed says byte for byte what has always been sent for a document: the notices before its words.
func noticed(format, plain string, notices []string) string {
	var b strings.Builder
	switch strings.TrimPrefix(format, "letter.") {
	case "text":
		return "! " + strings.Join(notices, "\n! ") + "\n\n" + plain
	case "md":
		for _, n := range notices {
			safe := strings.NewReplacer(`\`, `\\`, `*`, `\*`, `_`, `\_`, "`", "\\`", `[`, `\[`, `]`, `\]`)
			b.WriteString("> **" + safe.Replace(html.EscapeString(n)) + "**\n\n")
		}
		return b.String() + plain
	case "html":
		for _, n := range notices {
			b.WriteString(`<p style="margin:0 0 12px;padding:8px 12px;border-left:6px solid #a15c00;` +
				`background:#fff4e0;"><strong>` + html.EscapeString(n) + "</strong></p>")
		}
		at := regexp.MustCompile(`<main[^>]*>`).FindStringIndex(plain)[1]
		return plain[:at] + b.String() + plain[at:]
	}
	return plain
}

// toldOperators is a JSON document with the sentences for operators behind the member about its delivery.
func toldOperators(t *testing.T, document string, notices []string) string {
	t.Helper()
	list, err := json.Marshal(notices)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Replace(document, "},", `},"operator_notices":`+string(list)+",", 1)
}

// delivered is a JSON document with the member about its delivery.
func delivered(t *testing.T, plain string, late bool, warnings ...string) string {
	t.Helper()
	list, err := json.Marshal(append([]string{}, warnings...))
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf(`{"delivery":{"late":%v,"warnings":%s},`, late, list) + strings.TrimPrefix(plain, "{")
}

// What an operator gets is what everybody gets, with the notices before its words.
func TestWhatOperatorsGet(t *testing.T) {
	t.Parallel()
	late := page.WordsIn("ru").Late()
	hostile := "Сводка «a+b» <i>\n*c* _d_ & [e](https://f) `g` \\ \"h\" 'i' \u2028не доставлена: mail a+b@example.org"
	oneLine := strings.Join(strings.Fields(hostile), " ")
	for name, in := range map[string]build.Input{
		"town": reporttest.Town(t), "hostile": reporttest.Hostile(t), "busy": reporttest.Busy(t, 60),
	} {
		for _, c := range []struct {
			late     bool
			warnings []string
			notices  []string
		}{
			{true, nil, []string{late}},
			{false, []string{hostile, "второе"}, []string{oneLine, "второе"}},
			{true, []string{hostile}, []string{late, oneLine}},
			{false, nil, nil},
		} {
			e := storedDigest(t, in, sent("text", "md", "html", "json", "csv", "xlsx"), c.late, c.warnings...)
			for _, d := range e.Outgoing[0].Documents {
				plain := string(d.Data)
				operators, readers := noticed(d.Format, plain, c.notices), plain
				switch {
				case len(c.notices) == 0:
					operators = plain
				case d.Format == "json":
					operators = toldOperators(t, delivered(t, plain, c.late, c.warnings...), c.notices)
					if c.late { // a fact for every program
						readers = delivered(t, plain, true)
					}
				}
				if got := toOperators(e.Outgoing[0], d); got != operators {
					t.Errorf("%s, %s, late %v, to operators:\n%.600q\nwant\n%.600q", name, d.Format, c.late, got,
						operators)
				}
				if got := toReaders(e.Outgoing[0], d); got != readers {
					t.Errorf("%s, %s, late %v, to readers:\n%.300q\nwant\n%.300q", name, d.Format, c.late, got, readers)
				}
			}
		}
	}
}

// In documents for printing they are the first lines under the figures.
func TestWhatOperatorsPrint(t *testing.T) {
	t.Parallel()
	e := storedDigest(t, reporttest.Town(t), sent("docx", "pdf"), true, "Сводка не доставлена")
	p := page.New(build.New(reporttest.Town(t), reporttest.Morning(t)))
	p.Lines = append([]string{page.WordsIn("ru").Late(), "Сводка не доставлена"}, p.Lines...)
	for _, f := range []render.Format{render.DOCX, render.PDF} {
		want, err := render.RenderPage(p, f)
		if err != nil {
			t.Fatal(err)
		}
		d, _ := e.Outgoing[0].Document(string(f))
		if toOperators(e.Outgoing[0], d) != string(want) || toReaders(e.Outgoing[0], d) == string(want) {
			t.Errorf("%s: the notices do not stand where they did", f)
		}
	}
}

func toOperators(p delivery.Outgoing, d delivery.Document) string {
	return dataOf(p.ForOperators(), d.Format)
}

func toReaders(p delivery.Outgoing, d delivery.Document) string {
	return dataOf(p.ForReaders(), d.Format)
}

func dataOf(p delivery.Outgoing, format string) string {
	d, _ := p.Document(format)
	return string(d.Data)
}
