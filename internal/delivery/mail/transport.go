// Package mail delivers a digest by SMTP: one mail to one mailbox, with the digest as HTML and as text, its picture
// inside and its documents attached.
//
// Every recipient is a transport of its own, so that one full mailbox keeps nobody else waiting, a repeat reaches only
// those who have not had it, and a recipient added later gets the digest without the others getting it twice. A digest
// has a handful of readers: a connection for each costs nothing that matters.
package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	netmail "net/mail"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/idna"

	"otklik/internal/delivery"
	"otklik/internal/smallfile"
)

// How the connection is encrypted.
const (
	StartTLS = "starttls" // from the start of the session on, refused where the server cannot
	TLS      = "tls"      // from the first byte
	NoTLS    = "none"     // never; only to a server on the same machine
)

// Server is how mails are handed in.
type Server struct {
	Host string
	Port int
	TLS  string // StartTLS, TLS or NoTLS
	// User and Password are empty where the server wants none.
	User, Password string
	// From is the sender: "Отклик <otklik@example.org>" or the bare address.
	From string
	// CAFile is a PEM file of certificate authorities trusted besides the system's; empty: none.
	CAFile string
}

// Transport mails to one address.
type Transport struct {
	server   Server
	host     string // in ASCII
	from, to netmail.Address
	attach   []string
	tls      *tls.Config
}

// New is the way to the mailbox to, with the documents of the formats attach. Cyrillic domains are turned into their
// ASCII form; an address whose part before the @ is not ASCII is refused, because few servers take it.
func New(server Server, to string, attach []string) (*Transport, error) {
	w := &Transport{server: server, attach: slices.Clone(attach)}
	var err error
	if w.host, err = asciiHost(server.Host); err != nil {
		return nil, fmt.Errorf("the mail server's host: %w", err)
	}
	if server.Port < 1 || server.Port > 65535 {
		return nil, fmt.Errorf("the mail server's port %d is none", server.Port)
	}
	switch server.TLS {
	case StartTLS, TLS:
	case NoTLS:
		if ip := net.ParseIP(w.host); w.host != "localhost" && (ip == nil || !ip.IsLoopback()) {
			return nil, fmt.Errorf("mail without encryption (tls: none) is for a server on this machine only, not "+
				"for %s", server.Host)
		}
	default:
		return nil, fmt.Errorf("tls %q is not known; use starttls, tls or none", server.TLS)
	}
	if w.from, err = Address(server.From); err != nil {
		return nil, fmt.Errorf("the sender of mails: %w", err)
	}
	if w.to, err = Address(to); err != nil {
		return nil, fmt.Errorf("a recipient of mails: %w", err)
	}
	w.tls = &tls.Config{ServerName: w.host, MinVersion: tls.VersionTLS12}
	if server.CAFile != "" {
		pem, err := smallfile.Read(server.CAFile, smallfile.Certificates)
		if err != nil {
			return nil, fmt.Errorf("read the certificate authorities of the mail server: %w", err)
		}
		pool, err := x509.SystemCertPool()
		if err != nil {
			pool = x509.NewCertPool()
		}
		if !pool.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("no PEM certificate in %s", server.CAFile)
		}
		w.tls.RootCAs = pool
	}
	return w, nil
}

// Address reads "Name <box@домен.рф>" or "box@домен.рф" and gives it with its domain in ASCII (RFC 5891).
func Address(text string) (netmail.Address, error) {
	parsed, err := netmail.ParseAddress(text)
	if err != nil {
		return netmail.Address{}, fmt.Errorf("%q is no mail address such as press@example.org", text)
	}
	at := strings.LastIndexByte(parsed.Address, '@')
	local, domain := parsed.Address[:at], parsed.Address[at+1:]
	for _, r := range local {
		if r > 126 || r < 32 {
			return netmail.Address{}, fmt.Errorf("%q: the part before the @ must be in Latin letters; only the "+
				"domain may be Cyrillic", text)
		}
	}
	host, err := asciiHost(domain)
	if err != nil {
		return netmail.Address{}, fmt.Errorf("%q: %w", text, err)
	}
	return netmail.Address{Name: parsed.Name, Address: local + "@" + host}, nil
}

// asciiHostName has the underscores that names inside an office have and public ones must not.
var asciiHostName = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9_-]*\.)*[A-Za-z0-9_-]*[A-Za-z0-9]$`)

func asciiHost(host string) (string, error) {
	if host == "" {
		return "", errors.New("it is missing")
	}
	if net.ParseIP(host) != nil {
		return host, nil
	}
	if asciiHostName.MatchString(host) {
		return strings.ToLower(host), nil
	}
	ascii, err := idna.Lookup.ToASCII(host)
	if err != nil {
		return "", fmt.Errorf("%q is no name of a host", host)
	}
	return ascii, nil
}

// Name implements delivery.Transport.
func (w *Transport) Name() string { return "mail " + w.to.Address }

// Send implements delivery.Transport. Its repeats carry the same Message-ID and date, by which servers and mail
// programs drop doubles.
func (w *Transport) Send(ctx context.Context, p delivery.Outgoing, _ string, _ func(string) error) (string, error) {
	m, err := w.message(p)
	if err != nil {
		return "", err
	}
	s, err := w.open(ctx)
	if err != nil {
		return "", err
	}
	defer s.close()
	return s.send(m)
}

// Check implements delivery.Transport: it signs in and names the sender and the recipient, but sends no mail.
func (w *Transport) Check(ctx context.Context) error {
	s, err := w.open(ctx)
	if err != nil {
		return err
	}
	defer s.close()
	return s.envelope()
}
