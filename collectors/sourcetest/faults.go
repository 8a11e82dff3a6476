package sourcetest

import (
	"bytes"
	"compress/gzip"
	"crypto/tls"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"otklik/internal/inbox"
)

// Outcome is what a pull may do while a fault lasts.
type Outcome int

// The outcomes.
const (
	Fails  Outcome = iota // the source is not read to its end, and says why
	Reads                 // it is read as if nothing were wrong
	Either                // that is the platform's matter: one forgives what the other does not
)

// Fault is something that can happen to a call on its way.
type Fault struct {
	// Name is the row of docs/reliability.md.
	Name string
	// While it lasts.
	Outcome Outcome
	// Troubles are those that it may be taken for.
	Troubles []inbox.FailureKind
	// Passes: the call is tried again within the pull, so that one alone does no harm.
	Passes bool
	// Heavy faults move tens of megabytes.
	Heavy bool
	// TLS faults need a secure wire.
	TLS bool
	// Wait is what the platform asks for before the next call; it must be given, or the pull must end.
	Wait time.Duration

	dial      func() error    // instead of a connection
	broken    error           // of the connection, instead of its end
	handshake func(*exchange) // instead of everything
	serve     func(*exchange) // instead of the reply
	accepts   bool            // with a good status, though the platform was never asked
}

const page = "<!DOCTYPE html><html><head><title>nginx</title></head><body><h1>Bad Gateway</h1></body></html>"

const tenMegabytes = 10 << 20

// Faults are all rows, in the order of docs/reliability.md.
func Faults() []*Fault {
	network := []inbox.FailureKind{inbox.FailureNetwork}
	platform := []inbox.FailureKind{inbox.FailurePlatform}
	garbled := []inbox.FailureKind{inbox.FailurePlatform, inbox.FailureNetwork}
	html := http.Header{"Content-Type": {"text/html; charset=utf-8"}}
	says := func(status int, body string) func(*exchange) {
		return func(x *exchange) { x.send(status, html, []byte(body)) }
	}
	own := func(status, retryAfter int) func(*exchange) {
		return func(x *exchange) {
			header, body := x.wire.Status(status, retryAfter)
			x.send(status, header, []byte(body))
		}
	}
	changed := func(change func(body []byte) []byte) func(*exchange) {
		return func(x *exchange) {
			status, header, body := x.healthy()
			x.send(status, header, change(body))
		}
	}
	skewed := func(by time.Duration) func(*exchange) {
		return func(x *exchange) {
			status, header, body := x.healthy()
			header = header.Clone()
			header.Set("Date", time.Now().Add(by).UTC().Format(http.TimeFormat))
			x.send(status, header, body)
		}
	}
	return []*Fault{
		{Name: "time-out", Troubles: network, Passes: true, serve: (*exchange).untilClosed},
		{Name: "connection refused", Troubles: network, Passes: true,
			dial: func() error { return syscall.ECONNREFUSED }},
		{Name: "connection reset", Troubles: network, Passes: true, broken: syscall.ECONNRESET,
			serve: func(*exchange) {}},
		{Name: "certificate of another authority", Troubles: network, Passes: true, TLS: true,
			handshake: func(x *exchange) {
				_ = tls.Server(x.conn, x.wire.Authority.foreign).Handshake() // it fails on the other side
			}},
		{Name: "no TLS where it should be", Troubles: network, Passes: true, TLS: true, handshake: func(x *exchange) {
			_, _ = x.conn.Read(make([]byte, 4096))
			x.send(http.StatusBadRequest, html, []byte(page))
		}},
		{Name: "400", Troubles: []inbox.FailureKind{inbox.FailurePlatform, inbox.FailureAccess}, serve: own(400, 0)},
		{Name: "403", Troubles: []inbox.FailureKind{inbox.FailurePlatform, inbox.FailureAccess}, serve: own(403, 0)},
		{Name: "403 with a page of the provider", Troubles: platform, Passes: true, serve: says(403, page)},
		{Name: "500 with HTML", Troubles: platform, Passes: true, serve: says(500, page)},
		{Name: "502 with HTML", Troubles: platform, Passes: true, serve: says(502, page)},
		{Name: "429 with retry_after", Troubles: []inbox.FailureKind{inbox.FailureLimit}, Passes: true,
			Wait: 17 * time.Second, serve: own(429, 17)},
		{Name: "429 with a retry_after of an hour", Troubles: []inbox.FailureKind{inbox.FailureLimit},
			Wait: time.Hour, serve: own(429, 3600)},
		{Name: "429 without retry_after", Troubles: []inbox.FailureKind{inbox.FailureLimit}, Passes: true,
			serve: own(429, 0)},
		{Name: "empty body", Troubles: garbled, Passes: true, serve: changed(func([]byte) []byte { return nil })},
		{Name: "half a body", Troubles: garbled, Passes: true, serve: func(x *exchange) {
			status, header, body := x.healthy()
			x.head(status, header, len(body))
			_, _ = x.conn.Write(body[:len(body)/2])
		}},
		{Name: "broken gzip", Troubles: garbled, Passes: true, serve: func(x *exchange) {
			status, header, body := x.healthy()
			var packed bytes.Buffer
			w := gzip.NewWriter(&packed)
			_, _ = w.Write(body) // into memory
			_ = w.Close()
			header = header.Clone()
			header.Set("Content-Encoding", "gzip")
			raw := packed.Bytes()
			raw[len(raw)-8] ^= 1 // of the checksum: whatever is unpacked cannot be trusted
			x.send(status, header, raw)
		}},
		{Name: "no gzip where it should be", Troubles: garbled, Passes: true, serve: func(x *exchange) {
			status, header, body := x.healthy()
			header = header.Clone()
			header.Set("Content-Encoding", "gzip")
			x.send(status, header, body)
		}},
		{Name: "wrong content type", Outcome: Either, Troubles: platform, serve: func(x *exchange) {
			status, _, body := x.healthy()
			x.send(status, http.Header{"Content-Type": {"text/plain"}}, body)
		}},
		{Name: "200 with HTML", Troubles: platform, Passes: true, accepts: true, serve: says(200, page)},
		{Name: "valid JSON of the wrong shape", Troubles: platform, Passes: true, serve: changed(otherShape)},
		{Name: "valid JSON with nothing in it", Outcome: Either, Troubles: []inbox.FailureKind{inbox.FailurePlatform,
			inbox.FailureAccess}, serve: changed(hollow)},
		{Name: "unknown enum value", Outcome: Reads, serve: changed(func(b []byte) []byte {
			return rewrite(b,
				unknownValues)
		})},
		{Name: "number as string", Outcome: Reads, serve: changed(func(b []byte) []byte {
			return rewrite(b,
				quotedNumbers)
		})},
		{Name: "10 MB reply", Outcome: Reads, Heavy: true, serve: changed(func(b []byte) []byte {
			return append([]byte(`{"padding":"`+strings.Repeat("padding ", tenMegabytes/8)+`",`), b[1:]...)
		})},
		{Name: "reply that never ends", Troubles: platform, Heavy: true, serve: func(x *exchange) {
			_, header, _ := x.healthy()
			x.head(http.StatusOK, header, -1)
			x.flood(`{"padding":"`, []byte(strings.Repeat("padding ", 8192)))
		}},
		{Name: "reply that never ends, packed", Troubles: garbled, Heavy: true, serve: func(x *exchange) {
			_, header, _ := x.healthy()
			header = header.Clone()
			header.Set("Content-Encoding", "gzip")
			x.head(http.StatusOK, header, -1)
			x.flood("", bomb())
		}},
		{Name: "reply that never ends, a byte in ten seconds", Troubles: garbled, Passes: true,
			serve: func(x *exchange) {
				_, header, body := x.healthy()
				x.head(http.StatusOK, header, -1)
				for i := 0; ; i = (i + 1) % len(body) {
					if _, err := x.conn.Write(body[i : i+1]); err != nil {
						return
					}
					time.Sleep(10 * time.Second)
				}
			}},
		{Name: "clock a day ahead", Outcome: Reads, serve: skewed(24 * time.Hour)},
		{Name: "clock a day behind", Outcome: Reads, serve: skewed(-24 * time.Hour)},
		{Name: "redirect to another host", Troubles: garbled, Passes: true, serve: func(x *exchange) {
			x.send(http.StatusFound, http.Header{"Location": {"http://elsewhere.test" + x.request.URL.Path}}, nil)
		}},
	}
}

// flood writes without end.
func (x *exchange) flood(first string, chunk []byte) {
	if _, err := x.conn.Write([]byte(first)); err != nil {
		return
	}
	for {
		if _, err := x.conn.Write(chunk); err != nil {
			return
		}
	}
}

// otherShape turns the lists of a reply's payload into objects and everything else into lists.
func otherShape(body []byte) []byte {
	var envelope map[string]json.RawMessage
	if json.Unmarshal(body, &envelope) != nil {
		return body
	}
	for _, name := range []string{"response", "result"} {
		switch payload := envelope[name]; {
		case payload == nil:
		case payload[0] == '[':
			envelope[name] = json.RawMessage(`{"items":"none","count":{}}`)
		default:
			envelope[name] = json.RawMessage(`["none",[1,2],{"items":7}]`)
		}
	}
	changed, err := json.Marshal(envelope)
	if err != nil {
		return body
	}
	return changed
}

// hollow leaves of a reply's payload an empty object, or a list of one.
func hollow(body []byte) []byte {
	var envelope map[string]json.RawMessage
	if json.Unmarshal(body, &envelope) != nil {
		return body
	}
	for _, name := range []string{"response", "result"} {
		switch payload := envelope[name]; {
		case payload == nil:
		case payload[0] == '[':
			envelope[name] = json.RawMessage(`[{}]`)
		default:
			envelope[name] = json.RawMessage(`{}`)
		}
	}
	changed, err := json.Marshal(envelope)
	if err != nil {
		return body
	}
	return changed
}

// rewrite changes every value of a reply below its envelope; change is given the name it stands under.
func rewrite(body []byte, change func(name string, value any) any) []byte {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var reply any
	if decoder.Decode(&reply) != nil {
		return body
	}
	var walk func(name string, value any) any
	walk = func(name string, value any) any {
		switch v := value.(type) {
		case map[string]any:
			for key, inner := range v {
				v[key] = walk(key, inner)
			}
			return v
		case []any:
			for i, inner := range v {
				v[i] = walk(name, inner)
			}
			return v
		}
		return change(name, value)
	}
	changed, err := json.Marshal(walk("", reply))
	if err != nil {
		return body
	}
	return changed
}

// unknownValues puts a value of a later version wherever a kind of something is named.
func unknownValues(name string, value any) any {
	if _, text := value.(string); text && (name == "type" || name == "status" || name == "kind" ||
		name == "post_type") {
		return "of_a_later_version"
	}
	return value
}

// quotedNumbers writes numbers as strings.
func quotedNumbers(_ string, value any) any {
	if n, number := value.(json.Number); number {
		if _, err := strconv.ParseInt(n.String(), 10, 64); err == nil {
			return n.String()
		}
	}
	return value
}

// bomb is a small part of a gzip stream, of which such parts may follow each other, that unpacks to many megabytes.
var bomb = sync.OnceValue(func() []byte {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	_, _ = w.Write([]byte(`{"padding":"` + strings.Repeat("padding ", tenMegabytes/8))) // into memory
	_ = w.Close()
	return packed.Bytes()
})
