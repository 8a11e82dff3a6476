package app

import (
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"otklik/internal/care/audit"
	"otklik/internal/config"
	"otklik/report/render"
)

// ShowDigest makes a digest as of the moment at and gives it out in a format. Nothing is stored.
func (s *Service) ShowDigest(ctx context.Context, id string, at time.Time, f render.Format, to Output) error {
	d, err := s.FindDigest(id)
	if err != nil {
		return err
	}
	built, err := s.compose(ctx, d, at, f)
	if err != nil {
		return err
	}
	draw := func(w io.Writer) error { return render.Write(w, built, f) }
	if f.Capped() { // small, so that what cannot be drawn is known before the log has it
		page, err := render.Render(built, f)
		if err != nil {
			return err
		}
		draw = whole(page)
	}
	entry := audit.Entry{Action: audit.Digest, Digest: d.ID, Of: built.At, Count: len(built.Complaints),
		Format: string(f), Path: to.Path}
	return s.shown(ctx, entry, func() error { return to.Write(draw) })
}

// FindDigest is a digest of the configuration.
func (s *Service) FindDigest(id string) (config.Digest, error) {
	c := s.config
	i := slices.IndexFunc(c.Digests, func(d config.Digest) bool { return d.ID == id })
	if i < 0 {
		return config.Digest{}, usagef("there is no digest %q in %s; there is %s", id, c.Path, s.DigestIDs())
	}
	return c.Digests[i], nil
}

// FirstDigest is what is shown where no digest is named. A configuration may have none on purpose.
func (s *Service) FirstDigest() (config.Digest, error) {
	if len(s.config.Digests) == 0 {
		return config.Digest{}, usagef("%s has no digest: `digests` is an empty list; add one or take the key out",
			s.config.Path)
	}
	return s.config.Digests[0], nil
}

// DigestIDs are the ids of the configuration's digests, with commas between them.
func (s *Service) DigestIDs() string {
	var ids []string
	for _, d := range s.config.Digests {
		ids = append(ids, d.ID)
	}
	return strings.Join(ids, ", ")
}
