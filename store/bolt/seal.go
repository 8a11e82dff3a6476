package bolt

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"

	"go.etcd.io/bbolt"

	"otklik/store"
)

// KeySize is how many bytes a key has: AES-256.
const KeySize = 32

const (
	sealVersion = 1
	keyIDSize   = 4
	sealHead    = 1 + keyIDSize
	// sealOverhead is what sealing adds: version, key id, the nonce of 96 bits and the tag of 128.
	sealOverhead = sealHead + 12 + 16
	// wordingSecret is the size of what hashes of texts are keyed with.
	wordingSecret = 32
)

// keySeal stands in bucket meta of a sealed store: sealValue, sealed as a value is.
var keySeal = []byte("seal")

// Key seals values with AES-256-GCM. It cannot be printed. One key must not seal more than 2³² values (NIST SP 800-38D,
// 8.3, for random nonces); a region's store writes so many in years.
type Key struct {
	id   [keyIDSize]byte
	aead cipher.AEAD
}

// NewKey makes a key of KeySize random bytes.
func NewKey(secret []byte) (*Key, error) {
	if len(secret) != KeySize {
		return nil, fmt.Errorf("a key of the store has %d bytes, not %d", KeySize, len(secret))
	}
	block, err := aes.NewCipher(secret)
	if err != nil {
		return nil, fmt.Errorf("make a key: %w", err)
	}
	k := &Key{}
	if k.aead, err = cipher.NewGCMWithRandomNonce(block); err != nil {
		return nil, fmt.Errorf("make a key: %w", err)
	}
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte("otklik store key id"))
	copy(k.id[:], mac.Sum(nil))
	return k, nil
}

// ID is the key's fingerprint: it names the key and says nothing about it.
func (k *Key) ID() string { return hex.EncodeToString(k.id[:]) }

// Format keeps every fmt verb from printing the key.
func (k Key) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte("***")) }

// LogValue keeps slog from printing it.
func (k Key) LogValue() slog.Value { return slog.StringValue("***") }

// seal gives version, key id, nonce, ciphertext and tag. What is bound is what open has to be told again.
func (k *Key) seal(bound, plain []byte) []byte {
	out := make([]byte, 0, sealOverhead+len(plain))
	out = append(append(out, sealVersion), k.id[:]...)
	return k.aead.Seal(out, nil, plain, bound)
}

var errTampered = errors.New("it does not open with its key: it was damaged, or stands where it does not belong")

func (k *Key) open(bound, sealed []byte) ([]byte, error) {
	plain, err := k.aead.Open(make([]byte, 0, len(sealed)-sealOverhead), nil, sealed[sealHead:], bound)
	if err != nil {
		return nil, errTampered
	}
	return plain, nil
}

// sealedBucket says which buckets hold values that tell, or may tell, of people. FORMAT.md gives the reasons.
func sealedBucket(name string) bool {
	switch name {
	case bucketMessages, bucketStatuses, bucketWaiting, bucketCorrections, bucketWordings, bucketCopies,
		bucketAnswerers,
		bucketCursors,
		bucketPulls, bucketUndecoded, bucketRaw, bucketDigests, bucketDeliveries, bucketAlerts, bucketPurges:
		return true
	}
	return false
}

// bind names the place of a value, so that no value can take the place of another.
func bind(to []byte, bucket string, key []byte) []byte {
	to = append(append(to[:0], sealVersion), bucket...)
	return append(append(to, 0), key...)
}

// The tasks that change how values are sealed. One that was begun stays noted until it has ended.
const (
	taskEncrypt = "encrypt"
	taskRotate  = "rotate"
	taskDecrypt = "decrypt"
)

// sealValue is what a sealed store notes about its sealing.
type sealValue struct {
	// Secret keys the hashes of texts in the keys of bucket wordings: without it somebody could guess texts and
	// compare. It stays when the key changes, so that the index need not be rebuilt.
	Secret []byte `cbor:"1,keyasint,omitempty"`
	Task   string `cbor:"2,keyasint,omitempty"` // what was begun: encrypt, rotate, decrypt
	Bucket string `cbor:"3,keyasint,omitempty"` // how far it has come: values before this one are done
	Key    []byte `cbor:"4,keyasint,omitempty"`
	// Old are the ids of the keys that values may still be sealed with while keys change.
	Old [][]byte `cbor:"5,keyasint,omitempty"`
	// Rewrite says that free pages may still hold what was there before: the file has to be rewritten.
	Rewrite bool   `cbor:"6,keyasint,omitempty"`
	Last    string `cbor:"7,keyasint,omitempty"` // the task that Rewrite ends
	// Salt keys the hashes of what was purged: see tx.salt.
	Salt []byte `cbor:"8,keyasint,omitempty"`
}

// begin takes another state with the secrets of the one before.
func (s *sealer) begin(next sealValue) {
	next.Secret, next.Salt = s.state.Secret, s.state.Salt
	s.state = next
}

// keyring is what a store was given to open its values with.
type keyring struct {
	current *Key // nil: the store is not to be sealed
	old     []*Key
	// plain lets a store that is not sealed yet be opened with a key, to seal it.
	plain bool
}

func (r *keyring) find(id []byte) *Key {
	if r.current != nil && bytes.Equal(r.current.id[:], id) {
		return r.current
	}
	for _, k := range r.old {
		if bytes.Equal(k.id[:], id) {
			return k
		}
	}
	return nil
}

// sealer seals and opens the values of one transaction.
type sealer struct {
	keys  *keyring
	with  *Key // the file's key
	state sealValue
	bound []byte // reused
}

// sealer reads how a store is sealed; nil where it is not. The errors are ErrSealed, ErrWrongKey, ErrNotSealed and, for
// a note that was tampered with, ErrDamaged.
func (r *keyring) sealer(meta *bbolt.Bucket) (*sealer, error) {
	value := meta.Get(keySeal)
	if value == nil {
		if r.current != nil && !r.plain {
			return nil, store.ErrNotSealed
		}
		return nil, nil
	}
	if len(value) < sealOverhead || value[0] != sealVersion {
		return nil, fmt.Errorf("%w: it is encrypted in a way this program does not know", store.ErrNewer)
	}
	s := &sealer{keys: r, with: r.find(value[1:sealHead])}
	if s.with == nil {
		return nil, r.missing(value[1:sealHead])
	}
	plain, err := s.with.open(bind(nil, bucketMeta, keySeal), value)
	if err == nil {
		err = decode(plain, &s.state)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: the note about its encryption cannot be read", store.ErrDamaged)
	}
	for _, id := range s.state.Old {
		if r.find(id) == nil {
			return nil, fmt.Errorf("%w: a change of keys has not ended, and the key %x is still needed; name it in "+
				"store.old_keys_file and run `otklik store rotate`",
				store.ErrWrongKey, id)
		}
	}
	return s, nil
}

// missing is the error where the file's key is not among those given.
func (r *keyring) missing(id []byte) error {
	if r.current == nil {
		return store.ErrSealed
	}
	return fmt.Errorf("%w (its fingerprint is %x, the configured key's %s); configure that key, or name it in "+
		"store.old_keys_file", store.ErrWrongKey, id, r.current.ID())
}

// save notes how the store is sealed.
func (s *sealer) save(meta *bbolt.Bucket) error {
	value, err := encode(&s.state)
	if err != nil {
		return err
	}
	version := binary.BigEndian.AppendUint32(nil, Version)
	if err := errors.Join(meta.Put(keyVersion, version),
		meta.Put(keySeal, s.with.seal(bind(nil, bucketMeta, keySeal), value))); err != nil {
		return fmt.Errorf("note how the store is encrypted: %w", err)
	}
	return nil
}

// mixed says that values may be plain as well as sealed.
func (s *sealer) mixed() bool { return s.state.Task == taskEncrypt || s.state.Task == taskDecrypt }

// sealing says whether what is put is sealed.
func (s *sealer) sealing() bool { return s != nil && s.state.Task != taskDecrypt }

// seal is the value as it is put.
func (s *sealer) seal(bucket string, key, plain []byte) []byte {
	s.bound = bind(s.bound, bucket, key)
	return s.with.seal(s.bound, plain)
}

// opening is the key of the store with an id; nil: none. One that was changed opens nothing any more, although it may
// still be configured: else what it sealed could be put back.
func (s *sealer) opening(id []byte) *Key {
	if bytes.Equal(s.with.id[:], id) {
		return s.with
	}
	for _, old := range s.state.Old {
		if bytes.Equal(old, id) {
			return s.keys.find(id)
		}
	}
	return nil
}

// open is the way back. by is the key that the value was sealed with; nil: it is plain.
func (s *sealer) open(bucket string, key, value []byte) (plain []byte, by *Key, err error) {
	if len(value) >= sealOverhead && value[0] == sealVersion {
		by = s.opening(value[1:sealHead])
	}
	if by == nil {
		if s.mixed() {
			return value, nil, nil
		}
		if len(value) >= sealHead && value[0] == sealVersion {
			return nil, nil, fmt.Errorf("it is encrypted with the key %x, which is not the store's", value[1:sealHead])
		}
		return nil, nil, errTampered
	}
	s.bound = bind(s.bound, bucket, key)
	if plain, err = by.open(s.bound, value); err != nil && s.mixed() {
		return value, nil, nil // a plain value may begin by chance as a sealed one does
	}
	return plain, by, err
}

// open gives the value of a record as it was put. nil stays nil. In a store without a key it is value itself, which
// lives as long as the transaction.
func (t *tx) open(bucket string, key, value []byte) ([]byte, error) {
	if t.seal == nil || value == nil || !sealedBucket(bucket) {
		return value, nil
	}
	plain, _, err := t.seal.open(bucket, key, value)
	return plain, err
}

// decode opens and decodes a stored value; the error is a *CorruptError.
func (t *tx) decode(bucket string, key, value []byte, v any) error {
	plain, err := t.open(bucket, key, value)
	if err == nil {
		err = decode(plain, v)
	}
	if err != nil {
		return corrupt(bucket, key, err)
	}
	return nil
}

// wordingNumber is the hash of a text as it stands in a key: keyed in a sealed store.
func (t *tx) wordingNumber(wording uint64) uint64 {
	if !t.seal.sealing() {
		return wording
	}
	mac := hmac.New(sha256.New, t.seal.state.Secret)
	mac.Write(binary.BigEndian.AppendUint64(nil, wording))
	return binary.BigEndian.Uint64(mac.Sum(nil))
}
