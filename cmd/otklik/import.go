package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"github.com/spf13/cobra"

	"otklik/collectors"
	"otklik/collectors/registry"
	"otklik/internal/app"
	"otklik/internal/config"
	"otklik/internal/inbox"
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
				return usagef("name one file: otklik import %s %s --official governor --channel %s", by.Platform,
					by.File,
					by.Platform)
			}
			tried, err := a.isTrial(cmd, official+channel)
			if err != nil {
				return err
			}
			if tried {
				return a.tryImport(cmd.Context(), app.FileImport{By: by, File: args[0], Chat: chat}, folder)
			}
			s, err := a.open("import", slog.LevelWarn)
			if err != nil {
				return err
			}
			id, err := importTarget(s, official, channel)
			if err != nil {
				return err
			}
			return a.importFile(cmd.Context(), s, app.FileImport{By: by, File: args[0], Channel: id, Chat: chat})
		},
	}
	flags := command.Flags()
	flags.StringVar(&official, "official", "", "the official's id in the configuration")
	flags.StringVar(&channel, "channel", "", "the channel's id in the configuration")
	flags.Int64Var(&chat, "chat", 0,
		"in an export of a whole account: the number of the discussion group, if it is not found by itself")
	flags.StringVar(&folder, "folder", trialFolder, "without a configuration: the folder for the store, the "+
		"configuration and the page of a file that is tried")
	return command
}

// isTrial reports whether an import is to be tried without a configuration: none is there and nothing was said of a
// channel.
func (a *cli) isTrial(cmd *cobra.Command, target string) (bool, error) {
	if cmd.Flags().Changed("folder") {
		if a.configPath != "" || target != "" {
			return false, usagef("--folder is for trying a file without a configuration; it goes with no --config, " +
				"--official or --channel")
		}
		return true, nil
	}
	_, err := config.Find(a.configPath)
	return errors.Is(err, config.ErrNotFound) && target == "", nil
}

// noCommand answers a command that only has sub-commands.
func noCommand(cmd *cobra.Command, args []string, example string) error {
	if len(args) > 0 {
		return usagef("there is no command %q in `%s`%s; see `%s --help`, for example `otklik %s`", args[0],
			cmd.CommandPath(),
			commandHint(cmd, args[0]), cmd.CommandPath(), example)
	}
	return usagef("`%s` wants one of its commands, for example `otklik %s`; see `%s --help`", cmd.CommandPath(),
		example, cmd.CommandPath())
}

// importTarget finds the channel that --official and --channel name; --channel may name both as OFFICIAL/CHANNEL.
func importTarget(s *app.Service, official, channel string) (inbox.ChannelID, error) {
	if left, right, both := strings.Cut(channel, "/"); both && (official == "" || official == left) {
		official, channel = left, right
	}
	if official == "" || channel == "" {
		return "", usagef("--official and --channel say where the messages belong; there is %s (to try the file "+
			"apart from them: --folder %s)",
			s.ListChannels(), trialFolder)
	}
	return inbox.NewChannelID(official, channel), nil
}

func (a *cli) importFile(ctx context.Context, s *app.Service, order app.FileImport) error {
	progress, finish := a.bytesBar("importing")
	defer finish()
	order.Progress = progress
	done, err := s.Import(ctx, order)
	if err != nil {
		return err
	}
	finish()
	a.printImport(done)
	// A question and no error: it was imported.
	if done.Warning != "" && !a.quiet {
		fmt.Fprintf(a.err, "note: %s\n", done.Warning)
	}
	return nil
}

// printImport says what was in a file and what of it was new.
func (a *cli) printImport(done app.Imported) {
	summary, stats := done.Imported, done.CommitStats
	fmt.Fprintf(a.out, "%s: %s in the file, %d new, %d changed, %d were stored already", done.Channel,
		app.Counted(summary.Messages, "message"), stats.Added, stats.Changed, done.Known())
	if stats.Expired > 0 {
		fmt.Fprintf(a.out, "; %d not taken, because messages so old were purged", stats.Expired)
	}
	if stats.Erased > 0 {
		fmt.Fprintf(a.out, "; %d not taken, because they were erased at their author's demand", stats.Erased)
	}
	if stats.Held > 0 {
		fmt.Fprintf(a.out, "; %d kept aside, because they are dated before 1990 or later than a day from now: "+
			"`otklik check` says more", stats.Held)
	}
	if summary.Service > 0 {
		fmt.Fprintf(a.out, "; %d service messages left out", summary.Service)
	}
	if summary.UndecodedCount > 0 {
		fmt.Fprintf(a.out, "; %d could not be decoded and are kept as they are", summary.UndecodedCount)
	}
	fmt.Fprintln(a.out)
}

// trialFolder is where an export is tried that nobody has named a configuration for.
const trialFolder = "otklik-import"

// tryImport imports an export into a store of its own, without any configuration, and shows what is known then.
func (a *cli) tryImport(ctx context.Context, order app.FileImport, folder string) error {
	open, err := a.opener("import", slog.LevelWarn)
	if err != nil {
		return err
	}
	progress, finish := a.bytesBar("importing")
	defer finish()
	order.Progress = progress
	t, err := app.TryImport(ctx, order, folder, open)
	finish()
	var foreign app.ForeignFileError
	var earlier app.EarlierTrialError
	switch {
	case errors.As(err, &foreign):
		return usagef("%s is there and was not made by trying an export; name another folder: --folder %s-2",
			foreign.Path, trialFolder)
	case errors.As(err, &earlier):
		return fmt.Errorf("import %s into %s, where an earlier file is; another file is tried with --folder %s-2: %w",
			order.File, earlier.Folder, trialFolder, earlier.Err)
	case err != nil:
		return err
	}
	a.printImport(t.Imported)
	return a.showTrial(ctx, t, order)
}

// showTrial prints the digest of what was imported and what can be done next.
func (a *cli) showTrial(ctx context.Context, t *app.Trial, order app.FileImport) error {
	fmt.Fprintln(a.out)
	digest, err := t.Show(ctx, a.to("-"))
	if err != nil {
		return err
	}
	a.suggest(t.Folder, t.ConfigPath, t.Page, "всё хранится в "+t.StorePath, digest)
	fmt.Fprintf(a.out,
		`Ответы сотрудников, которые пишут от своего имени, засчитываются, когда их номера стоят в staff: %s
(затем: %s).
Чтобы читать новые комментарии самим, впишите туда же токен бота и номер канала; что не так, скажет %s.
`, t.ConfigPath, a.line("import", string(order.By.Platform), anywhere(order.File), "--folder", t.Folder),
		a.line("--config", t.ConfigPath, "check"))
	return nil
}
