package main

import (
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"otklik/internal/care/audit"
	"otklik/internal/inbox"
	"otklik/store"
)

func (a *app) forgetCommand() *cobra.Command {
	var author string
	var channels []string
	var dry bool
	cmd := &cobra.Command{
		Use:   "forget --author PLATFORM:ID [--channel OFFICIAL/CHANNEL] [--dry-run]",
		Short: "Destroy what one person wrote, on that person's demand, with an act",
		Long: "Deletes every message of one author, the dialogs led with this person alone, and all that was derived from them; in what others\n" +
			"wrote, marks of mentions and the full name are replaced. Then as `otklik purge`: the store's file is rewritten, an act and an\n" +
			"extract of the log are written. ID is the author_id that `otklik export` shows. What the person writes later is collected again.",
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := a.open("forget", slog.LevelWarn)
			if err != nil {
				return err
			}
			order, err := o.demand(author, channels, time.Now())
			if err != nil {
				return err
			}
			if err := o.stored(); err != nil {
				return err
			}
			if dry {
				return o.shown(cmd.Context(), audit.Entry{Action: audit.LookUp, Channels: channels, Path: destination("")}, func() error {
					return a.printDryPurge(cmd.Context(), o, order)
				})
			}
			done, err := o.finishPurges(cmd.Context())
			for _, p := range done {
				a.printPurge(p)
			}
			if err != nil {
				return err
			}
			expected, err := o.store.PurgeCount(cmd.Context(), order)
			if err != nil {
				return err
			}
			err = o.audited(cmd.Context(), o.purgeEntry(order, expected.Messages()), func() (err error) {
				done, err = o.purge(cmd.Context(), order)
				return err
			})
			if err != nil {
				return err
			}
			for _, p := range done {
				a.printPurge(p)
			}
			if len(done) == 0 {
				fmt.Fprintln(a.out, "nothing of this author is stored; no act was written")
			}
			return nil
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&author, "author", "", "whose messages: vk:123 or telegram:123")
	flags.StringArrayVar(&channels, "channel", nil, "only of this channel, such as governor/vk; may be repeated (default: all)")
	flags.BoolVar(&dry, "dry-run", false, "only count what would be destroyed")
	return cmd
}

// demand is one person's demand to be forgotten.
func (o *office) demand(author string, channels []string, now time.Time) (store.PurgeOrder, error) {
	order := store.PurgeOrder{Mode: store.Delete, At: now.In(o.config.Location)}
	platform, id, _ := strings.Cut(author, ":")
	order.Platform, order.Author = inbox.Platform(platform), strings.TrimSpace(id)
	if order.Author == "" || order.Platform != inbox.VK && order.Platform != inbox.Telegram {
		return order, usagef("--author is written vk:123 or telegram:123; `otklik export` shows the ids as author_id")
	}
	// Whoever is looked for under another spelling would be told that nothing is stored, and stay stored.
	if n, err := strconv.ParseInt(order.Author, 10, 64); err != nil || n == 0 || strconv.FormatInt(n, 10) != order.Author {
		meant := ""
		if n, err := strconv.ParseInt(strings.TrimLeft(order.Author, "abcdefghijklmnopqrstuvwxyz+0"), 10, 64); err == nil && n != 0 && !strings.HasPrefix(order.Author, "c") {
			meant = fmt.Sprintf("; is %s:%d meant?", platform, n)
		}
		return order, usagef("--author %q: the id is a number, with a minus for a community, channel or group, as `otklik export` shows it as author_id; "+
			"the letters of an address such as vk.com/id123 are left out%s", author, meant)
	}
	for _, name := range channels {
		c, err := o.channel(inbox.ChannelID(name))
		if err != nil {
			return order, err
		}
		if c.Platform != platform {
			return order, usagef("--channel %s is a channel of %s, where nobody of %s writes", name, c.Platform, platform)
		}
		order.Channels = append(order.Channels, inbox.ChannelID(name))
	}
	return order, nil
}
