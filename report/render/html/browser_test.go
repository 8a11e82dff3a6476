package html

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"html/template"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"otklik/report/build"
	"otklik/report/page"
	"otklik/report/reporttest"
)

// pagesUnderPolicy are the golden pages, and one with its picture.
func pagesUnderPolicy(t *testing.T) map[string][]byte {
	t.Helper()
	names, err := filepath.Glob("../testdata/*.html")
	if err != nil || len(names) < 5 {
		t.Fatalf("%v %v", names, err)
	}
	pages := map[string][]byte{}
	for _, name := range names {
		if pages[name], err = os.ReadFile(name); err != nil {
			t.Fatal(err)
		}
	}
	p := page.New(build.New(reporttest.Busy(t, 60), reporttest.Morning(t)))
	p.Picture = &page.Picture{Title: "Обращения", Alt: "Три обращения",
		Days: []page.PictureDay{{Label: "1", Known: true, Received: 3}, {Label: "2"}}}
	if pages["picture"], err = Render(p, SVG); err != nil {
		t.Fatal(err)
	}
	return pages
}

// Every page tells the browser to load nothing, to run nothing and to tell nobody where a link was followed from,
// before anything that could do so, and allows by hash every style that it has.
func TestEveryPageHasAPolicy(t *testing.T) {
	policy := regexp.MustCompile(`<meta http-equiv="Content-Security-Policy" content="([^"]*)">`)
	for name, page := range pagesUnderPolicy(t) {
		m := policy.FindSubmatchIndex(page)
		if m == nil || m[0] > bytes.Index(page, []byte("<title")) || m[0] > bytes.Index(page, []byte("<style")) {
			t.Errorf("%s: no policy, or it comes too late", name)
			continue
		}
		text := string(page[m[2]:m[3]])
		for _, want := range []string{"default-src 'none';", "base-uri 'none';", "form-action 'none';",
			"style-src 'unsafe-hashes' 'sha256-"} {
			if !strings.Contains(text, want) {
				t.Errorf("%s: the policy lacks %s", name, want)
			}
		}
		if strings.Contains(text, "unsafe-inline") || strings.Contains(text, "script-src") ||
			strings.Contains(text, "http") {
			t.Errorf("%s: %s", name, text)
		}
		if !bytes.Contains(page, []byte(`<meta name="referrer" content="no-referrer">`)) {
			t.Errorf("%s tells where its links were followed from", name)
		}
		styles := styleAttribute.FindAllSubmatch(page, -1)
		for _, style := range append(styles, styleSheet.FindAllSubmatch(page, -1)...) {
			sum := sha256.Sum256(style[1])
			if !strings.Contains(text, "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'") {
				t.Errorf("%s: not allowed: %q", name, style[1])
			}
		}
	}
}

// injected is what a citizen's words would be if they came into a page as they are.
const injected = `<script>document.body.setAttribute("data-ran","script")</script>` +
	`<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" onload="document.body.setAttribute('data-ran','load')" ` +
	`onerror="document.body.setAttribute('data-ran','error')">` +
	`<p style="position:fixed;top:0" onclick="1">x</p><style>body{display:none}</style>`

// What somebody smuggled into a page is not allowed by the page's own hashes.
func TestForeignStylesGetNoHash(t *testing.T) {
	p := page.New(build.New(reporttest.Town(t), reporttest.Morning(t)))
	p.Picture = &page.Picture{}
	page, err := Render(p, func(page.Picture) template.HTML { return injected })
	if err != nil || !bytes.Contains(page, []byte(injected)) {
		t.Fatal(err)
	}
	for _, style := range []string{"position:fixed;top:0", "body{display:none}"} {
		sum := sha256.Sum256([]byte(style))
		if bytes.Contains(page, []byte(base64.StdEncoding.EncodeToString(sum[:]))) {
			t.Errorf("%q is allowed", style)
		}
	}
}

// browse opens a page in a browser without a window and gives what became of its document, and what the browser said.
func browse(t *testing.T, browser string, page []byte) (document, console string) {
	t.Helper()
	folder := t.TempDir()
	file := filepath.Join(folder, "page.html")
	if err := os.WriteFile(file, page, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, browser, "--headless", "--no-sandbox", "--disable-gpu",
		"--enable-logging=stderr", "--v=0",
		"--user-data-dir="+filepath.Join(folder, "profile"), "--virtual-time-budget=1000", "--dump-dom", "file://"+file)
	var out, said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &said
	if err := cmd.Run(); err != nil {
		t.Skipf("the browser does not run here: %v", err)
	}
	return out.String(), said.String()
}

// In a real browser nothing of a page is blocked, and everything that was injected is.
func TestPagesInABrowser(t *testing.T) {
	browser, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("no chromium to look at pages with")
	}
	blocked := func(console string) bool { return strings.Contains(console, "Content Security Policy") }
	pages := pagesUnderPolicy(t)
	for _, name := range []string{"../testdata/governor-ru.html", "../testdata/busy-analyst-week-ru.html", "picture"} {
		page := pages[name]
		if document, console := browse(t, browser, page); blocked(console) || !strings.Contains(document, "</main>") {
			t.Errorf("%s: %s", name, console)
		}
	}
	attacked := bytes.Replace(pages["../testdata/governor-ru.html"], []byte("</main>"), []byte(injected+"</main>"), 1)
	if document, console := browse(t, browser, attacked); strings.Contains(document, `data-ran="`) ||
		!blocked(console) {
		t.Errorf("something injected ran: %s", console)
	}
	meta := regexp.MustCompile(`<meta http-equiv="Content-Security-Policy"[^>]*>`)
	if document, _ := browse(t, browser, meta.ReplaceAll(attacked, nil)); !strings.Contains(document, `data-ran="`) {
		t.Error("without the policy nothing runs either: this test proves nothing")
	}
}
