package app

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"otklik/internal/config"
	"otklik/internal/delivery"
	"otklik/internal/delivery/telegram"
	"otklik/report/build"
	"otklik/report/page"
	"otklik/report/render"
	"otklik/report/render/document"
	"otklik/report/render/json"
)

// letterEntries is how much of each list stands in a mail; the rest is counted, and the workbook beside it has all.
const letterEntries = 40

// forms are the formats that transports send: to those who look after the program, and to everybody else. "messages"
// are a messenger's, "letter." begins those of a mail's own text.
type forms struct{ operators, readers []string }

// formsOf are those of a digest's transports. Text is always among them: it is what `otklik digests` shows again.
func formsOf(d config.Digest) forms {
	f := forms{readers: []string{string(render.Text)}}
	for _, entry := range d.Deliver {
		to := &f.readers
		if entry.Operator {
			to = &f.operators
		}
		switch {
		case entry.File != nil:
			*to = append(*to, entry.File.Format)
		case entry.Mail != nil:
			*to = append(*to, mailForms(entry.Mail)...)
		case entry.Telegram != nil:
			*to = append(append(*to, "messages"), entry.Telegram.Attach...)
		case entry.Webhook != nil:
			*to = append(*to, string(render.JSON))
		}
	}
	return f
}

func mailForms(m *config.MailDelivery) []string {
	return append([]string{"letter.text", "letter.html"}, m.Attach...)
}

// undrawn are the forms that an outgoing digest is to get: as everybody may open them, with the notices for operators,
// and with no more than that it is late.
type undrawn struct{ plain, noticed, late []string }

func (u undrawn) any() bool { return len(u.plain)+len(u.noticed)+len(u.late) > 0 }

// lackedBy are those of the forms that an outgoing digest does not hold.
func (f forms) lackedBy(p delivery.Outgoing) undrawn {
	var u undrawn
	for _, name := range sorted(f.operators, f.readers) {
		if !slices.Contains(p.Undrawn, name) && (name != "messages" || len(p.Pages) == 0) && !holds(p.Documents, name) {
			u.plain = append(u.plain, name)
		}
	}
	for _, name := range sorted(f.operators) {
		if len(p.Notices()) > 0 && takesNotices(name) && !holds(p.Noticed, name) {
			u.noticed = append(u.noticed, name)
		}
	}
	if p.Late && slices.Contains(f.readers, string(render.JSON)) && !holds(p.SaidLate, string(render.JSON)) {
		u.late = []string{string(render.JSON)}
	}
	return u
}

// sorted are all names of the lists, each once.
func sorted(lists ...[]string) []string {
	all := slices.Concat(lists...)
	slices.Sort(all)
	return slices.Compact(all)
}

func holds(documents []delivery.Document, format string) bool {
	return slices.ContainsFunc(documents, func(d delivery.Document) bool { return d.Format == format })
}

// takesNotices reports whether a form has room for notices. A table has none that a program could not mistake.
func takesNotices(name string) bool {
	return name == string(render.JSON) || slices.Contains(render.PageFormats(), formatOf(name))
}

// formatOf is the format of a form.
func formatOf(name string) render.Format { return render.Format(strings.TrimPrefix(name, "letter.")) }

// drawOutgoing adds to an outgoing digest what it lacks.
func (s *Service) drawOutgoing(p *delivery.Outgoing, d build.Digest, lacked undrawn) error {
	return drawWords(p, d, page.New(d), lacked)
}

// drawWords is drawOutgoing with the words of the digest.
func drawWords(p *delivery.Outgoing, d build.Digest, words page.Page, lacked undrawn) error {
	var plain []string
	for _, name := range lacked.plain {
		switch {
		case name == "messages":
			p.Pages = telegram.Pages(words)
		case name == string(render.PNG) && words.Picture == nil:
			p.Undrawn = append(p.Undrawn, name) // no reason to keep the rest
		default:
			plain = append(plain, name)
		}
	}
	noticed := words
	noticed.Notices = p.Notices()
	for _, part := range []struct {
		to    *[]delivery.Document
		names []string
		words page.Page
		sent  *json.Delivery
	}{
		{&p.Documents, plain, words, nil},
		{&p.Noticed, lacked.noticed, noticed, &json.Delivery{Late: p.Late, Warnings: p.Warnings,
			Notices: noticed.Notices}},
		{&p.SaidLate, lacked.late, words, &json.Delivery{Late: true}},
	} {
		for _, name := range part.names {
			data, err := drawForm(d, part.words, name, part.sent)
			if err != nil {
				return fmt.Errorf("draw the digest %s as %s: %w", d.ID, name, err)
			}
			drawn := delivery.NewDocument(d.ID, d.Title, d.At, name, formatOf(name).ContentType(), data)
			*part.to = append(*part.to, drawn)
		}
	}
	if words.Picture == nil || p.Picture != nil {
		return nil
	}
	picture, err := render.Picture(words)
	if err != nil {
		return fmt.Errorf("draw the picture of the digest %s: %w", d.ID, err)
	}
	p.Picture, p.PictureAlt = picture, words.Picture.Alt
	return nil
}

// drawForm draws a digest, whose words are those of a page.
func drawForm(d build.Digest, words page.Page, name string, sent *json.Delivery) ([]byte, error) {
	f := formatOf(name)
	if string(f) != name {
		words = document.AbridgeTo(words, letterEntries)
	}
	switch {
	case slices.Contains(render.PageFormats(), f):
		return render.RenderPage(words, f)
	case f == render.JSON:
		var b bytes.Buffer
		err := json.Write(&b, d, sent)
		return b.Bytes(), err
	}
	return render.Render(d, f)
}
