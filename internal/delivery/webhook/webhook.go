// Package webhook delivers a digest's JSON to a web address by POST, signed.
//
// The receiver reads X-Otklik-Timestamp (seconds since 1970 at which this try was made) and Idempotency-Key (the same
// for every repeat of the same digest, another for one that a person sends again on purpose), and checks
// X-Otklik-Signature-V2, which covers both and the body. It refuses old timestamps and drops keys that it knows.
// X-Otklik-Signature covers the timestamp and the body alone, so that whoever recorded a request could repeat it
// under another key; it stays for receivers that were written before the other.
package webhook

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"otklik/internal/delivery"
	"otklik/internal/redact"
)

// The headers of a delivery.
const (
	TimestampHeader   = "X-Otklik-Timestamp"
	SignatureHeader   = "X-Otklik-Signature"
	SignatureV2Header = "X-Otklik-Signature-V2"
	KeyHeader         = "Idempotency-Key"
)

// longestTry bounds one request.
const longestTry = time.Minute

// Transport posts to one address.
type Transport struct {
	address, secret string
	host            string
	client          *http.Client
}

// New is the way to a web address. The address may hold a secret in its path or query: neither its name nor its errors
// show more than the host. client brings proxy and certificates; nil is a plain one. Redirects are never followed: the
// digest would go where nobody wrote it should, or turn into a GET that delivers nothing.
func New(address, secret string, client *http.Client) (*Transport, error) {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		return nil, errors.New("the webhook's url is no address that begins with https://")
	case u.Scheme == "http" && !loopback(u.Hostname()):
		return nil, fmt.Errorf("the webhook on %s must begin with https://: without it everybody on the way reads "+
			"the digest", u.Host)
	case secret == "":
		return nil, fmt.Errorf("the webhook on %s needs a secret to sign with", u.Host)
	}
	own := http.Client{}
	if client != nil {
		own = *client
	}
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &Transport{address: address, secret: secret, host: u.Scheme + "://" + u.Host, client: &own}, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// Name implements delivery.Transport: the host and a short sum of the whole address, which tells two on one host apart.
func (w *Transport) Name() string {
	sum := sha256.Sum256([]byte(w.address))
	return fmt.Sprintf("webhook %s #%s", w.host, hex.EncodeToString(sum[:3]))
}

// Sign is the value of SignatureHeader: "sha256=" and the hexadecimal HMAC-SHA256, under the secret, of the
// timestamp, a dot and the body.
func Sign(secret, timestamp string, body []byte) string {
	return seal(secret, timestamp+".", body)
}

// SignV2 is the value of SignatureV2Header: "sha256=" and the hexadecimal HMAC-SHA256, under the secret, of "v2", the
// timestamp, the idempotency key and the body's hexadecimal SHA-256, joined by colons. None of them holds a colon, so
// that no part can be moved into its neighbour, as the body itself could; and what SignatureHeader covers begins with a
// number: no signature of one kind passes for one of the other.
func SignV2(secret, timestamp, key string, body []byte) string {
	sum := sha256.Sum256(body)
	return seal(secret, "v2:"+timestamp+":"+key+":", []byte(hex.EncodeToString(sum[:])))
}

func seal(secret, before string, body []byte) string {
	m := hmac.New(sha256.New, []byte(secret))
	m.Write([]byte(before))
	m.Write(body)
	return "sha256=" + hex.EncodeToString(m.Sum(nil))
}

// Send implements delivery.Transport. Any reply of 200–299 is acceptance.
func (w *Transport) Send(ctx context.Context, p delivery.Outgoing, _ string, _ func(string) error) (string, error) {
	d, ok := p.Document("json")
	if !ok {
		_, err := p.Attachments([]string{"json"})
		return "", err
	}
	doing := "post the digest to " + w.host
	timestamp, key := strconv.FormatInt(time.Now().Unix(), 10), p.Key(w.address)
	reply, err := w.do(ctx, http.MethodPost, doing, d.Data, http.Header{
		"Content-Type":    {"application/json; charset=utf-8"},
		TimestampHeader:   {timestamp},
		SignatureHeader:   {Sign(w.secret, timestamp, d.Data)},
		SignatureV2Header: {SignV2(w.secret, timestamp, key, d.Data)},
		KeyHeader:         {key},
	})
	if err != nil {
		return "", err
	}
	if err := w.statusError(doing, reply); err != nil {
		return "", err
	}
	return "HTTP " + strconv.Itoa(reply.StatusCode), nil
}

// Check implements delivery.Transport: the address's host answers a HEAD request over a trusted connection. Whether it
// would take a POST cannot be known without one, so that any answer below 500 is good, and that HEAD is not known there
// (501).
func (w *Transport) Check(ctx context.Context) error {
	doing := "reach " + w.host
	reply, err := w.do(ctx, http.MethodHead, doing, nil, http.Header{})
	switch {
	case err != nil:
		return err
	case reply.StatusCode >= 500 && reply.StatusCode != http.StatusNotImplemented:
		return w.statusError(doing, reply)
	}
	return nil
}

func (w *Transport) do(ctx context.Context, method, doing string, body []byte, header http.Header) (*http.Response,
	error) {
	ctx, cancel := context.WithTimeout(ctx, longestTry)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, w.address, bytes.NewReader(body))
	if err != nil {
		return nil, delivery.Permanent(fmt.Errorf("%s: the url cannot be used", doing))
	}
	header.Set("User-Agent", "otklik")
	request.Header = header
	reply, err := w.client.Do(request)
	if err != nil {
		return nil, w.failure(ctx, doing, err)
	}
	// The reply's words are not kept: they may repeat the digest. Reading them lets the connection be used again.
	_, _ = io.Copy(io.Discard, io.LimitReader(reply.Body, 64<<10))
	_ = reply.Body.Close()
	return reply, nil
}

// failure is an error without a reply. *url.Error prints the address, so it is left behind.
func (w *Transport) failure(ctx context.Context, doing string, err error) error {
	if ctx.Err() != nil {
		return delivery.Ended(ctx, doing, err)
	}
	var outer *url.Error
	if errors.As(err, &outer) {
		err = outer.Err
	}
	var certificate *tls.CertificateVerificationError
	if errors.As(err, &certificate) {
		return delivery.Permanent(delivery.Opaque(doing+": its certificate is not trusted; name its authority in "+
			"ca_file", err, w.secrets()...))
	}
	return delivery.Opaque(doing, err, w.secrets()...)
}

func (w *Transport) secrets() []string { return append(redact.InAddress(w.address), w.secret) }

// statusError sorts the status codes: RFC 9110 section 15, and 425 of RFC 8470.
func (w *Transport) statusError(doing string, reply *http.Response) error {
	code := reply.StatusCode
	err := fmt.Errorf("%s: it answered HTTP %d %s", doing, code, http.StatusText(code))
	switch {
	case code >= 200 && code < 300:
		return nil
	case code >= 300 && code < 400:
		target := "another address"
		if to, parsed := reply.Location(); parsed == nil && to.Host != "" {
			target = to.Scheme + "://" + to.Host
		}
		return delivery.Permanent(fmt.Errorf("%w: it redirects to %s, which is not followed; write the final url in "+
			"the configuration", err, target))
	case code == http.StatusRequestTimeout, code == http.StatusTooEarly, code == http.StatusTooManyRequests,
		code >= 500:
		return delivery.Busy(err, retryAfter(reply.Header.Get("Retry-After"), time.Now()))
	case code == http.StatusUnauthorized, code == http.StatusForbidden:
		return delivery.Permanent(fmt.Errorf("%w; compare the secret and the url with the receiver's", err))
	}
	return delivery.Permanent(err)
}

// retryAfter reads seconds or a date (RFC 9110 section 10.2.3).
func retryAfter(value string, now time.Time) time.Duration {
	if seconds, err := strconv.ParseInt(value, 10, 32); err == nil {
		return time.Duration(seconds) * time.Second
	}
	if at, err := http.ParseTime(value); err == nil {
		return at.Sub(now)
	}
	return 0
}
