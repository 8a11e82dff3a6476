package bolt

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"os"

	"go.etcd.io/bbolt"

	"otklik/store"
)

// A transaction that reseals ends after so many values or bytes: it keeps others from the store while it lasts. It
// looks at more, because what is done already costs little.
const (
	resealValues = 5000
	resealBytes  = 8 << 20
	resealLooked = 50_000
)

// Encrypt seals a store that is not: with Options.Key, all values, in short transactions between which others may use
// the store if they have the key. Then the file is rewritten, so that its free pages hold no plain text either. It
// may be killed at any step and is taken up again by the next call. values is how many were sealed; zero if there was
// nothing to do. Records that cannot be read are left as they are and reported as *CorruptError at the end.
func (s *Shared) Encrypt(ctx context.Context, progress Progress) (values int, err error) {
	return s.reseal(ctx, taskEncrypt, progress)
}

// Rotate seals with Options.Key what is sealed with one of Options.OldKeys, and rewrites the file. As Encrypt.
func (s *Shared) Rotate(ctx context.Context, progress Progress) (values int, err error) {
	return s.reseal(ctx, taskRotate, progress)
}

// Decrypt turns a sealed store into one that needs no key. As Encrypt, but the file is not written again.
func (s *Shared) Decrypt(ctx context.Context, progress Progress) (values int, err error) {
	return s.reseal(ctx, taskDecrypt, progress)
}

func (s *Shared) reseal(ctx context.Context, task string, progress Progress) (values int, err error) {
	if s.o.Key == nil {
		return 0, fmt.Errorf("%s the store: no key is configured; set store.key_file, store.key or store.credential",
			task)
	}
	info, err := os.Stat(s.path)
	if err != nil {
		return 0, fmt.Errorf("%s the store: there is none at %s yet; with a key configured a new one is encrypted "+
			"from its beginning: %w", task, s.path, err)
	}
	o := s.o
	o.plain = task != taskRotate // encrypting begins with a plain store, decrypting ends with one
	each := NewShared(s.path, o)
	var todo bool
	if err := each.Do(ctx, func(st *Store) error { todo, err = st.beginTask(ctx, task); return err }); err != nil {
		return 0, err
	}
	var broken brokenRecords
	var done int64
	for todo {
		var n int
		err := each.Do(ctx, func(st *Store) error {
			var size int64
			var err error
			n, size, todo, err = st.resealSome(ctx, resealValues)
			done += size
			return err
		})
		if err := broken.pass(err); err != nil {
			return values, err
		}
		values += n
		progress.report(task, done, max(done, info.Size()))
		pause(ctx, yieldFor)
	}
	if err := each.rewriteSealed(ctx, o, progress); err != nil {
		return values, errors.Join(broken.err(), err)
	}
	return values, broken.err()
}

// rewriteSealed rewrites the file where its free pages may hold what was there before.
func (s *Shared) rewriteSealed(ctx context.Context, o Options, progress Progress) error {
	due, err := s.rewriteDue(ctx)
	if err != nil || !due {
		return err
	}
	if _, _, err := Compact(ctx, s.path, o, progress); err != nil {
		return fmt.Errorf("its values are encrypted, but free pages of the file still hold what was there before; "+
			"run the command again: %w", err)
	}
	return nil
}

// rewriteDue reports whether free pages may hold what was there before values were sealed.
func (s *Store) rewriteDue(ctx context.Context) (due bool, err error) {
	err = s.view(ctx, "look how the store is encrypted", func(t *tx) error {
		due = t.seal != nil && t.seal.state.Rewrite
		return nil
	})
	return due, err
}

// noteRewritten notes in a file that was rewritten that nothing of before is left in it.
func noteRewritten(ctx context.Context, path string, o Options) error {
	return NewShared(path, o).Do(ctx, func(st *Store) error {
		return st.update(ctx, "note that the file was written again", func(t *tx) error {
			if t.seal == nil {
				return nil
			}
			t.seal.state.Rewrite, t.seal.state.Last = false, ""
			return t.seal.save(t.bucket(bucketMeta))
		})
	})
}

// beginTask notes that a task was begun, so that one that was interrupted is known and goes on where it was. todo says
// whether values have to be resealed.
func (s *Store) beginTask(ctx context.Context, task string) (todo bool, err error) {
	err = s.update(ctx, task+" the store", func(t *tx) error {
		if t.seal != nil && t.seal.state.Task == taskRotate && task != taskRotate {
			return errors.New("a change of keys has not ended; run `otklik store rotate` first")
		}
		switch task {
		case taskEncrypt:
			return t.beginEncrypt(ctx, &todo)
		case taskRotate:
			return t.beginRotate(&todo)
		}
		return t.beginDecrypt(ctx, &todo)
	})
	return todo, err
}

func (t *tx) beginEncrypt(ctx context.Context, todo *bool) error {
	if t.seal == nil {
		t.seal = t.s.keys.newSealer()
	} else if t.seal.state.Task != taskDecrypt {
		*todo = t.seal.state.Task == taskEncrypt
		return nil
	}
	return t.turn(ctx, taskEncrypt, todo)
}

func (t *tx) beginDecrypt(ctx context.Context, todo *bool) error {
	if t.seal == nil {
		return nil
	}
	if t.seal.state.Task == taskDecrypt {
		*todo = true
		return nil
	}
	return t.turn(ctx, taskDecrypt, todo)
}

// turn begins to encrypt or to decrypt. both rebuild the index of wordings, because its keys change.
func (t *tx) turn(ctx context.Context, task string, todo *bool) error {
	*todo = true
	salt, err := t.salt(false)
	if err != nil {
		return err
	}
	t.seal.begin(sealValue{Task: task})
	if salt != nil { // a store that was not sealed has it in clear
		err = t.keepSalt(salt)
	}
	return errors.Join(err, t.seal.save(t.bucket(bucketMeta)), t.markAllPending(ctx),
		t.forgetAllMembers())
}

func (t *tx) beginRotate(todo *bool) error {
	switch {
	case t.seal == nil:
		return store.ErrNotSealed
	case t.seal.mixed():
		return fmt.Errorf("what was begun has not ended; run `otklik store %s` first", t.seal.state.Task)
	case t.seal.with == t.s.keys.current:
		*todo = t.seal.state.Task == taskRotate
		return nil
	}
	*todo = true
	// A change to a third key may begin before that to the second has ended.
	old := append(t.seal.state.Old, bytes.Clone(t.seal.with.id[:]))
	t.seal.begin(sealValue{Task: taskRotate, Old: old})
	t.seal.with = t.s.keys.current
	return t.seal.save(t.bucket(bucketMeta))
}

// newSealer is that of a store which is sealed from now on.
func (r *keyring) newSealer() *sealer {
	return &sealer{keys: r, with: r.current, state: sealValue{Secret: newSecret(wordingSecret)}}
}

// layOut makes a new store of an empty file, sealed where there is a key.
func (r *keyring) layOut(t *bbolt.Tx) error {
	if err := layOut(t); err != nil || r.current == nil {
		return err
	}
	return r.newSealer().save(t.Bucket([]byte(bucketMeta)))
}

// resealSome brings at most so many values to the state that the task wants, and notes how far it has come; todo: there
// are more.
func (s *Store) resealSome(ctx context.Context, most int) (values int, size int64, todo bool, err error) {
	var broken brokenRecords
	err = s.update(ctx, "encrypt again", func(t *tx) error {
		if t.seal == nil || t.seal.state.Task == "" {
			return nil // somebody else has ended it
		}
		state, r := &t.seal.state, resealing{tx: t, ctx: ctx, most: most, broken: &broken}
		if t.seal.sealing() {
			r.wanted = t.seal.with
		}
		for _, bucket := range bucketNames {
			if !sealedBucket(bucket) || state.Bucket != "" && bucket != state.Bucket {
				continue
			}
			state.Bucket = bucket
			var err error
			state.Key, err = r.bucket(bucket, state.Key)
			if values, size = r.values, r.size; err != nil {
				return err
			}
			if state.Key != nil {
				todo = true
				return t.seal.save(t.bucket(bucketMeta))
			}
			state.Bucket = ""
		}
		return t.endTask()
	})
	if err != nil {
		return 0, 0, false, err
	}
	return values, size, todo, broken.err()
}

// resealing is what one transaction has resealed.
type resealing struct {
	*tx
	ctx            context.Context
	wanted         *Key // nil: values are to be plain
	most           int
	values, looked int
	size           int64
	broken         *brokenRecords
}

// bucket reseals values of a bucket, from a key on; next is where to go on, nil at its end.
func (r *resealing) bucket(name string, from []byte) (next []byte, err error) {
	b := r.tx.bucket(name)
	var changed []pair
	cursor := b.Cursor()
	k, v := cursor.Seek(from)
	for ; k != nil && r.more(len(changed)); k, v = cursor.Next() {
		if r.looked++; r.looked%256 == 0 && r.ctx.Err() != nil {
			return nil, r.ctx.Err()
		}
		plain, by, err := r.seal.open(name, k, v)
		switch {
		case err != nil:
			if err := r.broken.pass(corrupt(name, k, err)); err != nil {
				return nil, err
			}
		case by != r.wanted:
			changed = append(changed, pair{bytes.Clone(k), bytes.Clone(plain)})
			r.size += int64(len(v))
		}
	}
	next = bytes.Clone(k)
	for _, p := range changed { // after the walk: a cursor must not see changes
		if err := r.put(b, name, p.key, p.value); err != nil {
			return nil, err
		}
	}
	r.values += len(changed)
	return next, nil
}

func (r *resealing) more(changed int) bool {
	return r.values+changed < r.most && r.size < resealBytes && r.looked < resealLooked
}

// endTask notes that every value has its new form. Free pages may still hold the old ones: that stays noted until the
// file is rewritten.
func (t *tx) endTask() error {
	meta := t.bucket(bucketMeta)
	if t.seal.state.Task == taskDecrypt {
		return t.unseal()
	}
	t.seal.begin(sealValue{Rewrite: true, Last: t.seal.state.Task})
	return t.seal.save(meta)
}

// unseal ends a decryption: all values are plain, and so is the salt from now on.
func (t *tx) unseal() error {
	version := uint32(plainVersion)
	err := t.eachPurge(func(_ []byte, v *purgeValue) error {
		if v.demand() {
			version = Version
		}
		return nil
	})
	if err != nil {
		return err
	}
	meta, salt := t.bucket(bucketMeta), t.seal.state.Salt
	t.seal = nil
	if salt != nil {
		err = t.keepSalt(salt)
	}
	return errors.Join(err, meta.Delete(keySeal), meta.Put(keyVersion, binary.BigEndian.AppendUint32(nil, version)))
}

// unfinished is the task that has to be run again; rewriting the file ends that which began it.
func (s *sealer) unfinished() string {
	if s.state.Rewrite {
		return s.state.Last
	}
	return s.state.Task
}
