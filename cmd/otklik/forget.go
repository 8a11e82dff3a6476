package main

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"otklik/collectors"
	"otklik/collectors/registry"
	"otklik/internal/app"
	"otklik/internal/inbox"
	"otklik/store"
)

func (a *cli) forgetCommand() *cobra.Command {
	var author string
	var channels []string
	var dry bool
	cmd := &cobra.Command{
		Use:   "forget --author PLATFORM:ID [--channel OFFICIAL/CHANNEL] [--dry-run]",
		Short: "Destroy what one person wrote, on that person's demand, with an act",
		Long: "Deletes every message of one author, the dialogs led with this person alone, and all that was " +
			"derived from them; in what others\n" +
			"wrote, marks of mentions and the full name are replaced. Then as `otklik purge`: the store's file is " +
			"rewritten, an act and an\n" +
			"extract of the log are written. ID is the author_id that `otklik export` shows. What the person writes " +
			"later is collected again.",
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := a.open("forget", slog.LevelWarn)
			if err != nil {
				return err
			}
			order, err := demand(s, author, channels)
			if err != nil {
				return err
			}
			if dry {
				f, err := s.RehearseForget(cmd.Context(), order)
				a.printForecast(f, order)
				return err
			}
			finished, done, err := s.Forget(cmd.Context(), order)
			for _, p := range append(finished, done...) {
				a.printPurge(p)
			}
			if err == nil && len(done) == 0 {
				fmt.Fprintln(a.out, "nothing of this author is stored; no act was written")
			}
			return err
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&author, "author", "", "whose messages: "+collectors.Authors(a.networks()))
	flags.StringArrayVar(&channels, "channel", nil, "only of this channel, such as "+registry.Channel+"; may be "+
		"repeated (default: all)")
	flags.BoolVar(&dry, "dry-run", false, "only count what would be destroyed")
	return cmd
}

// demand reads what --author and --channel say.
func demand(s *app.Service, author string, channels []string) (store.PurgeOrder, error) {
	platform, id, _ := strings.Cut(author, ":")
	var only []inbox.ChannelID
	for _, c := range channels {
		only = append(only, inbox.ChannelID(c))
	}
	id = strings.TrimSpace(id)
	order, err := s.Demand(inbox.Platform(platform), id, only, time.Now())
	var wrong app.AuthorError
	var nowhere app.NoPlatformError
	switch {
	case errors.As(err, &nowhere):
		return order, usagef("--author is written %s; `otklik export` shows the ids as author_id", nowhere.Authors)
	case errors.As(err, &wrong):
		meant := ""
		if wrong.Meant != "" {
			meant = fmt.Sprintf("; is %s:%s meant?", platform, wrong.Meant)
		}
		return order, usagef("--author %q: the id is a number, with a minus for a community, channel or group, as "+
			"`otklik export` shows "+
			"it as author_id; the letters of an address such as %s are left out%s", author, wrong.Profile, meant)
	}
	return order, err
}
