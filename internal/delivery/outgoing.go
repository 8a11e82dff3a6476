// Package delivery is how a finished digest leaves the office: what is sent (Outgoing), by what it is sent (Transport),
// and when it is tried again (Next). It knows nothing of how a digest is made, where it is stored or how it is
// configured.
package delivery

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
)

// Outgoing is one digest for one circle of readers, made and stored before the first of them gets it. It holds every
// byte that goes out, so that after a crash nobody gets another text. It survives JSON and CBOR.
type Outgoing struct {
	// ID tells this outgoing digest from all others, in all languages and time zones: the digest, its moment and, where
	// it is the extract of one body, that body. Doubles are recognised by it.
	ID string `json:"id"`
	// Again counts how often the same bytes were sent once more on purpose. It makes a repeat that is wanted differ
	// from one after a crash, which the receiving side may drop.
	Resent int `json:"again,omitempty"`
	// Digest is the id of the digest in the configuration.
	Digest string `json:"digest"`
	// Title and Subject are plain text in the digest's language; they may hold anything.
	Title   string `json:"title"`
	Subject string `json:"subject"`
	// Language is ru or en: that of the sentences about the delivery.
	Language string `json:"language"`
	// At is the digest's moment.
	At time.Time `json:"at"`
	// Made is when the outgoing digest was stored: the date of mails.
	Made time.Time `json:"made"`
	// Late marks a digest that was missed and is sent after its time.
	Late bool `json:"late,omitempty"`
	// LateNotice says so in a sentence; empty where it is not late, and in outgoing digests of earlier versions.
	LateNotice string `json:"late_notice,omitempty"`
	// Masked is true where names, phones and addresses were masked when the outgoing digest was made, whatever holds
	// when it is sent: the access log tells. Outgoing digests of earlier versions do not say, and count as unmasked.
	Masked bool `json:"masked,omitempty"`
	// Warnings are sentences for whoever looks after the program, such as that another delivery failed.
	Warnings []string `json:"warnings,omitempty"`
	// Documents hold the digest in every format that any transport of it needs, one of each.
	Documents []Document `json:"documents"`
	// Noticed are documents drawn with the notices, for operators: nothing can be put before a finished one. Tables are
	// not among them, because they have no room that a program could not mistake.
	Noticed []Document `json:"noticed,omitempty"`
	// SaidLate are those for all others that say that the digest is late: JSON, because that is a fact for every
	// program.
	SaidLate []Document `json:"said_late,omitempty"`
	// Undrawn are formats that were asked for and have nothing to show, such as the picture of a digest of channels
	// that were never read. The rest goes out without them.
	Undrawn []string `json:"undrawn,omitempty"`
	// Pages are the messages of a messenger, as package delivery/telegram makes them.
	Pages []string `json:"pages,omitempty"`
	// Picture is the digest's chart as PNG for mails, nil where there is none; PictureAlt says the same in words.
	Picture    []byte `json:"picture,omitempty"`
	PictureAlt string `json:"picture_alt,omitempty"`
}

// Document is a digest in one format.
type Document struct {
	// Format is its name in the configuration: text, html, xlsx, …
	Format string `json:"format"`
	// Name is what people see beside the paper clip; it may hold any letters but none that a file system refuses.
	Name string `json:"name"`
	// FileName is the name in a folder and, in ASCII letters, what old mail programs see.
	FileName string `json:"file_name"`
	// ContentType is a media type, with its charset where it is text.
	ContentType string `json:"content_type"`
	Data        []byte `json:"data"`
}

// NewDocument names a document. at is the digest's moment in the office's time zone.
func NewDocument(digest, title string, at time.Time, format, contentType string, data []byte) Document {
	file := FileName(digest, at, format)
	name := fileSafe(title)
	if name == "" {
		name = fileSafe(digest)
	}
	return Document{
		Format: format, FileName: file, ContentType: contentType, Data: data,
		Name: name + " " + at.Format(moment(at, "2006-01-02 15-04")) + file[strings.LastIndexByte(file, '.'):],
	}
}

// FileName is the name of a delivered file: morning-2026-11-22-0800.html, with the seconds where they are not zero, as
// in a digest that was sent by hand, and with the zone in an hour that the clock shows for the second time. at is in
// the office's time zone.
func FileName(digest string, at time.Time, format string) string {
	if format == "text" {
		format = "txt"
	}
	return fmt.Sprintf("%s-%s.%s", digest, at.Format(moment(at, "2006-01-02-1504")), format)
}

// moment adds to a layout what tells apart moments that it would show alike.
func moment(at time.Time, layout string) string {
	switch {
	case at.Second() == 0:
	case strings.HasSuffix(layout, "-04"):
		layout += "-05"
	default:
		layout += "05"
	}
	if shownAgain(at) {
		layout += "-0700"
	}
	return layout
}

// shownAgain reports whether the wall clock has shown this time before, because it was set back.
func shownAgain(at time.Time) bool {
	change, _ := at.ZoneBounds()
	if change.IsZero() {
		return false
	}
	_, before := change.Add(-1).Zone()
	_, after := at.Zone()
	return at.Sub(change) < time.Duration(before-after)*time.Second
}

// longestName bounds the title in a file's name, in characters: 60 Cyrillic letters, percent-encoded, still fit a
// header.
const longestName = 60

// fileSafe replaces what Windows and Unix refuse in a file's name, and what would show a name in another order.
func fileSafe(title string) string {
	var b strings.Builder
	n := 0
	for _, r := range title {
		switch {
		case strings.ContainsRune(`\/:*?"<>|`, r), unicode.IsSpace(r):
			r = ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == unicode.ReplacementChar:
			continue
		}
		if n++; n > longestName {
			break
		}
		b.WriteRune(r)
	}
	return strings.Trim(strings.Join(strings.Fields(b.String()), " "), ". ")
}

// Document gives the digest in a format.
func (p Outgoing) Document(format string) (Document, bool) {
	for _, d := range p.Documents {
		if d.Format == format {
			return d, true
		}
	}
	return Document{}, false
}

// Attachments are the documents of the formats, in that order, without those that have nothing to show. A missing one
// is a permanent error: the outgoing digest will never hold it.
func (p Outgoing) Attachments(formats []string) ([]Document, error) {
	var all []Document
	for _, f := range formats {
		d, ok := p.Document(f)
		if !ok && slices.Contains(p.Undrawn, f) {
			continue
		}
		if !ok {
			return nil, Permanent(fmt.Errorf("the stored digest has no %s: this delivery was configured after the "+
				"digest was made", f))
		}
		all = append(all, d)
	}
	return all, nil
}

// Key recognises a repeat of the same sending to the same address: letters and digits only. It holds neither words of
// the digest nor the address.
func (p Outgoing) Key(address string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d\x00%s", p.ID, p.Resent, address))
	return hex.EncodeToString(sum[:16])
}
