package main

import (
	"log/slog"
	"strings"

	"github.com/spf13/cobra"

	"otklik/collectors/registry"
	"otklik/internal/app"
	"otklik/internal/inbox"
)

func (a *cli) dismissCommand() *cobra.Command {
	var reason, by string
	var undo bool
	var message app.Pointer
	cmd := &cobra.Command{
		Use:   "dismiss [OFFICIAL/CHANNEL] MESSAGE --reason \"…\"",
		Short: "Close a message by a decision of the office, with its reason",
		Long: "Marks a message that waits as closed by a person of the office, for example because it was answered by telephone, and says\n" +
			"which one it was. The message itself is not changed; --undo takes the decision back.\n\n" + messageHelp,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := parsePointer(&message, args, "otklik dismiss "+registry.Channel+" 123 --reason \"answered by telephone\""); err != nil {
				return err
			}
			reason = strings.TrimSpace(reason)
			switch {
			case undo && reason != "":
				return usagef("--undo takes the decision back; it needs no --reason")
			case !undo && reason == "":
				return usagef("--reason is missing: why does the message need no answer any more?")
			}
			s, err := a.open("dismiss", slog.LevelWarn)
			if err != nil {
				return err
			}
			done, err := s.Dismiss(cmd.Context(), message, app.Dismissal{Reason: reason, By: by, Undo: undo})
			if err != nil {
				return a.undecided(s, message, err)
			}
			a.printDecided(s, done, decisionWords{undo: undo, decision: inbox.Closed})
			return nil
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&reason, "reason", "", "why it is closed; stands in the export")
	flags.StringVar(&by, "by", "", "who decided (default: the account's name)")
	flags.BoolVar(&undo, "undo", false, "take the decision back")
	dialogFlag(cmd, &message)
	return cmd
}
