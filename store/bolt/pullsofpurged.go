package bolt

import (
	"bytes"
	"regexp"

	"go.etcd.io/bbolt"

	"otklik/internal/inbox"
)

// pulls takes the person's number out of what earlier versions noted of readings: they named a dialog that the
// platform did not show by the account. That something was not shown stays known.
func (e *eraser) pulls() ([]byte, error) {
	if !e.demand() {
		return nil, nil
	}
	dialog := regexp.MustCompile(`\b(dialog |sel=)` + regexp.QuoteMeta(e.Author) + `\b`)
	return e.part(bucketPulls, purgeLooked, func(b *bbolt.Bucket, key, value []byte) error {
		var v pullValue
		if err := e.decode(bucketPulls, key, value, &v); err != nil {
			return err
		}
		// Compared as bytes: nearly all records name nobody, and stay as they are.
		before, err := encode(&v)
		if err != nil {
			return err
		}
		v.Detail = dialog.ReplaceAllString(v.Detail, "${1}"+inbox.Removed)
		for _, list := range [][]string{v.Warnings, v.Inaccessible} {
			for i := range list {
				list[i] = dialog.ReplaceAllString(list[i], "${1}"+inbox.Removed)
			}
		}
		if v.Reconciliation != nil {
			for i, off := range v.Reconciliation.Mismatches {
				v.Reconciliation.Mismatches[i].Part = dialog.ReplaceAllString(off.Part, "${1}"+inbox.Removed)
			}
		}
		after, err := encode(&v)
		if err != nil || bytes.Equal(before, after) {
			return err
		}
		return e.put(b, bucketPulls, key, after)
	})
}
