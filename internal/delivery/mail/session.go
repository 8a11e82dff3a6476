package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/textproto"
	"strings"
	"time"

	gomail "github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"

	"otklik/internal/delivery"
)

// A step of the session may take this long, and the mail itself, on a slow line with large documents, longer.
const (
	longestStep = time.Minute
	longestMail = 5 * time.Minute
)

// session is an open, signed-in connection.
type session struct {
	transport *Transport
	ctx       context.Context
	client    *smtp.Client
	// close ends the connection; it may be called at any time and more than once.
	close func()
}

// open connects, encrypts and signs in.
func (w *Transport) open(ctx context.Context) (*session, error) {
	doing := fmt.Sprintf("connect to the mail server %s:%d", w.host, w.server.Port)
	s := &session{transport: w, ctx: ctx, close: func() {}}
	dial := func(dialing context.Context, network, address string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(dialing, network, address)
		if err != nil {
			return nil, err
		}
		// A read that hangs knows no context: closing the connection wakes it.
		stop := context.AfterFunc(ctx, func() { _ = conn.Close() })
		s.close = func() {
			stop()
			_ = conn.Close()
		}
		if w.server.TLS != TLS {
			return conn, nil
		}
		secure := tls.Client(conn, w.tls)
		if err := secure.HandshakeContext(dialing); err != nil {
			return nil, err
		}
		return secure, nil
	}
	client, err := gomail.NewClient(w.host, w.options(dial)...)
	if err != nil {
		return nil, delivery.Permanent(w.opaque(doing, err))
	}
	if s.client, err = client.DialToSMTPClientWithContext(ctx); err != nil {
		s.close()
		return nil, s.sorted(doing, err)
	}
	return s, nil
}

func (w *Transport) options(dial gomail.DialContextFunc) []gomail.Option {
	all := []gomail.Option{
		gomail.WithPort(w.server.Port), gomail.WithTimeout(longestStep), gomail.WithDialContextFunc(dial),
		gomail.WithTLSConfig(w.tls),
		// All addresses are ASCII; to ask for SMTPUTF8 would make servers further on refuse the mail.
		gomail.WithoutSMTPUTF8(),
	}
	switch w.server.TLS {
	case TLS:
		// The dialer above encrypts; WithSSL tells the client that it need not.
		all = append(all, gomail.WithSSL())
	case StartTLS:
		all = append(all, gomail.WithTLSPolicy(gomail.TLSMandatory))
	case NoTLS:
		all = append(all, gomail.WithTLSPolicy(gomail.NoTLS))
	}
	if w.server.User != "" {
		// The line is encrypted or does not leave the machine, so that the plainest ways, which every server has right,
		// come first. NTLM is last: servers that name it first often refuse its user names.
		all = append(all, gomail.WithUsername(w.server.User), gomail.WithPassword(w.server.Password),
			gomail.WithOpportunisticSMTPAuth(gomail.SMTPAuthPlainNoEnc, gomail.SMTPAuthLoginNoEnc,
				gomail.SMTPAuthSCRAMSHA256,
				gomail.SMTPAuthSCRAMSHA1, gomail.SMTPAuthCramMD5, gomail.SMTPAuthNTLM))
	}
	return all
}

// envelope names the sender and the recipient.
func (s *session) envelope() error {
	from, to := s.transport.from, s.transport.to
	from.Name, to.Name = "", ""
	if err := s.client.UpdateDeadline(longestStep); err != nil {
		return s.sorted("talk to the mail server", err)
	}
	if err := s.client.Mail(from.String()); err != nil {
		return s.sorted("name the sender "+from.Address+" to the mail server", err)
	}
	if err := s.client.Rcpt(to.String()); err != nil {
		return s.sorted("name the recipient "+to.Address+" to the mail server", err)
	}
	return nil
}

// send hands one mail in and gives what the server said.
func (s *session) send(m *gomail.Msg) (string, error) {
	if err := s.envelope(); err != nil {
		return "", err
	}
	doing := "hand in the mail to " + s.transport.to.Address
	data, err := s.client.Data()
	if err != nil {
		return "", s.sorted(doing, err)
	}
	if err := s.client.UpdateDeadline(longestMail); err != nil {
		return "", s.sorted(doing, err)
	}
	if _, err := m.WriteTo(data); err != nil {
		return "", s.sorted(doing, err)
	}
	if err := data.Close(); err != nil {
		return "", s.sorted(doing, err)
	}
	response := "accepted"
	if said, ok := data.(interface{ ServerResponse() string }); ok {
		response = strings.Join(strings.Fields(s.transport.opaque("accepted",
			errors.New(said.ServerResponse())).Error()), " ")
	}
	// The mail is theirs now: whatever happens to the farewell changes nothing.
	_ = s.client.UpdateDeadline(longestStep / 6)
	_ = s.client.Quit()
	return response, nil
}

// sorted says whether a repeat can help, and what to do where it cannot. Reply codes are those of RFC 5321 section
// 4.2.1 and RFC 4954: 4 at the beginning may pass, 5 stays.
func (s *session) sorted(doing string, err error) error {
	if s.ctx.Err() != nil {
		return delivery.Ended(s.ctx, doing, err)
	}
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	code, text := replyCode(err), err.Error()
	advice := ""
	switch {
	case errors.As(err, &certificate):
		advice = "its certificate is not trusted: name its authority in mail.ca_file, and its host as the " +
			"certificate does"
	case errors.As(err, &record):
		advice = "it does not speak TLS from the first byte on this port: set mail.tls to starttls (usually port " +
			"587), or use the port for tls (usually 465)"
	case strings.Contains(text, "does not support STARTTLS"):
		advice = "it offers no STARTTLS: set mail.tls to tls with its port (usually 465)"
	case strings.Contains(text, "does not support SMTP AUTH"), errors.Is(err, gomail.ErrNoSupportedAuthDiscovered):
		advice = "it offers no way to sign in that this program knows: remove mail.user, or use another port"
	case code == 530, code == 534, code == 535, code == 538, code >= 500 && strings.Contains(text, "SMTP AUTH failed"):
		advice = "it does not let this user in: check mail.user and mail.password (many providers want a password " +
			"made for programs) and that the mailbox may send by SMTP"
	case code >= 500:
		return delivery.Permanent(s.transport.opaque(doing, err))
	default:
		return s.transport.opaque(doing, err)
	}
	return delivery.Permanent(s.transport.opaque(doing+": "+advice, err))
}

// replyCode is the code of the server's refusal, 0 where it is something else.
func replyCode(err error) int {
	var refused *textproto.Error
	if errors.As(err, &refused) {
		return refused.Code
	}
	return 0
}

// opaque keeps the password out of an error, also where a server repeats what it was told.
func (w *Transport) opaque(doing string, err error) error {
	return delivery.Opaque(doing, err, w.server.Password)
}
