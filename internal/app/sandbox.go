package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"otklik/internal/safefile"
	"otklik/internal/sandbox"
	"otklik/internal/sandbox/town"
	"otklik/internal/smallfile"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// ErrAddressTaken says that somebody else listens on an address.
var ErrAddressTaken = syscall.EADDRINUSE

// Sandbox plays the platforms on an address, to try a configuration against.
type Sandbox struct {
	// Configuration is what reads them.
	Configuration string

	played   *sandbox.Sandbox
	listener net.Listener
}

// OpenSandbox listens on a loopback address before it writes a configuration, and its places beside it, into a file
// (empty: into none): one for an address that somebody else has would lead astray. Errors: ErrAddressTaken,
// ForeignFileError.
func OpenSandbox(ctx context.Context, listen, baseURL, file string) (*Sandbox, error) {
	places := ""
	if file != "" {
		places = strings.TrimSuffix(file, filepath.Ext(file)) + "-places.tsv"
		own := func(text string) bool { _, own := sandbox.Wrote(text); return own }
		if err := errors.Join(foreign(file, own), foreign(places, town.WrotePlaces)); err != nil {
			return nil, err
		}
	}
	listener, err := sandbox.Listen(ctx, listen)
	if err != nil {
		return nil, err
	}
	options := sandbox.Options{Town: town.New(time.Now()), KeepUpdates: true, Bodies: true}
	if places != "" {
		options.Places = filepath.Base(places) // beside the configuration
	}
	s := &Sandbox{played: sandbox.New(options), listener: listener}
	s.Configuration = s.played.Config(baseURL, "otklik-sandbox.db")
	if file != "" {
		err = errors.Join(safefile.RewriteText(places, town.Places()), safefile.RewriteText(file, s.Configuration))
	}
	if err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	return s, nil
}

// Serve plays until ctx ends, which is its error then.
func (s *Sandbox) Serve(ctx context.Context) error {
	if err := s.played.Serve(ctx, s.listener); err != nil {
		return err
	}
	return ctx.Err()
}

// foreign is an error where a file is there that is not the sandbox's own.
func foreign(path string, own func(text string) bool) error {
	text, err := smallfile.Read(path, smallfile.List)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return errors.Join(fmt.Errorf("look at what is there: %w", err), UsageError{ForeignFileError{path}})
	case !own(string(text)):
		return UsageError{ForeignFileError{path}}
	}
	return nil
}
