package mail

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"html"
	"mime"
	netmail "net/mail"
	"net/textproto"
	"net/url"
	"regexp"
	"strings"
	"unicode"

	gomail "github.com/wneessen/go-mail"

	"otklik/internal/delivery"
)

// longestSubject bounds a subject in characters: more is shown nowhere.
const longestSubject = 150

// message is the mail of an outgoing digest. All that tells one mail from another comes from the outgoing digest, so
// that a repeat is the same mail; only the separators between its parts are new.
func (w *Transport) message(p delivery.Outgoing) (*gomail.Msg, error) {
	bodies, err := letter(p)
	if err != nil {
		return nil, err
	}
	documents, err := p.Attachments(w.attach)
	if err != nil {
		return nil, err
	}
	// Base64 because Cyrillic in quoted-printable grows threefold.
	m := gomail.NewMsg(gomail.WithEncoding(gomail.EncodingB64), gomail.WithNoDefaultUserAgent())
	m.SetGenHeaderPreformatted("From", address(w.from))
	m.SetGenHeaderPreformatted("To", address(w.to))
	m.SetGenHeaderPreformatted("Subject", encoded(oneLine(p.Subject, longestSubject)))
	m.SetDateWithValue(p.Made)
	key := p.Key(w.to.Address)
	domain := w.from.Address[strings.LastIndexByte(w.from.Address, '@')+1:]
	m.SetMessageIDWithValue(key + "@" + domain)
	// RFC 3834: nobody's holiday notice answers a program.
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetGenHeader("X-Auto-Response-Suppress", "All")
	m.SetGenHeader(gomail.HeaderUserAgent, "otklik")

	page := bodies[1].Data
	if len(p.Picture) > 0 {
		id := "picture." + key + "@" + domain
		page = withPicture(page, id, p.PictureAlt)
		m.EmbedReadSeeker("picture.png", bytes.NewReader(p.Picture),
			part("image/png", "picture.png", "picture.png", "inline", id))
	}
	m.SetBodyString(gomail.TypeTextPlain, string(bodies[0].Data))
	m.AddAlternativeString(gomail.TypeTextHTML, string(page))
	for _, d := range documents {
		ascii := asciiName(d.FileName)
		m.AttachReadSeeker(ascii, bytes.NewReader(d.Data),
			part(d.ContentType, d.Name, ascii, "attachment", ""))
	}
	return m, nil
}

// encoded is a text in the words of RFC 2047, each on a line of its own and the first beside the header's name: the
// library would leave the first line empty, which some mail programs show as a space.
func encoded(text string) string {
	words := mime.BEncoding.Encode("utf-8", text)
	if words == text && !strings.Contains(text, "=?") {
		return text
	}
	if words == text {
		words = "=?utf-8?b?" + base64.StdEncoding.EncodeToString([]byte(text)) + "?="
	}
	return strings.ReplaceAll(words, " ", "\r\n ")
}

// address is a name and a mailbox as a header has them.
func address(a netmail.Address) string {
	box := netmail.Address{Address: a.Address}
	switch {
	case a.Name == "":
		return box.String()
	case mime.BEncoding.Encode("utf-8", a.Name) == a.Name:
		return a.String() // ASCII, quoted where it needs to be
	}
	return encoded(oneLine(a.Name, longestSubject)) + " " + box.String()
}

// part sets the headers of a file: its name in ASCII for old programs and, by RFC 2231, in its own letters.
func part(contentType, name, ascii, disposition, id string) gomail.FileOption {
	return func(f *gomail.File) {
		if f.Header == nil {
			f.Header = textproto.MIMEHeader{}
		}
		f.Header.Set("Content-Type", oneLine(contentType, 200)+";\r\n name=\""+ascii+"\"")
		value := disposition + ";\r\n filename=\"" + ascii + "\""
		if name != ascii {
			value += ";\r\n filename*=UTF-8''" + strings.ReplaceAll(url.QueryEscape(name), "+", "%20")
		}
		f.Header.Set("Content-Disposition", value)
		if id != "" {
			f.Header.Set("Content-Id", "<"+id+">")
		}
	}
}

var drawing = regexp.MustCompile(`(?is)<svg\b.*?</svg>`)

// withPicture puts the attached picture where the page has its drawing, which mail programs do not show, or else at the
// page's end. The words of citizens cannot be taken for a drawing: the page has their brackets escaped.
func withPicture(page []byte, id, alt string) []byte {
	image := fmt.Sprintf(
		`<img src="cid:%s" alt="%s" width="440" style="display:block;width:100%%;max-width:440px;height:auto;">`,
		id, html.EscapeString(oneLine(alt, 2000)))
	if at := drawing.FindIndex(page); at != nil {
		return bytes.Join([][]byte{page[:at[0]], []byte(image), page[at[1]:]}, nil)
	}
	for _, end := range []string{"</main>", "</body>", "</html>"} {
		if at := bytes.LastIndex(page, []byte(end)); at >= 0 {
			return bytes.Join([][]byte{page[:at], []byte(image), page[at:]}, nil)
		}
	}
	return append(bytes.Clone(page), image...)
}

// oneLine is a text without line breaks, control characters and marks that turn the writing, bounded in characters.
func oneLine(text string, most int) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r) && r != ' ' && r != '\u00a0':
			return ' '
		case unicode.IsControl(r), r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
	text = strings.TrimSpace(text)
	if letters := []rune(text); len(letters) > most {
		text = strings.TrimSpace(string(letters[:most-1])) + "…"
	}
	return text
}

// latin spells Cyrillic letters for programs that know no others.
var latin = strings.NewReplacer(
	"а", "a", "б", "b", "в", "v", "г", "g", "д", "d", "е", "e", "ё", "e", "ж", "zh", "з", "z", "и", "i", "й", "y", "к",
	"k", "л", "l",
	"м", "m", "н", "n", "о", "o", "п", "p", "р", "r", "с", "s", "т", "t", "у", "u", "ф", "f", "х", "kh", "ц", "ts", "ч",
	"ch", "ш", "sh",
	"щ", "shch", "ъ", "", "ы", "y", "ь", "", "э", "e", "ю", "yu", "я", "ya")

func asciiName(name string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || r == '.' || r < 127 && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return r
		}
		return '_'
	}, latin.Replace(strings.ToLower(name)))
}

// letter is the mail's text and HTML: those made for letters where the outgoing digest has them, because many mail
// servers refuse what is larger than 20 MB and many readers cut what is longer than 100 KB.
func letter(p delivery.Outgoing) ([]delivery.Document, error) {
	var bodies []delivery.Document
	for _, f := range []string{"text", "html"} {
		if d, ok := p.Document("letter." + f); ok {
			bodies = append(bodies, d)
			continue
		}
		whole, err := p.Attachments([]string{f})
		if err != nil {
			return nil, err
		}
		bodies = append(bodies, whole...)
	}
	return bodies, nil
}
