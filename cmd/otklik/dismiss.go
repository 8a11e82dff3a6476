package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os/user"

	"github.com/spf13/cobra"

	"otklik/inbox"
	"otklik/journal"
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
			m, err := o.find(cmd.Context(), id, args[1], dialog)
			if err != nil {
				return err
			}
			if err := o.decidable(cmd.Context(), m, undo, func(r inbox.Ruling) bool { return r.Outcome != inbox.Unchanged }); err != nil {
				return err
			}
			entry := journal.Entry{Action: journal.Dismiss, Channels: []string{string(id)}, Count: 1, Undone: undo}
			err = o.noted(cmd.Context(), entry, func() error {
				return o.rule(cmd.Context(), m.Ref(), by, func(r *inbox.Ruling) {
					if r.Outcome, r.Reason = inbox.Closed, reason; undo {
						r.Outcome, r.Reason = inbox.Unchanged, ""
					}
				})
			})
			if err != nil {
				return err
			}
			return o.settle(cmd.Context())
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&reason, "reason", "", "why it is closed; stands in the register")
	flags.StringVar(&by, "by", "", "who decided (default: the account's name)")
	flags.StringVar(&dialog, "dialog", "", "for a direct message: its `THREAD`, as the export shows it")
	flags.BoolVar(&undo, "undo", false, "take the decision back")
	return cmd
}

// find looks a message up by the id that the export shows. Direct messages are numbered per dialog; without the dialog
// the id has to be unique in the channel.
func (o *office) find(ctx context.Context, channel inbox.ChannelID, id, dialog string) (inbox.Message, error) {
	if dialog != "" {
		r, err := o.store.Message(ctx, inbox.Ref{Channel: channel, Kind: inbox.Direct, Dialog: dialog, ID: id})
		if errors.Is(err, store.ErrNotFound) {
			return r.Message, fmt.Errorf("there is no message %s in the dialog %s of %s; `otklik export` shows the ids and, as thread, the dialogs", id, dialog, channel)
		}
		return r.Message, err
	}
	r, err := o.store.Message(ctx, inbox.Ref{Channel: channel, Kind: inbox.Comment, ID: id})
	if !errors.Is(err, store.ErrNotFound) {
		return r.Message, err
	}
	var found []inbox.Message
	if err := o.store.Each(ctx, func(r inbox.Record) error {
		if r.Message.Channel == channel && r.Message.ID == id {
			found = append(found, r.Message)
		}
		return nil
	}); err != nil {
		return inbox.Message{}, err
	}
	switch len(found) {
	case 0:
		return inbox.Message{}, fmt.Errorf("there is no message %s in %s; `otklik export` shows the ids", id, channel)
	case 1:
		return found[0], nil
	}
	return inbox.Message{}, usagef("%d dialogs of %s have a message %s; add --dialog with its thread", len(found), channel, id)
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
