package app

import (
	"otklik/internal/config"
	"otklik/store/bolt"
)

// storeOptions says how the configured store is opened.
func storeOptions(c *config.Config, with Options) (bolt.Options, error) {
	o := bolt.Options{Purpose: with.Purpose, Existing: !with.Begins}
	for i, secret := range c.Store.Keys {
		key, err := bolt.NewKey([]byte(secret.Reveal()))
		if err != nil {
			return o, usagef("store: %w", err)
		}
		if i == 0 {
			o.Key = key
		} else {
			o.OldKeys = append(o.OldKeys, key)
		}
	}
	return o, nil
}
