package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"otklik/collectors/telegram"
	"otklik/collectors/telegram/export"
	"otklik/internal/care/audit"
	"otklik/internal/config"
	"otklik/internal/inbox"
	"otklik/internal/smallfile"
)

func (a *app) importCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "import",
		Short: "Bring in messages from a file",
		RunE:  func(cmd *cobra.Command, args []string) error { return noCommand(cmd, args, "import telegram FILE") },
	}
	var official, channel, folder string
	var chat int64
	telegram := &cobra.Command{
		Use:   "telegram FILE [--official ID --channel CHANNEL]",
		Short: "A Telegram Desktop export (result.json) of the discussion group, or of the whole account",
		Long: "Brings in the comments from before the bot joined. In Telegram Desktop open the discussion group, choose \"Export chat history\"\n" +
			"and the format \"Machine-readable JSON\". The same file twice changes nothing; what the bot has collected is joined with it.\n\n" +
			"Without any configuration the file is tried: it goes into a store of its own (--folder), and a digest shows what is known.",
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 1 {
				return usagef("name one file: otklik import telegram result.json --official governor --channel telegram")
			}
			tried, err := a.isTrial(cmd, official+channel)
			if err != nil {
				return err
			}
			if tried {
				return a.tryImport(cmd.Context(), args[0], folder, chat)
			}
			o, err := a.open("import", slog.LevelWarn)
			if err != nil {
				return err
			}
			id, err := o.importTarget(official, channel)
			if err != nil {
				return err
			}
			return a.importTelegram(cmd.Context(), o, args[0], id, chat)
		},
	}
	flags := telegram.Flags()
	flags.StringVar(&official, "official", "", "the official's id in the configuration")
	flags.StringVar(&channel, "channel", "", "the channel's id in the configuration")
	flags.Int64Var(&chat, "chat", 0, "in an export of a whole account: the number of the discussion group, if it is not found by itself")
	flags.StringVar(&folder, "folder", trialFolder, "without a configuration: the folder for the store, the configuration and the page of a file that is tried")
	root.AddCommand(telegram)
	return root
}

// isTrial reports whether an import is to be tried without a configuration: none is there and nothing was said of a channel.
func (a *app) isTrial(cmd *cobra.Command, target string) (bool, error) {
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

// importTarget finds the channel that --official and --channel name; --channel may name both as OFFICIAL/CHANNEL.
func (o *office) importTarget(official, channel string) (inbox.ChannelID, error) {
	if left, right, both := strings.Cut(channel, "/"); both && (official == "" || official == left) {
		official, channel = left, right
	}
	if official == "" || channel == "" {
		return "", usagef("--official and --channel say where the messages belong; there is %s (to try the file apart from them: --folder %s)", o.listChannels(), trialFolder)
	}
	id := inbox.NewChannelID(official, channel)
	c, err := o.channel(id)
	if err != nil {
		return "", err
	}
	if c.Platform != string(inbox.Telegram) {
		return "", usagef("%s is a channel of %s, not of telegram", id, c.Platform)
	}
	return id, nil
}

func (a *app) importTelegram(ctx context.Context, o *office, path string, id inbox.ChannelID, chat int64) error {
	f, size, err := openExport(path)
	if err != nil {
		return err
	}
	defer f.Close()
	channel, err := o.channel(id)
	if err != nil {
		return err
	}
	advance, finish := a.bytesBar(2*size, "importing")
	defer finish()
	var summary export.Summary
	var receipt inbox.CommitStats
	entry := audit.Entry{Action: audit.Import, Channels: []string{string(id)}, Path: destination(path)}
	err = o.notedIfPossible(ctx, entry, func() (err error) {
		if summary, receipt, err = o.importFile(ctx, f, id, channel, chat, advance); err != nil {
			return fmt.Errorf("import %s into %s: %w", path, id, err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := o.settle(ctx); err != nil {
		return err
	}
	finish()
	a.printImport(id, summary, receipt)
	if summary.ChannelSeen != 0 {
		fmt.Fprintf(a.err, "otklik: the posts in the file belong to the channel %d, the configuration of %s names %d; is it the right file?\n",
			summary.ChannelSeen, id, channel.Channel)
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
func (a *app) printImport(id inbox.ChannelID, summary export.Summary, receipt inbox.CommitStats) {
	fmt.Fprintf(a.out, "%s: %s in the file, %d new, %d changed, %d were stored already", id, counted(summary.Messages, "message"),
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

// imported is the cursor of imports: which group the channel's messages are of, for as long as no bot has told.
type imported struct {
	Imported time.Time `json:"imported"`
	Chat     int64     `json:"chat,omitempty"`
}

// groupsOf are the discussion groups whose comments a channel has: as its bot has found out or, before it has, as the last
// import said.
func (o *office) groupsOf(ctx context.Context, id inbox.ChannelID, source string) ([]int64, error) {
	for _, bot := range o.bots() {
		if !slices.ContainsFunc(bot.Channels, func(c telegram.Channel) bool { return c.ID == id }) {
			continue
		}
		reads, err := telegram.New(bot)
		if err != nil {
			return nil, usagef("channel %s: %w", id, err)
		}
		raw, err := o.store.Cursor(ctx, reads.Name())
		if err != nil {
			return nil, err
		}
		if groups, err := telegram.KnownGroups(raw, id); err != nil || len(groups) > 0 {
			return groups, err
		}
	}
	raw, err := o.store.Cursor(ctx, source)
	if err != nil || raw == nil {
		return nil, err
	}
	var last imported
	if err := json.Unmarshal(raw, &last); err != nil || last.Chat == 0 {
		return nil, nil // of an earlier version, which did not keep it
	}
	return []int64{last.Chat}, nil
}

// importFile stores the messages of an export. A broken file is refused as a whole before anything is stored.
func (o *office) importFile(ctx context.Context, f *os.File, id inbox.ChannelID, c config.Channel, chat int64, advance func(int64)) (export.Summary, inbox.CommitStats, error) {
	source := "import telegram " + string(id)
	var total inbox.CommitStats
	var group int64
	commit := func(b inbox.Batch) error {
		from, err := o.store.Cursor(ctx, source)
		if err != nil {
			return err
		}
		if b.Next, err = json.Marshal(imported{time.Now().UTC(), group}); err != nil {
			return fmt.Errorf("note the import: %w", err)
		}
		r, err := o.store.Commit(ctx, source, from, b)
		total.Added += r.Added
		total.Changed += r.Changed
		total.Undecoded += r.Undecoded
		total.Held += r.Held
		total.Expired += r.Expired
		total.Erased += r.Erased
		return err
	}
	groups, err := o.groupsOf(ctx, id, source)
	if err != nil {
		return export.Summary{}, total, err
	}
	if len(groups) > 0 {
		group = groups[0]
	}
	started := time.Now()
	staff := inbox.Batch{More: true}
	for _, member := range c.Staff {
		staff.Officials = append(staff.Officials, inbox.Official{Channel: id, Author: strconv.FormatInt(member, 10)})
	}
	options := export.Options{Channel: id, ChannelChat: c.Channel, Chat: chat, Groups: groups, Staff: c.Staff, Location: o.config.Location,
		Archive: o.store, Progress: advance}
	summary, err := export.Read(f, options, func(messages []inbox.Message) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		return commit(inbox.Batch{Messages: messages, More: true})
	})
	if errors.Is(err, export.ErrUnnamed) {
		return summary, total, fmt.Errorf("%w; the number stands behind --chat", err)
	}
	if err != nil {
		return summary, total, err
	}
	if group == 0 && strings.HasSuffix(summary.Type, "supergroup") {
		group = telegram.ChatID(summary.Chat)
	}
	if err := commit(staff); err != nil {
		return summary, total, err
	}
	if len(summary.Unread) > 0 {
		if err := commit(inbox.Batch{Undecoded: summary.Unread}); err != nil {
			return summary, total, err
		}
	}
	return summary, total, o.store.Record(ctx, inbox.Pull{Source: source, Channels: []inbox.ChannelID{id}, Started: started, Ended: time.Now(),
		Complete: true, Added: total.Added, Changed: total.Changed, Undecoded: total.Undecoded})
}
