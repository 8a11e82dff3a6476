package app

import (
	"errors"
	"io/fs"

	"otklik/collectors"
	"otklik/collectors/registry"
	"otklik/internal/config"
)

// Load reads the configuration at path and builds its service; an empty path is the one that config.Find finds. It is
// all that a program needs to call the use cases. getenv resolves ${NAME}: os.LookupEnv. Where Options name no
// platforms, all there are can be configured. It touches neither the store nor the network.
//
// Errors: config.ErrNotFound where there is no configuration, *config.Faults with all that is wrong in one, UsageError
// where it cannot be read or nothing can be built from it.
func Load(path string, getenv func(name string) (string, bool), with Options) (*Service, error) {
	if with.Platforms == nil {
		with.Platforms = registry.Platforms()
	}
	if with.Names == nil {
		with.Names = &Names{}
	}
	path, err := config.Find(path)
	if err != nil {
		return nil, err
	}
	c, err := config.Load(collectors.Configurations(with.Platforms), path, getenv, with.Names.Check)
	var file *fs.PathError // it is missing, a folder, or not to be read
	switch {
	case errors.As(err, &file):
		return nil, usagef("%w", err)
	case err != nil:
		return nil, err
	}
	if with.Loaded != nil {
		with.Loaded(c)
	}
	return Open(c, with)
}
