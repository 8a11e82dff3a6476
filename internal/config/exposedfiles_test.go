package config_test

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"otklik/internal/config"
)

// Every key that names a file with a secret refuses one that others read; the configuration with secrets in it is
// taken, and says it.
func TestSecretsThatOthersReadAreNoticed(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string, mode os.FileMode) string {
		t.Helper()
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	write("wide", "123:a-token", 0o644)
	write("group", "123:a-token", 0o640)
	write("good", "123:a-token", 0o600)
	office := func(channels, more string) string {
		return "officials: [{id: a, channels: [" + channels + "]}]\n" + more
	}
	vk, telegram := "{platform: vk, owner_id: -1, service_token_file: good}", "{platform: telegram, channel: "+
		"-1001, bot_token_file: good}"
	for key, text := range map[string]string{
		"officials[0].channels[0].service_token_file": office("{platform: vk, owner_id: -1, service_token_file: FILE}",
			""),
		"officials[0].channels[0].community_token_file": office("{platform: vk, owner_id: -1, "+
			"community_token_file: FILE}", ""),
		"officials[0].channels[0].bot_token_file": office("{platform: telegram, channel: -1001, "+
			"bot_token_file: FILE}", ""),
		"mail.password_file": office(vk,
			"mail: {host: h, from: a@example.org, user: a, password_file: FILE}\n"),
		"digests[0].deliver[0].telegram.bot_token_file": office(vk,
			"digests: [{id: m, deliver: [{telegram: {chat: -1, bot_token_file: FILE}}]}]\n"),
		"digests[0].deliver[0].webhook.secret_file": office(telegram,
			"digests: [{id: m, deliver: [{webhook: {url: 'https://example.org/', secret_file: FILE}}]}]\n"),
	} {
		for name, want := range map[string]string{"wide": "mode 0644", "group": "mode 0640", "good": ""} {
			path := write("config.yaml", strings.Replace(text, "FILE", name, 1), 0o600)
			_, err := config.Load(known(), path, os.LookupEnv)
			if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), key+": ") ||
				!strings.Contains(err.Error(), want) ||
				!strings.Contains(err.Error(), "chmod 600")) {
				t.Errorf("%s, %s: %v", key, name, err)
			}
		}
	}
	literal := office("{platform: vk, owner_id: -1, service_token: SECRETWORD}", "")
	t.Setenv("TOKEN_IN_ENVIRONMENT", "SECRETWORD")
	for name, c := range map[string]struct {
		text string
		mode os.FileMode
		want string
	}{
		"secrets, everybody reads":  {literal, 0o644, "chmod 600"},
		"secrets, a group reads":    {literal, 0o640, "chmod 600"},
		"secrets, everybody writes": {literal, 0o666, "chmod 600"},
		"secrets, nobody else":      {literal, 0o600, ""},
		"a proxy's password": {office(vk, "platforms: {vk: {proxy: 'http://a:SECRETWORD@p:1'}}\n"), 0o644,
			"platforms.vk.proxy"},
		"a proxy without": {office(vk, "platforms: {vk: {proxy: 'http://p:1'}}\n"), 0o644, ""},
		"a variable": {strings.Replace(literal, "SECRETWORD", `"${TOKEN_IN_ENVIRONMENT}"`, 1), 0o644,
			""},
		"files":                   {office(vk, ""), 0o644, ""},
		"files, everybody writes": {office(vk, ""), 0o646, "where tokens are sent"},
	} {
		config, err := config.Load(known(), write("config.yaml", c.text, c.mode), os.LookupEnv)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		said := ""
		for _, e := range config.Exposed {
			said += e.Key + ": " + e.Sentence
		}
		if (said == "") != (c.want == "") || !strings.Contains(said, c.want) || strings.Contains(said, "SECRETWORD") {
			t.Errorf("%s: %q", name, said)
		}
	}
	write("authority", testAuthority(t), 0o644)
	write("recipients", "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p\n", 0o644)
	for file, text := range map[string]string{"authority": "platforms: {vk: {ca_file: authority}}\n",
		"recipients": "backup: {path: copies, recipients_file: recipients}\n"} {
		for mode, want := range map[os.FileMode]bool{0o644: false, 0o664: false, 0o666: true} {
			if err := os.Chmod(filepath.Join(folder, file), mode); err != nil {
				t.Fatal(err)
			}
			config, err := config.Load(known(), write("config.yaml", office(vk, text), 0o600), os.LookupEnv)
			if err != nil || (len(config.Exposed) == 1 && strings.Contains(config.Exposed[0].Sentence,
				"whom to trust")) != want {
				t.Errorf("%s with mode %04o: %v", file, mode, err)
			}
		}
	}
	if err := os.Chmod(folder, 0o777); err != nil {
		t.Fatal(err)
	}
	if _, err := config.Load(known(), write("config.yaml", office(vk, ""), 0o600), os.LookupEnv); err == nil ||
		!strings.Contains(err.Error(), "chmod o-w") {
		t.Errorf("a folder that everybody writes: %v", err)
	}
}

// testAuthority is a certificate in PEM.
func testAuthority(t *testing.T) string {
	t.Helper()
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	form := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour)}
	certificate, err := x509.CreateCertificate(nil, form, form, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate}))
}
