package main

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"io"
	"log"
	"maps"
	"math/rand/v2"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/http"
	"net/http/httptest"
	netmail "net/mail"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"

	"github.com/emersion/go-smtp"

	"otklik/internal/sandbox"
	"otklik/internal/sandbox/town"
)

// marked is a text with the parts that the mask must hide; one without parts must stay whole.
type marked struct {
	class, text string
	parts       []string
}

// markedTexts reads the texts on which package privacy is measured, by class.
func markedTexts(t *testing.T) []marked {
	t.Helper()
	var all []marked
	for _, name := range []string{"classes.tsv", "classes-kept.tsv"} {
		data, err := os.ReadFile("../../internal/privacy/testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		number := 0
		for row := range strings.Lines(string(data)) {
			class, text, ok := strings.Cut(strings.TrimSpace(row), "\t")
			if number++; !ok || number%2 == 0 { // half of them: each is collected, read and drawn in every format
				continue
			}
			m := marked{class: class, text: strings.NewReplacer("{", "", "}", "").Replace(text)}
			for _, part := range strings.Split(text, "{")[1:] {
				part, _, _ = strings.Cut(part, "}")
				m.parts = append(m.parts, part)
			}
			all = append(all, m)
		}
	}
	// What shows only some of them is to show some of every class.
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all
}

// label is a word by which a text is found again in an output: no name, and no part of another.
func label(n int) string {
	letters := []rune("бвгджзклмнпрст")
	name := "мткы"
	for range 4 {
		name, n = name+string(letters[n%len(letters)])+"ы", n/len(letters)
	}
	return name
}

var labels = regexp.MustCompile(`мткы(?:[бвгджзклмнпрст]ы){4}`)

// words are the letters and digits of a text, each run of them with blanks round it: what marks, line breaks and the
// signs of a format do not change.
func words(text string) string {
	fields := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
	return " " + strings.Join(fields, " ") + " "
}

// complaintWith is a text as a comment that needs an answer, with its label in it.
func complaintWith(text string, n int) string {
	return text + ". Почините дорогу " + label(n) + ", ямы по колено!"
}

// around gives what stands before each label: the text alone where the output has it as JSON has it (whole), for an
// hour or «ещё 1 человек» beside it is no flat; otherwise as many words as the text has, and somewhat more.
func around(output string, texts []marked, whole map[int]string) map[int]string {
	seen := map[int]string{}
	numbers := map[string]int{}
	for n := range texts {
		numbers[label(n)] = n
	}
	output, last := words(output), 0
	for _, at := range labels.FindAllStringIndex(output, -1) {
		n, ok := numbers[output[at[0]:at[1]]]
		if !ok {
			continue
		}
		piece := strings.Fields(output[last:at[0]])
		most := len(strings.Fields(words(texts[n].text))) + 6
		last = at[1]
		shown := " " + strings.Join(piece[max(0, len(piece)-most):], " ") + " "
		if text, ok := whole[n]; ok && strings.HasSuffix(shown, text+"Почините дорогу ") {
			shown = text
		}
		seen[n] += shown
	}
	return seen
}

// tally counts the parts that are hidden and the texts that were wrongly touched.
type tally struct{ parts, hidden, kept, touched int }

func (c *tally) add(more tally) {
	c.parts, c.hidden, c.kept, c.touched = c.parts+more.parts, c.hidden+more.hidden, c.kept+more.kept,
		c.touched+more.touched
}

func (c tally) recall() float64 { return float64(c.hidden) / float64(max(1, c.parts)) }

func (c tally) wrongly() float64 { return float64(c.touched) / float64(max(1, c.kept)) }

// measured counts one output by class and gives what it leaks: texts with parts. whole gives the words that an output
// has of a text that it does not cut; what is cut is looked at for leaks alone.
func measured(output string, texts []marked, whole map[int]string) (classes map[string]tally, leaks map[string]bool) {
	classes, leaks = map[string]tally{}, map[string]bool{}
	for n, piece := range around(output, texts, whole) {
		c := classes[texts[n].class]
		if len(texts[n].parts) == 0 && strings.Contains(piece, whole[n]) {
			c.kept++
			if !strings.Contains(piece, words(texts[n].text)) {
				c.touched++
			}
		}
		for _, part := range texts[n].parts {
			c.parts++
			if strings.Contains(piece, words(part)) {
				leaks[texts[n].text+" | "+part] = true
			} else {
				c.hidden++
			}
		}
		classes[texts[n].class] = c
	}
	return classes, leaks
}

// maskingTown is a town in which every text is a comment of somebody else.
func maskingTown(texts []marked) town.Town {
	at := time.Now().Add(-5 * time.Hour).Truncate(time.Second)
	tw := town.Town{Official: "Губернатор Энской области"}
	for n, m := range texts {
		if n%100 == 0 {
			tw.Posts = append(tw.Posts, town.Post{Platform: town.VK, At: at, Text: "Открыли сквер."})
		}
		post := &tw.Posts[len(tw.Posts)-1]
		tw.People = append(tw.People, town.Person{FirstName: "Жительница", LastName: "Города"})
		post.Comments = append(post.Comments, town.Comment{Author: n, At: at.Add(time.Duration(n) * time.Second),
			Text: complaintWith(m.text, n), ReplyTo: -1})
	}
	return tw
}

// mailbox is a mail server that keeps what it is given, decoded.
type mailbox struct {
	mu   sync.Mutex
	text []string
}

func (l *mailbox) Mail(string, *smtp.MailOptions) error { return nil }
func (l *mailbox) Rcpt(string, *smtp.RcptOptions) error { return nil }
func (l *mailbox) Reset()                               {}
func (l *mailbox) Logout() error                        { return nil }

func (l *mailbox) Data(r io.Reader) error {
	m, err := netmail.ReadMessage(r)
	if err != nil {
		return err
	}
	var b strings.Builder
	err = decoded(&b, m.Header.Get("Content-Type"), m.Header.Get("Content-Transfer-Encoding"), m.Body)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.text = append(l.text, b.String())
	return err
}

// decoded writes the words of a part of a mail and of the parts in it.
func decoded(b *strings.Builder, contentType, encoding string, body io.Reader) error {
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return err
	}
	if strings.HasPrefix(kind, "multipart/") {
		parts := multipart.NewReader(body, params["boundary"])
		for {
			p, err := parts.NextRawPart()
			if err == io.EOF {
				return nil
			}
			if err != nil {
				return err
			}
			if err := decoded(b, p.Header.Get("Content-Type"), p.Header.Get("Content-Transfer-Encoding"),
				p); err != nil {
				return err
			}
		}
	}
	data, err := plainBody(encoding, body)
	if err == nil {
		b.WriteString(shownText(kind, data) + "\n" + params["name"] + "\n")
	}
	return err
}

func plainBody(encoding string, body io.Reader) ([]byte, error) {
	switch strings.ToLower(encoding) {
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	}
	return io.ReadAll(body)
}

// ofFormat is the ending of a content type's files.
var ofFormat = map[string]string{"text/html": "html", "text/plain": "txt", "application/json": "json",
	"application/pdf": "pdf",
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":       "xlsx",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx"}

// shownText is what a reader can see of a document.
func shownText(kind string, data []byte) string {
	switch format := ofFormat[kind]; format {
	case "html":
		return html.UnescapeString(regexp.MustCompile(`(?s)<style.*?</style>|<[^>]*>`).ReplaceAllString(string(data),
			" "))
	case "json":
		var b strings.Builder
		tokens := json.NewDecoder(bytes.NewReader(data))
		for token, err := tokens.Token(); err == nil; token, err = tokens.Token() {
			fmt.Fprintln(&b, token)
		}
		return b.String()
	case "xlsx", "docx":
		return officeText(data)
	}
	return string(data)
}

// officeText is all text between the tags of a document's parts, in the order of the parts; the pieces of a word that
// stand in several runs are put together.
func officeText(data []byte) string {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return ""
	}
	var b strings.Builder
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			continue
		}
		tokens := xml.NewDecoder(r)
		for token, err := tokens.Token(); err == nil; token, err = tokens.Token() {
			switch e := token.(type) {
			case xml.CharData:
				b.Write(e)
			case xml.EndElement:
				if e.Name.Local != "r" && e.Name.Local != "t" {
					b.WriteByte('\n')
				}
			}
		}
		r.Close()
	}
	return b.String()
}

// maskingOutputs collects the texts, makes every output of them and gives what a reader sees of each by its name, and
// the digest in JSON.
func maskingOutputs(t *testing.T, texts []marked) (outputs map[string]string, data string) {
	t.Helper()
	b := newBench(t, maskingTown(texts))
	mails := &mailbox{}
	mailServer := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return mails, nil }))
	mailServer.Domain, mailServer.ErrorLog = "localhost", log.New(io.Discard, "", 0)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = mailServer.Serve(listener) }()
	t.Cleanup(func() { _ = mailServer.Close() })
	var hooked strings.Builder
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		fmt.Fprintln(&hooked, shownText("application/json", body), r.URL, r.Header)
	}))
	t.Cleanup(hook.Close)
	b.configure("deliver: []",
		fmt.Sprintf(
			`deliver: [{file: {path: out, format: docx}}, {webhook: {url: "%s", secret: s3cret}}, {mail: {to: [press@example.org], attach: [xlsx, docx]}},
      {telegram: {bot_token: %q, chat: %d}}]`, hook.URL, sandbox.BotToken, sandbox.ChannelChat))
	b.configure("    channels:\n", "    municipality: Энск\n    channels:\n")
	b.write("config.yaml", regexp.MustCompile(`audience: \w+`).ReplaceAllString(b.read("config.yaml"),
		"audience: analyst")+
		fmt.Sprintf("mail: {host: 127.0.0.1, port: %d, tls: none, from: otklik@example.org}\n",
			listener.Addr().(*net.TCPAddr).Port))
	b.must("collect")
	outputs = map[string]string{}
	for kind, format := range ofFormat {
		if file := b.path("digest." + format); format != "pdf" {
			b.must("digest", "morning", "--output", file)
			outputs[format] = shownText(kind, []byte(b.read("digest."+format)))
		}
	}
	for _, format := range []string{"md", "csv"} {
		outputs[format] = strings.NewReplacer(`\`, "", `""`,
			`"`).Replace(b.must("digest", "morning", "--format", format).out)
	}
	outputs["brief"] = b.must("brief", "--municipality", "Энск").out
	if program, err := exec.LookPath("pdftotext"); err == nil {
		b.must("digest", "morning", "--output", b.path("digest.pdf"))
		read, err := exec.Command(program, "-raw", b.path("digest.pdf"), "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		outputs["pdf"] = string(read)
	}
	b.must("digest", "morning", "--send")
	outputs["mail"], outputs["webhook"] = strings.Join(mails.text, "\n"), hooked.String()
	for _, m := range b.platform.Sent() {
		outputs["telegram"] += m.Text + "\n" + m.Document + "\n"
	}
	return outputs, b.read("digest.json")
}

// leastHidden and mostTouched are what every output that shows all messages whole reaches.
const leastHidden, mostTouched = 0.97, 0.02

// shownWhole are the words of every text as the digest has it in JSON.
func shownWhole(t *testing.T, output string, texts []marked) map[int]string {
	t.Helper()
	var d digest
	if err := json.Unmarshal([]byte(output), &d); err != nil {
		t.Fatal(err)
	}
	numbers := map[string]int{}
	for n := range texts {
		numbers[label(n)] = n
	}
	whole := map[int]string{}
	for _, c := range d.Complaints {
		if name := labels.FindString(c.Text); name != "" {
			text, _, _ := strings.Cut(c.Text, ". Почините дорогу "+name)
			whole[numbers[name]] = words(text)
		}
	}
	return whole
}

// TestMaskingThroughEveryOutput: what is hidden in one output is hidden in all, names of files and headers included.
func TestMaskingThroughEveryOutput(t *testing.T) {
	t.Parallel()
	texts := markedTexts(t)
	outputs, data := maskingOutputs(t, texts)
	whole := shownWhole(t, data, texts)
	_, inJSON := measured(outputs["json"], texts, whole)
	complete := []string{"json", "html", "txt", "md", "csv", "xlsx", "mail", "webhook"}
	cut := []string{"docx", "pdf", "brief", "telegram"} // they list what waits longest, or its beginning
	rows := map[string]map[string]tally{}
	for _, name := range slices.Concat(complete, cut) {
		classes, leaks := measured(outputs[name], texts, whole)
		var all tally
		for class, c := range classes {
			all.add(c)
			if rows[class] == nil {
				rows[class] = map[string]tally{}
			}
			rows[class][name] = c
		}
		t.Logf("%-9s %4d of %4d parts hidden (%.3f), %d of %d texts wrongly touched (%.3f)", name, all.hidden,
			all.parts, all.recall(), all.touched, all.kept, all.wrongly())
		for leak := range leaks {
			if !inJSON[leak] {
				t.Errorf("%s shows what json hides: %s", name, leak)
			}
		}
		if all.parts == 0 && name != "pdf" || slices.Contains(complete, name) &&
			(all.parts < 800 || all.recall() < leastHidden || all.kept < 400 || all.wrongly() > mostTouched) {
			t.Errorf("%s hides %.3f of %d parts, want %.2f of 800, and touches %.3f of %d texts, want at most %.2f "+
				"of 400", name, all.recall(), all.parts, leastHidden, all.wrongly(), all.kept, mostTouched)
		}
	}
	for _, class := range slices.Sorted(maps.Keys(rows)) {
		var b strings.Builder
		for _, name := range slices.Concat(complete, cut) {
			c := rows[class][name]
			fmt.Fprintf(&b, " %s %d/%d", name, c.hidden+c.touched, c.parts+c.kept)
		}
		t.Logf("%-10s%s", class, b.String())
	}
}
