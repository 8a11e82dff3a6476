package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"otklik/internal/redact"
)

// forms are the ways in which a platform, a proxy or a library may repeat a secret.
func forms(secret string) []string {
	return []string{secret, strings.ToUpper(secret), url.QueryEscape(secret), strings.ToLower(url.QueryEscape(secret)),
		url.PathEscape(url.PathEscape(secret)), html.EscapeString(secret), hex.EncodeToString([]byte(secret)),
		base64.StdEncoding.EncodeToString([]byte("otklik:" + secret)),
		base64.RawURLEncoding.EncodeToString([]byte(secret)), secret[:14] + "…", "…" + secret[len(secret)-14:]}
}

// A platform that answers every call with all secrets in all forms, the other platform's, the mail's and the
// webhook's too: no log, no error, no status, no bundle and no byte of the store repeats one.
func TestNoFormOfAnySecretIsSaidOrStored(t *testing.T) {
	t.Parallel()
	secrets := []string{"vk1.a.Sv9KqLm2XzR7-tPwB4cYh_N6dGfJ3", "vk1.a.Cm5TrWq8ZbN1-xHvE7kUj_D4sLpA9",
		"AAFq7LmZx3-RtYw9_KpVb2NcHd8sGe",
		"mail+pass/word=Qw8&Zx", "webhook-Kd7Lq2Vz9Bn4", "hookKeyTr5Wq8Zb", "proxyPassMn3Bv6Cx9"}
	var said strings.Builder
	for _, s := range secrets {
		said.WriteString(strings.Join(forms(s), " | ") + " ; ")
	}
	echo := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, err := json.Marshal(said.String())
		if err != nil {
			t.Error(err)
		}
		w.Header().Set("Content-Type", "application/json")
		if strings.Contains(r.URL.Path, "/bot") {
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprintf(w, `{"ok":false,"error_code":400,"description":%s}`, text)
			return
		}
		fmt.Fprintf(w, `{"error":{"error_code":5,"error_msg":%s,"request_params":[{"key":"access_token","value":%s}]}}`,
			text, text)
	}))
	defer echo.Close()
	b := newBench(t, smallTown())
	b.write("mail.token", secrets[3])
	b.write("config.yaml", fmt.Sprintf(`store: {path: otklik.db}
platforms:
  vk: {api_url: "%[1]s/method/"}
  telegram: {api_url: "%[1]s"}
officials:
  - id: governor
    channels:
      - {id: vk, platform: vk, owner_id: -1001, service_token: %[2]s, community_token: %[3]s}
      - {id: telegram, platform: telegram, channel: -1001, bot_token: "7000000001:%[4]s"}
mail: {host: localhost, port: 1, tls: none, user: otklik, from: a@example.org, password_file: mail.token}
digests:
  - id: morning
    deliver:
      - telegram: {chat: -100, bot_token: "7000000001:%[4]s"}
      - webhook: {url: "http://127.0.0.1:1/hook?key=%[6]s", secret: "%[5]s", proxy: "http://u:%[7]s@127.0.0.1:1"}
      - mail: {to: [b@example.org]}
`, echo.URL, secrets[0], secrets[1], secrets[2], secrets[4], secrets[5], secrets[6]))
	look := func(where, text string) {
		t.Helper()
		for _, s := range secrets {
			for _, form := range forms(s) {
				for from := 0; from+12 <= len(form); from += 4 {
					if strings.Contains(text, form[from:from+12]) {
						t.Errorf("%s shows %q of a secret", where, form[from:from+12])
						return
					}
				}
			}
		}
	}
	for _, args := range [][]string{{"collect"}, {"digest", "morning", "--send"}, {"check"}, {"status"},
		{"status", "--json"},
		{"--log-format", "json", "collect"}, {"bundle", b.path("help.zip")}} {
		r := b.otklik(append([]string{"--log-level", "debug"}, args...)...)
		if r.code == exitDone && args[0] != "bundle" {
			t.Errorf("%v: exit %d", args, r.code)
		}
		look(strings.Join(args, " "), r.out)
		look(strings.Join(args, " ")+", errors", r.err)
		if args[0] == "collect" && !strings.Contains(r.err+r.out, redact.Stars) {
			t.Errorf("%v repeats nothing of what the platform said:\n%s%s", args, r.out, r.err)
		}
	}
	look("the store", b.read("otklik.db"))
	look("the access log", b.read("otklik.db.access.jsonl"))
}

// A panic's report is without secrets, and its exit code is not that of wrong usage.
func TestAPanicShowsNoSecret(t *testing.T) {
	t.Parallel()
	const secret = "AAFq7LmZx3-RtYw9_KpVb2NcHd8sGe"
	var said bytes.Buffer
	hide := redact.New(secret)
	fail := func() (err error) {
		defer rescue(&err)
		panic("called with " + secret)
	}
	err := fail()
	if _, failed := fmt.Fprintln(hide.Writer(&said), err); failed != nil {
		t.Fatal(failed)
	}
	if exitCode(context.Background(), err) != exitFailed || strings.Contains(said.String(), secret[:8]) ||
		!strings.Contains(said.String(), "called with ***") {
		t.Error(said.String())
	}
}

// A password of a few letters is a finding, and one that is a word: they cannot be told from words.
func TestShortSecretsAreFound(t *testing.T) {
	t.Parallel()
	for password, want := range map[string]string{
		"short":    "warning  secrets: mail.password has fewer than 8 characters",
		"channels": "warning  secrets: mail.password is a word or a number",
		"12345678": "warning  secrets: mail.password is a word or a number", "channels-4Q": "",
	} {
		b := newBench(t, smallTown())
		b.write("config.yaml", b.read("config.yaml")+"mail: {host: localhost, port: 1, tls: none, user: otklik, "+
			"from: a@example.org, password: '"+password+"'}\n")
		if r := b.otklik("check"); !strings.Contains(r.out, want) || want == "" &&
			strings.Contains(r.out, "mail.password") {
			t.Errorf("%s: %s", password, r.out)
		}
	}
}
