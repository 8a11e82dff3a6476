package config_test

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"otklik/internal/config"
)

func TestStoreKeys(t *testing.T) {
	secret := []byte("0123456789abcdef\x00\xff\n 456789abcdef")
	old := []byte("ffffffffffffffffeeeeeeeeeeeeeeee")
	asHex, asBase64 := hex.EncodeToString(secret), base64.StdEncoding.EncodeToString(secret)
	folder := t.TempDir()
	write := func(name, text string, mode os.FileMode) {
		t.Helper()
		path := filepath.Join(folder, name)
		if err := errors.Join(os.WriteFile(path, []byte(text), 0o600), os.Chmod(path, mode)); err != nil {
			t.Fatal(err)
		}
	}
	write("key", asHex+"\n", 0o600)
	write("narrow", asBase64, 0o400)
	write("wide", asHex, 0o640)
	write("short", asHex[:62], 0o600)
	write("empty", "", 0o600)
	write("credential", asBase64+"\n", 0o440)
	write("old", "# before the change\n"+hex.EncodeToString(old)+"\n\n"+asBase64+"\n", 0o600)
	write("bad-old", hex.EncodeToString(old)+"\nnonsense\n", 0o600)
	environment := map[string]string{"STORE_KEY": asBase64, "CREDENTIALS_DIRECTORY": folder}
	for name, c := range map[string]struct {
		store string
		want  []string // the keys; or
		fault string
		bare  bool // no environment
	}{
		"none":             {store: "path: x.db"},
		"file":             {store: "key_file: key", want: []string{string(secret)}},
		"file for reading": {store: "key_file: narrow", want: []string{string(secret)}},
		"environment":      {store: "key: ${STORE_KEY}", want: []string{string(secret)}},
		"literally":        {store: "key: " + asHex, want: []string{string(secret)}},
		"base64 for urls": {store: "key: " + base64.RawURLEncoding.EncodeToString(secret),
			want: []string{string(secret)}},
		"credential": {store: "credential: credential", want: []string{string(secret)}},
		"old keys": {store: "key_file: key\n  old_keys_file: old", want: []string{string(secret),
			string(old), string(secret)}},
		"others may read":     {store: "key_file: wide", fault: "chmod 600"},
		"too short":           {store: "key_file: short", fault: "64 hexadecimal digits"},
		"empty file":          {store: "key_file: empty", fault: "otklik store key new"},
		"no file":             {store: "key_file: nowhere", fault: "cannot be read"},
		"a folder":            {store: "key_file: .", fault: "store.key_file"},
		"twice":               {store: "key_file: key\n  key: " + asHex, fault: "key and key_file"},
		"old ones alone":      {store: "old_keys_file: old", fault: "beside a new one"},
		"old ones broken":     {store: "key_file: key\n  old_keys_file: bad-old", fault: "line 2 of the file"},
		"environment empty":   {store: "key: ${STORE_KEY}", fault: "STORE_KEY is not set", bare: true},
		"no credentials":      {store: "credential: credential", fault: "LoadCredential=credential", bare: true},
		"another credential":  {store: "credential: other", fault: "LoadCredential=other"},
		"path for credential": {store: "credential: ../key", fault: "no name of a credential"},
		"a pass phrase":       {store: "key: 0123456789abcdef0123456789abcdef", fault: "64 hexadecimal digits"},
	} {
		t.Run(name, func(t *testing.T) {
			text := "store:\n  " + c.store +
				"\nofficials:\n  - id: a\n    channels:\n      - {platform: vk, owner_id: -1, service_token: t}\n"
			config, err := config.Parse(known(), []byte(text), filepath.Join(folder, "config.yaml"),
				func(name string) (string, bool) {
					value, ok := environment[name]
					return value, ok && !c.bare
				})
			if c.fault != "" {
				if err == nil || !strings.Contains(err.Error(), c.fault) {
					t.Fatalf("%v", err)
				}
				for _, secret := range []string{asHex[:20], asBase64[:20], "nonsense", "0123456789abcdef01"} {
					if strings.Contains(err.Error(), secret) {
						t.Errorf("the fault shows the key: %v", err)
					}
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			var keys []string
			for _, k := range config.Store.Keys {
				keys = append(keys, k.Reveal())
			}
			if fmt.Sprintf("%q", keys) != fmt.Sprintf("%q", c.want) {
				t.Errorf("got %d keys, want %d, or others", len(keys), len(c.want))
			}
			if shown := fmt.Sprintf("%+v %#v", config.Store, config.Store); strings.Contains(shown, asHex[:20]) ||
				strings.Contains(shown, "456789abcdef") {
				t.Error("the configuration prints its key")
			}
		})
	}
}

// Keys that passed through an editor are the same keys, and an empty one never means "no encryption".
func TestStoreKeysAreTakenWithoutWhatStandsAround(t *testing.T) {
	secret := []byte("0123456789abcdef\x00\xff\n 456789abcdef")
	text := hex.EncodeToString(secret)
	load := func(t *testing.T, file, store, variable string) (*config.Config, error) {
		t.Helper()
		folder := t.TempDir()
		if err := os.WriteFile(filepath.Join(folder, "key"), []byte(file), 0o600); err != nil {
			t.Fatal(err)
		}
		return config.Parse(known(), []byte("store: { "+store+" }\nofficials: [{id: a, channels: [{platform: vk, "+
			"owner_id: -1, service_token: t}]}]\n"),
			filepath.Join(folder, "config.yaml"), func(name string) (string, bool) {
				return map[string]string{"KEY": variable, "CREDENTIALS_DIRECTORY": folder}[name], true
			})
	}
	wide := "\xff\xfe"
	for _, b := range []byte(text + "\r\n") {
		wide += string([]byte{b, 0})
	}
	for name, form := range map[string]string{"mark of UTF-8": "\ufeff" + text, "CR LF": text + "\r\n", "CR": text +
		"\r", "quotes": `"` + text + `"`,
		"blanks": "\u00a0" + text + "\u200b", "UTF-16": wide, "UTF-16 without its mark": wide[2:]} {
		for store, variable := range map[string]string{"key_file: key": "", "credential: key": "",
			`key: "${KEY}"`: form} {
			if variable != "" && strings.Contains(variable, "\x00") {
				continue // no environment holds zero bytes
			}
			c, err := load(t, form, store, variable)
			if err != nil || len(c.Store.Keys) != 1 || c.Store.Keys[0].Reveal() != string(secret) {
				t.Errorf("%s, %s: %v", store, name, err)
			}
		}
	}
	other := hex.EncodeToString([]byte("ffffffffffffffffeeeeeeeeeeeeeeee"))
	for name, form := range map[string]string{"CR LF": "# old\r\n" + other + "\r\n", "CR": "\ufeff# old\r" + other +
		"\r"} {
		folder := t.TempDir()
		if err := os.WriteFile(filepath.Join(folder, "old"), []byte(form), 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := load(t, text, "key_file: key, old_keys_file: "+filepath.Join(folder, "old"), "")
		if err != nil || len(c.Store.Keys) != 2 {
			t.Errorf("old keys, %s: %v", name, err)
		}
	}
	for _, empty := range []string{"", " ", "\ufeff", `""`} {
		if _, err := load(t, "", `key: "${KEY}"`, empty); err == nil || !strings.Contains(err.Error(),
			"store.key: the environment variable KEY is empty") {
			t.Errorf("%q: %v", empty, err)
		}
		if _, err := load(t, empty, "key_file: key", ""); err == nil || !strings.Contains(err.Error(),
			"store.key_file") {
			t.Errorf("%q: %v", empty, err)
		}
	}
}
