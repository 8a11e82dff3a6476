package config_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"otklik/collectors/telegram"
	"otklik/collectors/vk"
	"otklik/internal/config"
)

// secretPlaces are the keys that take a secret, each in a configuration that is right but for it: %s is the line with
// it.
var secretPlaces = []struct {
	key, text string
	read      func(*config.Config) string
}{
	{"service_token", "officials: [{id: a, channels: [{platform: vk, owner_id: -1, %s}]}]\n",
		func(c *config.Config) string {
			return c.Officials[0].Channels[0].Settings.(*vk.Config).ServiceToken.Reveal()
		}},
	{"community_token", "officials: [{id: a, channels: [{platform: vk, owner_id: -1, %s}]}]\n",
		func(c *config.Config) string {
			return c.Officials[0].Channels[0].Settings.(*vk.Config).CommunityToken.Reveal()
		}},
	{"bot_token", "officials: [{id: a, channels: [{platform: telegram, channel: -1001, %s}]}]\n",
		func(c *config.Config) string {
			return c.Officials[0].Channels[0].Settings.(*telegram.Config).BotToken.Reveal()
		}},
	{"bot_token", minimal + "digests: [{id: a, deliver: [{telegram: {chat: 42, %s}}]}]\n",
		func(c *config.Config) string { return c.Digests[0].Deliver[0].Telegram.BotToken.Reveal() }},
	{"secret", minimal + "digests: [{id: a, deliver: [{webhook: {url: 'https://example.org/x', %s}}]}]\n",
		func(c *config.Config) string { return c.Digests[0].Deliver[0].Webhook.Secret.Reveal() }},
	{"password", minimal + "mail: {host: a, from: a@example.org, user: u, %s}\n",
		func(c *config.Config) string { return c.Mail.Password.Reveal() }},
	{"api_key", minimal + "reading: {assistant: {url: 'http://127.0.0.1:1/v1', model: a, %s}}\n",
		func(c *config.Config) string { return c.Reading.Assistant.APIKey.Reveal() }},
}

const plainSecret = "7012:hunter2-Secret_x"

func utf16of(text string, little, marked bool) string {
	if marked {
		text = "\ufeff" + text
	}
	var b []byte
	for _, u := range utf16.Encode([]rune(text)) {
		if little {
			b = append(b, byte(u), byte(u>>8))
		} else {
			b = append(b, byte(u>>8), byte(u))
		}
	}
	return string(b)
}

// ways give a secret to a key: in a file, through the environment.
func giveSecret(t *testing.T, text, key, secret string, inFile bool) (*config.Config, error) {
	t.Helper()
	folder := t.TempDir()
	line := key + `: "${SECRET}"`
	if inFile {
		line = key + "_file: secret"
		if err := os.WriteFile(filepath.Join(folder, "secret"), []byte(secret), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return config.Parse(known(), []byte(strings.Replace(text, "%s", line, 1)), filepath.Join(folder, "config.yaml"),
		environment(map[string]string{"SECRET": secret}))
}

// What stands around a secret without anybody seeing it never reaches a platform.
func TestSecretsAreTakenWithoutWhatStandsAround(t *testing.T) {
	around := map[string]string{
		"as it is": plainSecret, "LF": plainSecret + "\n", "CR LF": plainSecret + "\r\n", "CR": plainSecret +
			"\r", "empty lines": "\n\n" + plainSecret + "\n \n",
		"mark of UTF-8": "\ufeff" + plainSecret + "\n", "two marks": "\ufeff\ufeff" + plainSecret, "blanks": "  " +
			plainSecret + "\t", "no-break blank": "\u00a0" + plainSecret + "\u00a0",
		"narrow no-break blank": plainSecret + "\u202f", "zero-width blank": "\u200b" + plainSecret +
			"\u200b\n", "word joiner": "\u2060" + plainSecret,
		"direction": "\u202a" + plainSecret + "\u202c", "soft hyphen": plainSecret +
			"\u00ad", "ideographic blank": "\u3000" + plainSecret,
		"quotes": `"` + plainSecret + `"`, "single quotes": "'" + plainSecret + "'\n", "back quotes": "`" +
			plainSecret + "`", "guillemets": "«" + plainSecret + "»",
		"curly quotes": "“" + plainSecret + "”", "German quotes": "„" + plainSecret +
			"“", "blanks and quotes": " \"\u00a0" + plainSecret + " \"\r\n",
	}
	files := map[string]string{
		"UTF-16 LE with its mark": utf16of(plainSecret+"\r\n", true,
			true), "UTF-16 BE with its mark": utf16of(plainSecret+"\r\n", false, true),
		"UTF-16 LE without": utf16of(plainSecret+"\n", true, false), "UTF-16 BE without": utf16of(plainSecret, false,
			false),
	}
	for _, place := range secretPlaces {
		for name, secret := range around {
			for _, inFile := range []bool{true, false} {
				c, err := giveSecret(t, place.text, place.key, secret, inFile)
				if err != nil {
					t.Errorf("%s, %s, file %t: %v", place.key, name, inFile, err)
				} else if got := place.read(c); got != plainSecret {
					t.Errorf("%s, %s, file %t: %q", place.key, name, inFile, got)
				}
			}
		}
		for name, secret := range files {
			c, err := giveSecret(t, place.text, place.key, secret, true)
			if err != nil {
				t.Errorf("%s, %s: %v", place.key, name, err)
			} else if got := place.read(c); got != plainSecret {
				t.Errorf("%s, %s: %q", place.key, name, got)
			}
		}
	}
}

// What cannot be a secret is one fault that names the key and repeats nothing.
func TestWhatIsNoSecretIsRefused(t *testing.T) {
	everywhere := map[string]string{
		"nothing": "", "blanks": " \n", "a mark alone": "\ufeff", "quotes alone": `""`,
		"several lines": "7012:hunter2\n7013:hunter2", "lines of CR": "7012:hunter2\r7013:hunter2",
		"a line separator": "7012:hunter2\u2028x", "a zero-width blank within": "7012:hun\u200bhunter2",
		"a no-break blank within": "7012:hun\u00a0hunter2",
		"a tab within":            "7012:hun\thunter2", "a bell": "7012:hun\ahunter2", "cp1251": "7012:hunter2\xd0\xd2",
	}
	tokens := map[string]string{
		"a blank within": "7012:hun ter2 hunter2", "a Cyrillic letter": "7012:hunter2\u0430",
		"a long dash": "7012:hunter2—x", "a name before": "TOKEN=7012:hunter2",
		"one quotation mark": `"7012:hunter2`, "JSON": `{"token":"7012:hunter2"}`, "a semicolon": "7012:hunter2;",
		"a comma":          "7012:hunter2,",
		"a coded line end": "7012:hunter2%0A", "a written line end": `7012:hunter2\n`,
		"a colour": "\x1b[31m7012:hunter2",
	}
	files := map[string]string{"half of UTF-16": "\xff\xfe7\x000", "zero bytes": "7012:hunter2\x00\x00\x00x",
		"too long": strings.Repeat("hunter2", 10_000)}
	refused := func(place string, text, key, name, secret string, inFile bool) {
		t.Helper()
		_, err := giveSecret(t, text, key, secret, inFile)
		var faults *config.Faults
		if !errors.As(err, &faults) {
			t.Errorf("%s, %s, file %t: %v", place, name, inFile, err)
			return
		}
		at := key
		if inFile {
			at += "_file"
		}
		if len(faults.List) != 1 || faults.List[0].Line == 0 || !strings.HasSuffix(faults.List[0].Key, "."+at) {
			t.Errorf("%s, %s, file %t: %v", place, name, inFile, err)
		}
		if strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), "7012") {
			t.Errorf("%s, %s: the secret is repeated: %v", place, name, err)
		}
	}
	for _, place := range secretPlaces {
		for name, secret := range everywhere {
			refused(place.key, place.text, place.key, name, secret, true)
			refused(place.key, place.text, place.key, name, secret, false)
		}
		if issued(place.key) {
			for name, secret := range tokens {
				refused(place.key, place.text, place.key, name, secret, true)
				refused(place.key, place.text, place.key, name, secret, false)
			}
		}
		for name, secret := range files {
			refused(place.key, place.text, place.key, name, secret, true)
		}
	}
}

// issued reports whether a machine has made the secret, so that every sign in it is known.
func issued(key string) bool { return strings.HasSuffix(key, "token") || key == "api_key" }

// Passwords are chosen by people: blanks between words, letters of any script and quotation marks within are theirs.
func TestPasswordsKeepTheirLetters(t *testing.T) {
	for _, secret := range []string{"abcd efgh ijkl", "пароль из слов", `a"b'c`, "KEY=value"} {
		for _, place := range secretPlaces {
			if issued(place.key) {
				continue
			}
			c, err := giveSecret(t, place.text, place.key, secret+"\r\n", true)
			if err != nil {
				t.Errorf("%s %q: %v", place.key, secret, err)
			} else if got := place.read(c); got != secret {
				t.Errorf("%s: %q, want %q", place.key, got, secret)
			}
		}
	}
}

// A token that is named and empty would read less than its owner thinks.
func TestAnEmptyTokenIsAFault(t *testing.T) {
	for _, line := range []string{`community_token: ""`, "community_token:", "community_token: ' '",
		`community_token_file: ""`} {
		got := faultsOf(t, minimal+"        "+line+"\n")
		if len(got) != 1 || got[0].Line != 9 || !strings.Contains(got[0].Sentence, "empty") ||
			!strings.Contains(got[0].Key, "community_token") {
			t.Errorf("%s: %+v", line, got)
		}
	}
	for _, fine := range []string{"mail: { password: \"\" }\n",
		"store: { key: \"\", key_file: \"\" }\n"} { // the defaults, as the example shows them
		if _, err := parse(t, minimal+fine); err != nil {
			t.Errorf("%s: %v", fine, err)
		}
	}
}

// Other values of the environment lose what stands around them, too.
func TestVariablesAreTakenWithoutWhatStandsAround(t *testing.T) {
	for _, value := range []string{"-1001", "\ufeff-1001\r\n", `"-1001"`, "'-1001' ", "\u00a0-1001\u200b", "−1001"} {
		c, err := config.Parse(known(), []byte(strings.Replace(minimal, "-1001", "${ID}", 1)+"timezone: ${ZONE}\n"),
			"/nowhere/config.yaml",
			environment(map[string]string{"ID": value, "ZONE": "\"Asia/Omsk\"\r"}))
		if err != nil {
			t.Errorf("%q: %v", value, err)
		} else if c.Officials[0].Channels[0].Settings.(*vk.Config).OwnerID != -1001 || c.Timezone != "Asia/Omsk" {
			t.Errorf("%q: %d, %q", value, c.Officials[0].Channels[0].Settings.(*vk.Config).OwnerID, c.Timezone)
		}
	}
}

// Every key that takes a secret is among those tried above, so that a new one is cleaned, too.
func TestEverySecretIsTried(t *testing.T) {
	other := []string{"ca_file", "recipients_file", "key_file",
		"old_keys_file"} // certificates, public keys; the store's keys have their own tests
	tried := map[string]bool{}
	for _, place := range secretPlaces {
		tried[place.key] = true
	}
	for _, key := range config.Keys(known()) {
		last := key[strings.LastIndexAny(key, ".]")+1:]
		if name, ok := strings.CutSuffix(last, "_file"); ok && !slices.Contains(other, last) && !tried[name] {
			t.Errorf("the secret of %s is not tried", key)
		}
	}
}
