package app

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"otklik/internal/config"
	"otklik/internal/delivery"
	"otklik/internal/delivery/queue"
	"otklik/internal/delivery/telegram"
	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/report/page"
	"otklik/report/render"
	"otklik/report/render/document"
	"otklik/store"
)

// parcels makes everything of a digest that goes out: the digest itself and, where a way mails to bodies, the extract
// of every body that has complaints. key.At names the digest, at is the moment that it shows.
func (s *Service) parcels(
	ctx context.Context, d config.Digest, key store.DigestKey, at time.Time, late bool) (queue.StoredDigest,
	build.Digest, error,
) {
	in, err := s.input(ctx, d, at)
	if err != nil {
		return queue.StoredDigest{}, build.Digest{}, err
	}
	built := build.New(in, at)
	warnings, err := s.troubles(ctx, key)
	if err != nil {
		return queue.StoredDigest{}, built, err
	}
	e := queue.StoredDigest{Parcels: []delivery.Outgoing{s.newParcel(built, parcelID(key, ""), late, warnings)}}
	// Kept with the parcels: a way that is configured later gets the same digest, not one of later states.
	if e.Digest, err = build.Keep(built); err != nil {
		return queue.StoredDigest{}, built, err
	}
	_, err = s.draw(d, key, &e, material{
		digest: func() (build.Digest, error) { return built, nil },
		input:  func() (build.Input, error) { return in, nil },
	})
	return e, built, err
}

// completed adds to a stored edition what ways need that were configured after it was made: the same digest, as of the
// same moment, in their forms. An edition that was emptied stays empty.
func (s *Service) completed(
	ctx context.Context, d config.Digest, key store.DigestKey, e *queue.StoredDigest,
) (changed bool, err error) {
	// A purge has emptied it: to draw it again would bring back what was destroyed.
	if len(e.Parcels) == 0 {
		return false, nil
	}
	sayLate(e)
	at := e.Parcels[0].At.In(s.config.Location)
	// Asked for once, and only where something is to be drawn: gathering costs as much as a digest.
	input := sync.OnceValues(func() (build.Input, error) { return s.input(ctx, d, at) })
	digest := sync.OnceValues(func() (build.Digest, error) {
		if len(e.Digest) > 0 {
			return build.Restore(e.Digest, s.config.Location, s.platformNames())
		}
		in, err := input() // an earlier version kept no digest to draw from
		if err != nil {
			return build.Digest{}, err
		}
		return build.New(in, at), nil
	})
	return s.draw(d, key, e, material{digest, input})
}

// sayLate completes an edition of an earlier version, whose late parcels did not hold the sentence about it.
func sayLate(e *queue.StoredDigest) {
	for i := range e.Parcels {
		if p := &e.Parcels[i]; p.Late {
			p.LateNotice = cmp.Or(p.LateNotice, page.WordsIn(p.Language).Late())
		}
	}
}

// sayMasked completes an edition of an earlier version, whose parcels did not say that they are masked: the digest that
// the first was drawn from does.
func sayMasked(e *queue.StoredDigest) {
	if len(e.Parcels) == 0 || e.Parcels[0].Masked || len(e.Digest) == 0 {
		return
	}
	d, err := build.Restore(e.Digest, time.UTC, nil)
	e.Parcels[0].Masked = err == nil && d.IsMasked
}

// material is what parcels are drawn from; it is asked for only where something is to be drawn.
type material struct {
	digest func() (build.Digest, error)
	input  func() (build.Input, error)
}

// draw makes what the ways of a digest need and the edition lacks, and reports whether that was anything.
func (s *Service) draw(
	d config.Digest, key store.DigestKey, e *queue.StoredDigest, from material,
) (changed bool, err error) {
	whole := &e.Parcels[0]
	formats, noticed := lacking(*whole, formatsOf(d)), lackingNoticed(*whole, d)
	if len(formats)+len(noticed) > 0 {
		built, err := from.digest()
		if err == nil {
			err = s.drawParcel(whole, built, formats, noticed)
		}
		if err != nil {
			return false, err
		}
		changed = true
	}
	forBodies := []string{"letter.text", "letter.html"}
	for _, mail := range bodyMails(d) {
		forBodies = append(forBodies, mail.Attach...)
	}
	for _, body := range s.config.Bodies {
		if len(bodyMails(d)) == 0 || len(body.To) == 0 {
			continue
		}
		drawn, err := s.drawExtract(key, e, body, forBodies, from)
		if err != nil {
			return changed, err
		}
		changed = changed || drawn
	}
	return changed, nil
}

// drawExtract makes the parcel of one body, or what it lacks. Nobody is bothered with an empty list.
func (s *Service) drawExtract(
	key store.DigestKey, e *queue.StoredDigest, body config.Body, formats []string, from material,
) (bool, error) {
	id := parcelID(key, body.Name)
	at := slices.IndexFunc(e.Parcels, func(p delivery.Outgoing) bool { return p.ID == id })
	switch {
	// It was looked at when the edition was made, and had nothing to be told.
	case at < 0 && slices.Contains(e.Bodies, body.Name):
		return false, nil
	case at >= 0:
		if formats = lacking(e.Parcels[at], formats); len(formats) == 0 {
			return false, nil
		}
	}
	in, err := from.input()
	if err != nil {
		return false, err
	}
	extract := build.New(extractFor(in, body), e.Parcels[0].At)
	// Noted even where its list is empty: the next try does not build it once more.
	e.Bodies = append(e.Bodies, body.Name)
	if len(extract.Complaints) == 0 {
		return true, nil
	}
	if at < 0 {
		e.Parcels = append(e.Parcels, s.newParcel(extract, id, e.Parcels[0].Late, nil))
		at = len(e.Parcels) - 1
	}
	return true, s.drawParcel(&e.Parcels[at], extract, formats, nil)
}

// lacking are those of the formats that a parcel does not hold.
func lacking(p delivery.Outgoing, formats []string) (missing []string) {
	for _, f := range formats {
		_, have := p.Document(f)
		if !have && !slices.Contains(p.Undrawn, f) && (f != "messages" || len(p.Pages) == 0) &&
			!slices.Contains(missing, f) {
			missing = append(missing, f)
		}
	}
	return missing
}

// lackingNoticed are the formats that are still to be drawn with the notices on their pages.
func lackingNoticed(p delivery.Outgoing, d config.Digest) (missing []string) {
	if len(p.Notices()) == 0 {
		return nil
	}
	// Notices are for operators: only the forms that their ways send are drawn with them.
	d.Deliver = slices.DeleteFunc(slices.Clone(d.Deliver), func(way config.Delivery) bool { return !way.Operator })
	for _, f := range formatsOf(d) {
		drawn := slices.ContainsFunc(p.Noticed, func(d delivery.Document) bool { return d.Format == f })
		if (f == string(render.DOCX) || f == string(render.PDF)) && !drawn {
			missing = append(missing, f)
		}
	}
	return missing
}

// extractFor leaves of a digest what one body is responsible for. The gaps of reading stay: they may hide its
// complaints.
func extractFor(in build.Input, b config.Body) build.Input {
	in.Audience = build.Press
	in.Title += " — " + b.Name
	in.Records = slices.DeleteFunc(slices.Clone(in.Records), func(r inbox.Record) bool {
		return r.Status == nil || !slices.Contains(b.Groups, r.Status.Group)
	})
	in.Problems = slices.DeleteFunc(slices.Clone(in.Problems),
		func(p build.Problem) bool { return !slices.Contains(b.Groups, p.Group) })
	return in
}

// newParcel is the parcel of a digest, with nothing drawn yet.
func (s *Service) newParcel(d build.Digest, id string, late bool, warnings []string) delivery.Outgoing {
	p := delivery.Outgoing{
		ID: id, Digest: d.ID, Title: d.Title, Language: s.config.Language, At: d.At, Made: time.Now(), Late: late,
		Masked: s.config.Privacy.Mask, Warnings: warnings, Subject: fmt.Sprintf("%s: %s", d.Title,
			d.At.Format("02.01.2006 15:04")),
	}
	if late {
		p.LateNotice = page.WordsIn(p.Language).Late()
	}
	return p
}

// drawParcel adds the digest in the formats, and in those that are to have the notices on their pages.
func (s *Service) drawParcel(p *delivery.Outgoing, d build.Digest, formats, noticed []string) error {
	page := page.New(d)
	drawAs := func(name string, draw func(render.Format) ([]byte, error)) (delivery.Document, error) {
		f := render.Format(strings.TrimPrefix(name, "letter."))
		data, err := draw(f)
		if err != nil {
			return delivery.Document{}, fmt.Errorf("draw the digest %s as %s: %w", d.ID, name, err)
		}
		return delivery.NewDocument(d.ID, d.Title, d.At, name, f.ContentType(), data), nil
	}
	for _, name := range formats {
		switch {
		case name == "messages":
			p.Pages = telegram.Pages(page)
			continue
		case name == string(render.PNG) && page.Picture == nil:
			p.Undrawn = append(p.Undrawn, name) // no reason to keep the rest
			continue
		}
		drawn, err := drawAs(name, func(f render.Format) ([]byte, error) {
			if string(f) != name {
				return render.RenderPage(document.AbridgeTo(page, letterEntries), f)
			}
			return render.Render(d, f)
		})
		if err != nil {
			return err
		}
		p.Documents = append(p.Documents, drawn)
	}
	page.Lines = append(p.Notices(), page.Lines...)
	for _, name := range noticed {
		drawn, err := drawAs(name, func(f render.Format) ([]byte, error) { return render.RenderPage(page, f) })
		if err != nil {
			return err
		}
		p.Noticed = append(p.Noticed, drawn)
	}
	if page.Picture == nil || p.Picture != nil {
		return nil
	}
	picture, err := render.Picture(page)
	if err != nil {
		return fmt.Errorf("draw the picture of the digest %s: %w", d.ID, err)
	}
	p.Picture, p.PictureAlt = picture, page.Picture.Alt
	return nil
}

// letterEntries is how much of each list stands in a mail; the rest is counted, and the workbook beside it has all.
const letterEntries = 40

// formatsOf are the forms that the ways of a digest send; "messages" are a messenger's. Text is always among them: it
// is what `otklik digests` shows again.
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

// troublesFor is how long operators hear of a delivery that failed.
const troublesFor = 7 * 24 * time.Hour

// troubles are the sentences about deliveries that did not succeed, of all digests but the one that is being made: for
// operators.
func (s *Service) troubles(ctx context.Context, except store.DigestKey) ([]string, error) {
	digests, err := s.store.Digests(ctx)
	if err != nil {
		return nil, err
	}
	notes, err := s.deliveries(ctx, store.DigestKey{}, digests)
	if err != nil {
		return nil, err
	}
	// What went out since by the same way has settled the trouble before it.
	latest := map[string]queue.DeliveryRecord{}
	for _, n := range notes { // in the order of their times
		if n.Key != except {
			latest[n.Key.ID+"\x00"+n.Way] = n
		}
	}
	var sentences []string
	for _, n := range notes {
		_, standing, _ := delivery.Next(n.State, time.Now())
		// One that a crash left untried is not in trouble until its time is over.
		if latest[n.Key.ID+"\x00"+n.Way] != n || !n.State.Troubled() && standing != delivery.GivenUp ||
			time.Since(n.Key.At) > troublesFor {
			continue
		}
		sentences = append(sentences, page.WordsIn(s.config.Language).Undelivered(s.titleOf(n.Key.ID),
			n.Key.At.In(s.config.Location).Format("02.01.2006 15:04"), n.Way, string(standing)))
	}
	return sentences, nil
}

func (s *Service) titleOf(digest string) string {
	for _, d := range s.config.Digests {
		if d.ID == digest {
			return d.Title
		}
	}
	return digest
}

// cutParcel is the way back from parcelID; ok is false for the whole digest.
func cutParcel(id string) (digest, body string, ok bool) { return strings.Cut(id, "/") }
