package app

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"otklik/internal/config"
	"otklik/internal/safefile"
	"otklik/store/bolt"
	"path/filepath"
)

// storeOptions says how the configured store is opened.
func storeOptions(c *config.Config, with Options) (bolt.Options, error) {
	o := bolt.Options{Purpose: with.Purpose, Existing: !with.Begins}
	for i, secret := range c.Store.Keys {
		key, err := bolt.NewKey([]byte(secret.Reveal()))
		if err != nil {
			return o, usagef("store: %w", err)
		}
		if i == 0 {
			o.Key = key
		} else {
			o.OldKeys = append(o.OldKeys, key)
		}
	}
	return o, nil
}

// NewStoreKey writes a new random key to a file that only its owner may read, and gives back the file's whole path and
// the key's fingerprint. An existing file is never overwritten.
func NewStoreKey(file string) (path, id string, err error) {
	secret := make([]byte, bolt.KeySize)
	_, _ = rand.Read(secret) // never fails
	// Before anything is written: what is no key would be a file that opens nothing.
	key, err := bolt.NewKey(secret)
	if err != nil {
		return "", "", err
	}
	if path, err = filepath.Abs(file); err != nil {
		return "", "", fmt.Errorf("find the place of the key: %w", err)
	}
	f, err := safefile.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL)
	if errors.Is(err, fs.ErrExist) {
		return path, "", fmt.Errorf("the file %s is there already and may be a key in use; name another one", path)
	}
	if err != nil {
		return path, "", fmt.Errorf("write the key: %w", err)
	}
	_, err = f.WriteString(hex.EncodeToString(secret) + "\n")
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return path, "", fmt.Errorf("write the key: %w", errors.Join(err, safefile.Remove(path)))
	}
	if err := safefile.Sync(filepath.Dir(path)); err != nil { // a key that is lost takes the store with it
		return path, "", fmt.Errorf("write the key: %w", err)
	}
	return path, key.ID(), nil
}
