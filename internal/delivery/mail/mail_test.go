package mail_test

import (
	"bytes"
	"context"
	"errors"
	"mime"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/emersion/go-smtp"

	"otklik/internal/delivery"
	"otklik/internal/delivery/deliverytest"
	"otklik/internal/delivery/mail"
)

func TestContract(t *testing.T) {
	for _, mode := range []string{mail.StartTLS, mail.TLS, mail.NoTLS} {
		t.Run(mode, func(t *testing.T) {
			deliverytest.Run(t, func(t *testing.T) deliverytest.End {
				o := newOffice(t, mode, nil)
				transport, err := mail.New(o.server, "press@example.org", []string{"xlsx"})
				must(t, err)
				return deliverytest.End{
					Transport: transport,
					Behave:    func(b deliverytest.Behaviour, _ delivery.Outgoing) { o.behave(b) },
					Arrived: func() []deliverytest.Copy {
						var all []deliverytest.Copy
						for _, l := range o.letters() {
							m := open(t, l)
							text := m.text + m.html
							for _, f := range m.files {
								text += string(f.data)
							}
							all = append(all, deliverytest.Copy{ID: m.header.Get("Message-Id"), Text: text})
						}
						return all
					},
					Cannot:  []deliverytest.Behaviour{deliverytest.Busy},
					Secrets: []string{password, "hunter2"},
					Marks: []string{deliverytest.TextFirst, deliverytest.TextLast, deliverytest.HTMLFirst,
						deliverytest.HTMLLast,
						deliverytest.XLSXFirst, deliverytest.XLSXLast},
				}
			})
		})
	}
}

func TestTheMailIsWhole(t *testing.T) {
	o := newOffice(t, mail.StartTLS, nil)
	o.server.From = `"Отклик: сводки" <otklik@пример.рф>`
	o.server.User = user
	p := deliverytest.Outgoing()
	send(t, o, p, "Пресс-секретарь <press@Пример.РФ>", []string{"xlsx", "html"})
	l := o.letters()[0]
	if l.from != "otklik@xn--e1afmkfd.xn--p1ai" || l.to != "press@xn--e1afmkfd.xn--p1ai" {
		t.Errorf("envelope %s %s", l.from, l.to)
	}
	m := open(t, l)
	// The parser gives quoted words back; the address stays in ASCII.
	from, err := m.header.AddressList("From")
	must(t, err)
	to, err := m.header.AddressList("To")
	must(t, err)
	if len(from) != 1 || len(to) != 1 || from[0].Name != "Отклик: сводки" || from[0].Address != l.from ||
		to[0].Address != l.to || to[0].Name != "Пресс-секретарь" {
		t.Errorf("from %v to %v", from, to)
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.header.Get("Subject"))
	must(t, err)
	if want := `Сводка  Bcc: all@example.org    <b>"../../etc" 🏠 тxe & 'x'; =?utf-8?q?x?=`; subject != want {
		t.Errorf("subject %q", subject)
	}
	if m.header.Get("Bcc") != "" || m.header.Get("Auto-Submitted") != "auto-generated" {
		t.Errorf("header %v", m.header)
	}
	if date, err := m.header.Date(); err != nil || !date.Equal(p.Made) {
		t.Errorf("date %v, %v", date, err)
	}
	text, _ := p.Document("text")
	if !strings.HasSuffix(m.text, string(text.Data)) || !strings.HasPrefix(m.text, "! Сводка опоздала") ||
		!strings.Contains(m.text, deliverytest.Warning) {
		t.Errorf("text %.200q", m.text)
	}
	if !strings.Contains(m.html, "Вчерашняя сводка не доставлена &lt;mail&gt; &amp; прочее") ||
		strings.Contains(m.html, "<svg") {
		t.Errorf("page %.400q", m.html)
	}
	if len(m.files) != 3 {
		t.Fatalf("%d files", len(m.files))
	}
	picture, table := m.files[0], m.files[1]
	if picture.disposition != "inline" || !bytes.Equal(picture.data, p.Picture) ||
		!strings.Contains(m.html, `src="cid:`+strings.Trim(picture.id, "<>")+`"`) {
		t.Errorf("picture %+v", picture)
	}
	if !strings.Contains(m.html, `alt="Без ответа 3 &lt;из&gt; &#34;5&#34;"`) {
		t.Error("the picture says nothing to those who do not see it")
	}
	sheet, _ := p.Document("xlsx")
	if table.disposition != "attachment" || table.ascii != "morning-2026-11-23-0800.xlsx" || table.name != sheet.Name ||
		!bytes.Equal(table.data, sheet.Data) {
		t.Errorf("table %q %q, document %q", table.name, table.ascii, sheet.Name)
	}
	for _, line := range bytes.Split(l.raw, []byte("\r\n")) {
		if len(line) > 998 || !utf8.Valid(line) || bytes.ContainsFunc(line, func(r rune) bool { return r > 126 }) {
			t.Fatalf("a line that mail does not allow: %.100q", line)
		}
	}
}

func TestRepeatsAreTheSameMailAndRecipientsAreNot(t *testing.T) {
	o := newOffice(t, mail.StartTLS, nil)
	p := deliverytest.Outgoing()
	other := p
	other.Resent = 1
	for _, to := range []string{"a@example.org", "a@example.org", "b@example.org"} {
		send(t, o, p, to, nil)
	}
	send(t, o, other, "a@example.org", nil)
	var ids []string
	for _, l := range o.letters() {
		ids = append(ids, open(t, l).header.Get("Message-Id"))
	}
	if ids[0] != ids[1] || ids[0] == ids[2] || ids[0] == ids[3] {
		t.Errorf("ids %v", ids)
	}
}

func TestFailuresSayWhatToDo(t *testing.T) {
	closed := func() int {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		must(t, err)
		defer l.Close()
		return l.Addr().(*net.TCPAddr).Port
	}
	cases := []struct {
		name, mode string
		change     func(*office)
		serve      func(*smtp.Server)
		permanent  bool
		want       string
	}{
		{"wrong password", mail.StartTLS, func(o *office) { o.server.Password = "wrong" }, nil, true,
			"check mail.user and mail.password"},
		{"no password", mail.StartTLS, func(o *office) { o.server.User = "" }, nil, true, "502"},
		{"unknown authority", mail.StartTLS, func(o *office) { o.server.CAFile = "" }, nil, true, "mail.ca_file"},
		{"unknown authority from the start", mail.TLS, func(o *office) { o.server.CAFile = "" }, nil, true,
			"mail.ca_file"},
		{"no STARTTLS", mail.StartTLS, nil, func(s *smtp.Server) { s.TLSConfig = nil }, true, "offers no STARTTLS"},
		{"tls to a starttls port", mail.StartTLS, func(o *office) { o.server.TLS = mail.TLS }, nil, true,
			"set mail.tls to starttls"},
		{"nobody there", mail.StartTLS, func(o *office) { o.server.Port = closed() }, nil, false,
			"connect to the mail server 127.0.0.1"},
		{"greylisted", mail.StartTLS, func(o *office) { o.refuse = &smtp.SMTPError{Code: 450, Message: "greylisted"} },
			nil, false, "greylisted"},
		{"mailbox full", mail.StartTLS, func(o *office) {
			o.refuse = &smtp.SMTPError{Code: 452,
				Message: "mailbox full"}
		}, nil, false, "mailbox full"},
		{"too large", mail.StartTLS, nil, func(s *smtp.Server) { s.MaxMessageBytes = 1000 }, true, "552"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			o := newOffice(t, c.mode, c.serve)
			if c.change != nil {
				c.change(o)
			}
			transport, err := mail.New(o.server, "press@example.org", nil)
			must(t, err)
			_, err = transport.Send(t.Context(), deliverytest.Outgoing(), "", nil)
			if err == nil || errors.Is(err, delivery.ErrPermanent) != c.permanent ||
				!strings.Contains(err.Error(), c.want) {
				t.Errorf("permanent %v: %v", errors.Is(err, delivery.ErrPermanent), err)
			}
			if c.name != "too large" {
				if err := transport.Check(t.Context()); err == nil || !strings.Contains(err.Error(), c.want) {
					t.Errorf("check: %v", err)
				}
			}
			if len(o.letters()) != 0 {
				t.Error("a mail came in")
			}
		})
	}
}

// A server that accepts the connection and says nothing does not hold up a shutdown.
func TestASilentServer(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer l.Close()
	for _, mode := range []string{mail.StartTLS, mail.TLS} {
		transport, err := mail.New(mail.Server{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, TLS: mode, From: user},
			"a@example.org", nil)
		must(t, err)
		ctx, cancel := context.WithCancel(t.Context())
		go func() {
			conn, err := l.Accept()
			cancel()
			if err == nil {
				defer conn.Close()
				_, _ = conn.Read(make([]byte, 1<<10))
			}
		}()
		if err := transport.Check(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", mode, err)
		}
	}
}

func TestNewRefuses(t *testing.T) {
	good := mail.Server{Host: "smtp.example.org", Port: 587, TLS: mail.StartTLS, From: user}
	empty := filepath.Join(t.TempDir(), "empty.pem")
	must(t, os.WriteFile(empty, nil, 0o600))
	cases := []struct {
		to, want string
		change   func(*mail.Server)
	}{
		{"a@example.org", "host", func(s *mail.Server) { s.Host = "" }},
		{"a@example.org", "host", func(s *mail.Server) { s.Host = "почта почта" }},
		{"a@example.org", "port", func(s *mail.Server) { s.Port = 0 }},
		{"a@example.org", "on this machine only", func(s *mail.Server) { s.TLS = mail.NoTLS }},
		{"a@example.org", "not known", func(s *mail.Server) { s.TLS = "ssl" }},
		{"a@example.org", "sender", func(s *mail.Server) { s.From = "Отклик" }},
		{"a@example.org", "no PEM", func(s *mail.Server) { s.CAFile = empty }},
		{"a@example.org", "certificate authorities", func(s *mail.Server) { s.CAFile = empty + "x" }},
		{"press", "recipient", nil},
		{"a@example.org, b@example.org", "recipient", nil},
		{"пресса@example.org", "Latin", nil},
		{"a@\r\nBcc: b", "recipient", nil},
	}
	for _, c := range cases {
		s := good
		if c.change != nil {
			c.change(&s)
		}
		if _, err := mail.New(s, c.to, nil); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("want %q, got %v", c.want, err)
		}
	}
	for _, s := range []mail.Server{{Host: "localhost", Port: 25, TLS: mail.NoTLS, From: user},
		{Host: "::1", Port: 25, TLS: mail.NoTLS, From: user},
		{Host: "почта.рф", Port: 465, TLS: mail.TLS, From: user},
		{Host: "mail_gw", Port: 587, TLS: mail.StartTLS, From: user}} {
		if _, err := mail.New(s, "a@example.org", nil); err != nil {
			t.Errorf("%+v: %v", s.Host, err)
		}
	}
}

func TestCyrillicFileNamesHaveAnASCIITwin(t *testing.T) {
	o := newOffice(t, mail.NoTLS, nil)
	p := deliverytest.Outgoing()
	at := p.At
	p.Documents[3] = delivery.NewDocument("утро+Щука", "Сводка №1 + итог 100%", at, "xlsx", "application/x",
		[]byte("x"))
	send(t, o, p, "a@example.org", []string{"xlsx"})
	m := open(t, o.letters()[0])
	got := m.files[len(m.files)-1]
	if got.ascii != "utro_shchuka-2026-11-23-0800.xlsx" || got.name != "Сводка №1 + итог 100% 2026-11-23 08-00.xlsx" {
		t.Errorf("names %q %q", got.ascii, got.name)
	}
}

// A mail may be kept for a look by other programs: OTKLIK_KEEP_MAIL=/some/folder go test.
func send(t *testing.T, o *office, p delivery.Outgoing, to string, attach []string) {
	t.Helper()
	transport, err := mail.New(o.server, to, attach)
	must(t, err)
	if err := transport.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	response, err := transport.Send(t.Context(), p, "", nil)
	if err != nil || !strings.HasPrefix(response, "accepted") {
		t.Fatalf("receipt %q, error %v", response, err)
	}
	if folder := os.Getenv("OTKLIK_KEEP_MAIL"); folder != "" {
		all := o.letters()
		must(t, os.WriteFile(filepath.Join(folder, t.Name()+".eml"), all[len(all)-1].raw, 0o600))
	}
}
