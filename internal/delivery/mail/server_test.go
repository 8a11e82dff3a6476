package mail_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"io"
	"log"
	"math/big"
	"mime"
	"mime/multipart"
	"net"
	netmail "net/mail"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"otklik/internal/delivery/deliverytest"
	"otklik/internal/delivery/mail"
)

const (
	user     = "otklik@example.org"
	password = "пароль-hunter2"
)

// office is a mail server on loopback with a certificate of its own authority.
type office struct {
	server mail.Server

	mu     sync.Mutex
	mood   deliverytest.Behaviour
	refuse *smtp.SMTPError // what RCPT answers instead of the mood's
	mails  []letter
	gone   chan struct{} // closed when the test ends
}

// letter is a mail as it came in.
type letter struct {
	from, to string
	raw      []byte
}

// newOffice serves in one of the modes of mail.Server.TLS.
func newOffice(t *testing.T, mode string, change func(*smtp.Server)) *office {
	t.Helper()
	o := &office{gone: make(chan struct{})}
	authority, config := certificate(t)
	s := smtp.NewServer(smtp.BackendFunc(func(c *smtp.Conn) (smtp.Session,
		error) {
		return &visit{office: o, conn: c}, nil
	}))
	s.Domain, s.ErrorLog = "localhost", log.New(io.Discard, "", 0)
	s.AllowInsecureAuth = mode == mail.NoTLS
	if mode == mail.StartTLS {
		s.TLSConfig = config
	}
	if change != nil {
		change(s)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	port := l.Addr().(*net.TCPAddr).Port
	if mode == mail.TLS {
		l = tls.NewListener(l, config)
	}
	served := make(chan struct{})
	go func() {
		defer close(served)
		_ = s.Serve(l)
	}()
	t.Cleanup(func() {
		close(o.gone)
		_ = s.Close()
		_ = l.Close() // a server that has not begun to serve knows nothing of it
		<-served
	})
	o.server = mail.Server{Host: "127.0.0.1", Port: port, TLS: mode, User: user, Password: password,
		From: "Отклик <" + user + ">", CAFile: authority}
	return o
}

func (o *office) behave(b deliverytest.Behaviour) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.mood = b
}

func (o *office) now() (deliverytest.Behaviour, *smtp.SMTPError) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.mood, o.refuse
}

func (o *office) letters() []letter {
	o.mu.Lock()
	defer o.mu.Unlock()
	return append([]letter(nil), o.mails...)
}

// visit is one session at the server.
type visit struct {
	office   *office
	conn     *smtp.Conn
	from, to string
	known    bool
}

func (v *visit) AuthMechanisms() []string { return []string{sasl.Plain} }

func (v *visit) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, name, secret string) error {
		if mood, _ := v.office.now(); mood == deliverytest.Untrusted {
			both := base64.StdEncoding.EncodeToString([]byte("\x00" + name + "\x00" + secret))
			return &smtp.SMTPError{Code: 535, EnhancedCode: smtp.EnhancedCode{5, 7, 8},
				Message: "no " + secret + " and no " + both}
		}
		if name != user || secret != password {
			return smtp.ErrAuthFailed
		}
		v.known = true
		return nil
	}), nil
}

func (v *visit) Mail(from string, options *smtp.MailOptions) error {
	mood, _ := v.office.now()
	switch {
	case !v.known:
		return smtp.ErrAuthRequired
	case options.UTF8:
		return &smtp.SMTPError{Code: 550, Message: "no SMTPUTF8 here"}
	case mood == deliverytest.Down:
		return &smtp.SMTPError{Code: 451, EnhancedCode: smtp.EnhancedCode{4, 3, 0}, Message: "come back later"}
	}
	v.from = from
	return nil
}

func (v *visit) Rcpt(to string, _ *smtp.RcptOptions) error {
	mood, refuse := v.office.now()
	switch {
	case refuse != nil:
		return refuse
	case mood == deliverytest.Refusing:
		return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 1, 1}, Message: "no such mailbox"}
	case mood == deliverytest.Hanging:
		<-v.office.gone
		return errors.New("gone")
	}
	v.to = to
	return nil
}

func (v *visit) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	mood, _ := v.office.now()
	v.office.mu.Lock()
	v.office.mails = append(v.office.mails, letter{v.from, v.to, raw})
	v.office.mu.Unlock()
	if mood == deliverytest.Breaking {
		_ = v.conn.Conn().Close() // the mail is in, but nobody will know
	}
	return nil
}

func (v *visit) Reset()        {}
func (v *visit) Logout() error { return nil }

// certificate makes an authority (a PEM file) and a server configuration for 127.0.0.1.
func certificate(t *testing.T) (authority string, config *tls.Config) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, NotBefore: time.Now().Add(-time.Hour),
		NotAfter:    time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage:    x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	must(t, err)
	authority = filepath.Join(t.TempDir(), "ca.pem")
	must(t, os.WriteFile(authority, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600))
	return authority, &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
}

// file is a part of a mail that is not its text.
type file struct {
	name, ascii, disposition, contentType, id string
	data                                      []byte
}

// opened is a mail as a mail program shows it.
type opened struct {
	header     netmail.Header
	text, html string
	files      []file
}

func open(t *testing.T, l letter) opened {
	t.Helper()
	m, err := netmail.ReadMessage(bytes.NewReader(l.raw))
	if err != nil {
		t.Fatalf("no mail: %v", err)
	}
	o := opened{header: m.Header}
	o.part(t, m.Header.Get("Content-Type"), m.Header.Get("Content-Transfer-Encoding"),
		m.Header.Get("Content-Disposition"), m.Header.Get("Content-Id"), m.Body)
	return o
}

func (o *opened) part(t *testing.T, contentType, encoding, disposition, id string, body io.Reader) {
	t.Helper()
	kind, parameters, err := mime.ParseMediaType(contentType)
	if err != nil {
		t.Fatalf("content type %q: %v", contentType, err)
	}
	if strings.HasPrefix(kind, "multipart/") {
		parts := multipart.NewReader(body, parameters["boundary"])
		for {
			p, err := parts.NextRawPart()
			if errors.Is(err, io.EOF) {
				return
			}
			must(t, err)
			o.part(t, p.Header.Get("Content-Type"), p.Header.Get("Content-Transfer-Encoding"),
				p.Header.Get("Content-Disposition"), p.Header.Get("Content-Id"), p)
		}
	}
	if encoding != "base64" {
		t.Errorf("%s is encoded as %q", kind, encoding)
	}
	data, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, body))
	must(t, err)
	switch {
	case disposition == "" && kind == "text/plain":
		o.text += strings.ReplaceAll(string(data), "\r\n", "\n")
	case disposition == "" && kind == "text/html":
		o.html += strings.ReplaceAll(string(data), "\r\n", "\n")
	default:
		how, names, err := mime.ParseMediaType(disposition)
		if err != nil {
			t.Fatalf("disposition %q: %v", disposition, err)
		}
		o.files = append(o.files, file{names["filename"], parameters["name"], how, kind, id, data})
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
