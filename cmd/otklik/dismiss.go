package main

import (
	"errors"
	"fmt"
	"log/slog"
	"os/user"
	"time"

	"github.com/spf13/cobra"

	"otklik/inbox"
	"otklik/store"
)

func (a *app) dismissCommand() *cobra.Command {
	var reason, by, dialog string
	var undo bool
	cmd := &cobra.Command{
		Use:   "dismiss OFFICIAL/CHANNEL MESSAGE --reason \"…\"",
		Short: "Close a message by a decision of the office, with its reason",
		Long: "Marks a message as closed by a person of the office, for example because it was answered by telephone. The message itself\n" +
			"is not changed; --undo takes the decision back. MESSAGE is the id that `otklik export` shows.",
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) != 2 {
				return usagef("name the channel and the message: otklik dismiss governor/vk 123 --reason \"answered by telephone\"")
			}
			if reason == "" && !undo {
				return usagef("--reason is missing: why does the message need no answer any more?")
			}
			o, err := a.open("dismiss", slog.LevelWarn)
			if err != nil {
				return err
			}
			id := inbox.ChannelID(args[0])
			if _, err := o.channel(id); err != nil {
				return err
			}
			ref := inbox.Ref{Channel: id, Kind: inbox.Comment, ID: args[1]}
			if dialog != "" {
				ref.Kind, ref.Dialog = inbox.Direct, dialog
			}
			if undo {
				err = o.store.Unrule(cmd.Context(), ref)
			} else {
				err = o.store.Rule(cmd.Context(), inbox.Ruling{Ref: ref, At: time.Now(), By: decider(by), Reason: reason})
			}
			if errors.Is(err, store.ErrNotFound) {
				return fmt.Errorf("there is no message %s in %s; a direct message also needs --dialog with its thread: %w", args[1], id, err)
			}
			if err != nil {
				return err
			}
			return o.settle(cmd.Context())
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&reason, "reason", "", "why it is closed; stands in the register")
	flags.StringVar(&by, "by", "", "who decided (default: the account's name)")
	flags.StringVar(&dialog, "dialog", "", "for a direct message: its thread, as `otklik export` shows it")
	flags.BoolVar(&undo, "undo", false, "take the decision back")
	return cmd
}

func decider(given string) string {
	if given != "" {
		return given
	}
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return "unknown"
}
