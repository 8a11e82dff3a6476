// Package redact takes secrets out of texts: as they are, and in the forms that addresses, documents, mails and
// errors give them, cut short, too. It knows nothing of where the texts go.
package redact

import (
	"bytes"
	"io"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
)

// Stars stand in the place of a secret.
const Stars = "***"

// Least is how many bytes a secret has at least to be looked for everywhere. One that is shorter is part of too many
// words: it is replaced only where it stands alone, and below shortest not at all.
const (
	Least    = 8
	shortest = 6
)

// Redactor replaces secrets. It may be used by several goroutines while it learns more of them. Nil and one without
// secrets change nothing.
type Redactor struct {
	cautious bool
	table    atomic.Pointer[table]
}

// New knows the secrets given.
func New(secrets ...string) *Redactor {
	r := &Redactor{}
	r.Learn(secrets...)
	return r
}

// Cautious is for texts in which people's words stand: of a secret that was cut short it replaces only what no word is
// as long as.
func Cautious(secrets ...string) *Redactor {
	r := &Redactor{cautious: true}
	r.Learn(secrets...)
	return r
}

// Learn adds secrets.
func (r *Redactor) Learn(secrets ...string) {
	for r != nil {
		old := r.table.Load()
		if old.knows(secrets) || r.table.CompareAndSwap(old, old.with(r.cautious, secrets)) {
			return
		}
	}
}

// Text is a text without the secrets.
func (r *Redactor) Text(text string) string {
	if r == nil || r.table.Load().empty() || len(text) < shortest {
		return text
	}
	found := r.table.Load().find([]byte(text))
	if len(found) == 0 {
		return text
	}
	return string(replace([]byte(text), found))
}

// Bytes is Text of bytes. They are given back as they are where nothing is to be replaced.
func (r *Redactor) Bytes(text []byte) []byte {
	if r == nil || r.table.Load().empty() || len(text) < shortest {
		return text
	}
	found := r.table.Load().find(text)
	if len(found) == 0 {
		return text
	}
	return replace(text, found)
}

// Writer writes without the secrets. What belongs together has to come in one call of Write.
func (r *Redactor) Writer(w io.Writer) io.Writer { return writer{r, w} }

type writer struct {
	r *Redactor
	w io.Writer
}

func (w writer) Write(p []byte) (int, error) {
	shown := w.r.Bytes(p)
	n, err := w.w.Write(shown)
	if err == nil || n > len(p) {
		n = len(p) // what counts is the caller's
	}
	return n, err
}

// replace puts stars into the place of each span; they are in order.
func replace(text []byte, spans []span) []byte {
	out := make([]byte, 0, len(text))
	last := 0
	for _, s := range spans {
		out = append(append(out, text[last:s.from]...), Stars...)
		last = s.to
	}
	return append(out, text[last:]...)
}

// InAddress are the secrets that a web address may hold: the password, and what of the user's name, of path and query
// looks like a key. Its host is none.
func InAddress(address string) []string {
	u, err := url.Parse(address)
	if err != nil {
		return []string{address}
	}
	var all []string
	add := func(value string, always bool) {
		if always && len(value) >= shortest || len(value) >= Least && likeKey(value) {
			all = append(all, value)
		}
	}
	password, _ := u.User.Password()
	add(u.User.Username(), false) // a token may stand before the colon, or without one
	add(password, true)
	for part := range strings.SplitSeq(u.Path, "/") {
		add(part, false)
	}
	for part := range strings.FieldsFuncSeq(u.RawQuery, func(r rune) bool { return r == '&' || r == ';' }) {
		name, value, _ := strings.Cut(part, "=")
		add(unescaped(name), false)
		add(unescaped(value), true)
	}
	add(u.Fragment, false)
	return all
}

// unescaped is a piece of a query without its escapes; as it is where these are none.
func unescaped(piece string) string {
	if plain, err := url.QueryUnescape(piece); err == nil {
		return plain
	}
	return piece
}

// likeKey tells a key from a name such as "webhooks".
func likeKey(value string) bool {
	return len(value) >= 2*Least || random([]byte(value)) || hasDigits(value, 1)
}

func hasDigits(value string, least int) bool {
	n := 0
	for _, r := range value {
		if r >= '0' && r <= '9' {
			n++
		}
	}
	return n >= least
}

// secretPart is what is secret of a token: the number before the colon of a Telegram bot is its public id.
func secretPart(secret string) string {
	if m := regexp.MustCompile(`^\d+:([A-Za-z0-9_-]{6,})$`).FindStringSubmatch(secret); m != nil {
		return m[1]
	}
	return secret
}

// random reports whether a piece of a secret is no part of a word or a number that may stand anywhere: letters and
// digits mixed, or small and capital letters as no name has them.
func random(piece []byte) bool {
	digits, small, capital, humps := 0, 0, 0, 0
	for i, b := range piece {
		switch {
		case b >= '0' && b <= '9':
			digits++
		case b >= 'a' && b <= 'z':
			small++
		case b >= 'A' && b <= 'Z':
			capital++
			if i > 0 && piece[i-1] >= 'a' && piece[i-1] <= 'z' {
				humps++
			}
		}
	}
	letters := small + capital
	return digits >= 2 && letters > 0 || digits > 0 && small > 0 && capital > 0 || humps > 0
}

func onlyDigits(piece []byte) bool { return len(bytes.Trim(piece, "0123456789 ,")) == 0 }
