package bolt

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
)

// keySalt is the entry of bucket meta with the salt, in a store that is not sealed.
var keySalt = []byte("salt")

// saltSize is how many random bytes key hashes: those of a store, and those of one purge.
const saltSize = 32

// salt is the key of the store's hashes; with create it is drawn where there is none yet, else nil. Numbers of accounts
// are so few that whoever has it can turn a hash back: in a sealed store it stands in the sealed note.
func (t *tx) salt(create bool) ([]byte, error) {
	if t.seal != nil && len(t.seal.state.Salt) == saltSize {
		return t.seal.state.Salt, nil
	}
	// A sealed file of format version 2 that is only read has it here, too.
	if stored := t.bucket(bucketMeta).Get(keySalt); len(stored) == saltSize {
		return stored, nil
	}
	if !create {
		return nil, nil
	}
	salt := newSecret(saltSize)
	return salt, t.keepSalt(salt)
}

// keepSalt stores the salt where it belongs, and nowhere else.
func (t *tx) keepSalt(salt []byte) error {
	meta := t.bucket(bucketMeta)
	if t.seal != nil {
		t.seal.state.Salt = bytes.Clone(salt)
		return errors.Join(meta.Delete(keySalt), t.seal.save(meta))
	}
	if err := meta.Put(keySalt, salt); err != nil {
		return fmt.Errorf("keep the key of the hashes: %w", err)
	}
	return nil
}

// hideSalt turns a sealed file of format version 2 into one of this version. The salt stood in clear there, and
// stands in free pages until the file is rewritten; where nothing else is going to do that, encrypting is noted as
// not ended.
func (t *tx) hideSalt() error {
	salt := t.bucket(bucketMeta).Get(keySalt)
	if salt == nil {
		return t.seal.save(t.bucket(bucketMeta))
	}
	if state := &t.seal.state; state.Task == "" && !state.Rewrite {
		state.Rewrite, state.Last = true, taskEncrypt
	}
	return t.keepSalt(salt)
}

// newSecret is so many random bytes.
func newSecret(size int) []byte {
	secret := make([]byte, size)
	_, _ = rand.Read(secret) // never fails, see crypto/rand
	return secret
}

// hashed is 16 bytes that stand for the parts.
func hashed(key []byte, parts ...string) []byte {
	h := hmac.New(sha256.New, key)
	for _, p := range parts {
		h.Write(appendString(nil, p))
	}
	return h.Sum(nil)[:16]
}
