package redact_test

import (
	"bytes"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"log/slog"
	"mime/quotedprintable"
	"net/url"
	"strings"
	"testing"
	"time"

	"otklik/internal/redact"

	"pgregory.net/rapid"
)

// encodings are ways in which a secret gets into an error, a log or a reply.
var encodings = map[string]func(string) string{
	"as it is":        func(s string) string { return s },
	"capitals":        strings.ToUpper,
	"small letters":   strings.ToLower,
	"query":           url.QueryEscape,
	"path":            url.PathEscape,
	"query, small":    func(s string) string { return lowerEscapes(url.QueryEscape(s)) },
	"query twice":     func(s string) string { return url.QueryEscape(url.QueryEscape(s)) },
	"every byte":      everyByte("%%%02x"),
	"every byte, Go":  everyByte(`\x%02x`),
	"every byte, C":   everyByte(`\u%04X`),
	"references":      everyByte("&#%d;"),
	"references, hex": everyByte("&#x%X;"),
	"JSON":            asJSON,
	"JSON in JSON":    func(s string) string { return asJSON(asJSON(s)) },
	"query in JSON":   func(s string) string { return asJSON(url.QueryEscape(s)) },
	"Go":              func(s string) string { return fmt.Sprintf("%q", s) },
	"Go, ASCII":       func(s string) string { return fmt.Sprintf("%+q", s) },
	"HTML":            html.EscapeString,
	"XML": func(s string) string {
		var b bytes.Buffer
		_ = xml.EscapeText(&b, []byte(s)) // into memory
		return b.String()
	},
	"quoted-printable": func(s string) string {
		var b bytes.Buffer
		w := quotedprintable.NewWriter(&b)
		_, _ = w.Write([]byte("Zeile = " + s)) // into memory
		_ = w.Close()
		return b.String()
	},
	"hex":             func(s string) string { return hex.EncodeToString([]byte(s)) },
	"hex, capitals":   func(s string) string { return fmt.Sprintf("%X", s) },
	"hex, apart":      func(s string) string { return fmt.Sprintf("% x", s) },
	"bytes":           func(s string) string { return fmt.Sprint([]byte(s)) },
	"bytes, Go":       func(s string) string { return fmt.Sprintf("%#v", []byte(s)) },
	"bytes, hex":      func(s string) string { return fmt.Sprintf("%# x", s) },
	"hex, colons":     func(s string) string { return strings.ReplaceAll(fmt.Sprintf("% X", s), " ", ":") },
	"base64":          func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) },
	"base64 for urls": func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) },
	"Basic, one":      func(s string) string { return base64.StdEncoding.EncodeToString([]byte("a:" + s)) },
	"Basic, two":      func(s string) string { return base64.RawStdEncoding.EncodeToString([]byte("ab:" + s)) },
	"Basic, three":    func(s string) string { return base64.StdEncoding.EncodeToString([]byte("abc:" + s + ":x")) },
	"base64 in a mail": func(s string) string {
		return lines(base64.StdEncoding.EncodeToString([]byte("abc:"+s)),
			"\r\n")
	},
	"lines":         func(s string) string { return lines(s, "\n") },
	"lines in JSON": func(s string) string { return asJSON(lines(s, "\n")) },
}

func everyByte(format string) func(string) string {
	return func(s string) string {
		var b strings.Builder
		for i := range len(s) {
			fmt.Fprintf(&b, format, s[i])
		}
		return b.String()
	}
}

func lowerEscapes(s string) string {
	out := []byte(s)
	for i := range out {
		if out[i] == '%' {
			copy(out[i:], bytes.ToLower(out[i:i+3]))
		}
	}
	return string(out)
}

func asJSON(s string) string {
	b, err := json.Marshal(s)
	if err != nil {
		return err.Error()
	}
	return string(b[1 : len(b)-1])
}

func lines(s, end string) string {
	var b strings.Builder
	for i, r := range []byte(s) {
		if i > 0 && i%11 == 0 {
			b.WriteString(end)
		}
		b.WriteByte(r)
	}
	return b.String()
}

var secrets = rapid.StringMatching(`[A-Za-z_.~+/=:!"'&<>@#%\\ -]{3}[A-Za-z0-9._/+-]{10,60}[A-Za-z0-9=_!&"-]{4}`)

// Whatever the encoding, nothing of a secret is left by which it could be found again, and what stands around is.
func TestNoFormOfASecretSurvives(t *testing.T) {
	for name, encode := range encodings {
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				secret := secrets.Draw(t, "secret")
				form := encode(secret)
				got := redact.New("another-secret", secret).Text("Fehler « " + form + " » im Aufruf")
				if !strings.HasPrefix(got, "Fehler «") || !strings.HasSuffix(got, "» im Aufruf") {
					t.Fatalf("%q was damaged around: %q", form, got)
				}
				for from := 0; from+10 <= len(form); from++ {
					if piece := form[from : from+10]; strings.Contains(got, piece) &&
						!strings.Contains("Zeile =3D ", piece) {
						t.Fatalf("of %q is left %q: %q", form, piece, got)
					}
				}
			})
		})
	}
}

// What platforms and programs cut short is replaced from twelve characters on, at an end of it from ten, and from eight
// where it is no word.
func TestNoShortenedSecretSurvives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		secret := rapid.StringMatching(`[A-Za-z0-9_.-]{30,90}`).Draw(t, "secret")
		if strings.Trim(secret, "0123456789") == "" {
			t.Skip("any number")
		}
		from := rapid.IntRange(0, len(secret)-12).Draw(t, "from")
		size := rapid.IntRange(12, len(secret)-from).Draw(t, "size")
		piece := secret[from : from+size]
		if strings.Trim(piece, "0123456789") == "" {
			t.Skip("any number")
		}
		basic := base64.StdEncoding.EncodeToString([]byte("user:" + secret))
		for _, text := range []string{"token " + piece + "… is wrong", "…" + piece, url.QueryEscape(piece),
			basic[:12+size]} {
			if got := redact.New(secret).Text(text); strings.Contains(got, piece[:8]) ||
				strings.Contains(got, piece[len(piece)-8:]) || strings.Contains(got, basic[8:16]) {
				t.Fatalf("%q → %q", text, got)
			}
		}
	})
	for _, c := range []struct{ secret, text, want string }{
		{"vk1.a.AbCdEfGh1234567890", "vk1.a.AbCd… is refused", "***… is refused"},
		{"vk1.a.AbCdEfGh1234567890", "…34567890 vk1.a.", "…34567890 vk1.a."}, // eight digits may be any number
		{"7000000001:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw", "bot7000000001:AAHdqTcv… 7000000001",
			"bot7000000001:***… 7000000001"},
		{"sandbox-vk-service", "the token sandbox-vk… of the sandbox, …vk-service", "the token ***… of the sandbox, " +
			"…***"},
		{"correct horse battery", "correct, a horse, correct horse b", "correct, a horse, ***"},
	} {
		if got := redact.New(c.secret).Text(c.text); got != c.want {
			t.Errorf("%q: %q", c.text, got)
		}
	}
}

// People's words and numbers stay: short secrets are looked for alone, and cautiously only what is no part of a word.
func TestWordsAreNotDamaged(t *testing.T) {
	const text = "Администрация города: вода 12345678 раз, password и hunter22, https://example.org/services"
	for _, secret := range []string{"", "вод", "pass", "12345", "2026", "hunte"} {
		if got := redact.New(secret).Text(text); got != text {
			t.Errorf("%q: %q", secret, got)
		}
	}
	if got := redact.New("hunter2").Text("hunter2, hunter22, xhunter2"); got != "***, hunter22, xhunter2" {
		t.Error(got)
	}
	cautious := redact.Cautious("12345678", "Администрация Энска 2026", "vk1.a.AbCdEfGh1234567890")
	if got := cautious.Text(text); got != text {
		t.Error(got)
	}
	if got := cautious.Text(
		`{"access_token":"vk1.a.AbCdEfGh1234567890","id":1}`); got != `{"access_token":"***","id":1}` {
		t.Error(got)
	}
	var none *redact.Redactor
	if none.Text(text) != text || string(none.Bytes([]byte(text))) != text {
		t.Error("a redactor that is none changes texts")
	}
}

func TestSecretsInAddresses(t *testing.T) {
	for address, want := range map[string][]string{
		"https://example.org/":                                     nil,
		"https://hooks.example.org/services/T0000/B0000AbCdEf":     {"B0000AbCdEf"},
		"https://user:hunter2@example.org:8443/incoming/webhooks":  {"hunter2"},
		"https://example.org/hook?key=canary&n=1":                  {"canary"},
		"https://example.org/hooks/only-small-letters-but-many-of": {"only-small-letters-but-many-of"},
		"socks5://a:p%40ssword@proxy:1080":                         {"p@ssword"},
		"https://AbCdEf123456@example.org/":                        {"AbCdEf123456"},
		"http://AbCdEf123456:@proxy:3128":                          {"AbCdEf123456"},
		"https://AbCdEf123456:x-oauth-basic@example.org/":          {"AbCdEf123456", "x-oauth-basic"},
		"https://example.org/hook?AbCdEf123456":                    {"AbCdEf123456"},
		"https://example.org/hook?AbCdEf123456&n=1":                {"AbCdEf123456"},
		"https://example.org/hook?n=1;key=AbCdEf123456":            {"AbCdEf123456"},
		"https://example.org/hook?key=AbCdEf%zz123456":             {"AbCdEf%zz123456"},
	} {
		if got := redact.InAddress(address); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: %q", address, got)
		}
	}
}

type valuer struct{ secret string }

func (v valuer) LogValue() slog.Value { return slog.GroupValue(slog.String("inner", v.secret)) }

type stringer struct{ secret string }

func (s stringer) String() string { return "it is " + s.secret }

type document struct{ secret string }

func (d document) MarshalJSON() ([]byte, error) { return json.Marshal(d.secret) }
func (d document) String() string               { return "harmless" }

func TestNoSecretReachesALog(t *testing.T) {
	const secret = "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
	hide := redact.New("7000000001:" + secret)
	for _, handler := range []func(*bytes.Buffer) slog.Handler{
		func(b *bytes.Buffer) slog.Handler {
			return slog.NewTextHandler(b, &slog.HandlerOptions{ReplaceAttr: hide.Attr})
		},
		func(b *bytes.Buffer) slog.Handler {
			return slog.NewJSONHandler(b, &slog.HandlerOptions{ReplaceAttr: hide.Attr})
		},
	} {
		var log bytes.Buffer
		l := slog.New(handler(&log)).With("bound", secret)
		l.Error("message "+secret, "text", secret, "error", fmt.Errorf("call: %w", errors.New(secret)), "stringer",
			stringer{secret}, "valuer", valuer{secret},
			"bytes", []byte(secret), "struct", struct{ A, B string }{"a", secret}, "map",
			map[string]string{secret: "x"}, "list", []string{secret},
			"pointer", &stringer{secret}, secret, "key", "document", document{secret}, "address",
			&url.URL{Host: "h", Path: "/bot7000000001:" + secret},
			slog.Group("group", "inner", secret, "number", 5))
		l.WithGroup("g").Info("x", "n", 700, "inner", secret)
		text := log.String()
		if strings.Contains(text, secret[:8]) || strings.Contains(text,
			base64.StdEncoding.EncodeToString([]byte(secret))[:8]) {
			t.Error(text)
		}
		if strings.Count(text, "***") < 16 || !strings.Contains(text, "700") || !strings.Contains(text, "group") {
			t.Error(text)
		}
	}
}

// All tokens of VK begin alike, and anybody may write that beginning into a comment.
func TestABeginningThatManySecretsShareCostsNothing(t *testing.T) {
	var tokens []string
	for i := range 255 {
		sum := sha512.Sum512([]byte{byte(i)})
		tokens = append(tokens, "vk1.a."+base64.RawURLEncoding.EncodeToString(sum[:]))
	}
	hide := redact.New(tokens...)
	for _, token := range tokens {
		got := hide.Text("token " + token + ", " + token[:14] + "…, " + url.QueryEscape(token[:20]) +
			fmt.Sprintf(" %x", token))
		if got != "token ***, ***…, *** ***" {
			t.Fatalf("%s: %s", token, got)
		}
	}
	for _, beginning := range []string{"vk1.a.", `vk1.a.A`, fmt.Sprintf("%x", "vk1.a."), "dmsxLmEu"} {
		text, began := strings.Repeat(beginning, 1<<21/len(beginning)), time.Now()
		hide.Text(text)
		if took := time.Since(began); took > 4*time.Second {
			t.Errorf("2 MB of %q: %v", beginning, took)
		}
	}
}

// A reply that holds a secret stays a reply: the words beside it are in it.
func TestADocumentWithASecretStaysADocument(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		secret := rapid.StringMatching(`[\\/ntrbfuA-Z][A-Za-z0-9]{6}[A-Za-z0-9\\/_.-]{10,30}[A-Za-z0-9\\]`).Draw(t,
			"secret")
		before := rapid.SampledFrom([]string{"", `\n`, `\\`, `\"`, `\u041d`, `\`, `Вода\t`, "=", "%", "&quot;"}).Draw(t,
			"before")
		after := rapid.SampledFrom([]string{"", `\n`, `\\`, `\"`, `\u041d`, "Вода", `=\r\n`}).Draw(t, "after")
		cut := rapid.IntRange(0, 2).Draw(t, "cut")
		pieces := []string{secret, asJSON(secret), base64.StdEncoding.EncodeToString([]byte(secret)),
			fmt.Sprintf("%x", secret)}
		piece := rapid.SampledFrom(pieces).Draw(t, "piece")
		document := `{"вода":"` + before + piece[cut:len(piece)-cut] + after + `","id":1}`
		if !json.Valid([]byte(document)) {
			t.Skip("none before")
		}
		for _, hide := range []*redact.Redactor{redact.New(secret), redact.Cautious(secret)} {
			if got := hide.Text(document); !json.Valid([]byte(got)) {
				t.Fatalf("%s → %s", document, got)
			}
		}
	})
}

// The configuration of a whole region has hundreds of tokens, and every command reads it.
func BenchmarkLearn(b *testing.B) {
	var tokens []string
	for i := range 255 {
		tokens = append(tokens, fmt.Sprintf("vk1.a.%0200x", sha512.Sum512([]byte{byte(i)})))
	}
	for b.Loop() {
		redact.New(tokens...)
	}
}

// A reply of megabytes passes in a small part of the time that its reading takes.
func BenchmarkReply(b *testing.B) {
	reply := []byte(
		strings.Repeat(
			`{"id":1234567,"text":"\u041d\u0430 улице Заречной третью неделю нет воды","url":"https:\/\/example.org\/wall-1_2"},`, 16000))
	hide := redact.Cautious("vk1.a."+strings.Repeat("AbCdEfGh12", 20), "7000000001:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw")
	b.SetBytes(int64(len(reply)))
	for b.Loop() {
		hide.Bytes(reply)
	}
}
