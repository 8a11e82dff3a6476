package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"otklik/collectors"
	"otklik/collectors/registry"
	"otklik/internal/app"
	"otklik/internal/care/audit"
	"otklik/internal/config"
	"otklik/internal/inbox"
	"otklik/internal/smallfile"
)

func (a *cli) importCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "import",
		Short: "Bring in messages from a file",
		RunE: func(cmd *cobra.Command, args []string) error {
			return noCommand(cmd, args, fmt.Sprintf("import %s FILE", registry.Importers()[0].Platform))
		},
	}
	for _, by := range registry.Importers() {
		root.AddCommand(a.importFrom(by))
	}
	return root
}

// importFrom is the command for the files of one platform.
func (a *cli) importFrom(by collectors.Importer) *cobra.Command {
	var official, channel, folder string
	var chat int64
	command := &cobra.Command{
		Use:   string(by.Platform) + " FILE [--official ID --channel CHANNEL]",
		Short: by.Short,
		Long:  by.Long,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("name one file: otklik import %s %s --official governor --channel %s", by.Platform, by.File,
					by.Platform)
			}
			tried, err := a.isTrial(cmd, official+channel)
			if err != nil {
				return err
			}
			if tried {
				return a.tryImport(cmd.Context(), by, args[0], folder, chat)
			}
			o, err := a.open("import", slog.LevelWarn)
			if err != nil {
				return err
			}
			id, err := o.ImportTarget(by, official, channel)
			if err != nil {
				return err
			}
			return a.importFile(cmd.Context(), o, args[0], app.FileImport{By: by, Channel: id, Chat: chat})
		},
	}
	flags := command.Flags()
	flags.StringVar(&official, "official", "", "the official's id in the configuration")
	flags.StringVar(&channel, "channel", "", "the channel's id in the configuration")
	flags.Int64Var(&chat, "chat", 0,
		"in an export of a whole account: the number of the discussion group, if it is not found by itself")
	flags.StringVar(&folder, "folder", app.TrialFolder, "without a configuration: the folder for the store, the "+
		"configuration and the page of a file that is tried")
	return command
}

// isTrial reports whether an import is to be tried without a configuration: none is there and nothing was said of a channel.
func (a *cli) isTrial(cmd *cobra.Command, target string) (bool, error) {
	if cmd.Flags().Changed("folder") {
		if a.configPath != "" || target != "" {
			return false, usagef("--folder is for trying a file without a configuration; it goes with no --config, --official or --channel")
		}
		return true, nil
	}
	_, err := config.Find(a.configPath)
	return errors.Is(err, config.ErrNotFound) && target == "", nil
}

// noCommand answers a command that only has sub-commands.
func noCommand(cmd *cobra.Command, args []string, example string) error {
	if len(args) > 0 {
		return usagef("there is no command %q in `%s`%s; see `%s --help`, for example `otklik %s`", args[0], cmd.CommandPath(),
			commandHint(cmd, args[0]), cmd.CommandPath(), example)
	}
	return usagef("`%s` wants one of its commands, for example `otklik %s`; see `%s --help`", cmd.CommandPath(), example, cmd.CommandPath())
}

func (a *cli) importFile(ctx context.Context, o *app.Service, path string, order app.FileImport) error {
	f, size, err := openExport(path)
	if err != nil {
		return err
	}
	defer f.Close()
	advance, finish := a.bytesBar(2*size, "importing")
	defer finish()
	order.Progress = advance
	var sum collectors.Imported
	var stats inbox.CommitStats
	entry := audit.Entry{Action: audit.Import, Channels: []string{string(order.Channel)}, Path: app.Destination(path)}
	err = o.NotedIfPossible(ctx, entry, func() (err error) {
		if sum, stats, err = o.Import(ctx, f, order); err != nil {
			return fmt.Errorf("import %s into %s: %w", path, order.Channel, err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := o.EvaluatePending(ctx); err != nil {
		return err
	}
	finish()
	a.printImport(order.Channel, sum, stats)
	if sum.Doubt != "" {
		fmt.Fprintf(a.err, "otklik: %s\n", sum.Doubt)
	}
	return nil
}

// openExport opens a file to import and tells its size.
func openExport(path string) (*os.File, int64, error) {
	f, err := smallfile.Open(path)
	if err != nil {
		return nil, 0, fmt.Errorf("open the export: %w", err)
	}
	info, err := f.Stat()
	if err != nil {
		return nil, 0, errors.Join(fmt.Errorf("open the export: %w", err), f.Close())
	}
	if info.IsDir() {
		return nil, 0, errors.Join(usagef("%s is a folder; name the file in it: %s", path, filepath.Join(path, "result.json")), f.Close())
	}
	return f, info.Size(), nil
}

// printImport says what was in a file and what of it was new.
func (a *cli) printImport(id inbox.ChannelID, summary collectors.Imported, receipt inbox.CommitStats) {
	fmt.Fprintf(a.out, "%s: %s in the file, %d new, %d changed, %d were stored already", id, app.Counted(summary.Messages, "message"),
		receipt.Added, receipt.Changed, max(0, summary.Messages-receipt.Added-receipt.Changed-receipt.Expired-receipt.Erased-receipt.Held))
	if receipt.Expired > 0 {
		fmt.Fprintf(a.out, "; %d not taken, because messages so old were purged", receipt.Expired)
	}
	if receipt.Erased > 0 {
		fmt.Fprintf(a.out, "; %d not taken, because they were erased at their author's demand", receipt.Erased)
	}
	if receipt.Held > 0 {
		fmt.Fprintf(a.out, "; %d kept aside, because they are dated before 1990 or later than a day from now: `otklik check` says more", receipt.Held)
	}
	if summary.Service > 0 {
		fmt.Fprintf(a.out, "; %d service messages left out", summary.Service)
	}
	if summary.Undecoded > 0 {
		fmt.Fprintf(a.out, "; %d could not be decoded and are kept as they are", summary.Undecoded)
	}
	fmt.Fprintln(a.out)
}
