package app

import (
	"slices"
	"strings"

	"otklik/internal/config"
)

func FindDigest(c *config.Config, id string) (config.Digest, error) {
	i := slices.IndexFunc(c.Digests, func(d config.Digest) bool { return d.ID == id })
	if i < 0 {
		return config.Digest{}, usagef("there is no digest %q in %s; there is %s", id, c.Path, DigestIDs(c))
	}
	return c.Digests[i], nil
}

func DigestIDs(c *config.Config) string {
	var ids []string
	for _, d := range c.Digests {
		ids = append(ids, d.ID)
	}
	return strings.Join(ids, ", ")
}
