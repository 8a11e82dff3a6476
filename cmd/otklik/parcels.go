package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"otklik/config"
	"otklik/delivery"
	"otklik/delivery/telegram"
	"otklik/inbox"
	"otklik/outbox"
	"otklik/report"
	"otklik/report/edition"
	"otklik/report/paper"
	"otklik/store"
)

// parcels makes everything of a digest that goes out: the digest itself and, where a way mails to bodies, the extract of
// every body that has complaints. key.At names the digest, at is the moment that it shows.
func (o *office) parcels(ctx context.Context, d config.Digest, key store.DigestKey, at time.Time, late bool) (outbox.Edition, report.Digest, error) {
	in, err := o.input(ctx, d, at)
	if err != nil {
		return outbox.Edition{}, report.Digest{}, err
	}
	built := report.Build(in, at)
	warnings, err := o.troubles(ctx, key)
	if err != nil {
		return outbox.Edition{}, built, err
	}
	whole, err := o.parcel(built, parcelID(key, ""), formatsOf(d), late, warnings)
	if err != nil {
		return outbox.Edition{}, built, err
	}
	e := outbox.Edition{Parcels: []delivery.Parcel{whole}}
	for _, mail := range bodyMails(d) {
		for _, body := range o.config.Bodies {
			if len(body.To) == 0 || slices.ContainsFunc(e.Parcels, func(p delivery.Parcel) bool { return p.ID == parcelID(key, body.Name) }) {
				continue
			}
			extract := report.Build(extractFor(in, body), at)
			if len(extract.Complaints) == 0 {
				continue // nobody is bothered with an empty list
			}
			p, err := o.parcel(extract, parcelID(key, body.Name), append([]string{"letter.text", "letter.html"}, mail.Attach...), late, nil)
			if err != nil {
				return outbox.Edition{}, built, err
			}
			e.Parcels = append(e.Parcels, p)
		}
	}
	return e, built, nil
}

// extractFor leaves of a digest what one body is responsible for. The gaps of reading stay: they may hide its complaints.
func extractFor(in report.Input, b config.Body) report.Input {
	in.Audience = report.Press
	in.Title += " — " + b.Name
	in.Records = slices.DeleteFunc(slices.Clone(in.Records), func(r inbox.Record) bool {
		return r.Verdict == nil || !slices.Contains(b.Groups, r.Verdict.Group)
	})
	in.Problems = slices.DeleteFunc(slices.Clone(in.Problems), func(p report.Problem) bool { return !slices.Contains(b.Groups, p.Group) })
	return in
}

// parcel draws a digest in all its formats.
func (o *office) parcel(d report.Digest, id string, formats []string, late bool, warnings []string) (delivery.Parcel, error) {
	page := report.NewPage(d)
	p := delivery.Parcel{ID: id, Digest: d.ID, Title: d.Title, Language: o.config.Language, At: d.At, Made: time.Now(), Late: late, Warnings: warnings,
		Subject: fmt.Sprintf("%s: %s", d.Title, d.At.Format("02.01.2006 15:04"))}
	for _, name := range formats {
		if name == "messages" {
			p.Pages = telegram.Pages(page)
			continue
		}
		if _, have := p.Document(name); have {
			continue
		}
		f := report.Format(strings.TrimPrefix(name, "letter."))
		if f == report.PNG && page.Picture == nil {
			p.Undrawn = append(p.Undrawn, name) // no reason to keep the rest
			continue
		}
		var data []byte
		var err error
		switch {
		case string(f) != name:
			data, err = edition.RenderPage(paper.AbridgeTo(page, letterEntries), f)
		case f == report.DOCX || f == report.PDF:
			// Nothing can be put before a finished document, so that its notices are on the page.
			noticed := page
			noticed.Lines = append(p.Notices(), page.Lines...)
			data, err = edition.RenderPage(noticed, f)
		default:
			data, err = edition.Render(d, f)
		}
		if err != nil {
			return p, fmt.Errorf("draw the digest %s as %s: %w", d.ID, name, err)
		}
		p.Documents = append(p.Documents, delivery.NewDocument(d.ID, d.Title, d.At, name, edition.ContentType(f), data))
	}
	if page.Picture != nil {
		picture, err := edition.Picture(page)
		if err != nil {
			return p, fmt.Errorf("draw the picture of the digest %s: %w", d.ID, err)
		}
		p.Picture, p.PictureAlt = picture, page.Picture.Alt
	}
	return p, nil
}

// letterEntries is how much of each list stands in a mail; the rest is counted, and the workbook beside it has all.
const letterEntries = 40

// formatsOf are the forms that the ways of a digest send; "messages" are a messenger's. Text is always among them: it is
// what `otklik digests` shows again.
func formatsOf(d config.Digest) []string {
	formats := []string{"text"}
	for _, way := range d.Deliver {
		switch {
		case way.File != nil:
			formats = append(formats, way.File.Format)
		case way.Mail != nil:
			formats = append(append(formats, "letter.text", "letter.html"), way.Mail.Attach...)
		case way.Telegram != nil:
			formats = append(append(formats, "messages"), way.Telegram.Attach...)
		case way.Webhook != nil:
			formats = append(formats, "json")
		}
	}
	slices.Sort(formats)
	return slices.Compact(formats)
}

func bodyMails(d config.Digest) []*config.MailDelivery {
	var all []*config.MailDelivery
	for _, way := range d.Deliver {
		if way.Mail != nil && way.Mail.Bodies {
			all = append(all, way.Mail)
		}
	}
	return all
}

func parcelID(k store.DigestKey, body string) string {
	return strings.TrimSuffix(k.ID+"@"+k.At.UTC().Format(time.RFC3339)+"/"+body, "/")
}

// troublesFor is how long the readers of other deliveries hear of one that failed.
const troublesFor = 7 * 24 * time.Hour

// troubles are the sentences about deliveries that did not succeed, of all digests but the one that is being made: for
// the readers of those that work.
func (o *office) troubles(ctx context.Context, except store.DigestKey) ([]string, error) {
	notes, err := o.outbox().Notes(ctx, store.DigestKey{})
	if err != nil {
		return nil, err
	}
	latest := map[string]outbox.Noted{}
	for _, n := range notes { // in the order of their times
		if n.Key != except {
			latest[n.Key.ID+"\x00"+n.Way] = n
		}
	}
	var sentences []string
	for _, n := range notes {
		_, standing, _ := delivery.Next(n.State, time.Now())
		// One that a crash left untried is not in trouble until its time is over.
		if latest[n.Key.ID+"\x00"+n.Way] != n || !n.State.Troubled() && standing != delivery.GivenUp || time.Since(n.Key.At) > troublesFor {
			continue
		}
		sentences = append(sentences, delivery.Undelivered(o.config.Language, o.titleOf(n.Key.ID), n.Key.At.In(o.config.Location).Format("02.01.2006 15:04"), n.Way, standing))
	}
	return sentences, nil
}

func (o *office) titleOf(digest string) string {
	for _, d := range o.config.Digests {
		if d.ID == digest {
			return d.Title
		}
	}
	return digest
}

// cutParcel is the way back from parcelID; ok is false for the whole digest.
func cutParcel(id string) (digest, body string, ok bool) { return strings.Cut(id, "/") }
