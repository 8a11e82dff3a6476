package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/spf13/cobra"

	"otklik/internal/app"
)

// storeKeyCommands stand below `otklik store`.
func (a *cli) storeKeyCommands() []*cobra.Command {
	return []*cobra.Command{
		a.storeKeyCommand(),
		a.sealCommand("encrypt", "Encrypt the values of the store with the configured key",
			"Encrypts everything that tells of people (texts, names, addresses, replies of the platforms, digests) "+
				"and then writes the file again,\n"+
				"so that nothing unencrypted is left in it. Stop the daemon before, and start it again with the "+
				"key. It may be stopped at any time:\n"+
				"run it again and it goes on. Copies of the store that were made before stay as they are.",
			(*app.Service).EncryptStore),
		a.sealCommand("rotate", "Encrypt the store again after a change of keys",
			"Configure the new key and name a file with the old ones as store.old_keys_file. The daemon, started "+
				"again with both, works on\n"+
				"meanwhile. It may be stopped at any time: run it again and it goes on. Afterwards the old keys are "+
				"needed for old backups only.",
			(*app.Service).RotateStore),
		a.sealCommand("decrypt", "Turn an encrypted store into one that needs no key",
			"Afterwards take the key out of the configuration: with a key, otklik refuses a store that is not "+
				"encrypted.",
			(*app.Service).DecryptStore),
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
		Long: "Needs no configuration. An existing file is never overwritten. Keep a copy of the key apart from the " +
			"store and its backups:\n" +
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

func (a *cli) newStoreKey(file string) error {
	path, id, err := app.NewStoreKey(file)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "%s holds a new key, fingerprint %s\n"+
		"Keep a copy of it apart from the store and its backups. Then set store.key_file to it and run: otklik "+
		"store encrypt\n", path, id)
	return nil
}

// sealCommand is one that encrypts values again.
func (a *cli) sealCommand(
	name, short, long string, run func(*app.Service, context.Context, app.Progress) (app.Sealed, error),
) *cobra.Command {
	return &cobra.Command{
		Use:   name,
		Short: short,
		Long:  long,
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := a.open("store "+name, slog.LevelWarn)
			if err != nil {
				return err
			}
			progress, finish := a.stepBars()
			defer finish()
			done, err := run(s, cmd.Context(), progress)
			finish()
			switch {
			case errors.Is(err, app.ErrNoKey):
				return usagef("no key is configured; make one with `otklik store key new FILE` and name it as "+
					"store.key_file in %s", s.Config().Path)
			case errors.Is(err, app.ErrNoOldKey):
				return usagef("no old key is configured; write it to a file and name that as store.old_keys_file in "+
					"%s", s.Config().Path)
			case err != nil:
				return err
			}
			a.printSealed(s, done)
			return nil
		},
	}
}

// printSealed says what was done.
func (a *cli) printSealed(s *app.Service, done app.Sealed) {
	if done.Key == "" {
		fmt.Fprintf(a.out, "%s is not encrypted any more (%d values); now take the key out of %s\n",
			s.Config().Store.Path, done.Values, s.Config().Path)
		return
	}
	fmt.Fprintf(a.out, "%s is encrypted with the key %s: %d values were encrypted now, and nothing else is left in "+
		"the file\n",
		s.Config().Store.Path, done.Key, done.Values)
	if done.Values > 0 {
		fmt.Fprintln(a.out, "Backups and other copies made before stay as they were; start a running daemon again.")
	}
}
