package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"otklik/internal/care/certificate"
	"otklik/internal/safefile"
	"otklik/store"
)

// writeCertificate writes the certificate, the extract of the log and the register of a purge, and says where they are.
// They are rewritten from what the store noted, so that a crash between them does no harm.
func (s *Service) writeCertificate(ctx context.Context, id uint64, p Purged) ([]string, error) {
	document := s.certificateOf(p)
	folder := s.config.Purge.Acts
	register := filepath.Join(folder, certificate.RegisterName(document.Number))
	var extract *certificate.Extract
	// The register goes first, row by row, because it may be long; the extract that the certificate shows is taken on
	// the way.
	err := safefile.Rewrite(register, func(f *os.File) (err error) {
		if extract, err = certificate.NewExtract(f); err != nil {
			return err
		}
		err = s.store.PurgeRows(ctx, id, func(r store.PurgeRow) error {
			return extract.Add(certificate.Row{At: time.Unix(r.At, 0).In(s.config.Location),
				Channel: string(r.Channel), Kind: string(r.Kind), Record: r.Message,
				Subject: r.Subject, Official: r.Official, Waiting: r.Waiting})
		})
		return errors.Join(err, extract.Close())
	})
	if err != nil {
		return nil, err
	}
	documents, err := certificate.Files(document, extract)
	if err != nil {
		return nil, err
	}
	written := []string{register}
	for _, d := range documents {
		path := filepath.Join(folder, d.Name)
		if err := safefile.Rewrite(path, func(f *os.File) error { _, err := f.Write(d.Data); return err }); err != nil {
			return nil, err
		}
		written = append(written, path)
	}
	slices.Sort(written)
	return written, nil
}

// certificateOf is what the certificate says, in the office's time zone. Files are named without their folders:
// certificates are handed out.
func (s *Service) certificateOf(p Purged) certificate.Certificate {
	in := func(t time.Time) time.Time {
		if t.IsZero() {
			return t
		}
		return t.In(s.config.Location)
	}
	document := certificate.Certificate{Number: p.Certificate(), Date: in(p.Erased), Operator: s.config.Purge.Operator,
		System: "Отклик " + s.version,
		Store:  filepath.Base(s.config.Store.Path), Account: decider(""), Demand: p.Subject != "",
		Before: in(p.Order.Before),
		Period: fmt.Sprintf("%d дн.", s.config.Privacy.Retention.Days()), Subject: p.Subject,
		Depersonalised: p.Order.Mode == store.Depersonalise,
		Raw:            p.Raw, Undecoded: p.Undecoded, Digests: p.Digests, Blanked: p.Blanked,
		Corrections: p.Corrections,
		Mentions:    p.Mentions,
		Rewritten:   in(p.Rewritten), Encrypted: s.store.Options().Key != nil}
	for _, c := range p.Counts {
		document.Counts = append(document.Counts, certificate.Count{Channel: string(c.Channel),
			Kind: string(c.Kind), Messages: c.Messages, Official: c.Official, Waiting: c.Waiting})
	}
	for _, path := range p.Backups {
		document.Backups = append(document.Backups, filepath.Base(path))
	}
	for _, l := range p.Leftovers.Removed {
		document.Swept = append(document.Swept, filepath.Base(l.Path))
	}
	for _, l := range p.Leftovers.Left {
		document.Unswept = append(document.Unswept, filepath.Base(l.Path))
	}
	document.Unseen = len(p.Leftovers.Unseen)
	return document
}

// backupsBefore are the backups in the configured folder that were made before a moment, oldest first, and stores that
// were kept aside by a restore.
func (s *Service) backupsBefore(moment time.Time) ([]string, error) {
	var found []string
	look := func(folder string, backup func(name string) bool) error {
		names, err := safefile.Names(folder)
		if errors.Is(err, os.ErrNotExist) || folder == "" {
			return nil
		}
		if err != nil {
			return fmt.Errorf("look for old backups: %w", err)
		}
		// By the time of the file, not by its name: a person may have renamed it.
		for _, name := range names {
			info, err := os.Lstat(filepath.Join(folder, name))
			if err != nil || !info.Mode().IsRegular() || !backup(name) ||
				info.ModTime().Truncate(time.Second).After(moment) {
				continue
			}
			found = append(found, filepath.Join(folder, name))
		}
		return nil
	}
	kept := filepath.Base(s.config.Store.Path) + ".before-"
	// Those that somebody made by hand, whatever their names, count as well.
	packed := func(name string) bool { return strings.HasSuffix(strings.TrimSuffix(name, ".age"), ".zst") }
	err := errors.Join(
		look(s.config.Backup.Path, packed),
		look(filepath.Dir(s.config.Store.Path), func(name string) bool {
			return strings.HasPrefix(name, kept) ||
				packed(name)
		}))
	slices.Sort(found)
	return slices.Compact(found), err
}
