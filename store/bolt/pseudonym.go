package bolt

import (
	"bytes"
	"encoding/base32"
	"strings"

	"otklik/store"
)

// pseudonymSize is how many bytes a pseudonym is made of.
const pseudonymSize = 10

// pseudonym stands for an id in the documents of one purge: "~" and 16 letters and digits.
func pseudonym(key []byte, parts ...string) string {
	return standIn(hashed(key, parts...)[:pseudonymSize])
}

// anybody is a pseudonym that stands for nothing else in the world.
func anybody() string { return standIn(newSecret(pseudonymSize)) }

func standIn(of []byte) string {
	return "~" + strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(of))
}

// pseudonym stands for an id in the documents of this purge.
func (e *eraser) pseudonym(parts ...string) string { return veiled(e.Key, e.salt, parts...) }

// veiled is a pseudonym under the salt, which earlier versions used, under the key of one purge.
func veiled(key, salt []byte, parts ...string) string {
	return pseudonym(key, pseudonym(salt, parts...))
}

// rekey gives a purge that an earlier version has begun a key of its own, and puts what it has listed already under it.
func (e *eraser) rekey() error {
	e.Key = newSecret(saltSize)
	veil := func(earlier *string) {
		if *earlier != "" {
			*earlier = pseudonym(e.Key, *earlier)
		}
	}
	veil(&e.Subject)
	b, prefix := e.bucket(bucketDestroyed), purgeKey(e.id)
	var lists []pair
	cursor := b.Cursor()
	for k, value := cursor.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix); k, value = cursor.Next() {
		var rows []store.PurgeRow
		if err := e.decode(bucketDestroyed, k, value, &rows); err != nil {
			return err
		}
		for i := range rows {
			veil(&rows[i].Message)
			veil(&rows[i].Subject)
		}
		changed, err := encode(rows)
		if err != nil {
			return err
		}
		lists = append(lists, pair{bytes.Clone(k), changed})
	}
	for _, l := range lists { // after the walk: a cursor must not see changes
		if err := e.put(b, bucketDestroyed, l.key, l.value); err != nil {
			return err
		}
	}
	return nil
}
