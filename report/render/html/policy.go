package html

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// policyMark stands in the template where the page's content security policy goes.
const policyMark = "POLICY"

// pictureStyle is the style of the image that mails have in the drawing's place (package delivery/mail, which cannot
// import this one), noticeStyle that of notices. Every page's policy allows both, whether or not it has them: the pages
// that are kept for readers are the same bytes from version to version.
const (
	pictureStyle = "display:block;width:100%;max-width:440px;height:auto;"
	noticeStyle  = "margin:0 0 12px;padding:8px 12px;border-left:6px solid #a15c00;background:#fff4e0;"
)

var (
	styleSheet     = regexp.MustCompile(`(?s)<style>(.*?)</style>`)
	styleAttribute = regexp.MustCompile(` style="([^"]*)"`)
	styleChoice    = regexp.MustCompile(`\{\{if [^{}]*\}\}(.*?)\{\{end\}\}`)
	styleElse      = regexp.MustCompile(`\{\{else[^{}]*\}\}`)
)

// withPolicy writes the content security policy (CSP Level 3) into a page that was just drawn: nothing is loaded and
// no script runs, whatever a citizen's words might do that should have been escaped and were not. Of styles those
// count that the template has, by their hashes: the sheet, and such attributes as this page uses (mail programs know
// no sheets). What else stands in a style attribute gets no hash. cid: is the picture of a mail.
func withPolicy(page []byte) []byte {
	ours := ownStyles()
	used := map[string]bool{ours.sheet: true, pictureStyle: true, noticeStyle: true}
	for _, m := range styleAttribute.FindAllSubmatch(page, -1) {
		if ours.attributes[string(m[1])] {
			used[string(m[1])] = true
		}
	}
	styles := "'unsafe-hashes'"
	for _, style := range slices.Sorted(maps.Keys(used)) {
		sum := sha256.Sum256([]byte(style))
		styles += " 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	policy := "default-src 'none'; img-src cid:; base-uri 'none'; form-action 'none'; style-src " + styles
	return bytes.Replace(page, []byte(policyMark), []byte(policy), 1)
}

// styles are those that pages may have.
type styles struct {
	sheet      string
	attributes map[string]bool
}

// ownStyles are the styles of the template. The sheet is taken from a page with nothing in it, as the
// template engine writes it.
var ownStyles = sync.OnceValue(func() styles {
	var empty bytes.Buffer
	if err := htmlTemplate.Execute(&empty, drawn{}); err != nil {
		panic(err) // the template is the program's own
	}
	s := styles{sheet: string(styleSheet.FindSubmatch(empty.Bytes())[1]), attributes: map[string]bool{}}
	for _, m := range styleAttribute.FindAllStringSubmatch(htmlSource, -1) {
		for _, one := range variants(m[1]) {
			s.attributes[one] = true
		}
	}
	return s
})

// variants are what a style of the template can become: each {{if}} is one of its branches, or nothing where it has
// no else.
func variants(style string) []string {
	at := styleChoice.FindStringSubmatchIndex(style)
	if at == nil {
		return []string{style}
	}
	branches := styleElse.Split(style[at[2]:at[3]], -1)
	if !strings.Contains(style[at[2]:at[3]], "{{else}}") {
		branches = append(branches, "")
	}
	var all []string
	for _, rest := range variants(style[at[1]:]) {
		for _, branch := range branches {
			all = append(all, style[:at[0]]+branch+rest)
		}
	}
	return all
}
