package config_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"otklik/internal/config"
	"otklik/internal/redact"
)

// A password without quotation marks may be anything to YAML: an alias, a key, two of them. No sentence repeats it.
func TestNoFaultRepeatsAPasswordWithoutQuotationMarks(t *testing.T) {
	const secret = "mQ7zK2wLp9Xr4"
	for _, c := range []struct{ mail, want string }{
		{"{host: h, user: u, from: a@example.org, password: *" + secret + "}", "quotation marks"},
		{"{host: h, user: u, from: a@example.org, password: &" + secret + " x*, password: *" + secret + "}", ""},
		{"{host: h, user: u, from: a@example.org, password: ab," + secret + "}", "quotation marks"},
		{"{host: h, user: u, from: a@example.org, password: ab," + secret + "," + secret + "}", ""},
		{"{host: h, user: u, from: a@example.org, password: ab, " + secret + ": cd}", "quotation marks"},
		{"\n  host: h\n  " + secret + "\n", ""},
		{"\n  host: h\n  \"" + secret + "\": 1\n  \"" + secret + "\": 2\n", ""},
		{"{host: h, passWord2: x}", `unknown key "passWord2"; did you mean "password"`},
		{"{host: h, pasword: x}", `unknown key "pasword"; did you mean "password"`},
	} {
		path := filepath.Join(t.TempDir(), "config.yaml")
		text := "officials: [{id: a, channels: [{platform: vk, owner_id: -1, service_token: t0ken-t0ken}]}]\nmail: " +
			c.mail + "\n"
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := config.Load(known(), path, os.LookupEnv)
		if err == nil || !strings.Contains(err.Error(), c.want) || redact.New(secret).Text(err.Error()) != err.Error() {
			t.Errorf("%s: %v", c.mail, err)
		}
	}
}

// The store's key is known as it is used and as it is written.
func TestTheStoresKeyIsKnownInItsForms(t *testing.T) {
	key := strings.Repeat("9f3c1e7a5b2d4860", 4)
	text := "officials: [{id: a, channels: [{platform: vk, owner_id: -1, service_token: t0ken-t0ken}]}]\nstore: {key: " + key + "}\n"
	path := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := config.Load(known(), path, os.LookupEnv)
	if err != nil {
		t.Fatal(err)
	}
	hide := redact.New(c.Secrets().Reveal()...)
	for _, form := range []string{key, strings.ToUpper(key), "nzweelstSGCfPB56Wy1IYJ88HnpbLUhgnzweelstSGA=",
		"OWYzYzFlN2E1YjJkNDg2MDlmM2MxZTdhNWIyZDQ4NjA5ZjNjMWU3YTViMmQ0ODYwOWYzYzFlN2E1YjJkNDg2MA=="} {
		if got := hide.Text("key " + form); strings.Contains(got, form[2:14]) {
			t.Errorf("%s: %s", form, got)
		}
	}
}
