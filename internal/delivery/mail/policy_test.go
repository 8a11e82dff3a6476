package mail_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"regexp"
	"testing"

	"otklik/internal/delivery"
	"otklik/internal/delivery/deliverytest"
	"otklik/report/page"
	"otklik/report/render/html"
)

// What a delivery puts into a finished page (the mail's picture, sentences about the delivery) is allowed by the
// page's own content security policy, in a mail and in a file.
func TestWhatIsPutIntoAPageIsAllowedThere(t *testing.T) {
	words := page.Page{Title: "Сводка", Lang: "ru", Picture: &page.Picture{Title: "Динамика", Alt: "Три"}}
	bare, err := html.Render(words, html.SVG)
	must(t, err)
	words.Notices = []string{deliverytest.Warning}
	page, err := html.Render(words, html.SVG)
	must(t, err)
	p := deliverytest.Outgoing()
	p.Documents = []delivery.Document{delivery.NewDocument(p.Digest, p.Title, p.At, "html",
		"text/html; charset=utf-8", page)}
	for _, d := range deliverytest.Outgoing().Documents {
		if d.Format == "letter.html" {
			d.Data = page
		}
		if d.Format != "html" {
			p.Documents = append(p.Documents, d)
		}
	}
	o := newOffice(t, "starttls", nil)
	send(t, o, p, "press@example.org", nil)
	letter := []byte(open(t, o.letters()[0]).html)
	if !bytes.Contains(letter, []byte("<img ")) || bytes.Contains(letter, []byte("<svg")) {
		t.Fatalf("the letter has no picture: %s", letter)
	}
	policy := regexp.MustCompile(`Content-Security-Policy" content="([^"]*)"`)
	for name, whole := range map[string][]byte{"letter": letter, "file": page} {
		m := policy.FindSubmatch(whole)
		if m == nil || len(whole) == len(bare) || !bytes.Contains(m[1], []byte("img-src cid:;")) {
			t.Fatalf("%s: %s", name, whole)
		}
		for _, style := range regexp.MustCompile(` style="([^"]*)"`).FindAllSubmatch(whole, -1) {
			sum := sha256.Sum256(style[1])
			if !bytes.Contains(m[1], []byte(base64.StdEncoding.EncodeToString(sum[:]))) {
				t.Errorf("%s: not allowed: %s", name, style[1])
			}
		}
	}
}
