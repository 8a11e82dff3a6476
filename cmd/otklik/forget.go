package main

import (
	"fmt"
	"log/slog"
	"time"

	"github.com/spf13/cobra"

	"otklik/collectors"
	"otklik/collectors/registry"
	"otklik/internal/app"
	"otklik/internal/care/audit"
)

func (a *cli) forgetCommand() *cobra.Command {
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
			order, err := o.Demand(author, channels, time.Now())
			if err != nil {
				return err
			}
			if err := o.Stored(); err != nil {
				return err
			}
			if dry {
				return o.Shown(cmd.Context(), audit.Entry{Action: audit.LookUp, Channels: channels, Path: app.Destination("")}, func() error {
					return a.printDryPurge(cmd.Context(), o, order)
				})
			}
			done, err := o.FinishPurges(cmd.Context())
			for _, p := range done {
				a.printPurge(p)
			}
			if err != nil {
				return err
			}
			expected, err := o.Store.PurgeCount(cmd.Context(), order)
			if err != nil {
				return err
			}
			err = o.Audited(cmd.Context(), o.PurgeEntry(order, expected.Messages()), func() (err error) {
				done, err = o.Purge(cmd.Context(), order)
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
	flags.StringVar(&author, "author", "", "whose messages: "+collectors.Authors(a.networks()))
	flags.StringArrayVar(&channels, "channel", nil, "only of this channel, such as "+registry.Channel+"; may be repeated (default: all)")
	flags.BoolVar(&dry, "dry-run", false, "only count what would be destroyed")
	return cmd
}
