package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"otklik/config"
	"otklik/report"
	"otklik/store"
)

// edition is a digest as it is stored before it is sent: the very bytes of every format that goes out, so that after a
// crash nobody gets another text.
type edition struct {
	Formats map[string][]byte `json:"formats"`
}

// send stores the digest under the moment scheduled and then delivers what is stored there: if the store holds an
// edition of that moment already, that one goes out.
func (o *office) send(ctx context.Context, d config.Digest, built report.Digest, scheduled time.Time, late bool) error {
	key := store.DigestKey{ID: d.ID, At: scheduled.UTC().Truncate(time.Second)}
	record, err := o.store.Digest(ctx, key)
	if errors.Is(err, store.ErrNotFound) {
		if record, err = newRecord(d, key, built, late); err != nil {
			return err
		}
		err = o.store.PutDigest(ctx, record)
	}
	if err != nil {
		return err
	}
	return o.deliver(d, record)
}

func newRecord(d config.Digest, key store.DigestKey, built report.Digest, late bool) (store.DigestRecord, error) {
	e := edition{Formats: map[string][]byte{}}
	for _, delivery := range d.Deliver {
		bytes, err := report.Render(built, report.Format(delivery.File.Format))
		if err != nil {
			return store.DigestRecord{}, err
		}
		e.Formats[delivery.File.Format] = bytes
	}
	data, err := json.Marshal(e)
	if err != nil {
		return store.DigestRecord{}, fmt.Errorf("keep the digest %s: %w", d.ID, err)
	}
	return store.DigestRecord{Key: key, From: built.Period.From, To: built.Period.To, Built: time.Now(), Late: late, Data: data}, nil
}

// deliver puts a stored edition where the configuration says. A file that is there already is left alone: it holds the
// same bytes.
func (o *office) deliver(d config.Digest, record store.DigestRecord) error {
	var e edition
	if err := json.Unmarshal(record.Data, &e); err != nil {
		return fmt.Errorf("read the stored digest %s: %w", d.ID, err)
	}
	var failures []error
	for _, delivery := range d.Deliver {
		bytes, ok := e.Formats[delivery.File.Format]
		if !ok {
			continue // this delivery was configured after the digest was made
		}
		path := filepath.Join(delivery.File.Path, editionName(d.ID, record.Key.At.In(o.config.Location), delivery.File.Format))
		if _, err := os.Stat(path); err == nil {
			continue
		}
		err := replaceFile(path, func(f *os.File) error {
			_, err := f.Write(bytes)
			return err
		})
		if err != nil {
			failures = append(failures, err)
			continue
		}
		o.log.Info("digest delivered", "digest", d.ID, "file", path)
	}
	switch {
	case len(failures) == 0:
		return nil
	case len(failures) < len(d.Deliver):
		return fmt.Errorf("%w: %w", errPartly, errors.Join(failures...))
	}
	return errors.Join(failures...)
}

// editionName is the name of a delivered file: morning-2026-11-22-0800.html, with the seconds where they are not zero,
// as in a digest that was sent by hand.
func editionName(id string, at time.Time, format string) string {
	if format == "text" {
		format = "txt"
	}
	layout := "2006-01-02-1504"
	if at.Second() != 0 {
		layout = "2006-01-02-150405"
	}
	return fmt.Sprintf("%s-%s.%s", id, at.Format(layout), format)
}
