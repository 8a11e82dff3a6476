package config

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"io/fs"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestWhoGetsAtAFile(t *testing.T) {
	const service, admin, mallory, staff = 990, 1000, 1001, 991
	runs := account{uid: service, groups: []int{service, staff}, trusted: []int{admin}, service: service}
	root := account{groups: []int{0}, trusted: []int{service}, service: service}
	for _, c := range []struct {
		name     string
		mode     fs.FileMode
		uid, gid int
		who      account
		want     string // part of the sentence; empty: nobody else
	}{
		{"own", 0o600, service, service, runs, ""},
		{"own, for reading", 0o400, service, service, runs, ""},
		{"root's, through an access list", 0o400, 0, 0, runs, ""},
		{"others read", 0o604, service, service, runs, "chmod 600"},
		{"everybody reads", 0o644, service, service, runs, "mode 0644"},
		{"everybody writes", 0o666, service, service, runs, "chmod 600"},
		{"others write alone", 0o602, service, service, runs, "chmod 600"},
		{"root's, everybody reads", 0o644, 0, 0, runs, "run: chown 990 /x/token && chmod 600 /x/token"},
		{"own group reads", 0o640, service, service, runs, "chmod 600"},
		{"root hands it to the service's group", 0o640, 0, staff, runs, ""},
		{"the same looked at by root", 0o440, 0, staff, root, ""},
		{"root's for a group that may write", 0o660, 0, staff, runs, "chmod 600"},
		{"root's for another group", 0o640, 0, mallory, runs, "chmod 600"},
		{"root's for root's group", 0o640, 0, 0, root, "chmod 600"},
		{"the configuration's owner has it", 0o600, admin, admin, runs, ""},
		{"root looks at the service's", 0o600, service, service, root, ""},
		{"somebody else has it", 0o600, mallory, mallory, runs, "another account (number 1001)"},
		{"somebody else has it, and root reads it", 0o600, mallory, mallory, root, "chown 990"},
		{"root looks before the service's first start", 0o600, service, service, account{anybody: true}, ""},
		{"the same, everybody reads", 0o644, service, service, account{anybody: true}, "run: chmod 600 /x/token"},
		{"an account that the container does not know", 0o400, unmapped, unmapped, runs, ""},
	} {
		p := placed{path: "/x/token", mode: c.mode, uid: c.uid, gid: c.gid}
		if got := p.others(c.who); (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("%s: %q", c.name, got)
		}
	}
	credential := placed{path: "/x/token", mode: 0o440, gid: mallory, credential: true}
	if got := credential.others(runs); got != "" {
		t.Errorf("systemd's: %q", got)
	}
	if credential.mode = 0o444; credential.others(runs) == "" {
		t.Error("one that everybody reads is taken for systemd's")
	}
	if got := (placed{path: "/x/token", mode: 0o600, open: "/x", openMode: 0o777}).others(root); !strings.Contains(got, "chmod o-w /x") {
		t.Errorf("an open folder: %q", got)
	}
}

func TestFilesFromOutsideAContainer(t *testing.T) {
	for path, want := range map[string]bool{
		"/run/secrets/token": true, "/var/run/secrets/vk/token": true, "/run/secrets/../token": false,
		"/run/secrets": false, "/run/secretsx/token": false, "/srv/run/secrets/token": false,
	} {
		if got := fromOutside(path); got != want {
			t.Errorf("%s: %v", path, got)
		}
	}
}

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
	vk, telegram := "{platform: vk, owner_id: -1, service_token_file: good}", "{platform: telegram, channel: -1001, bot_token_file: good}"
	for key, text := range map[string]string{
		"officials[0].channels[0].service_token_file":   office("{platform: vk, owner_id: -1, service_token_file: FILE}", ""),
		"officials[0].channels[0].community_token_file": office("{platform: vk, owner_id: -1, community_token_file: FILE}", ""),
		"officials[0].channels[0].bot_token_file":       office("{platform: telegram, channel: -1001, bot_token_file: FILE}", ""),
		"mail.password_file":                            office(vk, "mail: {host: h, from: a@example.org, user: a, password_file: FILE}\n"),
		"digests[0].deliver[0].telegram.bot_token_file": office(vk, "digests: [{id: m, deliver: [{telegram: {chat: -1, bot_token_file: FILE}}]}]\n"),
		"digests[0].deliver[0].webhook.secret_file":     office(telegram, "digests: [{id: m, deliver: [{webhook: {url: 'https://example.org/', secret_file: FILE}}]}]\n"),
	} {
		for name, want := range map[string]string{"wide": "mode 0644", "group": "mode 0640", "good": ""} {
			path := write("config.yaml", strings.Replace(text, "FILE", name, 1), 0o600)
			_, err := Load(path, os.LookupEnv)
			if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), key+": ") || !strings.Contains(err.Error(), want) ||
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
		"a proxy's password":        {office(vk, "platforms: {vk: {proxy: 'http://a:SECRETWORD@p:1'}}\n"), 0o644, "platforms.vk.proxy"},
		"a proxy without":           {office(vk, "platforms: {vk: {proxy: 'http://p:1'}}\n"), 0o644, ""},
		"a variable":                {strings.Replace(literal, "SECRETWORD", `"${TOKEN_IN_ENVIRONMENT}"`, 1), 0o644, ""},
		"files":                     {office(vk, ""), 0o644, ""},
		"files, everybody writes":   {office(vk, ""), 0o646, "where tokens are sent"},
	} {
		config, err := Load(write("config.yaml", c.text, c.mode), os.LookupEnv)
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
	for file, text := range map[string]string{"authority": "platforms: {vk: {ca_file: authority}}\n", "recipients": "backup: {path: copies, recipients_file: recipients}\n"} {
		for mode, want := range map[os.FileMode]bool{0o644: false, 0o664: false, 0o666: true} {
			if err := os.Chmod(filepath.Join(folder, file), mode); err != nil {
				t.Fatal(err)
			}
			config, err := Load(write("config.yaml", office(vk, text), 0o600), os.LookupEnv)
			if err != nil || (len(config.Exposed) == 1 && strings.Contains(config.Exposed[0].Sentence, "whom to trust")) != want {
				t.Errorf("%s with mode %04o: %v", file, mode, err)
			}
		}
	}
	if err := os.Chmod(folder, 0o777); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(write("config.yaml", office(vk, ""), 0o600), os.LookupEnv); err == nil || !strings.Contains(err.Error(), "chmod o-w") {
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
