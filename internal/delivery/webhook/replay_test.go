package webhook_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"otklik/internal/delivery/deliverytest"
	"otklik/internal/delivery/webhook"
)

// recorded is a request as somebody on the way, or in the receiver's log, has it.
type recorded struct {
	header http.Header
	body   []byte
}

func (r recorded) with(name, value string) recorded {
	r.header = maps.Clone(r.header)
	r.header.Set(name, value)
	return r
}

// record is one genuine delivery.
func record(t *testing.T) recorded {
	t.Helper()
	var got recorded
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, q *http.Request) {
		body, err := io.ReadAll(q.Body)
		if err != nil {
			t.Error(err)
		}
		got = recorded{q.Header.Clone(), body}
	}))
	defer s.Close()
	transport, err := webhook.New(s.URL+path, secret, s.Client())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := transport.Send(t.Context(), deliverytest.Outgoing(), "", nil); err != nil {
		t.Fatal(err)
	}
	return got
}

// genuine is a receiver written from docs/configuration.md, without a function of this package.
func genuine(r recorded, now time.Time) bool {
	stamp := r.header.Get("X-Otklik-Timestamp")
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil || now.Sub(time.Unix(seconds, 0)).Abs() >= 5*time.Minute {
		return false
	}
	sum := sha256.Sum256(r.body)
	signed := "v2:" + stamp + ":" + r.header.Get("Idempotency-Key") + ":" + hex.EncodeToString(sum[:])
	return mac(signed) == r.header.Get("X-Otklik-Signature-V2")
}

// genuineV1 is a receiver from before the second signature.
func genuineV1(r recorded) bool {
	stamp := r.header.Get("X-Otklik-Timestamp")
	_, err := strconv.ParseInt(stamp, 10, 64)
	return err == nil && mac(stamp+"."+string(r.body)) == r.header.Get("X-Otklik-Signature")
}

func mac(text string) string {
	m := hmac.New(sha256.New, []byte(secret))
	m.Write([]byte(text))
	return "sha256=" + hex.EncodeToString(m.Sum(nil))
}

// forgeries are what somebody can make of a recorded request without the secret.
func forgeries(r recorded) map[string]recorded {
	stamp, key := r.header.Get("X-Otklik-Timestamp"), r.header.Get("Idempotency-Key")
	longer := r
	longer.body = append(bytes.Clone(r.body), ' ')
	shifted := r.with("Idempotency-Key", key+":"+string(r.body[:1]))
	shifted.body = r.body[1:]
	before, after, _ := strings.Cut(string(r.body), ":") // where body and key would be joined by the same mark
	cut := r.with("Idempotency-Key", key+":"+before)
	cut.body = []byte(after)
	first := r.with("X-Otklik-Signature-V2", r.header.Get("X-Otklik-Signature"))
	joined := r.with("X-Otklik-Timestamp", stamp+":"+key).with("Idempotency-Key", "")
	none := r.with("X-Otklik-Signature-V2", "")
	return map[string]recorded{
		"another key": r.with("Idempotency-Key", "00000000000000000000000000000000"),
		"no key":      r.with("Idempotency-Key", ""),
		"another time": r.with("X-Otklik-Timestamp",
			stamp[:len(stamp)-1]+string('0'+(stamp[len(stamp)-1]-'0'+1)%10)),
		"another body":                      longer,
		"the body's beginning in the key":   shifted,
		"the body up to a colon in the key": cut,
		"the key in the time":               joined,
		"the first signature as the second": first,
		"no second signature":               none,
	}
}

// A request that was recorded and is sent again is not taken for another delivery.
func TestAReplayIsDetected(t *testing.T) {
	r, now := record(t), time.Now()
	if !genuine(r, now) || !genuineV1(r) || !json.Valid(r.body) {
		t.Fatalf("the genuine one is refused: %v", r.header)
	}
	for name, forged := range forgeries(r) {
		if genuine(forged, now) {
			t.Errorf("%s is taken for genuine", name)
		}
	}
	if genuine(r, now.Add(6*time.Minute)) {
		t.Error("an old one is taken")
	}
	// The second signature is none of the first kind for anything that a receiver of the first kind would read.
	crossed := r.with("X-Otklik-Signature", r.header.Get("X-Otklik-Signature-V2"))
	stamp, key := r.header.Get("X-Otklik-Timestamp"), r.header.Get("Idempotency-Key")
	sum := sha256.Sum256(r.body)
	hash := hex.EncodeToString(sum[:])
	for _, split := range [][2]string{{stamp, key + ":" + hash}, {"v2:" + stamp, key + ":" + hash},
		{"v2", stamp + ":" + key + ":" + hash}} {
		crossed = crossed.with("X-Otklik-Timestamp", split[0])
		if crossed.body = []byte(split[1]); genuineV1(crossed) {
			t.Errorf("taken by a receiver of the first signature: %q", split)
		}
	}
}

// What the documentation gives receivers to copy works.
func TestTheDocumentedReceiver(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3 to run the documented snippet with")
	}
	doc, err := os.ReadFile("../../../docs/configuration.md")
	if err != nil {
		t.Fatal(err)
	}
	_, after, found := strings.Cut(string(doc), "```python\n")
	snippet, _, closed := strings.Cut(after, "```")
	if !found || !closed {
		t.Fatal("docs/configuration.md shows no snippet")
	}
	r := record(t)
	all := forgeries(r)
	all["genuine"] = r
	type request struct {
		Headers map[string]string
		Body    string
	}
	requests := map[string]request{}
	for name, f := range all {
		headers := map[string]string{}
		for h := range f.header {
			headers[h] = f.header.Get(h)
		}
		requests[name] = request{headers, string(f.body)}
	}
	given, err := json.Marshal(requests)
	if err != nil {
		t.Fatal(err)
	}
	program := snippet + `
import json, sys
def ask(r):
    try:
        return genuine(sys.argv[1], r["Headers"], r["Body"].encode())
    except ValueError:
        return False
print(json.dumps({n: ask(r) for n, r in json.load(sys.stdin).items()}))
`
	cmd := exec.Command(python, "-X", "utf8", "-c", program, secret)
	cmd.Stdin, cmd.Stderr = bytes.NewReader(given), os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var answers map[string]bool
	if err := json.Unmarshal(out, &answers); err != nil {
		t.Fatal(err)
	}
	for name := range all {
		if answers[name] != (name == "genuine") {
			t.Errorf("%s: %v", name, answers[name])
		}
	}
}
