package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"otklik/internal/app"
	"otklik/internal/care/audit"
	"otklik/internal/safefile"
	"otklik/store/bolt"
)

// storeKeyCommands stand below `otklik store`.
func (a *cli) storeKeyCommands() []*cobra.Command {
	return []*cobra.Command{
		a.storeKeyCommand(),
		a.sealCommand("encrypt", "Encrypt the values of the store with the configured key",
			"Encrypts everything that tells of people (texts, names, addresses, replies of the platforms, digests) and then writes the file anew,\n"+
				"so that nothing unencrypted is left in it. Stop the daemon before, and start it again with the key. It may be stopped at any time:\n"+
				"run it again and it goes on. Copies of the store that were made before stay as they are.",
			audit.Encrypt, (*bolt.Shared).Encrypt),
		a.sealCommand("rotate", "Encrypt the store anew after a change of keys",
			"Configure the new key and name a file with the old ones as store.old_keys_file. The daemon, started again with both, works on\n"+
				"meanwhile. It may be stopped at any time: run it again and it goes on. Afterwards the old keys are needed for old backups only.",
			audit.Rotate, (*bolt.Shared).Rotate),
		a.sealCommand("decrypt", "Turn an encrypted store into one that needs no key",
			"Afterwards take the key out of the configuration: with a key, otklik refuses a store that is not encrypted.",
			audit.Decrypt, (*bolt.Shared).Decrypt),
	}
}

func (a *cli) storeKeyCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "key",
		Short: "Make a key for the store's encryption",
		RunE:  func(cmd *cobra.Command, args []string) error { return noCommand(cmd, args, "store key new FILE") },
	}
	root.AddCommand(&cobra.Command{
		Use:   "new FILE",
		Short: "Write a new random key to a file that only you may read",
		Long: "Needs no configuration. An existing file is never overwritten. Keep a copy of the key apart from the store and its backups:\n" +
			"whoever has lost it has lost everything that is stored.",
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("name the file: otklik store key new /etc/otklik/store.key")
			}
			return a.newStoreKey(args[0])
		},
	})
	return root
}

func (a *cli) newStoreKey(path string) (err error) {
	secret := make([]byte, bolt.KeySize)
	_, _ = rand.Read(secret) // never fails
	key, err := bolt.NewKey(secret)
	if err != nil {
		return err
	}
	if path, err = filepath.Abs(path); err != nil {
		return fmt.Errorf("find the place of the key: %w", err)
	}
	f, err := safefile.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("the file %s is there already and may be a key in use; name another one", path)
	}
	if err != nil {
		return fmt.Errorf("write the key: %w", err)
	}
	_, err = f.WriteString(hex.EncodeToString(secret) + "\n")
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("write the key: %w", errors.Join(err, safefile.Remove(path)))
	}
	if err := safefile.Sync(filepath.Dir(path)); err != nil { // a key that is lost takes the store with it
		return fmt.Errorf("write the key: %w", err)
	}
	fmt.Fprintf(a.out, "%s holds a new key, fingerprint %s\n"+
		"Keep a copy of it apart from the store and its backups. Then set store.key_file to it and run: otklik store encrypt\n", path, key.ID())
	return nil
}

// sealCommand is one that encrypts values anew.
func (a *cli) sealCommand(
	name, short, long string, action audit.Action, run func(*bolt.Shared, context.Context, bolt.Progress) (int, error),
) *cobra.Command {
	return &cobra.Command{
		Use:   name,
		Short: short,
		Long:  long,
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := a.open("store "+name, slog.LevelWarn)
			if err != nil {
				return err
			}
			if len(o.Config.Store.Keys) == 0 {
				return usagef("no key is configured; make one with `otklik store key new FILE` and name it as store.key_file in %s", o.Config.Path)
			}
			if name == "rotate" && len(o.Config.Store.Keys) == 1 {
				return usagef("no old key is configured; write it to a file and name that as store.old_keys_file in %s", o.Config.Path)
			}
			progress, finish := a.stepBars()
			defer finish()
			n := 0
			err = o.Audited(cmd.Context(), audit.Entry{Action: action}, func() (err error) {
				if _, err := o.Sweep(cmd.Context()); err != nil {
					return err
				}
				if n, err = run(o.Store, cmd.Context(), progress); err != nil {
					return fmt.Errorf("%s the store, %d values done: %w", name, n, err)
				}
				return nil
			})
			finish()
			if err != nil {
				return err
			}
			return a.sealed(cmd.Context(), o, name, n)
		},
	}
}

// sealed says what was done, and judges what the new index of texts needs.
func (a *cli) sealed(ctx context.Context, o *app.Service, name string, n int) error {
	if name == "decrypt" {
		fmt.Fprintf(a.out, "%s is not encrypted any more (%d values); now take the key out of %s\n", o.Config.Store.Path, n, o.Config.Path)
		return nil
	}
	if name == "encrypt" {
		if err := o.EvaluatePending(ctx); err != nil {
			return err
		}
	}
	stats, err := o.Store.Stats(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "%s is encrypted with the key %s: %d values were encrypted now, and nothing else is left in the file\n", o.Config.Store.Path, stats.Key, n)
	if n > 0 {
		fmt.Fprintln(a.out, "Backups and other copies made before stay as they were; start a running daemon again.")
	}
	return nil
}
