package config

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"otklik/internal/plaintext"
	"otklik/internal/smallfile"
)

// storeKeySize is how many bytes a key of the store has.
const storeKeySize = 32

// storeKeys reads the keys of the store's encryption into Store.Keys.
func (k *checker) storeKeys() {
	s := &k.config.Store
	if name := k.variables.empty["store.key"]; name != "" {
		k.fault("store.key", "the environment variable %s is empty", name)
		return
	}
	var given []string
	for _, one := range []struct{ key, value string }{
		{"key", s.Key.Reveal()}, {"key_file", s.KeyFile}, {"credential", s.Credential},
	} {
		if one.value != "" {
			given = append(given, one.key)
		}
	}
	if len(given) > 1 {
		k.fault("store."+given[1], "the key is given twice, as %s; keep one of them", strings.Join(given, " and "))
		return
	}
	k.noteLiteral("store.key", s.Key)
	text := s.Key.Reveal()
	var err error
	switch {
	case s.KeyFile != "":
		text, err = k.keyFile(s.KeyFile)
	case s.Credential != "":
		text, err = k.credential(s.Credential)
	}
	if len(given) == 0 {
		if s.OldKeysFile != "" {
			k.fault("store.old_keys_file",
				"old keys are of use beside a new one only; name it with key_file, key or credential")
		}
		return
	}
	var key Secret
	if err == nil {
		key, err = storeKey(text)
	}
	if err != nil {
		k.fault("store."+given[0], "%v", err)
		return
	}
	s.Keys = append(s.Keys, key)
	if s.OldKeysFile != "" {
		k.oldKeys()
	}
}

func (k *checker) oldKeys() {
	s := &k.config.Store
	text, err := k.keyFile(s.OldKeysFile)
	if err != nil {
		k.fault("store.old_keys_file", "%v", err)
		return
	}
	for i, line := range plaintext.Lines(text) {
		if line = plaintext.Trim(line); line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		key, err := storeKey(line)
		if err != nil {
			k.fault("store.old_keys_file", "line %d of the file: %v", i+1, err)
			return
		}
		s.Keys = append(s.Keys, key)
	}
}

// keyFile reads a file of keys.
func (k *checker) keyFile(path string) (string, error) {
	text, err := k.privateFile(path)
	return keyText(text, err)
}

// credential reads what systemd gives to the service (systemd.exec(5), LoadCredential=). Who may read it is systemd's
// affair: on some versions the mode shows a group.
func (k *checker) credential(name string) (string, error) {
	if name != filepath.Base(name) || name == "." || name == ".." {
		return "", errors.New("this is no name of a credential; write what stands before the colon in LoadCredential=")
	}
	folder, ok := k.variables.getenv("CREDENTIALS_DIRECTORY")
	if !ok || folder == "" {
		return "", fmt.Errorf("systemd gives no credentials here ($CREDENTIALS_DIRECTORY is not set); add "+
			"LoadCredential=%s:… to the unit, "+
			"or run a command as the service does: systemd-run --pipe -p LoadCredential=%s:… otklik …", name, name)
	}
	f, err := smallfile.Open(filepath.Join(folder, name))
	if errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("systemd gives no credential %q; add LoadCredential=%s:… to the unit", name, name)
	}
	if err != nil {
		return "", fmt.Errorf("the credential cannot be read: %w", err)
	}
	defer f.Close()
	text, err := plaintext.Read(f)
	return keyText(text, err)
}

// keyText is the text of one key or several that was read, or why there is none.
func keyText(text string, err error) (string, error) {
	if err != nil {
		return "", fmt.Errorf("the key cannot be read: %w", err)
	}
	if plaintext.Trim(text) == "" {
		return "", errors.New("the file of the key is empty; `otklik store key new FILE` makes one")
	}
	return text, nil
}

// storeKey decodes a key. It is never repeated in an error.
func storeKey(text string) (Secret, error) {
	text = trimAround(text)
	for _, decode := range []func(string) ([]byte, error){
		hex.DecodeString, base64.StdEncoding.DecodeString, base64.RawStdEncoding.DecodeString,
		base64.URLEncoding.DecodeString, base64.RawURLEncoding.DecodeString,
	} {
		if key, err := decode(text); err == nil && len(key) == storeKeySize {
			return Secret(key), nil
		}
	}
	return "", fmt.Errorf("this is no key: it has %d bytes, written as 64 hexadecimal digits or in base64; `otklik "+
		"store key new FILE` makes one", storeKeySize)
}
